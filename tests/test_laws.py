"""What holds in every scenario, shipped or made for a test, along any play: laws, not examples."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import resources
from game.authoring.loader import load
from game.core.bargain import format_package
from game.core.model import Decision, Scenario, Table, is_proposal
from game.core.rules import IllegalMove, Position, Rules
from game.core.texts import Words
from game.play.record import Record
from game.play.session import Session, StuckPlay, Track, resume
from game.ui.language import Language
from game.ui.pages import DecisionPage, Pages
from game.ui.transcript import play_lines
from tests.amounts import examples
from tests.core.making import TESTS

PATHS = [*sorted(path.parent for path in resources.scenarios().glob("*/scenario.yaml")),
         *sorted(path.parent for path in (TESTS / "scenarios").glob("*/scenario.yaml")),
         *sorted(TESTS.glob("*/scenarios/*.yaml"))]
FEW = settings(max_examples=examples(5), deadline=None, derandomize=True, database=None,
               suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@cache
def rules_of(path: Path) -> Rules:
    scenario = load(path).scenario
    assert scenario is not None, f"{path.name} does not load"
    return Rules(scenario)


@pytest.fixture(params=PATHS, ids=[path.stem for path in PATHS])
def rules(request: pytest.FixtureRequest) -> Rules:
    return rules_of(request.param)


class Walk:
    """Moves chosen by numbers, so that hypothesis can shorten a failing walk."""

    def __init__(self, rules: Rules, seed: int, picks: list[int], track: Track) -> None:
        self.session, self.picks = Session(rules, seed=seed, track=track), picks

    def __iter__(self) -> Iterator[Session]:
        yield self.session
        for pick in self.picks:
            if self.session.ended:
                return
            moves = self.session.moves()
            assert moves, f"nothing can be played at {self.session.node.id}"
            try:
                self.session.play(moves[pick % len(moves)])
            except StuckPlay as fault:
                pytest.fail(str(fault))
            yield self.session


WALK = st.tuples(st.integers(0, 10_000), st.lists(st.integers(0, 11), min_size=1, max_size=35), st.sampled_from(list(Track)))


@FEW
@given(walk=WALK)
def test_undo_takes_back_exactly_what_play_did_and_redo_repeats_it(rules: Rules, languages: Mapping[str, Language],
                                                                  walk: tuple[int, list[int], Track]) -> None:
    seen: list[tuple[object, ...]] = []
    for session in (made := Walk(rules, *walk)):
        page = Pages(session, languages["en"]).present()
        seen.append((session.position, tuple(session.steps), page))
    session = made.session
    for position, steps, page in reversed(seen[:-1]):
        assert session.undo()
        assert (session.position, tuple(session.steps)) == (position, steps)
        assert Pages(session, languages["en"]).present() == page
    assert not session.undo()
    for position, steps, page in seen[1:]:
        assert session.redo()
        assert (session.position, tuple(session.steps), Pages(session, languages["en"]).present()) == (position, steps, page)
    assert not session.redo()


@FEW
@given(walk=WALK)
def test_a_save_after_any_move_loads_as_the_same_play(rules: Rules, walk: tuple[int, list[int], Track]) -> None:
    for session in Walk(rules, *walk):
        again, divergence = resume(rules, Record.from_data(json.loads(json.dumps(session.record().to_data()))))
        assert divergence is None and again.steps == session.steps and again.position == session.position


@pytest.mark.slow
@FEW
@given(walk=WALK)
def test_the_same_seed_and_moves_are_the_same_transcript(rules: Rules, languages: Mapping[str, Language],
                                                        walk: tuple[int, list[int], Track]) -> None:
    one, two = (list(Walk(rules, *walk))[-1] for _ in range(2))
    for code in rules.scenario.languages:
        assert play_lines(one, languages[code]) == play_lines(two, languages[code])


@FEW
@given(walk=WALK)
def test_odds_sum_to_one_and_legal_moves_are_those_that_are_accepted(rules: Rules, walk: tuple[int, list[int], Track]) -> None:
    for session in Walk(rules, *walk):
        for step in session.steps[-3:]:
            odds = rules.odds(step.before)
            assert sum(odds.values()) == (1 if odds else 0)
            legal = rules.moves(step.before)
            tried = (*rules.edges[step.before.node], *some_proposals(rules, step.before, legal, walk[0]))
            accepted = []
            for move in tried:
                try:
                    rules.step(step.before, move)
                    accepted.append(move)
                except IllegalMove:
                    continue
            assert accepted == [move for move in tried if move in legal]
            assert {move for move in legal if not is_proposal(move)} <= set(accepted)


def some_proposals(rules: Rules, position: Position, legal: tuple[str, ...], seed: int) -> list[str]:
    """At a table: a dozen legal proposals, and each with one issue changed to whatever may be written there."""
    node = rules.node(position)
    if not isinstance(node, Table):
        return []
    luck = random.Random(seed)
    known = [move for move in legal if is_proposal(move)]
    found = dict.fromkeys(luck.sample(known, min(12, len(known))))
    for move in list(found):
        package = list(node.package(move) or ())
        issue = luck.choice(list(node.bargain.issues.values()))
        for rung in (None, *issue.rungs, max(issue.rungs) + 1):
            package[node.bargain.place(issue.id)] = rung
            found[format_package(node.bargain, tuple(package), node.bargain.issues)] = None
    return list(found)


@FEW
@given(walk=WALK)
def test_every_text_exists_in_both_languages_and_the_language_moves_nothing(rules: Rules, languages: Mapping[str, Language],
                                                                          walk: tuple[int, list[int], Track]) -> None:
    codes = [code for code in rules.scenario.languages if code in languages]
    for session in Walk(rules, *walk):
        before = (session.position, tuple(session.steps))
        pages = [Pages(session, languages[code]).present() for code in codes]
        assert (session.position, tuple(session.steps)) == before
        if not isinstance(session.node, Decision) or len(codes) < 2:
            continue
        assert len({(page.node, len(page.brief), tuple(o.move for o in page.options if o.enabled), len(page.footnotes))
                    for page in pages if isinstance(page, DecisionPage)}) == 1
        english, chinese = pages[:2]
        assert isinstance(english, DecisionPage) and isinstance(chinese, DecisionPage)
        for one, two in zip(_shown(english), _shown(chinese), strict=True):
            assert bool(one) == bool(two), (one, two)
            assert "{" not in one + two


@FEW
@given(walk=WALK)
def test_nothing_of_the_reveal_is_shown_before_it(rules: Rules, languages: Mapping[str, Language],
                                                  walk: tuple[int, list[int], Track]) -> None:
    for session in Walk(rules, *walk):
        node = session.node
        if not isinstance(node, Decision):
            continue
        for code in rules.scenario.languages:
            page = Pages(session, languages[code]).present()
            assert isinstance(page, DecisionPage)
            secret = [*node.hidden, *node.record, *(block for option in node.options for block in (*option.follows, *option.held))]
            shown = "\n".join(_shown(page))
            for block in secret:
                text = block.words[code]
                assert len(text) < 25 or text not in shown, f"{node.id}: {text[:60]}"


@FEW
@given(walks=st.lists(WALK, min_size=2, max_size=4))
def test_equal_views_look_equal(rules: Rules, languages: Mapping[str, Language], walks: list[tuple[int, list[int], Track]]) -> None:
    seen: dict[object, tuple[str, ...]] = {}
    for seed, picks, _ in walks:
        for session in Walk(rules, seed, picks, Track.BRANCH):
            page = Pages(session, languages["en"]).present()
            if isinstance(page, DecisionPage):
                shown = _shown(replace(page, badge=""))
                assert seen.setdefault(session.view(), shown) == shown


def _shown(page: DecisionPage) -> tuple[str, ...]:
    """Every text of a page on which a decision is made."""
    return (page.title, page.date, page.place, page.question, page.badge, *(p.text for p in page.brief),
            *(text for view in page.counsel for text in (view.name, view.text.text)),
            *(text for option in page.options for text in (option.text, option.reason, option.closed)),
            *(gauge.rung for gauge in page.situation))


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_ENGLISH = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({'|'.join(MONTHS)})(?: (\d{{1,2}})\b(?!\d))?,?(?: (\d{{4}})\b)?")
_CHINESE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?")
_YEAR = re.compile(r"(?<![\d,.–-])(1[89]\d\d|20\d\d)(?![\dA-Za-z]|[.,]\d)")


def dates_in(text: str, near: date) -> list[tuple[date, str]]:
    """The earliest day that each date in ``text`` can mean; one without a year lies around ``near``."""
    found = []
    for match in _ENGLISH.finditer(text):
        day, month, other, given_year = match.groups()
        if not (day or other or given_year):
            continue
        found.append((_day(given_year, MONTHS.index(month) + 1, int(day or other or 1), near), match.group()))
    for match in _CHINESE.finditer(text):
        found.append((_day(match[1], int(match[2]), int(match[3] or 1), near), match.group()))
    found += [(date(int(match[1]), 1, 1), match.group()) for match in _YEAR.finditer(text)]
    return found


def _day(year: str | None, month: int, day: int, near: date) -> date:
    years = [int(year)] if year else [near.year - 1, near.year, near.year + 1]
    days = [date(year, max(1, min(month, 12)), max(1, min(day, 28 if month == 2 else 30))) for year in years]
    return min(days, key=lambda found: abs(found - near + timedelta(days=62)))  # texts look back more than ahead


@pytest.mark.parametrize(("text", "expected"), [
    ("on 5 July 1945 he", date(1945, 7, 5)), ("of 5 July he", date(1945, 7, 5)), ("July 5, 1945", date(1945, 7, 5)),
    ("in July 1946 he", date(1946, 7, 1)), ("1945年7月5日他", date(1945, 7, 5)), ("他7月5日", date(1945, 7, 5)),
    ("in 1947 he", date(1947, 1, 1)), ("1947年", date(1947, 1, 1))])
def test_dates_are_found_as_people_write_them(text: str, expected: date) -> None:
    assert expected in [day for day, _ in dates_in(text, date(1945, 7, 6))]


@pytest.mark.parametrize("text", ["494,074 people", "He may come", "p. 1945a", "March in.", "1,946 votes", "三月"])
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert dates_in(text, date(1945, 7, 6)) == []


def before_the_reveal(node: Decision) -> Iterator[Words]:
    """Every text, in every variant, that can be shown while this decision is open."""
    for phrase in (node.title, node.question, *(p for option in node.options for p in (option.text, option.reason, option.closed))):
        yield from (variant.words for variant in phrase)
    yield from (block.words for block in node.brief)
    yield from (block.words for counsel in node.counsel for block in counsel.text)


def late_dates(scenario: Scenario) -> list[str]:
    """Dates later than the decision at whose page they stand."""
    late = []
    for node in scenario.nodes.values():
        if isinstance(node, Decision) and node.date is not None:
            for words in before_the_reveal(node):
                for code, text in words.forms:
                    late += [f"{node.id} [{code}] {written}: {text[:80]}" for day, written in dates_in(text, node.date.last)
                             if day > node.date.last]
    return late


def test_no_date_is_later_than_the_decision(rules: Rules) -> None:
    assert late_dates(rules.scenario) == []


def test_a_late_date_would_be_found(rules: Rules) -> None:
    scenario = rules_of(next(path for path in PATHS if path.stem == "embassy")).scenario
    node = scenario.decision("arrive")
    for text in ("You arrive on 2 March 1900.", "The war of 1904.", "1900年4月，你到了。", "3月2日，你到了。"):
        brief = (replace(node.brief[0], words=Words((("en", text),))),)
        assert len(late_dates(replace(scenario, nodes={"arrive": replace(node, brief=brief)}))) >= 1

"""Terms are found once in a paragraph, whole, and only where their explanation gives nothing away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from game.core.model import Decision, Scenario
from game.core.rules import Rules
from game.play.session import Session
from game.ui.dated import tells_later
from game.ui.language import Language
from game.ui.search import Card, Search
from game.ui.source_page import KINDS, Shown, SourceBook, open_terms, shown_in, terms_of
from game.ui.terms import Terms, linked

pytestmark = pytest.mark.slow

FINDER = Terms({"free port": "free", "port": "port", "Kai": "kai", "外蒙古": "outer", "蒙古": "mongolia"}, {"Kai"})


def words(text: str) -> list[str]:
    return [text[item.first:item.last] for item in FINDER.find(text)]


def test_a_term_is_found_once_in_a_paragraph() -> None:
    assert words("A port, the port, every port.") == ["port"]


def test_the_longest_term_covers_the_shorter_one_inside_it() -> None:
    assert words("The free port is no port.") == ["free port", "port"]
    assert words("外蒙古与蒙古") == ["外蒙古", "蒙古"]
    assert words("外蒙古") == ["外蒙古"]


def test_only_whole_words_count() -> None:
    assert words("Ports, seaport, port-side, export") == []
    assert words("Port by port") == ["Port"], "a term may open a sentence"


def test_part_of_a_name_is_not_taken_out_of_another_name() -> None:
    assert words("Kai said so") == ["Kai"]
    assert words("Kai Sen said so") == []


def test_markup_and_note_marks_stay_whole() -> None:
    terms = Terms({"12": "n", "port": "p"})
    text = "A **port**.[[12]]"
    assert linked(text, terms.find(text), "<", ">") == ("A **<port>**.[[12]]", ("p",))


def test_an_entry_does_not_lead_to_itself() -> None:
    assert [item.target for item in FINDER.find("a free port, a port", leave="free")] == ["port"]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_paragraph_of_the_flagship_has_each_term_at_most_once(flagship: Scenario, code: str) -> None:
    terms, found = terms_of(flagship, code, None), 0
    for node in flagship.nodes.values():
        for block in node.brief if isinstance(node, Decision) else ():
            targets = [item.target for item in terms.find(block.words[code])]
            assert len(targets) == len(set(targets))
            found += len(targets)
    assert found > 200


def test_a_day_a_month_and_a_year_are_later_only_as_a_whole() -> None:
    day = date(1945, 7, 5)
    told = ["1945", "July 1945", "5 July 1945", "1945年7月5日", "June"]
    later = ["1946", "August 1945", "6 July 1945", "1945年7月6日", "1945年8月", "9 July"]
    assert [text for text in told if tells_later(text, day, 1945)] == []
    assert [text for text in later if not tells_later(text, day, 1945)] == []


def test_a_term_waits_for_the_day_it_tells_of(flagship: Scenario) -> None:
    early, late = open_terms(flagship, date(1945, 2, 1)), open_terms(flagship, None)
    assert {"outer-mongolia", "sovereignty"} <= early < late
    assert "treaty-1950" in late - early and "treaty-1945" in late - early
    texts = [item.target for item in terms_of(flagship, "en", date(1945, 2, 1)).find("The Potsdam Proclamation.")]
    assert texts == []


# -- search --

def people(flagship: Scenario, languages: Mapping[str, Language]) -> Search:
    books = [SourceBook(flagship, languages[code], Shown()) for code in ("en", "zh")]
    pairs = zip(*([entry for kind in KINDS for entry in book.entries(kind)] for book in books), strict=True)
    return Search(Card(one.id, (*one.names, *two.names), one.sub + two.sub) for one, two in pairs)


@pytest.mark.parametrize("query", ["蒋", "jiang", "Chiang", "蔣", "chiang kai", "CHIANG KAI-SHEK", "jiangjieshi", "蒋介石"])
def test_a_person_is_found_by_any_of_the_names(flagship: Scenario, languages: Mapping[str, Language], query: str) -> None:
    assert "chiang-kai-shek" in people(flagship, languages).find(query)


@pytest.mark.parametrize(("query", "name"), [("Lushun", "lushun"), ("wai menggu", "outer-mongolia"), ("waimenggu", "outer-mongolia"),
                                             ("外蒙古", "outer-mongolia"), ("chen cheng", "chen-cheng"), ("陳誠", "chen-cheng")])
def test_tones_accents_and_apostrophes_do_not_matter(flagship: Scenario, languages: Mapping[str, Language], query: str,
                                                     name: str) -> None:
    assert people(flagship, languages).find(query)[:1] == [name]


def test_nothing_is_found_for_nothing(flagship: Scenario, languages: Mapping[str, Language]) -> None:
    search = people(flagship, languages)
    assert search.find("") == search.find(" -’ ") == search.find("zzzz") == []


# -- what may be known --

def test_a_position_not_yet_taken_is_not_told(flagship_rules: Rules, languages: Mapping[str, Language]) -> None:
    session = Session(flagship_rules)
    book = SourceBook(flagship_rules.scenario, languages["en"], shown_in(session))
    person = flagship_rules.scenario.reference.people["chiang-kai-shek"]
    told = str(book.entry("chiang-kai-shek"))
    day = shown_in(session).not_after
    assert day is not None
    later = [stance for stance in person.stances if stance.date > day.isoformat()]
    assert len(later) > 5 and not [stance for stance in later if stance.text["en"] in told]


def test_the_present_record_does_not_count_as_a_use(flagship_rules: Rules, languages: Mapping[str, Language]) -> None:
    session = Session(flagship_rules)
    node = session.node
    assert isinstance(node, Decision)
    book = SourceBook(flagship_rules.scenario, languages["en"], shown_in(session))
    before = {cite for block in node.brief for cite in block.cites}
    before |= {cite for counsel in node.counsel for block in counsel.text for cite in block.cites}
    for kind in ("events", "claims"):
        assert [entry.id for entry in book.entries(kind) if node.id in {use.node for use in entry.places}
                and entry.id not in before] == []


def test_counsel_is_listed_where_it_was_heard(flagship_rules: Rules, languages: Mapping[str, Language]) -> None:
    session = Session(flagship_rules)
    while len(session.decisions()) < 9:
        session.play(session.moves()[0])
    book = SourceBook(flagship_rules.scenario, languages["en"], shown_in(session))
    heard = {use.node for entry in book.entries("people") for use in book.counsel(entry.id)}
    assert heard and heard <= {step.before.node for step in session.steps} | {session.node.id}

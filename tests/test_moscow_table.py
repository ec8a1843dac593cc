"""The Moscow table from both chairs: calibrated offers and answers, the record, four endings, length, languages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from game import resources
from game.authoring import translation
from game.authoring.loader import load
from game.core.bargain import Reply, format_package, value
from game.core.model import Decision, Scenario, Table, Terminal
from game.core.rules import Position, Rules
from game.debrief.compare import compare
from game.debrief.data import comparison_data
from game.debrief.deal import deals
from game.play.session import Session, Track
from game.play.walkthrough import follow, parse
from game.ui.language import Language
from game.ui.transcript import play_lines

FOLDER = resources.scenarios() / "moscow-table"
JULY = "om=6,nes=0,xj=1,ccp=1"
PORTS = "dal=3,lsh=3,ccr=2,nes=1"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    found = load(FOLDER).scenario
    assert found is not None
    return found


@pytest.fixture(scope="module")
def rules(scenario: Scenario) -> Rules:
    return Rules(scenario)


def walk(name: str) -> str:
    return (FOLDER / "walkthroughs" / f"{name}.txt").read_text(encoding="utf-8")


def at(rules: Rules, moves: str) -> Session:
    """A play that has made ``moves`` (words between spaces; packages without ``propose:``)."""
    session = Session(rules, seed=1)
    for word in moves.split():
        session.play(f"propose:{word}" if "=" in word else word)
    return session


# what stands before, the offer, the answers expected: from the sources where the offer was made, else from the model
CALIBRATION = [
    # China proposes, July: nothing short of independence; the exchange at once; the map never, nor towns in Xinjiang
    ("china", "om=4", {Reply.REFUSE}),
    ("china", "om=5,nes=0,xj=1,ccp=1", {Reply.REFUSE}),
    ("china", JULY, {Reply.ACCEPT}),
    ("china om=4", JULY, {Reply.ACCEPT}),
    ("china", "om=6,bnd=0,nes=0,xj=1,ccp=1", {Reply.REFUSE}),
    ("china", "om=6,nes=0,xj=0,ccp=1", {Reply.REFUSE}),
    ("china", "om=6", {Reply.ACCEPT}),
    ("china om=4 om=3 om=2", "om=4", {Reply.BREAK}),
    # China proposes, August: too little in the ports, the map, the survey, then the clauses of the treaty
    (f"china {JULY} chinese-map", "dal=1,lsh=2,ccr=0,nes=0", {Reply.REFUSE, Reply.COUNTER}),
    (f"china {JULY} chinese-map", f"bnd=0,{PORTS}", {Reply.REFUSE}),
    (f"china {JULY} chinese-map", f"bnd=1,{PORTS}", {Reply.REFUSE}),
    (f"china {JULY} chinese-map", f"bnd=3,{PORTS}", {Reply.ACCEPT}),
    (f"china {JULY} chinese-map", f"bnd=2,{PORTS}", {Reply.REFUSE, Reply.COUNTER}),
    # The Soviet side proposes, July: no secret treaty, Mongolia alone never, the exchange after one meeting
    ("soviet", "om=9", {Reply.REFUSE}),
    ("soviet", "om=10,nes=0,xj=1,ccp=1", {Reply.REFUSE}),
    ("soviet", "om=6", {Reply.REFUSE}),
    ("soviet om=9 om=9 om=9", "om=6", {Reply.REFUSE}),
    ("soviet om=9 om=9", "om=6,nes=2,xj=3,ccp=3", {Reply.REFUSE, Reply.COUNTER}),
    ("soviet om=9", "om=8,nes=0,xj=1,ccp=1", {Reply.COUNTER}),
    ("soviet om=9", JULY, {Reply.ACCEPT}),
    # August: the clauses of 1945 are good enough, the line of fact and silence on it are not, a lease never is
    (f"soviet om=9 {JULY} bargain-ports", f"bnd=5,{PORTS}", {Reply.REFUSE}),
    (f"soviet om=9 {JULY} bargain-ports bnd=5,{PORTS}", f"bnd=4,{PORTS}", {Reply.COUNTER}),
    (f"soviet om=9 {JULY} bargain-ports bnd=5,{PORTS}", f"bnd=3,{PORTS}", {Reply.ACCEPT}),
    (f"soviet om=9 {JULY} yalta-letter", "bnd=3,dal=4,lsh=4,ccr=3,nes=1", {Reply.REFUSE}),
    (f"soviet om=9 {JULY} yalta-letter bnd=5,{PORTS} bnd=5,{PORTS} bnd=5,{PORTS} bnd=5,{PORTS}",
     "bnd=3,dal=3,lsh=4,ccr=2,nes=0", {Reply.REFUSE}),
    (f"soviet om=9 {JULY} yalta-letter bnd=5,{PORTS} bnd=5,{PORTS} bnd=5,{PORTS} bnd=5,{PORTS}",
     "bnd=3,dal=3,lsh=3,ccr=4,nes=0", {Reply.REFUSE}),
    (f"soviet om=9 {JULY} bargain-ports", "bnd=4,dal=4,lsh=3,ccr=3,nes=2", {Reply.REFUSE, Reply.COUNTER}),
    (f"soviet om=9 {JULY} march-first", f"bnd=4,{PORTS}", {Reply.ACCEPT}),
]


def test_offers_get_the_answers_that_they_got_or_plausibly_would(rules: Rules, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    with capsys.disabled():
        print()
        for before, offer, expected in CALIBRATION:
            session = at(rules, before)
            node = session.node
            assert isinstance(node, Table), f"{before}: at {node.id}"
            talks = rules.talks[node.id]
            package = talks.read(f"propose:{offer}", session.position.values)
            assert package is not None
            answer, terms = rules.answer(session.position, f"propose:{offer}"), talks.terms(session.position.values)
            worth = [value(node.bargain, side, package) / 100 for side in node.bargain.sides.values()]
            counter = format_package(node.bargain, answer.counter, node.offers).removeprefix("propose:") if answer.counter else ""
            print(f"{node.id:10} {rules.value(session.position, 'round') + 1} {offer:36} CN {worth[0]:5.2f} SU {worth[1]:5.2f}"
                  f"  asks {terms.aspiration}/{terms.reservation}  {answer.reply.name:7} {','.join(answer.issues)} {counter}")
            if answer.reply not in expected:
                wrong.append((before, offer, answer.reply.name))
    assert not wrong


@pytest.mark.parametrize(("july", "offer"), [(round, offer) for round in range(4) for offer in
                         ("om=6", "om=7", "om=8", "om=6,nes=2,xj=3,ccp=3", "om=6,nes=3", "om=6,nes=1", "om=6,xj=1,ccp=1")])
def test_china_never_lets_mongolia_go_for_nothing_in_july(rules: Rules, july: int, offer: str) -> None:
    """Without the Northeast and without a word on both the CCP and Xinjiang there is no price, and no treaty."""
    session = at(rules, "soviet" + " om=9" * july)
    assert rules.answer(session.position, f"propose:{offer}").reply is not Reply.ACCEPT


def test_what_china_counters_with_may_be_proposed_and_is_then_accepted(rules: Rules) -> None:
    for before, offer, _ in CALIBRATION:
        session = at(rules, before)
        answer = rules.answer(session.position, f"propose:{offer}")
        if answer.counter is None:
            continue
        node = session.node
        assert isinstance(node, Table)
        session.play(f"propose:{offer}")
        move = rules.talks[node.id].write(answer.counter)
        assert move in session.moves(), f"{before}: {offer}: {move}"
        assert rules.answer(session.position, move).reply is Reply.ACCEPT


@pytest.mark.parametrize(("name", "departures"), [("historical", 0), ("soviet", 0)])
def test_the_record_of_either_chair_ends_in_the_treaty_of_1945(rules: Rules, name: str, departures: int) -> None:
    for seed in (0, 7, 1945):
        session = follow(rules, parse(re.sub(r"seed: \d+", f"seed: {seed}", walk(name))))
        data = json.loads(json.dumps(comparison_data(session, compare(session))))
        assert data["distance"] == departures and data["ending"] == "package"
        assert {row: clause["rung"] for row, clause in data["clauses"].items()} == {
            "om": 7, "bnd": 3, "dal": 3, "lsh": 3, "ccr": 2, "other": 0}
        assert [rules.value(session.position, issue) for issue in ("nes", "xj", "ccp")] == [1, 2, 2]
        (deal,) = deals(rules, session.steps)
        assert deal.yours is not None and deal.record is not None and deal.yours.package == deal.record.package
        assert set(data["dates"]) >= {"treaty-dated", "treaty-signed"}


ENDINGS = [
    (f"china {JULY} chinese-map bnd=3,{PORTS}", "package"),
    (f"china {JULY} take-actual bnd=5,{PORTS}", "moscow-terms"),
    ("china om=4 om=4 om=4 om=4 take-draft chinese-map bnd=1,dal=1,lsh=2,ccr=0,nes=0 bnd=0,dal=1,lsh=2,ccr=0,nes=0"
     " bnd=1,dal=1,lsh=2,ccr=0,nes=0 bnd=0,dal=1,lsh=2,ccr=0,nes=0 bnd=1,dal=1,lsh=2,ccr=0,nes=0 sign-theirs", "moscow-terms"),
    ("china om=4 om=4 om=4 om=4 go-home", "no-treaty"),
    ("china om=4 break-off", "no-treaty"),
    (f"soviet om=9 {JULY} bargain-ports bnd=5,{PORTS} bnd=3,{PORTS}", "package"),
    (f"soviet om=9 {JULY} march-first bnd=4,{PORTS}", "late"),
    ("soviet om=9 om=9 om=9 om=9 pay bargain-ports leave-unsigned", "no-treaty"),
    (f"soviet om=9 {JULY} yalta-letter" + " bnd=3,dal=4,lsh=4,ccr=4,nes=2" * 5 + " call-back", "late"),
    (f"soviet om=9 {JULY} bargain-ports" + f" bnd=5,{PORTS}" * 3 + " bnd=3,dal=4,lsh=3,ccr=3,nes=1", "moscow-terms"),
]


@pytest.mark.parametrize(("moves", "ending"), ENDINGS)
def test_every_ending_can_be_reached(rules: Rules, moves: str, ending: str) -> None:
    session = at(rules, moves)
    assert isinstance(session.node, Terminal) and session.node.ending == ending
    assert rules.slot(session.node.text, session.position)


@pytest.mark.parametrize("ending", ["package", "moscow-terms", "late", "no-treaty"])
def test_each_ending_speaks_to_both_chairs(rules: Rules, scenario: Scenario, ending: str) -> None:
    (node,) = [node for node in scenario.nodes.values() if isinstance(node, Terminal) and node.ending == ending]
    chair = rules.names.index("chair")
    told = []
    for word in ("china", "soviet"):
        values = list(rules.start().values)
        values[chair], values[rules.names.index("left_record")] = word, 1
        told.append(rules.slot(node.text, Position(node.id, tuple(values))))
    assert told[0] and told[1] and told[0] != told[1]


def test_hidden_and_later_things_come_after_the_choice(scenario: Scenario) -> None:
    """No brief, counsel or option names a date later than its node."""
    months = {"July": 7, "August": 8}
    for node in scenario.nodes.values():
        if not isinstance(node, Decision) or node.date is None:
            continue
        shown = [block.words["en"] for block in node.brief] + [block.words["en"] for voice in node.counsel for block in voice.text]
        shown += [form.words["en"] for option in node.options for form in (*option.text, *option.reason)]
        for text in shown:
            for day, month in re.findall(r"\b(\d{1,2}) (July|August)\b", text):
                assert (months[month], int(day)) <= (node.date.last.month, node.date.last.day), f"{node.id}: {text}"


@pytest.mark.parametrize("name", ["historical", "soviet"])
def test_a_path_is_a_quarter_of_an_hour_of_reading(rules: Rules, languages: Mapping[str, Language], name: str) -> None:
    session = follow(rules, parse(walk(name)))
    slots = []
    for step in session.steps:
        node = session.scenario.nodes[step.before.node]
        if isinstance(node, Decision) and rules.value(step.before, "round") == 0:
            slots += [*rules.slot(node.brief, step.before), *rules.slot(node.record, step.after), *rules.slot(node.hidden, step.after)]
    assert isinstance(session.node, Terminal)
    slots += rules.slot(session.node.text, session.position)
    words = sum(len(block.words["en"].split()) for block in slots)
    assert 600 <= words <= 3000, words
    for code in ("en", "zh"):
        assert len(play_lines(session, languages[code])) > 100


def test_no_sentence_stands_twice(scenario: Scenario) -> None:
    seen: dict[str, str] = {}
    for name, words in translation.texts(scenario):
        if name.split(".")[0] not in (*scenario.nodes, "bargains"):
            continue
        for code, text in words.forms:
            for sentence in re.split(r"(?<=[.!?。！？])\s*", text):
                size = len(re.findall(r"\S", sentence)) if code == "zh" else len(sentence.split())
                if size >= (9 if code == "zh" else 6):
                    assert sentence not in seen or ".effects." in name, f"{name} and {seen.get(sentence)}: {sentence}"
                    seen.setdefault(sentence, name)


def test_both_languages_are_in_step(scenario: Scenario) -> None:
    present, known = translation.digests(scenario), translation.read_lock(FOLDER)
    assert translation.stale(known, present) == ()
    assert known == present, "texts are new or changed in all languages: look at them, then translate accept"


@pytest.mark.parametrize("chair", ["china", "soviet"])
def test_on_the_record_track_the_chair_is_kept(rules: Rules, chair: str) -> None:
    """Whose chair to take is no part of the record: it neither departs nor is taken back."""
    session = Session(rules, seed=3, track=Track.RECORD)
    session.play(chair)
    assert rules.value(session.position, "left_record") == 0 and session.departures() == 0
    while not session.ended:
        moves = [move for move in session.moves() if move != rules.record_move(session.position)]
        session.play(moves[0])
    assert rules.value(session.position, "chair") == chair
    assert isinstance(session.node, Terminal) and session.node.ending == "package"

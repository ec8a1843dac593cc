"""Rules of the linter beyond what the bad files show: where they stay quiet, what they tell once, that they are exact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from game.analysis.lint.finding import Finding
from game.analysis.lint.knowledge import days
from game.analysis.lint.limits import LIMITS
from game.analysis.lint.questions import Question, questions
from game.analysis.lint.reached import reached
from game.analysis.lint.rules import lint
from game.analysis.lint.spans import spans
from game.analysis.lint.survey import survey
from game.analysis.lint.wander import wander
from game.analysis.lint.worths import expected, measures
from game.analysis.values import expected as expected_one
from game.core.inventory import Kind
from game.core.model import Scenario
from game.core.rules import Rules
from tests.core.making import EMBASSY, HEAD, SCENARIOS, read, rules_of

END = "  end: {ending: over, text: [{text: End., grade: invention, invented: all}]}\n"
TRUST = "variables: {trust: {start: 1, min: 0, max: 2, seen_by: all}}\n"
FORK = ("start: a\nnodes:\n  a: {options: {x: {text: X., effects: [{set: {trust: 2}}], goto: b}, "
        "y: {text: Y., effects: [{set: {trust: 0}}], goto: b}}}\n")


def scenario_of(text: str) -> Scenario:
    loaded = read(text)
    assert loaded.scenario is not None, [fault.message for fault in loaded.diagnostics]
    return loaded.scenario


def found(text: str, *, quick: bool = False) -> list[Finding]:
    return list(lint(scenario_of(text), quick=quick))


def codes(text: str, *, quick: bool = False) -> list[str]:
    return [item.code for item in found(text, quick=quick)]


def places(text: str, code: str) -> list[str]:
    return [".".join(str(part) for part in item.path if part != "") for item in found(text) if item.code == code]


LEADING = "start: a\nnodes:\n  a: {options: {x: {text: X., goto: end}, y: {text: Y., goto: end}}}\n" + END


def test_of_a_chain_of_unreachable_nodes_the_first_is_told() -> None:
    chain = "".join(f"  n{number}: {{chance: {{on: {{goto: n{number + 1}}}}}}}\n" for number in range(3))
    assert places(HEAD + LEADING + chain + "  n3: {chance: {on: {goto: end}}}\n", "W040") == ["nodes.n0"]


def test_of_a_ring_of_unreachable_nodes_one_is_told() -> None:
    ring = "  n0: {chance: {on: {goto: n1}, off: {goto: end}}}\n  n1: {chance: {on: {goto: n0}}}\n"
    assert places(HEAD + LEADING + ring, "W040") == ["nodes.n0"]


def test_a_node_whose_only_way_is_closed_is_not_reached_and_the_way_is_named() -> None:
    text = HEAD + TRUST + FORK + ("  b:\n    options:\n      x: {text: X., goto: end}\n      y: {text: Y., goto: end}\n"
                                  "      z: {text: Z., when: trust == 1, goto: c}\n"
                                  "  c: {options: {x: {text: X., goto: end}, y: {text: Y., goto: end}}}\n") + END
    by_code = {item.code: item for item in found(text)}
    assert set(by_code) == {"W040", "W047"}
    assert by_code["W040"].variant == "closed" and dict(by_code["W040"].arguments)["ways"] == ("b",)


def test_an_ending_reached_at_another_node_is_no_lost_ending() -> None:
    text = HEAD + LEADING + "  again: {ending: over}\n"
    assert codes(text) == ["W040"]


RING = HEAD + TRUST + (
    "start: a\nnodes:\n  a:\n    options:\n      more: {text: More., when: trust < 2, effects: [{add: {trust: 1}}], goto: a}\n"
    "      less: {text: Less., when: trust > 0, effects: [{add: {trust: -1}}], goto: a}\n"
    "      stop: {text: Stop., when: trust == 9, goto: end}\n      leave: {text: Leave., when: trust == 0, goto: end}\n") + END


def test_rules_hold_where_nodes_form_a_loop() -> None:
    assert [(item.code, item.path[-2]) for item in found(RING)] == [("W047", "stop"), ("W055", "options")]


def test_two_conditions_that_exclude_each_other_close_no_decision() -> None:
    text = HEAD + TRUST + FORK + ("  b: {options: {x: {text: X., when: trust > 0, goto: end}, y: {text: Y., when: trust == 0, goto: end}, "
                                  "z: {text: Z., goto: end}}}\n") + END
    assert codes(text) == [] and codes(text, quick=True) == ["N001"]


def test_quick_says_only_what_is_certain_without_positions() -> None:
    text = HEAD + TRUST + FORK + ("  b: {options: {x: {text: X., when: trust == 1, goto: end}, y: {text: Y., goto: end}, "
                                  "z: {text: Z., when: trust > 5, goto: end}}}\n") + END
    assert codes(text) == ["W047", "W047", "W055"]
    assert [(item.code, dict(item.arguments).get("name")) for item in found(text, quick=True)] == [("N001", None), ("W047", "z")]


def test_what_is_too_large_is_left_out_and_said() -> None:
    scenario = scenario_of(HEAD + TRUST + FORK + "  b: {chance: {x: {weight: trust, goto: end}, y: {goto: end}}}\n" + END)
    small = survey(scenario, most=1)
    assert small.reached is None and [(note.code, note.variant) for note in small.notes] == [("N001", "large")]
    assert small.never == ()


def test_an_effect_after_another_of_the_same_option_counts_from_there() -> None:
    option = "x: {{text: X., effects: [{first}, {{add: {{trust: 1}}}}], goto: b}}"
    for first, expects in (("{set: {trust: 2}}", ["W049"]), ("{set: {trust: 1}}", [])):
        text = HEAD + TRUST + f"start: a\nnodes:\n  a: {{options: {{{option.format(first=first)}, y: {{text: Y., goto: b}}}}}}\n" \
            "  b: {chance: {x: {weight: trust, goto: end}}}\n" + END
        assert codes(text) == expects


def test_setting_what_stands_and_adding_nothing_are_statements() -> None:
    text = HEAD + TRUST + ("start: a\nnodes:\n  a: {options: {x: {text: X., effects: [{set: {trust: 1}}, {add: {trust: 0}}], goto: b}, "
                           "y: {text: Y., effects: [{add: {trust: 1}}], goto: b}}}\n  b: {chance: {x: {weight: trust, goto: end}}}\n") + END
    assert codes(text) == []


def test_a_variable_is_read_by_conditions_scales_and_texts() -> None:
    assert places(HEAD + TRUST + FORK.replace("goto: b", "goto: end") + END, "W050") == ["variables.trust"]
    scale = "scales: {trust: {better: high, rungs: {0: {name: a, text: A.}, 1: {name: b, text: B.}, 2: {name: c, text: C.}}}}\n"
    for reader in (scale, "summary: Now {trust}.\n", "in_force: trust == 2\n"):
        assert codes(HEAD + TRUST + reader + FORK.replace("goto: b", "goto: end") + END) == []


TINY = sorted(path for path in SCENARIOS.glob("*.yaml"))


@pytest.mark.parametrize("path", [*TINY, EMBASSY], ids=lambda path: path.stem)
def test_merged_positions_and_all_positions_say_the_same(path: Path) -> None:
    """What is found over merged columns is what going through every position finds, question by question."""
    rules = rules_of(path)
    asked = questions(rules.scenario)
    try:
        every = reached(rules, asked, most=0, most_looped=4_000, merging=False)
    except ValueError:
        pytest.skip("too many positions to go through one by one")
    merged = reached(rules, asked, most=100_000, most_looped=4_000)
    assert merged.nodes == every.nodes and merged.never == every.never
    outcomes = {(name, end) for name, end in merged.moves if name in rules.talks and end in ("agreed", "lapsed", "broken")}
    assert merged.moves - outcomes - {(name, "propose") for name in rules.talks} == every.moves
    assert set(merged.stuck) == set(every.stuck) and set(merged.narrow) == set(every.narrow)


@pytest.mark.parametrize("path", TINY, ids=lambda path: path.stem)
def test_random_plays_say_yes_only_to_what_is_so(path: Path) -> None:
    rules = rules_of(path)
    asked = questions(rules.scenario)
    assert not wander(rules, asked).intersection(reached(rules, asked, most=100_000, most_looped=20_000).never)


def test_a_question_is_asked_of_every_guard_once() -> None:
    rules = rules_of(EMBASSY)
    asked = questions(rules.scenario)
    assert len({question.path for question in asked}) == len(asked)
    assert all(isinstance(question, Question) and question.node in rules.scenario.nodes for question in asked)


def test_what_nothing_writes_keeps_its_first_value() -> None:
    known = spans(scenario_of(HEAD + TRUST + LEADING))
    assert known["trust"] == (1,) and known["left_record"] == (0, 1)


VALUES = "format: 1\ntitle: T\nparties: {you: {name: You}, him: {name: Him}}\nstart: a\nnodes:\n"


def choice(one: str, two: str, three: str, *, status: str = "counterfactual", when: str = "") -> str:
    guard = f", when: {when}" if when else ""
    return VALUES + (
        f"  a: {{options: {{x: {{text: X., status: voiced, goto: x{guard}}}, y: {{text: Y., status: {status}, goto: y}}, "
        f"z: {{text: Z., status: voiced, goto: z}}}}}}\n"
        f"  x: {{ending: x, payoff: {one}}}\n  y: {{ending: y, payoff: {two}}}\n  z: {{ending: z, payoff: {three}}}\n")


def test_an_option_somebody_would_want_is_not_dominated() -> None:
    assert codes(choice("{you: 3, him: 3}", "{you: 2, him: 4}", "{you: 4, him: 1}")) == []
    assert codes(choice("{you: 3, him: 3}", "{you: 2, him: 3}", "{you: 4, him: 1}")) == ["W052"]


def test_an_option_people_really_held_may_be_unwise() -> None:
    assert codes(choice("{you: 3, him: 3}", "{you: 2, him: 3}", "{you: 4, him: 1}", status="voiced")) == []


def test_equal_options_do_not_dominate_each_other() -> None:
    assert codes(choice("{you: 3, him: 3}", "{you: 3, him: 3}", "{you: 4, him: 1}")) == []


def test_by_one_measure_alone_no_option_is_dominated() -> None:
    assert codes(choice("{you: 3}", "{you: 2}", "{you: 1}")) == []


def test_values_of_all_options_at_once_are_those_of_each_alone(flagship_rules: Rules) -> None:
    found_measures = measures(flagship_rules)
    position = flagship_rules.start()
    after = [flagship_rules.step(position, move).after for move in flagship_rules.moves(position)]
    values = expected(flagship_rules, found_measures, after, 400_000)
    perspectives = flagship_rules.scenario.reference.perspectives
    for start, found_values in zip(after, values, strict=True):
        assert found_values[0] == expected_one(flagship_rules, perspectives[found_measures[0].name], start)


GUESS = ("format: 1\ntitle: T\nparties: {{you: {{name: You}}}}\nvariables: {{door: {{start: 0, min: 0, max: 1, seen_by: none}}}}\n"
         "start: d\nnodes:\n  d: {{chance: {{l: {{goto: a}}, r: {{goto: a, effects: [{{set: {{door: 1}}}}]}}}}}}\n"
         "  a: {{options: {{left: {{text: L., goto: l}}, right: {{text: R., goto: r}}, stay: {{text: S., goto: s}}}}}}\n"
         "  l: {{ending: l, payoff: {{you: 2 * (door == 0)}}}}\n  r: {{ending: r, payoff: {{you: 2 * (door == 1)}}}}\n"
         "  s: {{ending: s, payoff: {{you: {stay}}}}}\n")


def test_a_guess_is_fair_if_one_move_is_good_in_every_case() -> None:
    assert codes(GUESS.format(stay=1)) == ["W056"]
    assert codes(GUESS.format(stay=2)) == []


COUNSEL = "people: {{one: {{name: One}}, two: {{name: Two}}}}\nstart: a\nnodes:\n  a:\n    counsel:\n{counsel}" \
    "    options: {{x: {{text: X., status: chosen, goto: end}}, y: {{text: Y., goto: end}}}}\n    record: {{move: x}}\n"


def counsel(*rows: str) -> str:
    lines = "".join(f"      - {{{row}, grade: invention, invented: all}}\n" for row in rows)
    return HEAD + COUNSEL.format(counsel=lines) + END


def test_one_voice_against_or_one_undecided_is_enough() -> None:
    assert codes(counsel("who: one, for: [x], text: Take X.", "who: two, for: [x], text: Take X.")) == ["W058"]
    assert codes(counsel("who: one, for: [x], text: Take X.", "who: two, for: [y], text: Take Y.")) == []
    assert codes(counsel("who: one, for: [x], text: Take X.", "who: two, text: Who knows.")) == []
    assert codes(counsel("who: one, for: [x], text: Take X.")) == []


def test_short_counsel_need_not_be_counted_by_letters() -> None:
    assert codes(counsel("who: one, for: [x], text: Yes.", "who: two, for: [y], text: No and never again.")) == []


@pytest.mark.parametrize(("text", "expected_days"), [
    ("on 14 August 1945", ["1945-08-14"]), ("on August 14, 1945", ["1945-08-14"]), ("the 3rd of May 1911", ["1911-05-03"]),
    ("in May 1911", ["1911-05-01"]), ("1945年8月14日", ["1945-08-14"]), ("1945年8月", ["1945-08-01"]), ("1950年", ["1950-01-01"]),
    ("2 March 1911 and 1911年3月", ["1911-03-02", "1911-03-01"]), ("30 February 1911", []), ("page 1945", []), ("14 August", []),
])
def test_days_are_found_in_both_languages(text: str, expected_days: list[str]) -> None:
    assert [day for _, day in days(text)] == [date.fromisoformat(day) for day in expected_days]


def dated(question: str) -> str:
    return HEAD + "start: a\nnodes:\n  a:\n    date: {from: 1911-05-03, to: 1911-05-04}\n" \
        f"    question: {question}\n    options: {{x: {{text: X., goto: end}}, y: {{text: Y., goto: end}}}}\n" + END


@pytest.mark.parametrize(("question", "expects"), [
    ("What of 4 May 1911?", []), ("What of 5 May 1911?", ["W066"]), ("What of May 1911?", []), ("What of 1912年?", ["W066"]),
])
def test_the_last_day_of_a_decision_may_still_be_named(question: str, expects: list[str]) -> None:
    assert codes(dated(question)) == expects


def test_texts_may_be_as_long_as_their_place_and_no_longer() -> None:
    limit = LIMITS[Kind.QUESTION]
    for words, allowed in (("{en: '%s', zh: 好}", limit.letters), ("{en: a, zh: '%s'}", limit.dense)):
        letter = "x" if "en: '%s'" in words else "字"
        for size, expects in ((allowed, []), (allowed + 1, ["W041"])):
            text = ("format: 1\ntitle: {en: T, zh: 题}\nlanguages: [en, zh]\nparties: {you: {name: {en: You, zh: 你}}}\nstart: a\n"
                    f"nodes:\n  a:\n    question: {words % (letter * size)}\n"
                    "    options: {x: {text: {en: X, zh: 甲}, goto: e}, y: {text: {en: Y, zh: 乙}, goto: e}}\n  e: {ending: e}\n")
            assert codes(text) == expects


@pytest.mark.parametrize(("cite", "work", "expects"), [
    ("{work: b}", "", ["W064"]), ("{work: b, page: 3}", "", []), ("{work: b, note: 3}", "", []), ("{work: b, at: box 4}", "", []),
    ("{work: b}", ", url: 'https://example.org/b'", []),
])
def test_a_source_can_be_looked_up_by_page_note_place_or_address(cite: str, work: str, expects: list[str]) -> None:
    text = HEAD + (f"works: {{b: {{short: B, full: The book{work}}}}}\nevents: {{E: {{when: May, date: 1911-05, text: T., cites: [{cite}]}}}}\n"
                   "start: a\nnodes:\n  a:\n    brief: [{text: T., cites: [E]}]\n"
                   "    options: {x: {text: X., goto: end}, y: {text: Y., goto: end}}\n") + END
    assert codes(text) == expects


def test_an_event_no_text_rests_on_need_not_be_found() -> None:
    assert codes(HEAD + "works: {b: {short: B, full: The book}}\nevents: {E: {when: May, date: 1911-05, text: T.}}\n" + LEADING) == []


def test_a_decision_that_every_way_passes_has_been_made() -> None:
    """What may be false at once is told by values that can stand at the node."""
    made = ("start: a\nnodes:\n  a: {as: said, options: {x: {text: X., goto: b}, y: {text: Y., goto: b}%s}}\n"
            "  b: {chance: {x: {weight: said == 'x', goto: end}, y: {weight: said == 'y', goto: end}}}\n") + END
    assert codes(HEAD + made % "", quick=True) == ["N001"]
    assert codes(HEAD + made % ", z: {text: Z., goto: b}", quick=True) == ["N001", "W044"]

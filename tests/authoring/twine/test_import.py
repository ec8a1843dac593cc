"""What an import carries over, changes, and leaves out; how the scenario and the report look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from game.authoring.twine.convert import convert
from game.authoring.twine.report import report
from tests.authoring.twine.walking import imported, origins, rules_of, say

STORIES = Path(__file__).parent / "stories"
FILES = sorted(path for path in STORIES.iterdir())


def notes(text: str) -> list[tuple[str, int]]:
    return [(note.key, note.line) for note in imported(text).notes if note.key != "format_guessed"]


def scenario(text: str) -> str:
    made = imported(text).text
    rules_of(made)
    return made


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_import_looks_as_in_its_golden_files(path: Path, lang: str, golden: Callable[[str, str], None]) -> None:
    def speak(key: str, to: str = "", **values: object) -> str:
        return say(key, to or lang, **values)
    made = convert(path.read_bytes(), path.name, speak)
    golden(f"{path.stem}.{lang}.yaml", made.text)
    golden(f"{path.stem}.{lang}.md", report(made, path.name, speak))
    rules_of(made.text)


def test_numbers_get_the_bounds_that_plays_reach() -> None:
    made = scenario(":: Start\n<<set $gold to 3>>[[Buy|Shop][$gold -= 2]] [[Wait|Shop]]\n\n"
                    ":: Shop\n<<set $gold += 1>><<if $gold gt 3>>[[Rich|End]]<</if>> [[Leave|End]] [[Stay|End]]\n\n:: End\n$gold")
    assert "gold: {start: 3, min: 1, max: 4, seen_by: all}" in made


def test_a_counter_without_end_gets_guessed_bounds_and_says_so() -> None:
    made = imported(":: Start\n<<set $n += 1>>$n\n[[Again|Start]] [[Stop|End]]\n\n:: End\nOver.")
    assert "guess" in made.text and "guessed" in {note.key for note in made.notes}
    assert rules_of(made.text).variables["n"].high == 1000


def test_truth_values_are_nought_and_one_and_words_are_words() -> None:
    made = scenario(':: Start\n<<set $met to false>><<set $mood to "calm">>[[Meet|Next][$met to true]] [[Pass|Next][$mood to "cross"]]'
                    '\n\n:: Next\n<<if $met and $mood is "calm">>Well.<</if>>')
    assert "met: {start: 0, min: 0, max: 1" in made and "mood: {start: calm, one_of: [calm, cross]" in made
    assert "when: met and mood == 'calm'" in made


@pytest.mark.parametrize(("written", "guard"), [
    ("$a is 1", "a == 1"), ("$a isnot 1", "a != 1"), ("$a eq 1", "a == 1"), ("$a neq 1", "a != 1"), ("$a gt 1", "a > 1"),
    ("$a gte 1", "a >= 1"), ("$a lt 1", "a < 1"), ("$a lte 1", "a <= 1"), ("$a === 1", "a == 1"), ("$a !== 1", "a != 1"),
    ("!($a > 1)", "a <= 1"), ("not ($a > 1 and $b)", "not (a > 1 and b)"), ("$a > 1 && $b || !$b", "a > 1 and b or not b"),
    ("$a + 1 gt $c * 2", "a + 1 > c * 2"), ("($a - 1) * 2 is $c", "(a - 1) * 2 == c"), ("$a", "a != 0"), ("1 lt $a", "a > 1"),
    ("$b is true", "b"), ("$b is false", "not b"), ("Math.max($a, $c) > 2", "max(a, c) > 2"),
])
def test_a_test_becomes_a_guard(written: str, guard: str) -> None:
    made = scenario(f":: Start\n<<set $a to 1; $b to true; $c to 2>>[[Go|End]]\n[[Set|Mid][$b to false, $a to 2, $c to 3]]\n\n"
                    f":: Mid\n<<if {written}>>Yes.<</if>>\n[[On|End]] [[Off|End]]\n\n:: End\nOver.")
    assert f"when: {guard}\n" in made


@pytest.mark.parametrize(("written", "guard"), [
    ("$a is 1", "a == 1"), ("$a is not 1", "a != 1"), ("$a > 1 and $a < 3", "a > 1 and a < 3"), ("$a > 1 and < 3", "a > 1 and a < 3"),
    ("$a is 1 or 2", "a == 1 or a == 2"), ("not $b", "not b"), ("$a >= (min: $c, 2)", "a >= min(c, 2)"),
])
def test_a_harlowe_test_becomes_a_guard(written: str, guard: str) -> None:
    made = scenario(f":: Start\n(set: $a to 1, $b to true, $c to 2)[[Go->End]]\n(link: 'Set')[(set: $b to false, $a to 2, $c to 3)(goto: 'Mid')]"
                    f"\n\n:: Mid\n(if: {written})[Yes.]\n[[On->End]] [[Off->End]]\n\n:: End\nOver.")
    assert f"when: {guard}\n" in made


def test_a_test_that_no_guard_can_say_leaves_the_option_open_and_marked() -> None:
    story = ':: Start\nA.\n<<if $bag.includes("rope")>>[[Climb|Up]]<</if>>\n[[Stay|Down]]\n\n:: Up\nUp.\n\n:: Down\nDown.'
    made = scenario(story)
    assert re.search(r'# Line 3: the test “\$bag\.includes\("rope"\)” could not be carried over\..*\n      climb:\n        text: Climb\n'
                     r"        goto: up", made)
    assert notes(story) == [("condition", 3)]


def test_a_passage_with_one_link_leads_on_by_itself() -> None:
    made = rules_of(imported(":: Start\nOnce.\n[[On|Next]]\n\n:: Next\nThen.\n[[Left|L]]\n[[Right|R]]\n\n:: L\nL.\n\n:: R\nR.").text)
    assert [type(node).__name__ for node in made.scenario.nodes.values()] == ["Chance", "Decision", "Terminal", "Terminal"]


def test_where_every_way_may_be_closed_the_story_ends_behind_a_gate() -> None:
    text = (":: Start\n[[Rich|Shop][$gold to 2]] [[Poor|Shop]]\n\n:: Shop\nA shop.\n<<if $gold gt 1>>[[Buy|Out]]\n[[Steal|Out]]<</if>>\n\n"
            ":: Out\nOut.")
    made = rules_of(imported(text).text)
    position = made.step(made.start(), "poor").after
    position = made.step(position, made.moves(position)[0]).after
    assert position.node == "shop-end" and not made.moves(position)


def test_a_circle_that_nobody_can_leave_asks_whether_to_go_on() -> None:
    made = imported(":: Start\nRound.\n[[On|Next]]\n\n:: Next\nAnd round.\n[[Back|Start]]")
    assert "endless" in {note.key for note in made.notes}
    rules = rules_of(made.text)
    assert any(len(getattr(node, "options", ())) == 2 for node in rules.scenario.nodes.values())


def test_a_circle_of_jumps_asks_too() -> None:
    made = imported(":: Start\n<<goto 'Next'>>\n\n:: Next\n<<goto 'Start'>>")
    assert "endless" in {note.key for note in made.notes}
    rules_of(made.text)


def test_a_linked_passage_that_is_not_written_is_an_ending_to_write() -> None:
    story = ":: Start\n[[Here|A]]\n[[There|Nowhere]]\n\n:: A\nDone."
    assert "still to be written" in scenario(story) and ("unwritten", 3) in notes(story)


def test_html_and_markup_come_off() -> None:
    made = scenario(":: Start\n!Heading\n<p class=\"x\">A <b>''bold''</b> //word// &amp; more</p><script>alert(1)</script>\n"
                    "See http://example.org/x//y. <img src=\"a.png\">")
    assert "text: Heading\n" in made and "text: A bold word & more\n" in made and "alert" not in made
    assert "See http://example.org/x//y." in made


def test_what_lies_outside_the_subset_is_listed_with_its_line() -> None:
    story = (":: Start\n<<textbox '$n' ''>>\n<<for _i to 0; _i lt 3; _i++>>x<</for>>\n<<linkreplace 'more'>>Hidden.<</linkreplace>>\n"
             "[[$there]]\n[[Site|https://example.org]]\n<<set $list to [1, 2]>>\n<<back>>\n")
    assert notes(story) == [("macro", 2), ("macro", 3), ("revealed", 4), ("computed_link", 5), ("external", 6), ("assignment", 7),
                            ("macro", 8)]


def test_nothing_of_a_story_is_run(tmp_path: Path) -> None:
    there = tmp_path / "made"
    code = f"__import__('pathlib').Path({str(there)!r}).mkdir()"
    imported(f":: Start\n<<set $a to {code}>><<if {code}>>x<</if>><<script>>{code}<</script>><<= {code}>>\n[[Go|{code}]]")
    assert not there.exists()


def test_names_that_a_scenario_cannot_use_are_replaced_and_told() -> None:
    made = imported(":: Start\n<<set $class to 1>><<set $min to 2>>$class $min\n[[A|B][$class += 1]] [[C|B]]\n\n:: B\nOver.")
    assert origins(made.text) == {"class": "class_1", "min": "min_1"}
    assert [note.shown for note in made.notes if note.key == "renamed"] == ["$class", "$min"]
    rules_of(made.text)


def test_braces_in_a_text_do_not_become_variables() -> None:
    assert "A (set) of words." in scenario(":: Start\nA {set} of words.")
    assert "nowiki" not in scenario(":: Start\n<nowiki>{x} <<y>></nowiki> and words")


def test_an_imported_text_says_where_it_comes_from() -> None:
    made = rules_of(imported(":: StoryTitle\nA \"Title\": of\n\n:: Start\nWords.").text)
    block = made.scenario.nodes["start"].text[0]
    assert block.grade == "invention" and "A \"Title\": of" in block.invented[""]


def test_a_title_asked_for_counts() -> None:
    assert imported(":: Start\nWords.", title="My: own").text.count("My: own") >= 2


@pytest.mark.parametrize("story", ["<<set $day to 2>>第$day天。", '(set: $day to 2)第$day天。'], ids=["sugarcube", "harlowe"])
def test_a_value_ends_where_the_letters_of_its_name_end(story: str) -> None:
    assert "text: 第{day}天。" in scenario(f":: Start\n{story}\n[[A->Start]] [[B->End]]\n\n:: End\nOver.")


def test_the_words_of_links_stay_in_a_sentence_and_not_behind_it() -> None:
    made = scenario(":: Start\nYou may [[go east|A]] or [[west|B]] now.\nIt is late. [[Sleep|A]] | [[Wait|B]]\n\n:: A\nA.\n\n:: B\nB.")
    assert "text: You may go east or west now." in made and "text: It is late.\n" in made

"""The debrief of a deal: its words, its figures, the terminal, the printed report."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from game.authoring.loader import load
from game.core.rules import Rules
from game.debrief.compare import compare
from game.play.session import Session
from game.ui.compare_text import comparison_lines
from game.ui.deal_page import deal_pages
from game.ui.deal_text import TALL, WIDE, scatter
from game.ui.plot import Box, beside
from game.ui.report import html_report
from game.ui.wrap import cells

PACT = Path(__file__).parent / "scenarios" / "pact.yaml"
RECORD = "propose:ford=1,toll=1,guard=2"
POINT = "propose:ford=1,toll=2,guard=1"
POOR = "propose:ford=1,toll=0,guard=0"


@pytest.fixture(scope="module")
def pact():
    scenario = load(PACT).scenario
    assert scenario is not None
    return scenario


@pytest.fixture
def play(pact):
    def make(*moves):
        session = Session(Rules(pact), seed=1)
        for move in moves:
            session.play(move)
        return session
    return make


def page(session, language, **more):
    (found,) = deal_pages(session, language, **more)
    return found


def values(found):
    return {row.kind: row.values for row in found.values}


def test_a_scenario_without_a_bargain_shows_nothing(languages, played):
    session = played("keep", "wait")
    assert deal_pages(session, languages["en"]) == ()
    told = "\n".join(comparison_lines(session, compare(session), languages["en"]))
    assert languages["en"].t("deal.sources") not in told
    assert "<svg" not in html_report(session, compare(session), languages["en"])


def test_nothing_is_shown_before_the_ending(languages, play):
    assert deal_pages(play(), languages["en"]) == ()


def test_values_are_weights_times_worths(languages, play):
    found = values(page(play(POINT), languages["en"]))
    # 40 x 0.4 + 40 x 1 + 20 x 0.6 and 60 x 0.8 + 10 x 0 + 30 x 0.5
    assert found["yours"] == ("68.0", "63.0")
    assert found["record"] == ("40.0", "84.0")
    assert found["none"] == ("45.0", "40.0")


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_table_and_picture_says_that_the_weights_are_assumed(languages, code, play):
    found, basis = page(play(POOR), languages[code]), languages[code].t("deal.basis")
    for title in (found.title, found.values_title, found.swaps_title, found.clauses_title, found.points_title,
                  found.zones_title, found.plot.title, found.weights_title):
        assert basis in title


def test_words_come_first_and_hold_no_figures(languages, play):
    for move in (RECORD, POINT, POOR, "leave"):
        assert not re.search(r"\d", " ".join(page(play(move), languages["en"]).words))


def test_who_gained_is_told_for_yours_and_for_the_record(languages, play):
    told = page(play(POINT), languages["en"]).words
    assert told[0] == "Your treaty left both sides better off than no treaty would have."
    assert told[1] == "The record’s treaty left the guild better off than no treaty would have, and the town not."
    assert told[2] == "Beside the record’s treaty, yours gave the town more and the guild less."


def test_the_same_treaty_is_said_to_be_the_same_and_shares_one_mark(languages, play):
    found = page(play(RECORD), languages["en"])
    assert languages["en"].t("deal.as_record") in found.words
    assert ("yours", "record") in [mark.kinds for mark in found.plot.marks]


def test_what_was_left_on_the_table_is_measured_along_both_axes(languages, play):
    found = page(play(POOR), languages["en"])
    # from (36, 58): (68, 63) and (48, 78) lie on the frontier, with no less for the other side
    assert any("the town could have had 32.0 points more" in line for line in found.left)
    assert languages["en"].t("deal.left_both") in found.words
    assert page(play(POINT), languages["en"]).left == (languages["en"].t("deal.room_none"),)


def test_swaps_are_told_as_clauses_with_what_both_gain(languages, play):
    first, = page(play(POOR), languages["en"]).swaps
    assert first.clauses == ("The toll: No toll → The full toll", "The guard: No guard → The guild’s guard")
    assert first.gains == "The town +20.0, The guild +20.0"


def test_what_one_side_will_never_have_is_no_swap(languages, play):
    """A clause across the town's standing red line would better one side at no cost: it is not offered."""
    found = page(play(RECORD), languages["en"])
    assert found.swaps == () and found.swaps_note == languages["en"].t("deal.swaps_none")


def test_no_issue_alone_could_be_settled(languages, play):
    found = page(play(POINT), languages["en"])
    assert [text for _, text in found.zones] == ["none"] * 3
    assert languages["en"].t("deal.alone_none") in found.words


def test_without_a_treaty_only_no_deal_the_record_and_what_was_possible_are_shown(languages, play):
    found = page(play("leave"), languages["en"])
    assert found.words[0] == languages["en"].t("deal.no_treaty")
    assert set(values(found)) == {"none", "record", "nash", "ks"}
    assert found.swaps == () and found.left == () and found.swaps_note == ""
    assert len(found.plot.frontier) == 8
    assert found.heads[1] == languages["en"].t("deal.mark.record")


def test_other_weights_move_the_values_are_said_to_be_yours_and_leave_the_scenario_alone(languages, play):
    session = play(POINT)
    own, theirs = page(session, languages["en"]), page(session, languages["en"],
                                                       weights={"pact": {"town": {"toll": 0}}})
    assert values(theirs)["yours"] == ("46.7", "63.0")  # (40 x 0.4 + 20 x 0.6) / 60
    assert theirs.edited and "with your weights" in theirs.plot.title
    assert theirs.note == languages["en"].t("deal.note_yours") != own.note
    weight = next(item for item in theirs.weights if (item.side, item.issue) == ("town", "toll"))
    assert (weight.weight, weight.own) == (0, 40)
    assert page(session, languages["en"]) == own and not own.edited


def test_a_side_that_cares_for_nothing_does_no_harm(languages, play):
    found = page(play(POINT), languages["en"], weights={"pact": {"town": dict.fromkeys(("ford", "toll", "guard"), 0)}})
    assert values(found)["yours"][0] == "0.0"
    assert languages["en"].t("deal.explain.nowhere") in [text for _, text in found.points]


def test_figures_carry_their_grade_and_their_footnotes_go_on_counting(languages, play):
    session = play(POINT)
    before = deal_pages(session, languages["en"])[0].footnotes
    assert [(note.number, note.id) for note in before] == [(1, "claimed")]
    stake = page(session, languages["en"]).sides[0].stakes[0]
    assert stake.figures[0] == "Weight 40 of 100" and "left open: 70" in stake.figures[1]
    assert stake.why[0].marks == (1,) and stake.why[0].label.startswith(languages["en"].t("grade.model"))
    guard = page(session, languages["en"]).sides[1].stakes[2]
    assert "While The ford is “The town keeps the ford”" in guard.figures[2]


def test_both_languages_tell_the_same_figures(languages, play):
    one, two = (page(play(POOR), languages[code]) for code in ("en", "zh"))
    assert values(one) == values(two) and one.plot.frontier == two.plot.frontier
    assert [len(swap.clauses) for swap in one.swaps] == [len(swap.clauses) for swap in two.swaps]
    assert len(one.words) == len(two.words) and not re.search("[A-Za-z]", " ".join(two.words))


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("width", [44, 88])
def test_the_terminal_shows_all_of_it_and_no_line_is_too_wide(languages, code, width, play):
    session = play(POOR)
    lines = comparison_lines(session, compare(session), languages[code], width)
    assert max(cells(line, code == "zh") for line in lines) <= width
    told, found = "\n".join(lines), page(session, languages[code])
    for text in (found.values_title, found.plot.title, found.swaps_title, found.sources_title):
        assert text[:30] in told


@pytest.mark.parametrize("move", [RECORD, POINT, POOR, "leave"])
def test_the_picture_of_characters_marks_every_point_and_stays_small(languages, move, play):
    found = page(play(move), languages["en"])
    lines = scatter(found.plot, WIDE, TALL - 2)
    assert len(lines) <= TALL - 2 and max(map(len, lines)) <= WIDE
    drawn = "\n".join(line[6:] for line in lines[:-2])
    assert ("#" in drawn) == (move == POOR)  # elsewhere yours shares its place with another mark
    assert drawn.count(".") >= 5 and ("*" in drawn or move == "leave") and all(ord(char) < 128 for char in drawn)
    upper = next(place for place, line in enumerate(lines) if "X" in line)
    assert lines[upper].count("-") > 20, "the level line of no agreement runs through its mark"


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.used, self.shapes = [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.used += re.findall(r"url\(#([^)]+)\)", " ".join(value or "" for value in found.values()))
        self.used += (found.get("aria-labelledby") or "").split()
        self.shapes.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("move", [POOR, "leave"])
def test_the_report_holds_the_picture_whole_and_escaped(languages, move, play):
    session = play(move)
    html = html_report(session, compare(session), languages["en"], (languages["zh"],))
    reader = Reader()
    reader.feed(html)
    assert reader.open == [] and len(set(reader.ids)) == len(reader.ids)
    assert set(reader.used) <= set(reader.ids) and reader.used
    assert {"svg", "polyline", "pattern", "details"} <= set(reader.shapes)
    assert "http" not in html.replace("http-equiv", "") and languages["zh"].t("deal.sources") in html
    assert html == html_report(session, compare(session), languages["en"], (languages["zh"],))


def test_the_footnotes_of_the_figures_are_among_the_sources_of_the_report(languages, play):
    session = play(POOR)
    html = html_report(session, compare(session), languages["en"])
    marks = set(re.findall(r'href="#(en-n\d+)"', html))
    assert marks and all(f'id="{mark}"' in html for mark in marks)
    assert "Annals, p. 12" in html


def test_labels_neither_cover_each_other_nor_leave_the_field():
    field = Box(0, 0, 400, 300)
    spots = [(200, 20), (206, 24), (212, 22), (10, 290), (395, 5)]
    boxes = beside(spots, [(120, 16)] * 5, field, 12)
    for number, box in enumerate(boxes):
        assert 0 <= box.x <= 280 and 0 <= box.y <= 284
        assert all(box.shared(other) == 0 for other in boxes[number + 1:])
        assert not any(box.holds(spot) for spot in spots)

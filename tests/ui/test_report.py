"""The HTML report: one file that is whole, safe, printable, the same every time."""

import re
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from game.analysis.odds import Tally
from game.debrief.compare import compare
from game.ui.report import html_report

VOID = {"meta", "br"}
ODDS = Tally({}, {"ferry": {0: Fraction(1, 4), 1: Fraction(1, 2), 2: Fraction(1, 4)}}, 4)


class Reader(HTMLParser):
    """Notes tags, ids and links, and complains of what is not closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.ids, self.links, self.sources, self.text = [], [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        self.sources += [value for name, value in attrs if name in ("src", "srcset", "action", "data", "poster")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def report(session, *languages, **more):
    return html_report(session, compare(session), languages[0], languages[1:], **more)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_report_is_well_formed_and_holds_every_section(languages, code, played):
    language = languages[code]
    html = report(played("keep", "wait"), language, odds=ODDS)
    reader = read(html)
    assert html.startswith("<!DOCTYPE html>")
    assert f'<html lang="{"zh-Hans" if code == "zh" else "en"}">' in html
    text = "".join(reader.text)
    for key in ("compare.treaty", "compare.path", "compare.dimensions", "compare.figures", "compare.odds_title",
                "compare.readings", "compare.perspectives", "compare.sources", "report.legend", "report.your_ending"):
        assert text.count(language.t(key)) >= 2, f"{key}: in the contents and as a heading"


def test_texts_are_escaped(languages, played):
    reader = read(report(played("keep", "wait"), languages["en"]))
    assert "script" not in reader.tags
    assert "<script>alert(1)</script>" in "".join(reader.text)


def test_nothing_is_loaded_and_every_link_stays_in_the_file(languages, played):
    html = report(played("share", "hold"), languages["en"], languages["zh"])
    reader = read(html)
    assert reader.sources == [] and "link" not in reader.tags
    assert not re.search(r"url\(|@import", html)
    assert reader.links and all(link.startswith("#") and link[1:] in reader.ids for link in reader.links)
    assert len(set(reader.ids)) == len(reader.ids)


def test_every_footnote_mark_leads_to_its_source(languages, played):
    html = report(played("share", "hold"), languages["en"])
    reader = read(html)
    notes = [name for name in reader.ids if re.fullmatch(r"en-n\d+", name)]
    assert {f"#{name}" for name in notes} <= set(reader.links)
    assert "Chronicle, p. 4" in html and languages["en"].t("sources.external") in html


def test_the_same_play_gives_the_same_bytes_and_another_play_others(languages, played):
    one, two = report(played("share", "hold"), languages["en"]), report(played("share", "hold"), languages["en"])
    assert one == two
    assert one != report(played("share", "drop"), languages["en"])


def test_what_differs_is_told_in_words_not_by_colour_alone(languages, played):
    text = "".join(read(report(played("keep", "wait"), languages["en"])).text)
    assert languages["en"].t("compare.differs") in text and "≠" in text
    assert languages["en"].t("compare.uncounted") in text

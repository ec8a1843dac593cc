"""The page for review: nothing is missing from it, nothing in it is markup of an author, and it prints."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from game import resources
from game.authoring.loader import load
from game.cli import main
from game.core.inventory import Kind, texts
from game.core.model import Scenario
from game.ui.language import Language
from game.ui.review_html import review_html
from game.ui.review_page import review_page
from game.ui.review_style import css_string, page_rules
from game.ui.review_values import ReviewPage
from tests.authoring.test_overlay import FERRY
from tests.browser import chromium

VOID = {"meta", "wbr", "br"}


class Reader(HTMLParser):
    """Reads a page: its text, ids, links, and whether every element is closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        assert self.open == []
        self.text = "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def made(scenario: Scenario, *languages: Language) -> tuple[ReviewPage, str]:
    page = review_page(scenario, languages)
    return page, review_html(page, languages)


def folder(name: str) -> Scenario:
    scenario = load(resources.scenarios() / name).scenario
    assert scenario is not None
    return scenario


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mongolia-1945", "moscow-table", "_template"])
def test_every_text_of_a_scenario_is_on_the_page_in_both_languages(name: str, languages: Mapping[str, Language]) -> None:
    scenario = folder(name)
    page, html = made(scenario, languages["en"], languages["zh"])
    told = Reader(html)
    for text in texts(scenario):
        for code in ("en", "zh"):
            assert text.words[code] in told.text, text.id
    pinned = {line.pin.id for chapter in page.chapters for section in chapter.sections for group in section.groups
              for line in group.lines}
    for text in texts(scenario):
        if text.kind is not Kind.BASIS:
            assert any(text.id == pin or (pin and text.id.endswith(f".{pin}")) for pin in pinned), text.id


def test_numbers_are_unique_and_rise_within_a_section(languages: Mapping[str, Language]) -> None:
    page, _ = made(folder("moscow-table"), languages["en"])
    everything = []
    for chapter in page.chapters:
        for section in chapter.sections:
            numbers = [line.pin.number for group in section.groups for line in group.lines if line.pin.number]
            places = [int(number.partition(".")[2]) for number in numbers]
            assert places == sorted(set(places)) and all(number.startswith(f"{section.number}.") for number in numbers)
            everything += numbers
    assert len(everything) == len(set(everything)) > 300


def test_links_lead_somewhere_and_nothing_is_fetched(languages: Mapping[str, Language]) -> None:
    _, html = made(folder("moscow-table"), languages["zh"])
    told = Reader(html)
    assert len(told.ids) == len(set(told.ids))
    assert told.links and all(link.startswith("#") and link[1:] in told.ids for link in told.links)
    assert not {"script", "img", "link", "iframe"} & set(told.tags) and "@import" not in html and "url(" not in html


def test_the_same_scenario_gives_the_same_bytes(languages: Mapping[str, Language]) -> None:
    assert made(folder("_template"), languages["en"])[1] == made(folder("_template"), languages["en"])[1]


def test_guards_effects_and_grades_are_told(languages: Mapping[str, Language]) -> None:
    said = Reader(made(folder("_template"), languages["en"])[1]).text
    for words in ("For teachers and reviewers only.", "Open only if", "The town’s money – standing is below “full (4)”",
                  "purse < 4", "The town across the river – standing: 1 more – they see that we mean it (documented)",
                  "Our estimate · likely · low confidence – Because: whoever pays is listened to",
                  "agrees – weight 1 + trust – on record", "→ 2 The answer", "holds 0 to 4, begins at “correct"[:20],
                  "Invented, as is the town: a placeholder for your own source, p. 1"):
        assert words in said, words


HOSTILE = "</style><script>alert('x')</script>\" onload=\"y"


def test_hostile_text_stays_text(tmp_path: Path, languages: Mapping[str, Language]) -> None:
    wild = FERRY.replace("title: The ferry", f"title: {HOSTILE!r}".replace("\\'", "''")).replace(
        "text: Lend it.", "text: '<img src=x onerror=y>&amp;'").replace("why: he is glad", "why: '<b>'")
    (tmp_path / "scenario.yaml").write_text(wild, encoding="utf-8")
    scenario = load(tmp_path).scenario
    assert scenario is not None
    _, html = made(scenario, languages["en"], languages["zh"])
    told = Reader(html)
    assert "script" not in told.tags and "img" not in told.tags
    assert "<img src=x onerror=y>&amp;" in told.text and scenario.title["en"] in told.text
    assert html.count("</style>") == 1


@pytest.mark.parametrize("text", ['a"b', "</style>", "\\", "line\nbreak", "二十年", "}{;"])
def test_a_running_head_cannot_leave_its_string(text: str) -> None:
    inside = css_string(text)[1:-1]
    read = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), inside)
    assert read == text and not set('"\n<>{};') & set(inside)


def test_pages_have_numbers_running_heads_and_the_paper_asked_for() -> None:
    rules = page_rules("letter", "The ferry", ["One", "Two"])
    assert "size: letter" in rules and "counter(page)" in rules and 'content: "Two"' in rules and "#c1 { page: c1; }" in rules
    assert "size: A4" in page_rules("a4", "x", [])


@pytest.mark.parametrize("arguments", [(), ("--lang", "zh"), ("--lang", "both", "--remarks"), ("--paper", "letter")])
def test_the_command_writes_one_file(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                     capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    out = tmp_path / "审 阅.html"
    assert main(["print", str(resources.scenarios() / "_template"), "--out", str(out), *arguments]) == 0
    assert str(out) in capsys.readouterr().out
    html = out.read_text(encoding="utf-8")
    told = Reader(html)
    both = "both" in arguments
    assert ("样本镇" in told.text) == ("zh" in arguments or both) and ("Sampleford" in told.text) == ("zh" not in arguments)
    assert f'<article class="review{" two remarks" if both else ""}">' in html


def test_without_a_name_the_file_is_called_after_the_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["print", str(resources.scenarios() / "_template")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["_template-review.html"]


def test_what_cannot_be_written_or_found_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["print", str(resources.scenarios() / "_template"), "--out", str(tmp_path / "no" / "x.html")]) == 2
    assert main(["print", "nowhere"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 2 and "Traceback" not in said and "x.html" in said and "nowhere" in said


@pytest.mark.slow
def test_a_browser_prints_it_page_by_page(tmp_path: Path, lacking: Callable[[str], None],
                                          languages: Mapping[str, Language]) -> None:
    browser = chromium()
    if browser is None:
        lacking("needs Chromium")
    page = tmp_path / "page.html"
    page.write_text(made(folder("_template"), languages["en"], languages["zh"])[1], encoding="utf-8")
    done = subprocess.run(
        [browser or "", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'page.pdf'}", page.as_uri()],
        capture_output=True, timeout=120)
    assert done.returncode == 0
    pages = len(re.findall(rb"/Type /Page\b", (tmp_path / "page.pdf").read_bytes()))
    assert 6 <= pages <= 25, "cover, contents, the story and the appendix each begin a page"

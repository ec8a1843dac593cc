"""The catalogue of codes: complete in both languages, its examples true, its reference in step."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from game import resources
from game.authoring.catalogue import Saying, catalogue, examples, languages
from game.authoring.code_page import page, reference
from game.cli import main
from tests.authoring.framing import tried

CODES = sorted(catalogue("en").entries)
HAN = re.compile(r"[\u4e00-\u9fff]")


def fields(saying: Saying) -> set[str]:
    """The arguments a sentence and its hint are filled with."""
    return {str(name) for _, name, *_ in Formatter().parse(saying.text + saying.hint) if name}


def test_there_are_two_languages_of_equal_rights() -> None:
    assert languages() == ["en", "zh"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_told_alike_in_both_languages(code: str) -> None:
    one, two = (catalogue(language).entries[code] for language in ("en", "zh"))
    assert {variant: fields(said) for variant, said in one.says.items()} == \
        {variant: fields(said) for variant, said in two.says.items()}
    assert {variant for variant, said in one.says.items() if said.hint} == \
        {variant for variant, said in two.says.items() if said.hint}
    for entry in (one, two):
        assert len(entry.why) > 15 and len(entry.do) > 8, "a page says why it matters and what to do"
    assert all(HAN.search(text) for text in (two.title, two.why, two.do, *(said.text for said in two.says.values()
                                                                           if said.text != "{reason}")))


def test_words_and_terms_are_the_same_in_both_languages() -> None:
    one, two = catalogue("en"), catalogue("zh")
    assert set(one.entries) == set(two.entries) and set(one.words) == set(two.words) and set(one.terms) == set(two.terms)


def test_chinese_keeps_to_common_characters() -> None:
    text = (resources.assets() / "codes" / "zh.yaml").read_text(encoding="utf-8")
    rare = {char for char in text if HAN.match(char)
            and not (len(code := char.encode("gb2312", "ignore")) == 2 and 0xB0 <= code[0] <= 0xD7)}
    assert not rare


def test_every_code_has_an_example() -> None:
    assert set(examples()) == set(CODES)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", sorted(examples()))
def test_the_wrong_example_provokes_the_code_and_the_right_one_nothing(code: str, language: str, tmp_path: Path) -> None:
    example = examples()[code]
    wrong = tried(tmp_path / "wrong", example.wrong, example, language)
    assert code in {fault.code for fault in wrong.faults}
    right = tried(tmp_path / "right", example.right, example, language)
    assert [fault.code for fault in right.faults] == []


@pytest.mark.parametrize(("language", "file"), [("en", "codes.md"), ("zh", "codes.zh.md")])
def test_the_reference_is_what_the_command_prints(language: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--all", "--lang", language]) == 0
    printed = capsys.readouterr().out
    assert printed == reference(language)
    assert (resources.scenarios() / file).read_text(encoding="utf-8") == printed, \
        f"write it anew: python -m game explain --all --lang {language} > scenarios/{file}"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_says_what_it_means_why_and_what_to_do(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "w045", "--lang", language]) == 0
    shown = capsys.readouterr().out
    entry = catalogue(language).entries["W045"]
    assert shown == page("W045", language)
    assert all(part in shown for part in (entry.title, entry.why, entry.do)) and shown.count("```yaml") == 2


def test_an_unknown_code_is_refused_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "W45"]) == 2
    assert "did you mean W045?" in capsys.readouterr().err


def test_the_links_of_the_reference_lead_to_its_headings() -> None:
    for language in ("en", "zh"):
        text = reference(language)
        headings = {re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-")
                    for heading in re.findall(r"^## (.*)$", text, re.MULTILINE)}
        assert set(re.findall(r"\]\(#([^)]*)\)", text)) == headings

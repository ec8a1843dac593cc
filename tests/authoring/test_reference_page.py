"""The reference of the guide is held to the model: every shape, key, word and limit, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from game import resources
from game.authoring.key_reference import reference_of_keys
from game.authoring.reference_page import ENUMERATED, WALKTHROUGH, page_words, reference_page
from game.core.expressions import Expression
from game.play.walkthrough import WalkthroughFault, parse
from game.ui.language import Language
from tests.authoring.guide_pages import LANGUAGES, Author, author, path

__all__ = ["author"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_in_the_guide_is_what_the_program_prints(language: str, author: Author,
                                                          request: pytest.FixtureRequest) -> None:
    code, printed = author.types(f"python -m game schema --reference --lang {language}")
    assert code == 0 and printed == reference_page(language)
    file = path("reference", language)
    if request.config.getoption("--update-golden"):
        file.write_text(printed, encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == printed, "--update-golden writes it anew"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_has_a_title_and_every_key_a_row(language: str) -> None:
    page, titles = reference_page(language), page_words(language)["shapes"]
    sections = reference_of_keys(language)
    assert {section.shape for section in sections} == set(titles)
    parts = re.split(r"^## ", page, flags=re.MULTILINE)[2:]
    for section, part in zip(sections, parts, strict=False):
        assert part.startswith(f"{titles[section.shape]}\n")
        rows = re.findall(r"^\| \*{0,2}`([\w-]+)`\*{0,2} \|", part, re.MULTILINE)
        assert rows == [key.name for key in section.keys]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_list_are_those_of_the_model(language: str) -> None:
    for name, words in ENUMERATED.items():
        assert list(page_words(language)["chapters"][name]["words"]) == [word.value for word in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_word_is_shown_as_is_what_the_game_shows(language: str, languages: Mapping[str, Language]) -> None:
    chapters, spoken = page_words(language)["chapters"], languages[language]
    for chapter, key in (("grades", "grade"), ("likelihood", "likelihood")):
        for word, told in chapters[chapter]["words"].items():
            assert told["shown"] == spoken.t(f"{key}.{word}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_expressions_are_expressions(language: str) -> None:
    for _, _, example in page_words(language)["chapters"]["expressions"]["signs"]:
        assert Expression.parse(example).names


def test_the_two_languages_have_the_same_chapters() -> None:
    def bones(value: object) -> object:
        return {key: bones(item) for key, item in value.items()} if isinstance(value, dict) else type(value)

    assert bones(page_words("en")) == bones(page_words("zh"))
    with pytest.raises(KeyError):
        reference_page("xx")


def test_the_head_of_a_walkthrough_is_what_the_page_lists() -> None:
    assert parse("".join(f"{key}: {value}\n" for key, value in zip(WALKTHROUGH, ("a", "1", "branch", "b"), strict=True)))
    with pytest.raises(WalkthroughFault):
        parse("chance: 1\n")


def test_the_words_of_the_page_are_shipped() -> None:
    assert {file.stem for file in (resources.assets() / "reference").glob("*.yaml")} == set(LANGUAGES)

"""The author's guide is true: its links lead somewhere, its two languages say the same, what it shows of tables comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game import resources
from game.authoring import bargain_shape, node_shape
from game.authoring.diagnostics import CATALOGUE
from game.authoring.loader import load
from game.core.bargain import MAX_COUNTERS, MAX_PACKAGES, MAX_ROUNDS, Reply
from game.core.model import LEFT_RECORD
from game.core.rules import Rules
from game.core.texts import MISSING_FROM_GRADE, Grade, Likelihood
from tests.authoring.guide_pages import (
    GUIDE,
    LANGUAGES,
    TUTORIAL,
    Author,
    anchor,
    author,
    blocks,
    headings,
    is_piece,
    links,
    path,
    sections,
    told,
)

__all__ = ["author"]

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README", "tutorial", "tables", "cookbook", "honesty", "reference")
EXAMPLE, ANSWERS, KEYS, RECORD, WRONG, LIMITS = 1, 2, 3, 5, 6, 7
"""The sections of the chapter on tables, by their place."""


def text_of(place: int, language: str) -> str:
    """Returns a section of the chapter on tables as it is written."""
    whole = path("tables", language).read_text(encoding="utf-8")
    return re.split(r"^## ", whole, flags=re.MULTILINE)[place + 1]


@pytest.fixture
def car(author: Author) -> Path:
    """The pieces of the worked example, one after another, as a scenario folder."""
    pieces = [block.text for block in sections("tables", author.language)[EXAMPLE].blocks]
    assert len(pieces) == 5
    folder = author.folder / "used-car"
    folder.mkdir()
    (folder / "scenario.yaml").write_text("".join(pieces), encoding="utf-8")
    return folder


@pytest.fixture
def rules(car: Path) -> Rules:
    loaded = load(car)
    assert loaded.scenario is not None and not loaded.diagnostics
    return Rules(loaded.scenario)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str, language: str) -> None:
    file = path(page, language)
    for link in links(file.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        name, _, place = link.partition("#")
        target = (file.parent / name).resolve() if name else file
        assert target.exists(), f"{file.name}: {link}"
        if place:
            found = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert place in {anchor(title) for title in found}, f"{file.name}: {link}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_bones_in_both_languages(page: str) -> None:
    english, chinese = headings(page, "en"), headings(page, "zh")
    assert [level for level, _ in english] == [level for level, _ in chinese]
    kinds = [[block.kind for block in blocks(path(page, language).read_text(encoding="utf-8"))] for language in LANGUAGES]
    assert kinds[0] == kinds[1]
    for language, other in zip(LANGUAGES, reversed(LANGUAGES), strict=True):
        first = path(page, language).read_text(encoding="utf-8")[:400]
        assert f"({path(page, other).name})" in first, "the page links to itself in the other language"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_grades_are_told_with_what_each_must_carry(language: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)`[^|]*\|[^|]*\| (.*?) \|$", path("tutorial", language).read_text(encoding="utf-8"),
                           re.MULTILINE))
    assert {grade.value for grade in Grade} <= set(rows)
    for grade, needs in MISSING_FROM_GRADE.items():
        for need in needs:
            assert f"`{need.removeprefix('two ')}`" in rows[grade.value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_likelihood_are_told_least_likely_first(language: str) -> None:
    told_words = re.findall(r"^\| `([\w-]+)` \|", path("honesty", language).read_text(encoding="utf-8"), re.MULTILINE)
    assert told_words == [word.value for word in Likelihood]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_chapter_on_honesty_quotes_stands_in_the_tutorial(language: str) -> None:
    folder = TUTORIAL / "steps" / ("zh" if language == "zh" else "")
    (step,) = folder.glob("09-*.yaml")
    whole = step.read_text(encoding="utf-8")
    pieces = list(blocks(path("honesty", language).read_text(encoding="utf-8")))
    assert pieces and all(is_piece(block.text, whole) for block in pieces)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_can_be_parted_as_the_guide_says(language: str, tmp_path: Path) -> None:
    (include,) = (block.text for block in blocks(path("README", language).read_text(encoding="utf-8")) if block.kind == "yaml")
    whole = (TUTORIAL / "scenario.yaml").read_text(encoding="utf-8")
    head, works, rest = re.split(r"^(?=works:|people:)", whole, flags=re.MULTILINE)
    people, nodes = re.split(r"^(?=nodes:)", rest, flags=re.MULTILINE)
    people, start = people.replace("start: ditch\n", ""), "start: ditch\n"
    (tmp_path / "acts").mkdir()
    (tmp_path / "scenario.yaml").write_text(head + people + start + include, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(works, encoding="utf-8")
    (tmp_path / "acts" / "1.yaml").write_text(nodes, encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.scenario is not None and not loaded.diagnostics, loaded.diagnostics


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codes_that_the_guide_names_exist(language: str) -> None:
    for page in PAGES:
        found = set(re.findall(r"\b[EWN]\d{3}\b", path(page, language).read_text(encoding="utf-8")))
        assert found <= set(CATALOGUE), page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_has_no_fault(language: str, car: Path, author: Author) -> None:
    code, printed = author.types("python -m game validate used-car")
    assert code == 0 and printed.strip() in text_of(EXAMPLE, language), "the page says what validate answers"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_answers_is_what_the_program_answers(language: str, rules: Rules) -> None:
    rows = re.findall(r"^\| (\d) \| price (\d), brakes (\d), handover (\d) \| (\d+) \| (\d+) \| (\S+) \| (\w+) \|$",
                      text_of(ANSWERS, language), re.MULTILINE)
    assert len(rows) == 3
    position = rules.step(rules.start(), "none").after
    talks = rules.talks["talks"]
    for number, (round_, price, brakes, handover, points, asks, short, answer) in enumerate(rows, 1):
        move = f"propose:price={price},brakes={brakes},handover={handover}"
        assert (int(round_), rules.record_move(position)) == (number, move), "the table is the record"
        package = talks.read(move, position.values)
        assert package is not None
        assert talks.bench.value(package) == int(points) * talks.side.total
        assert talks.terms(position.values).aspiration == int(asks)
        assert short == (str(int(asks) - int(points)) if int(points) < int(asks) else "–")
        found = rules.answer(position, move)
        assert found.reply.name.lower() == answer
        if found.reply is Reply.COUNTER:
            assert found.counter == (2, 1, 1)
        position = rules.step(position, move).after
    assert (position.node, rules.value(position, LEFT_RECORD)) == ("sold", 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_walkthrough_of_the_guide_can_be_replayed(language: str, car: Path, author: Author) -> None:
    (found,) = (block for block in sections("tables", language)[RECORD].blocks if block.kind == "text")
    file = car / "walkthroughs" / "record.txt"
    file.parent.mkdir()
    file.write_text(found.text, encoding="utf-8")
    code, shown = author.types("python -m game replay used-car/walkthroughs/record.txt")
    assert code == 0
    for said in {"en": ("Not at that price.", "You shake hands."), "zh": ("这个价钱不行。", "你们握了手。")}[language]:
        assert said in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fault_that_is_shown_is_what_validate_prints(language: str, author: Author,
                                                         request: pytest.FixtureRequest) -> None:
    bad = Path(__file__).parent / "bad" / "E053-a-reservation-must-be-bounded.yaml"
    (author.folder / "car.yaml").write_text(bad.read_text(encoding="utf-8"), encoding="utf-8")
    code, printed = author.types("python -m game validate car.yaml")
    (shown,) = (block for block in sections("tables", language)[WRONG].blocks if block.kind == "text")
    assert code == 1
    told(request, path("tables", language), shown, printed, whole=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapter_on_tables_names_every_key(language: str) -> None:
    named = text_of(KEYS, language)
    shapes = [value for value in vars(bargain_shape).values() if isinstance(value, type) and hasattr(value, "model_fields")]
    shapes += [node_shape.TableIn, node_shape.OutcomeIn, node_shape.OutcomesIn, node_shape.ProceedingsIn]
    keys = {info.alias or name for shape in shapes for name, info in shape.model_fields.items()}
    assert len(keys) > 30
    assert {key for key in keys if not re.search(rf"(?<![a-z_]){key}(?![a-z_])", named)} <= {"act", "place"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapter_on_tables_names_every_code_and_limit(language: str) -> None:
    codes = set(re.findall(r"^\| (E\d+) \|", text_of(WRONG, language), re.MULTILINE))
    assert {code for code in CATALOGUE if code.startswith("E05")} <= codes <= set(CATALOGUE)
    for number in (MAX_PACKAGES, MAX_ROUNDS, MAX_COUNTERS):
        assert f"**{number:,}**" in text_of(LIMITS, language)


def test_every_page_of_the_guide_is_in_the_table_of_contents() -> None:
    for language in LANGUAGES:
        contents = path("README", language)
        linked = {(contents.parent / link).resolve() for link in links(contents.read_text(encoding="utf-8"))}
        pages = {file.resolve() for file in GUIDE.glob("*.md") if (".zh." in file.name) == (language == "zh")}
        assert pages <= linked


def test_the_readme_points_to_the_guide() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(scenarios/README.md)" in readme and "(scenarios/README.zh.md)" in readme
    assert resources.scenarios() / "README.md" == ROOT / "scenarios" / "README.md"

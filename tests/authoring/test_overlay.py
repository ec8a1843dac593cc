"""Translation files beside a scenario: what they change, what is wrong with them, and that they read back as written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.authoring.diagnostics import CATALOGUE
from game.authoring.loader import Loaded, load
from game.authoring.overlay import LANGUAGE, Entry
from game.authoring.overlay_text import Row, overlay_text
from game.authoring.quoting import comment, quoted
from game.authoring.source import parse
from game.core.inventory import texts

FERRY = """\
format: 1
title: The ferry
languages: [en]
parties: {you: {name: The headman}}
variables: {trust: {start: 1, min: 0, max: 3, seen_by: all}}
start: first
nodes:
  first:
    question: "Do you lend it?  Trust stands at {trust}."
    options:
      lend: {text: Lend it., goto: done, effects: [{add: {trust: 1}, why: he is glad}]}
      keep: {text: Keep it., goto: done}
  done: {ending: done, text: It is settled.}
"""
WHOLE = """\
language: zh
from: en
texts:
  first.question.0: {en: "Do you lend it?  Trust stands at {trust}.", zh: "借给他吗？信任为{trust}。"}
  first.options.lend.text.0: {en: Lend it., zh: 借给他。}
  first.options.lend.effects.0.why: {en: he is glad, zh: 他很高兴}
  first.options.keep.text.0: {en: Keep it., zh: 不借。}
  done.text.0: {en: It is settled., zh: 事情定了。}
  title: {en: The ferry, zh: 渡船}
  parties.you.name: {en: The headman, zh: 村长}
"""
any_text = st.text(st.characters(exclude_categories=("Cs",)))


def beside(folder: Path, translation: str, name: str = "zh.yaml", scenario: str = FERRY) -> Loaded:
    (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
    (folder / name).write_text(translation, encoding="utf-8")
    return load(folder)


def found(loaded: Loaded) -> list[tuple[str, int, int]]:
    return [(fault.code, fault.mark.line, fault.mark.column) for fault in loaded.diagnostics
            if fault.mark.file.endswith("zh.yaml") or fault.code not in CATALOGUE]


def test_a_whole_translation_makes_the_scenario_bilingual_and_leaves_its_file_alone(tmp_path: Path) -> None:
    loaded = beside(tmp_path, WHOLE)
    assert loaded.diagnostics == () and loaded.scenario is not None and loaded.own is not None
    assert loaded.scenario.languages == ("en", "zh") and loaded.own.languages == ("en",)
    assert {text.id: text.words["zh"] for text in texts(loaded.scenario)}["done.text.0"] == "事情定了。"
    assert all(text.words["en"] == own.words["en"]
               for text, own in zip(texts(loaded.scenario), texts(loaded.own), strict=True))
    assert loaded.scenario.digest == loaded.own.digest, "a translation does not make old saves another scenario's"
    assert (tmp_path / "scenario.yaml").read_text(encoding="utf-8") == FERRY


def test_a_translation_wins_over_the_authors_own_words(tmp_path: Path) -> None:
    both = FERRY.replace("languages: [en]", "languages: [en, zh]").replace("text: It is settled.", "text: {text: {en: It is settled., zh: 定了。}}")
    loaded = beside(tmp_path, "language: zh\nfrom: en\ntexts: {done.text.0: 事情定下来了。}\n", scenario=both)
    assert loaded.scenario is not None and loaded.own is not None
    last = [{text.id: text for text in texts(book)}["done.text.0"].words["zh"] for book in (loaded.own, loaded.scenario)]
    assert last == ["定了。", "事情定下来了。"] and found(loaded) == []


def test_an_unfinished_translation_is_a_warning_and_the_rest_is_shown_in_the_authors_language(tmp_path: Path) -> None:
    loaded = beside(tmp_path, WHOLE.replace("zh: 渡船", 'zh: ""').replace("zh: 村长", "zh: "))
    assert [fault.code for fault in loaded.diagnostics] == ["W062"]
    assert "2 of 7 texts" in loaded.diagnostics[0].message
    assert loaded.scenario is not None and loaded.scenario.languages == ("en",)
    assert loaded.scenario.title["zh"] == "The ferry" and loaded.scenario.nodes["done"].text[0].words["zh"] == "事情定了。"  # type: ignore[union-attr]


@pytest.mark.parametrize(("old", "new", "code", "at"), [
    ("done.text.0: {", "done.txet.0: {", "W060", "事情定了。"),
    ("en: It is settled.", "en: It was settled.", "W061", "事情定了。"),
    ("信任为{trust}。", "信任为{turst}。", "E061", '"借给他吗？'),
    ("zh: 他很高兴", 'zh: "他很{trust}高兴"', "E061", '"他很'),
    ("language: zh", "language: ja", "E060", "language: ja"),
    ("from: en", "form: en", "E060", "form:"),
    ("zh: 渡船", "zh: 渡船, ja: 渡し船", "E060", "ja: 渡し船"),
    ("zh: 渡船", "zh: [渡船]", "E060", "title: {en"),
    ("from: en", "from: [en]", "E060", "from: [en]"),
])
def test_a_fault_of_a_translation_is_told_at_its_place(old: str, new: str, code: str, at: str, tmp_path: Path) -> None:
    wrong = WHOLE.replace(old, new)
    assert WHOLE.count(old) == 1 and wrong.count(at) == 1
    before = wrong[:wrong.index(at)]
    place = (code, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    loaded = beside(tmp_path, wrong)
    assert place in found(loaded)
    assert (loaded.scenario is None) == code.startswith("E") and loaded.own is not None


def test_an_unknown_text_gets_a_suggestion(tmp_path: Path) -> None:
    fault = beside(tmp_path, WHOLE.replace("done.text.0:", "done.txet.0:")).diagnostics[1]
    assert fault.code == "W060" and fault.hint == "did you mean 'done.text.0'?"


def test_texts_that_are_no_mapping_are_told(tmp_path: Path) -> None:
    assert ("E060", 2, 1) in found(beside(tmp_path, "language: zh\ntexts: [a, b]\n"))


def test_a_stale_translation_without_its_placeholder_is_not_shown(tmp_path: Path) -> None:
    loaded = beside(tmp_path, WHOLE, scenario=FERRY.replace("Trust stands at {trust}.", "He waits."))
    assert {fault.code for fault in loaded.diagnostics} == {"W061", "W062"}
    assert loaded.scenario is not None
    assert loaded.scenario.decision("first").question[0].words["zh"] == "Do you lend it?  He waits."


def test_a_translation_that_is_not_yaml_is_told_and_the_scenario_waits(tmp_path: Path) -> None:
    loaded = beside(tmp_path, "language: zh\ntexts: {a: 'b\n")
    assert [fault.code for fault in loaded.diagnostics] == ["E003"] and loaded.scenario is None


@pytest.mark.parametrize("name", ["map.yaml", "notes.yaml", "ZH.yaml", "zh.yml", "z.yaml"])
def test_other_files_beside_a_scenario_are_none_of_its_business(name: str, tmp_path: Path) -> None:
    other = WHOLE if name in ("notes.yaml", "ZH.yaml", "zh.yml", "z.yaml") else "map: {a: [1\n"
    loaded = beside(tmp_path, other, name)
    assert loaded.diagnostics == () and loaded.overlays == ()


def test_an_included_file_is_no_translation_whatever_it_is_called(tmp_path: Path) -> None:
    included = FERRY.replace("start: first", "include: [map.yaml]\nstart: first")
    loaded = beside(tmp_path, "glossary: {ferry: {term: Ferry, text: A boat.}}\n", "map.yaml", included)
    assert loaded.diagnostics == () and loaded.overlays == ()


@pytest.mark.parametrize(("code", "is_one"), [
    ("ja", True), ("zh-Hant", True), ("pt-BR", True), ("zh-Hant-TW", True), ("haw", True), ("english", False),
    ("EN", False), ("e", False), ("zh_TW", False), ("../ja", False), ("", False)])
def test_a_language_is_written_as_in_bcp_47(code: str, is_one: bool) -> None:
    assert bool(LANGUAGE.fullmatch(code)) == is_one


@given(any_text)
def test_a_quoted_text_reads_back_as_the_same_text(text: str) -> None:
    source = parse(f"key: {quoted(text)}\n".encode(), "x")
    assert source.faults == [] and source.data == {"key": text}


@given(any_text)
def test_a_comment_stays_on_its_line(text: str) -> None:
    assert parse(f"# {comment(text)}\nkey: word\n".encode(), "x").data == {"key": "word"}


names = any_text.filter(bool) | any_text.filter(bool).map(lambda name: name * 1200)
entries = st.dictionaries(names, st.tuples(any_text, any_text), max_size=4)


@given(entries, any_text)
def test_a_translation_file_reads_back_as_it_was_written(given_entries: dict[str, tuple[str, str]], note: str) -> None:
    rows = [Row(name, now, Entry(words, "as it was"), (note,)) for name, (now, words) in given_entries.items()]
    source = parse(overlay_text("ja", "en", rows, {}, (note,), "now: {text}").encode(), "ja.yaml")
    assert source.faults == []
    assert source.data == {"language": "ja", "from": "en", "texts": {
        name: {"en": "as it was", "ja": words} for name, (_, words) in given_entries.items()}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 30), st.text(st.sampled_from("{}[]:,'\"#&*!|>-?%@ \n\tzhen渡\x07"), max_size=6))
def test_no_mutation_of_a_translation_raises(tmp_path: Path, place: int, length: int, instead: str) -> None:
    loaded = beside(tmp_path, WHOLE[:place] + instead + WHOLE[place + length:])
    assert loaded.own is not None and loaded.own.languages == ("en",)
    assert all(fault.said(language) for fault in loaded.diagnostics for language in ("en", "zh"))

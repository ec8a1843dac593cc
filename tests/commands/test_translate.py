"""The command ``translate``: what an author and a translator meet, from the first report to the file that comes back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import resources
from game.authoring.exchange import incoming, outgoing
from game.authoring.loader import load
from game.authoring.overlay import Entry, Overlay
from game.authoring.po import Message, Po, PoFault, po_text, read_po
from game.cli import main
from game.core.inventory import texts
from game.inspection import inspect
from tests.authoring.test_overlay import FERRY, WHOLE

WHEN = "2026-11-30 12:00+0000"
BOTH = """\
format: 1
title: {en: The ferry, zh: 渡船}
languages: [en, zh]
parties: {you: {name: {en: Headman, zh: 村长}}}
start: first
nodes:
  first:
    options:
      lend: {text: {en: Lend it., zh: 借给他。}, goto: done}
      keep: {text: {en: Keep it., zh: 不借。}, goto: done}
  done: {ending: done, text: [{text: {en: It is settled., zh: 事情定了。}}]}
"""
letters = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"))
some = letters.filter(bool)
messages = st.builds(Message, id=some, source=some, target=letters, fuzzy=st.booleans(),
                     previous=st.none() | letters, notes=st.tuples(letters), places=st.just((("a b.yaml", 3),)))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    folder = tmp_path / "渡 口"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(FERRY, encoding="utf-8")
    return folder


@pytest.fixture
def both(tmp_path: Path) -> Path:
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "scenario.yaml").write_text(BOTH, encoding="utf-8")
    return folder


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs ``translate``; returns the exit code and everything printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = main(["translate", *(str(argument) for argument in arguments)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out + printed.err

    return run


Said = Callable[..., tuple[int, str]]


def test_without_a_step_it_tells_how_far_each_language_is(ferry: Path, said: Said) -> None:
    (ferry / "zh.yaml").write_text(WHOLE.replace("zh: 渡船", "zh: ").replace("en: Keep it.", "en: Keep"), encoding="utf-8")
    code, out = said(ferry)
    rows = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert code == 1, "something is stale"
    assert rows["en"][-6:] == ["7", "7", "0", "0", "100", "%"]
    assert rows["zh"][-6:] == ["7", "6", "1", "1", "85", "%"]
    assert "1 missing · 1 stale" in out.splitlines()[-1] and said(ferry, "status") == (code, out)


def test_the_report_may_be_chinese(ferry: Path, said: Said) -> None:
    assert said(ferry, "status", "--lang", "zh")[1].startswith("语言")


def test_an_accepted_scenario_has_nothing_stale_until_one_language_changes(both: Path, said: Said) -> None:
    assert said(both, "accept") == (0, "5 texts accepted\n")
    assert said(both, "list") == (0, "0 of 5 texts are stale\n")
    file = both / "scenario.yaml"
    file.write_text(BOTH.replace("Keep it.", "Keep the boat."), encoding="utf-8")
    code, out = said(both, "list")
    assert code == 1 and out.splitlines() == [
        "first.options.keep.text.0: changed in en, not in zh", "1 of 5 texts is stale"]
    assert said(both)[0] == 1
    assert said(both, "--accept")[0] == 0, "the spelling of version 0.1.0"
    assert said(both, "list")[0] == 0


def test_extract_writes_every_text_with_its_source_and_leaves_the_authors_file_alone(ferry: Path, said: Said) -> None:
    code, out = said(ferry, "extract", "--lang", "ja")
    assert code == 0 and "7 of 7 texts" in out
    assert (ferry / "scenario.yaml").read_text(encoding="utf-8") == FERRY
    loaded = load(ferry)
    (overlay,) = loaded.overlays
    assert loaded.own is not None and [fault.code for fault in loaded.diagnostics] == ["W062"]
    assert {name: entry.source for name, entry in overlay.entries.items()} == {
        text.id: text.words["en"] for text in texts(loaded.own)}
    assert main(["validate", str(ferry)]) == 0


def test_extract_again_keeps_what_is_done_and_puts_aside_what_is_gone(ferry: Path, said: Said) -> None:
    (ferry / "zh.yaml").write_text(WHOLE, encoding="utf-8")
    gone = FERRY.replace("      keep: {text: Keep it., goto: done}\n", "      wait: {text: Wait., goto: done}\n")
    (ferry / "scenario.yaml").write_text(gone, encoding="utf-8")
    assert said(ferry, "extract", "--lang", "zh") == (
        0, f"Written: {ferry / 'zh.yaml'}. 1 of 7 texts wait for words.\n")
    (overlay,) = load(ferry).overlays
    assert overlay.entries["title"].words == "渡船" and overlay.entries["first.options.wait.text.0"].words == ""
    assert overlay.unused["first.options.keep.text.0"].words == "不借。"
    (ferry / "scenario.yaml").write_text(FERRY, encoding="utf-8")
    said(ferry, "extract", "--lang", "zh")
    (overlay,) = load(ferry).overlays
    assert overlay.entries["first.options.keep.text.0"].words == "不借。" and not overlay.unused


def test_a_stale_text_shows_its_old_source_as_data_and_its_new_one_as_a_remark(ferry: Path, said: Said) -> None:
    (ferry / "zh.yaml").write_text(WHOLE.replace("en: Keep it.", "en: Keep the boat."), encoding="utf-8")
    said(ferry, "extract", "--lang", "zh")
    written = (ferry / "zh.yaml").read_text(encoding="utf-8")
    assert '    en: "Keep the boat."' in written and "  # The source now reads: Keep it." in written
    assert said(ferry, "list")[1].startswith("first.options.keep.text.0: changed in en, not in zh")
    assert said(ferry, "accept") == (0, "7 texts accepted\n") and said(ferry, "list")[0] == 0


def test_accept_refuses_a_translation_that_lacks_a_placeholder(ferry: Path, said: Said) -> None:
    old = WHOLE.replace("Do you lend it?  Trust stands at {trust}.", "Do you?").replace("信任为{trust}。", "")
    (ferry / "zh.yaml").write_text(old, encoding="utf-8")
    code, out = said(ferry, "accept")
    assert code == 1 and "not taken: first.question.0" in out and said(ferry, "list")[0] == 1


def test_a_translation_travels_as_po_and_comes_back(ferry: Path, tmp_path: Path, said: Said) -> None:
    out = tmp_path / "给译者.po"
    assert said(ferry, "export", "--lang", "zh", "--format", "po", out) == (
        0, f"Written: {out}. 7 texts, 7 without words, 0 marked as stale.\n")
    po = out.read_text(encoding="utf-8")
    assert 'msgctxt "first.question.0"' in po and "#: scenario.yaml:9" in po and "#. first · Question" in po
    assert "#, python-brace-format" in po, "gettext and translators' tools check placeholders themselves"
    filled = po.replace('msgid "Keep it."\nmsgstr ""', 'msgid "Keep it."\nmsgstr "不借。"').replace(
        'Trust stands at {trust}."\nmsgstr ""', 'Trust stands at {trust}."\nmsgstr "借吗？"').replace(
        'msgctxt "title"', 'msgctxt "titel"').replace('msgid "The ferry"\nmsgstr ""', 'msgid "The ferry"\nmsgstr "渡船"')
    out.write_text(filled, encoding="utf-8")
    code, told = said(ferry, "import", out)
    assert code == 1 and told.splitlines() == [
        "1 new, 0 changed, 0 as before, 4 without words",
        "not taken: first.question.0: it must mention {trust}, exactly as the source does",
        "not taken: titel: the scenario has no such text; did you mean 'title'?"]
    (overlay,) = load(ferry).overlays
    assert overlay.entries["first.options.keep.text.0"] == Entry("不借。", "Keep it.")
    assert said(ferry, "import", out)[1].startswith("0 new, 0 changed, 1 as before")


def test_an_answer_to_an_older_source_is_taken_and_marked_stale(ferry: Path, tmp_path: Path, said: Said) -> None:
    out = tmp_path / "x.po"
    said(ferry, "export", "--lang", "zh", out)
    filled = out.read_text(encoding="utf-8").replace('msgid "Keep it."\nmsgstr ""', 'msgid "Keep it."\nmsgstr "不借。"')
    out.write_text(filled, encoding="utf-8")
    (ferry / "scenario.yaml").write_text(FERRY.replace("Keep it.", "Keep the boat."), encoding="utf-8")
    assert "One of them is of an older source" in said(ferry, "import", out)[1]
    assert said(ferry, "list")[1].splitlines()[0] == "first.options.keep.text.0: changed in en, not in zh"
    assert said(ferry, "export", "--lang", "zh", "--force", out)[0] == 0
    sent = {message.id: message for message in read_po(out).messages}["first.options.keep.text.0"]
    assert sent.fuzzy and sent.previous == "Keep it." and sent.source == "Keep the boat."


def test_work_on_a_language_of_the_author_goes_into_a_file_of_its_own(both: Path, tmp_path: Path, said: Said) -> None:
    out = tmp_path / "x.po"
    said(both, "export", "--lang", "zh", out)
    out.write_text(out.read_text(encoding="utf-8").replace("不借。", "不借给他。"), encoding="utf-8")
    assert said(both, "import", out)[1] == "0 new, 1 changed, 4 as before, 0 without words\n"
    assert (both / "scenario.yaml").read_text(encoding="utf-8") == BOTH
    loaded = load(both)
    assert list(loaded.overlays[0].entries) == ["first.options.keep.text.0"] and loaded.diagnostics == ()
    assert loaded.scenario is not None
    assert loaded.scenario.decision("first").option("keep").text[0].words["zh"] == "不借给他。"


def test_a_translation_file_does_not_make_the_authors_own_languages_stale(both: Path, said: Said) -> None:
    said(both, "accept")
    said(both, "extract", "--lang", "ja")
    file = both / "ja.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('ja: ""', "ja: 舟"), encoding="utf-8")
    assert [fault.code for fault in inspect(both).faults if fault.code == "W043"] == [] and said(both, "list")[0] == 0


def test_words_of_the_author_that_a_translator_confirms_are_no_longer_stale(both: Path, tmp_path: Path, said: Said) -> None:
    said(both, "accept")
    (both / "scenario.yaml").write_text(BOTH.replace("Keep it.", "Keep it!"), encoding="utf-8")
    out = tmp_path / "x.po"
    said(both, "export", "--lang", "zh", out)
    assert said(both, "import", out)[1].startswith("0 new, 0 changed, 5 as before") and said(both)[0] == 1
    out.write_text(out.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert said(both, "import", out)[1].startswith("0 new, 1 changed, 4 as before") and said(both)[0] == 0


@pytest.mark.parametrize(("arguments", "code", "sentence"), [
    (("extract", "--lang", "en"), 2, "cannot be made from"),
    (("extract", "--lang", "english"), 2, "not a language code"),
    (("extract", "--lang", "../ja"), 2, "not a language code"),
    (("extract", "--lang", "ja", "--from", "fr"), 2, "The author’s files are in: en"),
    (("import", "nowhere.po"), 2, "there is no such file"),
    (("import", "."), 2, "there is no such file"),
])
def test_a_bad_call_is_answered_with_one_sentence(arguments: tuple[str, ...], code: int, sentence: str, ferry: Path,
                                                  said: Said) -> None:
    got, out = said(ferry, *arguments)
    assert got == code and sentence in out and out.count("\n") == 1


@pytest.mark.parametrize(("content", "sentence"), [
    (b'msgctxt "title"\nmsgid "The ferry"\nmsgstr "x" y"\n', "x.po:3 cannot be read: it is not a PO file"),
    (b"hello\n", "x.po:1 cannot be read"),
    (b'msgctxt "title"\nmsgid "The ferry"\nmsgstr "\xff\xfe"\n', "save it as UTF-8"),
    (b'msgctxt "title"\nmsgid "The ferry"\nmsgstr "x"\n', "does not say which language"),
    (b"", "does not say which language"),
    (b'msgid ""\nmsgstr "Language: 4 8\\n"\n', "not a language code"),
])
def test_a_file_that_is_no_po_file_is_refused(content: bytes, sentence: str, ferry: Path, tmp_path: Path,
                                              said: Said) -> None:
    (tmp_path / "x.po").write_bytes(content)
    code, out = said(ferry, "import", tmp_path / "x.po")
    assert code in (1, 2) and sentence in out and out.count("\n") == 1
    assert not list(ferry.glob("??.yaml"))


def test_a_file_with_work_in_it_is_not_written_over(ferry: Path, tmp_path: Path, said: Said) -> None:
    (tmp_path / "x.po").write_text("work", encoding="utf-8")
    assert said(ferry, "export", "--lang", "ja", tmp_path / "x.po")[0] == 2
    assert (tmp_path / "x.po").read_text(encoding="utf-8") == "work"
    (ferry / "ja.yaml").write_text("language: ja\ntexts: {title: [x]}\n", encoding="utf-8")
    for step in (("extract", "--lang", "ja"), ("export", "--lang", "ja", tmp_path / "y.po")):
        code, out = said(ferry, *step)
        assert code == 1 and "no translation file without faults" in out
    assert (ferry / "ja.yaml").read_text(encoding="utf-8") == "language: ja\ntexts: {title: [x]}\n"


def test_a_scenario_with_faults_or_none_at_all_is_refused(ferry: Path, said: Said) -> None:
    (ferry / "scenario.yaml").write_text(FERRY.replace("goto: done", "goto: dome"), encoding="utf-8")
    for path in (ferry, ferry / "scenario.yaml", ferry / "nowhere", "no-such-scenario"):
        code, out = said(path)
        assert code == 1 and "run validate first" in out


@settings(deadline=None)
@given(st.lists(messages, max_size=4))
def test_what_is_written_as_po_is_read_as_it_was(tmp_path_factory: pytest.TempPathFactory,
                                                 given_messages: list[Message]) -> None:
    file = tmp_path_factory.getbasetemp() / "law.po"
    po = Po("zh-Hant", tuple(given_messages), "en")
    file.write_text(po_text(po, "a\nb 1", WHEN), encoding="utf-8", newline="\n")
    assert read_po(file) == po


stripped = letters.map(lambda text: text.replace("{", "(").replace("}", ")").strip())
entry = st.builds(Entry, words=stripped, source=st.none() | stripped)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entry, min_size=7, max_size=7))
def test_what_goes_out_and_comes_back_changes_nothing(ferry: Path, tmp_path: Path, entries: list[Entry]) -> None:
    own = load(ferry).own
    assert own is not None
    overlay = Overlay("ja", "en", dict(zip((text.id for text in texts(own)), entries, strict=True)))
    file = tmp_path / "law.po"
    file.write_text(po_text(Po("ja", outgoing(own, overlay), "en"), "x", WHEN), encoding="utf-8", newline="\n")
    taken = incoming(own, overlay, read_po(file).messages)
    assert taken.entries == overlay.entries and not (taken.fresh or taken.changed)
    fresh = incoming(own, Overlay("ja", "en"), read_po(file).messages)
    for name, was in overlay.entries.items():
        now = fresh.entries.get(name, Entry(""))
        if name not in {left.id for left in fresh.left}:
            assert now.words == was.words and (not was.words or overlay.stale(text_of(own, name)) == (
                now.source != text_of(own, name).words["en"]))


def text_of(own: object, name: str):  # type: ignore[no-untyped-def]
    return next(text for text in texts(own) if text.id == name)  # type: ignore[arg-type]


def test_gettext_itself_has_nothing_to_say_against_our_files(tmp_path: Path, programs: Callable[..., None]) -> None:
    programs("msgfmt")
    own = load(resources.scenarios() / "mongolia-1945").own
    assert own is not None
    half = tuple(Message(m.id, m.source, m.target, place % 3 == 0, "old" if place % 3 == 0 else None, m.notes, (("a b.yaml", 7),))
                 for place, m in enumerate(outgoing(own, Overlay("zh", "en"))))
    file = tmp_path / "all.po"
    file.write_text(po_text(Po("zh", half, "en"), "x", WHEN), encoding="utf-8", newline="\n")
    checked = subprocess.run([shutil.which("msgfmt") or "", "--check", "--statistics", "-o", str(tmp_path / "x.mo"), str(file)],
                             capture_output=True, text=True, env={"LC_ALL": "C"})
    assert checked.returncode == 0 and "warning" not in checked.stderr, checked.stderr
    fuzzy = sum(message.fuzzy for message in half)
    assert f"{len(half) - fuzzy} translated messages, {fuzzy} fuzzy translations" in checked.stderr


def test_a_file_larger_than_any_translation_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.authoring.po.MAX_BYTES", 3)
    (tmp_path / "x.po").write_text("msgid", encoding="utf-8")
    with pytest.raises(PoFault) as refused:
        read_po(tmp_path / "x.po")
    assert refused.value.why == "large"

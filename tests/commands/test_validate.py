"""``validate`` as authors and other programs meet it: languages, exit codes, selections, acceptances, formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from game import resources
from game.authoring.catalogue import catalogue
from game.authoring.diagnostics import render
from game.cli import main
from game.inspection import inspect
from tests.core.making import HEAD, TESTS

BAD = TESTS / "authoring" / "bad"
SCHEMA = json.loads((TESTS / "authoring" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
END = "  end: {ending: over, text: [{text: End., grade: invention, invented: all}]}\n"
NARROW = (HEAD + "ACCEPTvariables: {trust: {start: 1, min: 0, max: 2, seen_by: all}}\nstart: a\nnodes:\n"
          "  a: {options: {x: {text: X., effects: [{set: {trust: 2}}], goto: b}, y: {text: Y., effects: [{set: {trust: 0}}], goto: b}}}\n"
          "  b: {options: {x: {text: X., goto: end}, y: {text: Y., when: trust > 1, goto: end}}}\n" + END)

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls ``validate`` in English; returns the exit code and what was printed."""

    def call(*arguments: str | Path, lang: str = "en") -> tuple[int, str]:
        code = main(["validate", *map(str, arguments), "--lang", lang])
        return code, capsys.readouterr().out
    return call


def narrow(tmp_path: Path, accept: str = "") -> Path:
    """A scenario with one warning, W055 at nodes.b.options."""
    file = tmp_path / "narrow.yaml"
    file.write_text(NARROW.replace("ACCEPT", accept), encoding="utf-8")
    return file


def test_a_warning_does_not_fail_unless_one_is_strict(run: Run, tmp_path: Path) -> None:
    file = narrow(tmp_path)
    code, shown = run(file)
    assert code == 0 and shown.splitlines()[-2:] == ["0 errors, 1 warning", "python -m game explain W055 says more."]
    assert run(file, "--strict")[0] == 1


def test_a_scenario_is_named_as_for_play_and_a_path_comes_first(run: Run, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("tutorial") == (0, "no faults\n")
    narrow(tmp_path).rename(tmp_path / "tutorial")
    assert "W055" in run("tutorial")[1]
    assert run("tutorail")[0] == 1, "neither a path nor a name"


def test_codes_can_be_chosen_and_left_out_by_their_beginning(run: Run, tmp_path: Path) -> None:
    file = narrow(tmp_path)
    for only, stays in (("W055", True), ("w05", True), ("E,W04", False), ("W040", False)):
        assert ("W055" in run(file, "--only", only, "--strict")[1]) is stays
    assert run(file, "--ignore", "W05", "--strict") == (0, "no faults\n")
    assert run(file, "--ignore", "E", "--ignore", "W0")[1] == "no faults\n"


def test_a_code_that_does_not_exist_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(narrow(tmp_path)), "--only", "W55"]) == 2
    assert "There is no code 'W55'; did you mean W055?" in capsys.readouterr().err


def test_without_lint_only_reading_is_checked(run: Run, tmp_path: Path) -> None:
    assert run(narrow(tmp_path), "--no-lint") == (0, "no faults\n")


def test_quick_says_that_something_was_left_out(run: Run, tmp_path: Path) -> None:
    code, shown = run(narrow(tmp_path), "--quick", "--strict")
    assert code == 0 and "N001 what plays reach was not gone through (--quick)" in shown
    assert "0 errors, 0 warnings, 1 note" in shown


@pytest.mark.parametrize("at", ["", "nodes", "nodes.b", "nodes.b.options"])
def test_an_author_accepts_a_warning_everywhere_or_at_a_place_and_below(run: Run, tmp_path: Path, at: str) -> None:
    accept = f"accept: [{{code: W055, {f'at: {at}, ' if at else ''}why: The river leaves no choice.}}]\n"
    file = narrow(tmp_path, accept)
    assert run(file, "--strict") == (0, "no faults, 1 accepted\n")
    assert "accepted: The river leaves no choice." in run(file, "--accepted")[1]


@pytest.mark.parametrize("at", ["nodes.a", "nodes.b.option", "nodes.b.options.x"])
def test_an_acceptance_elsewhere_covers_nothing_and_is_told(run: Run, tmp_path: Path, at: str) -> None:
    code, shown = run(narrow(tmp_path, f"accept: [{{code: W055, at: {at}, why: No reason.}}]\n"))
    assert code == 0 and "W055" in shown and "W067" in shown


def test_the_place_is_shown_as_an_acceptance_wants_it(run: Run, tmp_path: Path) -> None:
    assert "\n     at: nodes.b.options\n" in run(narrow(tmp_path), "--places")[1]


def test_an_acceptance_is_not_stale_because_nobody_looked(run: Run, tmp_path: Path) -> None:
    shown = run(narrow(tmp_path, "accept: [{code: W055, why: The river leaves no choice.}]\n"), "--quick")[1]
    assert "W067" not in shown


@pytest.mark.parametrize(("accept", "said"), [
    ("[{code: W999, why: No.}]", "E070 there is no code 'W999'"), ("[{code: E012, why: No.}]", "E070 E012 is an error"),
    ("[{code: W055, why: '…'}]", "E070 the acceptance of W055 gives no reason"), ("[{code: W055}]", "E011 'why' is missing"),
    ("[{code: W055, why: ''}]", "E013 "), ("{W055: No.}", "E013 must be a list"),
])
def test_an_acceptance_names_a_warning_and_its_reason(run: Run, tmp_path: Path, accept: str, said: str) -> None:
    code, shown = run(narrow(tmp_path, f"accept: {accept}\n"))
    assert code == 1 and said in shown


def test_several_scenarios_share_one_summary(run: Run, tmp_path: Path) -> None:
    code, shown = run(BAD / "E012-gotos-must-name-a-node.yaml", narrow(tmp_path))
    assert code == 1 and "1 error, 1 warning" in shown and shown.count("says more") == 1


def test_a_file_that_is_not_there_is_told_with_its_reason(run: Run, tmp_path: Path) -> None:
    code, shown = run(tmp_path / "没有 这个.yaml", lang="zh")
    assert code == 1 and "E001 没有这个文件" in shown


ENGLISH = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){2,}")


@pytest.mark.parametrize("path", sorted(BAD.iterdir()), ids=lambda path: path.stem)
def test_a_fault_told_in_chinese_is_whole_chinese_prose(path: Path) -> None:
    """What is quoted from the file may be English; the sentence and the advice are not."""
    for fault in inspect(path, quick=path.name[:4] in ("W044", "N001")).faults:
        head = render(fault, None, "zh").split("  ", 1)[1]
        quoted = [str(part) for _, value in fault.arguments for part in (value if isinstance(value, tuple) else [value])]
        for part in sorted(quoted, key=len, reverse=True):
            head = head.replace(part, "")
        assert re.search(r"[\u4e00-\u9fff]{2}", head), head
        assert not ENGLISH.search(head), head


def test_other_programs_get_code_and_arguments_in_any_language(run: Run) -> None:
    bad = BAD / "E051-an-issue-must-keep-to-its-scale.yaml"
    one, two = (json.loads(run(bad, "--format", "json", lang=lang)[1])[0] for lang in ("en", "zh"))
    assert one["message"] != two["message"]
    for key in ("code", "variant", "arguments", "path", "file", "line", "column", "length", "severity"):
        assert one[key] == two[key]
    assert one["path"][:2] == ["bargains", "sale"] and one["arguments"]["strange"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sarif_log_is_valid(run: Run, tmp_path: Path, lang: str) -> None:
    file = narrow(tmp_path, "accept: [{code: W055, why: The river leaves no choice.}]\n")
    paths = [BAD / "E003-the-file-must-be-yaml.yaml", BAD / "W063-walkthroughs-should-still-run",
             BAD / "N001-what-is-left-out-is-said.yaml", file]
    log = json.loads(run(*paths, "--format", "sarif", lang=lang)[1])
    jsonschema.validate(log, SCHEMA)
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    levels = {result["ruleId"]: result["level"] for result in results}
    assert levels["E003"] == "error" and levels["W063"] == "warning"
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    (meant,) = [result for result in results if result["ruleId"] == "W055"]
    assert meant["suppressions"][0]["justification"] == "The river leaves no choice."
    assert {rule["shortDescription"]["text"] for rule in rules} == {catalogue(lang).entries[rule["id"]].title for rule in rules}


def test_a_clean_run_is_a_valid_sarif_log_too(run: Run) -> None:
    jsonschema.validate(json.loads(run(TESTS / "authoring" / "framed" / "story.yaml", "--format", "sarif")[1]), SCHEMA)


def test_editors_get_places_in_utf_16(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "故 事.yaml"
    file.write_text(HEAD + "start: a\nnodes:\n  a: {options: {x: {text: 𠮷X., goto: end}, y: {text: 𠮷𠮷Y., goto: edn}}}\n" + END,
                    encoding="utf-8")
    code, shown = run(file, "--format", "lsp")
    (published,) = json.loads(shown)
    (found,) = published["diagnostics"]
    line = file.read_text(encoding="utf-8").splitlines()[found["range"]["start"]["line"]].encode("utf-16-le")
    start, end = (found["range"][key]["character"] * 2 for key in ("start", "end"))
    assert line[start:end].decode("utf-16-le") == "edn" and found["range"]["start"]["line"] == 5
    assert (found["severity"], found["code"], found["source"]) == (1, "E012", "twenty-years-peace")
    assert published["uri"] == file.as_uri() and code == 1


def test_an_editor_is_told_when_a_file_is_clean(run: Run) -> None:
    file = TESTS / "authoring" / "framed" / "story.yaml"
    assert json.loads(run(file, "--format", "lsp")[1]) == [{"uri": file.as_uri(), "diagnostics": []}]


WALK = "start: a\nnodes:\n  a: {{options: {{x: {{text: X., goto: end}}, y: {{text: Y., when: {when}, goto: end}}}}}}\n"


@pytest.mark.parametrize(("walk", "variant", "line"), [
    ("> a x\n", "", 0), ("> x\n", "", 0), ("> b x\n", "elsewhere", 1), ("# a remark\n\n> a z\n", "move", 3), ("> a x\n> a x\n", "elsewhere", 2),
    ("> x\n> x\n", "over", 2), ("seed: many\n", "seed", 1), ("track: side\n", "track", 1), ("act: third\n", "act", 1), ("colour: red\n", "key", 1),
    ("hello\n", "neither", 1), ("> a b c\n", "form", 1),
])
def test_a_walkthrough_that_stops_is_told_where_and_why(tmp_path: Path, walk: str, variant: str, line: int) -> None:
    (tmp_path / "story" / "walkthroughs").mkdir(parents=True)
    (tmp_path / "story" / "scenario.yaml").write_text(HEAD + WALK.format(when="1") + END, encoding="utf-8")
    (tmp_path / "story" / "walkthroughs" / "one.txt").write_text(walk, encoding="utf-8")
    faults = inspect(tmp_path / "story").faults
    assert [(fault.code, fault.variant, fault.mark.line) for fault in faults] == ([("W063", variant, line)] if variant else [])


def test_a_walkthrough_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "walkthroughs").mkdir()
    (tmp_path / "scenario.yaml").write_text(HEAD + WALK.format(when="1") + END, encoding="utf-8")
    (tmp_path / "walkthroughs" / "one.txt").write_bytes(b"\xff\xfe\x00")
    assert [(fault.code, fault.variant) for fault in inspect(tmp_path).faults] == [("W063", "unreadable")]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(path.parent.name for path in resources.scenarios().glob("*/scenario.yaml")))
def test_shipped_scenarios_are_clean_and_what_they_accept_has_a_reason(name: str) -> None:
    found = inspect(resources.scenarios() / name)
    assert [render(fault, None) for fault in found.faults] == []
    assert all(len(meant.why) > 30 for _, meant in found.accepted)
    assert len(found.loaded.accepted) <= 8, "accepted warnings are few"

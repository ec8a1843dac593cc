"""The caret stands under the fault, whatever the line before it holds."""

from __future__ import annotations

import pytest

from game.authoring.diagnostics import Diagnostic, Mark, as_data, near, render
from game.ui.wrap import cells


def parts(line: str, word: str, near: str = "") -> tuple[str, str, str]:
    column = line.index(word) + 1
    fault = Diagnostic("E012", Mark("f.yaml", 3, column), "", (("name", "x"), ("near", near)), len(word))
    head, shown, caret = render(fault, ["", "", line]).split("\n")
    return head, shown, caret


@pytest.mark.parametrize("line", [
    "goto: WRONG", "        goto: WRONG, more", "text: 你好，世界, goto: WRONG", "  text: 〈尺〉 “引” goto: WRONG后", "\tgoto: WRONG",
    "x" * 89 + "WRONG", "x" * 300 + "WRONG" + "y" * 300, "外蒙古" * 60 + "WRONG" + "东北" * 60, "ｆｕｌｌ ＷIDTH WRONG",
])
def test_the_caret_is_under_the_word(line: str) -> None:
    head, shown, caret = parts(line, "WRONG")
    assert head == f"f.yaml:3:{line.index('WRONG') + 1}  E012 unknown node 'x'"
    before = shown[:shown.index("WRONG")]
    assert cells(before) == len(caret) - len(caret.lstrip()), (shown, caret)
    assert caret.strip() == "^^^^^"


def test_a_chinese_word_is_underlined_in_its_whole_width() -> None:
    _, shown, caret = parts("goto: 北京饭店 # 注", "北京饭店")
    assert caret.strip() == "^" * 8 and cells(shown[:shown.index("北")]) == caret.index("^")


def test_a_long_line_is_cut_on_both_sides() -> None:
    _, shown, _ = parts("x" * 300 + "WRONG" + "y" * 300, "WRONG")
    assert len(shown) < 130 and "…" in shown


def test_a_hint_stands_after_the_caret() -> None:
    assert parts("goto: WRONG", "WRONG", "RIGHT")[2].endswith("^^^^^  did you mean 'RIGHT'?")


@pytest.mark.parametrize("lines", [None, [], ["only one"]])
def test_without_the_line_the_head_and_hint_remain(lines: list[str] | None) -> None:
    text = render(Diagnostic("E012", Mark("f.yaml", 9, 4), "", (("name", "a"), ("near", "b"))), lines)
    assert text.split("\n") == ["f.yaml:9:4  E012 unknown node 'a'", "     did you mean 'b'?"]


def test_a_place_beyond_the_line_still_gets_one_caret() -> None:
    assert render(Diagnostic("E035", Mark("f", 1, 4)), ["ab"]).split("\n")[2].strip() == "^"


def test_data_for_editors() -> None:
    fault = Diagnostic("E019", Mark("f", 2, 3), "work", (("name", "m"), ("near", "n")), 4, ("claims", "c", "cites", 0))
    data = as_data(fault)
    assert data == {"file": "f", "line": 2, "column": 3, "length": 4, "code": "E019", "severity": "error",
                    "message": "unknown work 'm'", "hint": "did you mean 'n'?", "variant": "work",
                    "path": ["claims", "c", "cites", 0], "arguments": {"name": "m", "near": "n"}}
    assert {key for key, value in as_data(fault, "zh").items() if value != data[key]} == {"message", "hint"}




@pytest.mark.parametrize(("word", "expected"), [("dael", "deal"), ("xyzzy", ""), ("", "")])
def test_suggestions(word: str, expected: str) -> None:
    assert near(word, ["deal", "walked"]) == expected

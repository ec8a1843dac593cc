"""Whatever bytes a file holds, reading it ends soon and with diagnostics, never with an exception."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.core.making import EMBASSY, HEAD, codes, read_bytes

GOOD = EMBASSY.read_bytes()
TAIL = b"start: a\nnodes:\n  a: {ending: e, text: End.}\n"
FILE = HEAD.encode() + TAIL

BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "E013"),
    "one newline": (lambda: b"\n", "E013"),
    "empty mapping": (lambda: b"{}", "E011"),
    "only comments": (lambda: b"# one\n# two\n", "E013"),
    "only a document mark": (lambda: b"---\n...\n", "E013"),
    "two documents": (lambda: FILE + b"---\n" + FILE, "E003"),
    "a list at the top": (lambda: b"- a\n- b\n", "E013"),
    "a word at the top": (lambda: b"hello", "E013"),
    "binary": (lambda: bytes(range(256)) * 40, "E003"),
    "random": (lambda: random.Random(1).randbytes(20_000), "E003"),
    "NUL": (lambda: FILE.replace(b"End", b"E\0d"), "E003"),
    "control characters": (lambda: FILE.replace(b"End", b"E\x07\x1bd"), "E003"),
    "UTF-16": (lambda: FILE.decode().encode("utf-16"), "E003"),
    "UTF-16 without mark": (lambda: FILE.decode().encode("utf-16-le"), "E003"),
    "UTF-32": (lambda: FILE.decode().encode("utf-32"), "E003"),
    "GB18030": (lambda: GOOD.decode().encode("gb18030"), "E003"),
    "surrogates": (lambda: FILE.replace(b"End", b"\xed\xa0\x80"), "E003"),
    "tabs for indentation": (lambda: FILE.replace(b"  a:", b"\ta:"), "E003"),
    "100,000 open brackets": (lambda: b"[" * 100_000, "E005"),
    "100,000 braces in a value": (lambda: HEAD.encode() + b"nodes: " + b"{a: " * 100_000, "E005"),
    "100,000 nested lists by dashes": (lambda: b"- " * 100_000 + b"x", "E005"),
    "100,000 pairs of brackets": (lambda: b"[" * 50_000 + b"]" * 50_000, "E005"),
    "aliases": (lambda: b"a: &x [1, 2]\nb: *x\n", "E004"),
    "a billion laughs": (lambda: b"a: &a [x]\n" + b"".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n".encode() for n in range(9)), "E004"),
    "an alias to nothing": (lambda: b"a: *x\n", "E004"),
    "merge keys": (lambda: b"base: &b {format: 1}\n<<: *b\n", "E004"),
    "merge key without alias": (lambda: b"<<: {format: 1}\n" + FILE, "E010"),
    "a Python object": (lambda: b"a: !!python/object/apply:os.system ['false']\n", "E003"),
    "a Python name": (lambda: b"!!python/name:os.system\n", "E003"),
    "a tag": (lambda: FILE.replace(b"End.", b"!!binary aGVsbG8="), "E003"),
    "an unknown tag handle": (lambda: b"a: !x!y z\n", "E003"),
    "a complex key": (lambda: b"? [a, b]\n: c\n", "E013"),
    "huge number": (lambda: HEAD.encode() + b"minutes: " + b"9" * 10_000 + b"\n" + TAIL, "E013"),
    "huge number as the format": (lambda: b"format: " + b"9" * 10_000 + b"\n" + TAIL, "E013"),
    "a large format": (lambda: FILE.replace(b"format: 1", b"format: 999999999"), "E006"),
    "a true format": (lambda: FILE.replace(b"format: 1", b"format: true"), "E013"),
    "infinity": (lambda: HEAD.encode() + b"minutes: .inf\n" + TAIL, "E013"),
    "nodes are a number": (lambda: HEAD.encode() + b"start: a\nnodes: 5\n", "E011"),
    "nodes are a word": (lambda: HEAD.encode() + b"start: a\nnodes: many\n", "E011"),
    "nodes are null": (lambda: HEAD.encode() + b"start: a\nnodes:\n", "E011"),
    "nodes are empty": (lambda: HEAD.encode() + b"start: a\nnodes: {}\n", "E012"),
    "a node is null": (lambda: HEAD.encode() + b"start: a\nnodes: {a: }\n", "E014"),
    "a huge expression": (lambda: FILE.replace(b"text: End.", b"payoff: {you: '" + b"(" * 400 + b"'}"), "E015"),
    "an open quote": (lambda: FILE.replace(b"End.", b'"End.'), "E003"),
    "5 MB of garbage": (lambda: random.Random(2).randbytes(5_000_000), "E003"),
    "5 MB of letters": (lambda: b"a" * 5_000_000, "E013"),
    "5 MB of colons": (lambda: b": " * 2_500_000, ""),
    "5 MB of dashes": (lambda: b"- " * 2_500_000, "E005"),
    "33 MB": (lambda: b"#" * (33 * 1024 * 1024), "E005"),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_broken_bytes_are_told(name: str) -> None:
    make, code = BROKEN[name]
    raw = make()
    loaded = read_bytes(raw)
    assert loaded.scenario is None and loaded.diagnostics
    assert not code or code in codes(loaded), loaded.diagnostics[:3]
    rows = len(raw.decode("utf-8", "replace").splitlines()) + 2
    assert all(1 <= fault.mark.line <= rows and fault.mark.column >= 1 for fault in loaded.diagnostics)


@pytest.mark.parametrize("raw", [
    b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n"), GOOD.rstrip(b"\n"),
    GOOD + b"\n\n\n# the end", b"---\n" + GOOD, b"%YAML 1.1\n---\n" + GOOD,
], ids=["BOM", "CRLF", "BOM and CRLF", "no newline at the end", "blank lines", "document mark", "directive"])
def test_harmless_differences_change_nothing(raw: bytes) -> None:
    plain, other = read_bytes(GOOD).scenario, read_bytes(raw)
    assert other.diagnostics == () and other.scenario is not None and plain is not None
    assert other.scenario.nodes == plain.nodes


def test_windows_line_ends_and_the_byte_order_mark_do_not_shift_places() -> None:
    bad = GOOD.replace(b"goto: answer}", b"goto: x}").replace(b"        goto: answer", b"        goto: answr", 1)
    plain = [(fault.code, fault.mark.line, fault.mark.column) for fault in read_bytes(bad).diagnostics]
    assert plain
    for raw in (b"\xef\xbb\xbf" + bad, bad.replace(b"\n", b"\r\n")):
        assert [(fault.code, fault.mark.line, fault.mark.column) for fault in read_bytes(raw).diagnostics] == plain


def test_line_ends_do_not_change_the_digest() -> None:
    one, two = read_bytes(GOOD).scenario, read_bytes(GOOD.replace(b"\n", b"\r\n")).scenario
    assert one and two and one.digest == two.digest


def test_a_file_that_is_not_utf8_is_faulted_in_its_line() -> None:
    loaded = read_bytes(b"format: 1\ntitle: x\n# caf\xe9\n")
    assert [(fault.code, fault.mark.line) for fault in loaded.diagnostics] == [("E003", 3)]

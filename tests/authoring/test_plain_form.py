"""What is read a line at a time is what the library's parser reads: the same data, the same places, or no opinion."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest

from game import resources
from game.authoring.events import Path_, parse_events
from game.authoring.plainform import Region, Unsure, read_plain
from game.authoring.source import parse
from tests.authoring.test_fuzz import mutated, stock

SHIPPED = sorted(resources.scenarios().rglob("*.yaml"))


def refuse(region: Region) -> tuple[object, int]:
    raise Unsure


def differences(raw: bytes) -> list[str]:
    """What the two ways of reading make differently of one file; nothing, if they agree or one parser read it alone."""
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    lines = text.splitlines()
    parsed = parse_events(text, "f", lines)
    source = parse(text.encode("utf-8", "replace"), "f")
    found = []
    if (source.faults, source.data) != (parsed.faults, parsed.data) or _order(source.data) != _order(parsed.data):
        found.append(f"data: {source.data!r} {source.faults} instead of {parsed.data!r} {parsed.faults}"[:600])
    for known, ask in ((parsed.marks, source.mark), (parsed.keys, source.key)):
        for path, spot in known.items():
            mark = ask(path)
            if mark is None or (mark.line, mark.column) != spot:
                found.append(f"place of {path}: {mark} instead of {spot}")
        absent: Path_ = (*next(iter(known), ()), "no such key")
        if ask(absent) is not None:
            found.append(f"a place for {absent}")
    return found[:3]


def _order(data: object) -> object:
    """The keys of all mappings in their order."""
    if isinstance(data, dict):
        return [(key, _order(value)) for key, value in data.items()]
    return [_order(value) for value in data] if isinstance(data, list) else None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_shipped_file_is_read_alike(path: Path) -> None:
    assert differences(path.read_bytes()) == []


def test_most_of_a_shipped_scenario_is_read_a_line_at_a_time() -> None:
    text = (resources.scenarios() / "mongolia-1945" / "acts" / "1-yalta.yaml").read_text(encoding="utf-8")
    assert read_plain(text, refuse).data == parse_events(text, "f", text.splitlines()).data


PIECES = ["a: b", "a:", "- x", "- a: 1", "-", "- - x", "a: 'it''s'", 'a: "x"', 'a: "x\\n"', "a: |", "a: >-", "a: {b: c, d: [1, 2]}", "a: [x, 'y', {z: 1}]",
          "a: {b: c", "d: e}", "a: b: c", "a: b #c", "a: b # c", "a: #c", "# c", "", " ", "a:b", "a: b:c", "a: 10:30", "a: -1", "a: - 1", "a: ?x", "? a",
          ": a", "'a': b", '"a b": c', "a b: c", "a: *x", "a: &x y", "a: !!str 5", "a: ~", "a: null", "a: true", "a: yes", "a: 010", "a: +5", "a: 1e3",
          "a: 9999999999", "a: 外蒙古", "外: b", "a: “x”", "a: x  ", "a: {}", "a: []", "a: {b: , c: d}", "a: {b}", "a: [a, ]", "a: [a b, c d]", "a: {b: c}x",
          "a: [x]]", "a: {b: 'x, y'}", "a: {b: x:y}", "a: {b: c#d}", "a: {b: c #d}", "a: {? b: c}", "---", "...", "%YAML 1.1", "a: @x", "a: `x`", "a: %x",
          "a: x\ty", "\ta: b", "a: 'open", 'a: "open', "a: x'y", 'a: {b: it\'s}', "a: {b: c}  # d", "a: [b]  #", "b.c-d: e", "<<: x", "a: =", "a: <", "word",
          "a: {a: 1, a: 2}", "a: [[1, [2]], 3]", "a: {-1: 2}", "a: [-, b]", "a: [- b]", "a:  b", "a : b", "a: !x", "a: x?", "a: {b: x?}", "a: [b: c]"]


@pytest.mark.parametrize("seed", range(6))
def test_lines_put_together_by_chance_are_read_alike(seed: int) -> None:
    luck = random.Random(seed)
    for _ in range(700):
        lines = []
        for _ in range(luck.randrange(1, 9)):
            piece = luck.choice(PIECES)
            if luck.random() < 0.6:
                piece = piece.replace("a", luck.choice("abcdefg"), 1)
            lines.append(" " * luck.choice((0, 0, 0, 1, 2, 2, 2, 2, 3, 4, 4, 6)) + piece)
        text = "\n".join(lines) + luck.choice(("", "\n", "\n\n"))
        assert differences(text.encode()) == [], text


def test_sections_with_strange_entries_are_read_alike() -> None:
    luck = random.Random(7)
    for _ in range(1500):
        entries = []
        for name in luck.sample(string.ascii_lowercase, luck.randrange(1, 6)):
            body = "\n".join(" " * luck.choice((4, 4, 4, 4, 2, 6, 1)) + luck.choice(PIECES).replace("a", luck.choice("pqrs"), 1)
                             for _ in range(luck.randrange(1, 4)))
            entries.append(luck.choice((f"  {name}:\n{body}", f"  {name}:\n{body}", f"  {name}: {{x: 1}}", f"  {name}: |\n   {body}", f" {name}: 1",
                                        f"  {name}: 'x\n  y: z'", f"  # {name}", f"  '{name} x': 5")))
        text = "head: 1\nnodes:\n" + "\n".join(entries) + luck.choice(("", "\ntail: 2\n", "\n  # end\n"))
        assert differences(text.encode()) == [], text


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_broken_files_are_read_alike(seed: int) -> None:
    luck, files = random.Random(seed), stock()
    for _ in range(400):
        raw = mutated(luck.choice(files), luck)
        assert differences(raw) == [], raw[:2000]


@pytest.mark.parametrize("deep", [9, 10, 11, 19, 20, 21, 29, 30, 38, 39, 40, 41])
def test_depth_is_limited_alike(deep: int) -> None:
    for text in (f"a: {'[' * deep}x{']' * deep}\n", f"k:\n  a: {'{b: ' * deep}x{'}' * deep}\n", "".join(" " * at + "k:\n" for at in range(deep)),
                 "".join(" " * at + "k:\n" for at in range(deep - 8)) + " " * (deep - 8) + "k: [[[[[[[[x]]]]]]]]\n"):
        assert differences(text.encode()) == [], text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-2:]))
def test_values_are_counted_alike(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    def by_parser(region: Region) -> tuple[object, int]:
        parsed = parse_events(text[region.start:region.end], "f", text.splitlines(), region.line)
        return parsed.data, parsed.values

    assert read_plain(text, by_parser).values == parse_events(text, "f", text.splitlines()).values


def test_nothing_is_shared_between_two_places() -> None:
    source = parse(b"works: {}\nevents: {}\nnodes:\n  a:\n    x: [1]\n    y: [1]\n", "f")
    assert source.data["works"] is not source.data["events"]
    assert source.data["nodes"]["a"]["x"] is not source.data["nodes"]["a"]["y"]

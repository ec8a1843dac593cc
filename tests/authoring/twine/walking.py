"""Walks a story and the scenario made of it side by side: same words, same ways, same values at every step.

Where only one way is open both go on by themselves, so that a passage with one link and a chance node are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from game import resources
from game.authoring.diagnostics import Severity, render
from game.authoring.loader import load
from game.authoring.twine.convert import Imported, convert
from game.core.model import Chance, Decision, Terminal
from game.core.rules import Position, Rules
from game.ui.language import read
from tests.authoring.twine.interpreter import LINK, Reader, Scene

LANGUAGES = read(resources.assets() / "lang")
MAX_STEPS = 4000
MAX_RUN = 60
STOP = r"(?:^|[.!?:…。！？：”’\"'»])\s*$"

Key = tuple[str, tuple[str, ...], tuple[tuple[str, object], ...]]


def say(key: str, to: str = "en", **values: object) -> str:
    return LANGUAGES[to].t(key, **values)


def imported(text: str, name: str = "story.twee", **given: str) -> Imported:
    return convert(text.encode("utf-8"), name, say, **given)


def rules_of(scenario: str) -> Rules:
    """The rules of an imported scenario, which must load without an error."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(scenario, encoding="utf-8")
        loaded = load(path)
        bad = [fault for fault in loaded.diagnostics if fault.severity is Severity.ERROR]
        assert loaded.scenario is not None and not bad, "\n".join(render(one, loaded.lines.get(one.mark.file)) for one in bad)
        return Rules(loaded.scenario)


def origins(scenario: str) -> dict[str, str]:
    """Our names of the story's variables, from the remarks in the file."""
    found = {}
    for match in re.finditer(r"^  (\w+): \{start.*?\}(?:  # (\$\w+))?", scenario, re.MULTILINE):
        above = scenario[:match.start()].rstrip("\n").rpartition("\n")[2]
        name = match[2] or (re.match(r"  # (\$\w+)", above) or [None, ""])[1]
        if name:
            found[name[1:]] = match[1]
    return found


def compare(twee: str) -> tuple[set[str], set[str]]:
    """Walks both completely; returns the titles of the endings each reaches.  Fails at the first difference."""
    made = imported(twee)
    pair = _Pair(Reader.of(twee), rules_of(made.text), origins(made.text))
    pair.walk()
    return pair.ends


class _Pair:
    def __init__(self, story: Reader, rules: Rules, names: dict[str, str]) -> None:
        self.story, self.rules, self.names = story, rules, names
        self.ends: tuple[set[str], set[str]] = (set(), set())

    def walk(self) -> None:
        todo = self.matched(self.scenes(self.story.begin(), ""), self.positions([(self.rules.start(), "")]))
        seen = set()
        for _ in range(MAX_STEPS):
            if not todo:
                return
            scene, position = todo.pop()
            if position in seen:
                continue
            seen.add(position)
            for place, (label, take) in enumerate(scene.links):
                told = self.scenes(self.story.outcomes(take), "")
                option = self.open(position)[place]
                after = self.rules.step(position, option.id).after
                todo += self.matched(told, self.positions([(after, "")]), label)

    def matched(self, told: dict[Key, Scene], made: dict[Key, Position], label: str = "") -> list[tuple[Scene, Position]]:
        assert set(told) == set(made), f"after '{label}':\nstory    {sorted(map(str, set(told) - set(made)))}\nscenario " \
                                       f"{sorted(map(str, set(made) - set(told)))}"
        return [(told[key], made[key]) for key in told]

    def scenes(self, scenes: Iterable[Scene], log: str, run: int = 0) -> dict[Key, Scene]:
        found: dict[Key, Scene] = {}
        for scene in scenes:
            text = log + _plain(scene.text)
            if len(scene.links) == 1 and run < MAX_RUN:
                found |= self.scenes(self.story.outcomes(scene.links[0][1]), text, run + 1)
                continue
            if not scene.links:
                self.ends[0].add(scene.passage)
            values = {self.names[name]: int(value) if isinstance(value, bool) else value
                      for name, value in scene.values.items() if name in self.names}
            found[self.key(text, [label for label, _ in scene.links], values)] = scene
        return found

    def positions(self, at: list[tuple[Position, str]]) -> dict[Key, Position]:
        found: dict[Key, Position] = {}
        seen = set()
        while at:
            position, log = at.pop()
            if (position, log) in seen:
                continue
            seen.add((position, log))
            node = self.rules.node(position)
            if isinstance(node, Chance):
                for move in self.rules.odds(position):
                    text = log + self.said(node.branch(move).text, position)
                    at.append((self.rules.step(position, move).after, text))
                continue
            assert isinstance(node, Decision | Terminal)
            text = log + self.said(node.brief if isinstance(node, Decision) else node.text, position)
            ways = self.open(position)
            if len(ways) == 1:
                at.append((self.rules.step(position, ways[0].id).after, text))
                continue
            if isinstance(node, Terminal):
                self.ends[1].add(node.title[0].words[""])
            values = {name: self.rules.value(position, name) for name in self.names.values()}
            found[self.key(text, [self.filled(way.text[0].words[""], position) for way in ways], values)] = position
        return found

    def open(self, position: Position) -> list:
        node = self.rules.node(position)
        moves = self.rules.moves(position)
        return [option for option in node.options if option.id in moves] if isinstance(node, Decision) else []

    def key(self, text: str, labels: list[str], values: dict[str, object]) -> Key:
        every = {name: values.get(name, self.rules.variables[name].start) for name in sorted(self.names.values())}
        return text, tuple(" ".join(label.split()) for label in labels), tuple(every.items())

    def said(self, slot: tuple, position: Position) -> str:
        return "".join(_letters(self.filled(block.words[""], position)) for block in self.rules.slot(slot, position))

    def filled(self, text: str, position: Position) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: str(self.rules.value(position, found[1])), text)


def _plain(text: str) -> str:
    """The words of a scene without links that stand by themselves: on a line of their own, or after the last sentence."""
    kept = ""
    for line in text.split("\n"):
        parts = re.split(f"{LINK}(.*?){LINK}", line)
        alone = next((place for place in range(1, len(parts), 2)
                      if re.search(STOP, "".join(parts[:place])) and not _letters("".join(parts[place + 1::2]))), len(parts))
        kept += "".join(_letters(part) for part in parts[:alone]) if _letters("".join(parts[::2])) else ""
    return kept


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def lines(text: str) -> Iterator[str]:
    yield from text.splitlines()

"""From a draft to nodes of a scenario: which menus are decisions, which lead on by themselves, which are endings.

Plain values, no YAML.  Called by ``convert``; written down by ``writing``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from game.authoring.twine import naming
from game.authoring.twine.draft import Change, Draft, Edge, Fork, Menu, Paragraph
from game.authoring.twine.guards import none_of
from game.authoring.twine.reach import Reached
from game.authoring.twine.story import Fate, Story
from game.core.expressions import MAX_LENGTH

LONGEST: Final = MAX_LENGTH - 20
"""Characters of a guard."""


class Form(StrEnum):
    """The three kinds of nodes a story needs."""

    DECISION = "decision"
    CHANCE = "chance"
    ENDING = "ending"


@dataclass(slots=True)
class Way:
    """An option, or a branch with its text."""

    id: str
    goto: str
    label: str = ""
    when: str = ""
    changes: list[Change] = field(default_factory=list)
    text: list[Paragraph] = field(default_factory=list)
    line: int = 0
    unread: str = ""


@dataclass(slots=True)
class Shaped:
    """A node; ``line`` is 0 for one that the import needed itself."""

    id: str
    form: Form
    title: str = ""
    text: list[Paragraph] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    line: int = 0
    unwritten: bool = False


@dataclass(slots=True)
class Shape:
    """All nodes and where the scenario starts."""

    start: str
    nodes: list[Shaped]


def shape(draft: Draft, reached: Reached, story: Story, stop: str) -> Shape:
    """Returns the nodes; ``stop`` is the text of an option that ends an endless circle."""
    return _Shaper(draft, reached, story, stop).shape()


class _Shaper:
    def __init__(self, draft: Draft, reached: Reached, story: Story, stop: str) -> None:
        self.draft, self.reached, self.story, self.stop = draft, reached, story, stop
        self.taken = set(draft.nodes)
        self.made: list[Shaped] = []
        self.gates: dict[str, str] = {}
        self.inside: set[str] = set()
        self.broken = {menu for circle in reached.closed if (menu := self._breakable(circle))}

    def shape(self) -> Shape:
        for node in self.draft.nodes.values():
            if isinstance(node, Fork):
                self.made.append(Shaped(node.id, Form.CHANCE, ways=self._fork(node)))
            else:
                self._menu(node)
        start = self.draft.start
        if start.changes:
            begin = Shaped(self._fresh("begin"), Form.CHANCE, ways=[Way("onward", start.goto, changes=start.changes)])
            self.made.insert(0, begin)
        for shaped in self.made:
            for way in shaped.ways:
                if shaped.id not in self.inside:
                    way.goto = self.gates.get(way.goto, way.goto)
        first = self.made[0].id if start.changes else start.goto
        return Shape(self.gates.get(first, first), self.made)

    def _fork(self, node: Fork) -> list[Way]:
        """The ways of a fork, without those that no play can take."""
        taken = self.reached.taken.get(node.id, set()) if self.reached.complete else set()
        ways = [_way(edge) for edge in node.edges if edge.id in taken or not taken]
        if len(ways) == 1:
            ways[0].when = ""
        return ways

    def _breakable(self, circle: list[str]) -> str:
        """The menu of a circle that nobody can leave at which the reader will be asked whether to go on."""
        return next((name for name in circle if isinstance(self.draft.nodes[name], Menu)), "")

    def _menu(self, menu: Menu) -> None:
        few, many = self.reached.open[menu.id]
        ways = [_way(edge) for edge in menu.ways]
        title = _clean(menu.passage)
        node = Shaped(menu.id, Form.DECISION, title, menu.text, ways, menu.line, menu.unwritten)
        if menu.ways and many == 0:
            self.story.note(Fate.LEFT, "never_open", menu.line, menu.passage)
        if not menu.ways or many == 0:
            node.form, node.ways = Form.ENDING, []
        elif menu.id in self.broken:
            self._with_stop(node)
        elif many == 1 and len(none_of([way.when for way in ways])) <= LONGEST:
            self._leads_on(node, few)
            return
        elif few == 0:
            self._gate(node)
        self.made.append(node)

    def _with_stop(self, node: Shaped) -> None:
        """An endless circle becomes a question whether to go on."""
        self.story.note(Fate.CHANGED, "endless", node.line, node.title)
        ending = Shaped(self._fresh(f"{node.id}-stop"), Form.ENDING, node.title)
        node.ways.append(Way(naming.free("stop", [way.id for way in node.ways], "-"), ending.id, self.stop))
        self.made.append(ending)

    def _gate(self, node: Shaped) -> None:
        """Where every way may be closed at once, the story ends there: a gate asks first.

        A guard that would be too long is asked way by way.
        """
        ending = Shaped(self._fresh(f"{node.id}-end"), Form.ENDING, node.title, node.text, line=node.line)
        guards = [[way.when for way in node.ways]]
        if len(none_of(guards[0])) > LONGEST:
            guards = [[guard] for guard in guards[0]]
        names = [self._fresh(f"{node.id}-gate") for _ in guards]
        for name, asked, otherwise in zip(names, guards, [*names[1:], ending.id], strict=True):
            closed = none_of(asked)
            self.made.append(Shaped(name, Form.CHANCE, ways=[
                Way("onward", node.id, when=none_of([closed])), Way("otherwise", otherwise, when=closed)]))
        self.gates[node.id] = names[0]
        self.inside.update(names)
        self.made.append(ending)

    def _leads_on(self, node: Shaped, few: int) -> None:
        """At most one way is ever open: nobody chooses.  The text goes with the way, or before it."""
        node.form = Form.CHANCE
        if few == 0:
            guard = none_of([way.when for way in node.ways])
            end = Shaped(self._fresh(f"{node.id}-end"), Form.ENDING, node.title, node.text, line=node.line)
            self.made.append(end)
            node.ways.append(Way(naming.free("otherwise", [way.id for way in node.ways], "-"), end.id, when=guard))
        lone = len(node.ways) - (few == 0) == 1
        if lone:
            node.ways[0].text, node.text = node.text, []
            node.ways[0].when = node.ways[0].when if few == 0 else ""
            self.made.append(node)
        elif few == 0:
            for way in node.ways[:-1]:
                way.text = node.text
            node.text = []
            self.made.append(node)
        elif not node.text:
            self.made.append(node)
        else:
            told = Way("onward", self._fresh(f"{node.id}-on"), text=node.text)
            self.made += [Shaped(node.id, Form.CHANCE, node.title, ways=[told], line=node.line),
                          Shaped(told.goto, Form.CHANCE, ways=node.ways)]

    def _fresh(self, stem: str) -> str:
        found = naming.free(stem, self.taken, "-")
        self.taken.add(found)
        return found


def _way(edge: Edge) -> Way:
    return Way(edge.id, edge.goto, edge.label, edge.when, edge.changes, line=edge.line, unread=edge.unread)


def _clean(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")

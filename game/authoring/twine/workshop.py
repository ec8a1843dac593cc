"""What the passages of a story share while it is lowered: ids, the draft, the report.

Called by ``lower`` and ``passages``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from game.authoring.twine import naming
from game.authoring.twine.draft import Draft, Edge, Fork
from game.authoring.twine.kinds import Lexicon
from game.authoring.twine.prose import Chain
from game.authoring.twine.story import Fate, NotAStory, Story
from game.authoring.twine.tree import Assign, Body, Draw, If, Include

MAX_NODES: Final = 20_000


@dataclass(slots=True)
class End:
    """An edge whose target is still open; ``target`` is a passage it is already bound for."""

    edge: Edge
    target: str = ""


@dataclass(slots=True)
class Workshop:
    """What the passages of a story share: ids, the draft, the report."""

    story: Story
    bodies: Mapping[str, Body]
    lexicon: Lexicon
    made: Draft
    ids: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    chains: int = 0

    def id_of(self, passage: str) -> str:
        """Returns the node id of a passage."""
        if passage not in self.ids:
            self.ids[passage] = self.fresh(naming.slug(passage, self.taken, "passage"))
        return self.ids[passage]

    def fresh(self, stem: str) -> str:
        """Returns a node id that is not taken."""
        found = naming.free(stem, self.taken, "-")
        self.taken.add(found)
        return found

    def assigned(self, body: Body) -> frozenset[str]:
        """Returns our names of what a body changes while it is shown; what links do comes later."""
        found: set[str] = set()
        todo: list[Body] = [body]
        included: set[str] = set()
        while todo:
            for statement in todo.pop():
                match statement:
                    case Assign(name=name) | Draw(name=name):
                        found.add(self.lexicon.variable(name).name)
                    case If(branches=branches):
                        todo += [inner for _, inner in branches]
                    case Include(target=target) if target not in included:
                        included.add(target)
                        todo.append(self.bodies.get(target, ()))
        return frozenset(found)

    def chain(self, guards: tuple[str, ...]) -> Chain:
        """Returns alternatives that are told apart from all others."""
        self.chains += 1
        return Chain(self.chains, guards)

    def fork(self, stem: str, edges: list[Edge], drawn: bool = False) -> Fork:
        """Adds a fork to the draft."""
        found = Fork(self.fresh(stem), edges, drawn)
        if len(self.made.nodes) > MAX_NODES:
            raise NotAStory("many", 1, str(MAX_NODES))
        self.made.nodes[found.id] = found
        return found

    def note(self, fate: Fate, key: str, line: int, passage: str, shown: str = "", more: str = "") -> None:
        """Sets down a line of the report."""
        self.story.note(fate, key, line, passage, shown, more)

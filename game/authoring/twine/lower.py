"""From what all passages do to a draft of nodes.

Exact for the subset; what is left out is in the notes.  Called by ``convert``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from game.authoring.twine.draft import Change, Draft, Edge, Fork, Menu
from game.authoring.twine.kinds import Lexicon
from game.authoring.twine.passages import PassageMaker
from game.authoring.twine.story import Fate, Story
from game.authoring.twine.tree import Body
from game.authoring.twine.workshop import End, Workshop


def lower(story: Story, bodies: Mapping[str, Body], lexicon: Lexicon, before: Body,
          parts: Collection[str] = ()) -> Draft:
    """Returns the draft of a story.

    ``before`` is what is run ahead of the first passage; ``parts`` are passages that only stand inside others.
    """
    shop = Workshop(story, bodies, lexicon, Draft(lexicon, Edge()))
    entries: dict[str, Edge] = {}
    for name in bodies:
        if name not in parts:
            shop.id_of(name)
    first = PassageMaker(shop, story.start, shop.fresh("start"))
    first.quiet = True
    for end in first.run(before, [End(shop.made.start)]):
        end.edge.goto, end.edge.to_passage = end.target or story.start, True
    for name, body in bodies.items():
        if name in parts:
            continue
        entries[name] = Edge()
        if name in lexicon.visits:
            entries[name].changes.append(Change("add", lexicon.visits[name], "1"))
        PassageMaker(shop, name, shop.id_of(name)).make(body, entries[name])
    _Joiner(shop, entries).join()
    return shop.made


class _Joiner:
    """Leads every edge to a passage to the node behind that passage's entry."""

    def __init__(self, shop: Workshop, entries: dict[str, Edge]) -> None:
        self.shop, self.entries = shop, entries

    def join(self) -> None:
        """Does it for the whole draft."""
        self._unwritten()
        todo = self._edges()
        while todo:
            edge = todo.pop()
            passed: set[str] = set()
            while edge.to_passage:
                if edge.goto in passed:
                    todo += self._turnstile(edge.goto)
                passed.add(edge.goto)
                entry = self.entries[edge.goto]
                edge.changes += entry.changes
                edge.goto, edge.to_passage = entry.goto, entry.to_passage

    def _edges(self) -> list[Edge]:
        found = [self.shop.made.start]
        for node in self.shop.made.nodes.values():
            found += node.edges if isinstance(node, Fork) else node.ways
        return found

    def _unwritten(self) -> None:
        """A passage that only a link names becomes an ending for the author to write."""
        for edge in [*self._edges(), *self.entries.values()]:
            if edge.to_passage and edge.goto not in self.entries:
                name = edge.goto
                self.shop.note(Fate.CHANGED, "unwritten", edge.line, "", name)
                node = Menu(self.shop.id_of(name), name, edge.line, unwritten=True)
                self.shop.made.nodes[node.id] = node
                self.entries[name] = Edge(goto=node.id)

    def _turnstile(self, passage: str) -> list[Edge]:
        """Gives a node to a passage that only leads on, in a circle of such; returns its way on."""
        entry = self.entries[passage]
        node = Menu(self.shop.id_of(passage), passage, self.shop.story.passages[passage].head)
        node.ways = [Edge(id="onward", changes=list(entry.changes), goto=entry.goto, to_passage=True)]
        self.shop.made.nodes[node.id] = node
        entry.changes, entry.goto, entry.to_passage = [], node.id, False
        return node.ways

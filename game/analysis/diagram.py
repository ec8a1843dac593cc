"""The tree as a diagram: nodes and the edges between them, with what a picture of them needs.

Plain values read off the rulebook's own machine, so that a picture cannot lie; not a layout and no language.  Also the
Mermaid form, drawn by the engine of ``transitions``; ``dot`` writes the Graphviz form.  Called by ``graph``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, Protocol

from transitions.extensions.diagrams import GraphMachine
from transitions.extensions.diagrams_mermaid import Graph

from game.analysis.explore import Exploration
from game.analysis.routes import Route, record_route
from game.core.machine import PROPOSAL
from game.core.model import (
    BROKEN,
    AnyNode,
    Chance,
    Decision,
    Move,
    NodeId,
    Span,
    Table,
    Terminal,
)
from game.core.rules import Rules
from game.core.texts import NO_WORDS, Phrase, Words


class Kind(StrEnum):
    """What a node is."""

    DECISION = "decision"
    TABLE = "table"
    CHANCE = "chance"
    ENDING = "ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramNode:
    """A node.  act: the one it stands in, or from which it is reached; odds: that a play passes it.

    outside: not of the part that was asked for, only the end of an edge of it.
    """

    id: NodeId
    kind: Kind
    title: Words = NO_WORDS
    act: str = ""
    date: Span | None = None
    odds: Fraction | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramEdge:
    """A way from node to node: an option, a branch, or an outcome of talks.  odds: that a play goes there.

    guard: the condition, or the weight of chance, as the author wrote it; recorded: the record goes there.
    """

    source: NodeId
    move: Move
    target: NodeId
    text: Words = NO_WORDS
    guard: str = ""
    recorded: bool = False
    odds: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A scenario, or a part of it, in authored order.  acts: those that have nodes, in the order of the story."""

    title: Words
    start: NodeId
    acts: tuple[tuple[str, Words], ...]
    nodes: tuple[DiagramNode, ...]
    edges: tuple[DiagramEdge, ...]

    def node(self, name: NodeId) -> DiagramNode:
        """Returns a node; raises ``KeyError`` if the diagram has none of that name."""
        for node in self.nodes:
            if node.id == name:
                return node
        raise KeyError(name)

    @property
    def looped(self) -> bool:
        """Says whether a node can be reached from itself; odds of edges then do not add up."""
        waiting = {node.id: 0 for node in self.nodes}
        for edge in self.edges:
            waiting[edge.target] += 1
        free = [name for name, number in waiting.items() if not number]
        for name in free:
            for edge in self.edges:
                if edge.source == name:
                    waiting[edge.target] -= 1
                    if not waiting[edge.target]:
                        free.append(edge.target)
        return len(free) < len(self.nodes)


def diagram(rules: Rules, explored: Exploration | None = None) -> Diagram:
    """Returns the whole scenario as a diagram; explored: what all its plays come to, where that was counted."""
    scenario, record = rules.scenario, record_route(rules)
    edges = tuple(_edge(rules, source, move, target, explored, record) for source, move, target in _ways(rules))
    acts = _acts(rules, edges)
    nodes = tuple(DiagramNode(id=name, kind=_kind(node), title=wording(node.title), act=acts[name], date=node.date,
                              odds=None if explored is None else explored.nodes.get(name, Fraction(0)))
                  for name, node in scenario.nodes.items())
    return Diagram(title=scenario.title, start=scenario.start, nodes=nodes, edges=edges,
                   acts=tuple((act.id, act.title) for act in scenario.acts if act.id in acts.values()))


def part(whole: Diagram, act: str = "", start: NodeId = "", depth: int | None = None) -> Diagram:
    """Returns the nodes of an act, or those at most ``depth`` edges from a node, with the ends of their edges."""
    kept = {node.id for node in whole.nodes if not act or node.act == act}
    if start:
        kept &= _near(whole, start, depth)
    edges = tuple(edge for edge in whole.edges if edge.source in kept and (edge.target in kept or depth is None))
    ends = {edge.target for edge in edges} - kept
    nodes = tuple(replace(node, outside=node.id in ends) for node in whole.nodes if node.id in kept | ends)
    held = {node.act for node in nodes}
    return replace(whole, nodes=nodes, edges=edges, acts=tuple(item for item in whole.acts if item[0] in held))


def wording(phrase: Phrase) -> Words:
    """Returns the wording of a text that holds in general: the one without a guard, or the first."""
    return next((variant.words for variant in phrase if variant.when is None),
                phrase[0].words if phrase else NO_WORDS)


def _near(whole: Diagram, start: NodeId, depth: int | None) -> set[NodeId]:
    near, edge_of_sight = {start}, {start}
    while edge_of_sight and depth != 0:
        edge_of_sight = {edge.target for edge in whole.edges if edge.source in edge_of_sight} - near
        near |= edge_of_sight
        depth = None if depth is None else depth - 1
    return near


def _ways(rules: Rules) -> Iterator[tuple[NodeId, Move, NodeId]]:
    """Yields (source, way, target) of every transition of the machine but a table's next round, in authored order."""
    found: dict[NodeId, list[tuple[Move, NodeId]]] = {name: [] for name in rules.scenario.nodes}
    for event in rules.machine.events.values():
        for source, transitions in event.transitions.items():
            names = list(rules.exits[source]) if event.name == PROPOSAL else [event.name]
            found[source] += [(name, str(transition.dest)) for name, transition in zip(names, transitions, strict=True)]
    for source, ways in found.items():
        order = [*rules.edges[source], *rules.exits.get(source, ())]
        for move, target in sorted(ways, key=lambda way: order.index(way[0])):
            if move and not _idle(rules.scenario.nodes[source], move):
                yield source, move, target


def _idle(node: AnyNode, move: Move) -> bool:
    """Whether a way is there only because the rulebook knows it: talks that nobody ever breaks off."""
    if not isinstance(node, Table) or move != BROKEN or BROKEN in node.outcomes:
        return False
    conduct = node.bargain.other(node.side).conduct
    return conduct is None or conduct.walks_out is None


def _edge(rules: Rules, source: NodeId, move: Move, target: NodeId, explored: Exploration | None,
          record: Route) -> DiagramEdge:
    node, text, guard, recorded = rules.scenario.nodes[source], NO_WORDS, "", (source, move) in record.edges
    match node:
        case Decision() if move in rules.edges[source]:
            option = node.option(move)
            text, guard = wording(option.text), str(option.when or "")
            recorded = recorded or move == node.record_move
        case Chance():
            branch = node.branch(move)
            text, guard = branch.text[0].words if branch.text else NO_WORDS, str(branch.weight)
            recorded = recorded or branch.record
        case Table():
            outcome = node.outcome(move)
            text = outcome.text[0].words if outcome.text else NO_WORDS
    return DiagramEdge(source=source, move=move, target=target, text=text, guard=guard, recorded=recorded,
                       odds=None if explored is None else explored.edges.get((source, move), Fraction(0)))


def _kind(node: AnyNode) -> Kind:
    match node:
        case Table():
            return Kind.TABLE
        case Chance():
            return Kind.CHANCE
        case Terminal():
            return Kind.ENDING
    return Kind.DECISION


def _acts(rules: Rules, edges: tuple[DiagramEdge, ...]) -> dict[NodeId, str]:
    """The act of every node; one without stands in the latest act from which it is reached."""
    order = {act.id: place for place, act in enumerate(rules.scenario.acts)}
    acts = {name: node.act if node.act in order else "" for name, node in rules.scenario.nodes.items()}
    own = {name for name, act in acts.items() if act}
    for _ in range(len(acts)):
        moved = False
        for edge in edges:
            here, there = acts[edge.source], acts[edge.target]
            if edge.target not in own and here and (not there or order[here] > order[there]):
                acts[edge.target], moved = here, True
        if not moved:
            break
    first = next(iter(order), "")
    return {name: act or first for name, act in acts.items()}


class Captions(Protocol):
    """What is written at the parts of a picture, in one language."""

    def title(self, drawn: Diagram) -> str:
        """Returns what stands over the whole."""

    def act(self, act: str, title: Words) -> str:
        """Returns what stands over an act."""

    def node(self, node: DiagramNode) -> str:
        """Returns what stands in a node; lines are parted by newlines."""

    def edge(self, edge: DiagramEdge) -> str:
        """Returns what stands at an edge; lines are parted by newlines."""


_PAPER: Final[dict[str, dict[str, Any]]] = {
    Kind.DECISION.value: {"fill": "#FAF5E8", "stroke": "#211B15", "color": "#211B15"},
    Kind.TABLE.value: {"fill": "#ECDCB0", "stroke": "#211B15", "color": "#211B15", "stroke-width": "3px"},
    Kind.CHANCE.value: {"fill": "#F3EBD8", "stroke": "#544736", "color": "#211B15", "stroke-dasharray": "5 3"},
    Kind.ENDING.value: {"fill": "#211B15", "stroke": "#211B15", "color": "#F4ECD6"},
    "outside": {"fill": "#FFFFFF", "stroke": "#B09C74", "color": "#544736", "stroke-dasharray": "1 3"},
}
"""How a kind of node looks in Mermaid; the colours of the theme."""


class _Drawn(GraphMachine):
    """The library's machine with a picture, in the colours of the game."""

    style_attributes = {**GraphMachine.style_attributes, "node": dict(_PAPER)}  # noqa: RUF012


def mermaid(drawn: Diagram, captions: Captions) -> str:
    """Returns the diagram as a Mermaid ``stateDiagram-v2``, edges between the same two nodes joined to one."""
    names = safe_names(node.id for node in drawn.nodes)
    kinds = {names[node.id]: "outside" if node.outside else node.kind.value for node in drawn.nodes}
    start = names.get(drawn.start)
    machine = _Drawn(model=None, states=list(names.values()), initial=start, auto_transitions=False,
                     title=f"title: {json.dumps(plain_line(captions.title(drawn)), ensure_ascii=False)}",
                     graph_engine="mermaid")
    for node in drawn.nodes:
        labelled: Any = machine.get_state(names[node.id])
        labelled.label = "<br/>".join(map(mermaid_text, captions.node(node).split("\n"))) or names[node.id]
    for number, edge in enumerate(drawn.edges):
        machine.add_transition(f"edge{number}", names[edge.source], names[edge.target],
                               label=mermaid_text(captions.edge(edge)) or "·")
    graph = Graph(machine)  # type: ignore[arg-type]
    for name, kind in kinds.items():
        graph.set_node_style(name, kind)
    lines = str(graph.get_graph(title=machine.title).source).splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


_WORDS_OF_MERMAID: Final = {"state", "end", "note", "class", "classdef", "default", "direction", "as", "fork", "join",
                            "choice", "style", "click", "href", "hide", "scale", "tb", "bt", "lr", "rl"}


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """Returns a name of letters, figures and ``_`` for every name: its own where it is one, none twice.

    >>> safe_names(["a-b", "a_b", "end", "渡口"])
    {'a-b': 'a_b', 'a_b': 'a_b_2', 'end': 'end_2', '渡口': 'n'}
    """
    found: dict[str, str] = {}
    taken = set(_WORDS_OF_MERMAID)
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
        plain = plain if plain[:1].isalpha() else f"n{plain}"
        free, number = plain, 2
        while free.lower() in taken:
            free, number = f"{plain}_{number}", number + 1
        taken.add(free.lower())
        found[name] = free
    return found


def mermaid_text(text: str) -> str:
    """Returns a text as Mermaid shows it literally: what has a meaning there as an entity, in one line.

    >>> mermaid_text('a "quote": 1 < 2')
    'a #quot;quote#quot;#58; 1 #lt; 2'
    """
    return "".join(_ENTITIES.get(letter) or (f"#{ord(letter)};" if letter in _MARKUP else letter)
                   for letter in plain_line(text).replace("%%", "%\0")).replace("\0", "#37;")


def plain_line(text: str) -> str:
    """Returns a text in one line, without control characters and marks that change the direction of writing."""
    return " ".join(_CONTROLS.sub(" ", text).split())


_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_ENTITIES: Final = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;"}
_MARKUP: Final = set("#:;{}[]\\`*_~|@$^")

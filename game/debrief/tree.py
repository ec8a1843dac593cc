"""The tree of paths: the decisions of a play, of the record and of earlier plays, with the options between them.

Pure data, no places on a page and no language.  While a play goes on it holds only what the player has been told:
options of decisions made, the record where it was revealed.  Talks are one stop whose doors are the ways they may
end.  Called by the window's tree screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from game.core.model import AnyNode, Decision, Move, NodeId, Option, Scenario, Table, Terminal, targets
from game.core.rules import Position, Rules
from game.debrief.choices import Choice, choices
from game.debrief.exits import exits, open_in, way_of
from game.play.seen import Edge
from game.play.session import Session, record_line

YOURS, RECORD, SEEN = range(3)
"""Lanes: the player's path, the record where the player went another way, what only earlier plays saw."""


@dataclass(frozen=True, slots=True)
class Door:
    """One option of a decision.  open: it could be taken there; odds: its share by the policy.

    odds is None before the ending, and where the option was closed or its moment is not known; ways out of talks
    have none.  end: how talks ended by this door, empty for an option.
    """

    option: Option
    taken: bool = False
    recorded: bool = False
    seen: bool = False
    open: bool = True
    odds: Fraction | None = None
    end: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A decision or an ending.  position: where its texts are resolved; ply: of the player's first step, if any.

    told: passed before the play began; here: the play stands at it and nothing of it is decided;
    skipped: on the record, but not on the player's path; meetings: of the player's talks.
    """

    node: Decision | Terminal
    position: Position
    lane: int
    column: int = 0
    ply: int | None = None
    told: bool = False
    here: bool = False
    skipped: bool = False
    doors: tuple[Door, ...] = ()
    meetings: int = 0

    @property
    def id(self) -> NodeId:
        """The node's id, which names the stop: a tree has every node once."""
        return self.node.id


@dataclass(frozen=True, slots=True)
class Link:
    """From an option to the next stop, and who went that way."""

    source: NodeId
    move: Move
    target: NodeId
    yours: bool = False
    recorded: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Tree:
    """Stops in the order of their columns, and the links between them.  whole: nothing is withheld any more."""

    stops: tuple[Stop, ...]
    links: tuple[Link, ...]
    whole: bool

    def stop(self, node: NodeId) -> Stop:
        """Returns the stop of a node; raises ``KeyError`` if the tree has none."""
        for stop in self.stops:
            if stop.id == node:
                return stop
        raise KeyError(node)


def tree(session: Session, seen: Iterable[Edge] = (), told: int | None = None) -> Tree:
    """Returns the tree of a play.

    told: how many steps the player has been told of, if pages still lie ahead; then the present node stays unseen.
    Only with the ending told does the tree hold the rest of the record and what earlier plays saw.
    """
    return _Growing(session, frozenset(seen), told).grown()


class _Growing:
    """A tree in the making."""

    def __init__(self, session: Session, seen: frozenset[Edge], told: int | None) -> None:
        self.rules: Rules = session.rules
        self.scenario: Scenario = session.scenario
        self.session = session
        self.whole = session.ended and told is None
        self.steps = session.steps if told is None else session.steps[:told]
        made = choices(session.rules, self.steps)
        self.made = {choice.node.id: choice for choice in made if choice.end}
        self.present = session.position if told is None else self._at_table(made)
        self.record = record_line(session.rules)
        self.recorded = {choice.node.id: choice for choice in choices(session.rules, self.record)}
        ways = {(edge[0], self._way(edge), edge[2]) for edge in seen if self._fits(edge)} if self.whole else set()
        self.seen = frozenset(edge for edge in ways if edge[1])

    def grown(self) -> Tree:
        stops = {node: self._made(choice) for node, choice in self.made.items()}
        if self.present is not None:
            node = self._node(self.present)
            if isinstance(node, Decision | Terminal):
                stops[node.id] = Stop(node, self.present, YOURS, here=isinstance(node, Decision))
        if self.whole:
            self._add_record(stops)
            self._add_seen(stops)
        links = [*self._yours(), *self._of_record(), *self._of_seen()]
        return Tree(tuple(_in_columns(self.scenario, stops)), _merged(links, stops), self.whole)

    def _node(self, position: Position) -> AnyNode:
        return self.rules.node(position)

    @staticmethod
    def _at_table(made: tuple[Choice, ...]) -> Position | None:
        """Where the talks stand of which the pages tell; no page but theirs lets the player know where the play is."""
        return made[-1].last.after if made and not made[-1].end else None

    def _fits(self, edge: Edge) -> bool:
        """Whether today's scenario still has what an earlier play saw."""
        node, move, target = edge
        found, then = self.scenario.nodes.get(node), self.scenario.nodes.get(target)
        known = isinstance(found, Table) or (isinstance(found, Decision)
                                             and any(option.id == move for option in found.options))
        return known and (not target or isinstance(then, Decision | Terminal))

    def _way(self, edge: Edge) -> str:
        """The name of the door an earlier play took; empty where it took none."""
        node = edge[0]
        if not isinstance(self.scenario.nodes[node], Table):
            return edge[1]
        return way_of(self.scenario, edge, (self.made.get(node), self.recorded.get(node)))

    def _made(self, choice: Choice) -> Stop:
        node, told = choice.node, choice.ply < self.session.given
        if isinstance(node, Table):
            doors = self._exits(node, choice, all_doors=not told)
            return Stop(node, choice.before, YOURS, ply=choice.ply, told=told, doors=doors, meetings=choice.meetings)
        moves = self.rules.moves(choice.before)
        odds = self.rules.odds(choice.before) if self.whole else {}
        doors = tuple(
            Door(option, option.id == choice.way, option.id == node.record_move, self._was_seen(node.id, option.id),
                 option.id in moves, odds.get(option.id))
            for option in node.options
            if not told or option.id == choice.way or self._was_seen(node.id, option.id))
        return Stop(node, choice.before, YOURS, ply=choice.ply, told=told, doors=doors)

    def _exits(self, node: Table, mine: Choice | None, *, all_doors: bool) -> tuple[Door, ...]:
        """The ways out of talks.  all_doors: also those that nobody took."""
        theirs = self.recorded.get(node.id)
        seen = [way for name, way, _ in self.seen if name == node.id]
        doors = [Door(found.option, mine is not None and found.way == mine.way,
                      theirs is not None and found.way == theirs.way, found.way in seen,
                      mine is None or found.way == mine.way or open_in(self.rules, found, mine), None, found.end)
                 for found in exits(node, (mine, theirs), seen)]
        return tuple(door for door in doors if all_doors or door.taken or door.seen or (mine is None and door.recorded))

    def _was_seen(self, node: NodeId, move: Move) -> bool:
        return any(edge[:2] == (node, move) for edge in self.seen)

    def _add_record(self, stops: dict[NodeId, Stop]) -> None:
        for name, choice in self.recorded.items():
            if name not in stops:
                stops[name] = Stop(choice.node, choice.before, RECORD, skipped=True,
                                   doors=self._known_doors(name, choice))
        last = self._node(self.record[-1].after) if self.record else None
        if isinstance(last, Terminal) and last.id not in stops:
            stops[last.id] = Stop(last, self.record[-1].after, RECORD, skipped=True)

    def _add_seen(self, stops: dict[NodeId, Stop]) -> None:
        for source, _, target in sorted(self.seen):
            for name in (source, target):
                node = self.scenario.nodes.get(name)
                if name in stops or not isinstance(node, Decision | Terminal):
                    continue
                doors = self._known_doors(name, None) if isinstance(node, Decision) else ()
                stops[name] = Stop(node, self.rules.start(), SEEN, doors=doors)

    def _known_doors(self, name: NodeId, choice: Choice | None) -> tuple[Door, ...]:
        """The options of a decision this play did not make: the record's, and those taken in earlier plays."""
        node = self.scenario.decision(name)
        if isinstance(node, Table):
            return self._exits(node, None, all_doors=False)
        moves = self.rules.moves(choice.before) if choice else ()
        odds = self.rules.odds(choice.before) if choice else {}
        return tuple(
            Door(option, False, option.id == node.record_move, self._was_seen(name, option.id),
                 choice is None or option.id in moves, odds.get(option.id))
            for option in node.options if option.id == node.record_move or self._was_seen(name, option.id))

    def _yours(self) -> list[Link]:
        made = list(self.made.items())
        following: list[NodeId] = [name for name, _ in made[1:]]
        if self.present is not None:
            following.append(self.present.node)
        links = []
        for (name, choice), target in zip(made, following, strict=False):
            back = self.recorded.get(name) if choice.returned else None
            links.append(Link(name, back.way if back else choice.way, target, yours=True))
        return links

    def _of_record(self) -> list[Link]:
        line = list(self.recorded.items())
        following = [name for name, _ in line[1:]]
        if self.record:
            following.append(self.record[-1].after.node)
        links = [Link(name, choice.way, target, recorded=True)
                 for (name, choice), target in zip(line, following, strict=False)]
        return [link for link in links if self.whole or (link.source in self.made and link.target in self.made)]

    def _of_seen(self) -> list[Link]:
        return [Link(source, move, target, seen=True) for source, move, target in sorted(self.seen) if target]


def _merged(links: Iterable[Link], stops: dict[NodeId, Stop]) -> tuple[Link, ...]:
    """One link per way; only between stops that the tree has."""
    found: dict[Edge, Link] = {}
    for link in links:
        if link.source not in stops or link.target not in stops:
            continue
        name = (link.source, link.move, link.target)
        known = found.get(name, link)
        yours = known.yours or link.yours
        found[name] = replace(known, yours=yours, recorded=known.recorded or link.recorded,
                              seen=(known.seen or link.seen) and not yours)
    return tuple(found.values())


def _in_columns(scenario: Scenario, stops: dict[NodeId, Stop]) -> list[Stop]:
    """The stops by act and by what leads to what, every one in a column of its own; the endings come last."""
    depth, order = _depths(scenario), {name: place for place, name in enumerate(scenario.nodes)}
    decisions = sorted((stop for stop in stops.values() if isinstance(stop.node, Decision)),
                       key=lambda stop: (depth[stop.id], order[stop.id]))
    endings = sorted((stop for stop in stops.values() if isinstance(stop.node, Terminal)),
                     key=lambda stop: (stop.lane, order[stop.id]))
    return [replace(stop, column=column) for column, stop in enumerate([*decisions, *endings])]


def _depths(scenario: Scenario) -> dict[NodeId, tuple[int, int]]:
    """Returns the act of every node by number and the length of the longest way to it.

    A node without an act belongs to the act it is reached from; steps backward, in a scenario with circles, count not.
    """
    after = {name: targets(node) for name, node in scenario.nodes.items()}
    order: list[NodeId] = []
    state: dict[NodeId, int] = {}
    stack: list[tuple[NodeId, int]] = [(scenario.start, 0)]
    while stack:
        name, place = stack.pop()
        state.setdefault(name, 1)
        if place < len(after[name]):
            stack.append((name, place + 1))
            if after[name][place] not in state:
                stack.append((after[name][place], 0))
        else:
            order.append(name)
    rank = {name: place for place, name in enumerate(reversed(order))}
    acts = {act.id: place for place, act in enumerate(scenario.acts)}
    act = {name: acts.get(node.act, 0) for name, node in scenario.nodes.items()}
    depth = dict.fromkeys(scenario.nodes, 0)
    for name in reversed(order):
        for target in after[name]:
            if rank[target] > rank[name]:
                depth[target] = max(depth[target], depth[name] + 1)
                if scenario.nodes[target].act not in acts:
                    act[target] = max(act[target], act[name])
    return {name: (act[name], depth[name]) for name in scenario.nodes}

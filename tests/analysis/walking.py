"""Every play of a small scenario, one by one, with the rulebook alone: what merging and counting must not change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from game.analysis.behaviour import Behaviour
from game.core.bargain import PROPOSE
from game.core.model import Decision, Move, NodeId, Table, is_proposal
from game.core.rules import Position, Rules


@dataclass(frozen=True)
class Play:
    """A play: its positions with the moves made there, where it came to, its odds, and whether it is over."""

    moves: tuple[tuple[Position, Move], ...]
    last: Position
    odds: Fraction
    ended: bool

    def nodes(self) -> set[NodeId]:
        return {position.node for position, _ in self.moves} | {self.last.node}


def odds_of(rules: Rules, position: Position, behaviour: Behaviour) -> Mapping[Move, Fraction]:
    """The odds of every legal move, none left out."""
    node, moves = rules.node(position), rules.moves(position)
    if not moves or not isinstance(node, Decision):
        return rules.odds(position)
    authored = behaviour.weights(node)
    if authored is not None:
        values = dict(zip(rules.names, position.values, strict=True))
        weights = {move: max(0, int(authored[move].evaluate(values))) if move in authored else 0 for move in moves}
        total = sum(weights.values())
        return {move: Fraction(weight, total) if total else Fraction(1, len(moves)) for move, weight in weights.items()}
    proposals = [move for move in moves if is_proposal(move)]
    named = tuple(move for move in moves if not is_proposal(move)) + ((PROPOSE,) if proposals else ())
    odds: dict[Move, Fraction] = dict.fromkeys(moves, Fraction(0))
    for move, share in behaviour.policy(node, named, rules.record_move(position)).items():
        if move == PROPOSE or (is_proposal(move) and move not in proposals):
            for proposal in proposals:
                odds[proposal] += share / len(proposals)
        else:
            odds[move] += share
    return odds


def walked(rules: Rules, behaviour: Behaviour, start: Position | None = None) -> list[Play]:
    """Every play that has odds at all."""
    plays: list[Play] = []
    todo = [Play((), start or rules.start(), Fraction(1), False)]
    while todo:
        play = todo.pop()
        odds = odds_of(rules, play.last, behaviour)
        if not odds:
            plays.append(Play(play.moves, play.last, play.odds, rules.actor(play.last) is None))
        for move, share in odds.items():
            if share:
                todo.append(Play((*play.moves, (play.last, move)), rules.step(play.last, move).after,
                                 play.odds * share, False))
    return plays


def edge(rules: Rules, position: Position, move: Move) -> tuple[NodeId, Move]:
    """What a move is called as an edge; "" where talks go on."""
    if isinstance(rules.node(position), Table) and is_proposal(move):
        return position.node, rules.exit(position, move)
    return position.node, move


def value(rules: Rules, behaviour: Behaviour, worth: Callable[[Position], Fraction]) -> Callable[[Position], Fraction]:
    """The expected worth of the endings from a position on, by the plainest recursion; plays that get stuck are worth 0."""
    known: dict[Position, Fraction] = {}

    def of(position: Position) -> Fraction:
        if position not in known:
            odds = odds_of(rules, position, behaviour)
            if rules.actor(position) is None:
                known[position] = worth(position)
            else:
                known[position] = sum((share * of(rules.step(position, move).after) for move, share in odds.items()),
                                      Fraction(0))
        return known[position]
    return of


def met(plays: list[Play]) -> Mapping[Position, Fraction]:
    """How often each position is passed, by odds."""
    found: dict[Position, Fraction] = defaultdict(Fraction)
    for play in plays:
        for position, _ in play.moves:
            found[position] += play.odds
        found[play.last] += play.odds
    return found

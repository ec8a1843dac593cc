"""The policies a person can name: who is taken to decide how, and weights read from a file.

What ``--policy`` chooses among.  Not bots that play (``play``): a policy is only asked for odds.  Called by the
commands ``explore`` and ``simulate``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from game.analysis.behaviour import UNIFORM, Behaviour, Weights
from game.analysis.odds import follow_record
from game.core.bargain import PROPOSE
from game.core.expressions import Expression, ExpressionError
from game.core.model import Decision, Move, NodeId, Table, is_proposal
from game.core.rules import Rules

Path = tuple[str, ...]


class Name(StrEnum):
    """The policies that can be named.

    ``uniform``: every open option alike.  ``record``: the record's option where it is open, uniform elsewhere.
    ``authored``: the weights a scenario gives its parties under ``policy``, uniform where it gives none.  ``cautious``:
    the option whose worst ending is best (``cautious``).
    """

    UNIFORM = "uniform"
    RECORD = "record"
    AUTHORED = "authored"
    CAUTIOUS = "cautious"


LARGEST: Final = 1_000_000_000
"""The largest weight a file may give."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file of weights: where (a path), which sentence says it, and what that is filled with."""

    path: Path
    kind: str
    word: str
    near: tuple[str, ...] = ()


def named(rules: Rules, name: str) -> Behaviour:
    """Returns a policy by its name; a cautious one is uniform until it is settled.  Raises ``ValueError``."""
    match Name(name):
        case Name.RECORD:
            return Behaviour(name, follow_record)
        case Name.AUTHORED:
            authored = {node.id: node.policy for node in rules.scenario.nodes.values()
                        if isinstance(node, Decision) and not isinstance(node, Table) and node.policy}
            return Behaviour(name, weighed=authored)
        case Name.CAUTIOUS:
            return Behaviour(name, settled=True)
    return UNIFORM


def weighed(rules: Rules, data: Any) -> tuple[Behaviour, list[Fault]]:
    """Returns the behaviour that a file of weights describes, and every fault of it.

    ``data`` is ``decision: {option: weight}``; a weight is a whole number, or an expression over the variables that the
    deciding party sees.  Decisions that are not named are uniform.  At a table ``propose`` stands for all packages
    alike, one package may be named, and weights are numbers.
    """
    if not isinstance(data, Mapping):
        return UNIFORM, [Fault((), "shape", "")]
    faults: list[Fault] = []
    plain: dict[NodeId, Mapping[Move, int]] = {}
    reading: dict[NodeId, Weights] = {}
    for name, options in data.items():
        node = rules.scenario.nodes.get(str(name))
        if not isinstance(node, Decision):
            faults.append(Fault((str(name),), "decision", str(name),
                                tuple(node.id for node in rules.scenario.nodes.values() if isinstance(node, Decision))))
        elif not isinstance(options, Mapping):
            faults.append(Fault((str(name),), "options", str(name)))
        else:
            found = _Reader(rules, node, options)
            faults += found.faults
            if isinstance(node, Table):
                plain[node.id] = {move: int(str(weight)) for move, weight in found.weights.items()}
            else:
                reading[node.id] = found.weights
    return Behaviour("weights", _Plain(plain), reading), faults


class _Plain:
    """The policy that numbers given by node describe."""

    def __init__(self, weights: Mapping[NodeId, Mapping[Move, int]]) -> None:
        self._weights = weights

    def __call__(self, node: Decision, moves: tuple[Move, ...], recorded: Move | None) -> Mapping[Move, Fraction]:
        given = self._weights.get(node.id)
        if given is None:
            return UNIFORM.policy(node, moves, recorded)
        known = {move: weight for move, weight in given.items()
                 if weight and (move in moves or (is_proposal(move) and PROPOSE in moves))}
        total = sum(known.values())
        if not total:
            return UNIFORM.policy(node, moves, recorded)
        return {move: Fraction(weight, total) for move, weight in known.items()}


class _Reader:
    """Reads the weights of one decision."""

    def __init__(self, rules: Rules, node: Decision, options: Mapping[Any, Any]) -> None:
        self.rules, self.node = rules, node
        self.faults: list[Fault] = []
        self.weights: dict[Move, Expression] = {}
        for move, given in options.items():
            if not self._exists(str(move)):
                self.faults.append(Fault((node.id, str(move)), "option", str(move), (*self._moves(),)))
                continue
            weight = self._weight(str(move), given)
            if weight is not None:
                self.weights[str(move)] = weight

    def _moves(self) -> Iterator[Move]:
        yield from (option.id for option in self.node.options)
        if isinstance(self.node, Table):
            yield PROPOSE

    def _exists(self, move: Move) -> bool:
        if isinstance(self.node, Table) and is_proposal(move):
            return self.node.package(move) is not None
        return move in self._moves()

    def _weight(self, move: Move, given: Any) -> Expression | None:
        path = (self.node.id, move)
        if isinstance(given, bool) or not isinstance(given, int | str):
            self.faults.append(Fault(path, "weight", str(given)))
            return None
        try:
            expression = Expression.parse(str(given))
        except ExpressionError:
            self.faults.append(Fault(path, "weight", str(given)))
            return None
        if isinstance(given, int) and not 0 <= given <= LARGEST:
            self.faults.append(Fault(path, "weight", str(given)))
            return None
        return expression if self._fits(path, expression) else None

    def _fits(self, path: Path, expression: Expression) -> bool:
        for name in sorted(expression.names):
            variable = self.rules.variables.get(name)
            if variable is None:
                self.faults.append(Fault(path, "variable", name, self.rules.names))
            elif not variable.is_seen_by(self.node.who):
                self.faults.append(Fault(path, "unseen", name))
            elif isinstance(self.node, Table):
                self.faults.append(Fault(path, "table", str(expression)))
            else:
                continue
            return False
        if isinstance(self.node, Table) and not str(expression).isdigit():
            self.faults.append(Fault(path, "table", str(expression)))
            return False
        return True


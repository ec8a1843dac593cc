"""How the parties are taken to decide: a behaviour gives the odds of every open option at every decision.

The game-theorist's behaviour strategy (Kuhn 1953), for all parties together.  Plain policies look at node and open
options alone; weights may read the values the deciding party sees.  Called by ``layering``, ``unrolled`` and
``policies``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from game.analysis.ends import Policy
from game.analysis.odds import uniform
from game.core.expressions import Expression
from game.core.model import Decision, Move, NodeId

Weights = Mapping[Move, Expression]
"""Option -> weight; an option without one has weight 0.  If no open option has a weight, all are alike."""


@dataclass(frozen=True)
class Behaviour:
    """A policy, and weights that take its place at some decisions; ``name`` is how a person calls it.

    One that is to be ``settled`` chooses by what may follow: its odds are worked out over the finished layers.
    """

    name: str
    policy: Policy = uniform
    weighed: Mapping[NodeId, Weights] = field(default_factory=lambda: MappingProxyType({}))
    settled: bool = False

    def weights(self, node: Decision) -> Weights | None:
        """Returns the weights that hold at a decision, or None where the policy decides."""
        return self.weighed.get(node.id)

    def reads(self, node: NodeId) -> tuple[Expression, ...]:
        """Returns the expressions that the behaviour reads at a node."""
        return tuple(self.weighed.get(node, {}).values())


UNIFORM = Behaviour("uniform")
"""Every open option alike."""

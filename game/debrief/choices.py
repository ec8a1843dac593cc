"""The choices of a play: a decision is one, and so are all the meetings of the talks at one table.

Not what may still be chosen (``rules``) and no words.  Called by the comparison, the tree, the lists of plays, the
codex and the source book, so that talks are one thing everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game.core.bargain import Reply
from game.core.model import AGREED, OUTCOMES, Chance, Decision, Move, Table, Terminal, is_proposal
from game.core.rules import Position, Rules, Step
from game.core.texts import Slot
from game.play.session import REJOIN

_ANSWERS = {Reply.ACCEPT: "grants", Reply.COUNTER: "counters"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision as it was made, or one round of talks from the first meeting to the last.

    ply: of the first step.  end: the option taken, or how the talks ended (an outcome, an option's id); empty while
    they go on.  departs: whether the record was left here; returned: whether the story then went back to it.
    """

    node: Decision
    ply: int
    steps: tuple[Step, ...]
    end: str
    departs: bool = False
    returned: bool = False

    @property
    def before(self) -> Position:
        """Where the play stood when the choice came up."""
        return self.steps[0].before

    @property
    def last(self) -> Step:
        """The step that made the choice, or the last of the talks so far."""
        return self.steps[-1]

    @property
    def meetings(self) -> int:
        """How many packages were put forward; 0 at a decision without a table."""
        return sum(is_proposal(step.move) for step in self.steps) if isinstance(self.node, Table) else 0

    @property
    def proposed(self) -> Move | None:
        """The last package that was put forward, as a move."""
        return next((step.move for step in reversed(self.steps) if is_proposal(step.move)), None)

    @property
    def way(self) -> str:
        """The name of the way out: the package agreed, else how the talks ended, else the option."""
        return self.last.move if self.end == AGREED else self.end


def choices(rules: Rules, steps: Sequence[Step]) -> tuple[Choice, ...]:
    """Returns the choices that ``steps`` made, in order; talks still going on come last and have no end."""
    found: list[Choice] = []
    held: list[Step] = []
    for ply, step in enumerate(steps):
        node = rules.scenario.nodes[step.before.node]
        if step.move == REJOIN or not isinstance(node, Decision):
            continue
        held.append(step)
        end = rules.exit(step.before, step.move) if isinstance(node, Table) else step.move
        following = steps[ply + 1] if ply + 1 < len(steps) else None
        if end or following is None or following.before.node != node.id:
            found.append(Choice(node, ply + 1 - len(held), tuple(held), end,
                                bool(end) and rules.departs(step.before, step.move),
                                following is not None and following.move == REJOIN))
            held = []
    return tuple(found)


def ending(rules: Rules, step: Step) -> str:
    """Returns the outcome by which ``step`` ended talks; empty where it ended none."""
    node = rules.scenario.nodes[step.before.node]
    if not isinstance(node, Table) or not is_proposal(step.move):
        return ""
    end = rules.exit(step.before, step.move)
    return end if end in OUTCOMES else ""


def reasons(rules: Rules, step: Step) -> tuple[Slot, ...]:
    """Returns the texts with which the other side answered a proposal, one for each issue it named."""
    node = rules.scenario.nodes[step.before.node]
    assert isinstance(node, Table)
    answer, stakes = rules.answer(step.before, step.move), node.bargain.other(node.side).stakes
    return tuple(getattr(stakes[name], _ANSWERS.get(answer.reply, "refuses")) for name in answer.issues)


def told(rules: Rules, step: Step) -> tuple[Slot, ...]:
    """Returns the texts on the pages that told of ``step``; a meeting tells of the record only if it was the last."""
    node = rules.scenario.nodes[step.before.node]
    if step.move == REJOIN or isinstance(node, Terminal):
        return ()
    if isinstance(node, Chance):
        return (node.branch(step.move).text,)
    if isinstance(node, Table) and is_proposal(step.move):
        end = ending(rules, step)
        after = (node.outcome(end).text, node.record, node.hidden) if end else ()
        return (*reasons(rules, step), *after)
    option = node.option(step.move)
    return option.held, node.record, node.hidden, option.follows

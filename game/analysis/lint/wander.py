"""Random plays that look for what has not been seen yet: most questions are answered yes within a few hundred.

A yes is certain, for a play has shown it; a no is not, and is left to ``reached``.  The first play follows the record,
later ones keep to it more or less.  Seeded, so a scenario is always told the same.  Called by ``survey``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from random import Random
from typing import Final

from game.analysis.lint.questions import Question
from game.core.model import NodeId, Terminal, is_proposal
from game.core.rules import Position, Rules, Step

PLAYS: Final = 600
STEPS: Final = 9_000
"""How many plays, and how many steps in all, are made at most."""

PATIENCE: Final = 90
"""After so many plays that answered nothing the rest is left to ``reached``."""

LOYALTY: Final = (1.0, 0.0, 0.0, 0.5, 0.0, 0.9, 0.75, 0.0, 0.95)
"""How often a play takes the record's move where it may, play by play in turn."""


def wander(rules: Rules, asked: Iterable[Question]) -> frozenset[Question]:
    """Returns the questions that some random play has answered with yes."""
    return _Wanderer(rules, asked).run()


class _Wanderer:
    def __init__(self, rules: Rules, asked: Iterable[Question]) -> None:
        self.rules: Final = rules
        self.luck: Final = Random(0)
        self.guards: Final[dict[NodeId, list[Question]]] = defaultdict(list)
        self.effects: Final[dict[int, Question]] = {}
        for question in asked:
            if question.effect is None:
                self.guards[question.node].append(question)
            else:
                self.effects[id(question.effect)] = question
        self.taken: Final[Counter[tuple[NodeId, str]]] = Counter()
        self.answered: Final[set[Question]] = set()

    def run(self) -> frozenset[Question]:
        steps = since = 0
        for number in range(PLAYS):
            known = len(self.answered)
            steps += self._play(STEPS - steps, LOYALTY[number % len(LOYALTY)])
            since = 0 if len(self.answered) > known else since + 1
            if steps >= STEPS or since >= PATIENCE or not (self.effects or any(self.guards.values())):
                break
        return frozenset(self.answered)

    def _play(self, most: int, loyalty: float) -> int:
        position, steps = self.rules.start(), 0
        while steps < most:
            self._look(position)
            moves = self.rules.moves(position)
            if not moves or isinstance(self.rules.node(position), Terminal):
                break
            move = self.rules.record_move(position)
            if move is None or move not in moves or self.luck.random() >= loyalty:
                move = self._choose(position.node, moves)
            step = self.rules.step(position, move)
            self._note(step)
            position, steps = step.after, steps + 1
        return max(1, steps)

    def _choose(self, node: NodeId, moves: tuple[str, ...]) -> str:
        """The move made least often so far; at a table to propose counts as one way, and any package will do."""
        proposals = [move for move in moves if is_proposal(move)]
        ways = [move for move in moves if not is_proposal(move)] + proposals[:1]
        fewest = min(self.taken[node, move] for move in ways)
        move = self.luck.choice([way for way in ways if self.taken[node, way] == fewest])
        self.taken[node, move] += 1
        return self.luck.choice(proposals) if is_proposal(move) else move

    def _look(self, position: Position) -> None:
        waiting = self.guards[position.node]
        seen = [question for question in waiting if self.rules.holds(question.guard, position)]
        if seen:
            self.answered.update(seen)
            self.guards[position.node] = [question for question in waiting if question not in self.answered]

    def _note(self, step: Step) -> None:
        for change in step.changes:
            if change.effect is not None and change.old != change.new:
                question = self.effects.pop(id(change.effect), None)
                if question is not None:
                    self.answered.add(question)

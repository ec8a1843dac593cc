"""A lesson before anybody sits down: a scenario's rules, a format and a pack, put together.

Holds nothing that changes: what is asked about a lesson that goes on takes its ``Room``.  Called by ``deeds`` and by
whatever shows a lesson.
"""

from __future__ import annotations

from typing import Final

from game.classroom.course import Course
from game.classroom.default_pack import cards_of, sitting_of
from game.classroom.model import Card, CardId, Format, Kind, Pack, Phase, Role, Sitting, Stage
from game.classroom.plays import Plays
from game.classroom.room import CouncilNumber, Room, Seat, Shown
from game.core.model import Decision, NodeId, Table
from game.core.rules import Rules
from game.play.session import Session, Track, record_line


class NoLesson(ValueError):
    """The format and the scenario do not go together.

    ``strange``: nodes of the format that are no decision on the record's way; ``needed``: how many decisions the
    format wants, where the scenario has fewer.
    """

    def __init__(self, strange: tuple[NodeId, ...] = (), needed: int = 0) -> None:
        super().__init__(", ".join(strange) or f"{needed} decisions are needed")
        self.strange, self.needed = strange, needed


class Lesson:
    """One format over one scenario."""

    def __init__(self, rules: Rules, format: Format, pack: Pack, seed: int = 0) -> None:
        """Puts the parts together; raises ``NoLesson`` if the scenario lacks what the format asks for."""
        self.rules: Final = rules
        self.format: Final = format
        self.pack: Final = pack
        self.course: Final = Course(format)
        self.track: Final = Track(format.track)
        self.decisions: Final = _decisions(rules, format, pack)
        self.plays: Final = Plays(rules, self.track, self.decisions, seed)
        self._sittings: dict[NodeId, Sitting] = {}
        self._cards: dict[CardId, Card] = dict(pack.cards)

    def stage(self, room: Room) -> Stage:
        """Returns the stage a room stands in."""
        return self.course.stages[room.stage]

    def sitting(self, node: NodeId) -> Sitting:
        """Returns what the pack holds for a decision, or what the decision itself gives."""
        if node not in self._sittings:
            scenario = self.rules.scenario
            decision = scenario.decision(node)
            self._sittings[node] = self.pack.sittings.get(node) or sitting_of(scenario, decision)
            for name, card in cards_of(scenario, decision).items():
                self._cards.setdefault(name, card)
        return self._sittings[node]

    def session(self, room: Room, council: CouncilNumber, decision: int, *, decided: bool = True) -> Session:
        """Returns a council's play before the decision or, with ``decided``, after what it decided there."""
        moves = {number: made.move for (number, who), made in room.decided.items() if who == council}
        return self.plays.session(council, decision, moves, decided=decided)

    def node(self, room: Room, council: CouncilNumber, decision: int) -> Decision:
        """Returns the decision a council sits over; on the branch track it depends on what the council decided."""
        found = self.session(room, council, decision, decided=False).node
        return found if isinstance(found, Decision) else self.rules.scenario.decision(self.decisions[decision])

    def moves(self, room: Room, council: CouncilNumber, decision: int) -> tuple[str, ...]:
        """Returns the options open to a council at a decision."""
        return self.session(room, council, decision, decided=False).moves()

    def cards(self, room: Room, seat: Seat, decision: int, *, after: bool = False) -> dict[CardId, Card]:
        """Returns the cards on a seat's table, in order: known by the day of the decision, known to its role.

        Its brief's evidence and what the teacher released come last.  With ``after`` the cards of the reveal follow.  A
        seat without a role, alone or in a pair, reads what the decider reads.
        """
        session = self.session(room, seat.council, decision, decided=False)
        node = self.node(room, seat.council, decision)
        sitting = self.sitting(node.id)
        reader = seat.role or next((role.id for role in sitting.roles.values() if role.kind is Kind.DECIDER), "")
        role = sitting.roles.get(seat.role)
        last = node.date.last.isoformat() if node.date else "9999-12-31"
        own = role.brief.evidence if role else ()
        released = [card for card, roles in room.released.items() if not roles or reader in roles]
        found = {}
        for name in (*sitting.cards, *own, *released):
            card = self._cards.get(name)
            if card is None or card.after or card.known_from > last:
                continue
            if not self.rules.slot(card.text, session.position):
                continue
            if not card.known_to or reader in card.known_to or name in own:
                found[name] = card
        if after:
            found.update({name: self._cards[name] for name in sitting.accounts if name in self._cards})
        return found

    def card(self, name: CardId) -> Card | None:
        """Returns a card by its name, or None."""
        return self._cards.get(name)

    def role(self, room: Room, seat: Seat, decision: int) -> Role | None:
        """Returns the role of a seat at a decision, or None for a seat without one."""
        return self.sitting(self.node(room, seat.council, decision).id).roles.get(seat.role) if seat.role else None

    def revealed(self, room: Room, decision: int) -> frozenset[Shown]:
        """Returns what of a decision has been shown: all of it once its reveal is behind."""
        place = next((at for at, stage in enumerate(self.course.stages)
                      if stage.phase is Phase.REVEAL and stage.decision == decision), None)
        if place is None or room.reached > place:
            return frozenset(Shown)
        return room.shown if room.reached == place else frozenset()


def _decisions(rules: Rules, format: Format, pack: Pack) -> tuple[NodeId, ...]:
    """The decisions of a lesson: those the format names, else those of the pack, else the record's in order."""
    nodes = rules.scenario.nodes
    met = dict.fromkeys(step.before.node for step in record_line(rules)
                        if isinstance(nodes[step.before.node], Decision)
                        and not isinstance(nodes[step.before.node], Table))
    wanted = format.decisions or tuple(node for node in met if node in pack.sittings) or tuple(met)
    strange = tuple(node for node in wanted if node not in met)
    if strange:
        raise NoLesson(strange)
    needed = 1 + max((stage.decision for stage in format.stages), default=0)
    if len(wanted) < needed:
        raise NoLesson(needed=needed)
    return wanted[:needed]

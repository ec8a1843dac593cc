"""The tree of paths in one language: what stands on every card and beside every mark.

Not a picture.  Every mark is a word too: ``DoorText.word`` says what its shape means.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.analysis.odds import Tally
from game.core.model import LEFT_RECORD, Table, Terminal
from game.debrief.tree import SEEN, Door, Stop, Tree
from game.play.session import Session
from game.ui.language import Language
from game.ui.pages import Pages
from game.ui.talks_text import door_text


@dataclass(frozen=True, slots=True)
class DoorText:
    """An option on a card.

    marks: yours, record, seen, left or barred, in this order; word: what they mean; odds: the option's share.
    said: in full, with every clause of talks that ended in agreement, where ``text`` names a few.
    """

    move: str
    marks: tuple[str, ...]
    text: str
    word: str
    odds: str
    said: str


@dataclass(frozen=True, slots=True)
class StopText:
    """A card.  number: of the player's decision; kind: decision, ending or here; note: what there is to say of it."""

    id: str
    number: str
    kind: str
    title: str
    date: str
    note: str
    doors: tuple[DoorText, ...]

    @property
    def said(self) -> str:
        """The card as it is read aloud, without its title."""
        return " · ".join(part for part in (self.date, self.note, *(door.said for door in self.doors)) if part)


@dataclass(frozen=True, slots=True)
class TreePage:
    """All cards in the order of the tree, and the title of every act that has one, by its first column."""

    stops: tuple[StopText, ...]
    acts: tuple[tuple[int, str], ...]


def tree_page(session: Session, tree: Tree, language: Language, tally: Tally | None = None) -> TreePage:
    """Returns the texts of a tree; tally: the share of every ending, where it has been counted."""
    return _Writing(session, language).page(tree, tally)


class _Writing(Pages):
    """Makes the page."""

    def page(self, tree: Tree, tally: Tally | None) -> TreePage:
        numbers = {stop.id: str(place) for place, stop in
                   enumerate(sorted((stop for stop in tree.stops if stop.ply is not None or stop.here),
                                    key=lambda stop: stop.column), 1)}
        titles = {act.id: self.language.words(act.title) for act in self.session.scenario.acts}
        acts: dict[str, int] = {}
        for stop in tree.stops:
            if not isinstance(stop.node, Terminal) and stop.node.act in titles:
                acts.setdefault(stop.node.act, stop.column)
        return TreePage(tuple(self._card(stop, numbers.get(stop.id, ""), tally) for stop in tree.stops),
                        tuple((column, titles[act]) for act, column in acts.items()))

    def _card(self, stop: Stop, number: str, tally: Tally | None) -> StopText:
        node = stop.node
        ending = isinstance(node, Terminal)
        kind = "ending" if ending else "here" if stop.here else "decision"
        return StopText(stop.id, number, kind, self._phrase(node.title, stop.position), self._when(stop),
                        self._note_of(stop, tally), tuple(self._door(door, stop) for door in stop.doors))

    def _when(self, stop: Stop) -> str:
        if isinstance(stop.node, Terminal):
            return ""
        if stop.lane == SEEN or self.rules.value(stop.position, LEFT_RECORD):
            return self.language.months(stop.node.date)
        return self.language.span(stop.node.date)

    def _note_of(self, stop: Stop, tally: Tally | None) -> str:
        t = self.language.t
        if isinstance(stop.node, Terminal):
            if stop.lane == SEEN:
                kind = t("tree.ending_seen")
            else:
                kind = t("tree.ending_record") if stop.skipped else t("tree.ending_yours")
            share = tally.endings.get(stop.id) if tally else None
            return kind if share is None else f"{kind} · {t('tree.share', share=self.language.percent(share))}"
        if stop.here:
            return t("tree.here")
        if stop.told:
            return t("tree.told")
        if stop.lane == SEEN:
            return t("tree.elsewhere")
        if stop.skipped:
            return t("tree.skipped")
        return t("talks.meetings", n=stop.meetings) if stop.meetings else ""

    def _door(self, door: Door, stop: Stop) -> DoorText:
        marks = [name for name, given in (("yours", door.taken), ("record", door.recorded),
                                          ("seen", door.seen and not door.taken)) if given]
        if not marks:
            marks = ["left" if door.open else "barred"]
        word = self.language.t("tree.and").join(self.language.t(f"tree.mark.{name}") for name in marks)
        odds = self.language.percent(door.odds) if door.odds is not None else ""
        text = full = self._phrase(door.option.text, stop.position)
        if door.end and isinstance(stop.node, Table):
            text, full = door_text(self, door, stop.node, stop.doors)
        said = self.language.t("tree.door_odds" if odds else "tree.door", word=word, text=full, odds=odds)
        return DoorText(door.option.id, tuple(marks), text, word, odds, said)

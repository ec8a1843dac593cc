"""A saved play in a few words: what a list of plays shows of it.

Not the files (``play.slots``) and not drawing.  The play is replayed, so the words are those of today's scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from game.core.model import Span, Terminal
from game.core.rules import Rules
from game.debrief.choices import choices
from game.play.session import Session, Track, record_line, resume
from game.play.storage import Saved
from game.ui.language import Language

TOLD: Final = "told"
SAME: Final = "same"
OTHER: Final = "other"
COMING: Final = "coming"
"""The marks of a path: told before the play began, decided as on record, decided otherwise, not yet decided."""


@dataclass(frozen=True, slots=True)
class PlayLine:
    """One play of a list.  ``where`` is the ending, or the act and decision it stands at; ``stale`` says that the
    scenario has changed so that only the beginning still fits."""

    slot: str
    title: str
    saved: str
    where: str
    date: str
    track: str
    away: int
    marks: tuple[str, ...]
    ended: bool
    stale: bool


def path_marks(session: Session, total: int) -> tuple[str, ...]:
    """Returns one mark per decision made or talks ended, and one for each that the record has beyond them.

    total: how many decisions the record has.
    """
    made = [TOLD if choice.ply < session.given else OTHER if choice.departs else SAME
            for choice in choices(session.rules, session.steps) if choice.end]
    coming = 0 if session.ended else max(0, total - len(made))
    return (*made, *[COMING] * coming)


def record_decisions(rules: Rules) -> int:
    """Returns how many decisions the record has; the talks at one table are one."""
    return len(choices(rules, record_line(rules)))


def play_line(saved: Saved, rules: Rules, language: Language) -> PlayLine:
    """Returns what a list shows of a save."""
    session, divergence = resume(rules, saved.record)
    scenario, node = session.scenario, session.node
    title = language.words(rules.phrase(node.title, session.position)) if node.title else ""
    act = next((language.words(act.title) for act in scenario.acts if act.id == node.act), "")
    ended = isinstance(node, Terminal)
    when = datetime.fromtimestamp(saved.time)
    day = Span(when.date(), when.date())
    left = session.departures() > 0 and session.track is Track.BRANCH
    date = "" if ended else language.months(node.date) if left else language.span(node.date)
    return PlayLine(saved.slot, language.words(scenario.title), f"{language.span(day)} {when:%H:%M}",
                    title if ended or not act else f"{act} · {title}" if title else act, date, session.track.value,
                    session.departures(), path_marks(session, record_decisions(rules)), ended, divergence is not None)

"""What may be answered: by whom, in which phase, in which form, and when it is locked.

Knows nothing of networks or papers; an answer is the same text from a phone, a shared machine or the teacher's hand.
Called by ``deeds``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from game.classroom.model import Kind, Phase, Step
from game.core import limits


class Asked(StrEnum):
    """The things a seat is asked for.  ``ANSWER`` belongs to a debrief question and carries its id."""

    BATNA = "batna"
    ZONE = "zone"
    CHOICE = "choice"
    GUESS = "guess"
    FORECAST = "forecast"
    NOTE = "note"
    MISSING = "missing"
    BALLOT = "ballot"
    REASON = "reason"
    EVIDENCE = "evidence"
    MIND = "mind"
    RECALL = "recall"
    REFLECT = "reflect"
    WORD = "word"
    ANSWER = "answer"
    CLAIM = "claim"
    CARD = "card"
    OPEN = "open"


class Form(StrEnum):
    """The forms of an answer: one of the options, a share of 100 for each of them, a card, a share, or free words."""

    MOVE = "move"
    SHARES = "shares"
    CARD = "card"
    SHARE = "share"
    TEXT = "text"


class Fault(StrEnum):
    """Why an answer, or anything else asked of a lesson, is refused."""

    NOT_NOW = "not-now"
    NOT_YOURS = "not-yours"
    LOCKED = "locked"
    UNKNOWN = "unknown"
    NOT_100 = "not-100"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_CARD = "no-card"
    NO_REASON = "no-reason"
    NO_SEAT = "no-seat"
    GIVEN = "given"
    FULL = "full"
    LOBBY_LOCKED = "lobby-locked"
    CLOSED = "closed"
    NOT_READY = "not-ready"


class Refused(ValueError):
    """The lesson refuses something; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Rule:
    """When one thing may be answered, by which kinds of role, in which form."""

    form: Form
    phase: Phase
    step: Step | None = None
    kinds: frozenset[Kind] = frozenset(Kind)


_COUNSEL: Final = frozenset(Kind) - {Kind.DECIDER}
_BARGAINS: Final = frozenset({Kind.DECIDER, Kind.ADVISER, Kind.OTHER})
_WATCHES: Final = frozenset({Kind.OBSERVER, Kind.RECORDER})

RULES: Final[Mapping[Asked, Rule]] = {
    Asked.BATNA: Rule(Form.TEXT, Phase.BRIEF),
    Asked.ZONE: Rule(Form.TEXT, Phase.BRIEF, kinds=_BARGAINS),
    Asked.CHOICE: Rule(Form.MOVE, Phase.PREDICT),
    Asked.GUESS: Rule(Form.MOVE, Phase.PREDICT),
    Asked.FORECAST: Rule(Form.SHARES, Phase.PREDICT),
    Asked.NOTE: Rule(Form.TEXT, Phase.DISCUSS, kinds=_WATCHES),
    Asked.MISSING: Rule(Form.TEXT, Phase.DISCUSS, kinds=_WATCHES),
    Asked.BALLOT: Rule(Form.MOVE, Phase.COUNCIL, kinds=_COUNSEL),
    Asked.REASON: Rule(Form.TEXT, Phase.DECIDE),
    Asked.EVIDENCE: Rule(Form.CARD, Phase.DECIDE),
    Asked.MIND: Rule(Form.TEXT, Phase.DECIDE),
    Asked.RECALL: Rule(Form.SHARE, Phase.REVEAL),
    Asked.REFLECT: Rule(Form.TEXT, Phase.REFLECT),
    Asked.WORD: Rule(Form.TEXT, Phase.DEBRIEF, Step.COOL_DOWN),
    Asked.ANSWER: Rule(Form.TEXT, Phase.DEBRIEF, Step.WHY),
    Asked.CLAIM: Rule(Form.TEXT, Phase.DEBRIEF, Step.EXIT),
    Asked.CARD: Rule(Form.CARD, Phase.DEBRIEF, Step.EXIT),
    Asked.OPEN: Rule(Form.TEXT, Phase.DEBRIEF, Step.EXIT),
}

LONGEST: Final = limits.ANSWER

LONGEST_WORD: Final = 40


def expected(phase: Phase, step: Step | None, kind: Kind) -> tuple[Asked, ...]:
    """Returns what a seat of ``kind`` is asked for in a phase, in the order it is asked."""
    return tuple(asked for asked, rule in RULES.items()
                 if rule.phase is phase and rule.step is step and kind in rule.kinds)


def clean(text: str) -> str:
    """Returns a free text as it is kept: control and direction characters out, spaces closed up, lines kept.

    Marks that turn the writing direction could make one seat's words run over another's on the projector.
    """
    kept = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n")
                   if char == "\n" or (char.isprintable() and char not in _TURNING))
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip("\n ")


_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def read(asked: Asked, value: str, moves: Collection[str], cards: Collection[str]) -> str:
    """Returns an answer as it is kept; raises ``Refused`` if it does not have its form.

    ``moves`` are the options of the decision, ``cards`` what lies on this seat's table.
    """
    match RULES[asked].form:
        case Form.MOVE if value not in moves:
            raise Refused(Fault.UNKNOWN)
        case Form.CARD if value not in cards:
            raise Refused(Fault.UNKNOWN)
        case Form.SHARES:
            return _shares(value, moves)
        case Form.SHARE:
            return str(_share(value))
        case Form.TEXT:
            text = clean(value)
            if not text:
                raise Refused(Fault.EMPTY)
            if len(text) > (LONGEST_WORD if asked is Asked.WORD else LONGEST):
                raise Refused(Fault.TOO_LONG)
            return text
    return value


def shares(value: str) -> dict[str, int]:
    """Returns the shares of a kept forecast, by move."""
    return {move: int(share) for move, _, share in (part.partition("=") for part in value.split(",") if part)}


def _shares(value: str, moves: Collection[str]) -> str:
    given: dict[str, int] = {}
    for part in value.split(","):
        move, equals, share = part.partition("=")
        if not equals or move not in moves or move in given:
            raise Refused(Fault.UNKNOWN)
        given[move] = _share(share)
    if sum(given.values()) != 100:
        raise Refused(Fault.NOT_100)
    return ",".join(f"{move}={given.get(move, 0)}" for move in moves)


def _share(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and int(value) <= 100):
        raise Refused(Fault.UNKNOWN)
    return int(value)

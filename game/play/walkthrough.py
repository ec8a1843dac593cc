"""Walkthroughs: a play as a small text file that people can write and read.

A header of ``key: value`` lines (scenario, seed, track, act), then one move per line after ``>``; whatever follows a
``#`` is a remark.  Only decisions are written; chance follows the seed, and a move may name its node
(``> DP12-council refuse``) so that a slip is found where it happens.  A proposal at a table may be written with
spaces and with its clauses in any order (``> propose: date=1, price=3``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from game.core.bargain import PROPOSE
from game.core.model import Table, is_proposal
from game.core.rules import IllegalMove, Rules
from game.play.session import Session, StuckPlay, Track

_PROPOSAL: Final = re.compile(rf"\s*(?:(\S+)\s+)?{PROPOSE}\s*:(.*)")


class WalkthroughFault(ValueError):
    """A walkthrough cannot be read or followed; the message says in which line and why.

    ``reason`` and ``parts`` are the same for those who tell it in another language; ``line`` is 0 for the header.
    """

    def __init__(self, reason: str, line: int = 0, **parts: str | tuple[str, ...]) -> None:
        said = _ENGLISH[reason].format(**{name: part if isinstance(part, str) else ", ".join(part)
                                          for name, part in parts.items()})
        super().__init__(f"line {line}: {said}" if line else said)
        self.reason: Final = reason
        self.line: Final = line
        self.parts: Final = parts


_ENGLISH: Final = {
    "form": "write '> move' or '> node move'",
    "neither": "neither 'key: value' nor '> move'",
    "key": "the header has an unknown key '{key}'",
    "seed": "seed '{seed}' is not a whole number",
    "track": "track '{track}' is neither record nor branch",
    "act": "there is no act '{act}'; the acts are {acts}",
    "begin": "the play cannot begin: the record does not pass the beginning of act '{act}'",
    "elsewhere": "the play stands at '{stands}', not at '{node}'",
    "stuck": "the scenario leads nowhere from '{node}'",
    "move": "'{move}' cannot be played at '{node}' ({refusal}); possible: {possible}",
    "over": "'{move}' cannot be played at '{node}' ({refusal}); possible: none: the play is over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkthrough:
    """``moves`` holds (line, node or "", move)."""

    moves: tuple[tuple[int, str, str], ...]
    scenario: str = ""
    seed: int = 0
    track: Track = Track.BRANCH
    act: str = ""


def parse(text: str) -> Walkthrough:
    """Reads a walkthrough; raises ``WalkthroughFault``."""
    head: dict[str, str] = {}
    moves: list[tuple[int, str, str]] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        if line.startswith(">"):
            said = line[1:]
            if proposal := _PROPOSAL.fullmatch(said):
                said = f"{proposal[1] or ''} {PROPOSE}:{''.join(proposal[2].split())}"
            parts = said.split()
            if not 1 <= len(parts) <= 2:
                raise WalkthroughFault("form", number)
            moves.append((number, parts[0] if len(parts) == 2 else "", parts[-1]))
        elif ":" in line and not moves:
            key, _, value = line.partition(":")
            head[key.strip()] = value.strip()
        else:
            raise WalkthroughFault("neither", number)
    unknown = sorted(set(head) - {"scenario", "seed", "track", "act"})
    if unknown:
        raise WalkthroughFault("key", key=unknown[0])
    seed, track = head.get("seed", "0"), head.get("track", Track.BRANCH.value)
    if not re.fullmatch("-?[0-9]{1,18}", seed):
        raise WalkthroughFault("seed", seed=seed[:20])
    if track not in {item.value for item in Track}:
        raise WalkthroughFault("track", track=track[:20])
    return Walkthrough(moves=tuple(moves), scenario=head.get("scenario", ""), seed=int(seed), track=Track(track),
                       act=head.get("act", ""))


def follow(rules: Rules, walkthrough: Walkthrough) -> Session:
    """Plays a walkthrough; raises ``WalkthroughFault`` at the first line that does not fit."""
    acts = {act.id for act in rules.scenario.acts}
    if walkthrough.act and walkthrough.act not in acts:
        raise WalkthroughFault("act", act=walkthrough.act, acts=tuple(sorted(acts)))
    try:
        session = Session(rules, seed=walkthrough.seed, track=walkthrough.track, act=walkthrough.act)
    except StuckPlay as fault:
        raise WalkthroughFault("stuck", node=fault.node) from fault
    except ValueError as fault:
        raise WalkthroughFault("begin", act=walkthrough.act) from fault
    for number, node, move in walkthrough.moves:
        if node and node != session.node.id:
            raise WalkthroughFault("elsewhere", number, stands=session.node.id, node=node)
        if isinstance(session.node, Table):
            move = canonical(session.node, move)
        try:
            session.play(move)
        except StuckPlay as fault:
            raise WalkthroughFault("stuck", number, node=fault.node) from fault
        except IllegalMove as fault:
            possible = _possible(session)
            raise WalkthroughFault("move" if possible else "over", number, move=move, node=session.node.id,
                                   refusal=fault.refusal.value, possible=possible) from fault
    return session


def canonical(table: Table, move: str) -> str:
    """Returns a proposal in the one form the rules read; any other move, and what cannot be read, as it is.

    Clauses may come in any order; one that is left open may be written ``issue=-``.
    """
    if not is_proposal(move):
        return move
    named: dict[str, str] = {}
    for part in move.partition(":")[2].replace(" ", "").split(","):
        name, _, rung = part.partition("=")
        number = rung.isascii() and rung.isdigit() and len(rung) < 5
        if name not in table.bargain.issues or name in named or not (number or rung == "-"):
            return move
        named[name] = str(int(rung)) if number else rung
    return f"{PROPOSE}:" + ",".join(f"{name}={named[name]}" for name in table.bargain.issues
                                    if named.get(name, "-") != "-")


def _possible(session: Session) -> tuple[str, ...]:
    """What may be played: every option, and at a table the issues with their rungs in reach, not every package."""
    moves = [move for move in session.moves() if not is_proposal(move)]
    node = session.node
    if isinstance(node, Table):
        choices = dict(zip(node.bargain.issues, session.rules.talks[node.id].terms(session.position.values).choices,
                           strict=True))
        reach = "; ".join(f"{name} {'/'.join('-' if rung is None else str(rung) for rung in choices[name])}"
                          for name in node.offers)
        return *moves, f"{PROPOSE}:issue=rung,… ({reach})"
    return tuple(moves)


def write(session: Session) -> str:
    """Returns the walkthrough of a play."""
    head = [f"scenario: {session.scenario.id}", f"seed: {session.seed}", f"track: {session.track.value}"]
    if session.act:
        head.append(f"act: {session.act}")
    moves = [f"> {node.id} {step.move}" for ply, step, node in session.decisions()
             if ply >= session.given and node.who == session.seat]
    return "\n".join([*head, "", *moves, ""])

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
    """A walkthrough cannot be read or followed; the message says in which line and why."""


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
                raise WalkthroughFault(f"line {number}: write '> move' or '> node move'")
            moves.append((number, parts[0] if len(parts) == 2 else "", parts[-1]))
        elif ":" in line and not moves:
            key, _, value = line.partition(":")
            head[key.strip()] = value.strip()
        else:
            raise WalkthroughFault(f"line {number}: neither 'key: value' nor '> move'")
    unknown = sorted(set(head) - {"scenario", "seed", "track", "act"})
    if unknown:
        raise WalkthroughFault(f"the header has an unknown key '{unknown[0]}'")
    seed, track = head.get("seed", "0"), head.get("track", Track.BRANCH.value)
    if not re.fullmatch("-?[0-9]{1,18}", seed):
        raise WalkthroughFault(f"seed '{seed[:20]}' is not a whole number")
    if track not in {item.value for item in Track}:
        raise WalkthroughFault(f"track '{track[:20]}' is neither record nor branch")
    return Walkthrough(moves=tuple(moves), scenario=head.get("scenario", ""), seed=int(seed), track=Track(track),
                       act=head.get("act", ""))


def follow(rules: Rules, walkthrough: Walkthrough) -> Session:
    """Plays a walkthrough; raises ``WalkthroughFault`` at the first line that does not fit."""
    acts = {act.id for act in rules.scenario.acts}
    if walkthrough.act and walkthrough.act not in acts:
        raise WalkthroughFault(f"there is no act '{walkthrough.act}'; the acts are {', '.join(sorted(acts))}")
    try:
        session = Session(rules, seed=walkthrough.seed, track=walkthrough.track, act=walkthrough.act)
    except (StuckPlay, ValueError) as fault:
        raise WalkthroughFault(f"the play cannot begin: {fault}") from fault
    for number, node, move in walkthrough.moves:
        if node and node != session.node.id:
            raise WalkthroughFault(f"line {number}: the play stands at '{session.node.id}', not at '{node}'")
        if isinstance(session.node, Table):
            move = canonical(session.node, move)
        try:
            session.play(move)
        except StuckPlay as fault:
            raise WalkthroughFault(f"line {number}: {fault}") from fault
        except IllegalMove as fault:
            raise WalkthroughFault(f"line {number}: '{move}' cannot be played at '{session.node.id}' "
                                   f"({fault.refusal.value}); possible: {_possible(session)}") from fault
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


def _possible(session: Session) -> str:
    """What may be played: every option, and at a table the issues with their rungs in reach, not every package."""
    moves = [move for move in session.moves() if not is_proposal(move)]
    node = session.node
    if isinstance(node, Table):
        choices = dict(zip(node.bargain.issues, session.rules.talks[node.id].terms(session.position.values).choices,
                           strict=True))
        reach = "; ".join(f"{name} {'/'.join('-' if rung is None else str(rung) for rung in choices[name])}"
                          for name in node.offers)
        return f"{', '.join(moves)}{', or ' if moves else ''}{PROPOSE}:issue=rung,… ({reach})"
    return ", ".join(moves) or "none: the play is over"


def write(session: Session) -> str:
    """Returns the walkthrough of a play."""
    head = [f"scenario: {session.scenario.id}", f"seed: {session.seed}", f"track: {session.track.value}"]
    if session.act:
        head.append(f"act: {session.act}")
    moves = [f"> {node.id} {step.move}" for ply, step, node in session.decisions()
             if ply >= session.given and node.who == session.seat]
    return "\n".join([*head, "", *moves, ""])

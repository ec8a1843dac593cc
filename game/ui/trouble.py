"""Failed saves, and saves that their scenario has outgrown, as sentences in one language.

Not the failures themselves (``play.storage``, ``play.session``) and not where they are shown.  Called by the desk of
the window and by ``cli`` for the terminal.
"""

from __future__ import annotations

from game.core.rules import Rules
from game.play.session import Divergence, Session
from game.play.storage import CAUSES, StorageFailure
from game.ui.language import Language


def failure_text(failure: StorageFailure, language: Language) -> str:
    """Returns why the disk refused; the failure's own sentence where no task is known."""
    if failure.task is None:
        return str(failure)
    return language.t(f"trouble.{failure.task.value}", place=failure.place,
                      why=_why(failure.cause, failure.said, language))


def cause_text(fault: OSError, language: Language) -> str:
    """Returns why the system refused something, as a clause without a full stop."""
    if isinstance(fault, StorageFailure):
        return _why(fault.cause, fault.said, language)
    return _why(CAUSES.get(fault.errno or 0, "other"), fault.strerror or "", language)


def _why(cause: str, said: str, language: Language) -> str:
    if cause != "other":
        return language.t(f"trouble.cause.{cause}")
    return language.t("trouble.cause.other", said=said) if said else language.t("trouble.cause.unknown")


def offer_text(divergence: Divergence, session: Session, language: Language) -> str:
    """Returns what a player is told before going on with such a play: where it stops fitting, and what is kept of it.

    session: the play as far as it fits.
    """
    made = sum(ply >= session.given and node.who == session.seat for ply, _, node in session.decisions())
    fits = language.t("trouble.fits", n=made) if made else language.t("trouble.fits.zero")
    return language.t("trouble.offer", fits=fits, **_parted(divergence, session.rules, language))


def divergence_text(divergence: Divergence, rules: Rules, language: Language) -> str:
    """Returns where and why a saved play stops fitting; the place by its title, or by its id if it has none."""
    return language.t("trouble.changed", **_parted(divergence, rules, language))


def _parted(divergence: Divergence, rules: Rules, language: Language) -> dict[str, str]:
    node = rules.scenario.nodes[divergence.node]
    title = next((language.words(item.words) for item in node.title if item.when is None), "")
    return {"where": title or divergence.node, "reason": language.t(f"trouble.parting.{divergence.reason.value}")}

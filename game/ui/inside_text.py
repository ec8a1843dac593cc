"""What is inside a node, for the author: ids, guards with their truth here, effects, where each way leads.

Plain lines; nothing a player sees.  Called by the preview.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from game.core.model import Branch, Chance, Decision, Effect, Option, Table, Terminal
from game.core.rules import Rules
from game.play.session import Session
from game.ui.language import Language


@dataclass(frozen=True, slots=True)
class Inside:
    """One thing and what there is to say of it; ``open`` tells whether it can be taken here (None: no question)."""

    name: str
    lines: tuple[str, ...]
    open: bool | None = None


def inside(session: Session, language: Language) -> tuple[Inside, ...]:
    """Returns what is inside the node where the play stands, its variables last."""
    node, rules, t = session.node, session.rules, language.t
    about = [t(f"preview.inside.{_kind(node)}")]
    if isinstance(node, Decision):
        about.append(t("preview.inside.who", who=node.who))
        if node.name:
            about.append(t("preview.inside.name", name=node.name))
    found = [Inside(node.id, tuple(about))]
    if isinstance(node, Decision):
        found += [_option(option, session, language) for option in node.options]
    values = [f"{name} = {value}" for name, value in zip(rules.names, session.position.values, strict=True)]
    return (*found, Inside(t("preview.inside.values"), tuple(values)))


def _kind(node: object) -> str:
    return {Table: "table", Decision: "decision", Chance: "chance", Terminal: "ending"}[type(node)]


def _option(option: Option, session: Session, language: Language) -> Inside:
    open_ = option.id in session.moves()
    lines = [language.t("preview.inside.when", guard=option.when.source)] if option.when else []
    lines += _effects(option, language)
    lines.append(language.t("preview.inside.goto", node=option.goto))
    return Inside(option.id, tuple(lines), open_)


def _effects(way: Option | Branch, language: Language) -> Iterator[str]:
    for effect in way.effects:
        yield language.t("preview.inside.effect", effect=_written(effect))


def _written(effect: Effect) -> str:
    return f"{effect.operation} {effect.variable}: {effect.amount.source}"


def node_rows(rules: Rules, language: Language) -> list[tuple[str, str, str]]:
    """Returns (id, title, kind) of every node, in the order of the files."""
    rows = []
    for node in rules.scenario.nodes.values():
        title = next((language.words(item.words) for item in node.title), "")
        rows.append((node.id, title, language.t(f"preview.inside.{_kind(node)}")))
    return rows

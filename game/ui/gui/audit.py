"""Finds what a reader would trip over: text outside its box, overlapping or small targets, missing glyphs.

For tests and for looking at screens while they are made; never called while playing.
"""

from __future__ import annotations

from game.ui.gui.context import Context
from game.ui.gui.widgets.base import Widget, focusables
from game.ui.gui.widgets.content import Paragraph, Text


def audit(ctx: Context, root: Widget) -> list[str]:
    """One line per fault in a tree that has been laid out; empty when there is none."""
    faults: list[str] = []
    for widget in root.walk():
        name = widget.key or widget.label[:24] or widget.role
        needed = widget.measure(ctx, widget.rect.w) if widget.rect.w > 0 else 0
        if isinstance(widget, Text) or (widget.focusable and not widget.clips):
            if needed > widget.rect.h + 1:
                faults.append(f"{widget.role} {name!r}: needs {needed} px of height, has {widget.rect.h}")
            if widget.rect.w <= 0:
                faults.append(f"{widget.role} {name!r}: has no width")
        if isinstance(widget, Text):
            faults += _wide(ctx, widget, name)
        if (
            widget.clip is None
            and not root.rect.contains(widget.rect)
            and widget.rect.w > 0
            and widget.rect.h > 0
        ):
            faults.append(f"{widget.role} {name!r}: lies outside the window")
        faults += _glyphs(ctx, widget, name)
    return faults + _targets(ctx, root)


def _wide(ctx: Context, widget: Text, name: str) -> list[str]:
    inner = widget.rect.w - (ctx.px(16) if isinstance(widget, Paragraph) and widget.grade else 0)
    width = widget.set(ctx, inner).width
    return [f"text {name!r}: {width} px wide in {inner}"] if width > inner + 2 else []


def _glyphs(ctx: Context, widget: Widget, name: str) -> list[str]:
    said = widget.label + widget.value
    role = widget.face if isinstance(widget, Text) else "body"
    missing = ctx.fonts.missing(said, role, ctx.language)
    return [f"{widget.role} {name!r}: no glyph for {''.join(missing)}"] if missing else []


def _targets(ctx: Context, root: Widget) -> list[str]:
    faults = []
    stops = [widget for widget in focusables(root) if not widget.clips]
    least = ctx.gap("target") - 1
    for index, a in enumerate(stops):
        if not a.inline and min(a.rect.size) < least:
            faults.append(
                f"{a.role} {a.key or a.label!r}: target {a.rect.w}x{a.rect.h} px, least {least + 1}"
            )
        for b in stops[index + 1 :]:
            shared = a.visible().clip(b.visible())
            if min(shared.size) > 2:
                faults.append(f"{a.role} {a.key or a.label!r} overlaps {b.role} {b.key or b.label!r}")
    return faults

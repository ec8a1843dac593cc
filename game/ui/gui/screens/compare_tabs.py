"""The pages of the comparison, each built from a ``ComparisonPage``: one function per tab, no decisions of their own.

Called by the comparison screen, which keeps which tab and which rows are open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.ui.compare_page import ComparisonPage, OddsText, PathText, StakeText, VoiceText
from game.ui.gui.screen import Command, Context, Refresh
from game.ui.gui.screens.compare_parts import Fold, Lanes, ShareBar
from game.ui.gui.widgets import (
    Button,
    Card,
    Column,
    Heading,
    Label,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Spacer,
    Table,
    Widget,
)
from game.ui.notes import Footnote
from game.ui.pages import Paragraph as Said

Note = Callable[[str], Command | None]
SIGNS = {"same": "=", "differs": "≠", "unreached": "○", "beyond": "◆"}


def marks(numbers: Sequence[int]) -> str:
    """Returns footnote marks as the text engine reads them."""
    return "\u00a0".join(f"[[{number}]]" for number in numbers)


def treaties(ctx: Context, page: ComparisonPage, on_row: Callable[[int], Command | None]) -> Widget:
    """The documents side by side and the player's treaty; a row opens its sources."""
    columns = [(ctx.t("compare.issue"), 0.6, "left"),
               *((f"{title}\n{day}", 1.0, "left") for title, day in page.documents), (page.mine, 1.1, "left")]
    rows = []
    for row in page.clauses:
        sign = SIGNS["same" if row.same else "differs"]
        rung = f"**{row.rung}**\n" if row.rung else ""
        grade = f" ({row.yours.grade})" if row.yours.grade else ""
        verdict = f"**{sign} {row.verdict}**\n" if row.verdict else ""
        mine = f"{verdict}{rung}{row.yours.text}{marks(row.yours.marks)}{grade}"
        rows.append([f"**{row.name}**", *(f"{cell.text}{marks(cell.marks)}" for cell in row.cells), mine])
    return Scroll(Table(columns, rows, on_row=on_row, key="clause"), key="scroll.treaty")


def paths(ctx: Context, page: ComparisonPage) -> Widget:
    """Both paths on one timeline, act by act."""
    parts: list[Widget] = [_legend(ctx)] if page.recorded else []
    act = ""
    for row in page.path:
        if row.act and row.act != act:
            act = row.act
            parts.append(Heading(act, size="lead", underline="rule"))
        parts.append(Row([Lanes(row.relation, row.verdict), _step(ctx, row)], widths=["66px", 1], gap=6))
    return Scroll(Column(parts, gap=0), key="scroll.path")


def _legend(ctx: Context) -> Widget:
    return Label(f"● {ctx.t('compare.your_choice')} · ◇ {ctx.t('compare.record_choice')}", role="bold")


def _step(ctx: Context, row: PathText) -> Widget:
    head = " · ".join(part for part in (row.date, row.title) if part)
    relation = f"{SIGNS[row.relation]} {row.verdict}" if row.verdict else ""
    lines: list[Widget] = [Spacer(8), Label(" · ".join(part for part in (head, relation) if part), role="bold")]
    if row.relation in ("same", "alone"):
        lines.append(Paragraph(row.yours, size="label"))
    else:
        mine = Paragraph(f"**{ctx.t('compare.your_choice')}** {row.yours}", size="label")
        theirs = Paragraph(f"**{ctx.t('compare.record_choice')}** {row.record}", size="label")
        lines.append(Row([Card(mine, line="data_blue", pad=8), Card(theirs, line="red", pad=8)]))
    lines += [Label(f"→ {text}", role="bold", colour="red") for text in (row.turn, row.opened, row.closed) if text]
    return Column([*lines, Spacer(8)], gap=3)


STAKE_SHARES = (1.0, 1.2, 0.9, 1.2)
"""Widths of issue, yours, relation and the record's; the first two alone where there is no record."""


def stakes(ctx: Context, page: ComparisonPage, opened: set[str], toggle: Callable[[str], Command | None]) -> Widget:
    """Each layer of each dimension, yours beside the record's; a row folds open to what moved it."""
    heads = ("compare.issue", "compare.your_choice", "report.relation", "compare.record_choice")
    shown = len(heads) if page.recorded else 2
    row = Row([Label(ctx.t(key), role="bold") for key in heads[:shown]], widths=STAKE_SHARES[:shown], gap=12)
    parts: list[Widget] = [Row([Spacer(), row, Spacer()], widths=["8px", 1, "30px"], gap=0), Rule("single")]
    for stake in page.stakes:
        parts += _stake(ctx, stake, stake.id in opened, toggle)
    return Scroll(Column(parts, gap=0), key="scroll.stakes")


def _stake(ctx: Context, stake: StakeText, opened: bool, toggle: Callable[[str], Command | None]) -> list[Widget]:
    def press() -> Command:
        return toggle(stake.id) or Refresh()
    sign = SIGNS["same" if stake.same else "differs"]
    cells = [f"**{stake.dimension}**\n{stake.layer}", stake.yours]
    if stake.verdict:
        cells += [f"**{sign}** {stake.verdict}", stake.record]
    found: list[Widget] = [Fold(cells, STAKE_SHARES[:len(cells)], press, opened=opened, key=f"stake.{stake.id}")]
    if not opened:
        return found
    lines: list[Widget] = []
    if stake.same:
        lines += [Paragraph(stake.yours_text, size="label")] if stake.yours_text else []
    else:
        lines += [Paragraph(f"**{ctx.t(word)}** {text}", size="label") for word, text in (
            ("compare.your_choice", stake.yours_text), ("compare.record_choice", stake.record_text)) if text]
    lines.append(Label(ctx.t("compare.why"), role="bold", colour="soft"))
    for cause in stake.causes:
        lines.append(Paragraph(f"→ {cause.told}\n{cause.effect} **({cause.sure})**", size="label"))
    if not stake.causes:
        lines.append(Label(ctx.t("compare.unchanged")))
    return [*found, Row([Spacer(), Card(Column(lines, gap=6))], widths=["24px", 1], gap=0), Spacer(8)]


def figures(ctx: Context, page: ComparisonPage, on_row: Callable[[int], Command | None]) -> Widget:
    """Numbers and dates of the record, and whether the play reached them."""
    columns = [(ctx.t("compare.issue"), 1.6, "left"), (ctx.t("compare.record_choice"), 1.0, "left"),
               (ctx.t("report.relation"), 1.0, "left")]
    rows = [[f"{row.name}{marks(row.marks)}", f"**{row.value}**",
             f"{SIGNS['same' if row.reached else 'unreached']} {row.verdict}"] for row in page.figures]
    return Scroll(Table(columns, rows, size="body", on_row=on_row, key="figure"), key="scroll.figures")


def odds(ctx: Context, page: ComparisonPage, uncounted: bool) -> Widget:
    """Where the play stands among all plays, or that nobody has counted (or is still counting)."""
    if page.odds is None or not page.odds:
        waiting: list[Widget] = [Paragraph(ctx.t("compare.uncounted" if uncounted else "compare.counting"))]
        if not uncounted:
            again = Button(ctx.t("compare.look_again"), Refresh, key="again")
            waiting.append(Row([again, Spacer()], widths=["auto", 1]))
        return Scroll(Column(waiting, gap=12), key="scroll.odds")
    parts: list[Widget] = [Paragraph(ctx.t("compare.odds_note"), size="label", colour="soft")]
    for row in page.odds:
        parts += _odds(ctx, row)
    return Scroll(Column(parts, gap=6), key="scroll.odds")


def _odds(ctx: Context, row: OddsText) -> list[Widget]:
    parts: list[Widget] = [Heading(row.name, size="lead", underline="rule")]
    if row.sentence:
        parts.append(Paragraph(row.sentence, size="label"))
    for rung in row.rungs:
        who = "  ".join(ctx.t(key) for key, holds in (("compare.mark_yours", rung.yours),
                                                      ("compare.mark_record", rung.record)) if holds)
        parts.append(Row([Label(rung.name), ShareBar(float(rung.share), f"{rung.name}: {rung.words}"),
                          Label(rung.words, align="right"), Label(who, role="bold")],
                         widths=[1.5, 1, "84px", 0.8], stretch=False))
    return [*parts, Spacer(8)]


def said(paragraph: Said, on_note: Note, *, graded: bool, key: str) -> Widget:
    """A graded paragraph with its rule, its word and its footnotes."""
    text = paragraph.text + marks(paragraph.marks)
    if not graded and paragraph.grade.value == "fact":
        return Paragraph(text, on_note=on_note, key=key)
    return Paragraph(text, grade=paragraph.grade.value, grade_word=paragraph.label, source=paragraph.note,
                     on_note=on_note, key=key)


def voices(ctx: Context, name: str, note: str, told: Sequence[VoiceText], on_note: Note, *, graded: bool) -> Widget:
    """Readings or perspectives, two beside each other where there is room."""
    cards: list[Widget] = []
    for place, voice in enumerate(told):
        lines: list[Widget] = [Heading(voice.title, size="lead", underline="red")]
        lines += [said(item, on_note, graded=graded, key=f"{name}.{place}.{number}")
                  for number, item in enumerate(voice.text)]
        if voice.cares:
            basis = f"\n{voice.basis}" if voice.basis else ""
            lines.append(Paragraph(f"{voice.cares}{basis}{marks(voice.marks)}", grade="model",
                                   grade_word=ctx.t("grade.model"), size="label", on_note=on_note,
                                   key=f"{name}.{place}.cares"))
        cards.append(Card(Column([*lines, Spacer(grow=1)], gap=10), pad=14))
    if not ctx.compact:
        cards = [Row(cards[place:place + 2], widths=[1.0] * len(cards[place:place + 2]))
                 for place in range(0, len(cards), 2)]
    head = Label(note, role="bold", colour="soft")
    return Scroll(Column([head, *cards], gap=12), key=f"scroll.{name}")


def sources(ctx: Context, footnotes: Sequence[Footnote], open_book: Callable[[], Command]) -> Widget:
    """Every footnote of the comparison and of the play."""
    lines: list[Widget] = [Row([Button(ctx.t("compare.all_sources"), open_book, key="book"), Spacer()],
                               widths=["auto", 1])]
    for note in footnotes:
        external = f" **◆ {ctx.t('sources.external')}**" if note.external else ""
        lines.append(Row([Label(f"{note.number}", align="right"), Paragraph(f"{note.text}{external}", size="label")],
                         widths=["44px", 1], gap=10))
    return Scroll(Column(lines, gap=6), key="scroll.sources")

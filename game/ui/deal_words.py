"""What a deal came to, in sentences: who gained, beside the record, what was left on the table.

Not figures and not layout.  No sentence ranks plays or calls a package right.  Called by ``deal_page``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from game.analysis.frontier import Swap
from game.debrief.deal import Deal
from game.ui.language import Language

Names = tuple[str, str]
Values = tuple[Fraction, Fraction]


def figure(value: Fraction | float) -> str:
    """Returns points of 100 as they are printed."""
    return f"{float(value):.1f}"


def upper(name: str) -> str:
    """Returns a name as it stands at the head of a sentence, a column or an axis."""
    return name[:1].upper() + name[1:]


def within(name: str) -> str:
    """Returns a name as it stands within a sentence: an English article is not capital there."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def told(deal: Deal, language: Language, names: Names, zones: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Returns the deal in words, without a figure."""
    t, lines = language.t, []
    if deal.yours is None:
        lines.append(t("deal.no_treaty"))
    else:
        lines.append(_gained(language, "yours", deal.yours.values, deal.none, names))
    if deal.record is None:
        lines.append(t("deal.no_record"))
    elif deal.yours is not None and deal.yours.package == deal.record.package:
        lines.append(t("deal.as_record"))
    else:
        lines.append(_gained(language, "record", deal.record.values, deal.record_none, names))
        if deal.yours is not None:
            how = [t(f"deal.{_sign(mine - theirs)}")
                   for mine, theirs in zip(deal.yours.values, deal.record.values, strict=True)]
            lines.append(t("deal.beside", one=names[0], first=how[0], two=names[1], second=how[1]))
    if deal.yours is not None:
        room = room_left(deal)
        both = any(min(swap.gains) > 0 for swap in shown(deal))
        lines.append(t("deal.efficient" if not any(room) else "deal.left_both" if both else "deal.left"))
    none = t("deal.zone_none")
    lacking = [name for name, found in zones if found == none]
    if len(lacking) == len(zones):
        lines.append(t("deal.alone_none"))
    elif lacking:
        lines.append(t("deal.alone", issues=t("deal.list").join(map(within, lacking))))
    return tuple(upper(line) for line in lines)


def room_left(deal: Deal) -> Values:
    """Returns how much more each side could have had from some package, the other having no less than it has.

    Raises ``ValueError`` where there is no treaty.
    """
    if deal.yours is None:
        raise ValueError("no treaty, nothing to measure")
    x, y = deal.yours.values
    one = max((point.values[0] - x for point in deal.frontier if point.values[1] >= y), default=Fraction(0))
    two = max((point.values[1] - y for point in deal.frontier if point.values[0] >= x), default=Fraction(0))
    return max(one, Fraction(0)), max(two, Fraction(0))


def left(deal: Deal, language: Language, names: Names) -> tuple[str, ...]:
    """Returns what was left on the table, in figures: the distance to the frontier along each side's axis."""
    if deal.yours is None:
        return ()
    room = room_left(deal)
    if not any(room):
        return (language.t("deal.room_none"),)
    return tuple(upper(language.t("deal.room", side=names[place], other=names[1 - place], points=figure(room[place])))
                 for place in (0, 1))


def shown(deal: Deal) -> tuple[Swap, ...]:
    """Returns the exchanges that better both; where there are none, those that better one at no cost to the other."""
    return tuple(swap for swap in deal.swaps if min(swap.gains) > 0) or deal.swaps


def swaps_note(deal: Deal, language: Language) -> str:
    """Returns why no exchange that betters both is shown; nothing where one is, or where none is asked for."""
    found = shown(deal)
    if deal.yours is None or any(min(swap.gains) > 0 for swap in found):
        return ""
    if found:
        return language.t("deal.swaps_weak")
    return language.t("deal.swaps_far" if any(room_left(deal)) else "deal.swaps_none")


def _gained(language: Language, whose: str, values: Values, none: Values, names: Names) -> str:
    gains = [value > without for value, without in zip(values, none, strict=True)]
    treaty = language.t(f"deal.treaty.{whose}")
    if all(gains) or not any(gains):
        return language.t("deal.gained.both" if all(gains) else "deal.gained.neither", treaty=treaty)
    who = gains.index(True)
    return language.t("deal.gained.single", treaty=treaty, gains=names[who], loses=names[1 - who])


def _sign(difference: Fraction) -> str:
    return "more" if difference > 0 else "less" if difference < 0 else "equal"

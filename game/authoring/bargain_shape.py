"""The shape of a bargain in a scenario file: issues, two sides, what may be proposed.  Read by ``structure``."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from game.authoring.fields import EMPTY, AmountIn, ExpressionIn, PhraseIn, Shape, SlotIn, WordsIn
from game.authoring.misfit import Misfit
from game.core.bargain import MAX_ROUNDS

MAX_RUNG: Final = 1000

Points = Annotated[int, Field(ge=0, le=100)]
RungNumber = Annotated[int, Field(ge=0, le=MAX_RUNG)]
RungList = Annotated[list[RungNumber], AfterValidator(lambda rungs: sorted(set(rungs)))]


def _guards(value: Any) -> Any:
    """A list of rungs is the same as a mapping of rungs to guards that always hold."""
    return {str(rung): "1" for rung in value} if isinstance(value, list) else value


def _numbered(value: Any) -> Any:
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else value


def _rung(value: str) -> str:
    """A rung as the key of a mapping, in its one written form."""
    plain = value.isascii() and value.isdigit() and len(value) <= 4
    if not plain or str(int(value)) != value or int(value) > MAX_RUNG:
        raise Misfit("rung", value)
    return value


_KEYS: Final = {"propertyNames": {"pattern": r"^(0|[1-9]\d{0,2}|1000)$"}}
_POINTS: Final = {"type": "integer", "minimum": 0, "maximum": 100}

RungKey = Annotated[str, AfterValidator(_rung)]
Guards = Annotated[dict[RungKey, AmountIn], BeforeValidator(_guards), WithJsonSchema({
    "type": ["array", "object"], "items": {"type": "integer", "minimum": 0, "maximum": MAX_RUNG}, **_KEYS,
    "additionalProperties": {"kind": "expression"}})]
Worths = Annotated[dict[RungKey, Points], BeforeValidator(_numbered), WithJsonSchema({
    "type": "object", **_KEYS, "additionalProperties": _POINTS})]


class RedLineIn(Shape):
    """Rungs a side will not have at any price."""

    rungs: RungList = Field(min_length=1, description="The rungs, by number. What is worth less must be in it too.",
                            examples=[[0, 1]])
    when: ExpressionIn | None = Field(None, description="A condition: it is a red line only while this holds.")


class StakeIn(Shape):
    """What one side makes of one issue."""

    weight: Points = Field(description="How much the issue counts for this side, 0 to 100, beside its other issues.")
    open: Points = Field(description="What leaving the issue open is worth to it, 0 to 100.")
    worth: Worths | None = Field(None,
        description="What each rung is worth to it, 0 to 100. Without it, as on the scale.",
        examples=[{"0": 0, "1": 40, "2": 100}])
    never: list[RedLineIn] = Field(EMPTY, description="Red lines: rungs this side will not have at any price.")
    why: SlotIn = Field(EMPTY, description="Where the figures come from, graded and cited; shown after the ending.")
    refuses: SlotIn = Field(EMPTY, description="What is told when the side refuses over this issue.")
    counters: SlotIn = Field(EMPTY, description="What is told when it asks for another rung of this issue.")
    grants: SlotIn = Field(EMPTY, description="What is told when it grants this issue at once.")


class LinkIn(Shape):
    """Other worths of an issue, while another issue stands on certain rungs."""

    issue: str = Field(description="The issue whose worths change.")
    given: str = Field(description="The other issue, on which they depend.")
    rungs: RungList = Field(description="The rungs of the other issue at which these worths hold.", examples=[[0]])
    worth: Worths = Field(description="The other worths, by rung, 0 to 100.", examples=[{"1": 40}])
    open: bool = Field(False, description="true if they hold too while the other issue is open.")


class ConductIn(Shape):
    """How the side that answers bargains."""

    aspiration: list[ExpressionIn] = Field(min_length=1, max_length=MAX_ROUNDS,
        description="What it asks for, round by round, in points of 100; the last holds on.",
        examples=[[75, 65, 55]])
    margin: Points = Field(0, description="How many points short a package may be and still get a counter-offer.")
    at_once: list[str] = Field(EMPTY, description="Issues it grants as asked, without haggling.")
    walks_out: ExpressionIn | None = Field(None,
        description="While this condition holds, crossing a red line ends the talks.",
        examples=["round >= 2"])


class SideIn(Shape):
    """One side of a bargain: what it wants, and how it bargains."""

    name: WordsIn = Field(description="Who the side is.")
    reservation: ExpressionIn = Field(
        description="What no agreement is worth to it, in points of 100; it never accepts less.",
        examples=[35, "35 + 10 * dealer"])
    issues: dict[str, StakeIn] = Field(description="What it makes of each issue of the bargain; none may be left out.")
    links: list[LinkIn] = Field(EMPTY, description="Worths of an issue that depend on another issue.")
    conduct: ConductIn | None = Field(None, description="How it bargains; needed by the side that answers.")
    text: SlotIn = Field(EMPTY, description="How the author sees the side; shown after the ending.")


class IssueIn(Shape):
    """Something to be settled; its name is that of a variable and of a scale."""

    name: WordsIn = Field(description="The issue in words.")
    rungs: RungList = Field(EMPTY,
        description="The rungs that may ever be written. Without it, all of the scale from 0 on.")


class BargainIn(Shape):
    """What can be settled, and what two sides make of it."""

    issues: dict[str, IssueIn] = Field(description="The issues, in the order they are shown.")
    sides: dict[str, SideIn] = Field(description="The two sides.")


class OfferIn(Shape):
    """What may be proposed about one issue."""

    rungs: Guards = Field(description="The rungs that may be proposed: a list, or a condition for each rung.",
                          examples=[[0, 1, 2], {"0": True, "2": "round >= 1"}])
    open: bool = Field(False, description="true if the issue may be left open.")
    closed: PhraseIn = Field(EMPTY, description="Why the other rungs are out of reach.")

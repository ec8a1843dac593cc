"""The shape of a bargain in a scenario file: issues, two sides, what may be proposed.  Read by ``structure``."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from game.authoring.fields import ExpressionIn, PhraseIn, Shape, SlotIn, WordsIn
from game.authoring.misfit import Misfit
from game.core.bargain import MAX_ROUNDS

Points = Annotated[int, Field(ge=0, le=100)]
RungNumber = Annotated[int, Field(ge=0, le=1000)]
RungList = Annotated[list[RungNumber], AfterValidator(lambda rungs: sorted(set(rungs)))]


def _guards(value: Any) -> Any:
    """A list of rungs is the same as a mapping of rungs to guards that always hold."""
    return {str(rung): "1" for rung in value} if isinstance(value, list) else value


def _numbered(value: Any) -> Any:
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else value


def _rung(value: str) -> str:
    """A rung as the key of a mapping, in its one written form."""
    plain = value.isascii() and value.isdigit() and len(value) <= 4
    if not plain or str(int(value)) != value or int(value) > 1000:
        raise Misfit("rung", value)
    return value


RungKey = Annotated[str, AfterValidator(_rung)]
Guards = Annotated[dict[RungKey, ExpressionIn], BeforeValidator(_guards)]
Worths = Annotated[dict[RungKey, Points], BeforeValidator(_numbered)]


class RedLineIn(Shape):
    rungs: RungList = Field(min_length=1)
    when: ExpressionIn | None = None


class StakeIn(Shape):
    weight: Points = Field(description="how much of 100 points the issue counts for this side")
    worth: Worths | None = Field(None, description="0-100 for each rung; without it, the worths of the scale")
    open: Points = Field(description="0-100: what leaving the issue open is worth")
    never: list[RedLineIn] = Field([], description="rungs this side will not have")
    why: SlotIn = Field([], description="where the figures come from, graded and cited")
    refuses: SlotIn = Field([], description="minutes of a refusal over this issue")
    counters: SlotIn = Field([], description="minutes of a counter-offer that changes this issue")
    grants: SlotIn = Field([], description="minutes of an agreement that grants this issue at once")


class LinkIn(Shape):
    issue: str
    given: str = Field(description="the other issue")
    rungs: RungList = Field(description="the rungs of the other issue at which these worths hold")
    open: bool = Field(False, description="whether they hold too while the other issue is open")
    worth: Worths


class ConductIn(Shape):
    aspiration: list[ExpressionIn] = Field(min_length=1, max_length=MAX_ROUNDS)
    margin: Points = 0
    at_once: list[str] = []
    walks_out: ExpressionIn | None = None


class SideIn(Shape):
    name: WordsIn
    reservation: ExpressionIn = Field(description="points of 100: what no agreement is worth")
    issues: dict[str, StakeIn]
    links: list[LinkIn] = []
    conduct: ConductIn | None = None
    text: SlotIn = []


class IssueIn(Shape):
    name: WordsIn
    rungs: RungList = Field([], description="the rungs that may be written; without it, all of the scale")


class BargainIn(Shape):
    issues: dict[str, IssueIn]
    sides: dict[str, SideIn]


class OfferIn(Shape):
    rungs: Guards = Field(description="the rungs that may be proposed, as a list or with a guard each")
    open: bool = Field(False, description="whether the issue may be left open")
    closed: PhraseIn = Field([], description="why the other rungs are out of reach")

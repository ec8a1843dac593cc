"""The small shapes every part of a scenario file is made of: texts, guards, days, effects.

Called by ``structure`` and ``bargain_shape``; the rest of the program never sees them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from game.authoring.misfit import Misfit
from game.core.effects import EFFECTS
from game.core.texts import Confidence, Grade, Likelihood


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _words(value: Any) -> Any:
    return {"": value} if isinstance(value, str) else value


def _phrase(value: Any) -> Any:
    return value if isinstance(value, list) else [{"text": value}]


def _slot(value: Any) -> Any:
    if isinstance(value, list):
        return value
    is_block = isinstance(value, dict) and "text" in value
    return [value if is_block else {"text": value}]


def _expression(value: Any) -> Any:
    if isinstance(value, bool):
        return str(int(value))
    return str(value) if isinstance(value, int) else value


def _iso(value: Any) -> Any:
    return value if isinstance(value, str) else str(value)


def _real_day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Misfit("calendar", value) from None
    return value


WordsIn = Annotated[dict[str, str], BeforeValidator(_words)]
ExpressionIn = Annotated[str, BeforeValidator(_expression)]
IsoDay = Annotated[str, BeforeValidator(_iso), Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
IsoSome = Annotated[str, BeforeValidator(_iso), Field(pattern=r"^\d{4}(-\d{2}){0,2}$")]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class VariantIn(Shape):
    text: WordsIn
    when: ExpressionIn | None = None


PhraseIn = Annotated[list[VariantIn], BeforeValidator(_phrase)]


class BlockIn(Shape):
    text: WordsIn
    grade: Grade = Field(Grade.FACT, description="how the sentence is known")
    cites: list[str] = []
    when: ExpressionIn | None = Field(None, description="shown only while this holds")
    otherwise: bool = Field(False, description="shown only if no guarded paragraph before it was")
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    basis: WordsIn | None = Field(None, description="the rule or assumption of an estimate")
    who: WordsIn | None = Field(None, description="the historian whose inference it is")
    invented: WordsIn | None = Field(None, description="what is invented")


SlotIn = Annotated[list[BlockIn], BeforeValidator(_slot)]


class _EffectBase(Shape):
    sure: Literal["D", "I", "A"] = "A"
    why: WordsIn | None = None


_effect_fields: dict[str, Any] = {
    name: (dict[str, ExpressionIn] | None, Field(None, description=(operation.__doc__ or "").split("\n")[0]))
    for name, operation in EFFECTS.items()
}
EffectIn: Any = create_model("EffectIn", __base__=_EffectBase, **_effect_fields)

"""The small shapes every part of a scenario file is made of: texts, guards, days, effects.

Called by ``node_shape``, ``reference_shape``, ``bargain_shape`` and ``structure``; the rest of the program never sees
them.  Where an author may write the same thing in several ways, the shape is a union of them and ``parts`` evens it
out; ``Tag`` names the ways, so that a fault is told of the way that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    Tag,
    WithJsonSchema,
    create_model,
)

from game.authoring.misfit import Misfit
from game.core.effects import EFFECTS
from game.core.model import Sureness
from game.core.texts import Confidence, Grade, Likelihood


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_DATE: Final = r"^\d{4}(-\d{2}){0,2}$"


def _iso(value: Any) -> Any:
    return value if isinstance(value, str) else str(value)


def _real_day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Misfit("calendar", value) from None
    return value


EMPTY: Final[Any] = ()
"""The default of lists: a default that can change would be copied for every object."""

TEXT: Final = "<text>"
NUMBER: Final = "<number>"
TRUTH: Final = "<truth>"
LIST: Final = "<list>"
BLOCK: Final = "<block>"
LANGUAGES: Final = "<languages>"
WAYS: Final = frozenset({TEXT, NUMBER, TRUTH, LIST, BLOCK, LANGUAGES})
"""The ways to write one thing, as they appear in the place of a fault."""



def _ways(kind: str) -> Any:
    """The ways of a union are tried in order; ``kind`` tells ``schema`` what they are together."""
    return Field(union_mode="left_to_right", json_schema_extra={"kind": kind})


_Text = Annotated[str, Tag(TEXT)]
_Languages = Annotated[dict[str, str], Tag(LANGUAGES)]
_Amount = _Text | Annotated[StrictInt, Tag(NUMBER)] | Annotated[StrictBool, Tag(TRUTH)]

WordsIn = Annotated[_Text | _Languages, _ways("words")]
AmountIn = Annotated[_Amount, _ways("amount")]
ExpressionIn = Annotated[_Amount, _ways("expression")]
IsoDay = Annotated[str, BeforeValidator(_iso), Field(pattern=_DAY), AfterValidator(_real_day),
                   WithJsonSchema({"type": "string", "pattern": _DAY})]
IsoSome = Annotated[str, BeforeValidator(_iso), Field(pattern=_DATE),
                    WithJsonSchema({"type": ["string", "integer"], "pattern": _DATE})]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class VariantIn(Shape):
    """One wording of a short text."""

    text: WordsIn = Field(description="The wording.")
    when: ExpressionIn | None = Field(None,
        description="A condition: this wording is used only while it holds. The first that fits is used; put the one "
                    "without condition last.",
        examples=["trust > 1"])


PhraseIn = Annotated[_Text | Annotated[list[VariantIn], Tag(LIST)] | _Languages, _ways("phrase")]


class BlockIn(Shape):
    """One paragraph, with how it is known and what that demands."""

    text: WordsIn = Field(description="The paragraph. {name} prints the value of a variable.")
    grade: Grade = Field(Grade.FACT,
        description="How the paragraph is known. “fact” and “disputed” cite events, “inference” names the historian "
                    "(“who”) and cites, “model” is an estimate with “likelihood”, “confidence” and “basis”, "
                    "“invention” says what is “invented”.")
    cites: list[str] = Field(EMPTY,
        description="The events, claims or works it rests on, by name; “disputed” needs two.",
        examples=[["E1"]])
    when: ExpressionIn | None = Field(None, description="A condition: the paragraph is shown only while it holds.",
                                      examples=["trust > 1"])
    otherwise: bool = Field(False,
        description="true to show the paragraph only if no paragraph with a condition before it was shown.")
    likelihood: Likelihood | None = Field(None,
        description="For grade “model”: how likely it is held to be, in the seven steps of intelligence analysts (ICD"
                    " 203).")
    confidence: Confidence | None = Field(None,
        description="For grade “model”: how much the estimate itself is worth; something can be likely with low "
                    "confidence.")
    basis: WordsIn | None = Field(None, description="For grade “model”: the rule or assumption of the estimate.",
                                  examples=["he needs the landing"])
    who: WordsIn | None = Field(None, description="For grade “inference”: the historian who argues it.")
    invented: WordsIn | None = Field(None, description="For grade “invention”: what is invented.",
                                     examples=["the whole scene"])


SlotIn = Annotated[_Text | Annotated[list[BlockIn], Tag(LIST)] | Annotated[BlockIn, Tag(BLOCK)] | _Languages,
                   _ways("paragraphs")]


class _EffectBase(Shape):
    """What happens to a variable; the key says how, under it the variable and the amount."""

    sure: Sureness = Field(Sureness.ASSUMED,
        description="How well the effect is founded: D documented, I inferred from the source, A assumed by the "
                    "author.")
    why: WordsIn | None = Field(None, description="The reason, as the explanation after the ending gives it.",
                                examples=["he gets most of what he asked"])


_effect_fields: dict[str, Any] = {
    name: (dict[str, AmountIn] | None, Field(None, description=(operation.__doc__ or "").split("\n")[0]))
    for name, operation in EFFECTS.items()
}
EffectIn: Any = create_model("EffectIn", __base__=_EffectBase, __doc__=_EffectBase.__doc__, **_effect_fields)


def meant(errors: Sequence[Mapping[str, Any]],
          data: object) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Yields the faults of the ways of writing that the author took, each with its place in ``data``.

    errors: those of a ``ValidationError``, one for each way that was tried; their places name the ways.
    """
    tried: dict[tuple[str | int, ...], set[str]] = {}
    for error in errors:
        place = error["loc"]
        for at, part in enumerate(place):
            if part in WAYS:
                tried.setdefault(place[:at], set()).add(part)
    for error in errors:
        found, value, place = True, data, error["loc"]
        for at, part in enumerate(place):
            if part in WAYS:
                found = found and part == next((way for way in _likely(value) if way in tried[place[:at]]), part)
            else:
                value = _below(value, part)
        if found:
            yield tuple(part for part in place if part not in WAYS), error


def _likely(value: object) -> tuple[str, ...]:
    """The ways somebody who wrote ``value`` may have meant, the likeliest first."""
    match value:
        case str() | int():
            return (TEXT,)
        case list():
            return LIST, LANGUAGES, TEXT
        case {"text": _}:
            return BLOCK, LANGUAGES, TEXT
    return LANGUAGES, TEXT


def _below(value: object, part: str | int) -> object:
    try:
        return value[part]  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        return None

"""The shape of the reference material of a scenario file: sources, people, scales, documents, readings, the map.

Read by ``structure``; no rule of the game reads any of it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.authoring.fields import EMPTY, ExpressionIn, IsoDay, IsoSome, Shape, SlotIn, WordsIn


class CitationIn(Shape):
    """Where something is written."""

    work: str = Field(description="The work, by its name under “works”.")
    page: int | None = Field(None, description="The page.", examples=[4])
    note: int | str | None = Field(None, description="The footnote.", examples=[12])
    at: int | str | None = Field(None, description="Any other place in the work, in words.",
                                 examples=["ch. 3", "entry of 5 May"])


class WorkIn(Shape):
    """A book, an article, an archive: what can be cited."""

    short: WordsIn = Field(description="The short form, as it stands in a note.", examples=["Ferry letters"])
    full: WordsIn = Field(description="The full form: author, title, place, year.",
                          examples=["The ferry letters, village archive, 1911."])
    external: bool = Field(False, description="true for a work that is not (or not seen through) the main source.")
    url: str = Field("", description="The address where it can be read.", examples=["https://example.org/letters"])


class EventIn(Shape):
    """Something that happened on a day, and where it is written."""

    when: WordsIn = Field(description="The date as it is printed.", examples=["3 May 1911", "early May 1911"])
    text: WordsIn = Field(description="What happened, in one sentence.")
    date: IsoSome = Field(description="The date for the program: a day, a month or a year.",
                          examples=["1911-05-03", "1911-05", "1911"])
    until: IsoSome | None = Field(None, description="The last day, if it lasted.")
    sort_as: IsoDay | None = Field(None,
        description="The day it counts as where only a month or a year is known. Without it, the first day of that "
                    "month or year.")
    place: WordsIn | None = Field(None, description="Where it happened.")
    cites: list[CitationIn] = Field(EMPTY, description="Where it is written.",
                                    examples=[[{"work": "letters", "page": 4}]])
    external: bool = Field(False, description="true if it is documented outside the main source.")


class ClaimIn(Shape):
    """What a historian argues."""

    who: WordsIn = Field(description="The historian.")
    text: WordsIn = Field(description="The argument, in one or two sentences.")
    cites: list[CitationIn] = Field(EMPTY, description="Where it is argued.")


class StanceIn(Shape):
    """What a person held at a date."""

    date: str = Field(description="The day, as year-month-day.", examples=["1911-05-03"])
    text: WordsIn = Field(description="What the person held.")
    cites: list[str] = Field(EMPTY, description="The events, claims or works that show it.")


class PersonIn(Shape):
    """Somebody in the story."""

    name: WordsIn = Field(description="The name.")
    seal: str = Field("", description="One or two characters for the person's seal.", examples=["宋"])
    traditional: str = Field("", description="The name in traditional characters.")
    also: list[str] = Field(EMPTY, description="Other names or spellings, to be found by.")
    role: WordsIn | None = Field(None, description="Office or part in the story.")
    stances: list[StanceIn] = Field(EMPTY, description="What the person held, and when.")
    silent: bool = Field(False, description="true if the sources record no position; such a person gives no counsel.")


class BodyIn(Shape):
    """A ministry, a party, a council."""

    name: WordsIn = Field(description="The name.")
    text: WordsIn = Field(description="What it is, in one or two sentences.")
    traditional: str = Field("", description="The name in traditional characters.")


class TermIn(Shape):
    """A word that needs explaining."""

    term: WordsIn = Field(description="The word.")
    text: WordsIn = Field(description="What it means here.")
    traditional: str = Field("", description="The word in traditional characters.")
    pinyin: str = Field("", description="How the Chinese word is pronounced.")


class RungIn(Shape):
    """One step of a scale, in words."""

    name: WordsIn = Field(description="The rung in a few words.", examples=["as asked"])
    text: WordsIn = Field(description="The rung in a sentence: a clause that could be signed.")
    worth: int | None = Field(None, ge=0, le=100,
        description="What the rung is worth, 0 to 100. Without it the rungs are spread evenly, 100 at the better end.")
    marks: list[str] = Field(EMPTY, description="The documents and people that stood on this rung, by name.")
    cites: list[str] = Field(EMPTY, description="The events, claims or works that show it.")
    grade: Literal["fact", "inference", "model", "disputed"] = Field("fact", description="How the rung is known.")
    gap: bool = Field(False, description="true for a rung no source contains, put in to fill the scale.")


class ScaleIn(Shape):
    """The values of a number variable in words."""

    better: Literal["low", "high"] = Field(description="At which end the first party would like to be.")
    rungs: dict[str, RungIn] = Field(
        description="One rung for every value the variable can have; the key is the value.")


class DimensionIn(Shape):
    """One thing at stake, compared at the end; each layer names a variable with a scale."""

    name: WordsIn = Field(description="The name, as the comparison shows it.")
    clause: str = Field("", description="The variable that holds what was agreed.")
    promise: str = Field("", description="The variable that holds what was promised.")
    delivery: str = Field("", description="The variable that holds what came of the promise.")
    level: str = Field("", description="The variable that holds a level: goodwill, time, strength.")


class DocumentIn(Shape):
    """A treaty or an agreement: a column of the comparison."""

    title: WordsIn = Field(description="The title.")
    date: WordsIn = Field(description="The date as it is printed.")


class CellIn(Shape):
    """What a document says on an issue."""

    text: WordsIn = Field(description="What it says, paraphrased.")
    cites: list[str] = Field(EMPTY, description="The events, claims or works that show it.")


class RowIn(Shape):
    """One issue across the documents; the player's own column is the rung of the variable."""

    name: WordsIn = Field(description="The issue.")
    variable: str = Field(description="The variable whose rung is the player's cell.")
    cells: dict[str, CellIn] = Field(description="What each document says, by its name under “documents”.")
    note: WordsIn | None = Field(None, description="A remark on the row.")


class FigureIn(Shape):
    """A number or a date of the record that a play may reach."""

    name: WordsIn = Field(description="What the figure is.", examples=["Votes in favour"])
    value: int | str = Field(description="The figure itself.", examples=[214, "12 May"])
    cites: list[str] = Field(EMPTY, description="The events, claims or works that show it.")


class ReadingIn(Shape):
    """One interpretation of the whole, shown after the ending."""

    title: WordsIn = Field(description="The interpretation in a few words.")
    text: SlotIn = Field(description="The interpretation; each paragraph says whose it is.")


Care = Annotated[int, Field(ge=0, le=100)]


class PerspectiveIn(Shape):
    """How one side would put it, shown after the ending."""

    name: WordsIn = Field(description="The side.")
    text: SlotIn = Field(description="The matter as this side would put it.")
    weights: dict[str, Care] = Field(description="How much the side cares for each dimension, 0 to 100.",
                                     examples=[{"land": 10, "peace": 6}])
    basis: WordsIn | None = Field(None, description="What the weights rest on.")
    cites: list[str] = Field(EMPTY, description="The events, claims or works they rest on.")


HatchIn = Literal["own", "claimed", "foreign", "revolt", "occupied", "rival", "contested", "free", "joint", "garrison",
                  "other"]


class MapStatusIn(Shape):
    """Under whom a place is, for some time or while a condition holds; the first that fits is shown."""

    kind: HatchIn = Field(description="How it is drawn; the legend under “kinds” gives each kind its words.")
    text: WordsIn = Field(description="The status in words.")
    when: ExpressionIn | None = Field(None, description="A condition on the play, such as treaty == 'signed'.")
    first: IsoDay | None = Field(None, alias="from", description="The first day.")
    to: IsoDay | None = Field(None, description="The last day.")
    grade: Literal["fact", "inference", "model", "disputed"] = Field("fact", description="How the status is known.")
    cites: list[str] = Field(EMPTY, description="The events, claims or works that show it.")


class GroundIn(Shape):
    """A place on the map."""

    name: WordsIn = Field(description="The name on the map.")
    status: list[MapStatusIn] = Field(EMPTY, description="Under whom it is, the first that fits first.")


class MapLayerIn(Shape):
    """A group of places that can be shown or hidden together."""

    name: WordsIn = Field(description="The name of the layer.")
    grounds: dict[str, GroundIn] = Field(description="The places, by the name of their shape.")
    shown: bool = Field(True, description="Whether the layer is shown at first.")


class MapIn(Shape):
    """The map of the scenario."""

    geometry: str = Field(description="The file of shapes, by its name without ending.", examples=["east-asia"])
    kinds: dict[HatchIn, WordsIn] = Field(description="The legend: what each kind of hatching means.")
    regions: dict[str, GroundIn] = Field(description="The places, by the name of their shape.")
    note: WordsIn | None = Field(None, description="A remark under the map.")
    layers: dict[str, MapLayerIn] = Field(default_factory=dict, description="More places, in groups.")
    towns: dict[str, WordsIn] = Field(default_factory=dict,
        description="The names of towns, by the name of their point.")

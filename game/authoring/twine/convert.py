"""The whole way from the bytes of a Twine story to the text of a scenario and a report; no file is touched.

Called by ``commands.twine``.  ``say`` gives the sentences that stand in the file; the notes are told by ``ui``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from game.authoring.twine import naming
from game.authoring.twine.kinds import Kind, Lexicon, learn
from game.authoring.twine.lower import lower
from game.authoring.twine.reach import Reached, reach
from game.authoring.twine.reading import read_story
from game.authoring.twine.shaping import Form, Shape, shape
from game.authoring.twine.story import INIT, MAX_NUMBER, STARTUP, SUBTITLE, Fate, Note, Story
from game.authoring.twine.tree import (
    Assign,
    Body,
    Const,
    Draw,
    Goto,
    Include,
    Link,
    Statement,
    Var,
    expressions,
    names,
    statements,
)
from game.authoring.twine.writing import Heading, Say, is_chinese, write


@dataclass(frozen=True, slots=True)
class Imported:
    """A scenario as text, and what the report says about it.

    ``counts`` has passages, decisions, chances, endings and variables carried over.
    """

    id: str
    title: str
    format: str
    text: str
    notes: tuple[Note, ...]
    counts: Mapping[str, int]
    ifid: str = ""


def convert(raw: bytes, file: str, say: Say, story_format: str = "", title: str = "") -> Imported:
    """Returns the scenario made of a story; raises ``NotAStory`` if there is none."""
    story, bodies = read_story(raw, story_format)
    lexicon = learn(bodies)
    told, before = _opening(story, dict(bodies), lexicon)
    linked, included = _targets(told, (Link, Goto)), _targets(told, (Include,))
    draft = lower(story, told, lexicon, before, included - linked - {story.start})
    reached = reach(draft)
    heading = _heading(story, file, title, say)
    shaped = shape(draft, reached, story, say("twine.draft.stop", to=heading.language))
    _remarks(story, lexicon, reached, shaped)
    text = write(heading, shaped, lexicon, say)
    notes = tuple(dict.fromkeys(sorted(story.notes)))
    return Imported(heading.id, heading.title, story.format, text, notes, _counts(told, shaped, lexicon), story.ifid)


def _opening(story: Story, bodies: dict[str, Body], lexicon: Lexicon) -> tuple[dict[str, Body], Body]:
    """Takes out what is run before the story; what it sets outright is where variables start.

    So is what the first passage sets outright, if the story never comes back to it.
    """
    first = [name for name in bodies
             if (name == INIT and story.format == "sugarcube") or STARTUP in story.passages[name].tags]
    before = tuple(statement for name in first for statement in bodies[name])
    told = {name: body for name, body in bodies.items() if name not in first}
    before = _folded(before, lexicon)
    if not before and story.start not in _targets(told, (Link, Goto, Include)):
        told[story.start] = _folded(told[story.start], lexicon)
    return told, before


def _folded(body: Body, lexicon: Lexicon) -> Body:
    """Leaves out assignments of constants that nothing before them reads; they become starting values."""
    kept: list[Statement] = []
    read: set[str] = set()
    for place, statement in enumerate(body):
        match statement:
            case Assign(name=name, value=Const(value=value)) if name not in read and _fits(value):
                known = lexicon.variable(name)
                if known.kind is Kind.WORD:
                    known.start = lexicon.word(known, value)
                elif isinstance(value, int):
                    known.start = int(value)
            case Assign() | Draw() | Goto() | Include():
                return (*kept, *body[place:])
            case _:
                kept.append(statement)
                read |= _mentioned((statement,))
    return tuple(kept)


def _fits(value: int | str) -> bool:
    return isinstance(value, str) or abs(value) <= MAX_NUMBER


def _mentioned(body: Body) -> set[str]:
    """Returns the story's names of all variables that statements read or change."""
    found: set[str] = set()
    for statement in statements(body):
        if isinstance(statement, Assign | Draw):
            found.add(statement.name)
        for expr in expressions(statement):
            found |= {one.name for one in names(expr) if isinstance(one, Var)}
    return found


def _targets(bodies: Mapping[str, Body], kinds: tuple[type[Link | Goto | Include], ...]) -> set[str]:
    """Returns the passages that statements of these kinds name."""
    found: set[str] = set()
    for body in bodies.values():
        for statement in statements(body):
            if isinstance(statement, kinds):
                found |= set(statement.targets) if isinstance(statement, Goto) else {statement.target}
    return found


def _heading(story: Story, file: str, title: str, say: Say) -> Heading:
    named = title or story.title or file.rpartition(".")[0] or file
    named = re.sub(r"[\x00-\x1f]", " ", named).replace("{", "(").replace("}", ")").strip() or "Twine"
    sample = named + "".join(passage.text[:2000] for passage in list(story.passages.values())[:20])
    language = "zh" if is_chinese(sample) else "en"
    subtitle = story.passages[SUBTITLE].text if SUBTITLE in story.passages else ""
    subtitle = " ".join(re.sub(r"[{}<>]", "", subtitle).split())[:120]
    return Heading(naming.slug(named, (), "story"), named, subtitle, file, language,
                   say("twine.draft.you", to=language))


def _remarks(story: Story, lexicon: Lexicon, reached: Reached, shaped: Shape) -> None:
    """What only the whole shows: guessed bounds, circles, renamed variables, passages that nothing leads to."""
    for known in lexicon.known.values():
        if known.guessed:
            story.note(Fate.CHANGED, "guessed", 0, "", known.origin or known.name, f"{known.low}–{known.high}")
        if known.origin and known.origin.lstrip("$_") != known.name:
            story.note(Fate.CHANGED, "renamed", 0, "", known.origin, known.name)
    titles = {node.id: node.title for node in shaped.nodes}
    for circle in reached.loops:
        named = [titles[one] for one in circle if titles.get(one)]
        if named:
            story.note(Fate.CHANGED, "loop", 0, "", ", ".join(dict.fromkeys(named)))
    led_to = {way.goto for node in shaped.nodes for way in node.ways} | {shaped.start}
    for node in shaped.nodes:
        if node.line and node.id not in led_to:
            story.note(Fate.CHANGED, "unreached", node.line, node.title)


def _counts(bodies: Mapping[str, Body], shaped: Shape, lexicon: Lexicon) -> Mapping[str, int]:
    forms = [node.form for node in shaped.nodes]
    return {"passages": len(bodies), "decisions": forms.count(Form.DECISION), "chances": forms.count(Form.CHANCE),
            "endings": forms.count(Form.ENDING),
            "variables": sum(bool(known.origin) for known in lexicon.known.values())}

"""The report of an import as a Markdown page: carried over, changed, left out, each with its place in the story.

Called by ``commands.twine``; the sentences come from ``say``.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.authoring.twine.convert import Imported
from game.authoring.twine.story import Fate, Note
from game.authoring.twine.writing import Say


def report(imported: Imported, file: str, say: Say) -> str:
    """Returns the page."""
    return "\n".join(_lines(imported, file, say)) + "\n"


def _lines(imported: Imported, file: str, say: Say) -> Iterator[str]:
    yield f"# {_plain(say('twine.report.title', title=imported.title))}"
    yield ""
    yield _plain(say("twine.report.source", file=file, format=imported.format))
    yield ""
    yield f"## {say('twine.report.carried')}"
    yield ""
    yield f"- {say('twine.report.counts', **imported.counts)}"
    yield f"- {say('twine.report.variables', **imported.counts)}"
    for fate, head in ((Fate.CHANGED, say("twine.report.changed")), (Fate.LEFT, say("twine.report.left"))):
        notes = [note for note in imported.notes if note.fate is fate]
        yield ""
        yield f"## {head}"
        yield ""
        yield from (_row(note, file, say) for note in notes)
        if not notes:
            yield say("twine.report.nothing")
    yield ""
    yield f"## {say('twine.report.todo')}"
    yield ""
    yield say("twine.report.steps")


def _row(note: Note, file: str, say: Say) -> str:
    place = say("twine.report.place", file=file, line=note.line) if note.line else say("twine.report.whole")
    passage = f" “{note.passage}”" if note.passage else ""
    return f"- {_plain(place + passage)}: {_plain(sentence(note, say))}"


def sentence(note: Note, say: Say) -> str:
    """Returns what a note says."""
    return say(f"twine.note.{note.key}", shown=note.shown, more=note.more)


def _plain(text: str) -> str:
    """Keeps what is quoted from a story from being read as Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)

"""Every reader of bytes that others may have made, each as a function that raises nothing unless the reader is at fault.

What a reader documents to raise is taken here; whatever else comes out is a finding.  Used by ``test_readers`` and by
``run.py``.  Every reader has its samples: good input to begin from, and what was found once (``corpus``).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from game import resources
from game.analysis.policies import weighed
from game.authoring import keeping
from game.authoring.diagnostics import render
from game.authoring.exchange import incoming
from game.authoring.keeping import Keeping
from game.authoring.loader import load
from game.authoring.overlay import Overlay
from game.authoring.po import PoFault, read_po
from game.authoring.source import parse
from game.authoring.translation import digests, read_lock, stale
from game.authoring.twine.convert import convert
from game.authoring.twine.story import NotAStory
from game.classroom.keeper import Keeper
from game.classroom.keeper import resume as taken_up
from game.classroom.log import DamagedLog, NoLog
from game.classroom.reading import read_format, read_pack, read_questions
from game.core.rules import Rules
from game.host.desk_app import SECRET, DeskParts, desk_app
from game.host.doors import Doors
from game.host.hub import Hub
from game.host.seat_app import COOKIE, SeatDoors, seat_app
from game.play import readpages, seen, settings
from game.play.record import DamagedRecord
from game.play.session import resume
from game.play.storage import Storage, StorageFailure
from game.play.walkthrough import WalkthroughFault, follow
from game.play.walkthrough import parse as parse_walkthrough
from game.ui.gui.theme import load_theme
from game.ui.language import read as read_languages
from tests.classroom.lessons import TINY, lesson
from tests.core.making import EMBASSY, TESTS, rules_of

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
STORY = FOLDER / "story"
"""A scenario in a folder of its own, for what lies beside one."""

Reader = Callable[[bytes], object]


@cache
def rules() -> Rules:
    return rules_of(EMBASSY)


@cache
def beside() -> Path:
    STORY.mkdir(exist_ok=True)
    (STORY / "scenario.yaml").write_bytes(EMBASSY.read_bytes())
    return STORY


def placed(raw: bytes, name: str, folder: Path = FOLDER) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    return path


def told(faults: Any, lines: Mapping[str, list[str]]) -> None:
    """Every fault can be shown with its line."""
    for fault in faults:
        assert render(fault, lines.get(fault.mark.file))


def scenario(raw: bytes) -> None:
    loaded = load(placed(raw, "case.yaml"))
    told(loaded.diagnostics, loaded.lines)
    if loaded.scenario is not None:
        Rules(loaded.scenario).start()


def translation(raw: bytes) -> None:
    path = placed(raw, "ja.yaml", beside())
    try:
        loaded = load(beside())
    finally:
        path.unlink()
    told(loaded.diagnostics, loaded.lines)


def po(raw: bytes) -> None:
    with contextlib.suppress(PoFault):
        found = read_po(placed(raw, "case.po"))
        incoming(rules().scenario, Overlay("ja", "en"), found.messages)


def lock(raw: bytes) -> None:
    placed(raw, "translations.lock")
    stale(read_lock(FOLDER), digests(rules().scenario))


def save(raw: bytes) -> None:
    placed(raw, "play-case.json")
    with contextlib.suppress(DamagedRecord, StorageFailure):
        resume(rules(), Storage(FOLDER).load("play-case"))


def walkthrough(raw: bytes) -> None:
    with contextlib.suppress(WalkthroughFault):
        follow(rules(), parse_walkthrough(raw.decode("utf-8", "replace")))


def theme(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        load_theme(placed(raw, "theme.yaml"))


def language(raw: bytes) -> None:
    placed(raw, "xx.yaml", FOLDER / "lang")
    with contextlib.suppress(ValueError):
        read_languages(FOLDER / "lang")


def lesson_format(raw: bytes) -> None:
    found = read_format(placed(raw, "case.yaml", FOLDER / "lessons"))
    told(found.diagnostics, found.lines)


def pack(raw: bytes) -> None:
    placed(raw, "classroom.yaml", beside())
    found = read_pack(beside(), rules().scenario)
    told(found.diagnostics, found.lines)


def questions(raw: bytes) -> None:
    read_questions(placed(raw, "questions.yaml"))


def weights(raw: bytes) -> None:
    source = parse(raw, "weights.yaml")
    if not source.faults:
        weighed(rules(), source.data)


def twine(raw: bytes) -> None:
    with contextlib.suppress(NotAStory):
        convert(raw, "case.twee", lambda key, to="", **values: key)


def log(raw: bytes) -> None:
    path = placed(raw, "case.lesson.jsonl")
    with contextlib.suppress(DamagedLog):
        taken_up(lesson(path=TINY), path, lambda: 0.0).close()


def preferences(raw: bytes) -> None:
    placed(raw, settings.FILE)
    found, _ = settings.load(FOLDER)
    json.dumps(found.to_data())
    placed(raw, seen.FILE)
    seen.recall(FOLDER, "embassy")
    placed(raw, readpages.FILE)
    readpages.load(FOLDER)


def kept(raw: bytes) -> None:
    """A kept scenario whose seal is right: what one would have to forge."""
    keeper = Keeping(FOLDER / "kept")
    path = keeper._file(EMBASSY)
    head, _, body = raw.partition(b"\n")
    with contextlib.suppress(ValueError):
        said = json.loads(head)
        if isinstance(said, dict) and "files" in said:
            head = keeping._line({**said, "files": keeping._stand(EMBASSY, said.get("include") or [])})
    rest = head + b"\n" + body
    placed(keeping._digest([rest]).encode() + b"\n" + rest, path.name, path.parent)
    found = keeper.take(EMBASSY)
    if found is not None and found.scenario is not None:
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, IndexError):
            dict(found.scenario.nodes)


@cache
def served() -> tuple[Any, Any, str]:
    """Both applications of a lesson with one seat, without a socket."""
    clock = lambda: 0.0  # noqa: E731
    keeper = Keeper(lesson(), NoLog(), clock)
    hub = Hub(keeper, read_languages(resources.assets() / "lang"), ())
    doors = Doors(keeper, 60, clock)
    _, token = doors.join(doors.code, "127.0.0.1")
    hosts = lambda: frozenset({"here"})  # noqa: E731
    web = resources.assets() / "web" / "classroom"
    return seat_app(SeatDoors(doors, hub, web, lambda: None), hosts, clock), desk_app(DeskParts(hub, web, "s"), hosts), token


async def _post(app: Any, path: str, body: bytes, headers: list[tuple[bytes, bytes]]) -> int:
    sent: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.extend([message["status"]] if message["type"] == "http.response.start" else [])

    await app({"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
               "http_version": "1.1", "server": ("here", 80), "client": ("127.0.0.1", 1), "root_path": "",
               "headers": [(b"host", b"here"), (b"origin", b"http://here"), *headers]}, receive, send)
    return sent[0] if sent else 0


def message(raw: bytes) -> None:
    """Each door of a phone and the desk: an answer of the program's own, never a fault of the program."""
    seats, desk, token = served()

    async def all_of_them() -> None:
        for path in ("/api/answer", "/api/decide", "/api/join", "/api/rejoin"):
            status = await _post(seats, path, raw, [(b"cookie", f"{COOKIE}={token}".encode())])
            assert status < 500, (path, status)
        status = await _post(desk, "/api/do", raw, [(SECRET.encode(), b"s")])
        assert status < 500, ("/api/do", status)
    asyncio.run(all_of_them())


READERS: dict[str, Reader] = {
    "scenario": scenario, "translation": translation, "po": po, "lock": lock, "save": save, "walkthrough": walkthrough,
    "theme": theme, "language": language, "format": lesson_format, "pack": pack, "questions": questions,
    "weights": weights, "twine": twine, "log": log, "settings": preferences, "kept": kept, "message": message,
}


def samples(name: str) -> list[bytes]:
    """Good input of a reader, and what was found once."""
    assets = resources.assets()
    good: dict[str, list[Path]] = {
        "scenario": [EMBASSY, TESTS / "authoring" / "good" / "every-shape.yaml"],
        "save": sorted((TESTS / "play" / "saves").glob("1-[bw]*.json")),
        "theme": [assets / "theme.yaml"],
        "format": [assets / "lessons" / "05-starter.yaml"],
        "pack": [resources.scenarios() / "council-1945" / "classroom" / "debrief.yaml"],
        "twine": [TESTS / "authoring" / "twine" / "stories" / "customs-house.html",
                  *sorted((TESTS / "authoring" / "twine" / "stories").glob("*.twee"))[:2]],
    }
    written: dict[str, list[bytes]] = {
        "translation": [b"language: ja\nfrom: en\ntexts:\n  title: {en: The embassy, ja: T}\n  gone: {ja: X}\nunused: {a: b}\n"],
        "po": [b'msgid ""\nmsgstr "Language: ja\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n#, fuzzy\n#| msgid "b"\nmsgctxt "title"\nmsgid "a"\nmsgstr "c"\n'],
        "lock": [b"# remark\ntitle en=0a1b zh=2c3d\n"],
        "walkthrough": [b"scenario: embassy\nseed: 7\ntrack: record\nact: hall\n\n> arrive bow # remark\n> propose: a=1, b=-\n"],
        "language": [b"language: {name: X}\nplays: {title: T, n: 1}\n"],
        "questions": [b"questions:\n  - {id: q, text: Why?}\n"],
        "weights": [b"arrive: {bow: 3, march: 1 + trust}\n"],
        "log": [b'{"lesson":1,"scenario":"tiny","digest":"d","format":"test","language":"en","seed":1,"opened":"2030-01-01 10","version":"1"}\n'
                b'{"deed":"join","at":1.0,"seat":1,"medium":"phone","token":"t","key":"1"}\n{"deed":"turn","at":2.0,"turn":"skip"}\n'],
        "settings": [b'{"format": 1, "language": "zh", "scale": 1.2, "volume": 5, "keys": {"undo": "u"}, "pages": ["a/b/c"], "seen": {"a": [["a", "b", "c"]]}}'],
        "message": [b'{"code": "AAAAAA", "seat": 1, "key": "1", "asked": "reason", "value": "x", "question": "q", "decision": 0, "move": "m", '
                    b'"reason": "r", "card": "c", "mind": "", "deed": "turn", "data": {"turn": "advance", "seat": 1}}',
                    b'{"deed": "join", "data": {"seat": 2, "medium": "paper"}}'],
    }
    if name == "kept":
        text = keeping._written(rules().scenario, EMBASSY, [])
        written["kept"] = [text.partition(b"\n")[2]]
    found = sorted((CORPUS / name).glob("*"))
    return [*(path.read_bytes() for path in good.get(name, ())), *written.get(name, ()), *(path.read_bytes() for path in found)]

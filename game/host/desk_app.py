"""The web application of the teacher's desk: served to this machine alone, behind a secret of its own.

It does any deed of the lesson, and hands out report, papers and the dry run.  Called by ``serve``.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from game.classroom.answers import Refused
from game.classroom.deeds import deeds
from game.host.hub import DESK, Hub
from game.host.limits import Guard

SECRET: Final = "x-desk"

Sheet = Callable[[str], tuple[str, str, bytes]]
"""A thing to save, made in a language: (file name, media type, bytes)."""


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the desk is made of: ``sheets`` by name, ``facts`` that change (address, code, who got through)."""

    hub: Hub
    web: Path
    secret: str
    facts: Callable[[], Mapping[str, object]] = dict
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    acts: Mapping[str, Callable[[], None]] = field(default_factory=dict)


def desk_app(parts: DeskParts, hosts: Callable[[], frozenset[str]]) -> Guard:
    """Returns the application for the teacher's desk, guarded."""
    here = _Desk(parts)
    routes = [
        Route("/", here.front), Route("/api/words", here.words), Route("/api/desk", here.desk),
        Route("/api/events", here.events),
        Route("/api/do", here.do, methods=["POST"]), Route("/api/act/{name}", here.act, methods=["POST"]),
        Route("/api/sheet/{name}", here.sheet), Mount("/web", StaticFiles(directory=parts.web)),
    ]
    return Guard(Starlette(routes=routes), hosts)


class _Desk:
    def __init__(self, parts: DeskParts) -> None:
        self.parts, self.hub = parts, parts.hub

    async def front(self, request: Request) -> Response:
        """The page; its secret stands behind the # of its address and never travels by itself."""
        return FileResponse(self.parts.web / "desk.html", media_type="text/html; charset=utf-8")

    async def words(self, request: Request) -> Response:
        """The page's own words in a language."""
        if not self._is_teacher(request):
            return JSONResponse({"ok": False}, status_code=403)
        return JSONResponse(self.hub.words(request.query_params.get("lang", "")))

    async def desk(self, request: Request) -> Response:
        """Everything the desk shows."""
        if not self._is_teacher(request):
            return JSONResponse({"ok": False}, status_code=403)
        language = request.query_params.get("lang", "")
        return JSONResponse({**self.hub.desk(language), "facts": dict(self.parts.facts()),
                             "sheets": list(self.parts.sheets)})

    async def events(self, request: Request) -> Response:
        """A line whenever something changed; the page then asks for the desk."""
        if not self._is_teacher(request):
            return JSONResponse({"ok": False}, status_code=403)
        return StreamingResponse(self.hub.stream(DESK, request.query_params.get("lang", "")),
                                 media_type="text/event-stream")

    async def do(self, request: Request) -> Response:
        """Any deed: {deed, data} -> {ok} or {ok, fault}."""
        if not self._is_teacher(request):
            return JSONResponse({"ok": False}, status_code=403)
        try:
            asked = json.loads(await request.body())
            deed, data = str(asked["deed"]), dict(asked.get("data", {}))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return JSONResponse({"ok": False, "fault": "request"}, status_code=400)
        if deed not in deeds() or not all(isinstance(name, str) for name in data):
            return JSONResponse({"ok": False, "fault": "unknown"}, status_code=400)
        try:
            self.hub.keeper.do(deed, **{name: value for name, value in data.items() if name != "deed"})
        except Refused as fault:
            return JSONResponse({"ok": False, "fault": fault.fault.value}, status_code=409)
        except OSError as fault:
            return JSONResponse({"ok": False, "fault": "disk", "said": fault.strerror or ""}, status_code=507)
        return JSONResponse({"ok": True})

    async def act(self, request: Request) -> Response:
        """Something that is no deed of the lesson: a dry run, deleting it."""
        act = self.parts.acts.get(request.path_params["name"])
        if not self._is_teacher(request) or act is None:
            return JSONResponse({"ok": False}, status_code=403 if act else 404)
        act()
        return JSONResponse({"ok": True})

    async def sheet(self, request: Request) -> Response:
        """A file to save or print."""
        make = self.parts.sheets.get(request.path_params["name"])
        if not self._is_teacher(request) or make is None:
            return JSONResponse({"ok": False}, status_code=403 if make else 404)
        try:  # apart from the loop: making a sheet takes a while, and seats must not wait for it
            name, media, raw = await run_in_threadpool(make, request.query_params.get("lang", ""))
        except (OSError, ValueError) as fault:
            return JSONResponse({"ok": False, "fault": "disk", "said": str(fault)}, status_code=507)
        return Response(raw, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})

    def _is_teacher(self, request: Request) -> bool:
        given = request.headers.get(SECRET, "") or request.query_params.get("desk", "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.parts.secret.encode())

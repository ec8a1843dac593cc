"""The web application that phones talk to: join, see one's own page, answer.  Nothing of the teacher's is routed here.

Called by ``serve``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from game.classroom.answers import Fault, Refused
from game.classroom.room import Seat
from game.host.doors import Doors, TooOften
from game.host.hub import Hub, TooManyStreams
from game.host.limits import Bucket, Guard

COOKIE: Final = "seat"
WRITES: Final = (20, 4.0)
"""Answers of one seat: so many at once, then so many a second."""

Reached = Callable[[], None]


@dataclass(frozen=True, slots=True)
class SeatDoors:
    """What the application is made of.  ``reached`` is called when another device has got through."""

    doors: Doors
    hub: Hub
    web: Path
    reached: Reached


def seat_app(parts: SeatDoors, hosts: Callable[[], frozenset[str]], clock: Callable[[], float]) -> Guard:
    """Returns the application for seats, guarded."""
    here = _Seats(parts, Bucket(*WRITES, clock))
    routes = [
        Route("/", here.front), Route("/api/words", here.words), Route("/api/join", here.join, methods=["POST"]),
        Route("/api/rejoin", here.rejoin, methods=["POST"]), Route("/api/page", here.page),
        Route("/api/events", here.events), Route("/api/answer", here.answer, methods=["POST"]),
        Route("/api/decide", here.decide, methods=["POST"]), Route("/api/observe", here.observe, methods=["POST"]),
        Route("/api/look", here.look, methods=["POST"]),
        Mount("/web", StaticFiles(directory=parts.web)),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _plainly, Exception: _fault})
    return Guard(app, hosts)


class _Seats:
    def __init__(self, parts: SeatDoors, writes: Bucket) -> None:
        self.doors, self.hub, self.web, self.reached = parts.doors, parts.hub, parts.web, parts.reached
        self.writes = writes

    async def front(self, request: Request) -> Response:
        """The page itself; it asks for everything else."""
        if _address(request) not in ("127.0.0.1", "::1"):
            self.reached()
        return FileResponse(self.web / "seat.html", media_type="text/html; charset=utf-8")

    async def words(self, request: Request) -> Response:
        """The page's own words in a language."""
        return JSONResponse(self.hub.words(request.query_params.get("lang", "")))

    async def join(self, request: Request) -> Response:
        """A new seat for whoever knows the code: {code} -> {seat}."""
        data = await _body(request)
        held = self.doors.seat(request.cookies.get(COOKIE, ""))
        if held is not None:  # the same phone again: no second seat
            return JSONResponse({"seat": held.number})
        return self._let_in(lambda: self.doors.join(str(data.get("code", "")), _address(request)))

    async def rejoin(self, request: Request) -> Response:
        """An old seat on another phone: {seat, key} -> {seat}."""
        data = await _body(request)
        number = data.get("seat")
        seat = int(number) if isinstance(number, int | str) and str(number).isascii() and str(number).isdigit() else 0
        return self._let_in(lambda: self.doors.rejoin(seat, str(data.get("key", "")), _address(request)))

    async def page(self, request: Request) -> Response:
        """The seat's page; 204 for whoever has no seat, 304 if it is still the one whose tag is given."""
        seat = self.doors.seat(request.cookies.get(COOKIE, ""))
        if seat is None:
            return Response(status_code=204)
        text = self.hub.seat(seat.number, request.query_params.get("lang", ""))
        tag = f'"{hash(text) & 0xffffffffffff:x}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"etag": tag})
        return Response(text, media_type="application/json", headers={"etag": tag})

    async def events(self, request: Request) -> Response:
        """The seat's page as a stream."""
        seat = self._seat(request)
        stream = self.hub.stream(seat.number, request.query_params.get("lang", ""))
        try:
            first = await anext(stream)
        except TooManyStreams:
            return _refused("too-often", 429)

        async def all_of_it() -> Any:
            yield first
            async for event in stream:
                yield event
        return StreamingResponse(all_of_it(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    async def answer(self, request: Request) -> Response:
        """An answer: {asked, value, question?, decision}."""
        return await self._do(request, lambda seat, data: self.hub.keeper.do(
            "answer", seat=seat.number, asked=str(data.get("asked")), value=str(data.get("value", "")),
            question=str(data.get("question", "")), decision=data.get("decision")))

    async def decide(self, request: Request) -> Response:
        """A decider's decision: {move, reason, card, mind, decision}."""
        return await self._do(request, lambda seat, data: self.hub.keeper.do(
            "decide", seat=seat.number, council=seat.council, move=str(data.get("move")),
            reason=str(data.get("reason", "")), card=str(data.get("card", "")), mind=str(data.get("mind", "")),
            decision=data.get("decision")))

    async def observe(self, request: Request) -> Response:
        """The wish to observe from now on; no reason is asked."""
        return await self._do(request, lambda seat, data: self.hub.keeper.do("observe", seat=seat.number))

    async def look(self, request: Request) -> Response:
        """A card that was opened for reading: {card}."""
        return await self._do(request, lambda seat, data: self.hub.keeper.do(
            "look", seat=seat.number, card=str(data.get("card", ""))))

    async def _do(self, request: Request, deed: Callable[[Seat, dict[str, Any]], object]) -> Response:
        seat = self._seat(request)
        if not self.writes.takes(str(seat.number)):
            return _refused("too-often", 429)
        data = await _body(request)
        try:
            deed(seat, data)
        except Refused as fault:
            return _refused(fault.fault.value, 409)
        except OSError:
            return _refused("disk", 507)
        return JSONResponse({"ok": True})

    def _let_in(self, open_door: Callable[[], tuple[Seat, str]]) -> Response:
        try:
            seat, token = open_door()
        except TooOften:
            return _refused("too-often", 429)
        except Refused as fault:
            return _refused("wrong" if fault.fault is Fault.UNKNOWN else fault.fault.value, 403)
        except OSError:
            return _refused("disk", 507)
        response = JSONResponse({"seat": seat.number})
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/", max_age=60 * 60 * 12)
        return response

    def _seat(self, request: Request) -> Seat:
        seat = self.doors.seat(request.cookies.get(COOKIE, ""))
        if seat is None:
            raise HTTPException(401)
        return seat


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def _body(request: Request) -> dict[str, Any]:
    try:
        data = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):
        raise HTTPException(400) from None
    if not isinstance(data, dict):
        raise HTTPException(400)
    return data


def _refused(fault: str, status: int) -> Response:
    return JSONResponse({"ok": False, "fault": fault}, status_code=status)


async def _plainly(_: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    return _refused("sign-in" if status == 401 else "request", status)


async def _fault(_: Request, __: Exception) -> Response:
    return _refused("program", 500)



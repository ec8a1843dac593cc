"""Starts and stops the two servers of a lesson: seats at the address the teacher picks, the desk on loopback.

They run in a thread with a loop of its own; the lesson is reached through its keeper.  Called by the commands.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from game.classroom.keeper import Keeper
from game.classroom.model import Question
from game.host.desk_app import DeskParts, Sheet, desk_app
from game.host.doors import Doors
from game.host.hub import Hub
from game.host.limits import Guard
from game.host.network import LOOPBACK, addresses, diagnosis
from game.host.seat_app import SeatDoors, seat_app
from game.host.square import squared
from game.ui.language import Language

START: Final = 10.0
"""Seconds a server may take to stand."""

CONNECTIONS: Final = 1000
"""Connections at once: three for each of two hundred seats, and some to spare."""

AT_ONCE: Final = 2
"""Connections accepted before everything else gets its turn: however many knock, the class goes on between them."""

BACKLOG: Final = 512
"""Connections that may wait to be let in."""


class NotServed(OSError):
    """The server could not be started at its address; the message is the system's reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a lesson is served.  ``host`` empty: no phones.  Port 0: any free one.  ``places``: seats at the most."""

    host: str = ""
    port: int = 0
    desk_port: int = 0
    places: int = 60


class Host:
    """The servers of one lesson."""

    def __init__(self, keeper: Keeper, languages: Mapping[str, Language], web: Path, place: Place, *,
                 questions: tuple[Question, ...] = (), sheets: Mapping[str, Sheet] | None = None,
                 acts: Mapping[str, Callable[[], None]] | None = None, code: str = "") -> None:
        self.hub: Final = Hub(keeper, languages, questions)
        self.doors: Final = Doors(keeper, place.places, time.monotonic, code)
        self.place: Final = place
        self.secret: Final = secrets.token_urlsafe(24)
        self._reached = False
        self._servers: list[uvicorn.Server] = []
        self._thread: threading.Thread | None = None
        self._sockets: dict[str, socket.socket] = {}
        seats = SeatDoors(self.doors, self.hub, web, self._note_reached)
        desk = DeskParts(self.hub, web, self.secret, self.facts, dict(sheets or {}), dict(acts or {}))
        self._apps = {"desk": desk_app(desk, lambda: self._hosts("desk"))}
        if place.host:
            self._apps["seats"] = seat_app(seats, lambda: self._hosts("seats"), time.monotonic)

    @property
    def url(self) -> str:
        """Where phones go; empty without phones."""
        return self._url("seats")

    @property
    def desk_url(self) -> str:
        """Where the teacher's desk is; the secret stands behind the #, which browsers do not send."""
        return f"{self._url('desk')}#{self.secret}"

    def square(self) -> tuple[tuple[bool, ...], ...]:
        """Returns the address to join by, with its code, as a square code."""
        return squared(f"{self.url}#{self.doors.code}")

    def facts(self) -> dict[str, object]:
        """Returns what the desk tells about the network."""
        present = addresses()
        found = diagnosis(self.place.host, present, self._reached, bool(self._servers)) if self.url else ""
        return {"url": self.url, "code": self.doors.code if self.url else "", "reached": self._reached,
                "addresses": [address.host for address in present], "diagnosis": found}

    def start(self) -> None:
        """Starts the servers and returns when they stand; raises ``NotServed``."""
        try:
            self._sockets["desk"] = _bound(LOOPBACK, self.place.desk_port)
            if self.place.host:
                self._sockets["seats"] = _bound(self.place.host, self.place.port)
        except OSError as fault:
            self._close()
            raise NotServed(fault.errno, fault.strerror or str(fault)) from None
        self._thread = threading.Thread(target=self._run, name="host", daemon=True)
        self._thread.start()
        until = time.monotonic() + START
        while not (self._servers and all(server.started for server in self._servers)):
            if time.monotonic() > until or not self._thread.is_alive():
                self.stop()
                raise NotServed(0, "the server did not start")
            time.sleep(0.01)
        for bound in self._sockets.values():  # the servers have set it to what they accept at once
            bound.listen(BACKLOG)

    def stop(self) -> None:
        """Stops the servers; open streams are cut."""
        for server in self._servers:
            server.should_exit = server.force_exit = True
        if self._thread is not None:
            self._thread.join(5)
        self._close()

    def _run(self) -> None:
        async def both() -> None:
            self._servers = [_server(app) for app in self._apps.values()]
            await asyncio.gather(*(server.serve([self._sockets[name]])
                                   for name, server in zip(self._apps, self._servers, strict=True)))
        asyncio.run(both())

    def _hosts(self, name: str) -> frozenset[str]:
        bound = self._sockets.get(name)
        if bound is None:
            return frozenset()
        host, port = bound.getsockname()[:2]
        return frozenset({f"{host}:{port}", *({f"localhost:{port}"} if host == LOOPBACK else ())})

    def _url(self, name: str) -> str:
        bound = self._sockets.get(name)
        return "http://{}:{}/".format(*bound.getsockname()[:2]) if bound is not None else ""

    def _note_reached(self) -> None:
        self._reached = True

    def _close(self) -> None:
        for bound in self._sockets.values():
            bound.close()
        self._sockets.clear()


def _bound(host: str, port: int) -> socket.socket:
    """Returns a socket that listens: only then is the port refused to a second lesson.  Raises ``OSError``."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there it would let two programs have one port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound


def _server(app: Guard) -> uvicorn.Server:
    """A quiet server: no access log, so no address is ever written down."""
    return uvicorn.Server(uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", loop="asyncio", access_log=False, log_config=None,
        server_header=False, date_header=False, proxy_headers=False, limit_concurrency=CONNECTIONS,
        timeout_keep_alive=20, timeout_graceful_shutdown=1, backlog=AT_ONCE))

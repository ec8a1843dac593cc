"""How much a stranger on the network may ask for, and the headers every answer carries.

The numbers stand in ``core.limits``.  Called by ``seat_app``, ``desk_app`` and ``doors``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from game.core import limits

MAX_BODY: Final = limits.BODY
MAX_STREAMS: Final = limits.STREAMS

HEADERS: Final = (
    (b"content-security-policy",
     b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
     b"font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"DENY"), (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"), (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"), (b"cache-control", b"no-store"),
)


class Bucket:
    """A token bucket for each name: ``burst`` at once, then ``rate`` a second; forgets names that are full again."""

    def __init__(self, burst: int, rate: float, clock: Callable[[], float]) -> None:
        self.burst, self.rate, self._clock = burst, rate, clock
        self._left: dict[str, tuple[float, float]] = {}

    def takes(self, name: str) -> bool:
        """Says whether ``name`` may do one thing more now, and counts it."""
        now = self._clock()
        left, at = self._left.get(name, (float(self.burst), now))
        left = min(float(self.burst), left + (now - at) * self.rate)
        if len(self._left) > 5000:
            self._left = {key: value for key, value in self._left.items()
                          if value[0] + (now - value[1]) * self.rate < self.burst}
        self._left[name] = (left - 1 if left >= 1 else left, now)
        return left >= 1


class Guard:
    """Wraps an application: refuses foreign hosts and origins and oversized bodies, adds the headers.

    ``hosts`` are the values of the Host header that are ours: a page of another name cannot reach the lesson through
    a name server that lies.
    """

    def __init__(self, app: ASGIApp, hosts: Callable[[], frozenset[str]]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        fault = 0
        if host not in self.hosts():
            fault = 421
        elif scope["method"] not in ("GET", "HEAD") and origin != f"http://{host}":
            fault = 403
        elif not headers.get(b"content-length", "0").isdigit() or int(headers.get(b"content-length", "0")) > MAX_BODY:
            fault = 413
        if fault:
            await _refuse(send, fault)
            return
        await self.app(scope, _limited(receive), _with_headers(send))


def _limited(receive: Receive) -> Receive:
    """Cuts off a body that grows beyond what its header promised."""
    size = 0

    async def take() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_BODY:
            return {"type": "http.disconnect"}
        return message
    return take


def _with_headers(send: Send) -> Send:
    async def give(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message.get("headers", ())}
            message["headers"] = [*message.get("headers", ()), *(pair for pair in HEADERS if pair[0] not in own)]
        await send(message)
    return give


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status,
                "headers": [*HEADERS, (b"content-type", b"text/plain"), (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": b""})

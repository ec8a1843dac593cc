"""How soon a change of the lesson reaches every seat: 200 phones on loopback, a flood of 500 joins beside one change.

Each phone has a connection of its own from a loopback address of its own; figures are from the teacher's key to the page
at a seat, in wall-clock seconds.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.benchmarks.bench import ROOT, Bench, Unequal
from tests.benchmarks.rows import Clock, Row

SEATS, FLOOD, PATIENCE = 200, 500, 20.0
TURNS = ("brief", "predict", "discuss", "council", "decide", "reveal")
FLOODED = "council"
"""The change beside which the flood comes."""


def rows(bench: Bench) -> Iterator[Row]:
    """Yields the 95th percentile and the median of the quiet changes, one figure a change, and the flooded one's."""
    home = {**os.environ, "TWENTY_YEARS_PEACE_HOME": str(bench.folder / "lesson"), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen([sys.executable, "-m", "game", "classroom", "open", "mongolia-1945", "--phones", "127.0.0.1", "--no-window", "--seats", str(SEATS)],
                          cwd=ROOT, text=True, encoding="utf-8", stdout=subprocess.PIPE, env=home) as program:
        try:
            took = asyncio.run(measured(program))
        finally:
            program.terminate()
    quiet = [times for phase, times in took.items() if phase != FLOODED]
    yield Row(f"{SEATS} seats: a change of the lesson, 95th percentile", tuple(p95(times) for times in quiet), clock=Clock.WALL, goal="seats")
    yield Row(f"{SEATS} seats: a change of the lesson, half of the seats", tuple(statistics.median(times) for times in quiet), clock=Clock.WALL)
    yield Row(f"{SEATS} seats: a change beside a flood of {FLOOD} joins, 95th percentile", (p95(took[FLOODED]),), clock=Clock.WALL)


def p95(times: list[float]) -> float:
    """The 95th percentile, by the nearest rank."""
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)]


async def request(place: str, method: str, path: str, body: object = None, device: int = 0,
                  **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own, from a loopback address of its ``device``; (status, headers, body)."""
    host, port = place.split(":")
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(f"127.0.1.{device + 1}", 0))
    raw = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {place}", f"Origin: http://{place}", "Connection: close",
             f"Content-Length: {len(raw)}", *(f"{name}: {value}" for name, value in headers.items())]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + raw)
    await writer.drain()
    data = await reader.read()
    writer.close()
    head, _, rest = data.partition(b"\r\n\r\n")
    found = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line)
    return int(head.split(b" ")[1]), {name.lower(): value for name, value in found.items()}, rest


class Seat:
    """A phone's stream; notes when each phase reached it."""

    def __init__(self, place: str, cookie: str, language: str) -> None:
        self.place, self.cookie, self.language = place, cookie, language
        self.reached: dict[str, float] = {}

    async def listen(self) -> None:
        host, port = self.place.split(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=2**20)
        writer.write((f"GET /api/events?lang={self.language} HTTP/1.1\r\nHost: {self.place}\r\n"
                      f"Cookie: {self.cookie}\r\n\r\n").encode())
        await writer.drain()
        try:
            while line := await reader.readline():
                found = re.search(rb'"phase":"(\w+)"', line)
                if found:
                    self.reached.setdefault(found[1].decode(), time.perf_counter())
        except (asyncio.CancelledError, ConnectionError):
            writer.close()


async def measured(program: subprocess.Popen[str]) -> dict[str, list[float]]:
    """Returns for each change the seconds until it reached each seat."""
    assert program.stdout is not None
    desk, secret = program.stdout.readline().split()[1].split("#")
    url, code = re.findall(r"(http\S+)  code (\w+)", program.stdout.readline())[0]
    place, desk_place = url.split("//")[1].strip("/"), desk.split("//")[1].strip("/")
    phones = []
    for number in range(SEATS):
        status, headers, _ = await request(place, "POST", "/api/join", {"code": code}, number)
        if status != 200:
            raise Unequal(f"seat {number + 1} cannot join: {status}")
        phones.append(Seat(place, headers["set-cookie"].split(";")[0], "zh" if number % 2 else "en"))
    tasks = [asyncio.ensure_future(phone.listen()) for phone in phones]
    while not all("lobby" in phone.reached for phone in phones):
        await asyncio.sleep(0.05)
    took = {}
    for phase in TURNS:
        await asyncio.sleep(0.5)
        flood = await flooding(place) if phase == FLOODED else None
        begun = time.perf_counter()
        await request(desk_place, "POST", "/api/do", {"deed": "turn", "data": {"turn": "skip"}}, **{"X-Desk": secret})
        while not all(phase in phone.reached for phone in phones) and time.perf_counter() < begun + PATIENCE:
            await asyncio.sleep(0.005)
        took[phase] = [phone.reached.get(phase, begun + PATIENCE) - begun for phone in phones]
        if flood is not None:
            told, _ = await flood.communicate()
            if int(told) != FLOOD:
                raise Unequal(f"{int(told)} of {FLOOD} joins were answered")
    for task in tasks:
        task.cancel()
    return took


async def flooding(place: str) -> asyncio.subprocess.Process:
    """A process of its own that has begun to send its joins, so that the phones' own clock is not held up by it."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.benchmarks.flood", place, str(FLOOD), cwd=ROOT,
                                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    await process.stdout.readline()
    process.stdin.write(b"\n")
    await process.stdin.drain()
    await asyncio.sleep(0.05)
    return process

"""How soon a change of the lesson reaches every seat: 200 phones on loopback, a flood beside them.

Run by hand: ``python tests/benchmarks/classroom.py [--seats 200]``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TURNS = ("brief", "predict", "discuss", "council", "decide", "reveal")


async def request(place: str, method: str, path: str, body: object = None, device: int = 0,
                  **headers: str) -> tuple[int, dict, bytes]:
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


async def measured(program: subprocess.Popen[str], seats: int) -> None:
    assert program.stdout is not None
    desk, secret = program.stdout.readline().split()[1].split("#")
    url, code = re.findall(r"(http\S+)  code (\w+)", program.stdout.readline())[0]
    place, desk_place = url.split("//")[1].strip("/"), desk.split("//")[1].strip("/")
    phones, began = [], time.perf_counter()
    for number in range(seats):
        status, headers, _ = await request(place, "POST", "/api/join", {"code": code}, number)
        assert status == 200, status
        phones.append(Seat(place, headers["set-cookie"].split(";")[0], "zh" if number % 2 else "en"))
    print(f"{seats} seats joined in {time.perf_counter() - began:.1f} s")
    tasks = [asyncio.ensure_future(phone.listen()) for phone in phones]
    while not all("lobby" in phone.reached for phone in phones):
        await asyncio.sleep(0.05)
    print(f"{'stage':10s} {'median':>8s} {'p95':>8s} {'last':>8s}   ms from the teacher's key to the page at a seat")
    for phase in TURNS:
        if phase == "council":
            flood = asyncio.gather(*(request(place, "POST", "/api/join", {"code": "WRONG2"}) for _ in range(500)))
        begun = time.perf_counter()
        await request(desk_place, "POST", "/api/do", {"deed": "turn", "data": {"turn": "skip"}}, **{"X-Desk": secret})
        while not all(phase in phone.reached for phone in phones):
            await asyncio.sleep(0.005)
            if time.perf_counter() - begun > 20:
                break
        times = sorted((phone.reached.get(phase, begun + 20) - begun) * 1000 for phone in phones)
        note = ""
        if phase == "council":
            told = [status for status, _, _ in await flood]
            note = f"   with a flood of 500 joins: {told.count(403)} refused, {told.count(429)} too often"
        print(f"{phase:10s} {statistics.median(times):8.1f} {times[int(0.95 * len(times))]:8.1f} {times[-1]:8.1f}{note}")
        await asyncio.sleep(0.5)
    for task in tasks:
        task.cancel()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seats", type=int, default=200)
    parser.add_argument("--scenario", default="mongolia-1945")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        program = subprocess.Popen(
            [sys.executable, "-m", "game", "classroom", "open", arguments.scenario, "--phones", "127.0.0.1", "--no-window",
             "--seats", str(arguments.seats)], cwd=ROOT, text=True, stdout=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "TWENTY_YEARS_PEACE_HOME": home})
        try:
            asyncio.run(measured(program, arguments.seats))
        finally:
            program.terminate()
            program.communicate()


if __name__ == "__main__":
    main()

"""A lesson served on loopback for a test, and phones that talk to it without a browser."""

from __future__ import annotations

import http.client
import json
import time
from pathlib import Path
from typing import Any

from game import resources
from game.classroom.keeper import Keeper
from game.classroom.lesson import Lesson
from game.classroom.log import Log
from game.host.serve import Host, Place
from game.ui.language import read
from tests.classroom.test_deeds import HEAD

WEB = resources.assets() / "web" / "classroom"


def served(plan: Lesson, folder: Path, places: int = 60, **parts: Any) -> Host:
    """A running host over a new log in ``folder``."""
    keeper = Keeper(plan, Log(folder / "a.lesson.jsonl", HEAD), time.monotonic)
    host = Host(keeper, read(resources.assets() / "lang"), WEB, Place(host="127.0.0.1", places=places), **parts)
    host.start()
    return host


class Phone:
    """One device: keeps its cookie, says where it comes from as a browser does."""

    def __init__(self, url: str) -> None:
        self.place = url.split("//")[1].split("/")[0]
        self.cookie = ""
        self.seen: list[str] = []

    def ask(self, method: str, path: str, data: Any = None, raw: bytes | None = None,
            **headers: str) -> tuple[int, dict[str, Any]]:
        """Returns (status, what was told); everything told is kept in ``seen``."""
        line = http.client.HTTPConnection(self.place, timeout=10)
        sent = {"Origin": f"http://{self.place}", "Content-Type": "application/json"}
        if self.cookie:
            sent["Cookie"] = self.cookie
        body = raw if raw is not None else None if data is None else json.dumps(data).encode()
        line.request(method, path, body, {**sent, **headers})
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        if "set-cookie" in self.headers:
            self.cookie = self.headers["set-cookie"].split(";")[0]
        line.close()
        self.seen.append(text)
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, {}

    def join(self, code: str) -> int:
        """Takes a seat; returns its number."""
        status, told = self.ask("POST", "/api/join", {"code": code})
        assert status == 200, told
        return int(told["seat"])

    def page(self, lang: str = "en") -> dict[str, Any]:
        return self.ask("GET", f"/api/page?lang={lang}")[1]

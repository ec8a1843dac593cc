"""A lesson opens no connection to anywhere: everything that would is caught."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]

WATCHED = """
    import sys, threading, time, json
    sought = []

    def heed(event, arguments):
        if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
            sought.append((event, str(arguments[-1])))
    sys.addaudithook(heed)
    from game.classroom.bots import Bots
    from game.classroom.keeper import Keeper
    from game.classroom.log import NoLog
    from game import resources
    from game.host.serve import Host, Place
    from game.ui.language import read
    from tests.classroom.lessons import lesson
    keeper = Keeper(lesson(), NoLog(), time.monotonic)
    host = Host(keeper, read(resources.assets() / "lang"), resources.assets() / "web" / "classroom", Place(host="127.0.0.1"))
    host.start()
    bots = Bots(keeper)
    bots.join(12)
    for _ in bots.run():
        for seat in range(1, 13):
            host.hub.seat(seat, "zh")
        host.facts()
    host.stop()
    print(json.dumps(sought))
"""


def test_a_whole_served_lesson_seeks_nobody() -> None:
    told = subprocess.run([sys.executable, "-c", textwrap.dedent(WATCHED)], cwd=ROOT, capture_output=True, text=True,
                          timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert told.returncode == 0, told.stderr[-800:]
    sought = [(event, where) for event, where in json.loads(told.stdout.splitlines()[-1]) if "127.0.0.1" not in where]
    assert sought == []

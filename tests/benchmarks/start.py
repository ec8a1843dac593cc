"""From the command to the first prompt, and to the first frame: what a player waits for.

Wall clock, each time in processes of their own, after one that is not counted.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from tests.benchmarks.bench import ROOT, Bench
from tests.benchmarks.display import display
from tests.benchmarks.peers import NAMES
from tests.benchmarks.rows import Clock, Row
from tests.benchmarks.stories import as_ink, as_xstate, as_yaml, story
from tests.benchmarks.timing import Contender, Figure, PeerFailed, compared, limited, wall

PATIENCE = 60
RENPY = """
label main_menu:
    return
screen first():
    text "The first page"
    timer 0.001 action Quit(confirm=False)
label start:
    call screen first
"""


def rows(bench: Bench) -> Iterator[Row]:
    """Yields the first prompt of the flagship and of a generated story, and the first frame."""
    home = {**os.environ, "TWENTY_YEARS_PEACE_HOME": str(bench.folder / "home"), "PYTHONIOENCODING": "utf-8"}
    game = [sys.executable, "-m", "game", "play", "--terminal", "--lang", "en"]
    flagship = prompted([*game, "mongolia-1945"], home)
    flagship()
    bare = Contender("Python alone", prompted([sys.executable, "-c", "input('> ')"], home))
    yield from compared("the flagship: start to the first prompt", flagship, [bare], rounds=bench.rounds(9), clock=Clock.WALL, goal="prompt")
    told = story(1000, options=4, numbers=8)
    ours = prompted([*game, str(bench.file("thousand.yaml", as_yaml(told)))], home)
    ours()
    yield from compared("1,000 nodes, kept: start to the first prompt", ours, list(prompting(bench, as_ink(told), as_xstate(told))),
                        rounds=bench.rounds(7), clock=Clock.WALL)
    yield from first_frame(bench)


def prompting(bench: Bench, ink: str, xstate: str) -> Iterator[Contender]:
    """Peers that print their first choices: inkjs from its compiled form, as we from our kept one."""
    if not bench.peers.node:
        return
    done = subprocess.run(bench.peers.command("ink", "compile", str(bench.file("thousand.ink", ink))), capture_output=True, text=True, encoding="utf-8", check=True)
    for name, file in (("ink", bench.file("thousand.ink.json", done.stdout)), ("xstate", bench.file("thousand.json", xstate))):
        yield Contender(f"{NAMES[name]}, start to the first choices", prompted(bench.peers.command(name, "first", str(file)), os.environ))


def first_frame(bench: Bench) -> Iterator[Row]:
    """The title page of the flagship, beside a window with one colour and, where the system has it, Ren'Py."""
    with display() as (environment, where):
        environment = {**environment, "TWENTY_YEARS_PEACE_HOME": str(bench.folder / "home")}
        peers = [Contender("a window with one colour", shown("minimal", environment))]
        if bench.peers.renpy:
            peers.append(Contender("Ren'Py, one page and out again", renpy(bench, environment)))
        ours = shown("game", environment)
        for contender in (Contender("", ours), *peers):
            with suppress(PeerFailed):  # the table will say so
                contender.once()
        yield from compared("start to the first usable frame (title page)", ours, peers, rounds=bench.rounds(7), clock=Clock.WALL,
                            goal="first-frame", remark=where)


def prompted(command: Sequence[str], environment: Mapping[str, str]) -> Figure:
    """Seconds until a program has written its prompt, ``> ``; it is ended then."""
    def once() -> float:
        begun = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None and process.stderr is not None
            try:
                seen = b""
                while not seen.endswith(b"> "):
                    if not select.select([process.stdout], [], [], PATIENCE)[0]:
                        raise PeerFailed(f"no prompt after {PATIENCE} s")
                    more = os.read(process.stdout.fileno(), 1 << 16)
                    if not more:
                        raise PeerFailed(f"it ended without a prompt: {process.stderr.read()[-200:].decode(errors='replace')}")
                    seen += more
                return time.perf_counter() - begun
            finally:
                process.kill()
    return once


def shown(name: str, environment: Mapping[str, str]) -> Figure:
    """Seconds from the start of Python to the first picture of one of the two windows."""
    def once() -> float:
        begun = time.time()
        told = limited([sys.executable, "-m", "tests.benchmarks.shown", name], PATIENCE, environment, ROOT)
        return float(json.loads(told.splitlines()[-1])["first frame"]) - begun
    return once


def renpy(bench: Bench, environment: Mapping[str, str]) -> Figure:
    """Seconds of a Ren'Py project that shows one page and leaves: a little more than to its first frame."""
    project = bench.folder / "renpy"
    (project / "game").mkdir(parents=True)
    (project / "game" / "script.rpy").write_text(RENPY, encoding="utf-8")
    own = {**environment, "HOME": str(bench.folder), "RENPY_LESS_UPDATES": "1"}

    return lambda: wall(lambda: limited([bench.peers.renpy, str(project), "run"], PATIENCE, own, project))

"""A teacher's computer dies in every phase of a lesson: the lesson stands where it stood, phones keep their seats."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.classroom.log import read
from game.classroom.model import Phase
from tests.host.serving import Phone

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "scenarios" / "tiny"


PROGRAMS = """
import os, sys
from game import cli
import game.classroom.keeper, game.commands.lessons, game.host.serve
for line in sys.stdin:
    child = os.fork()
    if not child:
        os._exit(cli.main(["classroom", *line.split("\\t")[1:-1]]))
    print(child, flush=True)
    os.waitpid(child, 0)
"""
"""A process that has the program loaded and becomes it again for each line: most of a start is loading."""


class Machine:
    """The teacher's computer: starts the command ``classroom`` as a process of its own, and dies with it."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", PROGRAMS], cwd=ROOT, text=True, encoding="utf-8",
                                        env={**os.environ, "TWENTY_YEARS_PEACE_HOME": str(home)},
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def start(self, *arguments: str) -> Program:
        assert self.process.stdin is not None
        print("", *arguments, "", sep="\t", file=self.process.stdin, flush=True)
        return Program(self)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


class Program:
    """One start of the command."""

    def __init__(self, machine: Machine) -> None:
        lines = [machine.line() for _ in range(3)]
        self.pid = int(next(line for line in lines if line.strip().isdigit()))
        desk, phones = (line for line in lines if not line.strip().isdigit())
        assert "phones" in phones, lines
        self.desk_url, self.secret = desk.split()[1].split("#")
        self.url, self.code = re.findall(r"(http\S+)  code (\w+)", phones)[0]

    def do(self, deed: str, **data: object) -> None:
        status, told = Phone(self.desk_url).ask("POST", "/api/do", {"deed": deed, "data": data}, **{"x-desk": self.secret})
        assert status == 200, told

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not known on Windows")
def test_a_lesson_killed_in_every_phase_is_taken_up_with_nothing_lost(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    program = machine.start("open", str(TINY), "--phones", "127.0.0.1", "--no-window", "--format", "45-councils")
    phones = [Phone(program.url) for _ in range(5)]
    for phone in phones:
        phone.join(program.code)
    killed, longest = [], 0.0
    try:
        while True:
            pages = [phone.page() for phone in phones]
            sent = 0
            for phone, page in zip(phones, pages, strict=True):
                for ask in page.get("asks", []):
                    if ask["form"] == "text":
                        status, _ = phone.ask("POST", "/api/answer", {
                            "asked": ask["asked"], "value": f"Words of {page['seat']}.", "question": ask.get("question", ""),
                            "decision": page["decision"]})
                        sent += status == 200
            phase = pages[0]["phase"]
            program.kill()
            killed.append(phase)
            begun = time.monotonic()
            program = machine.start("resume", "--phones", "127.0.0.1", "--no-window")
            longest = max(longest, time.monotonic() - begun)
            for phone in phones:
                phone.place = program.url.split("//")[1].strip("/")
            again = [phone.page() for phone in phones]
            assert [(page["seat"], page["phase"], page.get("role")) for page in again] == [
                (page["seat"], page["phase"], page.get("role")) for page in pages]
            given = sum(ask.get("given", "").startswith("Words of") for page in again for ask in page.get("asks", []))
            assert given == sent, phase
            if len(killed) > 1 and killed[-1] == killed[-2] == "debrief" and len(killed) >= 11:
                break
            program.do("turn", turn="skip")
    finally:
        program.kill()
        machine.close()
    assert set(killed) == {phase.value for phase in Phase} - {"reflect", "report"}, "the phases of the 45 minutes"
    assert longest < 10
    _, entries = read(next((tmp_path / "lessons").glob("*.jsonl")))
    assert sum(entry.deed == "join" for entry in entries) == 5

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


class Program:
    """The command ``classroom`` as a process of its own."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "game", "classroom", *arguments], cwd=ROOT, text=True,
                                        env={**os.environ, "TWENTY_YEARS_PEACE_HOME": str(home)}, encoding="utf-8",
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdout is not None
        desk = self.process.stdout.readline()
        phones = self.process.stdout.readline()
        assert "phones" in phones, (desk, phones, self.process.stderr.read() if self.process.stderr else "")
        self.desk_url, self.secret = desk.split()[1].split("#")
        self.url, self.code = re.findall(r"(http\S+)  code (\w+)", phones)[0]

    def do(self, deed: str, **data: object) -> None:
        status, told = Phone(self.desk_url).ask("POST", "/api/do", {"deed": deed, "data": data}, **{"x-desk": self.secret})
        assert status == 200, told

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not known on Windows")
def test_a_lesson_killed_in_every_phase_is_taken_up_with_nothing_lost(tmp_path: Path) -> None:
    program = Program(tmp_path, "open", str(TINY), "--phones", "127.0.0.1", "--no-window", "--format", "45-councils")
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
            program = Program(tmp_path, "resume", "--phones", "127.0.0.1", "--no-window")
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
    assert set(killed) == {phase.value for phase in Phase} - {"reflect", "report"}, "the phases of the 45 minutes"
    assert longest < 10
    _, entries = read(next((tmp_path / "lessons").glob("*.jsonl")))
    assert sum(entry.deed == "join" for entry in entries) == 5

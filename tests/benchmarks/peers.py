"""The engines a user might take instead, at fixed versions, in a folder of their own; and asking them.

Node's packages come from npm, Python's from PyPI into an environment that is not ours.  Ren'Py is asked for where the
system has it.  What cannot be had is left out, and the table says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.timing import PeerFailed

HERE = Path(__file__).parent
NODE = {"inkjs": "2.4.0", "xstate": "5.33.3", "@xstate/graph": "3.0.4"}
PYTHON = {"transitions": "0.9.3", "python-statemachine": "3.2.2", "sismic": "1.6.14"}
NAMES = {"ink": "inkjs", "xstate": "XState", "transitions": "transitions", "statemachine": "python-statemachine", "sismic": "sismic"}
"""What a peer is called in tasks -> what it is called in the table."""

NODE_ENGINES = ("ink", "xstate")
NODE_FLAGS = ("--max-old-space-size=6000", "--stack-size=60000")


@dataclass
class Peers:
    """What could be installed.  ``missing``: peer -> why it is left out."""

    folder: Path
    node: str = ""
    python: str = ""
    renpy: str = ""
    missing: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Says whether a peer can be asked."""
        return bool(self.node if name in NODE_ENGINES else self.python)

    def command(self, name: str, *arguments: str) -> list[str]:
        """Returns the command that runs a peer's part of ``engines.mjs`` or ``machines.py``."""
        if name in NODE_ENGINES:
            return [self.node, *NODE_FLAGS, str(self.folder / "engines.mjs"), name, *arguments]
        return [self.python, str(HERE / "machines.py"), name, *arguments]

    def versions(self) -> Iterator[str]:
        """Yields what was compared with, as lines."""
        if self.node:
            yield f"Node {_said(self.node, '--version').lstrip('v')}: " + ", ".join(f"{name} {version}" for name, version in NODE.items())
        if self.python:
            yield "Python: " + ", ".join(f"{name} {version}" for name, version in PYTHON.items())
        if self.renpy:
            yield _said(self.renpy, "--version")
        for name, why in self.missing.items():
            yield f"left out: {name} ({why})"


def install(folder: Path) -> Peers:
    """Puts the peers into ``folder``, as far as they can be had."""
    folder.mkdir(parents=True, exist_ok=True)
    peers = Peers(folder)
    peers.missing["ChoiceScript randomtest"] = "it is in no registry at a fixed version"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        shutil.copy(HERE / "engines.mjs", folder)
        wanted = [f"{name}@{version}" for name, version in NODE.items()]
        fault = _run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *wanted])
    else:
        fault = "Node or npm is not there"
    if fault:
        peers.missing["inkjs, XState"] = fault
    else:
        peers.node = node or ""
    home = folder / "python"
    program = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not program.exists():
        venv.create(home, with_pip=True)
    wanted = [f"{name}=={version}" for name, version in PYTHON.items()]
    fault = _run([str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])
    if fault:
        peers.missing["transitions, python-statemachine, sismic"] = fault
    else:
        peers.python = str(program)
    peers.renpy = shutil.which("renpy", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/games"])) or ""
    if not peers.renpy:
        peers.missing["Ren'Py"] = "the system does not have it"
    return peers


class Asked:
    """A peer that has set itself up for one task and does it each time it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answer()
        self.found: Any = None

    def once(self) -> float:
        """Returns the processor seconds one more run took; ``found`` is what it came to.  Raises ``PeerFailed``."""
        assert self._process.stdin is not None
        try:
            print(flush=True, file=self._process.stdin)
        except BrokenPipeError:
            raise PeerFailed("it has ended") from None
        answer = self._answer()
        self.found = answer.get("found")
        return float(answer["seconds"])

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None and self._process.stderr is not None
        line = self._process.stdout.readline()
        if not line:
            said = [text for text in self._process.stderr.read().splitlines() if "Error" in text]
            raise PeerFailed((said or ["it ended without an answer"])[0][:80])
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def asked(peers: Peers, name: str, *arguments: str) -> Iterator[Asked]:
    """Yields a peer that has set itself up.  Raises ``PeerFailed`` if it cannot."""
    with subprocess.Popen(peers.command(name, *arguments), text=True, encoding="utf-8", stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield Asked(process)
        finally:
            process.kill()


def _run(command: list[str]) -> str:
    """Runs a command; returns the last line of what went wrong, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=600)
    except (OSError, subprocess.TimeoutExpired) as fault:
        return f"it cannot be installed: {type(fault).__name__}"
    return f"it cannot be installed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1][:80]}" if done.returncode else ""


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    return (done.stdout.strip() or done.stderr.strip()).partition("\n")[0]

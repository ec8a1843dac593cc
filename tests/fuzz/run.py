"""Fuzzes every reader of strangers' bytes for a bounded time, with atheris (coverage-guided) where it is installed.

Not a test: ``python tests/fuzz/run.py --seconds 60 [READER …]`` runs each reader in a process of its own and prints how
often it was run and what was found.  What escapes a reader lies in ``corpus/READER`` afterwards; mend the reader, keep
the file.  atheris is no part of the test extra: ``pip install atheris``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def one(name: str, seconds: int) -> None:
    """Fuzzes one reader in this process until the time is up or something escapes."""
    import atheris
    with atheris.instrument_imports(include=["game"]):
        from tests.fuzz.readers import CORPUS, READERS, samples
    with tempfile.TemporaryDirectory() as found:
        for number, raw in enumerate(samples(name)):
            (Path(found) / f"sample-{number}").write_bytes(raw)
        kept = CORPUS / name
        kept.mkdir(parents=True, exist_ok=True)
        atheris.Setup([sys.argv[0], found, f"-max_total_time={seconds}", "-max_len=20000", "-timeout=20", "-rss_limit_mb=2048",
                       f"-artifact_prefix={kept}/", "-print_final_stats=1", "-verbosity=0"], lambda raw: READERS[name](raw) and None)
        atheris.Fuzz()


def main() -> int:
    """Runs the readers asked for, all by default; returns 1 if anything escaped."""
    from tests.fuzz.readers import READERS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", choices=[*READERS, []], metavar="READER", help=", ".join(READERS))
    parser.add_argument("--seconds", type=int, default=60, help="for each reader")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        one(arguments.readers[0], arguments.seconds)
        return 0
    escaped = 0
    for name in arguments.readers or READERS:
        done = subprocess.run([sys.executable, __file__, "--one", name, "--seconds", str(arguments.seconds)], capture_output=True,
                              text=True, errors="replace", cwd=ROOT)
        runs = re.search(r"stat::number_of_executed_units:\s*(\d+)|Done (\d+) runs", done.stderr)
        fault = re.search(r"Uncaught Python exception: ===\s*(.*?)\n==\d+==", done.stdout + done.stderr, re.DOTALL)
        said = "nothing escaped" if done.returncode == 0 else f"FOUND\n{fault[1] if fault else done.stderr[-2000:]}"
        escaped += done.returncode != 0
        print(f"{name:12} {(runs[1] or runs[2]) if runs else '?':>9} runs in {arguments.seconds} s: {said}", flush=True)
    return int(bool(escaped))


if __name__ == "__main__":
    sys.exit(main())

"""Who made what is shipped: every file below ``assets/`` is the project's own or is listed with origin and licence.

Reads files, runs nothing.  Called by ``check.py``.  The lists are the tables beside the files themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

OWN = ("questions.yaml", "theme.yaml", "teaching/*", "*.schema.json", "*.schema.zh.json", "codes/*", "keys/*", "lang/*", "lessons/*", "reference/*",
       "pictures/*", "sounds/*", "web/paper.css", "web/graph/*", "web/classroom/*", "*/build.py", "*README.md", "fonts/coverage.json",
       "fonts/SHA256SUMS", "map/cuts.json", "*/LICENSE", "*/LICENSES/*", "*/LICENSES.md")
"""Patterns of what was written for the project, or is itself a list, a licence or a recipe."""
TEXTS = {"OFL-1.1": "fonts/LICENSES/OFL-1.1.txt", "Apache-2.0": "fonts/LICENSES/Apache-2.0.txt",
         "MIT": "web/dagre/LICENSE", "public domain": "map/LICENSES.md"}
"""Licence -> where its text or its grant stands, below ``assets``."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One shipped file of others: its path below ``assets``, what it was made from, version and licence."""

    path: str
    name: str
    version: str
    licence: str


def fonts(table: str) -> list[Origin]:
    """Reads the table of ``fonts/README.md``: file, role, made from, package and version, licence."""
    rows = re.findall(r"^\| `([\w.-]+)` \|[^|]*\|\s*(.+?)\s*\|([^|]*)\|\s*(.*?)\s*\|$", table, re.MULTILINE)
    found = []
    for file, made, package, licence in rows:
        name, version = named(made)
        found.append(Origin(f"fonts/{file}", name, version or package.split()[-1], licence))
    return found


def named(made: str) -> tuple[str, str]:
    """Parts "Noto Serif 2.001" into name and version; the version is empty where none is given."""
    found = re.fullmatch(r"(.*?)\s+(\d[\w.]*)", made)
    return (found[1], found[2]) if found else (made, "")


def web(text: str) -> list[Origin]:
    """Reads ``web/README.md``: a row that names an npm package, its version and its licence."""
    rows = re.findall(r"^\| `([\w./-]+)` \|[^|]*npm `([^`]+)` ([\d.]+), ([\w.-]+),", text, re.MULTILINE)
    return [Origin(f"web/{file}", name, version, licence) for file, name, version, licence in rows]


def geometry(text: str) -> list[Origin]:
    """Reads ``map/LICENSES.md``: the file made from Natural Earth, which is in the public domain."""
    found = re.search(r"^`([\w.-]+)` is made .*\*\*(Natural Earth)\*\* \((public domain)\)", text, re.MULTILINE)
    version = re.search(r"Natural Earth (\d[\d.]*\d)", text)
    return [Origin(f"map/{found[1]}", found[2], version[1] if version else "", found[3])] if found else []


def hashes(text: str) -> dict[str, str]:
    """Reads lines of SHA-256 and name, as ``sha256sum`` writes them: name -> hash."""
    return {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})\s+(\S+)$", text, re.MULTILINE)}


def unlisted(files: Iterable[str], listed: Iterable[Origin]) -> list[str]:
    """Returns the files (paths below ``assets``) that are neither the project's own nor listed."""
    known = {origin.path for origin in listed}
    return [file for file in sorted(files) if file not in known and not any(fnmatch(file, own) for own in OWN)]


def origins(assets: Path) -> list[Origin]:
    """Returns everything listed below ``assets``."""
    def read(name: str) -> str:
        return (assets / name).read_text(encoding="utf-8")

    return [*fonts(read("fonts/README.md")), *web(read("web/README.md")), *geometry(read("map/LICENSES.md"))]


def faults(assets: Path) -> list[str]:
    """Returns in words what is unlisted, missing, without licence, or not the file that was listed."""
    listed = origins(assets)
    files = [path.relative_to(assets).as_posix() for path in assets.rglob("*")
             if path.is_file() and "__pycache__" not in path.parts]
    found = [f"assets/{file} is in no list of origins" for file in unlisted(files, listed)]
    for origin in listed:
        text = TEXTS.get(origin.licence)
        if text is None or not (assets / text).is_file():
            found.append(f"assets/{origin.path}: no text of the licence '{origin.licence}' is shipped")
    for folder, name in (("fonts", "SHA256SUMS"), ("map", "LICENSES.md"), ("web", "README.md")):
        sums = hashes((assets / folder / name).read_text(encoding="utf-8"))
        for origin in listed:
            if not origin.path.startswith(f"{folder}/"):
                continue
            path, wanted = assets / origin.path, sums.get(origin.path.removeprefix(f"{folder}/"))
            if not path.is_file():
                found.append(f"assets/{origin.path} is listed and does not exist")
            elif wanted != hashlib.sha256(path.read_bytes()).hexdigest():
                found.append(f"assets/{origin.path} is not the file whose hash stands in assets/{folder}/{name}")
    return found

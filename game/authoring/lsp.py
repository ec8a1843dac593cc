"""Faults as the Language Server Protocol tells them: one ``textDocument/publishDiagnostics`` for each file.

Lines count from 0, columns in UTF-16 code units.  Called by ``validate``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from game.authoring.diagnostics import Diagnostic, Severity

SOURCE: Final = "twenty-years-peace"
_LEVELS: Final = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.NOTE: 3}

Json = dict[str, Any]


def published(faults: Iterable[Diagnostic], lines: Mapping[str, Sequence[str]], language: str = "en") -> list[Json]:
    """Returns the parameters of the notifications; a file that was read and has no fault has an empty list.

    ``lines`` holds the lines of every file that was read.
    """
    by_file: dict[str, list[Json]] = defaultdict(list, {file: [] for file in lines})
    for fault in faults:
        by_file[fault.mark.file].append(_diagnostic(fault, lines.get(fault.mark.file, ()), language))
    return [{"uri": Path(file).absolute().as_uri(), "diagnostics": found} for file, found in by_file.items()]


def _diagnostic(fault: Diagnostic, lines: Sequence[str], language: str) -> Json:
    row, column = fault.mark.line - 1, fault.mark.column - 1
    text = lines[row] if row < len(lines) else ""
    hint = fault.advice(language)
    return {
        "range": {"start": {"line": row, "character": _units(text[:column])},
                  "end": {"line": row, "character": _units(text[:column + fault.length])}},
        "severity": _LEVELS[fault.severity], "code": fault.code, "source": SOURCE,
        "message": fault.said(language) + (f"\n{hint}" if hint else ""),
        "data": {"variant": fault.variant, "path": list(fault.path)},
    }


def _units(text: str) -> int:
    """How many UTF-16 code units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

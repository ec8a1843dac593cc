"""Faults as a SARIF log (OASIS, *Static Analysis Results Interchange Format* 2.1.0), for code hosts and editors.

Accepted warnings are in it as suppressed results, with the author's reason.  Called by ``validate``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import quote

from game import __version__
from game.authoring.catalogue import catalogue
from game.authoring.diagnostics import Diagnostic, Mark

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

Json = dict[str, Any]


def log(faults: Sequence[Diagnostic], accepted: Iterable[tuple[Diagnostic, str]], language: str = "en") -> Json:
    """Returns the log of one run; ``accepted`` holds each accepted warning with its reason."""
    meant = tuple(accepted)
    codes = sorted({fault.code for fault in (*faults, *(fault for fault, _ in meant))})
    results = [_result(fault, codes, language) for fault in faults]
    results += [{**_result(fault, codes, language), "suppressions": [
        {"kind": "inSource", "status": "accepted", "justification": why}]} for fault, why in meant]
    driver = {"name": "twenty-years-peace", "version": __version__, "semanticVersion": __version__,
              "rules": [_rule(code, language) for code in codes]}
    return {"$schema": SCHEMA, "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "language": "zh-CN" if language == "zh" else language,
                      "columnKind": "unicodeCodePoints", "results": results}]}


def _rule(code: str, language: str) -> Json:
    entry = catalogue(language).entries[code]
    level = Diagnostic(code, Mark("")).severity
    return {"id": code, "defaultConfiguration": {"level": level.value}, "shortDescription": {"text": entry.title},
            "fullDescription": {"text": entry.why}, "help": {"text": entry.do}}


def _result(fault: Diagnostic, codes: list[str], language: str) -> Json:
    mark, text, hint = fault.mark, fault.said(language), fault.advice(language)
    if hint:
        text = catalogue(language).word("aside", text=text, hint=hint)
    region = {"startLine": mark.line, "startColumn": mark.column, "endColumn": mark.column + fault.length}
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": quote(mark.file)}, "region": region}}
    if fault.path:
        location["logicalLocations"] = [{"fullyQualifiedName": ".".join(map(str, fault.path))}]
    return {"ruleId": fault.code, "ruleIndex": codes.index(fault.code), "level": fault.severity.value,
            "message": {"text": text}, "locations": [location],
            "properties": {"variant": fault.variant, "arguments": {name: list(value) if isinstance(value, tuple)
                                                                   else value for name, value in fault.arguments}}}

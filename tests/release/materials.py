"""The bill of materials: what the packages' metadata say, and the files of others that no package names.

Called by ``check.py`` with the CycloneDX file that ``cyclonedx-py`` wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.release.shipped import Origin


class Incomplete(Exception):
    """The bill lacks something; the message names the components."""


def part(origin: Origin) -> dict[str, Any]:
    """Returns a shipped file as a component; a licence without an SPDX identifier is given by its name."""
    plain = " " in origin.licence
    return {"type": "library" if origin.path.startswith("web/") else "file", "bom-ref": f"assets/{origin.path}",
            "name": origin.name, "version": origin.version,
            "description": f"modified and shipped as assets/{origin.path}",
            "licenses": [{"license": {"name" if plain else "id": origin.licence}}]}


def lacking(components: Iterable[Mapping[str, Any]]) -> list[str]:
    """Returns the components without a version or a licence."""
    return [str(each["name"]) for each in components if not each.get("version") or not each.get("licenses")]


def complete(file: Path, name: str, origins: Iterable[Origin]) -> int:
    """Adds ``origins`` to the bill in ``file``, makes ``name`` what it is about, and writes it back, validated.

    Returns the number of components; raises ``Incomplete`` if one has no version or no licence, or ``name`` is missing.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    data = json.loads(file.read_text(encoding="utf-8"))
    own = [each for each in data["components"] if each["name"] == name]
    if len(own) != 1:
        raise Incomplete(f"{name} is not among the installed packages")
    data.setdefault("metadata", {})["component"] = {**own[0], "type": "application"}
    data["components"] = [each for each in data["components"] if each is not own[0]] + [part(each) for each in origins]
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    fault = JsonStrictValidator(SchemaVersion.from_version(data["specVersion"])).validate_str(text)
    if fault:
        raise Incomplete(f"not valid CycloneDX: {fault}")
    file.write_text(text, encoding="utf-8")
    missing = lacking([*data["components"], *own])
    if missing:
        raise Incomplete(f"without a version or a licence: {', '.join(missing)}")
    return len(data["components"])

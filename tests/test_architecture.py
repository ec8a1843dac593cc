"""Who may import whom, what may stand where, and what a command may load.  The README's design section is this file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "game").rglob("*.py"))
LONGEST = 400

MAY_IMPORT: dict[str, set[str]] = {
    "game.core": {"transitions"},
    "game.authoring": {"game.core", "game.resources", "game.__version__", "yaml", "pydantic", "polib"},
    "game.play": {"game.core", "platformdirs"},
    "game.debrief": {"game.core", "game.play", "game.analysis.frontier"},
    "game.analysis": {"game.core", "game.play.session.record_line", "game.authoring.diagnostics",
                      "numpy", "transitions"},
    "game.classroom": {"game.core", "game.play", "game.authoring", "transitions", "pydantic", "filelock"},
    "game.host": {"game.core", "game.classroom", "game.ui", "starlette", "uvicorn", "ifaddr", "segno"},
    "game.inspection": {"game.analysis", "game.authoring", "game.classroom.reading", "game.core", "game.play"},
    "game.library": {"game.authoring", "game.core"},
    "game.resources": set(),
    "game.ui.gui": {"game.core", "game.play", "game.analysis", "game.debrief", "game.classroom", "game.ui", "pygame", "yaml", "PIL"},
    "game.ui": {"game.core", "game.play", "game.analysis", "game.debrief", "game.classroom", "yaml", "matplotlib"},
    "game.commands": {"game"},
    "game.cli": {"game.commands", "game.__version__"},
    "game.__main__": {"game.cli"},
    "game.__init__": set(),
}
"""Room -> what its modules may import besides the standard library and their own room."""

ONLY_IN = {
    "PIL": {"game.ui.gui.animation"},
    "transitions": {"game.core.machine", "game.analysis.diagram", "game.classroom.course"},
    "pydantic": {"game.authoring.structure", "game.authoring.fields", "game.authoring.bargain_shape",
                 "game.authoring.node_shape", "game.authoring.reference_shape", "game.authoring.loader",
                 "game.authoring.schema", "game.authoring.shaping", "game.classroom.shape"},
    "platformdirs": {"game.play.storage"},
    "filelock": {"game.classroom.log"},
    "matplotlib": {"game.ui.charts"},
    "polib": {"game.authoring.po"},
    "ifaddr": {"game.host.network"},
    "segno": {"game.host.square"},
    "uvicorn": {"game.host.serve"},
    "starlette": {"game.host.seat_app", "game.host.desk_app", "game.host.limits"},
    "numpy": {"game.analysis.bulk", "game.analysis.residues", "game.analysis.vectors", "game.analysis.layers",
              "game.analysis.keys", "game.analysis.reach", "game.analysis.table_ways", "game.analysis.changes",
              "game.analysis.lumping",
              "game.analysis.layering", "game.analysis.branching", "game.analysis.unrolled", "game.analysis.passes",
              "game.analysis.consequences", "game.analysis.ways", "game.analysis.cautious", "game.analysis.simulate",
              "game.analysis.durations", "game.analysis.valuations",
              "game.analysis.lint.reached"},
    "yaml": {"game.authoring.events", "game.authoring.catalogue", "game.ui.language", "game.ui.gui.theme"},
}
"""Third-party package -> the modules that may import it; everything else goes through them."""

IMPURE = {"io", "os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "tempfile", "threading", "time"}
DANGEROUS = {"eval", "exec", "compile", "__import__"}
NOT_IN_CODE = ("chiang", "mongol", "stalin", "moscow", "yalta", "1945", "1946", "1950", "soong", "roosevelt", "truman",
               "soviet", "kuomintang", "manchuria", "xinjiang", "蒋", "蒙", "斯大林", "莫斯科", "雅尔塔", "宋子文",
               "苏联", "国民", "新疆", "旅顺")


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Returns (line, dotted name) of every import, wherever it stands, the standard library left out."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{dotted(path)}:{node.lineno} imports by dots"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] not in sys.stdlib_module_names:
                yield node.lineno, name


def room(module: str) -> str:
    return max((name for name in MAY_IMPORT if within(module, name)), key=len, default="")


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Returns (line, what is called) as written, for every call of a name: ``open``, ``datetime.now``."""
    return tuple((node.lineno, written(node.func)) for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def written(called: ast.expr) -> str:
    """A name with its dots; empty in place of anything else."""
    if isinstance(called, ast.Attribute):
        return f"{written(called.value)}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


def test_every_module_lives_in_a_room() -> None:
    homeless = [dotted(path) for path in MODULES if not room(dotted(path))]
    assert not homeless


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    own = room(dotted(path))
    allowed = MAY_IMPORT[own] | {own}
    strangers = [f"line {line}: {name}" for line, name in imports(path)
                 if not any(within(name, package) for package in allowed)]
    assert not strangers, f"{own} may import {sorted(allowed)}"


def test_a_third_party_package_is_imported_in_its_one_place() -> None:
    strays = [f"{dotted(path)}:{line}: {name}" for path in MODULES for line, name in imports(path)
              if dotted(path) not in ONLY_IN.get(name.split(".")[0], {dotted(path)})]
    assert not strays


def test_the_core_reads_no_file_no_clock_and_no_dice() -> None:
    faults = []
    for path in MODULES:
        if not within(dotted(path), "game.core"):
            continue
        faults += [f"{dotted(path)}:{line}: {name}()" for line, name in calls(path)
                   if name in {"open", "print", "input"} or name.endswith((".now", ".today", ".utcnow"))]
        for node in ast.walk(tree(path)):
            modules = ([alias.name for alias in node.names] if isinstance(node, ast.Import)
                       else [node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            faults += [f"{dotted(path)}: {name}" for name in modules if name.split(".")[0] in IMPURE]
    assert not faults


def test_nothing_evaluates_text_as_code() -> None:
    faults = []
    for path in MODULES:
        faults += [f"{dotted(path)}:{line}: {name}" for line, name in calls(path)
                   if name in DANGEROUS | {"yaml.unsafe_load", "yaml.full_load", "os.system"}]
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                faults += [f"{dotted(path)}:{node.lineno}: {name}" for name in named & {"pickle", "marshal", "shelve"}]
            if isinstance(node, ast.Call) and written(node.func) == "yaml.load":
                unsafe = "SafeLoader" not in ast.unparse(node)
                faults += [f"{dotted(path)}:{node.lineno}: yaml.load without a safe loader"] * unsafe
            if isinstance(node, ast.Attribute) and node.attr in {"UnsafeLoader", "FullLoader", "Loader", "CLoader"}:
                faults.append(f"{dotted(path)}:{node.lineno}: yaml.{node.attr}")
    assert not faults


def test_no_modules_import_one_another_in_a_circle() -> None:
    """At their top: what is imported within a function or for types alone waits until it is needed."""
    known = {dotted(path).removesuffix(".__init__") for path in MODULES}
    leads = {dotted(path).removesuffix(".__init__"): set(at_the_top(path, known)) for path in MODULES}
    while ends := {name for name, others in leads.items() if not others & leads.keys()}:
        leads = {name: others for name, others in leads.items() if name not in ends}
    assert not leads, "each of these leads to another one of them"


def at_the_top(path: Path, known: set[str]) -> Iterator[str]:
    for node in tree(path).body:
        names = ([alias.name for alias in node.names] if isinstance(node, ast.Import) else
                 [name for alias in node.names for name in (f"{node.module}.{alias.name}", str(node.module))]
                 if isinstance(node, ast.ImportFrom) else [])
        yield from {name for name in names if name in known} - {dotted(path).removesuffix(".__init__")}


def test_no_module_is_too_long() -> None:
    lengths = {dotted(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST}


def test_nothing_of_the_flagship_stands_in_code() -> None:
    """Scenarios are data: code knows neither their people nor their dates.  The default name is the exception."""
    faults = []
    for path in MODULES:
        whole = tree(path)
        prose = {id(node.value) for node in ast.walk(whole) if isinstance(node, ast.Expr)}
        for node in ast.walk(whole):
            if id(node) in prose:  # docstrings may give an example
                continue
            match node:
                case ast.Constant(value=str() | int() as value):
                    word = str(value)
                case ast.Name(id=word) | ast.FunctionDef(name=word) | ast.ClassDef(name=word) | ast.arg(arg=word):
                    pass
                case ast.Attribute(attr=word):
                    pass
                case _:
                    continue
            if dotted(path) == "game.commands.common" and word == "mongolia-1945":
                continue
            faults += [f"{dotted(path)}:{node.lineno}: {word[:60]!r}" for bad in NOT_IN_CODE if bad in word.lower()]
    assert not faults


def loaded_by(*arguments: str) -> set[str]:
    """Returns the top-level modules that a run of the command loads."""
    probe = subprocess.run([sys.executable, "-X", "importtime", "-m", "game", *arguments], cwd=ROOT,
                           capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert probe.returncode == 0, probe.stderr[-500:]
    return {name.split(".")[0] for name in re.findall(r"\|\s+([\w.]+)$", probe.stderr, re.MULTILINE)}


def test_asking_for_help_loads_nothing_heavy() -> None:
    assert "argparse" in (loaded := loaded_by("--help"))
    assert not loaded & {"pygame", "numpy", "pydantic", "transitions", "yaml", "platformdirs"}


def test_importing_the_package_loads_nothing_at_all() -> None:
    code = "import sys; before = set(sys.modules); import game; print(sorted(set(sys.modules) - before))"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "['game']"


def test_validating_needs_no_window_and_no_machine() -> None:
    example = next((ROOT / "scenarios").glob("*/scenario.yaml")).parent
    assert "pydantic" in (loaded := loaded_by("validate", str(example)))
    assert "pygame" not in loaded

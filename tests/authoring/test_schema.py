"""The shipped schemas are those of the shapes, say every key in both languages, and are named by every scenario file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from game import resources
from game.authoring.key_reference import key_help, reference_of_keys
from game.authoring.loader import load
from game.authoring.schema import definitions, schema
from game.authoring.schema_files import LANGUAGES, schema_name, schema_text
from game.authoring.structure import MERGED, NODE_SHAPES
from game.cli import main
from game.core.effects import EFFECTS

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
SHAPES = {name: made for name, made in definitions().items() if "enum" not in made}


@pytest.mark.parametrize("part", [False, True], ids=["scenario", "part"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_schema_is_that_of_the_shapes(language: str, part: bool) -> None:
    file = resources.assets() / schema_name(language, part)
    again = f"python -m game schema --lang {language} {'--part ' if part else ''}assets/{file.name}"
    assert file.read_text(encoding="utf-8") == schema_text(language, part), f"write it anew: {again}"


def test_every_shape_and_every_key_is_described() -> None:
    assert not [name for name, made in SHAPES.items() if not made.get("description")]
    assert not [f"{name}.{key}" for name, made in SHAPES.items() for key, value in made["properties"].items()
                if len(value.get("description", "")) < 8]


def test_every_shape_and_every_key_is_described_in_chinese_and_nothing_else_is() -> None:
    told = key_help("zh").shapes
    wanted = {(name, key) for name, made in SHAPES.items() for key in ("", *made["properties"])}
    assert {(name, key) for name, keys in told.items() for key in keys} == wanted
    assert not [(name, key) for name, key in wanted if not re.search(r"[\u3400-\u9fff]", told[name][key])]


def test_both_languages_have_the_same_messages_types_and_values() -> None:
    english, chinese = key_help("en"), key_help("zh")
    assert set(english.messages) == set(chinese.messages) and set(english.types) == set(chinese.types)
    assert {name: set(words) for name, words in english.values.items()} == {name: set(words) for name, words in chinese.values.items()}
    for name, words in english.values.items():
        assert set(words) == set(definitions()[name]["enum"]), name


def test_the_schema_refers_to_nothing_that_it_lacks() -> None:
    for part in (False, True):
        made = schema(key_help("en"), part)
        named = set(re.findall(r'"#/definitions/(\w+)"', json.dumps(made)))
        assert named <= set(made["definitions"])


def test_the_schema_offers_every_effect_and_every_kind_of_node() -> None:
    made = schema(key_help("en"))
    assert set(EFFECTS) <= set(made["definitions"]["Effect"]["properties"])
    text = json.dumps(made["definitions"]["Node"])
    assert all(f'"required": ["{key}"]' in text for key in NODE_SHAPES)


def test_a_part_has_the_keys_an_included_file_may_have() -> None:
    assert set(schema(key_help("en"), part=True)["properties"]) == MERGED


def test_the_reference_names_every_key_with_what_it_holds() -> None:
    for language in LANGUAGES:
        sections = {section.shape: section for section in reference_of_keys(language)}
        assert set(sections) == set(SHAPES)
        assert all(key.holds and key.description for section in sections.values() for key in section.keys)
        option = {key.name: key for key in sections["Option"].keys}
        assert sections["Option"].place == ("nodes", "NAME", "options", "NAME")
        assert option["goto"].needed and not option["when"].needed
        assert (option["status"].default, option["goto"].default) == ("counterfactual", "")
        assert sections["Citation"].place == ("events", "NAME", "cites")


def named_files(folder: Path) -> list[Path]:
    """The files of a scenario: its main file and what it includes."""
    head = load(folder)
    included = head.places.data.get("include", [])
    return [folder / "scenario.yaml", *(file for pattern in included for file in sorted(folder.glob(pattern)))]


@pytest.mark.parametrize("folder", sorted(path.parent for path in resources.scenarios().glob("*/scenario.yaml")),
                         ids=lambda path: path.name)
def test_every_file_of_a_shipped_scenario_names_its_schema(folder: Path) -> None:
    for file in named_files(folder):
        found = MODELINE.fullmatch(file.read_text(encoding="utf-8").splitlines()[0])
        assert found, f"{file}: its first line names no schema"
        assert (file.parent / found[1]).resolve() == resources.assets() / schema_name("en", file.name != "scenario.yaml")


def test_scenarios_and_assets_lie_side_by_side_in_a_checkout_and_in_a_wheel() -> None:
    """So that one relative path leads from any shipped scenario to its schema."""
    text = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"scenarios" = "game/data/scenarios"' in text and '"assets" = "game/data/assets"' in text
    assert resources.scenarios().parent == resources.assets().parent


def test_the_command_prints_the_schema_or_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--lang", "zh", "--part"]) == 0
    assert capsys.readouterr().out == schema_text("zh", part=True)
    out = tmp_path / "新 剧本" / "scenario.schema.json"
    assert main(["schema", "--lang", "en", str(out)]) == 2 and str(out) in capsys.readouterr().err
    out.parent.mkdir()
    assert main(["schema", "--lang", "en", str(out)]) == 0 and str(out) in capsys.readouterr().out, "it says what it wrote"
    assert out.read_text(encoding="utf-8") == schema_text("en")

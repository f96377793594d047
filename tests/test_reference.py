"""What people and editors read of the language is what the reader goes by."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from jsonschema.validators import validator_for
from sections import said

from attrspec import load, render
from attrspec.language import (
    ALIAS,
    ENUM,
    FIELD,
    FILE,
    MIXIN,
    OBJECT,
    PACKAGE,
    SECTIONS,
    TYPES,
    UNION,
    WAIVER,
)
from attrspec.reference import json_schema, key_reference
from attrspec.source import JsonValue, parse, plain

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "generator/docs"
SPEC = ROOT / "spec"
CASES = ROOT / "tests/cases"

FILES = {"package": "package.yaml", "types": "usage.yaml"}


def problems(file: str, document: JsonValue) -> list[str]:
    """Return what the JSON Schema has against a document."""
    schema = json.loads(json_schema(file))
    errors = validator_for(schema)(schema).iter_errors(document)
    return sorted(f"{error.json_path}: {error.message}" for error in errors)


def document(path: Path) -> JsonValue:
    """Return what is in a file of a spec."""
    return plain(parse(path.read_text("utf-8"), path.name))


@pytest.mark.parametrize("file", sorted(FILES))
def test_schema_on_disk_is_the_printed_one(file: str) -> None:
    """Editors read the file that `attrspec schema` prints."""
    assert json_schema(file) == (DOCS / f"{file}.schema.json").read_text("utf-8")


def test_reference_on_disk_is_the_printed_one() -> None:
    """The page in the repository is the one that `attrspec keys` prints."""
    assert key_reference() == (DOCS / "spec-language.md").read_text("utf-8")


@pytest.mark.parametrize("file", sorted(FILES))
def test_schema_is_a_schema(file: str) -> None:
    """The schema obeys the draft that it names."""
    Draft7Validator.check_schema(json.loads(json_schema(file)))


@pytest.mark.parametrize("file", sorted(FILES))
def test_schema_accepts_the_shipped_spec(file: str) -> None:
    """An editor underlines nothing in a spec that is right."""
    assert [] == problems(file, document(SPEC / FILES[file]))


@pytest.mark.parametrize(
    ("case", "file"),
    [
        ("unknown-key", "package"),
        ("unknown-key", "types"),
        ("missing-key", "package"),
        ("missing-key", "types"),
        ("wrong-kind", "types"),
        ("number-for-text", "package"),
        ("number-for-text", "types"),
        ("bad-package", "package"),
        ("language-version", "package"),
        ("top-level", "types"),
    ],
)
def test_schema_refuses_what_the_reader_refuses(case: str, file: str) -> None:
    """A mistake in keys or kinds is underlined while it is typed."""
    assert [] != problems(file, document(CASES / case / f"spec/{file}.yaml"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "objects: {A: {fields: {a: {type: string, optionl: true}}}}",
            "$.objects.A.fields.a: Additional properties are not allowed ('optionl'",
        ),
        ("objets: {}", "$: Additional properties are not allowed"),
        ("objects: {A: {fields: {a: {}}}}", "'type' is a required property"),
        ("objects: {a: {}}", "'a' does not match"),
        (
            "objects: {A: {fields: {a: {type: x, optional: yes}}}}",
            "'yes' is not of type",
        ),
        ("objects: {A: {fields: {a: {type: x, accept: [json]}}}}", "is not one of"),
        ("objects: {A: {example: [1]}}", "[1] is not of type 'object'"),
        ("unions: {U: {tag: t}}", "'members' is a required property"),
        ("enums: {E: {values: [1.5]}}", "1.5 is not of type 'string', 'integer'"),
    ],
)
def test_schema_points_at_a_mistake(text: str, problem: str) -> None:
    """Each mistake is one problem, that of the place where it is."""
    (found,) = problems("types", plain(parse(text, "types.yaml")))

    assert problem in found


def keys_of(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the schema says of each key of a section."""
    for name, key in schema["properties"].items():
        yield name, key["description"]


def test_schema_describes_every_key() -> None:
    """An editor shows what a key means, in the words of the reference."""
    types = json.loads(json_schema("types"))
    package = json.loads(json_schema("package"))
    schemas = {
        PACKAGE.name: package,
        FILE.name: types,
        **package["definitions"],
        **types["definitions"],
    }

    for section in SECTIONS:
        described = dict(keys_of(schemas[section.name]))
        assert [key.name for key in section.keys] == list(described)
        assert all(described[key.name].startswith(key.doc) for key in section.keys)


def indented(text: str, columns: int) -> str:
    """Return *text* moved to the right."""
    return "".join(f"{' ' * columns}{line}\n" for line in text.splitlines())


STATION = "  Station: {tag: {object: station}}\n  Forecast: {tag: {object: forecast}}\n"

LOCATED = "  Located: {fields: {height: {type: number}}}\n"

EXAMPLES = {
    FILE.name: FILE.example,
    OBJECT.name: f"mixins:\n{LOCATED}objects:\n{indented(OBJECT.example, 2)}",
    FIELD.name: f"objects:\n  Report:\n    fields:\n{indented(FIELD.example, 6)}",
    MIXIN.name: f"mixins:\n{indented(MIXIN.example, 2)}"
    "objects:\n  Result: {mixins: [GroupedByProject]}\n",
    UNION.name: f"objects:\n{STATION}unions:\n{indented(UNION.example, 2)}",
    ALIAS.name: f"objects:\n{STATION}aliases:\n{indented(ALIAS.example, 2)}",
    ENUM.name: f"objects:\n{STATION}enums:\n{indented(ENUM.example, 2)}",
}


@pytest.mark.parametrize("name", [section.name for section in SECTIONS])
def test_example_of_a_section_is_right(name: str, tmp_path: Path) -> None:
    """What the reference shows can be copied: it is read, and generates a package."""
    types = EXAMPLES.get(name, EXAMPLES[FILE.name])
    (tmp_path / "package.yaml").write_text(PACKAGE.example, "utf-8")
    (tmp_path / "types.yaml").write_text(types, "utf-8")

    assert "weather_models/models.py" in render(load(tmp_path))
    assert [] == problems("package", document(tmp_path / "package.yaml"))
    assert [] == problems("types", document(tmp_path / "types.yaml"))


def test_every_key_has_an_example() -> None:
    """The example of a section has each of its keys, and the test above runs it."""
    for section in SECTIONS:
        value = plain(parse(section.example, "example.yaml"))
        if section in {PACKAGE, FILE}:
            used = set(said(section, value))
        elif section is WAIVER:
            used = set(said(PACKAGE, value))
        else:
            assert isinstance(value, dict)
            used = {key for item in value.values() for key in said(section, item)}

        assert set() == {(section.name, key.name) for key in section.keys} - used


def test_examples_mean_the_same_in_any_yaml() -> None:
    """Examples do not lean on what YAML 1.1 and 1.2 read differently."""
    for section in SECTIONS:
        if section is not PACKAGE:  # a version of two dots is text for both
            expected: object = yaml.safe_load(section.example)
            assert expected == plain(parse(section.example, "example.yaml"))


def test_reference_names_every_key_and_type() -> None:
    """Each key has a row, and so has each type."""
    text = key_reference()
    names = [key.name for section in SECTIONS for key in section.keys]

    for name in [*names, *TYPES]:
        assert f"\n| `{name}` | " in text


def test_tables_of_the_reference_are_tables() -> None:
    """Every row of a table has the columns of its head: no text leaves its cell."""
    for block in key_reference().split("\n\n"):
        lines = block.splitlines()
        if lines and lines[0].startswith("|"):
            columns = [line.replace("\\|", "").count("|") for line in lines]

            assert {columns[0]} == set(columns)

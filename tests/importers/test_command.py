"""`attrspec import openapi`: what it prints and writes, and how it ends."""

import json
from pathlib import Path

import pytest
from importers.documents import Json, document
from weather import run, tree

REPORT: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "description": "Identifies the report."},
        "place": {"$ref": "#/components/schemas/Place"},
    },
    "description": "What was measured.",
    "example": {"id": "r1"},
}
PLACE: Json = {"type": "object", "properties": {"name": {"type": "string"}}}
OTHER: Json = {"type": "object", "properties": {"x": {"not": {}}}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in a folder with a document."""
    monkeypatch.chdir(tmp_path)
    schemas = {"Report": REPORT, "Place": PLACE, "Other": OTHER}
    Path("weather.json").write_bytes(document(schemas))
    return tmp_path


def test_spec_is_written(folder: Path) -> None:
    """What becomes a spec is readable, and written where one is looked for."""
    result = run("import", "openapi", "weather.json", "--select", "Report")

    assert 0 == result.exit_code
    assert "" == result.stderr
    assert (
        """\
wrote spec/package.yaml
wrote spec/types.yaml
2 schemas: 2 objects, 0 unions, 0 enums, 0 aliases
"""
        == result.stdout
    )
    assert {
        "package.yaml": b"""\
attrspec: 1
package: weather_models
distribution: weather-models
version: 1.0.0
title: Weather
""",
        "types.yaml": b"""\
objects:
  Report:
    doc: What was measured.
    fields:
      id:
        type: string
        doc: Identifies the report.
      place:
        type: Place
        optional: true
    example:
      id: r1

  Place:
    fields:
      name:
        type: string
        optional: true
""",
    } == tree(folder / "spec")


def test_import_without_an_object_says_what_follows() -> None:
    """A spec of texts and lists alone is written, and nothing comes of it yet."""
    Path("texts.json").write_bytes(document({"Name": {"type": "string"}}))
    result = run("import", "openapi", "texts.json")

    assert 0 == result.exit_code
    assert result.stdout.endswith("1 schema: 0 objects, 0 unions, 0 enums, 1 alias\n")
    assert (
        "no schema is an object: nothing is generated before there is one\n"
        == result.stderr
    )


def test_notes_are_findings() -> None:
    """What cannot be said is printed as findings are, and counted."""
    result = run("import", "openapi", "weather.json")

    assert 0 == result.exit_code
    assert (
        "warning: not: {...} is not said [import-left-out]\n1 warning\n"
    ) in result.stderr


def test_notes_are_printed_for_machines() -> None:
    """With another format, notes are on standard output and the rest beside it."""
    result = run("import", "openapi", "weather.json", "--format", "json")

    assert ["import-left-out"] == [n["rule"] for n in json.loads(result.stdout)]
    assert "wrote spec/types.yaml" in result.stderr


@pytest.mark.parametrize(("select", "code"), [("Report", 0), ("Other", 1), ("*", 1)])
def test_strict_fails_where_something_is_not_said(select: str, code: int) -> None:
    """`--strict` is for those to whom an import with notes is none."""
    arguments = ("weather.json", "--select", select, "--strict")

    assert code == run("import", "openapi", *arguments).exit_code


def test_annotations_are_no_reason_to_fail() -> None:
    """What says nothing of payloads is noted, and strict imports succeed."""
    schema = {"type": "object", "properties": {"x": {"readOnly": True, "x-y": 1}}}
    Path("weather.json").write_bytes(document({"Report": schema}))
    result = run("import", "openapi", "weather.json", "--strict")

    assert 0 == result.exit_code
    assert 2 == result.stderr.count("[import-annotation]")


def test_spec_that_is_there_is_not_touched(folder: Path) -> None:
    """A spec is its author's: it is overwritten only where that is said."""
    Path("spec").mkdir()
    Path("spec/package.yaml").write_text("mine")
    before = tree(folder)
    result = run("import", "openapi", "weather.json")

    assert 2 == result.exit_code
    assert "there already: package.yaml in spec" in result.stderr
    assert before == tree(folder)
    assert 0 == run("import", "openapi", "weather.json", "--force").exit_code
    assert Path("spec/package.yaml").read_text() != "mine"


def test_folder_and_package_can_be_named(folder: Path) -> None:
    """The spec goes where it is told, and the package is called what is said."""
    arguments = ("weather.json", "--into", "a/b", "--package", "rain")
    result = run("import", "openapi", *arguments)

    assert 0 == result.exit_code
    assert ["a/b/package.yaml", "a/b/types.yaml", "weather.json"] == sorted(
        tree(folder)
    )
    assert "package: rain\ndistribution: rain\n" in Path("a/b/package.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.json"], "nowhere.json:1:1: error: No such file or directory"),
        (["."], ".:1:1: error: Is no regular file [unreadable-file]"),
        (["weather.json", "--package", "a-b"], '"a-b" is no import name'),
        (["weather.json", "--package", "json"], '"json" is a name that something else'),
        (
            ["weather.json", "--select", "Reprot"],
            'no schema is called "Reprot" (did you mean "Report"?) [unknown-schema]',
        ),
        ([], "Missing argument 'DOCUMENT'"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: list[str], said: str) -> None:
    """An import that cannot be made exits with 2 and writes nothing."""
    result = run("import", "openapi", *arguments)

    assert 2 == result.exit_code
    assert said in result.stderr
    assert not Path("spec").exists()


def test_imported_spec_is_linted_and_generated() -> None:
    """What is imported is a spec like any other."""
    run("import", "openapi", "weather.json")

    assert 1 == run("lint").exit_code  # fields without documentation are warnings
    assert 0 == run("generate").exit_code
    assert 0 == run("check").exit_code

"""Lints: what they find, at which level, and what a package waives."""

import json
from pathlib import Path

import pytest
from weather import PACKAGE, make_spec, replace, run

STATION = """\
objects:
  Station:
    doc: A weather station.
    fields:
      name: {type: string}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in a project about whose spec there is nothing to say."""
    monkeypatch.chdir(tmp_path)
    make_spec(tmp_path)
    return tmp_path


def found(types: str, package: str = "") -> list[tuple[str, int, str]]:
    """Return the level, line and rule of each finding in a spec."""
    Path("spec/types.yaml").write_text(types)
    Path("spec/package.yaml").write_text(PACKAGE + package)
    findings = json.loads(run("lint", "--format", "json").stdout)
    return [(item["level"], item["line"], item["rule"]) for item in findings]


def test_lints_are_warnings() -> None:
    """What could be better does not keep anybody from generating."""
    assert [
        ("warning", 2, "missing-example"),
        ("warning", 5, "undocumented-field"),
    ] == found(STATION)
    assert 1 == run("lint").exit_code
    assert 0 == run("generate").exit_code


def test_a_lint_can_be_an_error() -> None:
    """A package may hold its spec to more."""
    package = "lints: {missing-example: error}\n"

    assert [
        ("error", 2, "missing-example"),
        ("warning", 5, "undocumented-field"),
    ] == found(STATION, package)
    assert 2 == run("lint").exit_code
    assert 2 == run("generate").exit_code
    assert not Path("generated").exists()


def test_a_lint_can_be_off() -> None:
    """What is off is not looked for."""
    package = "lints: {missing-example: off, undocumented-field: off}\n"

    assert [] == found(STATION, package)
    assert 0 == run("lint").exit_code


def test_a_finding_can_be_waived() -> None:
    """A waiver is for one rule at one place, and says why."""
    package = """\
waivers:
  - {rule: missing-example, at: Station, reason: The API is not public yet.}
  - {rule: undocumented-field, at: Station.name, reason: It is a name.}
"""
    assert [] == found(STATION, package)


@pytest.mark.parametrize(
    "waiver",
    [
        "{rule: missing-example, at: Stations, reason: It is none.}",
        "{rule: undocumented-type, at: Station, reason: It is documented.}",
        "{rule: missing-example, at: Station.name, reason: It is a field.}",
    ],
)
def test_a_waiver_for_nothing_is_found(waiver: str) -> None:
    """A waiver that waives nothing is a warning, and nothing is waived."""
    rules = [rule for _, _, rule in found(STATION, f"waivers: [{waiver}]\n")]

    assert ["unused-waiver", "missing-example", "undocumented-field"] == rules


def test_a_waiver_needs_a_reason() -> None:
    """Without a reason nobody can tell when a waiver may go."""
    package = "waivers: [{rule: missing-example, at: Station}]\n"

    assert [("error", 6, "missing-key")] == found(STATION, package)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            "lints: {missing-exmaple: off}",
            '"missing-exmaple" is no lint (did you mean "missing-example"?)',
        ),
        ("lints: {no-lint-at-all: off}", "is no lint (the lints are undocumented-type"),
        ("lints: {bad-default: warning}", '"bad-default" is always an error'),
        (
            "waivers: [{rule: bad-default, at: A.b, reason: It works.}]",
            '"bad-default" is always an error',
        ),
    ],
)
def test_only_lints_have_levels(setting: str, message: str) -> None:
    """A setting that would do nothing is an error."""
    with Path("spec/package.yaml").open("a") as file:
        file.write(f"{setting}\n")
    result = run("lint")

    assert message in result.stderr
    assert 2 == result.exit_code


def test_a_level_is_one_of_three() -> None:
    """Another level is an error."""
    assert ("error", 6, "wrong-kind") in found(STATION, "lints: {same-shape: info}\n")


def test_fields_of_a_mixin_are_looked_at_once() -> None:
    """What is to be said of a mixin is said there, however many objects have it."""
    types = """\
mixins:
  Named: {fields: {name: {type: string}}}
objects:
  A: {doc: A., mixins: [Named], example: {name: a}}
  B:
    doc: B.
    mixins: [Named]
    fields: {b: {doc: B., type: json}}
    example: {name: b, b: 1}
"""
    waiver = "waivers: [{rule: undocumented-field, at: Named.name, reason: It is.}]\n"

    assert [("warning", 2, "undocumented-field")] == found(types)
    assert [] == found(types, waiver)


@pytest.mark.parametrize("name", ["class", "usage_usage_total", "a_b_c", "x" * 41])
def test_names_that_read_badly(name: str) -> None:
    """Attributes are to be read: words, each once, and not too many."""
    rules = {rule for _, _, rule in found(STATION.replace("name:", f"{name}:"))}

    assert "awkward-name" in rules


@pytest.mark.parametrize("name", ["x" * 40, "a_to_b", "id", "_id", "usage_of_usage"])
def test_names_that_read_well(name: str) -> None:
    """Short words and small names are fine."""
    rules = {rule for _, _, rule in found(STATION.replace("name:", f"{name}:"))}

    assert "awkward-name" not in rules


OBJECT = "{fields: {a: {type: string}, b: {type: integer, optional: true}}}"


@pytest.mark.parametrize(
    "other",
    [OBJECT, "{fields: {b: {type: integer, optional: true}, a: {type: string}}}"],
)
def test_objects_of_one_shape(other: str) -> None:
    """Two objects are of one shape if payloads cannot tell which they are."""
    rules = [rule for _, _, rule in found(f"objects:\n  A: {OBJECT}\n  B: {other}\n")]

    assert "same-shape" in rules


@pytest.mark.parametrize(
    "other",
    [
        "{fields: {b: {type: integer}, a: {type: string}}}",
        "{fields: {b: {type: number, optional: true}, a: {type: string}}}",
        "{tag: {kind: other}, " + OBJECT[1:],
        "{fields: {a: {type: string}}}",
    ],
)
def test_objects_of_two_shapes(other: str) -> None:
    """A tag, a type or the presence of a key makes another shape."""
    rules = [rule for _, _, rule in found(f"objects:\n  A: {OBJECT}\n  B: {other}\n")]

    assert "same-shape" not in rules


@pytest.mark.parametrize(
    ("enum", "is_found"),
    [
        ("{values: [clear]}", 1),
        ("{values: [clear], open: true}", 0),
        ("{values: [clear, cloudy]}", 0),
    ],
)
def test_an_enum_of_one_value(enum: str, is_found: int) -> None:
    """A closed enum of one value is a constant."""
    types = f"enums: {{Sky: {enum}}}\n" + STATION.replace("string", '"list[Sky?]"')

    rules = [rule for _, _, rule in found(types)]

    assert is_found == rules.count("lone-value")
    assert "unused-enum" not in rules


def test_an_enum_that_no_field_has() -> None:
    """An enum is used by fields, or by unions that have no tag."""
    types = "enums:\n  Sky: {doc: Sky., values: [a]}\n  Sea: {doc: Sea., values: [a]}\n"
    unions = "unions: {Weather: {doc: W., members: [Sea, integer]}}\n"
    rules = [(line, rule) for _, line, rule in found(types + unions + STATION)]

    assert (2, "unused-enum") in rules
    assert (3, "unused-enum") not in rules


def test_waivers_do_not_change_what_is_generated() -> None:
    """Only the hash of the spec knows of lints."""
    run("generate")
    before = {path: path.read_bytes() for path in Path("generated").rglob("*.py")}
    replace("spec/package.yaml", "title:", "lints: {missing-example: off}\ntitle:")
    run("generate")

    assert before == {p: p.read_bytes() for p in Path("generated").rglob("*.py")}

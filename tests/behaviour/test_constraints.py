"""Constraints describe; readers hold payloads against them where the spec asks."""

import inspect
import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import LIBRARIES, installed

import attrspec
from attrspec.jsonschema import json_schema

PackageFrom = Callable[..., ModuleType]

SPEC = r"""
objects:
  Station:
    fields:
      height: {type: integer, min: -400, max: 9000, multiple_of: 10, accept: [string]}
      share: {type: "number?", min: 0, max: 1.5, optional: true}
      price: {type: "number?", multiple_of: 0.01}
      name: {type: string, min_length: 2, max_length: 9, optional: true, doc: Name.}
      code: {type: "string?", pattern: "^[A-Z]{2}-[0-9]+$", max_length: 8}
      parts: {type: "list[Station]", max_length: 2, optional: true}
      prices: {type: "list[decimal]", min_length: 1}
      by_name: {type: "map[string]", min_length: 1, max_length: 3}
"""

PAYLOAD: dict[str, Any] = {
    "height": 2960,
    "share": 0.5,
    "price": 19.99,
    "name": "Zugspitze",
    "code": "DE-1",
    "parts": [],
    "prices": ["1.50"],
    "by_name": {"a": "b"},
}

ALLOWED: list[tuple[str, Any]] = [
    *(("height", value) for value in (-400, 9000, 0, 10.0, "20")),
    *(("share", value) for value in (0, 1.5, None, 0.1)),
    *(("price", value) for value in (0.3, 0.07, 1e15, 3, None, -0.01)),
    *(("name", value) for value in ("ab", "\U0001f600" * 9, None)),
    *(("code", value) for value in ("DE-12345", None)),
    ("prices", ["1e0"]),
]

EXCLUDED: list[tuple[str, Any]] = [
    *(("height", value) for value in (-410, 9010, 5, 9010.0, "15", 10**30)),
    *(("share", value) for value in (-1, 1.6, -5e-324, 2)),
    *(("price", value) for value in (0.301, 1e-3)),
    *(("name", value) for value in ("a", "0123456789", "")),
    *(("code", value) for value in ("de-1", "DE-123456", " DE-1", "")),
    ("prices", []),
    *(("by_name", value) for value in ({}, dict.fromkeys("abcd", ""))),
]


HEIGHT_SAYS = (
    "an integer or its text that is at least -400 and at most 9000 and a multiple of "
    "10, found the number 5"
)
NAME_SAYS = 'a string of length at least 2 and at most 9, found the string "a"'
CODE_SAYS = (
    'a string of length at most 8 that matches "^[A-Z]{2}-[0-9]+$", '
    'found the string "x"'
)


@pytest.fixture(scope="module")
def checked(package_from: PackageFrom) -> ModuleType:
    """A package whose readers hold payloads against constraints."""
    return package_from(SPEC, "check_constraints: true\n")


@pytest.fixture(scope="module")
def unchecked(package_from: PackageFrom) -> ModuleType:
    """A package of the same types whose readers do not."""
    return package_from(SPEC)


@pytest.mark.parametrize(("key", "value"), ALLOWED)
def test_allowed_value_is_read(checked: ModuleType, key: str, value: object) -> None:
    """What constraints allow is read, and written back."""
    payload = {**PAYLOAD, key: value}
    read = checked.structure(payload, checked.Station)
    written = checked.unstructure(read)[key]

    assert value in {written, str(written)} if type(value) is str else value == written


def readers(models: ModuleType) -> list[Callable[[object], object]]:
    """Return all ways to read a payload."""
    types = import_module(f"{models.__name__}.converters").TYPES
    converter = models.make_converter()
    return [
        lambda payload: models.structure(payload, models.Station),
        lambda payload: types.structure_carefully(payload, models.Station),
        lambda payload: models.from_json(json.dumps(payload), models.Station),
        lambda payload: converter.structure(payload, models.Station),
    ]


@pytest.mark.parametrize("libraries", LIBRARIES)
@pytest.mark.parametrize(("key", "value"), EXCLUDED)
def test_excluded_value_is_refused(
    checked: ModuleType, key: str, value: object, libraries: str
) -> None:
    """What constraints exclude is refused by all readers, which say where and why."""
    for read in readers(checked):
        with (
            installed(checked, libraries),
            pytest.raises(checked.PayloadError) as caught,
        ):
            read({**PAYLOAD, key: value})
        assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize(("key", "value"), EXCLUDED)
def test_constraints_describe(unchecked: ModuleType, key: str, value: object) -> None:
    """Where the spec does not ask for it, a value that is excluded is read."""
    payload = {**PAYLOAD, key: value}
    read = unchecked.structure(payload, unchecked.Station)
    kept = unchecked.unstructure(read)[key]

    assert kept == (int(value) if key == "height" and type(value) is str else value)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("height", 5, HEIGHT_SAYS),
        ("name", "a", NAME_SAYS),
        ("code", "x", CODE_SAYS),
        ("prices", [], "an array of length at least 1, found an array of length 0"),
    ],
)
def test_problem_says_what_is_allowed(
    checked: ModuleType, key: str, value: object, says: str
) -> None:
    """A problem tells the constraints, and what there is."""
    with pytest.raises(checked.PayloadError) as caught:
        checked.structure({**PAYLOAD, key: value}, checked.Station)

    assert f"not a Station: $.{key}: expected {says}" == str(caught.value)


def test_all_problems_are_told(checked: ModuleType) -> None:
    """Items that are wrong are told beside a length that is, and a missing key."""
    payload = {**PAYLOAD, "parts": [{**PAYLOAD, "height": 1}, 5, 6]}
    del payload["height"]
    with pytest.raises(checked.PayloadError) as caught:
        checked.structure(payload, checked.Station)

    paths = ["$.height", "$.parts[0].height", "$.parts[1]", "$.parts[2]", "$.parts"]
    assert paths == [problem.path for problem in caught.value.problems]


def test_value_of_a_constrained_field_may_change(checked: ModuleType) -> None:
    """Constraints are of what is read; what is written is up to who sets it."""
    value = checked.structure(PAYLOAD, checked.Station)
    value.height = 5

    assert {**PAYLOAD, "height": 5} == checked.unstructure(value)


@settings(max_examples=50)
@given(data=st.data())
def test_strategies_keep_to_constraints(
    checked: ModuleType, unchecked: ModuleType, data: st.DataObject
) -> None:
    """Payloads and objects are drawn as constraints allow, whether readers check."""
    for models in (checked, unchecked):
        strategies = import_module(f"{models.__name__}.strategies")
        payload = data.draw(strategies.station_payloads())
        value = data.draw(strategies.station_objects())

        assert payload == checked.unstructure(
            checked.structure(payload, checked.Station)
        )
        checked.structure(models.unstructure(value), checked.Station)


def test_constraints_are_documented(checked: ModuleType) -> None:
    """The documentation of an attribute tells its constraints."""
    source = inspect.getsource(import_module(f"{checked.__name__}.models"))

    for said in (
        "Value: -400 to 9000.",
        "A multiple of 10.",
        "Length: 2 to 9.",
        "Length: at least 1.",
        "Pattern: `^[A-Z]{2}-[0-9]+$`.",
    ):
        assert said in source


def test_unchecked_readers_are_those_without_constraints(
    unchecked: ModuleType, package_from: PackageFrom
) -> None:
    """Constraints that only describe leave no trace in the converters."""
    lines = [line.partition(",")[0] for line in SPEC.splitlines()]
    plain = SPEC
    for line, start in zip(SPEC.splitlines(), lines, strict=True):
        kept = ", optional: true" if "optional" in line else ""
        kept += ", accept: [string]" if "accept" in line else ""
        plain = plain.replace(line, f"{start}{kept}}}") if start != line else plain
    other = package_from(plain)
    converters = [
        inspect.getsource(import_module(f"{models.__name__}.converters"))
        for models in (unchecked, other)
    ]

    assert "min" not in plain
    assert converters[0] == converters[1]


def test_json_schema_has_constraints(tmp_path: Path) -> None:
    """The schema refuses what the readers that check do."""
    package = "{attrspec: 1, package: a, distribution: a, version: '1', title: A}"
    (tmp_path / "package.yaml").write_text(package)
    (tmp_path / "types.yaml").write_text(SPEC)
    schema = json_schema(attrspec.load(tmp_path))
    validator: Any = jsonschema.Draft202012Validator(
        {**schema, "$ref": "#/$defs/Station"}
    )
    # This judge divides floats, and finds no cents in 19.99.
    payload = {**PAYLOAD, "price": 0.25}
    excluded = [(key, value) for key, value in EXCLUDED if value != "15"]

    assert validator.is_valid(payload)
    for key, value in excluded:
        assert not validator.is_valid({**payload, key: value})

"""Defaults: what an absent key stands for is read, and never written back."""

import copy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from pickling import pickled

PackageFrom = Callable[[str], ModuleType]

SPEC = """
enums:
  Side: {values: [left, right]}

objects:
  Query:
    fields:
      limit: {type: integer, optional: true, default: 20}
      ratio: {type: number, optional: true, default: 0.5}
      side: {type: Side, optional: true, default: left}
      sort: {type: string?, optional: true, default: "it's \\"new\\""}
      strict: {type: boolean, optional: true, default: false}
      mode: {type: '"auto"', optional: true, default: auto}
      cursor: {type: string?, optional: true}
"""

DEFAULTS: dict[str, Any] = {
    "limit": 20,
    "ratio": 0.5,
    "side": "left",
    "sort": 'it\'s "new"',
    "strict": False,
    "mode": "auto",
}


@pytest.fixture(scope="module")
def package(package_from: PackageFrom) -> ModuleType:
    """The package generated from the spec of this module."""
    return package_from(SPEC)


@pytest.mark.parametrize("extra", [{}, {"unknown": [1]}, {"limit": 7.0}])
def test_an_absent_key_has_its_default_and_stays_absent(
    package: ModuleType, extra: dict[str, Any]
) -> None:
    """Both paths give the attribute the default, and neither writes it."""
    query = package.structure(extra, package.Query)
    expected = {**DEFAULTS, **extra}
    expected.pop("unknown", None)
    assert expected == {name: getattr(query, name) for name in DEFAULTS}
    assert extra == package.unstructure(query)


@pytest.mark.parametrize("key", DEFAULTS)
def test_a_default_that_the_payload_has_is_written(
    package: ModuleType, key: str
) -> None:
    """Absent and spelt out are told apart."""
    payload = {key: DEFAULTS[key]}
    query = package.structure(payload, package.Query)
    assert package.Query() == query
    assert payload == package.unstructure(query)


@pytest.mark.parametrize("key", set(DEFAULTS) - {"sort"})
def test_a_null_that_the_spec_does_not_have_stands_for_the_default(
    package: ModuleType, key: str
) -> None:
    """The attribute cannot be None, and the null is kept."""
    query = package.structure({key: None}, package.Query)
    assert DEFAULTS[key] == getattr(query, key)
    assert {key: None} == package.unstructure(query)


def test_a_null_that_the_spec_has_is_none(package: ModuleType) -> None:
    """Null is another value than the default."""
    query = package.structure({"sort": None}, package.Query)
    assert query.sort is None
    assert {"sort": None} == package.unstructure(query)


def test_what_is_changed_is_written(package: ModuleType) -> None:
    """A key that was absent is written as soon as its attribute has another value."""
    query = package.structure({}, package.Query)
    query.limit = 50
    assert {"limit": 50} == package.unstructure(query)
    query.limit = 20
    assert {} == package.unstructure(query)


def test_a_new_object_writes_its_defaults(package: ModuleType) -> None:
    """What a program makes says all that it means."""
    assert {**DEFAULTS, "cursor": None} == package.unstructure(package.Query())


def test_copies_remember_what_was_absent(package: ModuleType) -> None:
    """Copies are written as the original."""
    query = package.structure({"limit": 1}, package.Query)
    for other in (
        copy.copy(query),
        copy.deepcopy(query),
        pickled(query),
        attrs.evolve(query),
    ):
        assert {"limit": 1} == package.unstructure(other)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"limit": "20"}, "an integer"),
        ({"side": "middle"}, 'one of "left", "right"'),
        ({"mode": 1}, '"auto"'),
    ],
)
def test_a_wrong_value_is_no_default(
    package: ModuleType, payload: dict[str, Any], expected: str
) -> None:
    """A default stands for an absent key, never for a wrong value."""
    with pytest.raises(package.PayloadError) as caught:
        package.structure(payload, package.Query)
    assert [expected] == [problem.expected for problem in caught.value.problems]


def test_a_default_is_called_so(package: ModuleType) -> None:
    """No call has a True or False of which one has to look up what it means."""
    path = Path(str(package.__file__)).with_name("converters.py")
    command = ("ruff", "check", "--isolated", "--no-cache", "--select", "FBT003")
    done = subprocess.run(
        [sys.executable, "-m", *command, path],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "All checks passed!\n" == done.stdout

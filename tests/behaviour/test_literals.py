"""Literals and enums: which values are read, and which are told apart from others."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Literal

import pytest

PackageFrom = Callable[[str], ModuleType]

SPEC = """
enums:
  Level: {values: [1, 2, 3]}
  Code: {open: true, values: [200, 404]}
unions:
  Size: {members: ['"auto"', integer, 'true', "list[Level]"]}

objects:
  Settings:
    fields:
      mode: {type: '"in progress"', optional: true}
      answer: {type: "42", optional: true}
      zero: {type: "0", optional: true}
      on: {type: "true", optional: true}
      off: {type: "false?", optional: true}
      many: {type: 'list["a"?]', optional: true}
      named: {type: "map[-1]", optional: true}
      level: {type: Level, optional: true}
      code: {type: Code, optional: true}
      size: {type: Size, optional: true}
"""

READ: list[tuple[str, Any]] = [
    ("mode", "in progress"),
    ("answer", 42),
    ("zero", 0),
    ("on", True),
    ("off", False),
    ("off", None),
    ("many", ["a", None, "a"]),
    ("many", []),
    ("named", {"x": -1}),
    *(("level", value) for value in (1, 2, 3)),
    *(("code", value) for value in (200, 500, 10**30)),
    *(("size", value) for value in ("auto", 7, True, [3, 1])),
]

REFUSED: list[tuple[str, Any, str, str]] = [
    ("mode", "In progress", "$.mode", '"in progress"'),
    ("mode", 42, "$.mode", '"in progress"'),
    ("answer", "42", "$.answer", "42"),
    ("answer", 41, "$.answer", "42"),
    ("zero", False, "$.zero", "0"),
    ("on", 1, "$.on", "true"),
    ("on", False, "$.on", "true"),
    ("off", 0, "$.off", "false"),
    ("off", True, "$.off", "false"),
    ("many", ["a", "b"], "$.many[1]", '"a"'),
    ("named", {"x": 1}, "$.named.x", "-1"),
    ("level", 4, "$.level", "one of 1, 2, 3"),
    ("level", True, "$.level", "one of 1, 2, 3"),
    ("level", "1", "$.level", "one of 1, 2, 3"),
    ("level", 1.5, "$.level", "one of 1, 2, 3"),
    ("code", "200", "$.code", "an integer"),
    ("size", False, "$.size", "true"),
    ("size", "none", "$.size", '"auto"'),
    ("size", [4], "$.size[0]", "one of 1, 2, 3"),
]


@pytest.fixture(scope="module")
def package(package_from: PackageFrom) -> ModuleType:
    """The package generated from the spec of this module."""
    return package_from(SPEC)


@pytest.mark.parametrize(("key", "value"), READ)
def test_what_the_spec_lists_is_read_and_written(
    package: ModuleType, key: str, value: object
) -> None:
    """A literal is a value of the attribute as it is in JSON."""
    settings = package.structure({key: value}, package.Settings)
    found = getattr(settings, key)
    assert (type(value), value) == (type(found), found)
    assert {key: value} == package.unstructure(settings)


@pytest.mark.parametrize(("key", "value", "path", "expected"), REFUSED)
def test_anything_else_is_refused(
    package: ModuleType, key: str, value: object, path: str, expected: str
) -> None:
    """No literal takes another value, nor one that Python calls equal to it."""
    with pytest.raises(package.PayloadError) as caught:
        package.structure({key: value}, package.Settings)
    (problem,) = caught.value.problems
    assert (path, expected) == (problem.path, problem.expected)


@pytest.mark.parametrize("key", ["answer", "level", "code"])
def test_an_integer_may_be_written_as_a_float(package: ModuleType, key: str) -> None:
    """JSON has one kind of number, for literals too."""
    value = {"answer": 42, "level": 2, "code": 200}[key]
    settings = package.structure({key: float(value)}, package.Settings)
    assert type(getattr(settings, key)) is int
    assert value == getattr(settings, key)


def test_annotations_say_which_values_there_are(package: ModuleType) -> None:
    """A type checker knows the values."""
    annotations = package.Settings.__annotations__
    assert Literal["in progress"] | None == annotations["mode"]
    assert list[Literal["a"] | None] | None == annotations["many"]

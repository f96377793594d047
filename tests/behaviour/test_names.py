"""Names in generated modules: whatever a spec calls its types and keys, none meet."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

PackageFrom = Callable[[str], ModuleType]

SPEC = """
objects:
  Part:
    fields:
      name: {type: string}
  Whole:
    fields:
      a: {type: "list[Part]?"}
      b: {type: "list[Part?]"}
      c: {type: "map[list[Part?]?]?"}
      d: {type: "map[list[Part]]"}
"""


def test_null_inside_and_outside_of_a_list_differ(package_from: PackageFrom) -> None:
    """`list[T]?` and `list[T?]` have codecs of their own."""
    models = package_from(SPEC)
    payload: Any = {
        "a": None,
        "b": [None, {"name": "x"}],
        "c": {"k": None},
        "d": {"k": []},
    }

    assert payload == models.unstructure(models.structure(payload, models.Whole))

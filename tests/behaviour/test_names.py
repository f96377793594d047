"""Names in generated modules: whatever a spec calls its types and keys, none meet."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import strategies as st

PackageFrom = Callable[[str | Mapping[str, str]], ModuleType]

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


def test_keys_are_called_as_what_the_generator_calls_things(
    package_from: PackageFrom,
) -> None:
    """No key is mistaken for an argument of what writes its line."""
    keys = ("function", "arguments", "keywords", "target", "name", "items", "value")
    fields = "".join(f"      {key}: {{type: string}}\n" for key in keys)
    models = package_from(f"objects:\n  Call:\n    fields:\n{fields}")
    payload: Any = dict.fromkeys(keys, "x")

    assert payload == models.unstructure(models.structure(payload, models.Call))


NAMED_ALIKE = """
aliases:
  TypeAlias: {type: string}
objects:
  Leaf: {tag: {kind: leaf}}
unions:
  Literal: {tag: kind, members: [Leaf]}
"""


@pytest.mark.parametrize(
    "spec",
    [NAMED_ALIKE, {"a.yaml": NAMED_ALIKE, "b.yaml": "objects: {Other: {}}"}],
    ids=["a file", "families"],
)
def test_types_are_called_as_what_converters_import(
    package_from: PackageFrom, spec: str | dict[str, str]
) -> None:
    """What converters import is called otherwise there, if a type has its name."""
    models = package_from(spec)

    assert models.Leaf() == models.structure({"kind": "leaf"}, models.Literal)


def test_key_ends_as_what_repr_leaves_out(package_from: PackageFrom) -> None:
    """The generated test of `repr` looks for no text that a payload may have."""
    models = package_from("objects: {Mail: {fields: {was_read: {type: string}}}}")
    testing = import_module(f"{models.__name__}.testing")
    payload = {"was_read": "as_read=True"}
    drawn = st.just(payload)
    tests = testing.RecordTests()
    tests.case = testing.RecordCase(
        of=models.Mail,
        payloads=lambda: drawn,
        objects=lambda: drawn.map(lambda found: models.structure(found, models.Mail)),
        fullest=payload,
        smallest=payload,
    )

    tests.test_repr_is_short()
    assert "Mail(was_read='as_read=True')" == repr(models.Mail(**payload))


def test_formatter_leaves_long_annotations_alone(
    package_from: PackageFrom,
    reformatted: Callable[[Sequence[str]], list[tuple[str, str]]],
) -> None:
    """An annotation in quotes has parentheses if these make it fit, and only then."""
    names = ["T" * (length + 1) for length in range(30, 56)]
    fields = "".join(f"      {n}: {{type: 'list[map[{n}?]]?'}}\n" for n in names)
    types = "".join(f"  {name}: {{fields: {{x: {{type: Z}}}}}}\n" for name in names)
    models = package_from(f"objects:\n  Z:\n    fields:\n{fields}{types}")
    source = import_module(f"{models.__name__}.models").__file__
    text = Path(str(source)).read_text("utf-8")

    assert [] == reformatted([text.rstrip("\n")])


def test_names_with_numbers_are_sorted_as_ruff_sorts(
    package_from: PackageFrom,
) -> None:
    """What a module of strategies exports is in the order of numbers, not of digits."""
    models = package_from("objects: {Page10: {}, Page2: {}, Page: {}}")
    strategies = import_module(f"{models.__name__}.strategies")
    functions = [name for name in strategies.__all__ if name.endswith("_objects")]

    assert ["page2_objects", "page10_objects", "page_objects"] == functions

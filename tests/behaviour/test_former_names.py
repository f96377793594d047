"""Former names still work: of attributes and of types."""

from collections.abc import Callable
from types import ModuleType

import pytest

PackageFrom = Callable[..., ModuleType]

SPEC = """
enums:
  Side: {values: [left, right], was: [Edge]}
unions:
  Report: {tag: kind, members: [Rain], was: [Line]}
  Words: {members: [string, integer], was: [Texts]}
objects:
  Rain:
    tag: {kind: rain}
    was: [Shower, Drizzle]
    fields:
      property: {type: string, optional: true, was: [list, inches]}
      names: {type: "list[string]", was: [titles]}
      next: {type: Rain, optional: true, was: [following]}
      words: {type: Words}
      report: {type: "Report?"}
      side: {type: Side}
"""

PAYLOAD = {
    "kind": "rain",
    "property": "a",
    "names": ["b"],
    "words": 5,
    "report": None,
    "side": "left",
}


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """A package in which something of each kind had another name."""
    return package_from(SPEC)


def test_former_name_of_an_attribute_is_read(models: ModuleType) -> None:
    """What an attribute was called has its value, now and after it changes."""
    value = models.structure({**PAYLOAD, "next": PAYLOAD}, models.Rain)
    value.property = "c"

    assert ["b"] == value.titles
    assert "c" == value.list == value.inches
    assert value.next is value.following


def test_former_name_of_an_attribute_is_no_attribute(models: ModuleType) -> None:
    """It is not set, shown, compared or written."""
    value = models.structure(PAYLOAD, models.Rain)

    with pytest.raises(AttributeError):
        value.titles = []
    with pytest.raises(TypeError):
        models.Rain(titles=[], words=5, report=None, side="left")
    assert "titles" not in repr(value)
    assert PAYLOAD == models.unstructure(value)


@pytest.mark.parametrize(
    ("name", "former"),
    [
        *(("Rain", "Shower"), ("Rain", "Drizzle"), ("Report", "Line")),
        *(("Words", "Texts"), ("Side", "Edge")),
    ],
)
def test_former_name_of_a_type_is_imported(
    models: ModuleType, name: str, former: str
) -> None:
    """What a type was called is the type itself, and is part of the package."""
    assert former in models.__all__
    assert getattr(models, name) is getattr(models, former)


def test_former_names_are_documented(models: ModuleType) -> None:
    """Both names say what the other one is."""
    assert "Formerly `Shower` and `Drizzle`." in str(models.Rain.__doc__)
    assert "Former name of `names`." == models.Rain.titles.__doc__

"""Aliases: a name is the type that it stands for, wherever it is named."""

from collections.abc import Callable
from types import ModuleType

import pytest

PackageFrom = Callable[[str], ModuleType]

SPEC = """
aliases:
  Names: {type: "list[string]", doc: What people call it.}
  Lists: {type: "list[Names]"}
  Perhaps: {type: "Station?", was: [Maybe]}
  Place: {type: Station}
  Moments: {type: "map[datetime]"}
  Word: {type: string}

unions:
  Thing: {tag: kind, members: [Place, Ship]}
  Either: {members: [Names, Moments]}

objects:
  Station:
    tag: {kind: station}
    fields:
      names: {type: Names}
      lists: {type: Lists, optional: true}
      next: {type: Perhaps, optional: true}
      again: {type: "Perhaps?", optional: true}
      either: {type: Either, optional: true}
      word: {type: Word, optional: true, accept: [], max_length: 3, default: abc}
  Ship:
    tag: {kind: ship}
    fields: {at: {type: Moments}}
    allow_extra: Names
"""

SMALLEST = {"kind": "station", "names": ["Zugspitze"]}


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """The package of the types above."""
    return package_from(SPEC)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("names", []),
        ("lists", [["a"], []]),
        ("next", None),
        ("next", SMALLEST),
        ("again", None),
        ("again", SMALLEST),
        ("either", ["a"]),
        ("either", {"a": "2024-11-01T00:00:00Z"}),
        ("word", "xyz"),
    ],
)
def test_values_survive(models: ModuleType, key: str, value: object) -> None:
    """What the type allows that an alias stands for is read and written back."""
    payload = {**SMALLEST, key: value}

    assert payload == models.unstructure(models.structure(payload, models.Station))


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("names", None, "$.names"),
        ("names", ["a", 5], "$.names[1]"),
        ("lists", [["a"], [None]], "$.lists[1][0]"),
        ("next", {"kind": "ship"}, "$.next.kind"),
        ("word", 5, "$.word"),
    ],
)
def test_other_values_are_refused(
    models: ModuleType, key: str, value: object, path: str
) -> None:
    """What is wrong has its place, as if the type itself stood there."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**SMALLEST, key: value}, models.Station)

    assert path in [problem.path for problem in caught.value.problems]


def test_alias_of_an_object_is_a_member(models: ModuleType) -> None:
    """A union with an alias among its members has the object."""
    station = models.structure(SMALLEST, models.Station)

    assert models.Place is models.Station
    assert station == models.structure(SMALLEST, models.Thing)
    assert models.Station.kind == "station"


def test_other_keys_can_be_of_an_alias(models: ModuleType) -> None:
    """The values under all other keys of an object are of the type that it names."""
    payload: dict[str, object] = {"kind": "ship", "at": {}, "crew": ["Ann"]}
    ship = models.structure(payload, models.Ship)

    assert {"crew": ["Ann"]} == ship.extra
    with pytest.raises(models.PayloadError):
        models.structure({**payload, "crew": "Ann"}, models.Ship)


def test_package_exports_aliases(models: ModuleType) -> None:
    """An alias, and a name that it had before, can be imported and annotated with."""
    assert list[str] == models.Names
    assert list[list[str]] == models.Lists
    assert (models.Station | None) == models.Perhaps == models.Maybe
    assert {"Names", "Perhaps", "Maybe", "Moments"} <= {*models.__all__}

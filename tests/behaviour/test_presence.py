"""Presence is two questions: what was absent stays absent, what was null stays null."""

import copy
from collections.abc import Callable
from itertools import product
from types import ModuleType
from typing import Any, TypeVar

import attrs
import pytest
from pickling import pickled

T = TypeVar("T")

KEYS = ("nullable", "optional", "both")
LEFT_OUT = object()


def _payloads() -> list[dict[str, object]]:
    """Return every payload of `Presence`: keys are absent, null, or there."""
    states = ([None, "n"], [LEFT_OUT, None, "o"], [LEFT_OUT, None, "b"])
    rows = [dict(zip(KEYS, row, strict=True)) for row in product(*states)]
    return [
        {"plain": "p", **{k: v for k, v in row.items() if v is not LEFT_OUT}}
        for row in rows
    ]


def _itself(value: T) -> T:
    return value


COPIES: dict[str, Callable[[Any], Any]] = {
    "itself": _itself,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickled,
    "evolve": attrs.evolve,
}
SHARING_NOTHING: dict[str, Callable[[Any], Any]] = {
    "deepcopy": copy.deepcopy,
    "pickle": pickled,
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("payload", _payloads())
def test_absent_and_null_stay_apart(
    models: ModuleType, payload: dict[str, object], copied: Callable[[Any], Any]
) -> None:
    """What is written has the keys and the nulls that were read; of copies too."""
    value = copied(models.structure(payload, models.Presence))

    assert payload == models.unstructure(value)
    assert [payload.get(key) for key in KEYS] == [getattr(value, key) for key in KEYS]


@pytest.mark.parametrize("payload", _payloads())
def test_new_key_does_not_stand_for_an_absent_one(
    models: ModuleType, payload: dict[str, object]
) -> None:
    """A payload may have as many keys as usual and yet lack some."""
    new = {f"new {count}": count for count in range(1 + len(KEYS) - len(payload))}
    value = models.structure({**payload, **new}, models.Presence)

    assert {**payload, **new} == models.unstructure(value)
    assert new == value.extra
    assert [payload.get(key) for key in KEYS] == [getattr(value, key) for key in KEYS]


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_copies_keep_what_is_unknown(
    models: ModuleType, copied: Callable[[Any], Any]
) -> None:
    """Unknown keys, unknown objects and odd spellings survive every kind of copy."""
    payload = {
        "kind": "containers",
        "texts": [],
        "counts": {},
        "rows": [],
        "days": {},
        "reports": [{"kind": "snow", "depth": [1]}, {"kind": "rain", "millimetres": 1}],
        "shapes": {},
        "newcomer": {"a": [1]},
    }
    spellings = {"price": "1.5E0", "moment": "2024-11-01t00:00:00z", "x": None}
    value = copied(models.structure(payload, models.Containers))
    spelt = copied(models.structure(spellings, models.Spellings))

    assert payload == models.unstructure(value)
    assert spellings == models.unstructure(spelt)
    assert models.structure(payload, models.Containers) == value


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("payload", _payloads())
def test_new_value_is_written(
    models: ModuleType, payload: dict[str, object], copied: Callable[[Any], Any]
) -> None:
    """A field that is set after reading is written with its new value."""
    for key in KEYS:
        value = copied(models.structure(payload, models.Presence))
        setattr(value, key, "new")

        assert {**payload, key: "new"} == models.unstructure(value)


@pytest.mark.parametrize("payload", _payloads())
def test_value_that_is_taken_away_is_not_written(
    models: ModuleType, payload: dict[str, object]
) -> None:
    """None is written as null where null is allowed, and left out where it is not."""
    value = models.structure({**payload, **dict.fromkeys(KEYS, "x")}, models.Presence)
    for key in KEYS:
        setattr(value, key, None)

    assert {"plain": "p", "nullable": None, "both": None} == models.unstructure(value)


def test_evolved_value_is_written(models: ModuleType) -> None:
    """`attrs.evolve` changes what it is told to and keeps the rest as it was read."""
    payload = {"plain": "p", "nullable": None, "optional": None, "x": 1}
    value = models.structure(payload, models.Presence)
    evolved = attrs.evolve(value, plain="q")

    assert {**payload, "plain": "q"} == models.unstructure(evolved)
    assert payload == models.unstructure(value)


def test_constructed_object_writes_null_where_null_is_allowed(
    models: ModuleType,
) -> None:
    """The rule for None in an object that was read from nowhere."""
    value = models.Presence(plain="p", nullable=None)

    assert {"plain": "p", "nullable": None, "both": None} == models.unstructure(value)


def test_equality_ignores_presence(models: ModuleType) -> None:
    """Objects are equal if their attributes are, absent or null."""
    values = [
        models.structure(payload, models.Presence)
        for payload in _payloads()
        if all(payload.get(key) is None for key in KEYS)
    ]

    assert 4 == len(values)
    assert all(values[0] == value for value in values)
    assert models.Presence(plain="p", nullable=None) == values[0]


def test_equality_counts_what_is_unknown(models: ModuleType) -> None:
    """Objects with other unknown keys are not equal."""
    leaf = {"kind": "leaf", "label": "a"}
    plain = models.structure(leaf, models.Leaf)
    grown = models.structure({**leaf, "x": 1}, models.Leaf)
    other = models.structure({**leaf, "x": 2}, models.Leaf)

    assert plain != grown
    assert grown != other
    assert grown == models.structure({"x": 1, **leaf}, models.Leaf)
    assert grown == models.Leaf(label="a", extra={"x": 1})
    assert plain == models.Leaf(label="a", extra={})


def test_extra_can_be_set(models: ModuleType) -> None:
    """Keys that a caller puts in `extra` are written; they replace no field."""
    value = models.Leaf(label="a", extra={"x": [1], "label": "b", "kind": "c"})

    assert {"kind": "leaf", "label": "a", "x": [1]} == models.unstructure(value)


def test_repr_leaves_out_defaults(models: ModuleType) -> None:
    """`repr` shows the attributes that are not their default, and what is unknown."""
    full = {"plain": "p", "nullable": None, "optional": "o", "both": None, "x": [1]}
    value = models.structure(full, models.Presence)
    plain = models.structure({"plain": "p", "nullable": "n"}, models.Presence)

    assert "Presence(plain='p', nullable='n')" == repr(plain)
    for part in ("Presence(", "plain='p'", "optional='o'", "extra={'x': [1]}"):
        assert part in repr(value)
    for part in ("both", "as_read", "nullable='"):
        assert part not in repr(value)
    assert "Leaf(label='a')" == repr(models.Leaf(label="a"))


def test_repr_of_a_subclass_names_it(models: ModuleType) -> None:
    """`repr` of nested objects shows them as they would be written in Python."""
    value = models.Tree(label="a", children=[models.Tree(label="b")])

    assert "Tree(label='a', children=[Tree(label='b')])" == repr(value)


def test_usual_payload_costs_no_memory(models: ModuleType) -> None:
    """An object that was read as it would be written has no maps of its own."""
    usual = {"plain": "p", "nullable": None, "both": None}
    first = models.structure(usual, models.Presence)
    second = models.structure({**usual, "optional": "o"}, models.Presence)

    assert first.extra is second.extra is models.Presence(plain="", nullable="").extra
    assert not hasattr(first, "__dict__")


@pytest.mark.parametrize("read", [False, True])
def test_object_shares_nothing_with_its_payload(
    models: ModuleType, *, read: bool
) -> None:
    """A payload that is changed later changes no object, nor the other way round."""

    def payload() -> dict[str, Any]:
        return {
            "kind": "containers",
            "texts": ["a"],
            "counts": {"a": 1},
            "rows": [[1]],
            "days": {"a": ["2024-11-01"]},
            "reports": [{"kind": "snow", "a": [1]}, {"kind": "wind", "knots": 1}],
            "shapes": {"a": {"kind": "circle", "radius": 1, "x": [1]}},
            "anything": {"a": [1, {"b": []}]},
            "newcomer": {"a": [1]},
        }

    first = payload()
    value = models.structure(first, models.Containers)
    if read:
        _change(first)
    else:
        _change(models.unstructure(value))

    assert payload() == models.unstructure(value)


def test_odd_spelling_shares_nothing_with_its_payload(models: ModuleType) -> None:
    """What is remembered of a payload is a copy, as all else is."""

    def payload() -> dict[str, Any]:
        return {"prices": ["1.5E0", "2"], "spans": {"a": "P2W", "b": None}}

    first = payload()
    value = models.structure(first, models.Spellings)
    _change(first)
    _change(models.unstructure(value))

    assert payload() == models.unstructure(value)


@pytest.mark.parametrize("copied", SHARING_NOTHING.values(), ids=SHARING_NOTHING)
def test_deep_copies_share_nothing(
    models: ModuleType, copied: Callable[[Any], Any]
) -> None:
    """A deep copy that is changed leaves the first object as it was."""
    payload: dict[str, Any] = {
        "label": "a",
        "children": [{"label": "b", "x": [1]}],
        "y": {"z": []},
    }
    value = models.structure(payload, models.Tree)
    other = copied(value)
    other.children[0].label = "changed"
    other.children[0].extra["x"].append(2)
    other.extra["y"]["z"].append(3)

    assert payload == models.unstructure(value)


def _change(value: list[Any] | dict[str, Any]) -> None:
    """Empty every list and dict in *value*."""
    parts: list[Any] = list(value.values() if isinstance(value, dict) else value)
    for part in parts:
        if type(part) in {list, dict}:
            _change(part)
    value.clear()

"""Frozen classes: nothing can be assigned, and all that was read is kept."""

import copy
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import attrs
import cattrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import find
from hypothesis import strategies as st
from pickling import pickled

COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickled,
    "evolve": attrs.evolve,
}
PAYLOADS: dict[str, dict[str, Any]] = {
    "usual": {"plain": "p", "nullable": None, "optional": "o", "both": None},
    "without keys": {"plain": "p", "nullable": "n"},
    "with a null that the spec does not have": {
        "plain": "p",
        "nullable": None,
        "optional": None,
    },
    "with a new key": {"plain": "p", "nullable": None, "x": [1]},
}
"""Payloads of `Presence`: for the fast path, and for the careful one."""


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nothing_can_be_assigned(
    frozen_models: ModuleType, payload: dict[str, Any]
) -> None:
    """No attribute of an object can be set or deleted, whichever way it was read."""
    value = frozen_models.structure(payload, frozen_models.Presence)

    assert type(value) is frozen_models.Presence
    for name in ("plain", "nullable", "optional", "both", "extra", "as_read", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(value, name)
    assert payload == frozen_models.unstructure(value)


def test_objects_inside_of_others_are_frozen(frozen_models: ModuleType) -> None:
    """So is all that an object consists of, and what its union does not know."""
    payload = {
        "label": "a",
        "parent": {"label": "b"},
        "node": {"kind": "branch", "nodes": [{"kind": "leaf", "label": "c"}]},
    }
    tree = frozen_models.structure(payload, frozen_models.Tree)
    unknown = frozen_models.structure({"kind": "snow"}, frozen_models.Report)

    for value, name in (
        (tree.parent, "label"),
        (tree.node, "nodes"),
        (tree.node.nodes[0], "label"),
        (unknown, "tag"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "changed")
    assert payload == frozen_models.unstructure(tree)


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_copies_keep_what_was_read(
    frozen_models: ModuleType,
    payload: dict[str, Any],
    copied: Callable[[Any], Any],
) -> None:
    """A copy is of the same class, equal, written as it was read, and frozen too."""
    value = frozen_models.structure(payload, frozen_models.Presence)
    other = copied(value)

    assert type(value) is type(other)
    assert value == other
    assert payload == frozen_models.unstructure(other)
    with pytest.raises(FrozenInstanceError):
        other.plain = "q"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_evolve_changes_what_it_is_told(
    frozen_models: ModuleType, payload: dict[str, Any]
) -> None:
    """`attrs.evolve` makes an object that differs, and keeps the rest as it was."""
    value = frozen_models.structure(payload, frozen_models.Presence)
    other = attrs.evolve(value, plain="q")

    assert {**payload, "plain": "q"} == frozen_models.unstructure(other)
    assert payload == frozen_models.unstructure(value)


def test_equal_objects_have_one_hash(frozen_models: ModuleType) -> None:
    """Absent or null, read or made: what is equal is one member of a set."""
    values = {
        frozen_models.structure(payload, frozen_models.Presence)
        for payload in (
            {"plain": "p", "nullable": None},
            {"plain": "p", "nullable": None, "optional": None},
            {"plain": "p", "nullable": None, "both": None},
        )
    }

    assert {frozen_models.Presence(plain="p", nullable=None)} == values


def test_what_the_spec_does_not_know_can_be_hashed(frozen_models: ModuleType) -> None:
    """An API that grows does not make objects unhashable, and they stay different."""
    leaf = {"kind": "leaf", "label": "a"}
    read, types = frozen_models.structure, frozen_models
    objects = [
        read(leaf, types.Leaf),
        read({**leaf, "x": [1]}, types.Leaf),
        read({**leaf, "x": [2]}, types.Leaf),
        read({"kind": "snow", "x": []}, types.Report),
        read({"kind": "snow", "x": {}}, types.Report),
    ]

    assert 5 == len(set(objects))
    assert 5 == len(set(map(pickled, objects)) | set(objects))


def test_object_with_a_list_cannot_be_hashed(frozen_models: ModuleType) -> None:
    """A hash is there only where the values have one."""
    value = frozen_models.Branch(nodes=[])

    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


def test_strategies_draw_frozen_objects(frozen_models: ModuleType) -> None:
    """`st.from_type` knows the classes, and drafts are none of them."""
    import_module(f"{frozen_models.__name__}.strategies").register()
    found = find(st.from_type(frozen_models.Presence), lambda value: value.optional)

    assert type(found) is frozen_models.Presence
    with pytest.raises(FrozenInstanceError):
        found.plain = "q"


@pytest.mark.parametrize("is_detailed", [False, True])
def test_cattrs_structures_frozen_objects(
    frozen_models: ModuleType, *, is_detailed: bool
) -> None:
    """A converter of cattrs gives frozen objects, nested in a class of a user too."""
    converter = cattrs.Converter(detailed_validation=is_detailed)
    frozen_models.configure_converter(converter)
    page: Any = attrs.make_class(
        "Page",
        {
            "leaf": attrs.field(type=frozen_models.Leaf),
            "maybe": attrs.field(type=frozen_models.Wind | None),
        },
        frozen=True,
    )
    payload = {"leaf": {"kind": "leaf", "label": "a", "x": 1}, "maybe": None}
    value = converter.structure(payload, page)

    assert type(value.leaf) is frozen_models.Leaf
    assert payload == converter.unstructure(value)
    with pytest.raises(FrozenInstanceError):
        value.leaf.label = "b"

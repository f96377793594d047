"""Typed extras: keys that an object does not name, whose values are of one type."""

import copy
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator
from pickling import pickled

import attrspec

SPEC = """\
objects:
  Rates:
    tag: {kind: rates}
    fields:
      base: {type: string}
      note: {type: string?, optional: true}
      limit: {type: integer, optional: true}
    allow_extra: decimal

  Tree:
    fields:
      label: {type: string}
    allow_extra: Tree

  Counts:
    allow_extra: "list[integer]"

  Closed:
    tag: {kind: closed}
    fields: {a: {type: integer}}

  Field:
    fields: {field: {type: string, optional: true}}
    allow_extra: integer

unions:
  Sheet: {tag: kind, members: [Rates, Closed]}
"""
EUR = {"kind": "rates", "base": "EUR", "note": None, "USD": "1.08", "JPY": "160.2"}

COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickled,
    "evolve": attrs.evolve,
}


@pytest.fixture(scope="module", params=["", "frozen: true\n"], ids=["", "frozen"])
def rates(
    package_from: Callable[..., ModuleType], request: pytest.FixtureRequest
) -> ModuleType:
    """Return the package of the spec, with classes of either kind."""
    return package_from(SPEC, request.param)


def problems(models: ModuleType, payload: object, type_: object) -> list[str]:
    """Return where something is wrong with a payload."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, type_)
    return [problem.path for problem in caught.value.problems]


def test_extra_has_values_of_its_type(rates: ModuleType) -> None:
    """Values under keys that are not named are read as the type says."""
    value = rates.structure(EUR, rates.Rates)
    tree = rates.structure({"label": "a", "b": {"label": "c"}}, rates.Tree)

    assert {"USD": Decimal("1.08"), "JPY": Decimal("160.2")} == value.extra
    assert {"b": rates.Tree(label="c")} == tree.extra
    assert EUR == rates.unstructure(value)


@pytest.mark.parametrize("wrong", [1.08, True, None, "one", ["1.08"]])
@pytest.mark.parametrize(
    "rest", [{}, {"limit": 1000.0}, {"note": "n"}], ids=["usual", "careful", "full"]
)
def test_wrong_extra_is_refused(
    rates: ModuleType, wrong: object, rest: dict[str, object]
) -> None:
    """A value of another type is refused on all paths, and the error points at it."""
    payload = {**EUR, "USD": wrong, **rest}

    assert ["$.USD"] == problems(rates, payload, rates.Rates)
    assert ["$.USD"] == problems(rates, payload, rates.Sheet)


def test_every_wrong_extra_is_told(rates: ModuleType) -> None:
    """Problems of named keys and of others are told together, however deep."""
    tree: dict[str, Any] = {"label": 1, "b": {"c d": {"label": "e", "f": []}}}

    expected = ["$.label", "$.b.label", '$.b["c d"].f']
    assert expected == problems(rates, tree, rates.Tree)
    assert ["$.a[1]"] == problems(rates, {"a": [1, "2"]}, rates.Counts)


def test_message_without_values_names_no_unknown_key(rates: ModuleType) -> None:
    """A key that the spec does not name is the payload's own."""
    with pytest.raises(rates.PayloadError) as caught:
        rates.structure({**EUR, "secret": 1}, rates.Rates)

    assert "secret" in str(caught.value)
    assert "secret" not in str(caught.value.without_values())


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_spelling_is_kept(rates: ModuleType, copied: Callable[[Any], Any]) -> None:
    """What is spelt otherwise is written as it was read; of copies too."""
    payload = {"kind": "rates", "base": "EUR", "limit": None, "USD": "1.5E0"}
    value = copied(rates.structure(payload, rates.Rates))

    assert Decimal("1.5") == value.extra["USD"]
    assert payload == rates.unstructure(value)


def test_both_ways_of_reading_agree(rates: ModuleType) -> None:
    """The quick reader and the careful one remember the same."""
    payload = {"kind": "rates", "base": "EUR", "USD": "1.5E0", "JPY": "2"}
    types = import_module(f"{rates.__name__}.converters").TYPES
    value = rates.structure(payload, rates.Rates)
    careful = types.structure_carefully(payload, rates.Rates)

    assert value == careful
    assert value.as_read == careful.as_read


def test_new_value_is_written(rates: ModuleType) -> None:
    """An object with other extras is written with those."""
    value = rates.structure({**EUR, "USD": "1.5E0"}, rates.Rates)
    other = attrs.evolve(value, extra={"USD": Decimal(2), "base": Decimal(3)})

    assert {"kind": "rates", "base": "EUR", "note": None, "USD": "2"} == (
        rates.unstructure(other)
    )


def test_extra_counts_for_equality(rates: ModuleType) -> None:
    """Objects are equal only if their extras are, in any order."""
    value = rates.structure(EUR, rates.Rates)
    made = rates.Rates(
        base="EUR", extra={"JPY": Decimal("160.20"), "USD": Decimal("1.08")}
    )

    assert made == value
    assert attrs.evolve(made, extra={}) != value
    assert rates.Rates(base="EUR") == attrs.evolve(made, extra={})
    assert "extra={'JPY': Decimal('160.20'), 'USD': Decimal('1.08')}" in repr(made)


def test_attribute_called_field_is_no_matter(rates: ModuleType) -> None:
    """What a class is declared with is not hidden by what it declares."""
    value = rates.structure({"field": "a", "b": 1}, rates.Field)

    assert rates.Field(field="a", extra={"b": 1}) == value


def test_object_without_extras_costs_no_memory(rates: ModuleType) -> None:
    """Where there are none, `extra` is the one empty mapping, in a slot."""
    value = rates.structure({"label": "a"}, rates.Tree)

    assert rates.Tree(label="b").extra is value.extra
    assert not hasattr(value, "__dict__")


def test_key_that_is_no_text_is_refused(rates: ModuleType) -> None:
    """JSON has no such key."""
    with pytest.raises(rates.PayloadError):
        rates.structure({1: [1]}, rates.Counts)


@pytest.mark.parametrize("name", ["Rates", "Tree", "Counts"])
def test_strategies_draw_extras(rates: ModuleType, name: str) -> None:
    """Payloads and objects have other keys, none of them one that is named."""
    strategies = import_module(f"{rates.__name__}.strategies")
    named = {"kind", "base", "note", "limit", "label"}
    seen: set[str] = set()

    @settings(
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(
        payload=getattr(strategies, f"{name.lower()}_payloads")(),
        value=getattr(strategies, f"{name.lower()}_objects")(),
    )
    def draw(payload: dict[str, Any], value: attrs.AttrsInstance) -> None:
        extra = {key: item for key, item in payload.items() if key not in named}
        seen.update(extra)
        read = rates.structure(payload, getattr(rates, name))
        assert extra.keys() == read.extra.keys()
        assert named.isdisjoint(attrs.asdict(value, recurse=False)["extra"])

    draw()
    assert seen


@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    keys=st.dictionaries(
        st.sampled_from(["label", "b", "c"]),
        st.recursive(
            st.none() | st.integers(0, 1) | st.just("text"),
            lambda inner: st.dictionaries(
                st.sampled_from(["label", "d"]), inner, max_size=2
            ),
        ),
    )
)
def test_readers_and_schema_agree(rates: ModuleType, keys: dict[str, Any]) -> None:
    """JSON Schema, with `additionalProperties`, is of one mind with the readers."""
    judge = _judge(rates)
    try:
        rates.structure(keys, rates.Tree)
    except rates.PayloadError:
        assert not judge.is_valid(keys)
    else:
        assert judge.is_valid(keys)


@cache
def _judge(models: ModuleType) -> Validator:
    """Return what judges trees, by the spec that a package was generated from."""
    folder = Path(models.__file__ or "").parents[2]
    schema = attrspec.export_jsonschema(attrspec.load(folder / "spec"))
    return Draft202012Validator({**schema, "$ref": "#/$defs/Tree"})

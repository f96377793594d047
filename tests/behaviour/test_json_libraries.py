"""Whichever JSON library is installed, a text is the same value, or is refused."""

import json
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

PackageFrom = Callable[[str], ModuleType]

SPEC = """
objects:
  A:
    fields:
      count: {type: integer, optional: true}
      ratio: {type: number, optional: true}
      name: {type: string?, optional: true}
      any: {type: json, optional: true}
      more: {type: "list[A]", optional: true}
"""

NUMBERS = [
    *("0", "-0", "-0.0", "1.0", "1e3", "1.5", "1E400", "-1e400", "1e308", "1e-400"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *("18446744073709551615", "18446744073709551616", "1e19", "1e20", "1.8e19"),
    *(
        "9" * 400,
        "9" * 5000,
        "0.1" + "0" * 30,
        "01",
        "1.",
        ".5",
        "+1",
        "NaN",
        "Infinity",
    ),
]
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(NUMBERS),
        st.sampled_from(
            ["null", "true", '"text"', r'"\ud800"', r'"\ud83d\ude00"', '""']
        ),
        st.integers().map(str),
        st.floats(allow_nan=False).map(repr),
        st.text(max_size=5).map(json.dumps),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(
            st.sampled_from(["count", "ratio", "name", "any", "more", "new"]), inner
        ).map(lambda pair: f'{{"{pair[0]}": {pair[1]}}}'),
    ),
    max_leaves=8,
)
"""JSON texts, and some that are nearly so."""


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """The package that is generated from the spec above."""
    return package_from(SPEC)


def outcome(models: ModuleType, text: str | bytes, *, quick: bool) -> tuple[Any, Any]:
    """Return the object that is read and the text that is written, or what is wrong."""
    library = import_module(f"{models.__name__}._json")
    with pytest.MonkeyPatch.context() as monkeypatch:
        if not quick:
            monkeypatch.setattr(library, "quick", None)
        try:
            value = models.from_json(text, models.A)
        except models.PayloadError as error:
            return None, str(error)
        return value, json.loads(models.to_json(value))


@given(text=VALUES)
@example(text='{"any": 123456789012345678901234567890}')
@example(text='{"new": [18446744073709551616, 1.5]}')
@example(text='{"ratio": 123456789012345678901234567890}')
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_libraries_agree(models: ModuleType, text: str) -> None:
    """Text is read as the same object, or refused with the same words, under both."""
    exact = outcome(models, text, quick=False)
    quick = outcome(models, text, quick=True)

    assert repr(exact) == repr(quick)
    assert exact == quick


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize("key", ["count", "ratio", "any", "new"])
@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64, 10**30 + 1, 10**400])
def test_large_integers_are_exact(
    models: ModuleType, key: str, number: int, *, quick: bool
) -> None:
    """An integer of any size is read and written digit by digit, wherever it stands."""
    _, written = outcome(models, f'{{"{key}": {number}}}', quick=quick)

    assert {key: number} == written
    assert type(written[key]) is int


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_json_has_not_is_not_written(models: ModuleType, number: float) -> None:
    """NaN and infinities are a ValueError under both libraries, never a silent null."""
    library = import_module(f"{models.__name__}._json")
    for value in (models.A(ratio=number), models.A(any=[number]), models.A(any=number)):
        for quick in (library.quick, None):
            with pytest.MonkeyPatch.context() as monkeypatch:
                monkeypatch.setattr(library, "quick", quick)
                with pytest.raises(ValueError, match="JSON"):
                    models.to_json(value)


def test_half_a_character_is_not_written(models: ModuleType) -> None:
    """Half of a surrogate pair is a ValueError under both libraries."""
    library = import_module(f"{models.__name__}._json")
    for quick in (library.quick, None):
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(library, "quick", quick)
            with pytest.raises(ValueError, match="surrogate"):
                models.to_json(models.A(name="\ud800"))


@pytest.mark.parametrize("quick", [True, False])
def test_decimals_as_numbers_are_not_rounded(
    package_from: PackageFrom, *, quick: bool
) -> None:
    """A decimal that is sent as a large integer is exact under both libraries."""
    fields = "{d: {type: decimal, accept: [number]}}"
    models = package_from(f"objects: {{A: {{fields: {fields}}}}}")
    value, _ = outcome(models, '{"d": 123456789012345678901}', quick=quick)

    assert "123456789012345678901" == str(value.d)

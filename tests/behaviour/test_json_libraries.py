"""Whichever JSON libraries are installed, a text is the same value, or is refused."""

import gc
import json
import sys
import weakref
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from libraries import LIBRARIES, installed

PackageFrom = Callable[[str], ModuleType]

SPEC = """
enums:
  Side: {values: [left, right]}
  Sky: {open: true, values: [clear]}
unions:
  Leg: {tag: kind, members: [Walk, Ride]}
  Only: {tag: kind, open: false, members: [Walk]}
  Kept: {tag: side, open: false, members: [Shelf, Box]}
  Either:
    members: [string, "list[integer]"]
objects:
  A:
    fields:
      count: {type: integer, optional: true}
      ratio: {type: number, optional: true}
      name: {type: string?, optional: true}
      any: {type: json, optional: true}
      more: {type: "list[A]", optional: true}
      legs: {type: "list[Leg]?", optional: true}
      only: {type: Only, optional: true}
      way: {type: Walk?, optional: true}
      side: {type: Side, optional: true}
      sky: {type: Sky?, optional: true}
      at: {type: datetime, optional: true}
      days: {type: "map[date?]", optional: true}
      pairs: {type: "list[map[number]]", optional: true}
      either: {type: Either, optional: true}
      size: {type: integer, optional: true, default: 3}
      hint: {type: string?, optional: true, default: none}
      price: {type: number, optional: true, accept: [string]}
      flag: {type: boolean, optional: true}
      odd: {type: Odd, optional: true}
      kept: {type: Kept, optional: true}
  Odd:
    fields:
      'a "key"': {name: quoted, type: integer, optional: true}
  Shelf: {tag: {side: top}, fields: {boards: {type: integer}}}
  Box: {fields: {side: {type: Side}, lid: {type: boolean}}}
  Walk:
    tag: {kind: walk, version: "2"}
    fields:
      steps: {type: integer}
      shoe: {type: string?}
  Ride:
    tag: {kind: ride}
    fields:
      end: {type: string?, optional: true}
      last: {type: A, optional: true}
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
WALK = '{"kind": "walk", "version": "2", "steps": 4, "shoe": null}'
RIDE = '{"end": null, "kind": "ride", "last": {"count": 1, "more": [{"name": null}]}}'
USUAL: dict[str, list[str]] = {
    "count": ["1", "18446744073709551616"],
    "ratio": ["1", "1.5", "-0", "1e300"],
    "name": ["null", '"text"', r'"\u00e9\ud83d\ude00"'],
    "any": ["null", '{"a": [1, null, 2.5, 18446744073709551616]}'],
    "more": ["[]", '[{}, {"count": 2, "name": "x"}]'],
    "legs": ["null", "[]", f"[{WALK}, {RIDE}]", '[{"kind": "ride"}]'],
    "only": [WALK],
    "way": ["null", WALK],
    "side": ['"left"'],
    "sky": ["null", '"clear"', '"green"'],
    "at": ['"2026-11-28T22:00:00Z"', '"2026-11-28T23:00:00.500+01:00"'],
    "days": ["{}", '{"a": "2026-11-28", "b": null}'],
    "pairs": ["[]", '[{"a": 1, "b": 2.5}, {}]'],
    "either": ['"text"', "[1, 2]"],
    "size": ["3", "4"],
    "hint": ["null", '"none"', '"other"'],
    "price": ["1.5", '"12.50"'],
    "flag": ["true", "false"],
    "kept": ['{"side": "top", "boards": 1}', '{"side": "left", "lid": true}'],
    "odd": ["{}", r'{"a \"key\"": 1}'],
}
"""JSON texts that a key has in a usual payload."""

UNUSUAL = [
    *NUMBERS,
    *("null", "true", "[]", "{}", "[null]", "[[]]", '"text"', r'"\ud800"', '""'),
    *('{"a": 1, "a": 2}', '{"kind": "walk"}', '{"kind": "swim", "far": true}'),
    '{"version": "2", "steps": 4, "shoe": null}',
    '{"kind": "walk", "version": "3", "steps": 4, "shoe": null}',
    '{"kind": "walk", "version": "2", "steps": 4, "shoe": null, "new": 1}',
    '{"kind": "walk", "version": "2", "steps": 4.0, "shoe": null}',
    '{"kind": "walk", "kind": "walk", "version": "2", "steps": 4, "shoe": null}',
    '{"kind": "not walk", "version": "2"}',
    '{"kind": "not walk"}',
    '{"kind": "walk", "version": "2", "steps": 1, "steps": 4, "shoe": null}',
    '"2026-11-28T23:00:00.120+01:00"',
    '"2026-11-28T23:00:00"',
]
"""JSON texts, and some that are nearly so, that are wrong for most keys."""


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return the text of an A that is usual, but for at most one value."""
    keys = draw(st.lists(st.sampled_from(list(USUAL)), unique=True))
    values = {key: draw(st.sampled_from(USUAL[key])) for key in keys}
    key = draw(st.sampled_from([*USUAL, "new"]))
    if draw(st.booleans()):
        values[key] = draw(st.sampled_from(UNUSUAL))
    rows = [f"{json.dumps(key)}: {value}" for key, value in values.items()]
    if draw(st.integers(0, 9)) == 0:
        rows.append(f'"{key}": null')  # a key twice, perhaps
    return f"{{{', '.join(rows)}}}"


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """The package that is generated from the spec above."""
    return package_from(SPEC)


def outcome(
    models: ModuleType, text: str | bytes, libraries: str, type_: object = None
) -> tuple[Any, Any, Any]:
    """Return what is read, what it remembers and what is written; or what is wrong."""
    type_ = models.A if type_ is None else type_
    with installed(models, libraries):
        try:
            value = models.from_json(text, type_)
        except models.PayloadError as error:
            return None, None, str(error)
        written = models.to_json(value, type_)
    remembered = value.as_read if isinstance(value, models.Record) else None
    return value, remembered, json.loads(written)


def assert_agreement(models: ModuleType, text: str) -> None:
    """Assert that a text is the same under all libraries, or refused in one way."""
    exact = outcome(models, text, "json")
    for libraries in LIBRARIES:
        other = outcome(models, text, libraries)

        assert repr(exact) == repr(other)
        assert exact == other


def test_usual_text_is_parsed_straight_into_objects(models: ModuleType) -> None:
    """No usual value makes msgspec leave a text to what reads dicts."""
    types = import_module(f"{models.__name__}.converters").TYPES
    structs = import_module(f"{models.__name__}._structs")
    read = structs.reader_of_text(types.codec(models.A))
    for key, values in USUAL.items():
        for value in values:
            body = f'{{"{key}": {value}}}'
            expected = models.structure(json.loads(body), models.A)

            assert expected == read(body)
            assert expected.as_read == read(body).as_read


def test_msgspec_is_loaded_for_what_is_often_read(package_from: PackageFrom) -> None:
    """A few texts are read as if it were not installed, and more are parsed by it."""
    models = package_from("objects: {A: {fields: {count: {type: integer}}}}")
    library = import_module(f"{models.__name__}._json")
    loads = Mock(side_effect=json.loads)
    with installed(models, "both"), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(library, "quick", library.Quick(loads, json.dumps))
        counts = [models.from_json('{"count": 1}', models.A).count for _ in range(30)]

    assert [1] * 30 == counts
    assert 9 == loads.call_count


def test_deep_json_is_refused_alike(models: ModuleType) -> None:
    """How deep the parser goes is not how deep a value may be."""
    for depth in (100, 700, 1200, 5000):
        body = f'{{"any": {"[" * depth}{"]" * depth}}}'
        exact = outcome(models, body, "json")
        for libraries in LIBRARIES:
            for _ in range(12):
                assert exact == outcome(models, body, libraries)


SPEC_OF_A_MODULE = ModuleSpec("msgspec", None)
NO_MSGSPEC = [
    # version 0.20 and before, in which what is raised for a text is no ValueError,
    SimpleNamespace(
        __spec__=SPEC_OF_A_MODULE, DecodeError=type("DecodeError", (Exception,), {})
    ),
    # one that is there and cannot be imported, as far as one sees,
    SimpleNamespace(__spec__=SPEC_OF_A_MODULE),
    # and what tests put in its place.
    ModuleType("msgspec"),
    Mock(),
]


@pytest.mark.parametrize("libraries", ["msgspec", "both"])
@pytest.mark.parametrize("other", NO_MSGSPEC)
def test_what_is_no_msgspec_is_not_used(
    package_from: PackageFrom, other: object, libraries: str
) -> None:
    """One that is broken, too old, or only called so, is as if it were not there."""
    models = package_from("objects: {A: {fields: {count: {type: integer}}}}")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("msgspec", "msgspec.json"):
            monkeypatch.setitem(sys.modules, name, cast("ModuleType", other))
        with installed(models, libraries):
            for _ in range(12):
                grown = models.from_json('{"count": 1, "new": 2}', models.A)

                assert 1 == models.from_json('{"count": 1}', models.A).count
                assert {"new": 2} == grown.extra
                with pytest.raises(models.PayloadError):
                    models.from_json("{", models.A)


def test_types_have_structs_as_far_as_that_helps(package_from: PackageFrom) -> None:
    """A class with many keys has none, nor has what is far down a chain of classes.

    Classes side by side have one each, however many they are.
    """
    wide = ", ".join(f"key_{n}: {{type: integer, optional: true}}" for n in range(65))
    chain = "".join(
        f"  M{n}: {{fields: {{next: {{type: M{n + 1}, optional: true}}}}}}\n"
        for n in range(200)
    )
    members = "".join(f"  U{n}: {{tag: {{kind: u{n}}}}}\n" for n in range(40))
    union = f"{{tag: kind, members: [{', '.join(f'U{n}' for n in range(40))}]}}"
    models = package_from(
        f"unions: {{U: {union}}}\n"
        f"objects:\n  Wide: {{fields: {{{wide}}}}}\n{chain}  M200: {{}}\n{members}"
    )
    types = import_module(f"{models.__name__}.converters").TYPES
    reader_of_text = import_module(f"{models.__name__}._structs").reader_of_text
    text = '{"next": ' * 100 + "{}" + "}" * 100
    value = reader_of_text(types.codec(models.M0))(text)

    assert reader_of_text(types.codec(models.Wide)) is None
    assert reader_of_text(types.codec(models.U)) is not None
    assert models.structure(json.loads(text), models.M0) == value


def test_types_of_others_are_forgotten(models: ModuleType) -> None:
    """A class that is not of the package is refused, and not held on to."""
    other = type("Other", (), {})
    reference = weakref.ref(other)
    for _ in range(12):
        with pytest.raises(TypeError, match="Other"):
            models.from_json("{}", other)
    del other
    gc.collect()

    assert reference() is None


@given(text=texts())
@example(text='{"any": 123456789012345678901234567890}')
@example(text='{"new": [18446744073709551616, 1.5]}')
@example(text='{"ratio": 123456789012345678901234567890}')
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_libraries_agree(models: ModuleType, text: str) -> None:
    """Text is read as the same object, or refused with the same words, under all."""
    assert_agreement(models, text)


@pytest.mark.parametrize("text", [*NUMBERS, *UNUSUAL])
@pytest.mark.parametrize("key", [*USUAL, "new"])
def test_libraries_agree_on_what_is_wrong(
    models: ModuleType, key: str, text: str
) -> None:
    """So it is for every key with all that could be found there."""
    body = f"{{{json.dumps(key)}: {text}}}"
    assert_agreement(models, body)


@pytest.mark.parametrize("libraries", LIBRARIES)
@pytest.mark.parametrize("key", ["count", "ratio", "any", "new"])
@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64, 10**30 + 1, 10**400])
def test_large_integers_are_exact(
    models: ModuleType, key: str, number: int, libraries: str
) -> None:
    """An integer of any size is read and written digit by digit, wherever it stands."""
    _, _, written = outcome(models, f'{{"{key}": {number}}}', libraries)

    assert {key: number} == written
    assert type(written[key]) is int


@pytest.mark.parametrize("libraries", LIBRARIES)
@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_json_has_not_is_not_written(
    models: ModuleType, number: float, libraries: str
) -> None:
    """NaN and infinities are a ValueError under all libraries, never a silent null."""
    for value in (models.A(ratio=number), models.A(any=[number]), models.A(any=number)):
        with installed(models, libraries), pytest.raises(ValueError, match="JSON"):
            models.to_json(value)


@pytest.mark.parametrize("libraries", LIBRARIES)
def test_half_a_character_is_not_written(models: ModuleType, libraries: str) -> None:
    """Half of a surrogate pair is a ValueError under all libraries."""
    with installed(models, libraries), pytest.raises(ValueError, match="surrogate"):
        models.to_json(models.A(name="\ud800"))


@pytest.mark.parametrize("libraries", LIBRARIES)
def test_decimals_as_numbers_are_not_rounded(
    package_from: PackageFrom, libraries: str
) -> None:
    """A decimal that is sent as a large integer is exact under all libraries."""
    fields = "{d: {type: decimal, accept: [number]}}"
    models = package_from(f"objects: {{A: {{fields: {fields}}}}}")
    value, *_ = outcome(models, '{"d": 123456789012345678901}', libraries)

    assert "123456789012345678901" == str(value.d)

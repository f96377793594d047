"""Values of the basic types: which payloads may have, and which no reader may take."""

from typing import Any, TypeGuard

from .source import JsonValue
from .spec import Basic, Literal

__all__ = [
    "EXPECTED",
    "REFUSED",
    "is_basic",
    "kind",
    "of_other_kinds",
    "other_than",
    "sample_of",
]

EXPECTED = {
    Basic.STRING: "a string",
    Basic.INTEGER: "an integer",
    Basic.NUMBER: "a number",
    Basic.BOOLEAN: "true or false",
    Basic.JSON: "a JSON value",
    Basic.DECIMAL: "a decimal number as text",
    Basic.DATE: "a date such as 2024-11-01",
    Basic.DATETIME: "a time such as 2024-11-01T00:00:00Z",
    Basic.UNIXTIME: "whole seconds since 1970",
    Basic.DURATION: "a duration such as P1DT2H",
    Basic.UUID: "a UUID",
    Basic.BYTES: "Base64 text",
}

_SAMPLES: dict[Basic, tuple[JsonValue, ...]] = {
    Basic.BOOLEAN: (True, False),
    Basic.JSON: ({"any": ["JSON", 1.5, None]},),
    Basic.DECIMAL: ("12.50", "0.06"),
    Basic.DATE: ("2024-11-01", "2024-11-02"),
    Basic.DATETIME: ("2024-11-01T00:00:00Z", "2024-11-02T12:30:00.500000+02:00"),
    Basic.DURATION: ("P1DT2H30M", "PT0.5S"),
    Basic.UUID: (
        "6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c",
        "0b9f2d94-9e46-4c6e-8a57-5d1f3e2c4b6a",
    ),
    Basic.BYTES: ("AAEC", "/w=="),
}

REFUSED: dict[Basic, tuple[JsonValue, ...]] = {
    Basic.STRING: (5, True, ["text"], {}),
    Basic.INTEGER: ("5", True, 1.5, [5]),
    Basic.NUMBER: ("five", True, [1.5]),
    Basic.BOOLEAN: (1, 0, "yes", []),
    Basic.JSON: (),
    Basic.DECIMAL: ("twelve", True, "NaN", "1_000"),
    Basic.DATE: ("yesterday", "2024-02-30", "20241101", 5),
    Basic.DATETIME: ("now", "2024-11-01", "2024-11-01T00:00:00", 5),
    Basic.UNIXTIME: ("1730419200", True, 1.5, 10**18),
    Basic.DURATION: ("long", "P", "P1Y", 5),
    Basic.UUID: ("6f3a1f0e", "{6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c}", 5),
    Basic.BYTES: ("A", "A===", "ä", 5),
}


def of_other_kinds(basic: Basic) -> list[JsonValue]:
    """Return values that enums and literals of a basic type cannot be."""
    values: dict[Basic, JsonValue] = {
        Basic.INTEGER: 5,
        Basic.STRING: "5",
        Basic.BOOLEAN: True,
    }
    return [[], *(value for kind, value in values.items() if kind is not basic)]


def other_than(*values: Literal) -> JsonValue:
    """Return a value of the type of some that is none of them."""
    match values:
        case (bool(value),):
            return not value
        case (int(), *_):
            return max(map(int, values)) + 1
        case _:
            return max(map(str, values)) + "!"


def kind(value: JsonValue) -> str:
    """Return the kind of JSON that a value is, as `json_kind` calls it."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case dict():
            return "object"
        case None:
            return ""


def sample_of(basic: Basic, key: str, index: int) -> JsonValue:
    """Return a value of a basic type for a key, the *index*-th of its object."""
    match basic:
        case Basic.STRING:
            return f"the {key}"
        case Basic.INTEGER:
            return index + 1
        case Basic.NUMBER:
            return index + 0.5
        case Basic.UNIXTIME:
            return 1_730_419_200 + index
        case _:
            samples = _SAMPLES[basic]
            return samples[index % len(samples)]


def _is_number(value: JsonValue) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_basic(basic: Basic, value: JsonValue) -> bool:
    """Return whether a value is one of a basic type."""
    match basic:
        case Basic.STRING:
            return isinstance(value, str)
        case Basic.BOOLEAN:
            return isinstance(value, bool)
        case Basic.NUMBER:
            return _is_number(value)
        case Basic.INTEGER:
            return _is_number(value) and value == value // 1  # 1e3 is an integer too
        case Basic.JSON:
            return True
        case _:
            return _is_text_of(basic, value)


def _is_text_of(basic: Basic, value: JsonValue) -> bool:
    # Imported where it is needed: most specs have no such example, and cattrs is large.
    from .support import _codecs, _formats
    from .support._errors import Mismatch

    codecs: dict[Basic, _codecs.Codec[Any]] = {
        Basic.DECIMAL: _formats.DECIMAL,
        Basic.DATE: _formats.DATE,
        Basic.DATETIME: _formats.DATETIME,
        Basic.UNIXTIME: _formats.UNIXTIME,
        Basic.DURATION: _formats.DURATION,
        Basic.UUID: _formats.UUID_TEXT,
        Basic.BYTES: _formats.BYTES,
    }
    try:
        codecs[basic].read(value)
    except Mismatch:
        return False
    return True

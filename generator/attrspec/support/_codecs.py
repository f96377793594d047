"""Codecs: how a value of one type is read, written and complained about.

A codec accepts what its Python type can hold and coerces nothing: text is no number, a
boolean no integer. Three methods make one:

* `read` gives the value or raises `Mismatch`, which says nothing: most payloads are
right.
* `explain` says what is wrong with a payload that `read` refuses, and where.
* `write` gives the JSON for a value.
"""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from math import inf
from types import NoneType
from typing import Any, Final, Generic, TypeVar, cast

from ._errors import Mismatch, Path, Problem
from ._record import Json

__all__ = [
    "BOOLEAN",
    "INTEGER",
    "JSON",
    "NUMBER",
    "STRING",
    "AcceptText",
    "ClosedEnum",
    "Codec",
    "Later",
    "ListCodec",
    "MapCodec",
    "Nullable",
    "Rounded",
    "ScalarCodec",
    "checked",
    "is_exact",
    "one_of",
]

T = TypeVar("T")
S = TypeVar("S", bound=str | int)

_SCALAR_TEXT = re.compile(
    r"true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
)


class Codec(ABC, Generic[T]):
    """How values of one type are read, explained and written."""

    expected: str = "a value"
    """What is expected where a payload has something else."""

    as_is: type[Any] | None = None
    """The class of which all payloads are values as they are, if there is one."""

    reads: tuple[type[Any], ...] = ()
    """The classes of payloads that may be right."""

    classes: tuple[type[Any], ...] = ()
    """The classes of values."""

    has_spellings: bool = False
    """Whether payloads can spell one value in several ways, as with times."""

    @property
    def itself(self) -> "Codec[T]":
        """The codec, where this only stands for one."""
        return self

    def has(self, value: object) -> bool:
        """Return whether *value* is of a class that values of this type have."""
        return type(value) in self.classes

    def holds(self, value: object) -> bool:
        """Return whether a value is of this type, and all that is in it but objects."""
        return self.has(value)

    @abstractmethod
    def read(self, payload: Json) -> T:
        """
        Return the value that *payload* stands for.

        Raises:
            Mismatch: *payload* stands for no value of this type.
        """

    @abstractmethod
    def write(self, value: T) -> Json:
        """Return the JSON for *value*, which shares no list or dict with it."""

    @abstractmethod
    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with *payload*; nothing if `read` accepts it."""


class ScalarCodec(Codec[T]):
    """A codec that either accepts a payload or not: it has no parts to point at."""

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        try:
            self.read(payload)
        except Mismatch:
            yield Problem.at(path, self.expected, payload)


class _StringCodec(ScalarCodec[str]):
    expected = "a string"
    as_is = str
    reads = (str,)
    classes = (str,)

    def read(self, payload: Json) -> str:
        if type(payload) is str:
            return payload
        raise Mismatch

    def write(self, value: str) -> Json:
        return value


class _BooleanCodec(ScalarCodec[bool]):
    expected = "true or false"
    as_is = bool
    reads = (bool,)
    classes = (bool,)

    def read(self, payload: Json) -> bool:
        if type(payload) is bool:
            return payload
        raise Mismatch

    def write(self, value: bool) -> Json:
        return value


is_exact: Final = ContextVar("is_exact", default=False)
"""Whether no integer of the payload was rounded to a float when it was parsed."""

_FIRST_ROUNDED = 2.0**63


class Rounded(Mismatch):
    """A float of a payload may be an integer that was rounded when it was parsed."""


def checked(number: float) -> float:
    """Return *number*, a float of a payload, if it is one that JSON text can hold.

    Raises:
        Mismatch: It is infinite or NaN.
        Rounded: It may be an integer.
    """
    if -_FIRST_ROUNDED < number < _FIRST_ROUNDED:
        return number
    if not -inf < number < inf:
        raise Mismatch
    if not is_exact.get():
        raise Rounded
    return number


def _writable(number: float) -> float:
    if not -inf < number < inf:  # which NaN is not either
        raise ValueError(f"{number!r} is no number that JSON has")
    return number


class _IntegerCodec(ScalarCodec[int]):
    expected = "an integer"
    as_is = int
    reads = (int, float)
    classes = (int,)

    def read(self, payload: Json) -> int:
        if type(payload) is int:
            return payload
        # JSON has one kind of number: 1000.0 and 1e3 are the integer 1000.
        if type(payload) is float and checked(payload).is_integer():
            return int(payload)
        raise Mismatch

    def write(self, value: int) -> Json:
        return value


class _NumberCodec(ScalarCodec[float]):
    expected = "a number"
    as_is = int
    reads = (int, float)
    classes = (int, float)

    def read(self, payload: Json) -> float:
        if type(payload) is int:
            return payload
        if type(payload) is float:
            return checked(payload)
        raise Mismatch

    def write(self, value: float) -> Json:
        return _writable(value)


class _JsonCodec(Codec[Json]):
    """Any JSON value, copied: no caller shares a list or dict with a record."""

    expected = "a JSON value"
    classes = (str, int, float, bool, list, dict, NoneType)

    def holds(self, value: object) -> bool:
        if isinstance(value, list):
            return all(map(self.holds, cast("list[object]", value)))
        if isinstance(value, dict):
            entries = cast("dict[object, object]", value)
            return _has_texts(entries) and all(map(self.holds, entries.values()))
        return self.has(value)

    def read(self, payload: Json) -> Json:
        if payload is None or type(payload) in _FLAT_TYPES:
            return payload
        if type(payload) is float:
            return checked(payload)
        if type(payload) is list:
            return [self.read(item) for item in payload]
        if type(payload) is dict:
            return self.read_object(payload)
        raise Mismatch

    def read_object(self, payload: dict[str, Json]) -> dict[str, Json]:
        """Return a copy of an object; raise `Mismatch` where it could not be JSON."""
        if not all(type(key) is str for key in payload):
            raise Mismatch
        return {key: self.read(value) for key, value in payload.items()}

    def write(self, value: Json) -> Json:
        if isinstance(value, list):
            return [self.write(item) for item in value]
        if isinstance(value, dict):
            return {key: self.write(item) for key, item in value.items()}
        return _writable(value) if isinstance(value, float) else value

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if type(payload) is list:
            for index, item in enumerate(payload):
                yield from self.explain(item, path.index(index))
        elif type(payload) is dict and all(type(key) is str for key in payload):
            for key, value in payload.items():
                yield from self.explain(value, path.found_key(key))
        else:
            try:
                self.read(payload)
            except Mismatch:
                yield Problem.at(path, self.expected, payload)


def _has_texts(value: dict[object, object]) -> bool:
    return all(type(key) is str for key in value)


_FLAT_TYPES: Final = frozenset({str, int, bool})

STRING: Final = _StringCodec()
BOOLEAN: Final = _BooleanCodec()
INTEGER: Final = _IntegerCodec()
NUMBER: Final = _NumberCodec()
JSON: Final = _JsonCodec()


class ListCodec(Codec[list[T]]):
    """An array whose items are all of one type."""

    expected = "an array"
    reads = (list,)
    classes = (list,)

    def __init__(self, item: Codec[T]) -> None:
        self.item = item
        self.has_spellings = item.has_spellings

    def holds(self, value: object) -> bool:
        if not isinstance(value, list):
            return False
        return all(map(self.item.holds, cast("list[object]", value)))

    def read(self, payload: Json) -> list[T]:
        if type(payload) is not list:
            raise Mismatch
        read = self.item.read
        return [read(item) for item in payload]

    def write(self, value: list[T]) -> Json:
        write = self.item.write
        return [write(item) for item in value]

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if type(payload) is list:
            for index, item in enumerate(payload):
                yield from self.item.explain(item, path.index(index))
        else:
            yield Problem.at(path, self.expected, payload)


class MapCodec(Codec[dict[str, T]]):
    """An object with keys of any name, whose values are all of one type."""

    expected = "an object"
    reads = (dict,)
    classes = (dict,)

    def __init__(self, value: Codec[T]) -> None:
        self.value = value
        self.has_spellings = value.has_spellings

    def holds(self, value: object) -> bool:
        if not isinstance(value, dict):
            return False
        entries = cast("dict[object, object]", value)
        return _has_texts(entries) and all(map(self.value.holds, entries.values()))

    def read(self, payload: Json) -> dict[str, T]:
        if type(payload) is not dict or not all(type(key) is str for key in payload):
            raise Mismatch
        read = self.value.read
        return {key: read(value) for key, value in payload.items()}

    def write(self, value: dict[str, T]) -> Json:
        write = self.value.write
        return {key: write(item) for key, item in value.items()}

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if type(payload) is dict and all(type(key) is str for key in payload):
            for key, value in payload.items():
                yield from self.value.explain(value, path.found_key(key))
        else:
            yield Problem.at(path, self.expected, payload)


class Nullable(Codec[T | None]):
    """A value of one type, or null."""

    def __init__(self, codec: Codec[T]) -> None:
        self.codec = codec
        self.has_spellings = codec.has_spellings

    def has(self, value: object) -> bool:
        return value is None or self.codec.has(value)

    def holds(self, value: object) -> bool:
        return value is None or self.codec.holds(value)

    def read(self, payload: Json) -> T | None:
        return None if payload is None else self.codec.read(payload)

    def write(self, value: T | None) -> Json:
        return None if value is None else self.codec.write(value)

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if payload is not None:
            yield from self.codec.explain(payload, path)


class ClosedEnum(ScalarCodec[S]):
    """
    One of a few values and no other.

    Args:
        values: The values.
        codec: The codec of all values of their kind.
    """

    def __init__(self, values: tuple[S, ...], codec: Codec[Any] = STRING) -> None:
        self.values = {value: value for value in values}
        self.codec = codec
        self.expected = one_of(values)
        self.reads = codec.reads
        self.classes = codec.classes

    def holds(self, value: object) -> bool:
        return self.has(value) and value in self.values

    def read(self, payload: Json) -> S:
        value = self.values.get(self.codec.read(payload))
        if value is None:
            raise Mismatch
        return value

    def write(self, value: S) -> Json:
        return value


class AcceptText(ScalarCodec[T]):
    """A number or boolean that the API also sends as text, such as `"12.50"`."""

    def __init__(self, codec: Codec[T]) -> None:
        self.codec = codec
        self.expected = f"{codec.expected} or its text"

    def read(self, payload: Json) -> T:
        if type(payload) is str and _SCALAR_TEXT.fullmatch(payload):
            try:
                return self.codec.read(json.loads(payload))
            except ValueError:  # more digits than int() converts
                raise Mismatch from None
        return self.codec.read(payload)

    def write(self, value: T) -> Json:
        return self.codec.write(value)


class Later(Codec[T]):
    """
    A codec that is defined further down: types may form circles.

    Args:
        codec: What returns it.
        has_spellings: What it says of itself.
    """

    expected = "an object"
    reads = (dict,)

    def __init__(
        self, codec: Callable[[], Codec[T]], *, has_spellings: bool = False
    ) -> None:
        self.codec = codec
        self.has_spellings = has_spellings

    @property
    def itself(self) -> Codec[T]:
        return self.codec().itself

    def has(self, value: object) -> bool:
        return self.codec().has(value)

    def holds(self, value: object) -> bool:
        return self.codec().holds(value)

    def read(self, payload: Json) -> T:
        return self.codec().read(payload)

    def write(self, value: T) -> Json:
        return self.codec().write(value)

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        return self.codec().explain(payload, path)


def one_of(values: Iterable[str | int]) -> str:
    """Return *values* in words, for what a problem says was expected."""
    quoted = [json.dumps(value) for value in values]
    return quoted[0] if len(quoted) == 1 else f"one of {', '.join(quoted)}"

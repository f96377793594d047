"""The keys of an object, one after the other: how they are read, or explained.

The functions called `_examine_...` in `converters.py` ask for each key of a class.
`ReadKeys` answers with the value, or raises at the first that is wrong. The others have
no answer worth having: `ExplainedKeys` takes note of all that is wrong, `ListedKeys` of
what keys there are.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, TypeAlias, TypeVar, cast

from ._codecs import JSON, Codec, one_of
from ._errors import Mismatch, Path, Problem
from ._record import ABSENT, Absent, Json

__all__ = [
    "ExplainedKeys",
    "Found",
    "Keys",
    "ListedKeys",
    "ReadKeys",
    "Spelling",
    "noted",
    "unexpected",
]

T = TypeVar("T")

Found: TypeAlias = Json | Absent
"""What a payload has under a key."""

Spelling: TypeAlias = tuple[Found, Found]
"""What would be written for a value, and what was read."""


class Keys(ABC):
    """The keys of one object. Each method asks for one, of a certain presence."""

    __slots__ = ()

    @abstractmethod
    def constant(self, key: str, text: str) -> None:
        """Ask for a key that has the same text in every payload."""

    @abstractmethod
    def required(self, key: str, codec: Codec[T]) -> T:
        """Ask for a key that has to be there."""

    @abstractmethod
    def required_or_null(self, key: str, codec: Codec[T]) -> T | None:
        """Ask for a key that has to be there, and may be null."""

    @abstractmethod
    def optional(self, key: str, codec: Codec[T]) -> T | None:
        """Ask for a key that may be absent. None is then not written."""

    @abstractmethod
    def optional_or_null(self, key: str, codec: Codec[T]) -> T | None:
        """Ask for a key that may be absent, or null. None is then written as null."""

    @abstractmethod
    def default(self, key: str, codec: Codec[T], default: T) -> T:
        """Ask for a key that may be absent and then stands for *default*."""

    @abstractmethod
    def default_or_null(self, key: str, codec: Codec[T], default: T) -> T | None:
        """Ask for a key that may be null, or absent and then stands for *default*."""


class ReadKeys(Keys):
    """
    Keys that are read. Each method raises `Mismatch` where the payload is not legal.

    Args:
        payload: The object.
    """

    __slots__ = ("absent", "payload", "spellings")

    def __init__(self, payload: dict[str, Any]) -> None:
        self.payload = payload
        self.absent: list[str] = []
        """Optional keys that it lacks."""

        self.spellings: dict[str, Spelling] = {}
        """What is otherwise than it would be written, by key."""

    def constant(self, key: str, text: str) -> None:
        if self.payload.get(key) != text:
            raise Mismatch

    def required(self, key: str, codec: Codec[T]) -> T:
        found = self.payload.get(key, ABSENT)
        if type(found) is codec.as_is:
            as_it_is: T = found
            return as_it_is
        if found is ABSENT:
            raise Mismatch
        return self._read(key, codec, found)

    def required_or_null(self, key: str, codec: Codec[T]) -> T | None:
        found = self.payload.get(key, ABSENT)
        if found is None or type(found) is codec.as_is:
            as_it_is: T | None = found
            return as_it_is
        if found is ABSENT:
            raise Mismatch
        return self._read(key, codec, found)

    def optional(self, key: str, codec: Codec[T]) -> T | None:
        found = self.payload.get(key, ABSENT)
        if type(found) is codec.as_is:
            as_it_is: T = found
            return as_it_is
        if found is ABSENT:
            self.absent.append(key)
            return None
        if found is None:
            self.spellings[key] = (ABSENT, None)
            return None
        return self._read(key, codec, found)

    def optional_or_null(self, key: str, codec: Codec[T]) -> T | None:
        found = self.payload.get(key, ABSENT)
        if found is None or type(found) is codec.as_is:
            as_it_is: T | None = found
            return as_it_is
        if found is ABSENT:
            self.absent.append(key)
            return None
        return self._read(key, codec, found)

    def default(self, key: str, codec: Codec[T], default: T) -> T:
        found = self.payload.get(key, ABSENT)
        if found is ABSENT:
            self.absent.append(key)
            return default
        if found is None:
            self.spellings[key] = (codec.write(default), None)
            return default
        return self._read(key, codec, found)

    def default_or_null(self, key: str, codec: Codec[T], default: T) -> T | None:
        if self.payload.get(key, ABSENT) is None:
            return None
        return self.default(key, codec, default)

    def _read(self, key: str, codec: Codec[T], found: Json) -> T:
        if codec.has_spellings:
            return noted(key, codec, found, self.spellings)
        return codec.read(found)


def noted(key: str, codec: Codec[T], found: Json, spellings: dict[str, Spelling]) -> T:
    """
    Return the value of what was found, and note how it is spelt if that is unusual.

    Args:
        key: The key under which it is.
        codec: The codec of values that can be spelt in several ways.
        found: What was found.
        spellings: Where it is noted.

    Raises:
        Mismatch: It stands for no value.
    """
    value = codec.read(found)
    written = codec.write(value)
    # What is accepted though of another kind is not another spelling.
    if written != found and type(written) is type(found):
        spellings[key] = (written, JSON.read(found))
    return value


class ExplainedKeys(Keys):
    """
    Keys of which it is told what is wrong.

    Args:
        payload: The object.
        path: Where it is.
    """

    def __init__(self, payload: dict[str, Json], path: Path) -> None:
        self.payload = payload
        self.path = path
        self.problems = list[Iterator[Problem]]()
        """What is wrong under them, found out when it is looked at."""

    def constant(self, key: str, text: str) -> None:
        found = self.payload.get(key, ABSENT)
        if found != text:
            self._expect(key, one_of([text]), found)

    def required(self, key: str, codec: Codec[T]) -> T:
        self._explain(key, codec, codec.expected)
        return cast("T", None)

    def required_or_null(self, key: str, codec: Codec[T]) -> T | None:
        if self.payload.get(key, ABSENT) is not None:
            self._explain(key, codec, f"{codec.expected} or null")
        return None

    def optional(self, key: str, codec: Codec[T]) -> T | None:
        return self.optional_or_null(key, codec)  # a null is read, and kept

    def optional_or_null(self, key: str, codec: Codec[T]) -> T | None:
        if self.payload.get(key) is not None:
            self._explain(key, codec, codec.expected)
        return None

    def default(self, key: str, codec: Codec[T], default: T) -> T:
        self.optional_or_null(key, codec)  # a null is read, and kept
        return default

    def default_or_null(self, key: str, codec: Codec[T], default: T) -> T | None:
        return self.default(key, codec, default)

    def _explain(self, key: str, codec: Codec[T], expected: str) -> None:
        found = self.payload.get(key, ABSENT)
        if found is ABSENT:
            self._expect(key, expected, found)
        else:
            self.problems.append(codec.explain(found, self.path.key(key)))

    def _expect(self, key: str, expected: str, found: Found) -> None:
        self.problems.append(iter([unexpected(self.path.key(key), expected, found)]))


class ListedKeys(Keys):
    """Keys of which it is told what they are."""

    def __init__(self) -> None:
        self.constants: dict[str, str] = {}
        self.codecs: dict[str, Codec[Any]] = {}
        self.bits: dict[str, int] = {}
        """A bit for each key that may be absent: a number says which of them are."""

        self.written_as_null: set[str] = set()
        """Optional keys of which None is written as null, and not left out."""

        self.defaults: dict[str, Json] = {}
        """What optional keys stand for that are absent."""

    def constant(self, key: str, text: str) -> None:
        self.constants[key] = text

    def required(self, key: str, codec: Codec[T]) -> T:
        self.codecs[key] = codec
        return cast("T", None)

    def required_or_null(self, key: str, codec: Codec[T]) -> T | None:
        self.codecs[key] = codec
        return None

    def optional(self, key: str, codec: Codec[T]) -> T | None:
        self.codecs[key] = codec
        self.bits[key] = 1 << len(self.bits)
        return None

    def optional_or_null(self, key: str, codec: Codec[T]) -> T | None:
        self.written_as_null.add(key)
        return self.optional(key, codec)

    def default(self, key: str, codec: Codec[T], default: T) -> T:
        self.optional(key, codec)
        self.defaults[key] = codec.write(default)
        return default

    def default_or_null(self, key: str, codec: Codec[T], default: T) -> T | None:
        return self.default(key, codec, default)


def unexpected(path: Path, expected: str, found: Found) -> Problem:
    """Return the problem that *found* is under a key."""
    if found is ABSENT:
        return Problem.saying(path, expected, "no such key")
    return Problem.at(path, expected, found)

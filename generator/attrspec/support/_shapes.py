"""Codecs for records and unions.

The functions in `converters.py` read the usual payload at once. What is unusual but
legal (a null where the key could have been left out, 1000.0 for 1000, another spelling
of a time) they leave to `RecordCodec.read_carefully`; `explain` tells what is wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from ._codecs import JSON, Codec, MapCodec, one_of
from ._errors import Mismatch, Path, Problem, Unusual, quoted
from ._keys import (
    ExplainedKeys,
    Keys,
    ListedKeys,
    ReadKeys,
    Spelling,
    unexpected,
)
from ._record import ABSENT, EMPTY, Absences, Json, Record, Unknown

__all__ = [
    "ChoiceCodec",
    "RecordCodec",
    "UnionCodec",
    "write_unknown",
]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

Draft: TypeAlias = Any
"""A record before it is frozen, where it will be: type checkers know it as frozen."""

_MOST_ABSENCES = 1024
"""How many combinations of absent keys are remembered, for each class."""


@attrs.mutable(eq=False, slots=False)
class RecordCodec(Codec[R]):
    """The codec of one class."""

    type_: type[R]
    """The class."""

    read_usual: Callable[[Json], R] = attrs.field(alias="read", kw_only=True)
    """The function that reads the usual payload."""

    examine: Callable[[Keys], R] = attrs.field(kw_only=True)
    """The function that asks for each key."""

    write_usual: Callable[[R], dict[str, Json]] = attrs.field(
        alias="write", kw_only=True
    )
    """The function that writes."""

    fill: Callable[[tuple[Any, ...]], R] = attrs.field(kw_only=True)
    """The function that makes an object of values, in the order of the keys."""

    other: Codec[Any] = attrs.field(default=JSON, alias="extra", kw_only=True)
    """The codec of values under all other keys."""

    def __attrs_post_init__(self) -> None:
        self.name = self.type_.__name__
        self.classes = (self.type_,)
        self.reads = (dict,)
        self.expected = f"an object ({self.name})"
        self.extra = MapCodec(self.other)
        self._absences: dict[int, Mapping[str, Spelling]] = {}

    def read(self, payload: Json) -> R:
        return self.read_usual(payload)

    def write(self, value: R) -> dict[str, Json]:
        return self.write_usual(value)

    @cached_property
    def keys(self) -> ListedKeys:
        """The keys of the class, found out when needed: codecs may form circles."""
        keys = ListedKeys()
        self.examine(keys)
        return keys

    @cached_property
    def known(self) -> frozenset[str]:
        """The names of all keys."""
        return frozenset(self.keys.constants) | frozenset(self.keys.codecs)

    def check_absent(self, payload: dict[str, Json], absent: int) -> None:
        """
        Check that a payload lacks keys, if it has all that it needs.

        Args:
            payload: The payload.
            absent: The bits of the keys.

        Raises:
            Unusual: It has one of them, with another value than a usual one.
        """
        # As many keys less as there are bits: then it has no other keys, either.
        if len(payload) + absent.bit_count() != len(self.known) and any(
            key in payload for key in self._keys_of(absent)
        ):
            raise Unusual

    def keep(self, draft: Draft, payload: dict[str, Json], absent: int) -> None:
        """
        Give a record what its payload has less or more than the attributes say.

        Args:
            draft: The record of a payload that is usual but for that.
            payload: The payload.
            absent: The bits of the optional keys that it lacks.

        Raises:
            Mismatch: Under an unknown key is what it cannot have.
        """
        if absent:
            draft.as_read = self.absences(absent)
        if len(payload) + absent.bit_count() != len(self.known):
            found = self._extra(payload)
            draft.extra = self.extra.read(found)
            if self.extra.has_spellings:
                codec = self.extra.value
                keys = ReadKeys(found)
                for key in found:
                    keys.required(key, codec)
                if keys.spellings:
                    draft.as_read = {**draft.as_read, **keys.spellings}

    def absences(self, absent: int) -> Mapping[str, Spelling]:
        """Return what is remembered of a payload that lacks the keys of some bits."""
        absences = self._absences.get(absent)
        if absences is None:
            absences = self._absences_of(self._keys_of(absent))
            if len(self._absences) < _MOST_ABSENCES:  # all that are alike share one
                self._absences[absent] = absences
        return absences

    def _keys_of(self, absent: int) -> list[str]:
        return [key for key, bit in self.keys.bits.items() if absent & bit]

    def _absences_of(self, absent: list[str]) -> Mapping[str, Spelling]:
        nulls = [key for key in absent if key in self.keys.written_as_null]
        absences: Mapping[str, Spelling] = Absences.of(nulls) if nulls else EMPTY
        if not self.keys.defaults.keys().isdisjoint(absent):
            defaults = self.keys.defaults.items()
            written = {key: (value, ABSENT) for key, value in defaults if key in absent}
            absences = {**absences, **written}
        return absences

    def read_carefully(self, payload: Json) -> R:
        """
        Return the record for any legal payload, usual or not.

        Raises:
            Mismatch: The payload is not legal.
        """
        if type(payload) is not dict:
            raise Mismatch
        keys = ReadKeys(payload)
        record = self.examine(keys)
        draft: Draft = record
        draft.extra = EMPTY
        draft.as_read = EMPTY
        self.keep(draft, payload, sum(self.keys.bits[key] for key in keys.absent))
        if keys.spellings:
            draft.as_read = {**draft.as_read, **keys.spellings}
        record.__class__ = self.type_  # which it is already, unless that is frozen
        return record

    def complete(self, record: R, payload: dict[str, Json]) -> dict[str, Json]:
        """
        Return *payload* with all else that a record keeps.

        Args:
            record: The record.
            payload: What its attributes say; what *record* keeps besides is put in.
        """
        if record.extra is not EMPTY:
            write = self.extra.value.write
            for key, value in record.extra.items():
                payload.setdefault(key, write(value))
        as_read = record.as_read
        if type(as_read) is Absences:
            for key in as_read:
                if payload[key] is None:
                    del payload[key]
        else:
            for key, (written, read) in as_read.items():
                if payload.get(key, ABSENT) == written:
                    if read is ABSENT:
                        del payload[key]
                    else:
                        payload[key] = JSON.write(read)
        return payload

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if type(payload) is not dict:
            yield Problem.at(path, self.expected, payload)
        elif payload and self._is_foreign(payload):
            yield _foreign(path, self.expected, payload)
        else:
            keys = ExplainedKeys(payload, path)
            self.examine(keys)
            yield from chain.from_iterable(keys.problems)
            yield from self.extra.explain(self._extra(payload), path)

    def _extra(self, payload: dict[str, Json]) -> dict[str, Json]:
        return {key: value for key, value in payload.items() if key not in self.known}

    def _is_foreign(self, payload: dict[str, Json]) -> bool:
        needs_keys = len(self.keys.bits) < len(self.known)
        has_others = self.extra.value is not JSON  # which are its own as well
        return needs_keys and not has_others and self.known.isdisjoint(payload)


def _foreign(path: Path, expected: str, payload: dict[str, Json]) -> Problem:
    """Return the problem of an object with none of the keys that it should have.

    That says more than a list of all missing keys, above all of the body of an error.
    """
    error = payload.get("error")
    message = error.get("message") if type(error) is dict else error
    if type(message) is str:
        found = f"an error of the API, {quoted(message)}"
        return Problem.saying(path, expected, found, "an error of the API")
    others = ", ".join(quoted(str(key)) for key in list(payload)[:3])
    kind = "an object with other keys"
    return Problem.saying(path, expected, f"{kind} ({others})", kind)


class _Readers(dict[str, Callable[[Any], Any]]):
    """What reads objects, by their tags.

    Args:
        other: What reads an object with any other tag.
    """

    def __init__(self, other: Callable[[Any], Any]) -> None:
        super().__init__()
        self.other = other

    def __missing__(self, tag: str) -> Callable[[Any], Any]:
        return self.other


class UnionCodec(Codec[T]):
    """
    The codec of a union whose members are told apart by a tag.

    Args:
        name: The name of the union.
        tag: The key of the tag.
        members: The tags, each with the codec of the member that has it.
        is_open: Whether an object with another tag is kept, as `Unknown`.
    """

    def __init__(
        self,
        name: str,
        *,
        tag: str,
        members: Iterable[tuple[str, RecordCodec[Any]]],
        is_open: bool,
    ) -> None:
        self.name = name
        self.tag = tag
        self.is_open = is_open
        self.expected = f"an object ({name})"
        self.by_tag: dict[str, RecordCodec[Any]] = dict(members)
        self.readers = _Readers(self._read_other)
        self.writers: dict[type, Callable[[Any], dict[str, Json]]] = {}
        for known, member in self.by_tag.items():
            self.readers[known] = member.read_usual
            self.writers[member.type_] = member.write_usual
        self.writers[Unknown] = write_unknown
        self.classes = tuple(self.writers)
        self.reads = (dict,)

    def read(self, payload: Json) -> T:
        if type(payload) is dict:
            tag = payload.get(self.tag)
            if type(tag) is str:
                return cast("T", self.readers[tag](payload))
        raise Mismatch

    def holds(self, value: object) -> bool:
        return self.has(value) and (self.is_open or type(value) is not Unknown)

    def read_all(self, payloads: list[Any]) -> list[T]:
        """
        Return the values of *payloads*, as `read` does for each.

        Raises:
            Mismatch: One of *payloads* stands for no value of this type.
        """
        readers, tag = self.readers, self.tag
        try:
            return [readers[payload[tag]](payload) for payload in payloads]
        except (KeyError, TypeError):  # one has no tag, or cannot have any
            raise Mismatch from None

    def _read_other(self, payload: Json) -> Unknown:
        if self.is_open and type(payload) is dict:
            tag = payload.get(self.tag)
            if type(tag) is str:
                return Unknown(tag, JSON.read_object(payload))
        raise Mismatch

    def write(self, value: T) -> dict[str, Json]:
        writer = self.writers.get(type(value))
        if writer is None:
            raise TypeError(f"a {type(value).__name__} is no member of {self.name}")
        return writer(value)

    def write_all(self, values: list[T]) -> list[Json]:
        """Return the JSON for *values*, as `write` does for each."""
        writers = self.writers
        try:
            return [writers[type(value)](value) for value in values]
        except KeyError:  # `write` says what is wrong
            return [self.write(value) for value in values]

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if type(payload) is not dict:
            yield Problem.at(path, self.expected, payload)
            return
        tag = payload.get(self.tag, ABSENT)
        if type(tag) is str and tag in self.by_tag:
            yield from self.by_tag[tag].explain(payload, path)
        elif type(tag) is str and self.is_open:
            yield from JSON.explain(payload, path)
        else:
            expected = "a string, the tag" if self.is_open else one_of(self.by_tag)
            yield unexpected(path.key(self.tag), expected, tag)


class ChoiceCodec(Codec[T]):
    """
    The codec of a union whose members are told apart by what JSON shows.

    Args:
        name: The name of the union.
        codecs: The codecs of members, of which no two read the same kind of JSON.
        by_mark: The codecs of objects, where there are several, by a key that only the
            one has, and needs.
    """

    def __init__(
        self,
        name: str,
        *codecs: Codec[Any],
        by_mark: Mapping[str, Codec[Any]] = EMPTY,
    ) -> None:
        self.name = name
        self.codecs = (*codecs, *by_mark.values())
        self.by_mark = by_mark
        kinds = [
            *(codec.expected for codec in codecs),
            *(["an object"] * bool(by_mark)),
        ]
        self.expected = f"{' or '.join(kinds)} ({name})"
        self.has_spellings = any(codec.has_spellings for codec in self.codecs)

    @cached_property
    def by_class(self) -> Mapping[type, Codec[Any]]:
        """The codecs by the class of what they read."""
        return {class_: codec for codec in self.codecs for class_ in codec.reads}

    def has(self, value: object) -> bool:
        return any(codec.has(value) for codec in self.codecs)

    def holds(self, value: object) -> bool:
        return any(codec.holds(value) for codec in self.codecs)

    def read(self, payload: Json) -> T:
        codec = self._member(payload)
        if codec is None:
            raise Mismatch
        return cast("T", codec.read(payload))

    def write(self, value: T) -> Json:
        for codec in self.codecs:
            if codec.has(value):
                return codec.write(value)
        raise TypeError(f"a {type(value).__name__} is not {self.expected}")

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        codec = self._member(payload)
        if codec is not None:
            yield from codec.explain(payload, path)
        elif type(payload) is dict and self.by_mark:
            marks = " or ".join(quoted(key) for key in self.by_mark)
            found = "an object with none or several of them"
            yield Problem.saying(path, f"an object with the key {marks}", found)
        else:
            yield Problem.at(path, self.expected, payload)

    def _member(self, payload: Json) -> Codec[Any] | None:
        if type(payload) is dict and self.by_mark:
            found = [codec for key, codec in self.by_mark.items() if key in payload]
            return found[0] if len(found) == 1 else None
        return self.by_class.get(type(payload))


def write_unknown(value: Unknown) -> dict[str, Json]:
    """Return the payload of *value*, copied."""
    return {key: JSON.write(item) for key, item in value.payload.items()}

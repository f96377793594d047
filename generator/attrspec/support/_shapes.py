"""Codecs for records and unions, driven by tables.

The functions in `converters.py` read the usual payload at once. What is unusual but
legal (a key that is absent or new, a null where the key could have been left out,
1000.0 for 1000) they leave to `RecordCodec.read_carefully`; what is wrong is told by
`explain`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar, cast

from attrs import field, frozen

from ._codecs import JSON, Codec, one_of
from ._errors import Mismatch, Problem, at_key, describe, quoted
from ._record import ABSENT, EMPTY, Absences, Absent, Json, Record, Unknown

__all__ = [
    "Key",
    "RecordCodec",
    "UnionCodec",
    "Unusual",
    "exactly",
    "left_out",
    "write_unknown",
]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

Found: TypeAlias = Json | Absent
"""What a payload has under a key."""


Spelling: TypeAlias = tuple[Found, Found]
"""What would be written for a value, and what was read."""

_MOST_ABSENCES = 1024


class Unusual(Exception):
    """A payload is not the usual one; the careful reader says if it is legal."""


@frozen
class Key(Generic[T]):
    """One key of an object."""

    key: str
    name: str
    codec: Codec[T]
    required: bool = field(default=True, kw_only=True)
    nullable: bool = field(default=False, kw_only=True)

    def read(self, found: Found) -> T | None:
        """Return the value of the attribute; raise `Mismatch` if there is none."""
        if found is ABSENT:
            if self.required:
                raise Mismatch
            return None
        if found is None and (self.nullable or not self.required):
            return None
        return self.codec.read(found)

    def written(self, value: T | None) -> Found:
        """Return what is written for *value*; None is null where the spec has it."""
        if value is not None:
            return self.codec.write(value)
        return None if self.nullable or self.required else ABSENT

    def explain(self, found: Found, path: str) -> Iterator[Problem]:
        """Yield what is wrong with *found*; nothing if `read` accepts it."""
        if found is ABSENT:
            if self.required:
                expected = self.codec.expected + (" or null" if self.nullable else "")
                yield Problem(path, expected, "no such key")
        elif found is not None or (self.required and not self.nullable):
            yield from self.codec.explain(found, path)


class RecordCodec(Codec[R]):
    """
    The codec of one class.

    Args:
        type_: The class.
        read: The function that reads the usual payload.
        write: The function that writes.
        constants: Keys that always have the same text, such as the tag.
        keys: All other keys that the spec knows.
    """

    def __init__(
        self,
        type_: type[R],
        *,
        read: Callable[[Json], R],
        write: Callable[[R], dict[str, Json]],
        constants: Mapping[str, str],
        keys: Sequence[Key[Any]],
    ) -> None:
        self.type = type_
        self.name = type_.__name__
        self.expected = f"an object ({self.name})"
        self.read_usual = read
        self.write_usual = write
        self.constants = constants
        self.keys = keys
        self.known = frozenset(constants) | {key.key for key in keys}
        self.size = len(self.known)
        self.nullable = frozenset(key.key for key in keys if key.nullable)
        self.absences: dict[tuple[str, ...], Mapping[str, Spelling]] = {}
        self.has_required = bool(constants) or any(key.required for key in keys)

    def read(self, payload: Json) -> R:
        return self.read_usual(payload)

    def write(self, value: R) -> dict[str, Json]:
        return self.write_usual(value)

    def read_carefully(self, payload: Json) -> R:
        """
        Return the record for any legal payload, usual or not.

        Raises:
            Mismatch: The payload is not legal.
        """
        if type(payload) is not dict:
            raise Mismatch
        for name, constant in self.constants.items():
            if payload.get(name) != constant:
                raise Mismatch
        record = object.__new__(self.type)
        as_read: dict[str, Spelling] = {}
        for key in self.keys:
            found = payload.get(key.key, ABSENT)
            value = key.read(found)
            object.__setattr__(record, key.name, value)
            if value is None or key.codec.has_spellings:
                written = key.written(value)
                # What is accepted though of another kind is not another spelling.
                if written != found and (value is None or type(written) is type(found)):
                    kept = found if found is ABSENT else JSON.read(found)
                    as_read[key.key] = (written, kept)
        extra = self._extra(payload)
        object.__setattr__(record, "extra", JSON.read_object(extra) if extra else EMPTY)
        object.__setattr__(record, "as_read", as_read or EMPTY)
        return record

    def keep(
        self, record: R, payload: dict[str, Json], absent: tuple[str, ...]
    ) -> None:
        """
        Give a record what its payload has less or more than the attributes say.

        Args:
            record: The record of a payload that is usual but for that.
            payload: The payload.
            absent: The optional keys that it lacks.

        Raises:
            Mismatch: Under an unknown key is something that JSON does not have.
        """
        if absent:
            as_read = self.absences.get(absent)
            if as_read is None:
                as_read = self._absence(absent)
            object.__setattr__(record, "as_read", as_read)
        if len(payload) + len(absent) != self.size:
            extra = JSON.read_object(self._extra(payload))
            object.__setattr__(record, "extra", extra)

    def _absence(self, absent: tuple[str, ...]) -> Mapping[str, Spelling]:
        nulls = [key for key in absent if key in self.nullable]
        as_read = Absences.fromkeys(nulls, (None, ABSENT)) if nulls else EMPTY
        if len(self.absences) < _MOST_ABSENCES:  # all alike share one
            self.absences[absent] = as_read
        return as_read

    def complete(self, record: R, payload: dict[str, Json]) -> dict[str, Json]:
        """
        Return *payload* with all else that a record keeps.

        Args:
            record: The record.
            payload: What its attributes say; what *record* keeps besides is put in.
        """
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
        if record.extra is not EMPTY:
            for key, value in record.extra.items():
                payload.setdefault(key, JSON.write(value))
        return payload

    def explain(self, payload: Json, path: str) -> Iterator[Problem]:
        if type(payload) is not dict:
            yield Problem(path, self.expected, describe(payload))
        elif payload and self.has_required and self.known.isdisjoint(payload):
            # Such as the body of an error: that says more than a list of all missing
            # keys.
            others = ", ".join(quoted(str(key)) for key in list(payload)[:3])
            yield Problem(path, self.expected, f"an object with other keys ({others})")
        else:
            for name, constant in self.constants.items():
                found = payload.get(name, ABSENT)
                if found != constant:
                    expected = one_of([constant])
                    yield Problem(at_key(path, name), expected, _described(found))
            for key in self.keys:
                yield from key.explain(
                    payload.get(key.key, ABSENT), at_key(path, key.key)
                )
            yield from JSON.explain(self._extra(payload), path)

    def _extra(self, payload: dict[str, Json]) -> dict[str, Json]:
        return {key: value for key, value in payload.items() if key not in self.known}


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
        members: The codecs of the members; each has a constant for the tag.
        is_open: Whether an object with another tag is kept, as `Unknown`.
    """

    def __init__(
        self,
        name: str,
        *,
        tag: str,
        members: Sequence[RecordCodec[Any]],
        is_open: bool,
    ) -> None:
        self.name = name
        self.tag = tag
        self.is_open = is_open
        self.expected = f"an object ({name})"
        self.by_tag = {member.constants[tag]: member for member in members}
        self.readers = _Readers(self._read_other)
        self.writers: dict[type, Callable[[Any], dict[str, Json]]] = {}
        for known, member in self.by_tag.items():
            self.readers[known] = member.read_usual
            self.writers[member.type] = member.write_usual
        self.writers[Unknown] = write_unknown

    def read(self, payload: Json) -> T:
        if type(payload) is dict:
            tag = payload.get(self.tag)
            if type(tag) is str:
                return cast("T", self.readers[tag](payload))
        raise Mismatch

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

    def explain(self, payload: Json, path: str) -> Iterator[Problem]:
        if type(payload) is not dict:
            yield Problem(path, self.expected, describe(payload))
            return
        tag = payload.get(self.tag, ABSENT)
        if type(tag) is str and tag in self.by_tag:
            yield from self.by_tag[tag].explain(payload, path)
        elif type(tag) is str and self.is_open:
            yield from JSON.explain(payload, path)
        else:
            expected = "a string, the tag" if self.is_open else one_of(self.by_tag)
            yield Problem(at_key(path, self.tag), expected, _described(tag))


def write_unknown(value: Unknown) -> dict[str, Json]:
    """Return the payload of *value*, copied."""
    return {key: JSON.write(item) for key, item in value.payload.items()}


def left_out(key: str, found: Found) -> tuple[str]:
    """
    Return *key* if it is absent.

    Raises:
        Unusual: It is there, with another value than a usual one.
    """
    if found is not ABSENT:
        raise Unusual
    return (key,)


def exactly(codec: Codec[T], payload: Json) -> T:
    """
    Return the value of *payload* if it is spelt as it would be written.

    Raises:
        Mismatch: *payload* is not legal.
        Unusual: *payload* is legal and spelt otherwise, which a record has to remember.
    """
    value = codec.read(payload)
    if codec.write(value) != payload:
        raise Unusual
    return value


def _described(found: Found) -> str:
    return "no such key" if found is ABSENT else describe(found)

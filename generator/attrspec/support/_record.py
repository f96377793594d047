"""What all classes of this package share: their base, and room for what an API adds."""

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, Never, TypeAlias

import attrs

__all__ = [
    "ABSENT",
    "EMPTY",
    "Absences",
    "Absent",
    "Json",
    "OpenRecord",
    "Record",
    "Unknown",
]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value, as Python holds it."""


class _Absent(enum.Enum):
    ABSENT = enum.auto()


ABSENT: Final = _Absent.ABSENT
"""Stands where a payload has no key, as None stands for null."""

Absent: TypeAlias = Literal[_Absent.ABSENT]


class _Empty(Mapping[str, Never]):
    """The mapping without keys: one for all records, so it costs them no memory."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Never:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> str:
        # Copies and pickles are this very object: the converters compare by identity.
        return "EMPTY"


EMPTY: Final = _Empty()


class Absences(dict[str, tuple[None, Absent]]):
    """What was read otherwise by payloads that lack keys, and nothing but that.

    The keys are those that would be written as null.
    """

    __slots__ = ()

    @classmethod
    def of(cls, keys: Iterable[str]) -> "Absences":
        """Return what is remembered of payloads that lack *keys*."""
        return cls(dict.fromkeys(keys, (None, ABSENT)))


@attrs.define(kw_only=True, repr=False)
class Record:
    """Base of every object of the API."""

    # A key that is new to the spec must not keep an object from being hashed.
    extra: Mapping[str, Json] = attrs.field(default=EMPTY, hash=False)
    """Keys of the payload that the spec does not know. They are written back."""

    as_read: Mapping[str, tuple[Json | Absent, Json | Absent]] = attrs.field(
        default=EMPTY, eq=False
    )
    """
    For the converters: where the payload spelt a value otherwise than it would be
    written, what would be written and what was read. A key that was absent and would be
    written as null is `(None, ABSENT)`. It holds as long as the field is not given
    another value.
    """

    def __repr__(self) -> str:
        # Fields with their default are left out: most of a usage result is None.
        shown = [
            f"{attribute.name}={value!r}"
            for attribute in attrs.fields(type(self))
            if attribute.eq
            and (value := getattr(self, attribute.name)) != attribute.default
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


class OpenRecord(Record):
    """Base of objects whose other keys are all of one type, which each says itself."""

    __slots__ = ()

    extra: Any


@attrs.define
class Unknown:
    """An object whose tag the spec does not know. It is kept whole and written back."""

    tag: str
    """The tag, such as the name of a result type that is newer than this package."""

    payload: dict[str, Json] = attrs.field(hash=False)
    """The whole object, with its tag."""

"""Hypothesis strategies for texts and numbers of a kind, and for the unknown."""

import datetime as dt
from base64 import b64encode
from collections.abc import Callable, Collection
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from ._record import Json, Unknown

__all__ = [
    "base64_texts",
    "date_texts",
    "datetime_texts",
    "datetimes",
    "decimal_multiples",
    "decimal_texts",
    "decimals",
    "duration_texts",
    "json_arrays",
    "json_objects",
    "json_values",
    "later",
    "matching_texts",
    "multiples",
    "numbers",
    "numbers_between",
    "other_keys",
    "register_class",
    "unixtimes",
    "unknown_objects",
    "unknown_payloads",
    "uuid_texts",
    "whole_seconds",
    "with_others",
]

T = TypeVar("T")

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIRST_SECOND = -62_135_596_800
_LAST_SECOND = 253_402_300_799


@cache
def numbers() -> SearchStrategy[float]:
    """JSON numbers: floats, and integers of any size."""
    return st.floats(allow_nan=False, allow_infinity=False) | st.integers()


def numbers_between(
    *, min_value: float | None = None, max_value: float | None = None
) -> SearchStrategy[float]:
    """Return JSON numbers that are not less than one and not more than another."""
    first = None if min_value is None else ceil(min_value)
    last = None if max_value is None else floor(max_value)
    floats = st.floats(
        min_value,
        max_value,
        allow_nan=False,
        allow_infinity=False,
        allow_subnormal=False,
    )
    if first is not None and last is not None and first > last:
        return floats
    return floats | st.integers(first, last)


def multiples(
    of: int, *, min_value: float | None = None, max_value: float | None = None
) -> SearchStrategy[int]:
    """Return integers that are whole multiples of one."""
    first = None if min_value is None else ceil(Fraction(min_value) / of)
    last = None if max_value is None else floor(Fraction(max_value) / of)
    return st.integers(first, last).map(lambda count: count * of)


def decimal_multiples(
    of: float, *, min_value: float | None = None, max_value: float | None = None
) -> SearchStrategy[float]:
    """Return numbers that are whole multiples of one, as decimals are written."""
    step = Fraction(repr(of))
    first = None if min_value is None else ceil(_written(min_value) / step)
    last = None if max_value is None else floor(_written(max_value) / step)
    if first is None:
        first = -_MANY if last is None else last - _MANY
    last = first + _MANY if last is None else last
    values = st.integers(first, last).map(lambda count: float(count * step))
    return values.filter(lambda value: (_written(value) / step).denominator == 1)


_MANY = 10**6


def _written(number: float) -> Fraction:
    """Return a number as its decimals say it, which is seldom what a float is."""
    return Fraction(number if isinstance(number, int) else repr(number))


def matching_texts(
    pattern: str, known: str, *, min_size: int = 0, max_size: int | None = None
) -> SearchStrategy[str]:
    """
    Return texts of certain lengths in which a pattern is found.

    Args:
        pattern: The pattern.
        known: Such a text: others may be hard to find.
        min_size: The least length.
        max_size: The most.
    """

    def fits(text: str) -> bool:
        return min_size <= len(text) and (max_size is None or len(text) <= max_size)

    return st.just(known) | st.from_regex(pattern).filter(fits)


@cache
def json_values() -> SearchStrategy[Json]:
    """All that JSON can say."""
    flat: SearchStrategy[Json] = st.one_of(
        st.none(), st.booleans(), numbers(), st.text()
    )
    return st.recursive(
        flat,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.text(), inner, max_size=3),
        ),
        max_leaves=5,
    )


def later(strategy: Callable[[], SearchStrategy[T]]) -> SearchStrategy[T]:
    """Return what *strategy* returns, asked for when it is first drawn from."""

    def definition() -> SearchStrategy[T]:
        return strategy()  # deferred() takes a plain function only, not a cached one

    return st.deferred(definition)


def json_arrays(
    items: SearchStrategy[Any], *, min_size: int = 0, max_size: int = 3
) -> SearchStrategy[Json]:
    """Return short arrays of what *items* draws."""
    return st.lists(items, min_size=min_size, max_size=max_size)


def json_objects(
    values: SearchStrategy[Any], *, min_size: int = 0, max_size: int = 3
) -> SearchStrategy[Json]:
    """Return objects with few keys, each with what *values* draws."""
    return st.dictionaries(st.text(), values, min_size=min_size, max_size=max_size)


def other_keys(values: SearchStrategy[T], *known: str) -> SearchStrategy[dict[str, T]]:
    """Return objects with few keys, none of which is *known*."""
    keys = st.text().filter(lambda key: key not in known)
    return st.dictionaries(keys, values, max_size=3)


def with_others(
    payloads: SearchStrategy[dict[str, Any]], others: SearchStrategy[dict[str, Any]]
) -> SearchStrategy[dict[str, Any]]:
    """Return *payloads* that have what *others* draws, too."""

    def merged(payload: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
        return {**payload, **other}

    return st.builds(merged, payloads, others)


@cache
def decimals() -> SearchStrategy[Decimal]:
    """Decimal numbers."""
    return st.decimals(allow_nan=False, allow_infinity=False)


@cache
def decimal_texts() -> SearchStrategy[str]:
    """Decimal numbers as text, not always in Python's spelling."""
    return st.one_of(
        decimals().map(str), st.from_regex(r"\A-?[0-9]{1,9}(\.[0-9]{1,9})?\Z")
    )


@cache
def date_texts() -> SearchStrategy[str]:
    """Days as text."""
    return st.dates().map(dt.date.isoformat)


@cache
def datetimes() -> SearchStrategy[dt.datetime]:
    """Moments, with offsets of whole minutes as RFC 3339 has them."""
    minutes = st.integers(-23 * 60 - 59, 23 * 60 + 59)
    offsets = minutes.map(lambda n: dt.timezone(dt.timedelta(minutes=n)))
    return st.datetimes(timezones=st.just(dt.UTC) | offsets)


@cache
def datetime_texts() -> SearchStrategy[str]:
    """Moments as text, in several spellings."""
    usual = datetimes().map(dt.datetime.isoformat)
    return st.one_of(
        usual,
        usual.map(lambda text: text.replace("+00:00", "Z")),
        usual.map(lambda text: text.replace("T", " ")),
        st.just("2024-11-01t00:00:00.5000z"),
    )


@cache
def unixtimes() -> SearchStrategy[int]:
    """Seconds since 1970 that a datetime can hold."""
    return st.integers(_FIRST_SECOND, _LAST_SECOND)


@cache
def whole_seconds() -> SearchStrategy[dt.datetime]:
    """Moments that are a whole number of seconds since 1970, in UTC."""
    return unixtimes().map(lambda seconds: _EPOCH + dt.timedelta(seconds=seconds))


@cache
def duration_texts() -> SearchStrategy[str]:
    """Durations as text, in several spellings."""
    return st.one_of(
        st.builds("P{}DT{}H{}M{}.{}S".format, *[st.integers(0, 99_999)] * 5),
        st.builds("{}P{}D".format, st.sampled_from(["", "-"]), st.integers(0, 9_999)),
        st.builds("PT{}M".format, st.integers(0, 9_999)),
        st.sampled_from(["P2W", "PT0S", "P1DT2H30M", "PT1.50S"]),
    )


@cache
def uuid_texts() -> SearchStrategy[str]:
    """UUIDs as text, some in capitals."""
    texts = st.uuids().map(str)
    return texts | texts.map(str.upper)


@cache
def base64_texts() -> SearchStrategy[str]:
    """Bytes as Base64 text."""
    return st.binary().map(lambda data: b64encode(data).decode("ascii"))


def unknown_payloads(
    tag: str, known: Collection[str]
) -> SearchStrategy[dict[str, Json]]:
    """
    Return payloads of objects that a union does not know.

    Args:
        tag: The key of the tag.
        known: The tags that the union knows.
    """
    tags = st.text().filter(lambda text: text not in known)
    others = st.dictionaries(st.text(), json_values(), max_size=3)

    def tagged(other: dict[str, Json], text: str) -> dict[str, Json]:
        return {**other, tag: text}

    return st.builds(tagged, others, tags)


def unknown_objects(tag: str, known: Collection[str]) -> SearchStrategy[Unknown]:
    """Return what is read from `unknown_payloads`."""
    return unknown_payloads(tag, known).map(lambda p: Unknown(str(p[tag]), p))


def register_class(class_: type[T], objects: Callable[[], SearchStrategy[T]]) -> None:
    """
    Let `from_type` draw the objects of a class.

    Args:
        class_: The class.
        objects: What returns the strategy. It is called when somebody draws, since of
            the classes of a package most are never drawn.
    """
    st.register_type_strategy(class_, lambda _: objects())

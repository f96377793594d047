"""Constraints of fields: which go with which type, what they allow, and in words."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from math import ceil, floor, inf, isfinite

from .diagnostics import Diagnostic, quoted
from .patterns import flaw, is_costly, matching_texts
from .source import JsonValue, plain
from .spec import (
    Basic,
    BasicType,
    Constraints,
    FieldSpec,
    ListType,
    MapType,
    NamedType,
    ObjectSpec,
    Type,
    without_null,
)

__all__ = [
    "allows",
    "check_constraints",
    "check_samples",
    "complaints",
    "example_of",
    "excluded",
    "item_type",
    "phrases",
    "sample",
]

MOST_ITEMS = 100
"""The largest `min_length` of lists and maps, which tests have to hold."""

_RANGE = ("min", "max", "multiple_of")
_LENGTH = ("min_length", "max_length")


def _fitting(type_: Type) -> tuple[str, ...]:
    match type_:
        case BasicType(Basic.INTEGER | Basic.NUMBER):
            return _RANGE
        case BasicType(Basic.STRING):
            return (*_LENGTH, "pattern")
        case ListType() | MapType():
            return _LENGTH
        case NamedType():
            return (*_RANGE, *_LENGTH, "pattern")  # what is wrong has been said
        case _:
            return ()


_TYPES = {
    **dict.fromkeys(_RANGE, "integer or number"),
    **dict.fromkeys(_LENGTH, "string, list or map"),
    "pattern": "string",
}


# In a spec


def check_constraints(field: FieldSpec) -> Iterator[Diagnostic]:
    """Yield what is wrong with the constraints of a field whose type is linked."""
    found = field.constraints
    if not found.spans:
        return
    base = without_null(field.type)
    fitting = _fitting(base)
    for name, span in found.spans.items():
        if name not in fitting:
            message = f"{name} goes with a field of type {_TYPES[name]}"
            yield Diagnostic(span, "bad-constraint", message)
    if not found.spans.keys() <= {*fitting}:
        return
    if base == BasicType(Basic.INTEGER):
        yield from _fractions(found)
    elif base == BasicType(Basic.NUMBER):
        yield from _inexact(found)
    elif base != BasicType(Basic.STRING) and (found.min_length or 0) > MOST_ITEMS:
        span = found.spans["min_length"]
        message = f"min_length of a list or map is at most {MOST_ITEMS}"
        yield Diagnostic(span, "bad-constraint", message)
    yield from _contradictions(found)
    yield from _flaws(found)


def _fractions(found: Constraints) -> Iterator[Diagnostic]:
    for name in _RANGE:
        value: float | None = getattr(found, name)
        if isinstance(value, float):
            message = f"{name} of an integer is an integer itself, not {value}"
            yield Diagnostic(found.spans[name], "bad-constraint", message)


def _inexact(found: Constraints) -> Iterator[Diagnostic]:
    for name in _RANGE:
        value: float | None = getattr(found, name)
        if isinstance(value, int) and not _is_float(value):
            message = f"{name} of a number is one that a float holds exactly"
            yield Diagnostic(found.spans[name], "bad-constraint", message)


def _is_float(value: int) -> bool:
    try:
        return float(value) == value
    except OverflowError:
        return False


def _contradictions(found: Constraints) -> Iterator[Diagnostic]:
    for low, high in (("min", "max"), _LENGTH):
        least, most = getattr(found, low), getattr(found, high)
        if least is not None and most is not None and least > most:
            message = f"{low} is more than {high}, so there is no value"
            hint = f"{high} is at {found.spans[high]}"
            yield Diagnostic(
                found.spans[low], "contradictory-constraints", message, hint
            )
            return
    if found.multiple_of is not None and sample(found, 0) is None:
        message = f"no multiple of {found.multiple_of} is from min to max"
        span = found.spans["multiple_of"]
        yield Diagnostic(span, "contradictory-constraints", message)


def _flaws(found: Constraints) -> Iterator[Diagnostic]:
    if found.pattern is not None and (why := flaw(found.pattern)):
        message = f"pattern is no regular expression of Python: {why}"
        yield Diagnostic(found.spans["pattern"], "bad-pattern", message)


def check_samples(item: ObjectSpec) -> Iterator[Diagnostic]:
    """Yield patterns of an object for which no text is known, so there is no test."""
    for field in item.fields:
        found = field.constraints
        if found.pattern is None or flaw(found.pattern):
            continue
        if sample(found, field.key, example_of(item, field)) is None:
            message = (
                f"no text was found that the pattern of {quoted(field.key)} matches"
            )
            hint = f"give {item.name} an example: that has one"
            yield Diagnostic(found.spans["pattern"], "unmatched-pattern", message, hint)


def example_of(item: ObjectSpec, field: FieldSpec) -> JsonValue:
    """Return what the example of an object has for a field; None if nothing."""
    example = plain(item.example) if item.example is not None else None
    return example.get(field.key) if isinstance(example, dict) else None


def item_type(field: FieldSpec) -> Type | None:
    """Return the type of the items that a list or map, if it is one, has to have."""
    if isinstance(field.type, ListType) and field.constraints.min_length:
        return field.type.item
    if isinstance(field.type, MapType) and field.constraints.min_length:
        return field.type.value
    return None


# Of values


def allows(found: Constraints, value: JsonValue) -> bool:
    """Return whether a value of the right type is one that constraints allow."""
    return not list(complaints(found, value))


def complaints(found: Constraints, value: JsonValue) -> Iterator[str]:
    """Yield what a value of the right type must be, and is not."""
    match value:
        case bool() | None:
            return
        case int() | float():
            if found.min is not None and value < found.min:
                yield f"at least {found.min}"
            if found.max is not None and value > found.max:
                yield f"at most {found.max}"
            if found.multiple_of is not None and not is_multiple(
                value, found.multiple_of
            ):
                yield f"a multiple of {found.multiple_of}"
        case str() | list() | dict():
            size = len(value)
            if size < (found.min_length or 0) or (
                found.max_length is not None and size > found.max_length
            ):
                yield f"of length {_between(found.min_length, found.max_length)}"
            if isinstance(value, str) and _matches(found, value) is False:
                yield f"matched by {quoted(found.pattern or '')}"


def _matches(found: Constraints, text: str) -> bool | None:
    """Return whether a text matches; None if it may take very long to see."""
    if found.pattern is None:
        return True
    if is_costly(found.pattern, len(text)):
        return None
    return bool(re.search(found.pattern, text))


def is_multiple(value: float, step: float) -> bool:
    """Return whether *value* is a whole multiple of *step*, as decimals are written."""
    return (_exact(value) / _exact(step)).denominator == 1


def _exact(value: float) -> Fraction:
    return Fraction(value if isinstance(value, int) else repr(value))


def _between(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most}"
    if most is None:
        return f"at least {least}"
    return f"{least}" if least == most else f"{least} to {most}"


def phrases(found: Constraints) -> Iterator[str]:
    """Yield sentences that say what constraints allow."""
    if found.min is not None or found.max is not None:
        yield f"Value: {_between(found.min, found.max)}."
    if found.multiple_of is not None:
        yield f"A multiple of {found.multiple_of}."
    if found.min_length is not None or found.max_length is not None:
        yield f"Length: {_between(found.min_length, found.max_length)}."
    if found.pattern is not None:
        yield f"Pattern: `{found.pattern}`."


# Values that are allowed, and some that are not


def sample(found: Constraints, *preferred: JsonValue) -> JsonValue:
    """Return a text or number that constraints allow; None if none is known.

    Args:
        found: The constraints.
        preferred: Values of the right type. The first that is allowed is returned. All
            but the first of them are of the author: they are believed to match a
            pattern for which it would take too long to see.
    """
    candidates: Iterator[JsonValue]
    if isinstance(preferred[0], str):
        candidates = _texts(found, preferred[0])
    else:
        candidates = _numbers(found)
    for value in chain(preferred, candidates):
        is_seen = not isinstance(value, str) or _matches(found, value) is not None
        is_believed = is_seen or value in preferred[1:]
        if value is not None and is_believed and allows(found, value):
            return value
    return None


def _texts(found: Constraints, preferred: str) -> Iterator[str]:
    least, most = found.min_length or 0, found.max_length
    texts: Iterable[str] = (preferred,)
    if found.pattern is not None:
        lengths = (least,) if most is None else (least, most)
        texts = matching_texts(found.pattern, lengths)
    for text in texts:
        missing = "a" * (least - len(text))
        yield from (text, text + missing, missing + text, text[:most])


def _numbers(found: Constraints) -> Iterator[float]:
    bounds = [bound for bound in (found.min, found.max) if bound is not None]
    yield from bounds
    if found.multiple_of is not None:
        step = _exact(found.multiple_of)
        for bound in (*bounds, 0):
            for count in (ceil(_exact(bound) / step), floor(_exact(bound) / step)):
                if isinstance(found.multiple_of, int):
                    yield count * found.multiple_of
                elif isfinite(value := _as_float(count * step)):
                    yield value


def _as_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return inf


def excluded(found: Constraints, allowed: JsonValue) -> Iterator[JsonValue]:
    """Yield values of the right type that constraints do not allow.

    Args:
        found: The constraints.
        allowed: A value that they allow.
    """
    for value in _beyond(found, allowed):
        if not allows(found, value):
            yield value


def _beyond(found: Constraints, allowed: JsonValue) -> Iterator[JsonValue]:
    match allowed:
        case int() | float():
            if found.min is not None:
                yield found.min - 1
            if found.max is not None:
                yield found.max + 1
            if found.multiple_of is not None:
                is_whole = isinstance(found.multiple_of, int)
                yield allowed + (1 if is_whole else found.multiple_of / 2)
        case str():
            yield ""
            if found.max_length is not None and found.max_length < MOST_ITEMS:
                yield "a" * (found.max_length + 1)
            if found.pattern is not None:
                size = found.min_length or 1
                texts = [one * size for one in ("a", "0", "~", " ", "\n")]
                yield from [t for t in texts if _matches(found, t) is False][:1]
        case list():
            yield []
            if (
                found.max_length is not None
                and found.max_length < MOST_ITEMS
                and allowed
            ):
                yield allowed[:1] * (found.max_length + 1)
        case dict():
            yield {}
            if (
                found.max_length is not None
                and found.max_length < MOST_ITEMS
                and allowed
            ):
                value = next(iter(allowed.values()))
                yield {f"key {n}": value for n in range(found.max_length + 1)}
        case None:
            return

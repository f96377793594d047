"""Kinds of JSON: what payloads show of their type, and what several types share."""

from collections.abc import Iterable, Sequence

from attrspec.source import JsonValue
from attrspec.spec import (
    Basic,
    BasicType,
    ListType,
    Literal,
    LiteralType,
    MapType,
    Type,
    kind_of,
)

from .drafts import EnumDraft

__all__ = ["kind_of_type", "open_values", "refuses", "refuses_default", "widest"]

_TEXTS = {
    *(Basic.STRING, Basic.DECIMAL, Basic.DATE, Basic.DATETIME, Basic.DURATION),
    *(Basic.UUID, Basic.BYTES),
}
_DEFAULTED = {Basic.STRING, Basic.INTEGER, Basic.NUMBER, Basic.BOOLEAN}
_NUMBERS = {Basic.INTEGER, Basic.NUMBER, Basic.UNIXTIME}


def kind_of_type(type_: Type, enum: EnumDraft | None) -> str:
    """Return the kind of JSON that payloads of a type are.

    Args:
        type_: A type that is neither null nor any JSON value.
        enum: The enum that it names, if it does.
    """
    match type_:
        case BasicType(basic):
            return _kind(basic)
        case LiteralType(value):
            return _kind(kind_of(value))
        case ListType():
            return "list"
        case MapType():
            return "map"
        case _ if enum is not None:
            return _kind(kind_of(enum.values[0]))
        case _:
            return "object"


def _kind(basic: Basic) -> str:
    if basic in _TEXTS:
        return "text"
    return "number" if basic in _NUMBERS else "boolean"


def widest(types: Sequence[Type]) -> BasicType | None:
    """Return the basic type that has all values of those among types of one kind."""
    basics = [t for t in types if isinstance(t, BasicType)]
    if len(set(basics)) <= 1:
        return basics[0] if basics else None
    found = {t.basic for t in basics}
    if found <= _NUMBERS:
        return BasicType(Basic.NUMBER if Basic.NUMBER in found else Basic.INTEGER)
    return BasicType(Basic.STRING)


_RANGE = ("min", "max", "multiple_of")
_LENGTH = ("min_length", "max_length")


def refuses(key: str, type_: Type) -> str:
    """Return why a field of a type has no such constraint; nothing if it may."""
    match type_:
        case BasicType(Basic.INTEGER | Basic.NUMBER):
            fitting: tuple[str, ...] = _RANGE
        case BasicType(Basic.STRING):
            fitting = (*_LENGTH, "pattern")
        case ListType() | MapType():
            fitting = _LENGTH
        case _:
            fitting = ()
    return "" if key in fitting else f"{key} does not go with the type of the field"


def refuses_default(type_: Type, value: JsonValue, enum: EnumDraft | None) -> str:
    """Return why a field of a type has no such default; nothing if it may.

    Whether the value is one of the type is not looked at.
    """
    match type_:
        case BasicType(basic):
            is_scalar = basic in _DEFAULTED
        case LiteralType():
            is_scalar = True
        case _:
            is_scalar = enum is not None
    if not is_scalar or isinstance(value, list | dict):
        return "only texts, numbers and booleans have defaults"
    return ""


def open_values(enums: Iterable[EnumDraft], types: Iterable[Type]) -> list[Literal]:
    """Return the values of enums, and literals among types, each once."""
    values = [value for enum in enums for value in enum.values]
    values += [t.value for t in types if isinstance(t, LiteralType)]
    return list({(type(value), value): value for value in values}.values())

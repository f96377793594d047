"""Types that are put together: lists, maps, texts, what may be None."""

from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from ._codecs import (
    BOOLEAN,
    INTEGER,
    JSON,
    NUMBER,
    STRING,
    ClosedEnum,
    Codec,
    ListCodec,
    MapCodec,
    Nullable,
)
from ._record import Json, Record

__all__ = ["codec_of_form", "has_records", "is_union", "title_of_form", "without_none"]

_PLAIN: Final[dict[Any, Codec[Any]]] = {
    str: STRING,
    int: INTEGER,
    float: NUMBER,
    bool: BOOLEAN,
    Json: JSON,
}
"""The codecs of what JSON has, by the types that Python has for it."""


def codec_of_form(
    type_: object, codec: Callable[[object], Codec[Any]]
) -> Codec[Any] | None:
    """
    Return the codec of a type that is no name of the package, if it can have one.

    Args:
        type_: The type, such as `list[Report]`.
        codec: What returns the codecs of its parts.
    """
    if type_ in _PLAIN:
        return _PLAIN[type_]
    form, parts = get_origin(type_), get_args(type_)
    if not parts:
        return None
    if form is list:
        return ListCodec(codec(parts[0]))
    if form is dict and parts[0] is str:
        return MapCodec(codec(parts[1]))
    if form is Literal:
        return _codec_of_values(parts)
    if not is_union(type_):
        return None
    if NoneType in parts:
        return Nullable(codec(without_none(type_)))
    for class_ in (str, int):  # as which open enums are read
        if class_ in parts and all(_is_of(class_, part) for part in parts):
            return _PLAIN[class_]
    return None


def _codec_of_values(values: tuple[str | int, ...]) -> Codec[Any] | None:
    class_ = type(values[0])
    codec = _PLAIN.get(class_)
    are_alike = all(type(value) is class_ for value in values)
    return ClosedEnum(values, codec) if codec is not None and are_alike else None


def _is_of(class_: type, part: object) -> bool:
    if get_origin(part) is Literal:
        return all(type(value) is class_ for value in get_args(part))
    return part is class_


def title_of_form(type_: object, title: Callable[[object], str]) -> str:
    """
    Return what a type is called that is no name of the package.

    Args:
        type_: The type.
        title: What returns what its parts are called.
    """
    form, parts = get_origin(type_), get_args(type_)
    if form is list or form is dict:
        return f"{form.__name__}[{', '.join(map(title, parts))}]"
    if is_union(type_):
        if NoneType in parts:
            return f"{title(without_none(type_))} | None"
        return " | ".join(map(title, parts))
    if type_ == Json:
        return "Json"
    if isinstance(type_, type):
        return type_.__name__
    return str(type_).removeprefix("typing.")


def is_union(type_: object) -> bool:
    """Return whether a type is a union, of Python's or the package's."""
    return get_origin(type_) in {Union, UnionType}


def without_none(type_: object) -> object:
    """Return a union without None; any other type as it is.

    Python puts the None of `Result | None` among the members of `Result`.
    """
    parts: tuple[Any, ...] = get_args(type_) if is_union(type_) else ()
    left = [part for part in parts if part is not NoneType]
    if len(left) == len(parts):
        return type_
    union = left[0]
    for part in left[1:]:
        union |= part
    return union


def has_records(type_: object) -> bool:
    """Return whether a type is a class with keys or has one among its parts."""
    if isinstance(type_, type) and not get_args(type_):
        return issubclass(type_, Record)
    return any(map(has_records, get_args(type_)))

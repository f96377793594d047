"""JSON values as literals of Python, broken into lines as `layout` breaks code.

Most of what is printed into tests is such values: no tree of layouts is made of them.
"""

from collections.abc import Iterator, Sequence
from types import NoneType
from typing import TypeAlias

from .python import LINE_LENGTH, string
from .source import JsonValue

__all__ = ["SCALARS", "Literals", "flat_literal", "is_literal_table", "literal_lines"]

Literals: TypeAlias = "JsonValue | Sequence[Literals]"
"""A JSON value, or tuples and lists of such."""

SCALARS = (str, int, float, NoneType)
"""The classes of values that have no elements."""

_Elements: TypeAlias = Sequence[Literals] | dict[str, JsonValue]


def flat_literal(value: Literals) -> str:
    """Return the literal of a value on one line, however long."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, SCALARS):
        return repr(value).replace("e+", "e")
    opening, closing = _brackets(value)
    items = [label + flat_literal(item) for label, item in _items(value)]
    if isinstance(value, tuple) and len(items) == 1:
        closing = ",)"
    return f"{opening}{', '.join(items)}{closing}"


def is_literal_table(value: Literals) -> bool:
    """Return whether a value has an element a line, as dicts and lists of them have."""
    if isinstance(value, SCALARS):
        return False
    if isinstance(value, dict):
        return bool(value)
    return any(map(is_literal_table, value))


def literal_lines(value: Literals, indent: int, prefix: str, suffix: str) -> list[str]:
    """Return the lines of a literal, of which the first is not indented."""
    if not value or isinstance(value, SCALARS):
        return [f"{prefix}{flat_literal(value)}{suffix}"]
    # What has many elements fits no line, so it need not be tried.
    if 3 * len(value) <= LINE_LENGTH and not is_literal_table(value):
        flat = f"{prefix}{flat_literal(value)}{suffix}"
        if indent + len(flat) <= LINE_LENGTH:
            return [flat]
    opening, closing = _brackets(value)
    inside = " " * (indent + 4)
    lines = [f"{prefix}{opening}"]
    for label, item in _items(value):
        first, *rest = literal_lines(item, indent + 4, label, ",")
        lines += [inside + first, *rest]
    return [*lines, f"{' ' * indent}{closing}{suffix}"]


def _brackets(value: _Elements) -> tuple[str, str]:
    if isinstance(value, dict):
        return "{", "}"
    return ("(", ")") if isinstance(value, tuple) else ("[", "]")


def _items(value: _Elements) -> Iterator[tuple[str, Literals]]:
    """Yield the elements of a value, each with what stands before it."""
    if isinstance(value, dict):
        return ((string(key) + ": ", item) for key, item in value.items())
    return (("", item) for item in value)

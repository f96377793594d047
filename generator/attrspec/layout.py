"""Code that may not fit a line, broken as `ruff format` breaks it.

The output needs no formatter: a layout is one line where it fits, and else it is broken
at its outermost brackets or operators, and so on inwards. Where ruff leaves it to the
author, by a comma behind the last element, an element has a line of its own.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

from attrs import frozen

from .literals import (
    SCALARS,
    Literals,
    flat_literal,
    is_literal_table,
    literal_lines,
)
from .python import LINE_LENGTH, Code, code, identifier, string

__all__ = [
    "Annotated",
    "Boolean",
    "Bracketed",
    "Comparison",
    "Comprehension",
    "Conditional",
    "Followed",
    "FromImport",
    "Labelled",
    "Lambda",
    "Layout",
    "Named",
    "Subscript",
    "array",
    "call",
    "flat",
    "lay_out",
    "literal",
    "table",
    "tuple_of",
]


def _is_table(layout: "Layout") -> bool:
    """Return whether something has an element a line however short it is.

    A dict reads as a table: an entry that comes or goes is then a diff of one line.
    """
    while isinstance(layout, Labelled):
        layout = layout.value
    if isinstance(layout, Code):
        return False
    if isinstance(layout, Value):
        return is_literal_table(layout.value)
    if not isinstance(layout, Bracketed):
        return False
    if layout.opening == "{":
        return bool(layout.items)
    return any(map(_is_table, layout.items))


@frozen
class Bracketed:
    """A call, list, tuple, dict or set: one line, or an element a line."""

    opening: Code
    items: tuple["Layout", ...]
    closing: Code


@frozen
class Subscript:
    """Brackets around one expression that takes no comma: one line, or three."""

    opening: Code
    inner: "Layout"
    closing: Code


@frozen
class Comprehension:
    """A comprehension: one line, or the element and the loop a line each."""

    opening: Code
    element: "Layout"
    loop: Code
    closing: Code


@frozen
class Boolean:
    """Operands of `and`, `or` or `|`: one line, or an operand a line in parentheses."""

    operator: Code
    operands: tuple["Layout", ...]


@frozen
class Comparison:
    """A comparison, as an operand: one line, or the operator begins another."""

    left: "Layout"
    right: Code
    """The operator and what follows."""


@frozen
class Conditional:
    """`a if b else c`, assigned: in parentheses one line, or three."""

    chosen: Code
    condition: Code
    otherwise: "Layout"


@frozen
class Named:
    """`name := value`: broken in the brackets of the value, or before the operator."""

    name: Code
    value: Subscript | Code


@frozen
class Lambda:
    """A function without arguments: one line, or its value in parentheses."""

    value: Code


@frozen
class FromImport:
    """`from module import` with names: one line, or a name a line in parentheses."""

    statement: Code
    names: tuple[Code, ...]


@frozen
class Labelled:
    """A layout after a key, a keyword or the left side of an assignment."""

    label: Code
    value: "Layout"


@frozen
class Annotated:
    """An assignment whose target is annotated.

    The value is broken first, then put in brackets, and last the annotation is broken.
    """

    opening: Code
    """Up to the bracket of the annotation."""

    inner: "Layout"
    closing: Code
    """From the other bracket up to the equals sign."""

    value: "Layout"


@frozen
class Followed:
    """A layout with code behind it on its last line."""

    value: "Layout"
    code: Code


@frozen
class Value:
    """A value with elements, as a literal: one line, or an element a line."""

    value: Literals


Layout: TypeAlias = (
    Code
    | Value
    | Bracketed
    | Subscript
    | Comprehension
    | Boolean
    | Comparison
    | Conditional
    | Named
    | Labelled
    | Annotated
    | Followed
    | Lambda
    | FromImport
)


def call(function: Code, /, *arguments: Layout, **keywords: Layout | None) -> Bracketed:
    """Return a call; keywords that are None are left out."""
    named = [
        Labelled(_keyword(name), value)
        for name, value in keywords.items()
        if value is not None
    ]
    return Bracketed(_opening(function), (*arguments, *named), _CLOSING)


_CLOSING = Code(")")


@lru_cache(2**16)
def _keyword(name: str) -> Code:
    return code("{}=", identifier(name))


@lru_cache(2**16, typed=True)  # text that is no code stays refused
def _opening(function: Code) -> Code:
    return code("{}(", function)


def array(items: Iterable[Layout]) -> Bracketed:
    """Return a list."""
    return Bracketed(Code("["), tuple(items), Code("]"))


def tuple_of(items: Iterable[Layout]) -> Bracketed:
    """Return a tuple. That of one element has a comma behind it."""
    parts = tuple(items)
    return Bracketed(Code("("), parts, Code(",)" if len(parts) == 1 else ")"))


def table(items: Mapping[str, Layout]) -> Bracketed:
    """Return a dict with text keys."""
    rows = [Labelled(_key(key), value) for key, value in items.items()]
    return Bracketed(Code("{"), tuple(rows), Code("}"))


@lru_cache(2**16)
def _key(key: str) -> Code:
    return code("{}: ", string(key))


def literal(value: Literals) -> Layout:
    """Return the literal of a JSON value, or of tuples and lists of such."""
    if isinstance(value, SCALARS):
        return Code(flat_literal(value))
    return Value(value)


def lay_out(layout: Layout, indent: int, prefix: str = "", suffix: str = "") -> Code:
    """Return a statement or element, broken into lines where it does not fit one.

    Args:
        layout: What is printed.
        indent: The column in which it begins. The first line is not indented: it is the
            template that puts it there.
        prefix: What stands before, such as `if `; a text of this program.
        suffix: What stands after, such as `:`.
    """
    if isinstance(layout, Code):
        return Code(prefix + layout + suffix)
    lines = _lines(layout, indent, prefix, suffix)
    is_long = indent + len(lines[0]) > LINE_LENGTH
    if prefix and is_long and isinstance(layout, Bracketed) and "." in layout.opening:
        # The name of what has the method may fit a line of its own.
        first, *rest = _lines(layout, indent + 4, "", "")
        if indent + 4 + len(first) <= LINE_LENGTH:
            pad = " " * indent
            lines = [f"{prefix}(", f"{pad}    {first}", *rest, f"{pad}){suffix}"]
    return Code("\n".join(lines))


def flat(layout: Layout) -> Code:
    """Return *layout* on one line, however long."""
    return Code(_flat(layout))


def _flat(layout: Layout) -> str:
    # Those that are most come first; a pattern with attributes takes its time.
    if isinstance(layout, Code):
        return layout
    if isinstance(layout, Bracketed):
        return layout.opening + ", ".join(map(_flat, layout.items)) + layout.closing
    if isinstance(layout, Labelled):
        return layout.label + _flat(layout.value)
    match layout:
        case Subscript(opening, inner, closing):
            return f"{opening}{_flat(inner)}{closing}"
        case Comprehension(opening, element, loop, closing):
            return f"{opening}{_flat(element)} {loop}{closing}"
        case Boolean(operator, operands):
            return f" {operator} ".join(
                f"({_flat(part)})" if isinstance(part, Boolean) else _flat(part)
                for part in operands
            )
        case Comparison(left, right):
            return f"{_flat(left)} {right}"
        case Conditional(chosen, condition, otherwise):
            return f"{chosen} if {condition} else {_flat(otherwise)}"
        case Named(name, value):
            return f"{name} := {_flat(value)}"
        case Annotated(opening, inner, closing, value):
            return f"{opening}{_flat(inner)}{closing}{_flat(value)}"
        case Followed(value, tail):
            return f"{_flat(value)}{tail}"
        case Value(value):
            return flat_literal(value)
        case Lambda(value):
            return f"lambda: {value}"
        case FromImport(statement, names):
            return f"{statement}{', '.join(names)}"


def _lines(layout: Layout, indent: int, prefix: str, suffix: str) -> list[str]:
    if isinstance(layout, Code):
        return [prefix + layout + suffix]
    if isinstance(layout, Value):
        return literal_lines(layout.value, indent, prefix, suffix)
    if isinstance(layout, Labelled):  # its value is tried on the line of its label
        return _labelled(prefix + layout.label, layout.value, indent, suffix)
    if not _is_table(layout):
        flat = f"{prefix}{_flat(layout)}{suffix}"
        if indent + len(flat) <= LINE_LENGTH:
            return [flat]
    pad = " " * indent
    inside = f"{pad}    "
    match layout:
        case Bracketed(opening, items, closing) if items:
            # A tuple of one has its comma behind the element already.
            last = f"{pad}{closing.removeprefix(',')}{suffix}"
            return [f"{prefix}{opening}", *_elements(items, indent + 4), last]
        case Subscript(opening, inner, closing):
            first, *rest = _lines(inner, indent + 4, "", "")
            last = f"{pad}{closing}{suffix}"
            return [f"{prefix}{opening}", f"{inside}{first}", *rest, last]
        case Comprehension(opening, element, loop, closing):
            lines = [f"{inside}{_flat(element)} {loop}"]
            if len(lines[0]) > LINE_LENGTH:
                first, *rest = _lines(element, indent + 4, "", "")
                lines = [f"{inside}{first}", *rest, f"{inside}{loop}"]
            return [f"{prefix}{opening}", *lines, f"{pad}{closing}{suffix}"]
        case Annotated(opening, inner, closing, value):
            target = f"{prefix}{opening}{_flat(inner)}{closing}"
            lines = _lines(value, indent, target, suffix)
            if indent + len(lines[0]) <= LINE_LENGTH:
                return lines
            if indent + len(target) < LINE_LENGTH:
                first, *rest = _lines(value, indent + 4, "", "")
                return [f"{target}(", f"{inside}{first}", *rest, f"{pad}){suffix}"]
            named, *more = _lines(inner, indent + 4, "", "")
            first, *rest = _lines(value, indent, closing, suffix)
            lines = [f"{prefix}{opening}", f"{inside}{named}", *more]
            return [*lines, f"{pad}{first}", *rest]
        case Followed(value, tail):
            return _lines(value, indent, prefix, f"{tail}{suffix}")
        case Named(name, value):
            lines = _lines(value, indent, f"{prefix}{name} := ", suffix)
            if indent + len(lines[0]) <= LINE_LENGTH:
                return lines
            return [f"{prefix}{name}", *_lines(value, indent, f"{pad}:= ", suffix)]
        case Comparison(left, right):
            return [*_lines(left, indent, prefix, ""), f"{pad}{right}{suffix}"]
        case Conditional(chosen, condition, otherwise):
            lines = [f"{inside}{_flat(layout)}"]
            if len(lines[0]) > LINE_LENGTH:
                first, *rest = _lines(otherwise, indent + 4, "else ", "")
                lines = [f"{inside}{chosen}", f"{inside}if {condition}"]
                lines += [f"{inside}{first}", *rest]
            return [f"{prefix}(", *lines, f"{pad}){suffix}"]
        case Boolean(operator, (Code() as first, Boolean() as last)):
            # The parentheses of the last of two operands are enough.
            lines = [f"{inside}{line}" for line in _operands(last, indent + 4)]
            return [f"{prefix}{first} {operator} (", *lines, f"{pad}){suffix}"]
        case Boolean():
            lines = [f"{inside}{line}" for line in _operands(layout, indent + 4)]
            return [f"{prefix}(", *lines, f"{pad}){suffix}"]
        case Lambda(value):
            return [f"{prefix}lambda: (", f"{inside}{value}", f"{pad}){suffix}"]
        case FromImport(statement, names):
            lines = [f"{inside}{name}," for name in names]
            return [f"{prefix}{statement}(", *lines, f"{pad})"]
        case Bracketed():
            return [f"{prefix}{_flat(layout)}{suffix}"]


def _elements(items: Iterable[Layout], indent: int) -> list[str]:
    """Return the lines of elements, each on lines of its own with a comma behind."""
    pad = " " * indent
    lines: list[str] = []
    for item in items:
        if isinstance(item, Code):
            lines.append(pad + item + ",")
        else:
            first, *rest = _lines(item, indent, "", ",")
            lines += [pad + first, *rest]
    return lines


def _labelled(label: str, value: Layout, indent: int, suffix: str) -> list[str]:
    lines = _lines(value, indent, label, suffix)
    if indent + len(lines[0]) <= LINE_LENGTH or not label.endswith("= "):
        return lines
    first, *rest = _lines(value, indent + 4, "", "")
    function = value.opening[:-1] if isinstance(value, Bracketed) else ""
    # What is put under a key then always stands in parentheses, anything else where
    # that lets it fit: its beginning, or all of a plain call for a plain name.
    helps = label.endswith("] = ") or indent + 4 + len(first) <= LINE_LENGTH
    if function.isidentifier() and label[:-3].isidentifier():
        helps = helps and indent + len(label) < LINE_LENGTH
        helps = helps and all(len(line) <= LINE_LENGTH for line in rest)
    if not helps:
        return lines
    pad = " " * indent
    return [f"{label}(", f"{pad}    {first}", *rest, f"{pad}){suffix}"]


def _operands(layout: Boolean, indent: int) -> list[str]:
    """Return the lines of operands in parentheses, without their indentation."""
    flat = _flat(layout)
    if indent + len(flat) <= LINE_LENGTH:
        return [flat]
    lines: list[str] = []
    for index, part in enumerate(layout.operands):
        before = f"{layout.operator} " if index else ""
        if not isinstance(part, Boolean):
            first, *rest = _lines(part, indent, before, "")
            lines += [first, *(line[indent:] for line in rest)]
        elif indent + len(group := f"{before}({_flat(part)})") <= LINE_LENGTH:
            lines.append(group)
        else:
            inner = (f"    {line}" for line in _operands(part, indent + 4))
            lines += [f"{before}(", *inner, ")"]
    return lines

"""Texts, numbers and booleans: those of a format, and those of which there are few."""

from typing import TypeGuard

from attrspec.source import JsonValue, Mapping, Node, plain
from attrspec.spec import Basic, BasicType, Literal, LiteralType, Type, kind_of

from .document import text
from .drafts import EnumDraft
from .keywords import FORMATS
from .nodes import kinds, shown
from .reading import JSON, Part, Reading, Said
from .words import doc_or_title

__all__ = ["BASICS", "basic_type", "enum_type"]

BASICS = {
    "string": BasicType(Basic.STRING),
    "integer": BasicType(Basic.INTEGER),
    "number": BasicType(Basic.NUMBER),
    "boolean": BasicType(Basic.BOOLEAN),
}


def basic_type(reading: Reading, name: str, keys: dict[str, Node]) -> Type:
    """Return a type of the language, by the format too."""
    format_ = keys.get("format")
    if format_ is None:
        encoding = text(keys.get("contentEncoding")).lower()
        is_bytes = name == "string" and encoding == "base64"
        return BasicType(Basic.BYTES) if is_bytes else BASICS[name]
    known = FORMATS.get((name, text(format_)))
    if known is None:
        message = f"the format {shown(format_)} of a {name} is not said"
        reading.notes.add(format_.span, "import-left-out", message)
        return BASICS[name]
    if known[1]:
        message = f"it is {known[0]}, of which {known[1]}"
        reading.notes.add(format_.span, "import-left-out", message)
    return BasicType(Basic(known[0]))


def enum_type(
    reading: Reading, part: Part, node: Mapping, values: tuple[Node, ...]
) -> Said:
    """Return the enum of these values, or the literal of the only one."""
    found = [plain(value) for value in values]
    listed = [value for value in found if value is not None]
    literals = [v for v in listed if isinstance(v, str | bool) or _is_short(v)]
    some = list({(type(v), v): v for v in literals}.values())
    has_all = len(literals) == len(listed)
    said = _literals(reading, part, node, some) if has_all else None
    if said is None:
        message = f"an enum of {kinds(found)} is json"
        reading.notes.add(node.span, "import-json", message)
        return Said(JSON)
    if len(some) < len(listed):
        message = "an enum lists a value twice"
        reading.notes.add(node.span, "import-left-out", message)
    return said.or_null() if len(listed) < len(found) else said


def _literals(
    reading: Reading, part: Part, node: Mapping, values: list[Literal]
) -> Said | None:
    """Return the type of certain values, if the language has one."""
    basics = {kind_of(value) for value in values}
    if len(basics) != 1:
        return None
    if basics == {Basic.BOOLEAN} and len(values) == 2:
        return Said(BASICS["boolean"])
    if len(values) == 1 and (part.place.words or basics != {Basic.STRING}):
        return Said(LiteralType(values[0]))
    reading.drafts[part.place.key] = EnumDraft(
        place=part.place,
        doc=doc_or_title(node, part.place),
        values=tuple(values),
        is_open=False,
        span=node.span,
    )
    return Said(part.place.type(node.span))


def _is_short(value: JsonValue) -> TypeGuard[int]:
    """Return whether a value is an integer that a type can consist of."""
    return type(value) is int and abs(value) < 10**18

"""Texts that say in words what a spec says with keys."""

import json
from collections.abc import Iterator, Sequence

from attrspec.constraints import phrases
from attrspec.layout import flat, literal
from attrspec.python import Code
from attrspec.source import plain
from attrspec.spec import (
    BasicType,
    Defined,
    Definition,
    Deprecation,
    FieldSpec,
    ListType,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    Reference,
    Type,
)

__all__ = ["default_literal", "field_doc", "json_name", "sentence", "type_doc"]


def field_doc(field: FieldSpec) -> str:
    """Return the documentation of a field, with all that its keys say of it."""
    parts = [field.doc]
    if field.unit:
        parts.append(f"Unit: {field.unit}.")
    parts += phrases(field.constraints)
    if field.when:
        pairs = " and ".join(f"`{name}={value}`" for name, value in field.when)
        parts.append(f"Filled when the request says {pairs}.")
    parts += _deprecation(field.deprecated)
    parts += _former_names(field.was)
    return "\n\n".join(part for part in parts if part)


def type_doc(item: Definition, default: str = "") -> str:
    """Return the documentation of a type.

    Args:
        item: The type.
        default: What is said of a type that has no documentation.
    """
    parts = [item.doc or default, *_deprecation(item.deprecated)]
    return "\n\n".join([*parts, *_former_names(item.was)]).strip()


def _former_names(found: Sequence[Reference]) -> Iterator[str]:
    if found:
        names = " and ".join(f"`{former.name}`" for former in found)
        yield f"Formerly {names}."


def _deprecation(found: Deprecation | None) -> Iterator[str]:
    """Yield paragraphs that say what is known of a deprecation."""
    if found is not None:
        since = f" since {found.since}" if found.since else ""
        use = f" Use instead: {found.use}." if found.use else ""
        yield f"Deprecated{since}.{use}"
        if found.doc:
            yield found.doc


def default_literal(field: FieldSpec) -> Code:
    """Return what the attribute of an absent key is, as Python spells it."""
    return flat(literal(plain(field.default))) if field.default else Code("None")


def json_name(type_: Type) -> str:
    """Return *type_* as a spec spells it."""
    match type_:
        case BasicType(basic):
            return basic.value
        case ListType(inner):
            return f"list[{json_name(inner)}]"
        case MapType(inner):
            return f"map[{json_name(inner)}]"
        case NullableType(inner):
            return f"{json_name(inner)}?"
        case LiteralType(value):
            return json.dumps(value, ensure_ascii=False)
        case Defined() | NamedType():
            return type_.name


def sentence(text: str) -> str:
    """Return *text* on one line, with a full stop unless it has an end."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else f"{line}."

"""Which keys of an object have the same text in every payload."""

from attrspec.diagnostics import SpecError
from attrspec.source import Mapping, Node, Scalar, Sequence

from .document import Document, item
from .nodes import is_true

__all__ = ["constant_of", "constants_of"]

MOST_STEPS = 8
"""How many references are followed, one behind the other."""


def constant_of(document: Document, node: Node, most: int = MOST_STEPS) -> str | None:
    """Return the only text that a schema allows, if there is one."""
    if not most or is_true(item(node, "nullable")):
        return None
    match item(node, "const"), item(node, "enum"), item(node, "allOf"):
        case Scalar(value=str(value)), _, _:
            return value
        case _, Sequence(items=(Scalar(value=str(value)),)), _:
            return value
        case _, _, Sequence(items=(part,)):
            return constant_of(document, part, most - 1)
        case _:
            target = _followed(document, node)
    return constant_of(document, target, most - 1) if target is not None else None


def constants_of(
    document: Document, node: Node, most: int = MOST_STEPS
) -> dict[str, str]:
    """Return the keys of an object that have one text, with their texts."""
    found: dict[str, str] = {}
    if not most:
        return found
    target = _followed(document, node)
    if target is not None:
        found |= constants_of(document, target, most - 1)
    match item(node, "allOf"):
        case Sequence(items=items):
            for part in items:
                found |= constants_of(document, part, most - 1)
        case _:
            pass
    match item(node, "properties"):
        case Mapping(entries=entries):
            for entry in entries:
                value = constant_of(document, entry.value)
                if value is not None:
                    found[entry.key.text] = value
        case _:
            pass
    return found


def _followed(document: Document, node: Node) -> Node | None:
    """Return what the reference in a schema leads to, if it has one."""
    match item(node, "$ref"):
        case Scalar(value=str()) as reference:
            try:
                path = document.target(reference)
            except SpecError:
                return None  # that is said where the reference is read
            return document.at(path) if path is not None else None
        case _:
            return None

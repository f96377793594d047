"""What the parts of an object say of its keys."""

from collections.abc import Iterable, Iterator

from attrspec.diagnostics import did_you_mean, quoted
from attrspec.source import Mapping, Node, Scalar, Sequence, plain

from .document import item, text
from .facts import facts_of
from .reading import Part, Reading, note_unsaid

__all__ = ["note_closed", "note_constant", "properties", "required", "value_nodes"]


def properties(reading: Reading, parts: Iterable[Part]) -> dict[str, list[Part]]:
    """Return the schemas of each property, different ones from all parts."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        listed = item(part.node, "properties")
        if listed is not None and not isinstance(listed, Mapping):
            message = "properties must be a mapping of keys to schemas"
            reading.error(listed.span, "bad-schema", message)
        for entry in listed.entries if isinstance(listed, Mapping) else ():
            known = found.setdefault(entry.key.text, [])
            if all(plain(p.node) != plain(entry.value) for p in known):
                known.append(Part(entry.value, part.place.inside(entry.key.text)))
    return found


def required(
    reading: Reading, parts: Iterable[Part], keys: dict[str, list[Part]]
) -> set[str]:
    """Return the keys that must be there."""
    found: set[str] = set()
    for part in parts:
        match item(part.node, "required"):
            case Sequence(items=items):
                for node in items:
                    key = text(node)
                    if key in keys:
                        found.add(key)
                        continue
                    message = f"{quoted(key)} is required and no property"
                    hint = did_you_mean(key, keys)
                    reading.notes.add(node.span, "import-left-out", message, hint)
            case None | Scalar(value=bool()):
                pass
            case node:
                reading.error(
                    node.span, "bad-schema", "required must be a list of keys"
                )
    return found


def value_nodes(reading: Reading, parts: Iterable[Part]) -> Iterator[Node]:
    """Yield the schemas of the values of a map."""
    for part in parts:
        match item(part.node, "additionalProperties"):
            case None | Scalar(value=bool()) | Mapping(entries=()):
                pass
            case node:
                yield node
        match item(part.node, "patternProperties"):
            case Mapping(entries=entries) as patterns:
                yield from (entry.value for entry in entries)
                message = "which keys go with which type is not said"
                reading.notes.add(patterns.span, "import-widened", message)
            case _:
                pass


def note_closed(reading: Reading, parts: Iterable[Part]) -> None:
    """Note that an object says that it has no other keys than its properties."""
    for part in parts:
        match item(part.node, "additionalProperties"):
            case Scalar(value=False, span=span):
                message = "additionalProperties: false, where readers keep all keys"
                reading.notes.count(span, message)
            case _:
                pass


def note_constant(reading: Reading, parts: Iterable[Part]) -> None:
    """Note what is said of a key that has the same text in every payload."""
    for part in parts:
        if isinstance(part.node, Mapping):
            reading.check(part.node)
            for fact in facts_of(part.node, reading.notes):
                if fact.key != "default":
                    note_unsaid(reading.notes, fact.entry)
        if description := item(part.node, "description"):
            message = "documentation of a constant, which has none in a spec"
            reading.notes.count(description.span, message)

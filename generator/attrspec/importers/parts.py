"""`allOf`: the parts of a schema, and what they say together."""

from collections.abc import Iterable, Iterator

from attrspec.source import Entry, Mapping, Node, Sequence
from attrspec.spec import NamedType

from .document import item
from .drafts import Place
from .nodes import narrower, tells_a_type, without
from .reading import Part, Reading

__all__ = ["flat_parts", "merged_part"]

MOST_PARTS = 64
"""How many references `allOf` may lead through, one behind the other."""


def flat_parts(
    reading: Reading, parts: Iterable[Part], inside: tuple[str, ...] = ()
) -> Iterator[Part]:
    """Yield the parts of parts, wherever references lead."""
    for part in parts:
        node = part.node
        if not isinstance(node, Mapping):
            continue
        reading.check(node)
        if (reference := item(node, "$ref")) is not None:
            yield from _behind(reading, reference, inside)
            node = without(node, "$ref")
        if isinstance(listed := item(node, "allOf"), Sequence):
            children = [Part(child, part.place) for child in listed.items]
            yield from flat_parts(reading, children, inside)
            node = without(node, "allOf")
        if tells_a_type(node):
            yield Part(node, part.place)


def _behind(
    reading: Reading, reference: Node, inside: tuple[str, ...]
) -> Iterator[Part]:
    """Yield the parts of the schema that a reference leads to."""
    type_ = reading.referred(reference)
    if not isinstance(type_, NamedType):
        return
    name = type_.name[1:]
    if name in inside:
        message = "allOf leads back to itself"
        reading.error(reference.span, "endless-schema", message)
    elif len(inside) >= MOST_PARTS:
        message = f"allOf leads through more than {MOST_PARTS} references"
        reading.error(reference.span, "endless-schema", message)
    else:
        found = Part(reading.schema(name), Place(name))
        yield from flat_parts(reading, [found], (*inside, name))


def merged_part(reading: Reading, part: Part, parts: Iterable[Part]) -> Part:
    """Return one schema that says what several say, as far as one can."""
    entries: dict[str, Entry] = {}
    for one in parts:
        for entry in one.node.entries if isinstance(one.node, Mapping) else ():
            key = entry.key.text
            first = entries.setdefault(key, entry)
            both = narrower(first, entry)
            if both is not None:
                entries[key] = both
                continue
            message = f"two parts say {key}, of which one is not said"
            hint = f"the other is at {first.value.span}"
            reading.notes.add(entry.value.span, "import-left-out", message, hint)
    return Part(Mapping(tuple(entries.values()), part.node.span), part.place)

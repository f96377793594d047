"""What a schema says of a field beside its type: a default, and what limits values."""

from collections.abc import Iterable, Iterator

from attrspec.source import Entry, Mapping, Scalar, plain

from .document import item, text
from .drafts import Fact, Notes
from .keywords import FACTS
from .nodes import is_true
from .reading import note_unsaid

__all__ = ["facts_of", "joined_facts"]

_EXCLUSIVE = {"exclusiveMinimum": ("minimum", 1), "exclusiveMaximum": ("maximum", -1)}
"""What excludes a limit, the keyword of that, and how far off the next integer is."""


_SWITCHES = {"deprecated", *_EXCLUSIVE}
"""Keywords that say nothing where they are false."""


def facts_of(node: Mapping, notes: Notes) -> Iterator[Fact]:
    """Yield what a schema says that is told of a field."""
    for entry in node.entries:
        name = entry.key.text
        key = FACTS.get(name)
        if key is None or (name in _SWITCHES and plain(entry.value) is False):
            continue
        value = _next(node, entry) if name in _EXCLUSIVE else entry.value
        if value is None or (key == "deprecated" and not is_true(value)):
            note_unsaid(notes, entry)
        else:
            yield Fact(key, value, entry)


def _next(node: Mapping, entry: Entry) -> Scalar | None:
    """Return the limit that is one off what is excluded; None for other numbers."""
    keyword, step = _EXCLUSIVE[entry.key.text]
    limit = item(node, keyword) if is_true(entry.value) else entry.value
    if text(item(node, "type")) != "integer" or not isinstance(limit, Scalar):
        return None
    if type(limit.value) is not int:
        return None
    value = limit.value + step
    return Scalar(value, str(value), entry.value.span)


def joined_facts(
    inner: Iterable[Fact], outer: Iterable[Fact], notes: Notes
) -> tuple[Fact, ...]:
    """Return what is said of a field at two places, of each the last."""
    found: dict[str, Fact] = {}
    for fact in (*inner, *outer):
        other = found.pop(fact.key, None)
        found[fact.key] = fact
        is_limit = other is not None and fact.entry.key.text in _EXCLUSIVE
        if other and not is_limit and plain(other.node) != plain(fact.node):
            note_unsaid(notes, other.entry)
    return tuple(found.values())

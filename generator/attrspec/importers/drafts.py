"""What is read of a document before its parts have names: types, and where they stand.

A draft refers to others by `NamedType`, under the key of their place. What they will be
called is known when all of them are read.
"""

from collections import Counter
from typing import TypeAlias

from attrs import field, frozen

from attrspec.diagnostics import Diagnostic, Level, Span
from attrspec.source import Entry, Node
from attrspec.spec import Literal, NamedType, Type

__all__ = [
    "ANNOTATION",
    "AliasDraft",
    "Draft",
    "Drafts",
    "EnumDraft",
    "Example",
    "Fact",
    "FieldDraft",
    "Notes",
    "ObjectDraft",
    "Place",
    "UnionDraft",
]


ANNOTATION = "import-annotation"
"""The rule of notes about what says nothing of payloads."""


@frozen
class Place:
    """Where a type is written: in which schema with a name, and how far inside."""

    root: str
    """The name of the schema, as the document has it."""

    words: tuple[str, ...] = ()
    """The way into it: keys of objects, and what tells members of a union apart."""

    def inside(self, word: str) -> "Place":
        """Return the place one step further in."""
        return Place(self.root, (*self.words, word))

    def item(self, what: str = "item") -> "Place":
        """Return the place of what the list or map here holds: an item or a value."""
        if not self.words:
            return self.inside(what)
        *before, last = self.words
        return Place(self.root, (*before, singular(last) or f"{last}_{what}"))

    @property
    def key(self) -> str:
        """The place as a text that no other place has."""
        parts = (self.root, *self.words)
        return "\0".join(p.replace("\1", "\1\1").replace("\0", "\1\2") for p in parts)

    @property
    def shown(self) -> str:
        """The place as people are told it."""
        return ".".join((self.root, *self.words))

    def type(self, span: Span) -> NamedType:
        """Return the type that is written here."""
        return NamedType(self.key, span)


def singular(word: str) -> str:
    """Return what one of several things is called: `choices` → `choice`.

    It is nothing for what does not look like a plural: `data`.
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return ""


@frozen
class Fact:
    """What is said of a field beside its type, such as a default."""

    key: str
    """The key of the spec language."""

    node: Node
    entry: Entry
    """The keyword of the document."""


@frozen
class Example:
    """A payload that the document shows."""

    node: Node
    span: Span


@frozen(kw_only=True)
class FieldDraft:
    """A key of an object."""

    key: str
    type: Type
    doc: str
    is_optional: bool
    facts: tuple[Fact, ...] = ()

    span: Span


@frozen(kw_only=True)
class ObjectDraft:
    """An object."""

    place: Place
    doc: str
    constants: tuple[tuple[str, str], ...]
    fields: tuple[FieldDraft, ...]
    examples: tuple[Example, ...]
    extra: Type | None = None
    """The type of values under keys that are no fields, if there is one."""

    facts: tuple[Fact, ...] = ()
    span: Span


@frozen(kw_only=True)
class UnionDraft:
    """One of several types, which may or may not be told apart."""

    place: Place
    doc: str
    members: tuple[Type, ...]
    tag: str
    """The key that the document says tells the members apart."""

    mapping: tuple[tuple[str, str], ...]
    """The tags that the document gives to names of schemas."""

    facts: tuple[Fact, ...] = ()

    span: Span


@frozen(kw_only=True)
class EnumDraft:
    """One of several values."""

    place: Place
    doc: str
    values: tuple[Literal, ...]
    """All texts, or all integers."""

    is_open: bool
    facts: tuple[Fact, ...] = ()
    span: Span


@frozen(kw_only=True)
class AliasDraft:
    """A schema with a name that is another type."""

    place: Place
    doc: str
    type: Type
    facts: tuple[Fact, ...] = ()
    span: Span


Draft: TypeAlias = ObjectDraft | UnionDraft | EnumDraft | AliasDraft


@frozen(kw_only=True)
class Drafts:
    """All that was read of a document."""

    drafts: dict[str, Draft]
    """The types by the key of their place."""

    references: dict[str, Type]
    """What a reference to a schema stands for, by the name of the schema."""

    aliases: dict[str, AliasDraft]
    """What each of these schemas is if it is no type of its own."""

    spans: dict[str, Span]
    """Where each of these schemas is."""


@frozen
class Notes:
    """What cannot be said in the spec language, or not exactly."""

    found: list[Diagnostic] = field(factory=list[Diagnostic])
    counts: Counter[tuple[str, str, str]] = field(factory=Counter[tuple[str, str, str]])
    firsts: dict[tuple[str, str, str], Span] = field(
        factory=dict[tuple[str, str, str], Span]
    )

    def add(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        """Note something about one schema."""
        self.found.append(Diagnostic(span, rule, message, hint, Level.WARNING))

    def count(self, span: Span, message: str, hint: str = "") -> None:
        """Note what says nothing of payloads. It is said once, wherever it is met."""
        kind = (ANNOTATION, message, hint)
        self.counts[kind] += 1
        first = self.firsts.setdefault(kind, span)
        self.firsts[kind] = min(first, span)

    def diagnostics(self) -> list[Diagnostic]:
        """Return all notes in the order of the document."""
        counted = [
            Diagnostic(
                self.firsts[kind],
                kind[0],
                kind[1]
                if number == 1
                else f"{kind[1]}, here and {number - 1:,} times more",
                kind[2],
                Level.WARNING,
            )
            for kind, number in self.counts.items()
        ]
        return sorted({*self.found, *counted})

"""What is known while the schemas of a document are read, one after the other."""

from collections import Counter, deque
from collections.abc import Generator
from contextlib import contextmanager

from attrs import evolve, field, frozen

from attrspec.diagnostics import Diagnostic, Span, SpecError, did_you_mean, quoted
from attrspec.source import Entry, Mapping, Node, Scalar
from attrspec.spec import Basic, BasicType, NamedType, NullableType, Type

from .document import Document
from .drafts import AliasDraft, Draft, Fact, Notes, Place
from .keywords import FORMS, KEYWORDS, Fate
from .nodes import has_form, shown

__all__ = ["JSON", "Part", "Reading", "Said", "note_unsaid", "nullable"]

MOST_ALTERNATIVES = 20_000

JSON = BasicType(Basic.JSON)


@frozen
class Part:
    """A schema, and where it is written."""

    node: Node
    place: Place


@frozen
class Said:
    """What a schema says: its type, and what a field of that type is told beside it."""

    type: Type
    doc: str = ""
    facts: tuple[Fact, ...] = ()

    def or_null(self) -> "Said":
        """Return the same with null among the values."""
        return evolve(self, type=nullable(self.type))


def nullable(type_: Type) -> Type:
    """Return *type_* with null among its values."""
    if isinstance(type_, NullableType) or type_ == JSON:
        return type_
    return NullableType(type_)


@frozen
class Reading:
    """What was read, what is still to be read, and what is wrong."""

    document: Document
    notes: Notes
    queue: deque[str] = field(factory=deque[str])
    """Names of schemas that are still to be read."""

    needed: set[str] = field(factory=set[str])
    paths: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    """The ways to schemas that have no name and are referred to all the same."""

    drafts: dict[str, Draft] = field(factory=dict[str, Draft])
    references: dict[str, Type] = field(factory=dict[str, Type])
    aliases: dict[str, AliasDraft] = field(factory=dict[str, AliasDraft])
    checked: set[int] = field(factory=set[int])
    errors: list[Diagnostic] = field(factory=list[Diagnostic])
    spreading: list[int] = field(factory=list[int])
    """The alternatives that are spread over the parts beside them just now."""

    spread: Counter[str] = field(factory=Counter[str])
    """How many alternatives were spread so far."""

    def error(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        """Remember what is wrong."""
        self.errors.append(Diagnostic(span, rule, message, hint))

    def need(self, name: str) -> None:
        """Remember that a schema is referred to."""
        if name not in self.needed:
            self.needed.add(name)
            self.queue.append(name)

    def schema(self, name: str) -> Node:
        """Return the schema that a reference calls by this name."""
        if name not in self.paths:
            return self.document.schemas[name]
        node = self.document.at(self.paths[name])
        assert node is not None
        return node

    def referred(self, node: Node) -> Type:
        """Return the type that a reference stands for."""
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.error(node.span, "bad-reference", "$ref must be text")
            return JSON
        try:
            path = self.document.target(node)
        except SpecError as error:
            self.errors.extend(error.diagnostics)
            return JSON
        if path is None:
            message = f"{quoted(node.text)} is outside of this document: it is json"
            hint = "put it in here; files and URLs are not followed"
            self.notes.add(node.span, "import-outside", message, hint)
            return JSON
        name = self.document.named(path)
        if name is None:
            name = "/".join(("#", *path))
            self.paths[name] = path
        self.need(name)
        return NamedType(f"@{name}", node.span)

    @contextmanager
    def spreads(self, nodes: tuple[Node, ...], span: Span) -> Generator[None]:
        """Guard the spreading of alternatives over what stands beside them.

        Raises:
            SpecError: They lead back to themselves, or are too many.
        """
        self.spread["alternatives"] += len(nodes)
        if id(nodes) in self.spreading:
            message = "these alternatives lead back to themselves"
            raise SpecError([Diagnostic(span, "endless-schema", message)])
        if self.spread.total() > MOST_ALTERNATIVES:
            message = f"more than {MOST_ALTERNATIVES:,} combinations of alternatives"
            raise SpecError([Diagnostic(span, "too-large", message)])
        self.spreading.append(id(nodes))
        yield
        self.spreading.pop()

    def check(self, node: Mapping) -> None:
        """Note what a schema says that a spec does not, once."""
        for entry in node.entries:
            # Entries are kept by the document, also where others are put beside them.
            if id(entry) not in self.checked:
                self.checked.add(id(entry))
                self._check(entry)

    def _check(self, entry: Entry) -> None:
        name = entry.key.text
        keyword = KEYWORDS.get(name)
        if keyword is None and name.startswith("x-"):
            message = f"{name} is an extension, which says nothing to a spec"
            self.notes.count(entry.key.span, message)
        elif keyword is None:
            message = f"unknown keyword {quoted(name)}"
            hint = did_you_mean(name, KEYWORDS)
            self.notes.add(entry.key.span, "import-left-out", message, hint)
        elif name in FORMS and not has_form(entry.value, FORMS[name]):
            message = f"{name} must be {FORMS[name]}, not {shown(entry.value)}"
            self.notes.add(entry.value.span, "import-left-out", message)
        elif keyword.fate is Fate.NOTED and not _is_idle(entry):
            note_unsaid(self.notes, entry)
        elif keyword.fate is Fate.COUNTED:
            self.notes.count(entry.key.span, f"{name} is not said")


def note_unsaid(notes: Notes, entry: Entry, reason: str = "") -> None:
    """Note a keyword that is left out."""
    message = f"{entry.key.text}: {shown(entry.value)} is not said"
    notes.add(entry.key.span, "import-left-out", message, reason)


def _is_idle(entry: Entry) -> bool:
    """Return whether a keyword says what is so without it."""
    match entry.key.text, entry.value:
        case ("uniqueItems", Scalar(value=False)):
            return True
        case _:
            return False

"""Sections of a spec as they were written: their keys, and what stands under them."""

import re
from collections.abc import Iterator
from typing import TypeVar

from attrs import define, field

from .diagnostics import Diagnostic, Span, did_you_mean, quoted
from .kinds import (
    Amount,
    Flag,
    FlagOr,
    Kind,
    Length,
    ListOf,
    MapOf,
    Number,
    Section,
    Text,
)
from .language import FIELD, SECTIONS
from .source import Entry, Mapping, Node, Scalar, Sequence
from .spec import Deprecation, Reference

__all__ = ["SectionReader", "Values"]

K = TypeVar("K")

_KINDS = {
    section.name: {key.name: key.kind for key in section.keys} for section in SECTIONS
}
"""What stands under each key, by the name of its section."""

_REQUIRED = {
    section.name: [key for key in section.keys if key.is_required]
    for section in SECTIONS
}

_OTHER_KEYS = {
    "required": "fields are required unless they say optional: true",
    "nullable": "null is part of the type: write string?",
    "description": "write doc:",
}
"""Keys that other languages have, and what to write here."""


def _found(node: Node) -> str:
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=str(text)):
            return quoted(text)
        case Scalar(text=text):
            return text


@define
class Values:
    """What stands under the keys of a section, for as much of it as is right."""

    reader: "SectionReader"
    section: Section
    span: Span
    nodes: dict[str, Node] = field(factory=dict[str, Node])

    def kind(self, name: str, kind: type[K]) -> K:
        """Return what the language has under a key, which is of a certain kind."""
        declared = _KINDS[self.section.name][name]
        assert isinstance(declared, kind)
        return declared

    def doc(self) -> str:
        """Return the documentation; blanks alone are none."""
        return self.text("doc").strip()

    def text(self, name: str) -> str:
        """Return a text, empty if there is none."""
        if name not in self.nodes:
            return ""
        kind = self.kind(name, Text)
        return self.reader.text(self.nodes[name], kind, name) or ""

    def flag(self, name: str, *, default: bool) -> bool:
        """Return whether something is so."""
        if name not in self.nodes:
            return default
        self.kind(name, Flag)
        match self.nodes[name]:
            case Scalar(value=bool(value)):
                return value
            case node:
                self.reader.wrong(node, f'"{name}" must be true or false')
                return default

    def deprecated(self) -> Deprecation | None:
        """Return what is said of a deprecation."""
        if "deprecated" not in self.nodes:
            return None
        kind = self.kind("deprecated", FlagOr)
        match self.nodes["deprecated"]:
            case Scalar(value=False):
                return None
            case Scalar(value=True):
                return Deprecation()
            case Mapping() as node:
                said = self.reader.section(node, kind.section)
                since, use = said.text("since").strip(), said.text("use").strip()
                return Deprecation(since=since, use=use, doc=said.doc())
            case node:
                self.reader.wrong(node, f'"deprecated" must be {kind.says}')
                return None

    def amount(self, name: str) -> float | None:
        """Return a number."""
        kind = self.kind(name, Amount)
        match self.nodes.get(name):
            case Scalar(value=bool()):
                pass
            case Scalar(value=int() | float() as value) if (
                value > 0 or not kind.is_positive
            ):
                return value
            case _:
                pass
        self._complain(name, kind)
        return None

    def length(self, name: str) -> int | None:
        """Return a number of characters, items or keys."""
        kind = self.kind(name, Length)
        match self.nodes.get(name):
            case Scalar(value=bool()):
                pass
            case Scalar(value=int(value)) if 0 <= value <= (kind.most or value):
                return value
            case _:
                pass
        self._complain(name, kind)
        return None

    def _complain(self, name: str, kind: Kind) -> None:
        if node := self.nodes.get(name):
            self.reader.wrong(node, f'"{name}" must be {kind.says}')

    def items(self, name: str) -> Iterator[Node]:
        """Yield what is in a list."""
        if name not in self.nodes:
            return
        kind = self.kind(name, ListOf)
        match self.nodes[name]:
            case Sequence(items=items):
                yield from items
            case node:
                self.reader.wrong(node, f'"{name}" must be {kind.says}')

    def texts(self, name: str) -> Iterator[tuple[str, Span]]:
        """Yield the texts in a list, with their places."""
        if name not in self.nodes:
            return
        kind = self.kind(name, ListOf)
        assert isinstance(kind.item, Text)
        for item in self.items(name):
            text = self.reader.text(item, kind.item, f"an item of {name}")
            if text is not None:
                yield text, item.span

    def values(self, name: str) -> tuple[str, ...] | tuple[int, ...]:
        """Return the values of a list, which are of one type."""
        kind = self.kind(name, ListOf)
        texts: list[str] = []
        integers: list[int] = []
        match self.nodes.get(name):
            case None:
                pass
            case Sequence(items=items):
                for item in items:
                    match item:
                        case Scalar(value=str(text)) if not integers:
                            texts.append(text)
                        case Scalar(value=int(number)) if not (
                            texts or isinstance(number, bool)
                        ):
                            integers.append(number)
                        case _:
                            expected, hint = kind.item.says, ""
                            if texts:
                                expected, hint = "text", _quotes_hint(item)
                            elif integers:
                                expected = "an integer"
                            first = ", like the first" if texts or integers else ""
                            message = f'an item of "{name}" must be {expected}{first}'
                            self.reader.wrong(item, message, hint)
            case node:
                self.reader.wrong(node, f'"{name}" must be {kind.says}')
        return tuple(texts) or tuple(integers)

    def default(self) -> Node | None:
        """Return what stands for a key that is absent."""
        node = self.nodes.get("default")
        if isinstance(node, Scalar) and node.value is None:
            return None  # as for every key that may be absent
        return node

    def references(self, name: str) -> tuple[Reference, ...]:
        """Return the names in a list."""
        if name not in self.nodes:
            return ()
        return tuple(Reference(text, span) for text, span in self.texts(name))

    def is_list(self, name: str) -> bool:
        """Return whether there is a list, right or not."""
        return isinstance(self.nodes.get(name), Sequence)

    def entries(self, name: str) -> Iterator[Entry]:
        """Yield the entries of a mapping whose keys are as they may be."""
        if name not in self.nodes:
            return
        kind = self.kind(name, MapOf)
        match self.nodes[name]:
            case Mapping(entries=entries):
                for entry in entries:
                    pattern = kind.key.pattern
                    if pattern and not re.fullmatch(pattern, entry.key.text):
                        message = (
                            f"{quoted(entry.key.text)} is not {kind.key.says}: "
                            "ASCII letters and digits, the first a capital letter"
                        )
                        self.reader.error(entry.key.span, "bad-name", message)
                    else:
                        yield entry
            case node:
                self.reader.wrong(node, f'"{name}" must be {kind.says}')

    def pairs(self, name: str) -> Iterator[tuple[str, str, Span]]:
        """Yield the keys and texts of a mapping, with the places of the keys."""
        if name not in self.nodes:
            return
        kind = self.kind(name, MapOf).value
        assert isinstance(kind, Text)
        for entry in self.entries(name):
            text = self.reader.text(entry.value, kind, entry.key.text)
            if text is not None:
                yield entry.key.text, text, entry.key.span


class SectionReader:
    """Reads sections, and collects what is wrong with their keys and values."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def error(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        """Add an error."""
        self.diagnostics.append(Diagnostic(span, rule, message, hint))

    def wrong(self, node: Node, message: str, hint: str = "") -> None:
        """Add that a value is of another kind than it must be."""
        self.error(node.span, "wrong-kind", f"{message}, found {_found(node)}", hint)

    def section(self, node: Node, section: Section) -> Values:
        """Return the values of a mapping, having complained about its keys."""
        values = Values(self, section, node.span)
        if not isinstance(node, Mapping):
            self.wrong(node, f"{section.says} must be a mapping")
            return values
        known = _KINDS[section.name]
        for entry in node.entries:
            key = entry.key
            if key.text in known:
                values.nodes[key.text] = entry.value
            else:
                hint = _OTHER_KEYS.get(key.text, "") if section is FIELD else ""
                hint = hint or did_you_mean(key.text, known)
                if not hint and len(known) < 10:
                    hint = f"its keys are {', '.join(sorted(known))}"
                message = f"unknown key {quoted(key.text)} in {section.says}"
                self.error(key.span, "unknown-key", message, hint)
        for required in _REQUIRED[section.name]:
            if required.name not in values.nodes:
                message = f'{section.says} needs the key "{required.name}"'
                hint = f"{required.name}: {_sample(required.kind)}"
                self.error(node.span, "missing-key", message, f"add {hint}")
        return values

    def text(self, node: Node, kind: Text, name: str) -> str | None:
        """Return the text of a scalar, or None, having complained."""
        if isinstance(node, Scalar) and node.value is None and node.text:
            self.wrong(node, f'"{name}" must be {kind.says}', _in_quotes(node))
        elif not isinstance(node, Scalar) or node.value is None:
            self.wrong(node, f'"{name}" must be {kind.says}')
        elif not isinstance(node.value, str):
            self.wrong(node, f'"{name}" must be {kind.says}', _in_quotes(node))
        elif kind.choices and node.value not in kind.choices:
            known = " or ".join(quoted(choice) for choice in kind.choices)
            self.wrong(node, f'"{name}" must be {known}')
        elif kind.pattern and not re.fullmatch(kind.pattern, node.value):
            self.wrong(node, f'"{name}" must be {kind.says}')
        else:
            return node.value
        return None


def _quotes_hint(node: Node) -> str:
    if isinstance(node, Scalar) and node.text and not isinstance(node.value, str):
        return _in_quotes(node)
    return ""


def _in_quotes(node: Scalar) -> str:
    return f'write it in quotes: "{node.text}"'


def _sample(kind: Kind) -> str:
    match kind:
        case Number(value=value):
            return str(value)
        case ListOf():
            return "[...]"
        case _:
            return "..."

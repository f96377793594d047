"""Where examples and defaults in a spec are no payloads of their types.

No code is shared with the generated converters but what reads dates and other texts.
"""

from collections.abc import Iterator

from attrs import Factory, frozen

from .choices import json_kind
from .constraints import complaints
from .diagnostics import Diagnostic, Hints, Span, counted, quoted, shown
from .samples import EXPECTED, is_basic, kind
from .source import Mapping, Node, Scalar, plain
from .source import Sequence as SequenceNode
from .spec import (
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    Definitions,
    EnumType,
    FieldSpec,
    ListType,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    ObjectSpec,
    ObjectType,
    Type,
    UnionSpec,
    UnionType,
    kind_of,
    without_null,
)
from .tags import tags

__all__ = ["RULE", "Examples"]

RULE = "example-contradicts-object"

MOST_SHOWN = 10
"""How many values of an enum a finding lists."""


@frozen
class Examples(Definitions):
    """Examples of the types of a resolved spec."""

    hints: Hints = Factory(Hints)

    def check(self, item: ObjectSpec) -> Iterator[Diagnostic]:
        """Yield where the example of an object is no payload of it."""
        if item.example is not None:
            yield from self.check_example(item, item.example)

    def check_example(self, item: ObjectSpec, node: Node) -> Iterator[Diagnostic]:
        """Yield where a payload is none of an object."""
        yield from self._check_object(item, node, quoted(item.name))

    def check_default(self, field: FieldSpec) -> Iterator[Diagnostic]:
        """Yield why the default of a field is no payload of it."""
        if field.default is not None:
            yield from self._check_value(field, field.default)

    def _check_object(
        self, item: ObjectSpec, node: Node, where: str
    ) -> Iterator[Diagnostic]:
        if not isinstance(node, Mapping):
            yield _wrong(node.span, where, f"an object ({item.name})", node)
            return
        fields = {field.key: field for field in item.fields}
        constants = {constant.key: constant.value for constant in item.constants}
        known = [*fields, *constants]
        found = {entry.key.text: entry.value for entry in node.entries}
        for entry in node.entries:
            key = entry.key.text
            if key in fields:
                yield from self._check_field(fields[key], entry.value)
            elif key not in constants and item.allow_extra is not None:
                yield from self._check(item.allow_extra, entry.value, key)
            elif key not in constants:
                message = f"{item.name} has no key {quoted(key)}"
                hint = self.hints.did_you_mean(key, known)
                yield Diagnostic(entry.key.span, RULE, message, hint)
            elif plain(entry.value) != constants[key]:
                expected = quoted(constants[key])
                yield _wrong(entry.value.span, quoted(key), expected, entry.value)
        required = [*constants, *(f.key for f in item.fields if not f.is_optional)]
        for key in required:
            if key not in found:
                message = f"the example of {where} lacks the key {quoted(key)}"
                hint = "add it, or make the field optional"
                yield Diagnostic(node.span, RULE, message, hint)

    def _check_field(self, field: FieldSpec, node: Node) -> Iterator[Diagnostic]:
        if _is_null(node):
            yield from self._check(field.type, node, field.key)
        else:
            yield from self._check_value(field, node)

    def _check_value(self, field: FieldSpec, node: Node) -> Iterator[Diagnostic]:
        """Yield why a value that should not be null is none of a field."""
        found = [*self._check(without_null(field.type), node, field.key)]
        yield from found
        if not found and field.constraints.spans:
            for expected in complaints(field.constraints, plain(node)):
                yield _wrong(node.span, quoted(field.key), expected, node)

    def _check(self, type_: Type, node: Node, key: str) -> Iterator[Diagnostic]:
        value = plain(node) if isinstance(node, Scalar) else None
        match type_:
            case BasicType(Basic.JSON):
                return
            case BasicType(basic):  # as most are
                if not isinstance(node, Scalar) or not is_basic(basic, value):
                    yield _wrong(node.span, quoted(key), EXPECTED[basic], node)
            case NullableType(inner):
                if not _is_null(node):
                    yield from self._check(inner, node, key)
            case ListType(inner):
                if isinstance(node, SequenceNode):
                    for item in node.items:
                        yield from self._check(inner, item, key)
                else:
                    yield _wrong(node.span, quoted(key), "a list", node)
            case MapType(inner):
                if isinstance(node, Mapping):
                    for entry in node.entries:
                        yield from self._check(inner, entry.value, entry.key.text)
                else:
                    yield _wrong(node.span, quoted(key), "an object", node)
            case ObjectType(name):
                yield from self._check_object(self.objects[name], node, quoted(key))
            case UnionType(name):
                yield from self._check_union(self.unions[name], node, key)
            case ChoiceType(name):
                yield from self._check_choice(self.choices[name], node, key)
            case EnumType(name):
                enum = self.enums[name]
                if not is_basic(enum.basic, value):
                    yield _wrong(node.span, quoted(key), EXPECTED[enum.basic], node)
                elif not enum.is_open and value not in enum.values:
                    known = ", ".join(map(shown, enum.values[:MOST_SHOWN]))
                    rest = len(enum.values) - MOST_SHOWN
                    known += f" or {counted(rest, 'other')}" if rest > 0 else ""
                    yield _wrong(node.span, quoted(key), f"one of {known}", node)
            case LiteralType(literal):
                if not is_basic(kind_of(literal), value) or value != literal:
                    yield _wrong(node.span, quoted(key), shown(literal), node)
            case NamedType():
                return

    def _check_union(
        self, union: UnionSpec, node: Node, key: str
    ) -> Iterator[Diagnostic]:
        value = plain(node)
        tag = value.get(union.tag) if isinstance(value, dict) else None
        if not isinstance(tag, str):
            expected = f"an object with the tag {quoted(union.tag)}"
            yield _wrong(node.span, quoted(key), expected, node)
            return
        for member in union.members:
            item = self.objects[member.name]
            if tag in tags(item, union.tag, self.enums):
                yield from self._check_object(item, node, quoted(key))
                return
        if not union.is_open:
            message = f"{quoted(tag)} is no tag of {union.name}"
            yield Diagnostic(node.span, RULE, message)

    def _check_choice(
        self, choice: ChoiceSpec, node: Node, key: str
    ) -> Iterator[Diagnostic]:
        value = plain(node)
        found = [
            member
            for member in choice.members
            if json_kind(member.type) == kind(value)
            and (not member.mark or (isinstance(value, dict) and member.mark in value))
        ]
        if len(found) == 1:
            yield from self._check(found[0].type, node, key)
        else:
            yield _wrong(node.span, quoted(key), f"a member of {choice.name}", node)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _wrong(span: Span, where: str, expected: str, node: Node) -> Diagnostic:
    match node:
        case Scalar(value=None):
            found = "null"
        case Scalar(value=str(text)):
            found = quoted(text)
        case Scalar(text=text):
            found = text
        case SequenceNode():
            found = "a list"
        case Mapping():
            found = "an object"
    return Diagnostic(span, RULE, f"{where} must be {expected}, not {found}")

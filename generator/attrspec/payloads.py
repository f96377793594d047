"""What payloads a spec allows: to check the examples in it and to make more.

This is the spec's own view. The generated converters are held against it, so it shares
no code with them but the reading of dates and other texts.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from attrs import Factory, frozen

from .choices import json_kind
from .constraints import allows, complaints, example_of, excluded, item_type, sample
from .diagnostics import Diagnostic, Hints, Span, counted, quoted, shown
from .sizes import Room, TooLargeError
from .source import JsonValue, Mapping, Node, Scalar, plain
from .source import Sequence as SequenceNode
from .spec import (
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    EnumSpec,
    EnumType,
    FieldSpec,
    ListType,
    Literal,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    ObjectSpec,
    ObjectType,
    Spec,
    Type,
    UnionSpec,
    UnionType,
    kind_of,
    without_null,
)
from .tags import tags

__all__ = ["RULE", "Payloads", "json_path"]

RULE = "example-contradicts-object"


_EXPECTED = {
    Basic.STRING: "a string",
    Basic.INTEGER: "an integer",
    Basic.NUMBER: "a number",
    Basic.BOOLEAN: "true or false",
    Basic.JSON: "a JSON value",
    Basic.DECIMAL: "a decimal number as text",
    Basic.DATE: "a date such as 2024-11-01",
    Basic.DATETIME: "a time such as 2024-11-01T00:00:00Z",
    Basic.UNIXTIME: "whole seconds since 1970",
    Basic.DURATION: "a duration such as P1DT2H",
    Basic.UUID: "a UUID",
    Basic.BYTES: "Base64 text",
}

_SAMPLES: dict[Basic, tuple[JsonValue, ...]] = {
    Basic.BOOLEAN: (True, False),
    Basic.JSON: ({"any": ["JSON", 1.5, None]},),
    Basic.DECIMAL: ("12.50", "0.06"),
    Basic.DATE: ("2024-11-01", "2024-11-02"),
    Basic.DATETIME: ("2024-11-01T00:00:00Z", "2024-11-02T12:30:00.500000+02:00"),
    Basic.DURATION: ("P1DT2H30M", "PT0.5S"),
    Basic.UUID: (
        "6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c",
        "0b9f2d94-9e46-4c6e-8a57-5d1f3e2c4b6a",
    ),
    Basic.BYTES: ("AAEC", "/w=="),
}

_REFUSED: dict[Basic, tuple[JsonValue, ...]] = {
    Basic.STRING: (5, True, ["text"], {}),
    Basic.INTEGER: ("5", True, 1.5, [5]),
    Basic.NUMBER: ("five", True, [1.5]),
    Basic.BOOLEAN: (1, 0, "yes", []),
    Basic.JSON: (),
    Basic.DECIMAL: ("twelve", True, "NaN", "1_000"),
    Basic.DATE: ("yesterday", "2024-02-30", "20241101", 5),
    Basic.DATETIME: ("now", "2024-11-01", "2024-11-01T00:00:00", 5),
    Basic.UNIXTIME: ("1730419200", True, 1.5, 10**18),
    Basic.DURATION: ("long", "P", "P1Y", 5),
    Basic.UUID: ("6f3a1f0e", "{6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c}", 5),
    Basic.BYTES: ("A", "A===", "ä", 5),
}


MOST_SHOWN = 10
"""How many values of an enum a finding lists."""


@frozen
class Payloads:
    """Payloads of the types of a resolved spec."""

    objects: dict[str, ObjectSpec]
    unions: dict[str, UnionSpec]
    choices: dict[str, ChoiceSpec]
    enums: dict[str, EnumSpec]
    hints: Hints = Factory(Hints)
    room: Room = Factory(Room)

    @classmethod
    def of(cls, spec: Spec) -> "Payloads":
        """Return the payloads of *spec*."""
        return cls(
            {item.name: item for item in spec.objects},
            {item.name: item for item in spec.unions},
            {item.name: item for item in spec.choices},
            {item.name: item for item in spec.enums},
        )

    # Checking

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
        if plain(node) is None:
            yield from self._check(field.type, node, field.key)
        else:
            yield from self._check_value(field, node)

    def _check_value(self, field: FieldSpec, node: Node) -> Iterator[Diagnostic]:
        """Yield why a value that should not be null is none of a field."""
        found = [*self._check(without_null(field.type), node, field.key)]
        yield from found
        if not found:
            for expected in complaints(field.constraints, plain(node)):
                yield _wrong(node.span, quoted(field.key), expected, node)

    def _check(self, type_: Type, node: Node, key: str) -> Iterator[Diagnostic]:
        value = plain(node) if isinstance(node, Scalar) else None
        match type_:
            case NullableType(inner):
                if not (isinstance(node, Scalar) and node.value is None):
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
                if not _is_basic(enum.basic, value):
                    yield _wrong(node.span, quoted(key), _EXPECTED[enum.basic], node)
                elif not enum.is_open and value not in enum.values:
                    known = ", ".join(map(shown, enum.values[:MOST_SHOWN]))
                    rest = len(enum.values) - MOST_SHOWN
                    known += f" or {counted(rest, 'other')}" if rest > 0 else ""
                    yield _wrong(node.span, quoted(key), f"one of {known}", node)
            case LiteralType(literal):
                if not _is_basic(kind_of(literal), value) or value != literal:
                    yield _wrong(node.span, quoted(key), shown(literal), node)
            case BasicType(Basic.JSON) | NamedType():
                return
            case BasicType(basic):
                if not isinstance(node, Scalar) or not _is_basic(basic, value):
                    yield _wrong(node.span, quoted(key), _EXPECTED[basic], node)

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
            if json_kind(member.type) == _kind(value)
            and (not member.mark or (isinstance(value, dict) and member.mark in value))
        ]
        if len(found) == 1:
            yield from self._check(found[0].type, node, key)
        else:
            yield _wrong(node.span, quoted(key), f"a member of {choice.name}", node)

    # Making

    def smallest(self, item: ObjectSpec) -> dict[str, JsonValue]:
        """Return a payload without the keys that may be absent.

        Raises:
            TooLargeError: It would be too large, or too deep.
        """
        self.room.empty()
        return self._object(item, (), full=False)

    def fullest(self, item: ObjectSpec) -> dict[str, JsonValue]:
        """Return a payload with all keys, like its example where it has one.

        Raises:
            TooLargeError: It would be too large, or too deep.
        """
        try:
            made = self._full(item, levels=2)
        except TooLargeError:
            made = self._full(item, levels=1)
        example = plain(item.example) if item.example is not None else {}
        if isinstance(example, dict):
            made |= {key: value for key, value in example.items() if value is not None}
        return made

    def _full(self, item: ObjectSpec, *, levels: int) -> dict[str, JsonValue]:
        self.room.empty(levels)
        return self._object(item, (), full=True)

    def _object(
        self, item: ObjectSpec, inside: Sequence[str], *, full: bool
    ) -> dict[str, JsonValue]:
        made: dict[str, JsonValue] = {c.key: c.value for c in item.constants}
        # Objects deep inside are small: full ones would double with every level.
        full = full and len(inside) < self.room.levels
        # A key that is left out takes no room, but to look at it takes time.
        self.room.take(len(item.fields) // 10, len(inside))
        inside = (*inside, item.name)
        for index, field in enumerate(item.fields):
            type_ = item_type(field) or field.type
            if not field.is_optional or (full and not self._leads_into(type_, inside)):
                self.room.take(1, len(inside) - 1)
                value = self._value(field.type, field.key, index, inside, full=full)
                if field.constraints.spans:
                    value = self._constrained(item, field, value, index, inside)
                made[field.key] = value
        return made

    def _constrained(
        self,
        item: ObjectSpec,
        field: FieldSpec,
        value: JsonValue,
        index: int,
        inside: Sequence[str],
    ) -> JsonValue:
        """Return a value like *value* that the constraints of a field allow."""
        found = field.constraints
        if value is None or allows(found, value):
            return value
        match without_null(field.type):
            case ListType(inner) | MapType(inner) as container:
                taken = self.room.taken
                one = self._value(inner, field.key, index, inside, full=False)
                count = found.min_length or 0
                self.room.take(count * (1 + self.room.taken - taken), len(inside))
                if isinstance(container, ListType):
                    return [one] * count
                return {f"key {number}": one for number in range(count)}
            case _:
                return sample(found, value, example_of(item, field))

    def _leads_into(self, type_: Type, inside: Sequence[str]) -> bool:
        match type_:
            case ObjectType(name):
                return name in inside
            case UnionType(name):
                return all(
                    member.name in inside for member in self.unions[name].members
                )
            case ChoiceType(name):
                members = self.choices[name].members
                return all(self._leads_into(member.type, inside) for member in members)
            case NullableType(inner):
                return self._leads_into(inner, inside)
            case _:
                return False

    def _value(
        self, type_: Type, key: str, index: int, inside: Sequence[str], *, full: bool
    ) -> JsonValue:
        match type_:
            case NullableType(inner):
                if not full or self._leads_into(inner, inside):
                    return None
                return self._value(inner, key, index, inside, full=full)
            case ListType(inner):
                if not full or self._leads_into(inner, inside):
                    return []
                return [self._value(inner, key, index, inside, full=full)]
            case MapType(inner):
                if not full or self._leads_into(inner, inside):
                    return {}
                return {"a key": self._value(inner, key, index, inside, full=full)}
            case ObjectType(name):
                return self._object(self.objects[name], inside, full=full)
            case UnionType(name):
                return self._member(self.unions[name], inside, full=full)
            case ChoiceType(name):
                types = [member.type for member in self.choices[name].members]
                ending = (t for t in types if not self._leads_into(t, inside))
                member = next(ending, types[0])
                return self._value(member, key, index, inside, full=full)
            case EnumType(name):
                values = self.enums[name].values
                return values[index % len(values)]
            case LiteralType(literal):
                return literal
            case BasicType(basic):
                return _sample(basic, key, index)
            case NamedType():
                return None

    def _member(
        self, union: UnionSpec, inside: Sequence[str], *, full: bool
    ) -> JsonValue:
        for member in union.members:
            if member.name not in inside:
                item = self.objects[member.name]
                return self._object(item, inside, full=full)
        return {union.tag: "a tag that the spec does not know"}

    def excluded(self, item: ObjectSpec, field: FieldSpec) -> list[JsonValue]:
        """Return values of the type of *field* that its constraints exclude."""
        type_ = without_null(field.type)
        index = item.fields.index(field)
        value = self._value(type_, field.key, index, [item.name], full=True)
        allowed = self._constrained(item, field, value, index, [item.name])
        return list(excluded(field.constraints, allowed))

    def refused(self, field: FieldSpec) -> list[JsonValue]:
        """Return values that no reader may take for *field*."""
        values = list(self._refused(field.type))
        if field.accept:
            values = [v for v in values if not isinstance(v, str) or not v.isdigit()]
        if not field.is_optional and not field.is_nullable:
            values.append(None)
        return values

    def other(self, type_: Type) -> JsonValue:
        """Return a value for a key that an object does not name."""
        return self._value(type_, "extra", 0, (), full=True)

    def refused_other(self, type_: Type) -> list[JsonValue]:
        """Return values that no reader may take for a key that is not named."""
        values = list(self._refused(type_))
        is_nullable = isinstance(type_, NullableType) or type_ == BasicType(Basic.JSON)
        return values if is_nullable else [*values, None]

    def _refused(self, type_: Type) -> Iterator[JsonValue]:
        match type_:
            case NullableType(inner):
                yield from self._refused(inner)
            case ListType(inner):
                yield from ("text", {})
                yield from ([value] for value in self._refused(inner))
            case MapType(inner):
                yield from ("text", [])
                yield from ({"a key": value} for value in self._refused(inner))
            case ObjectType():
                yield from ("text", [], 5)
            case UnionType():
                yield from ("text", [], {})
            case ChoiceType(name):
                members = self.choices[name].members
                kinds = {json_kind(member.type) for member in members}
                values: list[JsonValue] = ["text", 5, True, ["text"]]
                yield from (value for value in values if _kind(value) not in kinds)
                if any(member.mark for member in members) or "object" not in kinds:
                    yield {}
            case EnumType(name):
                enum = self.enums[name]
                yield from _of_other_kinds(enum.basic)
                if not enum.is_open:
                    yield _other_than(*enum.values)
            case LiteralType(literal):
                yield from _of_other_kinds(kind_of(literal))
                yield _other_than(literal)
            case BasicType(basic):
                yield from _REFUSED[basic]
            case NamedType():
                return


def _of_other_kinds(basic: Basic) -> list[JsonValue]:
    values: dict[Basic, JsonValue] = {
        Basic.INTEGER: 5,
        Basic.STRING: "5",
        Basic.BOOLEAN: True,
    }
    return [[], *(value for kind, value in values.items() if kind is not basic)]


def _other_than(*values: Literal) -> JsonValue:
    match values:
        case (bool(value),):
            return not value
        case (int(), *_):
            return max(map(int, values)) + 1
        case _:
            return max(map(str, values)) + "!"


def json_path(key: str) -> str:
    """Return the path that an error gives for *key* of the outermost object."""
    shown = key if len(key) <= 60 else f"{key[:60]}…"
    is_plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key)
    return f"$.{shown}" if is_plain else f"$[{json.dumps(shown)}]"


def _kind(value: JsonValue) -> str:
    """Return the kind of JSON that a value is, as `json_kind` calls it."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list():
            return "list"
        case dict():
            return "object"
        case None:
            return ""


def _sample(basic: Basic, key: str, index: int) -> JsonValue:
    match basic:
        case Basic.STRING:
            return f"the {key}"
        case Basic.INTEGER:
            return index + 1
        case Basic.NUMBER:
            return index + 0.5
        case Basic.UNIXTIME:
            return 1_730_419_200 + index
        case _:
            samples = _SAMPLES[basic]
            return samples[index % len(samples)]


def _is_number(value: JsonValue) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_basic(basic: Basic, value: JsonValue) -> bool:
    match basic:
        case Basic.STRING:
            return isinstance(value, str)
        case Basic.BOOLEAN:
            return isinstance(value, bool)
        case Basic.NUMBER:
            return _is_number(value)
        case Basic.INTEGER:
            return _is_number(value) and value == value // 1  # 1e3 is an integer too
        case Basic.JSON:
            return True
        case _:
            return _is_text_of(basic, value)


def _is_text_of(basic: Basic, value: JsonValue) -> bool:
    # Imported where it is needed: most specs have no such example, and cattrs is large.
    from .support import _codecs, _formats
    from .support._errors import Mismatch

    codecs: dict[Basic, _codecs.Codec[Any]] = {
        Basic.DECIMAL: _formats.DECIMAL,
        Basic.DATE: _formats.DATE,
        Basic.DATETIME: _formats.DATETIME,
        Basic.UNIXTIME: _formats.UNIXTIME,
        Basic.DURATION: _formats.DURATION,
        Basic.UUID: _formats.UUID_TEXT,
        Basic.BYTES: _formats.BYTES,
    }
    try:
        codecs[basic].read(value)
    except Mismatch:
        return False
    return True


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

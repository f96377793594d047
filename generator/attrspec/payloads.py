"""Payloads of the types of a spec, as the generated tests need them.

This is the spec's own view. The generated converters are held against it, so it shares
no code with them.
"""

from collections.abc import Iterator, Sequence

from attrs import Factory, frozen

from .choices import json_kind
from .constraints import allows, example_of, excluded, item_type, sample
from .samples import REFUSED, kind, of_other_kinds, other_than, sample_of
from .sizes import Room, TooLargeError
from .source import JsonValue, plain
from .spec import (
    BasicType,
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
    is_json,
    kind_of,
    without_null,
)

__all__ = ["Payloads"]


@frozen
class Payloads(Definitions):
    """Payloads of the types of a resolved spec."""

    room: Room = Factory(Room)

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
        made = self.largest(item)
        example = plain(item.example) if item.example is not None else {}
        if isinstance(example, dict):
            made |= {key: value for key, value in example.items() if value is not None}
        return made

    def largest(self, item: ObjectSpec) -> dict[str, JsonValue]:
        """Return a payload with all keys, whatever the example of the object has.

        Raises:
            TooLargeError: It would be too large, or too deep.
        """
        try:
            return self._full(item, levels=2)
        except TooLargeError:
            return self._full(item, levels=1)

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
            if not field.is_optional or (
                full and not self._leads_into(item_type(field) or field.type, inside)
            ):
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
            case BasicType():
                return False
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
            case BasicType(basic):  # as most are
                return sample_of(basic, key, index)
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
        is_nullable = isinstance(type_, NullableType) or is_json(type_)
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
                yield from (value for value in values if kind(value) not in kinds)
                if any(member.mark for member in members) or "object" not in kinds:
                    yield {}
            case EnumType(name):
                enum = self.enums[name]
                yield from of_other_kinds(enum.basic)
                if not enum.is_open:
                    yield other_than(*enum.values)
            case LiteralType(literal):
                yield from of_other_kinds(kind_of(literal))
                yield other_than(literal)
            case BasicType(basic):
                yield from REFUSED[basic]
            case NamedType():
                return

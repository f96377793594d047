"""Unions without a tag: how JSON shows which of their members a payload is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from . import graph
from .diagnostics import Diagnostic, quoted
from .spec import (
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    EnumType,
    ListType,
    LiteralType,
    MapType,
    Member,
    NamedType,
    NullableType,
    ObjectSpec,
    ObjectType,
    Spec,
    Type,
    UnionSpec,
    UnionType,
    kind_of,
)

__all__ = ["MOMENTS", "check_choice", "check_circles", "json_kind", "marked"]

MOST_LEVELS = 16
"""How deep unions without a tag may be in one another."""

_NUMBERS = frozenset({Basic.INTEGER, Basic.NUMBER, Basic.UNIXTIME})
MOMENTS = frozenset({Basic.DATETIME, Basic.UNIXTIME})
"""The types whose values are moments in Python, however they are spelt in JSON."""


def json_kind(type_: Type) -> str:
    """Return the kind of JSON that payloads of a type are; nothing if it is not one."""
    match type_:
        case BasicType(Basic.BOOLEAN):
            return "boolean"
        case BasicType(Basic.JSON) | NullableType() | ChoiceType() | NamedType():
            return ""
        case BasicType(basic):
            return "number" if basic in _NUMBERS else "text"
        case EnumType(basic=basic):
            return json_kind(BasicType(basic))
        case LiteralType(value):
            return json_kind(BasicType(kind_of(value)))
        case ListType():
            return "list"
        case MapType() | ObjectType() | UnionType():
            return "object"


def check_choice(choice: ChoiceSpec, spec: Spec) -> Iterator[Diagnostic]:
    """Yield why the members of a union, which has its marks, cannot be told apart."""
    if len(choice.members) < 2:
        message = f"union {choice.name} has no tag and fewer than two members"
        yield Diagnostic(choice.span, "empty-union", message, _tag_hint(choice, spec))
    kinds: dict[str, Member] = {}
    for member in choice.members:
        match member.type:
            case NamedType():
                continue  # that has been said
            case NullableType():
                message = "null is no member of a union"
                hint = f"write {choice.name}? where null is allowed"
                yield Diagnostic(member.span, "bad-member", message, hint)
            case ChoiceType(name):
                message = f"{name} is a union without a tag itself"
                hint = "list its members here"
                yield Diagnostic(member.span, "bad-member", message, hint)
            case BasicType(Basic.JSON):
                message = "json is whatever the other members are, too"
                yield Diagnostic(member.span, "ambiguous-union", message, "write json")
            case type_:
                kind = json_kind(type_)
                first = kinds.setdefault(kind, member)
                if first is not member and kind != "object":
                    message = f"two members of {choice.name} are of the kind {kind}"
                    hint = f"the other is at {first.span}"
                    yield Diagnostic(member.span, "ambiguous-union", message, hint)
    basics = {m.type.basic for m in choice.members if isinstance(m.type, BasicType)}
    if basics >= MOMENTS:
        message = "datetime and unixtime are one type in Python"
        yield Diagnostic(choice.span, "ambiguous-union", message)
    alike = [m for m in choice.members if m.mark is None]
    tag = _tag_hint(choice, spec) if alike else ""
    for member in alike:
        if json_kind(member.type) == "object":
            message = f"nothing tells {_shown(member.type)} from the other objects"
            hint = tag or _mark_hint(choice, spec)
            yield Diagnostic(member.span, "ambiguous-union", message, hint)


def _tag_hint(choice: ChoiceSpec, spec: Spec) -> str:
    """Return that there could be a tag, if all members have a constant in common."""
    objects = {item.name: item for item in spec.objects}
    found = [
        {constant.key for constant in objects[member.type.name].constants}
        for member in choice.members
        if isinstance(member.type, ObjectType)
    ]
    if len(found) < len(choice.members) or not found:
        return ""
    common = found[0].intersection(*found[1:])
    return f"add tag: {min(common)}" if common else ""


def _mark_hint(choice: ChoiceSpec, spec: Spec) -> str:
    objects = _Objects.of(spec)
    if any(objects.is_open(member.type) for member in choice.members):
        return "a map or an object with allow_extra can have the keys of any other"
    return "it needs a required key that they lack"


def _shown(type_: Type) -> str:
    match type_:
        case ObjectType(name) | UnionType(name):
            return name
        case _:
            return "a map"


def marked(spec: Spec) -> Spec:
    """Return a spec in whose unions without a tag the objects have their marks.

    A mark is a key that one of them needs and none of the others has. It is empty where
    there is but one object, and None where there is no such key.
    """
    objects = _Objects.of(spec)
    choices = tuple(_marked(choice, objects) for choice in spec.choices)
    return evolve(spec, choices=choices)


def _marked(choice: ChoiceSpec, objects: "_Objects") -> ChoiceSpec:
    types = [m.type for m in choice.members if json_kind(m.type) == "object"]
    counts = Counter(types)
    users = Counter(key for type_ in counts for key in objects.keys(type_))
    is_open = any(map(objects.is_open, counts))
    members: list[Member] = []
    for member in choice.members:
        if member.type not in counts or len(types) == 1:
            members.append(member)
            continue
        own = (key for key in objects.required(member.type) if users[key] == 1)
        is_alone = counts[member.type] == 1 and not is_open
        members.append(evolve(member, mark=next(own, None) if is_alone else None))
    return evolve(choice, members=tuple(members))


@frozen
class _Objects:
    """What keys objects have."""

    objects: Mapping[str, ObjectSpec]
    unions: Mapping[str, UnionSpec]

    @classmethod
    def of(cls, spec: Spec) -> "_Objects":
        return cls(
            {item.name: item for item in spec.objects},
            {item.name: item for item in spec.unions},
        )

    def is_open(self, type_: Type) -> bool:
        """Return whether the spec allows any key in objects of a type."""
        match type_:
            case MapType():
                return True
            case ObjectType(name):
                return self.objects[name].allow_extra is not None
            case UnionType(name):
                members = (member.name for member in self.unions[name].members)
                return any(
                    self.is_open(ObjectType(n)) for n in members if n in self.objects
                )
            case _:
                return False

    def keys(self, type_: Type) -> frozenset[str]:
        match type_:
            case ObjectType(name):
                item = self.objects[name]
                keys = [constant.key for constant in item.constants]
                return frozenset(keys).union(field.key for field in item.fields)
            case UnionType(name):
                names = [member.name for member in self.unions[name].members]
                found = [self.keys(ObjectType(n)) for n in names if n in self.objects]
                return frozenset({self.unions[name].tag}).union(*found)
            case _:
                return frozenset()

    def required(self, type_: Type) -> Sequence[str]:
        match type_:
            case ObjectType(name):
                item = self.objects[name]
                fields = [field.key for field in item.fields if not field.is_optional]
                return [*(constant.key for constant in item.constants), *fields]
            case UnionType(name):
                return [self.unions[name].tag]
            case _:
                return []


def check_circles(spec: Spec) -> Iterator[Diagnostic]:
    """Yield unions that lead back to themselves with no object between, or too deep."""
    choices = {choice.name: choice for choice in spec.choices}
    references = {
        name: [name for m in choice.members for name in _choices_in(m.type)]
        for name, choice in choices.items()
    }
    levels: dict[str, int] = {}
    for group in graph.groups(references):
        for name in group:
            inner = references[name]
            span = choices[name].span
            levels[name] = 1 + max((levels.get(other, 0) for other in inner), default=0)
            if group[1:] or name in inner:
                message = f"{quoted(name)} consists of itself"
                hint = "put an object between, or write json"
                yield Diagnostic(span, "endless-union", message, hint)
            elif levels[name] == MOST_LEVELS + 1:
                message = f"unions inside of {name} are more than {MOST_LEVELS} deep"
                hint = "put an object between, or write json"
                yield Diagnostic(span, "too-deep", message, hint)


def _choices_in(type_: Type) -> Iterator[str]:
    match type_:
        case ChoiceType(name):
            yield name
        case ListType(inner) | MapType(inner) | NullableType(inner):
            yield from _choices_in(inner)
        case _:
            return

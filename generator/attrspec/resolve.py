"""Stage 3: a spec whose names are linked.

References become objects, unions and enums, mixins are folded into the objects that
name them, and types are put in an order in which each can be defined. What does not
exist, what exists twice and what could never be built is reported with every place it
concerns.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from . import choices, graph
from .aliases import expanded
from .constraints import check_constraints, check_samples, item_type
from .diagnostics import Diagnostic, Hints, Span, quoted, shown
from .families import check_families, modules_of_tests
from .names import is_reserved_attribute, is_reserved_type
from .source import Node, plain
from .spec import (
    UNREADABLE,
    AliasSpec,
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    Constant,
    Definition,
    EnumSpec,
    EnumType,
    FieldSpec,
    ListType,
    Literal,
    LiteralType,
    MapType,
    MixinSpec,
    NamedType,
    NullableType,
    ObjectSpec,
    ObjectType,
    Reference,
    Spec,
    Type,
    UnionSpec,
    UnionType,
    definitions,
    is_json,
    referred,
    types_in,
    without_null,
)
from .tags import tags
from .twins import check_twins

__all__ = ["resolve"]

MOST_FIELDS = 5_000
MOST_FIELDS_EACH = 10
"""How many fields mixins may give to objects: so many, and some for each line of both.

A mixin with as many fields as there are objects makes a small spec a large package.
"""


def resolve(spec: Spec) -> tuple[Spec, list[Diagnostic]]:
    """Return *spec* with its names linked, and what is wrong with them."""
    spec, wrong = expanded(spec)
    resolver = _Resolver(spec)
    resolver.diagnostics += wrong
    objects = tuple(resolver.object(item) for item in spec.objects)
    linked = tuple(resolver.choice(item) for item in spec.choices)
    aliases = tuple(map(resolver.alias, spec.aliases))
    resolved = choices.marked(
        evolve(spec, objects=objects, choices=linked, aliases=aliases)
    )
    for mixin in spec.mixins:
        for field in mixin.fields:
            resolver.link(field)
    resolver.check_unions({item.name: item for item in objects})
    resolver.check_choices(resolved)
    circles = list(choices.check_circles(resolved))
    resolver.diagnostics += circles
    resolver.diagnostics += check_twins(
        evolve(resolved, choices=()) if circles else resolved
    )
    resolver.check_package()
    for item in spec.enums:
        resolver.check_enum(item)
    resolver.diagnostics += check_families(spec)
    if not resolver.diagnostics:
        references = _references(resolved)
        resolved = evolve(resolved, groups=tuple(graph.groups(references)))
        resolver.check_endless(resolved)
    return resolved, resolver.diagnostics


def _references(spec: Spec) -> dict[str, list[str]]:
    references: dict[str, list[str]] = {enum.name: [] for enum in spec.enums}
    for item in spec.objects:
        names = (name for type_ in types_in(item) for name in referred(type_))
        references[item.name] = list(dict.fromkeys(names))
    for union in spec.unions:
        references[union.name] = [member.name for member in union.members]
    for choice in spec.choices:
        names = (name for member in choice.members for name in referred(member.type))
        references[choice.name] = list(dict.fromkeys(names))
    for alias in spec.aliases:
        references[alias.name] = list(dict.fromkeys(referred(alias.type)))
    return references


_TAKEN_PACKAGES = frozenset(
    {
        *("attr", "attrs", "attrspec", "cattr", "cattrs", "hypothesis", "msgspec"),
        *("orjson", "pytest", "typing_extensions"),
        # what generated tests call modules of the package,
        *("strategies", "testing"),
        # what Python imports when it starts, and what pytest does,
        *("sitecustomize", "usercustomize", "conftest", "test", "tests"),
        # and what Windows has no folder of.
        *("aux", "con", "nul", "prn", *(f"com{n}" for n in range(10))),
        *(f"lpt{n}" for n in range(10)),
    }
)
_PASSING_MODULES = frozenset(
    {
        # gone with Python 3.12,
        *("asynchat", "asyncore", "distutils", "imp", "smtpd"),
        # gone with 3.13,
        *("aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3"),
        *("mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes", "sndhdr"),
        *("spwd", "sunau", "telnetlib", "uu", "xdrlib"),
        # new in 3.14
        *("annotationlib", "compression"),
    }
)
"""Modules of the standard library that some versions of Python have, and some not."""
_OTHER_NAMES = {
    **dict.fromkeys(("array", "List", "tuple", "set"), "list[...]"),
    **dict.fromkeys(("object", "dict", "Dict", "any", "Any"), "json or map[...]"),
    **dict.fromkeys(("float", "double", "Float"), "number"),
    **dict.fromkeys(("int", "Int", "int32", "int64", "long"), "integer"),
    **dict.fromkeys(("str", "String", "text"), "string"),
    **dict.fromkeys(("bool", "Boolean"), "boolean"),
    **dict.fromkeys(("timestamp",), "unixtime or datetime"),
}
"""What other languages call the types."""

_ACCEPTS: dict[str, tuple[Basic, ...]] = {
    "string": (Basic.INTEGER, Basic.NUMBER, Basic.BOOLEAN),
    "number": (Basic.DECIMAL,),
}


def _other_name(part: Constant | FieldSpec, taken: set[str]) -> str:
    """Return what to write for a field whose name is taken; nothing for a constant.

    The name that is proposed is then *taken*, too.
    """
    if isinstance(part, Constant):
        return ""
    name = f"{part.name}_"
    while name in taken or is_reserved_attribute(name):
        name += "_"
    taken.add(name)
    return f"write name: {name} under {quoted(part.key)}, or a better name"


_DEFAULTED = (Basic.STRING, Basic.INTEGER, Basic.NUMBER, Basic.BOOLEAN)
"""The types whose values Python spells as JSON does."""


def _repeated(values: Sequence[Literal]) -> list[Literal]:
    return [value for value, count in Counter(values).items() if count > 1]


class _Resolver:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.diagnostics: list[Diagnostic] = []
        self.definitions: dict[str, Definition | MixinSpec] = {}
        self.mixins = {mixin.name: mixin for mixin in spec.mixins}
        self.hints = Hints()
        self.room = MOST_FIELDS + MOST_FIELDS_EACH * (
            len(spec.objects) + sum(len(mixin.fields) for mixin in spec.mixins)
        )
        types = list(definitions(spec))
        self.check_type_names([*types, *spec.mixins])
        self.check_former_types(types)
        self.now = {former.name: item.name for item in types for former in item.was}
        self.known = [*(b.value for b in Basic), "list", "map", *self.definitions]

    def error(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        self.diagnostics.append(Diagnostic(span, rule, message, hint))

    def check_type_names(self, items: Iterable[Definition | MixinSpec]) -> None:
        functions: dict[str, Definition] = {}
        for item in items:
            shown = quoted(item.name)
            first = self.definitions.setdefault(item.name, item)
            if first is not item:
                message = f"{shown} is defined twice"
                hint = f"first at {first.span}"
                self.error(item.span, "duplicate-type", message, hint)
            elif isinstance(item, MixinSpec):
                continue
            elif is_reserved_type(item.name):
                message = f"{shown} is a name that generated modules have already"
                self.error(item.span, "reserved-name", message, "choose another")
            else:
                other = functions.setdefault(item.name.lower(), item)
                if other is not item:
                    message = (
                        f"{shown} and {quoted(other.name)} at {other.span} "
                        "differ by nothing but capital letters"
                    )
                    self.error(item.span, "name-clash", message, "rename one")

    def check_former_types(self, items: Iterable[Definition]) -> None:
        spans = {name: item.span for name, item in self.definitions.items()}
        for item in items:
            for former in item.was:
                if is_reserved_type(former.name):
                    message = f"{quoted(former.name)} cannot be the name of a type"
                    self.error(former.span, "reserved-name", message, "remove it")
                else:
                    self.check_former(former, spans, item.name)

    def check_former(
        self, former: Reference, spans: dict[str, Span], owner: str
    ) -> None:
        """Report a former name that something has already."""
        span = spans.setdefault(former.name, former.span)
        if span is not former.span:
            message = f"{quoted(former.name)}, a former name of {owner}, is taken"
            self.error(former.span, "name-clash", message, f"it is at {span}")

    def object(self, item: ObjectSpec) -> ObjectSpec:
        fields = list(item.fields)
        seen: set[str] = set()
        for reference in item.mixins:
            mixin = self.mixins.get(reference.name)
            if reference.name in seen:
                message = f"{item.name} lists the mixin {quoted(reference.name)} twice"
                self.error(reference.span, "duplicate-mixin", message, "remove one")
            elif mixin is None:
                message = f"unknown mixin {quoted(reference.name)}"
                hint = self.hints.did_you_mean(reference.name, self.mixins)
                self.error(reference.span, "unknown-mixin", message, hint)
            elif len(mixin.fields) > self.room >= 0:
                self.room = -1  # which is said once
                message = "the mixins give too many fields to too many objects"
                hint = "have an object with these fields, and a field of that type"
                self.error(reference.span, "too-large", message, hint)
            elif self.room >= 0:
                fields += mixin.fields
                self.room -= len(mixin.fields)
            seen.add(reference.name)
        linked = tuple(map(self.link, fields))
        self.check_keys(item, linked)
        extra = item.allow_extra
        if extra is not None:
            extra = self.linked(extra)
            self.check_null(extra, item.extra_span)
        linked_item = evolve(item, fields=linked, allow_extra=extra)
        self.diagnostics += check_samples(linked_item)
        return linked_item

    def choice(self, item: ChoiceSpec) -> ChoiceSpec:
        members = [evolve(m, type=self.linked(m.type)) for m in item.members]
        return evolve(item, members=tuple(members))

    def alias(self, item: AliasSpec) -> AliasSpec:
        linked = self.linked(item.type)
        self.check_null(linked, item.type_span)
        return evolve(item, type=linked)

    def check_keys(self, item: ObjectSpec, fields: Iterable[FieldSpec]) -> None:
        keys: dict[str, Span] = {}
        names: dict[str, Constant | FieldSpec] = {}
        parts: list[Constant | FieldSpec] = [*item.constants, *fields]
        taken = {part.name for part in parts}
        for part in parts:
            if part.key in keys:
                message = f"{item.name} has the key {quoted(part.key)} twice"
                hint = f"first at {keys[part.key]}"
                self.error(part.span, "duplicate-field", message, hint)
                continue
            keys[part.key] = part.span
            if not part.name:
                message = f"no attribute can be named after the key {quoted(part.key)}"
                can_be_named = isinstance(part, FieldSpec)
                hint = "add name: with one in snake_case" if can_be_named else ""
                self.error(part.span, "unnameable-key", message, hint)
                continue
            if is_reserved_attribute(part.name):
                message = f"an attribute cannot be called {quoted(part.name)}"
                self.error(part.span, "reserved-name", message, f"name: {part.name}_")
            other = names.setdefault(part.name, part)
            if other is not part:
                one, first = quoted(part.key), quoted(other.key)
                message = (
                    f"the keys {one} and {first} at {other.span} both become "
                    f"{part.name}"
                )
                hint = _other_name(part, taken) or _other_name(other, taken)
                self.error(part.span, "name-clash", message, hint)
        spans = {name: part.span for name, part in names.items()}
        for field in fields:
            for former in field.was:
                if is_reserved_attribute(former.name):
                    message = f"an attribute cannot be called {quoted(former.name)}"
                    self.error(former.span, "reserved-name", message, "remove it")
                else:
                    self.check_former(former, spans, field.name)

    def link(self, field: FieldSpec) -> FieldSpec:
        type_ = self.linked(field.type)
        linked = field if type_ == field.type else evolve(field, type=type_)
        base = without_null(type_)
        if isinstance(base, NamedType):
            return linked
        for kind in field.accept:
            allowed = _ACCEPTS[kind]
            if not (isinstance(base, BasicType) and base.basic in allowed):
                types = " or ".join(basic.value for basic in allowed)
                message = f"accept: [{kind}] goes with a field of type {types}"
                self.error(field.type_span, "bad-accept", message)
        if field.default is not None:
            self.check_default(field, field.default, base)
        self.check_null(type_, field.type_span)
        self.diagnostics += check_constraints(linked)
        return linked

    def check_null(self, type_: Type, span: Span) -> None:
        """Report a null that is there already."""
        if isinstance(type_, NullableType) and is_json(type_.type):
            message = "null is a json value already"
            self.error(span, "bad-type", message, "write json")

    def check_default(self, field: FieldSpec, default: Node, base: Type) -> None:
        """Report a default that goes with no field, or not with this one."""
        if not field.is_optional:
            message = "a default goes with a key that may be absent"
            self.error(default.span, "bad-default", message, "add optional: true")
        match base:
            case BasicType(basic) | EnumType(basic=basic) if basic in _DEFAULTED:
                value = plain(default)
                if isinstance(value, float) and basic is Basic.INTEGER:
                    message = "a default of an integer has no fraction"
                    hint = f"write {value:.0f}"
                    self.error(default.span, "bad-default", message, hint)
            case LiteralType() | NamedType():
                return
            case _:
                types = ", ".join(_DEFAULTED)
                message = f"a default goes with the types {types}, enums and literals"
                self.error(default.span, "bad-default", message)

    def linked(self, type_: Type) -> Type:
        match type_:
            case BasicType():  # as most are
                return type_
            case NamedType(name, span):
                return self.named(name, span)
            case ListType(inner):
                return ListType(self.linked(inner))
            case MapType(inner):
                return MapType(self.linked(inner))
            case NullableType(inner):
                return NullableType(self.linked(inner))
            case _:
                return type_

    def named(self, name: str, span: Span) -> Type:
        """Return the type called *name*, which may not be there."""
        match self.definitions.get(name):
            case ObjectSpec():
                return ObjectType(name)
            case UnionSpec():
                return UnionType(name)
            case ChoiceSpec():
                return ChoiceType(name)
            case EnumSpec(basic=basic):
                return EnumType(name, basic)
            case MixinSpec():
                message = f"{quoted(name)} is a mixin, which is no type"
                self.error(span, "unknown-type", message, "list it under mixins")
            case None if name in {*self.spec.broken, UNREADABLE.name}:
                pass  # that has been said
            case None:
                message = f"unknown type {quoted(name)}"
                hint = self.now.get(name) or _OTHER_NAMES.get(name, "")
                hint = f"write {hint}" if hint else ""
                hint = hint or self.hints.did_you_mean(name, self.known)
                self.error(span, "unknown-type", message, hint)
            case AliasSpec():
                pass  # which has its type in its place already
        return UNREADABLE

    def check_unions(self, objects: Mapping[str, ObjectSpec]) -> None:
        enums = {item.name: item for item in self.spec.enums}
        for union in self.spec.unions:
            if not union.members:
                message = f"union {union.name} has no members"
                self.error(union.span, "empty-union", message)
            known: dict[str, str] = {}
            counts = Counter(member.name for member in union.members)
            for member in union.members:
                item = objects.get(member.name)
                if item is None:
                    message = f"{quoted(member.name)} is not an object of this spec"
                    hint = self.hints.did_you_mean(member.name, objects)
                    self.error(member.span, "unknown-type", message, hint)
                    continue
                own = tags(item, union.tag, enums)
                if not own:
                    message = (
                        f"{member.name} has no constant {quoted(union.tag)}, "
                        f"which tells the members of {union.name} apart"
                    )
                    hint = f"add tag: {{{union.tag}: ...}} to {member.name}"
                    self.error(member.span, "untagged-member", message, hint)
                elif counts[member.name] > 1:
                    message = f"{member.name} is listed twice"
                    self.error(member.span, "ambiguous-tag", message)
                for tag in own:
                    if known.setdefault(tag, member.name) != member.name:
                        message = f"{member.name} and {known[tag]} have the same tag"
                        message = f"{message} {quoted(tag)}"
                        self.error(member.span, "ambiguous-tag", message)

    def check_choices(self, spec: Spec) -> None:
        for choice in spec.choices:
            self.diagnostics += choices.check_choice(choice, spec)

    def check_package(self) -> None:
        package = self.spec.package
        taken = _TAKEN_PACKAGES | _PASSING_MODULES | sys.stdlib_module_names
        if package.name in taken | modules_of_tests(self.spec):
            message = f"{quoted(package.name)} is a name that something else has"
            self.error(package.span, "reserved-package", message, "choose another")

    def check_enum(self, item: EnumSpec) -> None:
        if not item.values:
            self.error(item.span, "empty-enum", f"enum {item.name} has no values")
        for value in _repeated(item.values):
            message = f"enum {item.name} lists {shown(value)} twice"
            self.error(item.span, "duplicate-value", message)

    def check_endless(self, spec: Spec) -> None:
        """Report objects that no payload can be: each would have to hold another."""
        unions = {item.name: item for item in spec.unions}
        choices = {item.name: item for item in spec.choices}
        objects = {item.name: item for item in spec.objects}
        finite = {enum.name for enum in spec.enums}
        finite |= {union.name for union in spec.unions if union.is_open}
        finite |= {alias.name for alias in spec.aliases}

        def ends(type_: Type) -> bool:
            match type_:
                case ObjectType(name) | UnionType(name) | ChoiceType(name):
                    return name in finite
                case _:
                    return True

        def field_ends(field: FieldSpec) -> bool:
            return field.is_optional or ends(item_type(field) or field.type)

        def is_finite(name: str) -> bool:
            if name in unions:
                return any(member.name in finite for member in unions[name].members)
            if name in choices:
                return any(ends(member.type) for member in choices[name].members)
            fields = objects[name].fields
            return all(map(field_ends, fields))

        # In dependency order one pass finds nearly all; a circle takes several.
        rest: list[str] = []
        for group in spec.groups:
            others = [name for name in group if name not in finite]
            while found := {name for name in others if is_finite(name)}:
                finite |= found
                others = [name for name in others if name not in finite]
            rest += others
        for name in rest:
            if name in objects:
                message = f"no payload of {name} can end: it holds others for ever"
                hint = "make a field optional or nullable"
                self.error(objects[name].span, "endless-object", message, hint)

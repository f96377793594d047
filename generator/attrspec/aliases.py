"""Aliases: names of types that are neither objects nor unions nor enums.

An alias is what it stands for wherever it is named, so no later stage meets one but as
a name that the package exports.
"""

from collections.abc import Mapping
from operator import is_
from typing import TypeAlias

from attrs import evolve, frozen

from . import graph
from .diagnostics import Diagnostic, quoted
from .expressions import MOST_DEPTH
from .spec import (
    UNREADABLE,
    AliasSpec,
    BasicType,
    ChoiceSpec,
    FieldSpec,
    ListType,
    MapType,
    MixinSpec,
    NamedType,
    NullableType,
    ObjectSpec,
    Reference,
    Spec,
    Type,
    UnionSpec,
    named,
)

__all__ = ["expanded"]

_Types: TypeAlias = Mapping[str, Type]


def expanded(spec: Spec) -> tuple[Spec, list[Diagnostic]]:
    """Return *spec* with types in place of aliases, and what is wrong with these."""
    if not spec.aliases:
        return spec, []
    types, wrong = _types(spec)
    expander = _Expander(types)
    aliases = (evolve(item, type=expander.inside(item)) for item in spec.aliases)
    made = evolve(
        spec,
        aliases=tuple(aliases),
        objects=tuple(map(expander.object, spec.objects)),
        mixins=tuple(map(expander.mixin, spec.mixins)),
        unions=tuple(map(expander.union, spec.unions)),
        choices=tuple(map(expander.choice, spec.choices)),
    )
    return made, wrong


def _types(spec: Spec) -> tuple[_Types, list[Diagnostic]]:
    """Return what aliases stand for, without other aliases, and what is wrong.

    One that names what is not there cannot be read: that is said of the alias, and not
    wherever it is named.
    """
    aliases = {item.name: item for item in spec.aliases}
    names = set(spec.broken)
    for kind in (spec.objects, spec.unions, spec.choices, spec.enums):
        names |= {item.name for item in kind}
    references = {
        name: [other for other in named(item.type) if other in aliases]
        for name, item in aliases.items()
    }
    types: dict[str, Type] = {}
    wrong: list[Diagnostic] = []
    for group in graph.groups(references):
        for name in group:
            item = aliases[name]
            type_ = _Expander(types).type(item.type)
            if group[1:] or name in references[name]:
                message = f"{quoted(name)} stands for itself"
                hint = "put an object between, or write json"
                wrong.append(Diagnostic(item.span, "endless-alias", message, hint))
                type_ = UNREADABLE
            elif _levels(type_) > MOST_DEPTH:
                message = f"{name} stands for more than {MOST_DEPTH} nested types"
                hint = "put an object between"
                wrong.append(Diagnostic(item.span, "too-deep", message, hint))
                type_ = UNREADABLE
            is_known = names.issuperset(named(type_))
            types[name] = type_ if is_known else UNREADABLE
    return types, wrong


def _levels(type_: Type) -> int:
    match type_:
        case ListType(inner) | MapType(inner) | NullableType(inner):
            return 1 + _levels(inner)
        case _:
            return 1


@frozen
class _Expander:
    """Puts types in place of their aliases."""

    types: _Types

    def type(self, type_: Type) -> Type:
        """Return a type without aliases."""
        match type_:
            case BasicType():  # as most are
                return type_
            case NamedType(name):
                return self.types.get(name, type_)
            case ListType(inner):
                return ListType(self.type(inner))
            case MapType(inner):
                return MapType(self.type(inner))
            case NullableType(inner):
                found = self.type(inner)
                return found if isinstance(found, NullableType) else NullableType(found)
            case _:
                return type_

    def inside(self, item: AliasSpec) -> Type:
        """Return what an alias stands for, with names in it that are not there."""
        found = self.types[item.name]
        return self.type(item.type) if found == UNREADABLE else found

    def field(self, item: FieldSpec) -> FieldSpec:
        type_ = self.type(item.type)
        return item if type_ is item.type else evolve(item, type=type_)

    def mixin(self, item: MixinSpec) -> MixinSpec:
        return evolve(item, fields=tuple(map(self.field, item.fields)))

    def object(self, item: ObjectSpec) -> ObjectSpec:
        extra = None if item.allow_extra is None else self.type(item.allow_extra)
        fields = tuple(map(self.field, item.fields))
        if extra is item.allow_extra and all(map(is_, fields, item.fields)):
            return item
        return evolve(item, fields=fields, allow_extra=extra)

    def choice(self, item: ChoiceSpec) -> ChoiceSpec:
        members = (evolve(m, type=self.type(m.type)) for m in item.members)
        return evolve(item, members=tuple(members))

    def union(self, item: UnionSpec) -> UnionSpec:
        return evolve(item, members=tuple(map(self.member, item.members)))

    def member(self, reference: Reference) -> Reference:
        """Return what names an object itself."""
        match self.types.get(reference.name):
            case NamedType(name) if name:
                return evolve(reference, name=name)
            case _:
                return reference

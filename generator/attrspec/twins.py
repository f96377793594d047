"""Unions that are one type in Python and two in the spec.

What is asked for at run time is a type of Python, which does not say by which name.
"""

from collections.abc import Iterator
from typing import TypeAlias

from attrs import evolve, field, frozen

from .choices import MOMENTS
from .diagnostics import Diagnostic
from .spec import (
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    Definitions,
    EnumType,
    ListType,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    ObjectType,
    Spec,
    Type,
    UnionSpec,
    UnionType,
)

__all__ = ["check_twins"]

_Atom: TypeAlias = object
_Form: TypeAlias = frozenset[_Atom]
"""What a type is in Python: the members of a union, of which others have one."""


def check_twins(spec: Spec) -> Iterator[Diagnostic]:
    """Yield unions that are the same in Python, and are read in another way."""
    in_python = _Forms.of(spec)
    as_read = evolve(in_python, is_read=True, known={})
    seen: dict[_Form, UnionSpec | ChoiceSpec] = {}
    unions: list[UnionSpec | ChoiceSpec] = [*spec.unions, *spec.choices]
    for union in unions:
        other = seen.setdefault(in_python.of_union(union), union)
        if other is union:
            continue
        if isinstance(union, UnionSpec):
            message = f"{union.name} has the members of {other.name} at {other.span}"
        elif as_read.of_union(union) != as_read.of_union(other):
            message = f"{union.name} and {other.name} at {other.span} are one type in "
            message += "Python, and read in two ways"
        else:
            continue
        hint = "name one union in both places, or put one of them into an object"
        yield Diagnostic(union.span, "same-union", message, hint)


@frozen
class _Forms(Definitions):
    is_read: bool = False
    """Whether types count that are the same in Python and read in another way."""

    known: dict[str, _Form] = field(factory=dict[str, _Form])

    def of_union(self, union: UnionSpec | ChoiceSpec) -> _Form:
        if union.name not in self.known:
            self.known[union.name] = self._of_union(union)
        return self.known[union.name]

    def _of_union(self, union: UnionSpec | ChoiceSpec) -> _Form:
        if isinstance(union, ChoiceSpec):
            return frozenset[_Atom]().union(*(self.form(m.type) for m in union.members))
        names = frozenset(member.name for member in union.members)
        if self.is_read:
            return frozenset({(union.tag, union.is_open, names)})
        return names | {"Unknown"} if union.is_open else names

    def form(self, type_: Type) -> _Form:
        match type_:
            case BasicType(basic):
                is_moment = basic in MOMENTS and not self.is_read
                return frozenset({Basic.DATETIME if is_moment else basic})
            case LiteralType(value):
                return frozenset({frozenset({(type(value), value)})})
            case EnumType(name):
                enum = self.enums[name]
                values: _Atom = frozenset((type(value), value) for value in enum.values)
                return frozenset({values, enum.basic} if enum.is_open else {values})
            case ListType(inner):
                return frozenset({("list", self.form(inner))})
            case MapType(inner):
                return frozenset({("dict", self.form(inner))})
            case NullableType(inner):
                return self.form(inner) | {None}
            case ObjectType(name) | NamedType(name):
                return frozenset({name})
            case UnionType(name):
                return self.of_union(self.unions[name])
            case ChoiceType(name):
                return self.of_union(self.choices[name])

"""The model of a spec: what an API's objects are, and nothing of how they are printed.

Values are frozen. Spans take no part in equality: equality is what a spec means, a span
is where it was said.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Self, TypeAlias

from attrs import field, frozen

from .diagnostics import Level, Span
from .source import Node

__all__ = [
    "NO_CONSTRAINTS",
    "UNREADABLE",
    "AliasSpec",
    "Basic",
    "BasicType",
    "ChoiceSpec",
    "ChoiceType",
    "Constant",
    "Constraints",
    "Defined",
    "Definition",
    "Definitions",
    "Deprecation",
    "EnumSpec",
    "EnumType",
    "FieldSpec",
    "LintSetting",
    "ListType",
    "Literal",
    "LiteralType",
    "MapType",
    "Member",
    "MixinSpec",
    "NamedType",
    "NullableType",
    "ObjectSpec",
    "ObjectType",
    "PackageSpec",
    "Reference",
    "Spec",
    "Type",
    "UnionSpec",
    "UnionType",
    "Waiver",
    "definitions",
    "is_json",
    "kind_of",
    "named",
    "referred",
    "types_in",
    "without_null",
]


class Basic(StrEnum):
    """The types that the language has by itself."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    JSON = "json"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    UNIXTIME = "unixtime"
    DURATION = "duration"
    UUID = "uuid"
    BYTES = "bytes"


@frozen
class BasicType:
    """A type of the language."""

    basic: Basic


@frozen
class ListType:
    """`list[T]`."""

    item: "Type"


@frozen
class MapType:
    """`map[T]`: an object with keys of any name."""

    value: "Type"


@frozen
class NullableType:
    """`T?`."""

    type: "Type"


Literal: TypeAlias = str | int | bool
"""A value that a type can consist of."""


def kind_of(value: Literal) -> Basic:
    """Return the basic type that *value* is of."""
    match value:
        case bool():
            return Basic.BOOLEAN
        case int():
            return Basic.INTEGER
        case str():
            return Basic.STRING


def _exactly(value: Literal) -> tuple[type, Literal]:
    return type(value), value  # for Python, True equals 1


@frozen
class LiteralType:
    """`"text"`, `5` or `true`: one value and no other."""

    value: Literal = field(eq=_exactly)


@frozen
class NamedType:
    """The name of a type of the spec, before `resolve` knows which."""

    name: str
    span: Span = field(eq=False, repr=False)


UNREADABLE = NamedType("", Span("", 1, 1))
"""Stands where a type could not be read."""


@frozen
class Defined:
    """A type that the spec defines, by its name."""

    name: str


@frozen
class ObjectType(Defined):
    """An object of the spec."""


@frozen
class UnionType(Defined):
    """A union of the spec."""


@frozen
class ChoiceType(Defined):
    """A union of the spec that has no tag."""


@frozen
class EnumType(Defined):
    """An enum of the spec."""

    basic: Basic = Basic.STRING
    """The basic type that all its values are of."""


Type: TypeAlias = (
    BasicType
    | ListType
    | MapType
    | NullableType
    | LiteralType
    | NamedType
    | ObjectType
    | UnionType
    | ChoiceType
    | EnumType
)


def without_null(type_: Type) -> Type:
    """Return *type_* without the null it may have."""
    return type_.type if isinstance(type_, NullableType) else type_


def is_json(type_: Type) -> bool:
    """Return whether values of *type_* are whatever JSON has."""
    return isinstance(type_, BasicType) and type_.basic is Basic.JSON


def referred(type_: Type) -> Iterator[str]:
    """Yield the names of the types of the spec that *type_* is made of."""
    match type_:
        case BasicType():  # as most are
            return
        case Defined():
            yield type_.name
        case ListType(inner) | MapType(inner) | NullableType(inner):
            yield from referred(inner)
        case LiteralType() | NamedType():
            return


def named(type_: Type) -> Iterator[str]:
    """Yield the names that *type_* has before they are linked."""
    match type_:
        case NamedType(name):
            yield name
        case ListType(inner) | MapType(inner) | NullableType(inner):
            yield from named(inner)
        case _:
            return


@frozen
class Reference:
    """A name that stands for something defined elsewhere."""

    name: str
    span: Span = field(eq=False, repr=False)


@frozen
class Constant:
    """A key that has the same text in every payload of an object, such as its tag."""

    key: str
    name: str
    value: str
    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class Deprecation:
    """That something should not be used any more; each text may be empty."""

    since: str = ""
    use: str = ""
    """What to use instead."""

    doc: str = ""


@frozen(kw_only=True)
class Constraints:
    """What values of a field are, beside their type, unless they are null."""

    min: float | None = None
    max: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    """Characters of a text, items of a list, keys of a map."""

    max_length: int | None = None
    pattern: str | None = None
    """What is found somewhere in a text, as Python's `re` searches."""

    spans: Mapping[str, Span] = field(factory=dict[str, Span], eq=False, repr=False)
    """Where each of them is said, by its key."""


NO_CONSTRAINTS = Constraints()


@frozen(kw_only=True)
class FieldSpec:
    """A key of an object, and the attribute that holds its value."""

    key: str
    name: str
    type: Type
    doc: str
    is_optional: bool
    """Whether the key may be absent."""

    when: tuple[tuple[str, str], ...]
    """The request parameters, with values, that make the API fill this field."""

    unit: str
    """What a number counts, such as `seconds`."""

    accept: tuple[str, ...]
    """Kinds of JSON that the API also sends here and that are read as *type*."""

    default: Node | None
    """The value that an absent key stands for, if it stands for one."""

    constraints: Constraints = NO_CONSTRAINTS
    deprecated: Deprecation | None = None
    was: tuple[Reference, ...] = ()
    """Names that it had before."""

    span: Span = field(eq=False, repr=False)
    type_span: Span = field(eq=False, repr=False)

    @property
    def is_nullable(self) -> bool:
        """Whether null is a value of this field."""
        return isinstance(self.type, NullableType) or is_json(self.type)

    @property
    def may_be_none(self) -> bool:
        """Whether the attribute can be None."""
        return self.is_nullable or (self.is_optional and self.default is None)


@frozen(kw_only=True)
class MixinSpec:
    """Fields that several objects share."""

    name: str
    fields: tuple[FieldSpec, ...]
    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class ObjectSpec:
    """An object of the API."""

    name: str
    doc: str
    constants: tuple[Constant, ...]
    mixins: tuple[Reference, ...]
    fields: tuple[FieldSpec, ...]
    """Its own fields and then, once resolved, those of its mixins."""

    allow_extra: Type | None
    """The type of values under all other keys; None if they are whatever JSON has."""

    extra_span: Span = field(eq=False, repr=False)
    example: Node | None = field(eq=False)
    deprecated: Deprecation | None = None
    was: tuple[Reference, ...] = ()
    """Names that it had before."""

    span: Span = field(eq=False, repr=False)


def types_in(item: ObjectSpec) -> Iterator[Type]:
    """Yield the types of all values of an object."""
    yield from (field.type for field in item.fields)
    if item.allow_extra is not None:
        yield item.allow_extra


@frozen(kw_only=True)
class UnionSpec:
    """One of several objects, told apart by the text under a common key."""

    name: str
    doc: str
    tag: str
    members: tuple[Reference, ...]
    is_open: bool
    """Whether objects with other tags are kept as unknown."""

    deprecated: Deprecation | None = None
    was: tuple[Reference, ...] = ()
    """Names that it had before."""

    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class Member:
    """One type of a union that has no tag."""

    type: Type
    mark: str | None = ""
    """
    Once resolved, where several members are objects: a key that only this one has, or
    None if there is none.
    """

    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class ChoiceSpec:
    """A union without a tag: one of several types, told apart by what JSON shows."""

    name: str
    doc: str
    members: tuple[Member, ...]
    deprecated: Deprecation | None = None
    was: tuple[Reference, ...] = ()
    """Names that it had before."""

    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class EnumSpec:
    """One of several texts, or of several integers."""

    name: str
    doc: str
    values: tuple[str, ...] | tuple[int, ...]
    is_open: bool
    """Whether others of the same kind are values too."""

    deprecated: Deprecation | None = None
    was: tuple[Reference, ...] = ()
    """Names that it had before."""

    span: Span = field(eq=False, repr=False)

    @property
    def basic(self) -> Basic:
        """The basic type that all values are of."""
        return kind_of(self.values[0]) if self.values else Basic.STRING


@frozen(kw_only=True)
class AliasSpec:
    """A name for a type that has none of its own."""

    name: str
    doc: str
    type: Type
    """What it stands for; once resolved, without the names of other aliases."""

    deprecated: Deprecation | None = None
    was: tuple[Reference, ...] = ()
    """Names that it had before."""

    span: Span = field(eq=False, repr=False)
    type_span: Span = field(eq=False, repr=False)


Definition: TypeAlias = ObjectSpec | UnionSpec | ChoiceSpec | EnumSpec | AliasSpec


@frozen
class LintSetting:
    """How grave it is what a lint finds."""

    rule: str
    level: Level | None
    """The level; None if nothing is to be found."""

    span: Span = field(eq=False, repr=False)


@frozen
class Waiver:
    """A finding that is meant to be, and why."""

    rule: str
    at: str
    """A type, or a type and the key of a field with a dot between."""

    reason: str
    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class PackageSpec:
    """The distribution that is generated."""

    name: str
    """Its import name."""

    distribution: str
    version: str
    title: str
    doc: str
    license: str
    is_frozen: bool
    """Whether objects of its classes cannot be changed."""

    lints: tuple[LintSetting, ...]
    waivers: tuple[Waiver, ...]
    check_constraints: bool
    """Whether readers refuse values that constraints exclude."""

    span: Span = field(eq=False, repr=False)


@frozen(kw_only=True)
class Spec:
    """A package and the types in it."""

    package: PackageSpec
    mixins: tuple[MixinSpec, ...]
    objects: tuple[ObjectSpec, ...]
    unions: tuple[UnionSpec, ...]
    choices: tuple[ChoiceSpec, ...]
    enums: tuple[EnumSpec, ...]
    aliases: tuple[AliasSpec, ...] = ()
    broken: frozenset[str] = frozenset()
    """Names of types that could not be read: it is known that they are there."""

    groups: tuple[tuple[str, ...], ...] = ()
    """
    Once resolved: the names of all types such that each stands behind those it refers
    to. Types that refer to each other in a circle are one group.
    """

    hashes: Mapping[str, str] = field(factory=dict[str, str], eq=False, repr=False)
    """Hash of each file that it was read from, by name."""


@frozen
class Definitions:
    """The types of a spec, by their names."""

    objects: dict[str, ObjectSpec]
    unions: dict[str, UnionSpec]
    choices: dict[str, ChoiceSpec]
    enums: dict[str, EnumSpec]

    @classmethod
    def of(cls, spec: Spec) -> Self:
        """Return the types of *spec*."""
        return cls(
            {item.name: item for item in spec.objects},
            {item.name: item for item in spec.unions},
            {item.name: item for item in spec.choices},
            {item.name: item for item in spec.enums},
        )


def definitions(spec: Spec) -> Iterator[Definition]:
    """Yield all types of *spec* as they stand there, by kind."""
    yield from spec.objects
    yield from spec.unions
    yield from spec.choices
    yield from spec.enums
    yield from spec.aliases

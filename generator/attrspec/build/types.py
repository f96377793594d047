"""What each type of a spec is in Python: its annotation, its codec, its strategies."""

from collections.abc import Iterable, Iterator, Mapping

from attrspec import graph
from attrspec.choices import json_kind
from attrspec.families import placed
from attrspec.imports import Imports
from attrspec.layout import (
    Boolean,
    Bracketed,
    Lambda,
    Layout,
    Subscript,
    array,
    call,
    literal,
    tuple_of,
)
from attrspec.names import constant_name, function_name
from attrspec.python import Code, code, identifier, string
from attrspec.spec import (
    AliasSpec,
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    Defined,
    Definition,
    EnumSpec,
    EnumType,
    FieldSpec,
    ListType,
    Literal,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    ObjectType,
    Spec,
    Type,
    UnionSpec,
    UnionType,
    definitions,
    kind_of,
    referred,
    types_in,
)
from attrspec.tags import tags

__all__ = ["Definition", "Types", "basics", "builtin", "either"]

INLINE = frozenset({Basic.STRING, Basic.INTEGER, Basic.NUMBER, Basic.BOOLEAN})
"""Basic types whose values are in Python what they are in JSON, told by their class."""

_BUILTINS = {
    Basic.STRING: "str",
    Basic.INTEGER: "int",
    Basic.NUMBER: "float",
    Basic.BOOLEAN: "bool",
    Basic.BYTES: "bytes",
}
_IMPORTED = {
    Basic.JSON: ("._record", "Json"),
    Basic.DECIMAL: ("decimal", "Decimal"),
    Basic.UUID: ("uuid", "UUID"),
}
_TIMES = {
    Basic.DATE: "date",
    Basic.DATETIME: "datetime",
    Basic.UNIXTIME: "datetime",
    Basic.DURATION: "timedelta",
}
_CODECS = {
    Basic.STRING: ("._codecs", "STRING"),
    Basic.INTEGER: ("._codecs", "INTEGER"),
    Basic.NUMBER: ("._codecs", "NUMBER"),
    Basic.BOOLEAN: ("._codecs", "BOOLEAN"),
    Basic.JSON: ("._codecs", "JSON"),
    Basic.DECIMAL: ("._formats", "DECIMAL"),
    Basic.DATE: ("._formats", "DATE"),
    Basic.DATETIME: ("._formats", "DATETIME"),
    Basic.UNIXTIME: ("._formats", "UNIXTIME"),
    Basic.DURATION: ("._formats", "DURATION"),
    Basic.UUID: ("._formats", "UUID_TEXT"),
    Basic.BYTES: ("._formats", "BYTES"),
}
_CLASSES = {
    "text": "str",
    "number": "int",
    "boolean": "bool",
    "list": "list",
    "object": "dict",
}
"""The class that Python has for a kind of JSON; floats are numbers beside."""

_SPELLED = frozenset(
    {
        Basic.DECIMAL,
        Basic.DATE,
        Basic.DATETIME,
        Basic.DURATION,
        Basic.UUID,
        Basic.BYTES,
    }
)


def basics(type_: Type) -> Iterable[Basic]:
    """Yield the basic types that *type_* is made of."""
    match type_:
        case BasicType(basic):
            yield basic
        case ListType(inner) | MapType(inner) | NullableType(inner):
            yield from basics(inner)
        case _:
            return


class Types:
    """The types of a spec, by name, and what they are in Python."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.is_frozen = spec.package.is_frozen
        self.objects = {item.name: item for item in spec.objects}
        self.unions = {item.name: item for item in spec.unions}
        self.choices = {item.name: item for item in spec.choices}
        self.enums = {item.name: item for item in spec.enums}
        self.aliases = {item.name: item for item in spec.aliases}
        self.modules = placed(spec)
        self.circles: dict[str, frozenset[str]] = {}
        for group in spec.groups:
            for name in group:
                self.circles[name] = frozenset(group)
        self.ordered = tuple(self._in_order())
        self.names = frozenset(self.names_in(self.ordered))
        """The names of all types, and those that they had before."""

    def imports(self, folder: str) -> Imports:
        """Return the imports of a module in which types go by their names.

        Args:
            folder: The folder that has such modules, if there are several.
        """
        return Imports(self.names, folder if self.modules else "")

    def in_spec(self) -> Iterable[Definition]:
        """Return all definitions as they stand in the spec, by kind."""
        return definitions(self.spec)

    def in_order(self) -> Iterable[Definition]:
        """Return all definitions such that each stands behind what it needs.

        Only references inside a circle may point further down; unions close theirs.
        """
        return self.ordered

    def _in_order(self) -> Iterator[Definition]:
        for group in self.spec.groups:
            for name in group:
                if name in self.enums:
                    yield self.enums[name]
                elif name in self.objects:
                    yield self.objects[name]
                elif name in self.aliases:  # to which nothing refers
                    yield self.aliases[name]
            for name in group:
                if name in self.unions:
                    yield self.unions[name]
            # A circle of them goes through objects, so alone they have an order.
            choices = {
                name: [
                    other
                    for member in self.choices[name].members
                    for other in referred(member.type)
                    if other in group and other in self.choices
                ]
                for name in group
                if name in self.choices
            }
            for (name,) in graph.groups(choices):
                yield self.choices[name]

    def in_modules(self) -> Mapping[str, list[Definition]]:
        """Return all definitions in their order, by the module in which they stand.

        The one module of a spec with one file of types has no name.
        """
        names = sorted({*self.modules.values()}) or [""]
        found: dict[str, list[Definition]] = {name: [] for name in names}
        for item in self.in_order():
            found[self.modules.get(item.name, "")].append(item)
        return found

    def names_in(self, items: Iterable[Definition]) -> list[str]:
        """Return all names of types, former ones too."""
        names = [(item.name, *(former.name for former in item.was)) for item in items]
        return [name for several in names for name in several]

    def is_elsewhere(self, name: str, owner: str) -> bool:
        """Return whether a type stands in another module than *owner*."""
        return self.modules.get(name) != self.modules.get(owner)

    def is_imported(self, name: str, owner: str) -> bool:
        """Return whether a type of another module is imported by that of *owner*."""
        return self.is_elsewhere(name, owner) and owner not in self.objects

    def model(self, name: str, imports: Imports) -> Code:
        """Return the name of a type that a module imports from its model."""
        return imports.type(self._models(name), name)

    def annotated_model(self, name: str, imports: Imports) -> Code:
        """Return the name of a type that a module has in quotes alone."""
        return imports.annotation(self._models(name), name)

    def _models(self, name: str) -> str:
        return ".".join([".models", *([self.modules[name]] if self.modules else [])])

    def is_recursive(self, name: str, type_: Type) -> bool:
        """Return whether *type_*, in the definition of *name*, leads back to *name*."""
        match type_:
            case ObjectType(other) | UnionType(other) | ChoiceType(other):
                circle = self.circles[name]
                return other in circle and (len(circle) > 1 or other == name)
            case ListType(inner) | MapType(inner) | NullableType(inner):
                return self.is_recursive(name, inner)
            case _:
                return False

    def is_circular(self, name: str) -> bool:
        """Return whether an object leads back to itself."""
        types = types_in(self.objects[name])
        return any(self.is_recursive(name, type_) for type_ in types)

    def has_codec(self, item: Definition) -> bool:
        """Return whether there is a codec for a type alone."""
        is_open = isinstance(item, EnumSpec) and item.is_open
        return not (is_open or isinstance(item, AliasSpec))

    def is_open_enum(self, type_: Type) -> bool:
        """Return whether *type_* is an enum that reads any text."""
        return isinstance(type_, EnumType) and self.enums[type_.name].is_open

    def tags(self, name: str, key: str) -> tuple[str, ...]:
        """Return the texts that the object called *name* can have under *key*."""
        return tags(self.objects[name], key, self.enums)

    def parts(self, item: UnionSpec | ChoiceSpec | AliasSpec) -> list[str]:
        """Return the names of the types that a union or alias consists of."""
        match item:
            case AliasSpec():
                return list(referred(item.type))
            case UnionSpec():
                return [member.name for member in item.members]
            case ChoiceSpec():
                return [n for member in item.members for n in referred(member.type)]

    def json_class(self, type_: Type) -> str | None:
        """Return the class that usual payloads of *type_* have in Python, if one."""
        if type_ == BasicType(Basic.NUMBER):
            return None
        return _CLASSES.get(json_kind(type_))

    def has_spellings(self, type_: Type) -> bool:
        """Return whether payloads can spell one value of *type_* in several ways."""
        match type_:
            case BasicType(basic):
                return basic in _SPELLED
            case ListType(inner) | MapType(inner) | NullableType(inner):
                return self.has_spellings(inner)
            case ChoiceType(name):
                # It comes back to a choice through objects only, which see to it.
                members = self.choices[name].members
                return any(self.has_spellings(member.type) for member in members)
            case _:
                return False

    def inline(self, type_: Type) -> Basic | None:
        """Return the basic type whose class check is all that reading *type_* takes."""
        if isinstance(type_, EnumType) and self.is_open_enum(type_):
            return type_.basic
        if isinstance(type_, BasicType) and type_.basic in INLINE:
            return type_.basic
        return None

    def is_plain(self, type_: Type) -> bool:
        """Return whether values are stored, and written, as they are in a payload."""
        return self.inline(type_) not in {None, Basic.NUMBER}  # a float may be NaN

    # Annotations

    def annotation(
        self, type_: Type, imports: Imports, taken: frozenset[str] = frozenset()
    ) -> Layout:
        """Return the annotation for values of *type_*.

        Args:
            type_: The type.
            imports: Where the names that it needs are collected.
            taken: Names of attributes, which hide builtins and modules in their class.
        """
        match type_:
            case BasicType(basic) if basic in _BUILTINS:
                return builtin(_BUILTINS[basic], imports, taken)
            case BasicType(basic) if basic in _TIMES:
                if "dt" in taken:
                    return imports.name("datetime", _TIMES[basic], f"_{_TIMES[basic]}")
                module = imports.module("datetime", "dt")
                return code("{}.{}", module, identifier(_TIMES[basic]))
            case BasicType(basic):
                return imports.name(*_IMPORTED[basic])
            case ListType(inner):
                opening = code("{}[", builtin("list", imports, taken))
                value = self.annotation(inner, imports, taken)
                return Subscript(opening, value, Code("]"))
            case MapType(inner):
                opening = code("{}[", builtin("dict", imports, taken))
                key = builtin("str", imports, taken)
                value = self.annotation(inner, imports, taken)
                return Bracketed(opening, (key, value), Code("]"))
            case NullableType(inner):
                return _or_none(self.annotation(inner, imports, taken))
            case LiteralType(value):
                opening = code("{}[", imports.name("typing", "Literal"))
                return Subscript(opening, literal(value), Code("]"))
            case Defined() | NamedType():
                return identifier(type_.name)

    def attribute_annotation(
        self, field: FieldSpec, imports: Imports, taken: frozenset[str]
    ) -> Layout:
        """Return the annotation of an attribute."""
        annotation = self.annotation(field.type, imports, taken)
        if field.may_be_none and not field.is_nullable:
            return _or_none(annotation)
        return annotation

    def extra_annotation(
        self, type_: Type, imports: Imports, taken: frozenset[str]
    ) -> Layout:
        """Return the annotation for all keys that an object does not name."""
        opening = code("{}[", imports.name("collections.abc", "Mapping"))
        key = builtin("str", imports, taken)
        value = self.annotation(type_, imports, taken)
        return Bracketed(opening, (key, value), Code("]"))

    # Codecs

    def codec_name(self, name: str) -> Code:
        """Return the constant that holds the codec of an object, union or enum."""
        return identifier(f"_{constant_name(name)}")

    def codec(
        self, type_: Type, owner: str, imports: Imports, field: FieldSpec | None = None
    ) -> Layout:
        """Return the codec of *type_* as the definition of *owner* can refer to it.

        Args:
            type_: The type.
            owner: The object whose field has it, or the union.
            imports: Where the names that it needs are collected.
            field: The field.
        """
        accept = field.accept if field else ()
        match type_:
            case BasicType() if "number" in accept:
                return imports.name("._formats", "DECIMAL_OR_NUMBER")
            case BasicType(basic):
                codec = imports.name(*_CODECS[basic])
                if "string" in accept:
                    return call(imports.name("._codecs", "AcceptText"), codec)
                return codec
            case EnumType(basic=basic) if self.is_open_enum(type_):
                return imports.name(*_CODECS[basic])
            case LiteralType(value):
                if field:
                    return self.container_name(type_, field, owner)
                return self.closed(imports, value)
            case ObjectType(name) | UnionType(name) | ChoiceType(name) if (
                self.is_recursive(owner, type_) and not self.is_elsewhere(name, owner)
            ):
                later = imports.name("._codecs", "Later")
                spelt = Code("True") if self.has_spellings(type_) else None
                made = Lambda(self.codec_name(name))
                return call(later, made, has_spellings=spelt)
            case Defined() | NamedType():
                return self.codec_name(type_.name)
            case ListType(inner):
                container = imports.name("._codecs", "ListCodec")
            case MapType(inner):
                container = imports.name("._codecs", "MapCodec")
            case NullableType(inner):
                container = imports.name("._codecs", "Nullable")
        return call(container, self.codec(inner, owner, imports, field))

    def closed(self, imports: Imports, *values: Literal) -> Layout:
        """Return the codec of a few values and no others."""
        codec = imports.name("._codecs", "ClosedEnum")
        known = tuple_of(map(literal, values))
        basic = kind_of(values[0])
        if basic is Basic.STRING:
            return call(codec, known)
        return call(codec, known, imports.name(*_CODECS[basic]))

    def container_name(self, type_: Type, field: FieldSpec, owner: str) -> Code:
        """Return the constant for the codec of a type that is put together.

        Names of types never have two underscores side by side, and all parts stand
        in front, so no two of these are alike but for one type. A literal has the name
        of its field.
        """
        return identifier(f"_{self._constant(type_, field, owner)}")

    def _constant(self, type_: Type, field: FieldSpec, owner: str) -> str:
        match type_:
            case ListType(inner):
                return f"LIST_OF__{self._constant(inner, field, owner)}"
            case MapType(inner):
                return f"MAP_OF__{self._constant(inner, field, owner)}"
            case NullableType(inner):
                return f"NULLABLE__{self._constant(inner, field, owner)}"
            case BasicType(basic):
                return "__OR_".join([basic.value, *field.accept]).upper()
            case EnumType(basic=basic) if self.is_open_enum(type_):
                return basic.value.upper()
            case LiteralType():
                return f"{constant_name(owner)}__{field.name.upper()}"
            case Defined() | NamedType():
                return constant_name(type_.name)

    # Strategies

    def payloads(self, type_: Type, owner: str, imports: Imports) -> Layout:
        """Return the strategy for payloads of *type_*."""
        return self.strategy(type_, owner, imports, "payloads")

    def values(self, type_: Type, owner: str, imports: Imports) -> Layout:
        """Return the strategy for Python values of *type_*."""
        return self.strategy(type_, owner, imports, "objects")

    def strategy(self, type_: Type, owner: str, imports: Imports, of: str) -> Layout:
        """Return the strategy for `payloads` or for `objects` of *type_*."""
        match type_:
            case BasicType(basic):
                return _basic_strategy(basic, imports, of)
            case NullableType(inner):
                strategy = self.strategy(inner, owner, imports, of)
                return either(Code("st.none()"), strategy)
            case ListType(inner):
                strategy = self.strategy(inner, owner, imports, of)
                if of == "payloads":
                    return call(imports.name("._drawing", "json_arrays"), strategy)
                return call(Code("st.lists"), strategy, max_size=Code("3"))
            case MapType(inner):
                strategy = self.strategy(inner, owner, imports, of)
                if of == "payloads":
                    return call(imports.name("._drawing", "json_objects"), strategy)
                return call(
                    Code("st.dictionaries"),
                    Code("st.text()"),
                    strategy,
                    max_size=Code("3"),
                )
            case EnumType(name):
                return self.enum_strategy(self.enums[name])
            case LiteralType(value):
                return call(Code("st.sampled_from"), array([literal(value)]))
            case (
                ObjectType(name) | UnionType(name) | ChoiceType(name) | NamedType(name)
            ):
                if self.is_recursive(owner, type_) and not self.is_elsewhere(
                    name, owner
                ):
                    function = identifier(f"{function_name(name)}_{of}")
                    return call(imports.name("._drawing", "later"), function)
                return self.named_strategy(name, owner, imports, of)

    def named_strategy(
        self, name: str, owner: str, imports: Imports, of: str
    ) -> Layout:
        """Return the strategy that the function for an object or a union returns."""
        function = identifier(f"{function_name(name)}_{of}")
        if not self.is_elsewhere(name, owner):
            return code("{}()", function)
        elsewhere = imports.name("._elsewhere", "elsewhere")
        return call(elsewhere, string(self.modules[name]), string(function))

    def enum_strategy(self, enum: EnumSpec) -> Layout:
        """Return the strategy for the values of an enum."""
        known = call(
            Code("st.sampled_from"), array(literal(value) for value in enum.values)
        )
        return either(known, _STRATEGIES[enum.basic][0]) if enum.is_open else known


def _or_none(annotation: Layout) -> Layout:
    return Boolean(Code("|"), (annotation, Code("None")))


def either(first: Layout, second: Layout) -> Layout:
    """Return the strategy for what one of two strategies draws."""
    return call(Code("st.one_of"), first, second)


_STRATEGIES = {
    Basic.STRING: (Code("st.text()"), Code("st.text()")),
    Basic.INTEGER: (Code("st.integers()"), Code("st.integers()")),
    Basic.NUMBER: (Code("numbers"), Code("numbers")),
    Basic.BOOLEAN: (Code("st.booleans()"), Code("st.booleans()")),
    Basic.JSON: (Code("json_values"), Code("json_values")),
    Basic.DECIMAL: (Code("decimal_texts"), Code("decimals")),
    Basic.DATE: (Code("date_texts"), Code("st.dates()")),
    Basic.DATETIME: (Code("datetime_texts"), Code("datetimes")),
    Basic.UNIXTIME: (Code("unixtimes"), Code("whole_seconds")),
    Basic.DURATION: (Code("duration_texts"), Code("st.timedeltas()")),
    Basic.UUID: (Code("uuid_texts"), Code("st.uuids()")),
    Basic.BYTES: (Code("base64_texts"), Code("st.binary()")),
}


def _basic_strategy(basic: Basic, imports: Imports, of: str) -> Code:
    payloads, objects = _STRATEGIES[basic]
    strategy = payloads if of == "payloads" else objects
    if strategy.startswith("st."):
        return strategy
    return code("{}()", imports.name("._drawing", strategy))


def builtin(name: str, imports: Imports, taken: frozenset[str]) -> Code:
    """Return a builtin as a class calls it whose attributes are called *taken*."""
    if name in taken:
        return imports.name("builtins", name, f"_{name}")
    return identifier(name)

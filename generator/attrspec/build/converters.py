"""The plan of `converters.py`: how the usual payload is read and how it is written.

A field is read in one of three ways. Where a class check is all it takes, the check is
a condition of the fast path and the value is stored as it is. Objects, unions and lists
of them are read by their own functions. Everything else is read by a codec.
"""

from collections.abc import Iterable

from attrspec.layout import (
    Annotated,
    Boolean,
    Bracketed,
    Choice,
    Comparison,
    Comprehension,
    Labelled,
    Layout,
    Named,
    Subscript,
    array,
    call,
    literal,
    table,
)
from attrspec.names import function_name
from attrspec.plan import (
    CodecPlan,
    ConvertersPlan,
    OptionalPlan,
    ReadPlan,
    RecordPlan,
    WritePlan,
)
from attrspec.python import LINE_LENGTH, Code, code, identifier, number, string
from attrspec.spec import (
    Basic,
    EnumSpec,
    FieldSpec,
    ListType,
    ObjectSpec,
    ObjectType,
    Type,
    UnionSpec,
    UnionType,
    without_null,
)

from .types import Types, has_spellings

__all__ = ["converters_plan"]

_TAKEN = frozenset(
    {
        *("absent", "exactly", "item", "l", "left_out", "new", "payload", "record"),
        # Builtins, of which some are needed and the others would be hidden.
        *("abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint"),
        *("bytearray", "bytes", "callable", "chr", "classmethod", "compile", "complex"),
        *("copyright", "credits", "delattr", "dict", "dir", "divmod", "enumerate"),
        *("eval", "exec", "exit", "filter", "float", "format", "frozenset", "getattr"),
        *("globals", "hasattr", "hash", "help", "hex", "id", "input", "int"),
        *("isinstance", "issubclass", "iter", "len", "license", "list", "locals"),
        *("map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord"),
        *("pow", "print", "property", "quit", "range", "repr", "reversed", "round"),
        *("set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super"),
        *("tuple", "type", "vars", "zip"),
    }
)
"""Names that no local variable of a function for a field has."""

_CLASSES = {
    Basic.STRING: Code("str"),
    Basic.INTEGER: Code("int"),
    Basic.BOOLEAN: Code("bool"),
}


_ASSIGNED = Code("] = ")
_END = Code("]")
_ITEM = Code("item")

_NEEDED = {
    "cattrs": ("BaseConverter", "Converter"),
    "typing": ("TypeVar",),
    "._json": ("JsonText",),
    "._package": ("Types",),
    "._record": ("EMPTY", "Json", "Record", "Unknown"),
}
"""What every module with converters imports."""


def converters_plan(types: Types) -> ConvertersPlan:
    """Return the plan of the module with the converters."""
    planner = _Planner(types)
    for item in types.in_order():
        planner.define(item)
    imports = planner.imports
    for module, names in _NEEDED.items():
        for name in names:
            imports.name(module, name)
    unions = [
        union
        for union in types.spec.unions
        if len(union.members) + union.is_open > 1  # or it is but its one member
    ]
    keys = [imports.name(".models", item.name) for item in types.spec.objects]
    keys += [imports.name(".models", union.name) for union in unions]
    if unions:
        imports.name("types", "UnionType")
        imports.name("typing", "Any")
        imports.name("typing", "overload")
        imports.name("typing", "TypeAlias")
    return ConvertersPlan(
        package=identifier(types.spec.package.name),
        imports=imports.groups(),
        definitions=tuple(planner.definitions),
        rows=tuple(code("{}: {},", name, types.codec_name(name)) for name in keys),
        any_union=_either(identifier(union.name) for union in unions),
    )


class _Planner:
    def __init__(self, types: Types) -> None:
        self.types = types
        self.imports = types.imports()
        self.definitions: list[CodecPlan | RecordPlan] = []
        self.containers: set[Code] = set()

    def define(self, item: ObjectSpec | UnionSpec | EnumSpec) -> None:
        match item:
            case ObjectSpec():
                record = self.record(item)
                self.definitions.append(record)
            case UnionSpec():
                self.definitions.append(self.union(item))
            case EnumSpec(is_open=False):
                self.definitions.append(self.enum(item))
            case EnumSpec():
                pass  # an open enum reads any text

    def enum(self, item: EnumSpec) -> CodecPlan:
        codec = self.imports.name("._codecs", "ClosedEnum")
        name = self.imports.name(".models", item.name)
        values = Bracketed(
            Code("("),
            tuple(string(value) for value in item.values),
            Code(")" if item.values[1:] else ",)"),
        )
        opening = code("{}: {}[", self.types.codec_name(item.name), codec)
        return CodecPlan(Annotated(opening, name, _ASSIGNED, call(codec, values)))

    def union(self, item: UnionSpec) -> CodecPlan:
        codec = self.imports.name("._shapes", "UnionCodec")
        name = self.imports.name(".models", item.name)
        members = [self.types.codec_name(member.name) for member in item.members]
        opening = code("{}: {}[", self.types.codec_name(item.name), codec)
        value = call(
            codec,
            string(item.name),
            tag=string(item.tag),
            members=array(members),
            is_open=literal(item.is_open),
        )
        return CodecPlan(Annotated(opening, name, _ASSIGNED, value))

    def codec(self, type_: Type, field: FieldSpec, owner: str) -> Code:
        """Return the name of a codec, defined now if it is put together and new.

        Args:
            type_: The type of *field* or a part of it, but no object and no union.
            field: The field.
            owner: The object that has it.
        """
        codec = self.types.codec(type_, owner, self.imports, field.accept)
        if isinstance(codec, Code):
            return codec
        name = self.types.container_name(type_, field.accept)
        if name not in self.containers:
            self.containers.add(name)
            statement = Labelled(code("{} = ", name), codec)
            self.definitions.append(CodecPlan(statement))
        return name

    def record(self, item: ObjectSpec) -> RecordPlan:
        name = self.imports.name(".models", item.name)
        record_codec = self.imports.name("._shapes", "RecordCodec")
        function = function_name(item.name)
        reader = identifier(f"_read_{function}")
        writer = identifier(f"_write_{function}")
        keys = [self.key(field, item.name) for field in item.fields]
        codec = call(
            record_codec,
            name,
            read=reader,
            write=writer,
            constants=table({c.key: string(c.value) for c in item.constants}),
            keys=array(keys),
        )
        constant = self.types.codec_name(item.name)
        statement: Layout = Labelled(code("{} = ", constant), codec)
        if self.types.is_circular(item.name):  # nobody infers a type from itself
            opening = code("{}: {}[", constant, record_codec)
            statement = Annotated(opening, name, _ASSIGNED, codec)
        return RecordPlan(
            made=call(Code("new"), name),
            complete=call(
                code("{}.complete", constant), Code("record"), Code("payload")
            ),
            careful=call(code("{}.read_carefully", constant), Code("payload")),
            reader=_signature(reader, code("payload: Json"), name),
            writer=_signature(
                writer, code("record: {}", name), Code("dict[str, Json]")
            ),
            read=self.read(item),
            write=self.write(item),
            codec=statement,
        )

    def key(self, field: FieldSpec, owner: str) -> Layout:
        type_ = without_null(field.type)
        if isinstance(type_, ObjectType | UnionType) or _record_items(type_):
            codec = self.types.codec(type_, owner, self.imports)
        else:
            codec = self.codec(type_, field, owner)
        return call(
            self.imports.name("._shapes", "Key"),
            string(field.key),
            string(field.name),
            codec,
            required=Code("False") if field.is_optional else None,
            nullable=Code("True") if field.is_nullable else None,
        )

    # Reading

    def read(self, item: ObjectSpec) -> ReadPlan:
        codec = self.types.codec_name(item.name)
        conditions: list[Layout] = [Code("type(payload) is dict")]
        conditions += [
            Comparison(_item(c.key), code("== {}", string(c.value)))
            for c in item.constants
        ]
        optional: list[OptionalPlan] = []
        statements: list[Layout] = []
        used: set[str] = set()
        for field in item.fields:
            local = _local_name(field.name, used)
            if field.is_optional:
                optional.append(self.optional(field, local))
                value = self.value(field, item.name, local)
                if value is not local:
                    value = Choice(Code("None"), code("{} is None", local), value)
            else:
                condition = self.condition(field, local)
                found = local if condition else _item(field.key)
                conditions += [condition] if condition else []
                value = self.value(field, item.name, found)
            target = code("record.{} = ", identifier(field.name))
            statements.append(Labelled(target, value))
        unusual = bool(optional) or any(
            has_spellings(field.type) and not self.types.inline(field.type)
            for field in item.fields
        )
        exceptions = Code("KeyError")
        if unusual:
            exceptions = code(
                "(KeyError, {})", self.imports.name("._shapes", "Unusual")
            )
        size = number(len(item.constants) + len(item.fields))
        is_more: Layout = code("len(payload) != {}", size)
        if optional:
            self.imports.name("._record", "ABSENT")
            self.imports.name("._shapes", "left_out")
            is_more = Boolean(Code("or"), (Code("absent"), is_more))
        return ReadPlan(
            condition=Boolean(Code("and"), tuple(conditions)),
            optional=tuple(optional),
            statements=tuple(statements),
            is_more=is_more,
            kept=call(
                code("{}.keep", codec),
                Code("record"),
                Code("payload"),
                Code("absent" if optional else "()"),
            ),
            exceptions=exceptions,
        )

    def class_of(self, type_: Type) -> Code | None:
        """Return the class that tells values of a type, if a class check is enough."""
        if _record_items(type_):
            return Code("list")
        basic = self.types.inline(type_)
        return _CLASSES.get(basic) if basic else None

    def condition(self, field: FieldSpec, local: Code) -> Layout | None:
        """Return what is asked of the value of a required key before it is stored."""
        class_ = self.class_of(without_null(field.type))
        if class_ is None:
            return None
        found = Named(local, _item(field.key))
        if not field.is_nullable:
            return _is_class(found, class_)
        is_null = Comparison(Subscript(Code("("), found, Code(")")), Code("is None"))
        return Boolean(Code("or"), (is_null, _is_class(local, class_)))

    def optional(self, field: FieldSpec, local: Code) -> OptionalPlan:
        class_ = self.class_of(without_null(field.type))
        is_there = code("{} is not None", local)
        is_null = code("{} is None", local)
        is_absent = code("{} is ABSENT", local)
        unusual: Layout
        if class_ is None:
            either = Boolean(Code("or"), (is_null, is_absent))
            unusual = is_absent if field.is_nullable else either
        else:
            unusual = Comparison(code("type({})", local), code("is not {}", class_))
            if field.is_nullable:
                unusual = Boolean(Code("and"), (is_there, unusual))
        key = string(field.key)
        return OptionalPlan(
            taken=Labelled(
                code("{} = ", local), call(Code("payload.get"), key, Code("ABSENT"))
            ),
            is_unusual=unusual,
            left_out=call(Code("left_out"), key, local),
            cleared=code("{} = None", local),
        )

    def value(self, field: FieldSpec, owner: str, found: Layout) -> Layout:
        """Return what is stored for a value that is not null, or may be if required."""
        type_ = without_null(field.type) if field.is_optional else field.type
        items = _record_items(without_null(type_))
        if items and isinstance(found, Code):
            value = self.all_of(self.reader(items), items, found)
            if type_ == without_null(type_):
                return value
            return Choice(Code("None"), code("{} is None", found), value)
        if self.class_of(without_null(type_)):
            return found
        if isinstance(type_, ObjectType | UnionType):
            return call(self.reader(type_), found)
        codec = self.codec(type_, field, owner)
        if has_spellings(type_):
            return call(self.imports.name("._shapes", "exactly"), codec, found)
        return call(code("{}.read", codec), found)

    def all_of(
        self, function: Code, item: ObjectType | UnionType, values: Code
    ) -> Layout:
        """Return what reads or writes a list; a union has a method for that."""
        if isinstance(item, UnionType):
            return call(code("{}_all", function), values)
        element = Subscript(code("{}(", function), _ITEM, Code(")"))
        loop = code("for item in {}", values)
        return Comprehension(Code("["), element, loop, Code("]"))

    def reader(self, type_: ObjectType | UnionType) -> Code:
        match type_:
            case ObjectType(name):
                return identifier(f"_read_{function_name(name)}")
            case UnionType(name):
                return code("{}.read", self.types.codec_name(name))

    # Writing

    def write(self, item: ObjectSpec) -> WritePlan:
        always: dict[str, Layout] = {c.key: string(c.value) for c in item.constants}
        unless_none: list[tuple[Layout, Layout]] = []
        used: set[str] = set()
        for field in item.fields:
            attribute = code("record.{}", identifier(field.name))
            if field.is_optional and not field.is_nullable:
                local = _local_name(field.name, used)
                found = Named(local, attribute)
                condition = Subscript(Code("("), found, Code(") is not None"))
                value = self.written(field, item.name, local)
                unless_none.append((condition, _put(field.key, value)))
            else:
                always[field.key] = self.written(field, item.name, attribute)
        return WritePlan(table(always), tuple(unless_none))

    def is_written_as_it_is(self, field: FieldSpec) -> bool:
        """Return whether an attribute holds what is written: a float may be NaN."""
        basic = self.types.inline(without_null(field.type))
        return basic is not None and basic is not Basic.NUMBER

    def written(self, field: FieldSpec, owner: str, attribute: Code) -> Layout:
        type_ = field.type
        if self.is_written_as_it_is(field):
            return attribute
        if isinstance(type_, ObjectType | UnionType):
            return call(self.writer(type_), attribute)
        items = _record_items(type_)
        if items is not None:
            return self.all_of(self.writer(items), items, attribute)
        return call(code("{}.write", self.codec(type_, field, owner)), attribute)

    def writer(self, type_: ObjectType | UnionType) -> Code:
        match type_:
            case ObjectType(name):
                return identifier(f"_write_{function_name(name)}")
            case UnionType(name):
                return code("{}.write", self.types.codec_name(name))


def _local_name(name: str, used: set[str]) -> Code:
    """Return the local variable for an attribute, and add it to those in use."""
    while name in used | _TAKEN:
        name = f"{name}_"
    used.add(name)
    return identifier(name)


def _either(names: Iterable[Code]) -> Layout | None:
    members = tuple(names)
    if not members:
        return None
    return Boolean(Code("|"), members) if members[1:] else members[0]


def _record_items(type_: Type) -> ObjectType | UnionType | None:
    """Return what a list of objects or unions consists of."""
    if isinstance(type_, ListType) and isinstance(type_.item, ObjectType | UnionType):
        return type_.item
    return None


def _put(key: str, value: Layout) -> Layout:
    target = code("payload[{}] = ", string(key))
    if 8 + len(target) < LINE_LENGTH:
        return Labelled(target, value)
    return Annotated(Code("payload["), string(key), _ASSIGNED, value)


def _item(key: str) -> Subscript:
    return Subscript(Code("payload["), string(key), Code("]"))


def _is_class(value: Layout, class_: Code) -> Layout:
    return Comparison(Subscript(Code("type("), value, Code(")")), code("is {}", class_))


def _signature(name: Code, parameter: Code, result: Code) -> Layout:
    return Bracketed(code("def {}(", name), (parameter,), code(") -> {}", result))

"""The codecs of `converters.py`: which there are, and what they are called."""

from attrspec.layout import (
    Annotated,
    Comprehension,
    Labelled,
    Layout,
    Subscript,
    array,
    call,
    literal,
    table,
    tuple_of,
)
from attrspec.names import constant_name, function_name
from attrspec.plan import CodecPlan, RecordPlan
from attrspec.python import Code, code, identifier, string
from attrspec.spec import (
    ChoiceSpec,
    ChoiceType,
    EnumSpec,
    FieldSpec,
    ListType,
    LiteralType,
    MapType,
    NullableType,
    ObjectType,
    Type,
    UnionSpec,
    UnionType,
    referred,
    without_null,
)

from .constrained import constrained_codec
from .types import Types

__all__ = ["Codecs", "function", "items_of"]

_ASSIGNED = Code("] = ")


class Codecs:
    """The codecs of a module, defined in the order in which they are asked for.

    Args:
        types: The types of the spec.
    """

    def __init__(self, types: Types) -> None:
        self.types = types
        self.imports = types.imports("converters")
        self.elsewhere: dict[str, Layout] = {}
        """What stands for codecs of other modules, by the names of types."""

        self.definitions: list[CodecPlan | RecordPlan] = []
        self.containers: set[Code] = set()
        self.filled = Code("draft" if types.is_frozen else "record")
        """The variable whose attributes are assigned when a record is read."""

    def define_enum(self, item: EnumSpec) -> None:
        """Define the codec of a closed enum."""
        codec = self.imports.name("._codecs", "ClosedEnum")
        values = self.types.closed(self.imports, *item.values)
        self._define(item.name, codec, values)

    def define_union(self, item: UnionSpec) -> None:
        """Define the codec of a union."""
        codec = self.imports.name("._shapes", "UnionCodec")
        members = [
            tuple_of([string(tag), codec_name])
            for member in item.members
            for codec_name in [self.named(member.name, item.name)]
            for tag in self.types.tags(member.name, item.tag)
        ]
        value = call(
            codec,
            string(item.name),
            tag=string(item.tag),
            members=array(members),
            is_open=literal(item.is_open),
        )
        self._define(item.name, codec, value)

    def define_choice(self, item: ChoiceSpec) -> None:
        """Define the codec of a union without a tag."""
        codec = self.imports.name("._shapes", "ChoiceCodec")
        codecs: list[Layout] = []
        marks: dict[str, Layout] = {}
        for member in item.members:
            for name in referred(member.type):
                self.named(name, item.name)
            value = self.types.codec(member.type, item.name, self.imports)
            if member.mark:
                marks[member.mark] = value
            else:
                codecs.append(value)
        by_mark = table(marks) if marks else None
        value = call(codec, string(item.name), *codecs, by_mark=by_mark)
        self._define(item.name, codec, value)

    def _define(self, name: str, codec: Code, value: Layout) -> None:
        type_ = self.types.model(name, self.imports)
        opening = code("{}: {}[", self.types.codec_name(name), codec)
        statement = Annotated(opening, type_, _ASSIGNED, value)
        self.definitions.append(CodecPlan(statement))

    def made(self, name: str) -> Code:
        """Return the class as which records are made, a draft if they are frozen."""
        type_ = self.types.model(name, self.imports)
        if not self.types.is_frozen:
            return type_
        self.imports.name("typing", "Any")
        draft = identifier(f"_{name}Draft")
        of_type = call(self.imports.name("._drafts", "draft_of"), type_)
        self._add(draft, Labelled(code("{} = ", draft), of_type))
        return draft

    def record(
        self, name: str, reader: Code, examiner: Code, writer: Code, filler: Code
    ) -> Layout:
        """Return the statement that defines the codec of a class."""
        codec = self.imports.name("._shapes", "RecordCodec")
        type_ = self.types.model(name, self.imports)
        allowed = self.types.objects[name].allow_extra
        for other in referred(allowed) if allowed else ():
            self.named(other, name)
        extra = self.types.codec(allowed, name, self.imports) if allowed else None
        value = call(
            codec,
            type_,
            read=reader,
            examine=examiner,
            write=writer,
            fill=filler,
            extra=extra,
        )
        constant = self.types.codec_name(name)
        if self.types.is_circular(name):  # nobody infers a type from itself
            return Annotated(code("{}: {}[", constant, codec), type_, _ASSIGNED, value)
        return Labelled(code("{} = ", constant), value)

    def of_field(self, field: FieldSpec, owner: str) -> Code:
        """Return the name of the codec for values of a field that are not null."""
        type_ = without_null(field.type)
        if self.is_checked(field):
            return self.of_checked(type_, field, owner)
        return self.of_type(type_, field, owner)

    def is_checked(self, field: FieldSpec) -> bool:
        """Return whether what is read for a field is held against constraints."""
        is_asked = self.types.spec.package.check_constraints
        return is_asked and bool(field.constraints.spans)

    def of_checked(self, type_: Type, field: FieldSpec, owner: str) -> Code:
        """Return the name of a codec that holds values against constraints.

        Args:
            type_: The type of *field*, with null or without.
            field: The field.
            owner: The object that has it.
        """
        # Types have no two underscores side by side in their names: no two are alike.
        field_name = identifier(field.name.upper())
        name = code("_CHECKED__{}__{}", identifier(constant_name(owner)), field_name)
        if isinstance(type_, NullableType):
            checked = self.of_checked(type_.type, field, owner)
            nullable = call(self.imports.name("._codecs", "Nullable"), checked)
            return self._put_together(code("_NULLABLE_{}", name), nullable)
        plain = self.of_type(type_, field, owner)
        codec = constrained_codec(plain, field.constraints, self.imports)
        return self._put_together(name, codec)

    def _put_together(self, name: Code, codec: Layout) -> Code:
        """Return *name*, under which a codec is defined now unless it is already."""
        self._add(name, Labelled(code("{} = ", name), codec))
        return name

    def of_type(self, type_: Type, field: FieldSpec, owner: str) -> Code:
        """Return the name of a codec, defined now if it is put together and new.

        Args:
            type_: The type of *field*, with null or without.
            field: The field.
            owner: The object that has it.
        """
        for name in referred(type_):
            self.named(name, owner)
        if isinstance(type_, ObjectType | UnionType | ChoiceType):
            return self.types.codec_name(type_.name)
        self._define_literal(type_, field, owner)
        codec = self.types.codec(type_, owner, self.imports, field)
        if isinstance(codec, Code):
            return codec
        name = self.types.container_name(type_, field, owner)
        return self._put_together(name, codec)

    def _define_literal(self, type_: Type, field: FieldSpec, owner: str) -> None:
        """Define the codec of the literal that *type_* consists of, if it does."""
        match type_:
            case ListType(inner) | MapType(inner) | NullableType(inner):
                self._define_literal(inner, field, owner)
            case LiteralType(value):
                name = self.types.container_name(type_, field, owner)
                annotation = self.types.annotation(type_, self.imports)
                codec = self.types.closed(self.imports, value)
                closed = self.imports.name("._codecs", "ClosedEnum")
                opening = code("{}: {}[", name, closed)
                self._add(name, Annotated(opening, annotation, _ASSIGNED, codec))
            case _:
                pass

    def _add(self, name: Code, statement: Layout) -> None:
        if name not in self.containers:
            self.containers.add(name)
            self.definitions.append(CodecPlan(statement))

    def named(self, name: str, owner: str) -> Code:
        """Return the name of the codec of a type.

        That of another module is found when it is used, or now where *owner* is a
        union, which needs all its members.
        """
        constant = self.types.codec_name(name)
        is_open_enum = name in self.types.enums and self.types.enums[name].is_open
        if self.types.is_elsewhere(name, owner) and not is_open_enum:
            self.elsewhere[name] = self._found(name, owner)
        return constant

    def _found(self, name: str, owner: str) -> Layout:
        model = self.types.annotated_model(name, self.imports)
        types = self.imports.name(".converters", "TYPES")
        is_now = self.types.is_imported(name, owner)
        if is_now and name in self.types.objects:
            codec = self.imports.name("._shapes", "RecordCodec")
        else:
            codec = self.imports.name("._codecs", "Codec")
        opening = code("{}: {}[", self.types.codec_name(name), codec)
        spelt = ChoiceType(name) if name in self.types.choices else None
        has_spellings = spelt is not None and self.types.has_spellings(spelt)
        found = code("{}.{}", types, Code("codec_of" if is_now else "later"))
        value = call(
            found,
            string(name),
            has_spellings=Code("True") if has_spellings and not is_now else None,
        )
        return Annotated(opening, string(model), _ASSIGNED, value)

    def routine(self, verb: str, type_: ObjectType | UnionType, owner: str) -> Code:
        """Return what reads or writes an object or a union."""
        name = type_.name
        if isinstance(type_, ObjectType) and not self.types.is_elsewhere(name, owner):
            return function(verb, name)
        return code("{}.{}", self.named(name, owner), identifier(verb))

    def all_of(
        self, verb: str, item: ObjectType | UnionType, values: Code, owner: str
    ) -> Layout:
        """Return what reads or writes a list; a union has a method for that."""
        function = self.routine(verb, item, owner)
        if isinstance(item, UnionType) and not self.types.is_elsewhere(
            item.name, owner
        ):
            return call(code("{}_all", function), values)
        element = Subscript(code("{}(", function), Code("item"), Code(")"))
        loop = code("for item in {}", values)
        return Comprehension(Code("["), element, loop, Code("]"))


def function(verb: str, name: str) -> Code:
    """Return the name of what does something with objects of a class."""
    return identifier(f"_{verb}_{function_name(name)}")


def items_of(type_: Type) -> ObjectType | UnionType | None:
    """Return what a list of objects or unions consists of."""
    if isinstance(type_, ListType) and isinstance(type_.item, ObjectType | UnionType):
        return type_.item
    return None

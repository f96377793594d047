"""The plan of how an object is read: at once where it is usual, or key by key."""

from collections.abc import Iterator

from attrspec.layout import (
    Boolean,
    Comparison,
    Conditional,
    Labelled,
    Layout,
    Named,
    Subscript,
    call,
)
from attrspec.plan import ExaminePlan, OptionalPlan, ReadPlan
from attrspec.python import Code, code, identifier, number, string
from attrspec.spec import (
    FieldSpec,
    ObjectSpec,
    ObjectType,
    Type,
    UnionType,
    without_null,
)

from .codecs import Codecs, items_of
from .locals import local_name
from .texts import default_literal

__all__ = ["examine_plan", "read_plan"]


def read_plan(item: ObjectSpec, codecs: Codecs) -> ReadPlan:
    """Return how a payload is read in which every value is a usual one."""
    reader = _Reader(item, codecs)
    size = number(len(item.constants) + len(item.fields))
    required: list[Layout] = [Code("type(payload) is dict")]
    required += [
        Comparison(_item(c.key), code("== {}", string(c.value))) for c in item.constants
    ]
    optional: list[OptionalPlan] = []
    statements: list[Layout] = []
    for field in item.fields:
        target = code("{}.{} = ", codecs.filled, identifier(field.name))
        if field.is_optional:
            local = local_name(field.name, reader.used)
            optional.append(reader.optional(field, local, len(optional)))
            value = reader.unless_none(field, local)
        else:
            condition, value = reader.required(field)
            required += [condition] if condition is not None else []
        statements.append(Labelled(target, value))
    is_more: Layout = code("len(payload) != {}", size)
    has_branches = len(optional) > 1
    codec = codecs.types.codec_name(item.name)
    exceptions = Code("KeyError")
    if optional:
        unusual = codecs.imports.name("._errors", "Unusual")
        exceptions = code("(KeyError, {})", unusual)
        codecs.imports.name("._record", "ABSENT")
        if not has_branches:  # then a key that is new may make up for one that is not
            is_more = Boolean(Code("or"), (Code("absent"), is_more))
    if reader.notes:
        codecs.imports.name("._keys", "Spelling")
    absent = Code("absent" if optional else "0")
    return ReadPlan(
        condition=Boolean(Code("and"), tuple(required)),
        optional=tuple(optional),
        has_branches=has_branches,
        exceptions=exceptions,
        check=call(code("{}.check_absent", codec), Code("payload"), Code("absent")),
        statements=tuple(statements),
        is_more=is_more,
        keep=call(code("{}.keep", codec), codecs.filled, Code("payload"), absent),
        has_spellings=reader.notes,
    )


class _Reader:
    def __init__(self, item: ObjectSpec, codecs: Codecs) -> None:
        self.owner = item.name
        self.codecs = codecs
        self.used: set[str] = {str(codecs.filled)}
        self.notes = False
        """Whether a statement may note how a value is spelt."""

    def class_of(self, field: FieldSpec) -> str | None:
        return self.codecs.types.json_class(without_null(field.type))

    def required(self, field: FieldSpec) -> tuple[Layout | None, Layout]:
        """Return what is asked of a value before it is stored, and what is stored."""
        class_ = self.class_of(field)
        if class_ is None:
            return None, self.value(field.type, field, _item(field.key))
        local = local_name(field.name, self.used)
        value = self.unless_none(field, local)
        found = Named(local, _item(field.key))
        if not field.is_nullable:
            return _is_class(found, class_), value
        null = Comparison(Subscript(Code("("), found, Code(")")), Code("is None"))
        return Boolean(Code("or"), (null, _is_class(local, class_))), value

    def optional(self, field: FieldSpec, local: Code, bit: int) -> OptionalPlan:
        """Return how a key is read that may be absent."""
        class_ = self.class_of(field)
        is_absent = code("{} is ABSENT", local)
        if class_ is not None:
            is_other = code("type({}) is not {}", local, identifier(class_))
            not_null = code("{} is not None", local)
            both = Boolean(Code("and"), (not_null, is_other))
            is_unusual = both if field.is_nullable else is_other
        else:
            either = Boolean(Code("or"), (code("{} is None", local), is_absent))
            is_unusual = is_absent if field.is_nullable else either
        key = string(field.key)
        got = call(Code("payload.get"), key, Code("ABSENT"))
        return OptionalPlan(
            asked_for=Labelled(code("{} = ", local), got),
            taken=Labelled(code("{} = ", local), _item(field.key)),
            is_unusual=is_unusual,
            bit=code("1 << {}", number(bit)),
            cleared=Labelled(code("{} = ", local), default_literal(field)),
        )

    def unless_none(self, field: FieldSpec, local: Code) -> Layout:
        """Return what is stored for a value that may be None."""
        value = self.value(without_null(field.type), field, local)
        if value is local or not field.may_be_none:
            return value
        return Conditional(Code("None"), code("{} is None", local), value)

    def value(self, type_: Type, field: FieldSpec, found: Layout) -> Layout:
        """Return what is stored for a value of *type_*."""
        if self.codecs.is_checked(field):
            codec = self.codecs.of_checked(type_, field, self.owner)
            return self.read_by(codec, type_, field, found)
        if self.codecs.types.is_plain(type_):
            return found
        if isinstance(type_, ObjectType | UnionType):
            return call(self.codecs.routine("read", type_, self.owner), found)
        items = items_of(type_)
        if items and isinstance(found, Code):
            return self.codecs.all_of("read", items, found, self.owner)
        codec = self.codecs.of_type(type_, field, self.owner)
        return self.read_by(codec, type_, field, found)

    def read_by(
        self, codec: Code, type_: Type, field: FieldSpec, found: Layout
    ) -> Layout:
        """Return what a codec reads; how it is spelt is noted if that is unusual."""
        if self.codecs.types.has_spellings(type_):
            self.notes = True
            noted = self.codecs.imports.name("._keys", "noted")
            return call(noted, string(field.key), codec, found, Code("spellings"))
        return call(code("{}.read", codec), found)


def examine_plan(item: ObjectSpec, codecs: Codecs) -> ExaminePlan:
    """Return how each key of an object is asked for, by its presence."""
    return ExaminePlan(
        constants=tuple(
            call(Code("keys.constant"), string(c.key), string(c.value))
            for c in item.constants
        ),
        statements=tuple(_examined(item, codecs)),
    )


_PRESENCES = {
    (False, False): Code("keys.required"),
    (False, True): Code("keys.required_or_null"),
    (True, False): Code("keys.optional"),
    (True, True): Code("keys.optional_or_null"),
}
"""What asks for a key that is optional or not, and nullable or not."""

_DEFAULTS = {
    False: Code("keys.default"),
    True: Code("keys.default_or_null"),
}
"""What asks for a key that has a default, and is nullable or not."""


def _examined(item: ObjectSpec, codecs: Codecs) -> Iterator[Layout]:
    for field in item.fields:
        ask = _PRESENCES[field.is_optional, field.is_nullable]
        default = None
        if field.default is not None:
            ask = _DEFAULTS[field.is_nullable]
            default = default_literal(field)
        codec = codecs.of_field(field, item.name)
        target = code("{}.{} = ", codecs.filled, identifier(field.name))
        yield Labelled(target, call(ask, string(field.key), codec, default=default))


def _item(key: str) -> Subscript:
    return Subscript(Code("payload["), string(key), Code("]"))


def _is_class(value: Layout, class_: str) -> Layout:
    of_value = Subscript(Code("type("), value, Code(")"))
    return Comparison(of_value, code("is {}", identifier(class_)))

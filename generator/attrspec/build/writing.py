"""The plan of how an object is written."""

from attrspec.layout import (
    Annotated,
    Labelled,
    Layout,
    Named,
    Subscript,
    call,
    table,
)
from attrspec.plan import WritePlan
from attrspec.python import LINE_LENGTH, Code, code, identifier, string
from attrspec.spec import (
    FieldSpec,
    ObjectSpec,
    ObjectType,
    UnionType,
    without_null,
)

from .codecs import Codecs, items_of
from .locals import local_name

__all__ = ["write_plan"]


def write_plan(item: ObjectSpec, codecs: Codecs) -> WritePlan:
    """Return how an object is written."""
    always: dict[str, Layout] = {c.key: string(c.value) for c in item.constants}
    unless_none: list[tuple[Layout, Layout]] = []
    used: set[str] = set()
    for field in item.fields:
        attribute = code("record.{}", identifier(field.name))
        if field.may_be_none and not field.is_nullable:
            local = local_name(field.name, used)
            found = Named(local, attribute)
            condition = Subscript(Code("("), found, Code(") is not None"))
            value = _written(field, item.name, local, codecs)
            unless_none.append((condition, _put(field.key, value)))
        else:
            always[field.key] = _written(field, item.name, attribute, codecs)
    return WritePlan(table(always), tuple(unless_none))


def _written(field: FieldSpec, owner: str, value: Code, codecs: Codecs) -> Layout:
    """Return what is written for the value of a field."""
    if codecs.types.is_plain(without_null(field.type)):
        return value
    # Of what is left out where it is None, the value is never None here.
    type_ = field.type
    if isinstance(type_, ObjectType | UnionType):
        return call(codecs.routine("write", type_, owner), value)
    items = items_of(type_)
    if items is not None:
        return codecs.all_of("write", items, value, owner)
    return call(code("{}.write", codecs.of_type(type_, field, owner)), value)


def _put(key: str, value: Layout) -> Layout:
    target = code("payload[{}] = ", string(key))
    if 8 + len(target) < LINE_LENGTH:
        return Labelled(target, value)
    return Annotated(Code("payload["), string(key), Code("] = "), value)

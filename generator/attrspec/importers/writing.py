"""Settled types → the files of a spec."""

import json
from collections.abc import Iterator, Mapping

from attrs import frozen

from attrspec.kinds import Section
from attrspec.language import ALIAS, ENUM, FIELD, FILE, OBJECT, UNION
from attrspec.source import JsonValue, plain
from attrspec.spec import (
    BasicType,
    ListType,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    Type,
)

from .drafts import AliasDraft, Draft, EnumDraft, FieldDraft, ObjectDraft, UnionDraft
from .names import attribute_names
from .yaml_text import block

__all__ = ["Writer", "file_text", "package_text"]

Body = dict[str, JsonValue]


@frozen
class Writer:
    """Writes types under the names that they were given."""

    names: Mapping[str, str]
    """The names of types by the keys of their places."""

    def type(self, type_: Type) -> str:
        """Return how a type is spelt."""
        match type_:
            case BasicType(basic):
                return basic.value
            case ListType(inner):
                return f"list[{self.type(inner)}]"
            case MapType(inner):
                return f"map[{self.type(inner)}]"
            case NullableType(inner):
                return f"{self.type(inner)}?"
            case LiteralType(value):
                return json.dumps(value, ensure_ascii=False)
            case NamedType(name):
                return self.names[name]
            case other:
                raise TypeError(other)

    def object(self, draft: ObjectDraft) -> Body:
        """Return an object, by the keys of the language."""
        own = attribute_names(field.key for field in draft.fields)
        fields: Body = {f.key: self.field(f, own.get(f.key)) for f in draft.fields}
        tag: Body = dict(draft.constants)
        found: Body = {
            "doc": draft.doc,
            "tag": tag,
            "fields": fields,
            "allow_extra": self.type(draft.extra) if draft.extra else "",
            **_facts(draft),
        }
        return _ordered(found, OBJECT)

    def field(self, draft: FieldDraft, name: str | None) -> Body:
        """Return a field, by the keys of the language."""
        found: Body = {
            "type": self.type(draft.type),
            "doc": draft.doc,
            **_facts(draft),
        }
        if draft.is_optional:
            found["optional"] = True
        if name is not None:
            found["name"] = name
        return _ordered(found, FIELD)

    def union(self, draft: UnionDraft) -> Body:
        """Return a union, by the keys of the language."""
        members: list[JsonValue] = [self.type(member) for member in draft.members]
        found: Body = {"doc": draft.doc, "tag": draft.tag, "members": members}
        found |= _facts(draft)
        return _ordered(found, UNION)

    def enum(self, draft: EnumDraft) -> Body:
        """Return an enum, by the keys of the language."""
        found: Body = {"doc": draft.doc, "values": list(draft.values), **_facts(draft)}
        if draft.is_open:
            found["open"] = True
        return _ordered(found, ENUM)

    def alias(self, draft: AliasDraft) -> Body:
        """Return an alias, by the keys of the language."""
        found: Body = {"type": self.type(draft.type), "doc": draft.doc}
        return _ordered(found | _facts(draft), ALIAS)


def _facts(draft: FieldDraft | Draft) -> Body:
    return {fact.key: plain(fact.node) for fact in draft.facts}


_AT_THE_END = {"doc": 1}
"""In fields, documentation stands behind what it is about."""


def _ordered(found: Body, section: Section) -> Body:
    """Return what is said, in the order in which a spec says it."""
    keys = [key.name for key in section.keys]
    is_field = section is FIELD
    keys.sort(key=lambda key: _AT_THE_END.get(key, 0) if is_field else 0)
    return {k: found[k] for k in keys if k in found and found[k] not in ("", {}, [])}


def file_text(sections: Mapping[str, Mapping[str, Body]]) -> str:
    """Return the text of a file of types.

    Args:
        sections: The types by the names of the sections and their own.
    """
    lines: list[str] = []
    for key in FILE.keys:
        found = sections.get(key.name)
        if found:
            lines += ["", *_section(key.name, found)]
    return "\n".join([*lines[1:], ""])


def _section(name: str, types: Mapping[str, Body]) -> Iterator[str]:
    yield f"{name}:"
    for index, (type_, body) in enumerate(types.items()):
        if index:
            yield ""
        yield from block({type_: body}, 2) if body else (f"  {type_}: {{}}",)


def package_text(about: Body) -> str:
    """Return the text of `package.yaml`."""
    return "\n".join([*block(about), ""])

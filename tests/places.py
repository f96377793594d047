"""A spec that has text in every place that takes text.

A place is called by the section and the key of the language that it is under, such as
`object.doc`, with `key` or `value` behind it in a mapping. Where a place is there more
than once, a number behind a blank tells one from the other.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from attrspec.diagnostics import Span
from attrspec.kinds import (
    Amount,
    Anything,
    AnyValue,
    Flag,
    FlagOr,
    Kind,
    Length,
    ListOf,
    MapOf,
    Number,
    Section,
    Text,
    Value,
)
from attrspec.language import SECTIONS
from attrspec.source import Entry, JsonValue, Mapping, Node, Scalar, Sequence

__all__ = ["NAMES", "Document", "Documents", "documents", "nodes", "places_of_language"]

Document: TypeAlias = dict[str, JsonValue]
Documents: TypeAlias = tuple[Document, Document]
"""What stands in `package.yaml`, and in the file of types beside it."""

NAMES = {
    *("package.package", "file.mixins.key", "file.objects.key", "file.unions.key"),
    *(
        "file.enums.key",
        "file.aliases.key",
        "object.mixins",
        "union.members",
        "field.name",
    ),
    *("package.lints.key", "waiver.rule", "waiver.at"),
    *("field.was", "object.was", "union.was", "enum.was", "alias.was"),
}
"""Places that take no text, but a name or a type: anything else there is an error."""


def documents(text: Callable[[str], str]) -> Documents:
    """Return a spec with what *text* returns for each place.

    Keys under which *text* has to return something that becomes a certain attribute are
    those of tags (`kind`) and the key `object.fields.key plain` (`plain`).
    """
    kind = text("object.tag.key")

    def field(type_: str, number: int, **more: JsonValue) -> Document:
        docs = {"doc": text(f"field.doc {number}"), "unit": text("field.unit")}
        return {"type": type_, "name": f"name_{number}", **docs, **more}

    when: Document = {text("field.when.key"): text("field.when.value")}
    keys = {n: text(f"object.fields.key {n}") for n in range(1, 14)}
    rain: Document = {
        keys[1]: field("string", 1, when=when),
        keys[2]: field("integer", 2, optional=True, accept=["string"]),
        keys[3]: field("number?", 3, optional=True),
        keys[4]: field("list[Sky?]", 4),
        keys[5]: field("map[Rain]", 5, optional=True),
        keys[6]: field("json", 6),
        keys[7]: field("datetime", 7),
        keys[8]: field("Sky", 8),
        keys[9]: field("Report?", 9),
        keys[10]: field("Words", 10, optional=True),
        keys[11]: field("decimal?", 11, accept=["number"]),
        keys[12]: field("string", 14, optional=True, default=text("field.default")),
        keys[13]: field(f"list[{json.dumps(text('field.type'))}]", 15, optional=True),
        text("object.fields.key plain"): {"type": "boolean"},
    }
    deprecated: Document = {
        key: text(f"deprecation.{key}") for key in ("since", "use", "doc")
    }
    words, sky = text("object.example"), text("enum.values 1")
    example: Document = {
        kind: text("object.tag.value 1"),
        keys[1]: words,
        keys[2]: 1,
        keys[4]: [None, sky],
        keys[6]: {words: [words, {"": words}]},
        keys[7]: "2024-11-01T00:00:00Z",
        keys[8]: sky,
        keys[9]: None,
        keys[11]: None,
        text("object.fields.key plain"): True,
    }
    waiver: Document = {"rule": "missing-example", "at": "Wind"}
    waiver["reason"] = text("waiver.reason")
    package: Document = {
        "attrspec": 1,
        "package": "weather_models",
        "version": "1.0.0",
        "distribution": "weather-models",
        "license": "MIT",
        "title": text("package.title"),
        "doc": text("package.doc"),
        "waivers": [waiver],
    }
    objects: Document = {
        "Rain": {
            "doc": text("object.doc 1"),
            "tag": {kind: text("object.tag.value 1")},
            "mixins": ["Named"],
            "fields": rain,
            "example": example,
        },
        "Wind": {
            "doc": text("object.doc 2"),
            "tag": {kind: text("object.tag.value 2")},
            "fields": {keys[1]: field("Side", 12, deprecated=deprecated)},
            "allow_extra": json.dumps(text("object.allow_extra")),
            "deprecated": deprecated,
        },
    }
    shared: Document = {text("mixin.fields.key"): field("string", 13, optional=True)}
    members: list[JsonValue] = ["Rain", "Wind"]
    union: Document = {"tag": kind, "members": members}
    sides: list[JsonValue] = [text("enum.values 2"), text("enum.values 3")]
    types: Document = {
        "mixins": {"Named": {"doc": text("mixin.doc"), "fields": shared}},
        "objects": objects,
        "unions": {
            "Report": {**union, "doc": text("union.doc 1")},
            "Known": {**union, "doc": text("union.doc 2"), "open": False},
            "Words": {"doc": text("union.doc 3"), "members": ["string", "Wind"]},
        },
        "enums": {
            "Sky": {"doc": text("enum.doc 1"), "values": [sky], "open": True},
            "Side": {"doc": text("enum.doc 2"), "values": sides},
        },
        "aliases": {
            "Rains": {"doc": text("alias.doc"), "type": "list[Rain]"},
            "Kind": {"type": json.dumps(text("alias.type"))},
        },
    }
    return package, types


def nodes(value: JsonValue) -> Node:
    """Return what is read from YAML that says *value*, its texts in quotes."""
    place = Span("types.yaml", 1, 1)
    match value:
        case dict():
            keys = (Scalar(key, key, place, is_plain=False) for key in value)
            entries = map(Entry, keys, map(nodes, value.values()))
            return Mapping(tuple(entries), place)
        case list():
            return Sequence(tuple(map(nodes, value)), place)
        case str():
            return Scalar(value, value, place, is_plain=False)
        case _:
            return Scalar(value, str(value), place)


def places_of_language() -> Iterator[tuple[str, str]]:
    """Yield each place of the language that takes text, and the pattern it has there.

    What has one of a few words, or a value that is no text, is no such place.
    """
    for section in SECTIONS:
        for key in section.keys:
            yield from _places(key.kind, f"{section.name}.{key.name}")


def _places(kind: Kind, place: str) -> Iterator[tuple[str, str]]:
    match kind:
        case Text(choices=()):
            yield place, kind.pattern
        case Anything() | AnyValue() | Value():
            yield place, ""
        case ListOf():
            yield from _places(kind.item, place)
        case MapOf():
            yield from _places(kind.key, f"{place}.key")
            yield from _places(kind.value, f"{place}.value")
        case Text() | Flag() | FlagOr() | Number() | Amount() | Length() | Section():
            return
        case _:
            raise TypeError(f"is there text in a {type(kind).__name__}?")


def base(place: str) -> str:
    """Return the place of the language that a place of the spec is one of."""
    return re.sub(" .*", "", place)

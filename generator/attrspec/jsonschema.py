"""Spec → JSON Schema 2020-12: what a payload of each type is, in another language.

The schema says what the spec says and no more, so it is stricter than the generated
readers in what they tolerate: a null where a key may be absent, and what a field has
under `accept`.
"""

from .source import JsonValue, plain
from .spec import (
    AliasSpec,
    Basic,
    BasicType,
    ChoiceSpec,
    Defined,
    EnumSpec,
    FieldSpec,
    ListType,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    ObjectSpec,
    Spec,
    Type,
    UnionSpec,
    without_null,
)
from .tags import tags

__all__ = ["json_schema"]

_FIRST_SECOND = -62_135_596_800
_LAST_SECOND = 253_402_300_799

_BASICS: dict[Basic, dict[str, JsonValue]] = {
    Basic.STRING: {"type": "string"},
    Basic.INTEGER: {"type": "integer"},
    Basic.NUMBER: {"type": "number"},
    Basic.BOOLEAN: {"type": "boolean"},
    Basic.JSON: {},
    Basic.DECIMAL: {
        "type": "string",
        "pattern": r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$",
    },
    Basic.DATE: {"type": "string", "format": "date"},
    Basic.DATETIME: {"type": "string", "format": "date-time"},
    Basic.UNIXTIME: {
        "type": "integer",
        "minimum": _FIRST_SECOND,
        "maximum": _LAST_SECOND,
    },
    Basic.DURATION: {"type": "string", "format": "duration"},
    Basic.UUID: {"type": "string", "format": "uuid"},
    Basic.BYTES: {"type": "string", "contentEncoding": "base64"},
}


def json_schema(spec: Spec) -> dict[str, JsonValue]:
    """Return the schema of a resolved spec: a definition of each type under `$defs`."""
    definitions: dict[str, JsonValue] = {}
    objects = {item.name: item for item in spec.objects}
    enums = {item.name: item for item in spec.enums}
    for item in spec.objects:
        definitions[item.name] = _object(item)
    for union in spec.unions:
        definitions[union.name] = _union(union, objects, enums)
    for choice in spec.choices:
        definitions[choice.name] = _choice(choice)
    for enum in spec.enums:
        definitions[enum.name] = _enum(enum)
    for alias in spec.aliases:
        definitions[alias.name] = _described(alias, _type(alias.type))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": spec.package.title,
        "$defs": dict(sorted(definitions.items())),
    }


def _described(
    item: FieldSpec | ObjectSpec | UnionSpec | ChoiceSpec | EnumSpec | AliasSpec,
    schema: dict[str, JsonValue],
) -> dict[str, JsonValue]:
    if item.deprecated is not None:
        schema = {"deprecated": True, **schema}
    return {"description": item.doc.strip(), **schema} if item.doc else schema


def _object(item: ObjectSpec) -> dict[str, JsonValue]:
    properties: dict[str, JsonValue] = {
        c.key: {"const": c.value} for c in item.constants
    }
    required: list[JsonValue] = [c.key for c in item.constants]
    for field in item.fields:
        properties[field.key] = _field(field)
        if not field.is_optional:
            required.append(field.key)
    schema: dict[str, JsonValue] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    if item.allow_extra is not None:
        schema["additionalProperties"] = _type(item.allow_extra)
    return _described(item, schema)


def _field(field: FieldSpec) -> dict[str, JsonValue]:
    schema = _constrained(field)
    if field.default is not None:
        schema["default"] = plain(field.default)
    return _described(field, schema)


def _constrained(field: FieldSpec) -> dict[str, JsonValue]:
    constraints = _constraints(field)
    if isinstance(field.type, NullableType):
        value = {**_type(field.type.type), **constraints}
        return {"anyOf": [value, {"type": "null"}]}
    return {**_type(field.type), **constraints}


_LENGTH_OF = {"string": "Length", "array": "Items", "object": "Properties"}


def _constraints(field: FieldSpec) -> dict[str, JsonValue]:
    found = field.constraints
    if not found.spans:
        return {}
    of = _LENGTH_OF.get(str(_type(without_null(field.type)).get("type")), "")
    keywords: dict[str, JsonValue] = {
        "minimum": found.min,
        "maximum": found.max,
        "multipleOf": found.multiple_of,
        f"min{of}": found.min_length,
        f"max{of}": found.max_length,
        "pattern": found.pattern,
    }
    return {name: value for name, value in keywords.items() if value is not None}


def _type(type_: Type) -> dict[str, JsonValue]:
    match type_:
        case BasicType(basic):
            return dict(_BASICS[basic])
        case ListType(inner):
            return {"type": "array", "items": _type(inner)}
        case MapType(inner):
            return {"type": "object", "additionalProperties": _type(inner)}
        case NullableType(inner):
            return {"anyOf": [_type(inner), {"type": "null"}]}
        case LiteralType(value):
            return {"const": value}
        case Defined() | NamedType():
            return {"$ref": f"#/$defs/{type_.name}"}


def _union(
    item: UnionSpec, objects: dict[str, ObjectSpec], enums: dict[str, EnumSpec]
) -> dict[str, JsonValue]:
    choices: list[JsonValue] = [{"$ref": f"#/$defs/{m.name}"} for m in item.members]
    if item.is_open:
        known: list[JsonValue] = [
            tag
            for member in item.members
            for tag in tags(objects[member.name], item.tag, enums)
        ]
        other: JsonValue = {"type": "string", "not": {"enum": known}}
        choices.append(
            {
                "type": "object",
                "properties": {item.tag: other},
                "required": [item.tag],
            }
        )
    return _described(item, {"oneOf": choices})


def _choice(item: ChoiceSpec) -> dict[str, JsonValue]:
    return _described(item, {"oneOf": [_type(m.type) for m in item.members]})


def _enum(item: EnumSpec) -> dict[str, JsonValue]:
    known: dict[str, JsonValue] = {"enum": list(item.values)}
    if not item.is_open:
        return _described(item, known)
    return _described(item, {"anyOf": [known, dict(_BASICS[item.basic])]})

"""What people and editors read of the spec language, printed from `language`."""

import json

from .kinds import (
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
from .language import (
    ALIAS,
    DEPRECATION,
    ENUM,
    FIELD,
    FILE,
    MIXIN,
    OBJECT,
    PACKAGE,
    SECTIONS,
    TYPES,
    UNION,
    WAIVER,
)
from .source import JsonValue

__all__ = ["json_schema", "key_reference"]

_FILES = {"package": PACKAGE, "types": FILE}


def json_schema(file: str) -> str:
    """Return the JSON Schema (draft 7, which editors know) of a kind of spec file.

    Args:
        file: `package` or `types`.
    """
    root = _section(_FILES[file])
    sections = (
        [WAIVER]
        if file == "package"
        else [MIXIN, OBJECT, UNION, ENUM, ALIAS, FIELD, DEPRECATION]
    )
    schema: dict[str, JsonValue] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"attrspec {file} file",
        **root,
    }
    schema["definitions"] = {s.name: _section(s) for s in sections}
    return json.dumps(schema, indent=2) + "\n"


def _section(section: Section) -> dict[str, JsonValue]:
    properties: dict[str, JsonValue] = {}
    for key in section.keys:
        default = f" Default: {key.default}." if key.default else ""
        properties[key.name] = {
            "description": f"{key.doc}{default}",
            **_kind(key.kind),
        }
    return {
        "description": section.doc,
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in section.keys if key.is_required],
        "properties": properties,
    }


def _kind(kind: Kind) -> dict[str, JsonValue]:
    match kind:
        case Text(choices=choices) if choices:
            return {"enum": list(choices)}
        case Text(pattern=pattern) if pattern:
            return {"type": "string", "pattern": f"^(?:{pattern})$"}
        case Text():
            return {"type": "string"}
        case Flag():
            return {"type": "boolean"}
        case Value():
            return {"type": ["string", "integer"]}
        case Number(value=value):
            return {"const": value}
        case AnyValue():
            return {}
        case FlagOr(section=section):
            return {"anyOf": [{"type": "boolean"}, _kind(section)]}
        case Amount(is_positive=is_positive):
            least: dict[str, JsonValue] = {"exclusiveMinimum": 0} if is_positive else {}
            return {"type": "number", **least}
        case Length(most=most):
            limit: dict[str, JsonValue] = {} if most is None else {"maximum": most}
            return {"type": "integer", "minimum": 0, **limit}
        case Anything():
            return {"type": "object"}
        case ListOf(item=item):
            return {"type": "array", "items": _kind(item)}
        case MapOf(key=key, value=value):
            mapping: dict[str, JsonValue] = {
                "type": "object",
                "additionalProperties": _kind(value),
            }
            if key.pattern:
                mapping["propertyNames"] = _kind(key)
            return mapping
        case Section(name=name):
            return {"$ref": f"#/definitions/{name}"}


def key_reference() -> str:
    """Return the key reference in Markdown."""
    parts = [_INTRODUCTION]
    parts += [_markdown(section) for section in SECTIONS]
    rows = [
        f"| `{basic}` | {json_} | `{python}` | {remark} |"
        for basic, (json_, python, remark) in TYPES.items()
    ]
    parts.append(_TYPES.format(rows="\n".join(rows)))
    return "\n".join(parts)


def _markdown(section: Section) -> str:
    rows: list[str] = []
    for key in section.keys:
        need = "required" if key.is_required else key.default or ""
        rows.append(f"| `{key.name}` | {key.kind.says} | {need} | {key.doc} |")
    table = "\n".join(rows)
    title = section.name.capitalize()
    return f"""\
## {title}

{section.doc}

| key | value | default | meaning |
|---|---|---|---|
{table}

```yaml
{section.example.rstrip()}
```
"""


_INTRODUCTION = """\
# The spec language

This page is printed by `attrspec keys` from the tables by which specs are read.

A spec is a folder of YAML files. `package.yaml` describes the distribution; all other
files with the ending `.yaml` or `.yml` describe types, except for those whose names
begin with a dot. Every value means what the core schema of YAML 1.2 says, so `no`,
`12:30` and `2024-11-01` are text. Tags, anchors and a second document are not part of
the language, and no key may be given twice.
"""

_TYPES = """\
## Types

| type | in JSON | in Python | |
|---|---|---|---|
{rows}

A type can also be the name of an object, a union or an enum, and be put together:

| type | in JSON | in Python |
|---|---|---|
| `list[T]` | an array | `list[T]` |
| `map[T]` | an object with keys of any name | `dict[str, T]` |
| `T?` | what `T` is, or null | `T \\| None` |
| `"left"`, `5`, `true` | this value and no other | `Literal["left"]` |

Constraints go with these types, and with the same ones followed by a question mark:

| constraints | types |
|---|---|
| `min`, `max`, `multiple_of` | `integer`, `number` |
| `min_length`, `max_length` | `string`, `list[T]`, `map[T]` |
| `pattern` | `string` |

They hold for values that are not null. They are part of the documentation, of the JSON
Schema and of the payloads that strategies draw. Readers hold payloads against them if
`package.yaml` says `check_constraints: true`. `multiple_of` goes by decimals: 0.3 is a
multiple of 0.1. A pattern should mean the same to programs that read the schema.

Whether a key may be absent and whether its value may be null are two questions:

| | `T` | `T?` |
|---|---|---|
| required | `x: T` | `x: T \\| None` |
| `optional: true` | `x: T \\| None = None` | `x: T \\| None = None` |
| `optional: true, default: V` | `x: T = V` | `x: T \\| None = V` |

None is written as null where null is allowed, and left out where it is not. An object
that was read remembers where its payload did otherwise, and is written as it was read.
"""

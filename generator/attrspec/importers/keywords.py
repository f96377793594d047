"""What becomes of each keyword of JSON Schema and OpenAPI.

The importer goes by this table, and the page about importing is printed from it.
"""

from enum import Enum

from attrs import frozen

__all__ = [
    "FACTS",
    "FORMATS",
    "FORMS",
    "KEYWORDS",
    "STRUCTURE",
    "Fate",
    "Keyword",
    "format_table",
    "keyword_table",
]


class Fate(Enum):
    """What becomes of a keyword."""

    SAID = "said"
    """The spec says it."""

    FACT = "fact"
    """The spec says it of a field, and nowhere else: elsewhere it is noted."""

    NOTED = "noted"
    """It says something of payloads that the spec does not: noted at each schema."""

    COUNTED = "counted"
    """It says nothing of payloads, or nothing that a reader could use: noted once."""


@frozen
class Keyword:
    """A keyword of JSON Schema or OpenAPI, and what becomes of it."""

    name: str
    fate: Fate
    becomes: str
    """What it becomes, or why it becomes nothing."""


_ROWS = (
    # Structure
    ("$ref", Fate.SAID, "The name of the type; what stands beside it is said too."),
    ("allOf", Fate.SAID, "One object with the fields of all parts."),
    ("anyOf", Fate.SAID, "A union, `T?` beside null, or an open enum beside `string`."),
    ("oneOf", Fate.SAID, "As `anyOf`: members of a union exclude each other."),
    (
        "discriminator",
        Fate.SAID,
        "`tag` of the union; noted where there is none.",
    ),
    ("type", Fate.SAID, "The type; several of them are a union, with null `T?`."),
    ("nullable", Fate.SAID, "`T?`."),
    ("enum", Fate.SAID, "An enum with a name, or `tag` for a single required value."),
    ("const", Fate.SAID, "As an `enum` of one value."),
    ("properties", Fate.SAID, "`fields` of an object."),
    ("required", Fate.SAID, "`optional: true` for keys that are not listed."),
    ("items", Fate.SAID, "`list[T]`."),
    ("prefixItems", Fate.SAID, "`list[T]`, T a union: lists have items of one type."),
    (
        "additionalProperties",
        Fate.SAID,
        "`allow_extra`, or `map[T]` without properties.",
    ),
    (
        "patternProperties",
        Fate.SAID,
        "As `additionalProperties`; which keys match is noted.",
    ),
    ("$recursiveRef", Fate.SAID, "The name of the schema that it stands in."),
    ("$dynamicRef", Fate.SAID, "The name of the schema that it stands in."),
    # Documentation
    ("description", Fate.SAID, "`doc`."),
    ("title", Fate.SAID, "`doc` where there is no description; names of members."),
    ("example", Fate.SAID, "`example` of an object, a sentence of `doc` elsewhere."),
    ("examples", Fate.SAID, "As `example`; an object has one, and others are noted."),
    # How texts are to be read
    ("format", Fate.SAID, "Types of their own; see below."),
    ("contentEncoding", Fate.SAID, "`bytes` for `base64`."),
    # Of fields
    ("minimum", Fate.FACT, "`min`, of a field that is an integer or a number."),
    ("maximum", Fate.FACT, "`max`, likewise."),
    (
        "exclusiveMinimum",
        Fate.FACT,
        "`min` of an integer, one more. A number has no next one.",
    ),
    ("exclusiveMaximum", Fate.FACT, "`max` of an integer, one less."),
    ("multipleOf", Fate.FACT, "`multiple_of`."),
    ("minLength", Fate.FACT, "`min_length` of a string."),
    ("maxLength", Fate.FACT, "`max_length` of a string."),
    ("pattern", Fate.FACT, "`pattern` of a string, if Python reads it."),
    ("minItems", Fate.FACT, "`min_length` of a list."),
    ("maxItems", Fate.FACT, "`max_length` of a list."),
    ("minProperties", Fate.FACT, "`min_length` of a map."),
    ("maxProperties", Fate.FACT, "`max_length` of a map."),
    # What is checked, and not said
    ("uniqueItems", Fate.NOTED, "A list keeps what was read, repeated or not."),
    ("propertyNames", Fate.NOTED, "Keys of a map are any text."),
    ("default", Fate.FACT, "`default` of an optional field, if it is a scalar."),
    ("deprecated", Fate.SAID, "`deprecated`, of fields and of types."),
    ("not", Fate.NOTED, "A type says what a payload is, not what it is not."),
    ("if", Fate.NOTED, "Types do not depend on values; a union with a tag does."),
    ("then", Fate.NOTED, "As `if`."),
    ("else", Fate.NOTED, "As `if`."),
    ("dependentRequired", Fate.NOTED, "Whether a key is optional depends on no other."),
    ("dependentSchemas", Fate.NOTED, "As `dependentRequired`."),
    ("dependencies", Fate.NOTED, "As `dependentRequired`."),
    ("contains", Fate.NOTED, "All items of a list are of one type."),
    ("minContains", Fate.NOTED, "As `contains`."),
    ("maxContains", Fate.NOTED, "As `contains`."),
    ("additionalItems", Fate.NOTED, "All items of a list are of one type."),
    ("unevaluatedItems", Fate.NOTED, "All items of a list are of one type."),
    ("unevaluatedProperties", Fate.NOTED, "Unknown keys are kept, not refused."),
    # What says nothing of payloads of results
    ("readOnly", Fate.COUNTED, "Types are those of results, where it says nothing."),
    ("writeOnly", Fate.COUNTED, "Which types are sent, no type says."),
    ("contentMediaType", Fate.COUNTED, "What a text holds is not read."),
    ("contentSchema", Fate.COUNTED, "What a text holds is not read."),
    ("xml", Fate.COUNTED, "Payloads are JSON."),
    ("externalDocs", Fate.COUNTED, "A link is no part of a type; write it into `doc`."),
    ("$comment", Fate.COUNTED, "It is for authors of the document."),
    ("$schema", Fate.SAID, "The dialect is told from the document as a whole."),
    ("$id", Fate.SAID, "References to it are followed."),
    ("$anchor", Fate.SAID, "References to it are followed."),
    ("$dynamicAnchor", Fate.SAID, "References to it are followed."),
    ("$recursiveAnchor", Fate.SAID, "References to it are followed."),
    ("$defs", Fate.SAID, "Types of their own, as far as they are referred to."),
    ("definitions", Fate.SAID, "As `$defs`."),
    ("$vocabulary", Fate.COUNTED, "It describes a language, not payloads."),
)

KEYWORDS = {name: Keyword(name, fate, becomes) for name, fate, becomes in _ROWS}
"""The keywords by name. What begins with `x-` is counted, anything else is noted."""

FORMS = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), "a list that is not empty"),
    **dict.fromkeys(("enum", "prefixItems", "required"), "a list"),
    **dict.fromkeys(("patternProperties", "discriminator"), "a mapping"),
    **dict.fromkeys(("description", "title", "format", "contentEncoding"), "text"),
    "nullable": "true or false",
    "type": "text or a list",
    "items": "a schema or a list",
}
"""What has to stand under keywords, in words. What does not is noted, and left out."""

FACTS = {
    "default": "default",
    "minimum": "min",
    "exclusiveMinimum": "min",
    "maximum": "max",
    "exclusiveMaximum": "max",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "minItems": "min_length",
    "minProperties": "min_length",
    "maxLength": "max_length",
    "maxItems": "max_length",
    "maxProperties": "max_length",
    "pattern": "pattern",
    "deprecated": "deprecated",
}
"""Keywords that say something of a field, and the key of the language that does."""

STRUCTURE = frozenset(
    {
        *("$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const", "properties"),
        *("required", "items", "prefixItems", "additionalProperties"),
        *("patternProperties", "$recursiveRef", "$dynamicRef", "format"),
        *("contentEncoding",),
    }
)
"""Keywords that say which type a schema is."""

FORMATS = {
    ("string", "date"): ("date", ""),
    ("string", "date-time"): ("datetime", ""),
    ("string", "duration"): ("duration", "years and months are refused"),
    ("string", "uuid"): ("uuid", ""),
    ("string", "byte"): ("bytes", ""),
    ("string", "base64"): ("bytes", ""),
    ("string", "decimal"): ("decimal", ""),
    ("integer", "unixtime"): ("unixtime", ""),
    ("integer", "int32"): ("integer", ""),
    ("integer", "int64"): ("integer", ""),
    ("number", "float"): ("number", ""),
    ("number", "double"): ("number", ""),
}
"""What a type with a format becomes, and what is then not exact. Others are noted."""


_FATES = {
    Fate.SAID: "said",
    Fate.FACT: "a field's",
    Fate.NOTED: "noted",
    Fate.COUNTED: "counted",
}


def keyword_table() -> str:
    """Return the table of keywords, as the page about importing has it."""
    rows = [
        f"| `{k.name}` | {_FATES[k.fate]} | {k.becomes} |" for k in KEYWORDS.values()
    ]
    return "\n".join(["| keyword | | becomes, or why not |", "|---|---|---|", *rows])


def format_table() -> str:
    """Return the table of formats, as the page about importing has it."""
    rows = [
        f"| `{type_}`, `{format_}` | `{becomes}` | {remark} |"
        for (type_, format_), (becomes, remark) in FORMATS.items()
    ]
    return "\n".join(["| type and format | becomes | |", "|---|---|---|", *rows])

"""The spec language: which keys there are, what stands under them, and what they mean.

`read` checks specs by these tables, and the key reference and the JSON Schema for
editors are printed from them, so the three cannot disagree.
"""

import keyword

from .kinds import (
    Amount,
    Anything,
    AnyValue,
    Flag,
    FlagOr,
    Key,
    Length,
    ListOf,
    MapOf,
    Number,
    Section,
    Text,
    Value,
)
from .spec import Basic

__all__ = [
    "ALIAS",
    "DEPRECATION",
    "ENUM",
    "FIELD",
    "MIXIN",
    "OBJECT",
    "PACKAGE",
    "SECTIONS",
    "TYPES",
    "UNION",
    "VERSION",
    "WAIVER",
]

VERSION = 1
"""The version of the language."""


_KEYWORDS = "|".join(word for word in keyword.kwlist if word.islower())
_ONE_LINE = r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*"

MOST_NEEDED = 1_000
"""The largest `min_length`: tests have to hold texts and lists of that length."""

TYPE_NAME = Text("a name such as `UsageResponse`", r"[A-Z][A-Za-z0-9]{0,99}")
FIELD_NAME = Text("a Python name such as `input_tokens`", r"[a-z][a-z0-9_]{0,99}")
WIRE_KEY = Text("a key of the payload")
TYPE = Text("a type")
SENTENCES = Text("text")

TYPES: dict[Basic, tuple[str, str, str]] = {
    Basic.STRING: ("text", "str", ""),
    Basic.INTEGER: ("a number without fraction", "int", "of any size"),
    Basic.NUMBER: ("a number", "float", "integers stay integers"),
    Basic.BOOLEAN: ("true or false", "bool", ""),
    Basic.JSON: ("any JSON value", "Json", "null is one of its values"),
    Basic.DECIMAL: ("a decimal number as text", "Decimal", "exact"),
    Basic.DATE: ("a day, `2024-11-01`", "date", ""),
    Basic.DATETIME: (
        "a moment (RFC 3339), `2024-11-01T00:00:00Z`",
        "datetime",
        "with its time zone; no finer than microseconds",
    ),
    Basic.UNIXTIME: (
        "seconds since 1970 as an integer",
        "datetime",
        "in UTC, of the years 1 to 9999",
    ),
    Basic.DURATION: (
        "a duration (ISO 8601), `P1DT2H`",
        "timedelta",
        "without years and months, whose lengths differ",
    ),
    Basic.UUID: ("a UUID as text", "UUID", ""),
    Basic.BYTES: ("bytes as Base64 text", "bytes", ""),
}
"""What each basic type is in JSON and in Python, and a remark."""

RULE = Text("a rule such as `missing-example`")

WAIVER = Section(
    "waiver",
    "A finding that is meant to be, in `package.yaml`.",
    (
        Key("rule", RULE, "What is found.", is_required=True),
        Key(
            "at",
            Text("a type, or a type and a key such as `Station.name`"),
            "Where it is found.",
            is_required=True,
        ),
        Key("reason", SENTENCES, "Why it is meant to be.", is_required=True),
    ),
    """\
waivers:
  - rule: missing-example
    at: Station
    reason: The API is not public yet.
""",
)

PACKAGE = Section(
    "package",
    "The file `package.yaml`: the distribution that is generated.",
    (
        Key(
            "attrspec",
            Number(VERSION),
            "Version of the spec language.",
            is_required=True,
        ),
        Key(
            "package",
            Text(
                "an import name such as `openai_usage_models`",
                rf"(?!(?:{_KEYWORDS})$)[a-z][a-z0-9_]{{0,99}}",
            ),
            "Name by which the package is imported.",
            is_required=True,
        ),
        Key(
            "distribution",
            Text(
                "a name such as `openai-usage-models`",
                r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?",
            ),
            "Name by which pip installs it.",
            is_required=True,
        ),
        Key(
            "version",
            Text(
                "a version such as `1.0.0`",
                r"[0-9]+(\.[0-9]+){0,3}((a|b|rc)[0-9]+)?(\.post[0-9]+)?(\.dev[0-9]+)?",
            ),
            "Version of the distribution. Quote it where it looks like a number.",
            is_required=True,
        ),
        Key(
            "title",
            Text("one line of text", _ONE_LINE),
            "What the package is about.",
            is_required=True,
        ),
        Key("doc", SENTENCES, "More about it, for the README of the package."),
        Key(
            "license",
            Text("an SPDX expression such as `MIT`", r"[A-Za-z0-9.+() -]{1,100}"),
            "License of the distribution.",
        ),
        Key(
            "frozen",
            Flag(),
            "Whether the classes are frozen: an object cannot be changed, "
            "`attrs.evolve` makes another one, and it can be hashed where its values "
            "can. What is in its lists and dicts is not frozen.",
            default="false",
        ),
        Key(
            "lints",
            MapOf(RULE, Text("a level", choices=("off", "warning", "error"))),
            "How grave it is what a lint finds. `attrspec explain` says what each is "
            "for.",
        ),
        Key(
            "waivers",
            ListOf(WAIVER),
            "Findings that are meant to be, each with a reason.",
        ),
        Key(
            "check_constraints",
            Flag(),
            "Whether the generated readers refuse values that the constraints of a "
            "field exclude. Without it they describe, and an API that breaks them is "
            "read all the same.",
            default="false",
        ),
    ),
    """\
attrspec: 1
package: weather_models
distribution: weather-models
version: 1.0.0
title: Weather reports
doc: |
  Stations and forecasts, as the API has them since 2024.
license: MIT
check_constraints: true
frozen: true
lints: {missing-example: off, awkward-name: error}
waivers:
  - rule: undocumented-field
    at: Station.name
    reason: What a name is needs no words.
""",
)

DEPRECATION = Section(
    "deprecation",
    "What is known of something that should not be used any more.",
    (
        Key("since", Text("a version or a day"), "Since when."),
        Key("use", SENTENCES, "What to use instead."),
        Key("doc", SENTENCES, "Why, or until when."),
    ),
    """\
deprecated:
  since: version 2
  use: input_tokens
  doc: It leaves out what was cached.
""",
)

DEPRECATED = Key(
    "deprecated",
    FlagOr(DEPRECATION),
    "That it should not be used any more. Becomes part of the documentation and of the "
    "JSON Schema; it is read, written and drawn by strategies as before. Type checkers "
    "are not told: Python has no mark for attributes, and a marked class would be "
    "reported wherever the package itself has it.",
    default="false",
)

FORMER_NAMES = Key(
    "was",
    ListOf(TYPE_NAME),
    "Names that it had before. They can still be imported, and mean the same.",
)

FIELD = Section(
    "field",
    "A key of an object, and the attribute that holds its value.",
    (
        Key("type", TYPE, "Type of the value; see [Types](#types).", is_required=True),
        Key("doc", SENTENCES, "What the field means."),
        Key(
            "optional",
            Flag(),
            "Whether the key may be absent from a payload. Whether null is allowed is "
            "another question, which the type answers: `string?`.",
            default="false",
        ),
        Key(
            "default",
            AnyValue(),
            "What an absent key stands for, with `optional: true`: the attribute has "
            "this value, and the key is left out again. A text, number or boolean.",
            default="null",
        ),
        Key(
            "name",
            FIELD_NAME,
            "Name of the attribute, where the one made from the key will not do.",
            default="the key in snake_case",
        ),
        Key(
            "when",
            MapOf(Text("a request parameter"), Text("a value")),
            "Request parameters that make the API fill the field. Becomes part of its "
            "documentation.",
        ),
        Key("unit", Text("a unit such as `seconds`"), "What a number counts."),
        Key(
            "accept",
            ListOf(Text("a kind of JSON", choices=("string", "number"))),
            "Kinds of JSON that the API sends here too, against its own documentation. "
            "They are read as `type` and written as `type`: `string` for a number, "
            'integer or boolean as text (`"12.50"`), `number` for a decimal.',
        ),
        Key(
            "min",
            Amount(),
            "Constraint of an integer or a number: the least it can be.",
        ),
        Key(
            "max",
            Amount(),
            "Constraint of an integer or a number: the most it can be.",
        ),
        Key(
            "multiple_of",
            Amount(is_positive=True),
            "Constraint of an integer or a number: what it is a whole multiple of, as "
            "both are written in decimals.",
        ),
        Key(
            "min_length",
            Length(MOST_NEEDED),
            "Constraint of a string, list or map: its least characters, items or keys.",
        ),
        Key(
            "max_length",
            Length(),
            "Constraint of a string, list or map: its most characters, items or keys.",
        ),
        Key(
            "pattern",
            Text("a regular expression"),
            "Constraint of a string: what is found somewhere in it, as Python's `re` "
            "searches. `^` and `$` tie it to the ends.",
        ),
        DEPRECATED,
        Key(
            "was",
            ListOf(FIELD_NAME),
            "Names that the attribute had before. They can still be read, and mean the "
            "same; they are not set, compared or written.",
        ),
    ),
    """\
input_tokens:
  type: integer
  doc: Tokens that went in.

price:
  type: decimal?
  optional: true
  unit: dollars
  accept: [number]
  when: {group_by: line_item}

pageSize:
  type: integer
  optional: true
  default: 20
  min: 10
  max: 100
  multiple_of: 10
  name: size

country:
  type: string
  min_length: 2
  max_length: 3
  pattern: "^[A-Z]+$"
  deprecated: {since: version 2, use: country_code}
  was: [state]
""",
)

MIXIN = Section(
    "mixin",
    "Fields that several objects share, written once.",
    (
        Key("doc", SENTENCES, "What the fields have in common. It is printed nowhere."),
        Key("fields", MapOf(WIRE_KEY, FIELD), "The fields, by key.", is_required=True),
    ),
    """\
GroupedByProject:
  doc: What results have that are grouped by project.
  fields:
    project_id:
      type: string?
      optional: true
      when: {group_by: project_id}
      doc: Project that the result belongs to.
""",
)

OBJECT = Section(
    "object",
    "An object of the API; it becomes a class.",
    (
        Key("doc", SENTENCES, "What the object is."),
        DEPRECATED,
        FORMER_NAMES,
        Key(
            "tag",
            MapOf(WIRE_KEY, Text("text")),
            "Keys that have the same text in every payload. They tell the members of a "
            "union apart and become constants of the class.",
        ),
        Key(
            "mixins",
            ListOf(Text("the name of a mixin")),
            "Mixins whose fields follow the object's own.",
        ),
        Key("fields", MapOf(WIRE_KEY, FIELD), "The fields, by key."),
        Key(
            "allow_extra",
            TYPE,
            "Type of the values under all keys that the object does not name. They are "
            "in `extra`, as without it, where they may be whatever JSON has.",
            default="json",
        ),
        Key(
            "example",
            Anything(),
            "A payload. It must be one that the object reads, and it is a test of the "
            "generated package.",
        ),
    ),
    """\
Station:
  doc: A weather station.
  tag: {object: station}
  mixins: [Located]
  fields:
    name:
      type: string
      doc: Name of the place.
  allow_extra: number
  example: {object: station, name: Zugspitze, height: 2962, snow_depth: 3.5}
  deprecated: false
  was: [WeatherStation]
""",
)

UNION = Section(
    "union",
    "One of several objects, told apart by a tag; or one of several types, told apart "
    "by what JSON can show.",
    (
        Key(
            "tag",
            WIRE_KEY,
            "Key of the tag: one under `tag` of each member, or that of a required "
            "field whose type is a closed enum. Without it, no two members may be of "
            "one kind of JSON (text, number, boolean, list, object), "
            "but for objects of which each needs a key that none of the others has.",
        ),
        Key(
            "members",
            ListOf(Text("the name of an object, or without a tag any type")),
            "The objects or types.",
            is_required=True,
        ),
        Key(
            "open",
            Flag(),
            "Whether an object with a tag that the spec does not know is kept whole, "
            "as `Unknown`, instead of refused. Goes with a tag.",
            default="true",
        ),
        Key("doc", SENTENCES, "What the members have in common."),
        DEPRECATED,
        FORMER_NAMES,
    ),
    """\
Report:
  doc: A line of a report.
  tag: object
  open: false
  members: [Station, Forecast]

Words:
  members: [string, "list[string]"]
  deprecated: {use: plain text}
  was: [Texts]
""",
)

ENUM = Section(
    "enum",
    "One of several texts, or of several integers.",
    (
        Key(
            "values",
            ListOf(Value()),
            "The values: all of them texts, or all of them integers.",
            is_required=True,
        ),
        Key(
            "open",
            Flag(),
            "Whether any other text, or integer, is read too. Say true where the API "
            "may add some.",
            default="false",
        ),
        Key("doc", SENTENCES, "What the values stand for."),
        DEPRECATED,
        FORMER_NAMES,
    ),
    """\
Sky:
  doc: What is above a station.
  open: true
  values: [clear, cloudy]

Priority:
  values: [1, 2, 3]
  deprecated: true
  was: [Urgency]
""",
)

ALIAS = Section(
    "alias",
    "A name for a type, which is the same type wherever it is named. The package "
    "exports it.",
    (
        Key("type", TYPE, "What the name stands for.", is_required=True),
        Key("doc", SENTENCES, "What it means."),
        DEPRECATED,
        FORMER_NAMES,
    ),
    """\
Readings:
  type: list[number?]
  doc: What was measured, hour by hour; null where nothing was.

Remarks:
  type: map[string]
  deprecated: {use: doc}
  was: [Notes]
""",
)

FILE = Section(
    "file",
    "Every other YAML file beside `package.yaml`: the types of the API. A type may "
    "refer to types in other files.",
    (
        Key("mixins", MapOf(TYPE_NAME, MIXIN), "Fields that objects share."),
        Key("objects", MapOf(TYPE_NAME, OBJECT), "The objects."),
        Key("unions", MapOf(TYPE_NAME, UNION), "Which objects stand for one another."),
        Key("enums", MapOf(TYPE_NAME, ENUM), "Values of which there are only so many."),
        Key("aliases", MapOf(TYPE_NAME, ALIAS), "Names for other types."),
    ),
    """\
mixins:
  Located:
    fields:
      height: {type: number, unit: metres}

objects:
  Station:
    tag: {object: station}
    mixins: [Located]
    fields:
      sky: {type: Sky}

unions:
  Report: {tag: object, members: [Station]}

enums:
  Sky: {open: true, values: [clear, cloudy]}

aliases:
  Readings: {type: "list[number]"}
""",
)

SECTIONS = (
    *(PACKAGE, WAIVER, FILE, OBJECT, FIELD, MIXIN, UNION, ENUM, ALIAS, DEPRECATION),
)

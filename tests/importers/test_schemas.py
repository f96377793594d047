"""What each keyword of a schema becomes."""

import pytest
from importers.documents import imported, notes_of, types_of

from attrspec.importers import import_document

TEXT = {"type": "string"}
PLACE = {"type": "object", "properties": {"name": TEXT}}


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer"}, "integer"),
        ({"type": "integer", "format": "int64"}, "integer"),
        ({"type": "integer", "format": "unixtime"}, "unixtime"),
        ({"type": "number", "format": "double"}, "number"),
        ({"type": "boolean"}, "boolean"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "date-time"}, "datetime"),
        ({"type": "string", "format": "uuid"}, "uuid"),
        ({"type": "string", "format": "byte"}, "bytes"),
        ({"type": "string", "contentEncoding": "base64"}, "bytes"),
        ({}, "json"),
        (True, "json"),
        ({"description": "Anything."}, "json"),
        ({"type": "array"}, "list[json]"),
        ({"type": "array", "items": {}}, "list[json]"),
        ({"type": "array", "items": TEXT}, "list[string]"),
        ({"items": {"type": "array", "items": TEXT}}, "list[list[string]]"),
        ({"type": "object"}, "map[json]"),
        ({"type": "object", "additionalProperties": True}, "map[json]"),
        ({"type": "object", "additionalProperties": TEXT}, "map[string]"),
        ({"additionalProperties": {"type": ["string", "null"]}}, "map[string?]"),
        ({"$ref": "#/components/schemas/Place"}, "Place"),
        ({"allOf": [{"$ref": "#/components/schemas/Place"}]}, "Place"),
        ({"anyOf": [{"$ref": "#/components/schemas/Place"}]}, "Place"),
        ({"const": "a"}, '"a"'),
        ({"enum": ["a"]}, '"a"'),
        ({"const": 5}, "5"),
        ({"enum": [True]}, "true"),
        ({"enum": [True, False]}, "boolean"),
        ({"enum": ["a", "b"]}, "ReportX"),
        ({"enum": [1, 2]}, "ReportX"),
        ({"type": "object", "properties": {"a": TEXT}}, "ReportX"),
        ({"type": ["string", "integer"]}, "ReportX"),
    ],
    ids=str,
)
def test_schema_becomes_type(schema: object, type_: str) -> None:
    """Each schema is the type of which its payloads are."""
    optional = {"type": "object", "properties": {"x": schema}}
    place = {"type": "object", "properties": {"name": TEXT}}
    found = types_of(imported({"Report": optional, "Place": place}))

    assert type_ == found["Report"]["fields"]["x"]["type"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"type": "string", "nullable": True},
        {"anyOf": [TEXT, {"type": "null"}]},
        {"oneOf": [{"enum": [None]}, TEXT]},
        {"anyOf": [{"const": None}, TEXT]},
        {"anyOf": [{"type": "string", "nullable": True}]},
        {"allOf": [TEXT], "nullable": True},
        {"allOf": [TEXT, {"nullable": True}]},
    ],
    ids=str,
)
def test_null_has_many_spellings(schema: object) -> None:
    """However a document says that null is allowed, the spec says `T?`."""
    report = {"type": "object", "properties": {"x": schema}, "required": ["x"]}
    found = types_of(imported({"Report": report}))

    assert {"x": {"type": "string?"}} == found["Report"]["fields"]


@pytest.mark.parametrize("part", ["anyOf", "oneOf"])
def test_union_of_text_and_enum_is_open(part: str) -> None:
    """Any text beside an enum means that the API may add values."""
    schema = {part: [TEXT, {"type": "string", "enum": ["a", "b"]}, {"type": "null"}]}
    report = {"type": "object", "properties": {"x": schema}}
    found = types_of(imported({"Report": report}))

    assert {"type": "ReportX?", "optional": True} == found["Report"]["fields"]["x"]
    assert {"values": ["a", "b"], "open": True} == found["ReportX"]


def test_required_constants_are_tags() -> None:
    """A required key with a single text is a constant, an optional one is a literal."""
    report = {
        "type": "object",
        "properties": {
            "object": {"type": "string", "enum": ["report"]},
            "kind": {"const": "daily"},
            "unit": {"const": "mm"},
        },
        "required": ["object", "kind"],
    }
    found = types_of(imported({"Report": report}))["Report"]

    assert {"object": "report", "kind": "daily"} == found["tag"]
    assert {"unit": {"type": '"mm"', "optional": True}} == found["fields"]


def test_parts_become_one_object() -> None:
    """The properties of all parts are fields, and required where any part says so."""
    schemas = {
        "Base": {"type": "object", "properties": {"id": TEXT, "at": TEXT}},
        "Report": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {
                    "type": "object",
                    "properties": {"at": {"type": "string", "description": "When."}},
                },
            ],
            "required": ["id"],
            "description": "A report.",
        },
    }
    found = types_of(imported(schemas))["Report"]

    assert "A report." == found["doc"]
    assert {
        "id": {"type": "string"},
        "at": {"type": "string", "optional": True, "doc": "When."},
    } == found["fields"]


def test_type_inside_a_shared_part_is_written_once() -> None:
    """An object inside of a part is named where it is written, whoever has the part."""
    inner = {"type": "object", "properties": {"name": TEXT}}
    reference = {"$ref": "#/components/schemas/Base"}
    extra = {"type": "object", "properties": {"id": TEXT}}
    schemas = {
        "A": {"allOf": [reference, extra]},
        "B": {"allOf": [reference, extra]},
        "Base": {"type": "object", "properties": {"place": inner}},
    }
    found = types_of(imported(schemas))

    assert {"A", "B", "Base", "BasePlace"} == set(found)
    assert "BasePlace" == found["A"]["fields"]["place"]["type"]


def test_objects_are_told_apart_by_a_common_constant() -> None:
    """The key under which all members have another text is the tag."""

    def member(text: str) -> object:
        properties = {"kind": {"const": text}, "object": {"const": "place"}}
        required = ["kind", "object"]
        return {"type": "object", "properties": properties, "required": required}

    schemas = {
        "Buoy": member("buoy"),
        "Station": member("station"),
        "Place": {
            "oneOf": [
                {"$ref": f"#/components/schemas/{n}"} for n in ("Buoy", "Station")
            ]
        },
    }
    found = types_of(imported(schemas))

    assert {"tag": "kind", "members": ["Buoy", "Station"]} == found["Place"]


def test_objects_are_told_apart_by_an_enum() -> None:
    """A required key of several texts tells a member as well as that of one."""
    junction = {"type": "string", "enum": ["and", "or"]}
    schemas = {
        "Compound": {
            "type": "object",
            "properties": {"type": junction},
            "required": ["type"],
        },
        "Equal": {
            "type": "object",
            "properties": {"type": {"const": "eq"}},
            "required": ["type"],
        },
        "Filter": {
            "anyOf": [
                {"$ref": f"#/components/schemas/{n}"} for n in ("Compound", "Equal")
            ]
        },
    }
    found = imported(schemas)

    assert {"tag": "type", "members": ["Compound", "Equal"]} == types_of(found)[
        "Filter"
    ]
    assert [] == notes_of(found)


def test_objects_are_told_apart_by_keys_of_their_own() -> None:
    """Without a common constant, a key that each needs and no other has will do."""
    schemas = {
        name: {
            "type": "object",
            "properties": {key: TEXT, "x": TEXT},
            "required": [key],
        }
        for name, key in (("Town", "name"), ("Grid", "cell"))
    }
    union = {"oneOf": [TEXT, *({"$ref": f"#/components/schemas/{n}"} for n in schemas)]}
    found = imported({**schemas, "Place": union})

    assert {"members": ["string", "Town", "Grid"]} == types_of(found)["Place"]
    assert [] == notes_of(found)


def test_members_that_look_alike_are_left_to_unknown() -> None:
    """Where a tag tells most members, the others are kept whole, which is noted."""

    def member(text: str, role: str) -> object:
        properties = {"type": {"const": text}, "role": {"const": role}}
        return {"type": "object", "properties": properties, "required": ["type"]}

    kinds = {"Ask": "message", "Answer": "message", "Call": "call", "Stop": "stop"}
    kinds["Wait"] = "wait"
    schemas = {name: member(kind, name) for name, kind in kinds.items()}
    union = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in kinds]}
    found = imported({**schemas, "Item": union})

    assert {"tag": "type", "members": ["Call", "Stop", "Wait"]} == types_of(found)[
        "Item"
    ]
    (note,) = notes_of(found)
    assert note.startswith('the text under "type" is the same for "Ask" and "Answer"')
    assert note.endswith("(payloads of these are kept as Unknown) [import-widened]")


def test_discriminator_gives_tags_to_members_that_lack_them() -> None:
    """Where the members say no text, the mapping does, or else their names."""
    member = {"type": "object", "properties": {"kind": TEXT}, "required": ["kind"]}
    schemas = {
        "Buoy": member,
        "Station": member,
        "Place": {
            "oneOf": [
                {"$ref": f"#/components/schemas/{n}"} for n in ("Buoy", "Station")
            ],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"floating": "#/components/schemas/Buoy"},
            },
        },
    }
    found = types_of(imported(schemas))

    assert {"tag": "kind", "members": ["Buoy", "Station"]} == found["Place"]
    assert {"tag": {"kind": "floating"}} == found["Buoy"]
    assert {"tag": {"kind": "Station"}} == found["Station"]


def test_unions_of_unions_are_one() -> None:
    """What a union in a union says is said by the outer one."""
    schemas = {
        "Word": {"oneOf": [TEXT, {"type": "integer"}]},
        "Words": {
            "anyOf": [
                {"$ref": "#/components/schemas/Word"},
                {"type": "array", "items": {"$ref": "#/components/schemas/Word"}},
                {"type": "null"},
            ]
        },
    }
    found = types_of(imported(schemas))

    assert {"members": ["string", "integer"]} == found["Word"]
    assert {"members": ["string", "integer", "list[Word]"]} == found["Words"]


def test_lists_in_a_union_become_one() -> None:
    """Lists look alike, so there is one of what all of them hold, and that is noted."""
    lists = [{"type": "array", "items": {"type": t}} for t in ("string", "integer")]
    found = imported({"Words": {"oneOf": [TEXT, *lists]}})

    assert {"members": ["string", "list[WordsItem]"]} == types_of(found)["Words"]
    assert {"members": ["string", "integer"]} == types_of(found)["WordsItem"]
    said = "several lists are one, with items of any of their types [import-widened]"
    assert [said] == notes_of(found)


def test_what_nothing_tells_apart_is_json() -> None:
    """Objects without a constant in common cannot be told apart, which is noted."""
    objects = [{"type": "object", "properties": {key: TEXT}} for key in "ab"]
    report = {"type": "object", "properties": {"x": {"oneOf": objects}}}
    found = imported({"Report": report})

    assert "json" == types_of(found)["Report"]["fields"]["x"]["type"]
    said = "this union is json: nothing tells its objects apart [import-json]"
    assert [said] == notes_of(found)


def test_union_without_an_object_between_ends_in_json() -> None:
    """A union may hold lists of itself, which Python cannot say without a class."""
    value = {"oneOf": [TEXT, {"items": {"$ref": "#/components/schemas/Value"}}]}
    found = imported({"Value": value})

    assert {"members": ["string", "list[json]"]} == types_of(found)["Value"]
    said = "this union consists of itself: its parts are json [import-json]"
    assert [said] == notes_of(found)


@pytest.mark.parametrize("inner", [{"items": {"$ref": "#/components/schemas/A"}}, None])
def test_alias_of_itself_is_json(inner: object) -> None:
    """A list of itself, or a reference to itself, is any JSON value."""
    alias = inner or {"$ref": "#/components/schemas/A"}
    found = imported(
        {
            "A": alias,
            "R": {
                "type": "object",
                "properties": {"a": {"$ref": "#/components/schemas/A"}},
            },
        }
    )

    assert "json" in types_of(found)["R"]["fields"]["a"]["type"]
    assert any("[import-json]" in note for note in notes_of(found))


def test_documentation_is_found_wherever_it_is() -> None:
    """Beside a reference and inside of parts, it is the documentation of the field."""
    reference = {"$ref": "#/components/schemas/Place"}
    properties = {
        "beside": {**reference, "description": "Beside."},
        "inside": {
            "anyOf": [{"type": "string", "description": "Inside."}, {"type": "null"}]
        },
        "part": {"allOf": [reference, {"description": "Part."}]},
        "both": {
            "description": "One.",
            "anyOf": [{"type": "string", "description": "Two."}],
        },
        "shown": {"type": "integer", "example": 5},
    }
    schemas = {
        "Place": {"type": "object", "properties": {"name": TEXT}, "title": "A place"},
        "Report": {"type": "object", "properties": properties},
    }
    found = types_of(imported(schemas))
    docs = {key: field["doc"] for key, field in found["Report"]["fields"].items()}

    assert "A place" == found["Place"]["doc"]
    assert {
        "beside": "Beside.",
        "inside": "Inside.",
        "part": "Part.",
        "both": "One.\n\nTwo.\n",
        "shown": "For example `5`.",
    } == docs


def test_deprecated_fields_and_types_are_said() -> None:
    """What should not be used any more is said of fields, and of types."""
    place = {"type": "object", "properties": {"x": TEXT}, "deprecated": True}
    properties = {
        "old": {"type": "string", "deprecated": True},
        "new": {"type": "string", "deprecated": False},
        "place": {"$ref": "#/components/schemas/Place", "deprecated": True},
    }
    found = imported(
        {"Place": place, "Report": {"type": "object", "properties": properties}}
    )
    fields = types_of(found)["Report"]["fields"]

    assert {"old", "place"} == {key for key in fields if "deprecated" in fields[key]}
    assert types_of(found)["Place"]["deprecated"] is True
    assert [] == notes_of(found)


@pytest.mark.parametrize(
    ("schema", "extra"),
    [
        ({"additionalProperties": {"type": "integer"}}, "integer"),
        ({"additionalProperties": {"type": ["string", "null"]}}, "string?"),
        ({"additionalProperties": {"properties": {"y": TEXT}}}, "ReportExtra"),
        ({"additionalProperties": True}, None),
        ({"additionalProperties": {}}, None),
        ({"additionalProperties": False}, None),
    ],
    ids=str,
)
def test_other_keys_have_their_type(schema: dict[str, object], extra: object) -> None:
    """What is under keys that are no properties is said where it has a type."""
    report = {"type": "object", "properties": {"x": TEXT}, **schema}
    found = types_of(imported({"Report": report}))["Report"]

    assert extra == found.get("allow_extra")


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"type": "integer", "default": 5}, 5),
        ({"anyOf": [{"type": "string", "default": "a"}, {"type": "null"}]}, "a"),
        ({"enum": ["a", "b"], "default": "b"}, "b"),
        ({"type": "boolean", "default": False}, False),
    ],
    ids=str,
)
def test_default_of_an_optional_field_is_said(schema: object, default: object) -> None:
    """What an absent key stands for is said, wherever the document says it."""
    found = imported({"Report": {"type": "object", "properties": {"x": schema}}})

    assert default == types_of(found)["Report"]["fields"]["x"]["default"]
    assert [] == notes_of(found)


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 5}, {"min": 1, "max": 5}),
        ({"type": "integer", "exclusiveMinimum": 0}, {"min": 1}),
        (
            {"type": "integer", "exclusiveMaximum": 5, "minimum": 1},
            {"min": 1, "max": 4},
        ),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, {"min": 1}),
        ({"type": "number", "minimum": 0.5}, {"min": 0.5}),
        ({"type": "integer", "multipleOf": 3}, {"multiple_of": 3}),
        ({"type": "string", "minLength": 1, "maxLength": 9}, {"min_length": 1}),
        ({"type": "string", "pattern": "^[a-z]+$"}, {"pattern": "^[a-z]+$"}),
        ({"type": "array", "minItems": 2}, {"min_length": 2}),
        ({"type": "object", "maxProperties": 16}, {"max_length": 16}),
        ({"anyOf": [{"type": "string", "maxLength": 4}, {"type": "null"}]}, {}),
    ],
    ids=str,
)
def test_constraints_of_a_field_are_said(
    schema: object, said: dict[str, object]
) -> None:
    """What limits the values of a field is said, whatever it is a keyword of."""
    found = imported({"Report": {"type": "object", "properties": {"x": schema}}})
    field = types_of(found)["Report"]["fields"]["x"]

    assert said.items() <= field.items()
    assert {"min", "max", "multiple_of", "min_length", "max_length", "pattern"} & {
        *field
    }
    assert [] == notes_of(found)


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "number", "exclusiveMinimum": 0}, "exclusiveMinimum: 0 is not said"),
        (
            {"type": "array", "items": {"type": "string", "maxLength": 3}},
            "maxLength: 3",
        ),
        ({"enum": ["a", "b"], "maxLength": 3}, "max_length does not go with the type"),
        ({"type": "string", "pattern": "("}, "no regular expression of Python"),
        ({"type": "integer", "minimum": 5, "maximum": 1}, "min is more than max"),
        ({"type": "integer", "minimum": 0.5}, "min of an integer is an integer itself"),
        ({"type": "string", "maxLength": "5"}, '"max_length" must be'),
    ],
    ids=str,
)
def test_constraint_that_no_field_has_is_noted(schema: object, reason: str) -> None:
    """What does not go with the type of a field, or is elsewhere, is left out."""
    found = imported({"Report": {"type": "object", "properties": {"x": schema}}})

    assert any(reason in note for note in notes_of(found))
    assert {"[import-left-out]"} == {note.split()[-1] for note in notes_of(found)}


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "integer", "default": "five"}, '"x" must be an integer, not "five"'),
        (
            {"type": "integer", "default": 1.5},
            "a default of an integer has no fraction",
        ),
        ({"enum": ["a", "b"], "default": "c"}, '"x" must be one of "a", "b", not "c"'),
        ({"type": "array", "default": []}, "only texts, numbers and booleans have"),
        ({"type": "array", "items": {"type": "string", "default": "a"}}, "is not said"),
    ],
    ids=str,
)
def test_default_that_no_field_has_is_noted(schema: object, reason: str) -> None:
    """A default that is no value of its type is left out, and the reason is said."""
    found = imported({"Report": {"type": "object", "properties": {"x": schema}}})

    assert "default" not in types_of(found)["Report"]["fields"]["x"]
    assert [True] == [reason in note for note in notes_of(found)]


def test_parts_of_a_base_with_a_discriminator_are_its_objects() -> None:
    """Who inherits from a base has its fields; that they stand for it is noted."""
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": TEXT},
        "discriminator": {"propertyName": "kind"},
    }
    reference = {"$ref": "#/components/schemas/Pet"}
    schemas = {"Pet": base, "Cat": {"allOf": [reference, PLACE]}}
    found = imported(schemas)

    assert {"kind", "name"} == set(types_of(found)["Cat"]["fields"])
    (note,) = notes_of(found)
    assert note.startswith("a discriminator without alternatives")


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string", "not": {"const": "x"}}, "not: {...} is not said"),
        ({"type": "array", "uniqueItems": True}, "uniqueItems: true is not said"),
        ({"type": "string", "format": "email"}, 'the format "email" of a string'),
        ({"type": "strng"}, '"strng" is no type of JSON Schema: it is json (did you'),
        (
            {"type": "string", "minLenght": 1},
            'unknown keyword "minLenght" (did you mean',
        ),
        (
            {**PLACE, "discriminator": {"propertyName": "name"}},
            "there is no union here",
        ),
        ({"enum": ["a", 1]}, "an enum of texts and integers is json"),
        ({"$ref": "https://x.example/y.json#/A"}, "is outside of this document"),
        (False, "no payload fits the schema false"),
    ],
    ids=str,
)
def test_what_is_not_said_is_noted(schema: object, said: str) -> None:
    """What the language has no word for is noted, never dropped in silence."""
    found = imported({"Report": {"type": "object", "properties": {"x": schema}}})

    assert [True] == [note.startswith(said) or said in note for note in notes_of(found)]


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"enum": "a"}, 'enum must be a list, not "a"'),
        ({"oneOf": {}}, "oneOf must be a list that is not empty, not {...}"),
        ({"anyOf": []}, "anyOf must be a list that is not empty, not [...]"),
        ({"allOf": TEXT}, "allOf must be a list that is not empty, not {...}"),
        ({**TEXT, "required": True}, "required must be a list, not true"),
        ({**TEXT, "nullable": 5}, "nullable must be true or false, not 5"),
        ({**TEXT, "discriminator": "x"}, 'discriminator must be a mapping, not "x"'),
        ({**TEXT, "description": [1]}, "description must be text, not [...]"),
        ({**TEXT, "format": 5}, "format must be text, not 5"),
        ({"type": 5}, "type must be text or a list, not 5"),
        ({"type": "array", "items": 5}, "items must be a schema or a list, not 5"),
        (
            {**PLACE, "patternProperties": 5},
            "patternProperties must be a mapping, not 5",
        ),
    ],
    ids=str,
)
def test_malformed_keyword_is_noted(schema: object, said: str) -> None:
    """A keyword under which stands what cannot is left out, and that is said."""
    found = imported({"Report": {"type": "object", "properties": {"x": schema}}})

    assert f"{said} [import-left-out]" in notes_of(found)


def test_notes_have_the_place_in_the_document() -> None:
    """A note points to the line and the column of the keyword it is about."""
    text = """\
openapi: 3.0.3
components:
  schemas:
    Report:
      type: object
      properties:
        amount: {type: integer, not: {const: 5}}
"""
    found = import_document(text.encode(), "api.yaml")

    assert ["api.yaml:7:33"] == [str(note.span) for note in found.notes]


def test_alias_says_what_its_schema_says() -> None:
    """Documentation, examples and deprecation are not lost where a name is an alias."""
    text = {"type": "string", "description": "A word.", "example": "yes"}
    places = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in "PQ"]}
    found = imported(
        {
            "Word": {**text, "deprecated": True},
            "Either": {**places, "deprecated": True},
            "P": PLACE,
            "Q": PLACE,
        }
    )

    said = {"type": "string", "doc": "A word.\n\nFor example `yes`.\n"}
    assert {**said, "deprecated": True} == types_of(found)["Word"]
    assert {"type": "json", "deprecated": True} == types_of(found)["Either"]
    assert ["[import-json]"] == [note.split()[-1] for note in notes_of(found)]


@pytest.mark.parametrize(
    "schema", [{"enum": ["a", "b"]}, {"type": ["string", "integer"]}], ids=str
)
def test_example_of_what_is_no_object_is_told(schema: dict[str, object]) -> None:
    """The documentation of an enum or union with a name has its example."""
    found = imported({"Word": {**schema, "title": "A word", "example": "a"}})

    assert "A word\n\nFor example `a`.\n" == types_of(found)["Word"]["doc"]


@pytest.mark.parametrize("value", [0.5, 10**18, [1]], ids=str)
def test_enum_with_other_values_is_no_enum(value: object) -> None:
    """A schema is json if one of its values can be in no enum, and not the others."""
    found = imported({"Size": {"enum": [1, 2, value]}})

    assert {"Size": {"type": "json"}} == types_of(found)


def test_open_enum_is_deprecated() -> None:
    """What is said of a union is not lost where it comes to an enum."""
    union = {"anyOf": [TEXT, {"enum": ["a", "b"]}], "deprecated": True}
    found = types_of(imported({"Word": union}))

    assert {"values": ["a", "b"], "open": True, "deprecated": True} == found["Word"]


def test_documentation_of_items_is_noted() -> None:
    """What a list or a map holds has no documentation of its own, but a class has."""
    words = {"type": "string", "description": "A word."}
    report = {
        "type": "object",
        "properties": {
            "words": {"type": "array", "items": words},
            "by_day": {"type": "object", "additionalProperties": words},
            "places": {"type": "array", "items": {**PLACE, "description": "A fall."}},
        },
    }
    found = imported({"Report": report})

    said = "the documentation of what a list or a map holds is not said"

    assert [f"{said}, here and 1 times more [import-annotation]"] == notes_of(found)
    assert "A fall." == types_of(found)["ReportPlace"]["doc"]

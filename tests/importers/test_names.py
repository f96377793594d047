"""What types and attributes are called: stable, human, and never numbered."""

import keyword
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.documents import imported, types_of

from attrspec.importers.drafts import Place, singular
from attrspec.importers.names import attribute_names, schema_names, type_names
from attrspec.names import function_name, is_reserved_type

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("ChatCompletion", "ChatCompletion"),
        ("chat_completion", "ChatCompletion"),
        ("chat.completion", "ChatCompletion"),
        ("Error-2", "Error2"),
        ("Weather report", "WeatherReport"),
        ("3DModel", "Type3DModel"),
        ("Größe", "Grosse"),
        ("名", "U540D"),
        ("class", "Class"),
        ("None", "NoneType"),
        ("Record", "RecordType"),
        ("$", "Type"),
    ],
)
def test_name_is_made_by_one_rule(schema: str, name: str) -> None:
    """A name that the language takes stays; of others, each word gets a capital."""
    assert {schema: name} == schema_names([schema])


def test_signs_are_spelt_where_they_alone_tell_names_apart() -> None:
    """The name that needs no change stays, whichever comes first."""
    names = ["foo-bar", "FooBar", "foo.bar"]
    expected = {"FooBar": "FooBar", "foo-bar": "FooDashBar", "foo.bar": "FooDotBar"}

    assert expected == schema_names(names) == schema_names(reversed(names))
    assert {"FooBar": "FooBar", "fooBar": "LowerFooBar"} == schema_names(
        ["fooBar", "FooBar"]
    )


@given(st.lists(st.text(min_size=1), unique=True))
def test_schemas_have_different_names(schemas: list[str]) -> None:
    """Whatever schemas are called, each gets a name that the language takes."""
    names = schema_names(schemas)

    assert set(schemas) == set(names)
    assert len(schemas) == len({function_name(name) for name in names.values()})
    for name in names.values():
        assert re.fullmatch("[A-Z][A-Za-z0-9]{0,99}", name)
        assert not is_reserved_type(name)


@given(st.permutations(["Error-2", "Error2", "error 2", "Error", "ERROR", "a.b", "A"]))
def test_order_has_no_say(schemas: list[str]) -> None:
    """The order of the document changes no name."""
    assert schema_names(sorted(schemas)) == schema_names(schemas)


WORDS = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3)


@given(st.lists(st.tuples(st.sampled_from(["A", "AB"]), WORDS), max_size=8))
def test_inner_types_have_different_names(places: list[tuple[str, list[str]]]) -> None:
    """Wherever types are written, no two get one name."""
    unique = {Place(root, tuple(words)) for root, words in places}
    names = type_names(unique, {"A": "A", "AB": "AB"})

    taken = {"a", "ab", *(function_name(name) for name in names.values())}
    assert len(unique) + 2 == len(taken)


def test_inner_types_are_named_from_where_they_are() -> None:
    """Keys are words of the name, lists have the singular, members what they are."""

    def thing(*keys: str) -> dict[str, object]:
        return {"type": "object", "properties": dict.fromkeys(keys, TEXT)}

    tagged = {"type": "object", "required": ["type"]}
    properties = {
        "place": thing("name"),
        "tool_calls": {"type": "array", "items": thing("id")},
        "data": {"type": "array", "items": thing("id")},
        "categories": {"type": "object", "additionalProperties": thing("id")},
        "event": {
            "oneOf": [
                {**tagged, "properties": {"type": {"const": "rain.began"}}},
                {**tagged, "properties": {"type": {"const": "rain.ended"}}},
            ]
        },
        "choice": {"oneOf": [TEXT, {**thing("id"), "title": "Report choice by id"}]},
    }
    found = types_of(imported({"Report": {"type": "object", "properties": properties}}))

    assert {
        *("Report", "ReportPlace", "ReportToolCall", "ReportDataItem"),
        *("ReportCategory", "ReportEvent", "ReportEventRainBegan"),
        *("ReportEventRainEnded", "ReportChoice", "ReportChoiceById"),
    } == set(found)


def test_long_names_leave_out_the_middle() -> None:
    """Deep inside, a type is named by the schema and the last keys that lead to it."""
    words = ("tool_resources", "file_search", "vector_store", "chunking_strategy")
    place = Place("CreateThreadAndRunRequest", (*words, "static"))
    other = Place("CreateThreadAndRunRequest", (*words[1:], "static"))
    schemas = {place.root: place.root}
    request, end = "CreateThreadAndRunRequest", "ChunkingStrategyStatic"
    short, both = type_names([place], schemas), type_names([place, other], schemas)

    assert [f"{request}{end}"] == [*short.values()]
    assert {
        f"{request}ToolResourcesFileSearchVectorStore{end}",
        f"{request}FileSearchVectorStore{end}",
    } == {*both.values()}


def test_schema_that_is_added_renames_no_other() -> None:
    """Names are settled by where a type is, whatever else there is."""
    place = {"type": "object", "properties": {"x": TEXT}}
    inner = {"type": "object", "properties": {"place": place}}
    schemas = {f"Report{letter}": inner for letter in "ABCDEF"}
    found = [
        set(types_of(imported(dict(list(schemas.items())[:n])))) for n in (2, 4, 6)
    ]

    for smaller, larger in pairwise(found):
        assert smaller < larger


def test_inner_type_gives_way_to_a_schema_of_its_name() -> None:
    """The schema keeps its name; the inner type says where it is in other words."""
    place = {"type": "object", "properties": {"name": TEXT}}
    report = {"type": "object", "properties": {"place": place}}
    found = types_of(imported({"Report": report, "ReportPlace": place}))

    assert {"Report", "ReportPlace", "PlaceOfReport"} == set(found)


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("choices", "choice"),
        ("categories", "category"),
        ("boxes", "box"),
        ("addresses", "address"),
        ("tool_calls", "tool_call"),
        ("status", ""),
        ("data", ""),
        ("address", ""),
        ("analysis", ""),
        ("statistics", ""),
    ],
)
def test_singular(word: str, one: str) -> None:
    """One of several is named by the singular, where there is a plural."""
    assert one == singular(word)


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        (["inputTokens", "class", "self"], {}),
        (["1st"], {"1st": "key_1st"}),
        (["$"], {"$": "dollar"}),
        (["größe"], {"größe": "grosse"}),
        (["a-b", "a_b"], {"a-b": "a_dash_b"}),
        (["a-b", "a.b"], {"a-b": "a_dash_b", "a.b": "a_dot_b"}),
    ],
)
def test_attributes_are_named_where_the_key_will_not_do(
    keys: list[str], names: dict[str, str]
) -> None:
    """Attributes are named for keys that make no name, or one name twice."""
    assert names == {k: v for k, v in attribute_names(keys).items() if k in names}
    assert set(names) == set(attribute_names(keys))


@given(st.lists(st.text(min_size=1), unique=True))
def test_attributes_have_different_names(keys: list[str]) -> None:
    """Whatever the keys are, each has an attribute of its own."""
    properties = dict.fromkeys(keys, TEXT)
    found = imported({"Report": {"type": "object", "properties": properties}})

    # The import reads what it writes: names that clash would be an error.
    assert set(keys) == set(types_of(found)["Report"].get("fields", {}))
    assert not any(keyword.iskeyword(n) for n in attribute_names(keys).values())

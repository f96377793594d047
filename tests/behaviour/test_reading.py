"""What a reader accepts: the table in the design, row by row."""

import datetime as dt
import json
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

BASICS: dict[str, Any] = {
    "text": "a text",
    "count": 3,
    "ratio": 0.5,
    "flag": True,
    "anything": {"any": ["JSON", 1.5, None]},
    "price": "12.50",
    "day": "2024-11-01",
    "moment": "2024-11-01T12:30:00.500000+02:00",
    "second": 1_730_419_200,
    "span": "P1DT2H30M",
    "ident": "6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c",
    "data": "AAEC",
}
CONTAINERS: dict[str, Any] = {
    "kind": "containers",
    "texts": ["a", "b"],
    "counts": {"": 1, "b": 2},
    "rows": [[1, 0.5, None], []],
    "days": {"a": ["2024-11-01"]},
    "reports": [{"kind": "rain", "millimetres": 0.5}, {"kind": "wind", "knots": 3}],
    "shapes": {"a": {"kind": "circle", "radius": 1}},
    "anything": [None],
}
ENUMS: dict[str, Any] = {"sky": "clear", "side": "left"}
TREE: dict[str, Any] = {
    "label": "root",
    "parent": {"label": "parent"},
    "children": [{"label": "a", "children": [{"label": "b"}]}],
    "by_name": {"c": {"label": "c"}},
    "node": {
        "kind": "branch",
        "nodes": [{"kind": "leaf", "label": "x"}, {"kind": "branch", "nodes": []}],
    },
}
NAMES: dict[str, Any] = {
    "object": "names",
    "list": [1, 2],
    "type": "t",
    "id": "6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c",
    "int": 1,
    "str": {"a": "b"},
    "float": 0.5,
    "bool": True,
    "dict": {"a": [1]},
    "len": ["2024-11-01"],
    "field": "f",
    "converter": "1.5",
    "date": "2024-11-01",
    "datetime": "2024-11-01T00:00:00Z",
    "class": "c",
    "from": 1_730_419_200,
    "self": "AAEC",
    "extra": {"a": 1},
    "as_read": "PT1H",
    "dt": "2024-11-01T00:00:00Z",
    "payload": ["p"],
    "record": None,
    "item": [1, None],
    "new": 4,
    "complete": 5,
}

NOT_ONE_OBJECT: list[Any] = [None, True, 5, 1.5, "x", "", [], ["x"], [[]], (), b"{}"]


@pytest.mark.parametrize(
    ("type_name", "payload"),
    [
        ("Basics", BASICS),
        ("Containers", CONTAINERS),
        ("Enums", ENUMS),
        ("Enums", {**ENUMS, "skies": ["cloudy", "new"], "other_side": "right"}),
        ("Enums", {**ENUMS, "other_side": None}),
        ("Tree", TREE),
        ("Tree", {"label": "alone"}),
        ("Tree", {**TREE, "node": None}),
        ("Names", NAMES),
        ("Names", {**NAMES, "record": NAMES}),
    ],
)
def test_payload_survives(
    models: ModuleType, type_name: str, payload: dict[str, object]
) -> None:
    """A payload of any type is written back as it was read."""
    type_ = getattr(models, type_name)
    value = models.structure(payload, type_)
    text = models.to_json(value)

    assert type(value) is type_
    assert payload == models.unstructure(value)
    assert payload == json.loads(text)
    assert value == models.from_json(text, type_)


def test_basic_types_have_values_of_python(models: ModuleType) -> None:
    """Each basic type is read as the Python type that holds it."""
    value = models.structure(BASICS, models.Basics)
    hours = dt.timezone(dt.timedelta(hours=2))
    expected = models.Basics(
        text="a text",
        count=3,
        ratio=0.5,
        flag=True,
        anything={"any": ["JSON", 1.5, None]},
        price=Decimal("12.50"),
        day=dt.date(2024, 11, 1),
        moment=dt.datetime(2024, 11, 1, 12, 30, 0, 500_000, hours),
        second=dt.datetime(2024, 11, 1, tzinfo=dt.UTC),
        span=dt.timedelta(days=1, hours=2, minutes=30),
        ident=UUID("6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c"),
        data=b"\0\1\2",
    )

    assert expected == value
    assert "12.50" == str(value.price)
    assert BASICS == models.unstructure(expected)


def test_names_of_python_are_names_of_keys_too(models: ModuleType) -> None:
    """Keys such as `list` are attributes; where Python needs the name, one like it."""
    value = models.structure(NAMES, models.Names)

    assert [1, 2] == value.list
    assert "t" == value.type
    assert "c" == value.class_
    assert dt.datetime(2024, 11, 1, tzinfo=dt.UTC) == value.from_
    assert b"\0\1\2" == value.self_
    assert {"a": 1} == value.extra_
    assert dt.timedelta(hours=1) == value.as_read_
    assert "names" == value.object == models.Names.object
    assert {} == value.extra


def test_objects_contain_themselves(models: ModuleType) -> None:
    """An object holds others of its class: alone, in a list, in a map, in a union."""
    value = models.structure(TREE, models.Tree)

    assert models.Tree(label="parent") == value.parent
    assert "b" == value.children[0].children[0].label
    assert {"c": models.Tree(label="c")} == value.by_name
    assert models.Leaf(label="x") == value.node.nodes[0]
    assert models.Branch(nodes=[]) == value.node.nodes[1]


@pytest.mark.parametrize(
    ("type_name", "payload"),
    [
        ("Basics", BASICS),
        ("Containers", CONTAINERS),
        ("Enums", ENUMS),
        ("Tree", TREE),
        ("Names", NAMES),
        ("Rain", {"kind": "rain", "millimetres": 1}),
    ],
)
@pytest.mark.parametrize("key", ["newcomer", "", "__class__", "é", "as-read"])
def test_unknown_key_is_kept(
    models: ModuleType, type_name: str, payload: dict[str, object], key: str
) -> None:
    """Row: unknown key, in any object."""
    type_ = getattr(models, type_name)
    grown = {**payload, key: {"any": [None]}}
    value = models.structure(grown, type_)
    plain = models.structure(payload, type_)

    assert {key: {"any": [None]}} == value.extra
    assert grown == models.unstructure(value)
    assert value == models.structure(grown, type_)
    assert value != plain
    assert value != models.structure({**payload, key: {"any": []}}, type_)


def test_unknown_tag_in_an_open_union_is_kept(models: ModuleType) -> None:
    """Row: unknown tag in an open union (the default)."""
    snow = {"kind": "snow", "depth": [1, {"a": None}]}
    payload = {**CONTAINERS, "reports": [snow]}
    value = models.structure(payload, models.Containers)

    assert [models.Unknown("snow", snow)] == value.reports
    assert payload == models.unstructure(value)
    assert snow == models.unstructure(models.structure(snow, models.Report))


@pytest.mark.parametrize("text", ["new", "", "Clear", "\0"])
def test_unknown_value_of_an_open_enum_is_kept(models: ModuleType, text: str) -> None:
    """Row: unknown value of an open enum."""
    payload = {**ENUMS, "sky": text, "skies": [text, "clear"]}
    value = models.structure(payload, models.Enums)

    assert text == value.sky
    assert payload == models.unstructure(value)


@pytest.mark.parametrize(
    ("type_name", "payload", "path", "known"),
    [
        ("Enums", {**ENUMS, "side": "up"}, "$.side", ['"left"', '"right"']),
        ("Enums", {**ENUMS, "side": "Left"}, "$.side", ['"left"', '"right"']),
        ("Enums", {**ENUMS, "other_side": ""}, "$.other_side", ['"left"', '"right"']),
        (
            "Containers",
            {**CONTAINERS, "shapes": {"a": {"kind": "star"}}},
            "$.shapes.a.kind",
            ['"circle"', '"square"'],
        ),
        ("Shape", {"kind": "rain"}, "$.kind", ['"circle"', '"square"']),
    ],
)
def test_value_outside_what_is_closed_is_refused(
    models: ModuleType, type_name: str, payload: object, path: str, known: list[str]
) -> None:
    """Row: value outside a closed enum, unknown tag in a closed union."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, getattr(models, type_name))
    (problem,) = caught.value.problems

    assert path == problem.path
    assert all(text in problem.expected for text in known)


def test_null_for_an_optional_field_is_kept(models: ModuleType) -> None:
    """Row: null for an optional field that is not nullable."""
    payload = {"plain": "a", "nullable": "b", "optional": None, "both": "c"}
    value = models.structure(payload, models.Presence)

    assert value.optional is None
    assert payload == models.unstructure(value)


@pytest.mark.parametrize(
    ("type_name", "payload", "keys"),
    [
        ("Basics", BASICS, set(BASICS) - {"anything"}),
        ("Containers", CONTAINERS, set(CONTAINERS) - {"anything"}),
        ("Enums", ENUMS, set(ENUMS)),
        ("Names", NAMES, set(NAMES) - {"dict", "extra", "record", "complete"}),
        ("Lenient", {"count": 1, "ratio": 1, "flag": True, "price": "1"}, {"flag"}),
    ],
)
def test_null_for_a_required_field_is_refused(
    models: ModuleType, type_name: str, payload: dict[str, object], keys: set[str]
) -> None:
    """Row: null for a required field that is not nullable."""
    for key in sorted(keys):
        with pytest.raises(models.PayloadError) as caught:
            models.structure({**payload, key: None}, getattr(models, type_name))

        assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("count", True),
        ("count", False),
        ("count", "5"),
        ("count", 1.5),
        ("count", 1e400),
        ("count", float("nan")),
        ("count", [5]),
        ("flag", 1),
        ("flag", 0),
        ("flag", "true"),
        ("flag", 1.0),
        ("text", 5),
        ("text", True),
        ("text", b"text"),
        ("text", ["text"]),
        ("ratio", True),
        ("ratio", "0.5"),
        ("ratio", float("nan")),
        ("ratio", float("-inf")),
        ("second", "1730419200"),
        ("second", True),
        ("second", 1.5),
        ("second", 10**18),
        ("second", float("inf")),
        ("price", 12.5),
        ("price", "twelve"),
        ("price", "NaN"),
        ("price", "1_000"),
        ("price", " 1"),
        ("price", "\u0661"),
        ("price", "1e99999999999999999999"),
        ("day", "2024-02-30"),
        ("day", "20241101"),
        ("day", "2024-11-01T00:00:00Z"),
        ("day", 5),
        ("moment", "2024-11-01"),
        ("moment", "2024-11-01T00:00:00"),
        ("moment", "2024-11-01T24:00:00Z"),
        ("moment", "2024-11-01T25:00:00Z"),
        ("moment", "2024-11-01T00:00:00.1234567Z"),
        ("moment", "2024-11-01T00:00:00+24:00"),
        ("moment", "2024-11-01T00:00:00+00:75"),
        ("moment", 1_730_419_200),
        ("span", "P"),
        ("span", "PT"),
        ("span", "P1Y"),
        ("span", "P99999999999D"),
        ("span", 5),
        ("ident", "6f3a1f0e52c04d6b9d8e0f6f0c7a1b2c"),
        ("ident", "{6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c}"),
        ("ident", 5),
        ("data", "A"),
        ("data", "AAEC\n"),
        ("data", "AAEC="),
        ("data", "A=AB"),
        ("data", "ä"),
        ("data", 5),
        ("anything", float("nan")),
        ("anything", [{"a": float("inf")}]),
        ("anything", {1: 2}),
        ("anything", {"a": (1,)}),
        ("anything", object()),
    ],
)
def test_value_of_another_type_is_refused(
    models: ModuleType, key: str, found: object
) -> None:
    """Row: `true`, `"5"` or `1.5` for an integer, and so on: nothing is coerced."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**BASICS, key: found}, models.Basics)
    (problem,) = caught.value.problems

    assert problem.path.startswith(f"$.{key}")


@pytest.mark.parametrize("text", ["1000.0", "1e3", "1000"])
@pytest.mark.parametrize("key", ["count", "second"])
def test_integer_may_be_spelt_as_a_float(
    models: ModuleType, key: str, text: str
) -> None:
    """Row: `1000.0` or `1e3` for an integer."""
    other = {name: value for name, value in BASICS.items() if name != key}
    body = f'{json.dumps(other)[:-1]}, "{key}": {text}}}'
    value = models.from_json(body, models.Basics)
    written = models.unstructure(value)[key]

    assert 1000 == written
    assert type(written) is int


def test_integer_read_as_a_float_is_an_integer(models: ModuleType) -> None:
    """Row: `1000.0` for an integer is accepted as 1000."""
    value = models.structure({**BASICS, "count": 1000.0}, models.Basics)

    assert 1000 == value.count
    assert type(value.count) is int


@pytest.mark.parametrize("number", [5, 0, -3, 10**400])
def test_integer_for_a_number_stays_an_integer(models: ModuleType, number: int) -> None:
    """Row: an integer for a number."""
    value = models.structure({**BASICS, "ratio": number}, models.Basics)

    assert number == value.ratio
    assert type(value.ratio) is int
    assert type(models.unstructure(value)["ratio"]) is int


@pytest.mark.parametrize("number", [2**53 + 1, 2**63, 2**64 + 1, -(10**400)])
def test_integers_are_exact(models: ModuleType, number: int) -> None:
    """Row: integers past 64 bits."""
    payload = {**BASICS, "count": number, "anything": [number]}
    value = models.from_json(json.dumps(payload), models.Basics)

    assert number == value.count
    assert payload == json.loads(models.to_json(value))


@pytest.mark.parametrize(
    "text",
    [
        '{"kind":"leaf","label":NaN}',
        '{"kind":"leaf","label":"a","x":NaN}',
        '{"kind":"leaf","label":"a","x":-Infinity}',
        '{"kind":"leaf","label":"a","x":[Infinity]}',
        '{"kind":"leaf","label":"a","x":1e400}',
        '{"kind":"leaf","label":"a","x":[{"y":-1e400}]}',
        '{"kind":"leaf","label":"\\ud800"}',
        '{"kind":"leaf","label":"a","x":"\\udc00\\ud800"}',
        '{"kind":"leaf","label":"a","\\ud800":1}',
        '{"kind":"leaf","label":"\ud800"}',
        '\ufeff{"kind":"leaf","label":"a"}',
        b'\xef\xbb\xbf{"kind":"leaf","label":"a"}',
        '{"kind":"leaf","label":"a"}'.encode("utf-16"),
        '{"kind":"leaf","label":"a"}'.encode("utf-16-le"),
        b'{"kind":"leaf","label":"\xff"}',
        b'{"kind":"leaf","label":"\xed\xa0\x80"}',
        '{"kind":"leaf","label":"a"} x',
        '{"kind":"leaf","label":"a"}{}',
        "",
        " ",
        "[" * 100_000,
        '{"kind":"leaf","label":"a","x":' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_what_is_not_json_is_refused(models: ModuleType, text: bytes | str) -> None:
    """Row: NaN, overflow, lone surrogates, BOM, UTF-16, bad UTF-8, trailing text."""
    with pytest.raises(models.PayloadError) as caught:
        models.from_json(text, models.Leaf)

    assert 1 == len(caught.value.problems)
    assert "Leaf" == caught.value.target


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_text_is_bytes_or_str(models: ModuleType, kind: type) -> None:
    """A text is read from str and from anything that holds bytes, with blanks."""
    text = ' {"kind": "leaf", "label": "é\\ud83d\\ude00"}\r\n'
    value = models.from_json(kind(text.encode()), models.Leaf)

    assert models.Leaf(label="é😀") == value
    assert value == models.from_json(text, models.Leaf)


@pytest.mark.parametrize("payload", NOT_ONE_OBJECT)
@pytest.mark.parametrize("type_name", ["Leaf", "Spellings", "Report", "Shape"])
def test_what_is_no_object_is_refused(
    models: ModuleType, type_name: str, payload: object
) -> None:
    """Row: `[]` or `"x"` for an object."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, getattr(models, type_name))

    assert ["$"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("size", [1, 2, 12])
def test_list_of_any_length_is_no_object(models: ModuleType, size: int) -> None:
    """Row: `[]` for an object, however long and whatever is in it."""
    for type_ in (models.Basics, models.Leaf, models.Rain):
        with pytest.raises(models.PayloadError):
            models.structure(["kind"] * size, type_)
        with pytest.raises(models.PayloadError):
            models.structure("k" * size, type_)


@pytest.mark.parametrize("found", [{}, {"0": "a"}, "text", "", 5, None, True, ("a",)])
def test_what_is_no_list_is_refused(models: ModuleType, found: object) -> None:
    """Row: an object or a string for a list."""
    for key in ("texts", "rows", "reports"):
        with pytest.raises(models.PayloadError) as caught:
            models.structure({**CONTAINERS, key: found}, models.Containers)

        assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("found", [[], ["a"], "text", 5, None, {1: 2}])
def test_what_is_no_map_is_refused(models: ModuleType, found: object) -> None:
    """Row: `[]` or `"x"` for an object, where the object is a map."""
    for key in ("counts", "days", "shapes"):
        with pytest.raises(models.PayloadError) as caught:
            models.structure({**CONTAINERS, key: found}, models.Containers)

        assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("tag", [None, 5, [], ["rain"], {}, True, 1.5])
@pytest.mark.parametrize("union", ["Report", "Shape"])
def test_tag_is_a_string(models: ModuleType, union: str, tag: object) -> None:
    """Row: a missing or unhashable tag."""
    for payload in ({"kind": tag}, {"knots": 3}, {}):
        with pytest.raises(models.PayloadError) as caught:
            models.structure(payload, getattr(models, union))

        assert ["$.kind"] == [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("tag", ["snow", "", 5, None, [], {}])
def test_constant_is_constant(models: ModuleType, tag: object) -> None:
    """A class refuses a payload whose constant is another one."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({"kind": tag, "millimetres": 1}, models.Rain)

    assert ["$.kind"] == [problem.path for problem in caught.value.problems]


LENIENT: dict[str, Any] = {
    "count": 1,
    "ratio": 0.5,
    "flag": True,
    "price": "1.5",
    "other_count": 2,
    "other_price": None,
}


@pytest.mark.parametrize(
    ("key", "found", "value", "written"),
    [
        ("count", "12", 12, 12),
        ("count", "-1", -1, -1),
        ("count", "1e3", 1000, 1000),
        ("count", "9" * 400, int("9" * 400), int("9" * 400)),
        ("ratio", "12.50", 12.5, 12.5),
        ("ratio", "3", 3, 3),
        ("flag", "true", True, True),
        ("flag", "false", False, False),
        ("price", 12.5, Decimal("12.5"), "12.5"),
        ("price", 3, Decimal(3), "3"),
        ("price", 0.1, Decimal("0.1"), "0.1"),
        ("other_count", "7", 7, 7),
        ("other_count", None, None, None),
        ("other_price", 0.1, Decimal("0.1"), "0.1"),
        ("other_price", "1e0", Decimal(1), "1e0"),
        ("other_price", None, None, None),
    ],
)
def test_declared_leniency_is_normalised(
    models: ModuleType, key: str, found: object, value: object, written: object
) -> None:
    """Row: a value under `accept:`."""
    smallest = {k: v for k, v in LENIENT.items() if not k.startswith("other")}
    for start in (LENIENT, smallest, {**LENIENT, "unknown": 1}):
        payload = {**start, key: found}
        read = models.structure(payload, models.Lenient)

        assert value == getattr(read, key)
        assert type(value) is type(getattr(read, key))
        assert {**payload, key: written} == models.unstructure(read)
        assert type(written) is type(models.unstructure(read)[key])


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("count", "1.5"),
        ("count", ""),
        ("count", " 1"),
        ("count", "1_000"),
        ("count", "01"),
        ("count", "true"),
        ("count", "\u0663"),
        ("count", "9" * 5000),
        ("ratio", "NaN"),
        ("ratio", "1e400"),
        ("ratio", "five"),
        ("flag", "True"),
        ("flag", "1"),
        ("flag", "yes"),
        ("price", True),
        ("price", float("nan")),
        ("price", "x"),
        ("price", [1]),
    ],
)
def test_undeclared_leniency_is_refused(
    models: ModuleType, key: str, found: object
) -> None:
    """Row: a value under `accept:`, and no other."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**LENIENT, key: found}, models.Lenient)

    assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]


def test_all_problems_are_reported(models: ModuleType) -> None:
    """Row: more than one thing wrong."""
    payload: dict[str, Any] = {
        **CONTAINERS,
        "texts": ["a", 5, None],
        "counts": {"a": 1, "b c": "2"},
        "rows": [[1], [None, "x"], 5],
        "reports": [{"kind": "rain"}, {"kind": "wind", "knots": True}, []],
        "shapes": {"s": {"kind": "square", "side": "1"}},
    }
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, models.Containers)

    assert [
        "$.texts[1]",
        "$.texts[2]",
        '$.counts["b c"]',
        "$.rows[1][1]",
        "$.rows[2]",
        "$.reports[0].millimetres",
        "$.reports[1].knots",
        "$.reports[2]",
        "$.shapes.s.side",
    ] == [problem.path for problem in caught.value.problems]

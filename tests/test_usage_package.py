"""The shipped package against what is known of the API that it is about."""

import base64
import json
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import attrs
import pytest
from libraries import LIBRARIES, installed

import openai_usage_models
from openai_usage_models import (
    CostsAmount,
    ImageSource,
    Json,
    PayloadError,
    QuantityUnit,
    Record,
    UsageResponse,
    UsageResult,
    UsageTimeBucket,
    from_json,
    structure,
    to_json,
    unstructure,
)

SHARED = Path(__file__).parents[2] / "shared"
HISTORY = SHARED / "upstream" / "usage-history"
HOSTILE = SHARED / "payloads" / "hostile.jsonl"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the facts about the API are not beside this project"
)

NOT_JSON = {"syntax", "bytes", "surrogate"}
"""Families of bodies that are not JSON: there is no place in them to report."""

NOT_JSON_NUMBERS = {"P117", "P118"}
"""Bodies with NaN and Infinity: they are no JSON either."""

OTHER_THAN_DOCUMENTED: dict[tuple[str, str], object] = {
    # A list of others.
    ("UsageResponse", "data"): list[UsageTimeBucket],
    # Documented as text with a list of values in prose.
    ("UsageImagesResult", "source"): ImageSource | None,
    # Documented as text or an enum, which is what an open enum is.
    ("CostsResult", "quantity_unit"): QuantityUnit | None,
    # Documented in place, without a name.
    ("CostsResult", "amount"): CostsAmount | None,
    # Documented in place; it has room for results that are newer than the document.
    ("UsageTimeBucket", "results"): list[UsageResult],
}


ANNOTATIONS: dict[str, tuple[object, object]] = {
    "string": (str, str | None),
    "integer": (int, int | None),
    "number": (float, float | None),
    "boolean": (bool, bool | None),
}
"""The annotation for each type, and for that type where None is possible."""


def _schemas() -> dict[str, Any]:
    """Return the schemas of the newest document of the API, by name of the class."""
    if not SHARED.is_dir():
        return {}
    (path,) = HISTORY.glob("17-*.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    schemas: dict[str, Any] = document["components"]["schemas"]
    return schemas | {"CostsAmount": schemas["CostsResult"]["properties"]["amount"]}


def _cases() -> list[dict[str, Any]]:
    """Return the hostile bodies with their verdicts."""
    if not SHARED.is_dir():
        return []
    return [json.loads(line) for line in HOSTILE.read_text("utf-8").splitlines()]


def _samples(kind: str) -> list[Path]:
    """Return the sample payloads of the newest document: objects, or pages."""
    paths = sorted((HISTORY / "samples").glob("17-*.json"))
    return [
        path for path in paths if path.name.startswith("17-obj-") is (kind == "obj")
    ]


SCHEMAS = _schemas()
CASES = _cases()
KEYS = [(name, key) for name, schema in SCHEMAS.items() for key in schema["properties"]]


def _class(name: str) -> type[Record]:
    class_: type[Record] = getattr(openai_usage_models, name)
    return class_


def _is_nullable(schema: dict[str, Any]) -> bool:
    return {"type": "null"} in schema.get("anyOf", [])


def _is_constant(schema: dict[str, Any]) -> bool:
    return bool(schema.get("x-stainless-const"))


def _value(schema: dict[str, Any]) -> object:
    """Return a value that a schema allows."""
    match schema:
        case {"anyOf": [first, *_]}:
            return _value(first)
        case {"enum": [first, *_]}:
            return first
        case {"type": "object"}:
            return _payload(schema)
        case _:
            values: dict[str, object] = {
                "integer": 7,
                "number": 0.5,
                "boolean": True,
                "array": [],
            }
            return values.get(schema["type"], "text")


def _payload(schema: dict[str, Any]) -> dict[str, object]:
    """Return a payload with every key of a schema."""
    return {key: _value(part) for key, part in schema["properties"].items()}


def test_every_object_of_the_api_is_a_class() -> None:
    """The package has a class for every object of the document, and no other."""
    names = openai_usage_models.__all__
    public = [getattr(openai_usage_models, name) for name in names]
    classes = {
        class_.__name__
        for class_ in public
        if isinstance(class_, type) and issubclass(class_, Record)
    }

    assert set(SCHEMAS) == classes - {"Record"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_class_has_the_keys_of_its_object(name: str) -> None:
    """A class has an attribute for each key of its object, and constants."""
    properties = SCHEMAS[name]["properties"]
    own = {attribute.name for attribute in attrs.fields(_class(name))}
    constants = {key for key, part in properties.items() if _is_constant(part)}

    assert set(properties) - constants == own - {"extra", "as_read"}
    assert {key: _value(properties[key]) for key in constants} == {
        key: getattr(_class(name), key) for key in constants
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_full_payload_survives(name: str) -> None:
    """A payload with every key of the document is understood and written back."""
    payload = _payload(SCHEMAS[name])
    value = structure(payload, _class(name))

    assert {} == value.extra
    assert payload == unstructure(value)


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_required_as_documented(name: str, key: str) -> None:
    """A payload without a key is refused if, and only if, the key is required."""
    schema = SCHEMAS[name]
    payload = {k: v for k, v in _payload(schema).items() if k != key}

    if key in schema.get("required", []):
        with pytest.raises(PayloadError) as caught:
            structure(payload, _class(name))
        assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]
    else:
        assert payload == unstructure(structure(payload, _class(name)))


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_nullable_as_documented(name: str, key: str) -> None:
    """Null is refused if required and not nullable, and written if nullable."""
    schema = SCHEMAS[name]
    is_nullable = _is_nullable(schema["properties"][key])
    payload = {**_payload(schema), key: None}

    if key in schema.get("required", []) and not is_nullable:
        with pytest.raises(PayloadError) as caught:
            structure(payload, _class(name))
        assert [f"$.{key}"] == [problem.path for problem in caught.value.problems]
    else:
        value = structure(_payload(schema), _class(name))
        setattr(value, key, None)

        assert payload == unstructure(structure(payload, _class(name)))
        assert is_nullable is (key in unstructure(value))


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_annotated_as_documented(name: str, key: str) -> None:
    """An attribute has the type that the document says, but for what is declared."""
    part = SCHEMAS[name]["properties"][key]
    hint = typing.get_type_hints(_class(name))[key]
    if (name, key) in OTHER_THAN_DOCUMENTED:
        assert OTHER_THAN_DOCUMENTED[name, key] == hint
    elif _is_constant(part):
        (literal,) = typing.get_args(hint)

        assert tuple(part["enum"]) == typing.get_args(literal)
    else:
        kind = part.get("type") or part["anyOf"][0]["type"]
        is_required = key in SCHEMAS[name].get("required", [])
        has_none = _is_nullable(part) or not is_required

        assert ANNOTATIONS[kind][has_none] == hint


def test_results_are_those_of_the_document() -> None:
    """The union of results has the members that the document lists, by tag."""
    items = SCHEMAS["UsageTimeBucket"]["properties"]["results"]["items"]
    names = [part["$ref"].rpartition("/")[2] for part in items["oneOf"]]
    members = [class_.__name__ for class_ in typing.get_args(UsageResult)]

    assert sorted([*names, "Unknown"]) == sorted(members)
    for name in names:
        payload = _payload(SCHEMAS[name])

        assert type(structure(payload, UsageResult)) is _class(name)


def test_type_checkers_know_what_is_read() -> None:
    """What is read is of the type that was asked for, whatever kind of type it is.

    Python does not care; mypy and pyright check what stands in `assert_type`.
    """
    day: dict[str, Json] = {"object": "bucket", "start_time": 0, "end_time": 1}
    result: dict[str, Json] = {"object": "newer"}
    bucket = structure({**day, "results": [result]}, UsageTimeBucket)
    either = structure(result, UsageResult)
    results = from_json(b"[]", list[UsageResult])
    perhaps = from_json(b"null", UsageTimeBucket | None)

    assert_type(bucket, UsageTimeBucket)
    assert_type(either, UsageResult)
    assert_type(results, list[UsageResult])
    assert_type(perhaps, UsageTimeBucket | None)
    assert_type(unstructure(bucket), dict[str, Json])
    assert_type(unstructure(either, UsageResult), Json)
    assert [{**day, "results": [result]}, result] == [
        unstructure(bucket),
        unstructure(either),
    ]
    assert (b"[]", None) == (to_json(results, list[UsageResult]), perhaps)


def test_declared_leniency() -> None:
    """Where the API sends text against its own document, the text is a number."""
    amount = structure({"value": "12.50", "currency": "usd"}, CostsAmount)

    assert CostsAmount(value=12.5, currency="usd") == amount
    assert {"value": 12.5, "currency": "usd"} == unstructure(amount)


@pytest.fixture(params=LIBRARIES, autouse=True)
def libraries(request: pytest.FixtureRequest) -> Iterator[str]:
    """The JSON libraries that the package finds installed."""
    with installed(openai_usage_models, request.param):
        yield request.param


@pytest.mark.parametrize("path", _samples("obj"), ids=lambda path: path.stem)
def test_sample_of_an_object_survives(path: Path) -> None:
    """The example that the document has for an object is written back as read."""
    text = path.read_bytes()
    class_ = _class(path.stem.removeprefix("17-obj-"))
    value = from_json(text, class_)

    assert {} == value.extra
    assert _exact(text) == _exact(to_json(value))


@pytest.mark.parametrize("path", _samples("page"), ids=lambda path: path.stem)
def test_sample_of_a_page_survives(path: Path) -> None:
    """The page that the document has for an endpoint is written back as read."""
    text = path.read_bytes()
    page = from_json(text, UsageResponse)
    results = [result for bucket in page.data for result in bucket.results]

    assert results
    assert all(isinstance(part, Record) for part in results)
    assert _exact(text) == _exact(to_json(page))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_hostile_body_gets_its_verdict(case: dict[str, Any]) -> None:
    """A body is read and written back, or refused with the place that is wrong."""
    if "body" in case:
        bodies = [case["body"], case["body"].encode()]
    else:
        bodies = [base64.b64decode(case["body_b64"])]
    for body in bodies:
        paths, written = _outcome(body)

        if paths:
            assert case["expect"] in {"reject", "either"}
            assert not _has_path(case) or case["path"] in paths
        else:
            assert case["expect"] in {"accept", "either"}
            assert not case["roundtrip"] or _exact(body) == _exact(written)


def _outcome(body: str | bytes) -> tuple[list[str], bytes]:
    """Return the paths of what is wrong with a body, and what is written for it."""
    try:
        return [], to_json(from_json(body, UsageResponse))
    except PayloadError as error:
        return [problem.path for problem in error.problems], b""


def _has_path(case: dict[str, Any]) -> bool:
    is_json = case["cls"] not in NOT_JSON and case["id"] not in NOT_JSON_NUMBERS
    return is_json and case.get("path") is not None


def _exact(text: str | bytes) -> str:
    """Return JSON in one spelling, in which 1 is 1.0 but neither true nor -0.0."""
    return json.dumps(json.loads(text, parse_float=_number), sort_keys=True)


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() and number else number

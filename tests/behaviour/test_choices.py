"""Unions without a tag: members are told apart by what JSON shows, and nothing else."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

import attrspec

PackageFrom = Callable[[str], ModuleType]

SPEC = """
unions:
  Stop: {members: [string, "list[string]"]}
  Content: {members: [string, boolean, number, "list[Part]", "map[Part]"]}
  Part: {members: [Text, Image, Report]}
  Report: {tag: kind, members: [Rain]}
  When: {members: [date, unixtime]}
  Price: {members: [decimal, "list[datetime]"]}

objects:
  Text: {fields: {text: {type: string}, more: {type: "Content?", optional: true}}}
  Image: {fields: {url: {type: string}, text_size: {type: number, optional: true}}}
  Rain: {tag: {kind: rain}, fields: {millimetres: {type: integer}}}
  Message:
    fields:
      stop: {type: "Stop?", optional: true}
      content: {type: Content, optional: true}
      contents: {type: "list[Content?]", optional: true}
      part: {type: Part, optional: true}
      when: {type: When, optional: true}
      price: {type: Price, optional: true}
"""

TEXT = {"text": "a", "x": 1}
IMAGE = {"url": "u", "text_size": 1}
RAIN = {"kind": "rain", "millimetres": 1}
SNOW = {"kind": "snow", "depth": [1]}

PAYLOADS: list[dict[str, Any]] = [
    {"stop": "a"},
    {"stop": ["a", "b"]},
    {"stop": None},
    *(
        {"content": value}
        for value in ("a", True, 1, 0.5, [], [TEXT, IMAGE, RAIN, SNOW], {"a": TEXT}, {})
    ),
    {"contents": ["a", None, False, [TEXT]]},
    {"content": [{"text": "a", "more": [{"text": "b", "more": "c"}]}]},
    *({"part": value} for value in (TEXT, IMAGE, RAIN, SNOW)),
    {"when": "2024-11-01"},
    {"when": 1_730_419_200},
    {"price": "12.50"},
    {"price": "1.5E0"},
    {"price": ["2024-11-01T00:00:00Z", "2024-11-01T00:00:00.0+00:00"]},
]


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """The package that is generated from the spec above."""
    return package_from(SPEC)


@pytest.mark.parametrize("payload", PAYLOADS, ids=str)
def test_member_survives(models: ModuleType, payload: dict[str, Any]) -> None:
    """Whichever member it is, what is read is written back, and its spelling too."""
    assert payload == models.unstructure(models.structure(payload, models.Message))


@pytest.mark.parametrize(
    ("key", "found", "value"),
    [
        ("stop", ["a"], ["a"]),
        ("content", 1000.0, 1000.0),
        ("when", "2024-11-01", dt.date(2024, 11, 1)),
        ("when", 0, dt.datetime(1970, 1, 1, tzinfo=dt.UTC)),
        ("when", 1e3, dt.datetime(1970, 1, 1, 0, 16, 40, tzinfo=dt.UTC)),
        ("price", "12.50", Decimal("12.50")),
    ],
)
def test_member_is_read_as_its_type(
    models: ModuleType, key: str, found: object, value: object
) -> None:
    """The value is what the member makes of the payload."""
    read = getattr(models.structure({key: found}, models.Message), key)

    assert value == read
    assert type(value) is type(read)


def test_objects_are_told_apart_by_keys(models: ModuleType) -> None:
    """An object is the member of which it has the key that the others lack."""

    def kind(payload: object) -> str:
        read = models.structure({"part": payload}, models.Message)
        return type(read.part).__name__

    assert ["Text", "Image", "Rain", "Unknown"] == [
        kind(payload) for payload in (TEXT, IMAGE, RAIN, SNOW)
    ]


@pytest.mark.parametrize(
    ("payload", "path", "found"),
    [
        ({"stop": 5}, "$.stop", "the number 5"),
        ({"stop": {}}, "$.stop", "an object"),
        ({"stop": ["a", 5]}, "$.stop[1]", "the number 5"),
        ({"content": [5]}, "$.content[0]", "the number 5"),
        ({"content": [{"text": 5}]}, "$.content[0].text", "the number 5"),
        ({"content": float("inf")}, "$.content", "the number inf"),
        ({"part": {}}, "$.part", "an object with none or several of them"),
        ({"part": {**TEXT, **IMAGE}}, "$.part", "an object with none or several of"),
        ({"part": "text"}, "$.part", 'the string "text"'),
        ({"part": {"kind": "rain"}}, "$.part.millimetres", "no such key"),
        ({"when": "soon"}, "$.when", 'the string "soon"'),
        ({"when": True}, "$.when", "true"),
    ],
)
def test_what_is_no_member_is_refused(
    models: ModuleType, payload: object, path: str, found: str
) -> None:
    """What no member is, or what its member refuses, is a problem at its place."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, models.Message)
    (problem,) = caught.value.problems

    assert path == problem.path
    assert problem.found.startswith(found)


def test_problem_names_what_could_be_there(models: ModuleType) -> None:
    """A problem lists the kinds of JSON that the members are, or their keys."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({"stop": 5, "part": {}}, models.Message)

    assert [
        "a string or an array (Stop)",
        'an object with the key "text" or "url" or',
    ] == [
        caught.value.problems[0].expected,
        caught.value.problems[1].expected.removesuffix(' "kind"'),
    ]


def test_wrong_value_is_not_written(models: ModuleType) -> None:
    """A value of a class that no member has is a mistake in a program."""
    with pytest.raises(TypeError, match="Stop"):
        models.unstructure(models.Message(stop=5))


@pytest.mark.parametrize(
    "unions",
    [
        "{One: {members: [unixtime, boolean]}, Other: {members: [datetime, boolean]}}",
        "{One: {members: [A, B]}, Other: {tag: k, open: false, members: [A, B]}}",
        """
  T: {tag: k, open: false, members: [A, B]}
  One: {members: [T, string]}
  Other: {members: [A, B, string]}""",
    ],
)
def test_one_type_of_python_is_one_union(
    package_from: PackageFrom, unions: str
) -> None:
    """Unions that are read in two ways are not the same type: none would be asked for.

    Two that are read alike may be, whatever they are called.
    """
    objects = """
objects:
  A: {tag: {k: a}, fields: {ax: {type: integer}}}
  B: {tag: {k: b}, fields: {bx: {type: integer}}}
"""
    with pytest.raises(attrspec.SpecError, match=r"\[same-union\]"):
        package_from(f"unions: {unions}{objects}")
    models = package_from(
        "unions: {One: {members: [string, A, B]}, Other: {members: [B, A, string]}}"
        + objects
    )
    assert models.One == models.Other
    assert models.structure("a", models.Other) == "a"


def test_example_is_checked_by_member(
    package_from: PackageFrom,
) -> None:
    """An example is held against the member that it is, and no other."""
    right = "example: {stop: [a]}"
    wrong = "example: {stop: [5]}"
    union = 'unions: {Stop: {members: [string, "list[string]"]}}\n'
    item = "objects: {A: {fields: {stop: {type: Stop}}, %s}}"

    assert hasattr(package_from(union + item % right), "Stop")
    with pytest.raises(attrspec.SpecError, match='"stop" must be a string, not 5'):
        package_from(union + item % wrong)

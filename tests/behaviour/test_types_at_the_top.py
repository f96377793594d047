"""What is read on its own: every type of a package, and what is put together."""

import datetime as dt
import inspect
import typing
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import attrs
import cattrs
import pytest

PackageFrom = Callable[[str | Mapping[str, str]], ModuleType]

WEATHER = """
objects:
  Station: {fields: {name: {type: string}, sky: {type: Sky, optional: true}}}
  Ship: {fields: {draught: {type: number}, at: {type: Moment, optional: true}}}
  Buoy: {tag: {kind: buoy}, fields: {depth: {type: integer}}}
  Probe: {tag: {kind: probe}, fields: {}}

enums:
  Sky: {open: true, values: [clear, cloudy]}
  Side: {values: [left, right]}
  Level: {values: [1, 2]}
  Grade: {open: true, values: [1, 2]}
"""

TOGETHER = """
unions:
  Instrument: {tag: kind, members: [Buoy, Probe]}
  Place: {members: [Station, Ship, Instrument]}
  Content: {members: [string, "list[Place?]", "map[Station]"]}
  Stop: {members: [string, "list[string]"]}
  Where: {members: [Sky, Station, "list[integer]"]}
  Moment: {members: [datetime, integer]}
  Bound: {members: ['"none"', "5", "list[integer]"]}
  Answer: {members: ['"none"', "5"]}
  Only: {tag: kind, open: false, members: [Buoy]}
  Known: {tag: kind, open: false, members: [Buoy, Probe]}

aliases:
  Stations: {type: "list[Station]"}
  Names: {type: "map[string]"}
  Perhaps: {type: "Place?"}
  Anything: {type: json}
  Moments: {type: "list[datetime]"}
"""

SPECS: dict[str, str | Mapping[str, str]] = {
    "one module": WEATHER + TOGETHER,
    "families": {"weather.yaml": WEATHER, "together.yaml": TOGETHER},
}

STATION = {"name": "Zugspitze", "height": 2962}
SHIP = {"draught": 5.5}
BUOY = {"kind": "buoy", "depth": 3}
GLIDER = {"kind": "glider", "span": [1]}


@pytest.fixture(scope="module", params=SPECS)
def models(request: pytest.FixtureRequest, package_from: PackageFrom) -> ModuleType:
    """The package of the types above, as one module and as families of types."""
    return package_from(SPECS[request.param])


def type_of(models: ModuleType, expression: str) -> object:
    """Return what an annotation with names of the package stands for."""
    annotated = ModuleType("annotated")
    annotated.__annotations__ = {"value": expression}
    names = {name: getattr(models, name) for name in models.__all__}
    known = {**vars(typing), **names}
    return inspect.get_annotations(annotated, globals=known, eval_str=True)["value"]


@pytest.mark.parametrize(
    ("expression", "payload"),
    [
        ("Station", STATION),
        ("Instrument", BUOY),
        ("Instrument", GLIDER),
        *(("Place", payload) for payload in (STATION, SHIP, BUOY, GLIDER)),
        ("Content", "text"),
        ("Content", [STATION, None, GLIDER]),
        ("Content", {"a": STATION}),
        ("Stop", "a"),
        ("Stop", ["a"]),
        ("Only", BUOY),
        *(("Bound", payload) for payload in ("none", 5, [1])),
        *(("Answer", payload) for payload in ("none", 5)),
        *(("Where", payload) for payload in ("cloudy", "foggy", STATION, [1])),
        ("Where | None", None),
        ("Sky", "rainbow"),
        ("Side", "left"),
        ("Level", 2),
        ("Grade", 3),
        ("Stations", []),
        ("Stations", [STATION]),
        ("Names", {"a": "b"}),
        ("Perhaps", None),
        ("Perhaps", SHIP),
        ("Anything", {"a": [None, 0.5]}),
        ("list[Instrument]", [BUOY, GLIDER]),
        ("dict[str, list[Place | None]]", {"a": [STATION, None]}),
        ("list[Side]", ["left", "right"]),
        ("Station | None", None),
        ("None | Instrument", BUOY),
        ("Optional[Instrument]", GLIDER),
        ("List[Station]", [STATION]),
        ("list[str | None]", ["a", None]),
        ("list[int]", [1]),
        ("list[float]", [0.5, 1]),
        ("list[bool]", [True]),
        ("dict[str, Json]", {"a": {}}),
        ("Literal[True]", True),
    ],
)
@pytest.mark.parametrize("as_text", [False, True])
def test_payload_survives(
    models: ModuleType, expression: str, payload: object, *, as_text: bool
) -> None:
    """Whatever type is asked for, what is read is written back."""
    type_ = type_of(models, expression)
    if as_text:
        text = models.to_json(models.structure(payload, type_), type_)
        again = [models.from_json(text, type_) for _ in range(2)]  # then it is known
        assert {text} == {models.to_json(value, type_) for value in again}

    assert payload == models.unstructure(models.structure(payload, type_), type_)


@pytest.mark.parametrize(
    ("expression", "payload", "path", "message"),
    [
        ("Place", {}, "$", "not a Place: "),
        ("Content", [STATION, 5], "$[1]", "not a Content: "),
        ("Side", "up", "$", "not a Literal['left', 'right']: "),
        ("Stop", 5, "$", "not a Stop: "),
        ("Grade", "1", "$", "not a Literal[1, 2] | int: "),
        ("list[Place]", [{"name": 5}], "$[0].name", "not a list[Place]: "),
        ("dict[str, Station]", {"a": None}, "$.a", "not a dict[str, Station]: "),
        ("Place | None", 5, "$", "not a Place | None: "),
        ("list[Instrument | None]", [0], "$[0]", "not a list[Instrument | None]: "),
        ("list[int]", [0.5], "$[0]", "not a list[int]: "),
        ("list[Json]", 5, "$", "not a list[Json]: "),
    ],
)
def test_wrong_payload_is_refused(
    models: ModuleType, expression: str, payload: object, path: str, message: str
) -> None:
    """The error has the place, and calls the type as a program does."""
    type_ = type_of(models, expression)
    text = models.to_json(payload, models.Json)
    for read, found in ((models.structure, payload), (models.from_json, text)):
        with pytest.raises(models.PayloadError) as caught:
            read(found, type_)

        assert [path] == [problem.path for problem in caught.value.problems]
        assert str(caught.value).startswith(message)


def test_integer_past_64_bits_is_exact(models: ModuleType) -> None:
    """It is also where it is not an object that is read."""
    number = 2**64 + 1

    assert [number] == models.from_json(f"[{number}]", list[int])
    assert f"[{number}]".encode() == models.to_json([number], list[int])


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("Moment", "only an object remembers"),
        ("Moments", "datetime"),
        ("list[bytes]", "bytes"),
        ("Station | Buoy", "Station | "),
        ("set[Station]", "set"),
        ("set[str]", "set"),
        ("dict[int, Station]", "dict"),
        ("list", "list"),
        ("List", "List"),
        ("[Station]", "Station"),
        ("Any", "Any"),
        ("Literal['a', 1]", "Literal"),
        ("None", "None"),
    ],
)
def test_other_types_are_refused(
    models: ModuleType, expression: str, reason: str
) -> None:
    """What no payload can stand for exactly is a mistake in a program."""
    type_ = type_of(models, expression)
    with pytest.raises(TypeError, match=reason):
        models.structure("[]", type_)
    for text in ("[]", "["):
        with pytest.raises(TypeError, match=reason):
            models.from_json(text, type_)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("Place", 5),
        ("Content", 5),
        ("Content", [5]),
        ("list[Station]", {}),
        ("list[Station]", [None]),
        ("list[Station]", [{"name": "a"}]),
        ("list[list[str]]", [{"a": 1}]),
        ("list[list[str]]", ["ab"]),
        ("list[dict[str, int]]", [[1]]),
        ("list[int]", [True]),
        ("dict[str, int]", {1: 1}),
        ("dict[str, int]", {"a": "b"}),
        ("Side", 5),
        ("Side", "up"),
        ("Literal[True]", False),
        ("Level", 9),
        ("Stop", None),
        ("Json", {1: 1}),
        ("Json", [object()]),
        ("Json", dt.date(2024, 11, 1)),
        ("list[Json]", [{"a": {None: 1}}]),
        ("Station | None", 5),
    ],
)
def test_other_value_is_not_written(
    models: ModuleType, expression: str, value: object
) -> None:
    """What is not of the type, in lists and maps either, is a mistake in a program."""
    type_ = type_of(models, expression)
    for write in (models.unstructure, models.to_json):
        with pytest.raises(TypeError, match=f"a {type(value).__name__}.* is no "):
            write(value, type_)


def test_endless_value_is_not_written(models: ModuleType) -> None:
    """A list that holds itself is no JSON, and Python does not give up."""
    endless: list[object] = []
    endless.append(endless)
    for write in (models.unstructure, models.to_json):
        with pytest.raises(ValueError, match="deep"):
            write(endless, models.Json)


def test_unknown_is_no_member_of_a_closed_union(models: ModuleType) -> None:
    """What was read as another union's unknown member cannot be written as this."""
    unknown = models.structure(GLIDER, models.Instrument)

    assert GLIDER == models.unstructure(unknown, models.Place)
    with pytest.raises(TypeError, match="a Unknown is no Buoy"):
        models.unstructure(unknown, models.Only)
    with pytest.raises(TypeError, match="a Unknown with something else in it is no"):
        models.unstructure(unknown, models.Known)


def test_object_of_another_class_is_not_written(models: ModuleType) -> None:
    """An object says what it is, and a type that is named has to agree."""
    buoy = models.structure(BUOY, models.Instrument)

    assert BUOY == models.unstructure(buoy, models.Place)
    with pytest.raises(TypeError, match="a Buoy is no Station"):
        models.unstructure(buoy, models.Station)
    with pytest.raises(TypeError, match="a list with something else in it is no list"):
        models.to_json([buoy], type_of(models, "list[Station]"))
    with pytest.raises(TypeError, match="a list is not of this package"):
        models.unstructure([buoy])


def test_members_nest_in_classes_of_users(models: ModuleType) -> None:
    """A converter of cattrs reads and writes unions without a tag in other classes."""
    place: Any = models.Place
    fields = {
        "place": attrs.field(type=place),
        "places": attrs.field(type=list[place | None]),
        "content": attrs.field(type=models.Content | None, default=None),
    }
    report = attrs.make_class("Report", fields)
    converter = models.make_converter()
    payload = {
        "place": STATION,
        "places": [GLIDER, None, SHIP],
        "content": {"a": STATION},
    }

    assert payload == converter.unstructure(converter.structure(payload, report))
    station = models.structure(STATION, models.Station)
    assert STATION == converter.unstructure(station, models.Buoy | None)
    assert {**payload, "content": "text"} == converter.unstructure(
        converter.structure({**payload, "content": "text"}, report)
    )


def test_unions_of_others_are_left_alone(models: ModuleType) -> None:
    """A converter learns of no union without a class of the package."""

    def own(value: object, _: object) -> object:
        return f"own {value}"

    either: Any = str | list[str]
    other = attrs.make_class("Other", {"either": attrs.field(type=either)})
    converter = cattrs.Converter()
    converter.register_structure_hook(either, own)
    models.configure_converter(converter)

    assert models.structure(["a"], models.Stop) == ["a"]
    assert other("own 5") == converter.structure({"either": 5}, other)

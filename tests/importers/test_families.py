"""Which file a type is written into."""

import json

import pytest
from importers.documents import Json

from attrspec.importers.document import read_document
from attrspec.importers.families import FEWEST_TYPES, MOST_TYPES, families

MANY = [f"Filler{n}" for n in range(FEWEST_TYPES)]


def placed(graph: dict[str, list[str]], paths: Json) -> dict[str, str]:
    """Return the file of each schema but the fillers."""
    every = {**graph, **{name: [] for name in MANY}}
    content = {"openapi": "3.1.0", "paths": paths}
    content["components"] = {"schemas": {name: {"type": "object"} for name in every}}
    document = read_document(json.dumps(content).encode(), "api.json")
    found = families(document, list(every), every)
    return {name: found[name] for name in graph}


def operation(name: str, *tags: str) -> Json:
    """Return a path that answers with a schema."""
    answer = {"200": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"get": {"responses": answer, **({"tags": tags} if tags else {})}}


def test_small_document_is_one_file() -> None:
    """Some ten types are read best at one glance."""
    content = {"$defs": {"A": {"type": "object"}, "B": {"type": "object"}}}
    document = read_document(json.dumps(content).encode(), "api.json")

    assert {"A": "types", "B": "types"} == families(document, ["A", "B"], {})


def test_types_are_where_the_operations_are_that_lead_to_them() -> None:
    """The first tag of an operation names the file, or else the start of its path."""
    graph = {"Rain": ["Drop"], "Drop": ["Atom"], "Atom": [], "Wind": ["Atom"]}
    paths = {"/v1/wind/{id}": operation("Wind"), "/rain": operation("Rain", "Wet Days")}

    assert {
        "Rain": "wet_days",
        "Drop": "wet_days",
        "Atom": "wind",  # one step from the one, two from the other
        "Wind": "wind",
    } == placed(graph, paths)


def test_types_that_no_operation_reaches_are_near_their_like() -> None:
    """What a type holds tells where it belongs, or else the first word of its name."""
    graph = {
        "Rain": [],
        "StormEvent": ["Rain"],
        "RainBegan": [],
        "Other": [],
        "Package": [],
    }
    paths = {"/rain": operation("Rain"), "/package": operation("Package")}

    assert {
        "Rain": "rain",
        "StormEvent": "rain",
        "RainBegan": "rain",
        "Other": "types",
        "Package": "package_types",
    } == placed(graph, paths)


@pytest.mark.parametrize("missing", [0, 1])
def test_large_family_is_divided(missing: int) -> None:
    """Of hundreds of types, many that begin with a word are a family of their own."""
    beta = [f"BetaRain{n}" for n in range(FEWEST_TYPES - missing)]
    rain = [f"Rain{n}" for n in range(MOST_TYPES)]
    graph = {"Rain": [*beta, *rain], **{name: [] for name in (*beta, *rain)}}
    found = placed(graph, {"/rain": operation("Rain", "Rain")})

    assert dict.fromkeys(["Rain", *rain], "rain") == {
        n: found[n] for n in found if n not in beta
    }
    assert {"rain" if missing else "beta_rain"} == {found[name] for name in beta}


def test_family_of_some_size_is_not_divided() -> None:
    """What is looked through at once stays together."""
    beta = [f"BetaRain{n}" for n in range(MOST_TYPES - 1)]
    graph = {"Rain": beta, **{name: [] for name in beta}}
    found = placed(graph, {"/rain": operation("Rain", "Rain")})

    assert {"rain"} == {*found.values()}

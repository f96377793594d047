"""Names that are linked, mixins that are folded in, and the order of types."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrspec import Spec, SpecError, load
from attrspec.graph import groups
from attrspec.spec import (
    Basic,
    BasicType,
    EnumType,
    ListType,
    MapType,
    NullableType,
    ObjectType,
    Type,
    UnionType,
)

PACKAGE = """\
attrspec: 1
package: weather_models
distribution: weather-models
version: 1.0.0
title: Weather reports
"""


def spec_of(folder: Path, **files: str) -> Spec:
    """Return the spec of these files."""
    for name, text in {"package": PACKAGE, **files}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load(folder)


def mistakes_of(folder: Path, types: str) -> list[str]:
    """Return the rules that a spec breaks, each with what comes before its brackets."""
    with pytest.raises(SpecError) as caught:
        spec_of(folder, types=types)
    return [f"{d.span.line} {d.rule}" for d in caught.value.diagnostics]


# Names


@pytest.mark.parametrize(
    "keys",
    [
        ["_id", "id"],
        ["fooBar", "foo_bar", "foo-bar", "Foo.Bar"],
        ["class", "class_", "Class"],
        ["a", "A", "a_", "A_"],
        ["extra", "Extra", "self", "Self"],
    ],
)
def test_name_that_is_proposed_mends_a_clash(keys: list[str], tmp_path: Path) -> None:
    """Who types what the messages say has a spec without clashes."""
    fields = {key: {"type": "string"} for key in keys}

    def types() -> str:
        return json.dumps({"objects": {"A": {"fields": fields}}})

    with pytest.raises(SpecError) as caught:
        spec_of(tmp_path, types=types())
    for found in caught.value.diagnostics:
        proposed = re.fullmatch('write name: (.*) under "(.*)", or a .*', found.hint)
        assert proposed
        fields[proposed[2]]["name"] = proposed[1]
    (item,) = spec_of(tmp_path, types=types()).objects

    assert keys == [field.key for field in item.fields]


# Mixins


def test_mixins_are_folded_in_order(tmp_path: Path) -> None:
    """Own fields come first, then those of the mixins as they are listed."""
    spec = spec_of(
        tmp_path,
        types="""\
mixins:
  First:
    fields:
      b: {type: string}
      a: {type: string}
  Second:
    fields:
      c: {type: integer, optional: true, doc: The third.}
objects:
  Station:
    mixins: [Second, First]
    fields:
      z: {type: string}
      y: {type: string}
  Buoy:
    mixins: [First]
""",
    )
    station, buoy = spec.objects

    assert ["z", "y", "c", "b", "a"] == [field.key for field in station.fields]
    assert ["b", "a"] == [field.key for field in buoy.fields]
    assert spec.mixins[1].fields[0] == station.fields[2]


def test_fields_of_a_mixin_are_linked_in_each_object(tmp_path: Path) -> None:
    """A mixin in one file may refer to a type of another."""
    spec = spec_of(
        tmp_path,
        a="objects: {Station: {mixins: [Reporting]}}",
        b="mixins: {Reporting: {fields: {sky: {type: 'Sky?'}}}}",
        c="enums: {Sky: {values: [clear]}}",
    )

    assert NullableType(EnumType("Sky")) == spec.objects[0].fields[0].type


def test_mistake_in_a_mixin_is_reported_once(tmp_path: Path) -> None:
    """Two objects that list a mixin do not double its mistakes."""
    types = """\
mixins:
  Located:
    fields: {place: {type: Place}}
objects:
  Station: {mixins: [Located]}
  Buoy: {mixins: [Located]}
"""

    assert ["3 unknown-type"] == mistakes_of(tmp_path, types)


# Names


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("string", BasicType(Basic.STRING)),
        ("Station", ObjectType("Station")),
        ("Report", UnionType("Report")),
        ("Sky?", NullableType(EnumType("Sky"))),
        ("list[Sky?]?", NullableType(ListType(NullableType(EnumType("Sky"))))),
        ("map[list[Report]]", MapType(ListType(UnionType("Report")))),
        (" map [ integer ] ? ", NullableType(MapType(BasicType(Basic.INTEGER)))),
    ],
)
def test_name_becomes_what_it_names(text: str, type_: Type, tmp_path: Path) -> None:
    """A name stands for the object, union or enum of that name, however deep."""
    spec = spec_of(
        tmp_path,
        types=f"""\
objects:
  Station:
    tag: {{object: station}}
  Buoy:
    fields:
      value: {{type: '{text}'}}
unions:
  Report: {{tag: object, members: [Station]}}
enums:
  Sky: {{values: [clear]}}
""",
    )

    assert type_ == spec.objects[1].fields[0].type


def test_any_order_of_definitions_will_do(tmp_path: Path) -> None:
    """Types are put behind what they refer to; circles stay together."""
    spec = spec_of(
        tmp_path,
        types="""\
objects:
  Page: {fields: {data: {type: 'list[Tree]'}, sky: {type: Sky}}}
  Tree: {fields: {root: {type: 'Node?'}}}
  Node: {tag: {object: node}, fields: {tree: {type: Tree}, leaf: {type: Leaf}}}
  Leaf: {fields: {}}
unions:
  Thing: {tag: object, members: [Node]}
enums:
  Sky: {values: [clear]}
""",
    )

    assert (
        ("Sky",),
        ("Leaf",),
        ("Tree", "Node"),
        ("Page",),
        ("Thing",),
    ) == spec.groups


# Order

NAMES = "abcdefgh"
GRAPHS = st.integers(1, len(NAMES)).flatmap(
    lambda size: st.permutations(NAMES[:size]).flatmap(
        lambda names: st.fixed_dictionaries(
            {name: st.lists(st.sampled_from(names), max_size=4) for name in names}
        )
    )
)


def reachable(graph: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Return every name that a path of at least one step leads to."""
    found: set[str] = set()
    rest = list(graph[start])
    while rest:
        name = rest.pop()
        if name not in found:
            found.add(name)
            rest += graph[name]
    return found


@given(graph=GRAPHS)
def test_every_name_stands_behind_what_it_refers_to(
    graph: dict[str, list[str]],
) -> None:
    """A name refers to its own group and to earlier ones, never to a later one."""
    order = list(groups(graph))
    index = {name: i for i, group in enumerate(order) for name in group}

    assert sorted(graph) == sorted(name for group in order for name in group)
    for name, targets in graph.items():
        assert all(index[target] <= index[name] for target in targets)


@given(graph=GRAPHS)
def test_names_that_lead_to_each_other_share_a_group(
    graph: dict[str, list[str]],
) -> None:
    """Two names share a group if and only if each can be reached from the other."""
    reach = {name: reachable(graph, name) for name in graph}
    expected = {
        frozenset(
            {name}
            | {other for other in graph if other in reach[name]}
            & {other for other in graph if name in reach[other]}
        )
        for name in graph
    }

    assert expected == {frozenset(group) for group in groups(graph)}


@given(graph=GRAPHS)
def test_inside_a_group_the_order_is_that_of_the_source(
    graph: dict[str, list[str]],
) -> None:
    """Regenerating moves nothing about: names of a circle stay as they were written."""
    position = {name: i for i, name in enumerate(graph)}
    for group in groups(graph):
        places = [position[name] for name in group]

        assert sorted(places) == places


def test_chain_may_be_longer_than_the_stack() -> None:
    """20,000 types, each in the next, and a circle of as many, are put in order."""
    chain = {str(i): [str(i + 1)] for i in range(20_000)} | {"20000": []}
    circle = {str(i): [str((i + 1) % 20_000)] for i in range(20_000)}

    assert [(str(i),) for i in range(20_000, -1, -1)] == list(groups(chain))
    assert [tuple(map(str, range(20_000)))] == list(groups(circle))


# Objects without end


@pytest.mark.parametrize(
    ("fields", "is_endless"),
    [
        ("{tail: {type: Snake}}", True),
        ("{tail: {type: Snake}, name: {type: string}}", True),
        ("{tail: {type: Worm}}", True),
        ("{tail: {type: ClosedWorm}}", True),
        ("{tail: {type: Snake, optional: true}}", False),
        ("{tail: {type: 'Snake?'}}", False),
        ("{tail: {type: 'list[Snake]'}}", False),
        ("{tail: {type: 'map[Snake]'}}", False),
        ("{tail: {type: OpenWorm}}", False),
        ("{tail: {type: ClosedEither}}", False),
        ("{tail: {type: Leaf}}", False),
    ],
)
def test_object_that_must_hold_itself_is_endless(
    fields: str, *, is_endless: bool, tmp_path: Path
) -> None:
    """It is, unless the circle has a place where it may stop."""
    types = f"""\
objects:
  Snake:
    tag: {{object: snake}}
    fields: {fields}
  Worm:
    tag: {{object: worm}}
    fields: {{tail: {{type: Snake}}}}
  Leaf:
    tag: {{object: leaf}}
unions:
  ClosedWorm: {{tag: object, open: false, members: [Worm, Snake]}}
  OpenWorm: {{tag: object, members: [Worm]}}
  ClosedEither: {{tag: object, open: false, members: [Worm, Leaf]}}
"""
    if is_endless:
        expected = ["2 endless-object", "5 endless-object"]

        assert expected == mistakes_of(tmp_path, types)
    else:
        assert 3 == len(spec_of(tmp_path, types=types).objects)


@given(graph=GRAPHS)
def test_objects_are_endless_if_they_need_a_circle(
    graph: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An object is endless if its required fields lead into a circle of such fields."""
    rows = [
        "  {}: {{fields: {{{}}}}}".format(
            name.upper(),
            ", ".join(
                f"{target}: {{type: {target.upper()}}}"
                for target in sorted(set(targets))
            ),
        )
        for name, targets in graph.items()
    ]
    types = "\n".join(["objects:", *rows])
    reach = {name: reachable(graph, name) for name in graph}
    expected = [
        f"{line} endless-object"
        for line, name in enumerate(graph, start=2)
        if any(other in reach[other] for other in {name, *reach[name]})
    ]
    folder = tmp_path_factory.mktemp("spec")
    if expected:
        assert expected == mistakes_of(folder, types)
    else:
        assert len(graph) == len(spec_of(folder, types=types).objects)


@pytest.mark.parametrize(
    "name",
    [
        *("attrs", "cattrs", "json", "typing", "hypothesis", "msgspec"),
        *("distutils", "cgi", "compression"),  # with some versions of Python
        *(
            "strategies",
            "testing",
            "sitecustomize",
            "conftest",
            "test_models",
            "con",
            "lpt1",
        ),  # or elsewhere
    ],
)
def test_package_hides_no_other(name: str, tmp_path: Path) -> None:
    """A package cannot be called as one that it imports, or as a device."""
    settings = f"attrspec: 1\npackage: {name}\ndistribution: a\n"
    settings += "version: 1.0.0\ntitle: A\n"
    (tmp_path / "package.yaml").write_text(settings)
    (tmp_path / "types.yaml").write_text("objects: {A: {}}")

    with pytest.raises(SpecError) as caught:
        load(tmp_path)
    [found] = caught.value.diagnostics
    assert ("reserved-package", 2, 10) == (
        found.rule,
        found.span.line,
        found.span.column,
    )


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("test_chat", ["reserved-package"]),
        ("test_chat_unions", ["reserved-package"]),
        ("test_models", []),  # of which there are none then
        ("test_rails", []),
    ],
)
def test_package_hides_no_tests_of_families(
    tmp_path: Path, name: str, rules: list[str]
) -> None:
    """A package cannot be called as a module of its generated tests."""
    settings = f"attrspec: 1\npackage: {name}\ndistribution: a\n"
    settings += "version: 1.0.0\ntitle: A\n"
    (tmp_path / "package.yaml").write_text(settings)
    (tmp_path / "chat.yaml").write_text("objects: {A: {}}")
    (tmp_path / "usage.yaml").write_text("objects: {B: {}}")
    try:
        load(tmp_path)
    except SpecError as error:
        found = [diagnostic.rule for diagnostic in error.diagnostics]
    else:
        found = []

    assert rules == found


def test_unions_with_the_same_members_are_refused(tmp_path: Path) -> None:
    """Python cannot tell two unions with the same members apart, so a spec may not."""
    settings = "attrspec: 1\npackage: a\ndistribution: a\nversion: 1.0.0\ntitle: A\n"
    (tmp_path / "package.yaml").write_text(settings)
    types = "objects: {A: {tag: {k: a, l: a}}, B: {tag: {k: b, l: b}}}\n"
    types += "unions: {U: {tag: k, members: [A, B]}, V: {tag: l, members: [B, A]}}\n"
    (tmp_path / "types.yaml").write_text(types)

    with pytest.raises(SpecError) as caught:
        load(tmp_path)
    assert ["same-union"] == [found.rule for found in caught.value.diagnostics]

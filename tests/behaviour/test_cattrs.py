"""Our classes inside of other people's, by way of cattrs."""

import json
from types import GenericAlias, ModuleType
from typing import Any, cast

import attrs
import cattrs
import pytest
from cattrs.preconf.json import make_converter as make_json_converter
from cattrs.preconf.orjson import make_converter as make_orjson_converter
from pickling import pickled

LEAF = {"kind": "leaf", "label": "a", "x": [1]}
SNOW = {"kind": "snow", "depth": 3}
PAGE = {
    "title": "t",
    "tree": {"label": "a", "parent": None},
    "leaves": [LEAF],
    "by_name": {"a": {"kind": "rain", "millimetres": 1}, "b": SNOW},
    "shape": {"kind": "circle", "radius": 1},
    "maybe": None,
}


def _list_of(item: object) -> type[Any]:
    return cast("type[Any]", GenericAlias(list, (item,)))


def _map_of(value: object) -> type[Any]:
    return cast("type[Any]", GenericAlias(dict, (str, value)))


def _page(models: ModuleType) -> type[Any]:
    """Return a user's own class that holds objects of a package."""
    list_of, map_of = _list_of(models.Leaf), _map_of(models.Report)
    return attrs.make_class(
        "Page",
        {
            "title": attrs.field(type=str),
            "tree": attrs.field(type=models.Tree),
            "leaves": attrs.field(type=list_of),
            "by_name": attrs.field(type=map_of),
            "shape": attrs.field(type=models.Shape),
            "maybe": attrs.field(type=models.Wind | None),
        },
    )


def _converters(models: ModuleType) -> dict[str, Any]:
    """Return converters of several kinds that know the package."""
    others = {
        "plain": cattrs.Converter(),
        "base": cattrs.BaseConverter(),
        "quick": cattrs.Converter(detailed_validation=False),
        "strict": cattrs.Converter(forbid_extra_keys=True),
        "json": make_json_converter(),
    }
    for converter in others.values():
        models.configure_converter(converter)
    return {"made": models.make_converter(), **others}


@pytest.mark.parametrize("name", ["made", "plain", "base", "quick", "strict", "json"])
def test_objects_nest_in_other_classes(models: ModuleType, name: str) -> None:
    """A class that has ours as attributes is read and written, nothing lost."""
    converter = _converters(models)[name]
    page_class = _page(models)
    page = converter.structure(PAGE, page_class)

    assert models.structure(PAGE["tree"], models.Tree) == page.tree
    assert [models.Leaf(label="a", extra={"x": [1]})] == page.leaves
    assert models.Rain(millimetres=1) == page.by_name["a"]
    assert models.Unknown("snow", SNOW) == page.by_name["b"]
    assert models.Circle(radius=1) == page.shape
    assert page.maybe is None
    assert PAGE == converter.unstructure(page)


@pytest.mark.parametrize("name", ["made", "plain", "base", "quick", "strict", "json"])
def test_objects_stand_alone(models: ModuleType, name: str) -> None:
    """A converter reads and writes an object, a union, and lists of them."""
    converter = _converters(models)[name]
    leaves = converter.structure([LEAF], _list_of(models.Leaf))
    reports = converter.structure([SNOW], _list_of(models.Report))

    assert LEAF == converter.unstructure(converter.structure(LEAF, models.Leaf))
    assert models.Unknown("snow", SNOW) == converter.structure(SNOW, models.Report)
    assert [LEAF] == converter.unstructure(leaves)
    assert [SNOW] == converter.unstructure(reports)


def test_json_converter_writes_text(models: ModuleType) -> None:
    """A converter of cattrs for JSON text has our classes in it."""
    converter = make_json_converter()
    models.configure_converter(converter)
    page_class = _page(models)
    page = converter.loads(json.dumps(PAGE), page_class)

    assert PAGE == json.loads(converter.dumps(page))


def test_wrong_payload_is_an_error_in_other_classes(models: ModuleType) -> None:
    """A wrong payload inside of another class is an error with our problems in it."""
    wrong = {**PAGE, "leaves": [{"kind": "leaf", "label": 5}]}
    with pytest.raises(cattrs.BaseValidationError) as grouped:
        models.make_converter().structure(wrong, _page(models))
    with pytest.raises(models.PayloadError, match="label"):
        _converters(models)["quick"].structure(wrong, _page(models))

    assert "Leaf" in repr(grouped.value.exceptions)


def test_other_types_of_a_converter_are_left_alone(models: ModuleType) -> None:
    """A converter that knows our types does with others what it did before."""
    converter = models.make_converter()

    assert 5 == converter.structure("5", int)
    assert {"a": 1} == converter.structure({"a": "1"}, dict[str, int])
    assert [1] == converter.unstructure([1])


def test_union_or_none_is_structured(models: ModuleType) -> None:
    """A union of ours beside None works alone, in a list, and in both directions."""
    converter: Any = models.make_converter()
    optional: Any = models.Report | None
    rain = {"kind": "rain", "millimetres": 1}
    values = converter.structure([rain, None], GenericAlias(list, optional))

    assert converter.structure(None, optional) is None
    assert [models.Rain(millimetres=1), None] == values
    assert [rain, None] == converter.unstructure(values, GenericAlias(list, optional))


WRONG: dict[str, Any] = {
    **PAGE,
    "tree": {"label": 5, "children": [{"label": "b"}, {"label": None}]},
    "leaves": [LEAF, {"kind": "leaf"}, []],
}


def test_problems_are_told_by_transform_error(models: ModuleType) -> None:
    """`cattrs.transform_error` tells each of our problems, with the whole path."""
    converter = models.make_converter()
    with pytest.raises(cattrs.ClassValidationError) as caught:
        converter.structure(WRONG, _page(models))

    assert [
        "invalid type (expected a string, found the number 5) @ $.tree.label",
        "invalid type (expected a string, found null) @ $.tree.children[1].label",
        "invalid type (expected a string, found no such key) @ $.leaves[1].label",
        "invalid type (expected an object (Leaf), found an array) @ $.leaves[2]",
    ] == cattrs.transform_error(caught.value)


def test_detailed_error_is_ours_too(models: ModuleType) -> None:
    """With detailed validation an error is a `PayloadError` and a group of cattrs."""
    converter = models.make_converter()
    with pytest.raises(models.PayloadError) as caught:
        converter.structure(WRONG["tree"], models.Tree)
    error: Any = caught.value
    again = pickled(error)

    assert "Tree" == error.target
    assert ["$.label", "$.children[1].label"] == [p.path for p in error.problems]
    assert str(error).startswith("not a Tree:\n  $.label: expected a string")
    assert (str(error), error.problems) == (str(again), again.problems)
    assert cattrs.transform_error(error) == cattrs.transform_error(again)
    assert 2 == len(error.exceptions)
    assert error.split(KeyError)[0] is None
    assert isinstance(error, cattrs.ClassValidationError)


def test_error_without_details_is_plain(models: ModuleType) -> None:
    """Without detailed validation an error is no group."""
    converter = cattrs.Converter(detailed_validation=False)
    models.configure_converter(converter)
    with pytest.raises(models.PayloadError) as caught:
        converter.structure({"kind": "leaf"}, models.Leaf)

    assert type(caught.value) is models.PayloadError


@pytest.mark.parametrize("is_detailed", [True, False])
def test_copies_of_a_converter_know_the_types(
    models: ModuleType, *, is_detailed: bool
) -> None:
    """A copy of a converter does what the converter does, in its own validation."""
    converter = models.make_converter()
    converter.structure(PAGE, _page(models))
    copied = converter.copy(detailed_validation=is_detailed)
    with pytest.raises(models.PayloadError) as caught:
        copied.structure({"kind": "leaf"}, models.Leaf)

    assert PAGE == copied.unstructure(copied.structure(PAGE, _page(models)))
    assert is_detailed is isinstance(caught.value, cattrs.ClassValidationError)


def test_types_may_be_taught_late(models: ModuleType) -> None:
    """A converter that has built hooks of its own for a class takes ours after that."""
    converter = cattrs.Converter()
    page_class = _page(models)
    with pytest.raises(Exception, match=r"Report|Shape|union|Unsupported"):
        converter.structure(PAGE, page_class)
    models.configure_converter(converter)

    assert PAGE == converter.unstructure(converter.structure(PAGE, page_class))


def test_gen_converter_is_a_converter(models: ModuleType) -> None:
    """`GenConverter`, the older name, and converters made for a library work alike."""
    for converter in (cattrs.GenConverter(), make_orjson_converter()):
        models.configure_converter(converter)

        assert PAGE == converter.unstructure(converter.structure(PAGE, _page(models)))

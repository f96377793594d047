"""What an error says: everything that is wrong, and nothing that must not be logged."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from cattrs.errors import CattrsError
from pickling import pickled

PackageFrom = Callable[[str], ModuleType]

BRANCH: dict[str, Any] = {"kind": "branch", "nodes": []}
SECRETS = [
    "sk-proj-abcdefgh",
    "sk-" + "a" * 48,
    "Bearer abc.def",
    "ghp_0123456789",
    "eyJhbGciOiJIUzI1NiJ9",
    "0123456789abcdef01234567",
]


def test_error_is_of_both_families(models: ModuleType) -> None:
    """`PayloadError` is a `ValueError` and an error of cattrs."""
    assert issubclass(models.PayloadError, ValueError)
    assert issubclass(models.PayloadError, CattrsError)


def test_error_has_its_problems_as_data(models: ModuleType) -> None:
    """An error has the type asked for, and each problem with path and reason."""
    payload = {**BRANCH, "nodes": [{"kind": "leaf", "label": 5}, {"kind": "leaf"}]}
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, models.Branch)
    error = caught.value

    assert "Branch" == error.target
    assert error.is_complete
    assert (
        models.Problem("$.nodes[0].label", "a string", "the number 5"),
        models.Problem("$.nodes[1].label", "a string", "no such key"),
    ) == error.problems
    assert (
        "not a Branch:\n"
        "  $.nodes[0].label: expected a string, found the number 5\n"
        "  $.nodes[1].label: expected a string, found no such key"
    ) == str(error)


def test_single_problem_is_one_line(models: ModuleType) -> None:
    """An error with one problem says it in one line."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({"kind": "leaf", "label": None}, models.Leaf)

    assert "not a Leaf: $.label: expected a string, found null" == str(caught.value)


def test_other_object_is_one_problem(models: ModuleType) -> None:
    """An object with quite other keys, such as that of an error, is one problem."""
    body = {"error": {"message": "no"}}
    with pytest.raises(models.PayloadError) as caught:
        models.structure(body, models.Leaf)
    (problem,) = caught.value.problems

    assert "$" == problem.path
    assert "error" in problem.found


@pytest.mark.parametrize(("bad", "reported"), [(99, 99), (100, 100), (101, 100)])
def test_problems_are_capped(models: ModuleType, bad: int, reported: int) -> None:
    """An error reports at most 100 problems, and says if there are more."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**BRANCH, "nodes": [5] * bad}, models.Branch)
    error = caught.value

    assert reported == len(error.problems)
    assert error.is_complete is (bad <= 100)
    assert error.is_complete is ("more than these 100" not in str(error))


@pytest.mark.parametrize("text", ["x y " * 100, "ab\n" * 1000, "é " * 500])
@pytest.mark.parametrize("place", ["value", "key", "tag"])
def test_long_texts_are_cut(models: ModuleType, text: str, place: str) -> None:
    """Of a long text only the beginning is told, wherever it stands."""
    assert 400 > len(str(_error(models, text, place)))


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", ["value", "tag"])
def test_secrets_are_cut(models: ModuleType, secret: str, place: str) -> None:
    """Of a value that looks like a secret only the beginning is told."""
    error = _error(models, secret, place)

    assert secret not in str(error)
    assert secret[4:] not in str(error)


@pytest.mark.parametrize(
    "text", ["\n", "\r", "\x1b[31m", "\0", "\x7f", "\x9b31m", "\u2028", "\u202e"]
)
@pytest.mark.parametrize("place", ["value", "key", "tag"])
def test_control_characters_are_escaped(
    models: ModuleType, text: str, place: str
) -> None:
    """A message has no control characters: it can be logged and shown."""
    error = _error(models, f"a{text}b", place)

    assert str(error).replace("\n  ", "").isprintable()


def _error(models: ModuleType, text: str, place: str) -> ValueError:
    """Return the error of a payload with *text* in a place where it is wrong."""
    payloads: dict[str, tuple[object, object]] = {
        "value": ({"sky": "clear", "side": text}, models.Enums),
        "key": ({"label": "a", "by_name": {text: 5}}, models.Tree),
        "tag": ({"kind": text, "label": "a"}, models.Leaf),
    }
    payload, type_ = payloads[place]
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, type_)
    error: ValueError = caught.value
    return error


def test_deep_payload_is_an_error(models: ModuleType) -> None:
    """A payload that is nested too deeply is refused; Python does not give up."""
    deep: object = {"label": "end"}
    for _ in range(100_000):
        deep = {"label": "a", "parent": deep}
    with pytest.raises(models.PayloadError, match="deep"):
        models.structure(deep, models.Tree)


@pytest.mark.parametrize("type_", [bytes, dict, None, "Leaf", set[int], object()])
def test_other_types_are_type_errors(models: ModuleType, type_: object) -> None:
    """To ask for a type that the package does not have is a mistake in a program."""
    with pytest.raises(TypeError):
        models.structure({}, type_)
    with pytest.raises(TypeError):
        models.from_json("{}", type_)


@pytest.mark.parametrize("value", [{}, None, 5, "text", [], object()])
def test_other_objects_are_type_errors(models: ModuleType, value: object) -> None:
    """To write an object that is not of the package is a mistake in a program."""
    with pytest.raises(TypeError):
        models.unstructure(value)
    with pytest.raises(TypeError):
        models.to_json(value)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_json_lacks_is_not_written(models: ModuleType, number: float) -> None:
    """`to_json` writes no NaN and no infinity."""
    with pytest.raises(ValueError, match="JSON"):
        models.to_json(models.Rain(millimetres=number))


def test_half_a_character_is_not_written(models: ModuleType) -> None:
    """`to_json` writes no lone surrogate."""
    with pytest.raises(ValueError, match="surrogate"):
        models.to_json(models.Leaf(label="\ud800"))


def test_object_that_needs_nothing_takes_any_object(package_from: PackageFrom) -> None:
    """Where no key is required, an object with other keys only is legal, and kept."""
    models = package_from("objects: {A: {fields: {a: {type: string, optional: true}}}}")
    payload = {"b": 1}

    assert payload == models.unstructure(models.structure(payload, models.A))


@pytest.mark.parametrize(
    "text", ["key: sk-proj-abcdefghijkl", " ghp_0123456789", "AKIAABCDEFGHIJKLMNOP"]
)
def test_secret_inside_of_a_text_is_cut(models: ModuleType, text: str) -> None:
    """What looks like a secret is one behind other words, too."""
    assert text not in str(_error(models, text, "value"))
    assert text[-8:] not in str(_error(models, text, "value"))


@pytest.mark.parametrize("error", [{"message": "no such key"}, "no such key"])
def test_error_of_the_api_is_told(models: ModuleType, error: object) -> None:
    """The body of an error, read as what was hoped for, gives what the API said."""
    body: dict[str, object] = {"error": error}
    with pytest.raises(models.PayloadError) as caught:
        models.from_json(json.dumps(body), models.Leaf)

    assert (
        "not a Leaf: $: expected an object (Leaf), "
        'found an error of the API, "no such key"'
    ) == str(caught.value)


def test_values_can_be_hidden(models: ModuleType) -> None:
    """An error without values has the paths, and of what was found the kinds."""
    payload: dict[str, Any] = {
        "label": None,
        "parent": "secret",
        "by_name": {"secret": {"label": 31337, "x": {"secret": float("nan")}}},
        "node": {"kind": "leaf", "label": True},
    }
    with pytest.raises(models.PayloadError) as caught:
        models.structure(payload, models.Tree)
    bare = caught.value.without_values()

    assert [
        ("$.label", "null"),
        ("$.parent", "a string"),
        ("$.by_name[*].label", "a number"),
        ("$.by_name[*][*][*]", "a number"),
        ("$.node.label", "a boolean"),
    ] == [(problem.path, problem.found) for problem in bare.problems]
    assert "Tree" == bare.target
    assert type(bare) is models.PayloadError


@pytest.mark.parametrize("body", [{"secret": 1}, {"error": {"message": "secret"}}])
def test_other_object_can_be_hidden(models: ModuleType, body: object) -> None:
    """An error without values tells nothing of an object that is quite another."""
    with pytest.raises(models.PayloadError, match="secret") as caught:
        models.structure(body, models.Leaf)

    assert "secret" not in str(caught.value.without_values())


def test_hiding_keeps_how_many_there_are(models: ModuleType) -> None:
    """An error that does not tell all of its problems says so without values, too."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**BRANCH, "nodes": [5] * 101}, models.Branch)

    assert not caught.value.without_values().is_complete


@pytest.mark.parametrize("bad", [1, 101])
def test_error_survives_another_process(models: ModuleType, bad: int) -> None:
    """A pickled error is the same error: workers report what they could not read."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**BRANCH, "nodes": [5] * bad}, models.Branch)
    error = caught.value
    again = pickled(error)

    assert type(error) is type(again)
    assert str(error) == str(again)
    assert error.problems == again.problems
    assert error.is_complete is again.is_complete
    assert str(error.without_values()) == str(again.without_values())


def test_deep_object_is_not_written(models: ModuleType) -> None:
    """An object that is nested too deeply is a ValueError; Python does not give up."""
    tree = models.Tree(label="end")
    for _ in range(100_000):
        tree = models.Tree(label="a", parent=tree)
    with pytest.raises(ValueError, match="deep"):
        models.to_json(tree)
    while tree is not None:  # or Python would take it apart recursively
        tree = tree.parent

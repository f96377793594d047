"""What operations tell of schemas: payloads that they show, and what is missing."""

import json

from importers.documents import Json, imported, notes_of, types_of

REPORT: Json = {"type": "object", "properties": {"x": {"type": "integer"}}}
REFERENCE = {"$ref": "#/components/schemas/Report"}


def operation(media: Json, **others: object) -> Json:
    """Return paths with one operation that answers so."""
    content = {"application/json": media}
    answer = {"responses": {"200": {"description": "", "content": content}}}
    return {"/reports": {"get": {**answer, **others}}}


def test_example_beside_a_schema_is_carried() -> None:
    """A payload that an operation shows is an example of the schema it refers to."""
    paths = operation({"schema": REFERENCE, "example": {"x": 5}})
    found = imported({"Report": REPORT}, paths=paths)

    assert {"x": 5} == types_of(found)["Report"]["example"]
    assert [] == notes_of(found)


def test_example_in_an_extension_is_carried() -> None:
    """Many publish what an operation responds as text, in an extension."""
    shown = {"examples": [{"request": "curl", "response": json.dumps({"x": 5})}]}
    paths = operation({"schema": REFERENCE}, **{"x-meta": shown})
    found = imported({"Report": REPORT}, paths=paths)

    assert {"x": 5} == types_of(found)["Report"]["example"]


def test_second_example_is_noted() -> None:
    """An object has one example: the first that it reads."""
    examples = {"one": {"value": {"x": "no"}}, "two": {"value": {"x": 2}}}
    examples["three"] = {"value": {"x": 3}}
    paths = operation({"schema": REFERENCE, "examples": examples})
    found = imported({"Report": REPORT}, paths=paths)

    assert {"x": 2} == types_of(found)["Report"]["example"]
    wrong, another = notes_of(found)
    assert wrong.startswith('this example contradicts Report: "x" must be an integer')
    assert another == "another example of Report: an object has one [import-example]"


def test_schema_without_a_name_is_noted() -> None:
    """A schema that is written in an operation has no name, which is noted."""
    found = imported({"Report": REPORT}, paths=operation({"schema": REPORT}))
    (note,) = notes_of(found)

    assert note.startswith("a schema in an operation has no name, and is not imported")

"""What operations of a document tell of its schemas: payloads, and what has no name."""

from collections.abc import Iterator

from attrspec.source import Mapping, Node, Sequence

from .document import Document, entries, item, text
from .drafts import Example, Notes

__all__ = ["METHODS", "examples_of_operations", "note_nameless"]

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


def operations(document: Document) -> Iterator[Node]:
    """Yield the operations of a document."""
    for section in ("paths", "webhooks"):
        for path in entries(item(document.root, section)):
            for operation in entries(path.value):
                if operation.key.text in METHODS:
                    yield operation.value


def examples_of_operations(document: Document) -> Iterator[tuple[str, Example]]:
    """Yield payloads that operations show, with the names of their schemas.

    They stand beside the schema, or in an extension, as what the operation responds.
    """
    for operation in operations(document):
        responses = item(operation, "responses")
        contents = [
            item(operation, "requestBody"),
            *(e.value for e in entries(responses)),
        ]
        for media in (m.value for c in contents for m in entries(item(c, "content"))):
            if name := _named(document, item(media, "schema")):
                yield from ((name, example) for example in _shown(media))
        name = _responded(document, responses)
        if name is not None:
            found = (e.value for e in entries(operation) if e.key.text.startswith("x-"))
            for node in found:
                yield from ((name, example) for example in _responses(node))


def _named(document: Document, schema: Node | None) -> str | None:
    """Return the name of the schema that a reference leads to."""
    name = text(item(schema, "$ref")).rpartition("/")[2]
    return name if name in document.schemas else None


def _responded(document: Document, responses: Node | None) -> str | None:
    """Return the name of the schema of what an operation responds if all is well."""
    for entry in entries(responses):
        if entry.key.text.startswith("2"):
            content = item(entry.value, "content")
            return _named(document, item(item(content, "application/json"), "schema"))
    return None


def _shown(media: Node) -> Iterator[Example]:
    """Yield the payloads beside a schema."""
    if (single := item(media, "example")) is not None:
        yield Example(single, single.span)
    for entry in entries(item(media, "examples")):
        if (value := item(entry.value, "value")) is not None:
            yield Example(value, value.span)


def _responses(node: Node) -> Iterator[Example]:
    """Yield what stands under `response` in an extension."""
    match node:
        case Mapping(entries=found):
            for entry in found:
                if entry.key.text == "response":
                    yield Example(entry.value, entry.value.span)
                else:
                    yield from _responses(entry.value)
        case Sequence(items=items):
            for one in items:
                yield from _responses(one)
        case _:
            return


def note_nameless(document: Document, notes: Notes) -> None:
    """Note schemas that are written in place in operations: they have no name."""
    for operation in operations(document):
        responses = (e.value for e in entries(item(operation, "responses")))
        for content in (item(operation, "requestBody"), *responses):
            for media in entries(item(content, "content")):
                schema = item(media.value, "schema")
                if schema is not None and item(schema, "$ref") is None:
                    message = (
                        "a schema in an operation has no name, and is not imported"
                    )
                    hint = "put it under components.schemas"
                    notes.count(schema.span, message, hint)

"""A document that schemas are imported from, and what the references in it lead to.

References to files and URLs are not followed: an import reads the document that it is
given and nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import unquote

from attrs import field, frozen

from attrspec.diagnostics import Diagnostic, Span, SpecError, did_you_mean, quoted
from attrspec.source import Entry, Mapping, Node, Scalar, Sequence, decoded, parse

from .json_text import parse_json

__all__ = ["Document", "entries", "item", "read_document", "text"]


def item(node: Node | None, key: str) -> Node | None:
    """Return what stands under *key*, if *node* is a mapping that has it."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key.text == key:
                return entry.value
    return None


def entries(node: Node | None) -> tuple[Entry, ...]:
    """Return the entries of a mapping; none of anything else."""
    return node.entries if isinstance(node, Mapping) else ()


def text(node: Node | None) -> str:
    """Return the text of a scalar that is text; nothing of anything else."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    return ""


@frozen(slots=False)
class Document:
    """An OpenAPI document, or a JSON Schema."""

    name: str
    root: Mapping = field(repr=False)
    sections: tuple[str, ...]
    """Pointers to the mappings whose schemas have names, such as `/$defs`."""

    schemas: dict[str, Node] = field(repr=False)
    """The schemas by name, in the order of the document."""

    spans: dict[str, Span] = field(repr=False)
    """Where those names are."""

    def target(self, reference: Scalar) -> tuple[str, ...] | None:
        """Return the path that a reference leads along; None if it leads outside.

        Raises:
            SpecError: There is nothing at its end.
        """
        address, _, fragment = reference.text.partition("#")
        if address and address != text(item(self.root, "$id")):
            return None
        if fragment and not fragment.startswith("/"):
            if fragment in self.anchors:
                return self.anchors[fragment]
            raise self._unknown(reference, fragment, self.anchors)
        parts = unquote(fragment).split("/")[1:]
        path = tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)
        if self.at(path) is None or (not path and not self.is_schema):
            raise self._unknown(reference, path[-1] if path else "", self.schemas)
        return path

    def _unknown(self, reference: Scalar, word: str, known: Iterable[str]) -> SpecError:
        message = f"the reference {quoted(reference.text)} leads to nothing"
        hint = did_you_mean(word, known)
        return SpecError([Diagnostic(reference.span, "bad-reference", message, hint)])

    def at(self, path: tuple[str, ...]) -> Node | None:
        """Return what stands at the end of a path."""
        name = self.named(path)
        if name is not None and (path or self.is_schema):
            return self.schemas[name]  # at once, since most paths are such
        node: Node | None = self.root
        for part in path:
            if isinstance(node, Sequence):
                index = int(part) if re.fullmatch("[0-9]{1,6}", part) else -1
                is_there = 0 <= index < len(node.items)
                node = node.items[index] if is_there else None
            else:
                node = item(node, part)
        return node

    def named(self, path: tuple[str, ...]) -> str | None:
        """Return the name of the schema at a path, if it has one."""
        if not path:
            return next(iter(self.schemas), None)
        *section, name = path
        is_named = "/".join(("", *section)) in self.sections and name in self.schemas
        return name if is_named else None

    @property
    def is_schema(self) -> bool:
        """Whether the whole of it is a schema, the first of all."""
        return any(node is self.root for node in self.schemas.values())

    @cached_property
    def anchors(self) -> dict[str, tuple[str, ...]]:
        """The paths to what has a name of its own by `$anchor`."""
        return dict(_anchors(self.root, ()))


def _anchors(
    node: Node, path: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    match node:
        case Mapping(entries=found):
            for entry in found:
                if entry.key.text in {"$anchor", "$dynamicAnchor"}:
                    yield text(entry.value), path
                yield from _anchors(entry.value, (*path, entry.key.text))
        case Sequence(items=items):
            for index, child in enumerate(items):
                yield from _anchors(child, (*path, str(index)))
        case Scalar():
            return


def read_document(data: bytes, name: str) -> Document:
    """Return the document in a file of these bytes, called *name* in messages.

    Raises:
        SpecError: It cannot be read, or is of no kind that has schemas to import.
    """
    written = decoded(data, name)
    is_json = name.lower().endswith(".json")
    root = (
        parse_json(written, name)
        if is_json
        else parse(written, name, with_aliases=True)
    )
    if not isinstance(root, Mapping):
        raise _refused(root.span, "a document is a mapping")
    version = item(root, "openapi")
    if version is not None:
        return _openapi(name, root, version)
    if (old := item(root, "swagger")) is not None:
        message = f"Swagger {_shown(old)} is not OpenAPI 3"
        raise _refused(old.span, message, "convert it to OpenAPI 3 first")
    return _json_schema(name, root)


def _openapi(name: str, root: Mapping, version: Node) -> Document:
    if not re.fullmatch(r"3\.[01]\.\d+(-.*)?", _shown(version)):
        message = f"{quoted(_shown(version))} is no version of OpenAPI that is read"
        raise _refused(version.span, message, "versions 3.0 and 3.1 are")
    schemas = item(item(root, "components"), "schemas")
    found = _schemas(schemas, "components.schemas")
    if not found:
        place = schemas or item(root, "components") or root
        raise _refused(place.span, "there are no schemas under components.schemas")
    spans = {entry.key.text: entry.key.span for entry in entries(schemas)}
    return Document(name, root, ("/components/schemas",), found, spans)


def _json_schema(name: str, root: Mapping) -> Document:
    found: dict[str, Node] = {}
    spans: dict[str, Span] = {}
    keywords = {
        "type",
        "properties",
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
        "enum",
        "items",
    }
    if any(entry.key.text in keywords for entry in root.entries):
        title = text(item(root, "title"))
        stem = re.split(r"[/\\]", name)[-1].partition(".")[0]
        whole = title or stem or "Document"
        found[whole], spans[whole] = root, root.span
    sections = [key for key in ("$defs", "definitions") if item(root, key)]
    for key in sections:
        for inner, node in _schemas(item(root, key), key).items():
            found.setdefault(inner, node)
        for entry in entries(item(root, key)):
            spans.setdefault(entry.key.text, entry.key.span)
    if not found:
        message = "this is neither an OpenAPI document nor a JSON Schema"
        hint = "the one has the key openapi, the other type, properties or $defs"
        raise _refused(root.span, message, hint)
    return Document(name, root, tuple(f"/{key}" for key in sections), found, spans)


def _schemas(node: Node | None, where: str) -> dict[str, Node]:
    if node is not None and not isinstance(node, Mapping):
        raise _refused(node.span, f"{where} must be a mapping of names to schemas")
    return {entry.key.text: entry.value for entry in entries(node)}


def _shown(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _refused(span: Span, message: str, hint: str = "") -> SpecError:
    return SpecError([Diagnostic(span, "bad-document", message, hint)])

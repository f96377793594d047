"""Small OpenAPI documents, and what they become."""

import json
from typing import Any

from attrspec.diagnostics import Diagnostic
from attrspec.importers import Imported, import_document
from attrspec.source import load, plain

__all__ = ["Json", "document", "imported", "notes_of", "types_of"]

Json = dict[str, Any]


def document(schemas: Json, version: str = "3.1.0", **others: object) -> bytes:
    """Return an OpenAPI document with these schemas."""
    content = {
        "openapi": version,
        "info": {"title": "Weather"},
        "components": {"schemas": schemas},
        **others,
    }
    return json.dumps(content).encode()


def imported(schemas: Json, version: str = "3.1.0", **others: object) -> Imported:
    """Return what a document with these schemas becomes."""
    return import_document(document(schemas, version, **others), "weather.json")


def types_of(found: Imported) -> Json:
    """Return all types of a spec, by their names."""
    types: Json = {}
    for name, text in found.files.items():
        if name != "package.yaml":
            sections: Any = plain(load(text.encode(), name))
            for section in sections.values():
                types |= section
    return types


def notes_of(found: Imported) -> list[str]:
    """Return what is noted, without the places."""
    return [_said(note) for note in found.notes]


def _said(note: Diagnostic) -> str:
    return f"{note.sentence} [{note.rule}]"

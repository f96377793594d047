"""Stages 1 to 6 put together: a folder → a Spec → the text of every file."""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from .build import build
from .diagnostics import Level, SpecError
from .fingerprint import origin
from .folder import PACKAGE_FILE, hashes, read_folder
from .linting import lint
from .output import with_manifest
from .read import read
from .rendering import render as render_plan
from .resolve import resolve
from .source import Node
from .source import load as load_document
from .spec import Spec

__all__ = ["load", "render"]


def load(folder: Path) -> Spec:
    """Return the spec in *folder*.

    Raises:
        SpecError: The spec has mistakes; the error has all of them.
    """
    files, unreadable = read_folder(folder)
    documents: dict[str, Node] = {}
    for file in files:
        try:
            documents[file.name] = load_document(file.data, file.path)
        except SpecError as error:
            unreadable += error.diagnostics
    package = documents.pop(PACKAGE_FILE, None)
    if package is None:
        raise SpecError(unreadable)
    spec, misread = read(package, documents.values())
    if unreadable:
        # A name may be defined in the file that cannot be read, so none is looked up.
        raise SpecError([*unreadable, *misread])
    resolved, wrong = resolve(spec)
    if misread or wrong:
        raise SpecError([*misread, *wrong])
    return evolve(resolved, hashes=hashes(files))


def render(spec: Spec) -> Mapping[str, str]:
    """Return the text of each file of the generated distribution, by path.

    The manifest is one of them.

    Raises:
        SpecError: The spec contradicts itself.
    """
    errors = [found for found in lint(spec) if found.level is Level.ERROR]
    if errors:
        raise SpecError(errors)
    return with_manifest(render_plan(build(spec)), origin(spec.hashes))

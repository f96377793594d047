"""Stages 1 to 3 put together: a folder → a Spec.

Apart from the others, which take their time to be loaded: `lint` needs none of them.
"""

from pathlib import Path

from attrs import evolve

from .diagnostics import SpecError
from .folder import PACKAGE_FILE, hashes, read_folder
from .read import read
from .resolve import resolve
from .source import Node
from .source import load as load_document
from .spec import Spec

__all__ = ["load"]


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

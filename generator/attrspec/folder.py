"""A spec on disk: which files it has, their bytes, and what those hash to.

Knows no YAML, so that `check` can tell that nothing changed without reading any.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from .diagnostics import Diagnostic, Span, SpecError

__all__ = [
    "PACKAGE_FILE",
    "SpecFile",
    "hashes",
    "is_spec_file",
    "read_file",
    "read_folder",
]

PACKAGE_FILE = "package.yaml"
"""The file that says which distribution is generated."""

MOST_BYTES = 32_000_000


@frozen
class SpecFile:
    """A file of a spec."""

    name: str
    path: str
    """The name with that of the folder, as messages call it."""

    data: bytes


def is_spec_file(name: str) -> bool:
    """Return whether a file with this name is one of a spec.

    Hidden files are not: some editors keep what they have to remember in such.
    """
    return name.endswith((".yaml", ".yml")) and not name.startswith(".")


def read_folder(folder: Path) -> tuple[list[SpecFile], list[Diagnostic]]:
    """Return the files of the spec in *folder*, and what of them cannot be read.

    `package.yaml` comes first, then all other YAML files beside it by their names.

    Raises:
        SpecError: There is no such folder, or no `package.yaml` in it.
    """
    files: list[SpecFile] = []
    unreadable: list[Diagnostic] = []
    for path in _paths(folder):
        found = read_file(path)
        if isinstance(found, Diagnostic):
            unreadable.append(found)
        else:
            files.append(SpecFile(path.name, path.as_posix(), found))
    return files, unreadable


def hashes(files: Iterable[SpecFile]) -> Mapping[str, str]:
    """Return the SHA-256 of each file by its name.

    A byte order mark and the line ends of Windows do not count: git adds and removes
    them, and the text is the same.
    """
    return {
        file.name: hashlib.sha256(
            file.data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        ).hexdigest()
        for file in sorted(files, key=lambda file: file.name)
    }


def _paths(folder: Path) -> list[Path]:
    package = folder / PACKAGE_FILE
    place = Span(package.as_posix(), 1, 1)
    try:
        return _found_paths(folder, package, place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SpecError([Diagnostic(place, "unreadable-file", reason)]) from None


def _found_paths(folder: Path, package: Path, place: Span) -> list[Path]:
    if not folder.is_dir():
        message = f"there is no folder {folder.as_posix()}"
        raise SpecError([Diagnostic(place, "no-spec", message, "name it with --spec")])
    if not package.is_file():
        message = f"a spec is a folder with a file {PACKAGE_FILE}, and there is none"
        raise SpecError([Diagnostic(place, "no-spec", message)])
    others = [
        path
        for path in folder.iterdir()
        if is_spec_file(path.name) and path.name != PACKAGE_FILE
    ]
    return [package, *sorted(others, key=lambda path: path.name)]


def read_file(path: Path) -> bytes | Diagnostic:
    """Return the bytes of a file, or why they cannot be read."""
    start = Span(path.as_posix(), 1, 1)
    try:
        if not path.is_file() and path.exists():
            # A pipe or a terminal might never end, and a folder is none either.
            return Diagnostic(start, "unreadable-file", "Is no regular file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Diagnostic(start, "unreadable-file", reason)
    if len(data) > MOST_BYTES:
        message = f"larger than {MOST_BYTES // 1_000_000} MB"
        return Diagnostic(start, "too-large", message)
    return data

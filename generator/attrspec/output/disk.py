"""All that changes something on a disk, and reading, with errors in words.

Nothing else in attrspec writes into an output folder, so what can go wrong there can be
tried here: a test lets every one of these calls fail, in every way it can.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

__all__ = [
    "OutputError",
    "create",
    "make_folders",
    "read",
    "reason",
    "remove",
    "remove_empty_folders",
    "remove_folders",
    "replace",
    "sync_folder",
]

# A link in the place of a new file is not followed. Windows has no such flag, nor needs
# one: there, exclusive creation fails for links too.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_BINARY: int = getattr(os, "O_BINARY", 0)

_READABLE_BY_ALL = 0o644


class OutputError(Exception):
    """The files cannot be written, or compared."""


def reason(error: OSError) -> str:
    """Return what the system says, in a line."""
    said = error.strerror or type(error).__name__
    return f"{error.filename}: {said}" if error.filename else said


def read(path: Path) -> bytes | None:
    """Return the bytes of a file, or None if there is none.

    Raises:
        OutputError: It is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(reason(error)) from error


def make_folders(path: Path) -> list[Path]:
    """Make a folder and all above it, and return those that were not there.

    If one of them cannot be made, none is.
    """
    missing: list[Path] = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            made.append(folder)
    except OSError:
        remove_folders(made)
        raise
    return made


def remove_folders(made: list[Path]) -> None:
    """Remove folders that were made, as far as they are empty and can be removed."""
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def create(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet, and see that it reached the disk."""
    try:
        handle = os.open(path, _NEW | _BINARY, _READABLE_BY_ALL)
        try:
            _fill(handle, data)
        finally:
            os.close(handle)
    except OSError as error:
        # Most of these calls know no name.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _fill(handle: int, data: bytes) -> None:
    if sys.platform != "win32":
        # Whatever the umask, so that output is the same everywhere.
        os.fchmod(handle, _READABLE_BY_ALL)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


def replace(source: Path, target: Path) -> None:
    """Put a file in the place of another, at once."""
    source.replace(target)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    path.unlink(missing_ok=True)


def remove_empty_folders(folder: Path, root: Path) -> None:
    """Remove a folder and those above it as far as *root*, while they hold nothing."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def sync_folder(folder: Path) -> None:
    """See that names in a folder reached the disk, where the system can tell."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error

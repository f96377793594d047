"""New files in a folder: all of them or none, and none in place of another.

Unlike `output`, which keeps a folder as a spec has it, this fills one once.
"""

import shutil
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from .output import OutputError, reason

__all__ = ["refuse_taken", "staged"]


def refuse_taken(root: Path, files: Iterable[str], folders: Iterable[str]) -> None:
    """Refuse a folder in which new files would meet others.

    Args:
        root: The folder; there may be none.
        files: Paths, with slashes, that must not be there.
        folders: Paths of folders that must hold nothing.

    Raises:
        OutputError: The sentence names all that is in the way.
    """
    try:
        if root.is_symlink() and not root.exists():
            raise OutputError(f"{root} is a symbolic link to nothing")
        if root.exists() and not root.is_dir():
            raise OutputError(f"{root} is not a folder")
        taken = sorted({found for path in files if (found := _taken(root, path))})
        taken += [
            path
            for path in folders
            if _is_filled(root / path)
            and not any(f"{found}/".startswith(f"{path}/") for found in taken)
        ]
    except OSError as error:
        raise OutputError(reason(error)) from error
    if taken:
        raise OutputError(
            f"there already: {', '.join(taken)} in {root}: move it away, or name "
            "another folder"
        )


@contextmanager
def staged(root: Path, *, overwrites: bool = False) -> Generator[Path]:
    """Yield a new folder; what it holds at the end is moved into the folder *root*.

    If anything fails, or is interrupted, *root* is left as it was, but for files that
    were overwritten already.

    Args:
        root: The folder.
        overwrites: Whether files may be put in place of others.

    Raises:
        OutputError: A file cannot be written or moved.
    """
    missing: list[Path] = []
    stage: Path | None = None
    moves: list[tuple[Path, Path]] = []
    try:
        missing += [folder for folder in (root, *root.parents) if not folder.exists()]
        root.mkdir(parents=True, exist_ok=True)
        stage = Path(mkdtemp(dir=root, prefix=".attrspec-"))
        yield stage
        moves += _moves(stage, root)
        for entry, place in moves:
            _move(entry, place, overwrites=overwrites)
        shutil.rmtree(stage)
    except BaseException as error:
        for entry, place in moves:
            if not entry.exists() and not overwrites:
                _remove(place)
        if stage:
            _remove(stage)
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise OutputError(reason(error)) from error
        raise


def _moves(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Yield what to move where, whole folders as far as they are new."""
    for entry in sorted(source.iterdir()):
        place = target / entry.name
        if entry.is_dir() and place.is_dir():
            yield from _moves(entry, place)
        else:
            yield entry, place


def _move(entry: Path, place: Path, *, overwrites: bool) -> None:
    if overwrites and not place.is_dir():
        entry.replace(place)
        return
    if place.exists():
        raise OutputError(f"{place} was made by somebody else just now")
    entry.rename(place)


def _taken(root: Path, path: str) -> str | None:
    """Return what keeps a new file from a path: itself, a link or a file above it."""
    place = root
    parts = path.split("/")
    for count, part in enumerate(parts, start=1):
        place /= part
        is_last = count == len(parts)
        if place.is_symlink() or (place.exists() and (is_last or not place.is_dir())):
            return "/".join(parts[:count])
    return None


def _is_filled(place: Path) -> bool:
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        return True
    return place.exists() and any(place.iterdir())


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)

"""Which folder may be filled: one of our own, and never through a link."""

from collections.abc import Iterable
from pathlib import Path

from .disk import OutputError, reason
from .manifest import MANIFEST

__all__ = ["refuse_full_folder", "refuse_links", "refuse_place"]

_REPOSITORIES = (".git", ".hg", ".svn")


def refuse_place(root: Path) -> None:
    """Refuse a folder that is no place for generated files.

    Raises:
        OutputError: It is a link or behind one, a file, a home, the root of a
            repository or of the file system.
    """
    here = root.absolute()
    try:
        for place in _own_parts(root):
            if place.is_symlink():
                message = f"{place} is a symbolic link: name the folder itself"
                raise OutputError(message)
        if root.exists() and not root.is_dir():
            raise OutputError(f"{root} is not a folder")
        is_repository = any((root / name).exists() for name in _REPOSITORIES)
        if is_repository or here.resolve() in _precious():
            raise OutputError(f"{root} is no folder to fill: name one of its own")
    except OSError as error:
        raise OutputError(reason(error)) from error


def refuse_full_folder(root: Path, but: str) -> None:
    """Refuse a folder that holds anything *but* a file of this name.

    Raises:
        OutputError: It does, so without a manifest nothing in it is ours.
    """
    try:
        is_full = root.is_dir() and any(p.name != but for p in root.iterdir())
    except OSError as error:
        raise OutputError(reason(error)) from error
    if is_full:
        raise OutputError(
            f"{root} holds files but no {MANIFEST}: choose another folder, "
            "or restore it"
        )


def refuse_links(root: Path, paths: Iterable[str]) -> None:
    """Refuse what leads out of the folder: we would write, or remove, elsewhere.

    Raises:
        OutputError: One of *paths* in the folder *root* is a link, or behind one.
    """
    places = {root / path for path in paths}
    above = {
        parent
        for place in places
        for parent in place.parents
        if parent != root and root in parent.parents
    }
    for place in sorted(places | above):
        if place.is_symlink():
            raise OutputError(f"{place} is a symbolic link, which is not followed")


def _own_parts(root: Path) -> list[Path]:
    """Return the folder and those above it that the user named, or works in.

    What is above the working folder is how the machine is set up: `/tmp` and `/home`
    are links on some.
    """
    here = Path.cwd()
    if not root.is_absolute():
        return [root, *(part for part in root.parents if part.parts)]
    return [root, *(part for part in root.parents if here in part.parents)]


def _precious() -> set[Path]:
    here = Path.cwd()
    return {Path.home().resolve(), Path(here.anchor)}

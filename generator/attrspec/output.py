"""Stage 7: {path: text} → disk, or → differences.

`write` and `check` take the same mapping, so they cannot disagree. Every file is
replaced whole or not at all, and what this module did not write it does not touch: a
manifest beside the files says which are ours and what we wrote into them.
"""

import difflib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import mkstemp

from attrs import frozen

__all__ = ["MANIFEST", "Difference", "Kind", "OutputError", "Written", "check", "write"]

MANIFEST = ".attrspec.json"
"""Name of the manifest, beside the files that it lists."""

MANIFEST_VERSION = 1


class OutputError(Exception):
    """The files cannot be written, or compared; nothing was changed."""


class Kind(StrEnum):
    """How a file differs from what the spec gives."""

    MISSING = "missing"
    CHANGED = "changed"
    ORPHAN = "orphan"


@frozen
class Difference:
    """A file that is not what the spec gives."""

    path: str
    kind: Kind
    diff: str
    """The unified diff from what is there to what the spec gives."""

    is_edited: bool = False
    """Whether it is not what we wrote either, so that `write` needs *force*."""


@frozen
class Written:
    """What `write` did."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def check(files: Mapping[str, str], root: Path) -> list[Difference]:
    """Return where the folder *root* differs from *files*.

    Raises:
        OutputError: A file cannot be read, or the folder is not one that we wrote.
    """
    owned = _owned(root)
    if owned is None:
        raise OutputError(
            f"{root} has no {MANIFEST}: run `attrspec generate`, or restore it"
        )
    differences: list[Difference] = []
    for path, text in _with_manifest(files).items():
        found = _read(root / path)
        if found is None:
            differences.append(Difference(path, Kind.MISSING, _diff(path, "", text)))
        elif found != text.encode():
            diff = _diff(path, found.decode("utf-8", "backslashreplace"), text)
            is_edited = path in owned and _hash(found) != owned[path]
            differences.append(Difference(path, Kind.CHANGED, diff, is_edited))
    for path in sorted(set(owned) - set(files)):
        found = _read(root / path)
        if found is not None:
            diff = _diff(path, found.decode("utf-8", "backslashreplace"), "")
            is_edited = _hash(found) != owned[path]
            differences.append(Difference(path, Kind.ORPHAN, diff, is_edited))
    return differences


def write(files: Mapping[str, str], root: Path, *, force: bool = False) -> Written:
    """Make the folder *root* hold *files*, and remove what we once wrote there.

    Args:
        files: Texts by path, with slashes.
        root: The folder; it is made if there is none.
        force: Whether files that were edited by hand are overwritten.

    Raises:
        OutputError: The folder holds files that we did not write, or a file was edited
            by hand or cannot be written. Files that were replaced before stay replaced,
            each of them whole.
    """
    _check_root(root)
    owned = _owned(root)
    if owned is None:
        if _holds_files(root):
            raise OutputError(
                f"{root} holds files but no {MANIFEST}: choose another folder, "
                "or restore it"
            )
        owned = {}
    for path in {*files, *owned}:
        _refuse_links(root, path)
    found = {path: _read(root / path) for path in {*files, *owned, MANIFEST}}
    changed = {
        path: text
        for path, text in _with_manifest(files).items()
        if found[path] != text.encode()
    }
    stale = sorted(path for path in set(owned) - set(files) if found[path] is not None)
    _refuse_foreign(
        root, [p for p in changed if p not in owned and found[p] is not None]
    )
    if not force:
        _refuse_edits(root, owned, {p: found[p] for p in (*changed, *stale)})
    try:
        for path, text in changed.items():
            _replace(root / path, text)
        for path in stale:
            (root / path).unlink()
            _remove_empty(root, (root / path).parent)
    except OSError as error:
        raise OutputError(_reason(error)) from error
    unchanged = len(files) + 1 - len(changed)
    return Written(tuple(sorted(changed)), tuple(stale), unchanged)


def _with_manifest(files: Mapping[str, str]) -> dict[str, str]:
    # Last, so that an interrupted run leaves a manifest under which nothing looks
    # edited.
    return {**files, MANIFEST: _manifest(files)}


def _manifest(files: Mapping[str, str]) -> str:
    hashes = {path: _hash(text.encode()) for path, text in sorted(files.items())}
    return json.dumps({"version": MANIFEST_VERSION, "files": hashes}, indent=2) + "\n"


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _owned(root: Path) -> dict[str, str] | None:
    """Return the hashes in the manifest by path, or None if there is none."""
    data = _read(root / MANIFEST)
    if data is None:
        return None
    try:
        manifest = json.loads(data)
        version = manifest["version"]
        owned = {str(path): str(value) for path, value in manifest["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = f"{root / MANIFEST} is damaged: restore it, or delete the folder"
        raise OutputError(message) from None
    if version != MANIFEST_VERSION:
        message = (
            f"{root / MANIFEST} has version {version!r}, which another attrspec wrote"
        )
        raise OutputError(message)
    for path in owned:
        odd = path.startswith("/") or set(path) & set("\\\0")
        if odd or ".." in path.split("/"):
            message = f"{root / MANIFEST} lists a file outside of the folder: {path!r}"
            raise OutputError(message)
    return owned


def _check_root(root: Path) -> None:
    here = root.absolute()
    try:
        if root.is_symlink():
            raise OutputError(f"{root} is a symbolic link: name the folder itself")
        if root.exists() and not root.is_dir():
            raise OutputError(f"{root} is not a folder")
        if here in {Path.home(), Path(here.anchor)} or (root / ".git").exists():
            raise OutputError(f"{root} is no folder to fill: name one of its own")
    except OSError as error:
        raise OutputError(_reason(error)) from error


def _holds_files(root: Path) -> bool:
    return root.is_dir() and any(root.iterdir())


def _refuse_links(root: Path, path: str) -> None:
    """Refuse what leads out of the folder: we would write, or remove, elsewhere."""
    place = root
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            raise OutputError(f"{place} is a symbolic link, which is not followed")


def _refuse_foreign(root: Path, paths: list[str]) -> None:
    foreign = sorted(path for path in paths if path != MANIFEST)
    if foreign:
        raise OutputError(
            f"not written by attrspec: {_some(foreign)} in {root}: move it away"
        )


def _refuse_edits(
    root: Path, owned: Mapping[str, str], found: Mapping[str, bytes | None]
) -> None:
    edited = [
        path
        for path, data in found.items()
        if path in owned and data is not None and _hash(data) != owned[path]
    ]
    if edited:
        raise OutputError(
            f"edited by hand: {_some(edited)} in {root}: move the change to the spec, "
            "or overwrite it with --force"
        )


def _some(paths: list[str]) -> str:
    return ", ".join([*sorted(paths)[:3], *(["..."] if paths[3:] else [])])


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(_reason(error)) from error


def _reason(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}"


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(dir=path.parent, prefix=".attrspec-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _diff(path: str, before: str, after: str) -> str:
    return "".join(_diff_lines(path, before, after))


def _diff_lines(path: str, before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"{path} (as it is)",
        f"{path} (as the spec has it)",
    )
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

"""Files are written all or none, as far as a file system allows.

A run stages every new file beside its target, and only then puts them in place, one
after the other; the manifest goes last. Before it stages anything it leaves a journal
of what it is about to write. So wherever a run is interrupted, each file is whole, and
the next run knows which files the interrupted one wrote: it takes none of them for an
edit, and removes what was staged.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from . import disk
from .disk import OutputError, read, reason
from .lock import locked
from .manifest import (
    JOURNAL,
    MANIFEST,
    content_hash,
    has_hash,
    journal_process,
    journal_text,
    read_journal,
    read_manifest,
)
from .places import refuse_full_folder, refuse_links, refuse_place

__all__ = ["ConflictError", "Written", "write"]

_PATIENCE = 30.0

_MOST = 10
"""Names in one message."""

_STAGED = ".attrspec-new"
"""What the name of a file ends with until it is put in place."""


class ConflictError(OutputError):
    """Files were edited by hand, and the edits would be lost.

    Attributes:
        paths: The edited files.
    """

    def __init__(self, message: str, paths: tuple[str, ...]) -> None:
        super().__init__(message, paths)
        self.paths = paths

    def __str__(self) -> str:
        return str(self.args[0])


@frozen
class Written:
    """What `write` did."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


@frozen
class _Plan:
    """What a run is going to do."""

    new: Mapping[str, bytes]
    """What is written, by path."""

    stale: tuple[str, ...]
    """What we once wrote and write no more."""

    gone: tuple[str, ...]
    """The same, and what was removed already: folders of these may be empty."""

    interrupted: tuple[str, ...] | None
    """What an interrupted run may have staged, or None if none was interrupted."""

    journal: Mapping[str, frozenset[str]]
    """
    Hashes by which the next run knows what this one wrote, or an interrupted one before
    it.
    """


def write(
    files: Mapping[str, str],
    root: Path,
    *,
    force: bool = False,
    patience: float = _PATIENCE,
) -> Written:
    """Make the folder *root* hold *files*, and remove what we once wrote there.

    Args:
        files: Texts by path, with slashes, and their manifest among them.
        root: The folder; it is made if there is none.
        force: Whether files that were edited by hand are overwritten.
        patience: How many seconds to wait for another run in the same folder.

    Raises:
        ConflictError: A file was edited by hand. Nothing was changed.
        OutputError: The folder is not ours to fill, another run does not end, or a file
            cannot be written. Either nothing was changed, or each file is whole and the
            next run does the rest.
    """
    refuse_place(root)
    made: list[Path] = []
    try:
        made = disk.make_folders(root)
        with locked(root, patience, lambda: _holder(root)):
            plan = _plan(files, root, force=force)
            _carry_out(plan, root)
    except OSError as error:
        disk.remove_folders(made)
        raise OutputError(reason(error)) from error
    except BaseException:
        disk.remove_folders(made)
        raise
    return Written(tuple(sorted(plan.new)), plan.stale, len(files) - len(plan.new))


def _plan(files: Mapping[str, str], root: Path, *, force: bool) -> _Plan:
    manifest = read_manifest(root)
    journal = read_journal(root)
    if manifest is None and journal is None:
        refuse_full_folder(root, but=_staged(JOURNAL))
    recorded: Mapping[str, str] = manifest.files if manifest else {}
    pending: Mapping[str, frozenset[str]] = journal or {}
    known = {
        path: {*pending.get(path, ()), *([recorded[path]] if path in recorded else ())}
        for path in sorted({*recorded, *pending} - {MANIFEST})
    }
    refuse_links(root, {*files, *known, JOURNAL})
    found = {path: read(root / path) for path in sorted({*files, *known})}
    new = {
        path: text.encode()
        for path, text in sorted(files.items())
        if found[path] != text.encode()
    }
    stale = [path for path in known if path not in files and found[path] is not None]
    changed = [
        path
        for path in (*new, *stale)
        if path != MANIFEST
        and (data := found[path]) is not None
        and not has_hash(data, known.get(path, ()))
    ]
    # What only an interrupted run wrote, and is something else now, is anybody's.
    foreign = {path for path in changed if path not in recorded}
    _refuse_foreign(root, foreign & set(new), {*pending, JOURNAL}, new)
    edited = sorted(set(changed) - foreign)
    if edited and not force:
        raise ConflictError(
            f"edited by hand: {_some(edited)} in {root}: move the change to the spec, "
            "or overwrite it with --force",
            tuple(edited),
        )
    return _Plan(
        new=new,
        stale=tuple(sorted(set(stale) - foreign)),
        gone=tuple(sorted(set(known) - set(files))),
        interrupted=None if journal is None else tuple(sorted(journal)),
        journal=_journal(new, pending),
    )


def _journal(
    new: Mapping[str, bytes], pending: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    added = {path: frozenset([content_hash(data)]) for path, data in new.items()}
    return {
        path: pending.get(path, frozenset()) | added.get(path, frozenset())
        for path in sorted({*pending, *new})
    }


def _refuse_foreign(
    root: Path, in_the_way: Iterable[str], ours: Iterable[str], new: Iterable[str]
) -> None:
    staged = [_staged(path) for path in new if path not in ours]
    foreign = [*in_the_way, *(path for path in staged if os.path.lexists(root / path))]
    if foreign:
        raise OutputError(
            f"not written by attrspec: {_some(foreign)} in {root}: move it away"
        )


def _some(paths: Iterable[str]) -> str:
    first = sorted(paths)
    more = [f"and {len(first) - _MOST} more"] if len(first) > _MOST else []
    return ", ".join([*first[:_MOST], *more])


def _carry_out(plan: _Plan, root: Path) -> None:
    disk.remove(root / _staged(JOURNAL))
    for path in plan.interrupted or ():
        disk.remove(root / _staged(path))
    if plan.new or plan.stale:
        _stage(plan, root)
        _put_in_place(plan, root)
    elif plan.interrupted is not None:
        _remove_empty(plan, root)
        disk.remove(root / JOURNAL)


def _stage(plan: _Plan, root: Path) -> None:
    """Write everything beside its place. If that fails, nothing has changed."""
    made: list[Path] = []
    try:
        disk.create(root / _staged(JOURNAL), journal_text(plan.journal, os.getpid()))
        disk.replace(root / _staged(JOURNAL), root / JOURNAL)
        for path, data in plan.new.items():
            made += disk.make_folders((root / path).parent)
            disk.create(root / _staged(path), data)
    except BaseException:
        _remove_staged(root, [*plan.new, JOURNAL])
        disk.remove_folders(made)
        if plan.interrupted is None:
            with suppress(OSError):
                disk.remove(root / JOURNAL)
        raise


def _put_in_place(plan: _Plan, root: Path) -> None:
    """Do what can be seen. If that fails, the journal tells the next run how far."""
    changed = [path for path in plan.new if path != MANIFEST]
    try:
        for path in changed:
            disk.replace(root / _staged(path), root / path)
        for path in plan.stale:
            disk.remove(root / path)
        _remove_empty(plan, root)
        for folder in sorted({(root / path).parent for path in changed}):
            disk.sync_folder(folder)
        if MANIFEST in plan.new:
            disk.replace(root / _staged(MANIFEST), root / MANIFEST)
            disk.sync_folder(root)
        disk.remove(root / JOURNAL)
    except BaseException as error:
        _remove_staged(root, plan.new)
        if isinstance(error, OSError):
            message = f"{reason(error)}: mend this and run again, to write the rest"
            raise OutputError(message) from error
        raise


def _remove_empty(plan: _Plan, root: Path) -> None:
    for path in plan.gone:
        disk.remove_empty_folders((root / path).parent, root)


def _remove_staged(root: Path, paths: Iterable[str]) -> None:
    for path in paths:
        with suppress(OSError):
            disk.remove(root / _staged(path))


def _staged(path: str) -> str:
    return f"{path}{_STAGED}"


def _holder(root: Path) -> str:
    process = journal_process(root)
    return "" if process is None else f" (process {process})"

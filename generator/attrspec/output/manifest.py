"""The manifest: which files are ours, what we wrote into them, and what it came from.

It is one of the files that are generated, and committed with them. It has no time and
no path of a machine in it, so the same spec gives the same manifest everywhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias, cast

from attrs import frozen

from .disk import OutputError, read

__all__ = [
    "JOURNAL",
    "MANIFEST",
    "Manifest",
    "Origin",
    "content_hash",
    "existing_manifest",
    "has_hash",
    "journal_process",
    "journal_text",
    "listed_files",
    "parse_manifest",
    "read_journal",
    "read_manifest",
    "with_manifest",
]

MANIFEST = ".attrspec.json"
"""Name of the manifest, beside the files that it lists."""

JOURNAL = ".attrspec.journal"
"""Name of what a run leaves beside the manifest while it is at work."""

MANIFEST_VERSION = 1

_Json: TypeAlias = "bool | int | float | str | list[_Json] | dict[str, _Json] | None"


@frozen
class Origin:
    """What the files were made from."""

    spec: Mapping[str, str]
    """Hash of each file of the spec, by name."""

    version: str
    """Version of attrspec."""

    generator: str
    """Hash of all of attrspec that decides what is written."""


@frozen
class Manifest:
    """What a run wrote."""

    origin: Origin
    files: Mapping[str, str]
    """Hash of each file, by path. The manifest does not list itself."""


def with_manifest(files: Mapping[str, str], origin: Origin) -> Mapping[str, str]:
    """Return *files* with the text of their manifest."""
    listed = {path: content_hash(text.encode()) for path, text in files.items()}
    return {**files, MANIFEST: _text(Manifest(origin, listed))}


def content_hash(data: bytes) -> str:
    """Return the SHA-256 of the bytes of a file."""
    return hashlib.sha256(data).hexdigest()


def has_hash(data: bytes, known: Iterable[str]) -> bool:
    """Return whether a file is one that is *known*, whichever line ends it has."""
    known = set(known)
    return (
        content_hash(data) in known
        or content_hash(data.replace(b"\r\n", b"\n")) in known
    )


def read_manifest(root: Path) -> Manifest | None:
    """Return the manifest in the folder *root*, or None if there is none.

    Raises:
        OutputError: It is damaged, or of a version that is not known.
    """
    place = root / MANIFEST
    data = read(place)
    return None if data is None else parse_manifest(data, str(place))


def listed_files(root: Path) -> tuple[str, ...]:
    """Return the paths of the files that were written into the folder *root*.

    Raises:
        OutputError: It has no manifest, or a damaged one.
    """
    return tuple(existing_manifest(root).files)


def existing_manifest(root: Path) -> Manifest:
    """Return the manifest in the folder *root*.

    Raises:
        OutputError: There is none, or a damaged one.
    """
    found = read_manifest(root)
    if found is None:
        raise OutputError(
            f"{root} has no {MANIFEST}: run `attrspec generate`, or restore it"
        )
    return found


def parse_manifest(data: bytes | str, place: str) -> Manifest:
    """Return the manifest of this text.

    Raises:
        OutputError: It is damaged, or of a version that is not known.
    """
    match _json(data):
        case {
            "version": 1,
            "generator": {"version": str(version), "hash": str(generator)},
            "spec": dict() as spec,
            "files": dict() as files,
        }:
            _refuse_outside(files, place)
            return Manifest(Origin(_texts(spec), version, generator), _texts(files))
        case {"version": int(version)} if version != MANIFEST_VERSION:
            message = f"{place} has version {version}, which another attrspec wrote"
        case _:
            message = (
                f"{place} is damaged: restore it, or delete the folder and generate "
                "anew"
            )
    raise OutputError(message)


def read_journal(root: Path) -> Mapping[str, frozenset[str]] | None:
    """Return what a run that was interrupted was about to write, by path.

    Values are hashes. It is None if no run was interrupted, and empty if the run ended
    while it wrote the journal: then it had done nothing else.
    """
    data = read(root / JOURNAL)
    if data is None:
        return None
    match _json(data):
        case {"files": dict() as pending} if _are_inside(pending):
            return {path: _hashes(known) for path, known in pending.items()}
        case _:
            return {}


def journal_text(pending: Mapping[str, Iterable[str]], process: int) -> bytes:
    """Return the journal of a *process* that is about to write these."""
    files = {path: sorted(known) for path, known in sorted(pending.items())}
    return json.dumps({"process": process, "files": files}, indent=2).encode()


def journal_process(root: Path) -> int | None:
    """Return the process that is at work in the folder *root*, if that is known."""
    match _json(read(root / JOURNAL) or b""):
        case {"process": int(process)}:
            return process
        case _:
            return None


def _json(data: bytes | str) -> _Json:
    try:
        return cast("_Json", json.loads(data))
    except (ValueError, RecursionError):
        return None


def _texts(values: Mapping[str, _Json]) -> Mapping[str, str]:
    return {name: str(value) for name, value in values.items()}


def _hashes(known: _Json) -> frozenset[str]:
    return frozenset(map(str, known)) if isinstance(known, list) else frozenset()


def _text(manifest: Manifest) -> str:
    origin = manifest.origin
    value = {
        "version": MANIFEST_VERSION,
        "generator": {"version": origin.version, "hash": origin.generator},
        "spec": dict(sorted(origin.spec.items())),
        "files": dict(sorted(manifest.files.items())),
    }
    return json.dumps(value, indent=2) + "\n"


def _refuse_outside(paths: Iterable[str], place: str) -> None:
    for path in paths:
        if not _is_inside(path):
            message = f"{place} lists a file outside of the folder: {path!r}"
            raise OutputError(message)


def _are_inside(paths: Iterable[str]) -> bool:
    return all(_is_inside(path) for path in paths)


def _is_inside(path: str) -> bool:
    odd = path.startswith("/") or set(path) & set("\\\0")
    return not odd and not {"", ".", ".."} & set(path.split("/"))

"""How a folder differs from what the spec gives, file by file, and why.

The manifest says what was written there and from what. So a file that is not what the
spec gives has one of few causes: the spec moved on, the generator did, a person edited
the file, or it was lost or left over.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import takewhile
from pathlib import Path

from attrs import frozen

from .disk import OutputError, read, reason
from .manifest import (
    MANIFEST,
    Origin,
    content_hash,
    existing_manifest,
    has_hash,
    parse_manifest,
    read_journal,
    read_manifest,
)

__all__ = [
    "Comparison",
    "Difference",
    "Kind",
    "compare",
    "compare_hashes",
    "compare_installed",
]


_CONTEXT = 3
"""Lines before and after a difference that are shown with it."""


class Kind(StrEnum):
    """Why a file is not what the spec gives. These are ids of rules, too."""

    SPEC = "spec-changed"
    GENERATOR = "generator-changed"
    EDITED = "edited-by-hand"
    MISSING = "missing-file"
    ORPHAN = "orphan-file"
    """The spec gives no such file, and one is there."""

    FOREIGN = "foreign-file"
    """Somebody's file stands where a new one belongs."""

    INSTALLED = "installed-differs"
    """The package that is installed is not what the spec gives."""


@frozen
class Difference:
    """A file that is not what the spec gives."""

    path: str
    kind: Kind
    before: str
    """What is there."""

    after: str
    """What the spec gives."""

    is_edited: bool = False
    """Whether it is ours and not what we wrote, so that `write` needs *force*."""

    is_ours: bool = True
    """Whether `write` replaces or removes it."""

    @property
    def is_stray(self) -> bool:
        """Whether it is somebody's file, which no run will remove."""
        return self.kind is Kind.ORPHAN and not self.is_ours

    @property
    def first_line(self) -> int:
        """The first line of what is there that is not what the spec gives, from 1."""
        before = _lines(self.before)
        return max(min(_alike(before, _lines(self.after)) + 1, len(before)), 1)

    @property
    def diff(self) -> str:
        """The unified diff from what is there to what the spec gives."""
        return "".join(self.diff_lines())

    def diff_lines(self, most: int | None = None) -> Iterator[str]:
        """Yield the lines of the unified diff.

        Args:
            most: How many lines are compared from the first that differs. Comparing
                takes time, more than in proportion.
        """
        before, after = _lines(self.before), _lines(self.after)
        same = max(_alike(before, after) - _CONTEXT, 0)
        end = None if most is None else same + most
        for line in difflib.unified_diff(
            before[same:end],
            after[same:end],
            f"{self.path} (as it is)",
            f"{self.path} (as the spec has it)",
            n=_CONTEXT,
        ):
            shown = _moved(line, same) if line.startswith("@@") else line
            is_whole = shown.endswith("\n")
            yield shown if is_whole else f"{shown}\n\\ No newline at end of file\n"


@frozen
class Comparison:
    """How a folder differs from what the spec gives."""

    differences: tuple[Difference, ...] = ()
    """Of all files but the manifest, by path."""

    line_ends: tuple[str, ...] = ()
    """Files that differ in their line ends alone, which is what git does to them."""

    recorded: Origin | None = None
    """What the folder was made from, if that is not what is compared with."""

    is_recorded: bool = True
    """Whether the manifest is the one that `write` would write."""

    is_interrupted: bool = False
    """Whether a run was interrupted in the folder, or is at work now."""

    @property
    def is_current(self) -> bool:
        """Whether the files are what the spec gives."""
        return not (self.differences or self.is_interrupted)


def compare_hashes(root: Path, origin: Origin) -> Comparison | None:
    """Return how *root* compares if that is clear from the manifest, or else None.

    It is clear if everything is as it was written, and was made from *origin*.

    Raises:
        OutputError: A file cannot be read, or the manifest is damaged.
    """
    manifest = read_manifest(root)
    if manifest is None or manifest.origin != origin or read_journal(root) is not None:
        return None
    line_ends: list[str] = []
    for path, known in manifest.files.items():
        data = read(root / path)
        if data is None:
            return None
        if content_hash(data) != known:
            if not has_hash(data, [known]):
                return None
            line_ends.append(path)
    if any(_strays(root, manifest.files)):
        return None
    return Comparison(line_ends=tuple(sorted(line_ends)))


def compare(files: Mapping[str, str], root: Path) -> Comparison:
    """Return how the folder *root* differs from *files*, their manifest among them.

    Raises:
        OutputError: A file cannot be read, or the folder is not one that we wrote.
    """
    manifest = existing_manifest(root)
    wanted = parse_manifest(files[MANIFEST], MANIFEST)
    journal = read_journal(root)
    pending: Mapping[str, frozenset[str]] = journal or {}
    paths = {*files, *manifest.files, *pending} - {MANIFEST}
    compared = [
        _File(
            path=path,
            found=read(root / path),
            wanted=files.get(path),
            recorded=manifest.files.get(path),
            pending=pending.get(path, frozenset()),
        )
        for path in sorted(paths)
    ]
    cause = _cause(manifest.origin, wanted.origin)
    differences = [file.difference(cause) for file in compared if not file.is_right]
    return Comparison(
        differences=_with_strays(differences, root, paths),
        line_ends=tuple(file.path for file in compared if file.has_other_line_ends),
        recorded=None if cause is None else manifest.origin,
        is_recorded=manifest == wanted,
        is_interrupted=journal is not None,
    )


def compare_installed(files: Mapping[str, str], root: Path, package: str) -> Comparison:
    """Return how an installed package differs from *files*.

    Args:
        files: All files of the distribution, of which those of the package count.
        root: The folder that holds the package.
        package: Its name.

    Raises:
        OutputError: A file cannot be read.
    """
    wanted = {
        path: text for path, text in files.items() if path.startswith(f"{package}/")
    }
    compared = [
        _File(path=path, found=read(root / path), wanted=text)
        for path, text in sorted(wanted.items())
    ]
    differences = [
        Difference(
            file.path,
            Kind.MISSING if file.found is None else Kind.INSTALLED,
            _text(file.found),
            file.wanted or "",
        )
        for file in compared
        if not file.is_right
    ]
    return Comparison(_with_strays(differences, root, wanted))


@frozen(kw_only=True)
class _File:
    """All that is known of one file."""

    path: str
    found: bytes | None
    wanted: str | None
    recorded: str | None = None
    """Hash of what an earlier run wrote."""

    pending: frozenset[str] = frozenset()
    """Hashes of what interrupted runs may have written."""

    @property
    def has_other_line_ends(self) -> bool:
        """Whether it is right but for line ends."""
        if self.found is None or self.wanted is None:
            return False
        wanted = self.wanted.encode()
        return self.found != wanted and self.found.replace(b"\r\n", b"\n") == wanted

    @property
    def is_right(self) -> bool:
        """Whether there is nothing to say."""
        if self.found is None or self.wanted is None:
            return self.found is None and self.wanted is None
        return self.found == self.wanted.encode() or self.has_other_line_ends

    @property
    def is_known(self) -> bool:
        """Whether it is what a run of ours wrote."""
        known = {*self.pending, *([self.recorded] if self.recorded else [])}
        return self.found is not None and has_hash(self.found, known)

    def difference(self, cause: Kind | None) -> Difference:
        """Return what to say, where *cause* is what moved on since it was written."""
        kind = self._kind(cause)
        is_edited = self.found is not None and not self.is_known
        return Difference(
            self.path,
            kind,
            _text(self.found),
            self.wanted or "",
            is_edited=is_edited and self.recorded is not None,
            is_ours=not is_edited or self.recorded is not None,
        )

    def _kind(self, cause: Kind | None) -> Kind:
        if self.wanted is None:
            return Kind.ORPHAN
        if self.found is None:
            return cause if cause and self.recorded is None else Kind.MISSING
        if self.is_known:
            # If nothing moved on, the manifest was edited as well.
            return cause or Kind.EDITED
        return Kind.FOREIGN if self.recorded is None else Kind.EDITED


def _cause(before: Origin, after: Origin) -> Kind | None:
    if before.spec != after.spec:
        return Kind.SPEC
    return None if before == after else Kind.GENERATOR


def _with_strays(
    differences: Iterable[Difference], root: Path, listed: Iterable[str]
) -> tuple[Difference, ...]:
    """Return *differences* by path, with those that are modules nobody lists."""
    strays = [
        Difference(path, Kind.ORPHAN, _text(read(root / path)), "", is_ours=False)
        for path in _strays(root, listed)
    ]
    return tuple(sorted([*differences, *strays], key=lambda found: found.path))


def _strays(root: Path, listed: Iterable[str]) -> list[str]:
    """Return Python files among ours that nobody lists.

    They would be installed, or run, as if they were generated: often a type that the
    spec has no more, which a merge brought back. Other files may lie there.
    """
    listed = set(listed)
    folders = {path.rpartition("/")[0] for path in listed}
    try:
        return sorted(
            path
            for folder in folders
            if (root / folder).is_dir()
            for place in (root / folder).iterdir()
            if place.suffix in {".py", ".pyi"} and place.is_file()
            if (path := place.relative_to(root).as_posix()) not in listed
        )
    except OSError as error:
        raise OutputError(reason(error)) from error


def _text(data: bytes | None) -> str:
    return "" if data is None else data.decode("utf-8", "backslashreplace")


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many lines are the same before the first that differs."""
    pairs = zip(before, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _moved(hunk: str, lines: int) -> str:
    """Return the head of a hunk that is further down by some lines."""
    return re.sub(r"(?<=[-+])\d+", lambda found: str(int(found[0]) + lines), hunk)


def _lines(text: str) -> list[str]:
    """Return the lines of *text*, which end where git and diff say they do."""
    return [line for line in re.split(r"(?<=\n)", text) if line]

"""Whether `check` can fail at all, where it is used.

A check that looks into the wrong folder is green for ever. This one changes copies of
what it is given, and looks whether `check` sees it.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from .checking import check
from .diagnostics import SpecError
from .drift import Drift
from .folder import read_folder
from .output import MANIFEST, listed_files

__all__ = ["Probe", "selftest"]


@frozen
class Probe:
    """A change, and what `check` made of it."""

    change: str
    findings: tuple[str, ...]
    """What was found that was not found before, as rule ids with files."""

    @property
    def is_seen(self) -> bool:
        """Whether `check` is of any use against this."""
        return bool(self.findings)


def selftest(spec: Path, folder: Path, *, is_thorough: bool) -> list[Probe]:
    """Return what `check` finds in changed copies of *spec* and *folder*.

    Raises:
        SpecError: The spec cannot be read, or has mistakes.
        OutputError: The folder is not one that attrspec wrote.
    """
    before = _found(check(spec, folder, is_thorough=is_thorough))
    probes: list[Probe] = []
    for change, make in _changes(spec, folder):
        with TemporaryDirectory(prefix="attrspec-") as name:
            copy = Path(name)
            _copy(spec, folder, copy)
            make(copy)
            after = _findings(copy, is_thorough=is_thorough)
            said = {label for label, _ in after - before}
            probes.append(Probe(change, tuple(sorted(said))))
    return probes


def _changes(spec: Path, folder: Path) -> list[tuple[str, Callable[[Path], object]]]:
    written = [path for path in listed_files(folder) if (folder / path).is_file()]
    largest = max(written, key=lambda path: ((folder / path).stat().st_size, path))
    source = max(read_folder(spec)[0], key=lambda file: len(file.data))
    stray = f"{largest.removesuffix('.py')}_of_yesterday.py"
    return [
        (f"a byte of {largest}", lambda copy: _flip(copy / "out" / largest)),
        (f"{largest} gone", lambda copy: (copy / "out" / largest).unlink()),
        (f"{stray} beside it", lambda copy: (copy / "out" / stray).write_bytes(b"")),
        (
            f"{source.name} emptied",
            lambda copy: (copy / "spec" / source.name).write_bytes(b""),
        ),
    ]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _copy(spec: Path, folder: Path, copy: Path) -> None:
    (copy / "spec").mkdir()
    for file in read_folder(spec)[0]:
        (copy / "spec" / file.name).write_bytes(file.data)
    for path in (*listed_files(folder), MANIFEST):
        if (folder / path).is_file():
            (copy / "out" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / path, copy / "out" / path)


def _findings(copy: Path, *, is_thorough: bool) -> set[tuple[str, str]]:
    try:
        return _found(check(copy / "spec", copy / "out", is_thorough=is_thorough))
    except SpecError as error:
        return {(found.rule, found.message) for found in error.diagnostics}


def _found(drift: Drift) -> set[tuple[str, str]]:
    """Return what differs, with what stands there: an edit of an edit is another."""
    return {(f"{d.kind} {d.path}", d.before) for d in drift.differences}

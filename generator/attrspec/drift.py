"""How a generated distribution and its spec have drifted apart, in words.

A drift is told three times: as sentences about types and fields, as findings with a
place, for machines, and as the command that mends it.
"""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from .diagnostics import Diagnostic, Span, counted
from .folder import PACKAGE_FILE
from .output import MANIFEST, Comparison, Difference, Kind
from .version import __version__

if TYPE_CHECKING:
    from .spec import Spec
    from .summary import Change

__all__ = ["INTERRUPTED", "Drift", "has_models", "places"]

INTERRUPTED = "a run of attrspec was interrupted here, or is at work"

_MESSAGES = {
    Kind.SPEC: ("is not what the spec says now", ""),
    Kind.GENERATOR: ("is not what this attrspec writes", ""),
    Kind.EDITED: ("was edited by hand", "move the change to the spec"),
    Kind.MISSING: ("is missing", ""),
    Kind.ORPHAN: ("is left over: the spec gives no such file", ""),
    Kind.FOREIGN: ("was not written by attrspec and is in the way", "move it away"),
    Kind.INSTALLED: ("is installed, and is not what the spec says", ""),
}


def has_models(path: str) -> bool:
    """Return whether the classes of a package are in a file of its distribution."""
    folders = path.split("/")[:-1]
    return path.endswith("/models.py") or folders[1:] == ["models"]


@frozen(kw_only=True)
class Drift:
    """How a folder differs from what a spec gives."""

    spec: Path
    """The folder of the spec."""

    folder: Path
    """The folder that was generated, or installed."""

    comparison: Comparison
    changes: "tuple[Change, ...]" = ()
    """What happened to types and fields, in words."""

    places: Mapping[tuple[str, str], Span] = field(
        factory=dict[tuple[str, str], Span], repr=False
    )
    """Where the spec has a type, and a field of it, by their names in Python."""

    commands: tuple[tuple[str, ...], ...] = ()
    """What to run, word by word, so that there is no drift any more."""

    @property
    def is_current(self) -> bool:
        """Whether the folder is what the spec gives."""
        return self.comparison.is_current

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The files that are not what the spec gives."""
        return self.comparison.differences

    @property
    def command(self) -> str:
        """What to type into a shell so that there is no drift any more."""
        return " && ".join(shlex.join(words) for words in self.commands)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What there is to say, with places: changes first, then files."""
        return tuple(self._findings())

    def _findings(self) -> Iterator[Diagnostic]:
        hint = f"run {self.command}" if self.commands else ""
        if self.comparison.is_interrupted:
            place = Span((self.folder / MANIFEST).as_posix(), 1, 1)
            yield Diagnostic(place, "interrupted-run", INTERRUPTED, hint)
        if any(found.kind is Kind.SPEC for found in self.differences):
            for change in self.changes:
                place = self._place(change)
                yield Diagnostic(place, Kind.SPEC, change.sentence, hint)
        for found in self.differences:
            message, advice = _MESSAGES[found.kind]
            path = (self.folder / found.path).as_posix()
            place = Span(path, found.first_line, 1)
            said = f"{found.path} {message}"
            yield Diagnostic(place, found.kind, said, advice or hint)

    def _place(self, change: "Change") -> Span:
        name = change.fields[0] if change.fields else ""
        for key in ((change.type, name), (change.type, "")):
            if key in self.places:
                return self.places[key]
        package = Span((self.spec / PACKAGE_FILE).as_posix(), 1, 1)
        return self.places.get(("", ""), package)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth a line and is no drift."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[str]:
        comparison = self.comparison
        if comparison.line_ends:
            yield (
                f"of {counted(len(comparison.line_ends), 'file')} the line ends differ "
                f"and nothing else: git changes them if {self.folder}/.gitattributes "
                "is not committed. `attrspec generate` puts them right"
            )
        recorded = comparison.recorded
        if recorded and recorded.version != __version__:
            yield f"written by attrspec {recorded.version}, and this is {__version__}"
        if not comparison.is_recorded and not comparison.differences:
            yield (
                "every file is as it should be, and the manifest is of another spec or "
                "attrspec: generate, and the next check is quick again"
            )


def places(spec: "Spec") -> Mapping[tuple[str, str], Span]:
    """Return where *spec* has each type, and each field, by their names in Python."""
    found = {("", ""): spec.package.span}
    for kind in (spec.objects, spec.unions, spec.choices, spec.enums, spec.aliases):
        found |= {(item.name, ""): item.span for item in kind}
    for item in spec.objects:
        found |= {(item.name, field.name): field.span for field in item.fields}
        found |= {(item.name, part.name): part.span for part in item.constants}
    return found

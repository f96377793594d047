"""The report of `check` for people: words first, then lines, then what to do."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from attrs import frozen

from .diagnostics import counted
from .drift import INTERRUPTED, Drift, has_models
from .output import Difference, Kind

__all__ = ["Line", "Style", "report"]

FIRST_LINES = 100
"""How many lines of differences are shown, unless all are asked for."""

FIRST_LINES_OF_FILE = 40

COMPARED_LINES = 2000
"""How many lines of a file are compared to find the first that are shown."""

FIRST_FILES = 20

FIRST_SENTENCES = 20

_LABELS = {
    Kind.SPEC: "spec changed",
    Kind.GENERATOR: "generator changed",
    Kind.EDITED: "edited by hand",
    Kind.MISSING: "missing",
    Kind.ORPHAN: "orphan",
    Kind.FOREIGN: "in the way",
    Kind.INSTALLED: "installed",
}


class Style(Enum):
    """What a line is, for those who colour it."""

    PLAIN = auto()
    TITLE = auto()
    DIFF = auto()


@frozen
class Line:
    """A line of the report."""

    text: str
    style: Style = Style.PLAIN


def report(drift: Drift, *, is_full: bool) -> Iterator[Line]:
    """Yield the lines of the report.

    Args:
        drift: What there is to report.
        is_full: Whether to show all of every difference.
    """
    if drift.is_current:
        yield Line(f"{drift.folder} is what {drift.spec} says")
        yield from (Line(f"note: {note}") for note in drift.notes)
        return
    yield Line(f"{drift.folder} is not what {drift.spec} says", Style.TITLE)
    if drift.comparison.is_interrupted:
        yield Line(f"  {INTERRUPTED}")
    sentences = [change.sentence for change in drift.changes]
    shown = sentences if is_full else sentences[:FIRST_SENTENCES]
    yield from (Line(f"  {sentence}") for sentence in shown)
    if len(shown) < len(sentences):
        more = counted(len(sentences) - len(shown), "more change")
        yield Line(f"  ... and {more}: --full shows them")
    yield Line("")
    yield from _files(drift.differences, is_full=is_full)
    yield from _differences(sorted(drift.differences, key=_interest), is_full=is_full)
    for note in drift.notes:
        yield Line(f"note: {note}")
    yield Line("To mend this, run:", Style.TITLE)
    yield Line(f"  {drift.command}")


def _files(found: Iterable[Difference], *, is_full: bool) -> Iterator[Line]:
    rows = [(_LABELS[difference.kind], difference.path) for difference in found]
    width = max((len(label) for label, _ in rows), default=0)
    shown = rows if is_full else rows[:FIRST_FILES]
    for label, path in shown:
        yield Line(f"  {label:<{width}}  {path}")
    if len(rows) > len(shown):
        yield Line(f"  ... and {counted(len(rows) - len(shown), 'more file')}")
    if rows:
        yield Line("")


def _interest(found: Difference) -> tuple[int, str]:
    """Sort what a person did before the rest, and models before what follows."""
    kinds = [Kind.FOREIGN, Kind.EDITED]
    by_hand = kinds.index(found.kind) if found.kind in kinds else len(kinds)
    return by_hand + (not has_models(found.path)), found.path


def _differences(found: Sequence[Difference], *, is_full: bool) -> Iterator[Line]:
    left = FIRST_LINES
    for number, difference in enumerate(found):
        if left <= 0 and not is_full:
            # Comparing large files takes time, so what is not shown is not compared.
            more = counted(len(found) - number, "more file")
            yield Line(f"... and the differences of {more}: --full shows them")
            yield Line("")
            return
        # Only a line feed ends a line here: what else might is shown escaped.
        text = "".join(difference.diff_lines(None if is_full else COMPARED_LINES))
        lines = text.split("\n")[:-1]
        shown = lines if is_full else lines[: min(left, FIRST_LINES_OF_FILE)]
        left -= len(shown)
        yield from (Line(line, Style.DIFF) for line in shown)
        if len(shown) < len(lines):
            yield Line("... and more: --full shows it")
        yield Line("")

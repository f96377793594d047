"""What attrspec has to say about a spec, and how it is printed.

Every finding has a place, a rule and a sentence that says what to do. Stages collect
findings and raise them together, so that one run shows all of them.
"""

import json
import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from attrs import frozen

__all__ = [
    "FORMATS",
    "Diagnostic",
    "Level",
    "Span",
    "SpecError",
    "did_you_mean",
    "printable",
    "quoted",
]


class Level(StrEnum):
    """How bad a finding is. An error stops generation."""

    ERROR = "error"
    WARNING = "warning"


@frozen(order=True)
class Span:
    """Where something begins in a source file. Lines and columns count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@frozen(order=True)
class Diagnostic:
    """One finding."""

    span: Span
    rule: str
    """Id of the rule, in kebab case. Ids are public and never used for another rule."""

    message: str
    hint: str = ""
    """What to type instead."""

    level: Level = Level.ERROR

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        message = printable(f"{self.message}{hint}")
        return f"{printable(str(self.span))}: {self.level}: {message} [{self.rule}]"


class SpecError(Exception):
    """A spec cannot be used.

    Attributes:
        diagnostics: All that is wrong, in the order of the source.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(set(diagnostics)))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return as_text(self.diagnostics)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of *known*, or an empty text."""
    candidates = sorted(known)
    close = get_close_matches(word, candidates, n=1, cutoff=0.6)
    if not close:
        close = [c for c in candidates if c.lower() == word.lower()][:1]
    return f"did you mean {quoted(close[0])}?" if close else ""


def quoted(text: str) -> str:
    """Return *text* in double quotes, cut to a length that fits a message."""
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return f'"{shown}"'


_UNPRINTABLE = re.compile(
    r"[^\x20-\x7e\u00a1-\ud7ff\uf900-\ufffd\U00010000-\U0003ffff]"
)
_FORMATTING = re.compile(
    r"[\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)


def printable(text: str) -> str:
    """Return *text* with every control and formatting character escaped.

    Text of a spec is quoted in messages. It must not move a cursor, colour a terminal
    or turn around the direction of the writing.
    """
    return _FORMATTING.sub(_escaped, _UNPRINTABLE.sub(_escaped, text))


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def as_text(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a line for each finding, as compilers print them."""
    return "\n".join(str(diagnostic) for diagnostic in diagnostics)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON array with an object for each finding."""
    rows = [
        {
            "path": d.span.path,
            "line": d.span.line,
            "column": d.span.column,
            "level": d.level.value,
            "rule": d.rule,
            "message": d.message,
            "hint": d.hint,
        }
        for d in diagnostics
    ]
    return json.dumps(rows, indent=2)


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return workflow commands by which GitHub marks the lines of a pull request."""
    lines: list[str] = []
    for d in diagnostics:
        place = {"file": d.span.path, "line": d.span.line, "col": d.span.column}
        properties = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in {**place, "title": d.rule}.items()
        )
        hint = f" ({d.hint})" if d.hint else ""
        lines.append(f"::{d.level} {properties}::{_data(f'{d.message}{hint}')}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
"""The printers of findings, by the name that `--format` has for them."""

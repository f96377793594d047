"""What attrspec has to say about a spec, and how its text is made safe to show.

Every finding has a place, a rule and a sentence that says what to do. Stages collect
findings and raise them together, so that one run shows all of them.
"""

import json
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from attrs import define, frozen

__all__ = [
    "Diagnostic",
    "Hints",
    "Level",
    "Span",
    "SpecError",
    "console",
    "counted",
    "did_you_mean",
    "in_order",
    "is_plain",
    "printable",
    "quoted",
]


class Level(StrEnum):
    """How bad a finding is. An error stops generation."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """Where something begins in a source file. Lines and columns count from 1.

    Every value in a spec has one: tuples are made in half the time of frozen classes.
    """

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

    @property
    def sentence(self) -> str:
        """The message, with the hint behind it."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __str__(self) -> str:
        return console(f"{self.span}: {self.level}: {self.sentence} [{self.rule}]")


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return *findings* in the order of the source."""
    return sorted(findings, key=_order)


def _order(found: Diagnostic) -> tuple[str, int, int, str, str, str]:
    # Comparing whole values, as attrs does, takes five times as long.
    span = found.span
    return span.path, span.line, span.column, found.rule, found.message, found.hint


class SpecError(Exception):
    """A spec cannot be used.

    Attributes:
        diagnostics: All that is wrong, in the order of the source.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(in_order(set(diagnostics)))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of *known*, or an empty text."""
    candidates = sorted(known)
    close = get_close_matches(word, candidates, n=1, cutoff=0.6)
    if not close:
        close = [c for c in candidates if c.lower() == word.lower()][:1]
    return f"did you mean {quoted(close[0])}?" if close else ""


@define
class Hints:
    """Says what was meant, as long as it takes little time.

    A large spec may have a slip in every line, and each is compared with every name.
    """

    left: int = 100_000
    """How many names may still be compared with."""

    def did_you_mean(self, word: str, known: Collection[str]) -> str:
        """Return a hint that names the nearest of *known*, or an empty text."""
        self.left -= len(known)
        return did_you_mean(word, known) if self.left >= 0 else ""


def counted(number: int, noun: str) -> str:
    """Return a number of things, in words: `1 file`, `2 files`."""
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number} {noun}" if number == 1 else f"{number} {plural}"


def quoted(text: str) -> str:
    """Return *text* in double quotes, cut to a length that fits a message."""
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return f'"{shown}"'


def shown(value: str | int) -> str:
    """Return a literal of a spec as a message shows it: text in quotes."""
    return quoted(value) if isinstance(value, str) else json.dumps(value)


# Classes that say what is in them, where that is less than what is not: `re` goes
# through all their characters when it compiles them.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\u00a0\ud800-\uf8ff\ufffe\uffff\U00040000-\U0010ffff]"
)
_FORMATTING = re.compile(
    r"[\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)


def printable(text: str) -> str:
    """Return *text* with every control and formatting character escaped.

    Text of a spec is quoted in messages. It must not move a cursor, colour a terminal
    or turn around the direction of the writing.
    """
    if is_plain(text):
        return text
    return _FORMATTING.sub(_escaped, _UNPRINTABLE.sub(_escaped, text))


def is_plain(text: str) -> bool:
    """Return whether *text* is printable ASCII, all on one line, as most texts are."""
    return text.isascii() and text.isprintable()


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


# A runner may compare by the rules of a language, for which marks and invisible
# characters do not count: what is neither ASCII nor a letter is passed over here too.
_COMMAND = re.compile(r"^([^\w!-~]*):(?=[^\w -~]*:)")
_MARKER = re.compile(r"#(?=[^\w -~]*#(?:[A-Za-z]|[^\w -~])*\[)")


def console(text: str) -> str:
    """Return *text* as a line that people can be shown, on a terminal or in a CI log.

    It is `printable`, and no command. GitHub obeys a line that begins with `::` or has
    `##[` anywhere, Azure Pipelines `##vso[` and TeamCity `##teamcity[`: of these the
    first character is escaped.
    """
    return _MARKER.sub(r"\\x23", _COMMAND.sub(r"\1\\x3a", printable(text)))

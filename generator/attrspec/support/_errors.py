"""What is wrong with a payload, said so that it can be logged and acted on."""

import json
import re
from collections.abc import Iterable
from itertools import islice

from attrs import frozen
from cattrs.errors import CattrsError

__all__ = [
    "Mismatch",
    "PayloadError",
    "Problem",
    "at_found_key",
    "at_index",
    "at_key",
    "describe",
    "quoted",
]

MOST_PROBLEMS = 100
"""
How many problems an error carries: a page of 20,000 bad results needs no 20,000 lines.
"""

MOST_CHARACTERS = 60

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LOOKS_SECRET = re.compile(r"\b(?:sk-|gh[a-z]_|eyJ|AKIA|xox[a-z]-)|Bearer |\S{24}")


class Mismatch(Exception):
    """A payload is not what its type says; `explain` says where and why."""


@frozen
class Problem:
    """One thing wrong with a payload."""

    path: str
    """Where, as a JSON path such as `$.data[0].start_time`."""

    expected: str
    """What the spec has there, such as `an integer`."""

    found: str
    """What the payload has there: its kind and, shortened, its value."""

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, found {self.found}"


class PayloadError(CattrsError, ValueError):
    """
    A payload cannot be read as the type that was asked for.

    Attributes:
        target: The name of the type that was asked for.
        problems: What is wrong, in the order of the payload; at most 100.
        is_complete: Whether *problems* are all there are.
    """

    def __init__(self, target: str, problems: Iterable[Problem]) -> None:
        first = tuple(islice(problems, MOST_PROBLEMS + 1))
        self.target = target
        self.problems = first[:MOST_PROBLEMS]
        self.is_complete = len(first) <= MOST_PROBLEMS
        super().__init__(target, self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if not self.is_complete:
            lines.append(f"and more than these {MOST_PROBLEMS}")
        if len(lines) == 1:
            return f"not a {self.target}: {lines[0]}"
        return "\n  ".join([f"not a {self.target}:", *lines])


def at_key(path: str, key: str) -> str:
    """Return the JSON path of *key* in the object at *path*."""
    if _PLAIN_KEY.fullmatch(key):
        return f"{path}.{_shortened(key)}"
    return f"{path}[{json.dumps(_shortened(key))}]"


def at_found_key(path: str, key: str) -> str:
    """Return the JSON path of a key that is data, and so may be a secret."""
    return at_key(path, f"{key[:4]}…" if _LOOKS_SECRET.search(key) else key)


def at_index(path: str, index: int) -> str:
    """Return the JSON path of item *index* of the list at *path*."""
    return f"{path}[{index}]"


def describe(value: object) -> str:
    """
    Return *value* in words that are safe to log.

    Control characters are escaped, long values are shortened, and of text that looks
    like a key or a token only the beginning is shown.
    """
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return f"the number {_shortened(_digits(value))}"
    if isinstance(value, str):
        return f"the string {quoted(value)}"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    return f"a Python {type(value).__name__}"


def quoted(text: str) -> str:
    """Return *text* in double quotes, shortened and safe to log."""
    if _LOOKS_SECRET.search(text):
        return f"{json.dumps(text[:4])}… of {len(text)} characters"
    if len(text) > MOST_CHARACTERS:
        return f"{json.dumps(text[:MOST_CHARACTERS])}… of {len(text)} characters"
    return json.dumps(text)


def _digits(value: float) -> str:
    try:
        return repr(value)
    except ValueError:  # more digits than int() and str() convert
        return "of thousands of digits"


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"

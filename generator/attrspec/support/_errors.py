"""What is wrong with a payload, said so that it can be logged and acted on."""

import json
import re
from typing import Final

from attrs import field, frozen

__all__ = [
    "ROOT",
    "TOO_DEEP",
    "Mismatch",
    "Path",
    "Problem",
    "Unusual",
    "quoted",
]

MOST_CHARACTERS = 60

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_LOOKS_SECRET = re.compile(r"\b(?:sk-|gh[a-z]_|eyJ|AKIA|xox[a-z]-)|Bearer |\S{24}")


class Unusual(Exception):
    """A payload is not the usual one; the careful reader says if it is legal."""


class Mismatch(Exception):
    """A payload is not what its type says; `explain` says where and why."""


@frozen
class Path:
    """Where something is in a payload, as a JSON path."""

    text: str = "$"
    bare: str = "$"
    """The same without keys that are data: `$.by_name[*]`."""

    def key(self, key: str) -> "Path":
        """Return the path of a key that the spec knows."""
        step = _step(key)
        return Path(self.text + step, self.bare + step)

    def found_key(self, key: str) -> "Path":
        """Return the path of a key that is data, and so may be a secret."""
        shown = f"{key[:4]}…" if _LOOKS_SECRET.search(key) else key
        return Path(self.text + _step(shown), f"{self.bare}[*]")

    def index(self, index: int) -> "Path":
        """Return the path of an item of a list."""
        step = f"[{index}]"
        return Path(self.text + step, self.bare + step)

    def __str__(self) -> str:
        return self.text


ROOT: Final = Path()
TOO_DEEP: Final = "arrays or objects nested too deeply"


@frozen
class Problem:
    """One thing wrong with a payload."""

    path: str
    """Where, as a JSON path such as `$.data[0].start_time`."""

    expected: str
    """What the spec has there, such as `an integer`."""

    found: str
    """What the payload has there: its kind and, shortened, its value."""

    bare_path: str = field(default="", eq=False, repr=False)
    """Where, without keys that are data. `path` if there are none in it."""

    kind: str = field(default="something else", eq=False, repr=False)
    """What the payload has there, without its value: `a string`."""

    @classmethod
    def at(cls, path: Path, expected: str, payload: object) -> "Problem":
        """Return the problem that there is *payload* where *expected* should be."""
        kind = _kind(payload)
        return cls(path.text, expected, _described(payload, kind), path.bare, kind)

    @classmethod
    def saying(cls, path: Path, expected: str, found: str, kind: str = "") -> "Problem":
        """Return a problem told in these words, of which *kind* has no value."""
        return cls(path.text, expected, found, path.bare, kind or found)

    def without_value(self) -> "Problem":
        """Return the problem without anything that is data of the payload."""
        path = self.bare_path or self.path
        return Problem(path, self.expected, self.kind, path, self.kind)

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, found {self.found}"


def _step(key: str) -> str:
    shown = _shortened(key)
    return f".{shown}" if _PLAIN_KEY.fullmatch(key) else f"[{json.dumps(shown)}]"


_KINDS: dict[type, str] = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "an object",
}


def _kind(value: object) -> str:
    if value is None:
        return "null"
    for class_, kind in _KINDS.items():
        if isinstance(value, class_):
            return kind
    return f"a Python {type(value).__name__}"


def _described(value: object, kind: str) -> str:
    """
    Return *value* in words that are safe to log.

    Control characters are escaped, long values are shortened, and of text that looks
    like a key or a token only the beginning is shown.
    """
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return f"the number {_shortened(_digits(value))}"
    if isinstance(value, str):
        return f"the string {quoted(value)}"
    return kind


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

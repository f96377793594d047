"""Regular expressions of a spec: whether they can be read, and texts that they match.

Texts are put together from the parts that patterns of APIs are made of. Of a pattern
with any other part, such as what looks ahead, no text is made: an example has one.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from itertools import takewhile
from math import log

__all__ = ["flaw", "is_costly", "matching_texts"]

MOST_STEPS = 1_000_000
"""How many places a search may try; that takes less than a tenth of a second."""

MOST_CHARACTERS = 1_000
"""How long a text may become: repeats can be nested."""

_REPEATS = (0, 1, 2, 3, 4, 8, 16, 32, 64)
_CANDIDATES = "a1A-_ .:/@" + "".join(map(chr, range(0x21, 0x7F)))
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^0-9ux])", re.DOTALL)
_REPEAT = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?", re.ASCII)
_ONE = re.compile(f"{_ESCAPE.pattern}|{_CLASS.pattern}", re.DOTALL)
_ANY_REPEAT = re.compile(r"[*+]|\{\d*,\d*\}", re.ASCII)
_NESTED = re.compile(r"\)[?+]?(?:[*+]|\{\d)|\\[1-9]", re.ASCII)
_GROUP = re.compile(r"\((?:\?:|\?P<\w+>|(?!\?))")
_NOWHERE = frozenset({"\\A", "\\Z", "\\b", "^", "$"})


def flaw(pattern: str) -> str:
    """Return why *pattern* cannot be used; nothing if it can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what will mean something else one day
            re.compile(pattern)
    except (re.error, FutureWarning, DeprecationWarning) as error:
        return str(error)
    except (RecursionError, OverflowError):
        return "it is too large"
    return ""


def is_costly(pattern: str, length: int) -> bool:
    """Return whether a search in a text of this length may take very long.

    A repeat may end at each character, and one inside of another may cut up the text in
    all ways that there are. Nobody can stop a search of Python's once it has begun.
    """
    bare = _ONE.sub("x", pattern)
    if _NESTED.search(bare):
        return length >= MOST_STEPS.bit_length()
    repeats = len(_ANY_REPEAT.findall(bare))
    return length > 1 and (1 + repeats) * log(length) > log(MOST_STEPS)


def matching_texts(pattern: str, lengths: Iterable[int]) -> Iterator[str]:
    """Yield texts in which *pattern* is found, if any can be made.

    Args:
        pattern: A pattern without a flaw.
        lengths: How often a part that may be repeated is tried, beside the usual.
    """
    for repeats in (*_REPEATS, *takewhile(MOST_CHARACTERS.__ge__, lengths)):
        try:
            text = _Maker(pattern, repeats).made()
        except _UnknownPartError:
            return
        if not is_costly(pattern, len(text)) and re.search(pattern, text):
            yield text


class _UnknownPartError(Exception):
    """A pattern has a part of which nothing is known, or makes too long a text."""


class _Maker:
    """What makes a text while it goes through a pattern.

    Args:
        pattern: The pattern.
        repeats: How often a part is repeated that may be repeated that often.
    """

    def __init__(self, pattern: str, repeats: int) -> None:
        self.pattern = pattern
        self.repeats = repeats
        self.at = 0

    def made(self) -> str:
        text = self.alternatives()
        if self.at < len(self.pattern):
            raise _UnknownPartError
        return text

    def alternatives(self) -> str:
        """Return a text for the first alternative, having gone through all of them."""
        first = self.sequence()
        while self.pattern.startswith("|", self.at):
            self.at += 1
            self.sequence()
        return first

    def sequence(self) -> str:
        text = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            text += self.repeated(self.part())
            if len(text) > MOST_CHARACTERS:
                raise _UnknownPartError
        return text

    def part(self) -> str:
        if group := _GROUP.match(self.pattern, self.at):
            self.at = group.end()
            text = self.alternatives()
            self.at += len(")")
            return text
        shape = _ESCAPE if self.pattern[self.at] == "\\" else _CLASS
        match = shape.match(self.pattern, self.at)
        one = self.pattern[self.at : match.end() if match else self.at + 1]
        if one in {"(", "\\"}:
            raise _UnknownPartError
        self.at += len(one)
        return "" if one in _NOWHERE else _character(one)

    def repeated(self, text: str) -> str:
        match = _REPEAT.match(self.pattern, self.at)
        if match is None or match[0].startswith(("{}", "{,}")):
            return text
        self.at = match.end()
        sign, low, comma, high = match.groups()
        least = int(low or 0) if sign is None else int(sign == "+")
        exactly = least if sign is None and not comma else None
        most = 1 if sign == "?" else int(high) if high else exactly
        count = min(self.repeats, self.repeats if most is None else most)
        count = max(least, count)
        if len(text) * count > MOST_CHARACTERS:
            raise _UnknownPartError
        return text * count


def _character(one: str) -> str:
    """Return a character that is matched by a part for one character."""
    for candidate in one[-1] + _CANDIDATES:
        if re.fullmatch(one, candidate, re.DOTALL):
            return candidate
    raise _UnknownPartError

"""Codecs that hold values against the constraints of a field.

They are part of packages whose spec says `check_constraints: true`.
"""

import re
from abc import abstractmethod
from collections.abc import Iterator, Sized
from fractions import Fraction
from typing import TypeVar

from ._codecs import Codec
from ._errors import Mismatch, Path, Problem, quoted
from ._record import Json

__all__ = ["Matching", "OfLength", "Within"]

T = TypeVar("T")
N = TypeVar("N", bound=float)
S = TypeVar("S", bound=Sized)


class _Constrained(Codec[T]):
    """
    A codec that reads a part of what another one does, and writes all of it.

    Args:
        codec: The other one.
        limits: What its values have to be besides, in words.
    """

    def __init__(self, codec: Codec[T], limits: str) -> None:
        self.codec = codec
        self.expected = f"{codec.expected} {limits}"
        self.reads = codec.reads
        self.classes = codec.classes
        self.has_spellings = codec.has_spellings

    @abstractmethod
    def allows(self, value: T) -> bool:
        """Return whether the constraints hold for *value*."""

    def read(self, payload: Json) -> T:
        value = self.codec.read(payload)
        if self.allows(value):
            return value
        raise Mismatch

    def write(self, value: T) -> Json:
        return self.codec.write(value)

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        try:
            is_allowed = self.allows(self.codec.read(payload))
        except Mismatch:
            yield from self.codec.explain(payload, path)
        else:
            if not is_allowed:
                yield Problem.at(path, self.expected, payload)


class Within(_Constrained[N]):
    """
    Numbers from *least* to *most*, and multiples of *step*.

    A number is a multiple as both are written in decimals: 0.3 is one of 0.1.
    """

    def __init__(
        self,
        codec: Codec[N],
        *,
        least: float | None = None,
        most: float | None = None,
        step: float | None = None,
    ) -> None:
        self.least, self.most = least, most
        self.step = None if step is None else _exact(step)
        bounds = {"at least": least, "at most": most, "a multiple of": step}
        limits = [f"{word} {n}" for word, n in bounds.items() if n is not None]
        super().__init__(codec, f"that is {' and '.join(limits)}")

    def allows(self, value: N) -> bool:
        if self.least is not None and value < self.least:
            return False
        if self.most is not None and value > self.most:
            return False
        return self.step is None or (_exact(value) / self.step).denominator == 1


class OfLength(_Constrained[S]):
    """Texts, lists and maps with *least* to *most* characters, items or keys."""

    def __init__(
        self, codec: Codec[S], *, least: int = 0, most: int | None = None
    ) -> None:
        self.least, self.most = least, most
        bounds = {"at least": least or None, "at most": most}
        limits = [f"{word} {n}" for word, n in bounds.items() if n is not None]
        super().__init__(codec, f"of length {' and '.join(limits) or 'at least 0'}")

    def allows(self, value: S) -> bool:
        return self._is_allowed(len(value))

    def _is_allowed(self, length: int) -> bool:
        return self.least <= length and (self.most is None or length <= self.most)

    def explain(self, payload: Json, path: Path) -> Iterator[Problem]:
        if isinstance(payload, list | dict):
            yield from self.codec.explain(payload, path)
            if not self._is_allowed(len(payload)):
                kind = self.codec.expected
                found = f"{kind} of length {len(payload)}"
                yield Problem.saying(path, self.expected, found, kind)
        else:
            yield from super().explain(payload, path)


class Matching(_Constrained[str]):
    """Texts in which a pattern is found."""

    def __init__(self, codec: Codec[str], pattern: str) -> None:
        self.pattern = re.compile(pattern)
        super().__init__(codec, f"that matches {quoted(pattern)}")

    def allows(self, value: str) -> bool:
        return self.pattern.search(value) is not None


def _exact(number: float) -> Fraction:
    return Fraction(number if isinstance(number, int) else repr(number))

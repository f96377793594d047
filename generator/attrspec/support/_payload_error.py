"""The error of a payload that cannot be read.

Importing cattrs takes longer than reading, so this is loaded when there is an error.
"""

from collections.abc import Iterable
from itertools import islice

from cattrs.errors import CattrsError

from ._errors import Problem

__all__ = ["PayloadError"]

MOST_PROBLEMS = 100
"""
How many problems an error carries: a page of 20,000 bad results needs no 20,000 lines.
"""


class PayloadError(CattrsError, ValueError):
    """
    A payload cannot be read as the type that was asked for.

    Attributes:
        target: The name of the type that was asked for.
        problems: What is wrong, in the order of the payload; at most 100.
        is_complete: Whether *problems* are all there are.
    """

    def __init__(
        self, target: str, problems: Iterable[Problem], *, is_complete: bool = True
    ) -> None:
        first = tuple(islice(problems, MOST_PROBLEMS + 1))
        self.target = target
        self.problems = first[:MOST_PROBLEMS]
        self.is_complete = is_complete and len(first) <= MOST_PROBLEMS
        super().__init__(target, self.problems)

    def without_values(self) -> "PayloadError":
        """
        Return an error that tells nothing of the payload but its kinds and known keys.

        It is for logs that values must not get into: *found* of each problem is a kind
        such as `a string`, and a key that is data is `[*]` in its path.
        """
        problems = [problem.without_value() for problem in self.problems]
        return PayloadError(self.target, problems, is_complete=self.is_complete)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are pickled by their arguments, and this is set besides.
        state = {"is_complete": self.is_complete}
        return PayloadError, (self.target, self.problems), state

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if not self.is_complete:
            lines.append(f"and more than these {MOST_PROBLEMS}")
        if len(lines) == 1:
            return f"not a {self.target}: {lines[0]}"
        return "\n  ".join([f"not a {self.target}:", *lines])

"""How large a payload may be: a few types can be one that no machine has room for.

Two keys of a type with two keys, and so on, are a million values after twenty types.
"""

from attrs import define

__all__ = ["MOST_LEVELS", "MOST_VALUES", "Room", "TooDeepError", "TooLargeError"]

MOST_VALUES = 10_000
MOST_LEVELS = 64


class TooLargeError(Exception):
    """A payload has more values than there is room for."""


class TooDeepError(TooLargeError):
    """A payload is nested deeper than any reader goes."""


@define
class Room:
    """The room for one payload."""

    taken: int = 0
    levels: int = 0
    """How many levels of objects have all their keys."""

    def empty(self, levels: int = 0) -> None:
        """Make room for another payload."""
        self.taken, self.levels = 0, levels

    def take(self, values: int, level: int) -> None:
        """Take the room of an object with so many values, so many levels inside.

        Raises:
            TooLargeError: There is not enough, or the object is too deep.
        """
        self.taken += values
        if level >= MOST_LEVELS:
            raise TooDeepError
        if self.taken > MOST_VALUES:
            raise TooLargeError

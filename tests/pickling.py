"""What becomes of a value on its way to another process."""

from multiprocessing import Pipe
from typing import TypeVar

__all__ = ["pickled"]

T = TypeVar("T")


def pickled(value: T) -> T:
    """Return *value* as another process gets it."""
    here, there = Pipe()
    with here, there:
        here.send(value)
        received: T = there.recv()
    return received

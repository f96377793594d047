"""One run at a time in a folder.

The lock ends with the process that holds it, however that ends, and leaves no file
behind. A library for locks would leave its file in the generated distribution.
"""

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from .disk import OutputError

__all__ = ["locked"]

_PAUSE = 0.05
"""Seconds between two tries."""


@contextmanager
def locked(
    root: Path, patience: float, holder: Callable[[], str]
) -> Generator[None, None, None]:
    """Hold the lock of the folder *root*.

    Args:
        root: The folder, which is there.
        patience: How many seconds to wait for another run to end.
        holder: Returns who that is, as far as it can be known.

    Raises:
        OutputError: Another run still holds it.
    """
    end = time.monotonic() + patience
    while (handle := _try(root)) is None:
        if time.monotonic() >= end:
            raise OutputError(
                f"another run of attrspec{holder()} is writing to {root}: "
                "wait for it, or end it"
            )
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _try(root: Path) -> int | None:
        # The system removes the file when it is closed, also when the process dies.
        flags = os.O_CREAT | os.O_EXCL | os.O_TEMPORARY
        try:
            return os.open(root / ".attrspec.lock", flags)
        except (FileExistsError, PermissionError):
            return None

else:
    import fcntl

    def _try(root: Path) -> int | None:
        handle = os.open(root, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            # Some network file systems have no locks for folders. The journal still
            # keeps what an interrupted run did.
            return handle
        return handle

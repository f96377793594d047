"""When the files of a spec change: what `attrspec generate --watch` waits for.

The system says that something happened in the folder, and what happened is found by
comparing contents. So a file that an editor replaces, a folder that goes and comes back
and a change that was made while nobody listened are all seen, and swap files are not.
"""

import hashlib
import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from .folder import is_spec_file

__all__ = ["WatchError", "changes", "until_interrupted"]

SECONDS = 1.0
"""How long a change can go unseen of which the system says nothing, as on some network
drives, or after the folder itself was replaced."""

SETTLED = 0.05
"""For how many seconds contents are the same before they are believed."""


class WatchError(Exception):
    """Changes cannot be watched."""


def changes(
    folder: Path, stop: Event, *, seconds: float = SECONDS
) -> Iterator[set[str]]:
    """Yield the names of the files of a spec, and then of those that changed.

    Nothing is missed that happens while the caller works on what was yielded: it is
    yielded next. Ends when *stop* is set.

    Args:
        folder: The folder of the spec, which need not be there.
        stop: Ends the waiting.
        seconds: How often the contents are looked at although nothing seems to happen.

    Raises:
        WatchError: `watchfiles` is not installed.
    """
    _require_watchfiles()
    known: dict[str, str] | None = None
    while not stop.is_set():
        found = _contents(folder)
        if found == known:
            _wait(folder, stop, seconds)
            continue
        while not stop.wait(SETTLED) and found != (later := _contents(folder)):
            found = later
        if found == known:
            continue  # what was changed was changed back
        before, known = known or {}, found
        yield {n for n in {*before, *found} if before.get(n) != found.get(n)}


@contextmanager
def until_interrupted() -> Generator[Event, None, None]:
    """Give an event that Ctrl-C sets, so that what is being done is done to its end.

    Who presses it once more does not want to wait: that raises KeyboardInterrupt.
    """
    stop = Event()

    def set_once(*_: object) -> None:
        # Whoever is interrupted may hold the lock of the event at this moment.
        Thread(target=stop.set).start()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, set_once)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _require_watchfiles() -> None:
    try:
        import watchfiles
    except ImportError:
        message = '--watch needs watchfiles: pip install "attrspec[watch]"'
        raise WatchError(message) from None
    del watchfiles


def _wait(folder: Path, stop: Event, seconds: float) -> None:
    """Return when something happens in a folder, or after some time."""
    import watchfiles

    # A watch is made for each wait: it costs as little as a long one, and it is always
    # on the folder that has the name now.
    try:
        watch = watchfiles.watch(
            folder,
            watch_filter=None,
            recursive=False,
            stop_event=stop,
            rust_timeout=int(seconds * 1000),
            yield_on_timeout=True,
        )
        next(watch, None)
    except (OSError, RuntimeError):  # no such folder, or the system has no watch left
        stop.wait(seconds)


def _contents(folder: Path) -> dict[str, str]:
    """Return something that differs with the contents of each file, by its name."""
    try:
        paths = [path for path in folder.iterdir() if is_spec_file(path.name)]
    except OSError:
        return {}
    return {path.name: _content(path) for path in paths}


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return type(error).__name__

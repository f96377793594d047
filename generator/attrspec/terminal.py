"""What is printed for people: escaped, and in colour where there is a terminal.

Colour is put on lines that are escaped already, so that none comes from a spec.
"""

import os
import re
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from threading import Event, Thread
from time import monotonic
from typing import TextIO

import click

from .diagnostics import console

__all__ = [
    "is_colourful",
    "say",
    "show_all",
    "step",
    "styled_diff",
    "styled_error",
    "styled_finding",
    "styled_title",
]

PATIENCE = 1.0
"""After how many seconds it is said what is being done."""

LEVELS = {"error": "red", "warning": "yellow"}

DIFF = {"+": "green", "-": "red", "@": "cyan"}
"""Colours of the lines of a unified diff, by how they begin."""

_FINDING = re.compile(r"(?P<place>.*?:\d+:\d+): (?P<level>error|warning)(?P<rest>: .*)")


def say(
    *texts: str, err: bool = False, style: Callable[[str], str] | None = None
) -> None:
    """Print lines for people.

    Args:
        texts: Any texts. Each is one line whatever is in it, and no command to a CI
            system.
        err: Whether they go to standard error.
        style: What puts colour on a line, where colour is wanted.
    """
    lines = map(console, texts)
    if style and is_colourful(sys.stderr if err else sys.stdout, os.environ):
        lines = map(style, lines)
    click.echo("".join(f"{line}\n" for line in lines), err=err, nl=False)


def is_colourful(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether *stream* is a terminal whose user wants colour.

    `NO_COLOR` says no unless it is empty (https://no-color.org), and so does a terminal
    that is called `dumb`.
    """
    is_wanted = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    return is_wanted and stream.isatty()


@contextmanager
def step(
    doing: str, stream: TextIO | None = None, *, after: float = PATIENCE
) -> Generator[None]:
    """Say on a terminal what takes long, and for how long it has; then wipe that.

    Nothing is said of what is done soon, nor into a file or to another program.

    Args:
        doing: What is done, such as `reading the spec`.
        stream: Where it is said; standard error unless another is given.
        after: How many seconds nobody minds to wait.
    """
    shown = stream or sys.stderr
    if not shown.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = Event()
    thread = Thread(target=_tell, args=(doing, shown, after, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _tell(doing: str, stream: TextIO, after: float, done: Event) -> None:
    begun = monotonic()
    if done.wait(after):
        return
    while True:
        stream.write(f"\r{console(doing)} ... {monotonic() - begun:.0f} s")
        stream.flush()
        if done.wait(1):
            break
    stream.write("\r\x1b[K")  # nothing of it is left on the line
    stream.flush()


def show_all(stream: TextIO) -> None:
    """Let *stream* show by an escape what its encoding has no character for."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def styled_finding(line: str) -> str:
    """Return the line of a finding with its place in bold and its level in colour."""
    found = _FINDING.fullmatch(line)
    if not found:
        return line
    place = click.style(found["place"], bold=True)
    return f"{place}: {_level(found['level'])}{found['rest']}"


def styled_error(line: str) -> str:
    """Return a line that begins with a level and a colon, the level in colour."""
    level, colon, rest = line.partition(":")
    return f"{_level(level)}{colon}{rest}"


def styled_title(line: str) -> str:
    """Return a line that says what follows, in bold."""
    return click.style(line, bold=True)


def styled_diff(line: str) -> str:
    """Return a line of a unified diff in the colour of what it says."""
    colour = DIFF.get(line[:1])
    return click.style(line, fg=colour) if colour else line


def _level(level: str) -> str:
    return click.style(level, fg=LEVELS.get(level), bold=True)

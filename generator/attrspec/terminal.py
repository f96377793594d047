"""What is printed for people: escaped, and in colour where there is a terminal.

Colour is put on lines that are escaped already, so that none comes from a spec.
"""

import os
import re
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from threading import Timer
from typing import TextIO

import click

from .diagnostics import console

__all__ = [
    "is_colourful",
    "progress",
    "say",
    "show_all",
    "styled_diff",
    "styled_error",
    "styled_finding",
    "styled_title",
]

LEVELS = {"error": "red", "warning": "yellow"}

DIFF = {"+": "green", "-": "red", "@": "cyan"}
"""Colours of the lines of a unified diff, by how they begin."""

_FINDING = re.compile(r"(?P<place>.*?:\d+:\d+): (?P<level>error|warning)(?P<rest>: .*)")


def say(
    text: str, *, err: bool = False, style: Callable[[str], str] | None = None
) -> None:
    """Print a line for people.

    Args:
        text: Any text. It is one line whatever is in it, and no command to a CI system.
        err: Whether it goes to standard error.
        style: What puts colour on the line, where colour is wanted.
    """
    line = console(text)
    if style and is_colourful(sys.stderr if err else sys.stdout, os.environ):
        line = style(line)
    click.echo(line, err=err)


PATIENCE = 1.0
"""After how many seconds it is shown what takes so long."""


@contextmanager
def progress(text: str) -> Generator[None]:
    """Show what is being done, on a terminal, if it takes over a second.

    The line is gone when it is done, and no log has it.
    """
    if not sys.stderr.isatty():
        yield
        return
    shown = console(text)
    timer = Timer(PATIENCE, lambda: click.echo(f"\r{shown}", err=True, nl=False))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        click.echo("\r\x1b[K", err=True, nl=False)


def is_colourful(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether *stream* is a terminal whose user wants colour.

    `NO_COLOR` says no unless it is empty (https://no-color.org), and so does a terminal
    that is called `dumb`.
    """
    is_wanted = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    return is_wanted and stream.isatty()


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

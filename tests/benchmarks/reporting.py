"""What the benchmarks share: their options, their header, their table."""

import argparse
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = [
    "INSTALL",
    "ROOT",
    "BenchmarkError",
    "installed",
    "machine",
    "positive",
    "table",
    "versions",
]

ROOT = Path(__file__).parents[2]
INSTALL = f"in {ROOT} run: pip install --group benchmark"


class BenchmarkError(Exception):
    """The benchmark cannot be run; the text says what to do about it."""


def positive(text: str) -> int:
    """Return the number of rounds that an option has."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rounds")
    return int(text)


def installed(package: str) -> str | None:
    """Return the version of a distribution, or None if it is not there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def versions(packages: Iterable[str]) -> str:
    """Return those of *packages* that are installed, with their versions."""
    found = {package: installed(package) for package in packages}
    return ", ".join(f"{name} {number}" for name, number in found.items() if number)


def machine() -> str:
    """Return what the numbers depend on most: the interpreter and the machine."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows with their first column to the left and all others to the right."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines: list[str] = []
    for first, *others in rows:
        cells = [
            cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)
        ]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join(lines)

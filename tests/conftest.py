"""What all tests share."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that writes the golden texts of `cases` and `formats` anew."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write every golden text as it is now; review the diff",
    )


@pytest.fixture(scope="session")
def reformatted() -> Callable[[Sequence[str]], list[tuple[str, str]]]:
    """Return what `ruff format`, unconfigured, would change, and into what.

    Statements go into one module: a process for each would take minutes.
    """

    def run(statements: Sequence[str]) -> list[tuple[str, str]]:
        blocks = [f"# {i}\n{text}" for i, text in enumerate(statements)]
        module = "\n\n\n".join(blocks) + "\n"
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "format", "--isolated", "-"],
            input=module.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"{done.stderr.decode()}\n{module}")
        pairs = zip(_blocks(module), _blocks(done.stdout.decode()), strict=True)
        return [(before, after) for before, after in pairs if before != after]

    return run


def _blocks(module: str) -> list[str]:
    return [block.rstrip("\n") for block in re.split(r"(?m)^# [0-9]+\n", module)]

"""What all tests share."""

import subprocess
import sys
from collections.abc import Callable

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that writes the golden texts of `cases` anew."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write the stderr.txt of every case as it is now; review the diff",
    )


@pytest.fixture(scope="session")
def formatted() -> Callable[[str], str]:
    """Return what `ruff format` makes of a module, with no configuration."""

    def run(text: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "format", "--isolated", "-"],
            input=text.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"{done.stderr.decode()}\n{text}")
        return done.stdout.decode()

    return run

"""Mistakes in a spec: each is reported at its place, with what to type instead.

A case is a folder: `spec/` has the mistake, `stderr.txt` is what attrspec says of it.
After a change of wording run `pytest --update-cases` and review the diff.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from attrspec.cli import main

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/spec"))

GENERATE = ["generate", "--spec", "spec", "--out", "OUT"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mistake_is_reported(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
) -> None:
    """The command exits with 2, says what the case expects, and writes nothing."""
    shutil.copytree(case / "spec", tmp_path / "spec")
    monkeypatch.chdir(tmp_path)
    golden = case / "stderr.txt"

    result = CliRunner().invoke(main, GENERATE)
    if pytestconfig.getoption("--update-cases"):
        golden.write_text(result.stderr, "utf-8", newline="\n")

    assert golden.read_text("utf-8") == result.stderr
    assert "" == result.stdout
    assert 2 == result.exit_code
    assert ["spec"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "locale", ["C", "C.UTF-8"], ids=["ascii terminal", "UTF-8 terminal"]
)
@pytest.mark.parametrize("name", ["hidden-characters", "not-utf8", "unnameable-key"])
def test_program_says_the_same(name: str, locale: str, tmp_path: Path) -> None:
    """The program itself says what the case expects, whatever the terminal can show."""
    case = Path(__file__).parent / "cases" / name
    shutil.copytree(case / "spec", tmp_path / "spec")

    done = subprocess.run(
        [sys.executable, "-m", "attrspec", *GENERATE],
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )

    assert (case / "stderr.txt").read_bytes() == done.stderr
    assert b"" == done.stdout
    assert 2 == done.returncode

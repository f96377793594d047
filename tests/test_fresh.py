"""New files are all there or none of them, whatever happens half way."""

import errno
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from attrspec import api
from attrspec.cli import main
from attrspec.fresh import staged
from attrspec.output import OutputError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder with a name that is known."""
    folder = tmp_path / "weather"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return all that is below a folder, with what is in files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


EFFECTS: list[tuple[Any, str]] = [
    *((Path, name) for name in ("mkdir", "rename", "replace", "write_bytes")),
    (shutil, "rmtree"),
]
"""What changes the disk."""


def failing(
    monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException, *, is_late: bool
) -> Callable[[], bool]:
    """Let one change of the disk fail; return whether it has.

    Args:
        monkeypatch: Puts back what is replaced.
        at: Number of the change.
        error: How it fails.
        is_late: Whether it fails only after it was done.
    """
    numbers = itertools.count()

    def replaced(original: Callable[..., object]) -> Callable[..., object]:
        def effect(*args: object, **more: object) -> object:
            is_hit = next(numbers) == at
            if is_hit and not is_late:
                raise error
            result = original(*args, **more)
            if is_hit:
                raise error
            return result

        return effect

    for owner, name in EFFECTS:
        monkeypatch.setattr(owner, name, replaced(getattr(owner, name)))
    return lambda: next(numbers) > at


@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device", "x"), KeyboardInterrupt()],
    ids=["full", "interrupted"],
)
@pytest.mark.parametrize("name", [".", "a/b"])
def test_interrupted_init_leaves_nothing(
    name: str, error: BaseException, folder: Path, *, is_late: bool
) -> None:
    """Whichever change of the disk fails, and however, the folder is as it was."""
    (folder / "spec").mkdir()
    (folder / ".github").mkdir()
    (folder / ".github/CODEOWNERS").write_text("mine")
    before = tree(folder)
    changes = 0
    for at in itertools.count():
        changes = at
        with pytest.MonkeyPatch.context() as monkeypatch:
            has_failed = failing(monkeypatch, at, error, is_late=is_late)
            try:
                api.init(name)
            except (OutputError, KeyboardInterrupt):
                assert before == tree(folder)
            else:
                assert not has_failed()
                break

    assert changes > 20
    assert (folder / name / "generated/README.md").is_file()


def test_full_disk_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is a sentence, not a traceback."""
    error = OSError(errno.ENOSPC, "No space left on device", "spec/types.yaml")
    failing(monkeypatch, 5, error, is_late=False)
    result = CliRunner().invoke(main, ["init"], catch_exceptions=False)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "error: spec/types.yaml: No space left on device\n" == result.stderr
    assert {} == tree(folder)


def test_file_that_comes_meanwhile_is_kept(folder: Path) -> None:
    """What somebody else writes at that very moment is neither replaced nor removed."""

    def interfere() -> None:
        with staged(folder) as stage:
            for name in ("a", "b", "c"):
                (stage / name).write_text("ours")
            (folder / "b").write_text("theirs")

    with pytest.raises(OutputError, match="b was made by somebody else"):
        interfere()

    assert {"b": b"theirs"} == tree(folder)

"""What users run in CI, run here: this checkout, and no network.

pip and pre-commit are told by variables of the environment alone to take what is there.
"""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

__all__ = ["checkout", "environment", "example", "git", "run"]

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "generator/docs/continuous-integration.md"

_OTHERS = ("GIT_", "PIP_", "PRE_COMMIT_", "PYTHON", "VIRTUALENV", "VIRTUAL_ENV", "XDG_")
"""What may be set where the tests run, and would make a difference."""


def environment(home: Path) -> dict[str, str]:
    """Return variables under which nothing is downloaded, nor asked of the user.

    Args:
        home: An empty folder, for all that programs keep of their own.
    """
    home.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OTHERS)}
    installed = dict.fromkeys(
        sysconfig.get_path(name) for name in ("purelib", "platlib")
    )
    programs = dict.fromkeys([sysconfig.get_path("scripts"), *kept["PATH"].split(":")])
    return {
        **kept,
        "HOME": str(home),
        "PATH": ":".join(programs),
        # Build backend and dependencies are those of the interpreter that runs tests,
        "PYTHONPATH": ":".join(installed),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_IGNORE_INSTALLED": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        # which pip reads as `build isolation = no`,
        "PIP_NO_BUILD_ISOLATION": "0",
        # and virtualenv brings pip along.
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_NOSYSTEM": "1",
        **_git_settings(
            {
                "init.defaultBranch": "main",
                "safe.directory": "*",
                "user.name": "Test",
                "user.email": "test@example.org",
            }
        ),
    }


def _git_settings(settings: dict[str, str]) -> dict[str, str]:
    found = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        found[f"GIT_CONFIG_KEY_{number}"] = key
        found[f"GIT_CONFIG_VALUE_{number}"] = value
    return found


def run(
    *command: str | Path, cwd: Path, env: dict[str, str], code: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Return what a program prints, having looked at how it exits."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if code not in {None, done.returncode}:
        pytest.fail(
            f"{command} exits with {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done


def git(*arguments: str, cwd: Path, env: dict[str, str]) -> str:
    """Return what git prints; skip where there is no git."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    return run("git", *arguments, cwd=cwd, env=env).stdout


def checkout(target: Path, env: dict[str, str]) -> str:
    """Make *target* a repository of what is at hand, and return its commit."""
    if not (ROOT / ".git").exists():
        pytest.skip("the tests are not in a git checkout")
    names = git("ls-files", "-z", "-co", "--exclude-standard", cwd=ROOT, env=env)
    for name in names.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    git("init", "--quiet", cwd=target, env=env)
    git("add", "--all", cwd=target, env=env)
    git("commit", "--quiet", "--message", "What is at hand", cwd=target, env=env)
    return git("rev-parse", "HEAD", cwd=target, env=env).strip()


def example(name: str) -> str:
    """Return an example of the page about continuous integration."""
    pattern = rf"^<!-- example: {re.escape(name)} -->\n```\w+\n(.*?)^```$"
    found = re.findall(pattern, PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert 1 == len(found)
    return str(found[0])

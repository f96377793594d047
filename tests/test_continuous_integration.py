"""The page about continuous integration shows what works."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from offline import PAGE, environment, example, run

from attrspec import api
from attrspec.cli import main

GITLAB: Any = yaml.safe_load(example("gitlab"))["attrspec"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is up to date."""
    api.init(tmp_path / "project", "weather_models")
    return tmp_path / "project"


def change(project: Path) -> None:
    """Change what the spec of a project says."""
    path = project / "spec/types.yaml"
    path.write_text(path.read_text("utf-8").replace("Name of the", "The name of the"))


def ran(lines: list[str], project: Path) -> int:
    """Return how lines of a script end, as CI runs them but for what it installs."""
    install, *rest = lines
    assert f"python -m pip install attrspec=={version('attrspec')}" == install
    script = "\n".join(rest)
    env = environment(project.parent / "home")
    return run("sh", "-ec", script, cwd=project, env=env, code=None).returncode


def formats() -> list[str]:
    """Return the formats of `attrspec check`."""
    option = next(p for p in main.commands["check"].params if p.name == "format_")
    assert isinstance(option.type, click.Choice)
    return list(map(str, option.type.choices))


@pytest.mark.parametrize("format_", formats())
def test_gitlab_gets_a_report(format_: str, project: Path) -> None:
    """The job ends as `check` does, and its report is where GitLab looks for it."""
    script = [line.replace("junit ", f"{format_} ") for line in GITLAB["script"]]
    report = project / GITLAB["artifacts"]["reports"]["junit"]
    before = ran(script, project)
    reported = report.is_file()
    change(project)
    after = ran(script, project)

    assert (0, True, 1) == (before, reported, after)
    assert "always" == GITLAB["artifacts"]["when"]
    assert report.read_text("utf-8")


def test_shell_is_enough(project: Path) -> None:
    """The two lines for any other place end as `check` does."""
    lines = example("shell").splitlines()
    before = ran(lines, project)
    change(project)
    after = ran(lines, project)

    assert (0, 1) == (before, after)


def test_page_names_this_version() -> None:
    """Whoever copies an example gets the version that the page is about."""
    named = re.findall(r"(?:rev: v|@v|==)(\d[\w.]*)", PAGE.read_text("utf-8"))
    actions = re.findall(r"uses: actions/\S+@v(\d+)", PAGE.read_text("utf-8"))

    assert {version("attrspec"), *actions} == set(named)


ALONE = """\
import sys

def refuse(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn")):
        raise AssertionError(event)

sys.addaudithook(refuse)

from attrspec.cli import main

main()
"""


@pytest.mark.parametrize("command", ["check", "generate"])
def test_nothing_else_is_needed(command: str, project: Path) -> None:
    """Folders are compared without a network, git or another program."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, command],
        cwd=project,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)

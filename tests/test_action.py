"""The GitHub Action: its steps are run as they stand, as a runner runs them."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

import pytest
import yaml
from attrs import frozen
from offline import ROOT, checkout, environment, example, run

from attrspec import api

ACTION: Any = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

pytestmark = pytest.mark.skipif(
    not shutil.which("bash"), reason="the steps are for bash, which is not here"
)


class Step(TypedDict):
    """A step of an action."""

    name: str
    shell: str
    env: dict[str, str]
    run: str


STEPS: list[Step] = ACTION["runs"]["steps"]
INSTALL, CHECK = STEPS


@frozen
class Runner:
    """What the machine that runs an action gives to it."""

    env: dict[str, str]
    work: Path

    def step(
        self, step: Step, cwd: Path, **inputs: str
    ) -> subprocess.CompletedProcess[str]:
        """Return what a step does."""
        script = self.work / "step.sh"
        script.write_text(step["run"], "utf-8")
        env = {**self.env, **resolved(step["env"], inputs)}
        bash = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
        return run(*bash, script, cwd=cwd, env=env, code=None)


def resolved(env: dict[str, str], inputs: dict[str, str]) -> dict[str, str]:
    """Return the variables of a step, with the inputs that a workflow gives."""
    values = {name: row["default"] for name, row in ACTION["inputs"].items()}
    assert inputs.keys() <= values.keys()
    values.update(inputs)
    return {
        name: re.sub(
            r"\$\{\{ inputs\.(\w+) \}\}", lambda match: values[match[1]], expression
        )
        for name, expression in env.items()
    }


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner with this checkout as the action, which has installed attrspec."""
    work = tmp_path_factory.mktemp("runner")
    env = environment(work / "home")
    checkout(work / "action", env)
    (work / "temp").mkdir()
    places = {
        "GITHUB_ACTION_PATH": str(work / "action"),
        "RUNNER_TEMP": str(work / "temp"),
    }
    runner = Runner({**env, **places}, work)
    done = runner.step(INSTALL, work)
    assert (0, "") == (done.returncode, done.stdout), done.stderr
    return runner


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that is up to date."""
    api.init(tmp_path / "project", "weather_models")
    return tmp_path / "project"


@pytest.mark.parametrize("step", [INSTALL, CHECK], ids=["install", "check"])
def test_scripts_hold_no_expressions(step: Step) -> None:
    """What a workflow says reaches a script as a variable, never as a part of it."""
    assert "${{" not in step["run"]
    assert step["run"].startswith("set -euo pipefail\n")
    assert "bash" == step["shell"]
    for value in resolved(step["env"], {}).values():
        assert "${{" not in value


def test_each_input_is_used() -> None:
    """An input says what it is and has a default, and a step reads it."""
    used = [value for step in (INSTALL, CHECK) for value in step["env"].values()]

    assert sorted(f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]) == sorted(
        used
    )
    for row in ACTION["inputs"].values():
        assert {"description", "default"} == row.keys()


def test_up_to_date_is_0(project: Path, runner: Runner) -> None:
    """Where nothing drifted apart, the job goes on."""
    done = runner.step(CHECK, project)

    assert 0 == done.returncode, done.stderr
    assert "::error" not in done.stdout


def test_drift_is_1_and_marks_a_line(project: Path, runner: Runner) -> None:
    """Drift fails the job, and GitHub is told where."""
    spec = project / "spec/types.yaml"
    text = spec.read_text("utf-8")
    spec.write_text(text.replace("Name of the station.", "How it is called."), "utf-8")
    done = runner.step(CHECK, project)

    assert 1 == done.returncode
    assert re.search(r"(?m)^::error file=", done.stdout)


def test_mistake_in_the_spec_is_2(project: Path, runner: Runner) -> None:
    """A spec that cannot be read is marked, too."""
    (project / "spec/types.yaml").write_text("objects: 1\n")
    done = runner.step(CHECK, project)

    assert 2 == done.returncode
    assert "::error file=spec/types.yaml,line=1,col=10," in done.stdout


@pytest.mark.parametrize(
    "name", ["my spec; touch pwned", "$(touch pwned)", "`touch pwned`", '" *', "-x"]
)
def test_folder_is_only_a_name(name: str, project: Path, runner: Runner) -> None:
    """Whatever a folder is called, it is compared and nothing of it is run."""
    (project / "spec").rename(project / name)
    (project / "generated").rename(project / f"{name} 2")
    done = runner.step(CHECK, project, spec=name, out=f"{name} 2")

    assert 0 == done.returncode, done.stderr
    assert not (project / "pwned").exists()


@pytest.mark.parametrize("text", ["; touch pwned", "$(touch pwned)", "*", "a\nb"])
def test_arguments_are_only_arguments(text: str, project: Path, runner: Runner) -> None:
    """What is no argument of `attrspec check` is refused by it, and not run."""
    done = runner.step(CHECK, project, arguments=text)

    assert 2 == done.returncode
    assert f"({' '.join(text.split())})" in done.stderr
    assert not (project / "pwned").exists()


def test_arguments_are_divided_at_blanks(project: Path, runner: Runner) -> None:
    """All of them reach `attrspec check`, after those of the action."""
    done = runner.step(CHECK, project, arguments=" --format\ntext  --spec nothing ")

    assert (2, "") == (done.returncode, done.stdout)
    assert "error: there is no folder nothing " in done.stderr


def test_version_is_installed_by_its_number(
    tmp_path: Path, project: Path, runner: Runner
) -> None:
    """With `version`, attrspec comes from where pip finds it, not from the action."""
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir"]
    run(*build, wheels, runner.work / "action", cwd=tmp_path, env=runner.env)
    (tmp_path / "temp").mkdir()
    places = {
        "GITHUB_ACTION_PATH": str(tmp_path / "nothing"),
        "PIP_FIND_LINKS": str(wheels),
        "RUNNER_TEMP": str(tmp_path / "temp"),
    }
    other = Runner({**runner.env, **places}, tmp_path)
    installed = other.step(INSTALL, tmp_path, version=version("attrspec"))
    checked = other.step(CHECK, project)

    assert (0, "") == (installed.returncode, installed.stdout), installed.stderr
    assert 0 == checked.returncode, checked.stderr


@pytest.mark.parametrize("number", ["99", "0.1; touch pwned", "0.1 --pre"])
def test_version_that_is_none_fails(
    number: str, tmp_path: Path, runner: Runner
) -> None:
    """What pip does not find ends the job there."""
    done = runner.step(INSTALL, tmp_path, version=number)

    assert 0 != done.returncode
    assert not (tmp_path / "pwned").exists()


def test_old_python_is_told_what_to_do(tmp_path: Path, runner: Runner) -> None:
    """Where Python is too old, the job says which step is missing."""
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    old = Runner({**runner.env, "PATH": f"{tmp_path}:{runner.env['PATH']}"}, tmp_path)
    done = old.step(INSTALL, tmp_path)

    expected = (
        "::error::attrspec needs Python 3.11 or newer: use actions/setup-python\n"
    )

    assert (2, expected) == (done.returncode, done.stdout)


def test_page_shows_the_action_as_it_is() -> None:
    """The example gives inputs that there are, and the table tells all of them."""
    workflow: Any = yaml.safe_load(example("github"))
    (job,) = workflow["jobs"].values()
    given = job["steps"][-1]["with"]
    page = (ROOT / "generator/docs/continuous-integration.md").read_text("utf-8")

    assert given == {name: ACTION["inputs"][name]["default"] for name in given}
    for name, row in ACTION["inputs"].items():
        default = f"`{row['default']}` " if row["default"] else ""
        assert f"| `{name}` | {default}| {row['description']} |" in page

"""The hooks, run by pre-commit as in a project that names this repository."""

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import frozen
from offline import checkout, environment, example, git, run

from attrspec import api

pytest.importorskip("pre_commit", reason="pre-commit is not installed")


@frozen
class Hooks:
    """A repository with the hooks, and where pre-commit installs them."""

    env: dict[str, str]
    repository: Path
    commit: str

    def configured(self, name: str, *only: str) -> str:
        """Return a configuration that the page shows, for this repository.

        Args:
            name: Name of the example.
            only: Ids of the hooks to keep; without any, all are kept.
        """
        config: Any = yaml.safe_load(example(name))
        (source,) = config["repos"]
        source["repo"] = str(self.repository)
        source["rev"] = self.commit
        if only:
            source["hooks"] = [hook for hook in source["hooks"] if hook["id"] in only]
        return str(yaml.safe_dump(config))


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    """The hooks of this checkout; pre-commit makes their environment only once."""
    folder = tmp_path_factory.mktemp("hooks")
    env = environment(folder / "home")
    commit = checkout(folder / "attrspec", env)
    return Hooks(env, folder / "attrspec", commit)


@pytest.fixture
def project(tmp_path: Path, hooks: Hooks) -> Path:
    """A repository with a spec and what is generated from it."""
    api.init(tmp_path / "project", "weather_models")
    git("init", "--quiet", cwd=tmp_path / "project", env=hooks.env)
    return tmp_path / "project"


def pre_commit(
    project: Path, hooks: Hooks, config: str, *arguments: str
) -> tuple[int, str]:
    """Return how pre-commit ends with all files staged, and what it prints."""
    (project / ".pre-commit-config.yaml").write_text(config)
    git("add", "--all", cwd=project, env=hooks.env)
    command = [sys.executable, "-m", "pre_commit", "run", *arguments]
    done = run(*command, cwd=project, env=hooks.env, code=None)
    assert "" == done.stderr
    return done.returncode, done.stdout


def change(path: Path) -> None:
    """Change what a spec says."""
    text = path.read_text("utf-8")
    assert "Name of the station." in text
    path.write_text(text.replace("Name of the station.", "How it is called."), "utf-8")


def test_hooks_pass_what_is_up_to_date(project: Path, hooks: Hooks) -> None:
    """With both hooks, as the page shows them, there is nothing to say."""
    config = hooks.configured("pre-commit")
    code, said = pre_commit(project, hooks, config, "--all-files")
    lines = [line for line in said.splitlines() if not line.startswith("[INFO]")]

    assert 0 == code
    assert ["attrspec generate", "attrspec check"] == [x.split(".")[0] for x in lines]
    assert all(line.endswith("Passed") for line in lines)


def test_check_hook_fails_with_the_diff_and_the_command(
    project: Path, hooks: Hooks
) -> None:
    """A spec that was changed alone stops a commit, which is told the way out."""
    change(project / "spec/types.yaml")
    config = hooks.configured("pre-commit", "attrspec-check")
    code, said = pre_commit(project, hooks, config, "--all-files")

    assert 1 == code
    assert '+    """How it is called."""\n' in said
    assert "\n  attrspec generate" in said
    assert not git("diff", "--name-only", cwd=project, env=hooks.env)


def test_generate_hook_mends(project: Path, hooks: Hooks) -> None:
    """The hook writes the distribution and stops once; then all is well."""
    change(project / "spec/types.yaml")
    config = hooks.configured("pre-commit")
    first, said = pre_commit(project, hooks, config, "--all-files")
    second, _ = pre_commit(project, hooks, config, "--all-files")

    assert 1 == first
    assert "files were modified by this hook" in said
    assert 0 == second
    assert "How it is called." in (project / "generated/README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "is_run"),
    [
        ("spec/more.yaml", True),
        ("generated/notes.txt", True),
        ("README.md", False),
        ("docs/spec/more.yaml", False),
    ],
)
def test_hooks_run_where_they_matter(
    path: str, project: Path, hooks: Hooks, *, is_run: bool
) -> None:
    """A hook runs for a commit that touches one of the folders, and for no other."""
    config = hooks.configured("pre-commit")
    pre_commit(project, hooks, config)
    git("commit", "--quiet", "--message", "First", cwd=project, env=hooks.env)
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text("# Nothing\n")
    _, said = pre_commit(project, hooks, config)

    assert (0 if is_run else 2) == said.count("(no files to check)Skipped")


def test_hooks_take_other_folders(project: Path, hooks: Hooks) -> None:
    """Folders that the configuration names are those that are compared."""
    (project / "spec").rename(project / "api")
    (project / "generated").rename(project / "models")
    config = hooks.configured("pre-commit, other folders")
    before, _ = pre_commit(project, hooks, config, "--all-files")
    change(project / "api/types.yaml")
    after, said = pre_commit(project, hooks, config, "--all-files")

    assert (0, 1) == (before, after)
    assert "attrspec generate --spec api --out models" in said

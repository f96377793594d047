"""`attrspec init`: one command from an empty folder to a project that works."""

import importlib.util
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st
from offline import ROOT, environment, git
from offline import run as run_program

from attrspec import api
from attrspec.cli import main
from attrspec.start import FILES, is_package_name, package_name, project


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in an empty folder with a name that is known."""
    folder = tmp_path / "weather"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    """Return what a command does; an exception in it is a failure of the test."""
    return CliRunner().invoke(
        main, arguments, prog_name="attrspec", catch_exceptions=False
    )


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return all that is below a folder, with what is in files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def next_commands(printed: str) -> str:
    """Return the commands that are printed, as a script."""
    lines = printed.splitlines()
    return "\n".join(line for line in lines if line.startswith("  "))


# What is made


def test_empty_folder_becomes_a_project(folder: Path) -> None:
    """All that is written is listed, and nothing can be said against it."""
    result = run("init")
    generated = [path for path in tree(folder / "generated").values() if path]

    assert (0, "") == (result.exit_code, result.stderr)
    assert [
        *(f"wrote {path}" for path in sorted(FILES)),
        f"wrote generated ({len(generated) + 1} files)",
    ] == result.stdout.split("\n\n")[0].splitlines()
    for path in FILES:
        assert (folder / path).is_file()
    assert [
        ".github",
        ".gitignore",
        ".pre-commit-config.yaml",
        "generated",
        "spec",
    ] == (sorted(path.name for path in folder.iterdir()))
    assert "nothing to say\n" == run("lint").stdout
    assert 0 == run("check").exit_code
    assert 0 == run("generate").exit_code


def test_folder_is_made_where_there_is_none(folder: Path) -> None:
    """A folder that is named may be anywhere, and gives the package its name."""
    result = run("init", "new/my-weather")

    assert 0 == result.exit_code
    assert "wrote new/my-weather/spec/types.yaml\n" in result.stdout
    assert (folder / "new/my-weather/generated/my_weather_models").is_dir()


def test_other_files_stay(folder: Path) -> None:
    """A repository that has a README and more becomes a project as well."""
    for path in (".git/config", ".github/CODEOWNERS", "README.md", "pyproject.toml"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("mine")
    (folder / "spec").mkdir()
    before = tree(folder)

    assert 0 == run("init").exit_code
    assert before == {path: tree(folder)[path] for path in before}
    assert 0 == run("check").exit_code


def test_next_commands_succeed(folder: Path, tmp_path: Path) -> None:
    """What is printed at the end can be typed: the package is there then."""
    printed = run("init", "my weather").stdout
    env = environment(tmp_path / "home")
    make_venv = [sys.executable, "-m", "venv", "--without-pip"]
    run_program(*make_venv, tmp_path / "venv", cwd=folder, env=env)
    env["PATH"] = f"{tmp_path / 'venv/bin'}:{env['PATH']}"
    test = "python -c 'import my_weather_models as m; print(m.Report.__doc__)'"
    done = run_program(
        "sh", "-ec", f"{next_commands(printed)}\n{test}", cwd=folder, env=env
    )

    assert ["cd 'my weather'", "attrspec check"] == [
        line.strip() for line in next_commands(printed).splitlines()[:2]
    ]
    assert "What a weather station saw at one moment.\n" in done.stdout


@pytest.mark.parametrize("name", ["-x", "-", "a'b", "$(x)"])
def test_commands_fit_any_folder(name: str, folder: Path, tmp_path: Path) -> None:
    """A shell finds the folder, whatever it is called."""
    printed = run("init", "--", name).stdout
    change_folder = next_commands(printed).splitlines()[0]
    script = f"{change_folder}\npwd"
    done = run_program(
        "sh", "-ec", script, cwd=folder, env=environment(tmp_path / "home")
    )

    assert f"{folder / name}\n" == done.stdout


def test_generated_tests_pass(folder: Path) -> None:
    """The tests of the package hold from the first minute."""
    run("init")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]
    done = subprocess.run(
        command,
        cwd=folder / "generated",
        env={"PYTHONPATH": ".", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout
    assert " passed" in done.stdout


def test_spec_teaches(folder: Path) -> None:
    """The comments of the spec say what comes up first, and where the rest is."""
    run("init")
    text = (folder / "spec/types.yaml").read_text("utf-8")
    (report,) = api.load("spec").objects

    assert "# `?` says that the value may be null.\n" in text
    assert "# `optional` says that the key may be absent, which is not" in text
    assert "`attrspec keys`" in text
    assert [False, False, False, False, True] == [f.is_optional for f in report.fields]
    assert report.example is not None


def test_no_line_is_long(folder: Path) -> None:
    """What is written by hand from now on begins tidily."""
    run("init")

    for path in FILES:
        lines = (folder / path).read_text("utf-8").split("\n")
        assert [] == [line for line in lines if len(line) > 88 or line != line.rstrip()]
        assert "" == lines[-1] != lines[-2]


def test_templates_are_in_the_wheel(tmp_path: Path) -> None:
    """An attrspec that was installed begins projects, too."""
    env = environment(tmp_path / "home")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir"]
    run_program(*build, tmp_path, ROOT, cwd=tmp_path, env=env)
    (wheel,) = tmp_path.glob("attrspec-*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    assert {f"attrspec/templates/init/{name}" for name in FILES.values()} <= {*names}


# CI


def test_workflow_checks(folder: Path, tmp_path: Path) -> None:
    """The workflow is one that GitHub reads, and what it runs succeeds."""
    run("init")
    text = (folder / ".github/workflows/attrspec.yml").read_text("utf-8")
    workflow: Any = yaml.safe_load(text)
    checkout, python, install, check = workflow["jobs"]["check"]["steps"]
    env = environment(tmp_path / "home")
    done = run_program("sh", "-ec", check["run"], cwd=folder, env=env)

    assert {"persist-credentials": False} == checkout["with"]
    assert checkout["uses"].startswith("actions/checkout@")
    assert python["uses"].startswith("actions/setup-python@")
    assert f"python -m pip install attrspec=={version('attrspec')}" == install["run"]
    assert "attrspec check --format github" == check["run"]
    assert "::error" not in done.stdout
    assert {"contents": "read"} == workflow["permissions"]
    assert "${{" not in text


def test_pre_commit_entry_checks(folder: Path, tmp_path: Path) -> None:
    """The hook's command succeeds in the project."""
    run("init")
    text = (folder / ".pre-commit-config.yaml").read_text("utf-8")
    (source,) = yaml.safe_load(text)["repos"]
    (hook,) = source["hooks"]
    env = environment(tmp_path / "home")

    assert ("local", "system") == (source["repo"], hook["language"])
    run_program("sh", "-ec", hook["entry"], cwd=folder, env=env)


def test_pre_commit_runs(folder: Path, tmp_path: Path) -> None:
    """pre-commit takes the configuration, and lets the first commit pass."""
    if not importlib.util.find_spec("pre_commit"):
        pytest.skip("pre-commit is not installed")
    run("init")
    env = environment(tmp_path / "home")
    git("init", "--quiet", cwd=folder, env=env)
    git("add", "--all", cwd=folder, env=env)
    command = [sys.executable, "-m", "pre_commit", "run"]
    done = run_program(*command, cwd=folder, env=env)

    assert done.stdout.startswith("attrspec check.")
    assert done.stdout.endswith("Passed\n")


# Names


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("weather", "weather_models"),
        ("my-weather", "my_weather_models"),
        ("MyWeather", "my_weather_models"),
        ("2024 data", "api_2024_data_models"),
        ("class", "class_models"),
        ("Größe", "grosse_models"),
        ("天気", "api_models"),
        ("", "api_models"),
        ("_", "api_models"),
        ("weather-models", "weather_models"),
        ("x" * 200, "x" * 93 + "_models"),
    ],
)
def test_package_is_named_as_the_folder(name: str, package: str) -> None:
    """The name of a folder becomes one that Python can import."""
    assert package == package_name(name)


@given(st.text())
def test_any_folder_gives_a_name(name: str) -> None:
    """Whatever a folder is called, its package has a name that a spec may give."""
    package = package_name(name)

    assert is_package_name(package)
    assert package.endswith("_models")


@example("a_")
@settings(max_examples=25)
@given(st.from_regex(r"[a-z][a-z0-9_]{0,97}_[0-9]?", fullmatch=True))
def test_any_name_gives_a_spec(package: str) -> None:
    """Whatever the package is called, there is nothing to say about the spec."""
    with TemporaryDirectory() as name:
        (Path(name) / "spec").mkdir()
        for path, text in project(package, "1.0").items():
            if path.startswith("spec/"):
                (Path(name) / path).write_text(text, "utf-8")
        spec = api.load(Path(name) / "spec")

    assert package == spec.package.name
    assert [] == api.lint(spec)


def test_package_can_be_named(folder: Path) -> None:
    """`--package` says how the package is imported, and so how it is installed."""
    assert 0 == run("init", "--package", "sun_and_rain").exit_code
    assert "sun-and-rain" == api.load("spec").package.distribution
    assert (folder / "generated/sun_and_rain/models.py").is_file()


@pytest.mark.parametrize(
    "name", ["class", "2x", "my-weather", "Weather", "\x1b", "a/b"]
)
def test_name_that_cannot_be_imported_is_refused(name: str, folder: Path) -> None:
    """Such a name is said, without what would drive a terminal, and nothing is done."""
    result = run("init", "--package", name)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "is no import name such as weather_models" in result.stderr
    assert "\x1b" not in result.stderr
    assert {} == tree(folder)


@pytest.mark.parametrize("name", ["json", "attrs", "tests"])
def test_name_that_is_taken_is_refused(name: str, folder: Path) -> None:
    """A package that would hide another is refused, and nothing is done."""
    result = run("init", "--package", name)

    assert (2, "") == (result.exit_code, result.stdout)
    assert (
        f'error: "{name}" is a name that something else has: '
        "choose another with --package\n"
    ) == result.stderr
    assert {} == tree(folder)


# What is in the way


def test_second_init_is_refused(folder: Path) -> None:
    """A project is begun once; all that is there is named."""
    run("init")
    before = tree(folder)
    result = run("init")

    assert (2, "") == (result.exit_code, result.stdout)
    assert (
        f"error: there already: {', '.join(sorted(FILES))}, generated in .: "
        "move it away, or name another folder\n"
    ) == result.stderr
    assert before == tree(folder)


def make(path: Path, kind: str) -> None:
    """Make a file, a folder or a link with parents."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match kind:
        case "file":
            path.write_text("mine")
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("nothing" if kind == "dangling" else "/")


@pytest.mark.parametrize(
    ("path", "named"),
    [
        *((path, path) for path in FILES),
        *((path, path.split("/")[0]) for path in ("spec", "generated", ".github")),
        (".github/workflows", ".github/workflows"),
        ("spec/other.yaml", "spec"),
        ("generated/notes.txt", "generated"),
    ],
)
@pytest.mark.parametrize("kind", ["file", "link", "dangling"])
def test_what_is_in_the_way_is_named(
    path: str, named: str, kind: str, folder: Path
) -> None:
    """Where a file would meet another, or lead elsewhere, nothing is written."""
    make(folder / path, kind)
    before = tree(folder)
    result = run("init")

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"error: there already: {named} in .: " in result.stderr
    assert before == tree(folder)


@pytest.mark.parametrize("path", [".gitignore", "spec/types.yaml"])
def test_folder_in_place_of_a_file_is_in_the_way(path: str, folder: Path) -> None:
    """So is a folder that has the name of a file."""
    make(folder / path, "folder")
    result = run("init")

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"error: there already: {path} in .: " in result.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("file", "file is not a folder"),
        ("file/x", "file/x: Not a directory"),
        ("dangling", "dangling is a symbolic link to nothing"),
        ("loop", "loop is a symbolic link to nothing"),
        ("x" * 300, "File name too long"),
    ],
)
def test_folder_that_cannot_be_is_said(name: str, said: str, folder: Path) -> None:
    """A name that no folder can have is an error that says why."""
    make(folder / "file", "file")
    make(folder / "dangling", "dangling")
    (folder / "loop").symlink_to("loop")
    result = run("init", name)

    assert (2, "") == (result.exit_code, result.stdout)
    assert said in result.stderr
    assert ["dangling", "file", "loop"] == sorted(p.name for p in folder.iterdir())


def test_folder_behind_a_link_is_filled(folder: Path) -> None:
    """The folder itself may be reached by a link, and has the name of what it is."""
    (folder / "real").mkdir()
    (folder / "link").symlink_to("real")

    assert 0 == run("init", "link").exit_code
    assert (folder / "real/generated/real_models").is_dir()


def test_name_of_a_folder_drives_no_terminal() -> None:
    """What a folder is called is printed escaped."""
    result = run("init", "\x1b[31mred")

    assert 0 == result.exit_code
    assert "wrote \\x1b[31mred/.gitignore\n" in result.stdout
    assert "\x1b" not in result.stdout

"""`check`: what it finds, how it says so, and that what it says to do mends it."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from weather import TYPES, make_spec, replace, run, tree

import attrspec
from attrspec import Spec
from attrspec.output import MANIFEST

MODELS = "generated/weather_models/models.py"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in a folder with a spec and what was generated from it."""
    monkeypatch.chdir(tmp_path)
    make_spec(tmp_path)
    run("generate")
    return tmp_path


def changed_spec() -> None:
    """Add a field to the spec."""
    field = "      height: {type: integer, optional: true, doc: Above the sea.}\n"
    replace("spec/types.yaml", "    example:", f"{field}    example:")


# What is found


def test_nothing_to_mend_is_one_line() -> None:
    """Up to date is 0."""
    result = run("check")

    assert 0 == result.exit_code
    assert ("generated is what spec says\n", "") == (result.stdout, result.stderr)


def test_words_come_before_lines_and_the_command_last() -> None:
    """First what changed in words, then which files and how, last what to run."""
    changed_spec()
    result = run("check")
    lines = result.stdout.splitlines()

    assert (1, "") == (result.exit_code, result.stderr)
    assert [
        "generated is not what spec says",
        "  1 optional field added to Station: height",
        "",
        "  spec changed  README.md",
    ] == lines[:4]
    assert "--- weather_models/models.py (as it is)" == next(
        line for line in lines if line.startswith("---")
    )
    assert "+    height: int | None = None" in lines
    assert [
        "To mend this, run:",
        "  attrspec generate --spec spec --out generated",
    ] == lines[-2:]


def test_edit_is_shown_first_and_needs_force() -> None:
    """What a person did is shown before what the spec did."""
    changed_spec()
    replace("generated/README.md", "Weather", "Wether")
    lines = run("check").stdout.splitlines()
    first = next(line for line in lines if line.startswith("---"))

    assert "  edited by hand  README.md" in lines
    assert "--- README.md (as it is)" == first
    assert "  attrspec generate --spec spec --out generated --force" == lines[-1]


def test_other_generator_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another attrspec wrote is no edit, and its version is told."""
    replace(f"generated/{MANIFEST}", '"hash": "', '"hash": "0')
    replace(
        f"generated/{MANIFEST}",
        f'"version": "{attrspec.__version__}"',
        '"version": "0.0.9"',
    )
    same = run("check")
    files = {**attrspec.render(attrspec.load("spec")), "README.md": "other"}

    def render(spec: Spec) -> dict[str, str]:
        del spec
        return files

    monkeypatch.setattr("attrspec.pipeline.render", render)
    other = run("check")

    assert 0 == same.exit_code
    assert "note: written by attrspec 0.0.9, and this is" in same.stdout
    assert 1 == other.exit_code
    assert "  generator changed  README.md\n" in other.stdout


def test_many_changes_are_counted() -> None:
    """Twenty sentences are read, more are not."""
    for number in range(25):
        name = f"Station{number}"
        text = TYPES.replace("objects:\n", "").replace("Station", name)
        with Path("spec/types.yaml").open("a") as file:
            file.write(text)
    run("generate")
    replace("spec/types.yaml", "Name of the place", "What people call it")

    assert "  ... and 6 more changes: --full shows them" in run("check").stdout
    assert "... and" not in run("check", "--full").stdout


@pytest.mark.parametrize("full", [True, False])
def test_long_differences_are_cut(*, full: bool) -> None:
    """A hundred lines are enough to see what happened, unless `--full` is given."""
    for number in range(60):
        name = f"Station{number}"
        text = TYPES.replace("objects:\n", "").replace("Station", name)
        with Path("spec/types.yaml").open("a") as file:
            file.write(text)
    lines = run("check", *(["--full"] if full else [])).stdout.splitlines()

    assert full == (len(lines) > 1000)
    assert full == (not any("--full shows" in line for line in lines))


def test_comment_in_the_spec_is_no_drift() -> None:
    """If every file is right, the manifest alone breaks no build: it is a note."""
    with Path("spec/types.yaml").open("a") as file:
        file.write("# a comment\n")
    result = run("check")

    assert 0 == result.exit_code
    assert "note: every file is as it should be, and the manifest" in result.stdout
    assert run("generate").exit_code == 0
    assert "generated is what spec says\n" == run("check").stdout


def test_line_ends_are_explained() -> None:
    """A checkout with CRLF is fine, and it is said what happened to it."""
    for path in Path("generated").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    result = run("check")

    assert 0 == result.exit_code
    assert "the line ends differ and nothing else" in result.stdout


def test_spec_with_a_mistake_cannot_be_checked() -> None:
    """A mistake in the spec is 2, with its place."""
    replace("spec/types.yaml", "string", "sting")
    result = run("check")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "spec/types.yaml:6:15: error: unknown type" in result.stderr


def test_folder_that_was_not_generated_cannot_be_checked() -> None:
    """There is nothing to compare: 2, and what to run first."""
    for out in ("nothing", "empty"):
        Path("empty").mkdir(exist_ok=True)
        result = run("check", "--out", out)

        assert (2, "") == (result.exit_code, result.stdout)
        assert "run `attrspec generate`" in result.stderr


def test_check_writes_nothing(folder: Path) -> None:
    """Neither folder changes, whatever is found."""
    replace("generated/README.md", "Weather", "Wether")
    before = tree(folder)
    run("check")
    run("check", "--thorough")
    run("check", "--selftest")

    assert before == tree(folder)


# What mends it


def mend_it(out: str = "generated") -> str:
    """Run what `check` prints last in a shell, and return what that is."""
    first = run("check", "--out", out)
    command = first.stdout.splitlines()[-1].strip()
    script = f'attrspec() {{ {sys.executable} -m attrspec "$@"; }}\n{command}'
    subprocess.run(["/bin/sh", "-c", script], check=True)
    assert 1 == first.exit_code
    return command


@pytest.mark.parametrize("out", ["generated", "an output", "-output", "$(x)'"])
def test_command_mends_a_change_of_the_spec(out: str) -> None:
    """What a person copies into a shell makes `check` content, whatever the folder."""
    run("generate", "--out", out)
    changed_spec()
    mend_it(out)

    assert 0 == run("check", "--out", out).exit_code


def edit() -> None:
    """Edit a file."""
    replace("generated/README.md", "Weather", "Wether")


def lose() -> None:
    """Lose a file."""
    Path(MODELS).unlink()


def leave_over() -> None:
    """Add a file of types: modules of all types are then some for each file."""
    Path("spec/buoys.yaml").write_text(TYPES.replace("Station", "Buoy"))


def stray() -> None:
    """Bring back a file, as a merge can."""
    Path("generated/tests/test_buoys.py").write_text("mine")


def be_in_the_way() -> None:
    """Put a file where the spec is about to have one."""
    stray()
    leave_over()


def be_interrupted() -> None:
    """Leave what an interrupted run leaves."""
    Path("generated/.attrspec.journal").write_text('{"files": {}}')


@pytest.mark.parametrize(
    "happen", [edit, lose, leave_over, stray, be_in_the_way, be_interrupted]
)
def test_command_mends_whatever_happened(happen: object) -> None:
    """... and whatever the cause, or several of them at once."""
    assert callable(happen)
    happen()
    changed_spec()
    mend_it()

    assert 0 == run("check").exit_code
    assert 0 == run("check", "--thorough").exit_code


def test_command_loses_no_file_of_a_person() -> None:
    """What is in the way is moved, not removed."""
    be_in_the_way()
    mend_it()

    assert "mine" == Path("generated/tests/test_buoys.py.mine").read_text()


# How it is printed


def test_control_characters_are_not_printed() -> None:
    """What stands in a file is shown escaped: it does not drive the terminal."""
    replace("generated/README.md", "Weather", "\x1b[31mWeather\u202e")
    result = run("check")

    assert 1 == result.exit_code
    assert "\\x1b[31mWeather\\u202e" in result.stdout
    assert "\x1b" not in result.stdout


def test_commands_of_a_log_are_not_printed() -> None:
    """What stands in a file is no command to a CI system that keeps the log."""
    replace("spec/types.yaml", "A weather station.", '"::error::in the spec"')
    run("generate")
    replace("generated/README.md", "## Station", "##[group]x\r")
    lines = run("check").stdout.split("\n")

    assert r" \x3a:error::in the spec" in lines
    assert r"-\x23#[group]x\r" in lines


@pytest.mark.parametrize("format_", ["json", "github", "sarif", "junit"])
def test_machines_read_nothing_else(format_: str) -> None:
    """Standard output has what was asked for alone, also if nothing was found."""
    fine = run("check", "--format", format_)
    changed_spec()
    drift = run("check", "--format", format_)

    assert (0, 1) == (fine.exit_code, drift.exit_code)
    assert "To mend this" not in drift.stdout
    assert ("spec-changed" in drift.stdout) > ("spec-changed" in fine.stdout)
    if format_ in {"json", "sarif"}:
        assert json.loads(fine.stdout) is not None
        assert json.loads(drift.stdout)


def test_change_is_marked_where_the_spec_has_it() -> None:
    """On GitHub the annotation stands at the field that was added."""
    changed_spec()
    first = run("check", "--format", "github").stdout.splitlines()[0]

    assert first.startswith("::error file=spec/types.yaml,line=8,col=7,")
    assert "optional field added to Station" in first
    assert "run attrspec generate" in first


def test_every_file_is_a_finding_with_its_cause() -> None:
    """Machines are told file by file what happened."""
    edit()
    lose()
    stray()
    found = json.loads(run("check", "--format", "json").stdout)

    assert [
        ("generated/README.md", "edited-by-hand"),
        ("generated/tests/test_buoys.py", "orphan-file"),
        (MODELS, "missing-file"),
    ] == [(row["path"], row["rule"]) for row in found]


# The quick way and the thorough one


def test_edit_that_hides_is_seen_by_the_thorough_check() -> None:
    """Who edits a file and its hash deceives the quick check, which trusts hashes."""
    other = {**attrspec.render(attrspec.load("spec")), "README.md": "mine"}
    manifest = json.loads(other[MANIFEST])
    digest = hashlib.sha256(b"mine").hexdigest()
    manifest["files"]["README.md"] = digest
    attrspec.write({**other, MANIFEST: json.dumps(manifest)}, "generated")

    assert 0 == run("check").exit_code
    assert 1 == run("check", "--thorough").exit_code


def test_quick_check_needs_no_stage() -> None:
    """Without a change neither templates nor YAML nor cattrs is loaded."""
    program = (
        "import sys, attrspec; assert attrspec.check('spec', 'generated').is_current;"
        "sys.exit(any(m in sys.modules for m in ('yaml', 'jinja2', 'cattrs')))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert 0 == done.returncode


# Whether it can fail


def test_selftest_changes_a_byte_and_sees_it() -> None:
    """Each change to a copy is named, with what was found."""
    result = run("check", "--selftest")
    lines = result.stdout.splitlines()

    assert 0 == result.exit_code
    assert lines[0].startswith("a byte of ")
    assert "edited-by-hand" in lines[0]
    assert "check sees every change" == lines[-1]


def test_selftest_can_be_run_at_any_time() -> None:
    """What differs already does not hide that a change is seen."""
    changed_spec()
    edit()
    result = run("check", "--selftest")

    assert 0 == result.exit_code
    assert "types.yaml emptied: empty-file" in result.stdout.splitlines()


def test_selftest_sees_an_edit_of_an_edit() -> None:
    """A file that was edited already is changed by a byte like any other."""
    largest = run("check", "--selftest").stdout.splitlines()[0].split()[3].rstrip(":")
    with Path(f"generated/{largest}").open("a") as file:
        file.write("# an edit\n")
    lines = run("check", "--selftest").stdout.splitlines()

    assert f"a byte of {largest}: edited-by-hand {largest}" == lines[0]
    assert "check sees every change" == lines[-1]


def test_selftest_of_a_blind_check_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that finds nothing is found out."""
    drift = attrspec.check("spec", "generated")

    def check(*folders: Path, is_thorough: bool) -> attrspec.Drift:
        del folders, is_thorough
        return drift

    monkeypatch.setattr("attrspec.selftest.check", check)
    result = run("check", "--selftest")

    assert 1 == result.exit_code
    assert "not seen" in result.stdout
    assert "check does not see 4 changes" == result.stdout.splitlines()[-1]


# What is installed


@pytest.fixture
def installed(folder: Path) -> dict[str, str]:
    """Return an environment in which the package can be imported."""
    place = folder / "site"
    place.mkdir()
    (folder / "generated/weather_models").rename(place / "weather_models")
    run("generate")
    return {**os.environ, "PYTHONPATH": str(place)}


def check_installed(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Return what `check --installed` does in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "attrspec", "check", "--installed"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_installed_package_is_compared(installed: dict[str, str]) -> None:
    """What is installed is fine, until the spec moves on."""
    fine = check_installed(installed)
    changed_spec()
    run("generate")
    drift = check_installed(installed)

    assert (0, 1) == (fine.returncode, drift.returncode)
    assert "  1 optional field added to Station: height\n" in drift.stdout
    assert "python -m pip install --force-reinstall" in drift.stdout.splitlines()[-1]


def test_command_for_what_is_installed_names_folders_that_are_there(
    installed: dict[str, str], folder: Path
) -> None:
    """A stray module is removed, and an absolute folder is installed from as it is."""
    (folder / "site/weather_models/old.py").write_text("")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "attrspec", "check", "--installed"),
            *("--out", str(folder / "generated")),
        ],
        env=installed,
        capture_output=True,
        text=True,
        check=False,
    )
    command = done.stdout.splitlines()[-1]

    assert 1 == done.returncode
    assert command.startswith(f"  rm -- {folder}/site/weather_models/old.py && ")
    assert command.endswith(f" --no-deps {folder}/generated")


def test_package_that_is_not_installed_cannot_be_checked() -> None:
    """Without an installed package there is nothing to compare: 2."""
    result = run("check", "--installed")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "weather_models is not installed where attrspec runs" in result.stderr

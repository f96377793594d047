"""The commands: what they print, and where, and with which exit code they end."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from attrspec.cli import main

PACKAGE = """\
attrspec: 1
package: weather_models
distribution: weather-models
version: 1.0.0
title: Weather reports
"""

TYPES = """\
objects:
  Station:
    doc: A weather station.
    fields:
      name:
        type: string
        doc: Name of the place.
    example: {name: Zugspitze}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in a folder with a spec about which there is nothing to say."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/package.yaml").write_text(PACKAGE)
    (tmp_path / "spec/types.yaml").write_text(TYPES)
    return tmp_path


def run(*arguments: str) -> Result:
    """Return what a command does; an exception in it is a failure of the test."""
    return CliRunner().invoke(
        main, arguments, prog_name="attrspec", catch_exceptions=False
    )


def replace(path: str, old: str, new: str) -> None:
    """Replace text in a file."""
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


# Help


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_teaches(arguments: list[str]) -> None:
    """The help says what a spec is, names every command, and the exit codes."""
    result = run(*arguments)

    assert 0 == result.exit_code
    assert "A spec is a folder: package.yaml says" in result.stdout
    assert "Exit codes: 0 fine, 1 something was found, 2 cannot run." in result.stdout
    for command in main.commands:
        assert re.search(rf"(?m)^  {command} +\S", result.stdout)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_each_command_has_help(command: str) -> None:
    """A command says in a sentence what it does, and what each option is."""
    result = run(command, "--help")
    lines = result.stdout.splitlines()

    assert 0 == result.exit_code
    assert re.fullmatch(r"  [A-Z].*", lines[2])
    for line in lines:
        assert not re.fullmatch(r"  --?[a-z, -]+[A-Z]*", line)


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_help_names_the_defaults(command: str) -> None:
    """Folders are where the help says they are."""
    text = run(command, "--help").stdout

    assert "[default: spec]" in text
    assert "[default: text]" in text
    assert ("[default: generated]" in text) == (command != "lint")


def test_version_is_told() -> None:
    """`--version` tells the name and the version of the program."""
    assert re.fullmatch(r"attrspec, version \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generat"], "No such command 'generat'"),
        (["generate", "--forse"], "No such option"),
        (["generate", "x"], "unexpected extra argument"),
        (["lint", "--format", "xml"], "'xml' is not one of"),
        (["schema", "unions"], "'unions' is not one of"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], said: str) -> None:
    """Wrong arguments are said on standard error."""
    result = run(*arguments)

    assert 2 == result.exit_code
    assert said in result.stderr
    assert "" == result.stdout


# generate


def test_generate_says_what_it_did(folder: Path) -> None:
    """Written files are listed, then counted; another run finds nothing to do."""
    first, second = run("generate"), run("generate")
    *written, count = first.stdout.splitlines()
    files = sorted(tree(folder / "generated"))

    assert (0, "") == (first.exit_code, first.stderr)
    assert [f"wrote generated/{path}" for path in files] == written
    assert f"{len(files)} files changed, 0 as they were" == count
    assert 0 == second.exit_code
    assert f"0 files changed, {len(files)} as they were\n" == second.stdout


def test_generate_says_what_it_removed() -> None:
    """Files of a type that the spec has no more are listed as removed."""
    run("generate")
    replace("spec/types.yaml", "Station", "Buoy")
    result = run("generate")

    assert 0 == result.exit_code
    assert "removed generated/tests/test_station.py\n" in result.stdout
    assert "wrote generated/tests/test_buoy.py\n" in result.stdout


def test_generate_takes_folders(folder: Path) -> None:
    """A spec and an output may be anywhere."""
    (folder / "spec").rename(folder / "my spec")
    result = run("generate", "--spec", "my spec", "--out", str(folder / "a/b"))

    assert 0 == result.exit_code
    assert (folder / "a/b/weather_models/models.py").is_file()


def test_generate_refuses_a_mistake(folder: Path) -> None:
    """With a mistake in the spec nothing is written; findings go to standard error."""
    replace("spec/types.yaml", "string", "sting")
    result = run("generate")

    expected = """\
spec/types.yaml:6:15: error: unknown type "sting" (did you mean "string"?) \
[unknown-type]
1 error
"""

    assert (2, "", expected) == (result.exit_code, result.stdout, result.stderr)
    assert not (folder / "generated").exists()


def test_generate_lets_warnings_pass() -> None:
    """What could be better is the business of `lint`."""
    replace("spec/types.yaml", "    doc: A weather station.\n", "")
    result = run("generate")

    assert (0, "") == (result.exit_code, result.stderr)


def test_generate_keeps_edits_without_force() -> None:
    """An edit is named, with both ways out; `--force` overwrites it."""
    run("generate")
    replace("generated/README.md", "Weather", "Wether")
    refused = run("generate")
    forced = run("generate", "--force")

    assert (2, "") == (refused.exit_code, refused.stdout)
    assert "error: edited by hand: README.md in generated: " in refused.stderr
    assert "move the change to the spec" in refused.stderr
    assert "--force" in refused.stderr
    assert (0, "wrote generated/README.md") == (
        forced.exit_code,
        forced.stdout.splitlines()[0],
    )


# check


def test_check_of_what_was_generated() -> None:
    """Nothing to mend is one line and 0."""
    run("generate")
    result = run("check")

    assert 0 == result.exit_code
    assert ("generated is what spec says\n", "") == (result.stdout, result.stderr)


def test_check_prints_a_diff_and_the_command() -> None:
    """The diff goes to standard output, the command that mends it to standard error."""
    run("generate")
    replace("generated/weather_models/models.py", "    name: str", "    name: int")
    result = run("check")
    lines = result.stdout.splitlines()

    assert 1 == result.exit_code
    assert [
        "changed: weather_models/models.py",
        "--- weather_models/models.py (as it is)",
        "+++ weather_models/models.py (as the spec has it)",
    ] == lines[:3]
    assert "-    name: int" in lines
    assert "+    name: str" in lines
    assert (
        "1 file not as spec says. To mend this, run:\n"
        "  attrspec generate --spec spec --out generated --force\n"
    ) == result.stderr


def mended(out: str) -> int:
    """Return how `check` ends before and after the command that it prints."""
    first = run("check", "--out", out)
    assert 1 == first.exit_code
    name, *arguments = shlex.split(first.stderr.splitlines()[-1])
    assert "attrspec" == name
    run(*arguments)
    return run("check", "--out", out).exit_code


@pytest.mark.parametrize("out", ["generated", "an output", "-output", "$(x)'"])
def test_command_that_check_prints_mends(out: str) -> None:
    """What a person copies into a shell makes `check` content, whatever the folder."""
    run("generate", "--out", out)
    replace("spec/types.yaml", "Name of the place.", "The name of the place.")

    assert 0 == mended(out)


def test_command_that_check_prints_mends_edits() -> None:
    """... and it does so where the output was edited by hand."""
    run("generate")
    replace("generated/README.md", "Weather", "Wether")

    assert 0 == mended("generated")


def test_check_hides_no_control_characters() -> None:
    """What stands in a file is shown escaped: it does not drive the terminal."""
    run("generate")
    replace("generated/README.md", "Weather", "\x1b[31mWeather\u202e")
    result = run("check")

    assert 1 == result.exit_code
    assert "\\x1b[31mWeather\\u202e" in result.stdout
    assert "\x1b" not in result.stdout


def test_check_writes_nothing(folder: Path) -> None:
    """Neither folder changes, whatever is found."""
    run("generate")
    replace("generated/README.md", "Weather", "Wether")
    before = tree(folder)
    run("check")

    assert before == tree(folder)


@pytest.mark.parametrize("is_there", [True, False])
def test_check_of_a_folder_that_was_not_generated(
    folder: Path, *, is_there: bool
) -> None:
    """There is nothing to compare: 2, and what to run first."""
    if is_there:
        (folder / "generated").mkdir()
    result = run("check")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "run `attrspec generate`" in result.stderr


# lint


def test_lint_of_a_good_spec() -> None:
    """Nothing to say is said, and 0."""
    result = run("lint")

    assert (0, "nothing to say\n", "") == (
        result.exit_code,
        result.stdout,
        result.stderr,
    )


def test_lint_of_a_spec_that_could_be_better() -> None:
    """Warnings are 1."""
    replace("spec/types.yaml", "    doc: A weather station.\n", "")
    result = run("lint")

    expected = """\
spec/types.yaml:2:3: warning: Station has no documentation (add doc:) \
[undocumented-type]
1 warning
"""

    assert (1, "", expected) == (result.exit_code, result.stdout, result.stderr)


def test_lint_of_a_spec_that_contradicts_itself() -> None:
    """Errors are 2, with the warnings beside them."""
    replace("spec/types.yaml", "    doc: A weather station.\n", "")
    replace("spec/types.yaml", "Zugspitze", "2962")
    result = run("lint")

    assert 2 == result.exit_code
    assert "1 error and 1 warning" == result.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", ["lint", "generate", "check"])
def test_mistake_is_2_for_every_command(command: str) -> None:
    """A spec that cannot be read ends every command alike."""
    replace("spec/types.yaml", "string", "sting")

    assert 2 == run(command).exit_code


# What a machine may have against it


@pytest.mark.parametrize("command", ["lint", "generate", "check"])
@pytest.mark.parametrize(
    "spec", ["nothing here", "spec/types.yaml", "spec/types.yaml/x", "", "x\ny"]
)
def test_missing_spec_is_said(command: str, spec: str) -> None:
    """A folder that is none is an error that says which, and how to name another."""
    result = run(command, "--spec", spec)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "[no-spec]" in result.stderr
    assert 2 == len(result.stderr.splitlines())


@pytest.mark.parametrize("name", ["package.yaml", "types.yaml"])
def test_folder_in_place_of_a_file_is_said(folder: Path, name: str) -> None:
    """What cannot be opened is an error about that file."""
    (folder / "spec" / name).unlink()
    (folder / "spec" / name).mkdir()
    result = run("generate")

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"spec/{name}:1:1: error: " in result.stderr


def test_dangling_link_in_a_spec_is_said(folder: Path) -> None:
    """Nor is a link to nothing passed over in silence."""
    (folder / "spec/other.yaml").symlink_to(folder / "nothing")
    result = run("generate")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "spec/other.yaml:1:1: error: No such file" in result.stderr


@pytest.mark.parametrize("out", ["spec/types.yaml", "spec/types.yaml/x", "spec", "."])
def test_output_that_cannot_be_is_said(folder: Path, out: str) -> None:
    """A file, a folder below a file, and a folder of other things are refused."""
    before = tree(folder)
    result = run("generate", "--out", out)

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("error: ")
    assert before == tree(folder)


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", "--spec", LONG],
        ["generate", "--spec", f"spec/{LONG}/spec"],
        ["generate", "--out", LONG],
        ["generate", "--out", f"{LONG}/out"],
        ["check", "--out", LONG],
    ],
)
def test_name_that_the_system_refuses_is_said(arguments: list[str]) -> None:
    """A name that no file can have is an error like any other."""
    result = run(*arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "File name too long" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", "--spec", "closed"],
        ["lint", "--spec", "closed/spec"],
        ["generate", "--out", "closed"],
        ["generate", "--out", "closed/out"],
        ["check", "--out", "closed/out"],
    ],
)
@pytest.mark.parametrize("mode", [0, 0o500])
def test_folder_without_permission_is_said(
    arguments: list[str], mode: int, folder: Path
) -> None:
    """What may not be read or written ends with a sentence, not with a traceback."""
    unprivileged: list[str] = []
    if not os.getuid():  # who may do everything gives that up
        if not (setpriv := shutil.which("setpriv")):
            pytest.skip("root may read everything")
        unprivileged = [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    (folder / "closed").mkdir(mode=mode)
    done = subprocess.run(
        [*unprivileged, sys.executable, "-m", "attrspec", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    (folder / "closed").chmod(0o700)

    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


def test_reader_that_goes_away_is_no_error(folder: Path) -> None:
    """`attrspec check | head -1` ends without a traceback."""
    run("generate")
    for path in (folder / "generated").rglob("*.py"):
        path.write_text("x = 1\n" * 50_000)
    with subprocess.Popen(
        [sys.executable, "-m", "attrspec", "check"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert b"Traceback" not in said


# Formats

FUNNY = 'objects:\n  Station:\n    "a%,:\\r\\n::error::b": {}\n'


def test_json_has_every_finding() -> None:
    """Findings are a JSON array on standard output, and nothing else is there."""
    Path("spec/a,b:c%.yaml").write_text(FUNNY)
    replace("spec/types.yaml", "string", "sting")
    result = run("generate", "--format", "json")

    expected = [
        {
            "path": "spec/a,b:c%.yaml",
            "line": 3,
            "column": 5,
            "level": "error",
            "rule": "unknown-key",
            "message": 'unknown key "a%,:\r\n::error::b" in an object',
            "hint": "its keys are doc, example, fields, mixins, tag",
        },
        {
            "path": "spec/types.yaml",
            "line": 6,
            "column": 15,
            "level": "error",
            "rule": "unknown-type",
            "message": 'unknown type "sting"',
            "hint": 'did you mean "string"?',
        },
    ]

    assert 2 == result.exit_code
    assert "" == result.stderr
    assert expected == [
        row for row in json.loads(result.stdout) if "Station" not in str(row)
    ]


def test_json_of_nothing_is_an_empty_array() -> None:
    """A machine that reads JSON is given JSON."""
    result = run("lint", "--format", "json")

    assert (0, []) == (result.exit_code, json.loads(result.stdout))


def test_github_lines_are_escaped() -> None:
    """A text of the spec cannot end the line and begin a command of its own."""
    Path("spec/a,b:c%.yaml").write_text(FUNNY.replace("Station", "Buoy"))
    result = run("generate", "--format", "github")

    expected = (
        "::error file=spec/a%2Cb%3Ac%25.yaml,line=3,col=5,title=unknown-key::"
        'unknown key "a%25,:\\r\\n::error::b" in an object '
        "(its keys are doc, example, fields, mixins, tag)\n"
    )

    assert (2, expected, "") == (result.exit_code, result.stdout, result.stderr)


def test_github_of_nothing_is_nothing() -> None:
    """Workflow commands are lines; without findings there is none."""
    result = run("lint", "--format", "github")

    assert (0, "", "") == (result.exit_code, result.stdout, result.stderr)


@pytest.mark.parametrize("format_", ["text", "json", "github"])
def test_formats_tell_the_same(format_: str) -> None:
    """Exit codes do not depend on the format, and no hint is lost."""
    replace("spec/types.yaml", "string", "sting")
    result = run("generate", "--format", format_)

    assert 2 == result.exit_code
    assert "did you mean" in result.output


# schema and keys


@pytest.mark.parametrize("file", ["package", "types"])
def test_schema_is_json(file: str) -> None:
    """`schema` prints a JSON Schema and nothing else."""
    result = run("schema", file)

    assert 0 == result.exit_code
    assert f"attrspec {file} file" == json.loads(result.stdout)["title"]


def test_export_is_a_schema_of_all_types() -> None:
    """`export jsonschema` prints a definition of each type."""
    result = run("export", "jsonschema")
    schema = json.loads(result.stdout)

    assert 0 == result.exit_code
    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert "Station" in schema["$defs"]


def test_keys_is_markdown() -> None:
    """`keys` prints the key reference."""
    result = run("keys")

    assert 0 == result.exit_code
    assert result.stdout.startswith("# The spec language\n")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_program_does_as_the_function(command: str, folder: Path) -> None:
    """`python -m attrspec` prints and exits as the tests above have it."""
    more = {"schema": ["package"], "export": ["jsonschema"]}
    arguments = [command, *more.get(command, [])]
    run("generate")
    expected = run(*arguments)
    done = subprocess.run(
        [sys.executable, "-m", "attrspec", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert (expected.exit_code, expected.stdout, expected.stderr) == (
        done.returncode,
        done.stdout,
        done.stderr,
    )

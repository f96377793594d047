"""The commands: what they print, and where, and with which exit code they end."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from weather import TYPES, make_spec, replace, run, tree

from attrspec.cli import main
from attrspec.formats import FORMATS
from attrspec.language import OBJECT


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in a folder with a spec about which there is nothing to say."""
    monkeypatch.chdir(tmp_path)
    make_spec(tmp_path)
    return tmp_path


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
    text = " ".join(run(command, "--help").stdout.split())

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
    """Files of types that the spec has no more are listed as removed."""
    buoys = Path("spec/buoys.yaml")
    buoys.write_text(TYPES.replace("Station", "Buoy"))
    run("generate")
    buoys.unlink()
    result = run("generate")

    assert 0 == result.exit_code
    assert "removed generated/tests/test_buoys.py\n" in result.stdout
    assert "wrote generated/tests/test_models.py\n" in result.stdout


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

    assert (1, "") == (refused.exit_code, refused.stdout)
    assert "error: edited by hand: README.md in generated: " in refused.stderr
    assert "move the change to the spec" in refused.stderr
    assert "--force" in refused.stderr
    assert (0, "wrote generated/README.md") == (
        forced.exit_code,
        forced.stdout.splitlines()[0],
    )


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


def test_hidden_files_are_not_of_the_spec(folder: Path) -> None:
    """What editors keep beside a file that is open is passed over."""
    (folder / "spec/.#types.yaml").symlink_to("somebody@somewhere.1234")
    (folder / "spec/.types.yaml").write_text("half a")
    result = run("lint")

    assert (0, "nothing to say\n") == (result.exit_code, result.stdout)


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is full")
@pytest.mark.parametrize("command", ["keys", "lint", "check", "generate"])
def test_full_disk_is_said(command: str) -> None:
    """Where nothing can be printed it is said on the other stream, at the end."""
    run("generate")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "attrspec", command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert 2 == done.returncode
    assert (
        "error: cannot print: No space left on device" == done.stderr.splitlines()[-1]
    )
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

KEYS = "its keys are " + ", ".join(sorted(key.name for key in OBJECT.keys))

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
            "hint": KEYS,
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
        f"({KEYS})\n"
    )

    assert (2, expected, "") == (result.exit_code, result.stdout, result.stderr)


def test_github_of_nothing_is_nothing() -> None:
    """Workflow commands are lines; without findings there is none."""
    result = run("lint", "--format", "github")

    assert (0, "", "") == (result.exit_code, result.stdout, result.stderr)


@pytest.mark.parametrize("command", ["lint", "generate", "check"])
@pytest.mark.parametrize("format_", FORMATS)
def test_formats_tell_the_same(format_: str, command: str) -> None:
    """Exit codes do not depend on the format, and no hint is lost."""
    replace("spec/types.yaml", "string", "sting")
    result = run(command, "--format", format_)
    for_people, for_machines = result.stderr, result.stdout
    if format_ != "text":
        for_people, for_machines = for_machines, for_people

    assert 2 == result.exit_code
    assert "did you mean" in for_people
    assert "" == for_machines


@pytest.mark.parametrize("format_", FORMATS)
def test_warnings_have_every_format(format_: str) -> None:
    """What `lint` finds is printed as it is asked for, with 1 as ever."""
    replace("spec/types.yaml", "    doc: A weather station.\n", "")
    result = run("lint", "--format", format_)

    assert 1 == result.exit_code
    assert "undocumented-type" in result.output


@pytest.mark.parametrize("command", ["lint", "generate"])
def test_report_of_nothing_is_a_report(command: str) -> None:
    """A machine that reads a format is given it where nothing is wrong, and no more."""
    sarif = run(command, "--format", "sarif")
    junit = run(command, "--format", "junit")

    assert (0, []) == (sarif.exit_code, json.loads(sarif.stdout)["runs"][0]["results"])
    assert (0, "1") == (junit.exit_code, ET.fromstring(junit.stdout)[0].attrib["tests"])


def test_what_is_written_is_told_beside_a_report() -> None:
    """`generate` tells people which files it wrote where no machine reads it."""
    result = run("generate", "--format", "json")

    assert "[]\n" == result.stdout
    assert "wrote generated/README.md\n" in result.stderr
    assert result.stderr.endswith(" files changed, 0 as they were\n")


def test_name_of_a_folder_is_no_command(folder: Path) -> None:
    """Nor is the name of a file, which comes first in a line."""
    (folder / "spec").rename(folder / "::error::")
    (folder / "::error::/##[x].yaml").write_text("x: 1\n")
    mistake = run("generate", "--spec", "::error::")
    (folder / "::error::/##[x].yaml").unlink()
    written = run("generate", "--spec", "::error::", "--out", "##vso[x]")
    checked = run("check", "--spec", "::error::", "--out", "##vso[x]")

    assert mistake.stderr.startswith(r"\x3a:error::/\x23#[x].yaml:1:1: error: ")
    assert r"wrote \x23#vso[x]/README.md" in written.stdout.splitlines()
    assert "\\x23#vso[x] is what ::error:: says\n" == checked.stdout


def test_file_that_is_in_the_way_is_no_command(folder: Path) -> None:
    """Nor is what a command says that cannot run."""
    (folder / "##[x]").touch()
    result = run("generate", "--out", "##[x]")

    assert (2, "error: \\x23#[x] is not a folder\n") == (
        result.exit_code,
        result.stderr,
    )


def test_letters_that_a_stream_lacks_are_escaped(folder: Path) -> None:
    """What is printed to a program of another encoding is no traceback."""
    run("generate")
    replace("generated/README.md", "Weather", "→")
    done = subprocess.run(
        [sys.executable, "-m", "attrspec", "check"],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )

    assert 1 == done.returncode
    assert b"-# \\u2192 reports" in done.stdout.splitlines()
    assert b"Traceback" not in done.stderr


# Colour


def on_terminal(*arguments: str, **environment: str) -> str:
    """Return what the program prints to a terminal, with an environment of its own."""
    others = {name: os.environ[name] for name in os.environ if name != "NO_COLOR"}
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "attrspec", *arguments],
        env={**others, "TERM": "xterm", **environment},
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    ):
        os.close(follower)
        said = b""
        try:
            while data := os.read(leader, 65536):
                said += data
        except OSError:  # how Linux says that nobody is left to write
            pass
        os.close(leader)
    return said.decode().replace("\r\n", "\n")


@pytest.fixture
def drift() -> None:
    """A distribution with an edit, and a spec with a warning."""
    replace("spec/types.yaml", "    doc: A weather station.\n", "")
    run("generate")
    replace("generated/README.md", "Weather", "Wether\x1b[35m")


@pytest.mark.usefixtures("drift")
def test_terminal_is_coloured() -> None:
    """On a terminal a level and a diff have colours, and a place is bold."""
    expected = """\
\x1b[1mspec/types.yaml:2:3\x1b[0m: \x1b[33m\x1b[1mwarning\x1b[0m: Station has no \
documentation (add doc:) [undocumented-type]
1 warning
"""
    diff = on_terminal("check").splitlines()

    assert expected == on_terminal("lint")
    assert "\x1b[31m-# Wether\\x1b[35m reports\x1b[0m" in diff
    assert "\x1b[32m+# Weather reports\x1b[0m" in diff
    assert any(line.startswith("\x1b[36m@@ ") for line in diff)


@pytest.mark.usefixtures("drift")
@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=lambda e: next(iter(e))
)
@pytest.mark.parametrize("command", ["lint", "check"])
def test_terminal_may_refuse_colour(command: str, environment: dict[str, str]) -> None:
    """Where colour is not wanted there is none, and the same text."""
    result = run(command)
    text = on_terminal(command, **environment)

    assert "\x1b" not in text
    assert sorted(result.output.splitlines()) == sorted(text.splitlines())


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "text"])
def test_report_has_no_colour(format_: str) -> None:
    """What machines read is the same on a terminal."""
    replace("spec/types.yaml", "    doc: A weather station.\n", "")

    assert run("lint", "--format", format_).stdout == on_terminal(
        "lint", "--format", format_
    )


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


def test_export_is_safe_to_show() -> None:
    """Texts of a spec are in the schema, and a log or a terminal obeys none of them."""
    text = '"##[group]\\u009b31m\\u202e é"'
    replace("spec/types.yaml", "A weather station.", text)
    said = run("export", "jsonschema").stdout

    assert (
        "##[group]\x9b31m\u202e é"
        == json.loads(said)["$defs"]["Station"]["description"]
    )
    assert said.isascii()
    assert "##[" not in said


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

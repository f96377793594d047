"""How findings are printed: every reader gets what it expects, and no command."""

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import orjson
import pytest
from attrs import frozen
from drawn_findings import DIAGNOSTICS, drawn, is_safe
from hypothesis import example, given

from attrspec import Diagnostic, Level, Span, SpecError
from attrspec.diagnostics import console
from attrspec.formats import FORMATS

VERSION = metadata.version("attrspec")

GOLDENS = sorted((Path(__file__).parent / "formats").iterdir())
"""What the findings below are in each format, a file with the name of the format."""

SMALL = (
    Diagnostic(
        Span("spec/usage.yaml", 12, 15),
        "unknown-type",
        'unknown type "<integr>" & 100%',
        'did you mean "integer"?',
    ),
    Diagnostic(
        Span("spec/käse, 1.yaml", 2, 3),
        "undocumented-type",
        "Station has no documentation",
        level=Level.WARNING,
    ),
    Diagnostic(Span("spec/usage.yaml", 14, 1), "unknown-type", "##[group]\x1b[31m\r\n"),
)


@frozen
class Command:
    """A workflow command as GitHub documents it: a name, properties and data."""

    name: str
    properties: dict[str, str]
    data: str

    @classmethod
    def read(cls, line: str) -> Self:
        """Return the command that a line is."""
        head, separator, data = line.lstrip().removeprefix("::").partition("::")
        assert separator
        name, _, properties = head.partition(" ")
        pairs = [text.split("=", 1) for text in properties.split(",")]
        return cls(name, {k: unescaped(v, ":,") for k, v in pairs}, unescaped(data))


def unescaped(text: str, more: str = "") -> str:
    """Return a text in which GitHub has put characters for their numbers."""
    for character in f"\r\n{more}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def whole(text: str) -> str:
    """Return a text with an escape for each half of a surrogate pair."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def place(result: dict[str, Any]) -> tuple[str, int, int]:
    """Return the path, line and column of a result of SARIF."""
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"].removeprefix("file://")
    region = physical["region"]
    path = unquote(uri, errors="surrogatepass")
    return path, region["startLine"], region["startColumn"]


# A small example


def test_each_format_has_a_golden() -> None:
    """What a format looks like can be seen."""
    assert sorted(FORMATS) == [path.stem for path in GOLDENS]


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda path: path.name)
def test_example_is_printed(golden: Path, pytestconfig: pytest.Config) -> None:
    """A finding with a hint, a warning, and one that is dangerous, in each format."""
    text = FORMATS[golden.stem](SMALL) + "\n"
    if pytestconfig.getoption("--update-cases"):
        written = text.replace(f'"{VERSION}"', '"VERSION"')
        golden.write_text(written, "utf-8", newline="\n")

    assert golden.read_text("utf-8").replace('"VERSION"', f'"{VERSION}"') == text


def test_error_is_a_line_for_each_finding() -> None:
    """An error that nobody catches is the text format, in the order of the source."""
    assert FORMATS["text"](sorted(SMALL)) == str(SpecError(SMALL))


# No findings


@pytest.mark.parametrize(
    ("format_", "expected"), [("text", ""), ("json", "[]"), ("github", "")]
)
def test_nothing_is_printed_as_nothing(format_: str, expected: str) -> None:
    """Without findings, lines are no lines and an array is empty."""
    assert expected == FORMATS[format_](())


def test_sarif_of_nothing_has_no_results() -> None:
    """Without findings a SARIF log still says which tool has run."""
    (run,) = json.loads(FORMATS["sarif"](()))["runs"]

    assert {"name": "attrspec", "version": VERSION, "rules": []} == run["tool"][
        "driver"
    ]
    assert [] == run["results"]


def test_junit_of_nothing_is_a_test_that_passed() -> None:
    """Without findings a CI system is shown a test: none would look like a failure."""
    expected = """
<?xml version="1.0"?>
<testsuites>
  <testsuite name="attrspec" tests="1" failures="0" errors="0">
    <testcase classname="attrspec" name="no findings" />
  </testsuite>
</testsuites>
"""

    assert expected.strip() == FORMATS["junit"](())


# Any text


@drawn
@given(found=DIAGNOSTICS)
def test_text_is_a_safe_line_a_finding(found: list[Diagnostic]) -> None:
    """Each finding is one line, which is no command."""
    text = FORMATS["text"](found)

    assert [str(d) for d in found] == text.splitlines()
    assert is_safe(text)


@drawn
@given(found=DIAGNOSTICS)
def test_json_gives_the_findings_back(found: list[Diagnostic]) -> None:
    """What is read from the JSON is what was found, and any JSON reader can."""
    text = FORMATS["json"](found)

    expected = [
        {
            "path": whole(d.span.path),
            "line": d.span.line,
            "column": d.span.column,
            "level": d.level.value,
            "rule": whole(d.rule),
            "message": whole(d.message),
            "hint": whole(d.hint),
        }
        for d in found
    ]

    assert expected == json.loads(text)
    assert expected == orjson.loads(text)
    assert text.isascii()
    assert is_safe(text)


@drawn
@given(found=DIAGNOSTICS)
@example(found=[Diagnostic(Span("::", 1, 1), "x::", "::", "%0A::error::")])
def test_github_reads_a_command_a_finding(found: list[Diagnostic]) -> None:
    """GitHub finds as many commands as there are findings, with what they say."""
    lines = FORMATS["github"](found).split("\n") if found else []

    expected = [
        Command(
            d.level.value,
            {
                "file": console(d.span.path),
                "line": str(d.span.line),
                "col": str(d.span.column),
                "title": console(d.rule),
            },
            console(d.sentence),
        )
        for d in found
    ]

    assert expected == [Command.read(line) for line in lines]
    assert all(is_safe(line.removeprefix("::")) for line in lines)


@drawn
@given(found=DIAGNOSTICS)
def test_sarif_has_a_result_a_finding(found: list[Diagnostic]) -> None:
    """Each result has its rule, its place and what was said, escaped for people."""
    text = FORMATS["sarif"](found)
    (run,) = json.loads(text)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    expected = [
        (
            console(d.rule),
            d.level.value,
            console(d.sentence),
            (d.span.path, d.span.line, d.span.column),
        )
        for d in found
    ]

    assert expected == [
        (rules[r["ruleIndex"]], r["level"], r["message"]["text"], place(r))
        for r in run["results"]
    ]
    assert [r["ruleId"] for r in run["results"]] == [rule for rule, *_ in expected]
    assert sorted({console(d.rule) for d in found}) == rules
    assert text.isascii()
    assert is_safe(text)


@drawn
@given(found=DIAGNOSTICS)
def test_junit_has_a_failure_a_finding(found: list[Diagnostic]) -> None:
    """Each failure has its place and what was said, escaped for people."""
    text = FORMATS["junit"](found)
    (suite,) = ET.fromstring(text)
    failures = list(suite.iter("failure"))

    expected = [
        (
            (console(d.span.path), str(d.span.line)),
            (console(d.sentence), console(d.rule)),
            str(d),
        )
        for d in found
    ]

    assert expected == [
        (
            (case.attrib["file"], case.attrib["line"]),
            (failure.attrib["message"], failure.attrib["type"]),
            failure.text,
        )
        for case in suite
        for failure in case
    ]
    assert str(len(failures)) == suite.attrib["failures"]
    assert str(len(failures) or 1) == suite.attrib["tests"] == str(len(suite))
    assert text.isascii()
    assert is_safe(text)


# SARIF


def fingerprints(*found: Diagnostic) -> list[str]:
    """Return the fingerprint of each result."""
    (run,) = json.loads(FORMATS["sarif"](found))["runs"]
    return [result["partialFingerprints"]["attrspec/v1"] for result in run["results"]]


def at(line: int, rule: str = "r", message: str = "m", path: str = "p") -> Diagnostic:
    """Return a finding."""
    return Diagnostic(Span(path, line, 1), rule, message)


def test_fingerprint_stays_when_lines_move() -> None:
    """A finding is known again in another line, and in a file with another name."""
    assert fingerprints(at(1)) == fingerprints(at(7)) == fingerprints(at(1, path="q"))


def test_fingerprints_differ() -> None:
    """A finding with another rule or message is another, and so is one more of them."""
    found = [at(1), at(1, "r2"), at(1, message="m2"), at(2), at(1, "rm", "")]

    assert len(found) == len(set(fingerprints(*found)))


def test_fingerprint_does_not_count_across_files() -> None:
    """What is found in one file changes nothing about another."""
    (alone,) = fingerprints(at(1, path="b"))

    assert alone == fingerprints(at(1, path="a"), at(1, path="b"))[1]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("spec/a b#c?.yaml", "spec/a%20b%23c%3F.yaml"),
        ("c:/x%41.yaml", "c%3A/x%2541.yaml"),
        ("../spec/é.yaml", "../spec/%C3%A9.yaml"),
        ("/spec/x.yaml", "file:///spec/x.yaml"),
        ("//host/x.yaml", "file:////host/x.yaml"),
        ("\udc80", "%ED%B2%80"),
    ],
)
def test_uri_of_a_path(path: str, uri: str) -> None:
    """A path is a relative reference as long as it is relative, whatever is in it."""
    (run,) = json.loads(FORMATS["sarif"]([at(1, path=path)]))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]

    assert uri == location["artifactLocation"]["uri"]


# JUnit


def test_tests_have_different_names() -> None:
    """Two findings in one place are two tests: GitLab would pass over the second."""
    found = [at(1, message=message) for message in ("one", "two", "three")]
    (suite,) = ET.fromstring(FORMATS["junit"](found))

    assert ["r at 1:1", "r at 1:1 (2)", "r at 1:1 (3)"] == [
        case.attrib["name"] for case in suite
    ]

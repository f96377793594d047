"""What people are shown: lines that nothing obeys, in colour on a terminal."""

from io import BytesIO, StringIO, TextIOWrapper
from time import sleep

import click
import pytest
from attrs import evolve
from drawn_findings import DIAGNOSTICS, TEXTS, drawn, is_safe
from hypothesis import given

from attrspec import Diagnostic, Level, Span
from attrspec.diagnostics import console, printable
from attrspec.terminal import (
    is_colourful,
    say,
    show_all,
    step,
    styled_diff,
    styled_error,
    styled_finding,
)

# Lines for people


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("\ufe0f:\ufe0f:error::x", "\ufe0f\\x3a\ufe0f:error::x"),
        (":::", r"\x3a::"),
        ("##[group]x", r"\x23#[group]x"),
        ("x ###[group]", r"x #\x23#[group]"),
        ("##vso[task.complete]##[x]", r"\x23#vso[task.complete]\x23#[x]"),
        ("a ##teamcity[x]", r"a \x23#teamcity[x]"),
        ("#\ufe0f#v\ufe0fso[x]", "\\x23\ufe0f#v\ufe0fso[x]"),
        ("a\n::error::\r\u2028\t", r"a\n::error::\r\u2028\t"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\x1b::error::", r"\x1b::error::"),
    ],
)
def test_dangerous_line_is_escaped(text: str, shown: str) -> None:
    """What a terminal or a CI system would obey is made visible, and no more."""
    assert shown == console(text)


@pytest.mark.parametrize(
    "text",
    [
        "spec/usage.yaml:12:15: error: unknown key [unknown-key]",
        "a::b ::c:: : :x",
        ": :",
        "## [Heading](#heading) #[x] #1 ##",
        "+::error::",
        "Größe ≥ 3 ⚠️ 日本語 😀 é",
        "\\x3a:",
        "",
    ],
)
def test_ordinary_line_stays(text: str) -> None:
    """What nothing obeys is shown as it is."""
    assert text == console(text)


@drawn
@given(text=TEXTS)
def test_no_line_is_a_command(text: str) -> None:
    """Whatever a text is, people are shown one line that nothing obeys."""
    assert is_safe(console(text))
    assert "\n" not in console(text)


@drawn
@given(text=TEXTS)
def test_what_is_escaped_stays(text: str) -> None:
    """A line may go through twice."""
    assert console(text) == console(console(text))


@drawn
@given(text=TEXTS)
def test_no_more_is_escaped_than_commands(text: str) -> None:
    """Beyond what is not printable, only number signs and one colon are escaped."""
    shown = console(text).replace("\\x23", "#").replace("\\x3a", ":", 1)

    assert printable(text).replace("\\x23", "#").replace("\\x3a", ":", 1) == shown


# Colour


class Terminal(StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, True),
        ({"TERM": "xterm-256color"}, True),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "0"}, False),
        ({"NO_COLOR": "1", "TERM": "xterm"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_terminal_has_colour(environment: dict[str, str], *, expected: bool) -> None:
    """A terminal is colourful unless its user says no; anything else never is."""
    assert expected == is_colourful(Terminal(), environment)
    assert not is_colourful(StringIO(), environment)


def test_finding_is_coloured() -> None:
    """The place is bold, an error red and a warning yellow, and nothing behind them."""
    error = Diagnostic(Span("x.yaml", 1, 2), "rule", "not y.yaml:3:4: error: z")
    warning = evolve(error, level=Level.WARNING)
    place, rest = "\x1b[1mx.yaml:1:2\x1b[0m", "not y.yaml:3:4: error: z [rule]"

    assert f"{place}: \x1b[31m\x1b[1merror\x1b[0m: {rest}" == styled_finding(str(error))
    assert f"{place}: \x1b[33m\x1b[1mwarning\x1b[0m: {rest}" == styled_finding(
        str(warning)
    )


@pytest.mark.parametrize(
    ("line", "styled"),
    [
        ("+x", "\x1b[32m+x\x1b[0m"),
        ("-x", "\x1b[31m-x\x1b[0m"),
        ("@@ -1 +1 @@", "\x1b[36m@@ -1 +1 @@\x1b[0m"),
        (" x", " x"),
        ("", ""),
    ],
)
def test_diff_is_coloured(line: str, styled: str) -> None:
    """What is added is green, what is taken away red, and where that is cyan."""
    assert styled == styled_diff(line)


def test_error_is_coloured() -> None:
    """What cannot be done is told with a red word."""
    assert "\x1b[31m\x1b[1merror\x1b[0m: a: b" == styled_error("error: a: b")


@drawn
@given(found=DIAGNOSTICS, text=TEXTS)
def test_colour_changes_no_text(found: list[Diagnostic], text: str) -> None:
    """Without the colours a line is what it is without colours."""
    for line in [*map(str, found), console(text)]:
        for style in (styled_finding, styled_error, styled_diff):
            assert line == click.unstyle(style(line))


def test_colour_comes_after_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours that a text brings along are shown, not obeyed."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    say("+\x1b[31m", err=True, style=styled_diff)
    say("+\x1b[31m", err=True)

    assert "\x1b[32m+\\x1b[31m\x1b[0m\n+\\x1b[31m\n" == stream.getvalue()


def test_unencodable_is_escaped() -> None:
    """A stream that has no character for a letter shows the letter by its number."""
    data = BytesIO()
    stream = TextIOWrapper(data, encoding="cp1252")
    show_all(stream)
    stream.write("é →")
    stream.flush()

    assert "é \\u2192".encode("cp1252") == data.getvalue()


# Progress


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a terminal that can wipe a line."""
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def until_told(terminal: Terminal) -> None:
    """Take as long as it takes until something is said."""
    while "..." not in terminal.getvalue():
        sleep(0.01)


def test_long_step_is_told_and_wiped(terminal: Terminal) -> None:
    """On a terminal it is said what takes long, and nothing of it stays on the line."""
    with step("reading spec\x1b[31m", terminal, after=0.0):
        until_told(terminal)

    assert r"reading spec\x1b[31m ... 0 s" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_step_that_fails_is_wiped(terminal: Terminal) -> None:
    """An error is printed on a line of its own."""
    failing = step("reading", terminal, after=0.0)
    failing.__enter__()
    until_told(terminal)

    assert not failing.__exit__(ValueError, ValueError("wrong"), None)
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_short_step_is_not_told(terminal: Terminal) -> None:
    """What is done in less than a second needs no words."""
    with step("reading", terminal):
        pass

    assert "" == terminal.getvalue()


def test_nothing_is_told_to_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, a pipe and a terminal that wipes no line get no word of progress."""
    file, dumb = StringIO(), Terminal()
    with step("reading", file, after=0.0):
        sleep(0.02)
    monkeypatch.setenv("TERM", "dumb")
    with step("reading", dumb, after=0.0):
        sleep(0.02)

    assert ["", ""] == [file.getvalue(), dumb.getvalue()]

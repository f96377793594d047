"""Text of a spec becomes Python that says the same, and nothing else."""

import ast
import keyword
from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from attrspec.diagnostics import printable
from attrspec.python import Code, code, docstring, identifier, normalized, string

Reformatted: TypeAlias = Callable[[Sequence[str]], list[tuple[str, str]]]

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Where an example is a process, it is not made smaller: what fails is shown alone."""

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    # What would end a literal or a docstring, or begin something else.
    st.text(
        st.sampled_from("\"'\\\n\r\t \0\x1b{}#%a\u2028\u202e\ufeff\x85é\U0001f600")
    ),
)
DOCUMENTS = st.one_of(
    TEXTS,
    st.lists(
        st.sampled_from(
            [
                *("word", "longer-than-others", '"""', "\\", "\n", "\n\n", "\n    "),
                *("- ", "`code`", '"quoted"', "\t", "e\u0301", "\u3000", "\x0c", "# "),
            ]
        ),
        max_size=40,
    ).map(" ".join),
).filter(normalized)


@given(text=TEXTS)
@example(text="\"'")
@example(text="\\")
@example(text="\r\n")
@example(text="\u202e\u2066")
def test_literal_means_the_text(text: str) -> None:
    """Python reads a literal back as the text it was made from."""
    assert text == ast.literal_eval(string(text))


@given(text=TEXTS)
def test_literal_is_one_visible_line(text: str) -> None:
    """No control or formatting character reaches a file: nothing hides in it."""
    assert printable(string(text)) == string(text)


def documented(text: str, indent: int) -> str:
    """Return a module in which *text* is the docstring of a function."""
    outer = "".join(f"{' ' * n}class C:\n" for n in range(0, indent - 4, 4))
    pad = " " * (indent - 4)
    doc = docstring(text, indent)
    return f"{outer}{pad}def f() -> None:\n{pad}    {doc}\n"


def doc_of(module: str) -> str | None:
    """Return the docstring of the only function in *module*."""
    functions = [
        node
        for node in ast.walk(ast.parse(module))
        if isinstance(node, ast.FunctionDef)
    ]
    return ast.get_docstring(functions[0])


@given(text=DOCUMENTS, indent=st.sampled_from([4, 8]))
@example(text='ends with "', indent=4)
@example(text="ends with \\", indent=4)
@example(text='"""', indent=4)
@example(text='""""""', indent=4)
@example(text="\\N{DASH} \\x41 \\u0041 \\\n", indent=4)
@example(text="a" * 78 + " b", indent=4)
@example(text="a" * 79, indent=4)
@example(text="\0", indent=4)
def test_docstring_has_the_words_of_the_text(text: str, indent: int) -> None:
    """A docstring says what the text says, word for word, however it is filled."""
    doc = doc_of(documented(text, indent))

    assert doc is not None
    assert normalized(text).split() == doc.split()


@given(text=DOCUMENTS)
@example(text="\x1fa")
@example(text="a" * 16 + "\t" + "b" * 55)
@example(text="a" * 16 + "   " + "b" * 57 + "  c")
def test_docstring_that_is_read_back_is_the_same_docstring(text: str) -> None:
    """Filling a text that is filled moves nothing."""
    doc = doc_of(documented(text, 4))

    assert doc is not None
    assert docstring(text, 4) == docstring(doc, 4)


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "A paragraph.\n\nAnother one.",
        "A list:\n\n- one\n- two\n  and more",
        "Code:\n\n    x = 1\n    y = 2\n\nAnd text.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> quoted\n> text",
        "# Heading\n\nText with \\d and `a\"b` and 'c'.",
    ],
)
def test_docstring_gives_the_text_back(text: str) -> None:
    """Paragraphs, lists, tables and code come back line for line."""
    assert text == doc_of(documented(text, 4))


@given(text=DOCUMENTS, indent=st.sampled_from([0, 4, 8]))
def test_only_line_feeds_control_a_docstring(text: str, indent: int) -> None:
    """A docstring has no control or formatting character but LF."""
    lines = docstring(text, indent).split("\n")

    assert [printable(line) for line in lines] == lines


@given(text=DOCUMENTS)
def test_docstring_is_filled_to_the_line(text: str) -> None:
    """A line is longer than 88 columns only where it is one word, or escaped."""
    marks = ("", " ", "-", "*", "|", ">", "#", "`")
    if all(row[:1] not in marks for row in normalized(text).split("\n") if row):
        for line in documented(text, 4).split("\n"):
            assert len(line) <= 88 or len(line.split()) == 1 or "\\" in line


@settings(max_examples=30, phases=PHASES)
@given(texts=st.lists(DOCUMENTS, min_size=20, max_size=20))
def test_formatter_leaves_docstrings_alone(
    texts: list[str], reformatted: Reformatted
) -> None:
    """`ruff format` has nothing to change in a docstring."""
    assert [] == reformatted([documented(text, 4).rstrip("\n") for text in texts])


@settings(max_examples=30, phases=PHASES)
@given(texts=st.lists(TEXTS, min_size=20, max_size=20))
def test_formatter_leaves_literals_alone(
    texts: list[str], reformatted: Reformatted
) -> None:
    """`ruff format` has nothing to change in a literal: quotes are those it takes."""
    assert [] == reformatted([f"x = {string(text)}" for text in texts])


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a b",
        "a.b",
        "1a",
        "a-b",
        "a\n",
        "a;b",
        "größe",
        "\u00aa",
        "a()",
        "\uff41",
    ],
)
def test_identifier_refuses_what_is_no_name(name: str) -> None:
    """Spaces, dots, line ends and letters beyond ASCII are in no name."""
    with pytest.raises(ValueError, match="is no Python name"):
        identifier(name)


@pytest.mark.parametrize("name", keyword.kwlist)
def test_identifier_refuses_keywords(name: str) -> None:
    """A keyword is no name, although str.isidentifier says so."""
    with pytest.raises(ValueError, match="is no Python name"):
        identifier(name)


@given(name=TEXTS)
def test_identifier_is_a_name_or_refused(name: str) -> None:
    """What `identifier` lets through, Python reads as that very name."""
    try:
        made = identifier(name)
    except ValueError:
        return
    node = ast.parse(made, mode="eval").body

    assert isinstance(node, ast.Name)
    assert name == node.id


def test_only_code_fits_into_code() -> None:
    """A plain text is refused where code is filled in, and so is a clever subclass."""

    class Forged(Code):
        """Code that was not made by a constructor."""

    plain: object = "import os"
    parts = [plain, Forged("import os")]

    assert "f(x)" == code("{}({})", identifier("f"), identifier("x"))
    for part in parts:
        with pytest.raises(TypeError, match="only code fits"):
            code("{}", part)  # type: ignore[arg-type]


def test_code_is_not_filled_twice() -> None:
    """Braces in a literal stay what they are when it is filled into a template."""
    first = code("f({})", string("{} {0} {x}"))

    assert 'g(f("{} {0} {x}"))' == code("g({})", first)

"""Text in Markdown and TOML says what it says, and is no structure of the document."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrspec.documents import code_span, heading, prose, table_cell, toml_string

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "text",
    [
        "A paragraph,\nof two lines.\n\nAnother with `code`, *emphasis*, **more**.",
        "- a list\n- with `a | b`, `<b>`, `a](b)` and ``a ` b``\n  and more",
        "1. one\n2. two",
        "> quoted",
        "#hashtag, C#, a ~ b, [a] (b), \\d and 1 > 0 - 1 = -1",
    ],
)
def test_prose_is_left_as_it_is(text: str) -> None:
    """What stays inside of its paragraph is Markdown."""
    assert text == prose(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        *(("# Title", "\\# Title"), ("> - ## Title", "> - \\## Title"), ("#", "\\#")),
        *(("Title\n===", "Title\n\\==="), ("Title\n-", "Title\n\\-")),
        ("Title\n:-:", "Title\n\\:-:"),
        *(("```\nx\n```", "\\`\\`\\`\nx\n\\`\\`\\`"), ("~~~", "\\~~~")),
        *(("[a](b)", "[a\\](b)"), ("[a]: b", "[a\\]: b"), ("![a][b]", "![a\\][b]")),
        *(("<b>", "&lt;b>"), ("<!-- x", "&lt;!-- x"), ("&lt;", "&amp;lt;")),
        *(("a | b", "a \\| b"), ("\\`", "\\\\\\`"), ("a\\", "a\\\\"), ("\\*", "\\\\*")),
        *(("`a\nb`", "\\`a\nb\\`"), ("`a``", "\\`a\\`\\`"), ("`\\`", "`\\`")),
        *(
            ("a\x1b[31m", "a\\x1b[31m"),
            ("a\u202eb", "a\\u202eb"),
            (">>> x", "\\\\>>> x"),
        ),
    ],
)
def test_structure_in_prose_is_escaped(text: str, printed: str) -> None:
    """What would begin something else shows as it was written."""
    assert printed == prose(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        *(("a | b", "a \\| b"), ("`a | b`", "`a \\| b`"), ("\\|", "\\\\\\|")),
        *(("`a\\|b`", "\\`a\\\\\\|b\\`"), ("a\nb\n\nc", "a b c")),
    ],
)
def test_cell_has_no_bar(text: str, printed: str) -> None:
    """A bar in a cell is escaped, in code too, unless readers would differ."""
    assert printed == table_cell(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        *(("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", "`a\\|b`")),
        *(("<b>", "`<b>`"), ("\\", "`\\`"), ("a\\|b", "a\\\\\\|b"), ("a\nb", "`a b`")),
    ],
)
def test_code_span_is_the_text(text: str, printed: str) -> None:
    """Code has as many backticks around it as it needs."""
    assert printed == code_span(text)


@pytest.mark.parametrize(
    ("text", "printed"), [("C #", "C \\#"), ("# C", "# C"), ("a\n`b", "a \\`b")]
)
def test_heading_is_one_line(text: str, printed: str) -> None:
    """Number signs at the end of a heading are part of it."""
    assert printed == heading(text)


@given(text=TEXTS)
def test_toml_gives_the_text_back(text: str) -> None:
    """A string of TOML means the text, whatever that is."""
    assert {"x": text} == tomllib.loads(f"x = {toml_string(text)}")

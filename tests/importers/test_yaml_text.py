"""How YAML is written: readable, and read back as what it was."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrspec.importers.yaml_text import WIDTH, block, scalar
from attrspec.source import JsonValue, load, plain

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SIGNS = st.text(string.punctuation + " ab1", max_size=12)
KEYS = st.one_of(TEXTS, SIGNS)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    SIGNS,
    st.sampled_from(
        ["no", "null", "~", "1e3", "0x1f", "12:30", "- a", "a: b", "#", ""]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


def without_docs(value: JsonValue) -> JsonValue:
    """Return a value in which nothing is documentation, which may be wrapped anew."""
    match value:
        case dict():
            return {k: without_docs(v) for k, v in value.items() if k != "doc"}
        case list():
            return [without_docs(item) for item in value]
        case _:
            return value


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_what_is_written_is_read(value: dict[str, JsonValue]) -> None:
    """Any JSON is read back from the YAML that it is written as."""
    written = without_docs(value)
    assert isinstance(written, dict)
    text = "\n".join([*block(written), ""]) if written else "{}"

    assert written == plain(load(text.encode(), "x.yaml"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain text, with a comma", "plain text, with a comma"),
        ("list[Place?]", "list[Place?]"),
        ('"auto"', "'\"auto\"'"),
        ("no", "no"),
        ("null", '"null"'),
        ("12", '"12"'),
        ("1.0.0", "1.0.0"),
        ("a: b", '"a: b"'),
        ("- a", '"- a"'),
        ("", '""'),
        ("a\u2028b", '"a\\u2028b"'),
    ],
)
def test_quotes_stand_where_they_must(text: str, written: str) -> None:
    """Text is in quotes only where YAML would read something else."""
    assert written == scalar(text)


def test_lists_are_in_brackets_where_they_fit() -> None:
    """A short list is a line, a long one a line for each item."""
    short: list[JsonValue] = ["a", "b"]
    long: list[JsonValue] = [f"value number {n}" for n in range(9)]
    lines = list(block({"values": short, "members": long}))

    assert ["values: [a, b]", "members:", "  - value number 0"] == lines[:3]
    assert all(len(line) <= WIDTH for line in lines)


def test_documentation_is_wrapped_and_code_is_not() -> None:
    """Prose has lines of a readable length; code, tables and lists stay as they are."""
    word = "word " * 30
    text = f"{word}\n\n- {word}\n- short\n\n```python\n{'x' * 100}\n```\n| a | b |\n"
    lines = list(block({"doc": text}))

    assert "doc: |" == lines[0]
    assert f"  {'x' * 100}" in lines
    assert "  | a | b |" == lines[-1]
    assert "  - short" in lines
    assert all(len(line) <= WIDTH for line in lines if "x" not in line)
    assert "    word word" in "\n".join(lines)


@pytest.mark.parametrize("text", ["Short.", "One: two.", "A `b`.", "`b`", "é\u0007"])
def test_short_documentation_is_a_line_where_it_can_be(text: str) -> None:
    """Documentation is read back, whichever way it is written."""
    lines = [*block({"doc": text}), ""]
    read = plain(load("\n".join(lines).encode(), "x.yaml"))

    assert isinstance(read, dict)
    assert text == str(read["doc"]).strip()

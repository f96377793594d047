"""Code is broken into lines as `ruff format` breaks it, and imports are sorted."""

import ast
import json
import keyword
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from attrspec.imports import Imports, sort_key
from attrspec.layout import (
    Boolean,
    Bracketed,
    Comparison,
    Comprehension,
    Conditional,
    FromImport,
    Labelled,
    Lambda,
    Layout,
    Named,
    Subscript,
    array,
    call,
    lay_out,
    literal,
    table,
)
from attrspec.python import Code, code, identifier, string
from attrspec.source import JsonValue

Reformatted: TypeAlias = Callable[[Sequence[str]], list[tuple[str, str]]]

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Where an example is a process, it is not made smaller: what fails is shown alone."""


def name_of(size: int) -> Code:
    """Return a name of so many letters and one more."""
    return identifier("n" + "a" * size)


def strategy_of(name: Code) -> Code:
    """Return the call of a strategy."""
    return code("st.{}()", name)


# Names and texts are of all lengths, so that some line ends in every column.
NAMES = st.integers(1, 60).map(name_of)
KEYS = st.one_of(st.text("ab_\"'\\\n é", max_size=30), st.text("a", max_size=70))
TEXTS = KEYS.map(string)
ATOMS: SearchStrategy[Layout] = st.one_of(
    NAMES,
    TEXTS,
    NAMES.map(strategy_of),
    st.sampled_from([Code("None"), Code("True"), Code("12"), Code("-1.5")]),
)


def called(name: Code, items: list[Layout], keywords: dict[str, Layout]) -> Layout:
    """Return a call."""
    return call(name, *items, **keywords)


def later(name: Code, value: Code) -> Layout:
    """Return a call of a function with another one."""
    return call(name, Lambda(value), optional=Code("True"))


def tuple_of_one(item: Layout) -> Layout:
    """Return a tuple whose only item has a comma behind it."""
    return Bracketed(Code("("), (item,), Code(",)"))


def nested(inner: SearchStrategy[Layout]) -> SearchStrategy[Layout]:
    """Return calls, lists and dicts of what *inner* draws."""
    items = st.lists(inner, max_size=4)
    keywords = st.dictionaries(st.sampled_from(["tag", "optional"]), inner)
    return st.one_of(
        st.builds(called, NAMES, items, keywords),
        st.builds(later, NAMES, NAMES),
        items.map(array),
        inner.map(tuple_of_one),
        st.dictionaries(KEYS, inner, max_size=4).map(table),
    )


VALUES = st.recursive(ATOMS, nested, max_leaves=10)


@st.composite
def conditions(draw: DrawFn) -> Layout:
    """Return what is asked of one key of a payload."""
    name, key = draw(NAMES), draw(TEXTS)
    found = Named(name, Subscript(Code("payload["), key, Code("]")))
    found_in_parentheses = Subscript(Code("("), found, Code(")"))
    is_null = Comparison(found_in_parentheses, Code("is None"))
    of_name = Subscript(Code("type("), name, Code(")"))
    of_value = Subscript(Code("type("), found, Code(")"))
    constant = Comparison(code("payload[{}]", key), code("== {}", draw(TEXTS)))
    choices: list[Layout] = [
        constant,
        Comparison(of_value, Code("is int")),
        Comparison(found_in_parentheses, Code("is not None")),
        Boolean(Code("or"), (is_null, Comparison(of_name, Code("is bool")))),
    ]
    return draw(st.sampled_from(choices))


# Each statement stands as deep as the generated modules have it.


@st.composite
def assignments(draw: DrawFn) -> str:
    """Return an assignment, at the left or in a function."""
    value = lay_out(draw(VALUES), 0, "NAME: dict[str, Json] = ")
    name, argument = draw(NAMES), draw(NAMES)
    item = Subscript(code("{}(", draw(NAMES)), Code("item"), Code(")"))
    loop = code("for item in {}", argument)
    listed = Comprehension(Code("["), item, loop, Code("]"))
    target = code("record.{} = ", name)
    choices: list[Layout] = [listed, call(draw(NAMES), argument)]
    made = draw(st.sampled_from(choices))
    if draw(st.booleans()):
        made = Conditional(Code("None"), code("{} is None", argument), made)
    inside = lay_out(Labelled(target, made), 12)
    return draw(
        st.sampled_from(
            [value, f"def f():\n    if x:\n        if y:\n{' ' * 12}{inside}"]
        )
    )


@st.composite
def calls(draw: DrawFn) -> str:
    """Return a call as a statement, as what is returned, and as a decorator."""
    value = draw(VALUES)
    made = lay_out(call(draw(NAMES), value), 0)
    returned = lay_out(call(draw(NAMES), value), 4, "return ")
    given_ = lay_out(call(Code("@given"), payload=draw(ATOMS)), 0)
    return f"{made}\n\n\n{given_}\ndef f():\n    {returned}"


@st.composite
def checks(draw: DrawFn) -> str:
    """Return the statement that finds out whether a payload is the usual one."""
    parts = draw(st.lists(conditions(), max_size=4))
    first: list[Layout] = [Code("type(payload) is dict"), Code("len(payload) == 12")]
    first = first[: draw(st.integers(1, 2))]
    condition = lay_out(Boolean(Code("and"), (*first, *parts)), 8, "if ", ":")
    body = f"try:\n        {condition}\n            pass\n    except KeyError:\n"
    return f"def f():\n    {body}        pass"


@st.composite
def guards(draw: DrawFn) -> str:
    """Return the statement that writes an attribute unless it is None."""
    local, attribute = draw(NAMES), code("record.{}", draw(NAMES))
    found = Named(local, attribute)
    condition = Subscript(Code("("), found, Code(") is not None"))
    head = lay_out(condition, 4, "if ", ":")
    return f"def f():\n    {head}\n        pass"


@st.composite
def signatures(draw: DrawFn) -> str:
    """Return the head of a function, with a body."""
    name, result = draw(NAMES), draw(NAMES)
    head = Bracketed(
        code("def {}(", name), (Code("payload: Json"),), code(") -> {}", result)
    )
    return f"{lay_out(head, 0, '', ':')}\n    pass"


@st.composite
def imports_of(draw: DrawFn) -> str:
    """Return an import of names."""
    names = sorted(draw(st.sets(NAMES, min_size=1, max_size=5)))
    return lay_out(FromImport(Code("from module import "), tuple(names)), 0)


STATEMENTS = st.one_of(
    assignments(), calls(), checks(), guards(), signatures(), imports_of()
)


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(statements=st.lists(STATEMENTS, min_size=20, max_size=20))
def test_formatter_leaves_layouts_alone(
    statements: list[str], reformatted: Reformatted
) -> None:
    """`ruff format` has nothing to change in what is laid out."""
    assert [] == reformatted(statements)


def test_formatter_leaves_functions_alone(reformatted: Reformatted) -> None:
    """A function's value stands in parentheses where the line ends before it."""
    values = [call(Code("f"), Lambda(name_of(size))) for size in range(60, 90)]

    assert [] == reformatted([lay_out(value, 0, "x = ") for value in values])


@given(statement=STATEMENTS)
def test_layout_has_no_line_that_ends_in_a_blank(statement: str) -> None:
    """No blank stands at the end of a line, whatever is broken there."""
    lines = statement.split("\n")

    assert [line.rstrip() for line in lines] == lines


JSON: SearchStrategy[JsonValue] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        KEYS,
        st.text(st.characters(exclude_categories=["Cs"])),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(KEYS, inner, max_size=5)
    ),
    max_leaves=15,
)


@given(value=JSON)
def test_literal_means_the_value(value: JsonValue) -> None:
    """Python reads a literal back as the value, of the same types."""
    text = lay_out(literal(value), 0, "")

    assert json.dumps(value) == json.dumps(ast.literal_eval(text))


@given(values=st.lists(JSON, max_size=2))
def test_literal_of_a_tuple_is_a_tuple(values: list[JsonValue]) -> None:
    """Also where it has one element, which needs a comma."""
    text = lay_out(literal(tuple(values)), 0, "")

    assert tuple(values) == ast.literal_eval(text)


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(values=st.lists(JSON, min_size=20, max_size=20))
def test_formatter_leaves_literals_alone(
    values: list[JsonValue], reformatted: Reformatted
) -> None:
    """`ruff format` has nothing to change in the literal of a payload."""
    literals = [lay_out(literal(value), 0, "x = ") for value in values]
    literals += [lay_out(literal((value,)), 0, "x += ") for value in values]

    assert [] == reformatted(literals)


@pytest.mark.parametrize("value", [{}, {"a": 1}, [{"a": 1}], {"a": {"b": []}}])
def test_dict_has_an_entry_a_line(value: JsonValue) -> None:
    """However short: what comes or goes is then a diff of one line."""
    lines = lay_out(literal(value), 0).split("\n")

    assert all(line.count('"') <= 2 for line in lines)


# Imports


def no_keyword(name: str) -> str:
    """Return a name that an import may have."""
    return f"{name}_" if keyword.iskeyword(name) else name


MEMBERS = st.lists(
    st.one_of(
        st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,5}", fullmatch=True).map(no_keyword),
        st.sampled_from(
            [
                *("A", "AB", "Ab", "aB", "a10", "a9", "A9", "A10", "A_B", "_a", "_A"),
                *("a_b", "a09", "a00", "a0", "A09", "A010", "a_09", "a_1"),
            ]
        ),
    ),
    min_size=2,
    max_size=8,
    unique=True,
)


def judged(module: str, *rules: str) -> str:
    """Return what `ruff check` says of a module, by these rules alone."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache"),
            *("--output-format=concise", "--select", ",".join(rules), "-"),
        ],
        input=module.encode(),
        capture_output=True,
        check=False,
    )
    return done.stdout.decode().strip()


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(lists=st.lists(MEMBERS, min_size=10, max_size=10))
def test_ruff_sorts_names_in_all_alike(lists: list[list[str]]) -> None:
    """The order of `__all__` is the one that RUF022 asks for."""
    texts = [
        lay_out(array(map(string, sorted(names, key=sort_key))), 0) for names in lists
    ]
    module = "".join(f"if {i}:\n    __all__ = {text}\n" for i, text in enumerate(texts))

    assert "All checks passed!" == judged(module, "RUF022")


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(
    members=MEMBERS,
    modules=st.lists(
        st.sampled_from(
            [
                *("attrs", "cattrs", "collections.abc", "datetime", "decimal"),
                *("hypothesis", "pytest", "types", "typing", "uuid"),
            ]
        ),
        min_size=1,
        unique=True,
    ),
    relative=st.lists(
        st.sampled_from([".models", "._codecs", "._shapes"]), unique=True
    ),
)
def test_ruff_sorts_imports_alike(
    members: list[str], modules: list[str], relative: list[str]
) -> None:
    """The order of imports, and of names in them, is the one that I001 asks for."""
    imports = Imports()
    for index, module in enumerate([*modules, *relative]):
        if index % 3 == 2 and not module.startswith("."):
            imports.module(module.partition(".")[0])
        else:
            for name in members:
                imports.name(module, name)
    groups = [
        "\n".join(lay_out(statement, 0) for statement in group)
        for group in imports.groups()
    ]
    module = "\n\n".join(groups) + "\n"

    assert "All checks passed!" == judged(module, "I001")

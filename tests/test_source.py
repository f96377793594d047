"""What YAML means, where it stands, and what is refused."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from attrspec import SpecError
from attrspec.source import (
    JsonValue,
    Mapping,
    Node,
    Scalar,
    Sequence,
    load,
    parse,
    plain,
)


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two parsers that PyYAML has; some platforms have only one."""
    name = str(request.param)
    if name == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader")
    else:
        assert hasattr(yaml, "CSafeLoader")
    return name


def places(node: Node) -> Iterator[tuple[str, int, int]]:
    """Yield what every node is, and its line and column."""
    line, column = node.span.line, node.span.column
    match node:
        case Scalar(value=value, text=text, is_plain=is_plain):
            yield f"{value!r} {text!r} {is_plain}", line, column
        case Sequence(items=items):
            yield "[", line, column
            for item in items:
                yield from places(item)
        case Mapping(entries=entries):
            yield "{", line, column
            for entry in entries:
                yield from places(entry.key)
                yield from places(entry.value)


def found(text: str) -> list[tuple[str, int, int]]:
    """Return the rule, line and column of each thing that is wrong with *text*."""
    with pytest.raises(SpecError) as caught:
        parse(text, "types.yaml")
    return [(d.rule, d.span.line, d.span.column) for d in caught.value.diagnostics]


# Scalars

SCALARS: list[tuple[str, JsonValue]] = [
    ("no", "no"),
    ("Yes", "Yes"),
    ("on", "on"),
    ("off", "off"),
    ("y", "y"),
    ("true", True),
    ("True", True),
    ("TRUE", True),
    ("tRUE", "tRUE"),
    ("false", False),
    ("null", None),
    ("Null", None),
    ("~", None),
    ("", None),
    ("nULL", "nULL"),
    ("none", "none"),
    ("None", "None"),
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("-7", -7),
    ("010", 10),
    ("0o10", 8),
    ("0x1F", 31),
    ("-0x1F", "-0x1F"),
    ("0b11", "0b11"),
    ("1_000", "1_000"),
    ("123456789012345678901234567890", 123456789012345678901234567890),
    ("1.5", 1.5),
    ("-.5", -0.5),
    ("5.", 5.0),
    ("1e3", 1000.0),
    ("1E+3", 1000.0),
    ("12e-1", 1.2),
    (".", "."),
    ("-", "-"),
    ("+", "+"),
    ("e3", "e3"),
    ("1e", "1e"),
    (".inf", ".inf"),
    ("-.INF", "-.INF"),
    (".nan", ".nan"),
    ("nan", "nan"),
    ("12:30", "12:30"),
    ("1:2:3", "1:2:3"),
    ("2024-11-01", "2024-11-01"),
    ("2024-11-01T00:00:00Z", "2024-11-01T00:00:00Z"),
    ("1.0.0", "1.0.0"),
    ("=", "="),
    ("<<", "<<"),
    ("\u0661\u0662", "\u0661\u0662"),
    ("'no'", "no"),
    ("'12'", "12"),
    ('""', ""),
    ('"~"', "~"),
    ("'it''s'", "it's"),
    (r'"\x41\u00e9\U0001f600\/"', "A\u00e9\U0001f600/"),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalar_means_what_yaml_1_2_says(text: str, value: JsonValue) -> None:
    """The core schema of YAML 1.2 decides, in which `no` and dates are text."""
    read = plain(parse(f"key: {text}" if text != "-" else "key: '-'", "a.yaml"))

    assert {"key": value} == read
    assert isinstance(read, dict)
    assert type(value) is type(read["key"])


@pytest.mark.usefixtures("parser")
def test_block_scalars_are_text() -> None:
    """What stands behind | or > is text even where it looks like a number."""
    text = "kept: |\n  12\n  no\nfolded: >-\n  12\n  no\n"

    assert {"kept": "12\nno\n", "folded": "12 no"} == plain(parse(text, "a.yaml"))


def test_keys_are_text() -> None:
    """A key is what is written, whatever it would mean as a value."""
    node = parse("no: 1\n1: 2\n1.0: 3\n2024-11-01: 4\n~: 5\ntrue: 6\n", "a.yaml")

    expected = {"no": 1, "1": 2, "1.0": 3, "2024-11-01": 4, "~": 5, "true": 6}

    assert expected == plain(node)


@pytest.mark.usefixtures("parser")
def test_key_written_in_two_ways_is_one_key() -> None:
    """Quotes make no other key."""
    assert [("duplicate-key", 2, 1)] == found("12: a\n'12': b\n")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["1e999", "-1e999", "9" * 641, "0x" + "f" * 600])
def test_number_that_no_payload_can_hold_is_refused(text: str) -> None:
    """A number that overflows is an error at its place, not infinity, not a crash."""
    assert [("bad-number", 1, 4)] == found(f"a: {text}")


@pytest.fixture(params=[640, 0])
def digits(request: pytest.FixtureRequest) -> Iterator[int]:
    """The lowest limit that Python can be given for the digits of a number, or none."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(request.param)
    yield request.param
    sys.set_int_max_str_digits(before)


@pytest.mark.usefixtures("digits")
def test_longest_number_is_no_setting_of_python() -> None:
    """Integers of 640 digits are read and can be printed, and no longer ones."""
    longest = parse("9" * 640, "a.yaml")

    assert "9" * 640 == str(plain(longest))
    assert [("bad-number", 1, 1)] == found("9" * 5000)
    assert [("bad-number", 1, 1)] == found("0x" + "f" * 600)


# Places


@pytest.mark.usefixtures("parser")
def test_places_in_block_style() -> None:
    """Keys, values and items of blocks are where they begin."""
    text = "# first\nobjects:\n  Station:\n    doc: |\n      A\n    list:\n    - one\n"

    expected = [
        ("{", 2, 1),
        ("'objects' 'objects' True", 2, 1),
        ("{", 3, 3),
        ("'Station' 'Station' True", 3, 3),
        ("{", 4, 5),
        ("'doc' 'doc' True", 4, 5),
        ("'A\\n' 'A\\n' False", 4, 10),
        ("'list' 'list' True", 6, 5),
        ("[", 7, 5),
        ("'one' 'one' True", 7, 7),
    ]

    assert expected == list(places(parse(text, "a.yaml")))


@pytest.mark.usefixtures("parser")
def test_places_in_flow_style() -> None:
    """Keys, values and items of flows are where they begin; brackets count."""
    text = "{a: [1, 'two'],\n  \"b\": {c: null}}"

    expected = [
        ("{", 1, 1),
        ("'a' 'a' True", 1, 2),
        ("[", 1, 5),
        ("1 '1' True", 1, 6),
        ("'two' 'two' False", 1, 9),
        ("'b' 'b' False", 2, 3),
        ("{", 2, 8),
        ("'c' 'c' True", 2, 9),
        ("None 'null' True", 2, 12),
    ]

    assert expected == list(places(parse(text, "a.yaml")))


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_any_system(line_end: str) -> None:
    """Lines are counted alike, and texts hold the same line ends."""
    text = line_end.join(["a:", "  b: |", "    one", "    two", "  c: 3", ""])

    expected = [
        ("{", 1, 1),
        ("'a' 'a' True", 1, 1),
        ("{", 2, 3),
        ("'b' 'b' True", 2, 3),
        ("'one\\ntwo\\n' 'one\\ntwo\\n' False", 2, 6),
        ("'c' 'c' True", 5, 3),
        ("3 '3' True", 5, 6),
    ]

    assert expected == list(places(parse(text, "a.yaml")))


@pytest.mark.usefixtures("parser")
def test_columns_count_characters() -> None:
    """A letter beyond ASCII, and one beyond the first plane, is one column."""
    node = parse("{größe: 1, \U0001f600: 2}", "a.yaml")

    expected = [
        ("{", 1, 1),
        ("'größe' 'größe' True", 1, 2),
        ("1 '1' True", 1, 9),
        ("'\U0001f600' '\U0001f600' True", 1, 12),
        ("2 '2' True", 1, 15),
    ]

    assert expected == list(places(node))


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "place"),
    [("a: list[Sky]", "a.yaml:1:9"), ("a: 'list[Sky]'", "a.yaml:1:10")],
)
def test_place_inside_a_scalar(text: str, place: str) -> None:
    """A place inside a scalar counts the quotes."""
    node = parse(text, "a.yaml")

    assert isinstance(node, Mapping)
    value = node.entries[0].value
    assert isinstance(value, Scalar)
    assert place == str(value.at(5))


def test_byte_order_mark_is_no_column() -> None:
    """A file that begins with a byte order mark reads as one that does not."""
    data = b"\xef\xbb\xbfa: 1\n"

    expected = [("{", 1, 1), ("'a' 'a' True", 1, 1), ("1 '1' True", 1, 4)]

    assert expected == list(places(load(data, "a.yaml")))


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"a: 1\nb: \xe9\n", 2, 4),
        ("größe: ".encode() + b"\xe9\n", 1, 8),
        (b"a: \xed\xa0\x80\n", 1, 4),
        ("a: 1\n".encode("utf-16"), 1, 1),
    ],
)
def test_byte_that_is_not_utf8_is_located(data: bytes, line: int, column: int) -> None:
    """The error points at the first bad byte, its column counted in characters."""
    with pytest.raises(SpecError) as caught:
        load(data, "a.yaml")

    (diagnostic,) = caught.value.diagnostics

    assert ("not-utf8", line, column) == (
        diagnostic.rule,
        diagnostic.span.line,
        diagnostic.span.column,
    )


def test_scalar_equals_others_wherever_they_stand() -> None:
    """What was written is compared, and neither its place nor its quotes are."""
    one, other = load(b"a: 1\nb: [1, '1', 1.0]", "x.yaml"), load(b"[1, true]", "y.yaml")
    assert isinstance(one, Mapping)
    assert isinstance(other, Sequence)
    first, second = (entry.value for entry in one.entries)
    assert isinstance(second, Sequence)

    assert [True, False, False] == [first == item for item in second.items]
    assert [False, True, True] == [first != item for item in second.items]
    assert [True, False] == [first == item for item in other.items]
    assert hash(first) == hash(other.items[0])
    assert first != (1, "1")


# What is refused


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty-file", 1, 1)]),
        ("# a comment\n", [("empty-file", 1, 1)]),
        ("a: &x 1\nb: 2", [("no-aliases", 1, 4)]),
        ("a: &x 1\nb: *x", [("no-aliases", 1, 4), ("no-aliases", 2, 4)]),
        ("a: *x", [("no-aliases", 1, 4)]),
        ("{*x : 1}", [("no-aliases", 1, 2)]),
        ("a: !!int '1'", [("no-tags", 1, 4)]),
        ("a: !mine [b]", [("no-tags", 1, 4)]),
        ("!mine {a: b}", [("no-tags", 1, 1)]),
        ("? !mine a\n: b", [("no-tags", 1, 3)]),
        ("a: 1\n---\nb: 2", [("one-document", 2, 1)]),
        ("a: 1\n...\n---\nb: 2", [("one-document", 3, 1)]),
        ("{a: 1, a: 2}", [("duplicate-key", 1, 8)]),
        ("a: 1\na: 2\na: 3", [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
        ("? [a]\n: b", [("bad-key", 1, 3)]),
        ("? {a: b}\n: c", [("bad-key", 1, 3)]),
    ],
)
def test_what_specs_may_not_contain(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    """Each thing outside the language is an error at its place."""
    assert expected == found(text)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: [1, 2\nb: 3\n", 1, 4),
        ("a: {b: 1\n", 1, 4),
        ("a: {\n", 1, 4),
        ("a: 1\nb: 'open\n\n\n", 2, 4),
        ('a: 1\nb: "open\nc: 3\n', 2, 4),
    ],
)
def test_what_is_not_closed_is_located_where_it_opens(
    text: str, line: int, column: int
) -> None:
    """A missing quote or bracket is mended where it was opened, not at the end."""
    assert [("yaml-syntax", line, column)] == found(text)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b: c\n", 1, 5),
        ("a:\n\tb: c\n", 2, 1),
        ("a: @b\n", 1, 4),
        ("a: 1\nb: \x07\n", 2, 4),
        ("größe: \x00", 1, 8),
        ("- a\nb: c\n", 2, 1),
    ],
)
def test_syntax_error_is_located(text: str, line: int, column: int) -> None:
    """What is not YAML is an error at the character that is wrong."""
    assert [("yaml-syntax", line, column)] == found(text)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", [r'"\ud83d"', r'"\ude00"', r'a: "\ud83d\ude00"'])
def test_half_of_a_surrogate_pair_is_refused(text: str) -> None:
    """Escapes cannot make what is no text; the astral letter itself is fine."""
    assert ["yaml-syntax"] == [rule for rule, _, _ in found(text)]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        *(
            (r'a: "\d"', 1, 5),
            (r'a: "b\\\d"', 1, 8),
            (r'a: "b" # \d' + '\nb: "\\q"', 2, 5),
        ),
        *((r'"\x4"', 1, 2), (r'"\u004g"', 1, 2), (r'"ab\U0011FFFF"', 1, 4)),
        *(
            (r'"\uD83D\uDE00"', 1, 2),
            ('"a\n b\\\n \\ud800"', 3, 2),
            (r'"\UFFFFFFFF"', 1, 2),
        ),
    ],
)
def test_escape_that_is_none_is_located(text: str, line: int, column: int) -> None:
    """It is the escape that is wrong, wherever its quotes begin."""
    assert [("yaml-syntax", line, column)] == found(text)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_unseen_line_end_is_refused_or_text(character: str) -> None:
    """In YAML 1.2 only CR and LF end a line: nobody sees another one in an editor."""
    try:
        read = plain(parse(f'"a{character}b"', "a.yaml"))
    except SpecError:
        read = f"a{character}b"
    with pytest.raises(SpecError):
        parse(f"a: b{character}c: d", "a.yaml")

    assert f"a{character}b" == read


@pytest.mark.usefixtures("parser")
def test_depth_has_a_limit() -> None:
    """64 levels are read; the 65th is an error at its place."""
    node = parse("[" * 64 + "]" * 64, "a.yaml")
    depth = 0
    while isinstance(node, Sequence) and node.items:
        node = node.items[0]
        depth += 1

    assert 63 == depth
    assert [("too-deep", 1, 65)] == found("[" * 65 + "]" * 65)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("opening", "column"), [("[", 65), ("{a: ", 254), ("{", 65), ("- ", 129)]
)
@pytest.mark.parametrize("is_closed", [True, False])
def test_30_000_levels_fail_at_once(
    opening: str, column: int, *, is_closed: bool
) -> None:
    """A bomb is an error at the 65th level, and the stack holds."""
    closing = {"[": "]", "{": "}"}.get(opening[0], "") if is_closed else ""

    assert [("too-deep", 1, column)] == found(opening * 30_000 + closing * 30_000)


# Both parsers, and JSON

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def json_values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[JsonValue]:
    """Return a strategy for JSON values with these texts."""
    scalars: st.SearchStrategy[JsonValue] = st.one_of(
        st.none(), st.booleans(), NUMBERS, texts
    )
    return st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)
        ),
        max_leaves=12,
    )


# A key of YAML has at most 1,024 characters as it is written, and an escape has six.
ESCAPED = st.text(
    st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=160
)
RAW = st.text(
    st.characters(
        exclude_categories=["Cc", "Cn", "Co", "Cs", "Zl", "Zp"],
        exclude_characters="\ufeff",
    )
)


@given(value=json_values(ESCAPED), indent=st.sampled_from([None, 2]))
def test_json_is_yaml(value: JsonValue, indent: int | None) -> None:
    """A JSON document with escapes means what JSON says, to the kind of number."""
    text = json.dumps(value, indent=indent)

    assert text == json.dumps(plain(parse(text, "a.yaml")), indent=indent)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("length", "is_read"), [(1022, True), (1023, False)])
def test_key_has_the_length_that_yaml_allows(length: int, *, is_read: bool) -> None:
    """A key of 1,024 characters with its quotes is read, a longer one is an error."""
    text = json.dumps({"a" * length: None})

    with nullcontext() if is_read else pytest.raises(SpecError, match="yaml-syntax"):
        assert text == json.dumps(plain(parse(text, "a.yaml")))


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("before", "key", "line", "column"),
    [
        ("{", '"{}"', 1, 2),
        ("{a: 1, ", '"{}"', 1, 8),
        ("{", "{}", 1, 2),
        ("[b, ", '"{}" ', 1, 5),
        ("", "{}", 1, 1),
        ("a: 1\n", "{}", 2, 1),
        ("a: 1\nb:\n  ", "'{}'", 3, 3),
    ],
)
def test_key_that_is_too_long_is_located(
    before: str, key: str, line: int, column: int
) -> None:
    """It is said of the key, not of its bracket, and the hint mends it."""
    long = key.format("k" * 1025)
    with pytest.raises(SpecError, match="a key without \\? has at most 1,024"):
        parse(f"{before}{long}: 1", "a.yaml")

    assert [("yaml-syntax", line, column)] == found(f"{before}{long}: 1")
    end = {"{": "}", "[": "]"}.get(before[:1], "")
    mended = parse(f"{before}? {long}\n{' ' * (column - 1)}: 1{end}", "a.yaml")

    assert isinstance(mended, Mapping | Sequence)


@pytest.mark.usefixtures("parser")
def test_long_value_is_no_long_key() -> None:
    """A bracket that is not closed behind a long text is still the bracket."""
    assert [("yaml-syntax", 1, 1)] == found(f'{{a: "{"b" * 2000}" c: d}}')


@given(value=json_values(RAW))
def test_json_in_any_script_is_yaml(value: JsonValue) -> None:
    """A JSON document with letters of any script as they are means what JSON says."""
    text = json.dumps(value, ensure_ascii=False)

    assert text == json.dumps(plain(parse(text, "a.yaml")), ensure_ascii=False)


PIECES = [
    *(
        "a",
        "b",
        "1",
        "\n",
        "\n  ",
        "\n    ",
        " ",
        "  ",
        "\t",
        "\r\n",
        ": ",
        ":",
        "- ",
        "? ",
    ),
    *(
        "?",
        ", ",
        ",",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "#",
        " # ",
        "|",
        "| ",
        ">-",
        "|2",
        "\\",
    ),
    *("---\n", "...\n", "&", "*", "!", "%", "@", "é", "\n- ", "\na: "),
]
"""What texts of YAML are put together from, and what its parsers stumble over."""


@given(value=json_values(RAW), style=st.sampled_from([None, True, False]))
def test_parsers_agree(*, value: JsonValue, style: bool | None) -> None:
    """Nodes and their places are the same from the parser in C and that in Python."""
    text = yaml.safe_dump(value, default_flow_style=style, allow_unicode=True)
    quick = list(places(parse(text, "a.yaml")))
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader")
        slow = list(places(parse(text, "a.yaml")))

    assert quick == slow


def verdict(text: str) -> Node | None:
    """Return the document in a text, or None if it is refused."""
    try:
        return parse(text, "a.yaml")
    except SpecError:
        return None


def both_verdicts(text: str) -> list[Node | None]:
    """Return the verdict of the parser in C, and that of the one in Python."""
    quick = verdict(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader")
        return [quick, verdict(text)]


@pytest.mark.parametrize(
    "text",
    [
        *("{a: b?, c: d ?e}", "[a?b, a ? b]", "[?a, ?]", "{a?: b}", "{? a: b}"),
        *("[a:b]", "a: ?b", "{a: b?\n}"),
        *("a: b\t", "a: b\t# c", "a:\tb", "a\t: b", "a: 'b'\t", "a: [b]\t# c"),
        *("a: b\tc", "a:\n  b\t\n  c", "a: b\n \tc", "[\n\ta,\n\tb\n]", "--- \ta"),
        *("a: b\n...\t\n", "a: b #c\td"),
        *(
            "a: |\t\n  b",
            "a: >-\t# c\n  b",
            "a: |#\n  b",
            "a: |2+\n   b",
            "a: |-2\n   b",
        ),
        "%YAML 1.2\n---\na: b",
    ],
)
def test_parsers_read_the_same(text: str) -> None:
    """What is read never depends on the parser: tabs, and `?` inside of brackets."""
    quick, slow = both_verdicts(text)

    assert quick is not None
    assert quick == slow


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[a:]",
            "[a:,b]",
            "[a:[b]]",
            "[:c]",
            "{a: :b}",
            "a: b\n\t\nc: d",
            "{a: b:?}",
            "%YAML 1.3\n---\na: b",
            "%SPEC 1\n---\na: b",
        ),
        *("-\ta: b", "\ta: b", "a: b\n\tc", "a: |\n\tb", "a: >\n \tb", "a: |+0\n  b"),
        *("a: |1-2\n  b", "a: |--\n  b"),
    ],
)
def test_parsers_refuse_the_same(text: str) -> None:
    """... nor does what is refused."""
    assert [None, None] == both_verdicts(text)


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_parsers_agree_on_any_text(pieces: list[str]) -> None:
    """Whether a text is a document, and which, is the same for both parsers."""
    quick, slow = both_verdicts("".join(pieces))

    assert quick == slow


@given(text=st.text(st.sampled_from(" \n\t-:?[]{},#'\"|>&*!%@~ab1é\\")))
def test_any_text_is_a_document_or_an_error_with_a_place(text: str) -> None:
    """Nothing but SpecError is raised, and its place lies in the text."""
    lines = text.count("\n") + 1
    with pytest.MonkeyPatch.context() as patch:
        for _ in range(2):
            try:
                parse(text, "a.yaml")
            except SpecError as error:
                spans = [diagnostic.span for diagnostic in error.diagnostics]
                assert all(1 <= span.line <= lines for span in spans)
                assert all(1 <= span.column <= len(text) + 1 for span in spans)
            patch.delattr(yaml, "CSafeLoader", raising=False)

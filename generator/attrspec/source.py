"""Stage 1: YAML text → nodes that know their file, line and column.

Of PyYAML no more is taken than the event stream: what a plain scalar means, that keys
are unique, and how large and deep a document may be are decided here. Scalars follow
the core schema of YAML 1.2, so `no`, `on`, `12:30` and `2024-11-01` are text.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

import yaml
from attrs import evolve, field, frozen

from .diagnostics import Diagnostic, Span, SpecError, quoted
from .scanner import PythonLoader

__all__ = [
    "MOST_DEPTH",
    "MOST_NODES",
    "Entry",
    "JsonValue",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "decoded",
    "load",
    "parse",
    "plain",
    "resolved",
]

MOST_NODES = 2_000_000
MOST_DEPTH = 64
_MOST_KEY = 1024

Value: TypeAlias = str | int | float | bool | None

N = TypeVar("N", bound=tuple[object, ...])


class _New(Protocol):
    def __call__(self, class_: type[N], values: tuple[object, ...], /) -> N: ...


_new: _New = vars(tuple)["__new__"]
"""What makes a tuple with names in half the time: a spec is made of very many."""

_Loader: TypeAlias = Any
"""A loader of PyYAML, of which the event stream is taken: the C parser is several times
faster than that in Python, and gives the same events."""

_Event: TypeAlias = Any
"""An event of PyYAML, of which its annotations do not say that it has a place."""

JsonValue: TypeAlias = (
    "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
)
"""What JSON can say."""


class Scalar(NamedTuple):
    """A text, number, boolean or null. It equals others wherever they stand."""

    value: Value
    text: str
    """As it was written, without quotes."""

    span: Span
    is_plain: bool = True

    def __eq__(self, other: object) -> bool:
        return type(other) is Scalar and self[:2] == other[:2]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:2])

    def at(self, offset: int) -> Span:
        """Return the place of character *offset*, exact in scalars of one line."""
        start = self.span.column + offset + (not self.is_plain)
        return Span(self.span.path, self.span.line, start)


@frozen
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span = field(eq=False, repr=False)


class Entry(NamedTuple):
    """A key of a mapping and what stands under it."""

    key: Scalar
    value: "Node"


@frozen
class Mapping:
    """A mapping with text keys, in the order of the source."""

    entries: tuple[Entry, ...]
    span: Span = field(eq=False, repr=False)


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node) -> JsonValue:
    """Return a node as a JSON value."""
    match node:
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {entry.key.text: plain(entry.value) for entry in entries}


def load(data: bytes, name: str) -> Node:
    """Return the document in a file of these bytes, called *name* in messages.

    Raises:
        SpecError: The bytes are not one YAML document in UTF-8.
    """
    return parse(decoded(data, name), name)


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file of these bytes, called *name* in messages.

    Raises:
        SpecError: The bytes are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(name, data[: error.start].decode("utf-8-sig"))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        hint = "save the file as UTF-8"
        raise SpecError([Diagnostic(place, "not-utf8", message, hint)]) from None


def parse(text: str, name: str, *, with_aliases: bool = False) -> Node:
    """Return the document in *text*, called *name* in messages.

    Args:
        text: The document.
        name: Its name.
        with_aliases: Whether a part may be written once and stand in several places,
            which documents of others may do and specs may not.

    Raises:
        SpecError: *text* is not one YAML document in the subset that specs use.
    """
    allowed = _ALLOWED.match(text)
    if allowed and allowed.end() < len(text):
        place = _place_after(name, allowed[0])
        message = f"character U+{ord(text[allowed.end()]):04X} is not allowed here"
        hint = "write it as an escape in double quotes"
        raise SpecError([Diagnostic(place, "yaml-syntax", message, hint)])
    try:
        loader = getattr(yaml, "CSafeLoader", PythonLoader)
        return _composed(text, _Composer(name, text, with_aliases=with_aliases), loader)
    except _ScannedTooDeepError:
        composer = _Composer(name, text, with_aliases=with_aliases)
        return _composed(text, composer, PythonLoader)


class _ScannedTooDeepError(Exception):
    """The C parser gave up on brackets that the composer has not come to yet."""


def _composed(text: str, composer: "_Composer", loader: _Loader) -> Node:
    try:
        # `yaml.parse` asks before each event whether there is one.
        return composer.document(iter(loader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        if error.problem == "exceeded maximum nesting depth":
            # libyaml 0.2.6 looks 1,000 brackets ahead and then says where those end.
            # The parser in Python comes to the first that is too deep.
            raise _ScannedTooDeepError from None
        mark = error.problem_mark
        is_colon = mark is not None and text[mark.index : mark.index + 1] == ":"
        found = (is_colon and composer.long_key(error)) or composer.syntax_error(error)
        end = _place_after(composer.name, text)
        if found.span > end:  # one of the parsers sees a line behind the last
            found = evolve(found, span=end)
        raise SpecError([found]) from None


# No control characters, and nothing that only old versions of YAML took for the end of
# a line. All that is allowed is found in half the time of the first that is not.
_ALLOWED = re.compile(
    "[\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]*+"
)


def _place_after(name: str, text: str) -> Span:
    lines = re.split("\r\n|[\n\r]", text)
    return Span(name, len(lines), len(lines[-1]) + 1)


_UNCLOSED = "this bracket is not closed, or not as it should be"
_CLOSE = "look for a comma or bracket behind it"
_BEGUN_EARLIER = ("unexpected end of stream", "could not find expected ':'")
_OF_A_DIRECTIVE = ("directive", "incompatible YAML document")
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a colon ends a key",
        "put text with a colon in quotes",
    ),
    (
        "cannot start any token",
        "no value begins so",
        "put it in quotes; indent with blanks",
    ),
    ("could not find expected ':'", "a key without a colon", "put a colon behind it"),
    ("unexpected end of stream", "this quote is not closed", "close it"),
)
"""What the parsers say, and what to say instead."""


class _Mark(Protocol):
    index: int
    line: int
    column: int


def _place(name: str, mark: _Mark) -> Span:
    return Span(name, mark.line + 1, mark.column + 1)


class _Composer:
    """Builds nodes from events, and collects what specs may not contain."""

    def __init__(self, name: str, text: str, *, with_aliases: bool) -> None:
        self.name = name
        self.text = text
        self.with_aliases = with_aliases
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """What has a name, how many nodes it is, and of how many levels."""

        self.nodes = 0
        self.open_brackets: list[Span] = []
        self.last_scalar: _Mark | None = None
        self.diagnostics: list[Diagnostic] = []

    def document(self, events: Iterator[_Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.fatal(event, "one-document", "a spec file is one YAML document")
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, depth=1)
        if root is None:
            empty = Diagnostic(Span(self.name, 1, 1), "empty-file", "the file is empty")
            raise SpecError([empty])
        if self.diagnostics:
            raise SpecError(self.diagnostics)
        return root

    def syntax_error(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        """Return what is wrong, at the place where it is mended."""
        problem = (error.problem or error.context or "this is not YAML").strip()
        if "while parsing a flow" in (error.context or "") and self.open_brackets:
            # A bracket that is not closed is found much later, if not at the end.
            return Diagnostic(self.open_brackets[-1], "yaml-syntax", _UNCLOSED, _CLOSE)
        mark = error.problem_mark
        if mark is None or any(said in problem for said in _BEGUN_EARLIER):
            mark = error.context_mark or mark
        place = _place(self.name, mark) if mark else Span(self.name, 1, 1)
        if re.search("escape|hexa?dec", problem) and error.context_mark:
            return self.bad_escape(error.context_mark)
        if any(said in problem for said in _OF_A_DIRECTIVE):
            place = Span(place.path, place.line, 1)  # the parsers differ about it
        for said, message, hint in _SYNTAX:
            if said in problem:
                return Diagnostic(place, "yaml-syntax", message, hint)
        return Diagnostic(place, "yaml-syntax", problem)

    def bad_escape(self, quote: _Mark) -> Diagnostic:
        """Return what is wrong with an escape in the text that *quote* begins."""
        match = _BAD_ESCAPE.match(self.text, quote.index)
        end = match.start(2) if match else quote.index
        within = _place_after(self.name, self.text[quote.index : end])
        column = within.column if within.line > 1 else quote.column + within.column
        place = Span(self.name, quote.line + within.line, column)
        if match and match[3]:
            message = "half of a surrogate pair is not text"
            return Diagnostic(place, "yaml-syntax", message)
        message, hint = "no such escape in double quotes", "use single quotes"
        return Diagnostic(place, "yaml-syntax", message, hint)

    def long_key(self, error: yaml.MarkedYAMLError) -> Diagnostic | None:
        """Return that a key is too long, if that is why its colon was not expected."""
        is_key = error.context == "while scanning a simple key"
        start = error.context_mark if is_key else self.last_scalar
        colon = error.problem_mark
        if not (start and colon and start.line == colon.line):
            return None
        if colon.column - start.column <= _MOST_KEY:
            return None
        message = f"a key without ? has at most {_MOST_KEY:,} characters"
        hint = "put ? before it, and its colon into the next line"
        return Diagnostic(_place(self.name, start), "yaml-syntax", message, hint)

    def node(self, event: _Event, events: Iterator[_Event], depth: int) -> Node:
        self.nodes += 1
        if depth > MOST_DEPTH:
            self.fatal(event, "too-deep", f"nested more than {MOST_DEPTH} levels deep")
        if self.nodes > MOST_NODES:
            self.fatal(event, "too-large", f"more than {MOST_NODES:,} values")
        if event.anchor is None:
            if type(event) is yaml.ScalarEvent:  # as most are
                return self.scalar(event)
            return self.content(event, events, depth)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        if not self.with_aliases:
            self.error(event, "no-aliases", "anchors are not part of the spec language")
        before = self.nodes
        node = self.content(event, events, depth)
        self.anchors[event.anchor] = node, self.nodes - before + 1, _levels(node)
        return node

    def alias(self, event: yaml.AliasEvent, depth: int) -> Node:
        if not self.with_aliases:
            self.fatal(event, "no-aliases", "aliases are not part of the spec language")
        if str(event.anchor) not in self.anchors:
            self.fatal(event, "no-aliases", "an alias to nothing that ends before it")
        node, nodes, levels = self.anchors[str(event.anchor)]
        self.nodes += nodes  # what reads the document meets them again
        if depth + levels > MOST_DEPTH + 1:
            self.fatal(event, "too-deep", f"nested more than {MOST_DEPTH} levels deep")
        if self.nodes > MOST_NODES:
            self.fatal(event, "too-large", f"more than {MOST_NODES:,} values")
        return node

    def content(self, event: _Event, events: Iterator[_Event], depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, events, depth)
        return self.mapping(event, events, depth)

    def scalar(self, event: _Event) -> Scalar:
        if event.tag is not None:
            self.refuse_tag(event)
        mark: _Mark = event.start_mark
        text: str = event.value
        if text:
            self.last_scalar = mark
        is_plain = not event.style  # one parser says None, the other ""
        place = _new(Span, (self.name, mark.line + 1, mark.column + 1))
        value: Value = text
        if is_plain and text[:1] in _BEGINNINGS:
            try:
                value = resolved(text)
            except ValueError:
                self.error(event, "bad-number", "a number that is too large")
        if not text.isascii() and _SURROGATE.search(text):
            self.diagnostics.append(self.bad_escape(mark))
        return _new(Scalar, (value, text, place, is_plain))

    def sequence(self, start: _Event, events: Iterator[_Event], depth: int) -> Sequence:
        self.refuse_tag(start)
        self.open_bracket(start)
        items: list[Node] = []
        for event in events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self.node(event, events, depth + 1))
        self.close_bracket(start)
        return Sequence(tuple(items), self.place(start))

    def mapping(self, start: _Event, events: Iterator[_Event], depth: int) -> Mapping:
        self.refuse_tag(start)
        self.open_bracket(start)
        entries: list[Entry] = []
        keys: dict[str, Scalar] = {}
        for event in events:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.error(event, "bad-key", "a key must be text")
            elif (other := keys.setdefault(key.text, key)) is not key:
                first = other.span
                message = f"key {quoted(key.text)} is given twice"
                hint = f"first in line {first.line}, column {first.column}"
                self.diagnostics.append(
                    Diagnostic(key.span, "duplicate-key", message, hint)
                )
            else:
                entries.append(_new(Entry, (key, value)))
        self.close_bracket(start)
        return Mapping(tuple(entries), self.place(start))

    def open_bracket(self, start: _Event) -> None:
        if start.flow_style:
            self.open_brackets.append(self.place(start))

    def close_bracket(self, start: _Event) -> None:
        if start.flow_style:
            self.open_brackets.pop()

    def refuse_tag(self, event: _Event) -> None:
        if event.tag is not None:
            message = f"the tag {quoted(event.tag)} is not part of the spec language"
            self.error(event, "no-tags", message)

    def place(self, event: _Event) -> Span:
        return _place(self.name, event.start_mark)

    def error(self, event: _Event, rule: str, message: str) -> None:
        self.diagnostics.append(Diagnostic(self.place(event), rule, message))

    def fatal(self, event: _Event, rule: str, message: str) -> None:
        self.error(event, rule, message)
        raise SpecError(self.diagnostics)


def _levels(node: Node) -> int:
    """Return how many levels a node has, itself among them."""
    match node:
        case Scalar():
            return 1
        case Sequence(items=items):
            return 1 + max(map(_levels, items), default=0)
        case Mapping(entries=entries):
            return 1 + max((_levels(entry.value) for entry in entries), default=0)


_MOST_DIGITS = 640
"""What every Python reads and prints, whatever limit it is given."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_BAD_ESCAPE = re.compile(
    r"""
    ((?: [^\\]                                     # what is before, escapes too
        | \\ (?: [0abt\tnvfre "/\\N_LP\r\n]
            | x [0-9a-fA-F]{2}
            | u (?! [dD][89a-fA-F]) [0-9a-fA-F]{4}
            | U (?: 0000 (?! [dD][89a-fA-F]) | 000[1-9a-fA-F] | 0010) [0-9a-fA-F]{4}
    ))*+)
    (\\ ([uU] (?: 0000)? [dD][89a-fA-F])?)
    """,
    re.VERBOSE,
)
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_BEGINNINGS = {text[:1] for text in _CONSTANTS} | set("-+.0123456789")
"""What plain scalars begin with that may not be text."""


def resolved(text: str) -> Value:
    """Return what a plain scalar means in the core schema of YAML 1.2.

    Infinities and NaN stay text: no JSON payload can hold them.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        if len(text) > _MOST_DIGITS:
            raise ValueError(text)
        integer = int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
        if integer >= 10**_MOST_DIGITS:
            raise ValueError(text)
        return integer
    if _FLOAT.fullmatch(text):
        number = float(text)
        if number in {float("inf"), float("-inf")}:
            raise ValueError(text)
        return number
    return text

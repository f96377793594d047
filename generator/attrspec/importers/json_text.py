"""JSON text → the nodes that `source` makes of YAML, with the place of every value.

Nearly all JSON is YAML, but not all: pairs of surrogates, tabs and keys of more than a
thousand letters are not. So a document in JSON is read as JSON.
"""

import json
import re
from bisect import bisect_right

from attrs import define, field

from attrspec.diagnostics import Diagnostic, Span, SpecError, quoted
from attrspec.source import (
    MOST_DEPTH,
    MOST_NODES,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
)

__all__ = ["parse_json"]

MOST_DIGITS = 640

_STRING = re.compile(r'"([^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*)"')
_BLANKS = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_WORD = re.compile(r"true|false|null")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_json(text: str, name: str) -> Node:
    """Return the JSON document in *text*, called *name* in messages.

    Raises:
        SpecError: *text* is not one JSON document, has a key twice, or is too large.
    """
    parser = _Parser(text, name, [0, *(m.end() for m in re.finditer("\n", text))])
    node, end = parser.value(parser.skip(0), 1)
    end = parser.skip(end)
    if end < len(text):
        raise parser.error(end, "nothing may follow the document")
    if parser.repeated:
        raise SpecError(parser.repeated)
    return node


@define
class _Parser:
    text: str
    name: str
    lines: list[int]
    nodes: int = 0
    repeated: list[Diagnostic] = field(factory=list[Diagnostic])

    def skip(self, at: int) -> int:
        match = _BLANKS.match(self.text, at)
        return match.end() if match else at

    def span(self, at: int) -> Span:
        line = bisect_right(self.lines, at)
        return Span(self.name, line, at - self.lines[line - 1] + 1)

    def error(self, at: int, message: str, rule: str = "json-syntax") -> SpecError:
        return SpecError([Diagnostic(self.span(at), rule, message)])

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        self.nodes += 1
        if depth > MOST_DEPTH:
            message = f"nested more than {MOST_DEPTH} levels deep"
            raise self.error(at, message, "too-deep")
        if self.nodes > MOST_NODES:
            raise self.error(at, f"more than {MOST_NODES:,} values", "too-large")
        match self.text[at : at + 1]:
            case "{":
                return self.mapping(at, depth)
            case "[":
                return self.sequence(at, depth)
            case '"':
                return self.string(at)
            case _:
                return self.word(at)

    def string(self, at: int) -> tuple[Scalar, int]:
        match = _STRING.match(self.text, at)
        if match is None:
            message = "this text is not closed, or has a line break in it"
            raise self.error(at, message)
        text = match[1]
        if "\\" in text:
            try:
                text = str(json.loads(match[0]))
            except ValueError:
                raise self.error(at, "an escape in this text is none") from None
        if not text.isascii() and _SURROGATE.search(text):
            raise self.error(at, "half of a surrogate pair is not text")
        return Scalar(text, text, self.span(at), is_plain=False), match.end()

    def word(self, at: int) -> tuple[Scalar, int]:
        if match := _WORD.match(self.text, at):
            word = match[0]
            return Scalar(_WORDS[word], word, self.span(at)), match.end()
        match = _NUMBER.match(self.text, at)
        if match is None:
            found = quoted(self.text[at : at + 1]) if at < len(self.text) else "the end"
            raise self.error(at, f"expected a value, found {found}")
        digits = match[0]
        is_integer = match[1] is None and match[2] is None
        if len(digits) > MOST_DIGITS:
            raise self.error(at, "a number that is too large", "bad-number")
        number = int(digits) if is_integer else float(digits)
        if number in {float("inf"), float("-inf")}:
            raise self.error(at, "a number that is too large", "bad-number")
        return Scalar(number, digits, self.span(at)), match.end()

    def sequence(self, at: int, depth: int) -> tuple[Sequence, int]:
        items: list[Node] = []
        end = self.skip(at + 1)
        if self.text[end : end + 1] == "]":
            return Sequence((), self.span(at)), end + 1
        while True:
            item, end = self.value(end, depth + 1)
            items.append(item)
            end, is_last = self.behind(end, at, "]")
            if is_last:
                return Sequence(tuple(items), self.span(at)), end

    def mapping(self, at: int, depth: int) -> tuple[Mapping, int]:
        entries: list[Entry] = []
        seen: dict[str, Span] = {}
        end = self.skip(at + 1)
        if self.text[end : end + 1] == "}":
            return Mapping((), self.span(at)), end + 1
        while True:
            if self.text[end : end + 1] != '"':
                raise self.error(end, "expected a key in double quotes")
            key, end = self.string(end)
            end = self.skip(end)
            if self.text[end : end + 1] != ":":
                raise self.error(end, "expected a colon behind the key")
            value, end = self.value(self.skip(end + 1), depth + 1)
            if first := seen.get(key.text):
                message = f"key {quoted(key.text)} is given twice"
                hint = f"first in line {first.line}, column {first.column}"
                self.repeated.append(
                    Diagnostic(key.span, "duplicate-key", message, hint)
                )
            else:
                seen[key.text] = key.span
                entries.append(Entry(key, value))
            end, is_last = self.behind(end, at, "}")
            if is_last:
                return Mapping(tuple(entries), self.span(at)), end

    def behind(self, end: int, start: int, close: str) -> tuple[int, bool]:
        """Return where to go on behind a value, and whether it was the last."""
        end = self.skip(end)
        match self.text[end : end + 1]:
            case ",":
                return self.skip(end + 1), False
            case found if found == close:
                return end + 1, True
            case "":
                raise self.error(start, "this bracket is not closed")
            case found:
                message = f"expected a comma or {quoted(close)}, found {quoted(found)}"
                raise self.error(end, message)

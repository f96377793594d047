"""Type expressions: `list[UsageResult?]` → a type, with the place of every part."""

import json
import re

from .diagnostics import Diagnostic, SpecError, quoted
from .source import Scalar
from .spec import (
    Basic,
    BasicType,
    ListType,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    Type,
)

__all__ = ["parse_type"]

_TEXT = r'"(?:[^"\\]|\\.)*"'
_INTEGER = "-?(?:0|[1-9][0-9]{0,17})"
_TOKEN = re.compile(rf"\s*([A-Za-z_][A-Za-z0-9_.-]*|{_TEXT}|-?[0-9][0-9.eE+-]*|\S)")
_LITERAL = re.compile(f"true|false|{_TEXT}|{_INTEGER}")
MOST_DEPTH = 16

_BASICS = {basic.value: BasicType(basic) for basic in Basic}
_PLAIN: dict[str, Type] = {
    **_BASICS,
    **{f"{name}?": NullableType(basic) for name, basic in _BASICS.items()},
}
"""What most types are: they need not be taken apart."""

_CONTAINERS: dict[str, type[ListType | MapType]] = {"list": ListType, "map": MapType}


def parse_type(source: Scalar) -> Type:
    """Return the type that *source* spells.

    Raises:
        SpecError: It spells none; the error points into the text.
    """
    if source.text in _PLAIN:
        return _PLAIN[source.text]
    parser = _Parser(source)
    parsed = parser.parsed()
    if parser.word:
        raise parser.error(f"nothing may follow the type, but {parser.shown} does")
    return parsed


class _Parser:
    def __init__(self, source: Scalar) -> None:
        self.source = source
        self.depth = 0
        self.end = 0
        self.advance()

    def advance(self) -> None:
        match = _TOKEN.match(self.source.text, self.end)
        self.word = match[1] if match else ""
        self.start = match.start(1) if match else len(self.source.text)
        self.end = match.end() if match else len(self.source.text)

    @property
    def shown(self) -> str:
        return quoted(self.word) if self.word else "the end"

    def error(self, message: str, hint: str = "") -> SpecError:
        place = self.source.at(self.start) if self.source.text else self.source.span
        return SpecError([Diagnostic(place, "bad-type", message, hint)])

    def parsed(self) -> Type:
        name, place = self.word, self.source.at(self.start)
        if _LITERAL.fullmatch(name):
            return self.nullable(self.literal())
        if not name or not (name[0].isalpha() or name[0] == "_"):
            raise self.error(
                f"a type begins with a name, not with {self.shown}", _hint(name)
            )
        self.advance()
        parsed: Type
        if name in _CONTAINERS:
            parsed = _CONTAINERS[name](self.parameter(name))
        elif name in _BASICS:
            parsed = _BASICS[name]
        else:
            parsed = NamedType(name, place)
        if self.word == "[":
            raise self.error(f"{quoted(name)} takes no type in brackets")
        return self.nullable(parsed)

    def literal(self) -> LiteralType:
        try:
            value = json.loads(self.word)
            if isinstance(value, str):
                value.encode()
        except ValueError:
            hint = "escape as JSON does"
            raise self.error(f"{self.shown} is no text", hint) from None
        self.advance()
        return LiteralType(value)

    def nullable(self, parsed: Type) -> Type:
        if self.word == "?":
            self.advance()
            if self.word == "?":
                raise self.error("one ? is enough")
            return NullableType(parsed)
        return parsed

    def parameter(self, container: str) -> Type:
        if self.word != "[":
            hint = f"type {container}[string]"
            raise self.error(f"{container} needs a type in brackets", hint)
        self.advance()
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.error(f"nested more than {MOST_DEPTH} types deep")
        parameter = self.parsed()
        self.depth -= 1
        self.close()
        return parameter

    def close(self) -> None:
        if self.word != "]":
            raise self.error(f"expected a closing bracket, found {self.shown}")
        self.advance()


def _hint(word: str) -> str:
    """Return how a literal is written, where *word* begins one."""
    if word in {"'", '"'}:
        return 'a text is written between double quotes: "left"'
    if word[-1:].isdigit():
        return "an integer has at most 18 digits, the first not 0, and no fraction"
    return ""

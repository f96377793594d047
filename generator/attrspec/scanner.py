"""The YAML parser in Python, made to read what the one in C reads.

PyYAML has two parsers, and where its wheel is built without libyaml there is only the
slower. That one is stricter about tabs and about `?` inside of brackets, and laxer
about a colon there. A spec must not depend on which of them a machine has, and nearly
all have the one in C: so here the scanner of the other is taught its rules.
"""

from typing import Any, TypeAlias

import yaml
from yaml.scanner import ScannerError

__all__ = ["PythonLoader"]

_Reader: TypeAlias = Any
"""A scanner as what it inherits: the stubs do not say what its methods return."""

_ENDS = "\0 \t\r\n"
_BRACKETS = ",[]{}"


class PythonLoader(yaml.SafeLoader):
    """A loader in Python whose events are those of `yaml.CSafeLoader`."""

    def scan_to_next_token(self) -> None:
        """Go to the next token. A tab is a blank, but not where a key may begin."""
        reader: _Reader = self
        super().scan_to_next_token()
        while reader.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain(self) -> yaml.ScalarToken:
        """Return the text without quotes that begins here."""
        reader: _Reader = self
        start = end = self.get_mark()
        parts: list[str] = []
        blanks: list[str] = []
        while length := self._word_length():
            self.allow_simple_key = False
            parts += [*blanks, reader.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            blanks = self.scan_plain_spaces(self.indent + 1, start)
            if not blanks or (not self.flow_level and reader.column <= self.indent):
                break
        return yaml.ScalarToken(
            "".join(parts), plain=True, start_mark=start, end_mark=end
        )

    def _word_length(self) -> int:
        """Return how many characters are before the next blank or indicator."""
        reader: _Reader = self
        length = 0
        while (character := reader.peek(length)) not in _ENDS:
            if character == "#" and not length:
                break
            if self.flow_level and character in _BRACKETS:
                break
            if character == ":":
                following = reader.peek(length + 1)
                if following in _ENDS:
                    break
                if self.flow_level and following in f"?{_BRACKETS}":
                    self.forward(length)
                    raise ScannerError(problem=_COLON, problem_mark=self.get_mark())
            length += 1
        return length

    def scan_plain_spaces(self, indent: int, start_mark: object) -> list[str]:
        """Return what the blanks here mean; nothing if a document ends behind them."""
        del start_mark
        reader: _Reader = self
        blanks = ""
        breaks: list[str] = []
        while (character := reader.peek()) in " \t\r\n":
            if character in "\r\n":
                breaks.append(reader.scan_line_break())
                self.allow_simple_key = True
                if reader.check_document_start() or reader.check_document_end():
                    return []
                continue
            if breaks and character == "\t" and reader.column < indent:
                raise ScannerError(problem=_TAB, problem_mark=self.get_mark())
            blanks += character
            self.forward()
        return (breaks[1:] or [" "]) if breaks else [blanks] if blanks else []

    def scan_flow_scalar_non_spaces(
        self, double: object, start_mark: yaml.Mark
    ) -> list[str]:
        """Return the text up to the next blank, its escapes replaced."""
        inherited: _Reader = super()
        try:
            parts: list[str] = inherited.scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):  # no character has such a number
            mark = self.get_mark()
            raise ScannerError("in quotes", start_mark, _ESCAPE, mark) from None
        return parts

    def scan_block_scalar_indicators(
        self, start_mark: object
    ) -> tuple[bool | None, int | None]:
        """Return how a block of text ends, and how far it is indented."""
        del start_mark
        reader: _Reader = self
        keeps: bool | None = None
        indent: int | None = None
        while True:
            character = reader.peek()
            if character in "+-" and keeps is None:
                keeps = character == "+"
            elif character in "123456789" and indent is None:
                indent = int(character)
            else:
                return keeps, indent
            self.forward()

    def scan_block_scalar_ignored_line(self, start_mark: object) -> None:
        """Go to the end of the line, over blanks and a comment."""
        inherited: _Reader = super()
        while inherited.peek() in " \t":
            self.forward()
        inherited.scan_block_scalar_ignored_line(start_mark)

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, yaml.Mark]:
        """Return what is before the first line of a block, and its indentation."""
        reader: _Reader = self
        found = super().scan_block_scalar_indentation()
        if reader.peek() == "\t":
            raise ScannerError(problem=_TAB, problem_mark=self.get_mark())
        return found

    def scan_directive(self) -> yaml.DirectiveToken:
        """Return a directive, which is one of the two that YAML has."""
        start = self.get_mark()
        token = super().scan_directive()
        if token.name not in {"YAML", "TAG"}:
            raise ScannerError(problem=_DIRECTIVE, problem_mark=start)
        return token

    def scan_yaml_directive_value(self, start_mark: object) -> tuple[int, int]:
        """Return the version of YAML in which a document says that it is written."""
        inherited: _Reader = super()
        version: tuple[int, int] = inherited.scan_yaml_directive_value(start_mark)
        if version not in {(1, 1), (1, 2)}:
            raise ScannerError(problem=_VERSION, problem_mark=self.get_mark())
        return version


_DIRECTIVE = "found unknown directive name"
_ESCAPE = "found an escape of no character"
_COLON = "found unexpected ':'"
_TAB = "found a tab character that violates indentation"
_VERSION = "found incompatible YAML document"

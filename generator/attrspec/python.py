"""How Python is spelt: the only place where text becomes code.

`Code` is text that may be printed into a file. Only the constructors of this module, of
`layout` and of `documents` make it, each for one position in which a text can stand, so
what a spec says can be a name, a literal, a docstring or a comment, and nothing else.
"""

import keyword
import re
import textwrap
from functools import lru_cache

from .diagnostics import is_plain, printable

__all__ = [
    "LINE_LENGTH",
    "Code",
    "code",
    "docstring",
    "identifier",
    "module_path",
    "number",
    "string",
    "wrapped",
]

LINE_LENGTH = 88


class Code(str):
    """Text that may stand in a generated file as it is."""

    __slots__ = ()


def code(template: str, *parts: Code) -> Code:
    """Return *template*, a text of this program, with its `{}` filled by code."""
    for part in parts:
        if type(part) is not Code:  # the annotations say so; nothing else relies on it
            raise TypeError(f"only code fits into {template!r}, not {type(part)}")
    return Code(template.format(*parts))


@lru_cache(2**16)
def identifier(name: str) -> Code:
    """Return a name that Python takes as one."""
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is no Python name")
    return Code(name)


def module_path(path: str) -> Code:
    """Return the path of a module, which may begin with dots."""
    name = path.lstrip(".")
    for part in name.split(".") if name else ():
        identifier(part)
    return Code(path)


def number(value: int) -> Code:
    """Return an integer as a literal."""
    return Code(repr(value))


@lru_cache(2**16)
def string(text: str) -> Code:
    """Return *text* as a literal, in the quotes that need fewer escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = _UNUSUAL.sub(_literal_escape, text)
    return Code(f"{quote}{body.replace(quote, chr(92) + quote)}{quote}")


_UNUSUAL = re.compile(r"[^ -\[\]-~]")
_SHORT_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ONE_COLUMN = re.compile(
    r"[\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0373\u0376-\u0377\u037b-\u037f\u0384-\u038a"
    r"\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2015\u2018-\u2022\u2026"
    r"\u20ac\u2190-\u2193\u2212]"
)
"""Beyond ASCII: characters that are one column wide in every version of Unicode."""


def _literal_escape(match: re.Match[str]) -> str:
    # What is in a literal decides where a line is broken, so its width must be known.
    character = match[0]
    if character.isascii() or _ONE_COLUMN.match(character):
        return _escaped(character)
    return _unicode_escape(character)


def _escaped(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if printable(character) == character:
        return character
    return _unicode_escape(character)


def _unicode_escape(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


_BLANKS = re.compile(r"[\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


_PROMPT = re.compile(r"(?<!\S)>>>")


@lru_cache(2**16)
def normalized(text: str) -> str:
    """Return *text* as a docstring gives it back: no margin, no blanks at line ends.

    What `doctest` would run is no prompt any more: `>>>` has a backslash before.
    """
    if is_plain(text) and ">>>" not in text:  # as most is
        return text.strip()
    text = _PROMPT.sub(r"\\>>>", _BLANKS.sub(" ", text.expandtabs()))
    lines = [line.rstrip() for line in _LINE_ENDS.split(text)]
    return textwrap.dedent("\n".join(lines)).strip("\n")


_OWN_LINES = frozenset({" ", "-", "*", "|", ">", "#"})
"""What lines begin with that are kept: of lists, tables, quotes, headings and code."""


_PARAGRAPHS = re.compile(r"\n{2,}")
_RUNS = re.compile(r" {2,}")


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a documentation text, its paragraphs filled to *width*.

    Between words there is one blank: it may be there that a line ends.
    Paragraphs that look like lists, tables or code keep their lines.
    """
    lines: list[str] = []
    for paragraph in _PARAGRAPHS.split(normalized(text)):
        rows = paragraph.split("\n")
        if lines:
            lines.append("")
        if any(row[:1] in _OWN_LINES or row.startswith("```") for row in rows):
            lines += rows
        else:
            lines += _filled(_RUNS.sub(" ", " ".join(rows)), width)
    return lines


def _filled(text: str, width: int) -> list[str]:
    """Return the words of *text* in lines, each as full as *width* allows."""
    if not text:
        return []
    lines: list[str] = []
    start = 0
    while len(text) - start > width:
        end = text.rfind(" ", start, start + width + 1)
        if end < 0:  # the first word alone is longer
            end = text.find(" ", start)
        if end < 0:
            break
        lines.append(text[start:end])
        start = end + 1
    return [*lines, text[start:]]


def docstring(text: str, indent: int) -> Code:
    """Return *text* as a docstring for a block that is indented by *indent* columns."""
    lines = [_doc_escaped(line) for line in wrapped(text, LINE_LENGTH - indent)]
    room = LINE_LENGTH - indent - 6
    if len(lines) == 1:
        if len(lines[0]) <= room:
            return Code(f'"""{lines[0]}"""')
        # A line that misses the room by its quotes alone is better broken in two.
        lines = [_doc_escaped(line) for line in wrapped(text, room)]
    pad = " " * indent
    body = [f"{pad}{line}".rstrip() for line in lines]
    return Code("\n".join(['"""', *body, f'{pad}"""']))


# A lone quote inside a line is harmless; runs and quotes at an end could close.
_DOC_UNUSUAL = re.compile(r'(?:\A|(?<="))"|"(?="|\Z)|[^ -\[\]-~]')


def _doc_escaped(line: str) -> str:
    if is_plain(line) and '"' not in line and "\\" not in line:  # as most are
        return line
    return _DOC_UNUSUAL.sub(_doc_escape, line)


def _doc_escape(match: re.Match[str]) -> str:
    return '\\"' if match[0] == '"' else _escaped(match[0])

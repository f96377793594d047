"""How TOML and Markdown are spelt, into which text is printed too.

In Markdown a text may have what stays inside of its paragraph: emphasis, lists and code
between backticks. It makes no heading, no block of code, no link, no table and no HTML:
what would is escaped, and shows as it was written.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from .diagnostics import printable
from .python import Code, normalized

__all__ = ["code_span", "heading", "prose", "shell_word", "table_cell", "toml_string"]


def toml_string(text: str) -> Code:
    """Return *text* as a basic string of TOML."""
    body = json.dumps(text, ensure_ascii=False)
    return Code(re.sub(r"[^ -~]", _toml_escape, body))


def _toml_escape(match: re.Match[str]) -> str:
    if printable(match[0]) == match[0]:
        return match[0]
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def shell_word(name: str) -> Code:
    """Return the name of a distribution, as it is typed into a shell.

    Raises:
        ValueError: *name* is no name of a distribution.
    """
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise ValueError(f"{name!r} is no name of a distribution")
    return Code(name)


def heading(text: str) -> Code:
    """Return *text* as what stands behind the `#` of a heading."""
    line = _inline(" ".join(text.split()))
    return Code(re.sub(r"(#+)$", r"\\\1", line))


def prose(text: str) -> Code:
    """Return *text* as paragraphs of Markdown."""
    lines = map(_inline, normalized(text).split("\n"))
    return Code("\n".join(_BLOCK.sub(r"\1\\\2", line) for line in lines))


def table_cell(text: str) -> Code:
    """Return *text* as a cell of a Markdown table."""
    return Code(_inline(" ".join(normalized(text).split()), in_cell=True))


@lru_cache(2**16)
def code_span(text: str) -> Code:
    """Return *text* as it stands, in a cell or in prose."""
    shown = printable(" ".join(text.split()))
    if "\\|" in shown:  # of which readers of tables make different things
        return Code(re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", shown))
    shown = shown.replace("|", "\\|")
    runs = {len(run) for run in _FENCES.findall(shown)}
    fence = "`" * next(n for n in range(1, len(shown) + 2) if n not in runs)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return Code(f"{fence}{pad}{shown}{pad}{fence}")


# Behind what lists and quotations begin with: a heading, or the line under one or under
# that of a table.
_BLOCK = re.compile(
    r"^((?: |>|[-+*](?= )|[0-9]{1,9}[.)](?= ))*)(#{1,6}(?= |$)|(?:=+|:?-+:?) *$)"
)
_FENCES = re.compile("(`+)")
_SPECIAL = re.compile(
    r"""
    [&<]                                        # HTML
    | \\ (?=[!-/:-@\[-`{-~]|$)                  # what would escape the next character
    | \] (?=[(\[:])                             # a link, or where one leads
    | ~ (?=~~)                                  # a block of code
    | \|                                        # a table
    """,
    re.VERBOSE,
)


def _inline(line: str, *, in_cell: bool = False) -> str:
    """Return a line of text in which nothing but code and emphasis is left.

    A backtick is escaped unless it has its match in the same line: all who read
    Markdown then agree about what is code and what is not.
    """
    pieces = _FENCES.split(line)
    return "".join(_pieces(pieces, in_cell=in_cell))


def _pieces(pieces: list[str], *, in_cell: bool) -> Iterator[str]:
    """Yield a line that was split at its runs of backticks, which have odd numbers."""
    matches = _matches(pieces)
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        end = matches.get(index)
        code = "".join(pieces[index + 1 : end]) if end else ""
        if not index % 2:
            yield printable(_SPECIAL.sub(_escaped, piece))
        elif end and not (in_cell and "\\|" in code):
            code = printable(code)
            yield piece + (code.replace("|", "\\|") if in_cell else code) + piece
            index = end
        else:
            yield piece.replace("`", "\\`")
        index += 1


def _matches(pieces: list[str]) -> dict[int, int]:
    """Return for each run of backticks the next one of its length."""
    matches: dict[int, int] = {}
    following: dict[str, int] = {}
    for index in range(len(pieces) - 2, 0, -2):
        run = pieces[index]
        if run in following:
            matches[index] = following[run]
        following[run] = index
    return matches


def _escaped(match: re.Match[str]) -> str:
    entities = {"&": "&amp;", "<": "&lt;"}
    return entities.get(match[0]) or f"\\{match[0]}"

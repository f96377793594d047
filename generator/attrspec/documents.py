"""How TOML and Markdown are spelt, into which text is printed too."""

import json
import re

from .diagnostics import printable
from .python import Code

__all__ = ["code_span", "prose", "shell_word", "table_cell", "toml_string"]


def toml_string(text: str) -> Code:
    """Return *text* as a basic string of TOML."""
    body = json.dumps(text, ensure_ascii=False)
    return Code(re.sub(r"[\x7f-\x9f\u2028\u2029]", _unicode_escape, body))


def _unicode_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def shell_word(name: str) -> Code:
    """Return the name of a distribution, as it is typed into a shell.

    Raises:
        ValueError: *name* is no name of a distribution.
    """
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise ValueError(f"{name!r} is no name of a distribution")
    return Code(name)


def prose(text: str) -> Code:
    """Return *text* as paragraphs of Markdown, in which no HTML is left."""
    lines = [printable(line.rstrip()) for line in text.strip().splitlines()]
    return Code("\n".join(_without_html(line) for line in lines))


def table_cell(text: str) -> Code:
    """Return *text* as a cell of a Markdown table."""
    line = " ".join(printable(part) for part in text.split())
    return Code(_without_html(line).replace("|", "\\|"))


def code_span(text: str) -> Code:
    """Return *text* as it stands, in a cell or in prose."""
    shown = printable(" ".join(text.split())).replace("|", "\\|")
    runs = {len(run) for run in re.findall("`+", shown)}
    fence = "`" * next(n for n in range(1, len(shown) + 2) if n not in runs)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return Code(f"{fence}{pad}{shown}{pad}{fence}")


def _without_html(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")

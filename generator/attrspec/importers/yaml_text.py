"""Values → YAML as a careful person writes it: in blocks, with quotes where needed."""

import json
import re
from collections.abc import Iterator
from textwrap import wrap
from typing import TypeGuard

from attrspec.source import JsonValue, resolved

__all__ = ["WIDTH", "block", "scalar"]

WIDTH = 88

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_UNPRINTABLE = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_FLOW = frozenset(",[]{}:")
_LITERAL_LINE = re.compile(r"(?: {4,}|\t|[ ]*[|>#]|[ ]*(?:---+|===+|\*\*\*+)$)")
_LIST_ITEM = re.compile(r"( *)([-*+]|[0-9]{1,3}[.)]) +")
_FLOWING = frozenset({"tag", "when", "mixins", "members", "values", "accept", "was"})
"""Keys whose values stand on one line where they fit."""


def block(value: dict[str, JsonValue], indent: int = 0) -> Iterator[str]:
    """Yield the lines of a mapping."""
    for key, inner in value.items():
        yield from _entry(f"{' ' * indent}{scalar(key)}:", key, inner, indent)


def _entry(head: str, key: str, value: JsonValue, indent: int) -> Iterator[str]:
    """Yield the lines of a key and its value."""
    match value:
        case str() if key == "doc":
            yield from _doc(head, value, indent)
        case dict() if value:
            flow = _flow(value) if key in _FLOWING else None
            if flow and len(head) + 1 + len(flow) <= WIDTH:
                yield f"{head} {flow}"
            else:
                yield head
                yield from block(value, indent + 2)
        case list() if value:
            flow = _flow(value)
            if flow and len(head) + 1 + len(flow) <= WIDTH:
                yield f"{head} {flow}"
            else:
                yield head
                yield from _items(value, indent + 2)
        case _:
            yield f"{head} {_short(value)}"


def _items(values: list[JsonValue], indent: int) -> Iterator[str]:
    """Yield the lines of a list."""
    dash = f"{' ' * indent}- "
    for value in values:
        match value:
            case dict() if value:
                inner = list(block(value, indent + 2))
            case list() if value:
                flow = _flow(value)
                inner = [f"{dash}{flow}"] if flow else list(_items(value, indent + 2))
                if flow and len(inner[0]) > WIDTH:
                    inner = list(_items(value, indent + 2))
            case _:
                yield f"{dash}{_short(value)}"
                continue
        yield dash + inner[0][indent + 2 :]
        yield from inner[1:]


def _flow(value: JsonValue) -> str | None:
    """Return a flat list or mapping on one line; None if it is not flat."""
    if isinstance(value, dict):
        if any(isinstance(v, dict | list) for v in value.values()):
            return None
        pairs = (
            f"{scalar(k, is_flow=True)}: {_short(v, is_flow=True)}"
            for k, v in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        if any(isinstance(v, dict | list) for v in value):
            return None
        return f"[{', '.join(_short(v, is_flow=True) for v in value)}]"
    return None


def _short(value: JsonValue, *, is_flow: bool = False) -> str:
    match value:
        case str():
            return scalar(value, is_flow=is_flow)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return json.dumps(value)


def scalar(text: str, *, is_flow: bool = False) -> str:
    """Return *text* as it is written on one line, in quotes only where it must be.

    Args:
        text: Any text without half of a surrogate pair.
        is_flow: Whether it stands in brackets.
    """
    if _is_plain(text, is_flow=is_flow):
        return text
    if "'" not in text and ('"' in text or "\\" in text) and _is_printable(text):
        return f"'{text}'"
    return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _is_plain(text: str, *, is_flow: bool) -> bool:
    return (
        bool(text)
        and text[0] not in _INDICATORS
        and text[0] != " "
        and text[-1] not in " :"
        and ": " not in text
        and " #" not in text
        and not (is_flow and not _FLOW.isdisjoint(text))
        and text[:3] not in {"...", "---"}
        and _is_printable(text)
        and _is_text(text)
    )


def _is_text(text: str) -> bool:
    try:
        return isinstance(resolved(text), str)
    except ValueError:
        return False


def _is_printable(text: str) -> TypeGuard[str]:
    return "\n" not in text and not _UNPRINTABLE.search(text)


def _escaped(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


# Documentation


def _doc(head: str, text: str, indent: int) -> Iterator[str]:
    """Yield the lines of documentation: on one line, or wrapped in a block."""
    lines = re.split("\r\n|[\n\r]", text.expandtabs(4).strip())
    fits = len(lines) == 1 and len(head) + 1 + len(lines[0]) <= WIDTH
    if fits and _is_plain(lines[0], is_flow=False):
        yield f"{head} {lines[0]}"
        return
    if any(_UNPRINTABLE.search(line) for line in lines):
        yield f"{head} {scalar(text)}"
        return
    yield f"{head} |"
    for line in _wrapped(lines, WIDTH - indent - 2):
        yield f"{' ' * (indent + 2)}{line}" if line else ""


def _wrapped(lines: list[str], width: int) -> Iterator[str]:
    """Yield lines of Markdown in which no prose is longer than *width*."""
    paragraph: list[str] = []
    is_code = False
    for line in map(str.rstrip, lines):
        is_fence = line.lstrip().startswith(("```", "~~~"))
        if is_code or is_fence or not line or _LITERAL_LINE.match(line):
            yield from _paragraph(paragraph, width)
            paragraph = []
            is_code ^= is_fence
            yield line
        elif _LIST_ITEM.match(line):
            yield from _paragraph(paragraph, width)
            paragraph = [line]
        else:
            paragraph.append(line)
    yield from _paragraph(paragraph, width)


def _paragraph(lines: list[str], width: int) -> Iterator[str]:
    """Yield the lines of a paragraph, anew where one is too long."""
    if all(len(line) <= width for line in lines):
        yield from lines
        return
    found = _LIST_ITEM.match(lines[0])
    lead = len(lines[0]) - len(lines[0].lstrip())
    first = lines[0][:lead]
    yield from wrap(
        " ".join(line.strip() for line in lines),
        width,
        initial_indent=first,
        subsequent_indent=" " * len(found[0]) if found else first,
        break_long_words=False,
        break_on_hyphens=False,
    )

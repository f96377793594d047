"""What a reader of Markdown could take for structure, read with suspicion.

No parser, but what parsers agree on or differ about: something is a heading, a fence, a
link or HTML here if it could be one by any reading, of a line alone or of a paragraph.
"""

import re
from collections.abc import Iterator

__all__ = ["structure"]

_CONTAINERS = r"(?:[ \t]|>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*"
_HEADING = re.compile(rf"{_CONTAINERS}(#{{1,6}})(?:[ \t]|$)")
_UNDERLINE = re.compile(rf"{_CONTAINERS}(?:=+|-+)[ \t]*$")
_FENCE = re.compile(rf"{_CONTAINERS}(?:`{{3,}}[^`]*|~{{3,}}.*)$")
_HTML = re.compile(r"<[A-Za-z/!?]")
_LINK = re.compile(r"\][(\[:]")


def structure(text: str) -> list[str]:
    """Return what there is beside paragraphs, lists and emphasis, in its order."""
    found: list[str] = []
    paragraph: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if fence:
            fence = "" if line.strip() == fence else fence
            continue
        if not line.strip():
            found += _inline("\n".join(paragraph))
            paragraph = []
        elif _FENCE.match(line):
            fence = re.sub(r"^[^`~]*|[^`~].*$", "", line.lstrip())
            found.append("fence")
        elif line.startswith("|"):
            cells = _cells(line)
            found.append(f"row of {len(cells)}")
            found += [item for cell in cells for item in _inline(cell)]
        else:
            if heading := _HEADING.match(line):
                found.append(f"heading {heading[1]}")
            if _UNDERLINE.match(line):
                found.append("underline")
            found += _inline(line)
            paragraph.append(line)
    return [*found, "open fence"] if fence else found


def _cells(line: str) -> list[str]:
    """Return the cells of a row: a bar ends one, unless there is a backslash before."""
    escaped = re.findall(r"(?:\\.|[^|\\]|\\$)*\|?", line)
    by_pairs = [part for part in escaped if part]
    by_character = re.split(r"(?<!\\)\|", line)[:-1]
    # Readers of tables differ about two backslashes: then both see another cell.
    return max(by_pairs, by_character, key=len)


def _inline(text: str) -> Iterator[str]:
    """Yield what could be HTML or a link outside of code."""
    rest = _without_code(text)
    yield from ("html" for _ in _HTML.findall(rest))
    yield from ("link" for _ in _LINK.findall(rest))
    yield from ("bar" for _ in re.findall(r"(?<!\\)\|", rest.strip("|")))


def _without_code(text: str) -> str:
    """Return a paragraph without its code, and without what a backslash escapes."""
    kept: list[str] = []
    index = 0
    while index < len(text):
        if text[index] == "\\" and re.match(r"[!-/:-@\[-`{-~]", text[index + 1 :]):
            index += 2
            kept.append("_")
        elif run := re.compile("`+").match(text, index):
            close = re.compile(rf"(?<!`){run[0]}(?!`)").search(text, run.end())
            index = close.end() if close else run.end()
            kept.append("_")
        else:
            kept.append(text[index])
            index += 1
    return "".join(kept)

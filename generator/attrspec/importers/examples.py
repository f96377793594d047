"""Payloads that a document shows, wherever it does."""

import json
from collections.abc import Iterable, Iterator

from attrspec.diagnostics import SpecError
from attrspec.source import Mapping, Node, Scalar, Sequence

from .document import entries, item, text
from .drafts import Example, Notes
from .json_text import parse_json

__all__ = ["examples_of", "payloads", "sentence"]

LONGEST = 80
"""How many characters a value may have that documentation quotes."""


def examples_of(nodes: Iterable[Node], notes: Notes) -> tuple[Example, ...]:
    """Return the payloads that the schema of an object shows."""
    found: list[Example] = []
    seen: set[int] = set()
    for node in nodes:
        if id(node) in seen:
            continue
        seen.add(id(node))
        if (single := item(node, "example")) is not None:
            found.append(Example(single, single.span))
        match item(node, "examples"):
            case Sequence(items=items):
                found += [Example(one, one.span) for one in items]
            case _:
                pass
        found += _of_extensions(node)
    return tuple(payloads(found, notes))


def _of_extensions(node: Node) -> Iterator[Example]:
    """Yield what extensions show: many publish payloads there, as text."""
    for entry in entries(node):
        if not entry.key.text.startswith("x-"):
            continue
        shown = item(entry.value, "example")
        if shown is not None:
            yield Example(shown, shown.span)


def payloads(found: Iterable[Example], notes: Notes) -> Iterator[Example]:
    """Yield examples as what they are, JSON texts among them."""
    for example in found:
        node = example.node
        if isinstance(node, Scalar) and isinstance(node.value, str):
            try:
                node = parse_json(node.value.strip(), example.span.path)
            except SpecError as error:
                said = error.diagnostics[0]
                message = f"this example is no JSON: {said.message}"
                hint = f"in its line {said.span.line}"
                notes.add(example.span, "import-example", message, hint)
                continue
        if not isinstance(node, Mapping):
            message = "this example is no object, and its schema is one"
            notes.add(example.span, "import-example", message)
            continue
        yield Example(node, example.span)


def sentence(node: Node, notes: Notes) -> str:
    """Return the examples of a value, as documentation of it tells them."""
    shown = [item(node, "example")]
    match item(node, "examples"):
        case Sequence(items=items):
            shown += items
        case _:
            pass
    known = text(item(node, "description"))
    texts: list[str] = []
    for one in shown:
        if one is None:
            continue
        if quoted := _quoted(one):
            texts += [quoted] if quoted not in known else []
        else:
            message = "this example is of no object, and too long for documentation"
            notes.add(one.span, "import-example", message)
    return f"For example {', '.join(dict.fromkeys(texts))}." if texts else ""


def _quoted(node: Node) -> str:
    """Return a value as documentation quotes it; nothing if it is too long."""
    if not isinstance(node, Scalar):
        return ""
    shown = node.value if isinstance(node.value, str) else json.dumps(node.value)
    is_short = len(shown) <= LONGEST and "\n" not in shown and "`" not in shown
    return f"`{shown}`" if is_short and shown else ""

"""What the members of a union are called that have no name of their own.

A member is called by what it says of itself: the text of a constant, its title, a key
that it needs. Where none tells it from the others, the names are settled in `names`.
"""

import json
from collections.abc import Iterator

from attrspec.source import Mapping, Node, Sequence, plain

from .document import entries, item, text
from .drafts import Place
from .names import letters, words_of
from .nodes import doc_of

__all__ = ["doc_or_title", "member_words"]

_KINDS = {"object": "object", "array": "list", "string": "option"}

MOST_WORDS = 6
"""How many words of a title may become a name."""


def doc_or_title(node: Node, place: Place) -> str:
    """Return the description of a type, or a title that says more than its name."""
    title = " ".join(text(item(node, "title")).split())
    name = "".join(words_of(place.words[-1] if place.words else place.root))
    is_name = "".join(words_of(title)).lower() == name.lower()
    return doc_of(node) or ("" if is_name else title)


def member_words(
    nodes: list[Node], constants: list[dict[str, str]], place: Place, tag: str
) -> list[str]:
    """Return a word for each alternative of a union, none for lists that are alone.

    Args:
        nodes: The alternatives.
        constants: The keys of each that have one text, with their texts.
        place: Where the union is.
        tag: The key that tells them apart, if the document says one.
    """
    candidates = [
        list(dict.fromkeys(_candidates(node, place, texts, tag)))
        for node, texts in zip(nodes, constants, strict=True)
    ]
    found: list[str] = []
    for index, own in enumerate(candidates):
        others = {w for i, words in enumerate(candidates) if i != index for w in words}
        own_word = next((word for word in own if word not in others), None)
        found.append(
            _by_content(own[-1], nodes[index]) if own_word is None else own_word
        )
    return found


def _by_content(word: str, node: Node) -> str:
    """Return a word for what nothing tells from the others but all that it says."""
    return f"{word} {letters(json.dumps(plain(node), sort_keys=True))}"


def _candidates(
    node: Node, place: Place, constants: dict[str, str], tag: str
) -> Iterator[str]:
    kind = text(item(node, "type")) or ("object" if item(node, "properties") else "")
    if kind == "array":
        yield ""
    for key in sorted(constants, key=lambda key: (key != tag, key != "type")):
        if any(letter.isalpha() for letter in constants[key]):
            yield constants[key]
    known = {w.lower() for part in (place.root, *place.words) for w in words_of(part)}
    title = [w for w in words_of(text(item(node, "title"))) if w.lower() not in known]
    if 0 < len(title) <= MOST_WORDS:
        yield " ".join(title)
    match item(node, "required"):
        case Sequence(items=items) if kind == "object":
            yield from (f"with {text(key)}" for key in items)
        case _:
            pass
    for entry in entries(item(node, "properties")):
        yield f"with {entry.key.text}"
    if reference := text(item(node, "$ref")):
        yield reference.rpartition("/")[2]
    if isinstance(node, Mapping) and item(node, "allOf") and not kind:
        kind = "object"
    yield _KINDS.get(kind, kind or "value")

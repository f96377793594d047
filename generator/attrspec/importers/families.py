"""Which file a type is written into: one a family.

A family is what the operations are about that name a type: the first of their tags. A
type that none names goes with those that refer to it, along the shortest way, or else
with those that it refers to, or whose names begin alike. A small document is one file,
and of a large family, those whose names begin alike are a family of their own.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from attrspec.names import function_name
from attrspec.source import Mapping as MappingNode
from attrspec.source import Node, Scalar
from attrspec.source import Sequence as SequenceNode

from .document import Document, entries, item, text
from .names import ascii_text, words_of
from .operations import METHODS

__all__ = ["families"]

FEWEST_TYPES = 40
"""How many types go into one file, whatever they are about."""

MOST_TYPES = 200
"""How many go into one file if many of their names begin alike."""

REST = "types"
"""The file of types that no operation leads to."""


def families(
    document: Document, names: Sequence[str], graph: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Return the file of each schema, without its ending.

    Args:
        document: Where the operations are.
        names: The schemas.
        graph: The schemas that each refers to.
    """
    if len(names) <= FEWEST_TYPES:
        return dict.fromkeys(names, REST)
    found: dict[str, str] = {}
    ring: dict[str, str] = {}
    for family, name in _named_by_operations(document):
        if name in graph:
            ring[name] = min(family, ring.get(name, family))
    while ring:
        found |= ring
        following: dict[str, str] = {}
        for name in ring:
            for other in graph[name]:
                if other not in found and other in graph:
                    family = found[name]
                    following[other] = min(family, following.get(other, family))
        ring = following
    rest = [name for name in names if name not in found]
    return _divided(found | _of_users(rest, found, graph))


def _divided(found: Mapping[str, str]) -> dict[str, str]:
    """Return families of which the large ones are divided.

    `BetaTool` of `responses` goes to `beta_responses`, if there are many such; what is
    called as its family is stays there.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for name, family in found.items():
        names[family].append(name)
    divided = dict(found)
    for family, members in names.items():
        if len(members) <= MOST_TYPES:
            continue
        alike: dict[str, list[str]] = defaultdict(list)
        for name in members:
            alike[_first_word(name).lower()].append(name)
        for word, some in alike.items():
            if len(some) >= FEWEST_TYPES and not family.startswith(word):
                divided |= dict.fromkeys(some, _file_name(f"{word}_{family}"))
    return divided


def _of_users(
    rest: list[str], found: Mapping[str, str], graph: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Return the files of schemas that no operation reaches."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name, family in found.items():
        alike[_first_word(name)].append(family)
    settled: dict[str, str] = {}
    for name in rest:
        near = [found[other] for other in graph[name] if other in found]
        near = near or alike[_first_word(name)]
        settled[name] = max(sorted(set(near)), key=near.count) if near else REST
    return settled


def _first_word(name: str) -> str:
    return words_of(name)[0] if words_of(name) else ""


def _named_by_operations(document: Document) -> Iterable[tuple[str, str]]:
    """Yield what operations are about, and a schema that they name."""
    for section in ("paths", "webhooks"):
        for path in entries(item(document.root, section)):
            for operation in entries(path.value):
                if operation.key.text not in METHODS:
                    continue
                match item(operation.value, "tags"):
                    case SequenceNode(items=(first, *_)):
                        family = text(first)
                    case _:
                        family = (
                            section if section == "webhooks" else _stem(path.key.text)
                        )
                for name in _references(operation.value, document):
                    yield _file_name(family), name


def _stem(path: str) -> str:
    """Return what a path is about: its first part that is no parameter or version."""
    parts = [part for part in path.split("/") if part and not part.startswith("{")]
    return next((p for p in parts if not p[1:].isdigit()), REST)


def _references(node: Node, document: Document) -> Iterable[str]:
    waiting: deque[Node] = deque([node])
    while waiting:
        match waiting.popleft():
            case MappingNode(entries=found):
                for entry in found:
                    if entry.key.text == "$ref":
                        name = text(entry.value).rpartition("/")[2]
                        if name in document.schemas:
                            yield name
                    elif not isinstance(entry.value, Scalar):
                        waiting.append(entry.value)
            case SequenceNode(items=items):
                waiting.extend(items)
            case Scalar():
                pass


def _file_name(family: str) -> str:
    name = function_name(ascii_text(family)) or REST
    return f"{name}_types" if name == "package" else name

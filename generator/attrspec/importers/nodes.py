"""What can be told of a schema by looking at it, and schemas made of others."""

from attrspec.diagnostics import quoted
from attrspec.source import Entry, JsonValue, Mapping, Node, Scalar, Sequence, plain

from .document import item, text
from .keywords import STRUCTURE

__all__ = [
    "OBJECT_KEYS",
    "all_of",
    "are_demands",
    "as_mapping",
    "doc_of",
    "has_form",
    "is_null",
    "is_object",
    "is_true",
    "joined",
    "keys_of",
    "kinds",
    "narrower",
    "only",
    "shown",
    "tells_a_type",
    "with_key",
    "without",
]

OBJECT_KEYS = frozenset(
    {"properties", "additionalProperties", "patternProperties", "required"}
)


def keys_of(node: Mapping) -> dict[str, Node]:
    """Return what stands under each key."""
    return {entry.key.text: entry.value for entry in node.entries}


def only(node: Mapping, *keys: str) -> Mapping:
    """Return a schema with these keywords and no others."""
    return Mapping(tuple(e for e in node.entries if e.key.text in keys), node.span)


def without(node: Mapping, *keys: str) -> Mapping:
    """Return a schema without these keywords."""
    return Mapping(tuple(e for e in node.entries if e.key.text not in keys), node.span)


def with_key(node: Mapping, key: str, value: str) -> Mapping:
    """Return a schema with one keyword more."""
    span = node.span
    entry = Entry(Scalar(key, key, span), Scalar(value, value, span))
    return Mapping((*node.entries, entry), span)


def all_of(*nodes: Node) -> Mapping:
    """Return a schema of which others are the parts."""
    span = nodes[0].span
    entry = Entry(Scalar("allOf", "allOf", span), Sequence(tuple(nodes), span))
    return Mapping((entry,), span)


def as_mapping(node: Node) -> Mapping:
    """Return a schema as a mapping, which true and false are not."""
    return node if isinstance(node, Mapping) else all_of(node)


def doc_of(node: Node) -> str:
    """Return the description of a schema."""
    return text(item(node, "description")).strip()


def joined(*docs: str) -> str:
    """Return texts one after the other, each unless another has it already."""
    found = ""
    for doc in docs:
        if doc and doc not in found:
            found = f"{found}\n\n{doc}" if found and found not in doc else doc
    return found


def is_true(node: Node | None) -> bool:
    """Return whether a node is true, and not merely there."""
    return isinstance(node, Scalar) and node.value is True


def is_null(node: Node) -> bool:
    """Return whether null is the only payload of a schema, in any of its spellings."""
    match item(node, "type"), item(node, "enum"), item(node, "const"):
        case Scalar(text="null"), _, _:
            return True
        case _, Sequence(items=(Scalar(value=None),)), _:
            return True
        case _, _, Scalar(value=None):
            return True
        case _:
            return False


def is_object(node: Node) -> bool:
    """Return whether a schema describes an object."""
    if not isinstance(node, Mapping):
        return False
    match item(node, "type"):
        case None:
            return not OBJECT_KEYS.isdisjoint(e.key.text for e in node.entries)
        case Scalar(text=name):
            return name == "object"
        case _:
            return False


def tells_a_type(node: Node) -> bool:
    """Return whether a schema says of which type a payload is."""
    if isinstance(node, Mapping):
        return any(entry.key.text in STRUCTURE for entry in node.entries)
    return not is_true(node)


def are_demands(alternatives: tuple[Node, ...]) -> bool:
    """Return whether schemas say no more than which keys must be there."""
    return all(
        isinstance(node, Mapping)
        and {entry.key.text for entry in node.entries} <= {"required", "not"}
        for node in alternatives
    )


def narrower(first: Entry, second: Entry) -> Entry | None:
    """Return the one of two entries of a keyword that says what both say."""
    key = first.key.text
    one, other = plain(first.value), plain(second.value)
    if one == other or key in {"description", "title"}:
        return first
    if key == "type" and {str(one), str(other)} == {"integer", "number"}:
        return first if one == "integer" else second
    if key == "enum" and isinstance(one, list) and isinstance(other, list):
        if all(value in other for value in one):
            return first
        return second if all(value in one for value in other) else None
    return None


def has_form(node: Node, form: str) -> bool:
    """Return whether a node is what words say, as those in `FORMS`."""
    match node:
        case Sequence(items=items):
            return "list" in form and (bool(items) or "not empty" not in form)
        case Mapping():
            return form == "a mapping" or "schema" in form
        case Scalar(value=bool()):
            return form == "true or false" or "schema" in form
        case Scalar(value=str()):
            return "text" in form
        case _:
            return False


def kinds(values: list[JsonValue]) -> str:
    """Return what kinds of values there are, in words."""
    found = dict.fromkeys(_kind(value) for value in values if value is not None)
    return " and ".join(found) or "null alone"


def _kind(value: JsonValue) -> str:
    match value:
        case bool():
            return "booleans"
        case int():
            return "integers"
        case float():
            return "numbers"
        case str():
            return "texts"
        case _:
            return "lists or objects"


def shown(node: Node) -> str:
    """Return a node as a message shows it."""
    match node:
        case Scalar(value=str(value)):
            return quoted(value)
        case Scalar(text=written):
            return written
        case Sequence():
            return "[...]"
        case Mapping():
            return "{...}"

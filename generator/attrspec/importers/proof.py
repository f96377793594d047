"""What attrspec says of an imported spec, before it is written.

The types are read and linked as they will be when the files are read. So what is wrong
is said with its place in the document, and an example that its object would refuse is
left out, with the reason.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from attrspec.diagnostics import Diagnostic, Span, SpecError
from attrspec.examples import Examples
from attrspec.read import read
from attrspec.resolve import resolve
from attrspec.source import Entry, JsonValue, Node, Scalar, Sequence
from attrspec.source import Mapping as MappingNode

from .drafts import Draft, Example, FieldDraft, Notes, ObjectDraft
from .writing import Body

__all__ = ["Proof", "prove"]


def node_of(value: JsonValue, span: Span) -> Node:
    """Return a value as it is read from a place."""
    match value:
        case dict():
            pairs = (
                Entry(Scalar(key, key, span, is_plain=False), node_of(inner, span))
                for key, inner in value.items()
            )
            return MappingNode(tuple(pairs), span)
        case list():
            return Sequence(tuple(node_of(inner, span) for inner in value), span)
        case str():
            return Scalar(value, value, span, is_plain=False)
        case _:
            return Scalar(value, str(value), span)


def _type_node(name: str, body: Body, draft: Draft) -> Entry:
    """Return a type as it is read, its fields with their places in the document."""
    span = draft.span
    fields = draft.fields if isinstance(draft, ObjectDraft) else ()
    entries: list[Entry] = []
    for key, value in body.items():
        node = node_of(value, span)
        if key == "fields" and isinstance(value, dict):
            found = (_field_node(field, value[field.key]) for field in fields)
            node = MappingNode(tuple(found), span)
        entries.append(Entry(Scalar(key, key, span), node))
    return Entry(Scalar(name, name, span), MappingNode(tuple(entries), span))


def _field_node(field: FieldDraft, body: JsonValue) -> Entry:
    """Return a field as it is read, what is said of it with its places."""
    facts = {fact.key: fact.node for fact in field.facts}
    node = node_of(body, field.span)
    assert isinstance(node, MappingNode)
    entries = (
        Entry(entry.key, facts.get(entry.key.text, entry.value))
        for entry in node.entries
    )
    key = Scalar(field.key, field.key, field.span, is_plain=False)
    return Entry(key, MappingNode(tuple(entries), field.span))


@frozen
class Proof:
    """What attrspec says of types."""

    examples: Mapping[str, Example]
    """Of the examples of each object the first that it reads, by its name."""

    refused: Mapping[Span, Diagnostic]
    """What is said of a field that does not go with its type, by its place."""


def prove(
    package: Body,
    types: Iterable[tuple[str, str, Draft, Body]],
    notes: Notes,
    span: Span,
) -> Proof:
    """Return what attrspec says of types.

    Args:
        package: What `package.yaml` says.
        types: Each type with its section, its name and what is written of it.
        notes: Where is noted which examples contradict their objects.
        span: The place of the document.

    Raises:
        SpecError: The types contradict themselves.
    """
    sections: dict[str, list[Entry]] = {}
    examples: dict[str, tuple[Example, ...]] = {}
    facts: set[Span] = set()
    for section, name, draft, body in types:
        sections.setdefault(section, []).append(_type_node(name, body, draft))
        if isinstance(draft, ObjectDraft):
            examples[name] = draft.examples
            facts.update(fact.node.span for f in draft.fields for fact in f.facts)
    file = MappingNode(
        tuple(
            Entry(Scalar(name, name, span), MappingNode(tuple(entries), span))
            for name, entries in sections.items()
        ),
        span,
    )
    spec, misread = read(node_of(package, span), [file])
    resolved, wrong = resolve(spec)
    judge = Examples.of(resolved)
    wrong += [
        found
        for item in (resolved.objects if not wrong else ())
        for field in item.fields
        for found in judge.check_default(field)
    ]
    said = [*misread, *wrong]
    refused = {found.span: found for found in said if found.span in facts}
    if refused:
        return Proof({}, refused)
    if said:
        raise SpecError(said)
    right = {
        name: _first_right(judge, name, shown, notes)
        for name, shown in examples.items()
    }
    return Proof({n: found for n, found in right.items() if found is not None}, {})


def _first_right(
    judge: Examples, name: str, shown: Iterable[Example], notes: Notes
) -> Example | None:
    """Return the first example that an object reads, and note what is of no use."""
    chosen: Example | None = None
    item = judge.objects[name]
    for example in shown:
        problems = list(judge.check_example(item, example.node))
        if problems:
            notes.add(example.span, "import-example", _refusal(name, problems))
        elif chosen is None:
            chosen = example
        else:
            message = f"another example of {name}: an object has one"
            notes.add(example.span, "import-example", message)
    return chosen


def _refusal(name: str, problems: list[Diagnostic]) -> str:
    first = problems[0].message
    more = len(problems) - 1
    rest = f", and {more} more" if more else ""
    return f"this example contradicts {name}: {first}{rest}"

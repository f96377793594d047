"""What attrspec says of an imported spec, before it is written.

The types are read and linked as they will be when the files are read. So what is wrong
is said with its place in the document, and an example that its object would refuse is
left out, with the reason.
"""

from collections.abc import Iterable, Mapping

from attrspec.diagnostics import Diagnostic, Span, SpecError
from attrspec.payloads import Payloads
from attrspec.read import read
from attrspec.resolve import resolve
from attrspec.source import Entry, JsonValue, Node, Scalar, Sequence
from attrspec.source import Mapping as MappingNode

from .drafts import Draft, Example, Notes, ObjectDraft
from .writing import Body

__all__ = ["node_of", "proven_examples"]


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
    places = (
        {f.key: f.span for f in draft.fields} if isinstance(draft, ObjectDraft) else {}
    )
    entries: list[Entry] = []
    for key, value in body.items():
        node = node_of(value, span)
        if key == "fields" and isinstance(value, dict):
            fields = (
                Entry(Scalar(k, k, places[k], is_plain=False), node_of(v, places[k]))
                for k, v in value.items()
            )
            node = MappingNode(tuple(fields), span)
        entries.append(Entry(Scalar(key, key, span), node))
    return Entry(Scalar(name, name, span), MappingNode(tuple(entries), span))


def proven_examples(
    package: Body,
    types: Iterable[tuple[str, str, Draft, Body]],
    notes: Notes,
    span: Span,
) -> Mapping[str, Example]:
    """Return the examples of objects that those read, by the names of the objects.

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
    for section, name, draft, body in types:
        found = draft.examples if isinstance(draft, ObjectDraft) else ()
        entry = _type_node(name, body, draft)
        sections.setdefault(section, []).append(entry)
        if found:
            examples[name] = found
    file = MappingNode(
        tuple(
            Entry(Scalar(name, name, span), MappingNode(tuple(entries), span))
            for name, entries in sections.items()
        ),
        span,
    )
    spec, misread = read(node_of(package, span), [file])
    resolved, wrong = resolve(spec)
    if misread or wrong:
        raise SpecError([*misread, *wrong])
    payloads = Payloads.of(resolved)
    right = {
        name: _first_right(payloads, name, shown, notes)
        for name, shown in examples.items()
    }
    return {name: example for name, example in right.items() if example is not None}


def _first_right(
    payloads: Payloads, name: str, shown: Iterable[Example], notes: Notes
) -> Example | None:
    """Return the first example that an object reads, and note what is of no use."""
    chosen: Example | None = None
    item = payloads.objects[name]
    for example in shown:
        problems = list(payloads.check_example(item, example.node))
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

"""The stages of an import put together: bytes of a document → files of a spec."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from attrs import evolve, frozen

from attrspec.diagnostics import Diagnostic, Span, SpecError, did_you_mean, quoted
from attrspec.folder import PACKAGE_FILE
from attrspec.source import plain
from attrspec.spec import Type, named
from attrspec.start import package_name

from .document import Document, item, read_document, text
from .drafts import (
    ANNOTATION,
    AliasDraft,
    Draft,
    Drafts,
    EnumDraft,
    Example,
    FieldDraft,
    Notes,
    ObjectDraft,
    Place,
    UnionDraft,
)
from .examples import payloads
from .families import families
from .names import schema_names, type_names
from .operations import examples_of_operations, note_nameless
from .proof import prove
from .reading import note_unsaid
from .schemas import read_schemas
from .unions import Settled, settle
from .writing import Body, Writer, file_text, package_text

__all__ = ["Imported", "import_document"]


@frozen(kw_only=True)
class Imported:
    """A spec, as it is imported."""

    files: Mapping[str, str]
    """The text of each file, by name."""

    notes: tuple[Diagnostic, ...]
    """What the document says and the spec does not, or not exactly."""

    schemas: int
    """How many schemas with names were read."""

    objects: int
    unions: int
    enums: int
    aliases: int

    @property
    def inexact(self) -> tuple[Diagnostic, ...]:
        """The notes about what says something of payloads."""
        return tuple(note for note in self.notes if note.rule != ANNOTATION)


def import_document(
    data: bytes, name: str, *, select: Sequence[str] = (), package: str = ""
) -> Imported:
    """Return the spec that a document comes to.

    Args:
        data: The bytes of the document.
        name: Its name, as messages call it.
        select: Names of schemas, or patterns of such. They and all that they refer to
            are imported; everything, if there are none.
        package: Import name of the package; made from the title if it is empty.

    Raises:
        SpecError: The document cannot be read, or contradicts itself.
    """
    document = read_document(data, name)
    notes = Notes()
    drafts = read_schemas(document, _selected(document, select), notes)
    settled = settle(drafts, notes)
    types = _reached(settled, drafts.references)
    types = _with_examples(document, types, drafts.references, notes)
    types |= dict(_aliases(settled, drafts))
    if not select:
        note_nameless(document, notes)
    schemas = schema_names(dict.fromkeys([*document.schemas, *drafts.references]))
    names = type_names((draft.place for draft in types.values()), schemas)
    _note_names(settled.references, names, drafts.spans, notes)
    roots = _graph(types, drafts.references)
    files = families(document, list(roots), roots)
    about = _package(document, package)
    while True:
        written = list(_written(types, files, names))
        shown = ((one.section, one.name, one.draft, one.body) for one in written)
        proof = prove(about, shown, notes, document.root.span)
        if not proof.refused:
            break
        types = {k: _without(d, proof.refused, notes) for k, d in types.items()}
    texts = dict(_texts(written, proof.examples))
    texts[PACKAGE_FILE] = package_text(about)
    return Imported(
        files=texts,
        notes=tuple(notes.diagnostics()),
        schemas=len(drafts.references),
        objects=sum(isinstance(draft, ObjectDraft) for draft in types.values()),
        unions=sum(isinstance(draft, UnionDraft) for draft in types.values()),
        enums=sum(isinstance(draft, EnumDraft) for draft in types.values()),
        aliases=sum(isinstance(draft, AliasDraft) for draft in types.values()),
    )


def _note_names(
    references: Iterable[str],
    names: Mapping[str, str],
    spans: Mapping[str, Span],
    notes: Notes,
) -> None:
    """Note schemas that have another name in the spec."""
    for schema in references:
        name = names[Place(schema).key]
        if schema != name:
            message = f"{quoted(schema)} is called {name}"
            notes.add(spans[schema], "import-renamed", message)


def _with_examples(
    document: Document, types: dict[str, Draft], names: Container[str], notes: Notes
) -> dict[str, Draft]:
    """Return types with the examples that operations show of them, too."""
    shown: dict[str, list[Example]] = defaultdict(list)
    for name, example in examples_of_operations(document):
        if name in names:
            shown[name].append(example)
    found = dict(types)
    for name, examples in shown.items():
        match types.get(name):
            case ObjectDraft() as draft:
                every = (*draft.examples, *payloads(examples, notes))
                found[name] = evolve(draft, examples=every)
            case _:
                for example in examples:
                    message = f"this example is of {quoted(name)}, which is no object"
                    notes.add(example.span, "import-example", message)
    return found


def _without(draft: Draft, refused: Mapping[Span, Diagnostic], notes: Notes) -> Draft:
    """Return a type without what attrspec refuses of what is said of its fields."""
    if not isinstance(draft, ObjectDraft):
        return draft
    fields: list[FieldDraft] = []
    for field in draft.fields:
        facts = tuple(f for f in field.facts if f.node.span not in refused)
        fields.append(evolve(field, facts=facts))
        for fact in field.facts:
            if found := refused.get(fact.node.span):
                note_unsaid(notes, fact.entry, found.message)
    return evolve(draft, fields=tuple(fields))


def _selected(document: Document, select: Sequence[str]) -> list[str]:
    """Return the names of the schemas that are asked for."""
    if not select:
        return list(document.schemas)
    found: set[str] = set()
    wrong: list[Diagnostic] = []
    for pattern in select:
        names = [name for name in document.schemas if fnmatchcase(name, pattern)]
        if not names:
            message = f"no schema is called {quoted(pattern)}"
            hint = did_you_mean(pattern, document.schemas)
            place = Span(document.name, 1, 1)
            wrong.append(Diagnostic(place, "unknown-schema", message, hint))
        found.update(names)
    if wrong:
        raise SpecError(wrong)
    return [name for name in document.schemas if name in found]


def _reached(settled: Settled, references: Iterable[str]) -> dict[str, Draft]:
    """Return the types that schemas with names come to, in the order of those."""
    every: dict[str, Draft] = {**settled.objects, **settled.unions, **settled.enums}
    found: dict[str, Draft] = {}
    waiting = [
        name
        for reference in references
        for name in (reference, *named(settled.references[reference]))
    ]
    waiting.reverse()
    while waiting:
        name = waiting.pop()
        draft = every.get(name)
        if draft is None or name in found:
            continue
        found[name] = draft
        inner = [other for type_ in _types_of(draft) for other in named(type_)]
        waiting += reversed(inner)
    order = {root: index for index, root in enumerate(references)}
    return dict(sorted(found.items(), key=lambda pair: order[pair[1].place.root]))


def _aliases(settled: Settled, drafts: Drafts) -> Iterator[tuple[str, Draft]]:
    """Yield the schemas with names that are other types, by their places."""
    defined = {*settled.objects, *settled.unions, *settled.enums}
    for name, type_ in settled.references.items():
        key = Place(name).key
        if key not in defined:
            span = drafts.spans[name]
            yield key, evolve(drafts.aliases[name], type=type_, span=span)


def _types_of(draft: Draft) -> Iterator[Type]:
    match draft:
        case ObjectDraft(fields=fields, extra=extra):
            yield from (field.type for field in fields)
            if extra is not None:
                yield extra
        case UnionDraft(members=members):
            yield from members
        case AliasDraft(type=type_):
            yield type_
        case EnumDraft():
            return


def _graph(
    types: Mapping[str, Draft], references: Iterable[str]
) -> dict[str, dict[str, None]]:
    """Return the schemas with names that each of them refers to."""
    found: dict[str, dict[str, None]] = {name: {} for name in references}
    for draft in types.values():
        for type_ in _types_of(draft):
            for name in named(type_):
                root = types[name].place.root
                if root != draft.place.root:
                    found[draft.place.root][root] = None
    return found


@frozen
class _Written:
    """A type as it is written."""

    file: str
    section: str
    name: str
    draft: Draft
    body: Body


def _written(
    types: Mapping[str, Draft],
    files: Mapping[str, str],
    names: Mapping[str, str],
) -> Iterator[_Written]:
    """Yield each type as it is written, but for its example."""
    writer = Writer(names)
    for key, draft in types.items():
        match draft:
            case ObjectDraft():
                section, body = "objects", writer.object(draft)
            case UnionDraft():
                section, body = "unions", writer.union(draft)
            case EnumDraft():
                section, body = "enums", writer.enum(draft)
            case AliasDraft():
                section, body = "aliases", writer.alias(draft)
        yield _Written(files[draft.place.root], section, names[key], draft, body)


def _texts(
    written: Iterable[_Written], examples: Mapping[str, Example]
) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of types."""
    found: dict[str, dict[str, dict[str, Body]]] = {}
    for one in written:
        body = dict(one.body)
        if one.name in examples:
            body["example"] = plain(examples[one.name].node)
        section = found.setdefault(one.file, {}).setdefault(one.section, {})
        section[one.name] = body
    for file, sections in sorted(found.items()):
        yield f"{file}.yaml", file_text(sections)


def _package(document: Document, package: str) -> Body:
    """Return what `package.yaml` says."""
    about = item(document.root, "info") or document.root
    title = " ".join((text(item(about, "title")) or "An API").split())
    name = package or package_name(title.lower())
    found: Body = {
        "attrspec": 1,
        "package": name,
        "distribution": name.replace("_", "-").rstrip("-"),
        "version": "1.0.0",
        "title": title,
        "doc": text(item(about, "description")).strip(),
    }
    return {key: value for key, value in found.items() if value != ""}

"""Schemas → drafts: which type each schema is, and what of it cannot be said.

Each schema is read once, where it is written. A reference is not followed but named,
except for `allOf`, whose parts become one object.
"""

from collections.abc import Iterable

from attrs import evolve, frozen

from attrspec.diagnostics import SpecError, did_you_mean, quoted
from attrspec.names import attribute_name
from attrspec.source import Mapping, Node, Scalar, Sequence
from attrspec.spec import (
    ListType,
    MapType,
    NamedType,
    NullableType,
    Type,
    without_null,
)

from .constants import constant_of, constants_of
from .document import Document, item, text
from .drafts import (
    AliasDraft,
    Drafts,
    EnumDraft,
    FieldDraft,
    Notes,
    ObjectDraft,
    Place,
    UnionDraft,
)
from .examples import examples_of, sentence
from .facts import facts_of, joined_facts
from .keywords import STRUCTURE
from .nodes import (
    OBJECT_KEYS,
    all_of,
    are_demands,
    as_mapping,
    doc_of,
    is_null,
    is_object,
    is_true,
    joined,
    keys_of,
    only,
    shown,
    tells_a_type,
    with_key,
    without,
)
from .objects import (
    note_closed,
    note_constant,
    properties,
    required,
    value_nodes,
)
from .parts import flat_parts, merged_part
from .reading import JSON, Part, Reading, Said, note_unsaid
from .scalars import BASICS, basic_type, enum_type
from .words import doc_or_title, member_words

__all__ = ["read_schemas"]

_TYPES = (*BASICS, "object", "array", "null")
_LIST_KEYS = frozenset({"items", "prefixItems"})
_ANNOTATIONS = ("description", "title", "nullable", "example", "examples")


def read_schemas(document: Document, names: Iterable[str], notes: Notes) -> Drafts:
    """Return the schemas with these names, and all that they refer to.

    Raises:
        SpecError: A reference leads to nothing, or a schema is none.
    """
    reading = Reading(document, notes)
    reader = _Reader(reading)
    for name in names:
        reading.need(name)
    while reading.queue:
        name = reading.queue.popleft()
        reader.named(Part(reading.schema(name), Place(name)))
    if reading.errors:
        raise SpecError(reading.errors)
    spans = {name: reading.schema(name).span for name in reading.paths}
    return Drafts(
        drafts=reading.drafts,
        references=reading.references,
        aliases=reading.aliases,
        spans={**spans, **document.spans},
    )


@frozen
class _Reader:
    reading: Reading

    # One schema

    def named(self, part: Part) -> None:
        """Read a schema with a name, and what it is as the name of another type."""
        said = self.said(part)
        name, key = part.place.root, part.place.key
        self.reading.references[name] = said.type
        alias = AliasDraft(
            place=part.place,
            doc=joined(doc_or_title(part.node, part.place), said.doc),
            type=said.type,
            span=part.node.span,
        )
        drafts = self.reading.drafts
        own = drafts.setdefault(key, alias)
        self.tell(said, part.place)
        facts = drafts[key].facts
        self.reading.aliases[name] = evolve(alias, facts=facts)
        match own:
            case AliasDraft():  # which it remains, whatever becomes of other types
                del drafts[key]
            case EnumDraft() | UnionDraft():
                doc = joined(own.doc, said.doc)
                drafts[key] = evolve(own, doc=doc, facts=facts)
            case ObjectDraft():
                pass

    def said(self, part: Part) -> Said:
        """Return what a schema says."""
        match part.node:
            case Mapping() as node:
                return self.described(part, node)
            case Scalar(value=True):
                return Said(JSON)
            case Scalar(value=False) as node:
                message = "no payload fits the schema false: it is json"
                self.reading.notes.add(node.span, "import-json", message)
            case node:
                message = "a schema is a mapping, true or false"
                self.reading.error(node.span, "bad-schema", message)
        return Said(JSON)

    def described(self, part: Part, node: Mapping) -> Said:
        """Return what a schema says, with what its documentation adds to its parts'."""
        self.reading.check(node)
        said = self.typed(part, node)
        doc = joined(doc_of(node), said.doc, self.example(node, said))
        notes = self.reading.notes
        facts = joined_facts(said.facts, facts_of(node, notes), notes)
        said = evolve(said, doc=doc, facts=facts)
        return said.or_null() if is_true(item(node, "nullable")) else said

    def type_of(self, part: Part) -> Type:
        """Return the type of what is no field; what only fields say is noted."""
        said = self.said(part)
        if said.doc and not self.is_documented(said.type, said.doc):
            message = "the documentation of what a list or a map holds is not said"
            self.reading.notes.count(part.node.span, message)
        self.tell(said, part.place)
        return said.type

    def tell(self, said: Said, place: Place) -> None:
        """Tell a type what is said of it, and note what only fields say."""
        draft = self.reading.drafts.get(place.key)
        for fact in said.facts:
            if fact.key == "deprecated" and draft is not None:
                self.reading.drafts[place.key] = evolve(draft, facts=(fact,))
            else:
                note_unsaid(self.reading.notes, fact.entry)

    def example(self, node: Mapping, said: Said) -> str:
        """Return the examples of what is no object, as a sentence."""
        type_ = without_null(said.type)
        name = type_.name if isinstance(type_, NamedType) else ""
        is_object = isinstance(self.reading.drafts.get(name), ObjectDraft)
        return "" if is_object else sentence(node, self.reading.notes)

    def typed(self, part: Part, node: Mapping) -> Said:
        """Return the type of a schema by the first of its keywords that tells it."""
        keys = keys_of(node)
        reference = keys.get("$ref")
        if reference is not None:
            if not STRUCTURE.intersection(keys) - {"$ref", "type"}:
                return Said(self.reading.referred(reference))
            parts = (only(node, "$ref"), without(node, "$ref"))
            return self.all_of(part, [Part(n, part.place) for n in parts])
        if "$recursiveRef" in keys or "$dynamicRef" in keys:
            return Said(NamedType(f"@{part.place.root}", node.span))
        match keys.get("allOf"):
            case Sequence(items=items):
                beside = without(node, "allOf", *_ANNOTATIONS)
                every = (*items, beside)
                return self.all_of(part, [Part(n, part.place) for n in every])
            case _:
                pass
        for key in ("oneOf", "anyOf"):
            match keys.get(key):
                case Sequence(items=nodes) if nodes and not are_demands(nodes):
                    return self.one_of(part, node, key, nodes)
                case Sequence(items=nodes, span=span) if nodes:
                    message = f"{key} says which keys go together, which is not said"
                    self.reading.notes.add(span, "import-left-out", message)
                case _:
                    pass
        if "const" in keys:
            return enum_type(self.reading, part, node, (keys["const"],))
        match keys.get("enum"):
            case Sequence(items=values):
                return enum_type(self.reading, part, node, values)
            case _:
                return self.by_type(part, node, keys)

    def by_type(self, part: Part, node: Mapping, keys: dict[str, Node]) -> Said:
        """Return the type that `type` says, or else what keywords there are."""
        if discriminator := keys.get("discriminator"):
            message = "a discriminator without alternatives: there is no union here"
            hint = "list those who have this as a part under oneOf"
            self.reading.notes.add(discriminator.span, "import-left-out", message, hint)
        match keys.get("type"):
            case Sequence(items=items):
                return self.several(part, node, [text(i) for i in items])
            case Scalar(text=name):
                pass
            case _ if not OBJECT_KEYS.isdisjoint(keys):
                name = "object"
            case _ if not _LIST_KEYS.isdisjoint(keys):
                name = "array"
            case _ if "format" in keys or "pattern" in keys:
                name = "string"
            case _:
                return Said(JSON)
        match name:
            case "object":
                return self.object(part, [part], node)
            case "array":
                return Said(self.array(part, keys))
            case "null":
                return Said(JSON)
            case _ if name in BASICS:
                return Said(basic_type(self.reading, name, keys))
            case _:
                message = f"{quoted(name)} is no type of JSON Schema: it is json"
                hint = did_you_mean(name, _TYPES) or f"types are {', '.join(_TYPES)}"
                place = keys["type"].span
                self.reading.notes.add(place, "import-json", message, hint)
                return Said(JSON)

    def several(self, part: Part, node: Mapping, names: list[str]) -> Said:
        """Return the type of a schema that lists several."""
        some = [name for name in dict.fromkeys(names) if name != "null"]
        if not some:
            return Said(JSON)
        rest = without(node, "type", "description", "title", "nullable")
        parts = [with_key(rest, "type", name) for name in some]
        if len(parts) == 1:
            said = self.typed(part, parts[0])
        else:
            said = self.union(part, node, parts)
        return said.or_null() if "null" in names else said

    # Lists and enums

    def array(self, part: Part, keys: dict[str, Node]) -> Type:
        """Return the list that a schema is."""
        found: list[Node] = []
        for key in ("prefixItems", "items"):
            match keys.get(key):
                case Sequence(items=items, span=span) if items:
                    found += items
                    message = "the types of single items are not said, only one of all"
                    self.reading.notes.add(span, "import-widened", message)
                case Mapping() | Scalar(value=True) as node:
                    found.append(node)
                case _:
                    pass
        if not found:
            return ListType(JSON)
        return ListType(self.any_of(part.place.item(), found))

    def any_of(self, place: Place, nodes: list[Node]) -> Type:
        """Return the type of what a list or a map holds."""
        inner = Part(nodes[0], place)
        if len(nodes) == 1:
            return self.type_of(inner)
        return self.union(inner, Mapping((), nodes[0].span), nodes).type

    # Unions

    def one_of(
        self, part: Part, node: Mapping, key: str, nodes: tuple[Node, ...]
    ) -> Said:
        """Return what a schema says that consists of alternatives."""
        beside = STRUCTURE.intersection(keys_of(node)) - {key, "type", "required"}
        if not beside:
            return self.union(part, node, nodes)
        # What stands beside the alternatives is a part of each of them.
        base = without(node, key, "discriminator", *_ANNOTATIONS)
        return self.union(part, node, [all_of(n, base) for n in nodes])

    def union(self, part: Part, node: Mapping, nodes: Iterable[Node]) -> Said:
        """Return the union of schemas, or the only one that is not null."""
        every = list(nodes)
        some = [one for one in every if not is_null(one)]
        if not some:
            return Said(JSON)
        if len(some) == 1:
            said = self.said(Part(some[0], part.place))
        else:
            said = self.choice(part, node, some)
        return said.or_null() if len(some) < len(every) else said

    def choice(self, part: Part, node: Mapping, nodes: list[Node]) -> Said:
        """Return the union of several schemas, none of them null."""
        discriminator = item(node, "discriminator")
        tag = text(item(discriminator, "propertyName"))
        constants = [constants_of(self.reading.document, one) for one in nodes]
        words = member_words(nodes, constants, part.place, tag)
        members: list[Type] = []
        docs: list[str] = []
        for one, word in zip(nodes, words, strict=True):
            place = part.place.inside(word) if word else part.place
            said = self.said(Part(one, place))
            self.tell(said, place)
            members.append(said.type)
            if not self.is_documented(said.type, said.doc):
                docs.append(said.doc)
        self.reading.drafts[part.place.key] = UnionDraft(
            place=part.place,
            doc=joined(doc_or_title(node, part.place), *docs),
            members=tuple(members),
            tag=tag,
            mapping=self.mapping(item(discriminator, "mapping")),
            span=node.span,
        )
        return Said(part.place.type(node.span))

    def is_documented(self, type_: Type, doc: str) -> bool:
        """Return whether a type of the spec has this documentation itself."""
        if isinstance(type_, NullableType):
            return self.is_documented(type_.type, doc)
        if not isinstance(type_, NamedType):
            return False
        draft = self.reading.drafts.get(type_.name)
        return draft is not None and draft.doc == doc

    def mapping(self, node: Node | None) -> tuple[tuple[str, str], ...]:
        """Return the tags of a discriminator, with the schemas that they tell."""
        found: list[tuple[str, str]] = []
        schemas = self.reading.document.schemas
        for entry in node.entries if isinstance(node, Mapping) else ():
            name = text(entry.value).rpartition("/")[2]
            if name in schemas:
                found.append((entry.key.text, name))
            else:
                message = (
                    f"the mapping leads to {shown(entry.value)}, no schema in here"
                )
                hint = did_you_mean(name, schemas)
                place = entry.value.span
                self.reading.notes.add(place, "import-left-out", message, hint)
        return tuple(found)

    # Parts of one schema

    def all_of(self, part: Part, parts: list[Part]) -> Said:
        """Return what several schemas say together."""
        telling = [p for p in parts if tells_a_type(p.node)]
        others = [p for p in parts if p not in telling]
        for other in others:
            if isinstance(other.node, Mapping):
                self.reading.check(other.node)
        if not telling:
            said = Said(JSON)
        elif len(telling) == 1:
            said = self.said(telling[0])
        else:
            said = self.together(part, telling)
        said = evolve(said, doc=joined(*(doc_of(p.node) for p in others), said.doc))
        is_nullable = any(is_true(item(p.node, "nullable")) for p in others)
        return said.or_null() if is_nullable else said

    def together(self, part: Part, parts: list[Part]) -> Said:
        """Return the one type that payloads of all parts are of."""
        flat = list(flat_parts(self.reading, parts))
        node = part.node if isinstance(part.node, Mapping) else all_of(part.node)
        for index, one in enumerate(flat):
            for key in ("oneOf", "anyOf"):
                match item(one.node, key):
                    case Sequence(items=nodes, span=span) if not are_demands(nodes):
                        others = [*flat[:index], *flat[index + 1 :]]
                        rest = [without(as_mapping(one.node), key)]
                        rest += [as_mapping(p.node) for p in others]
                        rest = [n for n in rest if tells_a_type(n)]
                        some = [n for n in nodes if not is_null(n)]
                        with self.reading.spreads(nodes, span):
                            every = [all_of(n, *rest) for n in some]
                            return self.union(part, node, every)
                    case _:
                        pass
        if all(is_object(p.node) for p in flat):
            return self.object(part, flat, node)
        return self.said(merged_part(self.reading, part, flat))

    # Objects

    def object(self, part: Part, parts: list[Part], node: Mapping) -> Said:
        """Return the object, or the map, that schemas describe together."""
        found = properties(self.reading, parts)
        if not found and not any(item(p.node, "properties") for p in parts):
            values = list(value_nodes(self.reading, parts))
            place = part.place.item("value")
            return Said(MapType(self.any_of(place, values) if values else JSON))
        needed = required(self.reading, parts, found)
        constants: list[tuple[str, str]] = []
        fields: list[FieldDraft] = []
        for key, schemas in found.items():
            constant = self.constant(schemas) if key in needed else None
            if constant is not None and attribute_name(key):
                constants.append((key, constant))
                note_constant(self.reading, schemas)
            else:
                is_optional = key not in needed
                fields.append(self.field(part, key, schemas, is_optional=is_optional))
        note_closed(self.reading, parts)
        others = list(value_nodes(self.reading, parts))
        extra = self.any_of(part.place.inside("extra"), others) if others else None
        self.reading.drafts[part.place.key] = ObjectDraft(
            place=part.place,
            doc=doc_or_title(node, part.place)
            or joined(*(doc_of(p.node) for p in parts)),
            constants=tuple(constants),
            fields=tuple(fields),
            examples=examples_of([node, *(p.node for p in parts)], self.reading.notes),
            extra=extra,
            span=node.span,
        )
        return Said(part.place.type(node.span))

    def constant(self, schemas: list[Part]) -> str | None:
        """Return the only text that a property can be, if there is one."""
        document = self.reading.document
        found = {constant_of(document, p.node) for p in schemas} - {None}
        return found.pop() if len(found) == 1 else None

    def field(
        self, part: Part, key: str, schemas: list[Part], *, is_optional: bool
    ) -> FieldDraft:
        """Return the field of a property, of which several parts may say something."""
        if len(schemas) == 1:
            said = self.said(schemas[0])
        else:
            place = part.place.inside(key)
            nodes = [p.node for p in schemas]
            parts = [Part(node, place) for node in nodes]
            said = self.all_of(Part(all_of(*nodes), place), parts)
        return FieldDraft(
            key=key,
            type=said.type,
            doc=said.doc,
            is_optional=is_optional,
            facts=said.facts,
            span=schemas[0].node.span,
        )

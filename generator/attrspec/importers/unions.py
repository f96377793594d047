"""Drafts of unions → what the language has: a tag, kinds of JSON, or `json`.

Unions of unions are made one, what is told twice is told once, and objects are told
apart by a key. Where nothing tells members apart, the type is `json`, which is noted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, field, frozen

from attrspec.diagnostics import quoted
from attrspec.source import plain
from attrspec.spec import (
    Basic,
    BasicType,
    ListType,
    Literal,
    LiteralType,
    MapType,
    NamedType,
    NullableType,
    Type,
    without_null,
)

from .drafts import (
    Draft,
    Drafts,
    EnumDraft,
    Fact,
    FieldDraft,
    Notes,
    ObjectDraft,
    UnionDraft,
)
from .kinds import kind_of_type, open_values, refuses, refuses_default, widest
from .reading import JSON, note_unsaid, nullable
from .telling import Texts, are_marked, endless, told_by, without_unions

__all__ = ["Settled", "settle"]

MOST_STEPS = 8
"""How many lists and maps with names of their own may be in each other."""

_STRING = BasicType(Basic.STRING)


@frozen(kw_only=True)
class Settled:
    """All types of a spec, still by their places."""

    objects: dict[str, ObjectDraft]
    enums: dict[str, EnumDraft]
    unions: dict[str, UnionDraft]
    """Those with a tag, of objects, and those without, of which kinds differ."""

    references: dict[str, Type]
    """What a reference to a schema stands for, by the name of the schema."""


def settle(drafts: Drafts, notes: Notes) -> Settled:
    """Return the types that drafts come to."""
    settler = _Settler(drafts, notes, dict(drafts.drafts))
    # Of two unions that are one type, that of a schema with a name gives the name,
    # whatever the order of the document.
    for key in sorted(
        drafts.drafts, key=lambda k: (bool(drafts.drafts[k].place.words), k)
    ):
        settler.outcome(key)
    return Settled(
        objects={
            key: settler.object(draft)
            for key, draft in drafts.drafts.items()
            if isinstance(draft, ObjectDraft)
        },
        enums=settler.enums,
        unions=settler.ended(
            {
                key: evolve(union, members=tuple(map(settler.final, union.members)))
                for key, union in settler.unions.items()
            }
        ),
        references={n: settler.final(t) for n, t in drafts.references.items()},
    )


@frozen
class _Settler:
    read: Drafts
    notes: Notes
    drafts: dict[str, Draft]
    outcomes: dict[str, Type] = field(factory=dict[str, Type])
    """What each union comes to, by the key of its place."""

    unions: dict[str, UnionDraft] = field(factory=dict[str, UnionDraft])
    enums: dict[str, EnumDraft] = field(factory=dict[str, EnumDraft])
    tags: dict[str, tuple[str, str]] = field(factory=dict[str, tuple[str, str]])
    """Constants that objects have since a discriminator says so."""

    twins: dict[tuple[str, ...], str] = field(factory=dict[tuple[str, ...], str])
    """The first union of certain objects: two of the same are one type."""

    def draft(self, type_: Type) -> Draft | None:
        return self.drafts.get(type_.name) if isinstance(type_, NamedType) else None

    def enum(self, type_: Type) -> EnumDraft | None:
        if not isinstance(type_, NamedType):
            return None
        found = self.enums.get(type_.name) or self.drafts.get(type_.name)
        return found if isinstance(found, EnumDraft) else None

    def objects(self, types: Iterable[Type]) -> list[ObjectDraft]:
        return [d for t in types if isinstance(d := self.draft(t), ObjectDraft)]

    def kind(self, type_: Type) -> str:
        return kind_of_type(type_, self.enum(type_))

    # Members

    def behind(self, type_: Type) -> Type:
        """Return what a reference stands for, through references to references."""
        is_nullable = False
        seen: set[str] = set()
        while True:
            match type_:
                case NullableType(inner):
                    is_nullable, type_ = True, inner
                case NamedType(name, span) if name in seen:
                    message = "this reference leads back to itself: it is json"
                    self.notes.add(span, "import-json", message)
                    return JSON
                case NamedType(name) if name.startswith("@"):
                    seen.add(name)
                    type_ = self.read.references[name[1:]]
                case _:
                    return nullable(type_) if is_nullable else type_

    def flattened(self, draft: UnionDraft) -> Iterator[Type]:
        """Yield the members of a union, for unions among them theirs."""
        waiting = list(reversed(draft.members))
        inside = {draft.place.key}
        while waiting:
            type_ = self.behind(waiting.pop())
            if isinstance(type_, NullableType):
                yield NullableType(JSON)  # which stands for null alone
                type_ = type_.type
            inner = self.draft(type_)
            if not isinstance(inner, UnionDraft):
                yield type_
            elif inner.place.key not in inside:
                inside.add(inner.place.key)
                waiting += reversed(inner.members)

    # Unions

    def outcome(self, key: str) -> Type:
        """Return what the type at a place comes to."""
        if key not in self.outcomes:
            draft = self.drafts[key]
            self.outcomes[key] = draft.place.type(draft.span)
            if isinstance(draft, UnionDraft):
                self.outcomes[key] = self.union(draft)
            elif isinstance(draft, EnumDraft):
                self.enums[key] = draft
        return self.outcomes[key]

    def union(self, draft: UnionDraft) -> Type:
        """Return what a union comes to: itself, another type, or json."""
        found = dict.fromkeys(self.flattened(draft))
        members = [type_ for type_ in found if not isinstance(type_, NullableType)]
        type_ = self.of_members(draft, members)
        return nullable(type_) if len(members) < len(found) else type_

    def of_members(self, draft: UnionDraft, members: Sequence[Type]) -> Type:
        """Return the type of all members, of which none is null or a union."""
        if JSON in members or not members:
            return self.json(draft, "one of its members is any JSON value")
        kinds: dict[str, list[Type]] = defaultdict(list)
        for member in members:
            kinds[self.kind(member)].append(member)
        if {"map", "object"} <= set(kinds):
            return self.json(draft, "nothing tells its maps from its objects")
        is_alone = len(kinds) == 1
        found: list[Type] = []
        for kind, types in kinds.items():
            one = self.of_kind(draft, kind, types, is_alone=is_alone)
            if one is not None:
                found.append(one)
            elif are_marked(self.objects(types)):
                found += types
            else:
                return self.json(draft, "nothing tells its objects apart")
        if len(found) == 1:
            return found[0]
        self.unions[draft.place.key] = evolve(draft, members=tuple(found), tag="")
        return draft.place.type(draft.span)

    def of_kind(
        self, draft: UnionDraft, kind: str, types: list[Type], *, is_alone: bool
    ) -> Type | None:
        """Return the one type of all members of a kind of JSON."""
        if len(types) == 1:
            return types[0]
        match kind:
            case "object":
                return self.of_objects(draft, types, is_alone=is_alone)
            case "list":
                items = [t.item for t in types if isinstance(t, ListType)]
                return ListType(self.shared(draft, items, "list", "item"))
            case "map":
                values = [t.value for t in types if isinstance(t, MapType)]
                return MapType(self.shared(draft, values, "map", "value"))
            case "boolean":
                return BasicType(Basic.BOOLEAN)
            case _:
                return self.of_scalars(draft, types, is_alone=is_alone)

    def json(self, draft: UnionDraft, reason: str) -> Type:
        self.notes.add(draft.span, "import-json", f"this union is json: {reason}")
        return JSON

    def of_scalars(
        self, draft: UnionDraft, types: list[Type], *, is_alone: bool
    ) -> Type:
        """Return the one type of all texts of a union, or of all numbers."""
        basic = widest(types)
        if basic == _STRING and len({t for t in types if isinstance(t, BasicType)}) > 1:
            message = "several formats of text are one: it is string"
            self.notes.add(draft.span, "import-widened", message)
        enums = [enum for t in types if (enum := self.enum(t)) is not None]
        values = open_values(enums, types)
        if basic is not None and (
            not values or basic not in {_STRING, BasicType(Basic.INTEGER)}
        ):
            return basic
        place = draft.place if is_alone else draft.place.inside("option")
        self.enums[place.key] = EnumDraft(
            place=place,
            doc=draft.doc if is_alone or not enums else enums[0].doc,
            values=tuple(values),
            is_open=basic is not None or any(enum.is_open for enum in enums),
            facts=draft.facts if is_alone else (),
            span=draft.span,
        )
        return place.type(draft.span)

    def shared(
        self, draft: UnionDraft, types: list[Type], what: str, part: str
    ) -> Type:
        """Return the one type of what all lists, or all maps, of a union hold."""
        message = f"several {what}s are one, with {part}s of any of their types"
        self.notes.add(draft.span, "import-widened", message)
        place = draft.place.item(part)
        self.drafts[place.key] = UnionDraft(
            place=place,
            doc="",
            members=tuple(types),
            tag="",
            mapping=(),
            span=draft.span,
        )
        return self.outcome(place.key)

    # Objects

    def of_objects(
        self, draft: UnionDraft, types: list[Type], *, is_alone: bool
    ) -> Type | None:
        """Return the union of objects, if a key tells them apart."""
        tag, told = self.told_apart(draft, self.objects(types))
        if not told:
            return None
        place = draft.place if is_alone else draft.place.inside("object")
        twin = self.twins.setdefault(tuple(sorted(told)), place.key)
        if twin == place.key:
            members = tuple(self.outcome(key) for key in told)
            doc = draft.doc if is_alone else ""
            union = evolve(draft, place=place, doc=doc, members=members, tag=tag)
            self.unions[place.key] = union
        return self.unions[twin].place.type(draft.span)

    def told_apart(
        self, draft: UnionDraft, found: list[ObjectDraft]
    ) -> tuple[str, list[str]]:
        """Return the key whose text tells objects apart, and those that it tells."""
        known = {one.place.key: self.texts(one) for one in found}
        first = next(iter(known.values()))
        common = [k for k in first if all(k in texts for texts in known.values())]
        keys = sorted(common, key=lambda key: (key != draft.tag, key != "type"))
        for key in keys:
            if len(told := told_by(known, key)) == len(found):
                return key, told
        if self.tagged(draft, found):
            return draft.tag, list(known)
        for key in keys:
            told = told_by(known, key)
            if len(told) > len(found) / 2:
                self.note_alike(draft, key, [k for k in known if k not in told])
                return key, told
        return "", []

    def note_alike(self, draft: UnionDraft, key: str, names: list[str]) -> None:
        """Note members of a union that others look like."""
        shown = " and ".join(quoted(self.drafts[name].place.shown) for name in names)
        message = f"the text under {quoted(key)} is the same for {shown}"
        hint = "payloads of these are kept as Unknown"
        self.notes.add(draft.span, "import-widened", message, hint)

    def texts(self, draft: ObjectDraft) -> Texts:
        """Return the keys of an object that can have certain texts alone."""
        found: dict[str, tuple[Literal, ...]] = {
            k: (v,) for k, v in self.constants(draft)
        }
        for one in draft.fields:
            if one.is_optional:
                continue
            match self.final(one.type):
                case LiteralType(value=str(value)):
                    found[one.key] = (value,)
                case NamedType() as type_:
                    enum = self.enum(type_)
                    if enum and not enum.is_open and isinstance(enum.values[0], str):
                        found[one.key] = enum.values
                case _:
                    pass
        return found

    def constants(self, draft: ObjectDraft) -> list[tuple[str, str]]:
        """Return the constants of an object, those by a discriminator too."""
        said = self.tags.get(draft.place.key)
        return [*draft.constants, *([said] if said else [])]

    def tagged(self, draft: UnionDraft, found: list[ObjectDraft]) -> bool:
        """Return whether objects get their tags from the discriminator of a union."""
        if not draft.tag:
            return False
        tags: dict[str, tuple[str, str]] = {}
        for one in found:
            named = [tag for tag, name in draft.mapping if name == one.place.root]
            values = named or [one.place.root]
            is_free = any(f.key == draft.tag and _is_text(f) for f in one.fields)
            if one.place.words or len(values) != 1 or not is_free:
                return False
            tags[one.place.key] = (draft.tag, values[0])
        if any(self.tags.get(key, tag) != tag for key, tag in tags.items()):
            return False
        self.tags.update(tags)
        return True

    def object(self, draft: ObjectDraft) -> ObjectDraft:
        """Return an object with the types that its fields come to."""
        constants = tuple(self.constants(draft))
        known = {key for key, _ in constants}
        fields = (self.field(one) for one in draft.fields if one.key not in known)
        extra = None if draft.extra is None else self.final(draft.extra)
        return evolve(draft, constants=constants, fields=tuple(fields), extra=extra)

    def field(self, draft: FieldDraft) -> FieldDraft:
        """Return a field with the type that it comes to, and what goes with that."""
        type_ = self.final(draft.type)
        facts = (f for f in draft.facts if self.goes(f, without_null(type_), draft))
        return evolve(draft, type=type_, facts=tuple(facts))

    def goes(self, fact: Fact, type_: Type, draft: FieldDraft) -> bool:
        """Return whether what is said of a field goes with its type, or note it."""
        value = plain(fact.node)
        if fact.key == "deprecated":
            return True
        if fact.key != "default":
            reason = refuses(fact.key, type_)
        elif not draft.is_optional:
            reason = "a default goes with a key that may be absent"
        elif value is None:
            return False  # an absent key is None anyway
        else:
            reason = refuses_default(type_, value, self.enum(type_))
        if reason:
            note_unsaid(self.notes, fact.entry, reason)
        return not reason

    # The end

    def final(self, type_: Type, inside: frozenset[str] = frozenset()) -> Type:
        """Return a type in which no reference is left, and no union that is none.

        Args:
            type_: The type.
            inside: The references that lead to it, and are not to be met again.
        """
        match type_:
            case NamedType(name, span) if name.startswith("@"):
                if name in inside or len(inside) == MOST_STEPS:
                    message = "this type consists of itself: it is json"
                    if name not in inside:
                        message = (
                            f"more than {MOST_STEPS} types in each other: it is json"
                        )
                    self.notes.add(span, "import-json", message)
                    return JSON
                return self.final(self.behind(type_), inside | {name})
            case NamedType(name):
                found = self.outcomes.get(name, type_)
                is_itself = without_null(found) == type_
                return found if is_itself else self.final(found, inside)
            case NullableType(inner):
                return nullable(self.final(inner, inside))
            case ListType(inner):
                return ListType(self.final(inner, inside))
            case MapType(inner):
                return MapType(self.final(inner, inside))
            case _:
                return type_

    def ended(self, unions: dict[str, UnionDraft]) -> dict[str, UnionDraft]:
        """Return unions of which none consists of itself with no object between."""
        found = dict(unions)
        for names in endless(unions):
            for key in sorted(names):
                members = (without_unions(m, names) for m in unions[key].members)
                found[key] = evolve(unions[key], members=tuple(members))
                message = "this union consists of itself: its parts are json"
                self.notes.add(unions[key].span, "import-json", message)
        return found


def _is_text(one: FieldDraft) -> bool:
    return one.type == _STRING and not one.is_optional

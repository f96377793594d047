"""How objects of a union are told apart: by the text of a key, or by a key."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrspec.graph import groups
from attrspec.spec import ListType, Literal, MapType, NamedType, NullableType, Type

from .drafts import ObjectDraft, UnionDraft
from .reading import JSON, nullable

__all__ = ["Texts", "are_marked", "endless", "told_by", "without_unions"]

Texts: TypeAlias = dict[str, tuple[Literal, ...]]
"""The keys of an object that can have certain texts alone, with these."""


def told_by(known: Mapping[str, Texts], key: str) -> list[str]:
    """Return the names of the objects whose texts under *key* no other has."""
    counts = Counter(text for texts in known.values() for text in texts[key])
    return [
        name
        for name, texts in known.items()
        if all(counts[text] == 1 for text in texts[key])
    ]


def are_marked(objects: Sequence[ObjectDraft]) -> bool:
    """Return whether each object needs a key that none of the others has."""
    counts = Counter(key for one in objects for key in _keys(one))
    if any(one.extra is not None for one in objects):
        return False  # it can have the keys of any other
    return all(any(counts[key] == 1 for key in _needed(one)) for one in objects)


def _keys(draft: ObjectDraft) -> set[str]:
    return {key for key, _ in draft.constants} | {f.key for f in draft.fields}


def _needed(draft: ObjectDraft) -> set[str]:
    return _keys(draft) - {f.key for f in draft.fields if f.is_optional}


def endless(unions: Mapping[str, UnionDraft]) -> list[set[str]]:
    """Return unions that consist of themselves, or of each other, and no object."""
    ways = {
        key: [name for type_ in union.members for name in _unions_in(type_, unions)]
        for key, union in unions.items()
    }
    found = [set(group) for group in groups(ways)]
    return [names for names in found if any(names & set(ways[n]) for n in names)]


def _unions_in(type_: Type, unions: Mapping[str, UnionDraft]) -> list[str]:
    """Return the unions without a tag that a type is made of."""
    match type_:
        case NamedType(name) if name in unions and not unions[name].tag:
            return [name]
        case ListType(inner) | MapType(inner) | NullableType(inner):
            return _unions_in(inner, unions)
        case _:
            return []


def without_unions(type_: Type, names: set[str]) -> Type:
    """Return a type with json in place of the unions of these names."""
    match type_:
        case NamedType(name) if name in names:
            return JSON
        case ListType(inner):
            return ListType(without_unions(inner, names))
        case MapType(inner):
            return MapType(without_unions(inner, names))
        case NullableType(inner):
            return nullable(without_unions(inner, names))
        case _:
            return type_

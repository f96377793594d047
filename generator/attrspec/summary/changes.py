"""What changes in one type of the models, in words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import evolve, frozen

from .declarations import (
    Attribute,
    Declaration,
    DeclaredAlias,
    DeclaredEnum,
    DeclaredObject,
    DeclaredUnion,
)

__all__ = [
    "KINDS",
    "Change",
    "changes",
    "counted",
    "is_same_doc",
    "listed",
    "turned",
    "without_former",
]

MANY = 10
"""How many names a sentence has at most."""

LONG = 60
"""How many characters of a type or a value a sentence has at most."""

KINDS = {
    DeclaredObject: "object",
    DeclaredEnum: "enum",
    DeclaredUnion: "union",
    DeclaredAlias: "alias",
}
"""What a type is called by its kind."""


@frozen
class Change:
    """Something that changes in the models."""

    type: str
    """The class, union or enum that it is about; empty if it is about several."""

    fields: tuple[str, ...]
    """The fields, values, members or types that it is about."""

    sentence: str
    """The change in words. What it quotes is as it is in the files, but cut."""


def changes(was: Declaration, now: Declaration) -> list[Change]:
    """Return what changes in a type that keeps its name."""
    name = now.name
    if isinstance(was, DeclaredAlias) and isinstance(now, DeclaredUnion):
        was = _union(was)  # which it was: of one member
    elif isinstance(was, DeclaredUnion) and isinstance(now, DeclaredAlias):
        now = _union(now)
    if type(was) is not type(now):
        before, after = (
            f"an {kind}" if kind[0] in "aeo" else f"a {kind}"
            for kind in (KINDS[type(was)], KINDS[type(now)])
        )
        return [Change(name, (), f"{name} was {before}, is now {after}")]
    found: list[Change] = []
    if not is_same_doc(was.doc, now.doc):
        found.append(Change(name, (), f"documentation of {name} changed"))
    noun, is_sorted = "field", True
    match was, now:
        case DeclaredObject(), DeclaredObject():
            found += _in_object(was, now)
            is_sorted = list(was.attributes) == list(now.attributes)
        case DeclaredEnum(), DeclaredEnum():
            noun, is_sorted = "value", was.items == now.items
            found += _in_items(was, now, noun, repr)
        case DeclaredUnion(), DeclaredUnion():
            noun, is_sorted = "member", was.items == now.items
            found += _in_items(was, now, noun, str)
        case DeclaredAlias(), DeclaredAlias() if was.type != now.type:
            verb, _ = turned(was.type, now.type)
            found.append(Change(name, (), f"{name} {verb}"))
        case _:
            pass
    if not (found or is_sorted):
        found.append(Change(name, (), f"{noun}s of {name} stand in another order"))
    return found


def _union(item: DeclaredAlias) -> DeclaredUnion:
    return DeclaredUnion(item.name, item.path, item.doc, (item.type,), is_open=False)


# Enums and unions


def _in_items(
    was: DeclaredEnum | DeclaredUnion,
    now: DeclaredEnum | DeclaredUnion,
    noun: str,
    spelt: Callable[[str], str],
) -> Iterator[Change]:
    name, before, after = now.name, set(was.items), set(now.items)
    added = tuple(item for item in now.items if item not in before)
    removed = tuple(item for item in was.items if item not in after)
    for items, verb in ((added, "added to"), (removed, "removed from")):
        if items:
            names = listed(_short(spelt(item)) for item in items)
            sentence = f"{counted(items, noun)} {verb} {name}: {names}"
            yield Change(name, items, sentence)
    if was.is_open != now.is_open:
        state, verb = ("open", "read too") if now.is_open else ("closed", "refused")
        sentence = f"{name} is {state} now: other {noun}s are {verb}"
        yield Change(name, (), sentence)


# Objects

_Attributes: TypeAlias = Mapping[str, Attribute]

_Verbs: TypeAlias = tuple[str, str]
"""What is said of one, and of several."""


def _in_object(was: DeclaredObject, now: DeclaredObject) -> Iterator[Change]:
    for noun, is_constant in (("constant", True), ("field", False)):
        before, after = (
            {n: a for n, a in item.attributes.items() if a.is_constant == is_constant}
            for item in (was, now)
        )
        yield from _in_attributes(now.name, noun, before, after)
    if was.other != now.other:
        yield Change(now.name, (), f"other code in {now.name} changed")


def _in_attributes(
    name: str, noun: str, was: _Attributes, now: _Attributes
) -> Iterator[Change]:
    added = [attribute for attribute in now.values() if attribute.name not in was]
    removed = [attribute for attribute in was.values() if attribute.name not in now]
    kept = [(was[name], attribute) for name, attribute in now.items() if name in was]
    for before, after in _renamed(removed, added):
        removed.remove(before)
        added.remove(after)
        kept.append((_undated(before), _undated(after)))
        sentence = f"{before.name} of {name} was renamed to {after.name}"
        yield Change(name, (before.name, after.name), sentence)
    for attributes, verb in ((added, "added to"), (removed, "removed from")):
        if attributes:
            names = tuple(attribute.name for attribute in attributes)
            count = counted(names, f"{_presence(attributes)}{noun}")
            yield Change(name, names, f"{count} {verb} {name}: {listed(names)}")
    for said in (_type_verbs, _presence_verbs, _default_verbs):
        groups: defaultdict[_Verbs, list[str]] = defaultdict(list)
        for before, after in kept:
            for verbs in said(before, after):
                groups[verbs].append(after.name)
        for verbs, group in groups.items():
            yield _said(name, noun, tuple(group), verbs)
    documented = tuple(a.name for b, a in kept if not is_same_doc(b.doc, a.doc))
    if documented:
        subject = f"documentation of {counted(documented, noun)} of {name}"
        sentence = f"{subject} changed: {listed(documented)}"
        yield Change(name, documented, sentence)


def _renamed(
    removed: Sequence[Attribute], added: Sequence[Attribute]
) -> list[tuple[Attribute, Attribute]]:
    """Return what are the same attributes with other names."""
    found: list[tuple[Attribute, Attribute]] = []
    left = list(removed)
    for after in added:
        for before in left:
            if before.name in _former(after) or after.name in _former(before):
                found.append((before, after))
                left.remove(before)
                break
    if len(added) == len(removed) == 1 and _is_renamed(removed[0], added[0]):
        return [(removed[0], added[0])]
    return found


def _is_renamed(was: Attribute, now: Attribute) -> bool:
    same = evolve(was, name=now.name, doc=now.doc) == now
    return same and is_same_doc(was.doc, now.doc)


_FORMERLY = re.compile(r"\s*Formerly (`.*`)\.\s*\Z")


def _former(attribute: Attribute) -> list[str]:
    """Return the names that an attribute says it had before."""
    said = _FORMERLY.search(attribute.doc)
    return re.findall(r"`(\w+)`", said[1]) if said else []


def _undated(attribute: Attribute) -> Attribute:
    return evolve(attribute, doc=without_former(attribute.doc))


def without_former(doc: str) -> str:
    """Return documentation without the names that something had before."""
    return _FORMERLY.sub("", doc)


def _presence(attributes: Iterable[Attribute]) -> str:
    """Return a word for what all fields are alike."""
    kinds = {
        "" if a.is_constant else "required " if a.default is None else "optional "
        for a in attributes
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _type_verbs(was: Attribute, now: Attribute) -> Iterator[_Verbs]:
    if was.type != now.type and (not now.is_constant or was.default == now.default):
        yield turned(_annotation(was), _annotation(now))


def _annotation(attribute: Attribute) -> str:
    return f"{attribute.type} | None" if attribute.is_nullable else attribute.type


def _presence_verbs(was: Attribute, now: Attribute) -> Iterator[_Verbs]:
    if (was.default is None) != (now.default is None):
        verb = "became required" if now.default is None else "became optional"
        yield verb, verb
    elif was.is_nullable != now.is_nullable and was.type == now.type:
        if now.is_nullable:
            yield "became nullable", "became nullable"
        else:
            yield "is no longer nullable", "are no longer nullable"


def _default_verbs(was: Attribute, now: Attribute) -> Iterator[_Verbs]:
    if was.default is None or now.default is None or was.default == now.default:
        return
    if now.is_constant:
        yield turned(was.default, now.default)
    else:
        before, after = _short(was.default), _short(now.default)
        one = f"defaulted to {before}, now defaults to {after}"
        yield one, one.replace("now defaults", "now default")


def _said(name: str, noun: str, fields: tuple[str, ...], verbs: _Verbs) -> Change:
    one, several = verbs
    if len(fields) == 1:
        prefix = "constant " if noun == "constant" else ""
        return Change(name, fields, f"{prefix}{fields[0]} of {name} {one}")
    subject = f"{counted(fields, noun)} of {name}"
    return Change(name, fields, f"{subject} {several}: {listed(fields)}")


# Words


def turned(before: str, after: str) -> _Verbs:
    """Return verbs that tell what something was and what it is now."""
    before, after = _short(before), _short(after)
    if before == after:  # they differ behind the cut
        return "changed", "changed"
    return f"was {before}, is now {after}", f"were {before}, are now {after}"


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 3]}..."


def counted(names: Iterable[str], noun: str) -> str:
    """Return how many names there are, with the noun for them."""
    number = len(tuple(names))
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"1 {noun}" if number == 1 else f"{number:,} {plural}"


def listed(names: Iterable[str]) -> str:
    """Return the first names, and how many there are more."""
    names = tuple(names)
    more = [f"and {len(names) - MANY:,} more"] if names[MANY:] else []
    return ", ".join([*names[:MANY], *more])


def is_same_doc(was: str, now: str) -> bool:
    """Return whether two docstrings say the same, whatever their lines are."""
    return was == now or _paragraphs(was) == _paragraphs(now)


def _paragraphs(doc: str) -> list[list[str]]:
    return [part.split() for part in re.split(r"\n\s*\n", doc.strip())]

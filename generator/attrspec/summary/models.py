"""What another generation changes in the models, in words.

What was is read from the modules themselves: the spec that they were generated from is
gone. So a change that leaves no trace in them, such as another key for a field, is not
told here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from attrs import evolve

from .changes import (
    KINDS,
    Change,
    changes,
    counted,
    is_same_doc,
    listed,
    turned,
    without_former,
)
from .declarations import (
    Declaration,
    Declarations,
    DeclaredAlias,
    DeclaredEnum,
    DeclaredObject,
    DeclaredUnion,
    blocks,
    declarations,
    spellings,
)

__all__ = ["Change", "summary"]

_Types: TypeAlias = Mapping[str, Declaration]


def summary(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Return what changes from the models *before* to those *after*.

    Changes of one kind in one type are one. They have the order in which the types
    stand after the change; types that are gone come last. Imports, comments and layout
    are passed over.

    Args:
        before: The texts of the modules of a package, by path.
        after: Those that shall take their place.
    """
    if dict(before) == dict(after):
        return ()
    heads, other_heads = _heads_in(before), _heads_in(after)
    texts, others = before, after
    if len({*heads}) == len(heads) and len({*other_heads}) == len(other_heads):
        texts, others = _differing(before, after)
    old, new = declarations(texts), declarations(others)
    if _is_unclear(old, new):
        texts, others = before, after
        old, new = declarations(texts), declarations(others)
    found = _changes(old, new) or _spellings(texts, others)
    if not found and heads != other_heads:
        found = _order(declarations(before).types, declarations(after).types)
    return tuple(found)


def _changes(old: Declarations, new: Declarations) -> list[Change]:
    # Of a module that cannot be read on one side, nothing is known to be gone or new.
    unreadable = {**new.unreadable, **old.unreadable}
    was, former = _without_former_names(_known(old.types, unreadable))
    now, former_now = _without_former_names(_known(new.types, unreadable))
    declared = _declared(was, now, former_now)
    declared |= {of: name for name, of in _declared(now, was, former).items()}
    renamed = _renamed_types(was, now, declared)
    was = {renamed.get(n, n): _with_names(item, renamed) for n, item in was.items()}

    at: defaultdict[str, list[Change]] = defaultdict(list)
    for change in _missing(was, now, "added"):
        at[change.fields[0]].append(change)
    for change in _heads(was, now):
        at[change.type or change.fields[0]].append(change)
    for name, other in renamed.items():
        at[other].append(Change(other, (), f"{name} was renamed to {other}"))
    for name, item in now.items():
        if name in was and name in declared.values():
            at[name] += changes(*_without_own_names(was[name], item))
        elif name in was and name not in renamed.values():
            at[name] += changes(was[name], item)
    former = {name: renamed.get(of, of) for name, of in former.items()}
    kept = former.items() & former_now.items()
    for aliases, verb in ((former, "loses"), (former_now, "keeps")):
        for name, of in sorted(aliases.items() - kept):
            if of in was and of in now:  # what is gone or new has all that it has
                at[of].append(Change(of, (), f"{of} {verb} its former name {name}"))

    found = [_unread(path, line) for path, line in unreadable.items()]
    found += [change for name in now for change in at[name]]
    found += _missing(now, was, "removed")
    found += _moves(was, now)
    found += _other_code(old, new, unreadable)
    return found


def _known(types: _Types, unreadable: Iterable[str]) -> _Types:
    return {name: item for name, item in types.items() if item.path not in unreadable}


def _without_former_names(types: _Types) -> tuple[_Types, Mapping[str, str]]:
    """Return types, and beside them those that had other names before, by these."""
    former = {
        name: item.type
        for name, item in types.items()
        if isinstance(item, DeclaredAlias)
        and item.doc == f"Former name of `{item.type}`."
    }
    return {name: item for name, item in types.items() if name not in former}, former


def _unread(path: str, line: int | None) -> Change:
    where = f": line {line}" if line else ""
    return Change("", (), f"{path} cannot be read as Python{where}")


def _missing(types: _Types, others: _Types, verb: str) -> Iterator[Change]:
    """Yield which of *others* are not among *types*, by kind."""
    for kind, noun in KINDS.items():
        names = tuple(
            name
            for name, item in others.items()
            if type(item) is kind and name not in types
        )
        if names:
            sentence = f"{counted(names, noun)} {verb}: {listed(names)}"
            yield Change("", names, sentence)


def _heads(was: _Types, now: _Types) -> Iterator[Change]:
    """Yield what changes above the bodies of classes, often of all of them."""
    heads: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, item in now.items():
        other = was.get(name)
        if isinstance(item, DeclaredObject) and isinstance(other, DeclaredObject):
            if other.decorator != item.decorator:
                heads["decorator", other.decorator, item.decorator].append(name)
            if other.base != item.base:
                heads["base", other.base, item.base].append(name)
    for (what, before, after), names in heads.items():
        verb, _ = turned(before or "nothing", after or "nothing")
        if len(names) == 1:
            yield Change(names[0], (), f"{what} of {names[0]} {verb}")
        else:
            subject = f"{what} of {counted(names, 'object')}"
            yield Change("", tuple(names), f"{subject} {verb}: {listed(names)}")


def _moves(was: _Types, now: _Types) -> Iterator[Change]:
    moved: defaultdict[str, list[str]] = defaultdict(list)
    for name, item in now.items():
        if name in was and was[name].path != item.path:
            moved[item.path].append(name)
    for path, names in moved.items():
        sentence = f"{counted(names, 'type')} moved to {path}: {listed(names)}"
        yield Change("", tuple(names), sentence)


def _other_code(
    old: Declarations, new: Declarations, unreadable: Iterable[str]
) -> Iterator[Change]:
    for path in {**new.other, **old.other}:
        is_known = path not in unreadable
        if is_known and old.other.get(path, ()) != new.other.get(path, ()):
            yield Change("", (), f"other code in {path} changed")


def _spellings(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """Return what is written in another way where nothing changed."""
    was, now = spellings(old), spellings(new)
    names = tuple(name for name in now if was.get(name) != now[name])
    if len(names) == 1:
        sentence = f"{names[0]} is written in another way, and means the same"
        return [Change(names[0], (), sentence)]
    verbs = "are written in another way, and mean the same"
    sentence = f"{counted(names, 'type')} {verbs}: {listed(names)}"
    return [Change("", names, sentence)] if names else []


def _order(was: _Types, now: _Types) -> list[Change]:
    """Return whether types that are the same stand in another order."""
    is_sorted = list(was) == list(now)
    return [] if is_sorted else [Change("", (), "types stand in another order")]


# Types with another name


def _declared(was: _Types, now: _Types, former: Mapping[str, str]) -> dict[str, str]:
    """Return the new names of types that say which they had before, by the old ones."""
    return {
        name: of
        for name, of in former.items()
        if name in was and of in now and of not in was
    }


def _renamed_types(
    was: _Types, now: _Types, declared: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the new names of types, by the old ones.

    Args:
        was: The types that were.
        now: Those that are.
        declared: The new names of those that say it themselves.
    """
    pairs = dict(declared)
    left = {n: item for n, item in was.items() if n not in declared and n not in now}
    new = {n: item for n, item in now.items() if n not in was}
    for kind in KINDS:
        gone = [n for n, item in left.items() if type(item) is kind]
        come = [n for n, item in new.items() if type(item) is kind]
        come = [n for n in come if n not in declared.values()]
        if len(gone) == len(come) == 1:
            pairs[gone[0]] = come[0]
    while True:
        # They may refer to each other, so each holds while all of them do.
        kept = {
            n: o
            for n, o in pairs.items()
            if n in declared or _is_same(was[n], now[o], pairs)
        }
        if kept == pairs:
            return pairs
        pairs = kept


def _is_same(was: Declaration, now: Declaration, names: Mapping[str, str]) -> bool:
    """Return whether two types differ in nothing but *names*."""
    one, other = _without_own_names(was, now)
    return is_same_doc(one.doc, other.doc) and now == evolve(
        _with_names(was, names), name=now.name, path=now.path, doc=now.doc
    )


def _without_own_names(
    was: Declaration, now: Declaration
) -> tuple[Declaration, Declaration]:
    """Return two types whose documentation has neither of their names."""
    either = re.compile(rf"\b(?:{was.name}|{now.name})\b")
    one, other = (either.sub("", without_former(item.doc)) for item in (was, now))
    return evolve(was, doc=one), evolve(now, doc=other)


def _with_names(item: Declaration, names: Mapping[str, str]) -> Declaration:
    """Return a type with other names for those that it refers to."""
    if not names:
        return item
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(names)})(?!\w)")

    def renamed(text: str) -> str:
        return pattern.sub(lambda match: names[match[0]], text)

    match item:
        case DeclaredObject(attributes=attributes):
            return evolve(
                item,
                attributes={
                    name: evolve(attribute, type=renamed(attribute.type))
                    for name, attribute in attributes.items()
                },
            )
        case DeclaredUnion(items=items):
            return evolve(item, items=tuple(map(renamed, items)))
        case DeclaredAlias(type=type_):
            return evolve(item, type=renamed(type_))
        case DeclaredEnum():
            return item


# Texts without what they have alike

_HEAD = re.compile(r"(?m)^(?:class )?(\w+) *[(:]")
_DEFINITION = re.compile(r"@|class |[A-Za-z]\w*: ")


def _heads_in(texts: Mapping[str, str]) -> list[str]:
    """Return the names that begin definitions, and perhaps some lines of texts."""
    return [name for _, text in sorted(texts.items()) for name in _HEAD.findall(text)]


def _differing(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return modules without most of what both have; no name is defined twice in them.

    A package has thousands of types, and most often few of them changed: only those are
    read as Python.
    """
    old, new = dict(before), dict(after)
    for path in old.keys() & new.keys():
        parts, others = list(_parts(old[path])), list(_parts(new[path]))
        shared = {part for part, is_whole in parts if is_whole}
        shared &= {part for part, is_whole in others if is_whole}
        for texts, found in ((old, parts), (new, others)):
            texts[path] = "\n\n\n".join(p for p, _ in found if p not in shared)
    return old, new


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the blocks of a module, with whether each is a definition for certain.

    A block may begin or end inside of a text. Three quotes tell that, if all are of one
    kind.
    """
    is_inside, is_mixed = False, "'''" in text
    for block in blocks(text):
        is_cut = block.count('"""') % 2 == 1
        is_whole = not (is_inside or is_cut or is_mixed)
        yield block, is_whole and _DEFINITION.match(block) is not None
        is_inside ^= is_cut


def _is_unclear(old: Declarations, new: Declarations) -> bool:
    """Return whether two modules have to be compared as a whole.

    That is so if one cannot be read, since it is not known where, and if what they have
    alike has a name that may stand for two things, or a type whose former name differs.
    """
    return bool(
        old.unreadable
        or new.unreadable
        or _is_ambiguous(old, new)
        or _is_ambiguous(new, old)
        or any(
            name not in found.types
            for found in (old, new)
            for name in _without_former_names(found.types)[1].values()
        )
    )


def _is_ambiguous(old: Declarations, new: Declarations) -> bool:
    """Return whether a name that *old* imports stands for something else in *new*."""
    return any(
        full != new.imports.get(path, {}).get(name, full)
        or (full != name and name in new.types)
        for path, names in old.imports.items()
        for name, full in names.items()
    )

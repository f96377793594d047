"""What could be better in a spec, and what contradicts itself: one function a lint."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from attrs import frozen

from .diagnostics import Diagnostic, Level, Span, quoted
from .examples import Examples
from .payloads import Payloads
from .sizes import MOST_LEVELS, MOST_VALUES, TooDeepError, TooLargeError
from .spec import (
    FieldSpec,
    MixinSpec,
    ObjectSpec,
    Spec,
    definitions,
    referred,
    types_in,
)

__all__ = ["LINTS", "Finding", "Lint"]

LONGEST_NAME = 40
"""Of an attribute, in letters: with `self.` in front it takes half a line."""


@frozen
class Finding:
    """What a lint has found."""

    at: str
    """The type, or the type and the key of a field with a dot between."""

    span: Span
    message: str
    hint: str


@frozen
class Lint:
    """One thing that is looked for."""

    rule: str
    level: Level
    """How grave it is. What is an error is one in every package."""

    find: Callable[[Spec], Iterator[Finding]]


def _fields(spec: Spec) -> Iterator[tuple[str, FieldSpec]]:
    """Yield each field once, under the object or mixin that has it."""
    seen = set[Span]()
    owners: list[MixinSpec | ObjectSpec] = [*spec.mixins, *spec.objects]
    for item in owners:
        for field in item.fields:
            if field.span not in seen:
                seen.add(field.span)
                yield item.name, field


def _undocumented_types(spec: Spec) -> Iterator[Finding]:
    for item in definitions(spec):
        if not item.doc:
            message = f"{item.name} has no documentation"
            yield Finding(item.name, item.span, message, "add doc:")


def _undocumented_fields(spec: Spec) -> Iterator[Finding]:
    for owner, field in _fields(spec):
        if not field.doc:
            message = f"{quoted(field.key)} of {owner} has no documentation"
            yield Finding(f"{owner}.{field.key}", field.span, message, "add doc:")


def _missing_examples(spec: Spec) -> Iterator[Finding]:
    for item in spec.objects:
        if item.example is None:
            message = f"{item.name} has no example"
            hint = "add example: with a payload"
            yield Finding(item.name, item.span, message, hint)


def _no_objects(spec: Spec) -> Iterator[Finding]:
    if not spec.objects:
        message = "there is no object to generate a class for"
        yield Finding("", spec.package.span, message, "add objects:")


MOST_TESTED = 50_000
MOST_TESTED_EACH = 100
"""How many values the payloads in the tests may have: so many, and some for a field."""


def _large_payloads(spec: Spec) -> Iterator[Finding]:
    payloads = Payloads.of(spec)
    fields = sum(len(item.fields) for item in spec.objects)
    left = MOST_TESTED + MOST_TESTED_EACH * fields
    sizes: dict[str, int] = {}
    for item in spec.objects:
        message, hint = "", "have fewer keys, or let some of them be absent"
        try:
            payloads.smallest(item)
            sizes[item.name] = payloads.room.taken
            payloads.largest(item)
        except TooDeepError:
            message = f"a payload of {item.name} has more than {MOST_LEVELS} levels"
            hint = "let a key be absent or null"
        except TooLargeError:
            message = f"a payload of {item.name} has more than {MOST_VALUES:,} values"
        left -= sizes.get(item.name, 0) + payloads.room.taken
        left -= MOST_VALUES if message else 0
        if left < 0 and not message:
            message = f"with {item.name}, the tests have more values than a spec gives"
        if message:
            yield Finding(item.name, item.span, message, hint)
        if left < 0:
            return
    for union in spec.unions:
        left -= sum(sizes.get(member.name, 0) for member in union.members)
        if left < 0:
            message = f"with {union.name}, the tests have more values than a spec gives"
            yield Finding(union.name, union.span, message, "have fewer unions")
            return


def _contradictory_examples(spec: Spec) -> Iterator[Finding]:
    examples = Examples.of(spec)
    for item in spec.objects:
        yield from _contradictions(item.name, examples.check(item))


def _contradictory_defaults(spec: Spec) -> Iterator[Finding]:
    examples = Examples.of(spec)
    for item in spec.objects:
        for field in item.fields:
            at = f"{item.name}.{field.key}"
            yield from _contradictions(at, examples.check_default(field))


def _contradictions(at: str, found: Iterable[Diagnostic]) -> Iterator[Finding]:
    return (Finding(at, item.span, item.message, item.hint) for item in found)


def _unused_mixins(spec: Spec) -> Iterator[Finding]:
    used = {mixin.name for item in spec.objects for mixin in item.mixins}
    for mixin in spec.mixins:
        if mixin.name not in used:
            message = f"no object lists the mixin {mixin.name}"
            yield Finding(mixin.name, mixin.span, message, "remove it")


def _unused_enums(spec: Spec) -> Iterator[Finding]:
    used = {
        name
        for item in spec.objects
        for type_ in types_in(item)
        for name in referred(type_)
    }
    for choice in spec.choices:
        used.update(name for m in choice.members for name in referred(m.type))
    for alias in spec.aliases:
        used.update(referred(alias.type))
    for enum in spec.enums:
        if enum.name not in used:
            message = f"no field has the type {enum.name}"
            yield Finding(enum.name, enum.span, message, "remove it")


def _lone_values(spec: Spec) -> Iterator[Finding]:
    for enum in spec.enums:
        if len(enum.values) == 1 and not enum.is_open:
            message = f"the enum {enum.name} has one value, as a constant has"
            hint = "write the key under tag:, or the value as the type of the field"
            yield Finding(enum.name, enum.span, message, hint)


def _same_shapes(spec: Spec) -> Iterator[Finding]:
    seen: dict[object, ObjectSpec] = {}
    for item in spec.objects:
        constants = frozenset((c.key, c.value) for c in item.constants)
        fields = frozenset((f.key, f.type, f.is_optional) for f in item.fields)
        if len(constants) + len(fields) < 2:
            continue  # many objects have nothing but an id
        other = seen.setdefault((constants, fields, item.allow_extra), item)
        if other is not item:
            message = (
                f"{item.name} has the fields of {other.name} at {other.span}, "
                "of the same types"
            )
            hint = "use one of them, or a mixin if they mean different things"
            yield Finding(item.name, item.span, message, hint)


def _awkward_names(spec: Spec) -> Iterator[Finding]:
    for owner, field in _fields(spec):
        if problem := _awkwardness(field.name):
            message = f"the attribute {field.name} {problem}"
            at = f"{owner}.{field.key}"
            yield Finding(at, field.span, message, "add name: with one that reads well")


@lru_cache(2**16)
def _awkwardness(name: str) -> str:
    """Return what is awkward about a name, or an empty text."""
    words = name.strip("_").split("_")
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} letters"
    if name.endswith("_"):
        return "has an underscore that says nothing"
    if any(first == second for first, second in pairwise(words)):
        return "says a word twice"
    if re.search(r"(?:^|_)[a-z](?:_[a-z])+(?:_|$)", name):
        return "is spelt in single letters"
    return ""


LINTS = (
    Lint("no-objects", Level.ERROR, _no_objects),
    Lint("too-large", Level.ERROR, _large_payloads),
    Lint("example-contradicts-object", Level.ERROR, _contradictory_examples),
    Lint("bad-default", Level.ERROR, _contradictory_defaults),
    Lint("undocumented-type", Level.WARNING, _undocumented_types),
    Lint("undocumented-field", Level.WARNING, _undocumented_fields),
    Lint("missing-example", Level.WARNING, _missing_examples),
    Lint("unused-mixin", Level.WARNING, _unused_mixins),
    Lint("unused-enum", Level.WARNING, _unused_enums),
    Lint("lone-value", Level.WARNING, _lone_values),
    Lint("same-shape", Level.WARNING, _same_shapes),
    Lint("awkward-name", Level.WARNING, _awkward_names),
)

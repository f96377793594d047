"""Stage 4: what could be better in a spec, and what contradicts itself.

Rules are rows. An error stops generation, a warning does not.
"""

from collections.abc import Callable, Iterator

from attrs import evolve, frozen

from .diagnostics import Diagnostic, Level
from .payloads import RULE, Payloads
from .spec import ChoiceSpec, EnumSpec, ObjectSpec, Spec, UnionSpec

__all__ = ["RULES", "Rule", "lint"]


@frozen
class Rule:
    """One thing that `lint` looks for."""

    id: str
    level: Level
    purpose: str
    check: Callable[[Spec], Iterator[Diagnostic]]


def lint(spec: Spec) -> list[Diagnostic]:
    """Return the findings of all rules, in the order of the source."""
    return sorted({found for rule in RULES for found in rule.check(spec)})


def _undocumented_types(spec: Spec) -> Iterator[Diagnostic]:
    items: list[ObjectSpec | UnionSpec | ChoiceSpec | EnumSpec] = [
        *spec.objects,
        *spec.unions,
        *spec.choices,
        *spec.enums,
    ]
    for item in items:
        if not item.doc:
            message = f"{item.name} has no documentation"
            yield Diagnostic(
                item.span, "undocumented-type", message, "add doc:", Level.WARNING
            )


def _undocumented_fields(spec: Spec) -> Iterator[Diagnostic]:
    for item in spec.objects:
        for field in item.fields:
            if not field.doc:
                message = f'"{field.key}" of {item.name} has no documentation'
                yield Diagnostic(
                    field.span, "undocumented-field", message, "add doc:", Level.WARNING
                )


def _missing_examples(spec: Spec) -> Iterator[Diagnostic]:
    for item in spec.objects:
        if item.example is None:
            message = f"{item.name} has no example"
            hint = "add example: with a payload"
            yield Diagnostic(item.span, "missing-example", message, hint, Level.WARNING)


def _no_objects(spec: Spec) -> Iterator[Diagnostic]:
    if not spec.objects:
        message = "there is no object to generate a class for"
        yield Diagnostic(spec.package.span, "no-objects", message, "add objects:")


def _contradictory_examples(spec: Spec) -> Iterator[Diagnostic]:
    payloads = Payloads.of(spec)
    for item in spec.objects:
        yield from payloads.check(item)


def _contradictory_defaults(spec: Spec) -> Iterator[Diagnostic]:
    payloads = Payloads.of(spec)
    for item in spec.objects:
        for field in item.fields:
            for found in payloads.check_default(field):
                yield evolve(found, rule="bad-default")


def _unused_mixins(spec: Spec) -> Iterator[Diagnostic]:
    used = {mixin.name for item in spec.objects for mixin in item.mixins}
    for mixin in spec.mixins:
        if mixin.name not in used:
            message = f"no object lists the mixin {mixin.name}"
            yield Diagnostic(
                mixin.span, "unused-mixin", message, "remove it", Level.WARNING
            )


RULES = (
    Rule(
        "no-objects",
        Level.ERROR,
        "A package without a class has nothing to import.",
        _no_objects,
    ),
    Rule(
        "undocumented-type",
        Level.WARNING,
        "A reader of the generated classes has nothing but their documentation.",
        _undocumented_types,
    ),
    Rule(
        "undocumented-field",
        Level.WARNING,
        "The name of a field does not say what it counts and when it is there.",
        _undocumented_fields,
    ),
    Rule(
        "missing-example",
        Level.WARNING,
        "An example is documentation that is tested.",
        _missing_examples,
    ),
    Rule(
        RULE,
        Level.ERROR,
        "An example that its object would refuse is wrong, or the object is.",
        _contradictory_examples,
    ),
    Rule(
        "bad-default",
        Level.ERROR,
        "A key that is absent stands for a value that it could have.",
        _contradictory_defaults,
    ),
    Rule(
        "unused-mixin",
        Level.WARNING,
        "Fields that no object has are not generated.",
        _unused_mixins,
    ),
)

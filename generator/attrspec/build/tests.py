"""The plans of the generated tests: what each class must read, keep and refuse."""

from collections.abc import Iterable
from typing import Any

from attrspec.constraints import allows
from attrspec.imports import Imports
from attrspec.layout import Bracketed, Layout, array, call, literal, tuple_of
from attrspec.names import function_name
from attrspec.payloads import Payloads
from attrspec.plan import TestClassPlan, TestModulePlan
from attrspec.python import Code, code, docstring, identifier
from attrspec.source import JsonValue, plain
from attrspec.spec import (
    Basic,
    BasicType,
    ChoiceSpec,
    ChoiceType,
    FieldSpec,
    ObjectSpec,
    UnionSpec,
    without_null,
)

from .files import module_doc
from .types import Definition, Types

__all__ = ["tests_plan"]


_NO_TAGS: list[JsonValue] = [None, 5, []]


def tests_plan(types: Types) -> tuple[TestModulePlan, ...]:
    """Return the plans of the modules of tests, one for each module of models."""
    payloads = Payloads.of(types.spec)
    modules = types.in_modules().items()
    plans = (_module(name, items, types, payloads) for name, items in modules)
    return tuple(plan for plan in plans if plan.classes)


def _module(
    module: str, items: Iterable[Definition], types: Types, payloads: Payloads
) -> TestModulePlan:
    package = types.spec.package.name
    imports = Imports()
    imports.module(package)
    imports.name(package, "testing")
    if module:
        alias = "" if module == "strategies" else "strategies"
        imports.name(f"{package}.strategies", module, alias)
    else:
        imports.name(package, "strategies")
    classes: list[TestClassPlan] = []
    for item in items:
        match item:
            case ObjectSpec():
                case = _object(item, types, payloads)
                classes.append(_class(item.name, "RecordTests", case))
            case UnionSpec():
                case = _union(item, types, payloads)
                classes.append(_class(item.name, "UnionTests", case))
            case ChoiceSpec() if not types.has_spellings(ChoiceType(item.name)):
                case = _choice(item, types, payloads)
                classes.append(_class(item.name, "ChoiceTests", case))
            case _:  # what else there is has no functions of its own
                pass
    return TestModulePlan(
        path=code("test_{}.py", identifier(module or "models")),
        doc=docstring(_doc(module, items), 0),
        imports=imports.groups(package),
        classes=tuple(classes),
    )


def _doc(module: str, items: Iterable[Definition]) -> str:
    if not module:
        return "What is read as each type, and what is not."
    return module_doc("What is read, and what is not, as the", module, items)


def _class(name: str, base: str, case: Layout) -> TestClassPlan:
    opening = code("class Test{}(", identifier(name))
    bases = (code("testing.{}", identifier(base)),)
    return TestClassPlan(
        head=Bracketed(opening, bases, Code(")")),
        doc=docstring(f"What `{name}` reads, keeps and refuses.", 4),
        case=case,
    )


def _type(name: str, types: Types) -> dict[str, Code]:
    """Return a type, and the functions that return strategies for it."""
    function = function_name(name)  # which may be a keyword
    return {
        "of": _class_of(name, types),
        "payloads": code("strategies.{}", identifier(f"{function}_payloads")),
        "objects": code("strategies.{}", identifier(f"{function}_objects")),
    }


def _class_of(name: str, types: Types) -> Code:
    return code("{}.{}", identifier(types.spec.package.name), identifier(name))


def _unless_empty(value: list[Any] | dict[str, Any]) -> Layout | None:
    """Return the literal of a list or of a dict."""
    return literal(value) if value else None


def _object(item: ObjectSpec, types: Types, payloads: Payloads) -> Layout:
    """Return what is special to a class."""
    fullest = payloads.fullest(item)
    is_checked = types.spec.package.check_constraints
    extra = item.allow_extra
    names = {part.key: part.name for part in item.constants}
    names |= {part.key: part.name for part in item.fields}
    constants = [constant.key for constant in item.constants]
    required = [field for field in item.fields if not field.is_optional]
    optional = [field for field in item.fields if field.is_optional]
    wrong: dict[str, list[JsonValue]] = {key: ["wrong"] for key in constants}
    wrong |= {
        field.key: refused
        for field in item.fields
        if not (types.is_recursive(item.name, field.type) and field.key not in fullest)
        and (refused := payloads.refused(field))
    }
    plain_kinds = {
        field.key: basic
        for field in item.fields
        if (basic := types.inline(without_null(field.type)))
    }
    lists: dict[str, list[Any] | dict[str, Any]] = {
        "names": {key: name for key, name in names.items() if key != name},
        "arguments": [field.name for field in required],
        "required": [*constants, *(field.key for field in required)],
        "converted": [
            field.key
            for field in item.fields
            if field.key in fullest and field.key not in plain_kinds
        ],
        "optional": [field.key for field in optional if field.default is None],
        "defaults": {
            field.key: plain(field.default)
            for field in optional
            if field.default is not None
        },
        "never_null": [field.key for field in optional if not field.is_nullable],
        "numbers": [key for key, kind in plain_kinds.items() if kind is Basic.NUMBER],
        "fractions": [
            field.key
            for field in item.fields
            if without_null(field.type) == BasicType(Basic.NUMBER)
            and not (is_checked and field.constraints.spans)
        ],
        "accepted": [
            row
            for field in item.fields
            for row in _accepted(field, types)
            if not is_checked or allows(field.constraints, row[2])
        ],
        "wrong": wrong,
        "excluded": {
            field.key: excluded
            for field in item.fields
            if is_checked
            and field.constraints.spans
            and (excluded := payloads.excluded(item, field))
        },
        "wrong_others": payloads.refused_other(extra) if extra else [],
    }
    return call(
        Code("testing.RecordCase"),
        **_type(item.name, types),
        examples=literal([plain(item.example)]) if item.example is not None else None,
        fullest=literal(fullest),
        smallest=literal(payloads.smallest(item)),
        other=literal(payloads.other(extra)) if extra else None,
        **{name: _unless_empty(values) for name, values in lists.items()},
    )


def _union(item: UnionSpec, types: Types, payloads: Payloads) -> Layout:
    """Return what is special to a union."""
    members: list[Layout] = []
    for member in item.members:
        smallest = literal(payloads.smallest(types.objects[member.name]))
        class_ = _class_of(member.name, types)
        members.append(tuple_of([class_, smallest]))
    key = "kind" if item.tag != "kind" else "sort"
    broken: list[JsonValue] = [{}, {key: 1}]
    broken += [{item.tag: value} for value in _NO_TAGS]
    unknown: JsonValue = {
        item.tag: "a tag that the spec does not know",
        key: [1, None],
    }
    return call(
        Code("testing.UnionCase"),
        **_type(item.name, types),
        members=array(members),
        unknown=literal(unknown),
        is_open=literal(item.is_open),
        broken=literal(broken),
    )


def _choice(item: ChoiceSpec, types: Types, payloads: Payloads) -> Layout:
    """Return what is special to a union without a tag."""
    return call(
        Code("testing.ChoiceCase"),
        **_type(item.name, types),
        wrong=literal(payloads.refused_other(ChoiceType(item.name))),
    )


def _accepted(field: FieldSpec, types: Types) -> list[tuple[JsonValue, ...]]:
    """Return what a field with `accept` reads, and what is written for it."""
    match types.inline(without_null(field.type)):
        case None:
            return (
                [(field.key, 12.5, "12.5"), (field.key, 3, "3")] if field.accept else []
            )
        case basic if field.accept:
            samples: dict[str, list[tuple[str, JsonValue]]] = {
                "integer": [("12", 12), ("-1", -1)],
                "number": [("12.50", 12.5), ("3", 3)],
                "boolean": [("true", True), ("false", False)],
            }
            return [(field.key, *pair) for pair in samples[basic.value]]
        case _:
            return []

"""The plans of the generated tests: what each class must read, keep and refuse."""

from attrspec.constraints import allows
from attrspec.imports import Imports
from attrspec.layout import Bracketed, Layout, Subscript, array, call, literal
from attrspec.names import function_name
from attrspec.payloads import Payloads, json_path
from attrspec.plan import ObjectTestPlan, TestsPlan, UnionTestPlan
from attrspec.python import LINE_LENGTH, Code, code, docstring, identifier, string
from attrspec.source import JsonValue, plain
from attrspec.spec import (
    Basic,
    BasicType,
    FieldSpec,
    ObjectSpec,
    UnionSpec,
    without_null,
)

from .files import test_file
from .types import Types

__all__ = ["tests_plan"]


_NO_TAGS: list[JsonValue] = [None, 5, []]


def tests_plan(types: Types) -> TestsPlan:
    """Return the plans of all test modules."""
    payloads = Payloads.of(types.spec)
    return TestsPlan(
        objects=tuple(_object(item, types, payloads) for item in types.spec.objects),
        unions=tuple(_union(item, types, payloads) for item in types.spec.unions),
    )


def _given(**functions: str) -> Layout:
    """Return the decorator that draws arguments from the strategies of functions."""
    calls = {name: code("{}()", identifier(f)) for name, f in functions.items()}
    return call(Code("@given"), **calls)


def _rows(rows: list[tuple[JsonValue, ...]]) -> Layout | None:
    """Return parameters of a test: a list of values or of tuples, None if empty."""
    if not rows:
        return None
    if len(rows[0]) == 1:
        return literal([row[0] for row in rows])
    return literal(rows)


def _object(item: ObjectSpec, types: Types, payloads: Payloads) -> ObjectTestPlan:
    package = types.spec.package.name
    function = function_name(item.name)  # which may be a keyword
    name = identifier(item.name)
    fullest, smallest = payloads.fullest(item), payloads.smallest(item)
    is_checked = types.spec.package.check_constraints
    imports = Imports()
    for used in ("Json", "from_json", "structure", "to_json", "unstructure", name):
        imports.name(package, used)
    imports.name(package, "Record")
    imports.name(f"{package}.converters", "TYPES")
    for of in ("payloads", "objects"):
        imports.name(types.strategies(item.name), f"{function}_{of}")
    imports.name("hypothesis", "example")
    imports.name("hypothesis", "given")
    imports.module("pytest")
    required = [c.key for c in item.constants]
    required += [field.key for field in item.fields if not field.is_optional]
    wrong: list[tuple[JsonValue, ...]] = [(c.key, "wrong") for c in item.constants]
    wrong += [
        (field.key, value)
        for field in item.fields
        if not (types.is_recursive(item.name, field.type) and field.key not in fullest)
        for value in payloads.refused(field)
    ]
    attributes: list[tuple[JsonValue, ...]] = [(c.key, c.name) for c in item.constants]
    attributes += [
        (field.key, field.name)
        for field in item.fields
        if field.key in fullest and types.inline(without_null(field.type))
    ]
    absent: list[tuple[JsonValue, ...]] = [
        (field.key, field.name)
        for field in item.fields
        if field.is_optional and field.default is None
    ]
    defaults: list[tuple[JsonValue, ...]] = [
        (field.key, field.name, plain(field.default))
        for field in item.fields
        if field.default is not None
    ]
    nulls: list[tuple[JsonValue, ...]] = [
        (field.key,)
        for field in item.fields
        if field.is_optional and not field.is_nullable
    ]
    numbers: list[tuple[JsonValue, ...]] = [
        (field.name,)
        for field in item.fields
        if types.inline(without_null(field.type)) is Basic.NUMBER
    ]
    fractions: list[tuple[JsonValue, ...]] = [
        (field.key,)
        for field in item.fields
        if without_null(field.type) == BasicType(Basic.NUMBER)
        and not (is_checked and field.constraints.spans)
    ]
    if numbers:
        imports.module("math")
    outside: list[tuple[JsonValue, ...]] = [
        (field.key, value, json_path(field.key))
        for field in item.fields
        if is_checked and field.constraints.spans
        for value in payloads.excluded(item, field)
    ]
    accepted = [
        row
        for field in item.fields
        for row in _accepted(field, types)
        if not is_checked or allows(field.constraints, row[2])
    ]
    if types.is_frozen:
        imports.module("attrs")
        imports.name("attrs.exceptions", "FrozenInstanceError")
    unknown = "a key that the spec does not know"
    extra = item.allow_extra
    refused = payloads.refused_other(extra) if extra else []
    imports.name(package, "PayloadError")
    imports.name("typing", "Any")
    return ObjectTestPlan(
        path=test_file(types.modules.get(item.name, ""), f"test_{function}"),
        doc=docstring(f"What `{item.name}` reads, keeps and refuses.", 0),
        imports=imports.groups(package),
        reader=_reader(name),
        structured=call(Code("structure"), Code("payload"), name),
        careful=call(Code("TYPES.structure_carefully"), Code("payload"), name),
        reread=call(Code("from_json"), Code("text"), name),
        made=call(name, Code("**needed()")),
        short=call(name, Code("**arguments")),
        payloads=_given(payload=f"{function}_payloads"),
        objects=_given(value=f"{function}_objects"),
        example=literal(plain(item.example)) if item.example is not None else None,
        fullest=literal(fullest),
        smallest=literal(smallest),
        required=_rows([(key, json_path(key)) for key in required]),
        wrong=_rows(wrong),
        attributes=_rows(attributes),
        absent=_rows(absent),
        nulls=_rows(nulls),
        defaults=_rows(defaults),
        numbers=_rows(numbers),
        fractions=_rows(fractions),
        accepted=_rows(accepted),
        outside=_rows(outside),
        arguments=array(
            string(field.name) for field in item.fields if not field.is_optional
        ),
        needs_arguments=any(not field.is_optional for field in item.fields),
        unknown=string(unknown),
        extra=_allowed(literal(payloads.other(extra))) if extra else None,
        refused_extra=_rows([(value,) for value in refused]),
        extra_path=string(json_path(unknown)),
        new=Code("ALLOWED" if extra else "[1, None]"),
        newer=Code("ALLOWED" if extra else "None"),
        is_frozen=types.is_frozen,
    )


def _allowed(value: Layout) -> Layout:
    """Return a value, in parentheses if it is a text that only so fits into a line."""
    room = LINE_LENGTH - len("ALLOWED: Json = ")
    if isinstance(value, Code) and room < len(value) <= LINE_LENGTH - 4:
        return Subscript(Code("("), value, Code(")"))
    return value


def _reader(name: Code) -> Layout:
    result = code(") -> {}", name)
    return Bracketed(Code("def read("), (Code("payload: object"),), result)


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


def _union(item: UnionSpec, types: Types, payloads: Payloads) -> UnionTestPlan:
    package = types.spec.package.name
    function = function_name(item.name)  # which may be a keyword
    imports = Imports()
    imports.module("pytest")
    imports.name("hypothesis", "given")
    name = imports.name(package, item.name)
    for used in ("Json", "PayloadError", "from_json", "structure", "to_json"):
        imports.name(package, used)
    for used in ("Unknown", "unstructure", "Record"):
        imports.name(package, used)
    for of in ("payloads", "objects"):
        imports.name(types.strategies(item.name), f"{function}_{of}")
    members: list[Layout] = []
    for member in item.members:
        class_ = imports.name(package, member.name)
        smallest = literal(payloads.smallest(types.objects[member.name]))
        members.append(Bracketed(Code("("), (class_, smallest), Code(")")))
    key = "kind" if item.tag != "kind" else "sort"
    broken: list[JsonValue] = [{}, {key: 1}, [], "text", None]
    broken += [{item.tag: value} for value in _NO_TAGS]
    return UnionTestPlan(
        path=test_file(types.modules.get(item.name, ""), f"test_{function}"),
        doc=docstring(f"What `{item.name}` reads, keeps and refuses.", 0),
        imports=imports.groups(package),
        reader=_reader(name),
        structured=call(Code("structure"), Code("payload"), name),
        reread=call(Code("from_json"), Code("text"), name),
        payloads=_given(payload=f"{function}_payloads"),
        objects=_given(value=f"{function}_objects"),
        members=array(members),
        unknown=literal(
            {item.tag: "a tag that the spec does not know", key: [1, None]}
        ),
        broken=array(map(literal, broken)),
        is_open=item.is_open,
    )

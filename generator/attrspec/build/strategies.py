"""The plan of `strategies.py`: payloads and objects for Hypothesis.

Payloads are drawn as the spec has them, objects as their constructors have them:
neither goes through a converter, so that a wrong converter cannot agree with itself.
"""

from collections.abc import Sequence

from attrspec.imports import Imports, sort_key
from attrspec.layout import Labelled, Layout, Subscript, array, call, table
from attrspec.names import function_name
from attrspec.plan import RegistrationsPlan, StrategiesPlan, StrategyPlan
from attrspec.python import LINE_LENGTH, Code, code, docstring, identifier, string
from attrspec.spec import (
    AliasSpec,
    ChoiceSpec,
    EnumSpec,
    FieldSpec,
    NullableType,
    ObjectSpec,
    Type,
    UnionSpec,
)

from .constrained import Drawn
from .files import module_doc, module_file
from .types import Definition, Types

__all__ = ["registrations_plan", "strategies_plans"]


def strategies_plans(types: Types) -> tuple[StrategiesPlan, ...]:
    """Return the plans of the modules with the strategies."""
    return tuple(
        _strategies(module, items, types)
        for module, items in types.in_modules().items()
        if not all(isinstance(item, EnumSpec | AliasSpec) for item in items)
    )


def _strategies(
    module: str, items: Sequence[Definition], types: Types
) -> StrategiesPlan:
    imports = types.imports("strategies")
    imports.name("functools", "cache")
    imports.name("hypothesis", "strategies", "st")
    imports.name("hypothesis.strategies", "SearchStrategy")
    imports.name("._record", "Json")
    strategies: list[StrategyPlan] = []
    for item in items:
        if isinstance(item, ObjectSpec):
            strategies += _of_object(item, types, imports)
        elif isinstance(item, UnionSpec):
            strategies += _of_union(item, types, imports)
        elif isinstance(item, ChoiceSpec):
            strategies += _of_choice(item, types, imports)
    names = {item.name for item in items}
    registrations = [
        _registered(item, types, imports)
        for item in types.spec.objects
        if item.name in names
    ]
    if not module:
        registrations += _unknown_registration(types, imports)
    functions = [str(strategy.function) for strategy in strategies]
    functions += ["register"] if registrations or not module else []
    return StrategiesPlan(
        path=module_file("strategies", module),
        doc=docstring(module_doc("Strategies for", module, items), 0),
        imports=imports.groups(),
        exports=array(map(string, sorted(functions, key=sort_key))),
        strategies=tuple(strategies),
        registrations=tuple(registrations),
    )


def registrations_plan(types: Types) -> RegistrationsPlan:
    """Return the plan of the module that holds those of all families together."""
    imports = types.imports("strategies")
    imports.module("importlib")
    imports.name("functools", "partial")
    imports.name("._loading", "when_loaded")
    registrations = _unknown_registration(types, imports)
    modules = {types.modules[item.name] for item in types.spec.objects}
    return RegistrationsPlan(
        imports.groups(), array(map(string, sorted(modules))), tuple(registrations)
    )


def _unknown_registration(types: Types, imports: Imports) -> list[Layout]:
    """Return the statement that lets Hypothesis draw what is unknown, if there is."""
    opened = [union for union in types.spec.unions if union.is_open]
    if not opened:
        # Without a union there is no saying where the tag of an unknown object stands.
        return []
    unknown = imports.name("._record", "Unknown")
    drawing = imports.name("._drawing", "unknown_objects")
    partial = imports.name("functools", "partial")
    objects = call(partial, drawing, *_tags(opened[0], types))
    return [call(imports.name("._drawing", "register_class"), unknown, objects)]


def _registered(item: ObjectSpec, types: Types, imports: Imports) -> Layout:
    class_ = types.model(item.name, imports)
    function = identifier(f"{function_name(item.name)}_objects")
    return call(imports.name("._drawing", "register_class"), class_, function)


def _tags(item: UnionSpec, types: Types) -> tuple[Layout, Layout]:
    """Return the key of the tags of a union, and those that it knows."""
    known = [
        string(tag)
        for member in item.members
        for tag in types.tags(member.name, item.tag)
    ]
    return string(item.tag), array(known)


def _plan(
    name: str, of: str, doc: str, result: Code, strategy: Layout, *before: Layout
) -> StrategyPlan:
    function = identifier(f"{function_name(name)}_{of}")
    signature: Layout
    opening = code("def {}() -> SearchStrategy[", function)
    if len(opening) <= LINE_LENGTH:
        signature = Subscript(opening, result, Code("]"))
    else:
        opening = code("def {}() -> (", function)
        found = Subscript(Code("SearchStrategy["), result, Code("]"))
        signature = Subscript(opening, found, Code(")"))
    text = f"{of.capitalize()} {doc}"
    returned = Labelled(Code("return "), strategy)
    return StrategyPlan(function, signature, docstring(text, 4), (*before, returned))


def _of_object(
    item: ObjectSpec, types: Types, imports: Imports
) -> tuple[StrategyPlan, StrategyPlan]:
    required: dict[str, Layout] = {
        c.key: call(Code("st.just"), string(c.value)) for c in item.constants
    }
    optional: dict[str, Layout] = {}
    values: dict[str, Layout] = {}
    payload = Drawn(types, imports, "payloads")
    attribute = Drawn(types, imports, "objects")
    for field in item.fields:
        keys = optional if field.is_optional else required
        keys[field.key] = payload.value(field.type, field, item)
        values[field.name] = attribute.value(_attribute_type(field), field, item)
    payloads = call(
        Code("st.fixed_dictionaries"),
        Code("required"),
        optional=Code("optional") if optional else None,
    )
    label = Code("required: dict[str, SearchStrategy[Json]] = ")
    before = [Labelled(label, table(required))]
    if optional:
        label = Code("optional: dict[str, SearchStrategy[Json]] = ")
        before.append(Labelled(label, table(optional)))
    if item.allow_extra is not None:
        known = [*map(string, required), *map(string, optional)]
        others = imports.name("._drawing", "other_keys")
        drawn = types.payloads(item.allow_extra, item.name, imports)
        payloads = call(
            imports.name("._drawing", "with_others"),
            payloads,
            call(others, drawn, *known),
        )
        drawn = types.values(item.allow_extra, item.name, imports)
        values["extra"] = call(others, drawn, *known)
    objects = call(Code("st.builds"), types.model(item.name, imports), **values)
    search, found = Code("dict[str, Json]"), identifier(item.name)
    return (
        _plan(
            item.name, "payloads", "as the spec has them.", search, payloads, *before
        ),
        _plan(item.name, "objects", "as the constructor takes them.", found, objects),
    )


def _attribute_type(field: FieldSpec) -> Type:
    if field.may_be_none and not field.is_nullable:
        return NullableType(field.type)
    return field.type


def _of_union(
    item: UnionSpec, types: Types, imports: Imports
) -> tuple[StrategyPlan, StrategyPlan]:
    members = [member.name for member in item.members]
    payloads, objects = (
        [types.named_strategy(name, item.name, imports, of) for name in members]
        for of in ("payloads", "objects")
    )
    if item.is_open:
        arguments = _tags(item, types)
        unknown = imports.name("._drawing", "unknown_payloads")
        payloads.append(call(unknown, *arguments))
        unknown = imports.name("._drawing", "unknown_objects")
        objects.append(call(unknown, *arguments))
    search, found = Code("dict[str, Json]"), types.model(item.name, imports)
    either = Code("st.one_of")
    return (
        _plan(item.name, "payloads", "of any member.", search, call(either, *payloads)),
        _plan(item.name, "objects", "of any member.", found, call(either, *objects)),
    )


def _of_choice(
    item: ChoiceSpec, types: Types, imports: Imports
) -> tuple[StrategyPlan, StrategyPlan]:
    members = [member.type for member in item.members]
    payloads = [types.payloads(member, item.name, imports) for member in members]
    objects = [types.values(member, item.name, imports) for member in members]
    found = types.model(item.name, imports)
    either = Code("st.one_of")
    # Type checkers take a strategy of certain texts for one of any text.
    label = code("members: list[SearchStrategy[{}]] = ", imports.name("typing", "Any"))
    known = Labelled(label, array(objects))
    return (
        _plan(
            item.name,
            "payloads",
            "of any member.",
            Code("Json"),
            call(either, *payloads),
        ),
        _plan(
            item.name,
            "objects",
            "of any member.",
            found,
            call(either, Code("*members")),
            known,
        ),
    )

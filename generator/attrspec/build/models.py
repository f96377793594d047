"""The plan of `models.py`: a class for each object, a name for each union and enum."""

from collections.abc import Iterator, Sequence

from attrspec.imports import Imports, sort_key
from attrspec.layout import (
    Boolean,
    Bracketed,
    Followed,
    Labelled,
    Layout,
    Subscript,
    array,
    call,
    flat,
    literal,
)
from attrspec.plan import AliasPlan, ClassPlan, FieldPlan, ModelsPlan, PropertyPlan
from attrspec.python import LINE_LENGTH, Code, code, docstring, identifier, string
from attrspec.spec import (
    AliasSpec,
    BasicType,
    ChoiceSpec,
    Constant,
    EnumSpec,
    FieldSpec,
    Literal,
    LiteralType,
    ObjectSpec,
    Type,
    UnionSpec,
    referred,
)

from .files import for_checkers, module_doc, module_file
from .texts import default_literal, field_doc, sentence, type_doc
from .types import Definition, Types, builtin

__all__ = ["models_plans"]


def models_plans(types: Types) -> tuple[ModelsPlan, ...]:
    """Return the plans of the modules with the classes."""
    return tuple(
        _models(module, items, types) for module, items in types.in_modules().items()
    )


def _models(module: str, items: Sequence[Definition], types: Types) -> ModelsPlan:
    imports = types.imports("models")
    definitions: list[ClassPlan | AliasPlan] = []
    for item in items:
        definitions.append(_definition(item, types, imports))
        definitions += _former_types(item, imports)
    if module:
        imports.name("._loading", "loaded")
    names = types.names_in(items)
    doc = sentence(types.spec.package.title)
    return ModelsPlan(
        path=module_file("models", module),
        doc=docstring(module_doc("The", module, items) if module else doc, 0),
        for_checkers=for_checkers(imports),
        imports=imports.groups(),
        exports=array(string(name) for name in sorted(names, key=sort_key)),
        definitions=tuple(definitions),
        is_family=bool(module),
    )


def _definition(
    item: Definition,
    types: Types,
    imports: Imports,
) -> ClassPlan | AliasPlan:
    if isinstance(item, UnionSpec | ChoiceSpec | AliasSpec):
        for name in types.parts(item):
            if types.is_elsewhere(name, item.name):
                types.model(name, imports)
    match item:
        case ObjectSpec():
            return _class(item, types, imports)
        case UnionSpec():
            members: list[Layout] = [identifier(m.name) for m in item.members]
            if item.is_open:
                members.append(imports.name("._record", "Unknown"))
            value = Boolean(Code("|"), tuple(members)) if members[1:] else members[0]
        case ChoiceSpec():
            found = [m.type for m in item.members]
            literals = [t.value for t in found if isinstance(t, LiteralType)]
            others = [t for t in found if not isinstance(t, LiteralType)]
            members = [_known(literals, imports)] if literals else []
            members += [types.annotation(other, imports) for other in others]
            value = Boolean(Code("|"), tuple(members)) if members[1:] else members[0]
        case EnumSpec():
            value = _known(item.values, imports)
            if item.is_open:
                rest = types.annotation(BasicType(item.basic), imports)
                value = Boolean(Code("|"), (value, rest))
        case AliasSpec():
            value = types.annotation(item.type, imports)
    alias = imports.name("typing", "TypeAlias")
    label = code("{}: {} = ", identifier(item.name), alias)
    text = type_doc(item)
    doc = docstring(text, 0) if text else None
    return AliasPlan(Labelled(label, value), doc)


def _former_types(item: Definition, imports: Imports) -> Iterator[AliasPlan]:
    for former in item.was:
        alias = imports.name("typing", "TypeAlias")
        label = code("{}: {} = ", identifier(former.name), alias)
        doc = docstring(f"Former name of `{item.name}`.", 0)
        yield AliasPlan(Labelled(label, identifier(item.name)), doc)


def _known(values: Sequence[Literal], imports: Imports) -> Layout:
    """Return the type of certain values and no others."""
    opening = code("{}[", imports.name("typing", "Literal"))
    if len(values) == 1:  # a comma behind it would make a tuple of it
        return Subscript(opening, literal(values[0]), Code("]"))
    return Bracketed(opening, tuple(map(literal, values)), Code("]"))


def _class(item: ObjectSpec, types: Types, imports: Imports) -> ClassPlan:
    define = "frozen" if types.is_frozen else "define"
    decorator = code("@{}(kw_only=True, repr=False)", imports.name("attrs", define))
    is_open = item.allow_extra is not None
    base = imports.name("._record", "OpenRecord" if is_open else "Record")
    taken = frozenset(constant.name for constant in item.constants)
    taken |= frozenset(field.name for field in item.fields)
    taken |= frozenset(former.name for field in item.fields for former in field.was)
    has_former_names = any(field.was for field in item.fields)
    of = builtin("property", imports, taken) if has_former_names else Code("property")
    former = code("@{}", of)
    fields: list[FieldPlan] = []
    properties: list[PropertyPlan] = []
    for field in item.fields:
        annotation = _annotation(field, item, types, imports, taken)
        fields.append(_field(field, annotation))
        properties += _former_names(field, annotation, former)
    if item.allow_extra is not None:
        fields.append(_extra(item.allow_extra, item, types, imports, taken))
    return ClassPlan(
        name=identifier(item.name),
        base=base,
        doc=docstring(type_doc(item, f"The object {item.name} of the API."), 4),
        constants=tuple(_constant(c, imports) for c in item.constants),
        fields=tuple(fields),
        decorator=decorator,
        properties=tuple(properties),
    )


def _former_names(
    field: FieldSpec, annotation: Layout, decorator: Code
) -> Iterator[PropertyPlan]:
    for former in field.was:
        opening = code("def {}(", identifier(former.name))
        closing = code(") -> {}", flat(annotation))
        yield PropertyPlan(
            decorator=decorator,
            signature=Bracketed(opening, (Code("self"),), closing),
            doc=docstring(f"Former name of `{field.name}`.", 8),
            value=code("self.{}", identifier(field.name)),
        )


def _annotation(
    field: FieldSpec,
    item: ObjectSpec,
    types: Types,
    imports: Imports,
    taken: frozenset[str],
) -> Layout:
    annotation = types.attribute_annotation(field, imports, taken)
    return _quoted(annotation, field.type, item, types, imports)


def _quoted(
    annotation: Layout, type_: Type, item: ObjectSpec, types: Types, imports: Imports
) -> Layout:
    """Return an annotation as it can be said before what it names is defined."""
    others = [name for name in referred(type_) if types.is_elsewhere(name, item.name)]
    for name in others:
        types.annotated_model(name, imports)
    if others or types.is_recursive(item.name, type_):
        # What it names is defined further down, or in a module that is not loaded.
        return string(flat(annotation))
    return annotation


def _constant(constant: Constant, imports: Imports) -> Layout:
    name, text = identifier(constant.name), string(constant.value)
    class_var = imports.name("typing", "ClassVar")
    one_of = imports.name("typing", "Literal")
    label = code("{}: {}[{}[{}]] = ", name, class_var, one_of, text)
    if 4 + len(label) + len(text) <= LINE_LENGTH:
        return Labelled(label, text)
    if 4 + len(label) < LINE_LENGTH:
        return Subscript(code("{}(", label), text, Code(")"))
    inner = Subscript(code("{}[", one_of), text, Code("]"))
    return Subscript(code("{}: {}[", name, class_var), inner, code("] = {}", text))


def _field(field: FieldSpec, annotation: Layout) -> FieldPlan:
    doc = field_doc(field)
    return FieldPlan(
        declaration=_declaration(field, annotation),
        doc=docstring(doc, 4) if doc else None,
    )


def _extra(
    type_: Type,
    item: ObjectSpec,
    types: Types,
    imports: Imports,
    taken: frozenset[str],
) -> FieldPlan:
    """Return the attribute for all keys that an object does not name."""
    annotation = types.extra_annotation(type_, imports, taken)
    annotation = _quoted(annotation, type_, item, types, imports)
    empty = imports.name("._record", "EMPTY")
    declaration = _assigned("extra", annotation, empty)
    if types.is_frozen:
        alias = "_field" if "field" in taken else ""
        field = imports.name("attrs", "field", alias)
        default = call(field, default=empty, hash=Code("False"))
        target = code("extra: {} = ", flat(annotation))
        if 4 + len(target) + len(field) < LINE_LENGTH:
            declaration = Labelled(target, default)
        else:
            declaration = _assigned("extra", annotation, flat(default))
    return FieldPlan(
        declaration=declaration,
        doc=docstring("Values under all other keys.", 4),
    )


def _declaration(field: FieldSpec, annotation: Layout) -> Layout:
    label = code("{}: ", identifier(field.name))
    if not field.is_optional:
        is_long = 4 + len(label) + len(flat(annotation)) > LINE_LENGTH
        has_room = 8 + len(flat(annotation)) <= LINE_LENGTH
        if isinstance(annotation, Code) and is_long and has_room:
            return Subscript(code("{}(", label), annotation, Code(")"))
        return Labelled(label, annotation)
    return _assigned(field.name, annotation, default_literal(field))


def _assigned(name: str, annotation: Layout, default: Code) -> Layout:
    label = code("{}: ", identifier(name))
    assigned = code("{}{} = ", label, flat(annotation))
    is_long = 4 + len(assigned) < LINE_LENGTH < 4 + len(assigned) + len(default)
    if is_long and 8 + len(default) <= LINE_LENGTH:
        return Subscript(code("{}(", assigned), default, Code(")"))
    return Labelled(label, Followed(annotation, code(" = {}", default)))

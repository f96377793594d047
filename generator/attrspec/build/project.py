"""The plans of what surrounds the modules: package, project file and README."""

import json
from collections.abc import Sequence

from attrspec.documents import (
    code_span,
    heading,
    prose,
    shell_word,
    table_cell,
    toml_string,
)
from attrspec.families import family_of, file_name
from attrspec.imports import Imports, sort_key
from attrspec.layout import Labelled, Layout, array, call, table, tuple_of
from attrspec.plan import (
    InitPlan,
    NamesPlan,
    ProjectPlan,
    ReadmeField,
    ReadmePlan,
    ReadmeType,
    ReferencePage,
    ReferencePlan,
)
from attrspec.python import Code, code, docstring, identifier, string
from attrspec.source import plain
from attrspec.spec import (
    AliasSpec,
    Basic,
    ChoiceSpec,
    EnumSpec,
    FieldSpec,
    ObjectSpec,
    Type,
    UnionSpec,
    referred,
    types_in,
)

from .texts import field_doc, json_name, sentence, type_doc
from .types import Definition, Types, basics

__all__ = [
    "init_plan",
    "names_plan",
    "needs_constraints",
    "needs_formats",
    "project_plan",
    "readme_plan",
]

_SUPPORT = {
    "_errors": ("Problem",),
    "_payload_error": ("PayloadError",),
    "_record": ("Json", "Record", "Unknown"),
}
_FUNCTIONS = ("from_json", "structure", "to_json", "unstructure")
_CATTRS = ("configure_converter", "make_converter")

_FORMATS = frozenset(Basic) - {
    Basic.STRING,
    Basic.INTEGER,
    Basic.NUMBER,
    Basic.BOOLEAN,
    Basic.JSON,
}


def needs_formats(types: Types) -> bool:
    """Return whether a field has a type that JSON has only as text or as a count."""
    used = [type_ for item in types.spec.objects for type_ in types_in(item)]
    used += [member.type for item in types.spec.choices for member in item.members]
    return any(basic in _FORMATS for type_ in used for basic in basics(type_))


def needs_constraints(types: Types) -> bool:
    """Return whether readers hold values against constraints."""
    fields = (field for item in types.spec.objects for field in item.fields)
    is_asked = types.spec.package.check_constraints
    return is_asked and any(field.constraints.spans for field in fields)


def init_plan(types: Types) -> InitPlan:
    """Return the plan of `__init__.py`."""
    models = types.names
    converters = (*_FUNCTIONS, *_CATTRS)
    modules = {**_SUPPORT, "converters": converters, "models": tuple(models)}
    where = {name: module for module, names in modules.items() for name in names}
    imports = Imports()
    for name, module in where.items():
        imports.name(f".{module}", name)
    names = sorted(where, key=sort_key)
    return InitPlan(
        doc=_package_doc(types),
        imports=tuple(line for group in imports.groups() for line in group),
        exports=array(string(name) for name in names),
        modules=table({name: string(f".{where[name]}") for name in names}),
    )


def names_plan(types: Types) -> NamesPlan:
    """Return the plan of what a package with families says of its names."""
    modules = types.in_modules()
    families = {
        module: sorted(types.names_in(items), key=sort_key)
        for module, items in modules.items()
    }
    others = {**_SUPPORT, "_converter": _CATTRS, "converters": _FUNCTIONS}
    where = {name: module for module, names in others.items() for name in names}
    imports = Imports()
    for name, module in where.items():
        imports.name(f".{module}", name)
    for module, types_ in families.items():
        for name in types_:
            imports.name(f".models.{module}", name)
    names = sorted([*where, *types.names], key=sort_key)
    return NamesPlan(
        doc=_package_doc(types),
        imports=tuple(line for group in imports.groups() for line in group),
        exports=array(string(name) for name in names),
        families=table(
            {
                module: tuple_of(string(name) for name in types_)
                for module, types_ in families.items()
            }
        ),
        others=table({name: string(f".{where[name]}") for name in sorted(where)}),
    )


def _package_doc(types: Types) -> Code:
    package = types.spec.package
    return docstring(f"{sentence(package.title)}\n\n{package.doc}", 0)


def project_plan(types: Types) -> ProjectPlan:
    """Return the plan of `pyproject.toml`."""
    package = types.spec.package
    return ProjectPlan(
        distribution=toml_string(package.distribution),
        version=toml_string(package.version),
        title=toml_string(package.title),
        license=toml_string(package.license) if package.license else None,
        package=identifier(package.name),
    )


def readme_plan(types: Types) -> ReadmePlan:
    """Return the plan of `README.md`."""
    package = types.spec.package
    spec = types.spec
    needed = {name for item in spec.objects for name in _needed(item)}
    needed |= {member.name for union in spec.unions for member in union.members}
    roots = [item for item in spec.objects if item.name not in needed] or spec.objects
    return ReadmePlan(
        title=heading(package.title),
        doc=prose(package.doc),
        distribution=shell_word(package.distribution),
        package=identifier(package.name),
        example=_example(types, roots[0].name) if roots else (),
        reference=_reference([] if types.modules else list(types.in_spec())),
        pages=_pages(types) if types.modules else (),
        is_frozen=types.is_frozen,
    )


def _pages(types: Types) -> tuple[ReferencePage, ...]:
    """Return what is said of the types of each family."""
    families: dict[str, list[Definition]] = {}
    for item in types.in_spec():
        families.setdefault(family_of(item), []).append(item)
    return tuple(
        ReferencePage(
            code("reference/{}.md", identifier(name)),
            code_span(file_name(items[0].span.path)),
            _reference(items),
        )
        for name, items in sorted(families.items())
    )


def _reference(items: Sequence[Definition]) -> ReferencePlan:
    objects = [item for item in items if isinstance(item, ObjectSpec)]
    unions = [item for item in items if isinstance(item, UnionSpec)]
    choices = [item for item in items if isinstance(item, ChoiceSpec)]
    enums = [item for item in items if isinstance(item, EnumSpec)]
    aliases = [item for item in items if isinstance(item, AliasSpec)]
    return ReferencePlan(
        objects=tuple(_object(item) for item in objects),
        unions=tuple(
            ReadmeType(
                identifier(item.name),
                prose(type_doc(item)),
                tuple(code_span(member.name) for member in item.members),
                item.is_open,
            )
            for item in unions
        )
        + tuple(
            ReadmeType(
                identifier(item.name),
                prose(type_doc(item)),
                tuple(code_span(json_name(member.type)) for member in item.members),
                is_open=False,
            )
            for item in choices
        ),
        enums=tuple(
            ReadmeType(
                identifier(item.name),
                prose(type_doc(item)),
                tuple(code_span(str(value)) for value in item.values),
                item.is_open,
                other=Code("text" if item.basic is Basic.STRING else "integer"),
            )
            for item in enums
        ),
        aliases=tuple(
            ReadmeType(
                identifier(item.name),
                prose(type_doc(item)),
                (code_span(json_name(item.type)),),
                is_open=False,
            )
            for item in aliases
        ),
    )


def _example(types: Types, root: str) -> tuple[Layout, ...]:
    imports = Imports()
    name = imports.name(types.spec.package.name, root)
    imports.name(types.spec.package.name, "from_json")
    imports.name(types.spec.package.name, "to_json")
    read = call(Code("from_json"), Code("body"), name)
    statements = [line for group in imports.groups() for line in group]
    return (
        *statements,
        Code(""),
        Labelled(Code("value = "), read),
        Code("body = to_json(value)"),
    )


def _needed(item: ObjectSpec) -> set[str]:
    return {name for type_ in types_in(item) for name in referred(type_)}


def _object(item: ObjectSpec) -> ReadmeType:
    constants = tuple(
        ReadmeField(
            code_span(constant.key),
            code_span(f'"{constant.value}"'),
            Code("always"),
            Code(""),
        )
        for constant in item.constants
    )
    return ReadmeType(
        identifier(item.name),
        prose(type_doc(item)),
        (),
        is_open=False,
        fields=(
            *constants,
            *(_field(field) for field in item.fields),
            *([_other_keys(item.allow_extra)] if item.allow_extra is not None else []),
        ),
    )


def _other_keys(type_: Type) -> ReadmeField:
    """Return the row of all keys that an object does not name."""
    meaning = Code("In `extra`.")
    key, presence = Code("any other"), Code("may be absent")
    return ReadmeField(key, code_span(json_name(type_)), presence, meaning)


def _field(field: FieldSpec) -> ReadmeField:
    return ReadmeField(
        code_span(field.key),
        code_span(json_name(field.type)),
        _presence(field),
        table_cell(field_doc(field)),
    )


def _presence(field: FieldSpec) -> Code:
    if field.default is not None:
        return code("may be absent: {}", code_span(json.dumps(plain(field.default))))
    return Code("may be absent" if field.is_optional else "always")

"""The plans of converters: the functions and the codec of each type."""

from collections.abc import Iterable, Mapping, Sequence

from attrspec.imports import Imports
from attrspec.layout import Bracketed, Labelled, Layout, call, table, tuple_of
from attrspec.plan import CodecsPlan, ConvertersPlan, FunctionsPlan, RecordPlan
from attrspec.python import Code, code, docstring, identifier
from attrspec.spec import AliasSpec, ChoiceSpec, EnumSpec, ObjectSpec, UnionSpec

from .codecs import Codecs, function
from .files import for_checkers, module_doc, module_file
from .reading import examine_plan, read_plan
from .types import Definition, Types
from .writing import write_plan

__all__ = ["codecs_plans", "converters_plan", "functions_plan"]

_NEEDED = {
    "cattrs": ("BaseConverter", "Converter"),
    "typing": ("Any", "TypeVar", "overload"),
    "._cattrs": ("configure",),
    "._json": ("JsonText",),
    "._package": ("Types",),
    "._record": ("EMPTY", "Json", "Record", "Unknown"),
}
"""What a module imports with all converters and the public functions,"""

_NEEDED_BY_FUNCTIONS = {
    "typing": ("Any", "TypeVar", "overload"),
    "._families": ("FamilyTypes",),
    "._json": ("JsonText",),
    "._names": ("FAMILIES",),
    "._record": ("Json", "Record", "Unknown"),
}
"""what one imports with these functions alone,"""

_NEEDED_BY_RECORDS = {"typing": ("Any",), "._record": ("EMPTY", "Json")}
"""and what one with converters alone, where some are of classes."""


def converters_plan(types: Types) -> ConvertersPlan:
    """Return the plan of the one module with all converters."""
    codecs = _codecs(types.in_order(), types)
    imports = codecs.imports
    _import(_NEEDED, imports)
    _import_for_annotations(imports)
    # Of a union with one member Python has the member alone, whose codec is the last.
    kinds = (types.spec.choices, types.spec.unions, types.spec.objects)
    names = [types.model(item.name, imports) for kind in kinds for item in kind]
    return ConvertersPlan(
        for_checkers=for_checkers(imports),
        imports=imports.groups(),
        definitions=tuple(codecs.definitions),
        rows=tuple(code("{}: {},", name, types.codec_name(name)) for name in names),
        is_frozen=types.is_frozen,
    )


def codecs_plans(types: Types) -> tuple[CodecsPlan, ...]:
    """Return the plans of the modules with the converters of a family each."""
    return tuple(
        _codecs_plan(module, items, types)
        for module, items in types.in_modules().items()
        if any(map(types.has_codec, items))
    )


def _codecs_plan(module: str, items: Sequence[Definition], types: Types) -> CodecsPlan:
    codecs = _codecs(items, types)
    imports = codecs.imports
    codec, any_ = imports.name("._codecs", "Codec"), imports.name("typing", "Any")
    has_records = any(isinstance(item, ObjectSpec) for item in items)
    if has_records:
        _import(_NEEDED_BY_RECORDS, imports)
    names = sorted(item.name for item in items if types.has_codec(item))
    return CodecsPlan(
        path=module_file("converters", f"_{module}"),
        doc=docstring(module_doc("Converters of", module, items), 0),
        for_checkers=for_checkers(imports),
        imports=imports.groups(),
        elsewhere=tuple(codecs.elsewhere[name] for name in sorted(codecs.elsewhere)),
        has_records=has_records,
        definitions=tuple(codecs.definitions),
        codecs=Labelled(
            code("CODECS: dict[str, {}[{}]] = ", codec, any_),
            table({name: types.codec_name(name) for name in names}),
        ),
    )


def functions_plan(types: Types) -> FunctionsPlan:
    """Return the plan of the module with the functions for all families."""
    imports = types.imports("converters")
    _import(_NEEDED_BY_FUNCTIONS, imports)
    _import_for_annotations(imports)
    return FunctionsPlan(
        for_checkers=for_checkers(imports),
        imports=imports.groups(),
        is_frozen=types.is_frozen,
    )


def _codecs(items: Iterable[Definition], types: Types) -> Codecs:
    codecs = Codecs(types)
    for item in items:
        match item:
            case ObjectSpec():
                record = _record(item, codecs)  # which defines other codecs first
                codecs.definitions.append(record)
            case UnionSpec():
                codecs.define_union(item)
            case ChoiceSpec():
                codecs.define_choice(item)
            case EnumSpec(is_open=False):
                codecs.define_enum(item)
            case EnumSpec() | AliasSpec():
                pass  # an open enum reads any text, and an alias is another type
    return codecs


def _import(needed: Mapping[str, Iterable[str]], imports: Imports) -> None:
    for module, names in needed.items():
        for name in names:
            imports.name(module, name)


def _import_for_annotations(imports: Imports) -> None:
    # Python has it since 3.15; type checkers know of it without an installation.
    imports.annotation("typing_extensions", "TypeForm")


def _record(item: ObjectSpec, codecs: Codecs) -> RecordPlan:
    name = codecs.types.model(item.name, codecs.imports)
    constant = codecs.types.codec_name(item.name)
    reader, examiner, writer, filler = (
        function(verb, item.name) for verb in ("read", "examine", "write", "fill")
    )
    return RecordPlan(
        made=call(Code("new"), codecs.made(item.name)),
        filled=codecs.filled,
        frozen=Labelled(Code("record.__class__ = "), name)
        if codecs.types.is_frozen
        else None,
        complete=call(code("{}.complete", constant), Code("record"), Code("payload")),
        careful=call(code("{}.read_carefully", constant), Code("payload")),
        reader=_signature(reader, code("payload: Json"), name),
        examiner=_signature(
            examiner, code("keys: {}", codecs.imports.name("._keys", "Keys")), name
        ),
        writer=_signature(writer, code("record: {}", name), Code("dict[str, Json]")),
        filler=_signature(filler, Code("values: tuple[Any, ...]"), name),
        read=read_plan(item, codecs),
        examine=examine_plan(item, codecs),
        write=write_plan(item, codecs),
        attributes=tuple_of(
            code("{}.{}", codecs.filled, identifier(field.name))
            for field in item.fields
        ),
        codec=codecs.record(item.name, reader, examiner, writer, filler),
    )


def _signature(name: Code, parameter: Code, result: Code) -> Layout:
    return Bracketed(code("def {}(", name), (parameter,), code(") -> {}", result))

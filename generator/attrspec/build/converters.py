"""The plan of `converters.py`: the functions and the codec of each type."""

from collections.abc import Iterable

from attrspec.layout import Boolean, Bracketed, Labelled, Layout, call
from attrspec.plan import ConvertersPlan, RecordPlan
from attrspec.python import Code, code, identifier
from attrspec.spec import ChoiceSpec, EnumSpec, ObjectSpec, UnionSpec

from .codecs import Codecs, function
from .reading import examine_plan, read_plan
from .types import Types
from .writing import write_plan

__all__ = ["converters_plan"]

_NEEDED = {
    "cattrs": ("BaseConverter", "Converter"),
    "typing": ("TypeVar",),
    "._cattrs": ("configure",),
    "._json": ("JsonText",),
    "._package": ("Types",),
    "._record": ("EMPTY", "Json", "Record", "Unknown"),
}
"""What every module with converters imports."""


def converters_plan(types: Types) -> ConvertersPlan:
    """Return the plan of the module with the converters."""
    codecs = Codecs(types)
    for item in types.in_order():
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
            case EnumSpec():
                pass  # an open enum reads any text
    imports = codecs.imports
    for module, names in _NEEDED.items():
        for name in names:
            imports.name(module, name)
    unions = [
        union
        for union in types.spec.unions
        if len(union.members) + union.is_open > 1  # or it is but its one member
    ]
    keys = [imports.name(".models", item.name) for item in types.spec.objects]
    keys += [imports.name(".models", union.name) for union in unions]
    if unions:
        imports.name("types", "UnionType")
        imports.name("typing", "Any")
        imports.name("typing", "overload")
        imports.name("typing", "TypeAlias")
    return ConvertersPlan(
        package=identifier(types.spec.package.name),
        imports=imports.groups(),
        definitions=tuple(codecs.definitions),
        rows=tuple(code("{}: {},", name, types.codec_name(name)) for name in keys),
        any_union=_either(identifier(union.name) for union in unions),
        is_frozen=types.is_frozen,
    )


def _record(item: ObjectSpec, codecs: Codecs) -> RecordPlan:
    name = codecs.imports.name(".models", item.name)
    constant = codecs.types.codec_name(item.name)
    reader, examiner, writer = (
        function(verb, item.name) for verb in ("read", "examine", "write")
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
        read=read_plan(item, codecs),
        examine=examine_plan(item, codecs),
        write=write_plan(item, codecs),
        codec=codecs.record(item.name, reader, examiner, writer),
    )


def _signature(name: Code, parameter: Code, result: Code) -> Layout:
    return Bracketed(code("def {}(", name), (parameter,), code(") -> {}", result))


def _either(names: Iterable[Code]) -> Layout | None:
    members = tuple(names)
    if not members:
        return None
    return Boolean(Code("|"), members) if members[1:] else members[0]

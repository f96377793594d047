"""What a template may see: all it needs to print and nothing else.

Whatever is printed is `Code` or a `Layout` of code; the rest is booleans to test and
tuples to loop over.
"""

from typing import TypeAlias

from attrs import frozen

from .layout import Layout
from .python import Code

ImportGroups: TypeAlias = tuple[tuple[Layout, ...], ...]
"""Import statements, with a blank line between groups."""


@frozen
class FieldPlan:
    """An attribute of a class."""

    declaration: Layout
    doc: Code | None


@frozen
class PropertyPlan:
    """A former name of an attribute."""

    decorator: Code
    signature: Layout
    doc: Code
    value: Code


@frozen
class ClassPlan:
    """A class."""

    name: Code
    doc: Code
    constants: tuple[Layout, ...]
    fields: tuple[FieldPlan, ...]
    decorator: Code
    base: Code
    properties: tuple[PropertyPlan, ...]
    is_class: bool = True


@frozen
class AliasPlan:
    """A name for a type."""

    statement: Layout
    doc: Code | None
    is_class: bool = False


@frozen
class ModelsPlan:
    """`models.py`, or the part of a family."""

    path: Code
    doc: Code
    imports: ImportGroups
    for_checkers: tuple[Layout, ...]
    """Imports that only type checkers need."""

    exports: Layout
    definitions: tuple[ClassPlan | AliasPlan, ...]
    is_family: bool


@frozen
class OptionalPlan:
    """How a key that may be absent is read."""

    asked_for: Layout
    """What takes the value, or the sign that there is none."""

    taken: Layout
    """What takes the value that is there."""

    is_unusual: Layout
    """The condition under which it is no usual value."""

    bit: Code
    """The bit that says that it is absent."""

    cleared: Layout
    """What makes the value None, or its default."""


@frozen
class ReadPlan:
    """How a payload is read in which every value is a usual one."""

    condition: Layout
    """What has to be true of required keys, beyond what `statements` find out."""

    optional: tuple[OptionalPlan, ...]

    has_branches: bool
    """Whether keys are asked for only where one may be absent: taking is quicker."""

    exceptions: Code
    """What is raised when a value is not a usual one."""

    check: Layout
    """What raises it for an optional key."""

    statements: tuple[Layout, ...]
    """What fills the attributes."""

    is_more: Layout
    """The condition under which there is more, or less, than the attributes say.

    Where there are branches, it also tells in which the keys are taken.
    """

    keep: Layout
    """What then keeps that."""

    has_spellings: bool
    """Whether values may be spelt in an unusual way, which is then kept as well."""


@frozen
class ExaminePlan:
    """How the keys of an object are asked for."""

    constants: tuple[Layout, ...]
    """What asks for keys that always have the same text."""

    statements: tuple[Layout, ...]
    """What fills the attributes."""


@frozen
class WritePlan:
    """How an object is written."""

    always: Layout
    """The dict of what every object has."""

    unless_none: tuple[tuple[Layout, Layout], ...]
    """Conditions that an attribute is not None, with what then puts it in."""


@frozen
class RecordPlan:
    """The converters of one class."""

    made: Layout
    """What makes a bare instance."""

    filled: Code
    """What its attributes are assigned to: itself, or its draft if it is frozen."""

    frozen: Layout | None
    """What freezes it in the end."""

    complete: Layout
    """What finishes the payload that is written."""

    careful: Layout
    """What reads any other than the usual payload."""

    reader: Layout
    """The head of the function that reads."""

    examiner: Layout
    """The head of the function that asks for each key."""

    writer: Layout
    """The head of the function that writes."""

    filler: Layout
    """The head of the function that fills an object with values."""

    read: ReadPlan
    examine: ExaminePlan
    write: WritePlan
    attributes: Layout
    """The attributes that are filled, a tuple in the order of the keys."""

    codec: Layout
    is_record: bool = True


@frozen
class CodecPlan:
    """A codec that is put together from others."""

    statement: Layout
    is_record: bool = False


@frozen
class ConvertersPlan:
    """`converters.py`."""

    imports: ImportGroups
    for_checkers: tuple[Layout, ...]
    definitions: tuple[CodecPlan | RecordPlan, ...]
    rows: tuple[Code, ...]
    """The codec of each type, as entries of a dict."""

    is_frozen: bool


@frozen
class CodecsPlan:
    """The converters of a family."""

    path: Code
    doc: Code
    imports: ImportGroups
    for_checkers: tuple[Layout, ...]
    elsewhere: tuple[Layout, ...]
    """What stands for the codecs of other modules."""

    has_records: bool
    """Whether there are classes among its types."""

    definitions: tuple[CodecPlan | RecordPlan, ...]
    codecs: Layout
    """The codec of each type, by its name."""


@frozen
class FunctionsPlan:
    """What reads and writes the types of all families."""

    imports: ImportGroups
    for_checkers: tuple[Layout, ...]
    is_frozen: bool


@frozen
class StrategyPlan:
    """A function that returns a strategy."""

    function: Code
    signature: Layout
    doc: Code
    statements: tuple[Layout, ...]


@frozen
class StrategiesPlan:
    """`strategies.py`, or the part of a family."""

    path: Code
    doc: Code
    imports: ImportGroups
    exports: Layout
    strategies: tuple[StrategyPlan, ...]
    registrations: tuple[Layout, ...]


@frozen(kw_only=True)
class TestClassPlan:
    """The tests of one type."""

    head: Layout
    doc: Code
    case: Layout
    """What is special to it."""


@frozen(kw_only=True)
class TestModulePlan:
    """A module under `tests/`."""

    path: Code
    doc: Code
    imports: ImportGroups
    classes: tuple[TestClassPlan, ...]


@frozen
class InitPlan:
    """`__init__.py`."""

    doc: Code
    imports: tuple[Layout, ...]
    exports: Layout
    modules: Layout


@frozen(kw_only=True)
class WholePlan:
    """What a package has whose types all stand in one module."""

    init: InitPlan
    converters: ConvertersPlan


@frozen
class NamesPlan:
    """What a package says of its names where each family has modules of its own."""

    doc: Code
    imports: tuple[Layout, ...]
    """Import statements for type checkers."""

    exports: Layout
    families: Layout
    """The names of types, by family."""

    others: Layout
    """The modules of all other names."""


@frozen
class RegistrationsPlan:
    """What lets Hypothesis know the classes of all families."""

    imports: ImportGroups
    modules: Layout
    """The names of modules that have classes."""

    registrations: tuple[Layout, ...]


@frozen(kw_only=True)
class FamiliesPlan:
    """What holds the modules of families together."""

    names: NamesPlan
    functions: FunctionsPlan
    codecs: tuple[CodecsPlan, ...]
    registrations: RegistrationsPlan


@frozen
class ProjectPlan:
    """`pyproject.toml`."""

    distribution: Code
    version: Code
    title: Code
    license: Code | None
    package: Code


@frozen
class ReadmeField:
    """A row in the reference of an object."""

    key: Code
    type: Code
    presence: Code
    doc: Code


@frozen
class ReadmeType:
    """A type in the reference."""

    name: Code
    doc: Code
    items: tuple[Code, ...]
    """The members of a union, the values of an enum."""

    is_open: bool
    fields: tuple[ReadmeField, ...] = ()
    other: Code | None = None
    """What else an open enum may be."""


@frozen(kw_only=True)
class ReferencePlan:
    """What is said of types, all of them or those of a family."""

    objects: tuple[ReadmeType, ...]
    unions: tuple[ReadmeType, ...]
    enums: tuple[ReadmeType, ...]
    aliases: tuple[ReadmeType, ...]


@frozen
class ReferencePage:
    """What is said of the types of a family, in a file of its own."""

    path: Code
    title: Code
    reference: ReferencePlan


@frozen
class ReadmePlan:
    """`README.md`."""

    title: Code
    doc: Code
    distribution: Code
    package: Code
    example: tuple[Layout, ...]
    """The lines of an example of use."""

    reference: ReferencePlan
    pages: tuple[ReferencePage, ...]
    """What is said instead where there are families."""

    is_frozen: bool


@frozen(kw_only=True)
class PackagePlan:
    """A generated distribution."""

    package: Code
    has_formats: bool
    """Whether the support module for texts such as dates is part of it."""

    has_constraints: bool
    """Whether the support module for constraints is."""

    is_frozen: bool
    """Whether objects of its classes cannot be changed."""

    models: tuple[ModelsPlan, ...]
    strategies: tuple[StrategiesPlan, ...]
    whole: WholePlan | None
    """What there is of a package with one module of each kind."""

    families: FamiliesPlan | None
    """What there is of a package with a module of each kind for each family."""

    tests: tuple[TestModulePlan, ...]
    project: ProjectPlan
    readme: ReadmePlan

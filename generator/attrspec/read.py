"""Stage 2: nodes → Spec.

Reports every misspelt, missing or misplaced key, not only the first: what cannot be
read is left out of the result and everything else is read on. The keys and what may
stand under them come from `language`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from attrs import define, field, fields

from .diagnostics import Diagnostic, Level, Span, SpecError, did_you_mean, quoted
from .expressions import parse_type
from .language import (
    ENUM,
    FIELD,
    FILE,
    MIXIN,
    OBJECT,
    PACKAGE,
    SECTIONS,
    UNION,
    WAIVER,
    Amount,
    Flag,
    FlagOr,
    Kind,
    Length,
    ListOf,
    MapOf,
    Number,
    Section,
    Text,
)
from .names import attribute_name
from .source import Entry, Mapping, Node, Scalar, Sequence
from .spec import (
    NO_CONSTRAINTS,
    UNREADABLE,
    ChoiceSpec,
    Constant,
    Constraints,
    Deprecation,
    EnumSpec,
    FieldSpec,
    LintSetting,
    Member,
    MixinSpec,
    ObjectSpec,
    PackageSpec,
    Reference,
    Spec,
    Type,
    UnionSpec,
    Waiver,
)

__all__ = ["read"]

K = TypeVar("K")

_KINDS = {
    section.name: {key.name: key.kind for key in section.keys} for section in SECTIONS
}
"""What stands under each key, by the name of its section."""

_OTHER_KEYS = {
    "required": "fields are required unless they say optional: true",
    "nullable": "null is part of the type: write string?",
    "description": "write doc:",
}
"""Keys that other languages have, and what to write here."""


def read(package: Node, files: Iterable[Node]) -> tuple[Spec, list[Diagnostic]]:
    """Return what the documents say, as far as it can be read, and what cannot.

    Args:
        package: The document of `package.yaml`.
        files: The documents of the other files, in the order of their names.
    """
    reader = _Reader()
    package_spec = reader.package(package)
    mixins: list[MixinSpec] = []
    objects: list[ObjectSpec] = []
    unions: list[UnionSpec] = []
    choices: list[ChoiceSpec] = []
    enums: list[EnumSpec] = []
    broken: set[str] = set()
    for node in files:
        file = reader.section(node, FILE)
        mixins += [reader.mixin(entry) for entry in file.entries("mixins")]
        objects += [reader.object(entry) for entry in file.entries("objects")]
        for entry in file.entries("unions"):
            match reader.union(entry):
                case UnionSpec() as union:
                    unions.append(union)
                case ChoiceSpec() as choice:
                    choices.append(choice)
                case None:
                    broken.add(entry.key.text)
        for entry in file.entries("enums"):
            if enum := reader.enum(entry):
                enums.append(enum)
            else:
                broken.add(entry.key.text)
    spec = Spec(
        package=package_spec,
        mixins=tuple(mixins),
        objects=tuple(objects),
        unions=tuple(unions),
        choices=tuple(choices),
        enums=tuple(enums),
        broken=frozenset(broken),
    )
    return spec, reader.diagnostics


def _found(node: Node) -> str:
    match node:
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=str(text)):
            return quoted(text)
        case Scalar(text=text):
            return text


@define
class _Values:
    """What stands under the keys of a section, for as much of it as is right."""

    reader: "_Reader"
    section: Section
    span: Span
    nodes: dict[str, Node] = field(factory=dict[str, Node])

    def kind(self, name: str, kind: type[K]) -> K:
        declared = _KINDS[self.section.name][name]
        assert isinstance(declared, kind)
        return declared

    def doc(self) -> str:
        """Return the documentation; blanks alone are none."""
        return self.text("doc").strip()

    def text(self, name: str) -> str:
        kind = self.kind(name, Text)
        node = self.nodes.get(name)
        return (self.reader.text(node, kind, name) or "") if node else ""

    def flag(self, name: str, *, default: bool) -> bool:
        self.kind(name, Flag)
        match self.nodes.get(name):
            case None:
                return default
            case Scalar(value=bool(value)):
                return value
            case node:
                self.reader.wrong(node, f'"{name}" must be true or false')
                return default

    def deprecated(self) -> Deprecation | None:
        kind = self.kind("deprecated", FlagOr)
        match self.nodes.get("deprecated"):
            case None | Scalar(value=False):
                return None
            case Scalar(value=True):
                return Deprecation()
            case Mapping() as node:
                said = self.reader.section(node, kind.section)
                since, use = said.text("since").strip(), said.text("use").strip()
                return Deprecation(since=since, use=use, doc=said.doc())
            case node:
                self.reader.wrong(node, f'"deprecated" must be {kind.says}')
                return None

    def amount(self, name: str) -> float | None:
        kind = self.kind(name, Amount)
        match self.nodes.get(name):
            case Scalar(value=bool()):
                pass
            case Scalar(value=int() | float() as value) if (
                value > 0 or not kind.is_positive
            ):
                return value
            case _:
                pass
        self._complain(name, kind)
        return None

    def length(self, name: str) -> int | None:
        kind = self.kind(name, Length)
        match self.nodes.get(name):
            case Scalar(value=bool()):
                pass
            case Scalar(value=int(value)) if 0 <= value <= (kind.most or value):
                return value
            case _:
                pass
        self._complain(name, kind)
        return None

    def _complain(self, name: str, kind: Kind) -> None:
        if node := self.nodes.get(name):
            self.reader.wrong(node, f'"{name}" must be {kind.says}')

    def items(self, name: str) -> Iterator[Node]:
        kind = self.kind(name, ListOf)
        match self.nodes.get(name):
            case None:
                return
            case Sequence(items=items):
                yield from items
            case node:
                self.reader.wrong(node, f'"{name}" must be {kind.says}')

    def texts(self, name: str) -> Iterator[tuple[str, Span]]:
        kind = self.kind(name, ListOf)
        assert isinstance(kind.item, Text)
        for item in self.items(name):
            text = self.reader.text(item, kind.item, f"an item of {name}")
            if text is not None:
                yield text, item.span

    def values(self, name: str) -> tuple[str, ...] | tuple[int, ...]:
        """Return the values of a list, which are of one type."""
        kind = self.kind(name, ListOf)
        texts: list[str] = []
        integers: list[int] = []
        match self.nodes.get(name):
            case None:
                pass
            case Sequence(items=items):
                for item in items:
                    match item:
                        case Scalar(value=str(text)) if not integers:
                            texts.append(text)
                        case Scalar(value=int(number)) if not (
                            texts or isinstance(number, bool)
                        ):
                            integers.append(number)
                        case _:
                            expected, hint = kind.item.says, ""
                            if texts:
                                expected, hint = "text", _quotes_hint(item)
                            elif integers:
                                expected = "an integer"
                            first = ", like the first" if texts or integers else ""
                            message = f'an item of "{name}" must be {expected}{first}'
                            self.reader.wrong(item, message, hint)
            case node:
                self.reader.wrong(node, f'"{name}" must be {kind.says}')
        return tuple(texts) or tuple(integers)

    def default(self) -> Node | None:
        node = self.nodes.get("default")
        if isinstance(node, Scalar) and node.value is None:
            return None  # as for every key that may be absent
        return node

    def references(self, name: str) -> tuple[Reference, ...]:
        return tuple(Reference(text, span) for text, span in self.texts(name))

    def is_list(self, name: str) -> bool:
        return isinstance(self.nodes.get(name), Sequence)

    def entries(self, name: str) -> Iterator[Entry]:
        kind = self.kind(name, MapOf)
        match self.nodes.get(name):
            case None:
                return
            case Mapping(entries=entries):
                for entry in entries:
                    pattern = kind.key.pattern
                    if pattern and not re.fullmatch(pattern, entry.key.text):
                        message = (
                            f"{quoted(entry.key.text)} is not {kind.key.says}: "
                            "ASCII letters and digits, the first a capital letter"
                        )
                        self.reader.error(entry.key.span, "bad-name", message)
                    else:
                        yield entry
            case node:
                self.reader.wrong(node, f'"{name}" must be {kind.says}')

    def pairs(self, name: str) -> Iterator[tuple[str, str, Span]]:
        kind = self.kind(name, MapOf).value
        assert isinstance(kind, Text)
        for entry in self.entries(name):
            text = self.reader.text(entry.value, kind, entry.key.text)
            if text is not None:
                yield entry.key.text, text, entry.key.span


class _Reader:
    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def error(self, span: Span, rule: str, message: str, hint: str = "") -> None:
        self.diagnostics.append(Diagnostic(span, rule, message, hint))

    def wrong(self, node: Node, message: str, hint: str = "") -> None:
        self.error(node.span, "wrong-kind", f"{message}, found {_found(node)}", hint)

    def section(self, node: Node, section: Section) -> _Values:
        """Return the values of a mapping, having complained about its keys."""
        values = _Values(self, section, node.span)
        if not isinstance(node, Mapping):
            self.wrong(node, f"{section.says} must be a mapping")
            return values
        known = _KINDS[section.name]
        for entry in node.entries:
            key = entry.key
            if key.text in known:
                values.nodes[key.text] = entry.value
            else:
                hint = _OTHER_KEYS.get(key.text, "") if section is FIELD else ""
                hint = hint or did_you_mean(key.text, known)
                if not hint and len(known) < 10:
                    hint = f"its keys are {', '.join(sorted(known))}"
                message = f"unknown key {quoted(key.text)} in {section.says}"
                self.error(key.span, "unknown-key", message, hint)
        for required in section.keys:
            if required.is_required and required.name not in values.nodes:
                message = f'{section.says} needs the key "{required.name}"'
                hint = f"{required.name}: {_sample(required.kind)}"
                self.error(node.span, "missing-key", message, f"add {hint}")
        return values

    def text(self, node: Node, kind: Text, name: str) -> str | None:
        """Return the text of a scalar, or None, having complained."""
        if isinstance(node, Scalar) and node.value is None and node.text:
            self.wrong(node, f'"{name}" must be {kind.says}', _in_quotes(node))
        elif not isinstance(node, Scalar) or node.value is None:
            self.wrong(node, f'"{name}" must be {kind.says}')
        elif not isinstance(node.value, str):
            self.wrong(node, f'"{name}" must be {kind.says}', _in_quotes(node))
        elif kind.choices and node.value not in kind.choices:
            known = " or ".join(quoted(choice) for choice in kind.choices)
            self.wrong(node, f'"{name}" must be {known}')
        elif kind.pattern and not re.fullmatch(kind.pattern, node.value):
            self.wrong(node, f'"{name}" must be {kind.says}')
        else:
            return node.value
        return None

    def package(self, node: Node) -> PackageSpec:
        values = self.section(node, PACKAGE)
        version = values.nodes.get("attrspec")
        expected = values.kind("attrspec", Number)
        if version is not None and (
            not isinstance(version, Scalar)
            or type(version.value) is not int  # true and 1.0 are 1 in Python alone
            or version.value != expected.value
        ):
            self.wrong(version, f'"attrspec" must be {expected.says}')
        return PackageSpec(
            name=values.text("package"),
            distribution=values.text("distribution"),
            version=values.text("version"),
            title=values.text("title"),
            doc=values.doc(),
            license=values.text("license"),
            is_frozen=values.flag("frozen", default=False),
            lints=tuple(
                LintSetting(rule, None if level == "off" else Level(level), span)
                for rule, level, span in values.pairs("lints")
            ),
            waivers=tuple(self.waiver(node) for node in values.items("waivers")),
            check_constraints=values.flag("check_constraints", default=False),
            span=values.span,
        )

    def waiver(self, node: Node) -> Waiver:
        values = self.section(node, WAIVER)
        return Waiver(
            rule=values.text("rule"),
            at=values.text("at"),
            reason=values.text("reason"),
            span=node.span,
        )

    def mixin(self, entry: Entry) -> MixinSpec:
        values = self.section(entry.value, MIXIN)
        values.doc()
        return MixinSpec(
            name=entry.key.text,
            fields=tuple(self.field(field) for field in values.entries("fields")),
            span=entry.key.span,
        )

    def object(self, entry: Entry) -> ObjectSpec:
        values = self.section(entry.value, OBJECT)
        extra = values.nodes.get("allow_extra")
        return ObjectSpec(
            name=entry.key.text,
            doc=values.doc(),
            deprecated=values.deprecated(),
            was=values.references("was"),
            constants=tuple(
                Constant(key, attribute_name(key) or "", text, span)
                for key, text, span in values.pairs("tag")
            ),
            mixins=values.references("mixins"),
            fields=tuple(self.field(field) for field in values.entries("fields")),
            allow_extra=self.extra_type(values),
            extra_span=extra.span if extra else entry.key.span,
            example=values.nodes.get("example"),
            span=entry.key.span,
        )

    def field(self, entry: Entry) -> FieldSpec:
        values = self.section(entry.value, FIELD)
        key = entry.key.text
        node = values.nodes.get("type")
        return FieldSpec(
            key=key,
            name=values.text("name") or attribute_name(key) or "",
            type=self.type(values),
            doc=values.doc(),
            is_optional=values.flag("optional", default=False),
            when=tuple((name, text) for name, text, _ in values.pairs("when")),
            unit=values.text("unit"),
            accept=tuple(text for text, _ in values.texts("accept")),
            default=values.default(),
            constraints=self.constraints(values),
            deprecated=values.deprecated(),
            was=values.references("was"),
            span=entry.key.span,
            type_span=node.span if node else entry.key.span,
        )

    def constraints(self, values: _Values) -> Constraints:
        names = [item.name for item in fields(Constraints)]
        spans = {n: values.nodes[n].span for n in names if n in values.nodes}
        if not spans:
            return NO_CONSTRAINTS
        return Constraints(
            min=values.amount("min"),
            max=values.amount("max"),
            multiple_of=values.amount("multiple_of"),
            min_length=values.length("min_length"),
            max_length=values.length("max_length"),
            pattern=values.text("pattern") or None,
            spans=spans,
        )

    def type(self, values: _Values) -> Type:
        node = values.nodes.get("type")
        if node is None:
            return UNREADABLE
        return self.type_expression(node, values.kind("type", Text), "type")

    def extra_type(self, values: _Values) -> Type | None:
        node = values.nodes.get("allow_extra")
        if node is None:
            return None
        return self.type_expression(
            node, values.kind("allow_extra", Text), "allow_extra"
        )

    def type_expression(self, node: Node, kind: Text, name: str) -> Type:
        text = self.text(node, kind, name)
        if isinstance(node, Scalar) and text is not None:
            try:
                return parse_type(node)
            except SpecError as error:
                self.diagnostics += error.diagnostics
        return UNREADABLE

    def union(self, entry: Entry) -> UnionSpec | ChoiceSpec | None:
        values = self.section(entry.value, UNION)
        doc, tag = values.doc(), values.text("tag")
        is_open = values.flag("open", default=True)
        if "tag" not in values.nodes:
            return self.choice(entry, values, doc)
        members = values.references("members")
        if not values.is_list("members"):
            return None
        return UnionSpec(
            name=entry.key.text,
            doc=doc,
            deprecated=values.deprecated(),
            was=values.references("was"),
            tag=tag,
            members=members,
            is_open=is_open,
            span=entry.key.span,
        )

    def choice(self, entry: Entry, values: _Values, doc: str) -> ChoiceSpec | None:
        if opened := values.nodes.get("open"):
            message = '"open" goes with "tag"'
            hint = "without a tag nothing tells that a member is unknown"
            self.error(opened.span, "bad-open", message, hint)
        kind = values.kind("members", ListOf)
        assert isinstance(kind.item, Text)
        match values.nodes.get("members"):
            case None:
                return None
            case Sequence(items=items):
                members = tuple(
                    Member(
                        type=self.type_expression(
                            item, kind.item, "an item of members"
                        ),
                        span=item.span,
                    )
                    for item in items
                )
                return ChoiceSpec(
                    name=entry.key.text,
                    doc=doc,
                    deprecated=values.deprecated(),
                    was=values.references("was"),
                    members=members,
                    span=entry.key.span,
                )
            case node:
                self.wrong(node, f'"members" must be {kind.says}')
                return None

    def enum(self, entry: Entry) -> EnumSpec | None:
        values = self.section(entry.value, ENUM)
        doc, is_open = values.doc(), values.flag("open", default=False)
        values_ = values.values("values")
        match values.nodes.get("values"):
            case Sequence(items=items) if values_ or not items:
                pass
            case _:
                return None  # that has been said
        return EnumSpec(
            name=entry.key.text,
            doc=doc,
            deprecated=values.deprecated(),
            was=values.references("was"),
            values=values_,
            is_open=is_open,
            span=entry.key.span,
        )


def _quotes_hint(node: Node) -> str:
    if isinstance(node, Scalar) and node.text and not isinstance(node.value, str):
        return _in_quotes(node)
    return ""


def _in_quotes(node: Scalar) -> str:
    return f'write it in quotes: "{node.text}"'


def _sample(kind: Kind) -> str:
    match kind:
        case Number(value=value):
            return str(value)
        case ListOf():
            return "[...]"
        case _:
            return "..."

"""Stage 2: nodes → Spec.

Reports every misspelt, missing or misplaced key, not only the first: what cannot be
read is left out of the result and everything else is read on. The keys and what may
stand under them come from `language`.
"""

from collections.abc import Iterable

from attrs import fields

from .diagnostics import Diagnostic, Level, SpecError
from .expressions import parse_type
from .kinds import (
    ListOf,
    Number,
    Text,
)
from .language import ALIAS, ENUM, FIELD, FILE, MIXIN, OBJECT, PACKAGE, UNION, WAIVER
from .names import attribute_name
from .source import Entry, Node, Scalar, Sequence
from .spec import (
    NO_CONSTRAINTS,
    UNREADABLE,
    AliasSpec,
    ChoiceSpec,
    Constant,
    Constraints,
    EnumSpec,
    FieldSpec,
    LintSetting,
    Member,
    MixinSpec,
    ObjectSpec,
    PackageSpec,
    Spec,
    Type,
    UnionSpec,
    Waiver,
)
from .values import SectionReader, Values

__all__ = ["read"]

_CONSTRAINTS = frozenset(item.name for item in fields(Constraints))


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
    aliases: list[AliasSpec] = []
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
        aliases += [reader.alias(entry) for entry in file.entries("aliases")]
    spec = Spec(
        package=package_spec,
        mixins=tuple(mixins),
        objects=tuple(objects),
        unions=tuple(unions),
        choices=tuple(choices),
        enums=tuple(enums),
        aliases=tuple(aliases),
        broken=frozenset(broken),
    )
    return spec, reader.diagnostics


class _Reader(SectionReader):
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
        name = values.nodes.get("package")
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
            span=values.span if name is None else name.span,
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

    def constraints(self, values: Values) -> Constraints:
        nodes = values.nodes
        if _CONSTRAINTS.isdisjoint(nodes):
            return NO_CONSTRAINTS
        return Constraints(
            min=values.amount("min"),
            max=values.amount("max"),
            multiple_of=values.amount("multiple_of"),
            min_length=values.length("min_length"),
            max_length=values.length("max_length"),
            pattern=values.text("pattern") or None,
            spans={name: nodes[name].span for name in nodes if name in _CONSTRAINTS},
        )

    def type(self, values: Values) -> Type:
        node = values.nodes.get("type")
        if node is None:
            return UNREADABLE
        return self.type_expression(node, values.kind("type", Text), "type")

    def extra_type(self, values: Values) -> Type | None:
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

    def choice(self, entry: Entry, values: Values, doc: str) -> ChoiceSpec | None:
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

    def alias(self, entry: Entry) -> AliasSpec:
        values = self.section(entry.value, ALIAS)
        node = values.nodes.get("type")
        return AliasSpec(
            name=entry.key.text,
            doc=values.doc(),
            type=self.type(values),
            deprecated=values.deprecated(),
            was=values.references("was"),
            span=entry.key.span,
            type_span=node.span if node else entry.key.span,
        )

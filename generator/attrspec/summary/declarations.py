"""What modules of models declare: their text as values that can be compared.

A generated module is the record of what an earlier spec said. It is read as Python and
never run; anyone may have edited it, so what is in it is not taken for granted.
"""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from attrs import frozen

__all__ = [
    "Attribute",
    "Declaration",
    "Declarations",
    "DeclaredAlias",
    "DeclaredEnum",
    "DeclaredObject",
    "DeclaredUnion",
    "blocks",
    "declarations",
    "spellings",
]


@frozen
class Attribute:
    """A field of a class, or a constant."""

    name: str
    type: str
    """Its annotation without `None`, in which names are what they were imported as."""

    is_nullable: bool
    default: str | None
    """What it is set to, as Python spells it; None where it has to be given."""

    is_constant: bool
    doc: str


@frozen
class DeclaredObject:
    """A class."""

    name: str
    path: str
    """The module that it is in."""

    doc: str
    decorator: str
    base: str
    attributes: Mapping[str, Attribute]
    """By name, in the order of the source."""

    other: tuple[str, ...]
    """What else is in its body."""


@frozen
class DeclaredEnum:
    """A name for texts."""

    name: str
    path: str
    doc: str
    items: tuple[str, ...]
    """Its values."""

    is_open: bool


@frozen
class DeclaredUnion:
    """A name for types."""

    name: str
    path: str
    doc: str
    items: tuple[str, ...]
    """Its members."""

    is_open: bool


@frozen
class DeclaredAlias:
    """A name for one type."""

    name: str
    path: str
    doc: str
    type: str


Declaration: TypeAlias = DeclaredObject | DeclaredEnum | DeclaredUnion | DeclaredAlias


@frozen
class Declarations:
    """What the modules of a package declare."""

    types: Mapping[str, Declaration]
    """By name, in the order of the source, of one module after the other."""

    imports: Mapping[str, Mapping[str, str]]
    """By path: what each imported name stands for."""

    other: Mapping[str, tuple[str, ...]]
    """By path: what else is in a module, apart from `__all__`."""

    unreadable: Mapping[str, int | None]
    """By path: the line on which a module cannot be read, if that is known."""


def declarations(texts: Mapping[str, str]) -> Declarations:
    """Return what modules declare.

    Args:
        texts: Their texts by path.
    """
    types: dict[str, Declaration] = {}
    imports: dict[str, Mapping[str, str]] = {}
    other: dict[str, tuple[str, ...]] = {}
    unreadable: dict[str, int | None] = {}
    for path, text in sorted(texts.items()):
        try:
            module = _read(path, text)
        except SyntaxError as error:
            unreadable[path] = error.lineno
        except (ValueError, RecursionError, MemoryError):  # no text, or far too deep
            unreadable[path] = None
        else:
            # As in Python, the last one of a name is the one that counts.
            twice = [repr(types.pop(name)) for name in module.types if name in types]
            types |= module.types
            imports[path], other[path] = module.imports, (*module.other, *twice)
    return Declarations(types, imports, other, unreadable)


def spellings(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return how types are written, apart from their layout and documentation.

    Args:
        texts: Texts by path, of modules that can be read.
    """
    spelt: dict[str, str] = {}
    for text in texts.values():
        for statement in _parsed(text):
            match statement:
                case ast.ClassDef(name=name, body=body):
                    code = [part for part in body if _text(part) is None]
                    head = [*statement.decorator_list, *statement.bases]
                    parts = [*head, *statement.keywords, *code]
                    spelt[name] = "\n".join(map(_code, parts))
                case ast.AnnAssign(target=ast.Name(id=name)):
                    spelt[name] = _code(statement)
                case _:
                    pass
    return spelt


_Part: TypeAlias = ast.AST | list[ast.AST | str | None] | str | int | None


def _code(node: ast.AST) -> str:
    """Return a text that no other code has, as `ast.dump` does.

    That one is slow, and gives up on long unions.
    """
    said: list[str] = []
    waiting: list[_Part] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.AST):
            said.append(type(part).__name__)
            waiting += [getattr(part, name, None) for name in part._fields]
        elif isinstance(part, list):
            said.append(f"[{len(part)}]")
            waiting += part
        else:
            said.append(repr(part))
    return " ".join(said)


# From text to statements

_BLANK = re.compile(r"\n\n\n(?=[@A-Za-z_])")


def blocks(text: str) -> list[str]:
    """Return the parts of a module between blank lines, which hold whole statements.

    That is, unless a text in quotes has such lines; then some part is no Python.
    """
    return _BLANK.split(text.rstrip("\n"))


def _read(path: str, text: str) -> "_Module":
    try:
        module = _Module(path)
        for block in blocks(text):  # in small, since large trees are slow to make
            module.add(_parsed(block))
    except SyntaxError:
        module = _Module(path)
        module.add(_parsed(text))
    return module


def _parsed(text: str) -> list[ast.stmt]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd escapes in texts
        return ast.parse(text.removeprefix("\ufeff")).body


def _doc(body: list[ast.stmt]) -> str | None:
    """Return the documentation of a module or a class."""
    return _text(body[0]) if body else None


def _text(statement: ast.stmt | None) -> str | None:
    """Return the text of a statement that is nothing else."""
    value = _value(statement.value) if isinstance(statement, ast.Expr) else None
    return value if isinstance(value, str) else None


def _with_docs(statements: Iterable[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Yield statements, and with annotated names the text that follows them."""
    is_doc = False
    for statement, following in pairwise([*statements, None]):
        if is_doc or statement is None:
            is_doc = False
            continue
        text = _text(following) if isinstance(statement, ast.AnnAssign) else None
        is_doc = text is not None
        yield statement, text or ""


def _imported(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield names with what they stand for.

    What is from the package itself stands for its own name, whatever module has it.
    """
    for statement in statements:
        match statement:
            case ast.Import(names=aliases):
                for alias in aliases:
                    yield alias.asname or alias.name, alias.name
            case ast.ImportFrom(module=module, names=aliases, level=level):
                is_plain = level > 0 or module == "builtins"
                for alias in aliases:
                    full = alias.name if is_plain else f"{module}.{alias.name}"
                    yield alias.asname or alias.name, full
            case ast.If(body=body) if _is_silent(statement):
                yield from _imported(body)
            case _:
                pass


def _is_silent(statement: ast.stmt) -> bool:
    """Return whether a statement only says which names come and go, or is a text."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.If(body=body, orelse=[]):  # what type checkers alone import
            return all(map(_is_silent, body))
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case _:
            return _text(statement) is not None


# From statements to declarations


class _Module:
    """A module while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.imports: dict[str, str] = {}
        self.types: dict[str, Declaration] = {}
        self.other: list[str] = []

    def add(self, statements: list[ast.stmt]) -> None:
        """Add what some statements of the module say."""
        for statement, doc in _with_docs(statements):
            self.imports |= _imported([statement])
            found = self.declaration(statement, doc)
            if found is not None:
                if found.name in self.types:
                    self.other.append(repr(self.types.pop(found.name)))
                self.types[found.name] = found
            elif not _is_silent(statement):
                self.other.append(_code(statement))

    def declaration(self, statement: ast.stmt, doc: str) -> Declaration | None:
        """Return the type that a statement declares, if it does."""
        match statement:
            case ast.ClassDef():
                return self.object(statement)
            case ast.AnnAssign(
                target=ast.Name(id=name),
                annotation=annotation,
                value=ast.expr() as value,
            ) if self.spelt(annotation) == "typing.TypeAlias":
                members = tuple(_flat(value))
                texts = self.texts(members)
                if texts is not None:
                    is_open = len(members) == 2
                    return DeclaredEnum(name, self.path, doc, texts, is_open)
                items = tuple(map(self.spelt, members))
                known = tuple(item for item in items if item != "Unknown")
                if len(items) == 1:
                    return DeclaredAlias(name, self.path, doc, items[0])
                return DeclaredUnion(name, self.path, doc, known, known != items)
            case _:
                return None

    def texts(self, members: tuple[ast.expr, ...]) -> tuple[str, ...] | None:
        """Return the values of what is written as an enum is."""
        match members:
            case (ast.Subscript() as literal,) | (
                ast.Subscript() as literal,
                ast.Name(id="str"),
            ) if self.spelt(literal.value) == "typing.Literal":
                values = map(_value, _items(literal))
                texts = tuple(value for value in values if isinstance(value, str))
                return texts if len(texts) == len(_items(literal)) else None
            case _:
                return None

    def object(self, node: ast.ClassDef) -> DeclaredObject:
        """Return the class that a statement defines."""
        attributes: dict[str, Attribute] = {}
        other: list[str] = []
        doc = _doc(node.body)
        for statement, text in _with_docs(node.body[doc is not None :]):
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name)) if name not in attributes:
                    attributes[name] = self.attribute(name, statement, text)
                case _ if _text(statement) is None:
                    other.append(_code(statement))
                case _:
                    pass
        base = ", ".join(map(_unparsed, [*node.bases, *node.keywords]))
        decorator = ", ".join(f"@{_unparsed(item)}" for item in node.decorator_list)
        return DeclaredObject(
            name=node.name,
            path=self.path,
            doc=doc or "",
            decorator=decorator,
            base=base,
            attributes=attributes,
            other=tuple(other),
        )

    def attribute(self, name: str, node: ast.AnnAssign, doc: str) -> Attribute:
        """Return what an annotated name in a class is."""
        members = [self.spelt(member) for member in _flat(node.annotation)]
        known = [member for member in members if member != "None"]
        return Attribute(
            name=name,
            type=" | ".join(known) or "None",
            is_nullable=0 < len(known) < len(members),
            default=None if node.value is None else _unparsed(node.value),
            is_constant=any(item.startswith("typing.ClassVar") for item in known),
            doc=doc,
        )

    def spelt(self, node: ast.expr) -> str:
        """Return a type in full."""
        match node:
            case ast.Name(id=name):
                return self.imports.get(name, name)
            case ast.Attribute(value=value, attr=name):
                return f"{self.spelt(value)}.{name}"
            case ast.Subscript(value=value):
                root = self.spelt(value)
                inner = _unparsed if root == "typing.Literal" else self.spelt
                return f"{root}[{', '.join(map(inner, _items(node)))}]"
            case ast.BinOp(op=ast.BitOr()) | ast.Constant(value=str()):
                return " | ".join(map(self.spelt, _flat(node)))
            case _:
                return _unparsed(node)


def _flat(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the members of a union, which may be long, and stand in quotes."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                waiting += [right, left]
            case ast.Constant(value=str(text)) as quoted:
                try:
                    waiting.append(ast.parse(text, mode="eval").body)
                except (SyntaxError, ValueError):
                    yield ast.Name(id=repr(quoted.value))
            case member:
                yield member


def _items(node: ast.Subscript) -> list[ast.expr]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def _value(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _unparsed(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=str() | None as value):
            return repr(value)  # what most of them are, and ast.unparse takes its time
        case _:
            return ast.unparse(node)

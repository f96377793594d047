"""Mutants: the generated package with the text of a few nodes of a tree replaced."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

__all__ = ["GENERATED", "PACKAGE", "Edit", "Edits", "Mutant", "Mutation", "mutants"]

GENERATED = Path(__file__).parents[1] / "generated"
PACKAGE = "openai_usage_models"


@frozen
class Edit:
    """A new text for what stands from one node of a syntax tree to another."""

    first: ast.expr | ast.stmt | ast.keyword
    last: ast.expr | ast.stmt | ast.keyword
    text: str

    @classmethod
    def of(cls, node: ast.expr | ast.stmt | ast.keyword, text: str) -> "Edit":
        """Return the edit of one node."""
        return cls(node, node, text)


Edits: TypeAlias = Sequence[Edit]
Mutation: TypeAlias = Callable[[ast.stmt], Iterable[Edits]]


@frozen
class Mutant:
    """A package with one thing wrong."""

    kind: str
    owner: str
    """The class or union whose behaviour changes."""

    module: str
    place: str
    """The line, and what was done to it."""

    source: str
    """The whole module."""

    def __str__(self) -> str:
        return f"{self.module}:{self.place} [{self.kind}, {self.owner}]"


def mutants(module: str, mutations: Mapping[str, Mutation]) -> Iterator[Mutant]:
    """Yield the mutants of a module, by the names of mutations."""
    text = (GENERATED / PACKAGE / module).read_text(encoding="utf-8")
    for statement in ast.parse(text).body:
        for kind, mutation in mutations.items():
            for edits in mutation(statement):
                source = _edited(text, edits)
                yield Mutant(
                    kind, _owner(statement), module, _place(text, edits), source
                )


def _edited(text: str, edits: Edits) -> str:
    for edit in sorted(edits, key=lambda edit: _start(text, edit), reverse=True):
        start, end = _start(text, edit), _end(text, edit)
        text = text[:start] + edit.text + text[end:]
    return text


def _start(text: str, edit: Edit) -> int:
    return _offset(text, edit.first.lineno, edit.first.col_offset)


def _end(text: str, edit: Edit) -> int:
    return _offset(text, edit.last.end_lineno or 0, edit.last.end_col_offset or 0)


def _offset(text: str, line: int, column: int) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + column  # the columns of ASCII text


def _place(text: str, edits: Edits) -> str:
    spans = [(_start(text, edit), _end(text, edit)) for edit in edits]
    olds = [" ".join(text[start:end].split()) for start, end in spans]
    news = [edit.text for edit in edits]
    changes = [f"{old} -> {new}" for old, new in zip(olds, news, strict=True)]
    return f"{edits[0].first.lineno}: {'; '.join(changes)}"


def _owner(statement: ast.stmt) -> str:
    """Return the class or union that a statement is about; nothing if it is many."""
    match statement:
        case ast.ClassDef(name=name):
            return name
        case ast.FunctionDef(name=name, returns=ast.Name(id=owner)) if name.startswith(
            ("_read_", "_examine_")
        ):
            return owner
        case ast.FunctionDef(
            args=ast.arguments(args=[ast.arg(annotation=ast.Name(id=owner))])
        ):
            return owner
        case (
            ast.Assign(
                value=ast.Call(
                    func=ast.Name(id="RecordCodec"), args=[ast.Name(id=owner)]
                )
            )
            | ast.AnnAssign(
                value=ast.Call(
                    func=ast.Name(id="UnionCodec"),
                    args=[ast.Constant(value=str(owner))],
                )
            )
        ):
            return owner
        case _:
            return ""

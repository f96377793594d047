"""The generated tests bite: with one thing wrong in the package, one of them fails.

A mutant is the package with the text of a few nodes of a syntax tree replaced. Mutants
that behave like the original, or otherwise only where no test can guess, are not made:

* In a reader, `payload["x"]` is never renamed to a key that no payload has, two keys
  that are checked or read differently are never swapped, a constant is never changed,
  `is None` is never taken from `x is None or ...`, and `len(payload)` is never compared
  with another number. Each of these makes the fast path pass by the usual payload, so
  that `read_carefully` reads it with the same result, or lets `keep` look for what is
  not there: that is slower, and benchmarks are there to see it.
* Annotations and aliases of types in `models.py` are not touched: they do nothing at
  run time, and the type checkers hold them against the converters.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, repeat
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from attrspec.names import function_name

GENERATED = Path(__file__).parents[1] / "generated"
PACKAGE = "openai_usage_models"

SAMPLE_SIZE = 42
WORKERS = 2

CONFTEST = """\
from pathlib import Path

from hypothesis import Phase, settings

import openai_usage_models

# Mutants must not be looked for in another copy of the package.
assert Path(__file__).parents[1] in Path(openai_usage_models.__file__).parents

settings.register_profile(
    "quick",
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("quick")
"""


# Making mutants


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
            "_read_"
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


# Mutations of models.py


def _attributes(statement: ast.stmt) -> Iterator[ast.AnnAssign]:
    if isinstance(statement, ast.ClassDef):
        for part in statement.body:
            if isinstance(part, ast.AnnAssign):
                yield part


def _is_constant(attribute: ast.AnnAssign) -> bool:
    return "ClassVar" in ast.unparse(attribute.annotation)


def _change_class_constant(statement: ast.stmt) -> Iterator[Edits]:
    for attribute in _attributes(statement):
        if _is_constant(attribute) and attribute.value is not None:
            yield [Edit.of(attribute.value, '"changed"')]


def _change_default(statement: ast.stmt) -> Iterator[Edits]:
    for attribute in _attributes(statement):
        if not _is_constant(attribute) and attribute.value is not None:
            yield [Edit.of(attribute.value, "0")]


def _drop_default(statement: ast.stmt) -> Iterator[Edits]:
    for attribute in _attributes(statement):
        if not _is_constant(attribute) and attribute.value is not None:
            yield [Edit.of(attribute, ast.unparse(attribute).partition(" = ")[0])]


def _add_default(statement: ast.stmt) -> Iterator[Edits]:
    for attribute in _attributes(statement):
        if attribute.value is None:
            yield [Edit.of(attribute, f"{ast.unparse(attribute)} = None")]


def _change_decorator(statement: ast.stmt) -> Iterator[Edits]:
    if isinstance(statement, ast.ClassDef):
        yield [Edit.of(statement.decorator_list[0], "define(kw_only=True)")]


# Mutations of readers


def _conditions(statement: ast.stmt) -> list[ast.expr]:
    """Return what the fast path of a reader asks of a payload."""
    match statement:
        case ast.FunctionDef(
            body=[ast.Try(body=[ast.If(test=ast.BoolOp(values=values))]), *_]
        ):
            return values
        case _:
            return []


def _stores(statement: ast.stmt) -> dict[str, ast.Assign]:
    """Return what the fast path of a reader stores, by attribute."""
    match statement:
        case ast.FunctionDef(body=[ast.Try(body=[ast.If(body=[*parts])]), *_]):
            return {
                part.targets[0].attr: part
                for part in parts
                if isinstance(part, ast.Assign)
                and isinstance(part.targets[0], ast.Attribute)
            }
        case _:
            return {}


def _optional(statement: ast.stmt) -> Iterator[tuple[ast.Assign, ast.If]]:
    """Yield how a reader takes each key that may be absent, and what it asks of it."""
    match statement:
        case ast.FunctionDef(body=[ast.Try(body=[ast.If(body=[*parts])]), *_]):
            for taken, asked in pairwise(parts):
                match taken, asked:
                    case ast.Assign(targets=[ast.Name()]), ast.If(body=[_, _]):
                        yield taken, asked
                    case _:
                        pass
        case _:
            pass


def _taken(statement: ast.stmt) -> dict[str, list[ast.expr]]:
    """Return where a reader takes fields out of a payload, by what it does with them.

    Keys of which it does the same are told apart by nothing but their names.
    """
    stored = [store.value for store in _stores(statement).values()]
    groups: defaultdict[str, list[ast.expr]] = defaultdict(list)
    for part in [*_conditions(statement), *stored]:
        match _subscript(part):
            case ast.Constant(value=str(key)) as node:
                nodes = list(ast.walk(part))
                locals_ = [n.target.id for n in nodes if isinstance(n, ast.NamedExpr)]
                local = locals_[0] if locals_ else key
                uses = [value for value in stored if local in _names(value)]
                does = " ".join(map(ast.unparse, [part, *uses]))
                groups[re.sub(rf"\b({local}|{key})\b", "_", does)].append(node)
            case _:
                pass
    for taken, asked in _optional(statement):
        match taken:
            case ast.Assign(
                targets=[ast.Name(id=local)],
                value=ast.Call(args=[ast.Constant(value=str(key)) as node, _]),
            ):
                uses = [value for value in stored if local in _names(value)]
                does = " ".join(map(ast.unparse, [taken, asked, *uses]))
                groups[re.sub(rf"\b({local}|{key})\b", "_", does)].append(node)
            case _:
                pass
    return groups


def _subscript(part: ast.expr) -> ast.expr | None:
    """Return the key that an expression takes out of a payload."""
    for node in ast.walk(part):
        match node:
            case ast.Subscript(value=ast.Name(id="payload"), slice=key):
                return key
            case _:
                pass
    return None


def _names(part: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}


def _swapped(first: ast.expr, second: ast.expr) -> Edits:
    return [
        Edit.of(first, ast.unparse(second)),
        Edit.of(second, ast.unparse(first)),
    ]


def _swap_read_keys(statement: ast.stmt) -> Iterator[Edits]:
    for keys in _taken(statement).values():
        for first, second in pairwise(keys):
            yield _swapped(first, second)


def _read_other_key(statement: ast.stmt) -> Iterator[Edits]:
    for keys in _taken(statement).values():
        for first, second in pairwise(keys):
            yield [Edit.of(first, ast.unparse(second))]


def _drop_store(statement: ast.stmt) -> Iterator[Edits]:
    for store in _stores(statement).values():
        yield [Edit.of(store, "pass")]


def _swap_stored_locals(statement: ast.stmt) -> Iterator[Edits]:
    values = [store.value for store in _stores(statement).values()]
    names = [v for v in values if isinstance(v, ast.Name) and v.id != "EMPTY"]
    for first, second in pairwise(names):
        yield _swapped(first, second)


def _loosen_check(statement: ast.stmt) -> Iterator[Edits]:
    for condition in _conditions(statement):
        match condition:
            case (
                ast.Compare(left=ast.Call(func=ast.Name(id="type"), args=[ast.Name()]))
                | ast.Compare(left=ast.Subscript())
            ):
                yield [Edit.of(condition, "True")]
            case (
                ast.Compare(
                    left=ast.Call(
                        func=ast.Name(id="type"), args=[ast.NamedExpr() as taken]
                    )
                )
                | ast.Compare(left=ast.NamedExpr() as taken, ops=[ast.IsNot()])
            ):
                # A tuple of one is true, and the local has its value.
                loose = ast.unparse(ast.Tuple([taken], ast.Load()))
                yield [Edit.of(condition, loose)]
            case ast.BoolOp(values=[_, check]):
                yield [Edit.of(check, "True")]
            case _:
                pass


def _take_unusual(statement: ast.stmt) -> Iterator[Edits]:
    for _, asked in _optional(statement):
        yield [Edit.of(asked.test, "False")]


def _forget_absence(statement: ast.stmt) -> Iterator[Edits]:
    for _, asked in _optional(statement):
        yield [Edit.of(asked.body[0], "pass")]


def _keep_absent(statement: ast.stmt) -> Iterator[Edits]:
    for _, asked in _optional(statement):
        yield [Edit.of(asked.body[1], "pass")]


def _forget_more(statement: ast.stmt) -> Iterator[Edits]:
    match statement:
        case ast.FunctionDef(
            body=[ast.Try(body=[ast.If(body=[*_, ast.If() as more, ast.Return()])]), *_]
        ):
            yield [Edit.of(more.test, "False")]
            if isinstance(more.test, ast.BoolOp):
                yield from ([Edit.of(part, "False")] for part in more.test.values)
        case _:
            pass


def _let_exception_through(statement: ast.stmt) -> Iterator[Edits]:
    match statement:
        case ast.FunctionDef(
            body=[ast.Try(handlers=[ast.ExceptHandler(type=ast.expr() as caught)]), *_]
        ):
            yield [Edit.of(caught, "ZeroDivisionError")]
        case _:
            pass


def _skip_conversion(statement: ast.stmt) -> Iterator[Edits]:
    written = [value for _, value in _entries(statement)]
    stored = [store.value for store in _stores(statement).values()]
    for value in [*written, *stored]:
        match value:
            case ast.Call(args=[only]):
                yield [Edit.of(value, ast.unparse(only))]
            case ast.ListComp(elt=ast.Call(args=[only]) as element):
                yield [Edit.of(element, ast.unparse(only))]
            case _:
                pass


# Mutations of writers


def _written(statement: ast.stmt) -> ast.Dict | None:
    """Return what a writer always writes."""
    match statement:
        case ast.FunctionDef(body=[ast.AnnAssign(value=ast.Dict() as written), *_]):
            return written
        case _:
            return None


def _guarded(statement: ast.stmt) -> Iterator[tuple[ast.If, ast.Assign]]:
    """Yield what a writer writes unless it is None."""
    if _written(statement) and isinstance(statement, ast.FunctionDef):
        for part in statement.body:
            match part:
                case ast.If(body=[ast.Assign() as assignment]):
                    yield part, assignment
                case _:
                    pass


def _entries(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the keys that a writer writes, and what it writes under them."""
    always = _written(statement) or ast.Dict([], [])
    for key, value in zip(always.keys, always.values, strict=True):
        if key is not None:
            yield key, value
    for _, assignment in _guarded(statement):
        match assignment.targets:
            case [ast.Subscript(slice=key)]:
                yield key, assignment.value
            case _:
                pass


def _swap_written_keys(statement: ast.stmt) -> Iterator[Edits]:
    for (first, _), (second, _) in pairwise(_entries(statement)):
        yield _swapped(first, second)


def _rename_written_key(statement: ast.stmt) -> Iterator[Edits]:
    for key, _ in _entries(statement):
        yield [Edit.of(key, '"renamed"')]


def _drop_written(statement: ast.stmt) -> Iterator[Edits]:
    always = _written(statement) or ast.Dict([], [])
    for key, value in zip(always.keys, always.values, strict=True):
        if key is not None:
            yield [Edit(key, value, "**{}")]
    for guard, _ in _guarded(statement):
        yield [Edit.of(guard, "pass")]


def _drop_guard(statement: ast.stmt) -> Iterator[Edits]:
    for guard, _ in _guarded(statement):
        match guard.test:
            case ast.Compare(left=ast.NamedExpr() as taken):
                # A tuple of one is true, and the local has its value.
                loose = ast.unparse(ast.Tuple([taken], ast.Load()))
                yield [Edit.of(guard.test, loose)]
            case _:
                pass


def _write_other_constant(statement: ast.stmt) -> Iterator[Edits]:
    for _, value in _entries(statement):
        if isinstance(value, ast.Constant):
            yield [Edit.of(value, '"changed"')]


def _drop_completion(statement: ast.stmt) -> Iterator[Edits]:
    if _written(statement) and isinstance(statement, ast.FunctionDef):
        yield [Edit.of(statement.body[-1], "return payload")]


# Mutations of tables

OTHER_CODECS = {
    "INTEGER": ("NUMBER", "STRING"),
    "NUMBER": ("INTEGER", "STRING"),
    "STRING": ("BOOLEAN", "INTEGER"),
    "BOOLEAN": ("INTEGER", "STRING"),
}


def _codec(statement: ast.stmt, name: str) -> dict[str, ast.expr]:
    """Return the arguments of a codec that a statement makes."""
    match statement:
        case (
            ast.Assign(value=ast.Call(func=ast.Name(id=made)) as call)
            | ast.AnnAssign(value=ast.Call(func=ast.Name(id=made)) as call)
        ) if made == name:
            return {word.arg: word.value for word in call.keywords if word.arg}
        case _:
            return {}


def _keys(statement: ast.stmt) -> list[ast.Call]:
    """Return the keys of a record, as its table has them."""
    match _codec(statement, "RecordCodec").get("keys"):
        case ast.List(elts=parts):
            return [part for part in parts if isinstance(part, ast.Call)]
        case _:
            return []


def _swap_table_keys(statement: ast.stmt) -> Iterator[Edits]:
    for first, second in pairwise(_keys(statement)):
        yield _swapped(first.args[0], second.args[0])


def _rename_table_key(statement: ast.stmt) -> Iterator[Edits]:
    for key in _keys(statement):
        yield [Edit.of(key.args[0], '"renamed"')]


def _change_table_name(statement: ast.stmt) -> Iterator[Edits]:
    for first, second in pairwise(_keys(statement)):
        yield [Edit.of(first.args[1], ast.unparse(second.args[1]))]


def _drop_table_key(statement: ast.stmt) -> Iterator[Edits]:
    for key in _keys(statement):
        yield [Edit.of(key, "*()")]


def _flip(word: str) -> Mutation:
    """Return the mutation that makes a key required or not, nullable or not."""

    def flip(statement: ast.stmt) -> Iterator[Edits]:
        for key in _keys(statement):
            given = {part.arg: part for part in key.keywords}
            if word in given:
                yield [Edit.of(given[word], "**{}")]
            else:
                changed = f"{ast.unparse(key)[:-1]}, {word}={word == 'nullable'})"
                yield [Edit.of(key, changed)]

    return flip


def _change_codec(statement: ast.stmt) -> Iterator[Edits]:
    for key in _keys(statement):
        codec = key.args[2]
        name = ast.unparse(codec)
        others: tuple[str, ...] = OTHER_CODECS.get(name, ("STRING", "INTEGER"))
        if isinstance(codec, ast.Call):  # such as AcceptText(NUMBER), ListCodec(_X)
            others = (*others, ast.unparse(codec.args[0]))
        for other in others:
            yield [Edit.of(codec, other)]
    match statement:
        case ast.Assign(
            value=ast.Call(func=ast.Name(id="Nullable" | "ListCodec"), args=[inner])
        ):
            yield [Edit.of(statement.value, ast.unparse(inner))]
            yield [Edit.of(inner, "BOOLEAN")]
        case _:
            pass


def _change_table_constant(statement: ast.stmt) -> Iterator[Edits]:
    match _codec(statement, "RecordCodec").get("constants"):
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield [Edit.of(value, '"changed"')]
                if key is not None:
                    yield [Edit(key, value, "**{}")]
        case _:
            pass


def _drop_member(statement: ast.stmt) -> Iterator[Edits]:
    match _codec(statement, "UnionCodec").get("members"):
        case ast.List(elts=members):
            for member in members:
                yield [Edit.of(member, "*()")]
        case _:
            pass


def _change_union(statement: ast.stmt) -> Iterator[Edits]:
    words = _codec(statement, "UnionCodec")
    if words:
        is_open = ast.unparse(words["is_open"]) == "True"
        yield [Edit.of(words["is_open"], str(not is_open))]


def _drop_type(statement: ast.stmt) -> Iterator[Edits]:
    match statement:
        case ast.Assign(
            value=ast.Call(
                func=ast.Name(id="Types"), args=[ast.Dict(keys=keys, values=values)]
            )
        ):
            for key, value in zip(keys, values, strict=True):
                if key is not None:
                    yield [Edit(key, value, "**{}")]
        case _:
            pass


MODEL_MUTATIONS: dict[str, Mutation] = {
    "change a constant of a class": _change_class_constant,
    "change a default": _change_default,
    "drop a default": _drop_default,
    "add a default": _add_default,
    "change the decorator": _change_decorator,
}
CONVERTER_MUTATIONS: dict[str, Mutation] = {
    "swap keys in a reader": _swap_read_keys,
    "read another key": _read_other_key,
    "drop a store": _drop_store,
    "swap stored locals": _swap_stored_locals,
    "loosen a check": _loosen_check,
    "take an unusual value": _take_unusual,
    "forget that a key is absent": _forget_absence,
    "keep the sign of an absent key": _keep_absent,
    "forget what there is more": _forget_more,
    "let an exception through": _let_exception_through,
    "skip a conversion": _skip_conversion,
    "swap keys in a writer": _swap_written_keys,
    "rename a key in a writer": _rename_written_key,
    "drop a line of a writer": _drop_written,
    "write what is None": _drop_guard,
    "write another constant": _write_other_constant,
    "forget what is kept besides": _drop_completion,
    "swap keys in a table": _swap_table_keys,
    "rename a key in a table": _rename_table_key,
    "change an attribute in a table": _change_table_name,
    "drop a key of a table": _drop_table_key,
    "flip required": _flip("required"),
    "flip nullable": _flip("nullable"),
    "change a codec": _change_codec,
    "change a constant in a table": _change_table_constant,
    "drop a member of a union": _drop_member,
    "flip whether a union is open": _change_union,
    "drop a type": _drop_type,
}


# Running tests


def _all_mutants() -> list[Mutant]:
    return [
        *mutants("models.py", MODEL_MUTATIONS),
        *mutants("converters.py", CONVERTER_MUTATIONS),
    ]


def _sample(every: Sequence[Mutant]) -> list[Mutant]:
    """Return a mutant of each kind or more, from here and there in the package."""
    kinds: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in every:
        kinds[mutant.kind].append(mutant)
    groups = [
        [group[(number * 7 + len(group) * turn // 3) % len(group)] for turn in range(3)]
        for number, group in enumerate(kinds.values())
    ]
    turns = [mutant for turn in zip(*groups, strict=True) for mutant in turn]
    return list({str(mutant): mutant for mutant in turns}.values())[:SAMPLE_SIZE]


def _tests_of(owner: str) -> list[str]:
    """Return the test files that concern a class or union: its own, and containers'."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    text = (GENERATED / PACKAGE / "models.py").read_text(encoding="utf-8")
    for statement in ast.parse(text).body:
        match statement:
            case ast.ClassDef(name=name, body=body):
                parts: list[ast.AST] = [*body]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                parts = [value]
            case _:
                continue
        for node in (node for part in parts for node in ast.walk(part)):
            if isinstance(node, ast.Name):
                users[node.id].append(name)
    found = [owner]
    for name in found:
        found += [user for user in dict.fromkeys(users[name]) if user not in found]
    folder = GENERATED / "tests"
    files = [f"test_{function_name(name)}.py" for name in found]
    return [name for name in files if (folder / name).is_file()] or ["."]


def _run_tests(folder: Path, names: Sequence[str]) -> int:
    """Run generated tests and return pytest's exit code."""
    options = ("-x", "-q", "-p", "no:cacheprovider", "--import-mode=importlib")
    command = (sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", *names)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command,
        cwd=folder / "tests",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1, 2}, done.stdout + done.stderr
    return done.returncode


def _survives(mutant: Mutant, original: Path, folder: Path) -> bool:
    """Return whether all generated tests that concern a mutant pass."""
    compile(mutant.source, mutant.module, "exec")
    shutil.copytree(original, folder)
    (folder / PACKAGE / mutant.module).write_text(mutant.source, encoding="utf-8")
    code = _run_tests(folder, _tests_of(mutant.owner))
    shutil.rmtree(folder)
    return code == 0


def test_generated_tests_bite(tmp_path: Path) -> None:
    """Generated tests pass, and with one thing wrong in the package one of them fails.

    With the environment variable ATTRSPEC_ALL_MUTANTS it is every mutant, not a sample.
    """
    original = tmp_path / "original"
    shutil.copytree(GENERATED, original)
    (original / "tests" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    every = _all_mutants()
    tried = every if os.environ.get("ATTRSPEC_ALL_MUTANTS") else _sample(every)
    folders = [tmp_path / f"mutant-{number}" for number in range(len(tried))]

    assert 0 == _run_tests(original, ["."])
    assert {*MODEL_MUTATIONS, *CONVERTER_MUTATIONS} == {m.kind for m in tried}

    with ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(_survives, tried, repeat(original), folders)
        survivors = [
            str(mutant)
            for mutant, survived in zip(tried, results, strict=True)
            if survived
        ]

    report = [f"of {len(tried)} mutants survive:", *survivors]
    assert not survivors, "\n".join(report)

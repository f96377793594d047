"""What is done to the generated package to see whether its tests notice.

What would behave like the original, or otherwise only where no test can guess, is not
done:

* In a reader, `payload["x"]` is never renamed to a key that no payload has, two keys
  that are checked or read differently are never swapped, a constant is never changed,
  `is None` is never taken from `x is None or ...`, and `len(payload)` is never compared
  with another number. Each of these makes the fast path pass by the usual payload, so
  that `read_carefully` reads it with the same result, or lets `keep` look for what is
  not there: that is slower, and benchmarks are there to see it. For the same reason no
  attribute is taken from a filler: msgspec would be passed by.
* Annotations and aliases of types in `models.py` are not touched: they do nothing at
  run time, and the type checkers hold them against the converters.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen
from mutants import Edit, Edits, Mutation

__all__ = ["CONVERTER_MUTATIONS", "MODEL_MUTATIONS"]

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


def _usual(statement: ast.stmt) -> list[ast.stmt]:
    """Return what the fast path of a reader does with a payload."""
    match statement:
        case ast.FunctionDef(body=[ast.Try(body=[ast.If(body=[*parts])]), *_]):
            return parts
        case _:
            return []


def _stores(statement: ast.stmt) -> dict[str, ast.Assign]:
    """Return what the fast path of a reader stores, by attribute."""
    return {
        part.targets[0].attr: part
        for part in _usual(statement)
        if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Attribute)
    }


def _optional(statement: ast.stmt) -> Iterator[tuple[list[ast.Assign], ast.If]]:
    """Yield how a reader takes each key that may be absent, and what it asks of it.

    Where there are several, each is taken in two ways, in a branch each.
    """
    taken: defaultdict[str, list[ast.Assign]] = defaultdict(list)
    for part in _usual(statement):
        match part:
            case ast.If(
                body=[*_, ast.AugAssign(), ast.Assign(targets=[ast.Name(id=local)])]
            ):
                yield taken[local], part
            case _:
                statements: list[ast.stmt] = [part]
                if isinstance(part, ast.If):
                    statements = [*part.body, *part.orelse]
                for one in statements:
                    match one:
                        case ast.Assign(targets=[ast.Name(id=local)]):
                            taken[local].append(one)
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
    for ways, asked in _optional(statement):
        for taken in ways:
            match taken:
                case ast.Assign(
                    targets=[ast.Name(id=local)],
                    value=ast.Call(args=[ast.Constant(value=str(key)) as node, _])
                    | ast.Subscript(slice=ast.Constant(value=str(key)) as node),
                ):
                    uses = [value for value in stored if local in _names(value)]
                    does = " ".join(map(ast.unparse, [taken, asked, *uses]))
                    does = re.sub(r"1 << \d+", "_", does)
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
        yield [Edit.of(asked.body[-2], "pass")]


def _keep_absent(statement: ast.stmt) -> Iterator[Edits]:
    for _, asked in _optional(statement):
        yield [Edit.of(asked.body[-1], "pass")]


def _take_for_absent(statement: ast.stmt) -> Iterator[Edits]:
    for part in _usual(statement):
        match part:
            case ast.If(test=ast.Name("absent")):
                yield [Edit.of(part.test, "False")]
            case _:
                pass


def _swap_bits(statement: ast.stmt) -> Iterator[Edits]:
    bits: list[ast.expr] = []
    for _, asked in _optional(statement):
        match asked:
            # Of a key that is not written if it is None, a wrong bit is only slower.
            case ast.If(
                test=ast.BoolOp(op=ast.And()), body=[ast.AugAssign(value=bit), _]
            ):
                bits.append(bit)
            case _:
                pass
    for first, second in pairwise(bits):
        yield _swapped(first, second)


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


# Mutations of examiners

OTHER_CODECS = {
    "INTEGER": ("NUMBER", "STRING"),
    "NUMBER": ("INTEGER", "STRING"),
    "STRING": ("BOOLEAN", "INTEGER"),
    "BOOLEAN": ("INTEGER", "STRING"),
}
OTHER_PRESENCES = {
    "required": ("required_or_null", "optional"),
    "required_or_null": ("required", "optional_or_null"),
    "optional": ("optional_or_null", "required"),
    "optional_or_null": ("optional", "required_or_null"),
}


@frozen
class _Asked:
    """How an examiner asks for a key."""

    statement: ast.Assign
    target: ast.Attribute
    method: ast.Attribute
    key: ast.expr
    codec: ast.expr


def _asked(statement: ast.stmt) -> Iterator[_Asked]:
    """Yield how an examiner asks for each field."""
    for part in _body(statement, "examine"):
        match part:
            case ast.Assign(
                targets=[ast.Attribute() as target],
                value=ast.Call(func=ast.Attribute() as method, args=[key, codec]),
            ):
                yield _Asked(part, target, method, key, codec)
            case _:
                pass


def _body(statement: ast.stmt, verb: str) -> list[ast.stmt]:
    """Return the statements of a function of a class, if it is that for *verb*."""
    match statement:
        case ast.FunctionDef(name=name, body=body) if name.startswith(f"_{verb}_"):
            return body
        case _:
            return []


def _swap_asked_keys(statement: ast.stmt) -> Iterator[Edits]:
    for first, second in pairwise(_asked(statement)):
        yield _swapped(first.key, second.key)


def _rename_asked_key(statement: ast.stmt) -> Iterator[Edits]:
    for asked in _asked(statement):
        yield [Edit.of(asked.key, '"renamed"')]


def _fill_other_attribute(statement: ast.stmt) -> Iterator[Edits]:
    for first, second in pairwise(_asked(statement)):
        yield [Edit.of(first.target, ast.unparse(second.target))]


def _drop_question(statement: ast.stmt) -> Iterator[Edits]:
    for asked in _asked(statement):
        yield [Edit.of(asked.statement, "pass")]


def _change_presence(statement: ast.stmt) -> Iterator[Edits]:
    for asked in _asked(statement):
        for other in OTHER_PRESENCES[asked.method.attr]:
            yield [Edit.of(asked.method, f"keys.{other}")]


def _change_codec(statement: ast.stmt) -> Iterator[Edits]:
    for asked in _asked(statement):
        for other in OTHER_CODECS.get(ast.unparse(asked.codec), ("STRING", "INTEGER")):
            yield [Edit.of(asked.codec, other)]
    match statement:
        case ast.Assign(
            value=ast.Call(
                func=ast.Name(id="Nullable" | "ListCodec" | "AcceptText"), args=[inner]
            )
        ):
            yield [Edit.of(statement.value, ast.unparse(inner))]
            yield [Edit.of(inner, "BOOLEAN")]
        case _:
            pass


def _change_constant(statement: ast.stmt) -> Iterator[Edits]:
    for part in _body(statement, "examine"):
        match part:
            case ast.Expr(value=ast.Call(args=[_, text])):
                yield [Edit.of(text, '"changed"')]
                yield [Edit.of(part, "pass")]
            case _:
                pass


# Mutations of fillers


def _swap_filled_attributes(statement: ast.stmt) -> Iterator[Edits]:
    for part in _body(statement, "fill"):
        match part:
            case ast.Assign(targets=[ast.Tuple(elts=attributes)]):
                for first, second in pairwise(attributes):
                    yield _swapped(first, second)
            case _:
                pass


def _leave_empty(statement: ast.stmt) -> Iterator[Edits]:
    for part in _body(statement, "fill"):
        match part:
            case ast.Assign(value=ast.Name(id="EMPTY")):
                yield [Edit.of(part, "pass")]
            case _:
                pass


# Mutations of codecs


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
    "take an unusual value for none": _take_for_absent,
    "swap bits of absent keys": _swap_bits,
    "forget what there is more": _forget_more,
    "let an exception through": _let_exception_through,
    "skip a conversion": _skip_conversion,
    "swap keys in a writer": _swap_written_keys,
    "rename a key in a writer": _rename_written_key,
    "drop a line of a writer": _drop_written,
    "write what is None": _drop_guard,
    "write another constant": _write_other_constant,
    "forget what is kept besides": _drop_completion,
    "swap keys in an examiner": _swap_asked_keys,
    "rename a key in an examiner": _rename_asked_key,
    "fill another attribute": _fill_other_attribute,
    "do not ask for a key": _drop_question,
    "change a presence": _change_presence,
    "change a codec": _change_codec,
    "change a constant in an examiner": _change_constant,
    "swap attributes in a filler": _swap_filled_attributes,
    "leave an attribute empty in a filler": _leave_empty,
    "drop a member of a union": _drop_member,
    "flip whether a union is open": _change_union,
    "drop a type": _drop_type,
}

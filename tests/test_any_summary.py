"""Whatever changes in models, something is said, and the same both ways.

Specs are drawn by Hypothesis and edited, and so is the code that they give.
"""

import ast
import json
import re
import tempfile
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

from drawn_specs import SpecData, whole_specs, write_spec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import attrspec
from attrspec.summary import Change, summary

DRAWN = settings(
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)


def models_from(data: SpecData) -> str:
    """Return the models of a drawn spec; one whose types cannot be is none."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            spec = attrspec.load(write_spec(data, Path(folder)))
            return attrspec.render(spec)["any_models/models.py"]
        except attrspec.SpecError:
            assume(condition=False)
            raise


def code(text: str) -> list[str]:
    """Return what is in a module: no texts that document, no imports, no `__all__`."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            node.body = [part for part in node.body if not is_passed_over(part)]
    return [ast.dump(statement) for statement in tree.body]


def is_passed_over(statement: ast.stmt) -> bool:
    """Return whether a statement documents, imports or exports."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case _:
            return False


OPPOSITES = {
    " added": " removed",
    "open now": "closed now",
    "became optional": "became required",
    "became nullable": "no longer nullable",
    "keeps its former name": "loses its former name",
}
KINDS = {**OPPOSITES, **{there: back for back, there in OPPOSITES.items()}}
SYMMETRIC = [
    *("renamed", "documentation", "order", "decorator", "base", "other code"),
    *("in another way", "defaulted", "was ", "were ", "changed"),
]


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what changes between two modules."""
    return summary({"models.py": before}, {"models.py": after})


def told(found: tuple[Change, ...], *, is_back: bool) -> Counter[tuple[str, ...]]:
    """Return the kinds of changes, each with its type and its fields.

    Args:
        found: The changes.
        is_back: Whether the kinds on the way back are returned.
    """
    kinds: Counter[tuple[str, ...]] = Counter()
    renamed = {c.type for c in found if not c.fields and " was renamed " in c.sentence}
    for change in found:
        words = change.sentence.partition(":")[0]
        kind = next(kind for kind in [*KINDS, *SYMMETRIC] if kind in words)
        about = "" if change.type in renamed else change.type
        shown = KINDS.get(kind, kind) if is_back else kind
        kinds[(shown, about, *sorted(change.fields))] += 1
    return kinds


def assert_all_is_said(before: str, after: str) -> None:
    """Fail if a change is passed over, or depends on the direction or the layout."""
    found, back = changes(before, after), changes(after, before)
    plain, other = (ast.unparse(ast.parse(text)) for text in (before, after))

    assert found or code(before) == code(after)
    assert told(found, is_back=False) == told(back, is_back=True)
    assert () == changes(before, plain) == changes(after, other)
    assert found == changes(plain, after) == changes(before, other)


@settings(DRAWN, max_examples=60)
@given(before=whole_specs(), after=whole_specs())
def test_any_two_specs_differ_in_words(before: SpecData, after: SpecData) -> None:
    """Nothing is said only where no class, union or enum changed."""
    assert_all_is_said(models_from(before), models_from(after))


# A small edit of a spec, and of what was generated from it


def edit_items(draw: DrawFn, items: list[str]) -> None:
    """Change the values of an enum, or the members of a union."""
    match draw(st.sampled_from(["move", "drop", "add"])):
        case "move":
            items[:] = draw(st.permutations(items))
        case "drop" if items[1:]:
            items.remove(draw(st.sampled_from(items)))
        case _:
            items.append(draw(st.sampled_from(["string", "list[integer]"])))


def edit_keys(draw: DrawFn, items: dict[str, Any]) -> None:
    """Take away, move or rename keys."""
    keys = draw(st.permutations(list(items)))
    pairs = [(key, items[key]) for key in keys]
    match draw(st.sampled_from(["move", "drop", "rename"])):
        case "move":
            pass
        case "drop":
            pairs.pop()
        case _:
            pairs = [
                (f"x{key}" if key == keys[0] else key, items[key]) for key in items
            ]
    items.clear()
    items.update(pairs)


def edit_field(draw: DrawFn, field: dict[str, Any]) -> None:
    """Change what a field is."""
    match draw(st.sampled_from(["optional", "type", "null", "doc"])):
        case "optional":
            field["optional"] = not field["optional"]
        case "type":
            field["type"] = draw(st.sampled_from(["string", "date", "list[json]"]))
            field.pop("accept", None)
        case "null" if field["type"].endswith("?"):
            field["type"] = field["type"][:-1]
        case "null":
            field["type"] += "?"
        case _:
            field["doc"] = draw(st.sampled_from(["", "Another thing."]))


@st.composite
def edited_specs(draw: DrawFn) -> tuple[SpecData, SpecData]:
    """Specs as they are before and after an edit or several."""
    before = draw(whole_specs())
    after = deepcopy(before)
    for _ in range(draw(st.integers(1, 4))):
        types = after["types.yaml"]
        section = types[draw(st.sampled_from([key for key in types if types[key]]))]
        name = draw(st.sampled_from(list(section)))
        match draw(
            st.sampled_from(["items", "fields", "open", "doc", "order", "name"])
        ):
            case "items" if items := section[name].get("values"):
                edit_items(draw, items)
            case "items" if items := section[name].get("members"):
                edit_items(draw, items)
            case "fields" if fields := section[name].get("fields"):
                if draw(st.booleans()):
                    edit_keys(draw, fields)
                else:
                    edit_field(draw, fields[draw(st.sampled_from(list(fields)))])
            case "open" if "open" in section[name]:
                section[name]["open"] = not section[name]["open"]
            case "doc":
                section[name]["doc"] = draw(st.sampled_from(["", "Another thing."]))
            case "order":
                order = draw(st.permutations(list(section.items())))
                section.clear()
                section.update(order)
            case "name":
                text = json.dumps(types)
                after["types.yaml"] = json.loads(
                    re.sub(rf"\b(?<!tag\.){name}\b", f"{name}Other", text)
                )
            case _:
                pass
    return before, after


@settings(DRAWN, max_examples=100)
@given(pair=edited_specs())
def test_any_edit_of_a_spec_is_said(pair: tuple[SpecData, SpecData]) -> None:
    """Nothing is passed over but what leaves no trace in the models."""
    before, after = map(models_from, pair)
    assert_all_is_said(before, after)


NODES = [ast.Module, ast.ClassDef, ast.AnnAssign, ast.AnnAssign, ast.Name, ast.Constant]


@st.composite
def edited_models(draw: DrawFn) -> tuple[str, str]:
    """Models as they were generated, and as somebody edited them."""
    before = models_from(draw(whole_specs()))
    tree = ast.parse(before)
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(NODES))
        if some := [node for node in ast.walk(tree) if isinstance(node, kind)]:
            edit_node(draw, draw(st.sampled_from(some)))
    after = laid_out(tree)
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    if draw(st.booleans()) and classes:
        name = draw(st.sampled_from(classes))
        after = re.sub(rf"\b{name}\b", f"{name}Other", after)
    return laid_out(ast.parse(before)), after


def laid_out(tree: ast.Module) -> str:
    """Return a module with two blank lines between its statements."""
    statements = [ast.unparse(ast.fix_missing_locations(part)) for part in tree.body]
    return re.sub(r"\n\n(?=['\"])", "", "\n\n\n".join(statements)) + "\n"


def edit_node(draw: DrawFn, node: ast.AST) -> None:
    """Change a part of a module."""
    match node:
        case ast.Module(body=body) | ast.ClassDef(body=body):
            some = [i for i, part in enumerate(body) if not is_passed_over(part)]
            index = draw(st.sampled_from(some or [0]))
            match draw(st.sampled_from(["drop", "move", "repeat", "name"])):
                case "drop":
                    body[index : index + 1] = [] if body[1:] else [ast.Pass()]
                case "move":
                    body.append(body.pop(index))
                case "repeat":
                    body.append(body[index])
                case _:
                    body.append(ast.parse("def other(): pass").body[0])
        case ast.AnnAssign(annotation=annotation):
            match draw(st.sampled_from(["quotes", "default", "type"])):
                case "quotes":
                    node.annotation = ast.Constant(ast.unparse(annotation))
                case "default":
                    node.value = ast.Constant(draw(st.sampled_from([None, 1, "x"])))
                case _:
                    node.annotation = ast.parse("None | int", mode="eval").body
        case ast.Name(ctx=ast.Load()):
            node.id = draw(st.sampled_from(["int", "other", "Unknown", "Literal"]))
        case ast.Constant():
            node.value = draw(st.sampled_from([None, 1, "int", "'x'", "list["]))
        case _:
            pass


@settings(DRAWN, max_examples=100)
@given(pair=edited_models())
def test_any_edit_of_models_is_said(pair: tuple[str, str]) -> None:
    """Nothing is passed over, whatever somebody does to generated code."""
    assert_all_is_said(*pair)

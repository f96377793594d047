"""Templates loop, test and print code: none of them makes any, or text to be code.

What is allowed is listed, so whatever else Jinja has, now or later, is refused.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from jinja2 import StrictUndefined, nodes

import attrspec
from attrspec import rendering
from attrspec.python import Code, string

FOLDER = Path(attrspec.__file__).parent / "templates"
TEMPLATES = sorted(FOLDER.glob("*.jinja"))

PRINTED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr)
IN_QUOTES = {"plan.package"}
"""What is printed inside of quotes: names, in which no quote can be."""


def findings(source: str) -> list[str]:
    """Return what a template does beside looping, testing and printing."""
    tree = rendering.environment().parse(source)
    return [*_not_allowed(tree), *_quoted(tree)]


def _not_allowed(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Include(template=nodes.Const(value=str()), ignore_missing=False):
            return
        case nodes.Filter(name="at", kwargs=[], dyn_args=None, dyn_kwargs=None):
            # Where it begins, what stands before and behind: texts of the template.
            if not all(isinstance(argument, nodes.Const) for argument in node.args):
                yield f"{node.lineno}: a filter is given what is no constant"
            assert node.node is not None
            yield from _not_allowed(node.node)
            return
        case nodes.Test(name="none", args=[]) | nodes.Not():
            pass
        case nodes.With() | nodes.Tuple(ctx="store"):
            pass
        case nodes.If(elif_=[]) | nodes.For(recursive=False, test=None):
            pass
        case _ if isinstance(node, PRINTED):
            pass
        case _:
            yield f"{node.lineno}: {type(node).__name__}"
    for child in node.iter_child_nodes():
        yield from _not_allowed(child)


def _quoted(tree: nodes.Template) -> Iterator[str]:
    """Yield what is printed into a literal or a comment that the template spells."""
    for output in tree.find_all(nodes.Output):
        line = ""
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                line = (line + part.data).rpartition("\n")[2]
            elif ('"' in line or "'" in line or "#" in line.lstrip("#")) and (
                spelt(part) not in IN_QUOTES
            ):
                yield f"{part.lineno}: {spelt(part)} inside of quotes or a comment"


def spelt(node: nodes.Node) -> str:
    """Return a dotted name as a template spells it, and other nodes by their kind."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Getattr(node=inner, attr=attribute):
            return f"{spelt(inner)}.{attribute}"
        case _:
            return type(node).__name__


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_builds_no_text(path: Path) -> None:
    """Nothing stands in `{{ }}` and `{% %}` but names, `at`, loops and tests."""
    assert [] == findings(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        *(("{{ a ~ b }}", "Concat"), ("{{ a + b }}", "Add"), ("{{ a % b }}", "Mod")),
        *(("{{ a * 2 }}", "Mul"), ("{{ 'text' }}", "Const"), ("{{ [a] }}", "List")),
        *(("{{ a|join }}", "Filter"), ("{{ a|replace('b', 'c') }}", "Filter")),
        *(("{{ a|format(b) }}", "Filter"), ("{{ a|safe }}", "Filter")),
        *(("{{ a|upper }}", "Filter"), ("{{ (a|join)|at(0) }}", "Filter")),
        *(("{{ a.format(b) }}", "Call"), ("{{ a() }}", "Call")),
        *(("{{ a['b'] }}", "Getitem"), ("{{ a[1:] }}", "Getitem")),
        *(("{{ a if b else c }}", "CondExpr"), ("{{ a or b }}", "Or")),
        *(("{% set a = b %}", "Assign"), ("{% set a %}b{% endset %}", "AssignBlock")),
        ("{% filter upper %}a{% endfilter %}", "FilterBlock"),
        ("{% macro a() %}b{% endmacro %}", "Macro"),
        ("{% autoescape true %}a{% endautoescape %}", "ScopedEvalContextModifier"),
        *(("{% include a %}", "Include"), ("{% import 'a' as a %}", "Import")),
        ("{% include 'a' ignore missing %}", "Include"),
        *(("{% extends 'a' %}", "Extends"), ("{% block a %}{% endblock %}", "Block")),
        ("{% for a in b if a %}{% endfor %}", "For"),
        ("{% for a in b recursive %}{% endfor %}", "For"),
        ("{% if a is sameas(b) %}{% endif %}", "Test"),
        ("{% if a == 'b' %}{% endif %}", "Compare"),
        ("{{ a | at(0, b) }}", "a filter is given what is no constant"),
        ("{{ a | at(0, 'b' ~ c) }}", "a filter is given what is no constant"),
        ("{{ a | at(0, prefix=b) }}", "Filter"),
        ("{{ a | at(*b) }}", "Filter"),
        ('x = "{{ plan.title }}"', "plan.title inside of quotes or a comment"),
        ("x = 1  # {{ plan.title }}", "plan.title inside of quotes or a comment"),
    ],
)
def test_text_that_is_built_is_found(source: str, found: str) -> None:
    """Each way to make text is found where it stands."""
    assert f"1: {found}" in findings(source)


class Forged(str):
    """Text that looks like code and is none."""

    __slots__ = ()


@pytest.mark.parametrize(
    "source",
    [
        *("{{ text }}", "{{ forged }}", "{{ none }}", "{{ 5 }}", "{{ code|upper }}"),
        *(
            "{{ code ~ code }}",
            "{{ code + code }}",
            "{{ code|join }}",
            "{{ code[:1] }}",
        ),
        *("{{ [code] }}", "{{ code|safe }}", "{{ code if false }}"),
        "{% set made %}{{ code }}{% endset %}{{ made }}",
        "{% macro made() %}{{ code }}{% endmacro %}{{ made() }}",
    ],
)
def test_only_code_is_printed(source: str) -> None:
    """Were the lint passed by, the environment would refuse what is not code."""
    template = rendering.environment().from_string(source)
    values: dict[str, object] = {"code": string("x"), "text": "x", "none": None}

    with pytest.raises(Exception, match=r"which is not code|has no attribute"):
        template.render(forged=Forged("x"), **values)


def test_code_is_printed_as_it_is() -> None:
    """Markup, quotes and braces of code are those of the output."""
    code = string("<b>&'{{ x }}{% y %}")

    assert code == rendering.environment().from_string("{{ c }}").render(c=code)


def test_what_is_not_there_is_an_error() -> None:
    """A slip in the name of what is printed is no empty text."""
    assert StrictUndefined is rendering.environment().undefined


def test_every_template_is_printed() -> None:
    """No template lies beside those that are checked."""
    names: Sequence[str] = rendering.environment().list_templates()

    assert {path.name for path in TEMPLATES} == {
        name for name in names if not name.startswith("init/")
    }


def test_code_is_a_kind_of_text() -> None:
    """What `Code` has from `str` makes `str` again, which cannot be printed."""
    assert str is type(Code("x").upper())

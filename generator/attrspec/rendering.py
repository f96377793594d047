"""Stage 6: plan → {path: text}. The only module that imports Jinja.

Templates print code and nothing else: whatever stands in `{{ }}` must be `Code`, so
text of a spec cannot reach a file except through the constructors in `python` and
`documents`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from .layout import Layout, lay_out
from .plan import PackagePlan
from .python import Code

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render"]

_FROZEN = ("@attrs.define", "@attrs.frozen")
"""How a support module says that a class can be changed, and how that it cannot."""

_SUPPORT = (
    *("_cattrs", "_codecs", "_drawing", "_errors", "_json", "_keys", "_package"),
    *("_record", "_shapes"),
)


def render(plan: PackagePlan) -> Mapping[str, str]:
    """Return the text of each file of the distribution, by its path with slashes."""
    return dict(sorted(_files(plan)))


def _files(plan: PackagePlan) -> Iterator[tuple[str, str]]:
    package = plan.package
    yield ".gitattributes", _printed("gitattributes", plan=plan)
    yield "README.md", _printed("README.md", plan=plan.readme)
    yield "pyproject.toml", _printed("pyproject.toml", plan=plan.project)
    yield f"{package}/__init__.py", _printed("init.py", plan=plan.init)
    yield f"{package}/models.py", _printed("models.py", plan=plan.models)
    yield f"{package}/converters.py", _printed("converters.py", plan=plan.converters)
    yield f"{package}/strategies.py", _printed("strategies.py", plan=plan.strategies)
    yield f"{package}/py.typed", ""
    more = {
        "_constraints": plan.has_constraints,
        "_drafts": plan.is_frozen,
        "_formats": plan.has_formats,
    }
    for name in (*_SUPPORT, *(name for name, needed in more.items() if needed)):
        text = _support(name)
        if plan.is_frozen:  # as the classes are that it is a base of
            text = text.replace(*_FROZEN)
        yield f"{package}/{name}.py", text
    yield "tests/conftest.py", _printed("conftest.py")
    for test in plan.tests.objects:
        yield f"tests/{test.path}", _printed("test_object.py", plan=test)
    for union in plan.tests.unions:
        yield f"tests/{union.path}", _printed("test_union.py", plan=union)


def _printed(template: str, **context: object) -> str:
    return environment().get_template(f"{template}.jinja").render(context)


@cache
def _support(name: str) -> str:
    header = environment().get_template("header.jinja").render()
    module = resources.files("attrspec") / "support" / f"{name}.py"
    return header + module.read_text("utf-8")


@cache
def environment() -> "Environment":
    """Return what templates are rendered by; it prints nothing but code."""
    # Jinja is large, and most commands do without.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("attrspec", encoding="utf-8"),
        undefined=StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # HTML escaping would corrupt Python. What is printed is made safe before.
        autoescape=False,
    )
    filters: dict[str, Any] = made.filters
    filters["at"] = _at
    return made


def _only_code(value: object) -> Code:
    if not isinstance(value, Code):
        raise TypeError(f"a template prints {value!r}, which is not code")
    return value


def _at(layout: Layout, indent: int, prefix: str = "", suffix: str = "") -> Code:
    return lay_out(layout, indent, prefix, suffix)

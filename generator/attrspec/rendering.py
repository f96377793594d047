"""Stage 6: plan → {path: text}. The only module that imports Jinja.

Templates print code and nothing else: whatever stands in `{{ }}` must be `Code`, so
text of a spec cannot reach a file except through the constructors in `python` and
`documents`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from .layout import lay_out
from .plan import PackagePlan
from .python import Code

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render"]

_FROZEN = ("@attrs.define", "@attrs.frozen")
"""How a support module says that a class can be changed, and how that it cannot."""

_SUPPORT = (
    *("_cattrs", "_codecs", "_drawing", "_errors", "_forms", "_json", "_keys"),
    *("_package", "_payload_error", "_record", "_shapes", "_structs"),
)


def render(plan: PackagePlan) -> Mapping[str, str]:
    """Return the text of each file of the distribution, by its path with slashes."""
    return dict(sorted(_files(plan)))


def _files(plan: PackagePlan) -> Iterator[tuple[str, str]]:
    package = plan.package
    yield ".gitattributes", _printed("gitattributes", plan=plan)
    yield "README.md", _printed("README.md", plan=plan.readme)
    for page in plan.readme.pages:
        yield page.path, _printed("family_reference.md", page=page)
    yield "pyproject.toml", _printed("pyproject.toml", plan=plan.project)
    yield f"{package}/py.typed", ""
    for name in (*_SUPPORT, *_needed(plan)):
        text = _support(name)
        if plan.is_frozen:  # as the classes are that it is a base of
            text = text.replace(*_FROZEN)
        yield f"{package}/{name}.py", text
    for models in plan.models:
        yield f"{package}/{models.path}", _printed("models.py", plan=models)
    for path, text in (*_whole(plan), *_families(plan)):
        yield f"{package}/{path}", text
    yield f"{package}/testing.py", _printed("testing.py", is_frozen=plan.is_frozen)
    yield "tests/conftest.py", _printed("conftest.py", plan=plan)
    for test in plan.tests:
        yield f"tests/{test.path}", _printed("test_module.py", plan=test)


def _needed(plan: PackagePlan) -> Iterator[str]:
    """Yield the support modules that not every package needs."""
    if plan.has_constraints:
        yield "_constraints"
    if plan.is_frozen:
        yield "_drafts"
    if plan.has_formats:
        yield "_formats"


def _whole(plan: PackagePlan) -> Iterator[tuple[str, str]]:
    whole = plan.whole
    if whole is None:
        return
    yield "__init__.py", _printed("init.py", plan=whole.init)
    yield "converters.py", _printed("converters.py", plan=whole.converters)
    for strategies in plan.strategies:
        yield strategies.path, _printed("strategies.py", plan=strategies)


def _families(plan: PackagePlan) -> Iterator[tuple[str, str]]:
    families = plan.families
    if families is None:
        return
    names, functions = families.names, families.functions
    registrations = families.registrations
    yield "__init__.py", _printed("family_init.py", plan=names)
    yield "__init__.pyi", _printed("family_init.pyi", plan=names)
    yield "_converter.py", _printed("family_cattrs.py")
    for name in ("_elsewhere", "_families", "_loading"):
        yield f"{name}.py", _support(name)
    yield "_names.py", _printed("family_names.py", plan=names)
    yield "converters/__init__.py", _printed("family_functions.py", plan=functions)
    yield "models/__init__.py", _printed("family_models.py")
    yield (
        "strategies/__init__.py",
        _printed("family_registrations.py", plan=registrations),
    )
    for codecs in families.codecs:
        yield codecs.path, _printed("family_converters.py", plan=codecs)
    for strategies in plan.strategies:
        yield strategies.path, _printed("family_strategies.py", plan=strategies)


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
    filters["at"] = lay_out
    return made


def _only_code(value: object) -> Code:
    if not isinstance(value, Code):
        raise TypeError(f"a template prints {value!r}, which is not code")
    return value

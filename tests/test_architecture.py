"""The pipeline is the layout: imports run one way, and what is large has one door."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import attrspec
from attrspec.fingerprint import AFTERWARDS

FOLDER = Path(attrspec.__file__).parent

ORDER = [
    # what all stages speak of
    "diagnostics",
    "version",
    "formats",
    "folder",
    "scanner",
    "source",
    "spec",
    "kinds",
    "language",
    "expressions",
    "names",
    "graph",
    "tags",
    "choices",
    "twins",
    "patterns",
    "constraints",
    "families",
    "aliases",
    # spec: text to a model in which every name is linked
    "values",
    "read",
    "resolve",
    # what generated packages get a copy of
    "support._errors",
    "support._payload_error",
    "support._record",
    "support._json",
    "support._codecs",
    "support._forms",
    "support._formats",
    "support._constraints",
    "support._drafts",
    "support._keys",
    "support._shapes",
    "support._structs",
    "support._package",
    "support._families",
    "support._cattrs",
    "support._drawing",
    "support._elsewhere",
    "support._loading",
    "support",
    # what payloads there are, and what could be better
    "sizes",
    "samples",
    "examples",
    "payloads",
    "lints",
    "linting",
    "jsonschema",
    # how things are spelt
    "python",
    "documents",
    "literals",
    "layout",
    "imports",
    # from the model to text
    "plan",
    "build.texts",
    "build.types",
    "build.constrained",
    "build.files",
    "build.models",
    "build.locals",
    "build.codecs",
    "build.reading",
    "build.writing",
    "build.converters",
    "build.strategies",
    "build.tests",
    "build.project",
    "build",
    "rendering",
    # from text to disk
    "output.disk",
    "output.manifest",
    "output.places",
    "output.lock",
    "output.writing",
    "output.comparing",
    "output",
    # the stages put together, and what became of their output
    "fingerprint",
    "loading",
    "pipeline",
    "summary.declarations",
    "summary.changes",
    "summary.models",
    "summary",
    "drift",
    "checking",
    "selftest",
    "report",
    "fresh",
    "start",
    # documents of others to the text of a spec
    "importers.json_text",
    "importers.document",
    "importers.drafts",
    "importers.keywords",
    "importers.nodes",
    "importers.constants",
    "importers.reading",
    "importers.facts",
    "importers.parts",
    "importers.objects",
    "importers.examples",
    "importers.names",
    "importers.words",
    "importers.scalars",
    "importers.schemas",
    "importers.kinds",
    "importers.telling",
    "importers.unions",
    "importers.operations",
    "importers.families",
    "importers.yaml_text",
    "importers.writing",
    "importers.proof",
    "importers.pipeline",
    "importers",
    # what people and programs call
    "api",
    "reference",
    "explain",
    "terminal",
    "watch",
    "cli",
    "",
    "__main__",
]
"""A module imports from those above it only. The package itself has no name."""

ALONE = {
    "yaml": {"scanner", "source"},
    "jinja2": {"rendering"},
    "click": {"cli", "terminal"},
    "cattrs": {"support._cattrs", "support._payload_error"},
    "hypothesis": {"support._drawing", "support._elsewhere"},
    "watchfiles": {"watch"},
}
"""Who may import a distribution that is slow, or that one stage should hide."""

STAGES = {"read", "resolve", "linting", "build", "rendering", "output"}


def module_name(path: Path) -> str:
    """Return the name of a module in the package."""
    parts = path.relative_to(FOLDER).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(FOLDER.rglob("*.py"))}


def imported(name: str) -> Iterator[str]:
    """Yield the full name of each module that a module imports, in functions too."""
    path = MODULES[name]
    package = ["attrspec", *name.split(".")] if name else ["attrspec"]
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=aliases):
                yield from (alias.name for alias in aliases)
            case ast.ImportFrom(module=module, names=aliases, level=level):
                base = package[: len(package) - level + 1] if level else []
                found = ".".join([*base, *([module] if module else [])])
                members = [f"{found}.{alias.name}" for alias in aliases]
                is_module = [m.removeprefix("attrspec.") in MODULES for m in members]
                yield from (
                    m for m, is_one in zip(members, is_module, strict=True) if is_one
                )
                if not all(is_module):
                    yield found
            case _:
                pass


def ours(name: str) -> set[str]:
    """Return the modules of attrspec that a module imports."""
    found = {other for other in imported(name) if other.split(".")[0] == "attrspec"}
    return {other.removeprefix("attrspec").removeprefix(".") for other in found}


def test_order_has_every_module() -> None:
    """A new module is given its place in the order, once."""
    assert sorted(MODULES) == sorted(ORDER)


@pytest.mark.parametrize("name", ORDER, ids=lambda name: name or "attrspec")
def test_imports_run_one_way(name: str) -> None:
    """A module imports from earlier ones only, and so nothing goes in a circle."""
    assert set() == ours(name) - set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("distribution", sorted(ALONE))
def test_distribution_has_one_door(distribution: str) -> None:
    """What one module hides is imported by no other, not even in a function."""
    users = {
        name
        for name in MODULES
        if distribution in {other.split(".")[0] for other in imported(name)}
    }

    assert ALONE[distribution] == users


@pytest.mark.parametrize("name", sorted(STAGES - {"build", "output"}))
def test_stages_do_not_call_each_other(name: str) -> None:
    """A stage goes from one value to the next; `api` puts them together."""
    assert set() == {other.split(".")[0] for other in ours(name)} & STAGES


def test_templates_see_nothing_but_plans() -> None:
    """What is printed was decided before: rendering knows no spec."""
    assert {"layout", "plan", "python"} == ours("rendering")


@pytest.mark.parametrize("name", [name for name in ORDER if "support" in name])
def test_support_can_be_copied(name: str) -> None:
    """Modules that generated packages get a copy of need no other of attrspec."""
    assert {"support"} >= {other.split(".")[0] for other in ours(name)}
    assert "from attrspec" not in MODULES[name].read_text("utf-8")


def test_writing_and_comparing_know_no_spec() -> None:
    """`output` takes paths and texts, so that `check` cannot know better than it."""
    parts = [name for name in MODULES if name.split(".")[0] == "output"]

    assert {"output"} == {other.split(".")[0] for name in parts for other in ours(name)}


def test_one_module_changes_the_disk() -> None:
    """What writes, renames or removes below the output is in `output.disk`."""
    calls = {"mkdir", "mkdirs", "replace", "rename", "unlink", "rmdir", "chmod"}
    calls |= {"write_text", "write_bytes", "touch", "symlink_to", "rmtree", "mkstemp"}
    found = {
        name: {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for name, path in MODULES.items()
        if name.split(".")[0] == "output"
        for tree in [ast.parse(path.read_text("utf-8"))]
    }
    # Texts have a method `replace` too, and in `writing` it is that of `disk`.
    texts = {"output.manifest", "output.comparing", "output.writing"}

    assert {"output.disk"} == {
        name
        for name, attributes in found.items()
        if attributes & (calls - ({"replace"} if name in texts else set()))
    }


def test_hash_of_the_generator_leaves_nothing_out() -> None:
    """What is not hashed has no say: no stage imports it, at whatever distance."""
    reached = set[str]()
    ahead = {"folder", "source", "read", "resolve", "linting", "build", "rendering"}
    while ahead:
        reached |= ahead
        ahead = {other for name in ahead for other in ours(name) if other} - reached

    assert set() == {name.split(".")[0] for name in reached} & AFTERWARDS
    assert AFTERWARDS - {"__init__"} <= {name.split(".")[0] for name in MODULES}


@pytest.mark.parametrize(
    ("program", "without"),
    [
        ("import attrspec", {"jinja2", "cattrs", "click", "hypothesis", "watchfiles"}),
        (
            "import attrspec.cli",
            {"jinja2", "cattrs", "hypothesis", "importlib.metadata", "xml"}
            | {"watchfiles"},
        ),
        (
            "import attrspec; attrspec.lint(attrspec.load('spec'))",
            {"jinja2", "cattrs", "hypothesis", "attrspec.output"},
        ),
        ("import attrspec; attrspec.render(attrspec.load('spec'))", {"hypothesis"}),
        (
            "import attrspec; assert attrspec.check('spec', 'generated').is_current",
            {"jinja2", "cattrs", "hypothesis", "yaml"},
        ),
    ],
    ids=["import", "command line", "lint", "render", "check"],
)
def test_nothing_large_is_loaded_before_it_is_used(
    program: str, without: set[str]
) -> None:
    """A command answers in a blink: it does not load what it has no use for."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; import sys; print(*sys.modules)"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )

    assert set() == without & set(done.stdout.split())


def is_said_by_the_program(node: ast.expr) -> bool:
    """Return whether an expression is a literal, or a choice of literals."""
    if isinstance(node, ast.IfExp):
        return is_said_by_the_program(node.body) and is_said_by_the_program(node.orelse)
    return isinstance(node, ast.Constant)


def test_code_is_made_of_nothing_that_a_spec_says() -> None:
    """Where code is spelt, any text can become `Code`; elsewhere no text of a spec."""
    spelling = {"python", "documents", "layout"}
    found = [
        f"{name}:{node.lineno}"
        for name, path in MODULES.items()
        if name not in spelling
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Code", "code"}
        and not is_said_by_the_program(node.args[0])
    ]

    assert [] == found

"""A spec of several files gives a module of each kind for each of them."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import cattrs
import pytest
from attrs import define
from families import FAMILIES
from hypothesis import given, settings
from hypothesis import strategies as st

PackageFrom = Callable[[str | Mapping[str, str]], ModuleType]

CHAT: dict[str, Any] = {
    "object": "chat",
    "id": "c",
    "usage": {"object": "usage", "tokens": 5, "talks": [{"object": "new", "x": [1]}]},
    "last_usage": None,
    "by_day": {"monday": {"object": "usage", "tokens": 1, "new": None}, "sunday": None},
    "tier": "paid",
    "outcomes": [
        {"object": "refusal", "text": "no"},
        {"object": "invoice", "amount": "12.50", "others": [{"object": "else"}]},
    ],
    "amount": {"object": "usage", "tokens": 2},
    "when": "2024-11-01T06:00:00+00:00",
}


UNIONS = {"chat_unions", "import_unions"}
"""The modules of unions that have members of other files."""


@pytest.fixture(scope="session")
def families(package_from: PackageFrom) -> ModuleType:
    """Return the package of a spec with several files."""
    return package_from(FAMILIES)


def folder(package: ModuleType) -> Path:
    """Return where a package is."""
    assert package.__file__
    return Path(package.__file__).parent


def modules(package: ModuleType, kind: str) -> set[str]:
    """Return the names of the modules of a kind."""
    found = {path.stem for path in (folder(package) / kind).glob("*.py")}
    return found - {"__init__"}


def run(package: ModuleType, program: str) -> str:
    """Return what a program prints that has *package* for itself."""
    done = subprocess.run(
        [sys.executable, "-c", program.replace("PACKAGE", package.__name__)],
        cwd=folder(package).parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_each_file_is_a_module(families: ModuleType) -> None:
    """A file gives a module that is called after it; mixins alone give none."""
    own = {"chat", "import_", "usage_data"}
    found = {kind: modules(families, kind) for kind in ("models", "strategies")}

    assert {"models": own | UNIONS, "strategies": own | UNIONS} == found
    assert {f"_{name}" for name in own | UNIONS} == modules(families, "converters")


def test_classes_stand_in_the_module_of_their_file(families: ModuleType) -> None:
    """Wherever a class is referred to, its module is that of its file."""
    found = {
        name: getattr(families, name).__module__.rpartition(".")[2]
        for name in ("Chat", "Refusal", "Usage", "Invoice")
    }

    assert {
        "Chat": "chat",
        "Refusal": "chat",
        "Usage": "usage_data",
        "Invoice": "import_",
    } == found


def imported(path: Path) -> Iterator[str]:
    """Yield which modules beside it a module imports when it is run."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            yield node.module


@pytest.mark.parametrize("kind", ["models", "converters", "strategies"])
def test_no_imports_form_a_circle(families: ModuleType, kind: str) -> None:
    """Only modules of unions import others, and those of earlier unions."""
    needed = {
        path.stem: sorted(imported(path))
        for path in (folder(families) / kind).glob("*.py")
        if path.stem != "__init__"
    }
    found = {name: others for name, others in needed.items() if others}

    expected = {
        "chat_unions": ["chat", "import_"],
        "import_unions": ["chat_unions"],
    }
    assert (expected if kind == "models" else {}) == found


def test_a_class_loads_its_family_alone(families: ModuleType) -> None:
    """No other family is loaded, nor any library but attrs."""
    program = "import sys; from PACKAGE import Chat; print(*sys.modules)"
    loaded = set(run(families, program).split())
    models = {name for name in loaded if name.startswith(f"{families.__name__}.models")}
    name = f"{families.__name__}.models"

    assert {name, f"{name}.chat"} == models
    assert set() == loaded & {"cattrs", "hypothesis", f"{families.__name__}.converters"}


def test_reading_loads_what_is_read(families: ModuleType) -> None:
    """Converters load with a payload of their family, cattrs with a wrong one."""
    program = """
import sys
from PACKAGE import Chat, structure
payload = {"object": "chat", "id": "c", "usage": {"object": "usage", "tokens": 5}}
structure({**payload, "last_usage": None}, Chat)
print(*(name.rpartition(".")[2] for name in sys.modules if ".converters._" in name))
print("cattrs" in sys.modules)
"""
    assert ["_chat", "_usage_data", "False"] == run(families, program).split()


@pytest.mark.parametrize("name", ["Chat", "Talk"])
def test_payload_survives(families: ModuleType, name: str) -> None:
    """What is read across families is written back, by a class or by a union."""
    value = families.structure(CHAT, getattr(families, name))

    assert CHAT == families.unstructure(value)
    assert value == families.from_json(families.to_json(value), families.Chat)
    assert isinstance(value.usage, families.Usage)
    assert isinstance(value.outcomes[1], families.Invoice)


def test_problems_of_other_families_have_their_path(families: ModuleType) -> None:
    """A payload that is wrong in an object of another family is said to be so there."""
    wrong = {**CHAT, "usage": {"object": "usage", "tokens": "5"}, "tier": "best"}
    del wrong["last_usage"]

    with pytest.raises(families.PayloadError) as caught:
        families.structure(wrong, families.Chat)
    assert {
        "$.usage.tokens": "an integer",
        "$.tier": 'one of "free", "paid"',
        "$.last_usage": "an object (Usage) or null",
    } == {problem.path: problem.expected for problem in caught.value.problems}


def test_union_is_known_however_it_is_made(families: ModuleType) -> None:
    """A union with the same members is the same union, as in Python."""
    made = families.Unknown | families.Invoice | families.Refusal
    payload = {"object": "invoice", "amount": "1"}

    assert families.structure(payload, families.Outcome) == families.structure(
        payload, made
    )


@pytest.mark.parametrize(
    "other",
    [bytes, int | str, list, "Chat", 5],
    ids=["bytes", "union", "list", "str", "5"],
)
def test_other_types_are_refused(families: ModuleType, other: object) -> None:
    """What is not of the package is said to be so."""
    with pytest.raises(TypeError, match="neither a type of this package"):
        families.structure({}, other)


def test_unions_that_are_not_of_the_spec_are_refused(families: ModuleType) -> None:
    """A union of classes that the spec has no union of is none."""
    with pytest.raises(TypeError, match="neither a type of this package"):
        families.structure({}, families.Chat | families.Invoice)


def test_cattrs_knows_all_families(families: ModuleType) -> None:
    """A converter of cattrs reads and writes types of a family that is not loaded."""
    converter = families.make_converter()
    talk: Any = families.Talk
    chats = converter.structure([CHAT], list[talk])

    assert isinstance(converter, cattrs.Converter)
    assert [CHAT] == converter.unstructure(chats)

    @define
    class Page:
        invoice: Any

    Page.__annotations__["invoice"] = families.Invoice
    invoice = families.structure({"object": "invoice", "amount": "1"}, families.Invoice)
    assert {"invoice": {"object": "invoice", "amount": "1"}} == converter.unstructure(
        Page(invoice)
    )


@pytest.mark.parametrize("name", ["Chat", "Usage", "Invoice"])
def test_hypothesis_knows_all_families(families: ModuleType, name: str) -> None:
    """`from_type` draws objects with those of other families in them."""
    importlib.import_module(f"{families.__name__}.strategies").register()

    @settings(database=None, deadline=None, max_examples=5)
    @given(value=st.from_type(getattr(families, name)))
    def survives(value: object) -> None:
        again = families.structure(families.unstructure(value), type(value))
        assert again == value

    survives()


REGISTERING = """
import sys
from hypothesis import find, strategies as st
import PACKAGE.strategies
PACKAGE.strategies.register()
print([name for name in sys.modules if name.startswith("PACKAGE.models")])
first = PACKAGE.Invoice
print([name for name in sys.modules if name.startswith("PACKAGE.strategies.")])
for class_ in (first, PACKAGE.Chat):
    print(type(find(st.from_type(class_), lambda _: True)) is class_)
"""


def test_hypothesis_loads_what_is_used(families: ModuleType) -> None:
    """To register costs nothing: a family is registered when it is loaded."""
    before, after, *drawn = run(families, REGISTERING).splitlines()

    assert "[]" == before
    assert f"['{families.__name__}.strategies.import_']" == after
    assert ["True", "True"] == drawn


def test_names_are_told(families: ModuleType) -> None:
    """`dir`, `__all__` and the stub have all names, and each can be imported."""
    stub = ast.parse((folder(families) / "__init__.pyi").read_text("utf-8"))
    names = {
        alias.name
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert names == set(families.__all__)
    assert names <= set(dir(families))
    assert {"Chat", "Outcome", "Tier", "structure", "make_converter"} <= names
    for name in names:
        assert getattr(families, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Chta'"):
        _ = families.Chta


def test_family_is_called_as_what_tests_import(package_from: PackageFrom) -> None:
    """Tests import the strategies of `strategies.yaml` as they are called."""
    types = "objects: {Other: {}}"
    files = {"strategies.yaml": types, "testing.yaml": types.replace("Other", "Part")}
    package = package_from(files)
    tests = folder(package).parent / "tests"
    module = (tests / "test_strategies.py").read_text("utf-8")

    assert f"from {package.__name__}.strategies import strategies\n" in module

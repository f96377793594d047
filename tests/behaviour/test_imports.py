"""What a program pays for: no module is loaded before it is used."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

HEAVY = {"attr", "attrs", "cattrs", "hypothesis", "json", "decimal", "datetime", "uuid"}
OURS = {
    "converters",
    "strategies",
    "_codecs",
    "_json",
    "_shapes",
    "_errors",
    "_drawing",
}


def _loaded(models: ModuleType, program: str) -> set[str]:
    """Return the modules that a program loads, ours without the package."""
    folder = Path(str(models.__file__)).parents[1]
    code = (
        f"import sys; before = set(sys.modules); sys.path.insert(0, {str(folder)!r})\n"
        f"{program}\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code.replace("PACKAGE", models.__name__)],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": _site_packages()},
    )
    return {name.removeprefix(f"{models.__name__}.") for name in done.stdout.split()}


def _site_packages() -> str:
    return str(Path(pytest.__file__).parents[1])


def test_import_of_the_package_loads_nothing_else(models: ModuleType) -> None:
    """`import package` loads no other module of it, and neither attrs nor cattrs."""
    loaded = _loaded(models, "import PACKAGE; dir(PACKAGE)")

    assert not {"models", "_record", *HEAVY, *OURS} & loaded


def test_import_of_the_types_loads_no_converters(models: ModuleType) -> None:
    """The classes come without cattrs, Hypothesis, and what reads and writes JSON."""
    loaded = _loaded(
        models, "from PACKAGE import Leaf, Report, Record, Unknown; Leaf(label='a')"
    )

    assert {"models", "attrs"} <= loaded
    assert not {"cattrs", "hypothesis", *OURS} & loaded


def test_reading_loads_no_strategies(models: ModuleType) -> None:
    """To read a payload takes no Hypothesis."""
    loaded = _loaded(
        models,
        "from PACKAGE import from_json, Leaf\n"
        'from_json(\'{"kind": "leaf", "label": "a"}\', Leaf)',
    )

    assert {"converters", "cattrs"} <= loaded
    assert not {"hypothesis", "strategies", "_drawing"} & loaded


def test_every_public_name_is_there(models: ModuleType) -> None:
    """`__all__` is what the package has, and `dir` shows it."""
    assert set(models.__all__) <= set(dir(models))
    assert sorted(models.__all__) == list(models.__all__)
    assert all(getattr(models, name) is not None for name in models.__all__)


def test_other_names_are_attribute_errors(models: ModuleType) -> None:
    """A name that the package does not have is an `AttributeError` that says so."""
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = models.Nothing

"""Any spec that the language allows gives a package that is right.

Specs are drawn by Hypothesis. What starts slowly (the formatter, the linter, the type
checkers) looks at many packages at once.

`ATTRSPEC_SPECS` sets how many specs are drawn; see CONTRIBUTING.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from drawn_specs import FILES, SpecData, specs, write_spec
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

import attrspec
from attrspec.names import module_name

ROOT = Path(__file__).parent.parent
MANY = int(os.environ.get("ATTRSPEC_SPECS", "40"))
FEW = max(5, MANY // 8)

DRAWN = settings(
    database=None,
    deadline=None,
    derandomize="ATTRSPEC_SPECS" not in os.environ,
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)


def generated(data: SpecData, folder: Path) -> Path | None:
    """Return the package of a spec, or None where its types cannot be."""
    rules: set[str] = set()
    try:
        spec = attrspec.load(write_spec(data, folder / "spec"))
        attrspec.write(attrspec.render(spec), folder / "generated")
    except attrspec.SpecError as error:
        rules = {diagnostic.rule for diagnostic in error.diagnostics}
    assert rules <= {"endless-object", "endless-union", "same-union"}
    return None if rules else folder / "generated"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as this project is, with the packages of many specs."""
    root = tmp_path_factory.mktemp("packages")
    shutil.copy(ROOT / "pyproject.toml", root)
    # By this the linter knows which imports are of the package itself.
    modules = [f"strategies/{module_name(Path(file).stem)}" for file in FILES]
    modules += [f"{module.rstrip('_')}_unions" for module in modules]
    (root / "generated/any_models/strategies").mkdir(parents=True)
    for module in ("__init__", "converters", "strategies/__init__", *modules):
        (root / f"generated/any_models/{module}.py").touch()
    count = 0

    @settings(DRAWN, max_examples=MANY, phases=[Phase.generate])
    @given(data=specs())
    def make(data: SpecData) -> None:
        nonlocal count
        count += 1
        package = generated(data, root / f"specs/{count}")
        if package is not None:
            shutil.copytree(package / "any_models", root / f"generated/models_{count}")
            shutil.copytree(package / "tests", root / f"generated/tests/{count}")

    make()
    return root


def complaints(*command: str, cwd: Path, **environment: str) -> str:
    """Return what a program prints if it finds fault."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_formatter_changes_nothing(packages: Path) -> None:
    """`ruff format` has nothing to do."""
    command = ("ruff", "format", "--isolated", "--diff", "generated", "specs")

    assert complaints(*command, cwd=packages) == ""


def test_linter_finds_nothing(packages: Path) -> None:
    """`ruff check` finds nothing by the rules that this project holds itself to."""
    # Drawn texts end anyhow, drawn words have any length, and a folder is no package.
    command = ("ruff", "check", "--ignore", "D100,D104,D415,E501", "generated")

    assert complaints(*command, cwd=packages) == ""


def test_mypy_finds_nothing(packages: Path) -> None:
    """`mypy --strict` finds nothing."""
    names = sorted(path.name for path in (packages / "generated").glob("models_*"))
    command = ("mypy", "--config-file=", "--strict", *names)

    assert complaints(*command, cwd=packages / "generated") == ""


def test_pyright_finds_nothing(packages: Path) -> None:
    """`pyright` in strict mode finds nothing."""
    config = packages / "generated/pyrightconfig.json"
    config.write_text('{"typeCheckingMode": "strict", "include": ["models_*"]}')
    command = ("pyright", "--project", str(config), "--pythonpath", sys.executable)

    assert complaints(*command, cwd=packages / "generated") == ""


def test_generated_tests_pass(packages: Path) -> None:
    """The tests that come with a package pass."""
    few = "from hypothesis import settings\nsettings.load_profile('attrspec')\n"
    few += "settings.register_profile('few', settings(), max_examples=10)\n"
    few += "settings.load_profile('few')\n"
    tried = sorted((packages / "specs").glob("*/generated"))[:FEW]
    for package in tried:
        with (package / "tests/conftest.py").open("a") as conftest:
            conftest.write(few)
        command = ("pytest", "-q", "-x", "-p", "no:cacheprovider", "tests")

        assert complaints(*command, cwd=package, PYTHONPATH=".") == ""


def imported(package: Path) -> ModuleType:
    """Return a package, imported anew."""
    for name in [name for name in sys.modules if name.split(".")[0] == "any_models"]:
        del sys.modules[name]
    init = package / "any_models/__init__.py"
    spec = importlib.util.spec_from_file_location(
        "any_models", init, submodule_search_locations=[str(init.parent)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["any_models"] = module
    spec.loader.exec_module(module)
    return module


def drawing(package: Path) -> dict[str, Any]:
    """Return what the modules of strategies of a package have, by name."""
    folder = package / "any_models"
    paths = [*folder.glob("strategies.py"), *folder.glob("strategies/*.py")]
    found: dict[str, Any] = {}
    for path in sorted(paths):
        parts = path.relative_to(package).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        found |= {name: getattr(module, name) for name in module.__all__}
    return found


def is_read(type_: object) -> bool:
    """Return whether a type is read on its own, which is refused for one reason."""
    try:
        importlib.import_module("any_models.converters").TYPES.codec(type_)
    except TypeError as error:
        if "only an object remembers" in str(error):
            return False
        raise
    return True


@settings(DRAWN, max_examples=MANY)
@given(data=st.data())
def test_whatever_is_drawn_survives(data: st.DataObject) -> None:
    """Payloads and objects of all types come back as they were."""
    with tempfile.TemporaryDirectory() as folder:
        spec = data.draw(specs())
        package = generated(spec, Path(folder))
        if package is None:
            return
        models: Any = imported(package)
        for function, strategy in drawing(package).items():
            name = function.rpartition("_")[0]
            types = {key.lower(): key for key in models.__all__}
            type_name = types.get(name.replace("_", ""), "")
            type_ = getattr(models, type_name, None)
            if type_ is None:
                continue
            value = data.draw(strategy())
            if not is_read(type_):
                continue
            if function.endswith("_payloads"):
                event("payload")
                read = models.structure(value, type_)
                assert value == models.unstructure(read, type_)
            else:
                event("object")
                text = models.to_json(value, type_)
                assert value == models.from_json(text, type_)

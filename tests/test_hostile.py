"""Hostile specs: each is refused where it is wrong, or gives a package that is right.

The corpus is `hostile/*.yaml`; `hostile_specs` says how to read and extend it. Each
spec is tried in a process of its own, with a limit to its time, and with both parsers
of YAML.
"""

import builtins
import hashlib
import importlib
import json
import os
import re
import resource
import sys
import tomllib
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import cattrs
import pytest
import yaml
from click.testing import CliRunner
from drawn_findings import is_safe
from hostile_specs import ENTRIES, Entry
from hypothesis import strategies
from weather import make_spec

import attrspec
from attrspec.cli import main

MOST_SECONDS = 10
"""Of the processor. Two are wanted; a machine may be slow."""

MOST_BYTES = 500_000_000

IMPORTED = (attrs, cattrs, strategies, attrspec.load)
"""What generated packages import is here before a process begins."""

Told: TypeAlias = dict[str, Any]
"""What a process tells of a spec."""


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is loaded once is loaded before the first process begins."""
    folder = tmp_path_factory.mktemp("warm")
    make_spec(folder)
    attrspec.render(attrspec.load(folder / "spec"))


def in_a_process(entry: Entry, folder: Path, parser: str) -> Told:
    """Return what is told of a spec in a process that may end as it likes."""
    report = folder.parent / "told.json"
    told_to = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.fork()
    if not child:
        code = 1
        try:
            limit_processor(MOST_SECONDS)
            os.chdir(folder)
            sys.addaudithook(forbid)
            told = tried() if parser == "C" else tried_in_python()
            os.write(told_to, json.dumps(told).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(told_to)
    _, status, usage = os.wait4(child, 0)
    assert 0 == status, f"{entry.name} has no end, or a traceback"
    # Linux counts in kilobytes, other systems in bytes.
    unit = 1024 if sys.platform == "linux" else 1
    assert usage.ru_maxrss * unit <= MOST_BYTES
    return dict[str, Any](json.loads(report.read_text()))


FORBIDDEN = {
    *("os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen"),
    *("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo"),
}


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Let no program be run, nothing be connected to and nothing be written outside."""
    is_written = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
    place = Path.cwd() / "generated"
    if event in FORBIDDEN or (
        is_written
        and isinstance(arguments[0], str)
        and place not in Path(os.path.normpath(Path.cwd() / arguments[0])).parents
    ):
        raise PermissionError(f"{event} {arguments}")


def limit_processor(seconds: int) -> None:
    """Let this process be ended when it has used the processor for so long."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def tried() -> Told:
    """Generate from the spec, and import all of what is made."""
    result = CliRunner().invoke(main, ["generate"])
    modules: list[str] = []
    if not result.exit_code:
        # The processor counts for what attrspec does, not for what Python does then.
        limit_processor(resource.RLIM_INFINITY)
        modules = list(imported())
    files = {path.as_posix(): path.read_bytes() for path in found(Path("generated"))}
    return {
        "exit_code": result.exit_code,
        "exception": repr(result.exception),
        "stdout": result.stdout,
        "stderr": result.stderr,
        "modules": modules,
        "canary": hasattr(builtins, "CANARY"),
        "hash": digest(files),
    }


def tried_in_python() -> Told:
    """Do the same with the parser of YAML that is written in Python, but on no disk."""
    del yaml.CSafeLoader
    try:
        files = attrspec.render(attrspec.load("spec"))
    except attrspec.SpecError as error:
        return {"stderr": str(error)}
    made = {f"generated/{path}": text.encode() for path, text in files.items()}
    return {"stderr": "", "hash": digest(made)}


def digest(files: dict[str, bytes]) -> str:
    """Return a hash of files."""
    parts = [part for path in sorted(files) for part in (path.encode(), files[path])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def found(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def imported() -> Iterator[str]:
    """Import each module of the package and of its tests, and yield its name."""
    sys.path[:0] = ["generated", "generated/tests"]
    sys.dont_write_bytecode = True
    for path in found(Path("generated")):
        text = path.read_text("utf-8")
        assert re.fullmatch(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*", text)
        name = path.relative_to("generated").with_suffix("")
        if path.suffix == ".py" and name.name != "conftest":
            parts = [part for part in name.parts if part not in {"tests", "__init__"}]
            yield importlib.import_module(".".join(parts)).__name__
        elif path.suffix == ".toml":
            tomllib.loads(text)


PLACE = re.compile(
    r"spec/(?P<place>.*?:[0-9]+:[0-9]+): error: .* \[(?P<rule>[a-z0-9-]+)\]"
)


def errors_in(lines: list[str]) -> list[str]:
    """Return the place and the rule of each error."""
    matches = [PLACE.fullmatch(line) for line in lines]
    return [f"{match['place']} {match['rule']}" for match in matches if match]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.family}: {e.name}")
def test_hostile_spec_is_an_error_or_a_package(entry: Entry, tmp_path: Path) -> None:
    """What is expected is said or made, by both parsers, and nothing else happens."""
    folder = tmp_path / "project"
    folder.mkdir()
    entry.write(folder / "spec")
    before = set(tmp_path.rglob("*"))
    told = in_a_process(entry, folder, "C")
    lines = told["stderr"].splitlines()
    errors = errors_in(lines)
    others = in_a_process(entry, folder, "Python")
    new = {
        path.relative_to(tmp_path).parts[:2]
        for path in set(tmp_path.rglob("*")) - before
    }

    assert list(entry.errors) == (errors[:1] if entry.is_first else errors)
    assert is_safe(told["stderr"])
    assert not told["canary"]
    assert errors == errors_in(others["stderr"].splitlines())[: len(errors)]
    if entry.errors:
        assert (2, "") == (told["exit_code"], told["stdout"])
        assert {("told.json",)} == new
    else:
        assert (0, "", "None") == (
            told["exit_code"],
            told["stderr"],
            told["exception"].replace("SystemExit(0)", "None"),
        )
        assert told["modules"]
        assert told["hash"] == others["hash"]
        assert {("told.json",), ("project", "generated")} == new


def test_names_are_told_apart() -> None:
    """An entry is found by its family and its name."""
    names = Counter((entry.family, entry.name) for entry in ENTRIES)

    assert [] == [name for name, count in names.items() if count > 1]

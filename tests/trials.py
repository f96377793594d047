"""Try specs, each in a process of its own, from a process that holds nothing else.

Run as a program it reads a line of JSON, `[FOLDER, PARSER]`, and answers with one: what
became of the spec in that folder. So what is measured of a spec is the spec's, however
much the tests before it have left in memory.
"""

import builtins
import hashlib
import importlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import cattrs
import click
import yaml
from click.testing import CliRunner
from hypothesis import strategies
from weather import make_spec

import attrspec
from attrspec.cli import main

__all__ = ["Told", "Trials"]

MOST_SECONDS = 10
"""Of the processor. Two are wanted; a machine may be slow."""

IMPORTED = (attrs, cattrs, strategies)
"""What generated packages import is here before a process begins."""

Told: TypeAlias = dict[str, Any]
"""What a process tells of a spec."""


class Trials:
    """The program below, and what it is asked."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def try_spec(self, folder: Path, parser: str) -> Told:
        """Return what becomes of `spec` in a folder, read with a parser of YAML."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([str(folder), parser]), file=self.process.stdin, flush=True)
        return dict[str, Any](json.loads(self.process.stdout.readline()))

    def end(self) -> None:
        """End the program."""
        self.process.communicate()


def serve() -> None:
    """Answer each question."""
    with tempfile.TemporaryDirectory() as name:
        # What is loaded once is loaded before the first process begins.
        make_spec(Path(name))
        attrspec.render(attrspec.load(Path(name, "spec")))
        for line in sys.stdin:
            folder, parser = json.loads(line)
            click.echo(json.dumps(in_a_process(folder, parser, Path(name))))


def in_a_process(folder: str, parser: str, place: Path) -> Told:
    """Return what is told of a spec in a process that may end as it likes."""
    report = place / "told.json"
    told_to = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    child = os.fork()
    if not child:
        code = 1
        try:
            limit_processor(MOST_SECONDS)
            os.chdir(folder)
            sys.addaudithook(forbid)
            result = tried() if parser == "C" else tried_in_python()
            os.write(told_to, json.dumps(result).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    os.close(told_to)
    _, status, usage = os.wait4(child, 0)
    # Linux counts in kilobytes, other systems in bytes.
    unit = 1024 if sys.platform == "linux" else 1
    told: Told = {"status": status, "bytes": usage.ru_maxrss * unit}
    return told if status else told | json.loads(report.read_text())


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


if __name__ == "__main__":
    serve()

"""What all of OpenAI's document costs, beside two other generators. See `--help`.

Measured is the whole process, its CPU time and its memory, as in `generate.py`; rounds
are interleaved and shuffled. What is generated is counted: classes and other names of
types, schemas of which there is none, and names with a number that no schema has.

What is not equal work:

* attrspec reads a spec that it imported before, which is a line of its own. It writes
  models, converters, strategies, a reference and tests, laid out as `ruff format` does.
* datamodel-code-generator writes one module of models, by its own `builtin` formatter.
* openapi-python-client writes models that convert themselves and a client with a module
  for each operation. The formatter that it runs afterwards is switched off.

A name of a schema counts as there if a class or an alias is called so, whatever the
capital letters and signs.
"""

import argparse
import ast
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.import_openapi import DOCUMENT
from benchmarks.processes import Candidate, cells, measured, script
from benchmarks.reporting import (
    INSTALL,
    BenchmarkError,
    installed,
    machine,
    positive,
    table,
    versions,
)

PEERS = ("datamodel-code-generator", "openapi-python-client")


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit codes: 0 measured; 2 cannot run, as when a peer is missing.",
    )
    parser.add_argument("--rounds", type=positive, default=5, metavar="N")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as name:
            report(Path(name).resolve(), options.rounds)
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def report(folder: Path, rounds: int) -> None:
    """Print what it costs to generate from the document, and to use the result."""
    for peer in PEERS:
        if installed(peer) is None:
            raise BenchmarkError(f"{peer} is not installed; {INSTALL}")
    if not DOCUMENT.is_file():
        raise BenchmarkError(f"there is no {DOCUMENT}")
    document = folder / "openai.json"
    document.write_bytes(gzip.decompress(DOCUMENT.read_bytes()))
    schemas = json.loads(document.read_text("utf-8"))["components"]["schemas"]
    commands = commands_for(folder, document)
    for command in commands.values():
        once(command)
    sys.stdout.write(
        f"{machine()}\n{versions(['attrspec', *PEERS])}; {rounds} rounds\n\n"
    )

    results = measured([candidate(*item) for item in commands.items()], rounds)
    ours = next(result for result in results if result.name == "attrspec generate")
    costs = [
        ("", "CPU min", "x", "CPU median", "x", "peak RSS"),
        *((result.name, *cells(result, ours)) for result in results),
    ]
    sys.stdout.write(f"{table(costs)}\n\n")

    places = {
        "attrspec": folder / "generated/openai_api/models",
        "datamodel-code-generator": folder / "models.py",
        "openapi-python-client": folder / "client/models",
    }
    counts = [
        ("", "types", "schemas lost", "numbered"),
        *((name, *counted(path, schemas)) for name, path in places.items()),
    ]
    sys.stdout.write(f"{table(counts)}\n\n")
    sys.stdout.write(f"{table(used(folder, 3 * rounds))}\n")


def candidate(name: str, command: Sequence[str]) -> Candidate:
    """Return a program that is always run alike."""
    return Candidate(name, lambda _: command)


def commands_for(folder: Path, document: Path) -> dict[str, Sequence[str]]:
    """Return what is measured, in an order in which one can do without the next."""
    spec, out = str(folder / "spec"), str(folder / "generated")
    places = ("--spec", spec, "--out", out)
    attrspec, peer = script("attrspec"), script("datamodel-codegen")
    config = folder / "config.json"
    config.write_text('{"post_hooks": []}')
    again = ("--into", spec, "--package", "openai_api", "--force")
    return {
        "attrspec import": (attrspec, "import", "openapi", str(document), *again),
        "attrspec generate": (attrspec, "generate", *places),
        "attrspec check": (attrspec, "check", *places),
        "datamodel-code-generator, msgspec": (
            *(peer, "--input", str(document), "--input-file-type", "openapi"),
            *("--output-model-type", "msgspec.Struct", "--formatters", "builtin"),
            *("--target-python-version", "3.11", "--disable-timestamp"),
            *("--output", str(folder / "models.py")),
        ),
        "openapi-python-client": (
            *(script("openapi-python-client"), "generate", "--path", str(document)),
            *("--output-path", str(folder / "client"), "--meta", "none"),
            *("--config", str(config), "--overwrite"),
        ),
    }


def once(command: Sequence[str]) -> None:
    """Run a command."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"{command[0]} failed:\n{done.stderr[-2000:]}")


# What is written


def counted(place: Path, schemas: Sequence[str]) -> tuple[str, str, str]:
    """Return how many types there are, schemas that are none, and numbered names."""
    paths = place.rglob("*.py") if place.is_dir() else [place]
    names = {name for path in paths for name in types_in(path)}
    found = {plain(name) for name in names}
    known = {plain(name) for name in schemas}
    lost = sum(plain(name) not in found for name in schemas)
    numbered = [
        name for name in names if re.search("[0-9]$", name) and plain(name) not in known
    ]
    return f"{len(names):,}", str(lost), str(len(numbered))


def types_in(path: Path) -> Iterator[str]:
    """Yield the names of classes and of aliases of types in a module."""
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case (
                ast.AnnAssign(target=ast.Name(id=name))
                | ast.Assign(targets=[ast.Name(id=name)])
            ) if name[:1].isupper() and not name.isupper():
                yield name
            case _:
                pass


def plain(name: str) -> str:
    """Return a name without signs and capital letters."""
    return re.sub("[^a-z0-9]", "", name.lower())


# What it costs to use


USES = {
    "attrs alone": "import attrs",
    "attrspec: the package": "import attrs, openai_api",
    "attrspec: one class, of a family of 35": "from openai_api import VoiceResource",
    "attrspec: one class, of a family of 79": "from openai_api import CompletionUsage",
    "attrspec: one class, of the largest family": "from openai_api import BetaResponse",
    "datamodel-code-generator: all classes": "import models",
    "openapi-python-client: all classes": "import client.models",
}


def used(folder: Path, rounds: int) -> Iterator[tuple[str, ...]]:
    """Yield what it costs to import."""
    yield ("in a process of its own", "CPU min", "beyond attrs")
    places = f"sys.path[:0] = [{str(folder / 'generated')!r}, {str(folder)!r}]"
    programs = {name: f"import sys; {places}; {text}" for name, text in USES.items()}
    works: list[Candidate] = []
    broken: list[tuple[str, ...]] = []
    for name, program in programs.items():
        command = (sys.executable, "-c", program)
        try:
            once(command)
        except BenchmarkError as error:
            said = str(error).strip().rpartition("\n")[2]
            broken.append((name, said.partition(":")[0], ""))
        else:
            works.append(candidate(name, command))
    results = measured(works, rounds)
    for result in results:
        more = result.minimum - results[0].minimum
        yield (result.name, f"{result.minimum:.0f} ms", f"{more:.0f} ms")
    yield from broken


if __name__ == "__main__":
    sys.exit(main())

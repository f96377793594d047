"""What `attrspec generate` costs beside datamodel-code-generator. See `--help`.

Measured is the whole process as a user starts it, from the console script to its exit:
the CPU time (user and system) that the kernel charges it with and the memory it held at
most, as `wait4` reports both. CPU time is steadier than the time on the clock, and it
does not let a peer pay for a busy disk.

How it is kept fair:

* Rounds are interleaved and shuffled, so that a machine that slows down slows all. The
  minimum says what the work costs, the median what a user gets.
* Byte code is cached for all, by one run of each that does not count. The caches are in
  a temporary folder, so nothing is written into the source tree.
* Variables of the environment that begin with PYTHON are not passed on, except for
  PYTHONPATH, and each run has a fresh folder to work and to write in, so no
  configuration is found.

What is not equal work, for either side:

* datamodel-code-generator reads the OpenAPI document (JSON with paths and parameters,
  of which it uses the schemas), attrspec its own spec (YAML, with examples and without
  paths). The objects are the same.
* datamodel-code-generator writes one module with models. attrspec writes a distribution
  with models, converters, Hypothesis strategies, a reference and tests, checks the
  examples, and hashes every file. The last columns of the table say how much it is.
* The peer formats by default what it wrote with black and isort; that is measured, and
  so is its own `builtin` formatter, the least that its command line allows. attrspec
  has no formatter: it prints what `ruff format` leaves alone.

The peak of a child cannot be seen below that of this script, which it was forked from;
the header has that floor.
"""

import argparse
import resource
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.processes import Candidate, Result, cells, measured, megabytes, script
from benchmarks.reporting import (
    INSTALL,
    ROOT,
    BenchmarkError,
    installed,
    machine,
    positive,
    table,
    versions,
)

PEER = "datamodel-code-generator"
SPEC = ROOT / "spec"
DOCUMENT = (
    ROOT.parent / "shared/upstream/usage-history/17-20260821-13c6a94.json"
).resolve()
MODELS = {"msgspec": "msgspec.Struct", "pydantic": "pydantic_v2.BaseModel"}
FORMATTERS = {"black, isort": ("black", "isort"), "builtin": ("builtin",)}
IMPORTS = ("yaml", "attrs", "jinja2", "click", "attrspec", "attrspec.cli")


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    options = _parser().parse_args()
    try:
        if options.floor:
            candidates = list(_imports())
            packages = ["attrs", "click", "Jinja2", "PyYAML", "attrspec"]
        else:
            candidates = list(_generators(options.spec, options.document))
            packages = ["attrspec", PEER, "black", "isort", "pydantic"]
        title = _header(packages, options.rounds)
        results = measured(candidates, options.rounds)
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    rows = _floor_rows(results) if options.floor else _generator_rows(results)
    sys.stdout.write(f"{title}\n\n{table(rows)}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"Exit codes: 0 measured; 2 cannot run, as when {PEER} is missing.",
    )
    parser.add_argument(
        "--floor",
        action="store_true",
        help="measure instead what importing each dependency, and attrspec, costs",
    )
    parser.add_argument(
        "--rounds",
        type=positive,
        default=15,
        metavar="N",
        help="runs of each candidate that count (default: %(default)s)",
    )
    parser.add_argument(
        "--spec",
        type=_absolute,
        default=SPEC,
        metavar="FOLDER",
        help="what attrspec reads (default: the shipped spec)",
    )
    parser.add_argument(
        "--document",
        type=_absolute,
        default=DOCUMENT,
        metavar="FILE",
        help="the OpenAPI document with the same objects, which the peer reads "
        "(default: %(default)s)",
    )
    return parser


def _absolute(text: str) -> Path:
    return Path(text).resolve()


# Candidates


def _generators(spec: Path, document: Path) -> Iterator[Candidate]:
    """Yield attrspec, with which the others are compared, and the others."""
    for path in (spec, document):
        if not path.exists():
            raise BenchmarkError(f"there is no {path}")
    if installed(PEER) is None:
        raise BenchmarkError(f"{PEER} is not installed; {INSTALL}")
    attrspec, peer = script("attrspec"), script("datamodel-codegen")
    yield Candidate(
        "attrspec generate",
        lambda folder: (
            *(attrspec, "generate", "--spec", str(spec)),
            *("--out", str(folder / "generated")),
        ),
    )
    for formatter, names in FORMATTERS.items():
        for model, kind in MODELS.items():
            arguments = (
                *(peer, "--input", str(document), "--input-file-type", "openapi"),
                *("--output-model-type", kind, "--target-python-version", "3.11"),
                *("--formatters", *names),
            )
            yield Candidate(f"{PEER}, {model}, {formatter}", _peer_command(arguments))


def _peer_command(arguments: Sequence[str]) -> Callable[[Path], Sequence[str]]:
    return lambda folder: (*arguments, "--output", str(folder / "models.py"))


def _imports() -> Iterator[Candidate]:
    """Yield Python alone, with which the others are compared, and each import."""
    yield Candidate("python", _python_command("pass"))
    for module in IMPORTS:
        yield Candidate(f"import {module}", _python_command(f"import {module}"))


def _python_command(statement: str) -> Callable[[Path], Sequence[str]]:
    return lambda _: (sys.executable, "-c", statement)


# Printing


def _header(packages: Iterable[str], rounds: int) -> str:
    floor = megabytes(resource.getrusage(resource.RUSAGE_SELF))
    return (
        f"{machine()}, {rounds} rounds\n"
        f"{versions(packages)}\n"
        "CPU time of the whole process, user and system; byte code is cached for all\n"
        f"peak RSS: peaks under {floor:.0f} MB cannot be seen"
    )


def _generator_rows(results: Sequence[Result]) -> Iterator[Sequence[str]]:
    ours = results[0]
    yield (
        *("", "CPU min", "x", "CPU median", "x", "peak RSS", "x"),
        *("files", "lines"),
    )
    for result in results:
        yield (
            result.name,
            *cells(result, ours),
            f"{result.peak / ours.peak:.2f}",
            f"{result.runs[0].files}",
            f"{result.runs[0].lines}",
        )


def _floor_rows(results: Sequence[Result]) -> Iterator[Sequence[str]]:
    bare = results[0]
    yield ("", "CPU min", "more", "CPU median", "more", "peak RSS")
    for result in results:
        yield (
            result.name,
            f"{result.minimum:.1f} ms",
            f"{result.minimum - bare.minimum:.1f} ms",
            f"{result.median:.1f} ms",
            f"{result.median - bare.median:.1f} ms",
            f"{result.peak:.0f} MB",
        )


if __name__ == "__main__":
    sys.exit(main())

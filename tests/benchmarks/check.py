"""What `attrspec check` costs beside datamodel-code-generator. See `--help`.

Measured is the whole process, its CPU time, as in `generate.py`; rounds are interleaved
and shuffled. Each candidate looks at what it generated itself, unchanged, so all of
them exit with 0.

Two sizes: the shipped spec and the OpenAPI document with the same objects; and a spec
of many objects, which is the shipped one many times over under other names, beside
OpenAI's whole document, which has 1,422 schemas. The peer has no record of what it
wrote: it generates anew and compares. So does `--thorough`.
"""

import argparse
import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.processes import Candidate, Result, cells, measured, script
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
from benchmarks.specs import large_spec

PEER = "datamodel-code-generator"
UPSTREAM = (ROOT.parent / "shared/upstream").resolve()
SMALL = UPSTREAM / "usage-history/17-20260821-13c6a94.json"
LARGE = UPSTREAM / "openai-openapi-2026-08-21.json.gz"


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"Exit codes: 0 measured; 2 cannot run, as when {PEER} is missing.",
    )
    parser.add_argument("--rounds", type=positive, default=15, metavar="N")
    parser.add_argument(
        "--objects",
        type=positive,
        default=1400,
        metavar="N",
        help="how many objects the large spec has at least (default: %(default)s)",
    )
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as name:
            _measure(Path(name).resolve(), options.rounds, options.objects)
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def _measure(folder: Path, rounds: int, objects: int) -> None:
    if installed(PEER) is None:
        raise BenchmarkError(f"{PEER} is not installed; {INSTALL}")
    for document in (SMALL, LARGE):
        if not document.exists():
            raise BenchmarkError(f"there is no {document}")
    large, count = large_spec(folder / "large", objects)
    document = folder / "large.json"
    document.write_bytes(gzip.decompress(LARGE.read_bytes()))
    sizes = {
        "the shipped spec": (ROOT / "spec", SMALL, rounds),
        f"a spec of {count:,} objects, a document of 1,422 schemas": (
            large,
            document,
            max(rounds // 5, 3),
        ),
    }
    packages = ["attrspec", PEER]
    sys.stdout.write(f"{machine()}\n{versions(packages)}\n")
    for title, (spec, openapi, times) in sizes.items():
        place = folder / re.sub(r"\W+", "-", title)
        place.mkdir()
        results = measured(list(_candidates(place, spec, openapi)), times)
        sys.stdout.write(f"\n{title}, {times} rounds\n\n{table(_rows(results))}\n")


def _candidates(folder: Path, spec: Path, document: Path) -> Iterator[Candidate]:
    """Yield attrspec, with which the others are compared, and the others."""
    attrspec, peer = script("attrspec"), script("datamodel-codegen")
    out, models = folder / "generated", folder / "models.py"
    places = ("--spec", str(spec), "--out", str(out))
    _once([attrspec, "generate", *places])
    arguments = (
        *("--input", str(document), "--input-file-type", "openapi"),
        *("--output-model-type", "msgspec.Struct", "--target-python-version", "3.11"),
        *("--formatters", "builtin", "--disable-timestamp", "--output", str(models)),
    )
    _once([peer, *arguments])
    yield Candidate("attrspec check", lambda _: (attrspec, "check", *places))
    yield Candidate(
        "attrspec check --thorough",
        lambda _: (attrspec, "check", "--thorough", *places),
    )
    yield Candidate(f"{PEER} --check", lambda _: (peer, *arguments, "--check"))


def _once(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"{command[0]} failed:\n{done.stderr}")


def _rows(results: Sequence[Result]) -> Iterable[Sequence[str]]:
    ours = results[0]
    yield ("", "CPU min", "x", "CPU median", "x", "peak RSS")
    for result in results:
        yield (
            result.name,
            *cells(result, ours),
        )


if __name__ == "__main__":
    sys.exit(main())

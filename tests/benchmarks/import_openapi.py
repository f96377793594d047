"""What `attrspec import openapi` costs, and how that grows. See `--help`.

Measured is the whole process, its CPU time and its memory, as in `generate.py`; rounds
are interleaved and shuffled. The document is OpenAI's, of 1,422 schemas, and the same
several times over under other names.
"""

import argparse
import gzip
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.processes import Candidate, Result, measured, script
from benchmarks.reporting import (
    ROOT,
    BenchmarkError,
    machine,
    positive,
    table,
    versions,
)

DOCUMENT = (ROOT.parent / "shared/upstream").resolve() / (
    "openai-openapi-2026-08-21.json.gz"
)
REFERENCE = "#/components/schemas/"


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit codes: 0 measured; 2 cannot run, as when the document is missing.",
    )
    parser.add_argument("--rounds", type=positive, default=5, metavar="N")
    parser.add_argument(
        "--times",
        type=positive,
        nargs="+",
        default=[1, 2, 4],
        metavar="N",
        help="how many times over the document is imported (default: 1 2 4)",
    )
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as name:
            report(Path(name), options.rounds, options.times)
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def report(folder: Path, rounds: int, times: Sequence[int]) -> None:
    """Print what imports of larger and larger documents cost."""
    if not DOCUMENT.is_file():
        raise BenchmarkError(f"there is no {DOCUMENT}")
    text = gzip.decompress(DOCUMENT.read_bytes()).decode()
    candidates: list[Candidate] = []
    for number in times:
        document = folder / f"{number}.json"
        document.write_text(repeated(text, number))
        command = partial(importing, document)
        candidates.append(Candidate(f"{number} times the document", command))
    results = measured(candidates, rounds)
    packages = versions(["PyYAML", "attrs"])
    sys.stdout.write(f"{machine()}\n{packages}; {rounds} rounds\n\n")
    sys.stdout.write(f"{table([HEAD, *map(row, results, times)])}\n")


HEAD = ("", "CPU, best", "CPU, median", "a time", "memory", "lines")


def row(result: Result, times: int) -> tuple[str, ...]:
    """Return the row of a size: what it costs, and what each repetition does."""
    return (
        result.name,
        f"{result.minimum / 1000:.2f} s",
        f"{result.median / 1000:.2f} s",
        f"{result.minimum / 1000 / times:.2f} s",
        f"{result.peak:.0f} MB",
        f"{result.runs[0].lines:,}",
    )


def importing(document: Path, folder: Path) -> list[str]:
    """Return the command that imports a document into a folder."""
    arguments = ["import", "openapi", str(document), "--into", str(folder / "spec")]
    return [script("attrspec"), *arguments]


def repeated(text: str, times: int) -> str:
    """Return a document whose schemas are there several times, under other names."""
    document = json.loads(text)
    schemas = json.dumps(document["components"]["schemas"])
    for number in range(1, times):
        suffix = 2 * chr(ord("A") + number)
        copies = json.loads(re.sub(rf'("{REFERENCE}[^"]+)"', rf'\1{suffix}"', schemas))
        renamed = {f"{name}{suffix}": schema for name, schema in copies.items()}
        document["components"]["schemas"] |= renamed
    return json.dumps(document, indent=1)


if __name__ == "__main__":
    sys.exit(main())

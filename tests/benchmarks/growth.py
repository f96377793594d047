"""What it costs to generate, check and load a package as its spec grows. See `--help`.

The spec is the shipped one many times over under other names, a file a copy, so that
its package has modules by family. Measured is the whole process, its CPU time and its
peak of memory, as in `generate.py`; of what loads, also beyond a process that imports
attrs alone. A cost is linear if it is the same for each object in every row.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.processes import Candidate, Result, measured, script
from benchmarks.reporting import BenchmarkError, machine, positive, table
from benchmarks.specs import large_spec

_PYTHON_PATH = [path for path in [os.environ.get("PYTHONPATH")] if path]

PROGRAMS = {
    "attrs": "import attrs, typing",
    "import": "import attrs, typing, PACKAGE",
    "one class": """
import attrs, typing
from PACKAGE import CostsAmountAaa, from_json, to_json
to_json(from_json(b'{"value": 1.5, "currency": "usd"}', CostsAmountAaa))
""",
    "all classes": """
import attrs, typing
from PACKAGE import *
""",
}


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit codes: 0 measured; 2 cannot run.",
    )
    parser.add_argument("--rounds", type=positive, default=3, metavar="N")
    parser.add_argument(
        "--objects",
        type=positive,
        default=1400,
        metavar="N",
        help="how many objects the smallest spec has (default: %(default)s)",
    )
    parser.add_argument(
        "--times",
        type=positive,
        nargs="+",
        default=[1, 2, 4, 10],
        metavar="N",
        help="the sizes of the specs, as multiples of that (default: 1 2 4 10)",
    )
    options = parser.parse_args()
    sys.stdout.write(f"{machine()}, {options.rounds} rounds, minima\n")
    try:
        with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as name:
            rows: list[Sequence[str]] = [("", *_HEADER)]
            for times in options.times:
                folder = Path(name).resolve() / str(times)
                folder.mkdir()
                rows.append(_row(folder, times * options.objects, options.rounds))
            sys.stdout.write(f"\n{table(rows)}\n")
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


_HEADER = (
    *("generate", "an object", "peak", "check", "an object", "peak"),
    *("import", "one class", "all classes", "an object"),
)


def _row(folder: Path, objects: int, rounds: int) -> Sequence[str]:
    spec, count = large_spec(folder / "spec", objects)
    out = folder / "out"
    places = ("--spec", str(spec), "--out", str(out))
    attrspec = script("attrspec")
    writing = Candidate(
        "generate",
        lambda place: (attrspec, "generate", *places[:2], "--out", str(place / "out")),
    )
    found = {"generate": measured([writing], rounds)[0]}
    measured([Candidate("once", lambda _: (attrspec, "generate", *places))], 1)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(out), *_PYTHON_PATH])
    reading = [Candidate("check", lambda _: (attrspec, "check", *places))]
    reading += list(_loading(PROGRAMS))
    found |= {result.name: result for result in measured(reading, max(rounds, 5))}
    return (f"{count:,} objects", *_cells(found, count))


def _loading(programs: Mapping[str, str]) -> Iterator[Candidate]:
    for name, program in programs.items():
        text = program.replace("PACKAGE", "openai_usage_models")
        yield Candidate(name, partial(_interpreted, text))


def _interpreted(program: str, _: Path) -> Sequence[str]:
    return (sys.executable, "-c", program)


def _cells(found: Mapping[str, Result], count: int) -> Iterator[str]:
    for name in ("generate", "check"):
        cost = found[name].minimum
        yield f"{cost / 1000:.2f} s"
        yield f"{cost / count:.2f} ms"
        yield f"{found[name].peak:.0f} MB"
    for name in ("import", "one class", "all classes"):
        cost = found[name].minimum - found["attrs"].minimum
        yield f"{cost:.0f} ms"
    yield f"{(found['all classes'].minimum - found['attrs'].minimum) / count:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())

"""What `attrspec lint` costs on a large spec, beside PyYAML alone. See `--help`.

The spec is the shipped one many times over under other names, some 3 MB, or that in a
folder that is given. Measured is the CPU time of whole processes and their peak of
memory, interleaved and in random order.

What is not equal work: PyYAML's safe loaders make dicts, lists and texts of the same
files and know no places; the one in C is what `lint` takes its events from.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.processes import Candidate, cells, measured, script
from benchmarks.reporting import BenchmarkError, machine, positive, table, versions
from benchmarks.specs import large_spec

LOAD = """
import sys, yaml
from pathlib import Path
for path in Path(sys.argv[1]).glob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.LOADER)
"""

PROGRAMS = {
    "yaml.CSafeLoader": LOAD.replace("LOADER", "CSafeLoader"),
    "yaml.SafeLoader": LOAD.replace("LOADER", "SafeLoader"),
}


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit codes: 0 measured; 2 cannot run.",
    )
    parser.add_argument("--rounds", type=positive, default=10, metavar="N")
    parser.add_argument("--objects", type=positive, default=2670, metavar="N")
    parser.add_argument("--spec", type=Path, metavar="FOLDER", help="another spec")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as name:
            spec = options.spec and options.spec.resolve()
            if spec is None:
                spec, _ = large_spec(Path(name).resolve() / "spec", options.objects)
            size = sum(path.stat().st_size for path in spec.glob("*.yaml"))
            lint = (script("attrspec"), "lint", "--spec", str(spec))
            # Findings are no failure here.
            candidates = [Candidate("attrspec lint", lambda _: lint, codes=(0, 1))]
            candidates += [
                Candidate(title, partial(_interpreted, program, spec))
                for title, program in PROGRAMS.items()
            ]
            results = measured(candidates, options.rounds)
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    head = ("", "CPU min", "x", "median", "x", "peak")
    rows = [head, *((r.name, *cells(r, results[0])) for r in results)]
    sys.stdout.write(
        f"{machine()}, {options.rounds} rounds\n{versions(['attrspec', 'PyYAML'])}\n"
        f"{size / 1_000_000:.2f} MB of YAML\n\n{table(rows)}\n"
    )
    return 0


def _interpreted(program: str, spec: Path, _: Path) -> Sequence[str]:
    return (sys.executable, "-c", program, str(spec))


if __name__ == "__main__":
    sys.exit(main())

"""What reading and writing JSON costs with the generated converters beside peers.

Measured is CPU time, from the bytes of a body to objects (decode) and from the objects
back to bytes (encode), on two payloads of the organization usage API that this script
makes from a table of fields, with a fixed seed:

* `page`: 100 buckets of 20 results, of all 11 kinds; three of five are completions. Of
  30 % of the rows each optional key is missing one time in four; two of five values
  that may be null are. Counts of audio and images are mostly 0, as in the examples of
  the API's document, and others have up to seven digits.
* `small`: one bucket with one result, a completion with all keys and no null.
* `long`, when it is asked for: a page of ten times as many buckets.

How it is kept fair:

* Each candidate has a process of its own. Rounds are interleaved and shuffled, so that
  a machine that slows down slows all. A sample lasts about 20 ms, and the garbage
  collector runs as it does for a user. The minimum says what the work costs, the median
  what a user gets.
* The classes of all peers are built from the same table, as their documentation has it.
* A candidate that is `exact` writes the payload that it read: absent keys stay absent
  and nulls stay null. That is asserted before anything is timed.
* What an object costs in memory is what `tracemalloc` sees of one decoded `page`, in
  another process, divided by its results.

What is not equal work:

* pydantic coerces ("1" to 1), as do mashumaro and cattrs; ours and msgspec do not.
* openapi-python-client checks no types but the tag, and tries the members of a union in
  turn. Its `from_dict` and `to_dict` are imitated here by a loop over the table, with
  orjson for the text.
* mashumaro and cattrs write null for what was absent: their output is longer.
* `json` and `orjson` make dicts and lists, which is where the others begin that have no
  parser of their own.
"""

import argparse
import gc
import json
import multiprocessing
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeAlias

from attrs import Factory, define

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.peers import CANDIDATES, Coder
from benchmarks.reporting import (
    INSTALL,
    BenchmarkError,
    installed,
    machine,
    positive,
    table,
    versions,
)
from benchmarks.usage_api import Dynamic, payload

BASE = "pydantic"
SAMPLE = 0.02
"""Seconds of a sample."""

PAYLOADS: Mapping[str, tuple[str, float]] = {
    "page": ("ms", 1e3),
    "small": ("us", 1e6),
    "long": ("ms", 1e3),
}
"""Their names, and the unit that their times are printed in."""


Pipe: TypeAlias = Connection


class SkipError(BenchmarkError):
    """A candidate cannot be what it is called; the text says why."""


@define
class Result:
    """What a candidate costs with one payload, in seconds and bytes."""

    exact: bool
    decode: list[float] = Factory(list[float])
    encode: list[float] = Factory(list[float])
    memory: float | None = None

    @property
    def minimum(self) -> float:
        """The fastest decode and the fastest encode."""
        return min(self.decode) + min(self.encode)


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    options = _parser().parse_args()
    chosen = [
        name
        for name in CANDIDATES
        if options.only is None or any(part in name for part in options.only)
    ]
    packages = dict.fromkeys(
        package for name in chosen for package in CANDIDATES[name].packages
    )
    rows = [HEAD]
    skipped: dict[str, str] = {}
    try:
        for name in options.payload or ["page", "small"]:
            results = _measured(chosen, name, options.rounds, skipped)
            rows.extend(_rows(name, results))
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    sys.stdout.write(
        f"{machine()}, {options.rounds} rounds\n"
        f"{versions(packages)}\n"
        f"CPU time; x: minimum by minimum, {BASE} = 1\n\n{table(rows)}\n"
    )
    for name, reason in skipped.items():
        sys.stdout.write(f"not measured: {name}: {reason}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit codes: 0 measured, and what could not be is named; 2 cannot run, "
        "as when a candidate does not write what it read.",
    )
    parser.add_argument(
        "--rounds",
        type=positive,
        default=15,
        metavar="N",
        help="samples of each candidate (default: %(default)s)",
    )
    parser.add_argument(
        "--payload",
        action="append",
        choices=list(PAYLOADS),
        help="what is read and written; may be repeated (default: page, small)",
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="TEXT",
        help="only candidates with this in their names, such as `ours`; may be "
        f"repeated. Ratios need {BASE}",
    )
    return parser


# Measuring


def _measured(
    names: Sequence[str], which: str, rounds: int, skipped: dict[str, str]
) -> Mapping[str, Result]:
    """Return what candidates cost, in their order; tell *skipped* of the others."""
    text, size = payload(which)
    results: dict[str, Result] = {}
    workers: dict[str, Pipe] = {}
    for name in names:
        try:
            workers[name] = _ready(name, text)
        except SkipError as error:
            skipped[name] = str(error)
        else:
            results[name] = Result(CANDIDATES[name].exact)
    if not workers:
        raise BenchmarkError(
            "; ".join(skipped.values()) or f"there are only: {'; '.join(CANDIDATES)}"
        )
    order = list(workers)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            workers[name].send(None)
            decode, encode = _received(name, workers[name])
            results[name].decode.append(decode)
            results[name].encode.append(encode)
    for worker in workers.values():
        worker.close()
    if which == "page":
        for name, result in results.items():
            result.memory = _received(name, _started(_weigh, name, text)) / size
    return results


def _ready(name: str, text: bytes) -> Pipe:
    """Return the connection to a process that sends a sample whenever it is asked."""
    packages = CANDIDATES[name].packages
    missing = [package for package in packages if installed(package) is None]
    if missing:
        raise SkipError(f"there is no {' and no '.join(missing)}; {INSTALL}")
    worker = _started(_sample, name, text)
    _received(name, worker)
    return worker


def _started(work: Callable[[Pipe, str, bytes], None], name: str, text: bytes) -> Pipe:
    """Return the connection to a new process."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=work, args=(there, name, text), daemon=True).start()
    there.close()
    return here


def _received(name: str, worker: Pipe) -> Dynamic:
    """Return what a process sends; raise that if it is an error."""
    try:
        found = worker.recv()
    except EOFError:
        raise BenchmarkError(f"{name} failed, see above") from None
    if isinstance(found, BenchmarkError):
        raise found
    return found


def _sample(pipe: Pipe, name: str, text: bytes) -> None:
    """Send None or why not, and then the times of a sample whenever asked."""
    try:
        decode, encode = _checked(name, text)
    except BenchmarkError as error:
        pipe.send(error)
        return
    tasks = [_task(decode, text), _task(encode, decode(text))]
    pipe.send(None)
    while True:
        try:
            pipe.recv()
        except EOFError:
            return
        pipe.send([_timed(*task) for task in tasks])


Task: TypeAlias = tuple[Callable[[Dynamic], Dynamic], Dynamic, int]
"""A function, its argument and how often it is called in one sample."""


def _task(function: Callable[[Dynamic], Dynamic], argument: Dynamic) -> Task:
    number = 1
    while (once := _timed(function, argument, number)) * number < SAMPLE / 4:
        number *= 2
    return function, argument, max(1, round(SAMPLE / once))


def _timed(
    function: Callable[[Dynamic], Dynamic], argument: Dynamic, number: int
) -> float:
    start = time.process_time()
    for _ in repeat(None, number):
        function(argument)
    return (time.process_time() - start) / number


def _weigh(pipe: Pipe, name: str, text: bytes) -> None:
    """Send how many bytes a decoded payload keeps."""
    decode, _ = _checked(name, text)
    gc.collect()
    tracemalloc.start()
    value = decode(text)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    pipe.send(kept)
    del value


def _checked(name: str, text: bytes) -> Coder:
    """Return the functions of a candidate that does what is said of it."""
    candidate = CANDIDATES[name]
    decode, encode = candidate.build()
    written = encode(decode(text))
    if candidate.uses and candidate.uses not in sys.modules:
        raise SkipError(f"the package does not use {candidate.uses}")
    if candidate.exact and _sorted(written) != _sorted(text):
        raise BenchmarkError(f"{name} does not write what it read")
    return decode, encode


def _sorted(text: bytes) -> str:
    """Return JSON text that is equal for equal values, with 1, 1.0 and true unequal."""
    return json.dumps(json.loads(text), sort_keys=True)


# Printing

HEAD: Sequence[str] = (
    *("", "decode min", "median", "x", "encode min", "median", "x"),
    *("both x", "bytes/result", "exact"),
)


def _rows(which: str, results: Mapping[str, Result]) -> Iterator[Sequence[str]]:
    text, size = payload(which)
    unit, factor = PAYLOADS[which]
    title = f"{which}, {unit} (results: {size:,}; bytes: {len(text):,})"
    yield [title, *[""] * (len(HEAD) - 1)]
    base = results.get(BASE)
    for name, result in results.items():
        decode, encode = min(result.decode), min(result.encode)
        yield (
            f"  {name}",
            f"{factor * decode:.2f}",
            f"{factor * statistics.median(result.decode):.2f}",
            f"{decode / min(base.decode):.2f}" if base else "",
            f"{factor * encode:.2f}",
            f"{factor * statistics.median(result.encode):.2f}",
            f"{encode / min(base.encode):.2f}" if base else "",
            f"{result.minimum / base.minimum:.2f}" if base else "",
            "" if result.memory is None else f"{result.memory:,.0f}",
            "yes" if result.exact else "no",
        )


if __name__ == "__main__":
    sys.exit(main())

"""What whole processes cost, as the kernel charges them."""

import os
import random
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import Factory, define, frozen
from benchmarks.reporting import BenchmarkError

__all__ = ["Candidate", "Result", "cells", "measured", "megabytes", "script"]


@frozen
class Candidate:
    """A program that is measured."""

    name: str
    command: Callable[[Path], Sequence[str]]
    """Return the command that writes into a folder."""

    codes: tuple[int, ...] = (0,)
    """The exit codes of a run that did its work."""


@frozen
class Run:
    """What one process cost and wrote."""

    milliseconds: float
    """CPU time, user and system."""

    megabytes: float
    """Peak of the memory that was resident."""

    files: int
    lines: int


@define
class Result:
    """All counted runs of a candidate."""

    name: str
    runs: list[Run] = Factory(list[Run])

    @property
    def minimum(self) -> float:
        """The CPU time of the fastest run."""
        return min(run.milliseconds for run in self.runs)

    @property
    def median(self) -> float:
        """The CPU time of a usual run."""
        return statistics.median(run.milliseconds for run in self.runs)

    @property
    def peak(self) -> float:
        """The memory of a usual run."""
        return statistics.median(run.megabytes for run in self.runs)


def script(name: str) -> str:
    """Return the path of a console script beside this interpreter."""
    path = Path(sysconfig.get_path("scripts"), name)
    if not path.is_file():
        raise BenchmarkError(f"{name} is not installed with {sys.executable}")
    return str(path)


def cells(result: Result, ours: Result) -> tuple[str, ...]:
    """Return what a table has of the time of a candidate, beside that of ours."""
    return (
        f"{result.minimum:.0f} ms",
        f"{result.minimum / ours.minimum:.2f}",
        f"{result.median:.0f} ms",
        f"{result.median / ours.median:.2f}",
        f"{result.peak:.0f} MB",
    )


def measured(candidates: Sequence[Candidate], rounds: int) -> list[Result]:
    """Return what the candidates cost, in their order."""
    results = {candidate.name: Result(candidate.name) for candidate in candidates}
    with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as folder:
        environment = _environment(Path(folder, "byte-code"))
        for candidate in candidates:
            _run(candidate, environment)
        order = list(candidates)
        for _ in range(rounds):
            random.shuffle(order)
            for candidate in order:
                run = _run(candidate, environment)
                results[candidate.name].runs.append(run)
    return list(results.values())


def _environment(byte_code: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") or name == "PYTHONPATH"
    }
    return {**kept, "PYTHONPYCACHEPREFIX": str(byte_code)}


def _run(candidate: Candidate, environment: Mapping[str, str]) -> Run:
    """Return what one process costs that works in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="attrspec-benchmark-") as name:
        folder = Path(name).resolve()
        out = folder / "out"
        out.mkdir()
        log = folder / "log"
        with (
            log.open("wb") as file,
            subprocess.Popen(
                candidate.command(out),
                cwd=out,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            ) as process,
        ):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in candidate.codes:
            said = log.read_text("utf-8", "backslashreplace")
            raise BenchmarkError(f"{candidate.name} failed:\n{said}")
        texts = [path.read_bytes() for path in out.rglob("*") if path.is_file()]
    return Run(
        milliseconds=1000 * (usage.ru_utime + usage.ru_stime),
        megabytes=megabytes(usage),
        files=len(texts),
        lines=sum(text.count(b"\n") for text in texts),
    )


def megabytes(usage: resource.struct_rusage) -> float:
    """Return the most memory that was resident."""
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1_000_000

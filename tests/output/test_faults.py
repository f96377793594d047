"""Whatever fails, and whenever: each file is whole, none is lost, the next run heals.

What can fail is found out by a run in which nothing does: it records every call that
changes something on the disk. Then there is one run for each of these calls and each
way in which it can fail.
"""

import errno
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar
from unittest.mock import patch

import pytest
from attrs import Factory, define, frozen
from trees import compared, contents, put

from attrspec.output import MANIFEST, OutputError
from attrspec.output.lock import locked

OLD = {"README.md": "old", "package/models.py": "old", "old/deep/test.py": "old"}
NEW = {"README.md": "new", "package/models.py": "old", "new/deep/test.py": "new" * 99}
NEWEST = {"README.md": "newest", "package/late.py": "newest"}
FOREIGN = {"notes.txt": "mine", "package/notes.txt": "mine", "old/notes.txt": "mine"}


P = ParamSpec("P")
T = TypeVar("T")


class Killed(BaseException):
    """The process is no more: nothing that comes after it happens."""


class Fault(Enum):
    """How a call can fail."""

    KILL = "killed before it"
    TORN = "killed in the middle of it"
    ENOSPC = errno.ENOSPC
    EACCES = errno.EACCES
    EIO = errno.EIO

    @property
    def is_deadly(self) -> bool:
        """Whether the process ends."""
        return isinstance(self.value, str)


@define
class Disk:
    """The calls that change something below a folder, of which one can fail."""

    root: Path
    failing: int | None = None
    """Which call fails, counted from 0."""

    fault: Fault = Fault.KILL
    calls: list[str] = Factory(list[str])
    is_dead: bool = False
    files: dict[int, str] = Factory(dict[int, str])
    """The files that are open for writing."""

    @contextmanager
    def watched(self) -> Generator[None, None, None]:
        """Watch, and let fail, what is done in the block."""
        with ExitStack() as stack:
            for name in ("mkdir", "rmdir", "unlink", "replace", "fchmod", "fsync"):
                called = self.calling(name, getattr(os, name))
                stack.enter_context(patch.object(os, name, called))
            stack.enter_context(patch.object(os, "open", self.opening(os.open)))
            stack.enter_context(patch.object(os, "write", self.writing(os.write)))
            stack.enter_context(patch.object(os, "close", self.closing(os.close)))
            yield

    def opening(self, real: Callable[P, int]) -> Callable[P, int]:
        """Return `os.open`, which counts if it makes a file."""

        def opened(*arguments: P.args, **options: P.kwargs) -> int:
            path, flags = arguments[0], arguments[1]
            if not (isinstance(flags, int) and flags & os.O_CREAT):
                return real(*arguments, **options)
            self.step("open", str(path))
            handle = real(*arguments, **options)
            self.files[handle] = str(path)
            return handle

        return opened

    def closing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        """Return `os.close`, which counts for files that were written."""

        def closed(handle: int) -> None:
            real(handle)
            if name := self.files.pop(handle, None):
                self.step("close", name)

        return closed

    def writing(self, real: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
        """Return `os.write`, which can end in the middle."""

        def written(handle: int, data: bytes) -> int:
            half = bytes(data)[: len(data) // 2]
            self.step("write", self.files[handle], lambda: real(handle, half))
            return real(handle, data)

        return written

    def calling(self, name: str, real: Callable[P, T]) -> Callable[P, T]:
        """Return another call that changes something."""

        def called(*arguments: P.args, **options: P.kwargs) -> T:
            target = arguments[0]
            if isinstance(target, int):
                # A handle that is none of a file is that of a folder.
                self.step(name, self.files.get(target, str(self.root)))
            else:
                self.step(name, str(target))
            return real(*arguments, **options)

        return called

    def step(self, name: str, path: str, half: Callable[[], int] | None = None) -> None:
        """Count a call, and fail if it is the one."""
        if self.is_dead:
            raise Killed
        number = len(self.calls)
        self.calls.append(f"{name} {os.path.relpath(path, self.root)}")
        if number != self.failing:
            return
        if half and self.fault is not Fault.KILL:
            half()
        if isinstance(self.fault.value, int):
            code = self.fault.value
            raise OSError(code, os.strerror(code), path)
        self.is_dead = True
        raise Killed


@frozen
class Scenario:
    """A run that may fail, and what was there before."""

    name: str
    files: Mapping[str, str]
    prepare: Callable[[Path], None]


def nothing(root: Path) -> None:
    """Leave the folder as it is: it is not there."""
    del root


def generated(root: Path) -> None:
    """Generate once, with somebody's files beside it."""
    put(OLD, root)
    for path, text in FOREIGN.items():
        (root / path).write_text(text)


def interrupted(root: Path) -> None:
    """Generate once, and be killed while the first new files are put in place."""
    generated(root)
    first = steps(SCENARIOS[1]).index("replace new/deep/test.py.attrspec-new")
    killed = Disk(root, failing=first + 1)
    with suppress(Killed), killed.watched():
        put(NEW, root)
    assert killed.is_dead


SCENARIOS = [
    Scenario("first", NEW, nothing),
    Scenario("next", NEW, generated),
    Scenario("healing", NEW, interrupted),
    Scenario("moved on", NEWEST, interrupted),
]


def steps(scenario: Scenario) -> list[str]:
    """Return the calls of a run in which nothing fails."""
    with TemporaryDirectory() as name:
        root = Path(name) / "generated"
        scenario.prepare(root)
        disk = Disk(root)
        with disk.watched():
            put(scenario.files, root)
    return disk.calls


CASES = [
    pytest.param(scenario, number, id=f"{scenario.name}-{number}-{call}")
    for scenario in SCENARIOS
    for number, call in enumerate(steps(scenario))
]


def whole(scenario: Scenario) -> Mapping[str, set[bytes]]:
    """Return what may stand in each file, at any time."""
    every = [OLD, NEW, scenario.files, FOREIGN]
    paths = {path for files in every for path in files}
    return {
        path: {files[path].encode() for files in every if path in files}
        for path in paths
    }


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
@pytest.mark.parametrize(("scenario", "number"), CASES)
def test_fault_loses_nothing_and_is_healed(
    scenario: Scenario, number: int, fault: Fault, tmp_path: Path
) -> None:
    """Files are whole, others untouched, an error tidies up, another run completes."""
    root = tmp_path / "generated"
    scenario.prepare(root)
    before = contents(root) if root.is_dir() else {}
    mine = {path: before[path] for path in FOREIGN if path in before}
    disk = Disk(root, number, fault)

    with suppress(Killed, OutputError), disk.watched():
        put(scenario.files, root)
    after = contents(root) if root.is_dir() else {}

    allowed = whole(scenario)
    for path, data in after.items():
        if path in allowed:
            assert data in allowed[path]
    assert mine == {path: after.get(path) for path in mine}
    if not fault.is_deadly:
        left = {path for path in after if path.endswith(".attrspec-new")}
        assert left <= before.keys()
        if not any(call.startswith("replace") for call in disk.calls[2:]):
            assert mine.keys() <= after.keys()
            assert {p: before[p] for p in OLD if p in before} == {
                p: after[p] for p in OLD if p in after
            }

    is_complete = mine | {p: t.encode() for p, t in scenario.files.items()} == {
        path: data for path, data in after.items() if not path.startswith(".attrspec")
    }
    with suppress(OutputError):
        assert is_complete >= compared(scenario.files, root).is_current

    put(scenario.files, root)

    assert compared(scenario.files, root).is_current
    assert {*scenario.files, *mine, MANIFEST} == contents(root).keys()


@pytest.mark.parametrize("number", range(0, len(steps(SCENARIOS[1])), 3))
def test_interrupted_run_does_not_bind_the_next(number: int, tmp_path: Path) -> None:
    """The spec may move on before anybody runs again: nothing looks edited then."""
    root = tmp_path / "generated"
    generated(root)
    with suppress(Killed), Disk(root, number).watched():
        put(NEW, root)

    put(NEWEST, root)

    assert compared(NEWEST, root).is_current
    assert {*NEWEST, *FOREIGN, MANIFEST} == contents(root).keys()


@pytest.mark.parametrize("fault", [f for f in Fault if not f.is_deadly])
@pytest.mark.parametrize("number", range(len(steps(SCENARIOS[1]))))
def test_error_before_anything_is_put_in_place_changes_nothing(
    number: int, fault: Fault, tmp_path: Path
) -> None:
    """Until the first file is replaced the folder is as it was, to the byte."""
    root = tmp_path / "generated"
    generated(root)
    before = contents(root)
    calls = steps(SCENARIOS[1])
    in_place = [n for n, c in enumerate(calls) if c.startswith("replace")][1]

    with pytest.raises(OutputError) as caught, Disk(root, number, fault).watched():
        put(NEW, root)

    assert str(root) in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert (number < in_place) <= (before == contents(root))


@pytest.mark.parametrize("number", range(len(steps(SCENARIOS[0]))))
def test_error_of_a_first_run_leaves_no_folder(number: int, tmp_path: Path) -> None:
    """Until the first file is in place, a folder that was not there is not there."""
    root = tmp_path / "a" / "generated"
    in_place = steps(SCENARIOS[0]).index("replace README.md.attrspec-new")

    with suppress(OutputError), Disk(root, number, Fault.EIO).watched():
        put(NEW, root)

    assert (number < in_place) <= ([] == list(tmp_path.iterdir()))


@define
class Audit:
    """What Python itself tells of calls that change something on a disk."""

    events: Counter[str] = Factory(Counter[str])
    is_on: bool = False

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count an event. There is no way to stop listening."""
        if not self.is_on or event not in {*CALLS.values(), "open"}:
            return
        flags = arguments[2] if event == "open" else os.O_CREAT
        if isinstance(flags, int) and flags & os.O_CREAT:
            self.events[event] += 1


CALLS = {
    "mkdir": "os.mkdir",
    "rmdir": "os.rmdir",
    "unlink": "os.remove",
    "replace": "os.rename",
    "fchmod": "os.chmod",
    "open": "open",
}
"""The calls that Python tells auditors of, and what it calls them."""


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_change_of_the_disk_is_tried(scenario: Scenario, tmp_path: Path) -> None:
    """Python's own audit knows of no change that the cases above do not have."""
    root = tmp_path / "generated"
    scenario.prepare(root)
    disk = Disk(root)
    audit = Audit()
    sys.addaudithook(audit.hear)
    with disk.watched():
        audit.is_on = True
        put(scenario.files, root)
        audit.is_on = False

    expected = Counter(CALLS[c.split()[0]] for c in disk.calls if c.split()[0] in CALLS)

    assert expected == audit.events


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from output.test_faults import NEW, Disk, put

class Real(Disk):
    def step(self, name, path, half=None):
        if len(self.calls) == self.failing:
            os._exit(9)
        self.calls.append(name)

with Real(Path(sys.argv[2]), int(sys.argv[3])).watched():
    put(NEW, Path(sys.argv[2]))
"""


@pytest.mark.parametrize("number", range(3, len(steps(SCENARIOS[1])), 9))
def test_process_that_ends_holds_no_lock(number: int, tmp_path: Path) -> None:
    """After a process that ended without a word, the next one goes on at once."""
    root = tmp_path / "generated"
    generated(root)
    tests = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tests), str(root), str(number)], check=False
    )
    put(NEW, root)

    assert 9 == done.returncode
    assert compared(NEW, root).is_current


# Two runs


def test_second_run_waits_for_the_first(tmp_path: Path) -> None:
    """A run that finds the folder locked goes on as soon as it is free."""
    root = tmp_path / "generated"
    generated(root)
    started, ended = threading.Event(), threading.Event()

    def second() -> None:
        started.set()
        put(NEWEST, root, patience=60)
        ended.set()

    thread = threading.Thread(target=second)
    with locked(root, 0, lambda: ""):
        thread.start()
        started.wait()
        was_waiting = not ended.wait(0.2)
    thread.join()

    assert was_waiting
    assert compared(NEWEST, root).is_current


def test_who_holds_the_folder_is_told(tmp_path: Path) -> None:
    """A run that does not end is named by its process, as its journal has it."""
    root = tmp_path / "generated"
    interrupted(root)

    with (
        locked(root, 0, lambda: ""),
        pytest.raises(OutputError, match=rf"process {os.getpid()}\) is writing to"),
    ):
        put(NEW, root)


def test_run_that_waits_in_vain_changes_nothing(tmp_path: Path) -> None:
    """Neither the folder nor a lock is touched by a run that gives up."""
    root = tmp_path / "generated"
    generated(root)
    before = contents(root)
    with locked(root, 0, lambda: ""):
        with pytest.raises(OutputError, match="wait for it, or end it"):
            put(NEW, root, patience=0.1)
        assert before == contents(root)
    put(NEW, root)

    assert compared(NEW, root).is_current

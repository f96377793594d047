"""`attrspec generate --watch`: it goes on whatever happens, and ends when told to."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles
from weather import PACKAGE

from attrspec.watch import WatchError, changes, until_interrupted

TYPES = """\
objects:
  Station:
    fields:
      name: {type: string, doc: Name of the place.}
"""

DONE = "^[0-9]+ files? changed, "

PATIENCE = 60.0
"""Seconds after which what should have happened has not: a busy machine is slow."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a spec in it."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/package.yaml").write_text(PACKAGE)
    (tmp_path / "spec/types.yaml").write_text(TYPES)
    return tmp_path


def save(path: Path, text: str) -> None:
    """Replace a file at once, as editors do."""
    other = path.with_name(f".{path.name}.swp")
    other.write_text(text)
    other.replace(path)


# The program


class Program:
    """`attrspec generate --watch` as a process, and what it has printed."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "attrspec", "generate", "--watch"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines = queue.SimpleQueue[str]()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line.rstrip("\n"))

    def until(self, pattern: str) -> list[str]:
        """Return the lines up to one that matches."""
        seen: list[str] = []
        end = time.monotonic() + PATIENCE
        while not seen or not re.search(pattern, seen[-1]):
            try:
                seen.append(self.lines.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"no {pattern!r} in {seen}")
        return seen

    def interrupt(self) -> tuple[int, list[str]]:
        """Press Ctrl-C and return the exit code and what was printed since."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self.reader.join()
        rest: list[str] = []
        while not self.lines.empty():
            rest.append(self.lines.get())
        return code, rest


@pytest.fixture
def program(folder: Path) -> Iterator[Program]:
    """The program, of which the first run is over."""
    program = Program(folder)
    try:
        yield program
    finally:
        program.process.kill()
        program.process.wait()
        program.reader.join()


def test_program_generates_until_it_is_told_to_end(
    program: Program, folder: Path
) -> None:
    """It generates, again when the spec is saved, and ends with Ctrl-C and 0."""
    begun = program.until("watching")
    save(folder / "spec/types.yaml", TYPES.replace("place", "town"))
    again = program.until(DONE)
    models = (folder / "generated/weather_models/models.py").read_text()
    ended = program.interrupt()

    assert ["watching spec: Ctrl-C ends it"] == begun[-1:]
    assert re.fullmatch("[0-9]+ files changed, 0 as they were", begun[-2])
    assert "types.yaml changed" == again[0]
    assert "wrote generated/weather_models/models.py" in again
    assert "Name of the town." in models
    assert (0, ["no longer watching"]) == ended


def test_program_survives_what_happens(program: Program, folder: Path) -> None:
    """Mistakes, edits in the output and a folder that is gone are said; it goes on."""
    types = folder / "spec/types.yaml"
    readme = folder / "generated/README.md"
    program.until("watching")

    save(types, TYPES.replace("string", "sting"))
    assert '(did you mean "string"?)' in program.until("1 error")[1]
    types.write_text(TYPES.replace("string", "integer"))
    program.until(DONE)

    (folder / "spec").rename(folder / "other")
    program.until("1 error")
    (folder / "other").rename(folder / "spec")
    program.until("^0 files changed")

    types.unlink()
    program.until("1 error")
    types.write_text(TYPES)
    program.until("wrote .*models.py")
    program.until(DONE)

    text = readme.read_text()
    readme.write_text("my own")
    save(types, TYPES.replace("Station", "Buoy"))
    program.until("edited by hand")
    readme.write_text(text)
    save(folder / "spec/ships.yaml", TYPES.replace("Station", "Ship"))
    program.until("removed generated/tests/test_models.py")
    program.until(DONE)

    assert (0, ["no longer watching"]) == program.interrupt()


def test_program_ends_where_there_is_no_spec(program: Program, folder: Path) -> None:
    """A spec that was never there, or no more, is waited for, and Ctrl-C ends that."""
    program.until("watching")
    (folder / "spec").rename(folder / "other")
    program.until("1 error")

    assert (0, ["no longer watching"]) == program.interrupt()


def test_program_needs_watchfiles(folder: Path) -> None:
    """Without the extra nothing is generated, and what to type is said."""
    blocked = "import sys; sys.modules['watchfiles'] = None; "
    start = "from attrspec.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", blocked + start, "generate", "--watch"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    expected = 'error: --watch needs watchfiles: pip install "attrspec[watch]"\n'

    assert (2, "", expected) == (done.returncode, done.stdout, done.stderr)
    assert not (folder / "generated").exists()


# What a change is


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """The event that ends the waiting, set at the latest when a test is out of time."""
    event = threading.Event()
    timer = threading.Timer(PATIENCE, event.set)
    timer.start()
    yield event
    timer.cancel()


def test_first_are_all_files(folder: Path, stop: threading.Event) -> None:
    """What is there at the beginning is the first change; other files are none."""
    for name in ("notes.txt", ".types.yaml", ".#types.yaml", "types.yaml~", "yaml"):
        (folder / "spec" / name).write_text("")
    (folder / "spec/more.yml").write_text("")

    assert {"package.yaml", "types.yaml", "more.yml"} == next(
        changes(folder / "spec", stop)
    )


def test_change_while_one_is_worked_on_is_the_next(
    folder: Path, stop: threading.Event
) -> None:
    """Nothing is missed between two waits, in which nobody listens."""
    found = changes(folder / "spec", stop)
    next(found)
    (folder / "spec/types.yaml").write_text("")
    (folder / "spec/more.yaml").write_text("")
    (folder / "spec/package.yaml").unlink()

    assert {"types.yaml", "more.yaml", "package.yaml"} == next(found)


def test_change_of_nothing_is_none(folder: Path, stop: threading.Event) -> None:
    """A file that is touched, written as it was or joined by others has not changed."""
    found = changes(folder / "spec", stop)
    next(found)
    (folder / "spec/types.yaml").touch()
    save(folder / "spec/types.yaml", TYPES)
    (folder / "spec/notes.txt").write_text("")
    timer = threading.Timer(0.5, stop.set)
    timer.start()

    assert [] == list(found)


@pytest.mark.parametrize("is_there", [True, False])
def test_files_that_cannot_be_read_are_a_change(
    folder: Path, stop: threading.Event, *, is_there: bool
) -> None:
    """A folder in place of a file, and no folder where the files were."""
    found = changes(folder / "spec", stop)
    next(found)
    (folder / "spec").rename(folder / "other")
    if is_there:
        (folder / "spec/types.yaml").mkdir(parents=True)

    assert {"types.yaml", "package.yaml"} == next(found)


class Writing(threading.Event):
    """An event: while somebody waits for it, a file is written, part after part."""

    def __init__(self, path: Path, parts: list[str]) -> None:
        super().__init__()
        self.path = path
        self.parts = parts

    def wait(self, timeout: float | None = None) -> bool:
        """Write what comes next; after the last part there is nothing to wait for."""
        if timeout and self.parts:
            self.path.write_text(self.parts.pop(0))
        return False


def test_half_a_file_is_waited_for(folder: Path) -> None:
    """Contents that still change are not believed: there is one change, the last."""
    path = folder / "spec/types.yaml"
    stop = Writing(path, [])
    found = changes(folder / "spec", stop)
    next(found)
    path.write_text("")
    stop.parts = ["obj", "objects: ", "objects: {}"]

    assert {"types.yaml"} == next(found)
    assert [] == stop.parts


def test_change_that_is_undone_is_none(folder: Path) -> None:
    """A file that is empty for a moment, and then what it was, has not changed."""
    path = folder / "spec/types.yaml"
    stop = Writing(path, [])
    found = changes(folder / "spec", stop)
    next(found)
    path.write_text("")
    stop.parts = [TYPES]
    timer = threading.Timer(0.5, stop.set)
    timer.start()

    assert [] == list(found)


def test_waiting_ends_when_something_happens(
    folder: Path, stop: threading.Event
) -> None:
    """The system says so: nobody looks at the files for an hour."""
    found = changes(folder / "spec", stop, seconds=3600)
    next(found)
    done = threading.Event()

    def save_often() -> None:
        # The first may be too early to be heard of, or to be missed.
        for number in range(int(PATIENCE)):
            save(folder / "spec/types.yaml", f"{TYPES}#{number}")
            if done.wait(1.0):
                break

    writer = threading.Timer(0.5, save_often)
    writer.start()
    changed = next(found)
    done.set()
    writer.join()

    assert {"types.yaml"} == changed


def test_waiting_goes_on_without_the_help_of_the_system(
    folder: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no more folders can be watched, contents are looked at now and then."""

    def full(*_: object, **__: object) -> Iterator[object]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", full)
    found = changes(folder / "spec", stop, seconds=0.1)
    next(found)
    timer = threading.Timer(0.5, save, [folder / "spec/types.yaml", ""])
    timer.start()

    assert {"types.yaml"} == next(found)


def test_changes_need_watchfiles(
    folder: Path, stop: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is said before anything is done."""
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(WatchError, match=r"pip install \"attrspec\[watch\]\""):
        next(changes(folder / "spec", stop))


# Ctrl-C


def test_interrupt_ends_what_is_done_first() -> None:
    """Ctrl-C raises nothing but for who presses it again."""
    with until_interrupted() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(PATIENCE)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_interrupt_is_heard_while_the_event_is_locked() -> None:
    """Ctrl-C at the moment at which a wait begins or ends does not wait for itself."""
    with until_interrupted() as stop:
        with vars(stop)["_cond"]:
            os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(PATIENCE)


@pytest.mark.parametrize("times", [0, 1])
def test_interrupt_is_afterwards_what_it_was(times: int) -> None:
    """What a program has Ctrl-C do, it does again."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        with until_interrupted() as stop:
            for _ in range(times):
                os.kill(os.getpid(), signal.SIGINT)
                assert stop.wait(PATIENCE)
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)

    assert [signal.SIGINT] == pressed

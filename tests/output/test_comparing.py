"""A folder is compared file by file, and each difference has a cause."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from trees import FILES, ORIGIN, compared, contents, put

from attrspec.output import (
    MANIFEST,
    Difference,
    Kind,
    Origin,
    OutputError,
    compare_hashes,
)

NEWER_SPEC = evolve(ORIGIN, spec={**ORIGIN.spec, "types.yaml": "4" * 64})
NEWER_GENERATOR = evolve(ORIGIN, version="0.2.0", generator="5" * 64)

MODELS = "package/models.py"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder that was generated."""
    root = tmp_path / "generated"
    put(FILES, root)
    return root


def kinds(
    files: Mapping[str, str], root: Path, origin: Origin = ORIGIN
) -> dict[str, Kind]:
    """Return how each file differs."""
    differences = compared(files, root, origin).differences
    return {difference.path: difference.kind for difference in differences}


# The causes

NEW = {**FILES, MODELS: "x = 2\n", "package/new.py": ""}


@pytest.mark.parametrize(
    ("origin", "kind"),
    [(NEWER_SPEC, Kind.SPEC), (NEWER_GENERATOR, Kind.GENERATOR)],
    ids=["spec", "generator"],
)
def test_what_moved_on_is_the_cause(root: Path, origin: Origin, kind: Kind) -> None:
    """Files as they were written differ because of what they were made from."""
    assert {MODELS: kind, "package/new.py": kind} == kinds(NEW, root, origin)


def test_spec_comes_before_generator(root: Path) -> None:
    """If both moved on, the spec is what a person has changed."""
    both = evolve(NEWER_GENERATOR, spec=NEWER_SPEC.spec)

    assert {Kind.SPEC} == set(kinds(NEW, root, both).values())


@pytest.mark.parametrize("origin", [ORIGIN, NEWER_SPEC, NEWER_GENERATOR])
def test_edit_is_the_cause_whatever_moved_on(root: Path, origin: Origin) -> None:
    """A file that is not as it was written was edited, and `--force` is needed."""
    (root / MODELS).write_text("edited")
    found = {
        difference.path: difference
        for difference in compared(NEW, root, origin).differences
    }

    assert Kind.EDITED is found[MODELS].kind
    assert found[MODELS].is_edited
    assert not found["package/new.py"].is_edited


def test_edit_of_file_and_manifest_is_seen(root: Path) -> None:
    """Whoever edits the hash as well deceives the quick comparison, not this one."""
    put({**FILES, MODELS: "edited"}, root)

    assert compare_hashes(root, ORIGIN)
    assert {MODELS: Kind.EDITED} == kinds(FILES, root)


@pytest.mark.parametrize("origin", [ORIGIN, NEWER_SPEC])
def test_missing_file_was_written_once(root: Path, origin: Origin) -> None:
    """A file of the manifest that is not there is missing, not new."""
    (root / MODELS).unlink()

    assert {MODELS: Kind.MISSING} == kinds(FILES, root, origin)


@pytest.mark.parametrize("is_edited", [True, False])
def test_orphan_is_what_the_spec_has_no_more(root: Path, *, is_edited: bool) -> None:
    """A file that was written once and is not given any more is left over."""
    if is_edited:
        (root / "tests/deep/test_models.py").write_text("edited")
    fewer = {path: text for path, text in FILES.items() if "deep" not in path}
    (found,) = compared(fewer, root, NEWER_SPEC).differences

    assert Kind.ORPHAN is found.kind
    assert (is_edited, True) == (found.is_edited, found.is_ours)


@pytest.mark.parametrize("path", ["package/old.py", "tests/deep/test_x.py", "setup.py"])
def test_stray_module_is_an_orphan(root: Path, path: str) -> None:
    """A module among ours that nobody lists would be installed, or run."""
    (root / path).write_text("x = 1\n")
    (found,) = compared(FILES, root).differences

    assert None is compare_hashes(root, ORIGIN)
    assert (path, Kind.ORPHAN) == (found.path, found.kind)
    assert (False, True) == (found.is_ours, found.is_stray)


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "package/__pycache__/models.cpython-311.pyc",
        "package/data.json",
        "build/lib/package/models.py",
        "tests/.hypothesis/x.py",
        "x.egg-info/PKG-INFO",
    ],
)
def test_other_files_are_no_difference(root: Path, path: str) -> None:
    """What tools leave behind, or a person keeps beside our files, is not ours."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("")

    assert {} == kinds(FILES, root)
    assert compare_hashes(root, ORIGIN)


def test_file_in_the_way_is_foreign(root: Path) -> None:
    """Where a new file belongs and somebody's stands, it is not overwritten."""
    (root / "package/new.py").write_text("mine")
    found = {
        difference.path: difference
        for difference in compared(NEW, root, NEWER_SPEC).differences
    }["package/new.py"]

    assert Kind.FOREIGN is found.kind
    assert (False, False) == (found.is_ours, found.is_edited)


def test_new_file_that_is_there_already_is_right(root: Path) -> None:
    """What the spec gives is right, whoever wrote it."""
    (root / "package/new.py").write_text(NEW["package/new.py"])

    assert {MODELS: Kind.SPEC} == kinds(NEW, root, NEWER_SPEC)


# The diff


def test_difference_reads_from_disk_to_spec(root: Path) -> None:
    """A line that is only on disk is taken away, one that the spec has is added."""
    (root / MODELS).write_text("x = 1\ny = 3\n")
    (difference,) = compared(FILES, root).differences

    expected = """\
--- package/models.py (as it is)
+++ package/models.py (as the spec has it)
@@ -1,2 +1,2 @@
 x = 1
-y = 3
+y = 2
"""

    assert expected == difference.diff


@given(
    before=st.lists(st.sampled_from("abc"), max_size=12),
    after=st.lists(st.sampled_from("abc"), max_size=12),
    same=st.integers(0, 9),
)
def test_difference_is_a_patch(before: list[str], after: list[str], same: int) -> None:
    """What is the same at the beginning is passed over, and numbers stay right."""
    top = [f"same {number}" for number in range(same)]
    old, new = ["".join(f"{line}\n" for line in [*top, *x]) for x in (before, after)]
    difference = Difference("x.py", Kind.SPEC, old, new)

    assert new == patched(old, difference.diff)


def patched(text: str, diff: str) -> str:
    """Apply a unified diff."""
    source, target, at = text.splitlines(keepends=True), list[str](), 0
    for line in diff.splitlines(keepends=True)[2:]:
        if head := re.match(r"@@ -(\d+)(,0)?", line):
            start = int(head[1]) - (not head[2])
            target += source[at:start]
            at = start
        elif line.startswith("+"):
            target.append(line[1:])
        else:
            assert line[1:] == source[at]
            at += 1
            target += [line[1:]] if line.startswith(" ") else []
    return "".join([*target, *source[at:]])


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\ny = 2",
        b"\xef\xbb\xbfx = 1\ny = 2\n",
        b"x = 1\ny = 2\n\n",
        b"x = 1\ry = 2\r",
        b"\xff\xfe",
        b"",
    ],
)
def test_every_byte_counts(data: bytes, root: Path) -> None:
    """A byte order mark, a line more and what is not UTF-8 are shown."""
    (root / MODELS).write_bytes(data)
    (difference,) = compared(FILES, root).differences

    assert Kind.EDITED is difference.kind
    assert difference.diff
    assert None is compare_hashes(root, ORIGIN)


@given(
    position=st.integers(0, len(FILES["README.md"].encode()) - 1),
    value=st.integers(0, 255),
)
def test_every_changed_byte_is_seen(
    tmp_path_factory: pytest.TempPathFactory, position: int, value: int
) -> None:
    """Whichever byte is another one, both comparisons see it."""
    root = tmp_path_factory.mktemp("out")
    put(FILES, root)
    data = bytearray(FILES["README.md"].encode())
    is_same = data[position] == value
    data[position] = value
    (root / "README.md").write_bytes(data)

    assert is_same == (kinds(FILES, root) == {})
    assert is_same == (compare_hashes(root, ORIGIN) is not None)


# Line ends


def test_line_ends_of_windows_are_told_and_forgiven(root: Path) -> None:
    """A checkout that turned LF into CRLF has the same text: that is no drift."""
    for path in FILES:
        data = (root / path).read_bytes()
        (root / path).write_bytes(data.replace(b"\n", b"\r\n"))
    quick = compare_hashes(root, ORIGIN)
    slow = compared(FILES, root)

    expected = tuple(sorted(path for path, text in FILES.items() if "\n" in text))

    assert quick
    assert expected == quick.line_ends
    assert expected == slow.line_ends
    assert quick.is_current
    assert slow.is_current


def test_line_ends_of_windows_are_no_edit(root: Path) -> None:
    """`write` puts line ends right and needs no force for it."""
    (root / MODELS).write_bytes(b"x = 1\r\ny = 2\r\n")
    done = put(NEW, root)

    assert MODELS in done.written
    assert NEW[MODELS].encode() == (root / MODELS).read_bytes()


# The quick comparison


@pytest.mark.parametrize("origin", [NEWER_SPEC, NEWER_GENERATOR])
def test_other_origin_is_not_clear_from_hashes(root: Path, origin: Origin) -> None:
    """If the spec or the generator moved on, all has to be rendered."""
    assert compare_hashes(root, ORIGIN)
    assert None is compare_hashes(root, origin)


def test_missing_file_is_not_clear_from_hashes(root: Path) -> None:
    """A file of the manifest that is not there is no match."""
    (root / MODELS).unlink()

    assert None is compare_hashes(root, ORIGIN)


@pytest.mark.parametrize("origin", [NEWER_SPEC, NEWER_GENERATOR])
def test_other_manifest_alone_is_no_drift(root: Path, origin: Origin) -> None:
    """A comment in the spec, or a new version that writes the same, breaks no check."""
    found = compared(FILES, root, origin)

    assert found.is_current
    assert not found.is_recorded
    assert ORIGIN == found.recorded


def test_interrupted_run_is_seen(root: Path) -> None:
    """A journal says that a run did not end, even if all files are right."""
    (root / ".attrspec.journal").write_text("{}")

    assert None is compare_hashes(root, ORIGIN)
    assert compared(FILES, root).is_interrupted
    assert not compared(FILES, root).is_current


def test_comparing_writes_nothing(root: Path) -> None:
    """Comparing leaves the folder as it is, whatever it finds."""
    (root / "README.md").write_text("mine")
    before = contents(root)
    compared({}, root)
    compare_hashes(root, ORIGIN)

    assert before == contents(root)


@pytest.mark.parametrize("is_there", [True, False])
def test_comparing_needs_a_manifest(tmp_path: Path, *, is_there: bool) -> None:
    """A folder that attrspec did not write cannot be compared."""
    root = tmp_path / "other"
    if is_there:
        root.mkdir(parents=True)

    with pytest.raises(OutputError, match=f"no {MANIFEST}: run `attrspec generate`"):
        compared(FILES, root)
    assert None is compare_hashes(root, ORIGIN)

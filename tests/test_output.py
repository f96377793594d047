"""Files are written whole, compared exactly, and never where they are not ours."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrspec.output import MANIFEST, Kind, OutputError, check, write

FILES = {
    ".gitattributes": "* text=auto\n",
    "README.md": "# Größe\n\nNo line end at the end",
    "package/__init__.py": "",
    "package/models.py": "x = 1\ny = 2\n",
    "tests/deep/test_models.py": "assert True\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "a" / "generated"


def walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder, links and folders too."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)


def contents(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in walk(root)
        if path.is_file()
    }


def kinds(files: Mapping[str, str], root: Path) -> dict[str, Kind]:
    """Return how each file differs."""
    return {difference.path: difference.kind for difference in check(files, root)}


def refused(files: Mapping[str, str], root: Path, *, force: bool = False) -> str:
    """Return why nothing is written, having made sure that nothing was."""
    before = contents(root) if root.is_dir() else None
    with pytest.raises(OutputError) as caught:
        write(files, root, force=force)
    assert before == (contents(root) if root.is_dir() else None)
    return str(caught.value)


# Writing


def test_written_is_as_it_should_be(root: Path) -> None:
    """What was written has no difference: it is the text in UTF-8, line ends kept."""
    done = write(FILES, root)

    found = contents(root)
    manifest = found.pop(MANIFEST)

    assert [] == check(FILES, root)
    assert {path: text.encode() for path, text in FILES.items()} == found
    assert list(FILES) == list(json.loads(manifest)["files"])
    assert tuple(sorted([*FILES, MANIFEST])) == done.written
    assert (0, ()) == (done.unchanged, done.removed)


@given(
    files=st.dictionaries(
        st.from_regex(r"([a-z]{1,3}/){0,2}[a-z]{1,4}\.[a-z]{2}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs"])),
        max_size=5,
    )
)
def test_any_files_are_written_as_they_are(
    files: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the text, its bytes are those on disk, and the manifest knows them."""
    root = tmp_path_factory.mktemp("out")
    write(files, root)

    assert [] == check(files, root)
    assert {**files, MANIFEST: "?"}.keys() == contents(root).keys()


def test_same_files_have_the_same_bytes(tmp_path: Path) -> None:
    """Neither the folder nor the time nor the order of the mapping is in any file."""
    write(FILES, tmp_path / "one")
    write(dict(reversed(FILES.items())), tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_unchanged_files_are_not_touched(root: Path) -> None:
    """A second run writes nothing, so that build tools and editors see no change."""
    write(FILES, root)
    before = {path: path.stat() for path in walk(root)}
    done = write(FILES, root)

    assert ((), (), len(FILES) + 1) == (done.written, done.removed, done.unchanged)
    assert {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in before.items()} == {
        path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in before
    }


def test_only_changed_files_are_replaced(root: Path) -> None:
    """One changed text is one file written, and the manifest."""
    write(FILES, root)
    changed = {**FILES, "package/models.py": "x = 2\n"}
    done = write(changed, root)

    assert (MANIFEST, "package/models.py") == done.written
    assert [] == check(changed, root)


def test_stale_files_are_removed(root: Path) -> None:
    """What an earlier run wrote and this one does not is removed, with its folders."""
    write(FILES, root)
    fewer = {path: text for path, text in FILES.items() if "test" not in path}
    done = write(fewer, root)

    assert ("tests/deep/test_models.py",) == done.removed
    assert not (root / "tests").exists()
    assert [] == check(fewer, root)


def test_missing_file_is_written_again(root: Path) -> None:
    """A file that somebody deleted is no edit to be kept."""
    write(FILES, root)
    (root / "README.md").unlink()

    assert ("README.md",) == write(FILES, root).written
    assert [] == check(FILES, root)


def test_interrupted_run_is_mended_by_the_next(root: Path) -> None:
    """Files of a newer run beside a manifest of an older one look edited to nobody."""
    write(FILES, root)
    manifest = (root / MANIFEST).read_bytes()
    newer = {**FILES, "package/models.py": "x = 2\n", "package/new.py": "x = 3\n"}
    write(newer, root)
    (root / MANIFEST).write_bytes(manifest)

    write(newer, root)

    assert [] == check(newer, root)


def test_nothing_else_is_left_behind(root: Path) -> None:
    """No temporary file stays, and files are readable by all."""
    write(FILES, root)

    assert {*FILES, MANIFEST} == contents(root).keys()
    assert {0o644} == {
        path.stat().st_mode & 0o777 for path in walk(root) if path.is_file()
    }


# Comparing


def test_differences_are_told_apart(root: Path) -> None:
    """A file is changed, missing, or an orphan of an earlier spec."""
    write(FILES, root)
    (root / "README.md").unlink()
    (root / "package/models.py").write_text("x = 1\ny = 3\n")
    fewer = {**FILES, "new.py": "", "README.md": FILES["README.md"]}
    del fewer["tests/deep/test_models.py"]

    expected = {
        "README.md": Kind.MISSING,
        "package/models.py": Kind.CHANGED,
        "new.py": Kind.MISSING,
        MANIFEST: Kind.CHANGED,
        "tests/deep/test_models.py": Kind.ORPHAN,
    }

    assert expected == kinds(fewer, root)


def test_difference_reads_from_disk_to_spec(root: Path) -> None:
    """A line that is only on disk is taken away, one that the spec has is added."""
    write(FILES, root)
    (root / "package/models.py").write_text("x = 1\ny = 3\n")
    (difference,) = check(FILES, root)

    expected = """\
--- package/models.py (as it is)
+++ package/models.py (as the spec has it)
@@ -1,2 +1,2 @@
 x = 1
-y = 3
+y = 2
"""

    assert expected == difference.diff


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\r\ny = 2\r\n",
        b"x = 1\ny = 2",
        b"\xef\xbb\xbfx = 1\ny = 2\n",
        b"x = 1\ny = 2\n\n",
        b"\xff\xfe",
        b"",
    ],
)
def test_every_byte_counts(data: bytes, root: Path) -> None:
    """Line ends, a byte order mark and what is not UTF-8 are shown as differences."""
    write(FILES, root)
    (root / "package/models.py").write_bytes(data)
    (difference,) = check(FILES, root)

    assert Kind.CHANGED is difference.kind
    assert difference.diff


def test_check_writes_nothing(root: Path) -> None:
    """Comparing leaves the folder as it is, whatever it finds."""
    write(FILES, root)
    (root / "README.md").write_text("mine")
    before = contents(root)
    check({}, root)

    assert before == contents(root)


@pytest.mark.parametrize("is_there", [True, False])
def test_check_needs_a_manifest(root: Path, *, is_there: bool) -> None:
    """A folder that attrspec did not write cannot be compared."""
    if is_there:
        root.mkdir(parents=True)

    with pytest.raises(OutputError, match=f"no {MANIFEST}: run `attrspec generate`"):
        check(FILES, root)


# What is not ours


def test_foreign_files_are_never_touched(root: Path) -> None:
    """A file beside ours that the manifest does not list stays: no difference."""
    write(FILES, root)
    mine = {
        "notes.txt": "mine",
        "package/local.py": "mine",
        "tests/deep/conftest.py": "",
    }
    for path, text in mine.items():
        (root / path).write_text(text)

    assert [] == check(FILES, root)
    write({"README.md": "x"}, root)
    found = contents(root)

    assert {**mine, "README.md": "x"} == {
        path: data.decode() for path, data in found.items() if path != MANIFEST
    }


def test_foreign_file_where_a_new_one_goes_is_not_overwritten(root: Path) -> None:
    """A type that is new to the spec does not overwrite what a person put there."""
    write(FILES, root)
    (root / "package/new.py").write_text("mine")
    refused({**FILES, "package/new.py": "ours"}, root)

    assert "mine" == (root / "package/new.py").read_text()


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "package/x.py"])
@pytest.mark.parametrize("force", [True, False])
def test_folder_with_files_and_no_manifest_is_refused(
    name: str, root: Path, *, force: bool
) -> None:
    """Not even `--force` fills a folder that holds something else."""
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text("mine")

    assert "choose another folder" in refused(FILES, root, force=force)


def test_empty_folder_is_filled(root: Path) -> None:
    """A folder that was made beforehand will do."""
    root.mkdir(parents=True)
    write(FILES, root)

    assert [] == check(FILES, root)


def test_edited_file_is_refused(root: Path) -> None:
    """A change by hand is lost only to those who say `--force`."""
    write(FILES, root)
    (root / "package/models.py").write_text("edited")
    newer = {**FILES, "README.md": "new", "package/models.py": "x = 2\n"}

    assert "edited by hand: package/models.py" in refused(newer, root)
    assert "--force" in refused(FILES, root)

    write(newer, root, force=True)

    assert [] == check(newer, root)


def test_edited_file_that_is_stale_is_refused(root: Path) -> None:
    """A file that would be removed is looked at as one that would be overwritten."""
    write(FILES, root)
    (root / "README.md").write_text("edited")
    fewer = {path: text for path, text in FILES.items() if path != "README.md"}

    assert "edited by hand: README.md" in refused(fewer, root)

    write(fewer, root, force=True)

    assert not (root / "README.md").exists()


def test_edit_that_the_spec_now_makes_is_no_edit(root: Path) -> None:
    """A file that already is what the spec gives is left alone."""
    write(FILES, root)
    (root / "README.md").write_text("new")

    assert [] == check({**FILES, "README.md": "new"}, root)[1:]
    assert (MANIFEST,) == write({**FILES, "README.md": "new"}, root).written


def test_long_list_of_edits_is_cut(root: Path) -> None:
    """Three names are enough to see what happened."""
    files = {f"{i}.py": "ours" for i in range(5)}
    write(files, root)
    for path in files:
        (root / path).write_text("edited")

    assert "edited by hand: 0.py, 1.py, 2.py, ... in" in refused(files, root)


# Links


def test_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """A link in place of the folder could lead anywhere."""
    target = tmp_path / "elsewhere"
    target.mkdir()
    root = tmp_path / "generated"
    root.symlink_to(target)

    assert "symbolic link" in refused(FILES, root)
    assert [] == list(target.iterdir())


@pytest.mark.parametrize("force", [True, False])
def test_link_in_place_of_a_file_is_not_followed(
    tmp_path: Path, root: Path, *, force: bool
) -> None:
    """What a link leads to is never written."""
    write(FILES, root)
    target = tmp_path / "precious.txt"
    target.write_text("precious")
    (root / "README.md").unlink()
    (root / "README.md").symlink_to(target)

    refused({**FILES, "README.md": "new"}, root, force=force)

    assert "precious" == target.read_text()


@pytest.mark.parametrize("force", [True, False])
def test_link_in_place_of_a_folder_is_not_followed(
    tmp_path: Path, root: Path, *, force: bool
) -> None:
    """Nothing is written, and nothing removed, behind a link inside the folder."""
    write(FILES, root)
    target = tmp_path / "precious"
    (root / "package").rename(target)
    (root / "package").symlink_to(target)
    before = contents(target)

    refused({**FILES, "package/models.py": "new"}, root, force=force)
    refused({"README.md": "all others are stale"}, root, force=force)

    assert before == contents(target)


# The manifest

HASH = "0" * 64


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "5",
        "{}",
        '{"files": 5}',
        '{"files": null}',
        '{"files": ["README.md"]}',
        '{"version": 1}',
        "<<<<<<< HEAD",
        "[" * 100_000,
        "\x00",
    ],
)
def test_damaged_manifest_is_an_error(text: str, root: Path) -> None:
    """A manifest that cannot be read is said to be damaged, and nothing is done."""
    write(FILES, root)
    (root / MANIFEST).write_text(text)

    assert "is damaged" in refused(FILES, root, force=True)
    with pytest.raises(OutputError, match="is damaged"):
        check(FILES, root)


def test_manifest_of_a_newer_attrspec_is_refused(root: Path) -> None:
    """What another version of the manifest means is not guessed."""
    write(FILES, root)
    manifest = json.loads((root / MANIFEST).read_text())
    manifest["version"] += 1
    (root / MANIFEST).write_text(json.dumps(manifest))

    assert "version" in refused({**FILES, "README.md": "new"}, root)


def test_manifest_that_is_not_utf8_is_an_error(root: Path) -> None:
    """Bytes that are no text are damage too."""
    write(FILES, root)
    (root / MANIFEST).write_bytes(b'{"files": {"\xff\xff": "0"}}')

    assert "is damaged" in refused(FILES, root)


@pytest.mark.parametrize(
    "path",
    [
        "../precious.txt",
        "package/../../precious.txt",
        "/precious.txt",
        "..\\precious.txt",
        "C:\\precious.txt",
        "C:/precious.txt",
        "",
        ".",
        "package",
        "x\0y",
    ],
)
def test_manifest_reaches_nothing_outside(path: str, tmp_path: Path) -> None:
    """A manifest from a stranger removes no file but those inside the folder."""
    root = tmp_path / "generated"
    write(FILES, root)
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    manifest = json.loads((root / MANIFEST).read_text())
    manifest["files"][path] = HASH
    (root / MANIFEST).write_text(json.dumps(manifest))

    with suppress(OutputError):
        write(FILES, root, force=True)
    with suppress(OutputError):
        check(FILES, root)

    assert "precious" == precious.read_text()
    assert {*FILES, MANIFEST} == contents(root).keys()


# The folder


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A folder cannot be made where a file is."""
    root = tmp_path / "generated"
    root.write_text("mine")

    assert "is not a folder" in refused(FILES, root)
    assert "mine" == root.read_text()


def test_file_in_place_of_a_parent_is_refused(tmp_path: Path) -> None:
    """... nor below a file: the error says which."""
    (tmp_path / "file").write_text("mine")

    with pytest.raises(OutputError, match="file"):
        write(FILES, tmp_path / "file" / "generated")

    assert "mine" == (tmp_path / "file").read_text()


def test_folder_in_place_of_a_file_is_refused(root: Path) -> None:
    """A folder that is called as a file of ours is somebody's."""
    write(FILES, root)
    (root / "README.md").unlink()
    (root / "README.md").mkdir()

    assert "README.md" in refused(FILES, root, force=True)
    with pytest.raises(OutputError, match=r"README\.md"):
        check(FILES, root)


@pytest.mark.parametrize("special", ["repository", "home"])
def test_folder_of_other_things_is_refused(
    special: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository and a home are not filled, not even empty ones."""
    if special == "repository":
        (tmp_path / ".git").mkdir()
    else:
        monkeypatch.setenv("HOME", str(tmp_path))

    assert "is no folder to fill" in refused(FILES, tmp_path)

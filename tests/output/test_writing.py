"""Files are written whole, and never where they are not ours."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import FILES, compared, contents, put, walk

from attrspec.output import MANIFEST, OutputError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "a" / "generated"


def refused(files: Mapping[str, str], root: Path, *, force: bool = False) -> str:
    """Return why nothing is written, having made sure that nothing was."""
    before = contents(root) if root.is_dir() else None
    with pytest.raises(OutputError) as caught:
        put(files, root, force=force)
    assert before == (contents(root) if root.is_dir() else None)
    return str(caught.value)


# Writing


def test_written_is_as_it_should_be(root: Path) -> None:
    """What was written has no difference: it is the text in UTF-8, line ends kept."""
    done = put(FILES, root)

    found = contents(root)
    manifest = found.pop(MANIFEST)

    assert compared(FILES, root).is_current
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
    put(files, root)

    assert compared(files, root).is_current
    assert {**files, MANIFEST: "?"}.keys() == contents(root).keys()


def test_same_files_have_the_same_bytes(tmp_path: Path) -> None:
    """Neither the folder nor the time nor the order of the mapping is in any file."""
    put(FILES, tmp_path / "one")
    put(dict(reversed(FILES.items())), tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_unchanged_files_are_not_touched(root: Path) -> None:
    """A second run writes nothing, so that build tools and editors see no change."""
    put(FILES, root)
    before = {path: path.stat() for path in walk(root)}
    done = put(FILES, root)

    assert ((), (), len(FILES) + 1) == (done.written, done.removed, done.unchanged)
    assert {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in before.items()} == {
        path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in before
    }


def test_only_changed_files_are_replaced(root: Path) -> None:
    """One changed text is one file written, and the manifest."""
    put(FILES, root)
    changed = {**FILES, "package/models.py": "x = 2\n"}
    done = put(changed, root)

    assert (MANIFEST, "package/models.py") == done.written
    assert compared(changed, root).is_current


def test_stale_files_are_removed(root: Path) -> None:
    """What an earlier run wrote and this one does not is removed, with its folders."""
    put(FILES, root)
    fewer = {path: text for path, text in FILES.items() if "test" not in path}
    done = put(fewer, root)

    assert ("tests/deep/test_models.py",) == done.removed
    assert not (root / "tests").exists()
    assert compared(fewer, root).is_current


def test_missing_file_is_written_again(root: Path) -> None:
    """A file that somebody deleted is no edit to be kept."""
    put(FILES, root)
    (root / "README.md").unlink()

    assert ("README.md",) == put(FILES, root).written
    assert compared(FILES, root).is_current


def test_interrupted_run_is_mended_by_the_next(root: Path) -> None:
    """Files of a newer run beside a manifest of an older one look edited to nobody."""
    put(FILES, root)
    manifest = (root / MANIFEST).read_bytes()
    newer = {**FILES, "package/models.py": "x = 2\n", "package/new.py": "x = 3\n"}
    put(newer, root)
    (root / MANIFEST).write_bytes(manifest)

    put(newer, root)

    assert compared(newer, root).is_current


def test_nothing_else_is_left_behind(root: Path) -> None:
    """No temporary file stays, and files are readable by all."""
    put(FILES, root)

    assert {*FILES, MANIFEST} == contents(root).keys()
    assert {0o644} == {
        path.stat().st_mode & 0o777 for path in walk(root) if path.is_file()
    }


# What is not ours


def test_foreign_files_are_never_touched(root: Path) -> None:
    """A file beside ours that the manifest does not list stays as it is."""
    put(FILES, root)
    mine = {
        "notes.txt": "mine",
        "package/local.py": "mine",
        "tests/deep/conftest.py": "",
    }
    for path, text in mine.items():
        (root / path).write_text(text)

    put({"README.md": "x"}, root)
    found = contents(root)

    assert {**mine, "README.md": "x"} == {
        path: data.decode() for path, data in found.items() if path != MANIFEST
    }


def test_foreign_file_where_a_new_one_goes_is_not_overwritten(root: Path) -> None:
    """A type that is new to the spec does not overwrite what a person put there."""
    put(FILES, root)
    (root / "package/new.py").write_text("mine")
    refused({**FILES, "package/new.py": "ours"}, root)

    assert "mine" == (root / "package/new.py").read_text()


def test_foreign_file_where_a_file_is_staged_is_not_overwritten(root: Path) -> None:
    """Not even what is called as a file that waits to be put in place is taken."""
    put(FILES, root)
    path = "package/models.py.attrspec-new"
    (root / path).write_text("mine")

    assert path in refused({**FILES, "package/models.py": "new"}, root, force=True)
    assert "mine" == (root / path).read_text()


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
    put(FILES, root)

    assert compared(FILES, root).is_current


def test_edited_file_is_refused(root: Path) -> None:
    """A change by hand is lost only to those who say `--force`."""
    put(FILES, root)
    (root / "package/models.py").write_text("edited")
    newer = {**FILES, "README.md": "new", "package/models.py": "x = 2\n"}

    assert "edited by hand: package/models.py" in refused(newer, root)
    assert "--force" in refused(FILES, root)

    put(newer, root, force=True)

    assert compared(newer, root).is_current


def test_edited_file_that_is_stale_is_refused(root: Path) -> None:
    """A file that would be removed is looked at as one that would be overwritten."""
    put(FILES, root)
    (root / "README.md").write_text("edited")
    fewer = {path: text for path, text in FILES.items() if path != "README.md"}

    assert "edited by hand: README.md" in refused(fewer, root)

    put(fewer, root, force=True)

    assert not (root / "README.md").exists()


def test_edit_that_the_spec_now_makes_is_no_edit(root: Path) -> None:
    """A file that already is what the spec gives is left alone."""
    put(FILES, root)
    (root / "README.md").write_text("new")

    assert compared({**FILES, "README.md": "new"}, root).is_current
    assert (MANIFEST,) == put({**FILES, "README.md": "new"}, root).written


def test_long_list_of_edits_is_cut(root: Path) -> None:
    """Ten names are enough to see what happened."""
    files = {f"{i:02}.py": "ours" for i in range(12)}
    put(files, root)
    for path in files:
        (root / path).write_text("edited")

    assert "08.py, 09.py, and 2 more in" in refused(files, root)


# Links


def test_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    """A link in place of the folder could lead anywhere."""
    target = tmp_path / "elsewhere"
    target.mkdir()
    root = tmp_path / "generated"
    root.symlink_to(target)

    assert "symbolic link" in refused(FILES, root)
    assert [] == list(target.iterdir())


@pytest.mark.parametrize("is_absolute", [True, False])
def test_folder_behind_a_link_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_absolute: bool
) -> None:
    """A link on the way from where the user is leads elsewhere as well."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    root = Path("link/deep/generated")

    said = refused(FILES, tmp_path / root if is_absolute else root)

    assert "link is a symbolic link" in said
    assert [] == list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("force", [True, False])
def test_link_in_place_of_a_file_is_not_followed(
    tmp_path: Path, root: Path, *, force: bool
) -> None:
    """What a link leads to is never written."""
    put(FILES, root)
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
    put(FILES, root)
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
    put(FILES, root)
    (root / MANIFEST).write_text(text)

    assert "is damaged" in refused(FILES, root, force=True)
    with pytest.raises(OutputError, match="is damaged"):
        compared(FILES, root)


def test_manifest_of_a_newer_attrspec_is_refused(root: Path) -> None:
    """What another version of the manifest means is not guessed."""
    put(FILES, root)
    manifest = json.loads((root / MANIFEST).read_text())
    manifest["version"] += 1
    (root / MANIFEST).write_text(json.dumps(manifest))

    assert "version" in refused({**FILES, "README.md": "new"}, root)


def test_manifest_that_is_not_utf8_is_an_error(root: Path) -> None:
    """Bytes that are no text are damage too."""
    put(FILES, root)
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
    put(FILES, root)
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    manifest = json.loads((root / MANIFEST).read_text())
    manifest["files"][path] = HASH
    (root / MANIFEST).write_text(json.dumps(manifest))

    with suppress(OutputError):
        put(FILES, root, force=True)
    with suppress(OutputError):
        compared(FILES, root)

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
        put(FILES, tmp_path / "file" / "generated")

    assert "mine" == (tmp_path / "file").read_text()


def test_folder_in_place_of_a_file_is_refused(root: Path) -> None:
    """A folder that is called as a file of ours is somebody's."""
    put(FILES, root)
    (root / "README.md").unlink()
    (root / "README.md").mkdir()

    assert "README.md" in refused(FILES, root, force=True)
    with pytest.raises(OutputError, match=r"README\.md"):
        compared(FILES, root)


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

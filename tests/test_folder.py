"""A spec on disk: which files count, in which order, and when two are the same."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from attrspec import SpecError
from attrspec.folder import SpecFile, hashes, read_folder


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """Return a folder with files that are made in no order."""
    for name in (
        "types.yaml",
        "package.yaml",
        "b.yml",
        "a.yaml",
        "notes.txt",
        "c.json",
    ):
        (tmp_path / name).write_text(name)
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper/d.yaml").write_text("")
    return tmp_path


def test_files_have_an_order(spec: Path) -> None:
    """`package.yaml` is the first, other YAML files of the folder follow by name."""
    files, unreadable = read_folder(spec)

    expected = ["package.yaml", "a.yaml", "b.yml", "types.yaml"]

    assert expected == [file.name for file in files]
    assert [name.encode() for name in expected] == [file.data for file in files]
    assert [] == unreadable


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_an_error(make: Callable[[Path], None], spec: Path) -> None:
    """What cannot be read is an error about that file, and the others are read."""
    (spec / "b.yml").unlink()
    make(spec / "b.yml")
    files, unreadable = read_folder(spec)

    assert ["package.yaml", "a.yaml", "types.yaml"] == [file.name for file in files]
    assert [f"{spec}/b.yml:1:1: error: Is no regular file [unreadable-file]"] == [
        str(found) for found in unreadable
    ]


def test_folder_without_a_package_is_no_spec(spec: Path) -> None:
    """Without `package.yaml` there is nothing to generate."""
    (spec / "package.yaml").unlink()

    with pytest.raises(SpecError, match="no-spec"):
        read_folder(spec)


@pytest.mark.parametrize(
    ("data", "is_same"),
    [
        (b"a: 1\r\nb: 2\r\n", True),
        (b"\xef\xbb\xbfa: 1\nb: 2\n", True),
        (b"a: 1\nb: 2", False),
        (b"a: 1\nb: 2 # more\n", False),
        (b"a: 1\nb: 2\n\n", False),
    ],
)
def test_hash_is_that_of_the_text(data: bytes, *, is_same: bool) -> None:
    """Line ends of Windows and a byte order mark are no change, all else is."""
    one = SpecFile("a.yaml", "spec/a.yaml", b"a: 1\nb: 2\n")
    other = SpecFile("a.yaml", "elsewhere/a.yaml", data)

    assert is_same == (hashes([one]) == hashes([other]))

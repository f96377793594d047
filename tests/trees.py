"""Folders that hold what attrspec wrote, and what else is in them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrspec.output import (
    Comparison,
    Origin,
    Written,
    compare,
    with_manifest,
    write,
)

__all__ = ["FILES", "ORIGIN", "compared", "contents", "put", "walk"]

ORIGIN = Origin({"package.yaml": "1" * 64, "types.yaml": "2" * 64}, "0.1.0", "3" * 64)
"""What files of tests are made from, unless they say otherwise."""

FILES = {
    ".gitattributes": "* text=auto\n",
    "README.md": "# Größe\n\nNo line end at the end",
    "package/__init__.py": "",
    "package/models.py": "x = 1\ny = 2\n",
    "tests/deep/test_models.py": "assert True\n",
}


def put(
    files: Mapping[str, str],
    root: Path,
    *,
    origin: Origin = ORIGIN,
    force: bool = False,
    patience: float = 0,
) -> Written:
    """Write files and their manifest."""
    texts = with_manifest(files, origin)
    return write(texts, root, force=force, patience=patience)


def compared(
    files: Mapping[str, str], root: Path, origin: Origin = ORIGIN
) -> Comparison:
    """Compare a folder with files and their manifest."""
    return compare(with_manifest(files, origin), root)


def walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder, links and folders too."""
    for path in sorted(folder.iterdir()):
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from walk(path)


def contents(root: Path, *, but: str = "") -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in walk(root)
        if path.is_file()
    }
    found.pop(but, None)
    return found

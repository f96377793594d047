"""A small spec, and the commands run on it in a folder of their own."""

from pathlib import Path

from click.testing import CliRunner, Result

from attrspec.cli import main

__all__ = ["PACKAGE", "TYPES", "make_spec", "replace", "run", "tree"]

PACKAGE = """\
attrspec: 1
package: weather_models
distribution: weather-models
version: 1.0.0
title: Weather reports
"""

TYPES = """\
objects:
  Station:
    doc: A weather station.
    fields:
      name:
        type: string
        doc: Name of the place.
    example: {name: Zugspitze}
"""


def make_spec(folder: Path) -> None:
    """Make a spec about which there is nothing to say in the folder `spec`."""
    (folder / "spec").mkdir()
    (folder / "spec/package.yaml").write_text(PACKAGE)
    (folder / "spec/types.yaml").write_text(TYPES)


def run(*arguments: str) -> Result:
    """Return what a command does; an exception in it is a failure of the test."""
    return CliRunner().invoke(
        main, arguments, prog_name="attrspec", catch_exceptions=False
    )


def replace(path: str, old: str, new: str) -> None:
    """Replace text in a file."""
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}

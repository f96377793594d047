"""The README of a generated package says what its types are."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

PackageFrom = Callable[[str], ModuleType]

SPEC = """
objects:
  Part: {}
enums:
  Sky: {values: [clear], open: true}
  Level: {values: [1, 2], open: true}
aliases:
  Parts: {type: "list[Part]"}
unions:
  Either: {members: [Part, string]}
"""


def test_types_without_documentation_leave_no_gap(package_from: PackageFrom) -> None:
    """Beneath its heading is what a type is, and an open enum has more of its kind."""
    models = package_from(SPEC)
    readme = Path(str(models.__file__)).parents[1] / "README.md"
    text = readme.read_text("utf-8")

    assert "\n\n\n" not in text
    assert "## Sky\n\n- `clear`\n- or any other text\n" in text
    assert "## Level\n\n- `1`\n- `2`\n- or any other integer\n" in text
    assert "## Parts\n\nAnother name for `list[Part]`.\n" in text

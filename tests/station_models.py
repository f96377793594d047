"""Models of a spec with all kinds of types, and what is said of changes in them."""

import tempfile
from pathlib import Path

from weather import PACKAGE

import attrspec
from attrspec.summary import Change, summary

__all__ = ["TYPES", "changes", "edited", "generated", "sentences"]

TYPES = """\
enums:
  Sky:
    doc: What the sky looks like.
    open: true
    values: [clear, cloudy]

unions:
  Report:
    tag: kind
    open: false
    members: [Rain, Wind]
  Reading:
    members: [string, integer, "list[Station]"]

objects:
  Rain:
    tag: {kind: rain}
    fields:
      amount: {type: number}
  Wind:
    tag: {kind: wind}
    fields:
      knots: {type: integer}
  Station:
    doc: A weather station.
    fields:
      name: {type: string, doc: Name of the place.}
      height: {type: integer, doc: Height of the place.}
      sky: {type: Sky}
      since: {type: date?}
      note: {type: string, optional: true}
      reports: {type: "list[Report]", optional: true}
"""


def generated(types: str) -> str:
    """Return the module of models of some types."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "package.yaml").write_text(PACKAGE, "utf-8")
        (Path(folder) / "types.yaml").write_text(types, "utf-8")
        return attrspec.render(attrspec.load(folder))["weather_models/models.py"]


def edited(text: str, *edits: str) -> str:
    """Return a text in which each of some texts is the one behind it."""
    for old, new in zip(edits[::2], edits[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what changes between two modules."""
    return summary({"models.py": before}, {"models.py": after})


def sentences(before: str, after: str) -> list[str]:
    """Return what is said of the change from a module to another."""
    return [change.sentence for change in changes(before, after)]

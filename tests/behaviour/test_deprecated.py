"""What is deprecated says so, and is used as before."""

import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import attrspec
from attrspec.jsonschema import json_schema

PackageFrom = Callable[..., ModuleType]

SPEC = """
enums:
  Side: {values: [left, right], deprecated: true}
unions:
  Report: {tag: kind, members: [Rain], deprecated: {since: "2024"}}
  Words: {members: [string, integer], deprecated: {use: plain text}}
objects:
  Rain:
    tag: {kind: rain}
    doc: Rain that fell.
    deprecated: {since: version 2, use: Weather, doc: It will be gone in 2030.}
    fields:
      inches: {type: number, doc: How much., deprecated: {use: millimetres}}
      millimetres: {type: number, deprecated: false}
      side: {type: Side}
"""


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """A package in which something of each kind is deprecated."""
    return package_from(SPEC)


def test_documentation_says_so(models: ModuleType) -> None:
    """Classes, attributes, unions and enums say since when, and what to use instead."""
    module = import_module(f"{models.__name__}.models")
    source = Path(str(module.__file__)).read_text("utf-8")
    readme = Path(str(module.__file__)).parents[1] / "README.md"
    sentences = [
        "Deprecated since version 2. Use instead: Weather.",
        "It will be gone in 2030.",
        "Deprecated. Use instead: millimetres.",
        "Deprecated since 2024.",
        "Deprecated. Use instead: plain text.",
    ]

    for sentence in sentences:
        assert sentence in source
        assert sentence in readme.read_text("utf-8")
    assert '"""Deprecated."""' in source
    assert 5 == source.count("Deprecated")
    assert sentences[0] in str(models.Rain.__doc__)


def test_use_is_as_before(models: ModuleType) -> None:
    """What is deprecated is read and written, and warns nobody."""
    payload = {"kind": "rain", "inches": 1.5, "millimetres": 38.1, "side": "left"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = models.structure(payload, models.Rain)

    assert 1.5 == value.inches
    assert payload == models.unstructure(value)


def test_json_schema_says_so(tmp_path: Path) -> None:
    """The schema marks what is deprecated, and nothing else."""
    package = "{attrspec: 1, package: a, distribution: a, version: '1', title: A}"
    (tmp_path / "package.yaml").write_text(package)
    (tmp_path / "types.yaml").write_text(SPEC)
    definitions: Any = json_schema(attrspec.load(tmp_path))["$defs"]
    rain = definitions["Rain"]

    for schema in (*definitions.values(), rain["properties"]["inches"]):
        assert schema["deprecated"] is True
    assert "deprecated" not in rain["properties"]["millimetres"]

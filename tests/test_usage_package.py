"""The shipped package against what is known of the API that it is about."""

import base64
import json
import typing
from pathlib import Path
from typing import Any

import attrs
import pytest

import openai_usage_models
from openai_usage_models import (
    CostsAmount,
    CostsResult,
    ImageSource,
    PayloadError,
    QuantityUnit,
    Record,
    UsageResponse,
    UsageResult,
    UsageTimeBucket,
    from_json,
    structure,
    to_json,
    unstructure,
)

SHARED = Path(__file__).parents[2] / "shared"
HISTORY = SHARED / "upstream" / "usage-history"
HOSTILE = SHARED / "payloads" / "hostile.jsonl"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the facts about the API are not beside this project"
)

NOT_JSON = {"syntax", "bytes", "surrogate"}
"""Families of bodies that are not JSON: there is no place in them to report."""

NOT_JSON_NUMBERS = {"P117", "P118"}
"""Bodies with NaN and Infinity: they are no JSON either."""

OTHER_THAN_DOCUMENTED = {
    # Documented as text with a list of values in prose.
    ("UsageImagesResult", "source"): ImageSource | None,
    # Documented as text or an enum, which is what an open enum is.
    ("CostsResult", "quantity_unit"): QuantityUnit | None,
    # Documented in place, without a name.
    ("CostsResult", "amount"): CostsAmount | None,
    # Documented in place; it has room for results that are newer than the document.
    ("UsageTimeBucket", "results"): list[UsageResult],
}


def _schemas() -> dict[str, Any]:
    """Return the schemas of the newest document of the API, by name of the class."""
    if not SHARED.is_dir():
        return {}
    (path,) = HISTORY.glob("17-*.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    schemas: dict[str, Any] = document["components"]["schemas"]
    return schemas | {"CostsAmount": schemas["CostsResult"]["properties"]["amount"]}


def _cases() -> list[dict[str, Any]]:
    """Return the hostile bodies with their verdicts."""
    if not SHARED.is_dir():
        return []
    return [json.loads(line) for line in HOSTILE.read_text("utf-8").splitlines()]


def _samples(kind: str) -> list[Path]:
    """Return the sample payloads of the newest document: objects, or pages."""
    paths = sorted((HISTORY / "samples").glob("17-*.json"))
    return [path for path in paths if path.name.startswith("17-obj-") is (kind == "obj")]


SCHEMAS = _schemas()
CASES = _cases()
KEYS = [(name, key) for name, schema in SCHEMAS.items() for key in schema["properties"]]


def _class(name: str) -> type[Record]:
    class_: type[Record] = getattr(openai_usage_models, name)
    return class_


def _is_nullable(schema: dict[str, Any]) -> bool:
    return {"type": "null"} in schema.get("anyOf", [])


def _is_constant(schema: dict[str, Any]) -> bool:
    return bool(schema.get("x-stainless-const"))


def _value(schema: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return a value that a schema allows."""
    return None



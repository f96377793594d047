"""JSON Schema as an independent judge of what the generated readers accept.

The schema is exported from the spec and read by the `jsonschema` library, which shares
no code with the readers. Where the two may differ is said here, by name.

`ATTRSPEC_PAYLOADS` sets how many payloads are drawn; see CONTRIBUTING.
"""

import copy
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias, TypeVar

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

import attrspec
import openai_usage_models as models
from openai_usage_models import (
    Json,
    PayloadError,
    Problem,
    Record,
    strategies,
)
from openai_usage_models._codecs import is_exact
from openai_usage_models._errors import ROOT as START
from openai_usage_models._errors import Mismatch
from openai_usage_models._structs import reader_of_text
from openai_usage_models.converters import TYPES

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
PAYLOADS = int(os.environ.get("ATTRSPEC_PAYLOADS", "400"))
SPEC = attrspec.load(ROOT / "spec")

DRAWN = settings(
    max_examples=PAYLOADS,
    deadline=None,
    derandomize="ATTRSPEC_PAYLOADS" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NAMES = [item.name for item in SPEC.objects] + [item.name for item in SPEC.unions]

VALUES: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.just(2**70),
    st.sampled_from([0.0, 1.0, 1.5, 1e3, "", "1", "12.50", "usd", "page", "x"]),
    st.builds(list[Json]),
    st.builds(dict[str, Json]),
)
"""What is put in the place of something else."""

LEFT_OUT = {
    field.key
    for item in SPEC.objects
    for field in item.fields
    if field.is_optional and not field.is_nullable
}
"""Tolerated: null under keys that may be absent. No other field has such a name."""

ACCEPTED = {("value", "1"): 1, ("value", "12.50"): 12.5}
"""Tolerated: text as a number, under the one key that says `accept: [string]`."""

Container: TypeAlias = dict[str, Json] | list[Json]


@pytest.fixture(scope="module", autouse=True)
def exact() -> Iterator[None]:
    """Let readers know that no number of a payload was rounded when it was parsed."""
    token = is_exact.set(True)
    yield
    is_exact.reset(token)


@cache
def judge(name: str) -> Validator:
    """Return what judges payloads of a type."""
    schema = attrspec.export_jsonschema(SPEC)
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})


def without_tolerance(value: Json) -> Json:
    """Return *value* without what readers tolerate and the schema does not."""
    if isinstance(value, list):
        return [without_tolerance(item) for item in value]
    if isinstance(value, dict):
        return {
            key: ACCEPTED[key, item]
            if isinstance(item, str) and (key, item) in ACCEPTED
            else without_tolerance(item)
            for key, item in value.items()
            if item is not None or key not in LEFT_OUT
        }
    return value


def containers(value: Json) -> Iterator[Container]:
    """Yield all that is in *value* and has parts, with itself."""
    if isinstance(value, list):
        yield value
        for item in value:
            yield from containers(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from containers(item)


@st.composite
def nearly(draw: DrawFn, name: str) -> Json:
    """Payloads of a type with a few changes, most of which make them wrong."""
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_")
    payload: Json = copy.deepcopy(draw(getattr(strategies, f"{words}_payloads")()))
    for _ in range(draw(st.integers(0, 3))):
        parts = [part for part in containers(payload) if part]
        if not parts:
            return draw(VALUES)
        part = draw(st.sampled_from(parts))
        new = draw(VALUES)
        if isinstance(part, list):
            part[draw(st.integers(0, len(part) - 1))] = new
        else:
            key = draw(st.sampled_from([*part, "new"]))
            if key in part and draw(st.booleans()):
                del part[key]
            else:
                part[key] = new
    return payload


@DRAWN
@given(data=st.data(), name=st.sampled_from(NAMES))
def test_readers_and_schema_agree(data: st.DataObject, name: str) -> None:
    """A payload is read exactly if it is valid, but for what is tolerated by name."""
    payload = data.draw(nearly(name))
    problems: list[Problem] = []
    try:
        models.structure(payload, getattr(models, name))
    except PayloadError as error:
        problems.extend(error.problems)
    is_valid = judge(name).is_valid(without_tolerance(payload))
    event("valid" if is_valid else "invalid")

    assert is_valid is not bool(problems)


@cache
def parser(name: str) -> Callable[[str], Record]:
    """Return what reads the usual text of a type straight from msgspec."""
    parse: Callable[[str], Record] | None
    parse = reader_of_text(TYPES.codec(getattr(models, name)))
    assert parse is not None
    return parse


def read(function: Callable[[T], Record], payload: T) -> Record | None:
    """Return what a function reads, or None if it refuses."""
    try:
        return function(payload)
    except (Mismatch, ValueError):
        return None


@DRAWN
@given(data=st.data(), name=st.sampled_from([item.name for item in SPEC.objects]))
def test_paths_agree(data: st.DataObject, name: str) -> None:
    """The fast paths, the careful one and the explanation say the same of a payload."""
    payload = data.draw(nearly(name))
    codec = TYPES.record(getattr(models, name))
    usual = read(codec.read, payload)
    careful = read(codec.read_carefully, payload)
    parsed = read(parser(name), json.dumps(payload))
    event("parsed by msgspec" if parsed else "left by msgspec")

    assert usual == careful
    assert usual is None or careful is None or usual.as_read == careful.as_read
    assert parsed is None or parsed == careful
    assert parsed is None or careful is None or parsed.as_read == careful.as_read
    assert (usual is None) is bool(list(codec.explain(payload, START)))

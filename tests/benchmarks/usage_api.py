"""The objects of the organization usage API, and payloads made of them.

This is the one table that the classes of all peers are built from. It is stated here
and not taken from the spec, so that a spec that changes does not change old numbers.
"""

import json
import random
import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, TypeAlias

from attrs import frozen

__all__ = [
    "AMOUNT",
    "RESULTS",
    "Dynamic",
    "Field",
    "Fields",
    "dumps",
    "payload",
    "required",
]

Dynamic: TypeAlias = Any
"""
What no type checker knows: classes made at run time, and libraries that need not be
installed.
"""

SEED = 20261122
_SELDOM = re.compile("(audio|image)_tokens")
"""What most models do not have: it is counted as 0."""

BUCKETS = {"page": 100, "long": 1_000}


@frozen
class Field:
    """A key of an object."""

    name: str
    type: Dynamic
    """A Python type, or the fields of another object."""

    optional: bool = False
    nullable: bool = False


Fields: TypeAlias = Sequence[Field]


def required(type_: Dynamic, names: str) -> Fields:
    """Return fields of one type."""
    return [Field(name, type_) for name in names.split()]


def _optional(type_: Dynamic, names: str) -> Fields:
    return [Field(name, type_, optional=True) for name in names.split()]


def _grouped(type_: Dynamic, names: str) -> Fields:
    return [Field(name, type_, optional=True, nullable=True) for name in names.split()]


REQUESTS = "num_model_requests"
GROUPS = "project_id user_id api_key_id model"
AMOUNT = [*_optional(float, "value"), *_optional(str, "currency")]
COMPLETIONS = "organization.usage.completions.result"
RESULTS: Mapping[str, Fields] = {
    COMPLETIONS: [
        *required(int, f"input_tokens output_tokens {REQUESTS}"),
        *_optional(int, "input_cached_tokens input_cache_write_tokens"),
        *_optional(int, "input_uncached_tokens input_text_tokens output_text_tokens"),
        *_optional(int, "input_cached_text_tokens input_audio_tokens"),
        *_optional(int, "input_cached_audio_tokens output_audio_tokens"),
        *_optional(int, "input_image_tokens input_cached_image_tokens"),
        *_optional(int, "output_image_tokens"),
        *_grouped(bool, "batch"),
        *_grouped(str, f"service_tier {GROUPS}"),
    ],
    "organization.usage.embeddings.result": [
        *required(int, f"input_tokens {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.moderations.result": [
        *required(int, f"input_tokens {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.images.result": [
        *required(int, f"images {REQUESTS}"),
        *_grouped(str, f"source size {GROUPS}"),
    ],
    "organization.usage.audio_speeches.result": [
        *required(int, f"characters {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.audio_transcriptions.result": [
        *required(int, f"seconds {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.vector_stores.result": [
        *required(int, "usage_bytes"),
        *_grouped(str, "project_id"),
    ],
    "organization.usage.code_interpreter_sessions.result": [
        *required(int, "num_sessions"),
        *_grouped(str, "project_id"),
    ],
    "organization.usage.file_searches.result": [
        *required(int, "num_requests"),
        *_grouped(str, "vector_store_id project_id user_id api_key_id"),
    ],
    "organization.usage.web_searches.result": [
        *required(int, f"{REQUESTS} num_requests"),
        *_grouped(str, f"context_level {GROUPS}"),
    ],
    "organization.costs.result": [
        *_optional(AMOUNT, "amount"),
        *_grouped(str, "line_item api_key_id quantity_unit project_id"),
        *_grouped(float, "quantity"),
    ],
}
"""The results by their tag, the key `object`."""


class Dice(random.Random):
    """What the payloads are drawn with: the same in each run."""

    def chance(self, probability: float) -> bool:
        """Return true as often as that."""
        return self.random() < probability


def payload(name: str) -> tuple[bytes, int]:
    """Return the JSON text of a payload, and how many results it has."""
    rng = Dice(SEED)
    if name == "small":
        rows = [[_result(rng, COMPLETIONS, absent=0, null=0)]]
    else:
        tags = [COMPLETIONS, *(tag for tag in RESULTS if tag != COMPLETIONS)]
        weights = [0.6, *repeat(0.4 / (len(tags) - 1), len(tags) - 1)]
        rows = [
            [
                _result(rng, tag, absent=0.25 * rng.chance(0.3), null=0.4)
                for tag in rng.choices(tags, weights, k=20)
            ]
            for _ in range(BUCKETS[name])
        ]
    day = 86_400
    start = 20_000 * day
    buckets = [
        {
            "object": "bucket",
            "start_time": start + index * day,
            "end_time": start + (index + 1) * day,
            "results": results,
        }
        for index, results in enumerate(rows)
    ]
    page = {"object": "page", "data": buckets, "has_more": True, "next_page": "page_2"}
    return dumps(page), sum(map(len, rows))


def _result(rng: Dice, tag: str, *, absent: float, null: float) -> dict[str, Any]:
    return {"object": tag, **_object(rng, RESULTS[tag], absent, null)}


def _object(rng: Dice, fields: Fields, absent: float, null: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        if field.optional and rng.chance(absent):
            continue
        if field.nullable and rng.chance(null):
            found[field.name] = None
        elif field.type is AMOUNT:
            found[field.name] = _object(rng, AMOUNT, absent, null)
        elif field.type is int:
            is_zero = _SELDOM.search(field.name) and rng.chance(0.75)
            found[field.name] = 0 if is_zero else rng.randrange(10_000_000)
        elif field.type is float:
            found[field.name] = rng.randrange(1, 10_000_000, 2) / 1024
        elif field.type is bool:
            found[field.name] = rng.chance(0.5)
        else:
            found[field.name] = f"{field.name}_{rng.randrange(50):08x}"
    return found


def dumps(value: object) -> bytes:
    """Return compact JSON text, written by the standard library."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode()

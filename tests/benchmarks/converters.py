"""What reading and writing JSON costs with the generated converters beside peers.

Measured is CPU time, from the bytes of a body to objects (decode) and from the objects
back to bytes (encode), on two payloads of the organization usage API that this script
makes from a table of fields, with a fixed seed:

* `page`: 100 buckets of 20 results, of all 11 kinds; three of five are completions. Of
  30 % of the rows each optional key is missing one time in four; two of five values
  that may be null are.
* `small`: one bucket with one result, a completion with all keys and no null.

How it is kept fair:

* Each candidate has a process of its own. Rounds are interleaved and shuffled, so that
  a machine that slows down slows all. A sample lasts about 20 ms, and the garbage
  collector runs as it does for a user. The minimum says what the work costs, the median
  what a user gets.
* The classes of all peers are built from the same table, as their documentation has it.
* A candidate that is `exact` writes the payload that it read: absent keys stay absent
  and nulls stay null. That is asserted before anything is timed.
* What an object costs in memory is what `tracemalloc` sees of one decoded `page`, in
  another process, divided by its results.

What is not equal work:

* pydantic coerces ("1" to 1), as do mashumaro and cattrs; ours and msgspec do not.
* openapi-python-client checks no types but the tag, and tries the members of a union in
  turn. Its `from_dict` and `to_dict` are imitated here by a loop over the table, with
  orjson for the text.
* mashumaro and cattrs write null for what was absent: their output is longer.
* `json` and `orjson` make dicts and lists, which is where the others begin that have no
  parser of their own.
"""

import dataclasses
import enum
import functools
import gc
import json
import operator
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from itertools import repeat
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, cast, get_args

import attrs
from attrs import frozen

sys.path.insert(0, str(Path(__file__).parents[1]))


BASE = "pydantic"
SEED = 20261122
SAMPLE = 0.02
"""Seconds of a sample."""

Pipe: TypeAlias = "Connection[Any, Any]"
Unit: TypeAlias = tuple[str, float]
PAYLOADS: Mapping[str, Unit] = {"page": ("ms", 1e3), "small": ("us", 1e6)}

# The objects of the API


@frozen
class Field:
    """A key of an object."""

    name: str
    type: Any
    """A Python type, or the fields of another object."""

    optional: bool = False
    nullable: bool = False


Fields: TypeAlias = Sequence[Field]


def _required(type_: Any, names: str) -> Fields:
    return [Field(name, type_) for name in names.split()]


def _optional(type_: Any, names: str) -> Fields:
    return [Field(name, type_, optional=True) for name in names.split()]


def _grouped(type_: Any, names: str) -> Fields:
    return [Field(name, type_, optional=True, nullable=True) for name in names.split()]


REQUESTS = "num_model_requests"
GROUPS = "project_id user_id api_key_id model"
AMOUNT = [*_optional(float, "value"), *_optional(str, "currency")]
COMPLETIONS = "organization.usage.completions.result"
RESULTS: Mapping[str, Fields] = {
    COMPLETIONS: [
        *_required(int, f"input_tokens output_tokens {REQUESTS}"),
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
        *_required(int, f"input_tokens {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.moderations.result": [
        *_required(int, f"input_tokens {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.images.result": [
        *_required(int, f"images {REQUESTS}"),
        *_grouped(str, f"source size {GROUPS}"),
    ],
    "organization.usage.audio_speeches.result": [
        *_required(int, f"characters {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.audio_transcriptions.result": [
        *_required(int, f"seconds {REQUESTS}"),
        *_grouped(str, GROUPS),
    ],
    "organization.usage.vector_stores.result": [
        *_required(int, "usage_bytes"),
        *_grouped(str, "project_id"),
    ],
    "organization.usage.code_interpreter_sessions.result": [
        *_required(int, "num_sessions"),
        *_grouped(str, "project_id"),
    ],
    "organization.usage.file_searches.result": [
        *_required(int, "num_requests"),
        *_grouped(str, "vector_store_id project_id user_id api_key_id"),
    ],
    "organization.usage.web_searches.result": [
        *_required(int, f"{REQUESTS} num_requests"),
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


def _payload(name: str) -> tuple[bytes, int]:
    """Return a JSON text and how many results it has."""
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
            for _ in range(100)
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
    return _dumps(page), sum(map(len, rows))


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
            found[field.name] = rng.randrange(1_000_000)
        elif field.type is float:
            found[field.name] = rng.randrange(1, 10_000_000, 2) / 1024
        elif field.type is bool:
            found[field.name] = rng.chance(0.5)
        else:
            found[field.name] = f"{field.name}_{rng.randrange(50):08x}"
    return found


def _dumps(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


# Candidates

Coder: TypeAlias = tuple[Callable[[bytes], Any], Callable[[Any], bytes]]
"""The functions that decode and encode a page."""


@frozen
class Candidate:
    """A way to read and write a page."""

    packages: Sequence[str]
    build: Callable[[], Coder]
    exact: bool = True
    """Whether what is written is what was read."""

    uses: str | None = None
    """A module that has been imported after a round trip, or this is another one."""


class SkipError(Exception):
    """A candidate cannot be what it is called; the text says why."""


def _ours() -> Coder:
    package = import_module("openai_usage_models")
    page = package.UsageResponse
    return lambda text: package.from_json(text, page), package.to_json


def _ours_json() -> Coder:
    cast("Any", sys.modules)["orjson"] = None  # from here on, import fails
    return _ours()


def _ours_structure() -> Coder:
    package, orjson = import_module("openai_usage_models"), import_module("orjson")
    page, structure = package.UsageResponse, package.structure
    dumps, loads, unstructure = orjson.dumps, orjson.loads, package.unstructure
    return (
        lambda text: structure(loads(text), page),
        lambda value: dumps(unstructure(value)),
    )


def _json() -> Coder:
    return json.loads, _dumps


def _orjson() -> Coder:
    orjson = import_module("orjson")
    return orjson.loads, orjson.dumps


Make: TypeAlias = Callable[[str, str | None, Fields], Any]
"""What makes a class of its name, its tag and its fields."""


def _page(make: Make, union: Callable[[Mapping[str, Any]], Any]) -> Any:
    """Return the class of a page, made with all that is in it."""
    amount = make("CostsAmount", None, AMOUNT)
    results: dict[str, Any] = {}
    for tag, fields in RESULTS.items():
        name = "".join(map(str.title, tag.replace("_", ".").split(".")))
        parts = [
            attrs.evolve(field, type=amount) if field.type is AMOUNT else field
            for field in fields
        ]
        results[tag] = make(name, tag, parts)
    times = _required(int, "start_time end_time")
    bucket = make(
        "UsageTimeBucket", "bucket", [*times, Field("results", list[union(results)])]
    )
    more = [Field("has_more", bool), Field("next_page", str, nullable=True)]
    return make("UsageResponse", "page", [Field("data", list[bucket]), *more])


def _any_of(members: Iterable[Any]) -> Any:
    return functools.reduce(operator.or_, members)


def _literal(tag: str) -> Any:
    return cast("Any", Literal)[tag]


def _annotated(type_: Any, note: Any) -> Any:
    return cast("Any", Annotated)[type_, note]


def _or_none(field: Field) -> Any:
    return field.type | None if field.optional or field.nullable else field.type


def _pydantic() -> Coder:
    pydantic = import_module("pydantic")

    def make(name: str, tag: str | None, fields: Fields) -> Any:
        parts: dict[str, Any] = {
            field.name: (_or_none(field), None if field.optional else ...)
            for field in fields
        }
        if tag:
            parts["object"] = (_literal(tag), ...)
        return pydantic.create_model(name, **parts)

    def union(members: Mapping[str, Any]) -> Any:
        discriminator = pydantic.Field(discriminator="object")
        return _annotated(_any_of(members.values()), discriminator)

    adapter = pydantic.TypeAdapter(_page(make, union))
    return (
        adapter.validate_json,
        lambda value: adapter.dump_json(value, exclude_unset=True),
    )


def _msgspec() -> Coder:
    msgspec = import_module("msgspec")

    def make(name: str, tag: str | None, fields: Fields) -> Any:
        parts: list[Any] = []
        for field in fields:
            type_ = field.type | None if field.nullable else field.type
            if field.optional:
                parts.append((field.name, type_ | msgspec.UnsetType, msgspec.UNSET))
            else:
                parts.append((field.name, type_))
        key = "object" if tag else None
        return msgspec.defstruct(name, parts, kw_only=True, tag=tag, tag_field=key)

    page = _page(make, lambda members: _any_of(members.values()))
    return msgspec.json.Decoder(page).decode, msgspec.json.Encoder().encode


def _mashumaro() -> Coder:
    mixin = import_module("mashumaro.mixins.orjson").DataClassORJSONMixin
    discriminator = import_module("mashumaro.types").Discriminator

    def make(name: str, tag: str | None, fields: Fields) -> Any:
        parts: list[Any] = [("object", _literal(tag))] if tag else []
        for field in fields:
            default: Any = None if field.optional else dataclasses.MISSING
            parts.append(
                (field.name, _or_none(field), dataclasses.field(default=default))
            )
        class_ = dataclasses.make_dataclass(
            *(name, parts),
            bases=(mixin,),
            kw_only=True,
            namespace={"__module__": __name__},
        )
        globals()[name] = class_  # its parsers find each other as parts of a module
        return class_

    def union(members: Mapping[str, Any]) -> Any:
        by_tag = discriminator(field="object", include_supertypes=True)
        return _annotated(_any_of(members.values()), by_tag)

    page = _page(make, union)
    return page.from_json, lambda value: value.to_jsonb()


def _cattrs(*, detailed: bool) -> Coder:
    preconf = import_module("cattrs.preconf.orjson")
    strategies = import_module("cattrs.strategies")
    converter = preconf.make_converter(detailed_validation=detailed)

    def make(name: str, tag: str | None, fields: Fields) -> Any:
        parts: dict[str, Any] = {}
        if tag and tag not in RESULTS:
            parts["object"] = attrs.field(type=_literal(tag))
        for field in fields:
            default: Any = None if field.optional else attrs.NOTHING
            parts[field.name] = attrs.field(type=_or_none(field), default=default)
        return attrs.make_class(name, parts, slots=True, kw_only=True)

    def union(members: Mapping[str, Any]) -> Any:
        tags = {member: tag for tag, member in members.items()}
        whole = _any_of(tags)
        strategies.configure_tagged_union(
            whole, converter, tag_generator=tags.__getitem__, tag_name="object"
        )
        return whole

    page = _page(make, union)
    return lambda text: converter.loads(text, page), converter.dumps


class Unset(enum.Enum):
    """What an attribute of openapi-python-client has where there is no key."""

    UNSET = enum.auto()


UNSET = Unset.UNSET
REFUSED = (TypeError, ValueError, AttributeError, KeyError)


def _openapi() -> Coder:
    orjson = import_module("orjson")
    page = _page(_openapi_class, _openapi_union)
    return (
        lambda text: page.from_dict(orjson.loads(text)),
        lambda value: orjson.dumps(value.to_dict()),
    )


def _openapi_class(name: str, tag: str | None, fields: Fields) -> Any:
    tags = cast("Any", enum.StrEnum)(f"{name}Object", {"TAG": tag}) if tag else None
    plan = [(field.name, field.optional, *_openapi_field(field)) for field in fields]

    def from_dict(source: Any) -> Any:
        if not isinstance(source, dict):
            raise TypeError
        rest: dict[str, Any] = dict(cast("dict[str, Any]", source))
        values: dict[str, Any] = {}
        if tags:
            values["object_"] = tags(rest.pop("object"))
        for key, optional, read, _ in plan:
            found = rest.pop(key, UNSET) if optional else rest.pop(key)
            values[key] = read(found) if read else found
        record = class_(**values)
        record.additional_properties = rest
        return record

    def to_dict(record: Any) -> dict[str, Any]:
        payload: dict[str, Any] = dict(record.additional_properties)
        if tags:
            payload["object"] = record.object_.value
        for key, _, _, write in plan:
            value = getattr(record, key)
            if value is not UNSET:
                payload[key] = write(value) if write else value
        return payload

    parts: dict[str, Any] = {"object_": attrs.field()} if tags else {}
    for field in fields:
        default: Any = UNSET if field.optional else attrs.NOTHING
        parts[field.name] = attrs.field(default=default)
    parts["additional_properties"] = attrs.field(init=False, factory=dict)
    methods = {"from_dict": staticmethod(from_dict), "to_dict": to_dict}
    class_: Any = attrs.make_class(
        *(name, parts), slots=True, kw_only=True, class_body=methods
    )
    return class_


def _openapi_field(
    field: Field,
) -> tuple[Callable[[Any], Any] | None, Callable[[Any], Any] | None]:
    """Return what reads and what writes a value that is not simply taken."""

    def nullable(found: Any) -> Any:
        return found if found is None or isinstance(found, Unset) else found

    if items := get_args(field.type):
        return (
            lambda found: [items[0].from_dict(item) for item in found],
            lambda value: [item.to_dict() for item in value],
        )
    if hasattr(field.type, "from_dict"):
        return (
            lambda found: found if found is UNSET else field.type.from_dict(found),
            lambda value: value.to_dict(),
        )
    return (nullable if field.nullable else None), None


def _openapi_union(members: Mapping[str, Any]) -> Any:
    def from_dict(source: Any) -> Any:
        for member in members.values():
            try:
                return member.from_dict(source)
            except REFUSED:
                pass
        raise TypeError

    return types.SimpleNamespace(from_dict=from_dict)


CANDIDATES: Mapping[str, Candidate] = {
    "ours, orjson": Candidate(["openai-usage-models"], _ours, uses="orjson"),
    "ours, structure/unstructure + orjson": Candidate(
        ["openai-usage-models", "orjson"], _ours_structure
    ),
    "ours, json": Candidate(["openai-usage-models"], _ours_json),
    "pydantic": Candidate(["pydantic"], _pydantic),
    "msgspec.Struct": Candidate(["msgspec"], _msgspec),
    "mashumaro": Candidate(["mashumaro", "orjson"], _mashumaro, exact=False),
    "cattrs": Candidate(
        ["cattrs", "orjson"], functools.partial(_cattrs, detailed=True), exact=False
    ),
    "cattrs, detailed_validation=False": Candidate(
        ["cattrs", "orjson"], functools.partial(_cattrs, detailed=False), exact=False
    ),
    "openapi-python-client style": Candidate(["orjson"], _openapi),
    "orjson alone": Candidate(["orjson"], _orjson),
    "json alone": Candidate([], _json),
}


# Measuring


@define
class Result:
    """What a candidate costs with one payload, in seconds and bytes."""

    exact: bool
    decode: list[float] = Factory(list[float])
    encode: list[float] = Factory(list[float])
    memory: float | None = None

    @property
    def minimum(self) -> float:
        """A fastest decode and a fastest encode."""
        return min(self.decode) + min(self.encode)


def _measured(
    names: Sequence[str], payload: str, rounds: int
) -> tuple[Mapping[str, Result], Mapping[str, str]]:
    """Return what candidates cost, in their order, and why others were skipped."""
    text, size = _payload(payload)
    results: dict[str, Result] = {}
    skipped: dict[str, str] = {}
    workers: dict[str, Pipe] = {}
    for name in names:
        worker = _started(_sampler, name, text)
        if reason := _received(name, worker):
            skipped[name] = reason
        else:
            workers[name] = worker
            results[name] = Result(CANDIDATES[name].exact)
    order = list(workers)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            workers[name].send(None)
            decode, encode = _received(name, workers[name])
            results[name].decode.append(decode)
            results[name].encode.append(encode)
    for worker in workers.values():
        worker.close()
    if payload == "page":
        for name, result in results.items():
            result.memory = _received(name, _started(_weigher, name, text)) / size
    return results, skipped


def _started(
    work: Callable[[Any, str, bytes], None], name: str, text: bytes
) -> Pipe:
    """Return the connection to a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=work, args=(there, name, text), daemon=True).start()
    there.close()
    return here


def _received(name: str, worker: Pipe) -> Any:
    try:
        return worker.recv()
    except EOFError:
        raise BenchmarkError(f"{name} failed, as its process told above") from None


def _sampler(pipe: Pipe, name: str, text: bytes) -> None:
    """Send why there is nothing to time, or None, and then a sample when asked."""
    try:
        decode, encode = _checked(name, text)
    except SkipError as error:
        pipe.send(str(error))
        return
    value = decode(text)
    tasks: list[tuple[Callable[[Any], Any], Any, int]] = []
    for function, argument in ((decode, text), (encode, value)):
        number = 1
        while (once := _timed(function, argument, number)) * number < SAMPLE / 4:
            number *= 2
        tasks.append((function, argument, max(1, round(SAMPLE / once))))
    pipe.send(None)
    while True:
        try:
            pipe.recv()
        except EOFError:
            return
        pipe.send([_timed(*task) for task in tasks])


def _weigher(pipe: Pipe, name: str, text: bytes) -> None:
    """Send the bytes that a decoded payload keeps."""
    decode, _ = _checked(name, text)
    tracemalloc.start()
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    value = decode(text)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    pipe.send(after - before)
    del value


def _checked(name: str, text: bytes) -> Coder:
    """Return the functions of a candidate, which do what is said of it."""
    candidate = CANDIDATES[name]
    decode, encode = candidate.build()
    written = encode(decode(text))
    if candidate.uses and candidate.uses not in sys.modules:
        raise SkipError(f"the package does not use {candidate.uses}")
    if candidate.exact and _canonical(written) != _canonical(text):
        raise BenchmarkError(f"{name} does not write what it read")
    return decode, encode


def _canonical(text: bytes) -> str:
    return json.dumps(json.loads(text), sort_keys=True)


def _timed(function: Callable[[Any], Any], argument: Any, number: int) -> float:
    start = time.process_time()
    for _ in repeat(None, number):
        function(argument)
    return (time.process_time() - start) / number


# Printing


def main() -> int:
    """Parse the command line, measure, print; return the exit code."""
    options = _parser().parse_args()
    parts = options.only or [""]
    asked = [name for name in CANDIDATES if any(part in name for part in parts)]
    packages = dict.fromkeys(
        package for name in asked for package in CANDIDATES[name].packages
    )
    missing = [package for package in packages if installed(package) is None]
    names = [
        name for name in asked if not {*missing} & {*CANDIDATES[name].packages}
    ]
    notes: dict[str, str] = {
        name: f"{' and '.join(CANDIDATES[name].packages)} needed; {INSTALL}"
        for name in asked
        if name not in names
    }
    try:
        if not asked:
            raise BenchmarkError(f"there are only: {'; '.join(CANDIDATES)}")
        rows = [HEAD]
        for payload in options.payload or PAYLOADS:
            results, skipped = _measured(names, payload, options.rounds)
            rows.extend(_rows(payload, results))
            notes.update(skipped)
    except BenchmarkError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    sys.stdout.write(
        f"{machine()}, {options.rounds} rounds\n"
        f"{versions(packages)}\n"
        f"CPU time; x: the minimum, {BASE} = 1\n\n{table(rows)}\n"
    )
    for name, reason in notes.items():
        sys.stdout.write(f"not measured: {name}: {reason}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit codes: 0 measured, what is not installed is named; 2 cannot run, "
        "or a candidate does not do what is said of it.",
    )
    parser.add_argument(
        "--rounds",
        type=positive,
        default=15,
        metavar="N",
        help="samples of each candidate (default: %(default)s)",
    )
    parser.add_argument(
        "--payload",
        action="append",
        choices=list(PAYLOADS),
        help="what to read and write; may be repeated (default: all)",
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="TEXT",
        help=f"only candidates with this in their name, such as `ours`; may be "
        f"repeated. Ratios need {BASE}",
    )
    return parser


HEAD = (
    *("", "decode min", "median", "x", "encode min", "median", "x"),
    *("both x", "bytes/result", "exact"),
)


def _rows(payload: str, results: Mapping[str, Result]) -> Iterator[Sequence[str]]:
    text, size = _payload(payload)
    unit, factor = PAYLOADS[payload]
    yield [""] * len(HEAD)
    title = f"{payload}: {size} results, {len(text)} bytes, {unit}"
    yield [title, *[""] * (len(HEAD) - 1)]
    base = results.get(BASE)
    for name, result in results.items():
        decode, encode = min(result.decode), min(result.encode)
        yield (
            name,
            f"{factor * decode:.2f}",
            f"{factor * statistics.median(result.decode):.2f}",
            f"{decode / min(base.decode):.2f}" if base else "",
            f"{factor * encode:.2f}",
            f"{factor * statistics.median(result.encode):.2f}",
            f"{encode / min(base.encode):.2f}" if base else "",
            f"{(decode + encode) / base.minimum:.2f}" if base else "",
            "" if result.memory is None else f"{result.memory:.0f}",
            "yes" if result.exact else "no",
        )


if __name__ == "__main__":
    sys.exit(main())

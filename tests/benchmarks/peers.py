"""The candidates of `converters.py`: ours and its peers, as their documentation has it.

Peers need not be installed for this module to be imported, or to be type-checked.
"""

import dataclasses
import enum
import functools
import gc
import json
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args

import attrs
from attrs import frozen
from benchmarks.usage_api import (
    AMOUNT,
    RESULTS,
    Dynamic,
    Field,
    Fields,
    dumps,
    required,
)

__all__ = ["CANDIDATES", "Candidate", "Coder"]

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


EMPTY_PAGE = '{"object": "page", "data": [], "has_more": false, "next_page": null}'


def _ours() -> Coder:
    package = import_module("openai_usage_models")
    page = package.UsageResponse
    for _ in range(10):  # from then on msgspec parses it, where that is installed
        package.from_json(EMPTY_PAGE, page)
    return lambda text: package.from_json(text, page), package.to_json


def _ours_uncollected() -> Coder:
    gc.disable()  # in this process, which is the candidate's own
    return _ours()


def _ours_without(*libraries: str) -> Coder:
    for library in libraries:
        cast("Any", sys.modules)[library] = None  # from here on, import fails
    return _ours()


def _ours_dicts() -> Coder:
    package, orjson = import_module("openai_usage_models"), import_module("orjson")
    page, structure = package.UsageResponse, package.structure
    loads, write, unstructure = orjson.loads, orjson.dumps, package.unstructure
    return (
        lambda text: structure(loads(text), page),
        lambda value: write(unstructure(value)),
    )


def _orjson() -> Coder:
    orjson = import_module("orjson")
    return orjson.loads, orjson.dumps


Make: TypeAlias = Callable[[str, str | None, Fields], Any]
"""What makes a class of its name, its tag and its fields."""


def _page(make: Make, union: Callable[[Mapping[str, Any]], Any]) -> Dynamic:
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
    times = required(int, "start_time end_time")
    bucket = make(
        "UsageTimeBucket",
        "bucket",
        [*times, Field("results", _of(list, union(results)))],
    )
    more = [Field("has_more", bool), Field("next_page", str, nullable=True)]
    return make("UsageResponse", "page", [Field("data", _of(list, bucket)), *more])


def _of(form: Dynamic, *parts: Dynamic) -> Dynamic:
    """Return a type that is made at run time, such as `list[bucket]`."""
    return form[parts]


def _or_none(field: Field) -> Dynamic:
    return field.type | None if field.optional or field.nullable else field.type


def _pydantic() -> Coder:
    pydantic = import_module("pydantic")

    def make(name: str, tag: str | None, fields: Fields) -> Dynamic:
        parts: dict[str, Any] = {
            field.name: (_or_none(field), None if field.optional else ...)
            for field in fields
        }
        if tag:
            parts["object"] = (_of(Literal, tag), ...)
        return pydantic.create_model(name, **parts)

    def union(members: Mapping[str, Any]) -> Dynamic:
        discriminator = pydantic.Field(discriminator="object")
        return _of(Annotated, _of(Union, *members.values()), discriminator)

    adapter = pydantic.TypeAdapter(_page(make, union))
    return (
        adapter.validate_json,
        lambda value: adapter.dump_json(value, exclude_unset=True),
    )


def _msgspec() -> Coder:
    msgspec = import_module("msgspec")

    def make(name: str, tag: str | None, fields: Fields) -> Dynamic:
        parts: list[Any] = []
        for field in fields:
            type_ = field.type | None if field.nullable else field.type
            if field.optional:
                parts.append((field.name, type_ | msgspec.UnsetType, msgspec.UNSET))
            else:
                parts.append((field.name, type_))
        key = "object" if tag else None
        return msgspec.defstruct(name, parts, kw_only=True, tag=tag, tag_field=key)

    page = _page(make, lambda members: _of(Union, *members.values()))
    return msgspec.json.Decoder(page).decode, msgspec.json.Encoder().encode


def _mashumaro() -> Coder:
    mixin = import_module("mashumaro.mixins.orjson").DataClassORJSONMixin
    discriminator = import_module("mashumaro.types").Discriminator

    def make(name: str, tag: str | None, fields: Fields) -> Dynamic:
        parts: list[Any] = [("object", _of(Literal, tag), tag)] if tag else []
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
        globals()[name] = class_  # parsers find each other in their module
        return class_

    def union(members: Mapping[str, Any]) -> Dynamic:
        by_tag = discriminator(field="object", include_supertypes=True)
        return _of(Annotated, _of(Union, *members.values()), by_tag)

    page = _page(make, union)
    return page.from_json, lambda value: value.to_jsonb()


def _cattrs(*, detailed: bool) -> Coder:
    preconf = import_module("cattrs.preconf.orjson")
    strategies = import_module("cattrs.strategies")
    converter = preconf.make_converter(detailed_validation=detailed)

    def make(name: str, tag: str | None, fields: Fields) -> Dynamic:
        parts: dict[str, Any] = {}
        if tag and tag not in RESULTS:
            parts["object"] = attrs.field(type=_of(Literal, tag))
        for field in fields:
            default: Any = None if field.optional else attrs.NOTHING
            parts[field.name] = attrs.field(type=_or_none(field), default=default)
        return attrs.make_class(name, parts, slots=True, kw_only=True)

    def union(members: Mapping[str, Any]) -> Dynamic:
        tags = {member: tag for tag, member in members.items()}
        whole = _of(Union, *tags)
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


def _openapi_class(name: str, tag: str | None, fields: Fields) -> Dynamic:
    tags = cast("Any", enum.StrEnum)(f"{name}Object", {"TAG": tag}) if tag else None
    plan = [(field.name, field.optional, *_openapi_field(field)) for field in fields]

    def from_dict(source: Dynamic) -> Dynamic:
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

    def to_dict(record: Dynamic) -> dict[str, Any]:
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
    return (_nullable if field.nullable else None), None


def _nullable(found: Dynamic) -> Dynamic:
    if found is None or isinstance(found, Unset):
        return found
    return cast("str", found)


def _openapi_union(members: Mapping[str, Any]) -> Dynamic:
    def from_dict(source: Dynamic) -> Dynamic:
        for member in members.values():
            try:
                return member.from_dict(source)
            except REFUSED:
                pass
        raise TypeError

    return types.SimpleNamespace(from_dict=from_dict)


OURS = "openai-usage-models"
CANDIDATES: Mapping[str, Candidate] = {
    "ours, msgspec and orjson": Candidate(
        [OURS, "msgspec", "orjson"], _ours, uses="msgspec"
    ),
    "ours, msgspec and orjson, no garbage collector": Candidate(
        [OURS, "msgspec", "orjson"], _ours_uncollected, uses="msgspec"
    ),
    "ours, orjson": Candidate(
        [OURS, "orjson"], functools.partial(_ours_without, "msgspec"), uses="orjson"
    ),
    "ours, structure/unstructure + orjson": Candidate([OURS, "orjson"], _ours_dicts),
    "ours, msgspec": Candidate(
        [OURS, "msgspec"], functools.partial(_ours_without, "orjson"), uses="msgspec"
    ),
    "ours, json": Candidate(
        [OURS], functools.partial(_ours_without, "msgspec", "orjson")
    ),
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
    "json alone": Candidate([], lambda: (json.loads, dumps)),
}

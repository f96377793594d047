"""Specs drawn by Hypothesis: any that the language allows, in small.

A spec is drawn as plain data and written as JSON, which is YAML too. Names are drawn
from those that have made trouble in generated code: keywords, builtins, and the names
that the generated modules use for themselves.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from attrspec.choices import json_kind
from attrspec.names import attribute_name, is_reserved_type
from attrspec.spec import Basic, BasicType

__all__ = ["FILES", "specs", "whole_specs", "write_spec"]

SpecData: TypeAlias = dict[str, Any]
"""What stands in the files of a spec, by the name of the file."""

TYPE_NAMES = st.one_of(
    st.from_regex(r"\A[A-Z][A-Za-z0-9]{0,11}\Z"),
    st.sampled_from(
        [
            "RealtimeServerEventItemInputTranscriptionCompleted",
            "Codec",
            "Decimal",
            "Key",
            "Later",
            "ListCodec",
            "Literal",
            "MapOfString",
            "Nullable",
            "Keys",
            "RecordCodec",
            "UUID",
            "Unusual",
        ]
    ),
).filter(lambda name: not is_reserved_type(name))

KEYS = st.one_of(
    st.from_regex(r"\A[a-z][a-zA-Z0-9_.-]{0,11}\Z"),
    st.sampled_from(
        [
            *("as_read", "bool", "builtins", "bytes", "class", "converter", "date"),
            *("datetime", "define", "dict", "dt", "extra", "field", "float"),
            *("from", "id", "int", "item", "len", "list", "match", "new", "object"),
            *("payload", "print", "property", "record", "self", "str", "type", "_id"),
            "a_key_of_such_length_that_no_line_holds_it_twice",
        ]
    ),
)

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(['"', "'", '"""', "\\", "\n", "#", "{{ x }}", "{}", "é", "\u2028"]),
    st.just(
        "A text of such length that no line holds it, whatever stands beside it. " * 2
    ),
    st.text(st.sampled_from("ab\"'\\\n "), max_size=30),
)

TITLES = TEXTS.filter(lambda text: text.strip() and text.splitlines() == [text])

INTEGERS = st.integers(-(10**18) + 1, 10**18 - 1)

DEFAULTS: dict[str, SearchStrategy[Any]] = {
    "string": TEXTS,
    "integer": INTEGERS,
    "number": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
}

VALUES = st.one_of(
    st.lists(TEXTS, min_size=1, max_size=4, unique=True),
    st.lists(INTEGERS, min_size=1, max_size=4, unique=True),
)

DOCS = st.one_of(st.just(""), TEXTS, st.just("A sentence of some length. " * 8))


DEPRECATED = st.one_of(
    st.booleans(),
    st.fixed_dictionaries({}, optional={"since": TEXTS, "use": TEXTS, "doc": DOCS}),
)

FILES = ["types.yaml", "chat.yaml", "Some-data 2.yml", "import.yaml"]


@st.composite
def specs(draw: DrawFn) -> SpecData:
    """Specs whose types stand in one file, or in several."""
    spec = draw(whole_specs())
    files = draw(st.lists(st.sampled_from(FILES), min_size=1, max_size=3, unique=True))
    found: SpecData = {"package.yaml": spec["package.yaml"]}
    found |= {file: {} for file in files}
    for section, items in spec["types.yaml"].items():
        for name, item in items.items():
            file = draw(st.sampled_from(files))
            found[file].setdefault(section, {})[name] = item
    return found


@st.composite
def whole_specs(draw: DrawFn) -> SpecData:
    """Specs with a few types that refer to each other."""
    named = st.lists(TYPE_NAMES, min_size=1, max_size=7, unique_by=str.lower)
    names: list[str] = draw(named)
    cut = sorted(draw(st.integers(1, len(names))) for _ in range(4))
    objects, unions = names[: cut[0]], names[cut[0] : cut[1]]
    choices, enums = names[cut[1] : cut[2]], names[cut[2] : cut[3]]
    aliases = names[cut[3] :]
    # Members of a union have a tag; other objects may have one.
    is_tagged = {name: bool(unions) or draw(st.booleans()) for name in objects}
    named_types = type_expressions([*objects, *unions, *choices, *enums])
    aliased = named_types.filter(lambda text: text != "json")  # which is null, too
    types = type_expressions([*objects, *unions, *choices, *enums, *aliases])
    values = {name: draw(VALUES) for name in enums}
    return {
        "package.yaml": {
            "attrspec": 1,
            "package": "any_models",
            "distribution": "any-models",
            "version": "1.0.0",
            "title": draw(TITLES),
            "doc": draw(DOCS),
            "check_constraints": draw(st.booleans()),
            "frozen": draw(st.booleans()),
        },
        "types.yaml": {
            "objects": {
                name: {
                    **draw(bodies(name if tagged else None, types)),
                    "was": [f"Former{name}"] * draw(st.integers(0, 1)),
                }
                for name, tagged in is_tagged.items()
            },
            "unions": {
                name: {
                    "tag": "kind",
                    "members": draw(
                        st.lists(st.sampled_from(objects), min_size=1, unique=True)
                    ),
                    "open": draw(st.booleans()),
                    "doc": draw(DOCS),
                    "deprecated": draw(DEPRECATED),
                    "was": [f"Former{name}"] * draw(st.integers(0, 1)),
                }
                for name in unions
            }
            | {
                name: {
                    "members": draw(members([*objects, *unions], values, types)),
                    "doc": draw(DOCS),
                    "deprecated": draw(DEPRECATED),
                    "was": [f"Former{name}"] * draw(st.integers(0, 1)),
                }
                for name in choices
            },
            "enums": {
                name: {
                    "values": values[name],
                    "open": draw(st.booleans()),
                    "doc": draw(DOCS),
                    "deprecated": draw(DEPRECATED),
                    "was": [f"Former{name}"] * draw(st.integers(0, 1)),
                }
                for name in enums
            },
            "aliases": {
                name: {
                    "type": draw(aliased),
                    "doc": draw(DOCS),
                    "deprecated": draw(DEPRECATED),
                    "was": [f"Former{name}"] * draw(st.integers(0, 1)),
                }
                for name in aliases
            },
        },
    }


def members(
    objects: Sequence[str],
    enums: Mapping[str, Sequence[str | int]],
    types: SearchStrategy[str],
) -> SearchStrategy[list[str]]:
    """Return types that JSON tells apart: one of each kind, and two kinds or more."""
    texts = [basic.value for basic in Basic if json_kind(BasicType(basic)) == "text"]
    kinds = [
        st.sampled_from(texts + [name for name in enums if type(enums[name][0]) is str])
        | TEXTS.map(json.dumps),
        st.sampled_from(
            ["integer", "number", *(n for n in enums if type(enums[n][0]) is int)]
        )
        | INTEGERS.map(json.dumps),
        st.sampled_from(["boolean", "true", "false"]),
        types.map("list[{}]".format),
        st.one_of(st.sampled_from(objects), types.map("map[{}]".format)),
    ]
    some = st.lists(st.sampled_from(kinds), min_size=2, unique_by=kinds.index)
    return some.flatmap(lambda chosen: st.tuples(*chosen).map(list[str]))


def type_expressions(names: Sequence[str]) -> SearchStrategy[str]:
    """Return type expressions with the basic types and *names*."""
    basics = [basic.value for basic in Basic]
    literals = st.one_of(TEXTS, INTEGERS, st.booleans()).map(json.dumps)
    simple = st.one_of(st.sampled_from([*basics, *names, *names]), literals)
    nested = st.recursive(
        simple,
        lambda inner: st.one_of(
            inner.map("list[{}]".format),
            inner.map("map[{}]".format),
            inner.filter(lambda text: text[-1] != "?" and text != "json").map(
                "{}?".format
            ),
        ),
        max_leaves=3,
    )
    return st.one_of(simple, nested)


@st.composite
def bodies(draw: DrawFn, tag: str | None, types: SearchStrategy[str]) -> SpecData:
    """Objects with fields of *types*."""
    taken = {"kind"} if tag else set[str]()
    keys = draw(
        st.lists(
            KEYS.filter(lambda key: attribute_name(key) not in {None, *taken}),
            max_size=6,
            unique_by=attribute_name,
        )
    )
    fields: dict[str, SpecData] = {}
    for key in keys:
        type_ = draw(types)
        fields[key] = {
            "type": type_,
            "doc": draw(DOCS),
            "optional": draw(st.booleans()),
            "unit": draw(st.just("") | TEXTS),
            "when": draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
            "deprecated": draw(DEPRECATED),
        }
        # Of a type that fills a line, the signature of a property is not laid out.
        if draw(st.booleans()) and not {"[", '"'} & {*type_}:
            fields[key]["was"] = [f"former_{attribute_name(key)}"]
        base = type_.rstrip("?")
        if fields[key]["optional"] and base in DEFAULTS and draw(st.booleans()):
            fields[key]["default"] = draw(DEFAULTS[base])
        else:
            fields[key] |= draw(constraints(base))
        if base in {"integer", "number", "boolean"} and draw(st.booleans()):
            fields[key]["accept"] = ["string"]
        if base == "decimal" and draw(st.booleans()):
            fields[key]["accept"] = ["number"]
    wire = draw(TEXTS)
    if wire not in {"kind", *fields}:
        fields[wire] = {"type": draw(types), "name": "named_by_hand", "optional": True}
    tags = {"kind": f"tag.{tag}"} if tag else {}
    extra = {"allow_extra": draw(types)} if draw(st.booleans()) else {}
    return {
        "doc": draw(DOCS),
        "deprecated": draw(DEPRECATED),
        "tag": tags,
        "fields": fields,
        **extra,
    }


PATTERNS = [
    *("", "a", "^[a-z]", r"[^\n]$", r"^(?:\d{2}|x+)?", r"\w", '"', r"^[\"'\\]?", "é|."),
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
]


def constraints(base: str) -> SearchStrategy[SpecData]:
    """Return constraints of a type, which some values fulfil."""
    small = st.integers(-9, 9)
    match base.partition("[")[0]:
        case "integer":
            limits, step = small, st.integers(1, 9)
        case "number":
            limits = small | st.sampled_from([-0.5, 0.1, 2.5])
            step = st.sampled_from([1, 3, 0.01, 0.5])
        case "string":
            lengths = sized(most=6)
            patterns = st.fixed_dictionaries(
                {}, optional={"pattern": st.sampled_from(PATTERNS)}
            )
            return st.one_of(lengths, patterns)
        case "list" | "map":
            return sized(most=3)
        case _:
            return st.just(dict[str, Any]())
    between = st.tuples(limits, st.integers(9, 18)).map(
        lambda pair: {"min": pair[0], "max": pair[0] + pair[1]}
    )
    one = st.fixed_dictionaries({}, optional={"min": limits, "multiple_of": step})
    both = st.tuples(between, step).map(lambda t: {**t[0], "multiple_of": t[1]})
    return st.just(dict[str, Any]()) | between | one | both


def sized(most: int) -> SearchStrategy[SpecData]:
    """Return constraints of the length of what is not longer than that."""
    low, high = st.integers(0, most // 3), st.integers(most // 3, most)
    return st.fixed_dictionaries({}, optional={"min_length": low, "max_length": high})


def write_spec(data: SpecData, folder: Path) -> Path:
    """Write the files of a spec into *folder* and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in data.items():
        text = json.dumps(content, ensure_ascii=False)
        # JSON spells characters beyond the first 65,536 with surrogates, YAML does not.
        yaml = re.sub(r"[^\x20-\x7e]", lambda match: f"\\U{ord(match[0]):08x}", text)
        (folder / name).write_text(yaml, encoding="utf-8")
    return folder

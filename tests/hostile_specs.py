"""The corpus of hostile specs: how its entries are read and written as specs.

An entry of `hostile/*.yaml` has a name and one of

* `types`, `package`, `bytes`: the file of types, `package.yaml`, bytes as Latin-1;
* `text`: a text for every place that takes one;
* `keys`: the keys of an object;
* `files`: files by their names; `folder`, `pipe`, `link`: what else may lie there;
* `made`: one of the functions below and its argument.

and what becomes of it: the errors, or `first` for the first of many. Without them it
generates.
"""

import os
from collections.abc import Callable
from pathlib import Path

from attrs import frozen
from drawn_specs import write_spec
from places import documents
from weather import PACKAGE, TYPES

from attrspec.source import JsonValue, load, plain

__all__ = ["CANARY", "ENTRIES", "Entry", "place_text"]

CANARY = "__import__('builtins').__dict__.__setitem__('CANARY', 1)"
"""What leaves a trace when it is run."""


@frozen
class Entry:
    """A spec of the corpus."""

    family: str
    name: str
    kind: str
    content: JsonValue
    errors: tuple[str, ...]
    """What is said, as `file:line:column rule`; nothing if the spec is right."""

    is_first: bool
    """Whether there are more errors than the one that is expected."""

    def write(self, folder: Path) -> None:
        """Write the spec into a new folder."""
        folder.mkdir()
        (folder / "package.yaml").write_text(PACKAGE)
        types = folder / "types.yaml"
        types.write_text(TYPES)
        match self.kind, self.content:
            case "types", str(text):
                types.write_text(text, "utf-8")
            case "package", str(text):
                (folder / "package.yaml").write_text(text, "utf-8")
            case "bytes", str(text):
                types.write_bytes(text.encode("latin-1"))
            case "text", str(text):
                place_text(text.replace("CANARY", CANARY), folder)
            case "keys", list(keys):
                fields = {str(key): {"type": "string"} for key in keys}
                write_spec(
                    {"types.yaml": {"objects": {"A": {"fields": fields}}}}, folder
                )
            case "files", dict(files):
                for name, content in files.items():
                    (folder / name).write_text(str(content), "utf-8")
            case "link", dict(links):
                for name, target in links.items():
                    (folder / name).symlink_to(str(target))
            case "folder", str(name):
                (folder / name).mkdir()
            case "pipe", str(name):
                os.mkfifo(folder / name)
            case "made", str(call):
                name, _, number = call.partition(" ")
                MAKERS[name](folder, int(number))
            case _:
                raise ValueError(self)


def place_text(text: str, folder: Path) -> None:
    """Write a spec with a text in each place that takes any."""

    def texts(place: str) -> str:
        kind, _, number = place.partition(" ")
        if place == "object.tag.key":
            return "kind"
        if number == "plain":
            return "plain"
        if kind == "package.title":
            return " ".join(text.split())
        is_repeated = kind in {"object.fields.key", "object.tag.value", "enum.values"}
        if kind == "mixin.fields.key" or (is_repeated and number not in {"", "1"}):
            return f"{number}{text}{number or '+'}"
        return text

    package, types = documents(texts)
    write_spec({"package.yaml": package, "types.yaml": types}, folder)


Maker = Callable[[Path, int], None]


def _types(text: Callable[[int], str]) -> Maker:
    def make(folder: Path, number: int) -> None:
        (folder / "types.yaml").write_text(text(number), "utf-8")

    return make


def _texts(text: Callable[[int], str]) -> Maker:
    return lambda folder, number: place_text(text(number), folder)


def _object(body: str) -> str:
    return f"objects: {{A: {{{body}}}}}\n"


def _field(type_: str) -> str:
    return _object(f"fields: {{a: {{type: '{type_}'}}}}")


def _each(number: int, line: str, head: str = "objects:") -> str:
    lines = (line.format(i=i, next=i + 1) for i in range(number))
    return f"{head}\n" + "\n".join(lines) + "\n"


def _listed(number: int, item: str) -> str:
    return ", ".join(item.format(i=i) for i in range(number))


def _chain(number: int, line: str, last: str) -> str:
    return _each(number, line) + last.format(i=number) + "\n"


def _aliases(number: int, inner: str) -> str:
    lines = [f"  N{i}: {{type: {inner.format(f'N{i + 1}')}}}" for i in range(number)]
    last = f"  N{number}: {{type: string}}\n"
    return "\n".join(["aliases:", *lines, last]) + _object("fields: {a: {type: N0}}")


def _union(number: int) -> str:
    objects = _each(
        number, "  O{i}: {{tag: {{k: t{i}}}, fields: {{a: {{type: json}}}}}}"
    )
    return f"{objects}unions: {{U: {{tag: k, members: [{_listed(number, 'O{i}')}]}}}}\n"


def _choice(number: int) -> str:
    objects = _each(number, "  O{i}: {{fields: {{a{i}: {{type: integer}}}}}}")
    return f"{objects}unions: {{U: {{members: [{_listed(number, 'O{i}')}]}}}}\n"


def _mixed(number: int) -> str:
    shared = _listed(number, "a{i}: {{type: string}}")
    objects = _each(number, "  O{i}: {{mixins: [M]}}")
    return f"mixins: {{M: {{fields: {{{shared}}}}}}}\n{objects}"


def _wrong_values(number: int) -> str:
    known, found = _listed(number, "v{i}"), _listed(number, "w{i}")
    example = f"fields: {{a: {{type: 'list[E]'}}}}, example: {{a: [{found}]}}"
    return f"{_object(example)}enums: {{E: {{values: [{known}]}}}}\n"


def _union_chain(number: int) -> str:
    head = f"{_field('U0')}unions:"
    unions = _each(number, "  U{i}: {{members: [string, 'list[U{next}]']}}", head)
    return f"{unions}  U{number}: {{members: [string, integer]}}\n"


def _full(number: int) -> str:
    objects = [
        f"  {name}: {{fields: {{{_listed(number, field)}}}}}\n"
        for name, field in [
            ("A", "a{i}: {{type: B, optional: true}}"),
            ("B", "b{i}: {{type: C, optional: true}}"),
            ("C", "c{i}: {{type: D}}"),
            ("D", "d{i}: {{type: string}}"),
        ]
    ]
    return f"objects:\n{''.join(objects)}"


def _package(folder: Path, number: int) -> None:
    path = folder / "package.yaml"
    path.write_text(PACKAGE.replace("weather_models", "p" * number))


_LEAF = "  O{i}: {{fields: {{a: {{type: string}}}}}}"

MAKERS: dict[str, Maker] = {
    "alias_lists": _types(lambda n: _aliases(n, '"list[{}]"')),
    "alias_chain": _types(lambda n: _aliases(n, "{}")),
    "aliases": _types(lambda n: f"a: &a x\nb: [{'*a, ' * n}]\n"),
    "backticks": _texts(lambda n: " ".join("`" * i for i in range(1, n // 8))),
    "braces": _types(lambda n: "{a: " * n + "}" * n),
    "brackets": _types(lambda n: "[" * n + "]" * n),
    "chain": _types(
        lambda n: _chain(n, "  O{i}: {{fields: {{a: {{type: O{next}}}}}}}", _LEAF)
    ),
    "choice": _types(_choice),
    "dashes": _types(lambda n: "- " * n),
    "deep_example": _types(
        lambda n: _object(
            f"fields: {{a: {{type: json}}}}, example: {{a: {'[' * n}{']' * n}}}"
        )
    ),
    "digits": _types(
        lambda n: _object(f"fields: {{a: {{type: json}}}}, example: {{a: {'9' * n}}}")
    ),
    "directives": _types(lambda n: "%TAG ! tag:x\n" * n),
    "doubled": _types(
        lambda n: _chain(
            n,
            "  O{i}: {{fields: {{a: {{type: O{next}}}, b: {{type: O{next}}}}}}}",
            _LEAF,
        )
    ),
    "empty_lines": _types(lambda n: "\n" * n),
    "enum": _types(
        lambda n: f"{_field('E')}enums: {{E: {{values: [{_listed(n, 'v{i}')}]}}}}\n"
    ),
    "full": _types(_full),
    "hexadecimal": _types(
        lambda n: _object(f"fields: {{a: {{type: json}}}}, example: {{a: 0x{'f' * n}}}")
    ),
    "indented": _types(lambda n: "".join(f"{' ' * i}a:\n" for i in range(n))),
    "key": _types(lambda n: f'{{"{"k" * (n - 2)}": 1}}'),
    "key_in_block": _types(lambda n: f"objects: {{}}\n{'k' * n}: 1\n"),
    "letters": _types(lambda n: f"a: {'b' * n}\n"),
    "literal_type": _types(lambda n: _field('"' + "\\\\" * n)),
    "long_type": _types(lambda n: _field("A" * n)),
    "mixed": _types(_mixed),
    "nested_type": _types(lambda n: _field(f"{'list[' * n}string{']' * n}")),
    "one_key": _types(lambda n: "objects:\n" + "  A: {}\n" * n),
    "open_brackets": _types(lambda n: "[" * n),
    "optional_chain": _types(
        lambda n: _chain(
            n, "  O{i}: {{fields: {{a: {{type: O{next}, optional: true}}}}}}", _LEAF
        )
    ),
    "package": _package,
    "questions": _types(lambda n: "? " * n),
    "quotes": _texts(lambda n: '"' * n),
    "text": _texts(lambda n: "a" * n),
    "type_name": _types(
        lambda n: f"objects: {{{'A' * n}: {{fields: {{a: {{type: string}}}}}}}}\n"
    ),
    "union": _types(_union),
    "union_chain": _types(_union_chain),
    "unknown_key": _types(
        lambda n: _object(f"{'k' * n}: 1, fields: {{a: {{type: string}}}}")
    ),
    "unknown_keys": _types(
        lambda n: _object(
            f"fields: {{{_listed(n, 'key{i}: {{type: string}}')}}}, "
            f"example: {{{_listed(n, 'kex{i}: a')}}}"
        )
    ),
    "unknown_members": _types(
        lambda n: (
            _each(n, "  O{i}: {{tag: {{k: t{i}}}}}")
            + f"unions: {{U: {{tag: k, members: [{_listed(n, 'O{i}x')}]}}}}\n"
        )
    ),
    "unknown_types": _types(
        lambda n: _each(n, "  Abc{i}: {{fields: {{a: {{type: Abd{i}x}}}}}}")
    ),
    "wire_key": _types(lambda n: _object(f"fields: {{{'k' * n}: {{type: string}}}}")),
    "wrong_text": _types(
        lambda n: _object(f"fields: {{a: {{type: date}}}}, example: {{a: {'x' * n}}}")
    ),
    "wrong_values": _types(_wrong_values),
}
"""What makes specs that are too long to be written out, by the names entries have."""


def _read(path: Path) -> list[Entry]:
    items = plain(load(path.read_bytes(), path.name))
    assert isinstance(items, list)
    return [_entry(path.stem, item) for item in items]


def _entry(family: str, item: JsonValue) -> Entry:
    assert isinstance(item, dict)
    known = {"name", "errors", "first"}
    (kind,) = item.keys() - known
    errors = item.get("errors", [item["first"]] if "first" in item else [])
    assert isinstance(errors, list)
    return Entry(
        family=family,
        name=str(item["name"]),
        kind=kind,
        content=item[kind],
        errors=tuple(map(str, errors)),
        is_first="first" in item,
    )


FOLDER = Path(__file__).parent / "hostile"
ENTRIES = [entry for path in sorted(FOLDER.glob("*.yaml")) for entry in _read(path)]

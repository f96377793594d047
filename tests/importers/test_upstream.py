"""Documents that OpenAI published: each is imported, and none of it is lost."""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from weather import run

import attrspec
from attrspec.importers import Imported, import_document
from attrspec.source import (
    JsonValue,
    Mapping,
    Node,
    Scalar,
    Sequence,
    load,
    parse,
    plain,
)
from attrspec.spec import (
    BasicType,
    ChoiceSpec,
    Defined,
    EnumSpec,
    ListType,
    MapType,
    NullableType,
    ObjectSpec,
    Spec,
    Type,
    UnionSpec,
)

SHARED = Path(__file__).parents[3] / "shared"
UPSTREAM = SHARED / "upstream"
HISTORY = sorted((UPSTREAM / "usage-history").glob("[0-9][0-9]-*.json"))
DOCUMENT = UPSTREAM / "openai-openapi-2026-08-21.yaml.gz"
SPEC = Path(__file__).parents[2] / "spec"

pytestmark = pytest.mark.skipif(
    not DOCUMENT.is_file(), reason="what OpenAI published is not beside this project"
)


@cache
def published() -> bytes:
    """Return the document of 2026-08-21."""
    return gzip.decompress(DOCUMENT.read_bytes())


@cache
def whole() -> Imported:
    """Return all of it, imported."""
    return import_document(published(), "openai.yaml")


@cache
def types() -> dict[str, dict[str, Any]]:
    """Return the sections of all files that it becomes, put together."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in whole().files.items():
        if name != "package.yaml":
            sections: Any = plain(load(text.encode(), name))
            for section, inner in sections.items():
                found.setdefault(section, {}).update(inner)
    return found


def names() -> set[str]:
    """Return the names of all types."""
    return {name for section in types().values() for name in section}


def schemas() -> dict[str, JsonValue]:
    """Return the schemas of the document by their names."""
    document: Any = plain(load(published(), "openai.yaml"))
    found: dict[str, JsonValue] = document["components"]["schemas"]
    return found


def test_no_schema_is_lost() -> None:
    """Each schema is a type of the spec, under its name but for blanks and signs."""
    found = {re.sub("[^A-Za-z0-9]", "", name) for name in schemas()}

    assert 1422 == whole().schemas == len(found)
    assert set() == found - names()


def test_no_type_is_numbered() -> None:
    """A digit at the end of a name is there in the document, too."""
    numbered = {name for name in names() if re.search(r"[0-9]$", name)}
    published_ones = {re.sub("[^A-Za-z0-9]", "", name) for name in schemas()}

    assert set() == numbered - published_ones


def test_most_unions_are_told_apart() -> None:
    """What becomes json is a handful of unions, each noted with its place."""
    rules = Counter(note.rule for note in whole().notes)

    assert 220 < len(types()["unions"])
    assert 11 >= rules["import-json"]
    assert 6 >= rules["import-widened"]


def test_every_example_is_carried_or_reported() -> None:
    """A documented payload is an example of the spec, or it is noted why it is none."""
    places = Counter[str]()

    def walk(node: JsonValue) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            meta = node.get("x-oaiMeta")
            places["example"] += isinstance(meta, dict) and "example" in meta
            for key, value in node.items():
                if key not in {"x-oaiMeta", "example", "examples"}:
                    walk(value)

    walk(schemas())
    carried = sum("example" in item for item in types()["objects"].values())
    noted = [n for n in whole().notes if n.rule == "import-example"]

    assert places["example"] <= carried + len(noted)
    assert 200 < carried


def test_whole_document_is_a_spec_without_errors(tmp_path: Path) -> None:
    """What is written is read, linked and linted; a mistake in it would be an error."""
    for name, text in whole().files.items():
        (tmp_path / name).write_text(text)
    spec = attrspec.load(tmp_path)

    assert [] == [f for f in attrspec.lint(spec) if f.level is attrspec.Level.ERROR]
    assert whole().objects == len(spec.objects)


def test_files_are_families() -> None:
    """No file holds all; types are where the operations are that name them."""
    found = whole().files

    assert 30 < len(found)
    assert "\n  UsageResponse:\n" in found["usage.yaml"]
    assert "\n  CreateChatCompletionResponse:\n" in found["chat.yaml"]
    assert "\n  CreateEmbeddingResponse:\n" in found["embeddings.yaml"]


def test_lines_are_as_long_as_a_person_writes_them() -> None:
    """Lines end at column 88, but for what cannot be broken: links, code and keys."""
    lines = [line for text in whole().files.values() for line in text.splitlines()]
    long = [line for line in lines if len(line) > 88]

    assert 0.01 > len(long) / len(lines)


@pytest.mark.parametrize("document", HISTORY, ids=lambda path: path.stem)
def test_history_is_imported(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each version of the usage API imports, lints without errors, and generates."""
    monkeypatch.chdir(tmp_path)
    arguments = (str(document), "--package", "usage_models")

    assert 0 == run("import", "openapi", *arguments).exit_code
    assert 2 > run("lint").exit_code
    assert 0 == run("generate").exit_code


# The shipped spec

NAMES = {
    # What is written in place has no name in the document.
    "CostsResultAmount": "CostsAmount",
    "CostsResultQuantityUnit": "QuantityUnit",
    "UsageTimeBucketResult": "UsageResult",
}

EXCEPTIONS = {
    # Documented as any text, with its values in prose.
    ("UsageImagesResult", "source"): ("string?", "ImageSource?"),
}


def spelt(type_: Type) -> str:
    """Return how a type is written, by the names of the shipped spec."""
    match type_:
        case Defined(name):
            return NAMES.get(name, name)
        case ListType(inner):
            return f"list[{spelt(inner)}]"
        case MapType(inner):
            return f"map[{spelt(inner)}]"
        case NullableType(inner):
            return f"{spelt(inner)}?"
        case BasicType(basic):
            return basic.value
        case _:
            raise TypeError(type_)


Named: TypeAlias = ObjectSpec | UnionSpec | ChoiceSpec | EnumSpec


def structure(item: Named) -> object:
    """Return a type without its documentation, and whatever its order."""
    match item:
        case ObjectSpec():
            constants = {(c.key, c.value) for c in item.constants}
            return constants, {
                f.key: (spelt(f.type), f.is_optional) for f in item.fields
            }
        case UnionSpec():
            return item.tag, item.is_open, {member.name for member in item.members}
        case ChoiceSpec():
            return {spelt(member.type) for member in item.members}
        case EnumSpec():
            return item.is_open, set(item.values)


def structures(spec: Spec) -> dict[str, object]:
    """Return all types of a spec without their documentation."""
    items: list[Named] = [*spec.objects, *spec.unions, *spec.choices, *spec.enums]
    return {NAMES.get(item.name, item.name): structure(item) for item in items}


def test_shipped_spec_differs_in_documentation_alone(tmp_path: Path) -> None:
    """The shipped spec says of payloads what the document says, but for exceptions."""
    found = import_document(published(), "openai.yaml", select=["UsageResponse"])
    for name, text in found.files.items():
        (tmp_path / name).write_text(text)
    documented = structures(attrspec.load(tmp_path))
    shipped: dict[str, Any] = structures(attrspec.load(SPEC))
    del shipped["ImageSource"]
    for (name, key), (theirs, ours) in EXCEPTIONS.items():
        _, fields = shipped[name]
        type_, is_optional = fields[key]
        assert ours == type_
        fields[key] = (theirs, is_optional)

    assert documented == shipped


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a node and all that is in it."""
    yield node
    match node:
        case Mapping(entries=entries):
            for entry in entries:
                yield from nodes_in(entry.value)
        case Sequence(items=items):
            for item in items:
                yield from nodes_in(item)
        case Scalar():
            return


def right_examples() -> list[tuple[str, JsonValue]]:
    """Return the names of objects with all payloads that the document shows of them.

    One of each is in the spec. The others are noted, those that contradict it too.
    """
    found = [
        (name, item["example"])
        for name, item in types()["objects"].items()
        if "example" in item
    ]
    document = parse(published().decode(), "openai.yaml", with_aliases=True)
    shown = {node.span: node for node in nodes_in(document)}
    for note in whole().notes:
        if match := re.match(r"another example of (\w+):", note.message):
            value = plain(shown[note.span])
            payload = json.loads(value) if isinstance(value, str) else value
            found.append((match[1], payload))
    return found


def test_whole_package_reads_what_the_document_shows(tmp_path: Path) -> None:
    """All modules can be imported, and every right example is written back."""
    for name, text in whole().files.items():
        (tmp_path / name).write_text(text)
    attrspec.write(attrspec.render(attrspec.load(tmp_path)), tmp_path / "generated")
    examples = right_examples()
    program = """\
import importlib, json, pkgutil, sys, openai_api_models as package
for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    importlib.import_module(module.name)
for name, payload in json.load(sys.stdin):
    value = package.structure(payload, getattr(package, name))
    assert payload == package.unstructure(value), name
    assert value == package.from_json(package.to_json(value), type(value)), name
print(sum(getattr(package, name) is not None for name in package.__all__))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "generated",
        input=json.dumps(examples),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert int(done.stdout) > whole().objects + whole().unions + whole().enums
    assert len(examples) > 300


def test_json_and_yaml_are_one_document() -> None:
    """Whichever way a document is written, it becomes the same spec."""
    file = UPSTREAM / "openai-openapi-2026-08-21.json.gz"
    found = import_document(gzip.decompress(file.read_bytes()), "openai.json")

    assert whole().files == found.files
    assert len(whole().notes) == len(found.notes)

"""Documents that are broken, endless, huge or malicious do no harm."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importers.documents import Json, document, imported, types_of
from weather import run

from attrspec.diagnostics import Diagnostic, SpecError
from attrspec.importers import import_document
from attrspec.source import MOST_DEPTH

TEXT: Json = {"type": "string"}
REPORT: Json = {"type": "object", "properties": {"x": TEXT}}
YAML = """\
openapi: 3.1.0
components:
  schemas:
    Report:
      type: object
      properties: {amount: {type: number}}
"""
JSON = document({"R": REPORT}).decode()


def said(data: bytes, name: str = "api.yaml") -> str:
    """Return what is wrong with a document."""
    with pytest.raises(SpecError) as caught:
        import_document(data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "api.yaml:1:1: error: the file is empty [empty-file]"),
        ("just text", "api.yaml:1:1: error: a document is a mapping [bad-document]"),
        ("a: 1", "api.yaml:1:1: error: this is neither an OpenAPI document nor a JSON"),
        (
            "swagger: '2.0'",
            "api.yaml:1:10: error: Swagger 2.0 is not OpenAPI 3 (",
        ),
        ("openapi: 4.0.0", 'api.yaml:1:10: error: "4.0.0" is no version of OpenAPI'),
        (
            "openapi: 3.1.0",
            "api.yaml:1:1: error: there are no schemas under components",
        ),
        (
            "openapi: 3.1.0\ncomponents: {schemas: []}",
            "api.yaml:2:23: error: components.schemas must be a mapping of names",
        ),
        (
            "openapi: 3.1.0\ncomponents: {schemas: null}",
            "api.yaml:2:23: error: components.schemas must be a mapping of names",
        ),
        (
            YAML.replace("{type: number}", "number"),
            "api.yaml:6:28: error: a schema is a",
        ),
        (YAML.replace("{type: number}}", "[}"), "api.yaml:6:"),
        (
            YAML + "    Report: {type: object}\n",
            'api.yaml:7:5: error: key "Report" is given twice (first in line 4',
        ),
        (
            YAML.replace("{type: number}", "{$ref: '#/components/schemas/Reprot'}"),
            'leads to nothing (did you mean "Report"?) [bad-reference]',
        ),
        (
            YAML.replace("{amount: {type: number}}", "[]"),
            "api.yaml:6:19: error: properties must be a mapping of keys to schemas",
        ),
        (YAML + "      required: amount\n", "api.yaml:7:17: error: required must be a"),
    ],
    ids=str,
)
def test_broken_documents_are_said_with_places(text: str, message: str) -> None:
    """What is wrong is said with its line and column, as it is in a spec."""
    assert message in said(text.encode())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "api.json:1:9: error: expected a key in double quotes"),
        ('{"a" 1}', "api.json:1:6: error: expected a colon behind the key"),
        ('{"a": tru}', 'api.json:1:7: error: expected a value, found "t"'),
        ('{"a": "x', "api.json:1:7: error: this text is not closed"),
        ('{"a": "\\q"}', "api.json:1:7: error: an escape in this text is none"),
        ('{"a": "\\ud800"}', "api.json:1:7: error: half of a surrogate pair"),
        ('{"a": [1', "api.json:1:7: error: this bracket is not closed"),
        ('{"a": 1} 2', "api.json:1:10: error: nothing may follow the document"),
        ('{"a": 1, "a": 2}', 'api.json:1:10: error: key "a" is given twice'),
        ('{"a": 1e999}', "api.json:1:7: error: a number that is too large"),
        ("{'a': 1}", "api.json:1:2: error: expected a key in double quotes"),
        ("", "api.json:1:1: error: expected a value, found the end"),
    ],
)
def test_broken_json_is_said_with_places(text: str, message: str) -> None:
    """JSON has rules of its own, and each breach of them has a place."""
    assert message in said(text.encode(), "api.json")


def test_json_that_is_no_yaml_is_read() -> None:
    """Pairs of surrogates and tabs are JSON, and not YAML."""
    keys = {"k" * 500: {"description": "\U0001f600"}}
    schema = {"type": "object", "properties": keys}
    text = json.dumps({"title": "Report", **schema}, indent="\t")
    found = import_document(text.encode(), "api.json")

    assert "\\ud83d" in text
    assert "Report" in types_of(found)


@given(st.integers(0, len(YAML) - 1))
def test_truncated_documents_end_in_a_message(length: int) -> None:
    """However a document is cut off, it imports or is refused with a place."""
    for data, name in ((YAML, "api.yaml"), (JSON, "api.json")):
        refused: list[Diagnostic] = []
        try:
            import_document(data[:length].encode(), name)
        except SpecError as error:
            refused += error.diagnostics
        assert {name} >= {found.span.path for found in refused}


def chain(length: int, last: object, link: str) -> Json:
    """Return schemas of which each refers to the next."""
    names = [f"S{n}" for n in range(length)]
    references = [{"$ref": f"#/components/schemas/{name}"} for name in names[1:]]
    found: Json = {
        name: {"allOf": [reference, REPORT]} if link == "allOf" else reference
        for name, reference in zip(names, references, strict=False)
    }
    return {**found, names[-1]: last}


def test_endless_parts_are_said() -> None:
    """Parts that lead back to the whole, or through too many, are errors."""
    reference = {"$ref": "#/components/schemas/A"}
    endless = document({"A": {"allOf": [reference, REPORT]}})
    long = document(chain(100, REPORT, "allOf"))

    assert "allOf leads back to itself [endless-schema]" in said(endless, "api.json")
    assert "more than 64 references [endless-schema]" in said(long, "api.json")


def test_alternatives_that_lead_back_to_themselves_are_said() -> None:
    """Alternatives are spread over what stands beside them, but not for ever."""
    reference = {"$ref": "#/components/schemas/A"}
    endless = document({"A": {"allOf": [{"anyOf": [reference, reference]}, REPORT]}})
    tenfold = {"anyOf": [{**REPORT, "title": str(n)} for n in range(10)]}
    many = document({"A": {"allOf": [tenfold] * 9}})

    assert "lead back to themselves [endless-schema]" in said(endless, "api.json")
    assert "combinations of alternatives [too-large]" in said(many, "api.json")


def test_types_in_each_other_have_a_limit() -> None:
    """Lists of lists are written out, and far inside they are json."""
    lists = {
        f"S{n}": {"items": {"$ref": f"#/components/schemas/S{n + 1}"}}
        for n in range(500)
    }
    first = {"$ref": "#/components/schemas/S0"}
    report = {"type": "object", "properties": {"x": first}}
    found = imported({**lists, "S500": REPORT, "Report": report})
    type_ = types_of(found)["Report"]["fields"]["x"]["type"]

    assert "list[" * 8 + "json" + "]" * 8 == type_


def test_unions_in_each_other_are_one() -> None:
    """Of unions that are members of each other, hundreds are one."""
    unions = {
        f"S{n}": {"anyOf": [{"$ref": f"#/components/schemas/S{n + 1}"}, TEXT]}
        for n in range(500)
    }
    found = types_of(imported({**unions, "S500": {"type": "integer"}}))

    assert {"integer", "string"} == set(found["S0"]["members"])


def test_long_chains_of_references_are_followed() -> None:
    """A reference may lead through a thousand others, which are all its last."""
    found = types_of(imported(chain(1000, REPORT, "$ref")))
    aliases = {f"S{number}": "S999" for number in range(999)}

    assert {*aliases, "S999"} == set(found)
    assert aliases == {name: found[name]["type"] for name in aliases}


def test_references_in_a_circle_are_json() -> None:
    """References that lead nowhere but to each other say nothing of payloads."""
    circle = chain(50, {"$ref": "#/components/schemas/S0"}, "$ref")
    report = {
        "type": "object",
        "properties": {"x": {"$ref": "#/components/schemas/S0"}},
    }
    found = imported({**circle, "Report": report})

    assert "json" == types_of(found)["Report"]["fields"]["x"]["type"]


def test_unions_in_a_circle_are_what_else_they_are() -> None:
    """A union that is a member of itself adds nothing to it."""
    one = {"anyOf": [{"$ref": "#/components/schemas/B"}, {"type": "string"}]}
    other = {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "integer"}]}
    found = types_of(imported({"A": one, "B": other}))

    assert {"integer", "string"} == set(found["A"]["members"])


@pytest.mark.parametrize("name", ["api.yaml", "api.json"])
def test_nesting_has_a_limit(name: str) -> None:
    """A document that is too deep is refused where that begins."""
    schema = '{"items": ' * 5000 + "{}" + "}" * 5000
    data = f'{{"$defs": {{"A": {schema}}}}}'.encode()

    assert f"nested more than {MOST_DEPTH} levels deep [too-deep]" in said(data, name)


def test_aliases_are_read_and_have_a_limit() -> None:
    """A part may be written once and stand in several places, but not for ever."""
    few = YAML + "    Other: &other {type: object, properties: {x: {type: string}}}\n"
    many = "openapi: 3.1.0\ncomponents:\n  schemas:\n    S0: &s0 {type: string}\n"
    for n in range(1, 40):
        parts = ", ".join([f"*s{n - 1}"] * 9)
        many += f"    S{n}: &s{n} {{anyOf: [{parts}]}}\n"
    again = import_document((few + "    Again: *other\n").encode(), "api.yaml")

    assert {"Report", "Other", "Again"} == set(types_of(again))
    assert "more than 2,000,000 values [too-large]" in said(many.encode())
    assert "an alias to nothing" in said((YAML + "    A: *b\n").encode())
    assert "an alias to nothing" in said((YAML + "    A: &a {not: *a}\n").encode())


def test_files_and_urls_are_not_followed(tmp_path: Path) -> None:
    """A reference outside of the document is a note with its place, and json."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("A: {type: object, properties: {password: {type: string}}}")
    references = [
        f"{secret}#/A",
        f"file://{secret}#/A",
        "../../etc/passwd",
        "http://127.0.0.1:9/api.yaml#/A",
    ]
    properties = {f"k{n}": {"$ref": text} for n, text in enumerate(references)}
    found = imported({"Report": {"type": "object", "properties": properties}})
    fields = types_of(found)["Report"]["fields"].values()

    assert {"json"} == {field["type"] for field in fields}
    assert ["import-outside"] * 4 == [note.rule for note in found.notes]
    assert "password" not in "".join(found.files.values())


CANARIES = (
    "__import__('os').system('touch canary')",
    "'; open('canary', 'w'); '",
    '"""\nopen("canary", "w")\n"""',
    "{{ cycler.__init__.__globals__.os.popen('touch canary') }}",
    "{% import os %}",
    "!!python/object/apply:os.system ['touch canary']",
    "\\\nopen('canary', 'w')",
    "\r\nopen('canary', 'w')",
    "\u2028open('canary', 'w')",
    "$(touch canary)",
    "../../canary",
)


def hostile(text: str) -> Json:
    """Return schemas that have a text wherever one can be."""
    described = {"description": text, "title": text, "x-canary": {"example": text}}
    return {
        text: {
            **described,
            "type": "object",
            "required": ["tag"],
            "properties": {
                "tag": {"const": text},
                text: {"type": "string", "default": text, "pattern": text, **described},
                "enum": {"enum": [text, "a"], "default": text, "example": text},
                "inner": {"properties": {text: {"type": "string"}}},
            },
            "example": {"tag": text, text: text, "enum": text},
        },
        f"{text} 2": {"oneOf": [{"type": "string"}, {"enum": [text]}]},
    }


@pytest.mark.parametrize("text", CANARIES, ids=lambda text: text[:20].strip())
def test_canaries_are_text(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No text of a document is run: not by the import, nor by what is generated."""
    monkeypatch.chdir(tmp_path)
    Path("api.json").write_bytes(document(hostile(text), tags=[{"name": text}]))
    before = files(tmp_path)

    assert (
        0
        == run("import", "openapi", "api.json", "--package", "canary_models").exit_code
    )
    assert 0 == run("generate").exit_code
    program = "import canary_models, canary_models.converters, canary_models.strategies"
    subprocess.run([sys.executable, "-c", program], check=True, cwd="generated")
    assert {"api.json", "spec", "generated"} == before | files(tmp_path)


def files(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {path.name for path in folder.iterdir()}


KEYWORDS = st.sampled_from(
    [
        *("type", "$ref", "allOf", "anyOf", "enum", "const", "properties", "items"),
        *("required", "additionalProperties", "nullable", "format", "default"),
        *("example", "prefixItems", "deprecated", "minimum", "maxLength", "pattern"),
        *("patternProperties", "discriminator", "oneOf", "exclusiveMinimum"),
    ]
)
LEAVES = st.sampled_from(
    [
        *("object", "string", "array", "null", "#/components/schemas/A", "#", ""),
        *("#/components/schemas/B", None, True, False, 5, 1.5),
    ]
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS, inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["A", "B", "a"]), SCHEMAS, min_size=1))
def test_whatever_a_document_says_is_imported_or_refused(schemas: Json) -> None:
    """No document ends in anything but a spec, or a message with a place."""
    refused: list[Diagnostic] = []
    try:
        found = imported(schemas)
    except SpecError as error:
        refused += error.diagnostics
    else:
        assert "package.yaml" in found.files
    assert {"weather.json"} >= {found.span.path for found in refused}

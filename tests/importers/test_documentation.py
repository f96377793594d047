"""The page about importing has the tables by which documents are imported."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from attrspec.explain import explanations
from attrspec.importers.keywords import KEYWORDS, format_table, keyword_table

PAGE = (Path(__file__).parents[2] / "generator/docs/importing.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "table"), [("keywords", keyword_table()), ("formats", format_table())]
)
def test_page_has_the_table(name: str, table: str) -> None:
    """What the page says of a keyword is what the importer does with it."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", PAGE, re.DOTALL)

    assert found
    assert table == found[1].strip()


def test_every_keyword_of_json_schema_has_a_fate() -> None:
    """No keyword of JSON Schema 2020-12 is missing from the table."""
    known = {
        *("$id", "$schema", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor"),
        *("$vocabulary", "$comment", "$defs"),
        *(name for name in Draft202012Validator.VALIDATORS if name != "$ref"),
        *("title", "description", "default", "deprecated", "readOnly", "writeOnly"),
        *("examples", "contentEncoding", "contentMediaType", "contentSchema"),
        *("then", "else", "minContains", "maxContains"),
    }

    assert set() == known - set(KEYWORDS)


def test_what_is_not_said_has_a_reason() -> None:
    """A keyword that becomes nothing has a sentence that says why."""
    for keyword in KEYWORDS.values():
        assert re.fullmatch(r"[A-Z`$].*\.", keyword.becomes)


def test_page_names_every_rule() -> None:
    """What an import notes is explained on the page, too."""
    rules = {rule for rule in explanations() if rule.startswith("import-")}

    assert rules == set(re.findall(r"^\| `(import-[a-z-]+)`", PAGE, re.MULTILINE))

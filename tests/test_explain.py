"""Every rule is explained, and its examples are what they claim to be."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from weather import make_spec, run

import attrspec
from attrspec.explain import Explanation, explanations

FOLDER = Path(attrspec.__file__).parent
RULES = explanations()
SHOWN = [rule for rule in RULES.values() if rule.wrong]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test runs in a project."""
    monkeypatch.chdir(tmp_path)
    make_spec(tmp_path)
    run("generate")
    return tmp_path


def ids_in_code() -> set[str]:
    """Return all ids that the modules which find something have in them."""
    names = ["source", "values", "read", "resolve", "linting", "lints", "folder"]
    names += ["aliases", "choices", "constraints", "examples", "expressions"]
    names += ["families", "patterns", "scanner", "drift", "twins"]
    paths = [FOLDER / f"{name}.py" for name in names]
    paths += (FOLDER / "importers").glob("*.py")
    return {
        node.value
        for path in (*paths, FOLDER / "output/comparing.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", node.value)
    }


def test_every_rule_is_explained() -> None:
    """What can stand in brackets behind a finding can be asked for."""
    assert ids_in_code() - {"utf-8", "utf-8-sig", "date-time"} == set(RULES)
    assert sorted(RULES) == list(RULES)


def test_three_rules_cannot_be_shown() -> None:
    """All have examples but those that need more than a file: a second attrspec."""
    shown = {rule.rule for rule in SHOWN}

    hidden = {"generator-changed", "installed-differs", "unknown-schema"}

    assert hidden == set(RULES) - shown


def tried(example: str) -> str:
    """Do what an example shows, and return what is said then."""
    if example.startswith("$ "):
        ours = f"{sys.executable} -m attrspec"
        program = f'attrspec() {{ {ours} "$@" >/dev/null; }}\n'
        typed = example.replace("$ ", "")
        subprocess.run(["/bin/sh", "-ec", program + typed], check=True)
        return run("check", "--format", "json").stdout
    if example.startswith("# openapi."):
        return imported(example)
    is_package = example.startswith("# package.yaml\n")
    place = Path("spec/package.yaml" if is_package else "spec/types.yaml")
    place.write_text(example)
    return run("lint", "--format", "json").stdout


def imported(example: str) -> str:
    """Import a document, and return what is said of it."""
    name, _, document = example.removeprefix("# ").partition("\n")
    Path(name).write_text(document)
    command = ("import", "openapi", name, "--into", "imported", "--force")
    return run(*command, "--format", "json").stdout


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.rule)
def test_examples_are_wrong_and_right(rule: Explanation) -> None:
    """The wrong one breaks this rule, the right one breaks none."""
    wrong, right = tried(rule.wrong), tried(rule.right)
    errors = [line for line in right.splitlines() if '"level": "error"' in line]

    assert f'"rule": "{rule.rule}"' in wrong
    assert f'"rule": "{rule.rule}"' not in right
    assert [] == errors or "spec-changed" in right


def test_explanation_is_printed() -> None:
    """A rule is explained in a sentence, with both examples."""
    result = run("explain", "unknown-key")

    expected = """\
unknown-key: A key that is passed over says nothing, and a slip in `optional` would \
make a field required.

Wrong:

  objects:
    Report: {fields: {amount: {type: decimal, optinal: true}}}

Right:

  objects:
    Report: {fields: {amount: {type: decimal, optional: true}}}
"""

    assert (0, expected, "") == (result.exit_code, result.stdout, result.stderr)


def test_rules_are_listed() -> None:
    """Without a rule, each is a line."""
    lines = run("explain").stdout.splitlines()

    assert list(RULES) == [line.split()[0] for line in lines]


def test_rule_that_is_none_is_said() -> None:
    """A slip is answered with the rule that was meant, and 2."""
    result = run("explain", "unknwon-key")

    assert (2, "") == (result.exit_code, result.stdout)
    assert 'no rule "unknwon-key" (did you mean "unknown-key"?)' in result.stderr

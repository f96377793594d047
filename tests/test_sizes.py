"""A small spec that would be a large package, or take long, is refused or shortened."""

from pathlib import Path

import pytest
from weather import PACKAGE, run

from attrspec import lint, load
from attrspec.diagnostics import Hints
from attrspec.payloads import Payloads


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec/package.yaml").write_text(PACKAGE)
    return tmp_path


def errors(types: str) -> list[str]:
    """Return the errors in a spec with these types."""
    Path("spec/types.yaml").write_text(types)
    return [str(found) for found in lint(load("spec")) if found.level == "error"]


def chain(count: int, fields: str) -> str:
    """Return objects each of which has the next in its fields; the last has text."""
    lines = [f"  A{i}: {{fields: {{{fields.format(i + 1)}}}}}" for i in range(count)]
    last = f"  A{count}: {{fields: {{a: {{type: string}}}}}}\n"
    return "\n".join(["objects:", *lines, last])


def test_payload_has_at_most_64_levels() -> None:
    """Objects that each need another are refused where no reader goes as deep."""
    line = "a: {{type: A{}}}"

    assert [] == errors(chain(63, line))
    (error,) = errors(chain(64, line))
    assert error.startswith(
        "spec/types.yaml:2:3: error: a payload of A0 has more than 64"
    )


def test_payload_has_at_most_10000_values() -> None:
    """Objects that need two others are refused where they would fill a machine."""
    line = "a: {{type: A{0}}}, b: {{type: A{0}}}"

    assert [] == errors(chain(11, line))
    (error,) = errors(chain(12, line))
    assert error.startswith(
        "spec/types.yaml:2:3: error: a payload of A0 has more than 10,"
    )


def test_fullest_payload_is_shallow_where_it_would_be_large() -> None:
    """All keys of an object are there, and of those inside only what they need."""
    keys = "k{i}: {{type: {of}, optional: true}}"
    of_b = ", ".join(keys.format(i=i, of="B") for i in range(120))
    of_text = ", ".join(keys.format(i=i, of="string") for i in range(120))
    types = f"objects:\n  A: {{fields: {{{of_b}}}}}\n  B: {{fields: {{{of_text}}}}}\n"
    found = errors(types)
    spec = load("spec")
    fullest = Payloads.of(spec).fullest(spec.objects[0])

    assert [] == found
    assert {f"k{i}": {} for i in range(120)} == fullest


def test_mixins_give_no_more_fields_than_there_is_room_for() -> None:
    """Many fields for many objects are refused once, at the mixin that is too much."""
    fields = ", ".join(f"a{i}: {{type: string}}" for i in range(200))
    objects = "\n".join(f"  A{i}: {{mixins: [M]}}" for i in range(200))
    Path("spec/types.yaml").write_text(
        f"mixins: {{M: {{fields: {{{fields}}}}}}}\nobjects:\n{objects}\n"
    )
    result = run("generate")

    assert 2 == result.exit_code
    assert "spec/types.yaml:48:18: error: the mixins give too many" in result.stderr
    assert "1 error\n" in result.stderr


def test_hints_end_where_they_would_take_long() -> None:
    """What was meant is said as long as not too many names were compared."""
    hints = Hints(left=5)

    assert ['did you mean "abc"?', 'did you mean "abc"?', ""] == [
        hints.did_you_mean("abd", ["abc", "xyz"]) for _ in range(3)
    ]


def test_people_are_shown_1000_findings() -> None:
    """More findings are counted, and programs get all of them."""
    keys = "".join(f"  key{i}: 1\n" for i in range(1200))
    Path("spec/types.yaml").write_text(f"objects: {{}}\nmore:\n{keys}{keys}")
    shown, all_ = run("lint").stderr.splitlines(), run("lint", "--format", "json")

    assert 1002 == len(shown)
    assert ["... and 200 more", "1200 errors"] == shown[-2:]
    assert 1200 == all_.stdout.count('"rule": "duplicate-key"')

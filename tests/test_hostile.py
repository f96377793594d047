"""Hostile specs: each is refused where it is wrong, or gives a package that is right.

The corpus is `hostile/*.yaml`; `hostile_specs` says how to read and extend it. Each
spec is tried in a process of its own, with a limit to its time, and with both parsers
of YAML.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from drawn_findings import is_safe
from hostile_specs import ENTRIES, Entry
from trials import Trials

MOST_BYTES = 500_000_000


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    """What tries specs in processes of their own."""
    trials = Trials()
    yield trials
    trials.end()


PLACE = re.compile(
    r"spec/(?P<place>.*?:[0-9]+:[0-9]+): error: .* \[(?P<rule>[a-z0-9-]+)\]"
)


def errors_in(text: str) -> list[str]:
    """Return the place and the rule of each error."""
    matches = [PLACE.fullmatch(line) for line in text.splitlines()]
    return [f"{match['place']} {match['rule']}" for match in matches if match]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: f"{e.family}: {e.name}")
def test_hostile_spec_is_an_error_or_a_package(
    entry: Entry, trials: Trials, tmp_path: Path
) -> None:
    """What is expected is said or made, by both parsers, and nothing else happens."""
    folder = tmp_path / "project"
    folder.mkdir()
    entry.write(folder / "spec")
    before = set(tmp_path.rglob("*"))
    told = trials.try_spec(folder, "C")
    others = trials.try_spec(folder, "Python")
    new = {
        path.relative_to(tmp_path).parts[:2]
        for path in set(tmp_path.rglob("*")) - before
    }

    assert [0, 0] == [told["status"], others["status"]], "no end, or a traceback"
    assert max(told["bytes"], others["bytes"]) <= MOST_BYTES
    errors = errors_in(told["stderr"])
    assert list(entry.errors) == (errors[:1] if entry.is_first else errors)
    assert is_safe(told["stderr"])
    assert not told["canary"]
    assert errors == errors_in(others["stderr"])[: len(errors)]
    if entry.errors:
        assert (2, "") == (told["exit_code"], told["stdout"])
        assert set() == new
    else:
        assert (0, "", "None") == (
            told["exit_code"],
            told["stderr"],
            told["exception"].replace("SystemExit(0)", "None"),
        )
        assert told["modules"]
        assert told["hash"] == others["hash"]
        assert {("project", "generated")} == new


def test_names_are_told_apart() -> None:
    """An entry is found by its family and its name."""
    names = Counter((entry.family, entry.name) for entry in ENTRIES)

    assert [] == [name for name, count in names.items() if count > 1]

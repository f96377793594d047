"""What hands and tools do to models is said in words, too."""

import pytest
from station_models import TYPES, changes, edited, generated, sentences

from attrspec.summary import Change, summary


@pytest.fixture(scope="module", name="models")
def fixture_models() -> str:
    """The models of all kinds of types."""
    return generated(TYPES)


# What hands can change

DEFINE = "@define(kw_only=True, repr=False)"
RAIN = "typing.ClassVar[typing.Literal['rain']]"
DATE = "datetime.date | None"
OBJECTS = "Rain, Wind, Station"
STATION = f"{DEFINE}\nclass Station(Record):\n"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (
            [STATION, "@frozen\nclass Station(Record):\n"],
            [
                f"decorator of Station was {DEFINE}, is now @frozen",
            ],
        ),
        (
            [DEFINE, "@frozen"],
            [
                f"decorator of 3 objects was {DEFINE}, is now @frozen: {OBJECTS}",
            ],
        ),
        (
            [STATION, "class Station:\n"],
            [
                f"decorator of Station was {DEFINE}, is now nothing",
                "base of Station was Record, is now nothing",
            ],
        ),
        (
            ["    height: int\n", "    height: int = 0\n"],
            ["height of Station became optional"],
        ),
        (
            ["    note: str | None = None", '    note: str | None = ""'],
            ["note of Station defaulted to None, now defaults to ''"],
        ),
        (
            [
                "    note: str | None = None",
                "    note: str | None = 0",
                "    reports: list[Report] | None = None",
                "    reports: list[Report] | None = 0",
            ],
            ["2 fields of Station defaulted to None, now default to 0: note, reports"],
        ),
        (
            ["    height: int\n", "    height: int\n\n    def up(self): ...\n"],
            [
                "documentation of 1 field of Station changed: height",
                "other code in Station changed",
            ],
        ),
        (["\n__all__", "\nx = 1\n\n__all__"], ["other code in models.py changed"]),
        (
            ["    amount: float\n", "    amount: float\n    kind: str\n"],
            ["other code in Rain changed"],
        ),
        (
            ['ClassVar[Literal["rain"]]', "ClassVar[str]"],
            [
                f"constant kind of Rain was {RAIN}, is now typing.ClassVar[str]",
            ],
        ),
        (
            ['kind: ClassVar[Literal["rain"]] = "rain"', "kind: str"],
            [
                "1 constant removed from Rain: kind",
                "1 required field added to Rain: kind",
            ],
        ),
        (
            ["Report: TypeAlias = Rain | Wind", "class Report(Record): pass"],
            ["Report was a union, is now an object"],
        ),
        (
            ["Report: TypeAlias = Rain | Wind", 'Report: TypeAlias = Literal["rain"]'],
            ["Report was a union, is now an enum"],
        ),
        (
            ["    name: str\n", '    name: "str"\n'],
            ["Station is written in another way, and means the same"],
        ),
        (
            ["    name: str\n", '    name: "str"\n', "Rain | Wind", '"Rain | Wind"'],
            ["2 types are written in another way, and mean the same: Report, Station"],
        ),
        (
            ["    name: str\n", '    name: "list["\n'],
            ["name of Station was str, is now 'list['"],
        ),
        (
            ["    name: str\n", '    name: "\\0"\n'],
            ["name of Station was str, is now '\\x00'"],
        ),
        (
            ["    name: str\n", '    name: "\\ud800"\n'],
            ["name of Station was str, is now '\\ud800'"],
        ),
        (
            ["    name: str\n", "    name: None\n"],
            ["name of Station was str, is now None"],
        ),
        (
            ['"""A weather station."""', '"""A weather\n\n    station."""'],
            ["documentation of Station changed"],
        ),
        (
            ["import datetime as dt\n", "import pendulum as dt\n"],
            [
                f"since of Station was {DATE}, is now pendulum.date | None",
            ],
        ),
        (
            ['["clear", "cloudy"] | str', '["clear", 1] | str'],
            ["Sky was an enum, is now a union"],
        ),
    ],
)
def test_edit_is_said(edits: list[str], said: list[str], models: str) -> None:
    """What only a hand changes is seen, too."""
    assert said == sentences(models, edited(models, *edits))


def test_order_of_types_is_said(models: str) -> None:
    """That types moved is said where nothing else changed."""
    head, rain, wind, *rest = models.split("\n\n\n@define")
    moved = "\n\n\n@define".join([head, wind, rain, *rest])

    assert ["types stand in another order"] == sentences(models, moved)


def test_last_definition_counts(models: str) -> None:
    """As in Python; those before are other code."""
    repeated = f"{models}\n\nclass Rain: pass\n"

    assert [
        f"decorator of Rain was {DEFINE}, is now nothing",
        "base of Rain was Record, is now nothing",
        "documentation of Rain changed",
        "1 constant removed from Rain: kind",
        "1 required field removed from Rain: amount",
        "other code in Rain changed",
        "other code in models.py changed",
    ] == sentences(models, repeated)
    assert ["other code in models.py changed"] == sentences(models, models + models)


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_class_in_a_text_is_none(quotes: str, models: str) -> None:
    """Whoever puts quotes around a class takes it away, blank lines or not."""
    plain = models.replace('"""', "'")  # documentation in other quotes
    quoted = edited(plain, STATION, f"{quotes}\n\n\n{STATION}") + quotes

    assert [
        "documentation of Report changed",
        "1 object removed: Station",
        "1 union removed: Reading",
    ] == sentences(plain, quoted)
    assert [
        "documentation of Report changed",
        "1 object added: Station",
        "1 union added: Reading",
    ] == sentences(quoted, plain)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f(f)(f, f)", "f(f, f)(f)"),
        ("f({**a, b: 1})", "f({a: 1, **b})"),
        ("[1]", "[True]"),
        ("lambda a, *, b: 1", "lambda a, b, *, c=1: 1"),
    ],
)
def test_other_code_is_compared_exactly(before: str, after: str) -> None:
    """Code that no type is told from is the same where Python reads the same."""
    assert ["other code in models.py changed"] == sentences(
        f"x = {before}", f"x = {after}"
    )
    assert [] == sentences(f"x = {before}", f"x = ({before})  # so it is")


def test_imports_for_type_checkers_are_imports() -> None:
    """Names are told from where they are from, under a condition too."""
    before = """\
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class X:
    a: UUID
"""
    after = "from uuid import UUID as _UUID\n\n\nclass X:\n    a: _UUID\n"

    assert ["X is written in another way, and means the same"] == sentences(
        before, after
    )


# Several modules


def test_modules_are_one_package(models: str) -> None:
    """Types may be in several modules, and move between them."""
    cut = models.index("\n\n\n@define(kw_only=True, repr=False)\nclass Wind")
    head = models[: models.index("\n\n\nSky")].replace('"""Weather reports."""', "")
    rest = f"{head}\n\nfrom .a import Rain{models[cut:]}"
    parts = {"p/a.py": models[:cut], "p/b.py": rest}

    assert summary({}, parts) == summary({}, dict(reversed(parts.items())))
    assert ["4 types moved to p/b.py: Wind, Report, Station, Reading"] == [
        change.sentence for change in summary({"p/a.py": models}, parts)
    ]
    assert [
        "name of Station was str, is now int",
        "4 types moved to p/a.py: Wind, Report, Station, Reading",
    ] == [
        change.sentence
        for change in summary(
            parts, {"p/a.py": edited(models, "    name: str", "    name: int")}
        )
    ]


def test_type_in_two_modules_is_that_of_the_last(models: str) -> None:
    """The others are other code."""
    both = {"a.py": models, "b.py": "class Rain: pass\n"}

    assert [
        "1 type moved to b.py: Rain",
        "other code in b.py changed",
    ] == [change.sentence for change in summary({"a.py": models}, both)][-2:]


def test_missing_module_has_no_types(models: str) -> None:
    """What was never generated is all new."""
    assert [
        "1 enum added: Sky",
        "3 objects added: Rain, Wind, Station",
        "2 unions added: Report, Reading",
    ] == [change.sentence for change in summary({}, {"models.py": models})]


# What is no Python


@pytest.mark.parametrize(
    ("edits", "line"),
    [
        ([STATION, f"<<<<<<< ours\n{STATION}"], ": line 39"),
        (["    name: str\n", "    name str\n"], ": line 43"),
        (["    name: str\n", "    name: str\0\n"], ""),
        (["    name: str\n", "    name: \ud800\n"], ""),
        (["    name: str\n", f"    name: {'(' * 300}{')' * 300}\n"], ": line 43"),
        (["    name: str\n", f"    name: {'-' * 20_000}1\n"], ""),
        (["    name: str\n", f"    name: {' + '.join('x' * 20_000)}\n"], ""),
        (["    name: str\n", f"    name: str = 1{'0' * 5_000}\n"], ": line 43"),
    ],
)
def test_text_that_is_no_python_is_said(
    edits: list[str], line: str, models: str
) -> None:
    """Nothing is known of its types, then: they are not gone, and not new."""
    models = f"{models}\n\nx = 1\n"
    broken = edited(models, *edits)
    sentence = f"models.py cannot be read as Python{line}"

    assert (Change("", (), sentence),) == changes(broken, models)
    assert (Change("", (), sentence),) == changes(models, broken)


def test_other_modules_are_compared(models: str) -> None:
    """A module that cannot be read hides nothing of another."""
    other = "class Buoy: pass\n"

    assert ["a.py cannot be read as Python: line 1", "1 object added: Buoy"] == [
        change.sentence
        for change in summary(
            {"a.py": "!", "b.py": ""}, {"a.py": models, "b.py": other}
        )
    ]


def test_odd_escapes_are_not_warned_of(models: str) -> None:
    """Python warns of them when it reads a text; here nobody asked."""
    after = edited(models, "A weather station.", "A weather\\ station.")

    assert ["documentation of Station changed"] == sentences(models, after)

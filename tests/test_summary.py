"""What a change of the spec does to the models is said in words."""

import ast
from pathlib import Path

import pytest
from station_models import TYPES, changes, edited, generated, sentences

import attrspec
from attrspec.summary import Change, summary


@pytest.fixture(scope="module", name="models")
def fixture_models() -> str:
    """The models of all kinds of types."""
    return generated(TYPES)


# What a spec can change

NAME = "      name: {type: string, doc: Name of the place.}\n"
REPORT = """\
  Report:
    tag: kind
    open: false
    members: [Rain, Wind]
"""
LON = "      lon: {type: number, optional: true}\n"
HEIGHT = "      height: {type: integer, doc: Height of the place.}\n"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        # fields
        (
            [NAME, f"{NAME}      lat: {{type: number}}\n      lon: {{type: number}}\n"],
            ["2 required fields added to Station: lat, lon"],
        ),
        (
            [NAME, f"{NAME}      lat: {{type: number, optional: true}}\n"],
            ["1 optional field added to Station: lat"],
        ),
        (
            [
                NAME,
                f"      lat: {{type: number}}\n{NAME}{LON}",
            ],
            ["2 fields added to Station: lat, lon"],
        ),
        (
            [NAME, "", "      note: {type: string, optional: true}\n", ""],
            ["2 fields removed from Station: name, note"],
        ),
        ([HEIGHT, ""], ["1 required field removed from Station: height"]),
        ([" height:", " altitude:"], ["height of Station was renamed to altitude"]),
        (
            [
                *(HEIGHT, "      altitude: {type: number, was: [height]}\n"),
                *(NAME, "      title: {type: string, was: [name], doc: A name.}\n"),
            ],
            [
                "name of Station was renamed to title",
                "height of Station was renamed to altitude",
                "altitude of Station was int, is now float",
                "documentation of 2 fields of Station changed: title, altitude",
                "other code in Station changed",
            ],
        ),
        (
            [HEIGHT, "      altitude: {type: number, doc: Height of the place.}\n"],
            [
                "1 required field added to Station: altitude",
                "1 required field removed from Station: height",
            ],
        ),
        (
            [HEIGHT, "      altitude: {type: integer, doc: Metres above the sea.}\n"],
            [
                "1 required field added to Station: altitude",
                "1 required field removed from Station: height",
            ],
        ),
        (
            ["height: {type: integer", "height: {type: number"],
            ["height of Station was int, is now float"],
        ),
        (
            ["note: {type: string", 'note: {type: "map[uuid]"'],
            ["note of Station was str | None, is now dict[str, uuid.UUID] | None"],
        ),
        (
            ["string, doc", "json, doc", "integer, doc", "uuid, doc"],
            [
                "name of Station was str, is now Json",
                "height of Station was int, is now uuid.UUID",
            ],
        ),
        (
            ["string, doc", "datetime, doc", "string, opt", "datetime, opt"],
            [
                "name of Station was str, is now datetime.datetime",
                "note of Station was str | None, is now datetime.datetime | None",
            ],
        ),
        (
            [
                "amount: {type: number",
                "amount: {type: integer",
                "knots: {type: integer",
                "knots: {type: number",
            ],
            [
                "amount of Rain was float, is now int",
                "knots of Wind was int, is now float",
            ],
        ),
        (
            ["place.}", "place., optional: true}"],
            ["2 fields of Station became optional: name, height"],
        ),
        (
            ["since: {type: date?", "since: {type: date?, optional: true"],
            ["since of Station became optional"],
        ),
        (
            [", optional: true", ""],
            ["2 fields of Station became required: note, reports"],
        ),
        (["integer, doc", "integer?, doc"], ["height of Station became nullable"]),
        (
            ["string, doc", "string?, doc", "integer, doc", "integer?, doc"],
            ["2 fields of Station became nullable: name, height"],
        ),
        (
            ["integer, doc", "string?, doc"],
            ["height of Station was int, is now str | None"],
        ),
        (["date?", "date"], ["since of Station is no longer nullable"]),
        (
            ["integer, doc", "string, optional: true, doc"],
            [
                "height of Station was int, is now str | None",
                "height of Station became optional",
            ],
        ),
        (
            [" Name of the place.", " What it is called.", " Height", " The height"],
            ["documentation of 2 fields of Station changed: name, height"],
        ),
        (
            ["string, doc", "string, unit: letters, doc"],
            ["documentation of 1 field of Station changed: name"],
        ),
        ([NAME + HEIGHT, HEIGHT + NAME], ["fields of Station stand in another order"]),
        # constants
        (
            ["kind: rain", "kind: drizzle"],
            ["constant kind of Rain was 'rain', is now 'drizzle'"],
        ),
        (
            ["kind: rain}", "kind: rain, form: short}"],
            ["1 constant added to Rain: form"],
        ),
        (
            ["  Station:\n", "  Station:\n    tag: {kind: station, form: short}\n"],
            ["2 constants added to Station: kind, form"],
        ),
        # types
        (
            ["A weather station.", "A place with instruments."],
            ["documentation of Station changed"],
        ),
        (
            ["  Station:\n", "  Buoy: {fields: {}}\n  Station:\n"],
            ["1 object added: Buoy"],
        ),
        (
            ["    open: false\n", "", "enums:\n", "enums:\n  Side: {values: [left]}\n"],
            ["1 enum added: Side", "Report is open now: other members are read too"],
        ),
        (
            ["list[Report]", "list[string]", REPORT, ""],
            [
                "reports of Station was list[Report] | None, is now list[str] | None",
                "1 union removed: Report",
            ],
        ),
        (["Rain", "Drizzle"], ["Rain was renamed to Drizzle"]),
        (["Sky", "Clouds"], ["Sky was renamed to Clouds"]),
        (
            ["Station", "Place", "  Place:\n", "  Place:\n    was: [Station]\n"],
            [
                "Station was renamed to Place",
                "Place keeps its former name Station",
            ],
        ),
        (["Report", "Event"], ["Report was renamed to Event"]),
        (
            ["Rain", "Drizzle", "Report", "Event", "Sky", "Clouds"],
            [
                "Sky was renamed to Clouds",
                "Rain was renamed to Drizzle",
                "Report was renamed to Event",
            ],
        ),
        (
            [
                *("Rain", "Drizzle", "  Drizzle:\n", "  Drizzle:\n    was: [Rain]\n"),
                *("Wind", "Breeze", "  Breeze:\n", "  Breeze:\n    was: [Wind]\n"),
            ],
            [
                "Rain was renamed to Drizzle",
                "Drizzle keeps its former name Rain",
                "Wind was renamed to Breeze",
                "Breeze keeps its former name Wind",
            ],
        ),
        (
            [
                *("Station", "Place", "  Place:\n", "  Place:\n    was: [Station]\n"),
                *(NAME, f"{NAME}{LON}"),
            ],
            [
                "Station was renamed to Place",
                "1 optional field added to Place: lon",
                "Place keeps its former name Station",
            ],
        ),
        (
            ["Rain", "Drizzle", "Wind", "Breeze"],
            [
                "2 objects added: Drizzle, Breeze",
                "2 members added to Report: Drizzle, Breeze",
                "2 members removed from Report: Rain, Wind",
                "2 objects removed: Rain, Wind",
            ],
        ),
        # enums
        (
            ["[clear, cloudy]", "[clear, fog, 'it''s dark']"],
            [
                "2 values added to Sky: 'fog', \"it's dark\"",
                "1 value removed from Sky: 'cloudy'",
            ],
        ),
        (["open: true", ""], ["Sky is closed now: other values are refused"]),
        (
            ["[clear, cloudy]", "[cloudy, clear]"],
            ["values of Sky stand in another order"],
        ),
        (["the sky", "it"], ["documentation of Sky changed"]),
        # unions
        (
            ["[Rain, Wind]", "[Rain]"],
            ["1 member removed from Report: Wind"],
        ),
        (["open: false", ""], ["Report is open now: other members are read too"]),
        (
            ["[Rain, Wind]", "[Wind, Rain]"],
            ["members of Report stand in another order"],
        ),
        (
            ['integer, "list[Station]"', 'boolean, "list[Station]"'],
            [
                "1 member added to Reading: bool",
                "1 member removed from Reading: int",
            ],
        ),
    ],
)
def test_change_is_said(edits: list[str], said: list[str], models: str) -> None:
    """Each kind of change has its sentence, and one a type."""
    assert said == sentences(models, generated(edited(TYPES, *edits)))


ALIASES = f"""\
{TYPES}
aliases:
  Metres: {{type: "list[integer]", doc: Above the sea.}}
"""


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (
            ['"list[integer]"', '"map[integer]"'],
            ["Metres was list[int], is now dict[str, int]"],
        ),
        (["Above the sea", "Upwards"], ["documentation of Metres changed"]),
        (
            ["aliases:\n", "aliases:\n  Names: {type: json}\n  Skies: {type: Sky}\n"],
            ["2 aliases added: Names, Skies"],
        ),
        (["Metres:", "Heights:"], ["Metres was renamed to Heights"]),
        (
            ['"list[integer]"', "string?"],
            [
                "2 members added to Metres: str, None",
                "1 member removed from Metres: list[int]",
            ],
        ),
    ],
)
def test_change_of_an_alias_is_said(edits: list[str], said: list[str]) -> None:
    """An alias is told as one type, and a union that it becomes by its members."""
    before, after = generated(ALIASES), generated(edited(ALIASES, *edits))

    assert said == sentences(before, after)


def test_nothing_changes(models: str) -> None:
    """Of models that are as they were there is nothing to say."""
    assert () == changes(models, models)
    assert () == summary({}, {})


def test_layout_and_imports_are_passed_over(models: str) -> None:
    """Comments, line breaks, imports and `__all__` are no changes of the models."""
    other = edited(
        models,
        "# Generated by",
        "# Made by",
        "from attrs import define\n",
        "import json\n\nfrom attrs import define\n\nif json:\n    import csv\n",
        '__all__ = ["Rain", ',
        "__all__ = [",
        '    kind: ClassVar[Literal["rain"]] = "rain"\n',
        '    kind: ClassVar[Literal["rain"]] = (  # no sun\n        "rain"\n    )\n',
        '"""A weather station."""',
        '"""\n    A weather\n    station.\n    """',
    )

    assert [] == sentences(models, other)
    assert [] == sentences(models, ast.unparse(ast.parse(models)))
    assert [] == sentences(models, edited(models, "\n", "\r\n"))
    assert [] == sentences(models, f"\ufeff{models}")


def test_change_tells_what_it_is_about() -> None:
    """A change has the type and the fields; types stand as they do afterwards."""
    before = generated(TYPES)
    after = generated(
        edited(
            TYPES,
            NAME,
            f"{NAME}      lon: {{type: number}}\n      lat: {{type: number}}\n",
            "[clear, cloudy]",
            "[foggy, clear]",
            "amount:",
            "millimetres:",
            "  Wind:\n",
            "  Buoy: {fields: {}}\n  Wind:\n",
            "reports:",
            "news:",
            "list[Station]",
            "boolean",
        )
    )

    assert (
        Change("Sky", ("foggy",), "1 value added to Sky: 'foggy'"),
        Change("Sky", ("cloudy",), "1 value removed from Sky: 'cloudy'"),
    ) == changes(before, after)[:2]
    assert [
        ("Sky", ("foggy",)),
        ("Sky", ("cloudy",)),
        ("Rain", ("amount", "millimetres")),
        ("", ("Buoy",)),
        ("Station", ("lon", "lat", "news")),
        ("Station", ("reports",)),
        ("Reading", ("bool",)),
        ("Reading", ("list[Station]",)),
    ] == [(change.type, change.fields) for change in changes(before, after)]


MANY = "".join(f"      field_{i}: {{type: string}}\n" for i in range(22))


def test_long_lists_are_cut(models: str) -> None:
    """A sentence has ten names; the change itself has all of them."""
    after = generated(edited(TYPES, NAME, NAME + MANY))
    (change,) = changes(models, after)

    assert (
        "22 required fields added to Station: field_0, field_1, field_2, field_3, "
        "field_4, field_5, field_6, field_7, field_8, field_9, and 12 more"
    ) == change.sentence
    assert tuple(f"field_{i}" for i in range(22)) == change.fields


def test_long_types_are_cut(models: str) -> None:
    """A sentence has sixty characters of a type or a value."""
    long = "list[" * 13 + "string" + "]" * 13
    after = edited(
        TYPES, "string, doc", f"'{long}', doc", "kind: rain", "kind: " + NAME
    )
    after = edited(after, NAME, f"{'r' * 80}\n")
    longer = edited(after, f"'{long}'", f"'list[{long}]'", "r" * 80, "r" * 81)

    assert [
        f"constant kind of Rain was 'rain', is now '{'r' * 56}...",
        f"name of Station was str, is now {'list[' * 11}li...",
    ] == sentences(models, generated(after))
    assert [
        "constant kind of Rain changed",
        "name of Station changed",
    ] == sentences(generated(after), generated(longer))


def test_new_name_is_told_once(models: str) -> None:
    """Types that refer to a type under its new name have not changed."""
    after = generated(edited(TYPES, "Station", "Place"))

    assert "list[Station]" in models
    assert ["Station was renamed to Place"] == sentences(models, after)


@pytest.mark.parametrize(
    "edits",
    [
        ["Name of the place.", "What it is called."],
        ["A weather station.", "A place with instruments."],
        ["height: {type: integer", "height: {type: number"],
        ["Sky", "Clouds", "[clear, cloudy]", "[clear]"],
    ],
)
def test_new_name_of_another_thing_is_none(edits: list[str], models: str) -> None:
    """A type that is gone and another one that is new are two changes."""
    said = sentences(models, generated(edited(TYPES, "Station", "Place", *edits)))

    assert "1 object added: Place" in said
    assert "1 object removed: Station" in said


def test_new_name_is_that_of_one_type() -> None:
    """Names in which it is a part are other names."""
    types = """\
enums: {Decimal: {values: [a]}, Decimals: {values: [b]}, BigDecimal: {values: [c]}}
objects:
  X:
    fields:
      one: {type: Decimal}
      two: {type: Decimals}
      three: {type: BigDecimal}
      four: {type: decimal}
"""
    renamed = edited(types, "{Decimal:", "{Digit:", "type: Decimal}", "type: Digit}")

    assert ["Decimal was renamed to Digit"] == sentences(
        generated(types), generated(renamed)
    )


# What spelling may do


def test_quotes_are_no_change_of_a_type(models: str) -> None:
    """An annotation that closes a circle is quoted; the type is the same."""
    after = generated(edited(TYPES, NAME, f"{NAME}      next: {{type: Reading?}}\n"))

    assert "list[Report]" in models
    assert ["1 required field added to Station: next"] == sentences(models, after)


def test_alias_of_an_import_is_no_change_of_a_type() -> None:
    """Fields called `list` and `dt` make generated code import under other names."""
    before = generated(
        "objects:\n  X: {fields: {a: {type: 'list[date]'}, b: {type: 'map[date]'}}}\n"
    )
    after = generated(
        "objects:\n  X: {fields: {a: {type: 'list[date]'}, b: {type: 'map[date]'}, "
        "list: {type: string}, dict: {type: string}, dt: {type: string}}}\n"
    )

    assert "a: _list[_date]" in after
    assert ["3 required fields added to X: list, dict, dt"] == sentences(before, after)


def test_name_that_stands_for_another_thing_is_a_change() -> None:
    """`Decimal` may be that of Python and then a type of the spec."""
    before = generated("objects: {X: {fields: {a: {type: decimal}}}}")
    after = generated(
        "objects: {X: {fields: {a: {type: Decimal}}}, Decimal: {fields: {}}}"
    )

    assert "    a: Decimal\n" in before
    assert "    a: Decimal\n" in after
    assert [
        "1 object added: Decimal",
        "a of X was decimal.Decimal, is now Decimal",
    ] == sentences(before, after)
    assert [
        "a of X was Decimal, is now decimal.Decimal",
        "1 object removed: Decimal",
    ] == sentences(after, before)


# The shipped spec, as it changes in life

SHIPPED = Path(__file__).parents[1] / "spec"


def shipped(folder: Path) -> str:
    """Return the models of the shipped spec, or of one made from it."""
    files = attrspec.render(attrspec.load(folder))
    return next(text for path, text in files.items() if path.endswith("/models.py"))


COMPLETIONS = "of UsageCompletionsResult"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            " input_cached_tokens:",
            " input_read_tokens:",
            f"input_cached_tokens {COMPLETIONS} was renamed to input_read_tokens",
        ),
        (
            "      - image.variation\n",
            "      - image.variation\n      - image.video\n",
            "1 value added to ImageSource: 'image.video'",
        ),
        (
            "doc: Model that answered, such",
            "doc: Model that was asked, such",
            "documentation of ",
        ),
    ],
)
def test_shipped_spec_changes_as_in_life(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    """What happened to the API before is told once, as a person would."""
    for path in SHIPPED.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / "usage.yaml").read_text("utf-8")
    (tmp_path / "usage.yaml").write_text(edited(text, old, new), "utf-8")
    found = sentences(shipped(SHIPPED), shipped(tmp_path))

    assert found
    assert all(sentence.startswith(said) for sentence in found)

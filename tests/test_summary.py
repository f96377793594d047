"""What changes in the models is said in words."""

import ast
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from drawn_specs import SpecData, specs, write_spec
from hypothesis import HealthCheck, assume, given, settings
from weather import PACKAGE

import attrspec
from attrspec.summary import Change, summary

SHIPPED = Path(__file__).parent.parent / "spec"

TYPES = """\
enums:
  Sky:
    doc: What the sky looks like.
    open: true
    values: [clear, cloudy]

unions:
  Report:
    tag: kind
    open: false
    members: [Rain, Wind]
  Reading:
    members: [string, integer, "list[Station]"]

objects:
  Rain:
    tag: {kind: rain}
    fields:
      amount: {type: number}
  Wind:
    tag: {kind: wind}
    fields:
      knots: {type: integer}
  Station:
    doc: A weather station.
    fields:
      name: {type: string, doc: Name of the place.}
      height: {type: integer, doc: Height of the place.}
      sky: {type: Sky}
      since: {type: date?}
      note: {type: string, optional: true}
      reports: {type: "list[Report]", optional: true}
"""


def models_of(folder: Path) -> str:
    """Return the module of models that a spec gives."""
    files = attrspec.render(attrspec.load(folder))
    return next(text for path, text in files.items() if path.endswith("/models.py"))


def generated(types: str) -> str:
    """Return the module of models of some types."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "package.yaml").write_text(PACKAGE, "utf-8")
        (Path(folder) / "types.yaml").write_text(types, "utf-8")
        return models_of(Path(folder))


def edited(text: str, *edits: str) -> str:
    """Return a text in which each of some texts is the one behind it."""
    for old, new in zip(edits[::2], edits[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return what changes between two modules."""
    return summary({"models.py": before}, {"models.py": after})


def sentences(before: str, after: str) -> list[str]:
    """Return what is said of the change from a module to another."""
    return [change.sentence for change in changes(before, after)]


@pytest.fixture(scope="module", name="models")
def fixture_models() -> str:
    """The models of all kinds of types."""
    return generated(TYPES)


# What a spec can change

NAME = "      name: {type: string, doc: Name of the place.}\n"
REPORT = TYPES[TYPES.index("  Report:\n") : TYPES.index("  Reading:\n")]
LON = "{type: number, optional: true}"
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
                f"      lat: {{type: number}}\n{NAME}      lon: {LON}\n",
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
                *("amount: {type: number}", "amount: {type: integer}"),
                *("knots: {type: integer}", "knots: {type: number}"),
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
            ["kind of Rain was 'rain', is now 'drizzle'"],
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


# What anybody can do to a file


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<<<<<<< HEAD\n", "models.py cannot be read as Python: line 1"),
        ("x = 1\n\n    y = 2\n", "models.py cannot be read as Python: line 3"),
        ("x = '\0'\n", "models.py cannot be read as Python"),
        ("(" * 5000, "models.py cannot be read as Python"),
    ],
)
def test_text_that_is_no_python_is_said(broken: str, said: str, models: str) -> None:
    """Of a module that cannot be read it is said where, and nothing is guessed."""
    (found,) = sentences(broken, models)

    assert found.startswith(said)


def test_long_lists_are_cut() -> None:
    """Ten names are enough, with the number of the others."""
    fields = "".join(f"      f{n:02}: {{type: string}}\n" for n in range(13))
    after = generated(edited(TYPES, NAME, NAME + fields))
    before = generated(TYPES)

    expected = (
        "13 required fields added to Station: f00, f01, f02, f03, f04, f05, f06, f07, "
        "f08, f09, and 3 more"
    )

    assert [expected] == sentences(before, after)


def test_what_is_no_change_is_silent(models: str) -> None:
    """Imports, comments and blank lines are not what a reader has to know."""
    other = models.replace("import ", "import  ").replace("\n\n\n", "\n\n\n\n# new\n")

    assert () == changes(models, models)
    assert () == changes(models, other)


# Any two specs


def without_docs(text: str) -> str:
    """Return the definitions of a module without their documentation."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            node.body = [
                child
                for child in node.body
                if not (
                    isinstance(child, ast.Expr)
                    and isinstance(child.value, ast.Constant)
                )
                and not isinstance(child, ast.Import | ast.ImportFrom)
                and not (
                    isinstance(child, ast.Assign)
                    and ast.unparse(child.targets[0]) == "__all__"
                )
            ] or [ast.Pass()]
    return ast.unparse(tree)


def drawn(data: SpecData) -> str:
    """Return the models of a drawn spec, if it can have any."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return models_of(write_spec(data, Path(folder) / "spec"))
        except attrspec.SpecError:
            assume(condition=False)
            raise


DRAWN = settings(
    max_examples=40,
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)

FIRST_WORDS = {"added": "removed", "removed": "added"}


@DRAWN
@given(one=specs(), other=specs())
def test_no_change_of_a_class_is_passed_over(one: SpecData, other: SpecData) -> None:
    """If two modules declare other things, something is said; if they are one, not."""
    before, after = drawn(one), drawn(other)

    assert () == changes(before, before)
    assert (without_docs(before) != without_docs(after)) <= bool(changes(before, after))


@DRAWN
@given(one=specs(), other=specs())
def test_way_back_says_the_opposite(one: SpecData, other: SpecData) -> None:
    """What is added one way is removed the other way, of the same types."""
    before, after = drawn(one), drawn(other)

    def verbs(found: tuple[Change, ...]) -> Counter[tuple[str, str, frozenset[str]]]:
        return Counter(
            (change.type, verb, frozenset(change.fields))
            for change in found
            for verb in FIRST_WORDS
            if f" {verb}" in change.sentence.partition(":")[0]
        )

    forth, back = verbs(changes(before, after)), verbs(changes(after, before))

    assert Counter(
        {(t, FIRST_WORDS[verb], f): n for (t, verb, f), n in forth.items()}
    ) == (back)


# The shipped spec, as it changes in life

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
    found = sentences(models_of(SHIPPED), models_of(tmp_path))

    assert found
    assert all(sentence.startswith(said) for sentence in found)

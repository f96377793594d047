"""Where a type stands when a spec has several files of types."""

from pathlib import Path

import pytest
from drawn_specs import SpecData, specs, write_spec
from families import FAMILIES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weather import PACKAGE, TYPES

from attrspec import Spec, SpecError, load, render
from attrspec.families import placed

CIRCLE = {
    "a.yaml": """\
unions:
  A1: {members: ["list[B1]", string]}
  A2: {members: ["list[string]", boolean]}
""",
    "b.yaml": """\
unions:
  B1: {members: ["list[A2]", boolean]}
""",
}


def spec_of(folder: Path, files: dict[str, str]) -> Spec:
    """Return the spec of files."""
    for name, text in {"package.yaml": PACKAGE, **files}.items():
        (folder / name).write_text(text, "utf-8")
    return load(folder)


def test_one_file_has_one_module(tmp_path: Path) -> None:
    """A spec with one file of types has modules without families, whatever it is."""
    files = {"2 of 3.yaml": TYPES, "shared.yaml": FAMILIES["shared.yaml"]}
    spec = spec_of(tmp_path, files)
    paths = {path for path in render(spec) if path.startswith("weather_models/")}

    assert {} == placed(spec)
    assert "weather_models/models.py" in paths
    assert not {path for path in paths if path.count("/") > 1}


def test_unions_stand_beside_their_members_or_import_them(tmp_path: Path) -> None:
    """What a union consists of decides where it stands, at whatever distance."""
    found = placed(spec_of(tmp_path, FAMILIES))

    assert {
        **dict.fromkeys(("Chat", "Refusal", "Talk"), "chat"),
        **dict.fromkeys(("Usage", "Amount", "Moment", "Tier"), "usage_data"),
        "Invoice": "import_",
        "Outcome": "chat_unions",
        "Others": "import_unions",
    } == found


def test_circle_of_unions_is_one_module(tmp_path: Path) -> None:
    """Where modules of unions need each other, they are one: the first by its name."""
    apart = dict(placed(spec_of(tmp_path, CIRCLE)))
    closing = CIRCLE["b.yaml"] + '  B2: {members: ["list[A1]", integer]}\n'
    joined = dict(placed(spec_of(tmp_path, {**CIRCLE, "b.yaml": closing})))

    assert {"A1": "a_unions", "A2": "a", "B1": "b_unions"} == apart
    assert {**dict.fromkeys(("A1", "B1", "B2"), "a_unions"), "A2": "a"} == joined


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spec=specs(), text=st.sampled_from(["objects", "enums"]))
def test_new_types_move_no_others(
    tmp_path_factory: pytest.TempPathFactory, spec: SpecData, text: str
) -> None:
    """A type that is added to a file leaves all others where they are."""
    folder = tmp_path_factory.mktemp("spec")
    more = {"objects": {"fields": {"a": {"type": "string"}}}, "enums": {"values": [""]}}
    files = [name for name in spec if name != "package.yaml"]
    grown = {name: dict(content) for name, content in spec.items()}
    for file, name in zip(files, ("OneMore", "AnotherOne", "YetAnother"), strict=False):
        grown[file][text] = {**grown[file].get(text, {}), name: more[text]}
    try:
        before = placed(load(write_spec(spec, folder / "before")))
        after = placed(load(write_spec(grown, folder / "after")))
    except SpecError:
        return  # such as of a type that could never end

    assert not before or before.items() <= after.items()


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("2.yaml", "a.yaml"), ["2.yaml:1:1 unnameable-file"]),
        (("é.yaml", "a.yaml"), ["é.yaml:1:1 unnameable-file"]),
        (("a-b.yaml", "a_b.yml"), ["a_b.yml:1:1 name-clash"]),
        (("chat.yaml", "chat-unions.yaml"), ["chat.yaml:1:1 name-clash"]),
        (("class.yaml", "Class 2.yaml"), []),
    ],
)
def test_file_names_must_become_modules(
    tmp_path: Path, names: tuple[str, str], expected: list[str]
) -> None:
    """Files whose names give no module, or one module twice, are to be renamed."""
    types = [f"enums: {{Sky{number}: {{values: [a]}}}}" for number in "12"]
    found: list[str] = []
    try:
        spec_of(tmp_path, dict(zip(names, types, strict=True)))
    except SpecError as error:
        found = [f"{Path(d.span.path).name}:1:1 {d.rule}" for d in error.diagnostics]

    assert expected == found


def test_reference_has_a_page_for_each_file(tmp_path: Path) -> None:
    """The README points at a page for each file, with the types that stand there."""
    files = render(spec_of(tmp_path, FAMILIES))
    found = {
        path: [line[3:] for line in text.splitlines() if line.startswith("## ")]
        for path, text in files.items()
        if path.startswith("reference/")
    }

    assert {
        "reference/chat.md": ["Chat", "Refusal", "Outcome", "Talk"],
        "reference/import_.md": ["Invoice", "Others"],
        "reference/usage_data.md": ["Usage", "Amount", "Moment", "Tier"],
    } == found
    assert all(f"]({path})" in files["README.md"] for path in found)
    assert "## " not in files["README.md"]

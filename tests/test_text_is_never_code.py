"""Whatever text a spec has: the output is shaped as if it were an x there.

Specs are made as what is read from YAML and go through all stages behind it; that YAML
gives texts back as they were is tested in `test_source`.

`ATTRSPEC_TEXTS` sets how many specs are tried; see CONTRIBUTING.
"""

import ast
import json
import os
import re
import tempfile
import tokenize
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree as ET

from attrs import frozen
from drawn_findings import is_safe
from drawn_specs import SpecData, write_spec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import structure
from places import NAMES, Document, base, documents, nodes, places_of_language
from weather import run

from attrspec.build import build
from attrspec.build.texts import sentence
from attrspec.diagnostics import counted, printable
from attrspec.linting import lint
from attrspec.python import normalized
from attrspec.read import read
from attrspec.rendering import render
from attrspec.resolve import resolve

MANY = int(os.environ.get("ATTRSPEC_TEXTS", "200"))

DRAWN = settings(
    database=None,
    deadline=None,
    derandomize="ATTRSPEC_TEXTS" not in os.environ,
    max_examples=MANY,
    suppress_health_check=[HealthCheck.too_slow],
)

HOSTILE = [
    # what ends a literal, a docstring, a comment or a line,
    *('"', "'", '"""', "'''", '""""', "\\", "\\\\", '\\"', "*/", "//", "#", "\n", "\r"),
    *("\r\n", "\n\n", "\n    ", "\t", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85"),
    *("\u2028", "\u2029", "\0", "\x07", "\b", "\x1b[31m", "\x1b]0;x\x07", "\x7f"),
    # what nobody sees, turns the writing around or cannot be written,
    *("\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\ufeff", "\ufffe", "\uffff"),
    *("\u0301", "\u3000", "\xa0", "\ue000", "\U000e0041", "\U0001f600", "\U0010ffff"),
    # what templates, formats, shells and languages fill in,
    *("{{", "}}", "{% raw %}", "{#", "{}", "{0}", "%s", "%(a)s", "$x", "${x}", "$(x)"),
    *("`x`", "\\N{DASH}", "\\x41", "\\u0041", "\\101", "\\\n", "f'{x}'", ">>> x", "x;"),
    *(
        "__import__('os')",
        "coding: utf-7",
        "# type: ignore",
        "# noqa",
        "r'",
        "]]",
        "))",
    ),
    # what Markdown, HTML and TOML have,
    *(
        "# ",
        "## x",
        "```",
        "~~~",
        "``",
        "`",
        "[x](y)",
        "![",
        "](",
        "[x]: y",
        "<b>",
        "<",
    ),
    *("<!--", "-->", "&lt;", "&#96;", "|", "\\|", "| - |", "|---|", "===", "---", "- "),
    *("1. ", "> ", "***", "<https://x.y>", "\n[x]", "=", '"""\n[x]\n"', "'''\nx"),
    # and what puts them together.
    *(" ", "a", "x", "word", "é", "漢字", "A", "1"),
]


def repeated(text: str, count: int) -> str:
    """Return a text many times over."""
    return text * count


TEXTS = st.one_of(
    st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text(st.sampled_from("\"'\\\n\r\t \0`|<[](){}#*_~=-:&$%>"), max_size=40),
    st.builds(repeated, st.sampled_from(HOSTILE), st.integers(90, 400)),
)

KIND, PLAIN = "KIND", "PLAIN"
"""How keys begin that have no name by hand: the attribute is then always the same."""

Pick: TypeAlias = Callable[[str], str]


def hostile(texts: list[str]) -> Pick:
    """Return what takes one text after the other, and the same for the same place."""
    numbers: dict[str, int] = {}

    def text(place: str) -> str:
        kind, _, number = place.partition(" ")
        chosen = texts[numbers.setdefault(kind, len(numbers)) % len(texts)]
        if place == "object.tag.key":
            return KIND + re.sub(r"[^ -~]|\w", "", chosen)
        if number == "plain":
            return PLAIN + re.sub(r"[^ -~]|\w", "", chosen)
        if kind == "package.title":
            return re.sub(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", "", chosen)
        if kind == "mixin.fields.key":
            return f"mixed {chosen}"
        if kind in {"deprecation.since", "deprecation.use"}:  # parts of one line
            return " ".join(chosen.split()) or "x"
        is_first = number in {"", "1"} or kind.endswith(".doc")
        return chosen if is_first else f"{number} {chosen}"

    return text


def test_every_place_has_text() -> None:
    """A key of the language that takes text is tried, unless it takes a name."""
    used = set[str]()

    def text(place: str) -> str:
        used.add(base(place))
        return KIND

    documents(text)
    free = {place for place, _ in places_of_language() if place not in NAMES}

    assert free == (used | {"union.tag", "field.pattern"} | PATTERNED)


PATTERNED = {"package.distribution", "package.version", "package.license"}
"""Places whose pattern leaves nothing to fear but what is tried below."""


def rendered(pick: Pick) -> Mapping[str, str]:
    """Return the files of the spec with these texts."""
    package, types = documents(pick)
    spec, misread = read(nodes(package), [nodes(types)])
    resolved, wrong = resolve(spec)
    errors = [found for found in lint(resolved) if found.level == "error"]
    assert [] == [*misread, *wrong, *errors]
    return render(build(resolved))


@cache
def plain_files(blank: frozenset[str]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return the files with a word in each place but *blank*, and the places in order.

    The word says which place it is in.
    """
    places: dict[str, int] = {}

    def text(place: str) -> str:
        return "" if place in blank else word(place, places)

    return rendered(text), tuple(places)


def word(place: str, places: dict[str, int]) -> str:
    """Return the word that stands for the text in a place."""
    number = places.setdefault(place, len(places))
    start = {"object.tag.key": KIND, "object.fields.key plain": PLAIN}.get(place)
    return start or f"x{number:02}x"


@frozen
class Parsed:
    """A module, or a part of it."""

    shape: tuple[str, ...]
    """What it is but for texts, a text for each statement."""

    literals: tuple[str, ...]
    docs: tuple[str, ...]

    @classmethod
    def of(cls, module: str) -> "Parsed":
        """Return what Python reads in a module."""
        lines = module.split("\n")
        statements: list[Parsed] = []
        end = 0
        for node in ast.parse(module).body:
            start, end = end, node.end_lineno or 0
            source = "\n".join(lines[start:end])
            # Most statements have no text of a spec, and to look at one takes its time.
            if source not in KNOWN:
                statements.append(cls.of_statement(node))
                if len(KNOWN) < 10_000:
                    KNOWN[source] = statements[-1]
            else:
                statements.append(KNOWN[source])
        return cls(
            tuple(shape for part in statements for shape in part.shape),
            tuple(text for part in statements for text in part.literals),
            tuple(text for part in statements for text in part.docs),
        )

    @classmethod
    def of_statement(cls, node: ast.stmt) -> "Parsed":
        """Return what a statement is; its tree is changed."""
        docs: list[str] = []
        literals: list[str] = []
        for part in ast.walk(node):
            match part:
                case ast.Expr(value=ast.Constant(value=str(doc))):
                    docs.append(doc)
                    part.value = ast.Name("docstring")
                case _:
                    pass
        for part in ast.walk(node):
            match part:
                case ast.Constant(value=str(literal)):
                    literals.append(literal)
                    part.value, part.kind = "", None
                case _:
                    pass
        return cls((ast.dump(node),), tuple(literals), tuple(docs))


KNOWN: dict[str, Parsed] = {}
"""Statements that were seen already, by their source."""


@cache
def plain_modules(blank: frozenset[str]) -> Mapping[str, Parsed]:
    """Return what the modules of `plain_files` are."""
    files, _ = plain_files(blank)
    return {path: Parsed.of(text) for path, text in files.items() if is_printed(path)}


def is_printed(path: str) -> bool:
    """Return whether a file is a module that is not a copy of a support module."""
    name = path.rpartition("/")[2]
    return name.endswith(".py") and (name == "__init__.py" or not name.startswith("_"))


def blanks(pick: Pick) -> frozenset[str]:
    """Return the places with a text that is as good as none."""
    _, places = plain_files(frozenset[str]())
    ends = (".doc", ".unit", ".since", ".use")
    docs = [p for p in places if base(p).endswith(ends)]
    return frozenset(
        p for p in docs if not (pick(p) if p == "field.unit" else pick(p).strip())
    )


class Filler:
    """Puts texts where the plain files have words."""

    def __init__(self, places: tuple[str, ...], pick: Pick) -> None:
        numbers = {place: number for number, place in enumerate(places)}
        self.texts = {word(place, numbers): pick(place) for place in places}
        title = word("package.title", numbers)
        self.title = sentence(self.texts[title])
        self.pattern = re.compile(rf"{title}\.|x[0-9][0-9]x|{KIND}|{PLAIN}")

    def filled(self, plain: str) -> str:
        """Return what a literal or docstring is with texts in it.

        A title is a sentence there.
        """
        return self.pattern.sub(lambda m: self.texts.get(m[0], self.title), plain)


@DRAWN
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_text_is_never_code(texts: list[str]) -> None:
    """Modules, project file and README say the texts, and are shaped as without."""
    pick = hostile(texts)
    blank = blanks(pick)
    plain, places = plain_files(blank)
    filler = Filler(places, pick)
    files = rendered(pick)

    assert plain.keys() == files.keys()
    for path, module in plain_modules(blank).items():
        found = Parsed.of(files[path])
        assert module.shape == found.shape
        assert list(map(filler.filled, module.literals)) == list(found.literals)
        docs = [normalized(filler.filled(doc)).split() for doc in module.docs]
        assert docs == list(map(str.split, found.docs))
        lines = BytesIO(files[path].encode()).readline
        assert "utf-8" == tokenize.detect_encoding(lines)[0]
    project = tomllib.loads(plain["pyproject.toml"])
    project["project"]["description"] = pick("package.title")
    assert project == tomllib.loads(files["pyproject.toml"])
    assert structure(plain["README.md"]) == structure(files["README.md"])
    for text in files.values():
        assert all(printable(line) == line for line in text.split("\n"))


@settings(DRAWN, max_examples=max(50, MANY // 20))
@given(data=st.data())
def test_what_has_a_pattern_is_text_in_the_project_file(data: st.DataObject) -> None:
    """`pyproject.toml` gives back whatever may stand where not every text may."""
    patterns = {place: p for place, p in places_of_language() if place in PATTERNED}
    texts = {
        place.removeprefix("package."): data.draw(st.from_regex(p, fullmatch=True))
        for place, p in patterns.items()
    }
    package, types = documents(hostile(["x"]))
    spec, misread = read(nodes({**package, **texts}), [nodes(types)])
    files = render(build(resolve(spec)[0]))
    project = tomllib.loads(files["pyproject.toml"])["project"]

    assert [] == misread
    assert texts["distribution"] == project["name"]
    assert texts["version"] == project["version"]
    assert texts["license"] == project["license"]
    assert all(printable(line) == line for line in files["README.md"].split("\n"))


def patterned(pattern: str, sample: str) -> Mapping[str, Parsed]:
    """Return the modules of a spec with a pattern that its readers ask for."""
    package, _ = documents(hostile(["x"]))
    package = {**package, "waivers": [], "check_constraints": True}
    field: Document = {"type": "string", "optional": True, "pattern": pattern}
    item: Document = {"fields": {"a": field}, "example": {"a": sample}}
    spec, misread = read(nodes(package), [nodes({"objects": {"A": item}})])
    resolved, wrong = resolve(spec)
    assert [] == [*misread, *wrong]
    files = render(build(resolved))
    names = ("models.py", "converters.py", "strategies.py")
    return {name: Parsed.of(files[f"weather_models/{name}"]) for name in names}


@settings(DRAWN, max_examples=max(50, MANY // 20))
@given(text=TEXTS.filter(bool))
def test_pattern_is_text(text: str) -> None:
    """A regular expression is a literal that gives it back, and no other code."""
    pattern = re.escape(text)
    plain, found = patterned("x", "x"), patterned(pattern, text)

    for name, module in plain.items():
        assert module.shape == found[name].shape
    assert pattern in found["converters.py"].literals
    assert pattern in found["strategies.py"].literals


# What is said of a spec


def mistaken(text: str) -> Iterator[SpecData]:
    """Yield specs that are wrong wherever a finding quotes, and have a text there."""
    package, _ = documents(hostile(["x"]))
    field = {"type": "string"}
    name = re.sub(r"[/\0]", "", text).encode()[:200].decode(errors="ignore")
    yield {
        "package.yaml": {"attrspec": text, "title": f"{text}\n", text: text},
        f"types {name}.yaml": {text: text},
    }
    yield {
        "package.yaml": package,
        "types.yaml": {
            "mixins": {text: text, "M": {"fields": {text: field}}},
            "objects": {
                f"A{text}": {},
                "B": {"mixins": [text, "M", "M"], "fields": {f"B{text}": {}}},
                "C": {"tag": {text: "x"}, "fields": {text: {"type": text}}},
                "D": {"fields": {"d": {"type": f"list[{text}]", "accept": [text]}}},
                "F": {"fields": {"f": {"type": "Closed", text: 1}}, "example": text},
                "G": {"fields": {"g": {"type": "date", "name": text}}},
                text: {text: [text]},
            },
            "unions": {
                "U": {"tag": text, "members": [text, "C", "C"]},
                "V": {"members": [text, "string", "date"]},
            },
            "enums": {"Closed": {"values": [text, text]}, "Open": {"open": text}},
        },
    }
    key, tag = f"1 {text}", {"kind": text}
    fields = {key: {"type": "Known", "name": "k"}, "u": {"type": "U"}, "n": field}
    example = {"kind": f"2 {text}", key: f"3 {text}", "u": {"kind": key}, text: text}
    yield {
        "package.yaml": package,
        "types.yaml": {
            "objects": {"H": {"tag": tag, "fields": fields, "example": example}},
            "unions": {"U": {"tag": "kind", "members": ["H"], "open": False}},
            "enums": {"Known": {"values": [text]}},
        },
    }


COUNTS: dict[str, Callable[[str], int]] = {
    "json": lambda text: len(json.loads(text)),
    "github": lambda text: sum(map(bool, text.split("\n"))),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "junit": lambda text: len(list(ET.fromstring(text).iter("failure"))),
}
"""How many findings an output has, by its format."""


@settings(DRAWN, max_examples=max(50, MANY // 20))
@given(text=TEXTS, format_=st.sampled_from(sorted(COUNTS)))
def test_findings_are_lines_without_control_characters(text: str, format_: str) -> None:
    """Each finding is one line of text, and each format has all of them and no more."""
    for spec in mistaken(text):
        with tempfile.TemporaryDirectory() as folder:
            write_spec(spec, Path(folder))
            shown = run("lint", "--spec", folder)
            found = run("lint", "--spec", folder, "--format", format_)
        *lines, total = shown.stderr.removesuffix("\n").split("\n")
        errors, warnings = map(sum, zip(*map(levels, lines), strict=True))
        counts = f"{counted(errors, 'error')} and {counted(warnings, 'warning')}"

        assert (2, "") == (shown.exit_code, shown.stdout)
        assert is_safe(shown.stderr)
        assert total in {counts, counted(errors, "error")}
        assert (2, "") == (found.exit_code, found.stderr)
        assert len(lines) == COUNTS[format_](found.stdout)
        assert is_safe(re.sub("(?m)^::(?=error |warning )", "", found.stdout))


def levels(line: str) -> tuple[bool, bool]:
    """Return whether a line is an error, and whether it is a warning."""
    level = re.match(
        r".*?\.yaml:[0-9]+:[0-9]+: (error|warning): .* \[[a-z0-9-]+\]$", line
    )
    assert level, line
    return level[1] == "error", level[1] == "warning"

"""The same spec gives the same bytes, whoever generates, where and with what."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from attrs import field, frozen
from sections import said

import attrspec
from attrspec.language import FILE, PACKAGE, SECTIONS
from attrspec.source import load, plain
from attrspec.spec import Basic

SHIPPED = Path(__file__).parents[1] / "spec"

EVERYTHING = """\
# All of the language, in texts that have led programs astray.
mixins:
  Named:
    doc: Who it is.
    fields:
      name: {type: string?, optional: true, when: {I: "\u0131"}, doc: "İstanbul"}
      Id: {type: uuid, name: identity}

enums:
  Sky:
    open: true
    values: [clear, cloudy, "", \u0131I, "\\u2028", 𞓐, ⿼, "a\\
      b"]
    doc: What is above.
  Side: {values: [left, right], deprecated: true, was: [Edge]}
  Level: {open: true, values: [1, 2, -3]}

aliases:
  Skies: {type: "list[Sky?]", doc: What is above., deprecated: true, was: [Above]}
  Rains: {type: "map[Rain]"}

unions:
  Report:
    {tag: kind, members: [Rain, Wind], doc: Weather., deprecated: true, was: [Line]}
  Shape: {tag: kind, open: false, members: [Rain, Wind, Tree]}
  Words: {members: [string, "list[string]", integer, Tree, Loose]}

objects:
  Basics:
    doc: |
      A list:

      * the first item, whose text is a little longer than what fits into one line of it
      * the second "item"

      A paragraph that is filled: 'quotes', \\ backslashes, {{ braces }}, “more”,
      and é, 漢字, 𝄞, 𞓐, ⿼ and \u1c89, which not every version of Unicode knows.
    mixins: [Named]
    fields:
      text: {type: string, pattern: "é|[^\\n\\u2028]"}\t# a tab is a blank
      Words: {type: "list[string]", min_length: 1, max_length: 3, optional: true}
      count: {type: integer, accept: [string], unit: seconds}
      ratio:
        type: number?
        accept: [string]
        optional: true
        min: -1.5e3
        max: 9007199254740992
        multiple_of: 0.01
      flag: {type: boolean, deprecated: true, was: [property, list]}
      anything: {type: json}
      price: {type: decimal, accept: [number]}
      day: {type: date}
      moment: {type: datetime}
      second: {type: unixtime}
      span: {type: duration}
      data: {type: bytes}
      Größe: {type: "map[list[Sky?]]", name: size, optional: true}
      skies: {type: Skies, optional: true}
      INPUT_ID:
        type: list[number]
        doc: >-
          Folded
          text
            as it is

          and more.
      class: {type: Side}
      level: {type: Level, optional: true}
      mode: {type: "list[\\"auto, İ\\"?]", optional: true}
      truth: {type: "true", optional: true}
      limit: {type: integer?, optional: true, default: -20}
      motto: {type: string, optional: true, default: "é \\u2028 'quoted'"}
      from: {type: Words, optional: true}
    example:
      text: "\\t\\x07 é 𞓐 ⿼ 𝄞 \\u202E"
      Id: 6F3A1F0E-52C0-4D6B-9D8E-0F6F0C7A1B2C
      count: {count}
      flag: true
      anything: {z: 1.0e300, a: [0.1, -0.0, 1e-7, null], "no": no}
      price: "12.50"
      day: 2024-11-01
      moment: 2024-11-01T23:59:59.5+05:45
      second: 1730419200
      span: P1DT2H
      data: AAE=
      INPUT_ID: [1, 2.5]
      class: left

  Rain: {tag: {kind: rain, I: İ\u0131}, fields: {millimetres: {type: number}}}
  Wind:
    tag: {kind: WIND}
    fields: {knots: {type: integer}, next: {type: Report?}}
    allow_extra: "list[decimal?]"
  Loose:
    doc: ""
    fields: {loose: {type: Shape}}
    was: [Lax, Slack]
    deprecated: {since: "\\u0131", use: "`Tree`\\\\", doc: 'Why: it''s "loose".'}
  Tree:
    tag:
      kind: 'it''s a
        tree'
    fields:
      parent: {type: Tree, optional: true}
      children: {type: "list[Tree]"}
      by_name: {type: "map[Tree]"}
""".replace("{count}", "9" * 640)

SPEC = {
    **{path.name: path.read_text("utf-8") for path in sorted(SHIPPED.glob("*.yaml"))},
    "everything.yml": EVERYTHING,
}
SPEC["package.yaml"] += """
frozen: true
lints: {missing-example: off, awkward-name: warning}
waivers: [{rule: undocumented-type, at: Loose, reason: "Kein \u0131dea."}]
"""
SPEC["package.yaml"] += "\ncheck_constraints: true\n"
"""The shipped spec, and beside it all that the language has."""

Encoding: TypeAlias = Callable[[str], bytes]
Tree: TypeAlias = dict[str, tuple[str, bytes]]


@frozen
class Case:
    """A way to generate from the spec, in a folder that holds nothing else."""

    environment: Mapping[str, str] = field(factory=dict[str, str])
    flags: tuple[str, ...] = ()
    before: str = ""
    """A program that runs in the process before it generates."""

    umask: int = -1
    version: str = ""
    """A version of Python other than this one."""

    encode: Encoding = str.encode
    is_bare: bool = False
    """Whether no variable of the environment is passed on."""


TURKISH = "tr_TR.UTF-8"

BLOCKED = "import sys; sys.modules |= dict.fromkeys({names})"
NO_EXTENSIONS = BLOCKED.format(names=["_yaml", "yaml._yaml", "markupsafe._speedups"])

LISTED = """\
import os
listdir, scandir = os.listdir, os.scandir
class Entries(list):
    def __enter__(self): return iter(self)
    def __exit__(self, *error): pass
os.listdir = lambda *f: sorted(listdir(*f), reverse={reverse})
os.scandir = lambda *f: Entries(
    sorted(scandir(*f), key=lambda entry: entry.name, reverse={reverse})
)
"""

OTHER_LOCALE = """\
import contextlib, locale
with contextlib.suppress(locale.Error):
    locale.setlocale(locale.LC_ALL, "")
"""

OTHER_DAY = """\
import datetime, time
class Day(datetime.date):
    today = classmethod(lambda cls: cls(2033, 5, 18))
class Moment(datetime.datetime):
    now = classmethod(lambda cls, zone=None: cls(2033, 5, 18, tzinfo=zone))
    today = utcnow = now
datetime.date, datetime.datetime = Day, Moment
time.time = lambda: 2_000_000_000.0
"""


def crlf(text: str) -> bytes:
    """Return a text as Windows would have it."""
    return text.replace("\n", "\r\n").encode()


def with_mark(text: str) -> bytes:
    """Return a text behind a byte order mark."""
    return text.encode("utf-8-sig")


def variables(**environment: str) -> Case:
    """Return the case of an environment."""
    return Case(environment)


CASES = {
    **{f"seed {n}": variables(PYTHONHASHSEED=n) for n in ("0", "1", "12345", "random")},
    **{
        f"{variable} {name}": variables(**{variable: name})
        for variable, name in (
            *(("LC_ALL", "C"), ("LC_ALL", "POSIX"), ("LC_ALL", "C.UTF-8")),
            *(("LC_ALL", TURKISH), ("LANG", "C"), ("LANG", TURKISH)),
        )
    },
    "ASCII": variables(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
    "ASCII, in UTF-8": variables(LC_ALL="C", PYTHONUTF8="1"),
    "Turkish": Case({"LC_ALL": TURKISH, "PYTHONUTF8": "0"}, before=OTHER_LOCALE),
    **{
        f"in {zone}": variables(TZ=zone)
        for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns", "XYZ-14")
    },
    "another day": Case(before=OTHER_DAY),
    **{f"umask {umask:03o}": Case(umask=umask) for umask in (0o000, 0o027, 0o077)},
    "optimized": variables(PYTHONOPTIMIZE="2"),
    "isolated": Case(flags=("-I",)),
    "without site": Case(flags=("-S",)),
    "with all warnings": Case(flags=("-X", "dev", "-W", "error", "-bb")),
    "no environment": Case(is_bare=True),
    "few digits": variables(PYTHONINTMAXSTRDIGITS="640"),
    "CRLF": Case(encode=crlf),
    "byte order mark": Case(encode=with_mark),
    "listed forwards": Case(before=LISTED.format(reverse=False)),
    "listed backwards": Case(before=LISTED.format(reverse=True)),
    "no extension modules": Case(before=NO_EXTENSIONS),
    **{f"Python {v}": Case(version=v) for v in ("3.11", "3.12", "3.13", "3.14")},
}


def write_spec(folder: Path, encode: Encoding = str.encode) -> None:
    """Write the files of the spec."""
    folder.mkdir(parents=True)
    for name, text in SPEC.items():
        (folder / name).write_bytes(encode(text))


def environment(case: Case) -> dict[str, str]:
    """Return the variables of a case, beside those that no case is about."""
    about = re.compile(r"PYTHON|LC_|LANG|TZ$")
    others = {k: v for k, v in os.environ.items() if not about.match(k)}
    modules = [str(Path(attrspec.__file__).parents[1]), sysconfig.get_path("purelib")]
    path = {"PYTHONPATH": os.pathsep.join(modules)}
    always = path if case.version or "-S" in case.flags else {}
    return {**({} if case.is_bare else others), **always, **case.environment}


@pytest.fixture(scope="module", autouse=True)
def turkish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Turkish locale, also where none is installed but the C library can make one."""
    folder = tmp_path_factory.mktemp("locales")
    with pytest.MonkeyPatch.context() as patch:
        if maker := shutil.which("localedef"):
            command = [maker, "-i", "tr_TR", "-f", "UTF-8", str(folder / TURKISH)]
            if not subprocess.run(command, capture_output=True, check=False).returncode:
                patch.setenv("LOCPATH", str(folder))
        yield


def generate(folder: Path, case: Case, *options: str, python: str = "") -> None:
    """Generate in a process of its own."""
    start = ["-m", "attrspec"]
    if case.before:
        start = ["-c", f"{case.before}\nfrom attrspec.cli import main\nmain()"]
    done = subprocess.run(
        [python or sys.executable, "-B", *case.flags, *start, "generate", *options],
        cwd=folder,
        env=environment(case),
        umask=case.umask,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "" == done.stderr
    assert 0 == done.returncode


def tree(folder: Path) -> Tree:
    """Return the mode and the bytes of each file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (
            oct(path.stat().st_mode),
            path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def pythons(version: str) -> Iterator[str]:
    """Yield a program for each Python of a version that can be found, but this one."""
    root = os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv"
    folders = [Path(part) for part in os.get_exec_path()]
    folders += sorted(Path(root).glob("versions/*/bin"))
    seen = {sys.version}
    for folder in folders:
        if program := shutil.which(f"python{version}", path=folder):
            asked = subprocess.run(
                [program, "-c", "import sys; print(sys.version, end='')"],
                capture_output=True,
                text=True,
                check=False,
            )
            if not asked.returncode and asked.stdout not in seen:
                seen.add(asked.stdout)
                yield program


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """What a plain run writes."""
    folder = tmp_path_factory.mktemp("plain")
    write_spec(folder / "spec")
    generate(folder, Case())
    return tree(folder / "generated")


@pytest.mark.parametrize("name", CASES)
def test_output_is_a_function_of_the_spec(
    name: str, expected: Tree, tmp_path: Path
) -> None:
    """Paths, modes and bytes are those of a plain run, whatever is different."""
    case = CASES[name]
    programs = list(pythons(case.version)) if case.version else [sys.executable]
    if not programs:
        pytest.skip(f"there is no other Python {case.version}")
    for number, python in enumerate(programs):
        folder = tmp_path / str(number)
        write_spec(folder / "spec", case.encode)
        generate(folder, case, python=python)

        assert expected == tree(folder / "generated")


PLACES = {
    "absolute": ("", "{folder}/spec", "{folder}/generated"),
    "relative": ("elsewhere/deep", "../../spec/", "../../generated"),
    "in the spec": ("spec", ".", "../generated"),
    "roundabout": ("spec", "../elsewhere/../spec", "./..//generated"),
    "through a link": ("elsewhere", "link", "../generated"),
}


@pytest.mark.parametrize("place", PLACES)
def test_output_is_the_same_from_any_folder(
    place: str, expected: Tree, tmp_path: Path
) -> None:
    """Where a process works and how it is told the folders is in no file."""
    folder = tmp_path / "with a blank, ñ and 漢字"
    write_spec(folder / "spec")
    (folder / "elsewhere/deep").mkdir(parents=True)
    (folder / "elsewhere/link").symlink_to(folder / "spec")
    start, spec, out = (part.format(folder=folder) for part in PLACES[place])
    generate(folder / start, Case(), "--spec", spec, "--out", out)

    assert expected == tree(folder / "generated")


def test_output_does_not_remember(expected: Tree, tmp_path: Path) -> None:
    """What was generated before, from another spec, leaves no trace."""
    write_spec(tmp_path / "spec")
    everything = tmp_path / "spec/everything.yml"
    (tmp_path / "spec/a.yaml").write_text("objects: {Sky: {}, Other: {}}")
    everything.unlink()
    generate(tmp_path, Case())
    (tmp_path / "spec/a.yaml").unlink()
    everything.write_text(EVERYTHING, encoding="utf-8")
    generate(tmp_path, Case())

    assert expected == tree(tmp_path / "generated")


def test_spec_has_all_of_the_language(tmp_path: Path) -> None:
    """What the language learns, the spec of these tests learns too."""
    write_spec(tmp_path / "spec")
    files = {
        path.name: plain(load(path.read_bytes(), ""))
        for path in tmp_path.glob("spec/*")
    }
    package = files.pop("package.yaml")
    used = {*said(PACKAGE, package), *said(FILE, files["everything.yml"])}

    assert {(s.name, key.name) for s in SECTIONS for key in s.keys} == used
    for basic in Basic:
        assert re.search(rf"\b{basic.value}\b", EVERYTHING)

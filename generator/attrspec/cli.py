"""The command line: a command is parse → one call → report → exit code.

Exit codes are the same for all commands: 0 is fine, 1 says that something was found, 2
that the command cannot run.
"""

import shlex
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec

import click

from . import api
from .diagnostics import (
    Diagnostic,
    Level,
    SpecError,
    console,
    counted,
    did_you_mean,
    quoted,
)
from .formats import FORMATS, json_text
from .report import Style, report
from .terminal import (
    say,
    show_all,
    step,
    styled_diff,
    styled_error,
    styled_finding,
    styled_title,
)

__all__ = ["main"]

P = ParamSpec("P")

SPEC = click.option(
    "--spec",
    "spec_folder",
    type=click.Path(path_type=Path),
    default="spec",
    show_default=True,
    metavar="FOLDER",
    help="The spec: package.yaml and the YAML files beside it.",
)
OUT = click.option(
    "--out",
    "out_folder",
    type=click.Path(path_type=Path),
    default="generated",
    show_default=True,
    metavar="FOLDER",
    help="The generated distribution.",
)
FORMAT = click.option(
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    metavar="NAME",
    help=f"How findings are printed: {', '.join(FORMATS)}.",
)


MOST_LINES = 1_000
"""How many findings people are shown; programs get all of them."""

STYLES = {Style.TITLE: styled_title, Style.DIFF: styled_diff}


def _reporting(command: Callable[P, int]) -> Callable[P, NoReturn]:
    """Return *command* so that it exits, with what it cannot do said in one place."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> NoReturn:
        format_ = str(kwargs.get("format_", "text"))
        sys.exit(_code(lambda: command(*args, **kwargs), format_))

    return run


def _code(command: Callable[[], int], format_: str) -> int:
    """Return the exit code of a command that may have to say what it cannot do."""
    try:
        return command()
    except SpecError as error:
        _print_findings(error.diagnostics, format_)
    except _failures() as error:  # which are looked up if there is one
        from .output import ConflictError

        say(f"error: {error}", err=True, style=styled_error)
        return 1 if isinstance(error, ConflictError) else 2
    return 2


def _failures() -> tuple[type[Exception], ...]:
    from .output import OutputError
    from .watch import WatchError

    return OutputError, WatchError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="attrspec")
def main() -> None:
    """Generate Python models from a declarative spec, and keep them true.

    A spec is a folder: package.yaml says which distribution to generate, every other
    YAML file beside it which objects an API returns. The output is a distribution of
    attrs classes, cattrs converters, Hypothesis strategies and tests.

    Begin a project with `attrspec init`. After a change of its spec run
    `attrspec lint`, then `attrspec generate`, and let `attrspec check` say
    in CI whether what is committed still is what the spec says. What a finding is
    about, `attrspec explain` tells.

    Exit codes: 0 fine, 1 something was found, 2 cannot run.
    """
    show_all(sys.stdout)


@main.command()
@SPEC
@OUT
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@click.option("--watch", is_flag=True, help="Generate again when the spec is saved.")
@FORMAT
@_reporting
def generate(
    spec_folder: Path, out_folder: Path, *, force: bool, watch: bool, format_: str
) -> int:
    """Write the distribution.

    Files that did not change are left alone, files that an earlier run wrote and the
    spec has no more are removed, and nothing is written if the spec has a mistake.
    """

    def once() -> int:
        return _generate(spec_folder, out_folder, format_, force=force)

    return _watch(spec_folder, once, format_) if watch else once()


def _generate(spec_folder: Path, out_folder: Path, format_: str, *, force: bool) -> int:
    with step(f"reading {spec_folder}"):
        spec = api.load(spec_folder)
    with step("making the files"):
        files = api.render(spec)
    with step(f"writing {counted(len(files), 'file')}"):
        done = api.write(files, out_folder, force=force)
    _print_findings([], format_)
    beside = format_ != "text"
    for path in done.written:
        say(f"wrote {out_folder / path}", err=beside)
    for path in done.removed:
        say(f"removed {out_folder / path}", err=beside)
    count = counted(len(done.written) + len(done.removed), "file")
    say(f"{count} changed, {done.unchanged} as they were", err=beside)
    return 0


def _watch(folder: Path, command: Callable[[], int], format_: str) -> int:
    from .watch import changes, until_interrupted

    beside = format_ != "text"

    with until_interrupted() as stop:
        for number, names in enumerate(changes(folder, stop)):
            if number:
                say(f"{', '.join(sorted(names))} changed", err=beside)
            _code(command, format_)
            if not number:
                say(f"watching {folder}: Ctrl-C ends it", err=beside)
    say("no longer watching", err=beside)
    return 0


@main.command()
@SPEC
@OUT
@click.option("--full", is_flag=True, help="Show all of every difference.")
@click.option(
    "--thorough",
    is_flag=True,
    help="Compare every byte, also where hashes say that nothing changed.",
)
@click.option(
    "--installed",
    is_flag=True,
    help="Compare the package that is installed, not the folder.",
)
@click.option(
    "--selftest",
    is_flag=True,
    help="Change copies, and say whether this check sees it.",
)
@FORMAT
@_reporting
def check(
    spec_folder: Path,
    out_folder: Path,
    *,
    full: bool,
    thorough: bool,
    installed: bool,
    selftest: bool,
    format_: str,
) -> int:
    """Compare the distribution with the spec.

    Exit with 1 if they differ: then it is said what changed, which file differs for
    which reason, how, and which command mends it. Nothing is written.

    Where the spec, attrspec and the files are those that the manifest has the hashes
    of, nothing is rendered.
    """
    if selftest:
        return _selftest(spec_folder, out_folder, is_thorough=thorough)
    with step(f"comparing {spec_folder} with {out_folder}"):
        if installed:
            drift = api.check_installed(spec_folder, out_folder)
        else:
            drift = api.check(spec_folder, out_folder, is_thorough=thorough)
    if format_ == "text":
        for line in report(drift, is_full=full):
            say(line.text, style=STYLES.get(line.style))
    else:
        _print_findings(drift.findings, format_)
    return 0 if drift.is_current else 1


def _selftest(spec: Path, out: Path, *, is_thorough: bool) -> int:
    probes = api.selftest(spec, out, is_thorough=is_thorough)
    for probe in probes:
        seen = ", ".join(probe.findings[:3]) or "not seen"
        say(f"{probe.change}: {seen}")
    missed = [probe for probe in probes if not probe.is_seen]
    say(
        f"check does not see {counted(len(missed), 'change')}"
        if missed
        else "check sees every change"
    )
    return 1 if missed else 0


@main.command()
@SPEC
@FORMAT
@_reporting
def lint(spec_folder: Path, format_: str) -> int:
    """Say what could be better in the spec.

    Exit with 1 if anything could. A spec that cannot be read or contradicts itself
    exits with 2.
    """
    findings = api.lint(api.load(spec_folder))
    _print_findings(findings, format_)
    if any(finding.level is Level.ERROR for finding in findings):
        return 2
    if not findings and format_ == "text":
        say("nothing to say")
    return 1 if findings else 0


@main.group()
def export() -> None:
    """Print the spec in another language."""


@export.command("jsonschema")
@SPEC
@FORMAT
@_reporting
def export_jsonschema(spec_folder: Path, format_: str) -> int:
    """Print the types as JSON Schema 2020-12.

    Each type is a definition under `$defs`. The schema says what the spec says; what
    generated readers tolerate beyond that is not in it.
    """
    del format_
    schema = api.export_jsonschema(api.load(spec_folder))
    click.echo(json_text(schema))
    return 0


def _package(_context: object, _parameter: object, name: str) -> str:
    from .start import is_package_name

    if name and not is_package_name(name):
        shown = console(quoted(name))
        raise click.BadParameter(f"{shown} is no import name such as weather_models")
    return name


@main.group("import")
def import_() -> None:
    """Begin a spec from a document of others."""


@import_.command("openapi")
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "--into",
    "into",
    type=click.Path(path_type=Path),
    default="spec",
    show_default=True,
    metavar="FOLDER",
    help="Where the spec is written.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="NAME",
    help="A schema, or a pattern such as `Usage*`, to import with all that it refers "
    "to; may be given several times.  [default: all schemas]",
)
@click.option(
    "--package",
    default="",
    metavar="NAME",
    callback=_package,
    help="Import name of the package.  [default: as the title, with _models]",
)
@click.option("--force", is_flag=True, help="Overwrite files of a spec that is there.")
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 if anything of payloads cannot be said exactly.",
)
@FORMAT
@_reporting
def import_openapi(
    document: Path,
    into: Path,
    *,
    select: tuple[str, ...],
    package: str,
    force: bool,
    strict: bool,
    format_: str,
) -> int:
    """Write a spec of the schemas in an OpenAPI document.

    DOCUMENT is an OpenAPI document of version 3.0 or 3.1, or a JSON Schema, in YAML or
    JSON. What becomes a spec is yours to read and to change; nothing is kept of the
    document. What the document says and the spec does not, or not exactly, is reported
    with its place.
    """
    with step(f"importing {document}"):
        found = api.import_openapi(
            document, into, select=select, package=package, force=force
        )
    _print_findings(found.notes, format_)
    beside = format_ != "text"
    for name in sorted(found.files):
        say(f"wrote {into / name}", err=beside)
    types = ", ".join(
        (
            counted(found.objects, "object"),
            counted(found.unions, "union"),
            counted(found.enums, "enum"),
            counted(found.aliases, "alias"),
        )
    )
    say(f"{counted(found.schemas, 'schema')}: {types}", err=beside)
    if not found.objects:
        say(
            "no schema is an object: nothing is generated before there is one", err=True
        )
    return 1 if strict and found.inexact else 0


@main.command()
@click.argument("file", type=click.Choice(["package", "types"]))
def schema(file: str) -> None:
    """Print the JSON Schema of a kind of spec file.

    FILE is `package` for package.yaml, or `types` for the files beside it. Editors
    check and complete a spec by it if its first line says where it is:
    `# yaml-language-server: $schema=PATH-OR-URL`.
    """
    from .reference import json_schema

    click.echo(json_schema(file), nl=False)


@main.command()
def keys() -> None:
    """Print the key reference of the language."""
    from .reference import key_reference

    click.echo(key_reference(), nl=False)


@main.command()
@click.argument("rule", default="")
def explain(rule: str) -> None:
    """Say what a rule is for, with a wrong and a right example.

    RULE is what stands in brackets at the end of a finding. Without one, all rules are
    listed.
    """
    from .explain import explanations

    rules = explanations()
    if rule in rules:
        click.echo(str(rules[rule]))
    elif not rule:
        width = max(map(len, rules))
        for name, item in rules.items():
            click.echo(f"{name:<{width}}  {item.why.partition('. ')[0].rstrip('.')}")
    else:
        hint = did_you_mean(rule, rules)
        said = f"there is no rule {quoted(rule)}{f' ({hint})' if hint else ''}"
        say(f"error: {said}", err=True, style=styled_error)
        sys.exit(2)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option(
    "--package",
    default="",
    metavar="NAME",
    callback=_package,
    help="Import name of the package.  [default: as the folder, with _models]",
)
@_reporting
def init(folder: Path, package: str) -> int:
    """Begin a project: a first spec, what it gives, and CI for both.

    FOLDER is the current one unless another is named, and is made if there is none.
    Files that are there already are not touched: if one is in the way, none is written.
    """
    paths = api.init(folder, package)
    generated = [path for path in paths if path.startswith("generated/")]
    for path in sorted({*paths} - {*generated}):
        say(f"wrote {folder / path}")
    say(f"wrote {folder / 'generated'} ({counted(len(generated), 'file')})")
    say("")
    say("Next:", style=styled_title)
    if folder != Path():
        # `cd` takes a name that begins with a dash for an option.
        name = f"./{folder}" if str(folder).startswith("-") else str(folder)
        say(f"  cd {shlex.quote(name)}")
    say("  attrspec check")
    say("  python -m pip install ./generated")
    say("")
    say("Then edit spec/types.yaml and run `attrspec generate`.")
    return 0


def _print_findings(findings: Sequence[Diagnostic], format_: str) -> None:
    # What machines read goes to standard output, what people read beside it.
    if format_ != "text":
        text = FORMATS[format_](findings)
        click.echo(text, nl=bool(text))
        return
    say(*map(str, findings[:MOST_LINES]), err=True, style=styled_finding)
    if len(findings) > MOST_LINES:
        say(f"... and {len(findings) - MOST_LINES:,} more", err=True)
    if findings:
        errors = sum(finding.level is Level.ERROR for finding in findings)
        warnings = len(findings) - errors
        counts = [counted(errors, "error")] if errors else []
        counts += [counted(warnings, "warning")] if warnings else []
        say(" and ".join(counts), err=True)

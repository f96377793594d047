"""The command line: a command is parse → one call → report → exit code.

Exit codes are the same for all commands: 0 is fine, 1 says that something was found, 2
that the command cannot run.
"""

import json
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec

import click

from . import api
from .diagnostics import FORMATS, Diagnostic, Level, SpecError, printable
from .output import Difference, OutputError
from .reference import json_schema, key_reference

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
    help="How findings are printed.",
)


def _reporting(command: Callable[P, int]) -> Callable[P, NoReturn]:
    """Return *command* so that it exits, with what it cannot do said in one place."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> NoReturn:
        try:
            code = command(*args, **kwargs)
        except SpecError as error:
            _print_findings(error.diagnostics, str(kwargs.get("format_", "text")))
            code = 2
        except OutputError as error:
            click.echo(f"error: {printable(str(error))}", err=True)
            code = 2
        sys.exit(code)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="attrspec")
def main() -> None:
    """Generate Python models from a declarative spec, and keep them true.

    A spec is a folder: package.yaml says which distribution to generate, every other
    YAML file beside it which objects an API returns. The output is a distribution of
    attrs classes, cattrs converters, Hypothesis strategies and tests.

    Begin with `attrspec lint`, then `attrspec generate`, and let `attrspec check` say
    in CI whether what is committed still is what the spec says.

    Exit codes: 0 fine, 1 something was found, 2 cannot run.
    """


@main.command()
@SPEC
@OUT
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand.")
@FORMAT
@_reporting
def generate(spec_folder: Path, out_folder: Path, *, force: bool, format_: str) -> int:
    """Write the distribution.

    Files that did not change are left alone, files that an earlier run wrote and the
    spec has no more are removed, and nothing is written if the spec has a mistake.
    """
    del format_  # the wrapper prints findings
    files = api.render(api.load(spec_folder))
    done = api.write(files, out_folder, force=force)
    for path in done.written:
        click.echo(f"wrote {out_folder / path}")
    for path in done.removed:
        click.echo(f"removed {out_folder / path}")
    count = len(done.written) + len(done.removed)
    click.echo(f"{_count(count, 'file')} changed, {done.unchanged} as they were")
    return 0


@main.command()
@SPEC
@OUT
@FORMAT
@_reporting
def check(spec_folder: Path, out_folder: Path, format_: str) -> int:
    """Compare the distribution with the spec.

    Exit with 1 if they differ: then the differences are printed, as a unified diff, and
    the command that mends them. Nothing is written.
    """
    del format_
    differences = api.check(api.render(api.load(spec_folder)), out_folder)
    if not differences:
        click.echo(f"{out_folder} is what {spec_folder} says")
        return 0
    _print_differences(differences)
    count = _count(len(differences), "file")
    click.echo(f"{count} not as {spec_folder} says. To mend this, run:", err=True)
    options = ["--spec", str(spec_folder), "--out", str(out_folder)]
    if any(difference.is_edited for difference in differences):
        options.append("--force")
    click.echo(f"  {shlex.join(['attrspec', 'generate', *options])}", err=True)
    return 1


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
        click.echo("nothing to say")
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
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0


@main.command()
@click.argument("file", type=click.Choice(["package", "types"]))
def schema(file: str) -> None:
    """Print the JSON Schema of a kind of spec file.

    FILE is `package` for package.yaml, or `types` for the files beside it. Editors
    check and complete a spec by it if its first line says where it is:
    `# yaml-language-server: $schema=PATH-OR-URL`.
    """
    click.echo(json_schema(file), nl=False)


@main.command()
def keys() -> None:
    """Print the key reference of the language."""
    click.echo(key_reference(), nl=False)


def _print_findings(findings: Sequence[Diagnostic], format_: str) -> None:
    text = FORMATS[format_](findings)
    if text:
        # What machines read goes to standard output, what people read beside it.
        click.echo(text, err=format_ == "text")
    if format_ == "text" and findings:
        errors = sum(finding.level is Level.ERROR for finding in findings)
        warnings = len(findings) - errors
        counts = [_count(errors, "error")] if errors else []
        counts += [_count(warnings, "warning")] if warnings else []
        click.echo(" and ".join(counts), err=True)


def _print_differences(differences: Iterable[Difference]) -> None:
    for difference in differences:
        click.echo(f"{difference.kind}: {difference.path}")
        for line in difference.diff.splitlines():
            click.echo(printable(line))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

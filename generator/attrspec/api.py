"""The stages put together: what the command line and other programs call."""

from collections.abc import Mapping
from pathlib import Path

from . import output
from .build import build
from .diagnostics import Diagnostic, Level, Span, SpecError
from .jsonschema import json_schema
from .lint import lint as lint_rules
from .output import Difference, Written
from .read import read
from .render import render as render_plan
from .resolve import resolve
from .source import JsonValue, Node
from .source import load as load_file
from .spec import Spec

__all__ = ["check", "export_jsonschema", "lint", "load", "render", "write"]

PACKAGE_FILE = "package.yaml"


def load(folder: Path | str) -> Spec:
    """Return the spec in *folder*: `package.yaml` and all other YAML files beside it.

    Raises:
        SpecError: The spec has mistakes; the error has all of them.
    """
    folder = Path(folder)
    unreadable: list[Diagnostic] = []
    documents: dict[str, Node] = {}
    for path in _files(folder):
        try:
            documents[path.name] = load_file(path, path.as_posix())
        except SpecError as error:
            unreadable += error.diagnostics
    package = documents.pop(PACKAGE_FILE, None)
    if package is None:
        raise SpecError(unreadable)
    spec, misread = read(package, documents.values())
    if unreadable:
        # A name may be defined in the file that cannot be read, so none is looked up.
        raise SpecError([*unreadable, *misread])
    resolved, wrong = resolve(spec)
    if misread or wrong:
        raise SpecError([*misread, *wrong])
    return resolved


def _files(folder: Path) -> list[Path]:
    package = folder / PACKAGE_FILE
    place = Span(package.as_posix(), 1, 1)
    try:
        return _found_files(folder, package, place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SpecError([Diagnostic(place, "unreadable-file", reason)]) from None


def _found_files(folder: Path, package: Path, place: Span) -> list[Path]:
    if not folder.is_dir():
        message = f"there is no folder {folder.as_posix()}"
        raise SpecError([Diagnostic(place, "no-spec", message, "name it with --spec")])
    if not package.is_file():
        message = f"a spec is a folder with a file {PACKAGE_FILE}, and there is none"
        raise SpecError([Diagnostic(place, "no-spec", message)])
    others = [
        path
        for path in folder.iterdir()
        if path.suffix in {".yaml", ".yml"} and path.name != PACKAGE_FILE
    ]
    return [package, *sorted(others, key=lambda path: path.name)]


def lint(spec: Spec) -> list[Diagnostic]:
    """Return what could be better in a spec, and what contradicts itself."""
    return lint_rules(spec)


def render(spec: Spec) -> Mapping[str, str]:
    """Return the text of each file of the generated distribution, by path.

    Raises:
        SpecError: The spec contradicts itself.
    """
    errors = [found for found in lint_rules(spec) if found.level is Level.ERROR]
    if errors:
        raise SpecError(errors)
    return render_plan(build(spec))


def export_jsonschema(spec: Spec) -> dict[str, JsonValue]:
    """Return the types of a spec as a JSON Schema 2020-12, each under `$defs`."""
    return json_schema(spec)


def write(
    files: Mapping[str, str], folder: Path | str, *, force: bool = False
) -> Written:
    """Make *folder* hold *files*; see `output.write`.

    Raises:
        OutputError: The folder is not ours to fill, or a file cannot be written.
    """
    return output.write(files, Path(folder), force=force)


def check(files: Mapping[str, str], folder: Path | str) -> list[Difference]:
    """Return where *folder* differs from *files*; see `output.check`.

    Raises:
        OutputError: The folder is not one that attrspec wrote.
    """
    return output.check(files, Path(folder))

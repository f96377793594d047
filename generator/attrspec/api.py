"""What the command line and other programs call.

The stages are imported when they are needed: `check` mostly needs none of them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .diagnostics import Diagnostic, SpecError
from .version import __version__

if TYPE_CHECKING:
    from .drift import Drift
    from .importers import Imported
    from .output import Written
    from .selftest import Probe
    from .source import JsonValue
    from .spec import Spec

__all__ = [
    "check",
    "check_installed",
    "export_jsonschema",
    "import_openapi",
    "init",
    "lint",
    "load",
    "render",
    "selftest",
    "write",
]


def load(folder: Path | str) -> "Spec":
    """Return the spec in *folder*: `package.yaml` and all other YAML files beside it.

    Raises:
        SpecError: The spec has mistakes; the error has all of them.
    """
    from .loading import load

    return load(Path(folder))


def lint(spec: "Spec") -> list[Diagnostic]:
    """Return what could be better in a spec, and what contradicts itself."""
    from .linting import lint

    return lint(spec)


def render(spec: "Spec") -> Mapping[str, str]:
    """Return the text of each file of the generated distribution, by path.

    Raises:
        SpecError: The spec contradicts itself.
    """
    from .pipeline import render

    return render(spec)


def export_jsonschema(spec: "Spec") -> "dict[str, JsonValue]":
    """Return the types of a spec as a JSON Schema 2020-12, each under `$defs`."""
    from .jsonschema import json_schema

    return json_schema(spec)


def import_openapi(
    document: Path | str,
    into: Path | str,
    *,
    select: Sequence[str] = (),
    package: str = "",
    force: bool = False,
) -> "Imported":
    """Write a spec of the schemas in an OpenAPI document, or in a JSON Schema.

    Args:
        document: The file of the document, in YAML or, with the ending `.json`, JSON.
        into: The folder of the spec.
        select: Names of schemas, or patterns of such. They and all that they refer to
            are imported; everything, if there are none.
        package: Import name of the generated package; made from the title of the
            document if it is empty.
        force: Whether to overwrite files.

    Raises:
        SpecError: The document cannot be read, or contradicts itself.
        OutputError: There is a spec in the folder and *force* is not set, or a file
            cannot be written.
    """
    from .folder import PACKAGE_FILE, is_spec_file, read_file
    from .fresh import refuse_taken, staged
    from .importers import import_document

    path, root = Path(document), Path(into)
    data = read_file(path)
    if isinstance(data, Diagnostic):
        raise SpecError([data])
    if not force:
        there = [p.name for p in root.iterdir()] if root.is_dir() else [PACKAGE_FILE]
        refuse_taken(root, filter(is_spec_file, there), folders=[])
    found = import_document(data, path.as_posix(), select=select, package=package)
    with staged(root, overwrites=force) as stage:
        for name, text in found.files.items():
            (stage / name).write_bytes(text.encode())
    return found


def write(
    files: Mapping[str, str], folder: Path | str, *, force: bool = False
) -> "Written":
    """Make *folder* hold *files*, as `render` returns them; see `output.write`.

    Raises:
        ConflictError: A file was edited by hand, and *force* is not set.
        OutputError: The folder is not ours to fill, or a file cannot be written.
    """
    from . import output

    return output.write(files, Path(folder), force=force)


def check(
    spec: Path | str, folder: Path | str, *, is_thorough: bool = False
) -> "Drift":
    """Return where *folder* is not what the folder *spec* gives.

    Args:
        spec: The folder of the spec.
        folder: What was generated from it.
        is_thorough: Whether to compare every byte, also where the manifest says that
            nothing changed.

    Raises:
        SpecError: The spec has changed, and has mistakes.
        OutputError: The folder is not one that attrspec wrote.
    """
    from . import checking

    return checking.check(Path(spec), Path(folder), is_thorough=is_thorough)


def check_installed(spec: Path | str, folder: Path | str = "generated") -> "Drift":
    """Return where the package that is installed is not what the folder *spec* gives.

    Args:
        spec: The folder of the spec.
        folder: Where the distribution is generated, to be installed from.

    Raises:
        SpecError: The spec has mistakes.
        OutputError: The package is not installed where this runs.
    """
    from . import checking

    return checking.check_installed(Path(spec), Path(folder))


def selftest(
    spec: Path | str, folder: Path | str, *, is_thorough: bool = False
) -> "list[Probe]":
    """Return what `check` finds in changed copies of the two folders.

    Raises:
        SpecError: The spec has mistakes.
        OutputError: The folder is not one that attrspec wrote.
    """
    from .selftest import selftest

    return selftest(Path(spec), Path(folder), is_thorough=is_thorough)


def init(folder: Path | str, package: str = "") -> list[str]:
    """Make *folder* a project: a first spec, what it gives, and CI for both.

    Args:
        folder: It may hold other files, and is made if there is none.
        package: Import name of the generated package; made from the name of the folder
            if it is empty.

    Returns:
        The paths of all files, with slashes.

    Raises:
        OutputError: A file is there already or cannot be written, or no package can be
            called that; nothing is changed.
    """
    from .fresh import refuse_taken, staged
    from .output import OutputError
    from .start import FILES, package_name, project

    root = Path(folder)
    refuse_taken(root, FILES, folders=["spec", "generated"])
    texts = project(package or package_name(root.resolve().name), __version__)
    with staged(root) as stage:
        for path, text in texts.items():
            place = stage / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        try:
            files = render(load(stage / "spec"))
        except SpecError as error:
            # Only the name can be wrong, and where it stands will not be there.
            said = "; ".join(found.message for found in error.diagnostics)
            raise OutputError(f"{said}: choose another with --package") from error
        written = write(files, stage.resolve() / "generated").written
    return sorted([*texts, *(f"generated/{path}" for path in written)])

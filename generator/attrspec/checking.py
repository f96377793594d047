"""Whether what was generated, or is installed, still is what the spec says.

Mostly nothing changed, and hashes of the spec, of the generator and of the files say
so. Only if they do not is anything parsed or rendered.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .diagnostics import SpecError
from .drift import Drift, has_models, places
from .fingerprint import origin
from .folder import hashes, read_folder
from .output import (
    Comparison,
    Difference,
    Kind,
    OutputError,
    compare,
    compare_hashes,
    compare_installed,
)

if TYPE_CHECKING:
    from .spec import Spec
    from .summary import Change

__all__ = ["check", "check_installed"]


def check(spec_folder: Path, out_folder: Path, *, is_thorough: bool) -> Drift:
    """Return where *out_folder* is not what *spec_folder* gives.

    Args:
        spec_folder: The spec.
        out_folder: What was generated from it.
        is_thorough: Whether to render even if nothing changed since it was written.

    Raises:
        SpecError: The spec has changed, and has mistakes.
        OutputError: The folder is not one that attrspec wrote.
    """
    files, unreadable = read_folder(spec_folder)
    if unreadable:
        raise SpecError(unreadable)
    if not is_thorough:
        same = compare_hashes(out_folder, origin(hashes(files)))
        if same is not None:
            return Drift(spec=spec_folder, folder=out_folder, comparison=same)
    spec, rendered = _rendered(spec_folder)
    comparison = compare(rendered, out_folder)
    return Drift(
        spec=spec_folder,
        folder=out_folder,
        comparison=comparison,
        changes=_changes(comparison.differences),
        places=places(spec),
        commands=tuple(_commands(spec_folder, out_folder, comparison)),
    )


def check_installed(spec_folder: Path, out_folder: Path) -> Drift:
    """Return where the installed distribution is not what *spec_folder* gives.

    Args:
        spec_folder: The spec.
        out_folder: Where the distribution is generated, and can be installed from.

    Raises:
        SpecError: The spec has mistakes.
        OutputError: The distribution is not installed where attrspec runs.
    """
    spec, rendered = _rendered(spec_folder)
    package = spec.package.name
    folder = _installed(package, spec.package.distribution)
    comparison = compare_installed(rendered, folder, package)
    generate = ("attrspec", "generate", *_options(spec_folder, out_folder))
    install = ("python", "-m", "pip", "install", "--force-reinstall", "--no-deps")
    # Without a folder in front, pip takes a name for one of PyPI.
    source = out_folder if out_folder.is_absolute() else f"./{out_folder.as_posix()}"
    is_linked = out_folder.resolve() == folder.resolve()
    commands = [
        *_put_away(folder, comparison),
        generate,
        *([] if is_linked else [(*install, str(source))]),
    ]
    return Drift(
        spec=spec_folder,
        folder=folder,
        comparison=comparison,
        changes=_changes(comparison.differences),
        places=places(spec),
        commands=() if comparison.is_current else tuple(commands),
    )


def _rendered(folder: Path) -> tuple["Spec", Mapping[str, str]]:
    # Jinja, PyYAML and all stages are loaded for this.
    from .loading import load
    from .pipeline import render

    spec = load(folder)
    return spec, render(spec)


def _changes(differences: tuple[Difference, ...]) -> "tuple[Change, ...]":
    from .summary import summary

    models = [found for found in differences if has_models(found.path)]
    return summary(
        {found.path: found.before for found in models},
        {found.path: found.after for found in models},
    )


def _commands(
    spec: Path, out: Path, comparison: Comparison
) -> Iterator[tuple[str, ...]]:
    if comparison.is_current:
        return
    yield from _put_away(out, comparison)
    strays = [found for found in comparison.differences if found.is_stray]
    if comparison.is_interrupted or len(strays) < len(comparison.differences):
        is_edited = any(found.is_edited for found in comparison.differences)
        force = ["--force"] if is_edited else []
        yield ("attrspec", "generate", *_options(spec, out), *force)


def _put_away(folder: Path, comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Yield what to do with files that are not ours to replace or remove."""
    for found in comparison.differences:
        path = (folder / found.path).as_posix()
        if found.kind is Kind.FOREIGN:
            yield ("mv", "--", path, f"{path}.mine")
        elif found.is_stray:
            yield ("rm", "--", path)


def _options(spec: Path, out: Path) -> tuple[str, ...]:
    return ("--spec", str(spec), "--out", str(out))


def _installed(package: str, distribution: str) -> Path:
    """Return the folder that `import` takes the package from, without importing it."""
    from importlib.util import find_spec

    try:
        found = find_spec(package)
    except (ImportError, ValueError):
        found = None
    folders = list(found.submodule_search_locations or []) if found else []
    if not folders:
        raise OutputError(
            f"{package} is not installed where attrspec runs: "
            f"`python -m pip install {distribution}` there, or run attrspec where it is"
        )
    return Path(folders[0]).parent

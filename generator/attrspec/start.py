"""The project that `attrspec init` makes: a first spec, and what keeps it true.

Pure: from a name to {path: text}. The texts are the files in `templates/init`, where
`$package` and its like stand for what differs from project to project.
"""

import re
import unicodedata
from importlib import resources
from string import Template

from .kinds import Text
from .language import PACKAGE
from .names import function_name

__all__ = ["FILES", "is_package_name", "package_name", "project"]

FILES = {
    ".github/workflows/attrspec.yml": "workflow.yaml",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    "spec/package.yaml": "package.yaml",
    "spec/types.yaml": "types.yaml",
}
"""The template of each file, by its path in the project."""

_SUFFIX = "_models"
_LONGEST = 100


def package_name(folder: str) -> str:
    """Return the import name of the package of a project in a folder of that name.

    It is the folder's name in snake_case and ASCII, with `_models` at its end. Where
    no letter comes first, `api` does.
    """
    plain = "".join(c if c.isascii() else c.casefold() for c in folder)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    name = function_name(letters)
    if not re.match("[a-z]", name):
        name = f"api_{name}"
    name = name[: _LONGEST - len(_SUFFIX)].rstrip("_")
    return name if name.endswith(_SUFFIX) else f"{name}{_SUFFIX}"


def is_package_name(name: str) -> bool:
    """Return whether a spec may call its package *name*."""
    kind = next(key.kind for key in PACKAGE.keys if key.name == "package")
    assert isinstance(kind, Text)
    return re.fullmatch(kind.pattern, name) is not None


def project(package: str, version: str) -> dict[str, str]:
    """Return the texts of a project by path, but for what is generated from them.

    Args:
        package: Import name of the package.
        version: Version of attrspec that CI installs.
    """
    values = {
        "package": package,
        "distribution": package.replace("_", "-").rstrip("-"),
        "version": version,
    }
    folder = resources.files("attrspec") / "templates" / "init"
    return {
        path: Template((folder / name).read_text("utf-8")).substitute(values)
        for path, name in FILES.items()
    }

"""What the output depends on beside the spec: the generator itself.

A version number says too little: a checkout has the same one for weeks. So the manifest
has a hash of every file of attrspec that has a say in what is written.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from .output import Origin
from .version import __version__

__all__ = ["AFTERWARDS", "generator_hash", "origin"]

AFTERWARDS = frozenset(
    {
        *("__init__", "__main__", "api", "checking", "cli", "drift", "explain"),
        *(
            "fingerprint",
            "formats",
            "fresh",
            "importers",
            "loading",
            "output",
            "pipeline",
            "reference",
        ),
        *("report", "selftest", "start", "summary", "terminal", "version", "watch"),
    }
)
"""Modules of attrspec that have no say, since they come after the text is made."""


def origin(spec: Mapping[str, str]) -> Origin:
    """Return what this attrspec makes files from, given the hashes of a spec."""
    return Origin(spec, __version__, generator_hash())


@cache
def generator_hash() -> str:
    """Return the SHA-256 of all modules and templates that decide what is written."""
    found = hashlib.sha256()
    folder = Path(__file__).parent
    for name, path in sorted(_deciding(folder)):
        # An installation may have other line ends than the checkout it was made from.
        text = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(f"{name}\n{len(text)}\n".encode())
        found.update(text)
    return found.hexdigest()


def _deciding(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        top = name.parts[0].removesuffix(".py")
        if path.suffix in {".py", ".jinja"} and top not in AFTERWARDS:
            yield name.as_posix(), path

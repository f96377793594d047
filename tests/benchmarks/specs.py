"""Specs of any size."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.reporting import ROOT

__all__ = ["large_spec"]


def large_spec(spec: Path, objects: int) -> tuple[Path, int]:
    """Make a spec of the shipped one's types, many times under other names.

    Args:
        spec: The folder that is made for it.
        objects: How many it has at least.

    Returns:
        The folder, and how many objects it has.
    """
    spec.mkdir()
    package = (ROOT / "spec/package.yaml").read_text("utf-8")
    types = (ROOT / "spec/usage.yaml").read_text("utf-8")
    (spec / "package.yaml").write_text(package, "utf-8")
    names = set(re.findall(r"(?m)^  ([A-Z]\w+):$", types))
    own = len(re.findall(r"(?m)^    example:", types))
    copies = -(-objects // own)
    for number in range(copies):
        renamed = {name: f"{name}{_letters(number)}" for name in names}
        text = re.sub(r"\b[A-Z]\w+\b", partial(_renamed, renamed), types)
        (spec / f"part_{number:04}.yaml").write_text(text, "utf-8")
    return spec, own * copies


def _renamed(names: Mapping[str, str], found: re.Match[str]) -> str:
    return names.get(found[0], found[0])


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}").capitalize()

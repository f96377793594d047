"""Families: where each type stands when a spec has several files of types.

A spec with one file of types becomes one module of each kind. With several files, each
is a family, with modules that are called after it: `chat.yaml` gives `models/chat.py`,
and so on.

These modules never import each other, so that one class does not load all others and no
imports form a circle: fields refer to other families by names in quotes. A union needs
its members, though. One with members of other families stands in a module that imports
theirs, `models/chat_unions.py`. So where a type stands depends on itself, and on what
its unions consist of, and on nothing else in the spec. But for one case: where unions
consist of each other in a circle of families, all of them stand in the module of the
first family, by name.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from . import graph
from .diagnostics import Diagnostic, Span, quoted
from .names import module_name
from .spec import (
    Definition,
    Spec,
    definitions,
    referred,
)

__all__ = [
    "check_families",
    "family_of",
    "file_name",
    "is_unions_module",
    "modules_of_tests",
    "placed",
]


def check_families(spec: Spec) -> Iterator[Diagnostic]:
    """Yield which files cannot give modules of their own, where there are several."""
    first: dict[str, str] = {}
    paths = _paths(spec)
    for path in paths if len(paths) > 1 else ():
        place = Span(path, 1, 1)
        family = _family(path)
        if family is None:
            message = f"no module can be called after {quoted(file_name(path))}"
            hint = "name the file with words of ASCII letters"
            yield Diagnostic(place, "unnameable-file", message, hint)
            continue
        for name in (family, _unions_module(family)):
            other = first.setdefault(name, path)
            if other != path:
                shown, others = quoted(file_name(path)), quoted(file_name(other))
                message = f"{shown} and {others} would share the name {name}"
                yield Diagnostic(place, "name-clash", message, "rename one")
                break


def modules_of_tests(spec: Spec) -> set[str]:
    """Return what the modules of generated tests can be called."""
    paths = _paths(spec)
    if len(paths) < 2:
        return {"test_models"}
    families = {family for path in paths if (family := _family(path)) is not None}
    return {f"test_{name}" for name in families | set(map(_unions_module, families))}


def placed(spec: Spec) -> Mapping[str, str]:
    """Return the module of each type; nothing if there is but one file of types."""
    if len(_paths(spec)) < 2:
        return {}
    family = {item.name: family_of(item) for item in definitions(spec)}
    parts = _parts(spec)
    unions = {
        name: [other for other in others if other in parts]
        for name, others in parts.items()
    }
    joining: set[str] = set()
    for (name,) in graph.groups(unions):  # a circle of them goes through objects
        is_joining = any(family[other] != family[name] for other in parts[name])
        if is_joining or not joining.isdisjoint(unions[name]):
            joining.add(name)
    needed: dict[str, list[str]] = {}
    for name in sorted(joining):
        others = [family[other] for other in unions[name] if other in joining]
        needed.setdefault(family[name], []).extend(others)
    modules = {
        member: _unions_module(min(group))
        for group in graph.groups(needed)
        for member in group
    }
    return {
        name: modules[home] if name in joining else home
        for name, home in family.items()
    }


def _unions_module(family: str) -> str:
    """Return the module for unions of a family that have members of others."""
    return f"{family.rstrip('_')}_unions"  # of `import.yaml` they are import_unions


def is_unions_module(module: str, files: Iterable[str]) -> bool:
    """Return whether types of *files* stand in a module for such unions."""
    return module not in set(map(_family, files))


@lru_cache
def file_name(path: str) -> str:
    """Return the name of a file of a spec."""
    return PurePosixPath(path).name


def _paths(spec: Spec) -> list[str]:
    """Return the paths of the files that define types."""
    return sorted({item.span.path for item in definitions(spec)})


def family_of(item: Definition) -> str:
    """Return the family of a type, where there are several."""
    name = _family(item.span.path)
    assert name is not None
    return name


@lru_cache
def _family(path: str) -> str | None:
    return module_name(PurePosixPath(path).stem)


def _parts(spec: Spec) -> dict[str, list[str]]:
    """Return the types that each union consists of."""
    parts = {union.name: [m.name for m in union.members] for union in spec.unions}
    for choice in spec.choices:
        parts[choice.name] = [n for m in choice.members for n in referred(m.type)]
    for alias in spec.aliases:
        parts[alias.name] = list(referred(alias.type))
    return parts

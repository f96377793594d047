"""The imports of a generated module, collected while it is planned."""

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from .layout import FromImport, Layout
from .python import Code, code, identifier, module_path

__all__ = ["Imports", "sort_key"]


@lru_cache(2**16)
def sort_key(name: str) -> tuple[int, list[tuple[int, str]], str]:
    """Return the key by which ruff sorts the names in `__all__`."""
    return _kind(name), _natural(name), name


def _kind(name: str) -> int:
    return 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2


def _natural(name: str) -> list[tuple[int, str]]:
    return [_part(part) for part in re.findall(r"[0-9]+|[^0-9]+", name)]


def _part(part: str) -> tuple[int, str]:
    # Digits that begin with zero are compared as text, and come before numbers.
    is_number = part.isdigit() and part[0] != "0"
    return (int(part), "") if is_number else (-1 if part.isdigit() else 0, part)


class Imports:
    """The imports of a module, collected while it is planned.

    Args:
        taken: The names of the types of the spec.
        folder: The folder below the package in which the module is, if it is in one.
    """

    def __init__(self, taken: Collection[str] = (), folder: str = "") -> None:
        self.taken = frozenset(taken)
        self.folder = folder
        self.modules: set[tuple[str, str]] = set()
        self.names: dict[str, set[tuple[str, str]]] = {}
        self.annotations: dict[str, set[tuple[str, str]]] = {}

    def module(self, name: str, alias: str = "") -> Code:
        """Return the name of an imported module."""
        self.modules.add((name, alias))
        return identifier(alias or name)

    def name(self, module: str, name: str, alias: str = "") -> Code:
        """Return a name imported from a module, as it is called in this one.

        A name that a type of the spec has gets an underscore in front: types have none.
        """
        if name in self.taken:
            alias = f"_{name}"
        self.names.setdefault(_relative(module, self.folder), set()).add((name, alias))
        return identifier(alias or name)

    def type(self, module: str, name: str) -> Code:
        """Return the name of a type of the spec, imported from a module."""
        self.names.setdefault(_relative(module, self.folder), set()).add((name, ""))
        return identifier(name)

    def annotation(self, module: str, name: str) -> Code:
        """Return a name that only annotations in quotes have.

        It is imported for type checkers alone, unless it is also imported otherwise.
        """
        self.annotations.setdefault(_relative(module, self.folder), set()).add(
            (name, "")
        )
        return identifier(name)

    def for_checkers(self) -> tuple[Layout, ...]:
        """Return the import statements that only type checkers need."""
        left = {
            module: names - self.names.get(module, set())
            for module, names in self.annotations.items()
        }
        return tuple(statement for _, statement in _statements(left))

    def groups(self, first_party: str = "") -> tuple[tuple[Layout, ...], ...]:
        """Return the import statements, grouped and sorted as ruff does.

        Args:
            first_party: A package that is not third-party.
        """
        groups: list[list[Layout]] = [[], [], []]
        for name, alias in sorted(self.modules):
            statement = code("import {}", module_path(name))
            if alias:
                statement = code("{} as {}", statement, identifier(alias))
            groups[_group(name, first_party)].append(statement)
        for module, imported in _statements(self.names):
            groups[_group(module, first_party)].append(imported)
        return tuple(tuple(group) for group in groups if group)


@lru_cache(2**16)
def _relative(module: str, folder: str) -> str:
    """Return the path of a module of the package as it is seen from a folder of it."""
    if not folder or not module.startswith("."):
        return module
    beside = f".{folder}"
    if module == beside or module.startswith(f"{beside}."):
        return module.removeprefix(beside) or "."
    return f".{module}"


def _statements(
    imported: Mapping[str, Iterable[tuple[str, str]]],
) -> Iterator[tuple[str, Layout]]:
    """Yield modules with statements that import names from them."""
    for module in sorted(imported, key=_module_key):
        members = sorted(imported[module], key=_member_key)
        # A name that is called otherwise has a statement of its own.
        statements: list[tuple[Code, ...]] = [
            (_member(member),) for member in members if member[1]
        ]
        if plain := tuple(_member(member) for member in members if not member[1]):
            statements.append(plain)
        start = code("from {} import ", module_path(module))
        for names in sorted(statements, key=_statement_key):
            yield module, FromImport(start, names)


def _statement_key(names: Sequence[str]) -> tuple[object, ...]:
    return *_import_key(names[0]), " " in names[0]  # as it is called, then otherwise


def _module_key(module: str) -> tuple[int, str]:
    name = module.lstrip(".")
    return len(name) - len(module), name.lower()  # from the outermost folder inwards


def _member(member: tuple[str, str]) -> Code:
    name, alias = member
    if not alias:
        return identifier(name)
    return code("{} as {}", identifier(name), identifier(alias))


def _member_key(member: tuple[str, str]) -> tuple[int, list[tuple[int, str]], str]:
    return _import_key(member[0])


@lru_cache(2**16)
def _import_key(member: str) -> tuple[int, list[tuple[int, str]], str]:
    # As in `__all__`, but capital letters do not come first.
    name = member.partition(" ")[0]
    return _kind(name), _natural(name.lower()), name


def _group(module: str, first_party: str) -> int:
    root = module.partition(".")[0]
    if not root or root == first_party:
        return 2
    return 0 if root in sys.stdlib_module_names else 1

"""Files of the modules: what each is called, and what is said at its top."""

from collections.abc import Iterable

from attrspec.families import file_name, is_unions_module
from attrspec.imports import Imports
from attrspec.layout import Layout
from attrspec.python import Code, code, identifier

from .types import Definition

__all__ = ["for_checkers", "module_doc", "module_file"]


def module_file(kind: str, module: str) -> Code:
    """Return the path of a module; without a name it is the only one of its kind.

    Args:
        kind: What such modules are about, which is also their folder.
        module: The name of the module.
    """
    if not module:
        return code("{}.py", identifier(kind))
    return code("{}/{}.py", identifier(kind), identifier(module))


def module_doc(what: str, module: str, items: Iterable[Definition]) -> str:
    """Return the documentation of a module of a family.

    Args:
        what: What it has of its types.
        module: The name of the module.
        items: The types.
    """
    files = sorted({file_name(item.span.path) for item in items})
    named = " and ".join(f"`{file}`" for file in files)
    if is_unions_module(module, files):
        return f"{what} unions in {named} that have members of other files."
    return f"{what} types in {named}."


def for_checkers(imports: Imports) -> tuple[Layout, ...]:
    """Return the imports that only type checkers need."""
    found = imports.for_checkers()
    if found:
        imports.name("typing", "TYPE_CHECKING")
    return found

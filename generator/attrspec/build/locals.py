"""Names of local variables in generated functions."""

from attrspec.python import Code, identifier

__all__ = ["local_name"]

_TAKEN = frozenset(
    {
        *("absent", "item", "keys", "l", "new", "noted", "payload"),
        *("record", "spellings"),
        # Builtins, of which some are needed and the others would be hidden.
        *("abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint"),
        *("bytearray", "bytes", "callable", "chr", "classmethod", "compile", "complex"),
        *("copyright", "credits", "delattr", "dict", "dir", "divmod", "enumerate"),
        *("eval", "exec", "exit", "filter", "float", "format", "frozenset", "getattr"),
        *("globals", "hasattr", "hash", "help", "hex", "id", "input", "int"),
        *("isinstance", "issubclass", "iter", "len", "license", "list", "locals"),
        *("map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord"),
        *("pow", "print", "property", "quit", "range", "repr", "reversed", "round"),
        *("set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super"),
        *("tuple", "type", "vars", "zip"),
    }
)
"""Names that no local variable for a field has."""


def local_name(name: str, used: set[str]) -> Code:
    """Return the local variable for an attribute, and add it to those in use."""
    while name in used | _TAKEN:
        name = f"{name}_"
    used.add(name)
    return identifier(name)

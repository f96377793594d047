"""Names: from keys of a payload to attributes, from types to functions and files.

A name is made by one rule or not at all. Where the rule gives none, or gives one name
twice, the author of the spec is asked to write it: a number added in silence would move
when a field is added.
"""

import keyword
import re
from functools import lru_cache

__all__ = [
    "attribute_name",
    "constant_name",
    "function_name",
    "is_reserved_attribute",
    "is_reserved_type",
    "module_name",
]

_RESERVED_TYPES = frozenset(
    {
        # What Python does not allow, and what every generated package exports,
        *("False", "None", "True"),
        *("Json", "PayloadError", "Problem", "Record", "Unknown"),
        # what its modules import by these very names,
        *("ABSENT", "Any", "BOOLEAN", "BYTES", "BaseConverter", "Converter", "DATE"),
        *("DATETIME", "DECIMAL", "DURATION", "EMPTY", "INTEGER", "JSON", "JsonText"),
        *("NUMBER", "STRING", "SearchStrategy", "TypeForm", "Types", "TypeVar"),
        *("UNIXTIME",),
        # and what its modules and tests define.
        *("ACCEPTED", "BROKEN", "EXAMPLE", "FULLEST", "MEMBERS", "OTHERS", "OUTSIDE"),
        *("SMALLEST", "T"),
        *("CODECS", "FAMILIES", "FamilyTypes", "TYPES", "UNKNOWN", "WRONG"),
    }
)
"""Names that no type of a spec can have."""

_RESERVED_ATTRIBUTES = frozenset({"as_read", "extra", "self"})

_WORD_ENDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS = re.compile(r"[^A-Za-z0-9]+")
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,99}")


def is_reserved_type(name: str) -> bool:
    """Return whether a type cannot be called *name*."""
    # Of an annotation in quotes, attrs looks only at how it begins.
    return name in _RESERVED_TYPES or name.startswith("ClassVar")


@lru_cache(2**16)
def attribute_name(key: str) -> str | None:
    """Return the attribute for a key of a payload, or None where none can be made.

    The key is put in snake_case. Python's keywords and names that every generated class
    has get an underscore at their end.
    """
    if not key.isascii():
        return None
    name = _snake_case(key)
    if not _ATTRIBUTE.fullmatch(name):
        return None
    return f"{name}_" if is_reserved_attribute(name) else name


def is_reserved_attribute(name: str) -> bool:
    """Return whether an attribute cannot be called *name*."""
    return keyword.iskeyword(name) or name in _RESERVED_ATTRIBUTES


def function_name(type_name: str) -> str:
    """Return *type_name* in snake_case, for functions and files of a type."""
    return _snake_case(type_name)


def module_name(text: str) -> str | None:
    """Return the module for a file called *text*, or None where none can be made."""
    name = _snake_case(text) if text.isascii() else ""
    if not _ATTRIBUTE.fullmatch(name):
        return None
    return f"{name}_" if keyword.iskeyword(name) else name


def constant_name(type_name: str) -> str:
    """Return *type_name* as a module constant is written."""
    return _snake_case(type_name).upper()


@lru_cache(2**16)
def _snake_case(text: str) -> str:
    words = _SEPARATORS.sub("_", _WORD_ENDS.sub("_", text))
    return words.strip("_").lower()

"""JSON text to values and back, strictly: what is not JSON does not get in or out.

`decode` and `encode` are the exact way, by the standard library. Where orjson or
msgspec is installed it does what it does well, and what it refuses or cannot hold is
left to them: so all give the same values and the same verdicts. msgspec also parses
text straight into objects: see `_structs`.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple, Never, TypeAlias, cast

from ._errors import ROOT, TOO_DEEP, Problem
from ._record import Json

__all__ = [
    "JsonText",
    "decode",
    "encode",
    "has_msgspec",
    "installed",
    "load_msgspec",
    "quick",
]

Library: TypeAlias = Any
"""A module that may not be installed."""

JsonText: TypeAlias = bytes | bytearray | memoryview | str

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


class Quick(NamedTuple):
    """A library that is quicker than the standard one, and not as exact."""

    loads: Callable[[JsonText], Json]
    """Raises ValueError for some JSON too, and rounds integers past 64 bits."""

    dumps: Callable[[Json], bytes]
    """Raises TypeError for what it cannot write."""


def installed() -> tuple[Quick | None, bool]:
    """Return the quicker library, if one is installed, and whether msgspec may be.

    orjson writes more quickly, so it comes first. msgspec takes a moment to load.
    """
    has_msgspec = _is_found("msgspec")
    with suppress(ImportError):
        orjson = import_module("orjson")
        return Quick(orjson.loads, orjson.dumps), has_msgspec
    msgspec = load_msgspec() if has_msgspec else None
    if msgspec is None:
        return None, False
    return Quick(msgspec.json.decode, msgspec.json.encode), True


def _is_found(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # there is something of that name that is no module of a file
        return False


def load_msgspec() -> Library | None:
    """Return the module `msgspec`, or None if that is broken, old or something else."""
    try:
        import_module("msgspec.json")
        msgspec = import_module("msgspec")
        # An error that it raises for a text is a ValueError since version 0.21.
        return msgspec if issubclass(msgspec.DecodeError, ValueError) else None
    except (ImportError, AttributeError, TypeError):
        return None


quick, has_msgspec = installed()
"""The quicker library, and whether text can be parsed straight into objects."""


def decode(text: JsonText, target: Callable[[], str]) -> Json:
    """
    Return the value of a JSON text (RFC 8259) in UTF-8, exactly.

    Args:
        text: The JSON text: bytes in UTF-8 with no byte order mark, or str.
        target: What returns the type that will be read from it, for the message.

    Raises:
        PayloadError: The text is not JSON. NaN, Infinity and half of a surrogate pair
            are not, nor is a nesting or a number beyond what Python can hold.
    """
    try:
        if isinstance(text, str):
            text.encode()  # half of a surrogate pair is no text
            decoded = text
        else:
            decoded = str(text, "utf-8")
        value = cast("Json", _DECODER.decode(decoded))
        if _SURROGATE_ESCAPE.search(decoded):
            _plain(value).encode()  # nor is one that an escape spells
    except json.JSONDecodeError as error:
        found = f"{error.msg} in line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 at offset {error.start}"
    except UnicodeEncodeError:
        found = "half of a surrogate pair"
    except RecursionError:
        found = TOO_DEEP
    except ValueError as error:
        found = str(error)
    else:
        return value
    from ._payload_error import PayloadError

    raise PayloadError(target(), [Problem.saying(ROOT, "JSON text", found)])


def encode(value: Json) -> bytes:
    """
    Return *value* as compact JSON text in UTF-8, exactly.

    Raises:
        ValueError: The value holds NaN, an infinity or half of a surrogate pair, which
            JSON text cannot, or it is nested too deeply.
    """
    try:
        return _plain(value).encode()
    except RecursionError:
        raise ValueError(TOO_DEEP) from None


def _plain(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant}, which is no JSON number")


_DECODER = json.JSONDecoder(parse_constant=_refuse)

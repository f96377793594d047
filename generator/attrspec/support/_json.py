"""JSON text to values and back, strictly: what is not JSON does not get in or out."""

import json
import re
from typing import Never, TypeAlias, cast

from ._errors import PayloadError, Problem
from ._record import Json

__all__ = ["JsonText", "decode", "encode"]

JsonText: TypeAlias = bytes | bytearray | memoryview | str

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")


def decode(text: JsonText, target: str) -> Json:
    """
    Return the value of a JSON text (RFC 8259) in UTF-8.

    Args:
        text: The JSON text: bytes in UTF-8 with no byte order mark, or str.
        target: The type that will be read from it, for the message.

    Raises:
        PayloadError: The text is not JSON. NaN, Infinity and surrogates that stand
        alone are
            not, nor is a number or a nesting beyond what Python can hold.
    """
    try:
        if isinstance(text, str):
            text.encode()  # half of a surrogate pair is no text
            decoded = text
        else:
            decoded = str(text, "utf-8")
        value = _parse(decoded)
        if _SURROGATE_ESCAPE.search(decoded):
            json.dumps(
                value, ensure_ascii=False
            ).encode()  # nor is one that an escape spells
    except json.JSONDecodeError as error:
        found = f"{error.msg} in line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 at offset {error.start}"
    except UnicodeEncodeError:
        found = "half of a surrogate pair"
    except RecursionError:
        found = "arrays or objects nested too deeply"
    except ValueError as error:
        found = str(error)
    else:
        return value
    raise PayloadError(target, [Problem("$", "JSON text", found)]) from None


def encode(value: Json) -> bytes:
    """
    Return *value* as compact JSON text in UTF-8.

    Raises:
        ValueError: The value holds NaN, an infinity or half of a surrogate pair, which
        JSON
            text cannot.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant}, which is no JSON number")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _parse(text: str) -> Json:
    return cast("Json", _DECODER.decode(text))

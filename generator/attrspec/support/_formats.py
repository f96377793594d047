"""Codecs for what JSON has only as text or as a count: times, decimals, bytes.

Texts can spell one value in several ways. What is written is the usual spelling; a
record remembers where the payload it was read from had another one.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar
from uuid import UUID

from ._codecs import INTEGER, ScalarCodec, checked
from ._errors import Mismatch
from ._record import Json

__all__ = [
    "BYTES",
    "DATE",
    "DATETIME",
    "DECIMAL",
    "DECIMAL_OR_NUMBER",
    "DURATION",
    "UNIXTIME",
    "UUID_TEXT",
]

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

# Texts are matched before Python reads them: what it takes beyond the usual spelling
# (`24:00`, `+00:75`, more `=` than Base64 needs) differs from version to version.
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]((?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2})"
    r"(?:\.([0-9]{1,6})0*)?([Zz]|[-+][0-9]{2}:[0-5][0-9])"
)
_DURATION = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)W)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]{1,6})0*)?S)?)?"
)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class TextCodec(ScalarCodec[T]):
    """A value that is written as text."""

    has_spellings = True

    def __init__(
        self,
        class_: type[T],
        expected: str,
        parse: Callable[[str], T],
        spell: Callable[[T], str],
    ) -> None:
        self.reads = (str,)
        self.classes = (class_,)
        self.expected = expected
        self.parse = parse
        self.spell = spell

    def read(self, payload: Json) -> T:
        if type(payload) is str:
            try:
                return self.parse(payload)
            except (ValueError, OverflowError):
                pass
        raise Mismatch

    def write(self, value: T) -> Json:
        return self.spell(value)


class _DecimalOrNumberCodec(TextCodec[Decimal]):
    def read(self, payload: Json) -> Decimal:
        if type(payload) is int or type(payload) is float:
            # The shortest text that gives the same float is what the API printed.
            return super().read(repr(checked(payload)))
        return super().read(payload)


class _UnixTimeCodec(ScalarCodec[datetime]):
    expected = "a time in whole seconds since 1970, of the years 1 to 9999"
    reads = (int, float)
    classes = (datetime,)

    def read(self, payload: Json) -> datetime:
        try:
            return _EPOCH + timedelta(seconds=INTEGER.read(payload))
        except OverflowError:
            raise Mismatch from None

    def write(self, value: datetime) -> Json:
        seconds, rest = divmod(_aware(value) - _EPOCH, _SECOND)
        if rest:
            raise ValueError(
                f"{value!r} is no whole second, and the API counts in seconds"
            )
        return seconds


def _aware(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError(f"{value!r} has no time zone, so it is no moment in time")
    return value


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return match


def _parse_decimal(text: str) -> Decimal:
    try:
        return Decimal(_matched(_DECIMAL, text)[0])
    except InvalidOperation:  # an exponent beyond all bounds
        raise ValueError(text) from None


def _spell_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value!r} is no number that JSON has")
    return str(value)


def _parse_date(text: str) -> date:
    return date.fromisoformat(_matched(_DATE, text)[0])


def _parse_datetime(text: str) -> datetime:
    day, time, fraction, offset = _matched(_DATETIME, text).groups("")
    return datetime.fromisoformat(f"{day}T{time}.{fraction or 0:0<6}{offset.upper()}")


def _spell_datetime(value: datetime) -> str:
    if (_aware(value).utcoffset() or timedelta()) % timedelta(minutes=1):
        value = value.astimezone(UTC)  # RFC 3339 has no seconds in an offset
    text = value.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def _parse_duration(text: str) -> timedelta:
    sign, weeks, days, hours, minutes, seconds, fraction = _matched(
        _DURATION, text
    ).groups("")
    value = timedelta(
        weeks=int(weeks or 0),
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int(f"{fraction:0<6}"),
    )
    return -value if sign else value


def _spell_duration(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta() else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    day = f"{value.days}D" if value.days else ""
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    if seconds or fraction or not (day or time):
        time += f"{seconds}{fraction}S"
    return f"{sign}P{day}{'T' if time else ''}{time}"


def _parse_uuid(text: str) -> UUID:
    return UUID(_matched(_UUID, text)[0])


def _parse_bytes(text: str) -> bytes:
    return b64decode(_matched(_BASE64, text)[0])


def _spell_bytes(value: bytes) -> str:
    return b64encode(value).decode("ascii")


DECIMAL: Final = TextCodec(
    Decimal, "a decimal number as text", _parse_decimal, _spell_decimal
)
DECIMAL_OR_NUMBER: Final = _DecimalOrNumberCodec(
    Decimal,
    "a decimal number, as text or as a number",
    _parse_decimal,
    _spell_decimal,
)
DATE: Final = TextCodec(date, "a date such as 2024-11-01", _parse_date, date.isoformat)
DATETIME: Final = TextCodec(
    datetime,
    "a time such as 2024-11-01T00:00:00Z, no finer than microseconds",
    _parse_datetime,
    _spell_datetime,
)
DURATION: Final = TextCodec(
    timedelta, "a duration such as P1DT2H30M", _parse_duration, _spell_duration
)
UNIXTIME: Final = _UnixTimeCodec()
UUID_TEXT: Final = TextCodec(UUID, "a UUID", _parse_uuid, str)
BYTES: Final = TextCodec(bytes, "bytes as Base64 text", _parse_bytes, _spell_bytes)

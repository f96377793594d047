"""Texts that spell a value: they are written as they were read, until it changes."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

PackageFrom = Callable[[str], ModuleType]

SECOND = dt.timedelta(seconds=1)
NOON = dt.datetime(2024, 11, 1, 12, tzinfo=dt.UTC)
SPELLINGS: list[tuple[str, str, object]] = [
    ("price", "1.50", Decimal("1.50")),
    ("price", "-0", Decimal("-0")),
    ("price", "007.10", Decimal("7.10")),
    ("price", "1e3", Decimal("1e3")),
    ("price", "1E-30", Decimal("1E-30")),
    ("price", "0" * 50 + "1", Decimal(1)),
    ("price", "0.1" + "0" * 60, Decimal("0.1")),
    ("moment", "2024-11-01T12:00:00Z", NOON),
    ("moment", "2024-11-01T12:00:00+00:00", NOON),
    ("moment", "2024-11-01T12:00:00-00:00", NOON),
    ("moment", "2024-11-01t12:00:00z", NOON),
    ("moment", "2024-11-01 12:00:00Z", NOON),
    ("moment", "2024-11-01T12:00:00.0Z", NOON),
    ("moment", "2024-11-01T12:00:00.000000000Z", NOON),
    ("moment", "2024-11-01T14:00:00+02:00", NOON),
    ("moment", "2024-11-01T12:00:00.5Z", NOON + SECOND / 2),
    ("moment", "2024-11-01T12:00:00.000001Z", NOON + SECOND / 1_000_000),
    ("span", "P2W", dt.timedelta(weeks=2)),
    ("span", "PT0S", dt.timedelta()),
    ("span", "P0D", dt.timedelta()),
    ("span", "-P1D", dt.timedelta(days=-1)),
    ("span", "-PT0S", dt.timedelta()),
    ("span", "PT36H", dt.timedelta(hours=36)),
    ("span", "PT90M", dt.timedelta(minutes=90)),
    ("span", "PT0.50S", SECOND / 2),
    ("span", "P1DT2H3M4.000005S", dt.timedelta(1, 4, 5, 0, 3, 2)),
    (
        "ident",
        "6F3A1F0E-52C0-4D6B-9D8E-0F6F0C7A1B2C",
        UUID("6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c"),
    ),
    ("data", "", b""),
    ("data", "AAEC", b"\0\1\2"),
    ("data", "AAF=", b"\0\1"),  # bits that stand for nothing are not all zero
]


@pytest.mark.parametrize(("key", "text", "value"), SPELLINGS)
def test_spelling_is_kept(
    models: ModuleType, key: str, text: str, value: object
) -> None:
    """A value is written as it was read, however the payload spelt it."""
    read = models.structure({key: text}, models.Spellings)

    assert value == getattr(read, key)
    assert text == models.unstructure(read)[key]


@pytest.mark.parametrize(("key", "text", "value"), SPELLINGS)
def test_spelling_of_a_new_value_is_its_own(
    models: ModuleType, key: str, text: str, value: object
) -> None:
    """A value that is set is read again as itself, whatever stood there before."""
    fresh = {
        "price": Decimal("3.25"),
        "moment": NOON + dt.timedelta(days=3),
        "span": dt.timedelta(seconds=77),
        "ident": UUID(int=7),
        "data": b"new",
    }[key]
    read = models.structure({key: text}, models.Spellings)
    setattr(read, key, fresh)
    written = models.unstructure(read)
    setattr(read, key, None)

    assert fresh == getattr(models.structure(written, models.Spellings), key)
    assert value != fresh
    assert models.unstructure(read).get(key) is None


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("price", Decimal("1.50"), "1.50"),
        ("price", Decimal("1E+3"), "1E+3"),
        ("moment", NOON, "2024-11-01T12:00:00Z"),
        ("moment", NOON + SECOND / 2, "2024-11-01T12:00:00.500000Z"),
        ("span", dt.timedelta(weeks=2), "P14D"),
        ("span", dt.timedelta(), "PT0S"),
        ("span", -dt.timedelta(hours=25), "-P1DT1H"),
        ("span", dt.timedelta(microseconds=1), "PT0.000001S"),
        ("span", dt.timedelta.min, "-P999999999D"),
        ("ident", UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ("data", b"\0\1\2", "AAEC"),
    ],
)
def test_usual_spelling(models: ModuleType, key: str, value: object, text: str) -> None:
    """What is written for a value that was read from nowhere."""
    value_ = models.Spellings(**{key: value})
    written = models.unstructure(value_)

    assert text == written[key]
    assert value == getattr(models.structure(written, models.Spellings), key)


def test_spelling_is_kept_in_containers(models: ModuleType) -> None:
    """Spellings in lists and maps are kept, until the container changes."""
    payload = {"prices": ["1e0", "2"], "spans": {"a": "P2W", "b": None}}
    value = models.structure(payload, models.Spellings)
    unchanged = models.unstructure(value)
    value.prices.append(Decimal(3))

    assert {**payload, "moment": None} != unchanged
    assert payload == unchanged
    assert {**payload, "prices": ["1", "2", "3"]} == models.unstructure(value)


def test_spelling_comes_back_with_the_value(models: ModuleType) -> None:
    """A spelling holds for its value: set to what it was, it is spelt as it was."""
    value = models.structure({"price": "1e0"}, models.Spellings)
    value.price = Decimal(2)
    changed = models.unstructure(value)
    value.price = Decimal(1)

    assert "2" == changed["price"]
    assert {"price": "1e0"} == models.unstructure(value)


def test_equality_ignores_spelling(models: ModuleType) -> None:
    """Objects with the same value are equal, however their payloads spelt it."""
    first = models.structure({"moment": "2024-11-01T12:00:00Z"}, models.Spellings)
    other = models.structure({"moment": "2024-11-01T12:00:00+00:00"}, models.Spellings)

    assert first == other


BASICS: dict[str, Any] = {
    "text": "a text",
    "count": 3,
    "ratio": 0.5,
    "flag": True,
    "anything": None,
    "price": "12.50",
    "day": "2024-11-01",
    "moment": "2024-11-01T12:30:00Z",
    "second": 1_730_419_200,
    "span": "P1DT2H30M",
    "ident": "6f3a1f0e-52c0-4d6b-9d8e-0f6f0c7a1b2c",
    "data": "AAEC",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("moment", NOON.replace(tzinfo=None)),
        ("second", NOON.replace(tzinfo=None)),
        ("second", NOON + SECOND / 2),
        ("second", NOON + SECOND / 1_000_000),
        ("price", Decimal("NaN")),
        ("price", Decimal("Infinity")),
    ],
)
def test_what_the_api_cannot_say_is_not_written(
    models: ModuleType, name: str, value: object
) -> None:
    """Times without a time zone, or finer than the API counts, are a `ValueError`."""
    record = models.structure(BASICS, models.Basics)
    setattr(record, name, value)

    with pytest.raises(ValueError, match=r"no |JSON"):
        models.unstructure(record)
    with pytest.raises(ValueError, match=r"no |JSON"):
        models.to_json(record)


@pytest.mark.parametrize("seconds", [-62_135_596_800, -1, 0, 253_402_300_799])
def test_unixtime_is_exact(models: ModuleType, seconds: int) -> None:
    """Seconds of the years 1 to 9999 are read and written exactly."""
    value = models.structure({**BASICS, "second": seconds}, models.Basics)

    assert value.second.tzinfo is dt.UTC
    assert seconds == models.unstructure(value)["second"]


@pytest.mark.parametrize("seconds", [-62_135_596_801, 253_402_300_800, 2**63, -(2**99)])
def test_unixtime_beyond_the_calendar_is_refused(
    models: ModuleType, seconds: int
) -> None:
    """Seconds before the year 1 and after 9999 are refused, such as milliseconds."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({**BASICS, "second": seconds}, models.Basics)

    assert ["$.second"] == [problem.path for problem in caught.value.problems]


def test_unixtime_of_another_zone_is_the_same_second(models: ModuleType) -> None:
    """A time is written as its second, whatever its time zone."""
    record = models.structure(BASICS, models.Basics)
    record.second = NOON.astimezone(dt.timezone(dt.timedelta(hours=5.5)))

    assert int(NOON.timestamp()) == models.unstructure(record)["second"]


def test_offset_with_seconds_is_written_in_utc(models: ModuleType) -> None:
    """A time zone of long ago, with seconds, is written as the same moment in UTC."""
    odd = dt.timezone(dt.timedelta(minutes=19, seconds=32))
    value = models.Spellings(moment=dt.datetime(1900, 1, 1, tzinfo=odd))
    written = models.unstructure(value)

    assert "1899-12-31T23:40:28Z" == written["moment"]
    assert value == models.structure(written, models.Spellings)


def test_nothing_is_read_twice(package_from: PackageFrom) -> None:
    """A value that is spelt unusually costs no second look at what is beside it.

    Otherwise forty objects, each in another, would be looked at for ever.
    """
    models = package_from("""
unions: {Either: {members: [datetime, Node]}}
objects:
  Node:
    fields:
      child: {type: "Node?", optional: true}
      either: {type: Either, optional: true}
      when: {type: datetime}
""")
    payload: dict[str, object] = {"when": "2024-11-01t00:00:00z"}
    for key in ("child", "either") * 20:
        payload = {key: payload, "when": "2024-11-01t00:00:00z"}

    assert payload == models.unstructure(models.structure(payload, models.Node))

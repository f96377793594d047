"""Which keys of the language a text uses."""

from collections.abc import Iterator

from attrspec.kinds import FlagOr, ListOf, MapOf, Section
from attrspec.source import JsonValue

__all__ = ["said"]


def said(section: Section, value: JsonValue) -> Iterator[tuple[str, str]]:
    """Yield each section and key of the language in a mapping of a spec."""
    kinds = {key.name: key.kind for key in section.keys}
    for name, inner in value.items() if isinstance(value, dict) else ():
        yield section.name, name
        match kinds[name], inner:
            case MapOf(value=Section() as kind), dict():
                items = list(inner.values())
            case ListOf(item=Section() as kind), list():
                items = inner
            case ((FlagOr(section=kind) | (Section() as kind)), dict()):
                items = [inner]
            case _:
                continue
        for item in items:
            yield from said(kind, item)

"""What can stand under the keys of the spec language: texts, flags, lists, sections."""

from typing import TypeAlias

from attrs import frozen

__all__ = [
    "Amount",
    "AnyValue",
    "Anything",
    "Flag",
    "FlagOr",
    "Key",
    "Kind",
    "Length",
    "ListOf",
    "MapOf",
    "Number",
    "Section",
    "Text",
    "Value",
]


@frozen
class Text:
    """A text."""

    says: str = "text"
    pattern: str = ""
    choices: tuple[str, ...] = ()


@frozen
class Value:
    """A text or an integer."""

    says: str = "text or an integer"


@frozen
class Flag:
    """True or false."""

    says: str = "true or false"


@frozen
class Number:
    """One certain integer."""

    value: int

    @property
    def says(self) -> str:
        """What stands here, in words."""
        return f"the number {self.value}"


@frozen
class Amount:
    """Any number, or one that is more than nothing."""

    is_positive: bool = False

    @property
    def says(self) -> str:
        """What stands here, in words."""
        return "a number above 0" if self.is_positive else "a number"


@frozen
class Length:
    """A number of characters, items or keys."""

    most: int | None = None

    @property
    def says(self) -> str:
        """What stands here, in words."""
        if self.most is None:
            return "an integer of 0 or more"
        return f"an integer from 0 to {self.most}"


@frozen
class Anything:
    """A mapping of what JSON has too."""

    says: str = "a JSON object"


@frozen
class AnyValue:
    """Whatever JSON has too."""

    says: str = "a JSON value"


@frozen
class ListOf:
    """A list."""

    item: "Text | Value | Section"

    @property
    def says(self) -> str:
        """What stands here, in words."""
        return f"a list, each item {self.item.says}"


@frozen
class MapOf:
    """A mapping whose keys the author chooses."""

    key: Text
    value: "Kind"

    @property
    def says(self) -> str:
        """What stands here, in words."""
        return f"a mapping of {self.key.says} to {self.value.says}"


@frozen
class Key:
    """A key of the language."""

    name: str
    kind: "Kind"
    doc: str
    is_required: bool = False
    default: str = ""


@frozen
class Section:
    """A mapping with keys of the language."""

    name: str
    doc: str
    keys: tuple[Key, ...]
    example: str

    @property
    def says(self) -> str:
        """What stands here, in words."""
        if self.name in _FILE_SECTIONS:
            return _FILE_SECTIONS[self.name]
        return f"{'an' if self.name[0] in 'aeio' else 'a'} {self.name}"


@frozen
class FlagOr:
    """True or false, or a mapping that says more than true."""

    section: Section

    @property
    def says(self) -> str:
        """What stands here, in words."""
        keys = ", ".join(key.name for key in self.section.keys)
        return f"true, false or a mapping with some of {keys}"


_FILE_SECTIONS = {"package": "package.yaml", "file": "a file with types"}

Kind: TypeAlias = (
    Text
    | Value
    | AnyValue
    | Flag
    | FlagOr
    | Number
    | Amount
    | Length
    | Anything
    | ListOf
    | MapOf
    | Section
)

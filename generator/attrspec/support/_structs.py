"""JSON text to objects with no dicts in between, where msgspec is installed.

msgspec parses text straight into structs, whose fields it checks on the way. Here each
class gets a struct that holds its usual payload: the keys that the spec knows, each
with a value of its usual type. What a struct holds then fills an object. msgspec never
has a say in what is wrong: text that it refuses is read as if it were not installed.
"""

import re
from collections.abc import Callable, Mapping
from types import GenericAlias
from typing import Any, Final, Literal, NamedTuple, Never, TypeAlias, TypeVar, cast

from ._codecs import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Codec,
    ListCodec,
    MapCodec,
    Nullable,
)
from ._errors import Mismatch
from ._json import JsonText, load_msgspec
from ._keys import Keys, Spelling, noted
from ._record import ABSENT
from ._shapes import RecordCodec, UnionCodec

__all__ = ["reader_of_text"]

T = TypeVar("T")

Struct: TypeAlias = Any
"""A class that msgspec makes, or an object of it: there are no types to import."""

Take: TypeAlias = Callable[[Any], Any]

_NAME: Final = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
"""A key that a field of a struct can have."""

_MOST_KEYS: Final = 64
"""How many keys a struct may have: msgspec looks for each among all of them."""

_DEEPEST: Final = 30
"""How many structs may be inside each other: to make one takes several calls."""

put: Final = object.__setattr__
"""Assigns to an attribute, of a frozen object as well."""


def reader_of_text(codec: Codec[T]) -> Callable[[JsonText], T] | None:
    """
    Return what reads the usual JSON text of a type, or None if it would be no quicker.

    For any other text it raises ValueError, `Mismatch` or RecursionError.
    """
    msgspec = load_msgspec()
    if msgspec is None:
        return None
    type_, take = _Forms(msgspec.defstruct, msgspec.structs.astuple).of(codec)
    if type_ is Any:
        return None
    decode: Callable[[JsonText], Any] = msgspec.json.Decoder(type_).decode
    return decode if take is None else lambda text: take(decode(text))


class _Form(NamedTuple):
    """In what form msgspec gives the values of a type."""

    type_: Any
    """What it is asked for."""

    take: Take | None = None
    """What makes a value of what it gives, if that is not the value already."""


_PLAIN: Final[Mapping[Codec[Any], _Form]] = {
    STRING: _Form(str),
    BOOLEAN: _Form(bool),
    INTEGER: _Form(int),
    NUMBER: _Form(int | float),
}


def _taken(struct: Struct) -> object:
    """Return the object that a struct fills."""
    return struct.taken()


def _all_taken(structs: list[Struct]) -> list[object]:
    return [struct.taken() for struct in structs]


def _mismatch(_: Struct) -> Never:
    raise Mismatch


class _Forms:
    """
    The forms of types.

    Args:
        defstruct: What makes the class of a struct.
        astuple: What returns the values of a struct.
    """

    def __init__(
        self,
        defstruct: Callable[..., Struct],
        astuple: Callable[[Struct], tuple[Any, ...]],
    ) -> None:
        self.defstruct = defstruct
        self.astuple = astuple
        self.structs: dict[tuple[RecordCodec[Any], str | None], Struct | None] = {}
        """The structs of classes, by the key that is their tag."""

        self.depth = 0
        """How many are being made, each for a field of the one before."""

        self.forms: Mapping[type, Callable[[Any], _Form]] = {
            Nullable: self.nullable,
            ListCodec: self.list_of,
            MapCodec: self.map_of,
            RecordCodec: self.record,
            UnionCodec: self.union,
        }

    def of(self, codec: Codec[Any]) -> _Form:
        """Return the form of the values of a codec."""
        codec = codec.itself
        if codec in _PLAIN:
            return _PLAIN[codec]
        form = self.forms.get(type(codec))
        return _Form(Any, codec.read) if form is None else form(codec)

    def nullable(self, codec: Nullable[Any]) -> _Form:
        """Return the form of values that may be null."""
        type_, take = self.of(codec.codec)
        if take is None:
            return _Form(type_ | None)

        def read(found: object) -> object:
            return None if found is None else take(found)

        return _Form(type_ | None, read)

    def list_of(self, codec: ListCodec[Any]) -> _Form:
        """Return the form of lists."""
        type_, take = self.of(codec.item)
        of_list = GenericAlias(list, (type_,))
        if take is None:
            return _Form(of_list)
        if take is _taken:  # without a call for each
            return _Form(of_list, _all_taken)

        def read(found: list[Any]) -> list[object]:
            return [take(item) for item in found]

        return _Form(of_list, read)

    def map_of(self, codec: MapCodec[Any]) -> _Form:
        """Return the form of maps."""
        type_, take = self.of(codec.value)
        of_map = GenericAlias(dict, (str, type_))
        if take is None:
            return _Form(of_map)

        def read(found: dict[str, Any]) -> dict[str, object]:
            return {key: take(value) for key, value in found.items()}

        return _Form(of_map, read)

    def record(self, codec: RecordCodec[Any]) -> _Form:
        """Return the form of objects of one class."""
        tag = next(iter(codec.keys.constants), None)
        return self.alone(codec, tag) or _Form(Any, codec.read)

    def union(self, codec: UnionCodec[Any]) -> _Form:
        """Return the form of objects that are told apart by a tag."""
        otherwise = _Form(Any, codec.read)
        members = list(codec.by_tag.values())
        tags = [member.keys.constants.get(codec.tag) for member in members]
        if tags != list(codec.by_tag):
            return otherwise
        if len(members) == 1:
            return self.alone(members[0], codec.tag) or otherwise
        structs: list[Any] = []
        for member in members:
            struct = self.struct(member, codec.tag)
            if struct is None:
                return otherwise
            structs.append(struct)
        type_, *others = structs
        for other in others:
            type_ |= other
        return _Form(type_, _taken)

    def alone(self, codec: RecordCodec[Any], tag: str | None) -> _Form | None:
        """Return the form of a class whose struct is in no union, if it has one."""
        struct = self.struct(codec, tag)
        if struct is None:
            return None
        if tag is None:
            return _Form(struct, _taken)
        # msgspec lets a tag be absent that tells no structs apart.
        other = self.defstruct(
            "Other",
            [],
            tag_field=tag,
            tag=f"not {codec.keys.constants[tag]}",
            namespace={"taken": _mismatch},
        )
        return _Form(struct | other, _taken)

    def struct(self, codec: RecordCodec[Any], tag: str | None) -> Struct | None:
        """
        Return the struct of a class, or None if it can have none.

        It has none while it is being made: types may form circles, and long chains.

        Args:
            codec: The codec of the class.
            tag: The key of the constant by which the struct is told apart.
        """
        key = codec, tag
        if key not in self.structs:
            if self.depth == _DEEPEST:
                return None
            self.structs[key] = None
            self.depth += 1
            fields = _Fields(self.of)
            codec.examine(fields)
            self.structs[key] = self._defined(codec, fields, tag)
            self.depth -= 1
        return self.structs[key]

    def _defined(
        self, codec: RecordCodec[Any], fields: "_Fields", tag: str | None
    ) -> Struct | None:
        constants = dict(fields.constants)
        text = constants.pop(tag) if tag is not None else None
        keys = [*fields.keys, *constants]
        if len(keys) > _MOST_KEYS or not all(map(_NAME.fullmatch, keys)):
            return None
        types = [*fields.types, *((Literal[text],) for text in constants.values())]
        names = [f"field_{index}" for index in range(len(keys))]
        return self.defstruct(
            codec.name,
            [(name, *type_) for name, type_ in zip(names, types, strict=True)],
            rename=dict(zip(names, keys, strict=True)),
            tag_field=tag,
            tag=text,
            namespace={"taken": fields.method(codec, self.astuple)},
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,  # structs live for a moment, and hold none that holds them
        )


class _Fields(Keys):
    """
    The fields of a struct, one for each key that a class asks for.

    Args:
        form: What returns the form of the values of a codec.
    """

    def __init__(self, form: Callable[[Codec[Any]], _Form]) -> None:
        self.form = form
        self.constants: dict[str, str] = {}
        self.keys: list[str] = []
        self.types: list[tuple[Any, ...]] = []
        """The type of each, and what stands in the struct where it may be absent."""

        self.absences: list[tuple[int, str, object]] = []
        """Fields of which it is told that they are absent, and what they are then."""

        self.makers: list[tuple[int, Take]] = []
        """Fields that hold what a value is made of, and what makes it."""

        self.spelt: list[tuple[int, str, Codec[Any]]] = []
        """Fields whose values can be spelt in several ways, and what reads them."""

    def constant(self, key: str, text: str) -> None:
        self.constants[key] = text

    def required(self, key: str, codec: Codec[T]) -> T:
        self._add(key, codec)
        return cast("T", None)

    def required_or_null(self, key: str, codec: Codec[T]) -> T | None:
        self._add(key, Nullable(codec))
        return None

    def optional(self, key: str, codec: Codec[T]) -> T | None:
        if self.form(codec).take is None:
            self._add(key, codec, None)  # msgspec refuses null: it is an absent key
        else:
            self._add_with_sign(key, codec, None)
        return None

    def optional_or_null(self, key: str, codec: Codec[T]) -> T | None:
        self._add_with_sign(key, Nullable(codec), None)
        return None

    def default(self, key: str, codec: Codec[T], default: T) -> T:
        self._add_with_sign(key, codec, default)
        return default

    def default_or_null(self, key: str, codec: Codec[T], default: T) -> T | None:
        self._add_with_sign(key, Nullable(codec), default)
        return default

    def _add_with_sign(self, key: str, codec: Codec[Any], value: object) -> None:
        """Add a field with a sign for an absent key, which stands for *value*."""
        self.absences.append((len(self.keys), key, value))
        self._add(key, codec, ABSENT)

    def _add(self, key: str, codec: Codec[Any], *default: object) -> None:
        """Add a field; *default* is what it is if the key is absent, if it may be."""
        type_, take = self.form(codec)
        if codec.has_spellings:
            self.spelt.append((len(self.keys), key, codec))
        elif take is not None:
            self.makers.append((len(self.keys), take))
        self.keys.append(key)
        self.types.append((type_, *default))

    def method(
        self, codec: RecordCodec[Any], astuple: Callable[[Struct], tuple[Any, ...]]
    ) -> Take:
        """Return the method of a struct that fills an object."""
        fill, count = codec.fill, len(self.keys)
        makers, spelt, bits = self.makers, self.spelt, codec.keys.bits
        absences = [(index, bits[key], value) for index, key, value in self.absences]

        def filled(values: list[Any]) -> object:
            for index, make in makers:
                if (found := values[index]) is not ABSENT:
                    values[index] = make(found)
            spellings: dict[str, Spelling] = {}
            for index, key, of_value in spelt:
                if (found := values[index]) is not ABSENT:
                    values[index] = noted(key, of_value, found, spellings)
            absent = 0
            for index, bit, value in absences:
                if values[index] is ABSENT:
                    values[index] = value
                    absent |= bit
            record = fill(tuple(values))
            if absent:
                put(record, "as_read", codec.absences(absent))
            if spellings:
                put(record, "as_read", {**record.as_read, **spellings})
            return record

        if makers or spelt or len(self.constants) > 1:
            return lambda struct: filled(list(astuple(struct)[:count]))
        indexes = [index for index, _, _ in absences]

        def filled_at_once(struct: Struct) -> object:
            values = astuple(struct)
            for index in indexes:
                if values[index] is ABSENT:
                    return filled(list(values))
            return fill(values)

        return filled_at_once

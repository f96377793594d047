"""The types of a package, looked up by what is asked for."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Never, TypeAlias, TypeVar, cast

from . import _json
from ._codecs import Codec, is_exact
from ._errors import ROOT, TOO_DEEP, Mismatch, Problem
from ._forms import codec_of_form, has_records, title_of_form
from ._json import JsonText
from ._record import Json, Record, Unknown
from ._shapes import ChoiceCodec, RecordCodec, UnionCodec, write_unknown

if TYPE_CHECKING:
    from ._payload_error import PayloadError

__all__ = ["NamedCodec", "Types"]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

NamedCodec: TypeAlias = RecordCodec[Any] | UnionCodec[Any] | ChoiceCodec[Any]


_UNUSUAL = (
    *(KeyError, TypeError, ValueError, BufferError, RecursionError),
    Mismatch,
)
"""What the quick ways raise for text that is not usual, or for a type that is new."""

_OFTEN = 10
"""How often a type is read before msgspec is loaded for it, with all that it refers to:
that takes a moment, which a few texts are not worth."""


class Types:
    """
    The types of a package, and what can be put together from them.

    Args:
        codecs: The codecs of classes and unions.
    """

    def __init__(self, codecs: Mapping[Any, NamedCodec]) -> None:
        self._named = dict(codecs)
        self._codecs: dict[Any, Codec[Any]] = {}
        self._readers: dict[Any, Callable[[Json], Any]] = {}
        self._text_readers = _TextReaders(self.codec)
        self._writers: dict[type, Callable[[Any], dict[str, Json]]] = {}
        self._writers[Unknown] = write_unknown

    def _find(self, type_: object) -> NamedCodec | None:
        """Return the codec of a class or union, if it is of this package."""
        return self._named.get(type_)

    def __contains__(self, type_: object) -> bool:
        """Whether a type is a class of this package, or a union that has one."""
        codec = self._find(type_) if has_records(type_) else None
        return codec is not None and not codec.has_spellings

    def codec(self, type_: object) -> Codec[Any]:
        """
        Return the codec of a type.

        Raises:
            TypeError: *type_* is not of this package, nor put together from its types.
        """
        try:
            codec = self._codecs.get(type_)
        except TypeError:  # it is not even hashed, as `[Report]` is not
            raise _foreign(type_) from None
        if codec is None:
            codec = codec_of_form(type_, self.codec) or self._find(type_)
            if codec is None:
                raise _foreign(type_)
            if codec.has_spellings:
                raise TypeError(
                    f"{type_!r} is read where a class has it: its values can be spelt "
                    "in several ways, and only an object remembers in which it was"
                )
            self._codecs[type_] = codec
            self._readers[type_] = (
                codec.read_usual if isinstance(codec, RecordCodec) else codec.read
            )
        return codec

    def record(self, type_: type[R]) -> RecordCodec[R]:
        """
        Return the codec of a class.

        Raises:
            TypeError: *type_* is no class of this package.
        """
        codec = self.codec(type_)
        if not isinstance(codec, RecordCodec):
            raise TypeError(f"{type_!r} is not a class of this package")
        return codec

    def title(self, type_: object) -> str:
        """Return what a type is called."""
        codec = self._find(type_)
        return title_of_form(type_, self.title) if codec is None else codec.name

    def structure(self, payload: object, type_: object) -> Any:
        """
        Return what *payload* stands for.

        Raises:
            PayloadError: It stands for nothing of this type; the error says why.
            TypeError: *type_* is not of this package.
        """
        codec = self.codec(type_)
        found = cast("Json", payload)
        try:
            try:
                return codec.read(found)
            except Mismatch:
                pass  # of which a user need not know
            return self._exactly(type_, codec.read, found)
        except RecursionError:
            deep = Problem.saying(ROOT, codec.expected, TOO_DEEP)
            error = self._error(type_, [deep])
        raise error

    def structure_carefully(self, payload: object, type_: type[R]) -> R:
        """
        Return the object that *payload* stands for, as `structure` does more quickly.

        The generated tests hold one against the other.

        Raises:
            PayloadError: It stands for none; the error says why.
            TypeError: *type_* is not of this package.
        """
        read = self.record(type_).read_carefully
        return self._exactly(type_, read, cast("Json", payload))

    def from_json(self, text: JsonText, type_: object) -> Any:
        """
        Return what a JSON text stands for.

        Raises:
            PayloadError: It is not JSON, or stands for nothing of this type.
            TypeError: *type_* is not of this package.
        """
        # Where a quick way fails, the exact way gives the value or says what is wrong.
        if _json.has_msgspec:
            try:
                return self._text_readers[type_](text)
            except _UNUSUAL:
                pass
        if (quick := _json.quick) is not None:
            try:
                return self._readers[type_](quick.loads(text))
            except _UNUSUAL:
                pass
        self.codec(type_)  # which there has to be, whatever the text is
        payload = _json.decode(text, lambda: self.title(type_))
        return self.structure(payload, type_)

    def to_json(self, value: object, type_: object = None) -> bytes:
        """
        Return a value as JSON text.

        Raises:
            TypeError: *value* is not of this package, or not a *type_*.
            ValueError: *value* holds what JSON text or the API cannot.
        """
        if (quick := _json.quick) is not None:
            try:
                return quick.dumps(self._writer(value, type_)(value))
            except (TypeError, RecursionError):
                pass  # the exact way writes it or says what is wrong
        return _json.encode(self.unstructure(value, type_))

    def unstructure(self, value: object, type_: object = None) -> Json:
        """
        Return the payload of *value*.

        Args:
            value: The value.
            type_: What it was read as, or would be. Objects say themselves what they
                are.

        Raises:
            TypeError: *value* is not of this package, or not a *type_*.
            ValueError: *value* holds what the API cannot express, or is too deep.
        """
        try:
            return self._writer(value, type_)(value)
        except RecursionError:
            raise ValueError(TOO_DEEP) from None

    def _writer(self, value: object, type_: object) -> Callable[[Any], Json]:
        class_ = type(value)
        if type_ is None:
            write = self._writers.get(class_)
            if write is not None:
                return write
            record = self._find(class_)
            if not isinstance(record, RecordCodec):
                raise TypeError(f"a {class_.__name__} is not of this package")
            self._writers[class_] = record.write_usual
            return record.write_usual
        codec = self.codec(type_)
        if not codec.holds(value):
            other = " with something else in it" if codec.has(value) else ""
            raise TypeError(f"a {class_.__name__}{other} is no {self.title(type_)}")
        return codec.write

    def _exactly(self, type_: object, read: Callable[[Json], T], payload: Json) -> T:
        """Return what *payload*, in which a large float is a float, is read as.

        Raises:
            PayloadError: It stands for nothing; the error says why.
        """
        token = is_exact.set(True)
        try:
            return read(payload)
        except Mismatch:
            error = self._error(type_, self.codec(type_).explain(payload, ROOT))
        finally:
            is_exact.reset(token)
        raise error

    def _error(self, type_: object, problems: Iterable[Problem]) -> "PayloadError":
        from ._payload_error import PayloadError

        return PayloadError(self.title(type_), problems)


class _TextReaders(dict[Any, Callable[[JsonText], Any]]):
    """
    What reads the usual text of types that are often read. Others are not found.

    Args:
        codec: What returns the codec of a type.
    """

    def __init__(self, codec: Callable[[object], Codec[Any]]) -> None:
        super().__init__()
        self.codec = codec
        self.counts: dict[object, int] = {}

    def __missing__(self, type_: object) -> Callable[[JsonText], Any]:
        codec = self.codec(type_)
        count = self.counts[type_] = self.counts.get(type_, 0) + 1
        if count < _OFTEN:
            raise KeyError(type_)
        from ._structs import reader_of_text

        read = self[type_] = reader_of_text(codec) or _refuse
        return read


def _refuse(_: JsonText) -> Never:
    raise Mismatch


def _foreign(type_: object) -> TypeError:
    return TypeError(f"{type_!r} is neither a type of this package nor one of JSON")

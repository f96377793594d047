"""The types of a package, looked up by what is asked for."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from . import _json
from ._codecs import is_exact
from ._errors import ROOT, TOO_DEEP, Mismatch, Problem
from ._json import JsonText
from ._record import Json, Record, Unknown
from ._shapes import RecordCodec, UnionCodec, write_unknown

if TYPE_CHECKING:
    from ._payload_error import PayloadError

__all__ = ["AnyCodec", "Types"]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

AnyCodec: TypeAlias = RecordCodec[Any] | UnionCodec[Any]


class Types:
    """
    The types of a package.

    Args:
        codecs: Their codecs, by class or union.
    """

    def __init__(self, codecs: Mapping[Any, AnyCodec]) -> None:
        self._codecs: dict[Any, AnyCodec] = {}
        self._readers: dict[Any, Callable[[Json], Any]] = {}
        self._writers: dict[type, Callable[[Any], dict[str, Json]]] = {}
        self._writers[Unknown] = write_unknown
        for type_, codec in codecs.items():
            self._add(type_, codec)

    def _add(self, type_: Any, codec: AnyCodec) -> AnyCodec:
        self._codecs[type_] = codec
        if isinstance(codec, RecordCodec):
            self._readers[type_] = codec.read_usual
            self._writers[type_] = codec.write_usual
        else:
            self._readers[type_] = codec.read
        return codec

    def _find(self, type_: object) -> AnyCodec | None:
        """Return the codec of a class or union, if it is of this package."""
        return self._codecs.get(type_)

    def __contains__(self, type_: object) -> bool:
        return self._find(type_) is not None

    def codec(self, type_: object) -> AnyCodec:
        """
        Return the codec of a class or union.

        Raises:
            TypeError: *type_* is not of this package.
        """
        codec = self._find(type_)
        if codec is None:
            raise TypeError(f"{type_!r} is not a type of this package")
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

    def structure(self, payload: object, type_: object) -> Any:
        """
        Return the object that *payload* stands for.

        Raises:
            PayloadError: It stands for none; the error says why.
            TypeError: *type_* is not of this package.
        """
        codec = self.codec(type_)
        found = cast("Json", payload)
        try:
            try:
                return codec.read(found)
            except Mismatch:
                return _exactly(codec, codec.read, found)
        except RecursionError:
            deep = Problem.saying(ROOT, codec.expected, TOO_DEEP)
            error = _error(codec, [deep])
        raise error

    def structure_carefully(self, payload: object, type_: type[R]) -> R:
        """
        Return the object that *payload* stands for, as `structure` does more quickly.

        The generated tests hold one against the other.

        Raises:
            PayloadError: It stands for none; the error says why.
            TypeError: *type_* is not of this package.
        """
        codec = self.record(type_)
        return _exactly(codec, codec.read_carefully, cast("Json", payload))

    def from_json(self, text: JsonText, type_: object) -> Any:
        """
        Return the object that a JSON text stands for.

        Raises:
            PayloadError: It is not JSON, or stands for no such object.
            TypeError: *type_* is not of this package.
        """
        quick, read = _json.quick, self._readers.get(type_)
        if quick is not None and read is not None:
            try:
                return read(quick.loads(text))
            except (ValueError, Mismatch, RecursionError):
                pass  # the exact way gives the value or says what is wrong
        return self.structure(_json.decode(text, self.codec(type_).name), type_)

    def to_json(self, value: Record | Unknown) -> bytes:
        """
        Return an object as JSON text.

        Raises:
            TypeError: *value* is not of this package.
            ValueError: *value* holds what JSON text or the API cannot.
        """
        quick, write = _json.quick, self._writers.get(type(value))
        if quick is not None and write is not None:
            try:
                return quick.dumps(write(value))
            except (TypeError, RecursionError):
                pass  # the exact way writes it or says what is wrong
        return _json.encode(self.unstructure(value))

    def unstructure(self, value: Record | Unknown) -> dict[str, Json]:
        """
        Return the payload of *value*.

        Raises:
            TypeError: *value* is not of this package.
            ValueError: *value* holds what the API cannot express, or is too deep.
        """
        write = self._writers.get(type(value)) or self._writer(type(value))
        try:
            return write(value)
        except RecursionError:
            raise ValueError(TOO_DEEP) from None

    def _writer(self, class_: type) -> Callable[[Any], dict[str, Json]]:
        codec = self._find(class_)
        if not isinstance(codec, RecordCodec):
            raise TypeError(f"a {class_.__name__} is not of this package")
        return codec.write_usual


def _exactly(codec: AnyCodec, read: Callable[[Json], T], payload: Json) -> T:
    """Return what *payload*, in which a large float is a float, is read as.

    Raises:
        PayloadError: It stands for nothing; the error says why.
    """
    token = is_exact.set(True)
    try:
        return read(payload)
    except Mismatch:
        error = _error(codec, codec.explain(payload, ROOT))
    finally:
        is_exact.reset(token)
    raise error


def _error(codec: AnyCodec, problems: Iterable[Problem]) -> "PayloadError":
    from ._payload_error import PayloadError

    return PayloadError(codec.name, problems)

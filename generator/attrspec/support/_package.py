"""The types of a package, looked up by what is asked for."""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from cattrs import BaseConverter

from ._errors import Mismatch, PayloadError, Problem
from ._record import Json, Record, Unknown
from ._shapes import RecordCodec, UnionCodec, write_unknown

__all__ = ["Types"]

AnyCodec: TypeAlias = RecordCodec[Any] | UnionCodec[Any]


class Types:
    """
    The types of a package.

    Args:
        codecs: Their codecs, by class or union.
    """

    def __init__(self, codecs: Mapping[Any, AnyCodec]) -> None:
        self._codecs = codecs

    def _codec(self, type_: object) -> AnyCodec:
        codec = self._codecs.get(type_)
        if codec is None:
            raise TypeError(f"{type_!r} is not a type of this package")
        return codec

    def name(self, type_: object) -> str:
        """
        Return what *type_* is called in messages.

        Raises:
            TypeError: *type_* is not of this package.
        """
        return self._codec(type_).name

    def structure(self, payload: object, type_: object) -> Any:
        """
        Return the object that *payload* stands for.

        Raises:
            PayloadError: It stands for none; the error says why.
            TypeError: *type_* is not of this package.
        """
        codec = self._codec(type_)
        found = cast("Json", payload)
        try:
            try:
                return codec.read(found)
            except Mismatch:
                error = PayloadError(codec.name, codec.explain(found, "$"))
        except RecursionError:
            deep = Problem("$", codec.expected, "arrays or objects nested too deeply")
            error = PayloadError(codec.name, [deep])
        raise error

    def unstructure(self, value: Record | Unknown) -> dict[str, Json]:
        """
        Return the payload of *value*.

        Raises:
            TypeError: *value* is not of this package.
        """
        if isinstance(value, Unknown):
            return write_unknown(value)
        return self._codec(type(value)).write(value)

    def configure(self, converter: BaseConverter) -> None:
        """Teach a cattrs converter these types."""
        converter.register_structure_hook_func(self._knows, self.structure)
        converter.register_unstructure_hook_func(self._knows, self.unstructure)

    def _knows(self, type_: object) -> bool:
        try:
            return type_ in self._codecs or type_ is Unknown
        except TypeError:  # such as Annotated with a list, which has no hash
            return False

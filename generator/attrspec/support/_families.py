"""The types of a package whose modules are loaded when one of their types is used."""

import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from ._codecs import Codec
from ._forms import is_union
from ._package import NamedCodec, Types
from ._record import Record
from ._shapes import ChoiceCodec, UnionCodec

__all__ = ["FamilyTypes"]


class FamilyTypes(Types):
    """
    The types of a package that has a module for each family of types.

    Args:
        package: The name of the package.
        families: The names of types, by the modules in which they are.
    """

    def __init__(self, package: str, families: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__({})
        self._package = package
        self._families = families
        self._modules = {
            name: module for module, names in families.items() for name in names
        }

    def codec_of(self, name: str) -> Any:
        """Return the codec of a type by its name, a codec of that type."""
        return self._codecs_beside(name)[name]

    def _codecs_beside(self, name: str) -> Mapping[str, Codec[Any]]:
        module = f"{self._package}.converters._{self._modules[name]}"
        codecs: Mapping[str, Codec[Any]] = import_module(module).CODECS
        return codecs

    def later(self, name: str, *, has_spellings: bool = False) -> Any:
        """
        Return what stands for the codec of a type until that is needed.

        Args:
            name: The name of the type.
            has_spellings: What the codec says of itself.
        """
        return _Later(lambda: self.codec_of(name), has_spellings=has_spellings)

    def _find(self, type_: object) -> NamedCodec | None:
        codec = super()._find(type_)
        if codec is None:
            name = self._name_of(type_)
            if name:
                codec = self._named[type_] = self.codec_of(name)
        return codec

    def _name_of(self, type_: object) -> str:
        """Return the name of a class or a union, or nothing."""
        if isinstance(type_, type):
            return type_.__name__ if self._has(type_) else ""
        # A union of values is a `Literal`; one with None has no name.
        is_literal = get_origin(type_) is Literal
        if is_literal or (is_union(type_) and NoneType not in get_args(type_)):
            for name in self._aliases(type_):
                codec = self._codecs_beside(name).get(name)
                if isinstance(codec, UnionCodec | ChoiceCodec):
                    return name
        return ""

    def _has(self, class_: type) -> bool:
        module = self._modules.get(class_.__name__)
        path = f"{self._package}.models.{module}"
        return issubclass(class_, Record) and class_.__module__ == path

    def _aliases(self, type_: object) -> Iterator[str]:
        """Yield the names of a union, those in modules that are loaded first."""
        paths = {f"{self._package}.models.{name}": name for name in self._families}
        for path in sorted(paths, key=lambda path: path not in sys.modules):
            models = vars(import_module(path))
            for name in self._families[paths[path]]:
                if models[name] == type_:
                    yield name


class _Later:
    """
    Stands for a codec of another module, and loads that when it is needed.

    Args:
        codec: What returns the codec.
        has_spellings: What the codec says of itself.
    """

    def __init__(self, codec: Callable[[], Codec[Any]], *, has_spellings: bool) -> None:
        self._codec = codec
        self.has_spellings = has_spellings

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._codec(), name)
        setattr(self, name, value)  # so it is there the next time
        return value

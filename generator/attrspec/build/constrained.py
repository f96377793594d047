"""Constraints in generated code: the codecs that check them, and their strategies."""

from attrs import frozen

from attrspec.constraints import example_of, sample
from attrspec.imports import Imports
from attrspec.layout import Layout, call, literal
from attrspec.python import Code, string
from attrspec.spec import (
    Basic,
    BasicType,
    Constraints,
    FieldSpec,
    ListType,
    MapType,
    NullableType,
    ObjectSpec,
    Type,
)

from .types import Types, either

__all__ = ["Drawn", "constrained_codec"]

_SPREAD = 3
"""How many more items than it needs a list or map has that is drawn."""


def constrained_codec(codec: Layout, found: Constraints, imports: Imports) -> Layout:
    """Return a codec that holds what *codec* reads against constraints."""
    if found.min is not None or found.max is not None or found.multiple_of is not None:
        codec = call(
            imports.name("._constraints", "Within"),
            codec,
            least=_given(found.min),
            most=_given(found.max),
            step=_given(found.multiple_of),
        )
    if found.min_length is not None or found.max_length is not None:
        codec = call(
            imports.name("._constraints", "OfLength"),
            codec,
            least=_given(found.min_length),
            most=_given(found.max_length),
        )
    if found.pattern is not None:
        matching = imports.name("._constraints", "Matching")
        codec = call(matching, codec, string(found.pattern))
    return codec


@frozen
class Drawn:
    """How values of fields are drawn: as the constraints of the field allow them."""

    types: Types
    imports: Imports
    of: str
    """Whether they are `payloads` or `objects`."""

    def value(self, type_: Type, field: FieldSpec, item: ObjectSpec) -> Layout:
        """Return the strategy for the values of a field.

        Args:
            type_: Its type here, with null or without.
            field: The field.
            item: The object that has it.
        """
        found = field.constraints
        match type_:
            case _ if not found.spans:
                return self._unconstrained(type_, item)
            case NullableType(inner):
                return either(Code("st.none()"), self.value(inner, field, item))
            case ListType(inner):
                return self._list(self._unconstrained(inner, item), found)
            case MapType(inner):
                return self._map(self._unconstrained(inner, item), found)
            case BasicType(Basic.STRING):
                return _texts(field, item, self.imports)
            case _:
                is_whole = type_ == BasicType(Basic.INTEGER)
                return _numbers(found, self.imports, is_whole=is_whole)

    def _unconstrained(self, type_: Type, item: ObjectSpec) -> Layout:
        return self.types.strategy(type_, item.name, self.imports, self.of)

    def _list(self, items: Layout, found: Constraints) -> Layout:
        if self.of == "payloads":
            arrays = self.imports.name("._drawing", "json_arrays")
            return call(arrays, items, **_few(found))
        return call(Code("st.lists"), items, **_few(found))

    def _map(self, values: Layout, found: Constraints) -> Layout:
        if self.of == "payloads":
            objects = self.imports.name("._drawing", "json_objects")
            return call(objects, values, **_few(found))
        dictionaries = Code("st.dictionaries")
        return call(dictionaries, Code("st.text()"), values, **_few(found))


def _given(value: float | None) -> Layout | None:
    return None if value is None else literal(value)


def _few(found: Constraints) -> dict[str, Layout | None]:
    least = found.min_length or 0
    most = least + _SPREAD
    most = most if found.max_length is None else min(most, found.max_length)
    return {"min_size": _given(found.min_length), "max_size": literal(most)}


def _texts(field: FieldSpec, item: ObjectSpec, imports: Imports) -> Layout:
    found = field.constraints
    sizes = {
        "min_size": _given(found.min_length),
        "max_size": _given(found.max_length),
    }
    if found.pattern is None:
        return call(Code("st.text"), **sizes)
    if sizes == {"min_size": None, "max_size": None}:
        return call(Code("st.from_regex"), string(found.pattern))
    known = sample(found, field.key, example_of(item, field))
    matching = imports.name("._drawing", "matching_texts")
    return call(matching, string(found.pattern), literal(known), **sizes)


def _numbers(found: Constraints, imports: Imports, *, is_whole: bool) -> Layout:
    limits = {"min_value": _given(found.min), "max_value": _given(found.max)}
    if found.multiple_of is not None:
        is_fraction = isinstance(found.multiple_of, float)
        name = "decimal_multiples" if is_fraction else "multiples"
        multiples = imports.name("._drawing", name)
        return call(multiples, literal(found.multiple_of), **limits)
    if is_whole:
        return call(Code("st.integers"), **limits)
    return call(imports.name("._drawing", "numbers_between"), **limits)

"""The tags of objects: what texts they can have under the key that tells them apart."""

from collections.abc import Mapping

from .spec import EnumSpec, EnumType, LiteralType, ObjectSpec

__all__ = ["tags"]


def tags(item: ObjectSpec, key: str, enums: Mapping[str, EnumSpec]) -> tuple[str, ...]:
    """Return the texts that *item* can have under *key*; none if it can have any other.

    They are that of a constant, or those of a closed enum that a required field is of.
    """
    for constant in item.constants:
        if constant.key == key:
            return (constant.value,)
    for field in item.fields:
        if field.key == key and not field.is_optional:
            match field.type:
                case LiteralType(value=str(value)):
                    return (value,)
                case EnumType(name) if not enums[name].is_open:
                    return tuple(v for v in enums[name].values if isinstance(v, str))
                case _:
                    pass
    return ()

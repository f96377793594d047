"""How objects of frozen classes are read: as drafts, which can be filled."""

from typing import Any, TypeVar

__all__ = ["draft_of"]

T = TypeVar("T")


def draft_of(type_: type[T]) -> type[T]:
    """
    Return a class as which an object of a frozen class can be made.

    It is *type_* but for being frozen. An object is made of it, its attributes are
    assigned, and then its class: that is several times quicker than a constructor that
    has to go around what refuses an assignment.
    """
    members = {
        "__slots__": (),
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
        "__doc__": f"A `{type_.__name__}` that is being read.",
    }
    draft: Any = type(f"{type_.__name__}Draft", (type_,), members)
    is_a: type[T] = draft
    return is_a

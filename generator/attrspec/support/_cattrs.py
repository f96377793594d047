"""The types of a package in converters of cattrs."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from cattrs import BaseConverter
from cattrs.errors import AttributeValidationNote, ClassValidationError

from ._errors import Problem
from ._forms import without_none
from ._package import Types
from ._payload_error import PayloadError
from ._record import Record, Unknown

__all__ = ["GroupedPayloadError", "ProblemError", "configure"]

Hook: TypeAlias = Callable[[Any, Any], Any]


class ProblemError(TypeError):
    """One problem of several, as an error of its own."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"expected {problem.expected}, found {problem.found}")
        self.problem = problem
        path = problem.path.removeprefix("$").removeprefix(".")
        if path:
            note = AttributeValidationNote(f"at {problem.path}", path, None)
            self.add_note(note)

    def __reduce__(self) -> tuple[object, ...]:
        return ProblemError, (self.problem,)


class GroupedPayloadError(PayloadError, ClassValidationError):
    """
    A `PayloadError` of a converter with detailed validation: an error for each problem.

    So `cattrs.transform_error` tells all of them, each with its path.
    """

    def __init__(self, message: str, excs: Sequence[Exception], cl: type) -> None:
        problems = [error.problem for error in excs if isinstance(error, ProblemError)]
        super().__init__(getattr(cl, "__name__", str(cl)), problems)
        self.args = (message, excs, cl)

    @classmethod
    def of(cls, error: PayloadError, type_: Any) -> "GroupedPayloadError":
        """Return *error*, of reading a *type_*, as a group."""
        group = cls(str(error), [ProblemError(p) for p in error.problems], type_)
        group.target = error.target
        group.is_complete = error.is_complete
        return group

    def __reduce__(self) -> tuple[object, ...]:
        state = {"target": self.target, "is_complete": self.is_complete}
        return GroupedPayloadError, self.args, state


def configure(converter: BaseConverter, types: Types) -> None:
    """Teach a converter the types of a package, nested in others or not."""

    def is_known(type_: object) -> bool:
        try:
            return without_none(type_) in types
        except TypeError:  # such as Annotated with a list, which has no hash
            return False

    def is_written(type_: object) -> bool:
        return type_ is Unknown or is_known(type_)

    def structure_hook(type_: Any, converter: BaseConverter) -> Hook:
        named = without_none(type_)
        is_nullable = named is not type_
        is_detailed = converter.detailed_validation

        def structure(payload: Any, _: Any) -> Any:
            if payload is None and is_nullable:
                return None
            try:
                return types.structure(payload, named)
            except PayloadError as error:
                if not is_detailed:
                    raise
                group = GroupedPayloadError.of(error, named)
            raise group

        return structure

    def unstructure_hook(type_: Any) -> Callable[[Any], Any]:
        named = without_none(type_)

        def unstructure(value: Any) -> Any:
            if value is None:
                return None
            if isinstance(value, Record | Unknown):  # which say what they are
                return types.unstructure(value)
            return types.unstructure(value, named)

        return unstructure

    converter.register_structure_hook_factory(is_known, structure_hook)
    converter.register_unstructure_hook_factory(is_written, unstructure_hook)

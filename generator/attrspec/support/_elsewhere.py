"""Hypothesis strategies of other families, loaded when they are drawn from."""

from importlib import import_module
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

__all__ = ["elsewhere"]


def elsewhere(module: str, function: str) -> SearchStrategy[Any]:
    """Return what a function of another module returns, when it is first drawn from.

    Args:
        module: The name of the module of strategies.
        function: The name of the function.
    """

    def definition() -> SearchStrategy[Any]:
        path = f".strategies.{module}"
        strategy: SearchStrategy[Any] = getattr(
            import_module(path, __package__), function
        )()
        return strategy

    return st.deferred(definition)

"""Who wants to know when a module of models is loaded.

Hypothesis learns of the classes of a module then: it asks each package that it finds to
register its classes, and to load all of a large one for that would take seconds.
"""

from collections import defaultdict
from collections.abc import Callable

__all__ = ["loaded", "when_loaded"]

_LOADED = set[str]()
_WAITING = defaultdict[str, list[Callable[[], object]]](list)


def loaded(module: str) -> None:
    """Say that a module has all of its types, as each does at its end."""
    _LOADED.add(module)
    for action in _WAITING.pop(module, []):
        action()


def when_loaded(module: str, action: Callable[[], object]) -> None:
    """Call *action* when a module is loaded, or at once if it is.

    Args:
        module: The full name of the module.
        action: What is called, without arguments.
    """
    if module in _LOADED:
        action()
    else:
        _WAITING[module].append(action)

"""The JSON libraries that a generated package finds installed."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

import pytest

__all__ = ["LIBRARIES", "installed"]

LIBRARIES = {
    "json": ("msgspec", "msgspec.json", "orjson"),
    "orjson": ("msgspec", "msgspec.json"),
    "msgspec": ("orjson",),
    "both": (),
}
"""What is installed, and which modules are therefore not found."""


@contextmanager
def installed(models: ModuleType, libraries: str) -> Generator[None]:
    """Let a package find certain libraries, all of which the tests need.

    Args:
        models: The package.
        libraries: One of `LIBRARIES`.
    """
    module = import_module(f"{models.__name__}._json")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in LIBRARIES[libraries]:
            monkeypatch.setitem(sys.modules, name, None)
        quick, has_msgspec = module.installed()
        monkeypatch.setattr(module, "quick", quick)
        monkeypatch.setattr(module, "has_msgspec", has_msgspec)
        yield

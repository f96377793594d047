"""attrspec: Python models generated from a declarative spec, and kept true.

```python
import attrspec

spec = attrspec.load("spec")
files = attrspec.render(spec)
attrspec.write(files, "generated")
assert attrspec.check("spec", "generated").is_current
```
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import (
        check,
        check_installed,
        export_jsonschema,
        import_openapi,
        lint,
        load,
        render,
        write,
    )
    from .diagnostics import Diagnostic, Level, Span, SpecError
    from .drift import Drift
    from .output import ConflictError, Difference, Kind, OutputError, Written
    from .spec import Spec
    from .version import __version__

__all__ = [
    "ConflictError",
    "Diagnostic",
    "Difference",
    "Drift",
    "Kind",
    "Level",
    "OutputError",
    "Span",
    "Spec",
    "SpecError",
    "Written",
    "__version__",
    "check",
    "check_installed",
    "export_jsonschema",
    "import_openapi",
    "lint",
    "load",
    "render",
    "write",
]

_MODULES = {
    "ConflictError": "output",
    "Diagnostic": "diagnostics",
    "Difference": "output",
    "Drift": "drift",
    "Kind": "output",
    "Level": "diagnostics",
    "OutputError": "output",
    "Span": "diagnostics",
    "Spec": "spec",
    "SpecError": "diagnostics",
    "Written": "output",
    "__version__": "version",
}


def __getattr__(name: str) -> object:
    # A command does not load what it has no use for, so neither does this package.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    from importlib import import_module

    value = getattr(import_module(f".{_MODULES.get(name, 'api')}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

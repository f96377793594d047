"""attrspec: Python models generated from a declarative spec, and kept true.

```python
import attrspec

spec = attrspec.load("spec")
files = attrspec.render(spec)
attrspec.write(files, "generated")
assert not attrspec.check(files, "generated")
```
"""

from .api import check, export_jsonschema, lint, load, render, write
from .diagnostics import Diagnostic, Level, Span, SpecError
from .output import Difference, Kind, OutputError, Written
from .spec import Spec

__all__ = [
    "Diagnostic",
    "Difference",
    "Kind",
    "Level",
    "OutputError",
    "Span",
    "Spec",
    "SpecError",
    "Written",
    "check",
    "export_jsonschema",
    "lint",
    "load",
    "render",
    "write",
]

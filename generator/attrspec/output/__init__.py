"""Stage 7: {path: text} → disk, or → differences.

`write` and `compare` take the same mapping, so they cannot disagree. What this package
did not write it does not touch: a manifest beside the files says which are ours, what
we wrote into them, and from what.
"""

from .comparing import (
    Comparison,
    Difference,
    Kind,
    compare,
    compare_hashes,
    compare_installed,
)
from .disk import OutputError, reason
from .manifest import MANIFEST, Origin, listed_files, with_manifest
from .writing import ConflictError, Written, write

__all__ = [
    "MANIFEST",
    "Comparison",
    "ConflictError",
    "Difference",
    "Kind",
    "Origin",
    "OutputError",
    "Written",
    "compare",
    "compare_hashes",
    "compare_installed",
    "listed_files",
    "reason",
    "with_manifest",
    "write",
]

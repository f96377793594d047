"""Documents of others → a spec: files for a person to read, to change and to own.

`document` reads, `schemas` says what each schema is, `unions` what its unions come to,
`names` and `families` what it is called and where it is written, and `writing` writes.
What cannot be said exactly is noted; nothing is left out in silence.
"""

from .pipeline import Imported, import_document

__all__ = ["Imported", "import_document"]

"""`python -m attrspec`."""

from .cli import main

main()

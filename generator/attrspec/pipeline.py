"""Stages 4 to 6 put together: a Spec → the text of every file."""

from collections.abc import Mapping

from .build import build
from .diagnostics import Level, SpecError
from .fingerprint import origin
from .linting import lint
from .output import with_manifest
from .rendering import render as render_plan
from .spec import Spec

__all__ = ["render"]


def render(spec: Spec) -> Mapping[str, str]:
    """Return the text of each file of the generated distribution, by path.

    The manifest is one of them.

    Raises:
        SpecError: The spec contradicts itself.
    """
    errors = [found for found in lint(spec) if found.level is Level.ERROR]
    if errors:
        raise SpecError(errors)
    return with_manifest(render_plan(build(spec)), origin(spec.hashes))

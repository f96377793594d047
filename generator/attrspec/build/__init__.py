"""Stage 5: Spec → plan. Every decision about the output ends here."""

from attrspec.plan import PackagePlan
from attrspec.python import identifier
from attrspec.spec import Spec

from .converters import converters_plan
from .models import models_plan
from .project import (
    init_plan,
    needs_constraints,
    needs_formats,
    project_plan,
    readme_plan,
)
from .strategies import strategies_plan
from .tests import tests_plan
from .types import Types

__all__ = ["build"]


def build(spec: Spec) -> PackagePlan:
    """Return what is to be printed for a resolved spec without errors."""
    types = Types(spec)
    return PackagePlan(
        package=identifier(spec.package.name),
        has_formats=needs_formats(types),
        has_constraints=needs_constraints(types),
        is_frozen=spec.package.is_frozen,
        init=init_plan(types),
        models=models_plan(types),
        converters=converters_plan(types),
        strategies=strategies_plan(types),
        tests=tests_plan(types),
        project=project_plan(types),
        readme=readme_plan(types),
    )

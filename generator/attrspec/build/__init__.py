"""Stage 5: Spec → plan. Every decision about the output ends here."""

from attrspec.plan import FamiliesPlan, PackagePlan, WholePlan
from attrspec.python import identifier
from attrspec.spec import Spec

from .converters import codecs_plans, converters_plan, functions_plan
from .models import models_plans
from .project import (
    init_plan,
    names_plan,
    needs_constraints,
    needs_formats,
    project_plan,
    readme_plan,
)
from .strategies import registrations_plan, strategies_plans
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
        models=models_plans(types),
        strategies=strategies_plans(types),
        whole=None if types.modules else _whole(types),
        families=_families(types) if types.modules else None,
        tests=tests_plan(types),
        project=project_plan(types),
        readme=readme_plan(types),
    )


def _whole(types: Types) -> WholePlan:
    return WholePlan(init=init_plan(types), converters=converters_plan(types))


def _families(types: Types) -> FamiliesPlan:
    return FamiliesPlan(
        names=names_plan(types),
        functions=functions_plan(types),
        codecs=codecs_plans(types),
        registrations=registrations_plan(types),
    )

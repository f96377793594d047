"""Stage 4: what is found in a spec, at the levels that its package sets.

An error stops generation, a warning does not. What a package waives, with a reason, is
not found at all.
"""

from collections.abc import Iterator

from .diagnostics import Diagnostic, Level, did_you_mean, in_order, quoted
from .lints import LINTS, Lint
from .spec import LintSetting, PackageSpec, Spec, Waiver

__all__ = ["lint"]

_ADJUSTABLE = {lint.rule: lint for lint in LINTS if lint.level is Level.WARNING}


def lint(spec: Spec) -> list[Diagnostic]:
    """Return what all lints find, in the order of the source."""
    package = spec.package
    levels = {setting.rule: setting.level for setting in package.lints}
    used = set[tuple[str, str]]()
    found = set(_misspelt(package))
    for row in LINTS:
        level = levels.get(row.rule, row.level) if _is_adjustable(row) else row.level
        if level is not None:
            found.update(_found(row, level, spec, used))
    for waiver in package.waivers:
        if (waiver.rule, waiver.at) not in used and waiver.rule in _ADJUSTABLE:
            message = f"nothing is found by {waiver.rule} at {quoted(waiver.at)}"
            hint = "remove the waiver"
            found.add(
                Diagnostic(waiver.span, "unused-waiver", message, hint, Level.WARNING)
            )
    return in_order(found)


def _is_adjustable(row: Lint) -> bool:
    return row.rule in _ADJUSTABLE


def _found(
    row: Lint, level: Level, spec: Spec, used: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    """Yield what a lint finds, and note which waivers it used."""
    waived = {waiver.at for waiver in spec.package.waivers if waiver.rule == row.rule}
    for finding in row.find(spec):
        if _is_adjustable(row) and finding.at in waived:
            used.add((row.rule, finding.at))
        else:
            yield Diagnostic(
                finding.span, row.rule, finding.message, finding.hint, level
            )


def _misspelt(package: PackageSpec) -> Iterator[Diagnostic]:
    """Yield settings of what is no lint, or is always an error."""
    settings: list[LintSetting | Waiver] = [*package.lints, *package.waivers]
    for setting in settings:
        if setting.rule not in _ADJUSTABLE:
            fixed = setting.rule in {row.rule for row in LINTS}
            problem = "is always an error" if fixed else "is no lint"
            hint = did_you_mean(setting.rule, _ADJUSTABLE)
            hint = hint or f"the lints are {', '.join(_ADJUSTABLE)}"
            message = f"{quoted(setting.rule)} {problem}"
            yield Diagnostic(setting.span, "unknown-lint", message, hint)

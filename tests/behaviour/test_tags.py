"""Unions whose members are told apart by an enum: one of them has several tags."""

from collections.abc import Callable
from types import ModuleType

import pytest

PackageFrom = Callable[[str], ModuleType]

SPEC = """
enums:
  Junction: {values: [and, or]}
objects:
  Compound:
    fields:
      type: {type: Junction}
      filters: {type: "list[Filter]"}
  Equal:
    tag: {type: equal}
    fields: {value: {type: json}}
  Present:
    fields: {type: {type: '"present"'}}
unions:
  Filter: {tag: type, members: [Compound, Equal, Present]}
  Closed: {tag: type, open: false, members: [Compound, Present]}
"""


@pytest.fixture(scope="module")
def models(package_from: PackageFrom) -> ModuleType:
    """A package with a union of such members."""
    return package_from(SPEC)


@pytest.mark.parametrize(
    ("payload", "member"),
    [
        ({"type": "and", "filters": []}, "Compound"),
        ({"type": "or", "filters": [{"type": "equal", "value": 1}]}, "Compound"),
        ({"type": "equal", "value": None}, "Equal"),
        ({"type": "present"}, "Present"),
        ({"type": "absent", "x": 1}, "Unknown"),
    ],
    ids=str,
)
def test_each_tag_tells_a_member(
    models: ModuleType, payload: object, member: str
) -> None:
    """A payload is read by the member one of whose tags it has, and written back."""
    value = models.structure(payload, models.Filter)

    assert member == type(value).__name__
    assert payload == models.unstructure(value)


def test_other_tags_are_refused_by_a_closed_union(models: ModuleType) -> None:
    """All tags of all members are listed where another is found."""
    with pytest.raises(models.PayloadError) as caught:
        models.structure({"type": "xor"}, models.Closed)

    assert "'type: expected " not in str(caught.value)
    assert '"and"' in str(caught.value)
    assert '"present"' in str(caught.value)

"""What a rule is for: `attrspec explain`.

The texts are those of `rules.yaml`, which is read as a spec is.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from attrs import frozen

from .source import load, plain

__all__ = ["Explanation", "explanations"]


@frozen
class Explanation:
    """What a rule is for."""

    rule: str
    why: str
    wrong: str
    """An example that the rule finds fault with; a line that begins with `$` is typed.
    Empty if none can be shown in a few lines."""

    right: str
    """The same, mended."""

    def __str__(self) -> str:
        parts = [f"{self.rule}: {self.why}"]
        for title, example in (("Wrong:", self.wrong), ("Right:", self.right)):
            if example:
                lines = "".join(f"  {line}\n" for line in example.splitlines())
                parts.append(f"{title}\n\n{lines.rstrip()}")
        return "\n\n".join(parts)


@cache
def explanations() -> Mapping[str, Explanation]:
    """Return all rules by their ids, in the order of the alphabet."""
    file = resources.files("attrspec") / "rules.yaml"
    found = plain(load(file.read_bytes(), "rules.yaml"))
    assert isinstance(found, dict)
    return {rule: _explanation(rule, item) for rule, item in found.items()}


def _explanation(rule: str, item: object) -> Explanation:
    match item:
        case {"why": str(why), "wrong": str(wrong), "right": str(right)}:
            return Explanation(rule, why, wrong, right)
        case {"why": str(why)}:
            return Explanation(rule, why, "", "")
        case _:
            raise ValueError(f"{rule} is not explained")

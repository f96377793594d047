"""Findings with texts that terminals, CI systems and markup react to, for Hypothesis.

A spec may come from a stranger, and so may its texts and the names of its files.
"""

import re
import unicodedata

from hypothesis import settings
from hypothesis import strategies as st

from attrspec import Diagnostic, Level, Span
from attrspec.diagnostics import printable

DANGEROUS = [
    *("::error::x", "::stop-commands::t", " ::", ":", ":\ufe0f:", "\ufffa::"),
    *("##[group]", "#", "##", "###[add-mask]x", "#\ufe0f#[", "##vso[task.complete]"),
    *("##teamcity[buildStop]", "]]>", "<!--", "&#10;", "&", "<", '"', "'", "\\"),
    *("%0A", "%", ","),
    *("\r", "\n", "\r\n", "\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ud800"),
    *("\ufffe", "\uffff", "\U0001f600", "\udc80", "\t", "é", "/", "../", "=", "[", "]"),
]

TEXTS = st.lists(
    st.sampled_from(DANGEROUS) | st.text(st.characters(), max_size=5), max_size=6
).map("".join)

DIAGNOSTICS = st.lists(
    st.builds(
        Diagnostic,
        st.builds(Span, TEXTS, st.integers(1, 10**6), st.integers(1, 10**6)),
        st.sampled_from(["unknown-type", "unknown-key"]) | TEXTS,
        TEXTS,
        TEXTS,
        st.sampled_from(Level),
    ),
    max_size=4,
)

drawn = settings(database=None, deadline=None, derandomize=True)


def is_command(line: str) -> bool:
    """Return whether a CI system could take a line for a command.

    Some compare by the rules of a language, by which what nobody sees does not count.
    """
    seen = "".join(c for c in line if unicodedata.category(c)[0] not in "CM")
    return seen.lstrip().startswith("::") or bool(re.search(r"##[A-Za-z]*\[", seen))


def is_safe(text: str) -> bool:
    """Return whether a text moves no cursor and no line of it is a command."""
    return not any(
        is_command(line) or printable(line) != line for line in text.split("\n")
    )

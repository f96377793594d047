"""How findings are printed: for people, for programs and for CI systems.

A printer is a function from findings to text. Whatever a spec says, the text is what
its readers expect and nothing else: no control character is in it, and no line of it is
a command to a CI system but those that `as_github` means.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from .diagnostics import Diagnostic, console
from .version import __version__

__all__ = [
    "FORMATS",
    "as_github",
    "as_json",
    "as_junit",
    "as_sarif",
    "as_text",
    "json_text",
]

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def json_text(value: object) -> str:
    """Return JSON in ASCII, of which no line is a command to a CI system."""
    # Number signs are only in strings, and two of them begin what CI systems look for.
    return json.dumps(value, indent=2).replace("##", "#\\u0023")


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a line for each finding, as compilers print them."""
    return "\n".join(map(str, diagnostics))


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a JSON array with an object for each finding.

    Texts are as they are, not escaped for people. Only what JSON cannot hold, half of a
    surrogate pair, is spelt as an escape.
    """
    return json_text(
        [
            {
                "path": _whole(d.span.path),
                "line": d.span.line,
                "column": d.span.column,
                "level": d.level.value,
                "rule": _whole(d.rule),
                "message": _whole(d.message),
                "hint": _whole(d.hint),
            }
            for d in diagnostics
        ]
    )


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Return workflow commands by which GitHub marks the lines of a pull request."""
    lines: list[str] = []
    for d in diagnostics:
        place = {"file": d.span.path, "line": d.span.line, "col": d.span.column}
        properties = ",".join(
            f"{name}={_property(str(value))}"
            for name, value in {**place, "title": d.rule}.items()
        )
        lines.append(f"::{d.level} {properties}::{_data(d.sentence)}")
    return "\n".join(lines)


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a SARIF 2.1.0 log with a result for each finding."""
    rules = sorted({console(d.rule) for d in diagnostics})
    driver = {
        "name": "attrspec",
        "version": __version__,
        "rules": [
            {"id": rule, "shortDescription": {"text": rule.replace("-", " ")}}
            for rule in rules
        ],
    }
    numbers = _numbered((d.span.path, d.rule, d.message) for d in diagnostics)
    results = [
        {
            "ruleId": console(d.rule),
            "ruleIndex": rules.index(console(d.rule)),
            "level": d.level.value,
            "message": {"text": console(d.sentence)},
            "locations": [_location(d)],
            "partialFingerprints": {"attrspec/v1": f"{_fingerprint(d)}:{number}"},
        }
        for d, number in zip(diagnostics, numbers, strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json_text({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def as_junit(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a JUnit document in which each finding is a test that failed.

    Without findings it has one test that passed: an empty report looks like a failure.
    """
    from xml.etree import ElementTree as ET

    count = len(diagnostics)
    numbers = {"tests": str(count or 1), "failures": str(count), "errors": "0"}
    root = ET.Element("testsuites")
    suite = ET.SubElement(root, "testsuite", {"name": "attrspec", **numbers})
    if not diagnostics:
        ET.SubElement(suite, "testcase", classname="attrspec", name="no findings")
    repeats = _numbered((d.span, d.rule) for d in diagnostics)
    for d, number in zip(diagnostics, repeats, strict=True):
        path, rule = console(d.span.path), console(d.rule)
        # GitLab passes over a test that has the name of another.
        again = f" ({number})" if number > 1 else ""
        case = {
            "classname": path,
            "name": f"{rule} at {d.span.line}:{d.span.column}{again}",
            "file": path,
            "line": str(d.span.line),
        }
        failure = {"message": console(d.sentence), "type": rule}
        test = ET.SubElement(suite, "testcase", case)
        ET.SubElement(test, "failure", failure).text = str(d)
    ET.indent(root)
    # ASCII without a declared encoding is right however the text is then encoded.
    text = ET.tostring(root, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0"?>\n{text}'


def _whole(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _data(text: str) -> str:
    return console(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _location(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(span.path)},
            "region": {"startLine": span.line, "startColumn": span.column},
        }
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    scheme = "file://" if path.startswith("/") else ""
    return f"{scheme}{quote(path, errors='surrogatepass')}"


def _fingerprint(diagnostic: Diagnostic) -> str:
    """Return what stays the same when a finding moves to another line."""
    said = _whole(f"{diagnostic.rule}\n{diagnostic.message}")
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _numbered(keys: Iterable[Hashable]) -> list[int]:
    """Return numbers by which keys that are equal differ: 1, 2, and so on."""
    counts: Counter[Hashable] = Counter()
    numbers: list[int] = []
    for key in keys:
        counts[key] += 1
        numbers.append(counts[key])
    return numbers


FORMATS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
}
"""The printers of findings, by the name that `--format` has for them."""

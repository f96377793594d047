"""The generated tests bite: with one thing wrong in the package, one of them fails."""

import ast
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from mutants import GENERATED, PACKAGE, Mutant, mutants
from mutations import CONVERTER_MUTATIONS, MODEL_MUTATIONS

SAMPLE_SIZE = 42
WORKERS = 2
TESTS = "test_models.py"

CONFTEST = """\
from pathlib import Path

from hypothesis import Phase, settings

import openai_usage_models

# Mutants must not be looked for in another copy of the package.
assert Path(__file__).parents[1] in Path(openai_usage_models.__file__).parents

settings.register_profile(
    "quick",
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("quick")
"""


def _all_mutants() -> list[Mutant]:
    return [
        *mutants("models.py", MODEL_MUTATIONS),
        *mutants("converters.py", CONVERTER_MUTATIONS),
    ]


def _sample(every: Sequence[Mutant]) -> list[Mutant]:
    """Return a mutant of each kind or more, from here and there in the package."""
    kinds: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in every:
        kinds[mutant.kind].append(mutant)
    groups = [
        [group[(number * 7 + len(group) * turn // 3) % len(group)] for turn in range(3)]
        for number, group in enumerate(kinds.values())
    ]
    turns = [mutant for turn in zip(*groups, strict=True) for mutant in turn]
    return list({str(mutant): mutant for mutant in turns}.values())[:SAMPLE_SIZE]


def _tests_of(owner: str) -> list[str]:
    """Return the tests that concern a class or union: its own, and containers'."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    text = (GENERATED / PACKAGE / "models.py").read_text(encoding="utf-8")
    for statement in ast.parse(text).body:
        match statement:
            case ast.ClassDef(name=name, body=body):
                parts: list[ast.AST] = [*body]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                parts = [value]
            case _:
                continue
        for node in (node for part in parts for node in ast.walk(part)):
            if isinstance(node, ast.Name):
                users[node.id].append(name)
    found = [owner]
    for name in found:
        found += [user for user in dict.fromkeys(users[name]) if user not in found]
    text = (GENERATED / "tests" / TESTS).read_text(encoding="utf-8")
    tests = [f"Test{name}" for name in found]
    return [f"{TESTS}::{name}" for name in tests if f"class {name}(" in text] or ["."]


def _run_tests(folder: Path, names: Sequence[str]) -> int:
    """Run generated tests and return pytest's exit code."""
    options = ("-x", "-q", "-p", "no:cacheprovider", "--import-mode=importlib")
    command = (sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", *names)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command,
        cwd=folder / "tests",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1, 2}, done.stdout + done.stderr
    return done.returncode


def _survives(mutant: Mutant, original: Path, folder: Path) -> bool:
    """Return whether all generated tests that concern a mutant pass."""
    compile(mutant.source, mutant.module, "exec")
    shutil.copytree(original, folder)
    (folder / PACKAGE / mutant.module).write_text(mutant.source, encoding="utf-8")
    code = _run_tests(folder, _tests_of(mutant.owner))
    shutil.rmtree(folder)
    return code == 0


def test_generated_tests_bite(tmp_path: Path) -> None:
    """Generated tests pass, and with one thing wrong in the package one of them fails.

    With the environment variable ATTRSPEC_ALL_MUTANTS it is every mutant, not a sample.
    """
    original = tmp_path / "original"
    shutil.copytree(GENERATED, original)
    (original / "tests" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    every = _all_mutants()
    tried = every if os.environ.get("ATTRSPEC_ALL_MUTANTS") else _sample(every)
    folders = [tmp_path / f"mutant-{number}" for number in range(len(tried))]

    assert 0 == _run_tests(original, ["."])
    assert {*MODEL_MUTATIONS, *CONVERTER_MUTATIONS} == {m.kind for m in tried}

    with ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(_survives, tried, repeat(original), folders)
        survivors = [
            str(mutant)
            for mutant, survived in zip(tried, results, strict=True)
            if survived
        ]

    report = [f"of {len(tried)} mutants survive:", *survivors]
    assert not survivors, "\n".join(report)

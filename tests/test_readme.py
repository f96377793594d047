"""What README shows is what happens."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import attrspec
from attrspec.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of README in a language."""
    pattern = rf"^ *```{language}\n(.*?)^ *```$"
    return re.findall(pattern, README, re.DOTALL | re.MULTILINE)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package that is generated from the example at the top."""
    settings = "attrspec: 1\npackage: shown\ndistribution: shown\n"
    (tmp_path / "package.yaml").write_text(f"{settings}version: 1.0.0\ntitle: Shown\n")
    (tmp_path / "types.yaml").write_text(blocks("yaml")[0])
    attrspec.write(attrspec.render(attrspec.load(tmp_path)), tmp_path / "generated")
    return tmp_path / "generated/shown"


def test_class_is_what_the_spec_gives(package: Path) -> None:
    """The class beside the YAML is the one that is generated from it."""
    assert blocks("python")[0] in (package / "models.py").read_text("utf-8")


def test_errors_are_what_a_reader_says() -> None:
    """The error that is shown is the one that such a payload gives."""
    page = {
        "object": "page",
        "data": [
            {
                "object": "bucket",
                "start_time": 0,
                "results": [
                    *[{"object": "of another kind"}] * 3,
                    {
                        "object": "organization.usage.embeddings.result",
                        "input_tokens": "5000",
                        "num_model_requests": 1,
                    },
                ],
            }
        ],
        "has_more": False,
        "next_page": None,
    }
    models = importlib.import_module("openai_usage_models")
    with pytest.raises(ValueError, match="UsageResponse") as caught:
        models.structure(page, models.UsageResponse)
    shown = "\n".join(f"  {line}" for line in str(caught.value).splitlines())

    assert shown in README


def test_mistakes_are_what_is_said_of_a_spec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mistakes that are shown are those that such a spec gives."""
    monkeypatch.chdir(tmp_path)
    Path("spec").mkdir()
    settings = "attrspec: 1\npackage: shown\ndistribution: shown\n"
    Path("spec/package.yaml").write_text(f"{settings}version: 1.0.0\ntitle: Shown\n")
    lines = ["objects:", *["#"] * 7, "  A:", "    fields:", "      a:"]
    lines += ["        type: integr", "        optinal: true"]
    Path("spec/usage.yaml").write_text("\n".join(lines))
    result = CliRunner().invoke(main, ["generate"])

    assert 2 == result.exit_code
    assert result.stderr in README


def test_use_passes_type_checkers(tmp_path: Path) -> None:
    """The example of use is right for both type checkers, at their strictest."""
    use = next(block for block in blocks("python") if "from_json(body" in block)
    (tmp_path / "use.py").write_text(f'body = b""\n{use}')
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    for command in (
        ["mypy", "--config-file=", "--strict", "use.py"],
        ["pyright", "-p", ".", "--pythonpath", sys.executable],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (0, "") == (done.returncode, "" if not done.returncode else done.stdout)


def test_use_is_what_works(tmp_path: Path) -> None:
    """The example of use runs, and prints what it should."""
    use = next(block for block in blocks("python") if "from_json(body" in block)
    result = {
        "object": "organization.usage.completions.result",
        "input_tokens": 1,
        "output_tokens": 2,
        "num_model_requests": 3,
        "model": "a-model",
    }
    results = [{"object": "newer than this package"}, result]
    bucket = {"object": "bucket", "start_time": 7, "end_time": 8, "results": results}
    page = {"object": "page", "data": [bucket], "has_more": False, "next_page": None}
    script = tmp_path / "use.py"
    script.write_text(f"body = {json.dumps(json.dumps(page))}\n{use}")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=True
    )

    assert "7 a-model 1\n" == done.stdout

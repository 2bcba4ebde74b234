"""`new --example` copies an example that comes with the program, in a checkout and in an installed wheel."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from generator.cli import main
from generator.inputs.examples import EXAMPLES, example_files
from generator.inputs.readers import input_files
from tests.conftest import IIJ, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
BUILD = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"


def test_an_example_is_copied_and_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "demo", "--example", "iij"]) == 0
    folder = tmp_path / "inputs" / "demo"
    for path in input_files(IIJ):
        assert (folder / path.relative_to(IIJ)).read_bytes() == path.read_bytes()
    assert len(input_files(folder)) == len(input_files(IIJ))
    assert (tmp_path / "output" / "demo.xlsx").read_bytes().startswith(b"PK")
    said = capsys.readouterr().out
    assert "Look at inputs/demo/company.yaml and inputs/demo/filings/2023-11-14_2q2023.yaml" in said
    assert said.endswith("  quarterbook check inputs/demo\n")
    assert main(["new", "demo", "--example", "netflix"]) == 2
    assert "inputs/demo is already there; nothing was written" in capsys.readouterr().err


def test_an_example_that_is_none_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["new", "demo", "--example", "acme"])
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("iij", "astellas", "netflix"))


def test_an_example_is_not_begun_with_a_pasted_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "demo", "--example", "iij", "--paste", "table.txt"]) == 2
    assert "two ways to begin" in capsys.readouterr().err


@pytest.mark.parametrize("name", EXAMPLES)
def test_company_yaml_and_the_oldest_filing_are_named_first(name: str) -> None:
    first, second, *_ = example_files(name)
    oldest = min(path.name for path in (ROOT / "inputs" / name / "filings").iterdir())
    assert (first, second) == ("company.yaml", f"filings/{oldest}")


def test_the_wheel_takes_every_example_along() -> None:
    assert {source: target for source, target in WHEEL["force-include"].items() if source.startswith("inputs")} == {
        f"inputs/{name}": f"generator/examples/{name}" for name in EXAMPLES}


def test_the_wheel_that_is_built_holds_their_files(tmp_path: Path) -> None:
    built = subprocess.run([sys.executable, "-c", BUILD, str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
                           check=True)
    with zipfile.ZipFile(tmp_path / built.stdout.split()[-1]) as wheel:
        names = set(wheel.namelist())
    for name in EXAMPLES:
        folder = ROOT / "inputs" / name
        assert {f"generator/examples/{name}/{each.relative_to(folder).as_posix()}"
                for each in input_files(folder)} <= names
    assert "generator/templates/ratios.yaml" in names

"""Every command of the README runs, and an installed wheel builds from another folder."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.pipeline import Result
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
OFFLINE = re.compile("NewConnectionError|Temporary failure in name resolution|No matching distribution")
SHIPPED = ("generator", "templates", "inputs", "docs", "handbook", "mkdocs.yml", "pyproject.toml", "README.md",
           "LICENSE", "Makefile")


def commands() -> list[str]:
    """The README's indented command lines, and those inside its sentences."""
    lines = [line.split("#")[0].strip() for line in re.findall(r"^    (\S.*)$", README, re.M)]
    inline = re.findall(r"`((?:make|quarterbook|pip) [^`]+)`", README)
    return list(dict.fromkeys(line for line in (*lines, *inline) if re.match(r"make|pip|quarterbook", line)))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a stranger gets it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("stranger") / "quarterbook"
    folder.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(arguments, cwd=cwd, env={**kept, **environment}, capture_output=True, text=True, check=False)
    if done.returncode and OFFLINE.search(done.stderr):
        if os.environ.get("CI") == "true":
            pytest.fail(f"the package registry cannot be reached: {done.stderr[-500:]}")
        pytest.skip("no package registry can be reached")
    return done


def test_the_readme_has_no_command_that_is_not_run_here() -> None:
    assert commands() == ["make build", "make test", "pip install .", "quarterbook build inputs/iij",
                          "quarterbook check inputs/iij",
                          "quarterbook explain inputs/iij roe_ltm 1H2023", "quarterbook --help",
                          "quarterbook add inputs/iij --period 3Q2023",
                          "quarterbook new demo --example iij", "quarterbook new acme",
                          "quarterbook import --help", "make docs"]


@pytest.fixture(scope="module")
def made(clone: Path) -> Path:
    """The project after `make build`, which brings everything that it needs into an environment of its own."""
    done = run("make", "build", f"PYTHON={sys.executable}", cwd=clone)
    assert done.returncode == 0, done.stderr
    return clone


def test_make_build_sets_itself_up_and_writes_the_workbooks(made: Path) -> None:
    for name in ("iij", "netflix"):
        assert (made / "output" / f"{name}.xlsx").read_bytes().startswith(b"PK")


def test_make_docs_sets_itself_up_and_makes_the_site(made: Path) -> None:
    done = run("make", "docs", f"PYTHON={sys.executable}", cwd=made)
    assert done.returncode == 0, done.stderr
    assert "</html>" in (made / "build" / "site" / "index.html").read_text(encoding="utf-8")


def test_make_test_runs_the_linter_the_type_checker_and_the_tests() -> None:
    planned = run("make", "-n", "test", cwd=ROOT).stdout
    for step in ("ruff check generator tests handbook", "mypy", "lint-imports", "python -m pytest"):
        assert step in planned


def test_make_fuzz_lets_the_random_tests_look_longer() -> None:
    planned = run("make", "-n", "fuzz", "SEED=7", cwd=ROOT).stdout
    assert "python -m pytest -m fuzz --fuzz 7 --hypothesis-seed 7" in planned


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")][-1] == "make test"


def test_pip_install_brings_the_templates_along(made: Path, tmp_path: Path) -> None:
    """`pip install .`, then the command from a folder that knows nothing of the checkout.

    The environment is that of `make build`, which brought all that is needed; the package takes the place of its link
    to the checkout.
    """
    programs = made / ".venv" / "bin"
    installed = run(str(programs / "pip"), "install", "-q", ".", cwd=made)
    assert installed.returncode == 0, installed.stderr
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(made / "inputs", elsewhere / "inputs")
    package = run(str(programs / "python"), "-c", "import generator; print(generator.__file__)", cwd=elsewhere).stdout
    assert Path(package).is_relative_to(made / ".venv")
    for command in (line for line in commands() if line.startswith("quarterbook")):
        _, *arguments = shlex.split(command)
        done = run(str(programs / "quarterbook"), *arguments, cwd=elsewhere)
        assert done.returncode == 0, done.stderr
    assert (elsewhere / "output" / "iij.xlsx").read_bytes().startswith(b"PK")
    assert (elsewhere / "output" / "demo.xlsx").read_bytes().startswith(b"PK")
    assert (elsewhere / "inputs" / "acme" / "company.yaml").is_file()


def test_the_readmes_ratio_is_one_of_the_templates() -> None:
    ratio = re.search(r"    - id: gross_margin\n(?:      .*\n)+", README)
    assert ratio
    templates = (ROOT / "templates" / "ratios.yaml").read_text(encoding="utf-8")
    assert "id: gross_margin" in templates
    assert '"{{ gross_profit }}/{{ revenue }}"' in ratio[0]
    assert '"{{ gross_profit }}/{{ revenue }}"' in templates


def test_the_pictures_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")


def test_the_links_lead_somewhere() -> None:
    for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_number_of_figures_is_true(iij: Result) -> None:
    assert f"{len(iij.book.facts):,} figures" in README

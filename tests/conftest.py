"""What many tests share: the IIJ workbook, built once, LibreOffice's view of it, and how long random tests look."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from generator.pipeline import Result, build
from generator.report.audit import Audit, audit
from tests.fuzz import FEW, MANY, Fuzz
from tests.oracle import Values, recalculated

ROOT = Path(__file__).resolve().parent.parent
IIJ = ROOT / "inputs" / "iij"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption("--fuzz", type=int, metavar="SEED", help="let the tests marked fuzz look long, from this seed")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.pop("COLUMNS", None)  # pytest-xdist's: what is printed is as wide as where nobody watches
    settings.load_profile(FEW if config.getoption("--fuzz") is None else MANY)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """A test runs without the garbage collector, as the command does: builds make many objects and keep them.

    It works between tests, and in `make fuzz`, where a test makes books over and over.
    """
    if item.config.getoption("--fuzz") is not None:
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.fixture(scope="session")
def fuzz(request: pytest.FixtureRequest) -> Fuzz:
    return Fuzz(request.config.getoption("--fuzz"))


@pytest.fixture(scope="session")
def iij() -> Result:
    return build(IIJ)


@pytest.fixture(scope="session")
def iij_path(iij: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("iij") / "iij.xlsx"
    path.write_bytes(iij.package)
    return path


@pytest.fixture(scope="session")
def iij_recalculated(iij_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Values:
    return recalculated(iij_path, tmp_path_factory.mktemp("recalculated"))


@pytest.fixture(scope="session")
def iij_audit() -> Audit:
    """The checks of the IIJ report. A test that changes its numbers puts them back."""
    return audit(IIJ)

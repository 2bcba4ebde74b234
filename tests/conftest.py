"""What many tests share: the IIJ workbook, built once, and LibreOffice's view of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result, build
from tests.oracle import Values, recalculated

ROOT = Path(__file__).resolve().parent.parent
IIJ = ROOT / "inputs" / "iij"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


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

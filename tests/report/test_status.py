"""Where a company stands: filings, figures to type, figures that nothing proves, and how old the workbook is."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from generator.output import ABSENT, CURRENT, NOT_OURS, OLDER
from generator.pipeline import input_hash
from tests.companies import COMPANY, FILED, FILING, changed, write_company
from tests.merge.conftest import NEXT
from tests.touched import Touched

TWO_TABLES = changed(FILING, "cash: [10, 15]", "cash: [10, todo]")


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return write_company(tmp_path / "acme", {FILED: TWO_TABLES})


def status(company: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["status", str(company), "-o", str(out), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_each_filing_is_counted_as_it_was_typed(company: Path, tmp_path: Path,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    """Two tables of six figures each, of which one is still to be typed."""
    found = status(company, tmp_path / "book.xlsx", capsys)
    assert found["filings"] == [{"file": str(company / FILED), "filed": "2023-11-14", "title": "Report for 1H2023",
                                 "tables": 2, "typed": 11, "todo": 1}]
    assert found["todo"] == [{"place": f"{company / FILED}:14:18", "figure": "Cash", "period": "2023-09-30"}]
    assert main(["status", str(company), "-o", str(tmp_path / "book.xlsx")]) == 0
    printed = capsys.readouterr().out
    assert f"still to be typed: 1: Cash 2023-09-30 ({company / FILED}:14:18)" in printed
    assert f"workbook: {tmp_path / 'book.xlsx'}: {ABSENT}" in printed


def test_a_figure_that_no_check_rests_on_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without its total, neither part of the total is in any check."""
    company = write_company(tmp_path / "acme", {FILED: changed(FILING, "      total_assets: [100, 110]\n", "")})
    found = status(company, tmp_path / "book.xlsx", capsys)
    unproved = found["unproved"]
    assert isinstance(unproved, list)
    assert {(each["figure"], each["place"]) for each in unproved} == {
        (name, f"{company / FILED}:{place}") for name, places in (("Cash", ("14:14", "14:18")),
                                                                  ("Other assets", ("15:22", "15:26")))
        for place in places}


def test_the_workbook_is_of_these_inputs_or_older(company: Path, tmp_path: Path,
                                                  capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "book.xlsx"

    def state() -> tuple[object, object]:
        workbook = status(company, out, capsys)["workbook"]
        assert isinstance(workbook, dict) and workbook["path"] == str(out)
        return workbook["state"], workbook["worked_on"]

    def build() -> None:
        assert main(["build", str(company), "-o", str(out)]) == 0
        capsys.readouterr()

    build()
    assert state() == (CURRENT, False)
    touched = Touched(out.read_bytes())
    touched.sheet("My Model", {"A1": "='Income Statement'!Q9"})
    out.write_bytes(touched.saved())
    assert state() == (CURRENT, True)
    write_company(company, NEXT)
    assert state() == (OLDER, True)
    build()
    assert state()[0] == CURRENT
    assert input_hash(company) in str([cell.value for row in openpyxl.load_workbook(out)["Cover"] for cell in row])
    (company / "company.yaml").write_text(COMPANY.replace('"1234"', '"5678"'), encoding="utf-8")
    assert state()[0] == NOT_OURS
    for content in (b"", b"no workbook"):
        out.write_bytes(content)
        assert state() == (NOT_OURS, False)

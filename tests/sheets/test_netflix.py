"""The imported example, as `quarterbook import` wrote it: Netflix's 10-K of 2009 and its 10-Q of September 2010.

Expected figures are printed in the two filings, or worked out by hand from those that are.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.inputs.readers import input_files
from generator.pipeline import Result, build
from tests.checks_on_sheet import checks_on_sheet
from tests.conftest import ROOT
from tests.oracle import differences, recalculated
from tests.workbook_view import view

NETFLIX = ROOT / "inputs" / "netflix"
# Revenues and net income of the year 2009, and of nine months of 2009 and 2010; operating income; assets.
FIGURES = [
    ("Income Statement", "revenue", "FY2009", 1_670_269), ("Income Statement", "revenue", "3Q2010", 553_219),
    ("Income Statement", "revenue", "4Q2009", 1_670_269 - 1_225_727),
    ("Income Statement", "revenue", "1H2010", 1_566_703 - 553_219),
    ("Income Statement", "profit_to_owners", "4Q2009", 115_860 - 84_947),
    ("Income Statement", "diluted_eps", "9M2010", 2.09), ("Balance Sheet", "total_assets", "9M2010", 770_283),
    ("Cash Flow", "cash_from_operations", "4Q2009", 325_063 - 219_246),
    ("Cash Flow", "purchase_of_treasury_shares", "FY2009", -324_335),
    ("Balance Sheet", "current_assets", "FY2009", 411_013),
    ("Balance Sheet", "prepaid_content", "FY2009", 26_741),  # as the later filing has it
    ("Ratios", "operating_margin", "3Q2010", 69_501 / 553_219),
    ("Ratios", "revenue_growth", "9M2010", 1_566_703 / 1_225_727 - 1),
    # The last twelve months: the year, the nine months since, less those of a year ago.
    ("Ratios", "revenue_ltm", "9M2010", 1_670_269 + 1_566_703 - 1_225_727),
    ("Per Share", "basic_eps_recomputed", "FY2009", 115_860 / 56_560)]


@pytest.fixture(scope="module")
def netflix() -> Result:
    return build(NETFLIX)


def _worth(result: Result, sheet: str, key: str, period: str) -> object:
    cells = next(each for each in result.cells.sheets if each.name == sheet).cells
    row = next(row for (row, column), cell in cells.items() if column == 1 and cell.value == key)
    column = next(column for (row, column), cell in cells.items() if row == 5 and cell.value == period)
    return result.values[sheet, row, column]


@pytest.mark.parametrize(("sheet", "key", "period", "value"), FIGURES)
def test_figures(netflix: Result, sheet: str, key: str, period: str, value: float) -> None:
    assert _worth(netflix, sheet, key, period) == pytest.approx(value)


def test_it_proves_itself(netflix: Result) -> None:
    states = [each.state for each in checks_on_sheet(netflix)]
    assert len(netflix.book.facts) == 672  # as the README says
    assert "FAIL" not in states and states.count("EXACT") > 300


def test_what_the_later_filing_takes_together_stands_as_it_was_first_reported(netflix: Result) -> None:
    """Prepaid expenses of 12,491 and 17,133 and other assets of 23,818 became 26,741 and 26,701 a year later."""
    first = netflix.proof.grid.first
    assert first
    given = {(series[1], str(period.end)): fact.value for (series, period), fact in first.view.figures.items()
             if series[0] == "balance_sheet"}
    names = ("current_prepaid_expenses", "prepaid_revenue_sharing_expenses", "other_current_assets")
    assert [given[name, "2009-12-31"] for name in names] == [12_491, 17_133, 23_818]
    assert ("prepaid_content", "2009-12-31") not in given


def test_files_are_those_of_an_import() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in input_files(NETFLIX)}
    assert set(texts) == {"company.yaml", "statements.yaml", "2010-02-22_fy2009.yaml", "2010-10-27_3q2010.yaml"}
    assert all("Imported from nflx-" in text for text in texts.values())


def test_stored_values_are_libreoffices(netflix: Result, tmp_path: Path) -> None:
    path = tmp_path / "netflix.xlsx"
    path.write_bytes(netflix.package)
    seen = view(path)
    assert len(seen.formulas) > 6_000
    assert differences(seen.values, recalculated(path, tmp_path), set(seen.formulas)) == []

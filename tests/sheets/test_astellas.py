"""Two filings of Astellas: six months, then nine months added; figures from the printed pages, quarters by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.pipeline import Result, build
from generator.sheets.contract import FACTS_TABLE
from generator.xlsx.cells import Formula
from tests.checks_on_sheet import checks_on_sheet
from tests.conftest import ROOT
from tests.oracle import differences, recalculated
from tests.workbook_view import view

ASTELLAS = ROOT / "inputs" / "astellas"
SECOND = "2023-02-06_3q2022.yaml"
# Revenue, operating profit, profit and cash at the end as printed; 3Q is nine months less six by hand.
PRINTED = {
    ("Income Statement", "revenue"): {"1H2021": 651_666, "1H2022": 762_185, "9M2021": 992_293, "9M2022": 1_164_365,
                                      "3Q2022": 1_164_365 - 762_185, "3Q2021": 992_293 - 651_666,
                                      "FY2021": 1_296_163, "4Q2021": 1_296_163 - 992_293},
    ("Cash Flow", "closing_cash"): {"9M2021": 350_213, "9M2022": 381_816},
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result, Path]:
    """The workbook of the first filing, that of both, and where the second is written."""
    folder = Path(shutil.copytree(ASTELLAS, tmp_path_factory.mktemp("astellas") / "astellas"))
    (folder / "filings" / SECOND).rename(folder / SECOND)
    first = _hidden(folder)
    (folder / SECOND).rename(folder / "filings" / SECOND)
    both = build(folder)
    path = folder.parent / "astellas.xlsx"
    path.write_bytes(both.package)
    return first, both, path


def _hidden(folder: Path) -> Result:
    """A build while the second filing is out of the folder: a file of another kind there would be refused."""
    (folder / SECOND).rename(folder.parent / SECOND)
    try:
        return build(folder)
    finally:
        (folder.parent / SECOND).rename(folder / SECOND)


def _columns(result: Result, sheet: str) -> dict[object, int]:
    cells = next(each for each in result.cells.sheets if each.name == sheet).cells
    return {cell.value: column for (row, column), cell in cells.items() if row == 5 and column > 4}


def _value(result: Result, sheet: str, key: str, period: str) -> object:
    cells = next(each for each in result.cells.sheets if each.name == sheet).cells
    row = next(row for (row, column), cell in cells.items() if column == 1 and cell.value == key)
    return result.values[sheet, row, _columns(result, sheet)[period]]


def test_both_filings_prove_themselves(books: tuple[Result, Result, Path]) -> None:
    first, both, _ = books
    assert len(first.book.facts) == 586 and len(both.book.facts) == 586 + 598
    for result in (first, both):
        assert "FAIL" not in {each.state for each in checks_on_sheet(result)}


@pytest.mark.parametrize(("sheet", "key"), PRINTED)
def test_figures_are_those_of_the_pages(books: tuple[Result, Result, Path], sheet: str, key: str) -> None:
    # Each figure of Astellas's is rounded alone: a live total is off by what its 37 rounded lines explain.
    off = 2 if sheet == "Cash Flow" else 0
    for period, value in PRINTED[sheet, key].items():
        assert _value(books[1], sheet, key, period) == pytest.approx(value, abs=off, rel=0), period


def test_earnings_of_a_derived_quarter_are_never_subtracted(books: tuple[Result, Result, Path]) -> None:
    """The filings give no number of shares, so the third quarter's earnings per share cannot be had."""
    eps = next(item.key for item in books[1].book.statements["income_statement"].items.values()
               if item.concept == "basic_eps")
    assert _value(books[1], "Income Statement", eps, "9M2022") == 79.43
    cells = next(each for each in books[1].cells.sheets if each.name == "Income Statement").cells
    row = next(row for (row, column), cell in cells.items() if column == 1 and cell.value == eps)
    cell = cells.get((row, _columns(books[1], "Income Statement")["3Q2022"]))
    assert cell is None or not isinstance(cell.value, Formula)


def test_the_second_filing_moves_nothing(books: tuple[Result, Result, Path]) -> None:
    first, both, _ = books
    before, after = ({each.name: each for each in result.cells.sheets} for result in (first, both))
    for name in ("Income Statement", "Balance Sheet", "Cash Flow", "Ratios"):
        columns = _columns(first, name)
        assert columns.items() <= _columns(both, name).items()
    facts, grown = before["Facts"].cells, after["Facts"].cells
    value, version, proofs = (FACTS_TABLE.column(each) for each in ("Value", "Version", "Proofs"))
    for (row, column), cell in facts.items():
        if column not in (version, proofs):
            assert grown[row, column].value == cell.value, (row, column)
    assert {grown[row, column].value for row, column in facts if column == value and row > 4} <= {
        cell.value for cell in facts.values()}


def test_the_changes_are_told(books: tuple[Result, Result, Path]) -> None:
    book = view(books[2]).book
    sheet = book["Changes"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"9M2021", "9M2022", "2022-12-31"} <= set(texts)
    assert "Restatements" not in book.sheetnames  # the pages agree on 77 figures


def test_stored_values_are_libreoffices(books: tuple[Result, Result, Path], tmp_path: Path) -> None:
    values = recalculated(books[2], tmp_path)
    seen = view(books[2])
    assert len(seen.formulas) > 10_000
    assert differences(seen.values, values, set(seen.formulas)) == []

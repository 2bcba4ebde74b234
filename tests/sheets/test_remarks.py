"""Notes stand on exceptions and say from what: the filing that restates, the path of an estimate, the misprint."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import Result
from generator.sheets.remarks import spare
from generator.xlsx.cells import Sheet
from tests.companies import FILED, FILING, STATEMENTS, built, cell, changed, filing, table


def note(result: Result, sheet: str, key: str, label: str) -> str:
    found = cell(result, sheet, key, label)
    assert found
    return found.remark


def notes(result: Result) -> list[str]:
    return [each.remark for sheet in result.cells.sheets for each in sheet.cells.values() if each.remark]


def test_a_restated_figure_says_where_and_what_was_first_reported(tmp_path: Path) -> None:
    result = built(tmp_path, {"filings/2.yaml": filing(
        "2024-11-14", table("income_statement", "1H2023", "revenue: [121]; costs: [(70)]; profit: [51]"),
        table("balance_sheet", "2023-09-30", "cash: [16]; other_assets: [94]; total_assets: [110]"))})
    assert note(result, "Income Statement", "revenue", "1H2023") == \
        "Restated in 2: first reported 120 in 2023-11-14"
    assert note(result, "Income Statement", "costs", "1H2023") == ""
    row = next(row for sheet in result.cells.sheets if sheet.name == "Income Statement"
               for (row, column), each in sheet.cells.items() if column == 1 and each.value == "revenue")
    sheet = next(each for each in result.cells.sheets if each.name == "Income Statement")
    assert sheet.cells[row, 4].value == "r: restated, see Restatements"


def test_a_restated_balance_is_told_of_once(tmp_path: Path) -> None:
    """It stands under the quarter, the half-year: the note is on the year to date."""
    result = built(tmp_path, {"filings/2.yaml": filing(
        "2024-11-14", table("balance_sheet", "2023-09-30", "cash: [16]; other_assets: [94]; total_assets: [110]"))})
    assert note(result, "Balance Sheet", "cash", "1H2023") == "Restated in 2: first reported 15 in 2023-11-14"
    assert note(result, "Balance Sheet", "cash", "2Q2023") == ""


def test_a_corrected_misprint_says_what_is_printed_and_why(tmp_path: Path) -> None:
    text = changed(FILING, "revenue: [100, 120]",
                   "revenue: [100, {printed: 1200, value: 120, reason: a zero too many}]")
    assert note(built(tmp_path, {FILED: text}), "Income Statement", "revenue", "1H2023") == \
        "Printed 1,200, corrected to 120: a zero too many"


def test_an_estimate_says_what_it_is_made_of(tmp_path: Path) -> None:
    average = "average_shares: {label: Shares, unit: shares, additivity: average, concept: weighted_shares_basic}"
    statements = changed(STATEMENTS, "    costs: Costs\n", f"    costs: Costs\n    {average}\n")
    text = filing("2023-11-14", table("income_statement", "2Q2023, 1H2023", "revenue: [60, 120]; costs: [(30), (70)]; "
                                      "profit: [30, 50]; average_shares: [1000, 1010]"))
    result = built(tmp_path, {"statements.yaml": statements, FILED: text})
    assert note(result, "Income Statement", "average_shares", "1Q2023") == \
        "Estimate: 1H2023 less 2Q2023, weighted by days"
    assert note(result, "Income Statement", "revenue", "1Q2023") == ""  # derived: its style and status say so


def test_a_sheet_with_everything_restated_tells_it_in_its_rows(tmp_path: Path) -> None:
    """101 lines restated: no cell has a note, every row says it."""
    names = [f"line_{number}" for number in range(101)]
    statements = "income_statement:\n  title: P\n  sheet: Income Statement\n  items:\n" + "".join(
        f"    {name}: Line {name}\n" for name in names)
    first, second = (filing(filed, table("income_statement", "1H2023", "; ".join(
        f"{name}: [{value}]" for name in names))) for filed, value in (("2023-11-14", 10), ("2024-11-14", 11)))
    result = built(tmp_path, {"statements.yaml": statements, FILED: None, "filings/1.yaml": first,
                              "filings/2.yaml": second})
    assert notes(result) == []
    sheet = next(each for each in result.cells.sheets if each.name == "Income Statement")
    assert [each.value for (_, column), each in sheet.cells.items() if column == 4].count(
        "r: restated, see Restatements") == 101


@pytest.mark.parametrize(("count", "left"), [(99, 99), (100, 1)])
def test_a_crowded_sheet_says_once_in_a_row_what_it_would_say_in_every_column(count: int, left: int) -> None:
    """With the correction in the row below it is a hundred notes, and a hundred and one."""
    sheet = Sheet("Ratios", "computed")
    for column in range(1, count + 1):
        sheet.put(8, column, 1, "Formula", remark=f"Mixes two bases: column {column}")
    sheet.put(9, 1, 1, "Formula", remark="Printed 5, corrected to 4: misread")
    spare(sheet)
    assert sum(bool(cell.remark) for (row, _), cell in sheet.cells.items() if row == 8) == left
    assert sheet.cells[9, 1].remark

"""What stays for ever on the sheets, written out by hand: a change here is one that older workbooks must survive."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.pipeline import Result
from generator.sheets.catalogue import SHEETS
from tests.companies import built

NAMES = ("Cover", "Summary", "Income Statement", "Comprehensive Income", "Balance Sheet", "Cash Flow",
         "Changes in Equity", "Segments", "Operating Data", "Notes", "Guidance", "Per Share", "Ratios", "Checks",
         "Restatements", "Changes", "Facts", "Filings")
NOT_OF_IIJ = ("Guidance", "Restatements", "Changes")


def test_the_sheets_stand_in_their_order(iij: Result) -> None:
    """IIJ has one filing, which restates nothing, changes nothing and forecasts nothing."""
    assert tuple(kind.name for kind in SHEETS) == NAMES
    assert [sheet.name for sheet in iij.cells.sheets] == [
        name for name in NAMES if name not in NOT_OF_IIJ]


def test_a_company_has_the_sheets_that_it_has_rows_for(tmp_path: Path) -> None:
    assert [sheet.name for sheet in built(tmp_path).cells.sheets] == [
        "Cover", "Summary", "Income Statement", "Balance Sheet", "Per Share", "Ratios", "Checks", "Facts", "Filings"]


def test_the_cover_leads_to_every_other_sheet_and_says_what_it_shows(iij_path: Path) -> None:
    cover = openpyxl.load_workbook(iij_path)["Cover"]
    rows = list(cover.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == "Sheets")
    listed = dict(row[:2] for row in rows[start + 1:])
    assert list(listed) == [name for name in NAMES[1:] if name not in NOT_OF_IIJ]
    assert listed["Checks"] == "Every tie-out, live, with the master check"
    assert listed["Cash Flow"] == "Condensed Consolidated Statements of Cash Flows"


@pytest.mark.parametrize(("sheet", "row", "titles"), [
    ("Facts", 4, ["Statement", "Key", "Label", "Member", "Start", "End", "Scope", "Value", "Unit", "Filing", "Heading",
                  "Printed", "Version", "Note", "Proofs"]),
    ("Checks", 9, ["Check", "What must agree", "Period", "Kind", "Left", "Right", "Difference", "Exact within",
                   "Tolerance", "State", "Hard fail", "What to look at"]),
    ("Balance Sheet", 5, ["Key", "Line item", "Unit", "Note", "1Q2021"]),
    ("Ratios", 5, ["Key", "Line item", "Unit", "Note", "1Q2021"])])
def test_titles_stand_where_they_stood(iij_path: Path, sheet: str, row: int, titles: list[str]) -> None:
    found = [cell.value for cell in openpyxl.load_workbook(iij_path)[sheet][row]]
    assert found[:len(titles)] == titles

"""Statements on sheets of the company's own: their names, where they stand, and what a build makes of a touched one."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from generator.cli import main
from generator.model.statement import OUR_SHEETS, SHEETS
from generator.pipeline import build
from generator.sheets.catalogue import SHEETS as KINDS
from generator.xlsx.cells import quoted
from tests.companies import FILED, FILING, STATEMENTS, built, changed, complaints, filing, shown, table, write_company
from tests.touched import Touched

OWN = """\
regions:
  title: Sales by region
  sheet: {0}
  items:
    home: Home
    abroad: Abroad
    sales: {{label: Sales, sum: [home, abroad], same_as: income_statement.revenue}}
branches:
  title: Branches
  sheet: {1}
  unit: count
  additivity: instant
  items:
    branches: Branches
"""
TABLES = """\
  - statement: regions
    heading: Regions
    columns: [1H2022, 1H2023]
    rows:
      home: [70, 80]
      abroad: [30, 40]
      sales: [100, 120]
  - statement: branches
    heading: Branches
    columns: [2023-03-31, 2023-09-30]
    rows:
      branches: [7, 8]
"""


def files(one: str, other: str = "Notes") -> dict[str, str | bytes | None]:
    return {"statements.yaml": STATEMENTS + OWN.format(one, other), FILED: FILING + TABLES}


def test_every_sheet_is_one_of_the_two_lists() -> None:
    assert sorted(kind.name for kind in KINDS) == sorted((*SHEETS, *OUR_SHEETS))


def test_own_sheets_stand_behind_the_others_for_statements_in_the_order_of_the_file(tmp_path: Path) -> None:
    names = [sheet.name for sheet in built(tmp_path, files("Regions", "Branches")).cells.sheets]
    assert names == ["Cover", "Summary", "Income Statement", "Balance Sheet", "Regions", "Branches", "Per Share",
                     "Ratios", "Checks", "Facts", "Filings"]


@pytest.mark.parametrize("name", ["Regions", '"R&D (Bob\'s) <1>"', "FY2023", '"2023"', "地域別", "Q1", "R",
                                  "Segments 2", '"True"', "a" * 31])
def test_any_name_that_spreadsheets_allow(tmp_path: Path, name: str) -> None:
    """The second printing of revenue is proved over to its sheet, and 80 + 40 is 120 there."""
    folder, out = write_company(tmp_path / "acme", files(name)), tmp_path / "book.xlsx"
    result = build(folder)
    plain = name.strip('"')
    assert shown(result, plain, "sales", "1H2023") == 120
    assert {outcome.state for check, outcome in result.proof.outcomes() if "regions" in check.id} == {"EXACT"}
    out.write_bytes(result.package)
    assert openpyxl.load_workbook(out, data_only=True)[plain]["B7"].value == "Sales by region"


@pytest.mark.parametrize(("name", "words"), [
    ("Balance sheet", "there is no sheet 'Balance sheet'; did you mean 'Balance Sheet'? Write one of Income"),
    ("Cashflow", "there is no sheet 'Cashflow'; did you mean 'Cash Flow'?"),
    ("Operating Dta", "there is no sheet 'Operating Dta'; did you mean 'Operating Data'?"),
    ("Facts", "'Facts' is a sheet on which no statement stands"),
    ("checks", "'checks' is a sheet on which no statement stands"),
    ("History", "'History' is a sheet on which no statement stands"),
    ("a" * 32, "is longer than the 31 characters that the name of a sheet may have"),
    ("Sales/Region", "'Sales/Region' cannot be the name of a sheet"),
    ("\"'Sales\"", "cannot be the name of a sheet"),
    ('" Sales"', "cannot be the name of a sheet"),
])
def test_what_cannot_be_a_sheet_is_told_once_with_those_there_are(tmp_path: Path, name: str, words: str) -> None:
    found = complaints(tmp_path, files(name))
    assert len(found) == 1, found
    assert words in found[0]
    assert "Operating Data, Notes, Per Share, or a name of your own" in found[0]


def test_two_names_that_a_spreadsheet_takes_for_one(tmp_path: Path) -> None:
    found = complaints(tmp_path, files("Regions", "REGIONS"))
    assert found == ["statements.yaml:23:1: the sheet 'REGIONS' of 'branches' differs from 'Regions' of 'regions' only "
                     "in capital letters; write both alike"]


def test_a_name_in_formulas() -> None:
    assert [quoted(name) for name in ("Facts", "FY2023", "2023", "RC", "True", "Bob's")] == [
        "Facts", "'FY2023'", "'2023'", "'RC'", "'True'", "'Bob''s'"]


def test_a_missing_sheet_is_told_with_those_there_are(tmp_path: Path) -> None:
    text = changed(STATEMENTS, "  sheet: Balance Sheet\n", "")
    found = complaints(tmp_path, {"statements.yaml": text})
    assert len(found) == 1, found
    assert "the key 'sheet' is missing here; it is one of Income Statement" in found[0]


def test_a_touched_workbook_is_built_again_with_its_own_sheet(tmp_path: Path) -> None:
    """One filing more: 90 at home and 50 abroad; the reader's formula still means sales of 1H2023, 120."""
    folder, out = write_company(tmp_path / "acme", files("R&D (Bob's)")), tmp_path / "book.xlsx"
    assert main(["build", str(folder), "-o", str(out)]) == 0
    rows = list(openpyxl.load_workbook(out)["R&D (Bob's)"].iter_rows())
    column = next(cell.column_letter for cell in rows[4] if cell.value == "1H2023")
    cell = next(f"{column}{row[0].row}" for row in rows if row[0].value == "sales")
    touched = Touched(out.read_bytes())
    touched.sheet("My Model", {"A1": f"='R&D (Bob''s)'!{cell}*2"})
    out.write_bytes(touched.saved())
    later = filing("2024-11-14", table("income_statement", "1H2024", "revenue: [140]; costs: [(80)]; profit: [60]"),
                   table("regions", "1H2024", "home: [90]; abroad: [50]; sales: [140]"))
    write_company(folder, {**files("R&D (Bob's)"), "filings/2024-11-14.yaml": later})
    assert main(["build", str(folder), "-o", str(out)]) == 0
    book = openpyxl.load_workbook(out, data_only=True)
    assert book["My Model"]["A1"].value == 240
    assert book.sheetnames.index("R&D (Bob's)") == book.sheetnames.index("Per Share") - 1


def test_a_sheet_of_the_readers_that_has_the_name_now_is_not_overwritten(tmp_path: Path,
                                                                         capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = write_company(tmp_path / "acme"), tmp_path / "book.xlsx"
    assert main(["build", str(folder), "-o", str(out)]) == 0
    touched = Touched(out.read_bytes())
    touched.sheet("REGIONS", {"A1": "=1+1"})
    out.write_bytes(touched.saved())
    before = out.read_bytes()
    write_company(folder, files("Regions"))
    assert main(["build", str(folder), "-o", str(out)]) == 2
    assert "REGIONS" in "".join(capsys.readouterr())
    assert out.read_bytes() == before

"""The workbook as programs other than Excel and openpyxl see it, and two auditors' opinion of it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas
import pytest
from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity
from python_calamine import CalamineWorkbook

from tests.companies import built
from tests.workbook_view import View, view

# Printed in the filing: sheet, key, period, figure.
PRINTED = [
    ("Income Statement", "total_revenues", "1H2023", 128_198),
    ("Income Statement", "total_revenues", "1H2022", 121_962),
    ("Income Statement", "total_revenues", "2Q2023", 66_778), ("Income Statement", "gross_profit", "1H2023", 29_189),
    ("Income Statement", "total_cost_of_sales", "1H2023", -99_009), ("Income Statement", "basic_eps", "1H2023", 46.78),
    ("Income Statement", "total_revenues", "FY2022", 252_708), ("Balance Sheet", "total_assets", "1H2023", 259_108),
    ("Balance Sheet", "total_assets", "2Q2023", 259_108), ("Balance Sheet", "owners_equity", "FY2022", 118_242),
    ("Cash Flow", "operating", "1H2023", 16_051)]

# Worked out by hand from printed figures.
COMPUTED = [
    ("Income Statement", "total_revenues", "1Q2023", 128_198 - 66_778),
    ("Ratios", "gross_margin", "1H2023", 29_189 / 128_198),
    ("Ratios", "revenue_growth", "1H2023", 128_198 / 121_962 - 1),
    ("Ratios", "equity_ratio", "1H2023", 115_342 / 259_108),
    # Profit to owners FY2022 18,852 + 1H2023 8,322 - 1H2022 8,638; owners' equity 115,342 now, 110,470 a year ago.
    ("Ratios", "roe_ltm", "1H2023", (18_852 + 8_322 - 8_638) / ((115_342 + 110_470) / 2)),
    ("Ratios", "roe_annualised", "1H2023", 8_322 * 12 / 6 / ((118_242 + 115_342) / 2)),
    ("Per Share", "basic_eps_recomputed", "2Q2023", 26.80)]

Grid = list[list[Any]]


@pytest.fixture(scope="session")
def seen(iij_path: Path) -> View:
    return view(iij_path)


def look_up(grid: Grid, key: str, period: str) -> Any:
    """INDEX/MATCH by the key in column A and the label in row 5, as a reader's own formula would."""
    row = next(row for row in grid if row[0] == key)
    return row[grid[4].index(period)]


def _calamine(path: Path, sheet: str) -> Grid:
    return [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()]


def _pandas(path: Path, sheet: str) -> Grid:
    return [list(row) for row in pandas.read_excel(path, sheet_name=sheet, header=None).itertuples(index=False)]


@pytest.mark.parametrize("read", [_calamine, _pandas], ids=["calamine", "pandas"])
def test_other_readers_see_the_stored_values(iij_path: Path, read: Any) -> None:
    grids = {name: read(iij_path, name) for name in ("Income Statement", "Balance Sheet", "Cash Flow", "Ratios",
                                                     "Per Share")}
    for sheet, key, period, printed in PRINTED:
        assert look_up(grids[sheet], key, period) == pytest.approx(printed, abs=1e-9), (key, period)
    for sheet, key, period, expected in COMPUTED:
        tolerance = 0.005 if sheet == "Per Share" else 1e-12
        assert look_up(grids[sheet], key, period) == pytest.approx(expected, abs=tolerance), (key, period)


def test_pandas_reads_the_facts_as_a_table(iij_path: Path) -> None:
    facts = pandas.read_excel(iij_path, sheet_name="Facts", header=3)
    assert list(facts.columns) == ["Statement", "Key", "Label", "Member", "Start", "End", "Scope", "Value", "Unit",
                                   "Filing", "Heading", "Printed", "Version", "Note", "Proofs"]
    row = facts[(facts.Statement == "income_statement") & (facts.Key == "total_revenues")
                & (facts.End == "2023-09-30") & (facts.Scope == "cumulative")]
    assert list(row.Value) == [128_198]
    assert list(row.Printed) == ["128,198"] or list(row.Printed) == [128_198]


FONT = {"b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
        "family", "charset", "scheme"}


def test_the_package_is_sound(iij_path: Path) -> None:
    """No finding but two that Excel lives with.

    The auditor wants a font's properties in the order that Excel writes; the standard (ISO 29500-1, CT_Font) lets them
    stand in any order, each once, which the next test looks at. And it expects Excel to move inline strings to a
    table of its own with its next save, which loses nothing.
    """
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(str(iij_path))
    other = [error for error in result.errors if not (_is_font_order(error) or _is_inline_string(error))]
    assert other == []


def _is_font_order(error: Any) -> bool:
    return error.part_uri == "/xl/styles.xml" and bool(re.fullmatch(r".*/fonts\[1\]/font\[\d+\]", error.path or ""))


def _is_inline_string(error: Any) -> bool:
    return error.severity is ValidationSeverity.WARNING and "inline-string cell" in error.description


def test_a_font_names_each_property_once(iij_path: Path) -> None:
    with zipfile.ZipFile(iij_path) as package:
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    fonts = [font for font in styles.iter() if font.tag.endswith("}font")]
    assert len(fonts) > 10
    for font in fonts:
        names = [child.tag.partition("}")[2] for child in font]
        assert len(names) == len(set(names)) and set(names) <= FONT


def test_the_auditor_sees_a_broken_package(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(io.BytesIO(built(tmp_path / "acme").package)) as good, zipfile.ZipFile(broken, "w") as bad:
        for name in good.namelist():
            text = good.read(name)
            bad.writestr(name, text.replace(b"sheetData>", b"sheetDatum>") if name.endswith("sheet3.xml") else text)
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(str(broken))
    assert [error for error in result.errors if "sheet3" in str(error.part_uri)]


# A printed total without its parts is a link beside live sums (design, section 6: the cell's style says so).
TOTAL_WITHOUT_PARTS = {
    ("Balance Sheet", "total_assets 1H2022"), ("Comprehensive Income", "total FY2022"),
    ("Income Statement", "profit_before_tax FY2022")}
# The same on Ratios, where the linked row points to the origin: to the fact, as the statement's cell does.
LINKED_TOTALS = {("Ratios", "income_statement.total_revenues FY2022"),
                 ("Ratios", "income_statement.profit_before_tax FY2022")}
# The number of shares a voting unit has is printed on another page than its neighbours, in another row of Facts.
PRINTED_ELSEWHERE = {("Operating Data", "voting_rights.unit_shares 2Q2023"),
                     ("Operating Data", "voting_rights.unit_shares 1H2023")}


def _explained(seen: View, sheet: str, cell: str) -> bool:
    name = sheet, seen.key(seen.cell((sheet, cell)))
    if name in TOTAL_WITHOUT_PARTS | LINKED_TOTALS | PRINTED_ELSEWHERE:
        return seen.link((sheet, cell)) is not None
    if name[1].endswith(".ltm 1Q2023"):  # by way of the half-year and the second quarter, which are printed
        return True
    # The year before a full year lies eight columns back, that before a half-year five: the opening balance of each.
    opening = {f"L{row}" for row in range(1, 400)} if cell.startswith("T") else set()
    return name[1].endswith(".average FY2022") and bool(opening & {part.area for part in seen.parts((sheet, cell))})


def _audit(path: Path, folder: Path) -> dict[str, Any]:
    out = folder / "findings.json"
    subprocess.run([sys.executable, "-m", "spreadsheet_auditor", str(path), "--json", str(out), "--fail-on", "None",
                    "--quiet"], check=False, cwd=folder, capture_output=True, timeout=300)
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _folded(seen: View, sheet: str, cell: str) -> bool:
    """Whether what a formula names out of sight is in columns that a click on the outline shows."""
    columns = {(part.sheet, re.sub(r"\d", "", name)) for part in seen.parts((sheet, cell)) for _, name in part.cells()}
    found = [seen.book[name].column_dimensions[letters] for name, letters in columns]
    hidden = [each for each in found if each.hidden]
    return bool(hidden) and all(each.outlineLevel for each in hidden)


def test_the_spreadsheet_auditor_finds_no_defect(seen: View, tmp_path: Path) -> None:
    report = _audit(seen.path, tmp_path)
    assert report["coverage"]["complete"] and report["workbook"]["formulas_scanned"] == len(seen.formulas)
    explained = {"FORMULA_DRIFT": _explained, "HIDDEN_STRUCTURE_IN_TOTAL": _folded}
    unexplained = [(each["rule_id"], each["location"], each["formula"]) for each in report["findings"]
                   if not (each["rule_id"] in explained and explained[each["rule_id"]](
                       seen, each["sheet"], each["cell"]))]
    assert unexplained == []


def test_the_spreadsheet_auditor_sees_a_hard_coded_total(seen: View, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(seen.path)
    for name in book.sheetnames:  # each takes long
        if name != "Income Statement":
            del book[name]
    book["Income Statement"]["V18"] = 15_389
    path = tmp_path / "hard.xlsx"
    book.save(path)
    assert [each for each in _audit(path, tmp_path)["findings"] if each["location"] == "Income Statement!V18"]

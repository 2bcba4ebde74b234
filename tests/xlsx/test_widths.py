"""No number is wider than its column: what is shown is told from the format, and the column made as wide."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from generator.pipeline import Result
from generator.xlsx.cells import number_format
from generator.xlsx.letters import width_of
from generator.xlsx.styles import LOOKS
from generator.xlsx.widths import shown
from tests.companies import COMPANY, built, changed, filing, table
from tests.oracle import convert

STATEMENTS = """\
income_statement:
  title: Profit or loss
  sheet: Income Statement
  items:
    revenue: {label: Revenue, concept: revenue}
    shares: {label: Weighted shares, unit: shares, additivity: average, concept: weighted_shares_basic}
balance_sheet:
  title: Financial position
  sheet: Balance Sheet
  additivity: instant
  items:
    total_assets: {label: Total assets, concept: total_assets}
"""


SHARING = ("Income Statement", "Balance Sheet", "Ratios")


@pytest.mark.parametrize(("value", "pattern", "text"), [
    (12_300_000_000, number_format(0), "12,300,000,000"), (-1234.5, number_format(1), "(1,234.5)"),
    (0.0, number_format(0), "0"), (0.0, number_format(0, nil=True), "–"), (0.1234, "0.0%_);(0.0%);0.0%_)", "12.3%"),
    (-0.5, "0.0%_);(0.0%);0.0%_)", "(50.0%)"), (1234.5, "#,##0.####;(#,##0.####);0", "1,234.5"),
    (1234.0, "#,##0.####;(#,##0.####);0", "1,234"), (1234.0, "#,##0.00##;(#,##0.00##);0", "1,234.00"),
    (7.0, '0.0" pp"_);(0.0" pp");0.0" pp"_)', "7.0 pp"), (-7.0, "0", "-7"),
])
def test_a_number_as_its_format_shows_it(value: float, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


def test_digits_are_wider_than_the_signs_between_them() -> None:
    """In digits: a comma half of one, a bracket 333/556; a twentieth more as screens draw; five pixels of seven."""
    assert width_of("12,300,000,000", LOOKS["Formula"]) == 13.9  # (11 + 3 * 0.5) * 1.05 + 5/7 = 13.84
    assert width_of("(1,234)", LOOKS["Formula"]) == 6.7  # (4 + 0.5 + 1.198) * 1.05 + 5/7 = 6.697


def company(folder: Path, unit: str, scale: str = "") -> Result:
    """Figures in trillions, and shares by the billion."""
    text = changed(COMPANY, "scale: million", f"scale: {scale}") if scale else COMPANY
    rows = f"revenue: [({unit}), {unit}]; shares: [12300000000, 12300000000]"
    flows = table("income_statement", "1H2022, 1H2023", rows)
    balances = table("balance_sheet", "2023-03-31, 2023-09-30", f"total_assets: [{unit}, {unit}]")
    return built(folder, {"company.yaml": text, "statements.yaml": STATEMENTS,
                          "filings/2023-11-14.yaml": filing("2023-11-14", flows, balances)})


@pytest.mark.parametrize(("unit", "scale"), [("5000", ""), ("41266012345678", "one")])
def test_no_cell_shows_number_signs(tmp_path: Path, unit: str, scale: str) -> None:
    result = company(tmp_path / "acme", unit, scale)
    path = tmp_path / "book.xlsx"
    path.write_bytes(result.package)
    widths = {sheet.title: [sheet.column_dimensions[letter].width for letter in "EL"]
              for sheet in openpyxl.load_workbook(path) if sheet.title in SHARING}
    assert len({tuple(each) for each in widths.values()}) == 1
    if not shutil.which("pdftotext"):
        if os.environ.get("CI") == "true":
            pytest.fail("pdftotext is missing: apt-get install --no-install-recommends poppler-utils")
        pytest.skip("pdftotext is not installed")
    pdf = convert(path, tmp_path, "pdf")
    assert "###" not in subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def test_the_share_counts_of_iij_are_shown_too(iij_path: Path, tmp_path: Path) -> None:
    """755,520,000 shares are wider than the 10.5 that a period has at least: nine digits, two commas, the brackets that
    a correction could bring (11.2 digits, a twentieth more, five pixels) and a little room."""
    sheet = openpyxl.load_workbook(iij_path)["Income Statement"]
    assert {sheet.column_dimensions[letter].width for letter in "ELMT"} == {12.8}
    if shutil.which("pdftotext"):
        pdf = convert(iij_path, tmp_path, "pdf")
        printed = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
        assert "###" not in printed.stdout


def test_columns_that_are_wide_enough_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(built(tmp_path / "acme").package)
    sheet = openpyxl.load_workbook(path)["Income Statement"]
    assert {sheet.column_dimensions[letter].width for letter in "ELMT"} == {10.5}


def test_words_in_the_place_of_growth_are_shown_whole(tmp_path: Path) -> None:
    """``n.m. (L→L, narrower)`` takes 9,502 thousandths of the font's size by the table of Arial's letters:
    17.09 digits, a twentieth more, and five pixels. Only the columns that have such words are wider."""
    profit = "profit: {label: Operating profit, concept: operating_profit}"
    statements = changed(STATEMENTS, "revenue}", f"revenue}}\n    {profit}")
    flows = table("income_statement", "1H2022, 1H2023", "revenue: [1000, 1000]; profit: [(90), (30)]")
    path = tmp_path / "acme.xlsx"
    path.write_bytes(built(tmp_path / "acme", {
        "statements.yaml": statements, "filings/2023-11-14.yaml": filing("2023-11-14", flows)}).package)
    book, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    long = "n.m. (L→L, narrower)"
    for name in ("Summary", "Ratios"):
        with_words = {cell.column_letter for row in values[name].iter_rows() for cell in row if cell.value == long}
        assert with_words
        wide = {letter for letter, each in book[name].column_dimensions.items()
                if each.width == 18.7}
        assert wide == with_words
    if shutil.which("pdftotext"):
        printed = subprocess.run(["pdftotext", str(convert(path, tmp_path, "pdf")), "-"],
                                 capture_output=True, text=True, check=True).stdout
        assert long in printed

"""The printed book, as LibreOffice prints it: few pages, each of them readable, none that holds next to nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from generator.pipeline import Result, build
from generator.xlsx.pages import column_breaks, heights, row_breaks
from tests.conftest import ROOT
from tests.oracle import convert

SMALLEST = 7
"""In points, on paper."""
PAPERS = {"iij": ("9", "841.89 x 595"), "netflix": ("1", "792 x 612")}
MOST_PAGES = {"iij": 55, "netflix": 29}
YEARS = re.compile(r"\b(?:[1-4]Q|[12]H|9M|FY)(\d{4})\b")


@dataclass(frozen=True)
class Printed:
    name: str
    result: Result
    book: Workbook
    pages: list[str]
    size: str


@pytest.fixture(scope="module", params=["iij", "netflix"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    for program in ("pdftotext", "pdfinfo"):
        if not shutil.which(program):
            if os.environ.get("CI") == "true":
                pytest.fail(f"{program} is missing: apt-get install --no-install-recommends poppler-utils")
            pytest.skip(f"{program} is not installed")
    folder = tmp_path_factory.mktemp("printed")
    result, path = build(ROOT / "inputs" / request.param), folder / "book.xlsx"
    path.write_bytes(result.package)
    pdf = convert(path, folder, "pdf")
    text, info = (subprocess.run([*command, str(pdf), *rest], capture_output=True, text=True, check=True).stdout
                  for command, rest in ((["pdftotext", "-layout"], ["-"]), (["pdfinfo"], [])))
    return Printed(request.param, result, openpyxl.load_workbook(path), text.split("\f")[:-1], info)


def on(printed: Printed, sheet: str) -> list[str]:
    """The pages of a sheet, by the name at their head."""
    head = re.compile(rf"· {re.escape(sheet)}(?:\s\s|\s*$)")
    return [page for page in printed.pages if head.search(page.strip().split("\n")[0])]


def test_the_book_is_short_and_its_pages_end_where_they_are_meant_to(printed: Printed) -> None:
    """Were a page fuller than it is thought to be, its last rows would stand on one of their own."""
    assert len(printed.pages) <= MOST_PAGES[printed.name]
    for sheet in printed.result.cells.sheets:
        widths = {column: printed.book[sheet.name].column_dimensions[letter].width
                  for letter, column in ((cell.column_letter, cell.column) for cell in printed.book[sheet.name][1])}
        breaks = row_breaks(sheet, heights(sheet))
        if sheet.pages:
            (first, _), (last, _) = sheet.pages.area
            breaks = [row for row in breaks if first <= row < last]
        expected = (len(breaks) + 1) * (len(column_breaks(sheet, widths)) + 1)
        assert len(on(printed, sheet.name)) == expected, sheet.name


def test_the_paper_is_that_of_the_company_s_country(printed: Printed) -> None:
    number, size = PAPERS[printed.name]
    assert {str(sheet.page_setup.paperSize) for sheet in printed.book.worksheets} == {number}
    assert size in printed.size


def test_nothing_is_printed_smaller_than_seven_points(printed: Printed) -> None:
    small = set()
    for sheet in printed.book.worksheets:
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # which would leave the scale to the program
        scale = sheet.page_setup.scale / 100
        left, top, right, bottom = range_boundaries(sheet.print_area.rpartition("!")[2])
        first, last = map(int, re.findall(r"\d+", sheet.print_title_rows))
        titles = re.findall("[A-Z]+", sheet.print_title_cols or "")
        columns = {*range(left, right + 1),
                   *(range_boundaries(f"{titles[0]}1:{titles[1]}1")[::2] if titles else ())}
        for row in {*range(first, last + 1), *range(top, bottom + 1)}:
            for column in columns:
                cell = sheet.cell(row, column)
                if cell.value is not None and cell.font.size * scale < SMALLEST:
                    small.add(f"{sheet.title}!{cell.coordinate} {cell.font.size * scale:.1f}")
    assert small == set()


def test_every_page_of_the_time_axis_has_its_labels_and_at_most_three_fiscal_years(printed: Printed) -> None:
    for sheet in printed.book.worksheets:
        if sheet["A5"].value != "Key":
            continue
        newest = max(int(year) for year in YEARS.findall(" ".join(
            str(cell.value) for cell in sheet[5] if not sheet.column_dimensions[cell.column_letter].hidden)))
        for page in on(printed, sheet.title):
            assert "Line item" in page and "Period end" in page, sheet.title
            years = {int(year) for line in page.split("\n") if "Line item" in line for year in YEARS.findall(line)}
            assert years and years <= {newest, newest - 1, newest - 2}, f"{sheet.title}: {years}"


def test_no_page_holds_next_to_nothing(printed: Printed) -> None:
    """Below the header and above the foot of a page that is not its sheet's only one stand five lines at least."""
    for sheet in printed.book.sheetnames:
        pages = on(printed, sheet)
        for page in pages:
            lines = [line for line in page.split("\n") if line.strip()]
            assert len(pages) == 1 or len(lines) >= 5 + 7, f"{sheet}: {lines}"


def test_no_page_shows_number_signs(printed: Printed) -> None:
    assert [page.strip().split("\n")[0] for page in printed.pages if "###" in page] == []


def test_of_the_checks_those_that_are_not_exact_are_printed(printed: Printed) -> None:
    text = "\n".join(on(printed, "Checks"))
    states = [outcome.state for _, outcome in printed.result.proof.outcomes()]
    others = len(states) - states.count("EXACT")
    assert f"Not exact when built: {others}" in text
    assert f"{states.count('EXACT')} exact · {states.count('ROUND')} round · {states.count('n.a.')} n.a." in text
    assert len(re.findall(r"\b(?:ROUND|n\.a\.|FAIL)\s", text)) >= others


def test_a_year_with_a_column_alone_has_no_page_of_its_own(printed: Printed) -> None:
    """Of Netflix's FY2008 the filings give the year alone; nine columns of 2009 and 2010 fill a page."""
    if printed.name == "netflix":
        (page,) = on(printed, "Income Statement")
        assert "9M2010" in page and "3Q2009" in page and "FY2008" not in page

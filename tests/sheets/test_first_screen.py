"""What a laptop shows as a sheet with the time axis opens: labels, units, and the newest periods that hold figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.pipeline import Result, build
from tests.conftest import ROOT
from tests.drawn import Drawn

SCREEN = 1440 - 40 - 30
"""Pixels across a laptop's screen, without the scroll bar and the numbers of the rows."""
FIRST = 5


@pytest.fixture(scope="module", params=["iij", "astellas", "netflix"])
def result(request: pytest.FixtureRequest) -> Result:
    return build(ROOT / "inputs" / request.param)


@pytest.fixture(scope="module")
def sheets(result: Result, tmp_path_factory: pytest.TempPathFactory) -> list[Worksheet]:
    """The sheets with the time axis."""
    path = tmp_path_factory.mktemp("seen") / "book.xlsx"
    path.write_bytes(result.package)
    return [sheet for sheet in openpyxl.load_workbook(path).worksheets if sheet["A5"].value == "Key"]


def figures(result: Result, sheet: Worksheet) -> dict[int, str]:
    """The columns with numbers below the header, and what the header says of their status."""
    first = 8 if sheet["A7"].value == "days" else 7
    return {column: str(sheet.cell(6, column).value) for column in range(FIRST, sheet.max_column + 1)
            if any(isinstance(result.values.get((sheet.title, row, column)), float)
                   for row in range(first, sheet.max_row + 1))}


def test_labels_and_eight_periods_with_figures_stand_side_by_side(result: Result, sheets: list[Worksheet]) -> None:
    """The newest ones; of a sheet that has fewer, all."""
    for sheet in sheets:
        drawn, pane, held = Drawn(sheet), sheet.sheet_view.pane, figures(result, sheet)
        assert sheet.sheet_view.zoomScale == 100
        left = sum(drawn.width(letter) for letter in "ABCD")
        column = sheet[pane.topLeftCell].column
        shown = []
        while left <= SCREEN and column <= sheet.max_column:
            left += drawn.width(get_column_letter(column))
            if left <= SCREEN and drawn.width(get_column_letter(column)):
                shown.append(column)
            column += 1
        seen = [each for each in shown if each in held]
        assert len(seen) >= min(8, len(held)), f"{sheet.title}: {len(seen)} of {len(held)}"
        assert max(held) in seen, sheet.title


def test_the_frozen_columns_take_less_than_half_of_the_screen(sheets: list[Worksheet]) -> None:
    for sheet in sheets:
        pane = sheet.sheet_view.pane
        assert (pane.state, pane.xSplit, pane.ySplit) == ("frozen", 4, 6), sheet.title
        assert sum(map(Drawn(sheet).width, "ABCD")) < SCREEN / 2, sheet.title


def test_what_is_folded_away_is_in_a_group_of_its_own_that_a_click_opens(sheets: list[Worksheet]) -> None:
    for sheet in sheets:
        found = sheet.column_dimensions
        folded = {column for column in range(FIRST, sheet.max_column + 1)
                  if found[get_column_letter(column)].hidden}
        for column in folded:
            assert found[get_column_letter(column)].outlineLevel == 2, sheet.title
            if column + 1 not in folded:
                assert found[get_column_letter(column + 1)].collapsed, sheet.title
        opened = [found[get_column_letter(column)] for column in range(FIRST, sheet.max_column + 1)
                  if column not in folded]
        assert {each.outlineLevel for each in opened} <= {0, 1}
        assert not any(found[letter].hidden for letter in "ABCD")


def test_only_columns_without_flows_are_folded(result: Result, sheets: list[Worksheet]) -> None:
    for sheet in sheets:
        for column, status in figures(result, sheet).items():
            if found := sheet.column_dimensions[get_column_letter(column)].hidden:
                assert (found, status) == (True, "balances"), f"{sheet.title} {sheet.cell(5, column).value}"


def test_an_opening_year_of_balances_is_left_out_where_eight_others_hold_figures(tmp_path: Path) -> None:
    """IIJ's income statement has eight periods from 1Q2022 on, its balance sheet seven, and 31 March 2022 besides."""
    path = tmp_path / "iij.xlsx"
    path.write_bytes(build(ROOT / "inputs" / "iij").package)
    book = openpyxl.load_workbook(path)
    assert book["Income Statement"].sheet_view.pane.topLeftCell == "M7"  # 1Q2022
    assert book["Balance Sheet"].sheet_view.pane.topLeftCell == "L7"  # FY2021, of its three columns the last

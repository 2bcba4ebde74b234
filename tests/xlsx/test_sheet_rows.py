"""The rows that are written straight as XML read as openpyxl's own would."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from generator.xlsx.cells import Formula, Scalar, Sheet, Workbook
from generator.xlsx.writer import write


def loaded(sheet: Sheet) -> Any:
    book = Workbook((sheet,), {}, "Acme", "Rows", "", datetime.date(2024, 1, 1))
    return openpyxl.load_workbook(io.BytesIO(write(book)))["Rows"]


def one(value: Scalar | Formula | None, look: str = "Label", format: str = "General") -> Any:
    sheet = Sheet("Rows", "front")
    sheet.put(2, 28, value, look, format)
    return loaded(sheet)["AB2"]


@pytest.mark.parametrize(("value", "kind"), [
    ("=not a formula", "s"), (" spaces at both ends ", "s"), ("a < b & \"c\" > 'd'", "s"), ("two\nlines", "s"),
    ("n.m. (L→P)", "s"), ("#N/A", "s"), (0, "n"), (-12, "n"), (0.1, "n"), (123456789012345, "n")])
def test_a_value_is_read_as_it_was_put(value: Scalar, kind: str) -> None:
    cell = one(value)
    assert (cell.value, cell.data_type) == (value, kind)


def test_a_formula_keeps_its_signs() -> None:
    cell = one(Formula('=IF(A1<>"",A1&"<",0)'))
    assert (cell.value, cell.data_type) == ('=IF(A1<>"",A1&"<",0)', "f")


@pytest.mark.parametrize(("decimal", "number"), [("0.10", 0.1), ("1E+3", 1000), ("-7", -7), ("1E+20", 1e20)])
def test_a_decimal_becomes_its_number(decimal: str, number: float) -> None:
    assert one(Decimal(decimal)).value == number


@pytest.mark.parametrize("day", [datetime.date(2024, 2, 29), datetime.date(1900, 3, 1), datetime.date(1900, 2, 28)])
def test_a_day_is_read_as_that_day(day: datetime.date) -> None:
    assert one(day, format="yyyy-mm-dd").value.date() == day


def test_an_empty_cell_has_its_look_and_a_number_its_format() -> None:
    assert (one(None, "Header").value, one(None, "Header").style) == (None, "Header")
    assert one(5, "Input", "0.00").number_format == "0.00"


def test_cells_are_written_row_by_row_whatever_the_order_in_which_they_were_put() -> None:
    sheet = Sheet("Rows", "front")
    for row, column in ((9, 3), (2, 27), (9, 1), (2, 2)):
        sheet.put(row, column, f"{row},{column}", "Label")
    read = loaded(sheet)
    assert [(cell.row, cell.column) for row in read.iter_rows() for cell in row if cell.value] == [
        (2, 2), (2, 27), (9, 1), (9, 3)]
    assert read.calculate_dimension() == "A1:AA9"  # the first row has a height of its own


def test_a_remark_and_a_target_hang_on_their_cells() -> None:
    sheet = Sheet("Rows", "front")
    sheet.put(3, 1, "told", "Label", remark="why")
    sheet.put(4, 1, "Rows", "Jump", target="Rows!A3")
    read = loaded(sheet)
    assert (read["A3"].comment.text, read["A4"].hyperlink.location) == ("why", "Rows!A3")
    assert [read["A3"].value, read["A4"].value] == ["told", "Rows"]

"""A second engine gives the same values, and a formula without a value stops the build."""

from __future__ import annotations

import io
from pathlib import Path

import formualizer
import openpyxl
import pytest

from generator.pipeline import Result
from generator.xlsx.calculate import NotCalculated, calculate
from generator.xlsx.cells import at
from tests.oracle import Values, differences


def package(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.worksheets[0][address] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_values_by_hand() -> None:
    book = package(A1=2, A2="=A1*21", A3='=IF(A1>1,"yes","no")', A4="=A1>1", A5="=1/(A1-2)", A6="=A1-A1")
    values = calculate(book, [("Sheet", row, 1) for row in range(2, 7)])
    assert [values["Sheet", row, 1] for row in range(2, 7)] == [42, "yes", True, "#DIV/0!", 0]


@pytest.mark.parametrize("formula", ["=NOSUCHFUNCTION(A1)", "=no_such_name+1"])
def test_a_formula_without_a_value_is_refused(formula: str) -> None:
    with pytest.raises(NotCalculated, match="A2"):
        calculate(package(A1=2, A2=formula), [("Sheet", 2, 1)])


def test_a_second_engine_agrees_on_every_cell(iij: Result, tmp_path: Path) -> None:
    path = tmp_path / "iij.xlsx"
    path.write_bytes(iij.package)
    formualizer.recalculate_xlsx_file(str(path), str(tmp_path / "again.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "again.xlsx", data_only=True)
    again: Values = {(sheet.title, cell.coordinate): cell.value
                     for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    ours: Values = {(sheet, str(at(row, column))): value for (sheet, row, column), value in iij.values.items()}
    dates = {key for key, value in again.items() if hasattr(value, "year")}  # shown as dates, stored as numbers
    assert differences(ours, again, set(ours) - dates) == []

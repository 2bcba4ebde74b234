"""The rows of a worksheet as XML: written straight from cells, since they are most of a package.

What openpyxl would write for the same cells, to the letter; one object less a cell, and no tree of XML.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from generator.xlsx.cells import Cell, Formula, Scalar, Sheet, letter
from generator.xlsx.parser import escaped

_FIRST_DAY = datetime.date(1899, 12, 30)
_LEAP_DAY = 60
"""Spreadsheets count a 29 February 1900, which there was not."""


def rows(sheet: Sheet, style: Callable[[Cell], int], heights: Mapping[int, float]) -> str:
    """The element with all rows; ``style`` numbers a cell's look and format, ``heights`` are of rows set by hand."""
    grouped = {row for first, last in sheet.row_groups for row in range(first, last + 1)}
    numbers = {row for row, _ in sheet.cells} | heights.keys() | grouped
    found: dict[int, list[str]] = {row: [] for row in sorted(numbers)}
    for row, column in sorted(sheet.cells):
        cell = sheet.cells[row, column]
        found[row].append(_cell(f"{letter(column)}{row}", style(cell), cell.value))
    written = (_row(row, cells, heights.get(row), row in grouped) for row, cells in found.items())
    return f"<sheetData>{''.join(written)}</sheetData>"


def _row(number: int, cells: list[str], height: float | None, is_grouped: bool) -> str:
    start = (f'<row r="{number}"' + ' outlineLevel="1"' * is_grouped
             + (f' ht="{height:g}" customHeight="1"' if height else ""))
    return f"{start}>{''.join(cells)}</row>" if cells else f"{start} />"


def _cell(where: str, style: int, value: Scalar | Formula | None) -> str:
    """A label that starts with = is text: only a Formula is one. Its value comes later."""
    start = f'<c r="{where}" s="{style}"'
    if isinstance(value, Formula):
        return f"{start}><f>{escape(value[1:])}</f><v /></c>"
    if isinstance(value, str):
        text = escape(escaped(value))
        space = ' xml:space="preserve"' if text.strip() not in ("", text) else ""
        return f'{start} t="inlineStr"><is><t{space}>{text}</t></is></c>' if text else f'{start} t="inlineStr" />'
    if value is None:
        return f'{start} t="n" />'
    number = _day(value) if isinstance(value, datetime.date) else value
    return f'{start} t="n"><v>{float(number):.16g}</v></c>'


def _day(day: datetime.date) -> int:
    """A day as a spreadsheet counts it."""
    days = (day - _FIRST_DAY).days
    return days - 1 if 0 < days <= _LEAP_DAY else days

"""Values for the formulas: one small function around an engine that can be changed in a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from generator.xlsx.cells import at

if TYPE_CHECKING:
    import cellrune

Value = float | str | bool
Address = tuple[str, int, int]
Choice = tuple[str, str, str]
"""A text that may be chosen in a cell: the sheet, the cell, the text."""
_SLACK = 4096


class NotCalculated(Exception):
    """A formula has no value: the engine does not know a function, a name or the syntax, or not even the package."""


def calculate(package: bytes, formulas: Iterable[Address]) -> dict[Address, Value]:
    """The value of each formula cell (sheet, row, column) of a package.

    Errors are values too: ``#DIV/0!``. Raises NotCalculated where the engine gives no value at all,
    so that a workbook is never written with cells that show nothing.
    """
    return calculate_views(package, formulas, ())[0]


def calculate_views(package: bytes, formulas: Iterable[Address],
                    choices: Iterable[Choice]) -> list[dict[Address, Value]]:
    """The same, followed by the values that the formulas have with each choice, one made after the other."""
    formulas = list(formulas)
    views = _known_views(package, formulas, choices)
    for values in views:
        for sheet, row, column in formulas:
            if (sheet, row, column) not in values:
                raise NotCalculated(f"{sheet}!{at(row, column)}")
    return views


def known_values(package: bytes, formulas: Iterable[Address]) -> dict[Address, Value]:
    """The same without the cells to which the engine gives no value.

    Raises NotCalculated where it cannot read the package at all, or fails in any other way.
    """
    return _known_views(package, formulas, ())[0]


def _known_views(package: bytes, formulas: Iterable[Address], choices: Iterable[Choice]) -> list[dict[Address, Value]]:
    try:
        return _views(package, formulas, choices)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the engine is no Exception
        raise NotCalculated(str(error)[:80]) from error


def _views(package: bytes, formulas: Iterable[Address], choices: Iterable[Choice]) -> list[dict[Address, Value]]:
    import cellrune

    by_sheet: dict[str, list[tuple[int, int]]] = {}
    for sheet, row, column in formulas:
        by_sheet.setdefault(sheet, []).append((row, column))
    with cellrune.Workbook.from_bytes(package) as workbook:
        workbook.calculate()
        views = [_values(workbook, by_sheet)]
        for sheet, cell, text in choices:
            workbook.set_text(sheet, cell, text)
            workbook.recalculate()
            views.append(_values(workbook, by_sheet))
    return views


def _values(workbook: cellrune.Workbook, by_sheet: Mapping[str, list[tuple[int, int]]]) -> dict[Address, Value]:
    values: dict[Address, Value] = {}
    for sheet, places in by_sheet.items():
        for cells in _blocks(sorted(places)):
            top, left = cells[0][0], min(column for _, column in cells)
            bottom, right = cells[-1][0], max(column for _, column in cells)
            block = workbook.read_values(sheet, at(top, left), at(bottom, right))
            for row, column in cells:
                found = block[row - top][column - left]
                if found["kind"] not in ("number", "text", "logical", "error"):
                    continue
                value: Value = found["value"]
                # Minus zero would be shown with a sign.
                values[sheet, row, column] = 0.0 if value == 0 and found["kind"] == "number" else value
    return values


def _blocks(cells: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cells in order of their rows in blocks that hold little else, wherever on a sheet they stand."""
    block: list[tuple[int, int]] = []
    left = right = 0
    for row, column in cells:
        low, high = min(left, column), max(right, column)
        if block and (row - block[0][0] + 1) * (high - low + 1) > 8 * len(block) + _SLACK:
            yield block
            block = []
        if not block:
            low = high = column
        left, right = low, high
        block.append((row, column))
    if block:
        yield block

"""Values for the formulas: one small function around an engine that can be changed in a day."""

from __future__ import annotations

from collections.abc import Iterable

from generator.xlsx.cells import at

Value = float | str | bool
Address = tuple[str, int, int]


class NotCalculated(Exception):
    """A formula has no value: the engine does not know a function, a name or the syntax. A bug of ours."""


def calculate(package: bytes, formulas: Iterable[Address]) -> dict[Address, Value]:
    """The value of each formula cell (sheet, row, column) of a package.

    Errors are values too: ``#DIV/0!``. Raises NotCalculated where the engine gives no value at all,
    so that a workbook is never written with cells that show nothing.
    """
    formulas = list(formulas)
    values = known_values(package, formulas)
    for sheet, row, column in formulas:
        if (sheet, row, column) not in values:
            raise NotCalculated(f"{sheet}!{at(row, column)}")
    return values


def known_values(package: bytes, formulas: Iterable[Address]) -> dict[Address, Value]:
    """The same without the cells to which the engine gives no value.

    Raises NotCalculated where it cannot read the package at all.
    """
    import cellrune

    by_sheet: dict[str, list[tuple[int, int]]] = {}
    for sheet, row, column in formulas:
        by_sheet.setdefault(sheet, []).append((row, column))
    values: dict[Address, Value] = {}
    with cellrune.Workbook.from_bytes(package) as workbook:
        workbook.calculate()
        for sheet, cells in by_sheet.items():
            top, left = min(row for row, _ in cells), min(column for _, column in cells)
            bottom, right = max(row for row, _ in cells), max(column for _, column in cells)
            block = workbook.read_values(sheet, at(top, left), at(bottom, right))
            for row, column in cells:
                found = block[row - top][column - left]
                if found["kind"] not in ("number", "text", "logical", "error"):
                    continue
                value: Value = found["value"]
                # Minus zero would be shown with a sign.
                values[sheet, row, column] = 0.0 if value == 0 and found["kind"] == "number" else value
    return values

"""What the checks of a calculated workbook say, read from the cells of its Checks sheet."""

from __future__ import annotations

from dataclasses import dataclass

from generator.pipeline import Result
from generator.sheets.contract import CHECKS, CHECKS_TABLE
from generator.xlsx.calculate import Value
from generator.xlsx.cells import Formula


@dataclass(frozen=True)
class CheckOnSheet:
    """One check with its two sides as calculated; a side that is missing is text."""

    id: str
    label: str
    period: str
    kind: str
    left: Value
    right: Value
    difference: Value
    tolerance: Value
    state: str
    look_at: str

    @property
    def turns_master(self) -> bool:
        return self.state == "FAIL" and self.kind in ("hard", "plausible")


def checks_on_sheet(result: Result) -> list[CheckOnSheet]:
    """Every check of the workbook, in its order."""
    cells = next(sheet for sheet in result.cells.sheets if sheet.name == CHECKS).cells
    column = CHECKS_TABLE.column

    def text(row: int, title: str) -> str:
        cell = cells.get((row, column(title)))
        return str(cell.value or "") if cell else ""

    def value(row: int, title: str) -> Value:
        return result.values[CHECKS, row, column(title)]

    rows = sorted(row for row, number in cells if number == column("State") and row > CHECKS_TABLE.titles_row
                  and isinstance(cells[row, number].value, Formula))
    return [CheckOnSheet(text(row, "Check"), text(row, "What must agree"), text(row, "Period"), text(row, "Kind"),
                         value(row, "Left"), value(row, "Right"), value(row, "Difference"), value(row, "Tolerance"),
                         str(value(row, "State")), text(row, "What to look at")) for row in rows]

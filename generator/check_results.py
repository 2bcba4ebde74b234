"""What the checks of a calculated workbook say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from generator.build import Result
from generator.sheets import checks_sheet as columns
from generator.sheets.contract import CHECKS
from generator.xlsx.calculate import Value
from generator.xlsx.cells import Formula, Sheet

STATES = ("EXACT", "ROUND", "FAIL", "n.a.")


@dataclass(frozen=True)
class CheckResult:
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
        return self.state == "FAIL" and self.kind == "hard"


def check_results(result: Result) -> list[CheckResult]:
    """Every check of the workbook, in its order."""
    sheet = next(sheet for sheet in result.cells.sheets if sheet.name == CHECKS)
    rows = sorted({row for row, column in sheet.cells if column == columns.STATE and row > columns.HEADER_ROW
                   and isinstance(sheet.cells[row, column].value, Formula)})
    return [_result(result, sheet, row) for row in rows]


def _result(result: Result, sheet: Sheet, row: int) -> CheckResult:
    def text(column: int) -> str:
        cell = sheet.cells.get((row, column))
        return str(cell.value or "") if cell else ""

    def value(column: int) -> Value:
        return result.values[CHECKS, row, column]

    return CheckResult(text(columns.ID), text(columns.LABEL), text(columns.PERIOD), text(columns.KIND),
                       value(columns.LEFT), value(columns.RIGHT), value(columns.DIFFERENCE), value(columns.TOLERANCE),
                       str(value(columns.STATE)), text(columns.LOOK))


def counts(results: list[CheckResult]) -> dict[str, int]:
    """How many checks are in each state."""
    counted = Counter(each.state for each in results)
    return {state: counted[state] for state in STATES}

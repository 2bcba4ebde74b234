"""How a sheet with the time axis opens and prints: the newest figures first, and nothing that is empty.

A column keeps its period and its letter on every sheet. What a sheet has no figures in is folded away: a click on the
outline shows it.
"""

from __future__ import annotations

from generator.model.period import SLOTS, Slot
from generator.sheets.axis import Axis
from generator.sheets.contract import FIRST, KEY, LABEL, LABEL_ROW, STATUS_ROW, SUBTITLE_ROW, UNIT
from generator.xlsx.cells import Formula, Pages, Sheet

SHOWN = 8
"""How many periods with figures stand beside the frozen columns, where a sheet has as many."""
_PRINTED_YEARS, _FEW = 3, 4
_LAST = SLOTS[-1]
_HEADINGS = {"Section": 1, "LabelTotal": 2}


def open_at_newest(sheet: Sheet, axis: Axis, first_row: int = STATUS_ROW + 1, last_row: int = 0) -> None:
    """Fold what is empty, show the newest periods, and print those of the three newest fiscal years.

    The rows from ``first_row`` on hold the sheet's figures; those after ``last_row`` are not printed.
    """
    opened = _opened(sheet, axis, first_row)
    of_year = {FIRST + index: slot for index, slot in enumerate(axis.slots)}
    sheet.folded = frozenset(of_year.keys() - opened.keys()) if opened else frozenset()
    # All but the fiscal year itself folds away, so that one click shows years only; one level deeper what is empty.
    sheet.levels = {column: level for column, slot in of_year.items() if (level := (
        (column in sheet.folded) + (slot.name != _LAST or column in sheet.folded)))}
    shown = sorted(column for column in of_year if column not in sheet.folded)
    sheet.first_shown = shown[-SHOWN:][0]
    printed = _printed({year: [column for column in shown if of_year[column].year == year]
                        for year in sorted({of_year[column].year for column in shown})})
    left = max((column for column in shown if column < printed[0]), default=FIRST - 1) + 1
    sheet.pages = Pages(
        ((STATUS_ROW + 1, left), (last_row or sheet.last_row, printed[-1])), (SUBTITLE_ROW, STATUS_ROW),
        (LABEL, UNIT), _blocks(sheet), tuple(next(c for c in printed if of_year[c].year == year)
                                                 for year in sorted({of_year[c].year for c in printed})))


def _printed(years: dict[int, list[int]]) -> list[int]:
    """The columns of the three newest fiscal years; a third or second with a few alone, for which there may be no room
    beside a page's worth of others, is left out."""
    found: list[int] = []
    for year in sorted(years, reverse=True)[:_PRINTED_YEARS]:
        if len(found) >= SHOWN and len(years[year]) < _FEW:
            break
        found = years[year] + found
    return found


def _opened(sheet: Sheet, axis: Axis, first_row: int) -> dict[int, Slot]:
    """The columns with figures that are not of balances alone; where these are few, the newest of those too."""
    timeline = axis.grid.timeline
    held = {column for (row, column), cell in sheet.cells.items()
            if row >= first_row and isinstance(cell.value, Formula) and cell.look != "NotAvailable"}
    found = {column: slot for slot, column in axis.columns.items() if column in held}
    flows = {column: slot for column, slot in found.items() if timeline.is_reported(slot)}
    others = sorted(found.keys() - flows.keys(), key=lambda column: (timeline.periods[found[column]].end, column))
    return flows | {column: found[column] for column in others[max(0, len(others) + len(flows) - SHOWN):]}


def _blocks(sheet: Sheet) -> tuple[tuple[int, int], ...]:
    """The rows with headings, by their level."""
    return tuple((row, _HEADINGS[cell.look]) for (row, column), cell in sorted(sheet.cells.items(), key=_place)
                 if column == LABEL and row > LABEL_ROW and cell.look in _HEADINGS
                 and not ((row, KEY) in sheet.cells and sheet.cells[row, KEY].value))


def _place(entry: tuple[tuple[int, int], object]) -> tuple[int, int]:
    return entry[0]

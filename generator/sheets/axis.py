"""The time axis that every time-series sheet shares: the same column is the same period on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.checks.netting import turned
from generator.derivation.grid import Grid
from generator.model.period import SLOTS, Slot
from generator.model.statement import Series
from generator.sheets.contract import (
    AXIS_TITLES,
    CHECKS,
    DAYS_ROW,
    END_ROW,
    FIRST,
    FIRST_FAILURE,
    KEY,
    LABEL,
    LABEL_ROW,
    MASTER,
    MONTHS_ROW,
    NOTE,
    STATUS_ROW,
    SUBTITLE_ROW,
    TITLE_ROW,
    UNIT,
)
from generator.xlsx.cells import Address, Formula, Sheet, at, letter, on

_SHOWN_STATUS = {"reported": "reported", "derived": "derived d", "balances": "balances", "n.a.": "n.a."}
_ON_TWO_BASES = {"reported": "reported m", "derived": "derived m"}
_WITH_TURNED = _SHOWN_STATUS | {"derived": "derived n"}


class Axis:
    """Columns for slots, and the six header rows above them."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        years = [slot.year for slot in grid.timeline.slots]
        self.slots = [Slot(year, name) for year in range(years[0], years[-1] + 1) for name in SLOTS]
        # A slot that its fiscal year does not have keeps its column, so that eight columns are a year.
        self.columns = {slot: FIRST + index for index, slot in enumerate(self.slots) if slot in grid.timeline.periods}

    def cell(self, row: int, slot: Slot) -> Address:
        """A cell of a time-series sheet, e.g. H10."""
        return at(row, self.columns[slot])

    def header(self, row: int, slot: Slot) -> Address:
        """A cell of the header with its row fixed, e.g. H$3."""
        return Address(f"{letter(self.columns[slot])}${row}")

    def days(self, slot: Slot, calendar: Callable[[Slot, str], Address]) -> str:
        """The days of a column: worked out from its header, which every sheet has, where it is whole months."""
        end = self.header(END_ROW, slot)
        if self.grid.book.company.calendar.is_dated(slot.year):
            return f"({end}-{calendar(slot, 'start')}+1)"
        return f"({end}-EOMONTH({end},-{self.header(MONTHS_ROW, slot)}))"

    def status(self, rows: Iterable[Series], slot: Slot) -> str:
        """The status of a column on a sheet of some rows: n.a. where all its flows are missing there."""
        grid, status = self.grid, self.grid.timeline.status(slot)
        flows = [grid.entry(series, slot) for series in rows if not grid.additivity(series).is_balance]
        missing = flows and not any(entry and entry.has_value for entry in flows)
        return "n.a." if missing and grid.timeline.is_reported(slot) else status

    def mixes(self, rows: Iterable[Series], slot: Slot) -> bool:
        """Whether a cell of some rows is derived, or could have been, from figures of two bases."""
        return any(self.grid.mixes_versions(series, slot) for series in rows)

    def _said(self, rows: Iterable[Series], slot: Slot) -> Mapping[str, str]:
        """How the status of a column is called, by what there is to know of some of its cells."""
        if slot not in self.columns:
            return {}
        if self.mixes(rows, slot):
            return _ON_TWO_BASES
        return _WITH_TURNED if any(turned(self.grid, series, slot) for series in rows) else _SHOWN_STATUS

    def head(self, sheet: Sheet, calendar: Callable[[Slot, str], Address], with_days: bool, remark: str = "",
             rows: Sequence[Series] = ()) -> None:
        """The header of an empty time-series sheet: its columns and what they are called.

        ``rows`` are those that the status is about; without any it is that of the whole book.
        """
        company = self.grid.book.company
        sheet.freeze, sheet.header_rows, sheet.label_columns = at(STATUS_ROW + 1, FIRST), STATUS_ROW, NOTE
        sheet.unit_line = company.units["amount"].label
        says = "a row or a cell says" if self.grid.currencies.several else "a row says"
        subtitle = f"{sheet.unit_line} unless {says} otherwise{remark}"
        heading(sheet, f"{company.name} · {sheet.name}", subtitle, LABEL, column=NOTE)
        for row, words in ((END_ROW, (None, "Period end", None, None)), (MONTHS_ROW, (None, "Months", None, None)),
                           (LABEL_ROW, AXIS_TITLES), (STATUS_ROW, (None, "Status", None, None))):
            for column, word in zip((KEY, LABEL, UNIT, NOTE), words, strict=True):
                sheet.put(row, column, word, "Header")
        for column, slot in enumerate(self.slots, start=FIRST):
            sheet.widths[column] = 10.5
            exists = slot in self.columns
            end, months = (Formula(f"={calendar(slot, what)}") if exists else None for what in ("end", "months"))
            sheet.put(END_ROW, column, end, "Header", "yyyy-mm-dd")
            sheet.put(MONTHS_ROW, column, months, "Header", "0")
            sheet.put(LABEL_ROW, column, slot.label, "Header")
            status = self.status(rows, slot) if exists else ""
            sheet.put(STATUS_ROW, column, self._said(rows, slot).get(status, "–"), "Header")
            if with_days and exists:
                sheet.put(DAYS_ROW, column, Formula(f"={self.days(slot, calendar)}"), "Formula", "0")
        if with_days:
            sheet.put(DAYS_ROW, KEY, "days", "Note")
            sheet.put(DAYS_ROW, LABEL, "Days in the period", "Label")
            sheet.put(DAYS_ROW, UNIT, "days", "Unit")
        sheet.values_from = at(STATUS_ROW + 1, FIRST)


def heading(sheet: Sheet, title: str, subtitle: str, master_column: int, master_row: int = SUBTITLE_ROW,
            column: int = 1) -> None:
    """Title, unit line (in a ``column`` that has room for it) and the master check with its link to the first failure.
    """
    sheet.put(TITLE_ROW, 1, title, "Title")
    sheet.put(SUBTITLE_ROW, column, subtitle, "Label")
    if sheet.name == CHECKS:
        return
    link = f"=HYPERLINK({on(CHECKS, FIRST_FAILURE)},{on(CHECKS, MASTER)})"
    sheet.put(master_row, master_column, Formula(link), "Jump")
    sheet.state_ranges.append(str(at(master_row, master_column)))

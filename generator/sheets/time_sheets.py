"""The sheets with the time axis as wholes: which rows stand where on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from generator.formulas.expression import Mention, RowKey
from generator.inputs.template import RowSection, RowTemplate
from generator.sheets.addresses import Addresses
from generator.sheets.axis import Axis
from generator.sheets.computed_sheets import ComputedWriter
from generator.sheets.contract import DAYS_ROW, KEY, LABEL, NOTE, PER_SHARE, STATUS_ROW, UNIT
from generator.sheets.label_columns import fit_labels
from generator.sheets.opening import open_at_newest
from generator.sheets.statement_sheets import Line, StatementWriter
from generator.xlsx.cells import Sheet


class TimeSheet(Protocol):
    """A sheet with the time axis whose rows have their places."""

    def write(self, sheet: Sheet) -> None:
        """Fill the empty sheet."""


def _heading(sheet: Sheet, number: int, text: str, look: str, columns: Iterable[int]) -> None:
    for column in (KEY, LABEL, UNIT, NOTE, *columns):
        sheet.put(number, column, text if column == LABEL else None, look)


def _write_lines(sheet: Sheet, first: int, found: list[Line], axis: Axis, statements: StatementWriter) -> None:
    """Statement rows and their headings."""
    for number, line in enumerate(found, start=first):
        if line.series:
            statements.write(sheet, number, line.series)
        else:
            _heading(sheet, number, line.text, line.level, axis.columns.values() if line.level == "Section" else ())


class StatementSheet:
    """The rows of one or several statements, and below them those under what they break down (``sections``)."""

    def __init__(self, name: str, lines: list[Line], addresses: Addresses, statements: StatementWriter,
                 computed: ComputedWriter, sections: Sequence[RowSection] = ()) -> None:
        self.lines, self.addresses, self.statements, self.computed = lines, addresses, statements, computed
        self.blocks: list[tuple[int, str, list[tuple[int, RowTemplate]]]] = []
        number = STATUS_ROW + len(lines)
        for section in sections:
            rows = list(enumerate((row for row in section.rows if self._says(row)), start=number + 2))
            if rows:
                self.blocks.append((number + 1, section.title, rows))
                number = rows[-1][0]
        for place, row in (each for _, _, rows in self.blocks for each in rows):
            addresses.placed.put(name, row.id, place, at_home=True)

    def _says(self, row: RowTemplate) -> bool:
        """Whether a row has a value in any column."""
        return any(self.computed.trees.supported(row.id, slot) for slot in self.addresses.axis.columns)

    def write(self, sheet: Sheet) -> None:
        axis = self.addresses.axis
        axis.head(sheet, self.addresses.facts.calendar, with_days=False,
                  rows=[line.series for line in self.lines if line.series])
        _write_lines(sheet, STATUS_ROW + 1, self.lines, axis, self.statements)
        for number, title, rows in self.blocks:
            _heading(sheet, number, title, "Section", axis.columns.values())
            for place, row in rows:
                self.computed.write(sheet, place, row)
            sheet.row_groups.append((rows[0][0], rows[-1][0]))
        fit_labels(sheet)
        open_at_newest(sheet, axis)


class ComputedSheet:
    """Per Share or Ratios: computed rows, reported rows, then the rows they are linked to.

    ``extra`` are rows on a basis that only a check uses.
    """

    def __init__(self, name: str, sections: tuple[RowSection, ...], lines: list[Line], addresses: Addresses,
                 statements: StatementWriter, computed: ComputedWriter, extra: Sequence[Mention] = ()) -> None:
        self.name, self.sections, self.lines, self.extra = name, sections, lines, extra
        self.axis, self.facts, self.placed = addresses.axis, addresses.facts, addresses.placed
        self.statements, self.computed = statements, computed
        self.rows: list[tuple[int, RowTemplate]] = []
        self.headings: list[tuple[int, str]] = []
        self.links: list[tuple[int, RowKey]] = []
        self.helpers: list[tuple[int, RowKey, str]] = []
        self.first_line = 0

    def place_rows(self) -> None:
        """Give every computed row its number, so that formulas of any sheet can name it."""
        number = DAYS_ROW
        for section in self.sections:
            self.headings.append((number := number + 1, section.title))
            for row in section.rows:
                self.rows.append((number := number + 1, row))
                self.placed.put(self.name, row.id, number, at_home=True)
        self.first_line = number + 1

    def place_helpers(self) -> None:
        """Give the rows that computed rows need their numbers, below the rest, once every row has its home."""
        number = self.first_line - 1 + len(self.lines)
        links, helpers = self.computed.needs(self.name, [row for _, row in self.rows], self.extra)
        if links:
            self.headings.append((number := number + 1, "Linked figures"))
        for key in links:
            self.links.append((number := number + 1, key))
            self.placed.put(self.name, key, number)
        if helpers:
            self.headings.append((number := number + 1, "Twelve months, averages, annualised"))
        for key, basis in helpers:
            self.helpers.append((number := number + 1, key, basis))
            self.placed.put(self.name, key, number, basis)

    def write(self, sheet: Sheet) -> None:
        splits = self.computed.grid.book.company.splits if self.name == PER_SHARE else ()
        remark = "".join(f"; split {s.new_shares} for {s.old_shares} effective {s.effective}" for s in splits)
        self.axis.head(sheet, self.facts.calendar, with_days=True, remark=remark)
        for number, title in self.headings:
            _heading(sheet, number, title, "Section", self.axis.columns.values())
        _write_lines(sheet, self.first_line, self.lines, self.axis, self.statements)
        for number, row in self.rows:
            self.computed.write(sheet, number, row)
        for number, key in self.links:
            self.computed.write_link(sheet, number, key)
        for number, key, basis in self.helpers:
            self.computed.write_helper(sheet, number, key, basis)
        for rows in ([number for number, _ in self.links], [number for number, _, _ in self.helpers]):
            if rows:
                sheet.row_groups.append((rows[0], rows[-1]))
        fit_labels(sheet)
        open_at_newest(sheet, self.axis, DAYS_ROW + 1, self.first_line + len(self.lines) - 1)

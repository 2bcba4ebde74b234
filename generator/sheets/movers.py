"""What changed most on the Summary: of each face statement the three lines with the largest change, found live.

By absolute change in the currency, as the statement prints the lines: so much they moved the total, where a change in
percent would show the smallest lines. Totals and second printings are left out, since they change with their lines.
The lines stand in blocks at the end of the sheet, where Excel finds the largest, the largest but that, and the third.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.formulas.expression import RowAt
from generator.model.period import Slot
from generator.model.statement import Series, Statement
from generator.sheets.context import Context
from generator.xlsx.cells import Formula, Sheet, at

_MOST = 3
_NAME, _KEY, _NOW, _BEFORE, _CHANGE, _SIZE = range(1, 7)
_FACES = (("Income Statement", "Income", ("profit", "profit_to_owners", "profit_before_tax", "operating_profit")),
          ("Cash Flow", "Cash flow", ("net_change_in_cash",)),
          ("Balance Sheet", "Balance", ("total_assets", "liabilities_and_equity")))
"""The sheets of the face statements, what their movers are called, and the totals whose lines are compared: the first
that the company has, of balances both."""
_PERCENT = "0.0%_);(0.0%);0.0%_)"
_ROWS_BEFORE_LINES = 3


@dataclass
class _Face:
    """The lines of a face statement in two columns of the time axis; ``first`` is where they stand on the Summary."""

    sheet: str
    word: str
    lines: list[Series]
    now: Slot
    before: Slot
    first: int = 0

    @property
    def count(self) -> int:
        return min(_MOST, len(self.lines))

    def area(self, column: int) -> str:
        """The cells of the lines in one column."""
        return f"{_fixed(self.first, column)}:{_fixed(self.first + len(self.lines) - 1, column)}"

    def place(self, rank: int) -> str:
        """The cell that says where the line of a rank stands among them."""
        return _fixed(self.first - 2, _SIZE + rank)


class Movers:
    """The lines that changed most; ``newest`` are the columns of the Summary, the longest first."""

    def __init__(self, context: Context, newest: Sequence[Slot]) -> None:
        self._context, self._computed = context, context.computed
        self._faces = [found for sheet, word, totals in _FACES if (found := self._face(sheet, word, totals, newest))]
        self._starts: list[tuple[int, _Face]] = []

    def write(self, sheet: Sheet, row: int) -> int:
        """The movers of each face statement from a row on; returns the last row, that before it without any."""
        if not self._faces:
            return row - 1
        sheet.breaks.append(row - 1)
        for column, title in enumerate(("Biggest changes", "Rank", "Now", "Before", "Change", "+/–"), start=1):
            sheet.put(row, column, title, "Header")
        for face in self._faces:
            row += 1
            said = f"{face.sheet}, {self._called(face, face.now)} on {self._called(face, face.before)}"
            for column in range(1, 7):
                sheet.put(row, column, said if column == 1 else None, "Section")
            self._starts.append((row + 1, face))
            row += face.count
        return row

    def write_lines(self, sheet: Sheet, row: int) -> None:
        """The lines that are compared, from a row on, and then the movers that are found among them."""
        for start, face in self._starts:
            face.first = row + _ROWS_BEFORE_LINES
            self._block(sheet, row, face)
            for rank in range(face.count):
                self._mover(sheet, start + rank, face, rank)
            row = face.first + len(face.lines) + 1

    def _face(self, sheet: str, word: str, totals: Sequence[str], newest: Sequence[Slot]) -> _Face | None:
        """The lines of a sheet that have a figure in both of the first two columns in which any has."""
        book = self._context.book
        statement = next((each for each in book.statements.values() if each.sheet == sheet), None)
        if statement is None:
            return None
        lines = list(dict.fromkeys(self._lines(statement, totals)))
        for now, before in self._pairs(lines, newest):
            found = [line for line in lines if self._is_compared(line, now, before)]
            if found:
                return _Face(sheet, word, found, now, before)
        return None

    def _lines(self, statement: Statement, totals: Sequence[str]) -> Iterator[Series]:
        """The lines below the statement's totals that are none themselves; without such totals, all that are none."""
        concepts = self._context.book.concepts
        found = [concepts[each][1] for each in totals if concepts.get(each, ("", ""))[0] == statement.key]
        found = [each for each in found if statement.items[each].sum]
        if statement.sheet != "Balance Sheet":
            found = found[:1]
        for item in found or statement.items:
            for line in _below(statement, item):
                series = statement.key, line, ""
                definition = statement.items[line]
                unit = self._context.book.company.units[definition.unit]
                if not definition.caption and not definition.same_as and unit.of == "money":
                    yield series

    def _pairs(self, lines: Sequence[Series], newest: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
        """The columns that may be compared: of flows the newest quarter before the year to date; of balances the newest
        day with the end of the last fiscal year, as filings print them."""
        timeline, grid = self._context.axis.grid.timeline, self._context.axis.grid
        if lines and grid.additivity(lines[0]).is_balance:
            for slot in sorted(timeline.newest, key=lambda slot: slot.name != "FY")[:1]:
                if (year := Slot(slot.year - 1, "FY")) in timeline.periods:
                    yield slot, year
        for slot in sorted(newest, key=lambda slot: slot.name not in ("1Q", "2Q", "3Q", "4Q")):
            if before := timeline.shifted(slot, "year_ago"):
                yield slot, before

    def _is_compared(self, line: Series, now: Slot, before: Slot) -> bool:
        trees, own = self._computed.trees, ("", self._context.book.company.currency)
        return all(trees.supported(line, slot) and trees.currency(RowAt(line, slot)) in own for slot in (now, before))

    def _called(self, face: _Face, slot: Slot) -> str:
        """What a column is called: a balance by its day."""
        grid = self._context.axis.grid
        is_balance = grid.additivity(face.lines[0]).is_balance
        return grid.timeline.periods[slot].end.isoformat() if is_balance else slot.label

    def _block(self, sheet: Sheet, row: int, face: _Face) -> None:
        """The lines with their changes, and how large these are without the first and without the second."""
        titles = (f"{face.sheet}: the lines that are compared", "Key", self._called(face, face.now),
                  self._called(face, face.before), "Change", "Size", "But the 1st", "But the 2nd")
        for column, title in enumerate(titles, start=1):
            sheet.put(row, column, title, "Header")
        sheet.put(row + 1, _NAME, "Place of the largest", "Label")
        sheet.put(row + 2, _NAME, "Key of the largest", "Label")
        for rank in range(_MOST):
            area, place = face.area(_SIZE + rank), at(row + 1, _SIZE + rank)
            found = f'=IF(COUNT({area}),MATCH(MAX({area}),{area},0),"n.a.")'
            key = f'=IF(COUNT({place}),INDEX({face.area(_KEY)},{place}),"n.a.")'
            sheet.put(row + 1, _SIZE + rank, Formula(found), "Formula", "0")
            sheet.put(row + 2, _SIZE + rank, Formula(key), "Formula")
        for number, line in enumerate(face.lines, start=face.first):
            self._line(sheet, number, line, face)
        sheet.row_groups.append((row + 1, face.first + len(face.lines) - 1))

    def _line(self, sheet: Sheet, row: int, line: Series, face: _Face) -> None:
        computed = self._computed
        _, pattern = computed.labels.unit(line)
        sheet.put(row, _NAME, self._context.book.name(line), "Label")
        sheet.put(row, _KEY, line[1], "Note")
        for column, slot in ((_NOW, face.now), (_BEFORE, face.before)):
            computed.linked(sheet, row, column, line, slot)
        now, before, change = at(row, _NOW), at(row, _BEFORE), at(row, _CHANGE)
        sheet.put(row, _CHANGE, Formula(f'=IF(COUNT({now})*COUNT({before}),{now}-{before},"n.a.")'), "Formula", pattern)
        sheet.put(row, _SIZE, Formula(f'=IF(COUNT({change}),ABS({change}),"n.a.")'), "Formula", pattern)
        for column in range(_SIZE + 1, _SIZE + _MOST):
            left, key = at(row, column - 1), _fixed(face.first - 1, column - 1)
            sheet.put(row, column, Formula(f'=IF({at(row, _KEY)}={key},"n.a.",{left})'), "Formula", pattern)

    def _mover(self, sheet: Sheet, row: int, face: _Face, rank: int) -> None:
        """A line that is found by its rank."""
        place = face.place(rank)
        _, pattern = self._computed.labels.unit(face.lines[0])

        def found(column: int) -> Formula:
            return Formula(f'=IF(COUNT({place}),INDEX({face.area(column)},{place}),"n.a.")')

        sheet.put(row, _NAME, found(_NAME), "Label")
        sheet.put(row, _KEY, f"{face.word} {rank + 1}", "Unit")
        for column in (_NOW, _BEFORE):
            sheet.put(row, column, found(column), "Formula", pattern)
        now, before = at(row, _NOW), at(row, _BEFORE)
        same = f'IF({now}*{before}>0,{now}/{before}-1,"n.m.")'
        sheet.put(row, _CHANGE, Formula(f'=IF(COUNT({now})*COUNT({before}),{same},"n.a.")'), "Formula", _PERCENT)
        sheet.put(row, _SIZE, found(_CHANGE), "Formula", pattern)


def _below(statement: Statement, item: str) -> Iterator[str]:
    """The lines that add up to one, down to those that are no totals; the line itself where it is none."""
    parts = statement.items[item].sum
    if not parts:
        yield item
    for _, part in parts:
        yield from _below(statement, part)


def _fixed(row: int, column: int) -> str:
    return f"${at(1, column)[:-1]}${row}"

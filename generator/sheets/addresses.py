"""Where the leaves of formulas stand: the addresses that a sheet writes for cells, figures, names and headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.derivation.rows import Rows
from generator.formulas.excel import excel
from generator.formulas.expression import (
    Expression,
    Filed,
    Header,
    Leaf,
    LeftSide,
    Name,
    RowAt,
    RowKey,
    Shown,
    SplitBasis,
    replaced,
)
from generator.sheets.axis import Axis
from generator.sheets.contract import DAYS_ROW, END_ROW, MONTHS_ROW, PER_SHARE, RATIOS
from generator.sheets.facts_sheet import FactsSheet, at_sheets_scale
from generator.xlsx.cells import Address, Row, on

_HEADER_ROWS = {"months": MONTHS_ROW, "days": DAYS_ROW, "period_end": END_ROW}
_HELPERS = (RATIOS, PER_SHARE)
"""The sheets on which rows of a basis stand."""


@dataclass
class Placed:
    """Where the rows that formulas use stand: on each sheet, by row and basis; ``home`` is a row's own sheet."""

    rows: dict[tuple[str, RowKey, str], int] = field(default_factory=dict)
    home: dict[RowKey, str] = field(default_factory=dict)

    def put(self, sheet: str, row: RowKey, number: int, basis: str = "", at_home: bool = False) -> None:
        self.rows[sheet, row, basis] = number
        if at_home:
            self.home[row] = sheet

    def anywhere(self, row: RowKey, basis: str) -> Row | None:
        """A row on its own sheet; on a basis, on whichever sheet has it."""
        sheets = (self.home[row],) if row in self.home and not basis else _HELPERS
        return next((Row(sheet, self.rows[sheet, row, basis]) for sheet in sheets
                     if (sheet, row, basis) in self.rows), None)


class Addresses:
    """The cells of the workbook, as any sheet writes them."""

    def __init__(self, rows: Rows, axis: Axis, facts: FactsSheet, placed: Placed) -> None:
        self.rows, self.axis, self.facts, self.placed = rows, axis, facts, placed
        self._statement_rows: dict[str, frozenset[int]] = {}
        self._on: dict[tuple[str, bool], SheetAddresses] = {}

    def on(self, sheet: str, linked: bool = True) -> SheetAddresses:
        """As one sheet writes them; with ``linked`` a row of another sheet that is linked to stands for it."""
        key = sheet, linked
        if key not in self._on:
            self._on[key] = SheetAddresses(self, sheet, linked)
        return self._on[key]

    def statement_rows(self, sheet: str) -> frozenset[int]:
        """The rows of a sheet that belong to statements."""
        if sheet not in self._statement_rows:
            self._statement_rows[sheet] = frozenset(
                self.placed.rows[sheet, row, ""] for row, home in self.placed.home.items()
                if home == sheet and isinstance(row, tuple))
        return self._statement_rows[sheet]


class SheetAddresses:
    """The addresses that the formulas of one sheet are written with."""

    def __init__(self, book: Addresses, sheet: str, linked: bool) -> None:
        self._book, self.sheet, self._linked = book, sheet, linked

    def formula(self, tree: Expression, left: str = "") -> str:
        """A tree as the sheet writes it; ``left`` is the cell of a check's left side."""
        return excel(replaced(tree, self._figure), lambda leaf: left if isinstance(leaf, LeftSide) else self.of(leaf),
                     self._ranges)

    def _figure(self, leaf: Leaf) -> Expression:
        """A figure of Facts in the version and scale that the sheets show."""
        match leaf:
            case Shown(fact):
                return self._book.facts.shown(fact)
            case Filed(fact):
                return at_sheets_scale(fact)
        return leaf

    def of(self, leaf: Leaf) -> str:
        """The cell of a leaf, or its name."""
        facts, axis = self._book.facts, self._book.axis
        match leaf:
            case RowAt():
                return self.cell(leaf)
            case Shown(fact) | Filed(fact):
                return facts.value(fact)
            case Name(key):
                return key
            case Header("days", slot) if slot and self.sheet not in _HELPERS:
                return axis.days(slot, facts.calendar)
            case Header(what, slot) if slot:
                return axis.header(_HEADER_ROWS[what], slot)
            case SplitBasis(fact):
                return facts.split_basis(fact)
        raise AssertionError(leaf)

    def cell(self, cell: RowAt) -> Address:
        """A row's cell: here if the row stands on this sheet, else where it is at home."""
        here = self.row(cell)
        address = self._book.axis.cell(here.number, cell.slot)
        return address if here.sheet == self.sheet else on(here.sheet, address)

    def row(self, cell: RowAt) -> Row:
        """Where the row of a cell stands, seen from this sheet."""
        placed, key = self._book.placed, self._book.rows.key(cell.row)
        number = placed.rows.get((self.sheet, key, cell.basis))
        if number is not None and (self._linked or cell.basis or placed.home.get(key) == self.sheet):
            return Row(self.sheet, number)
        found = placed.anywhere(key, cell.basis)
        assert found, cell
        return found

    def _ranges(self, leaves: Sequence[Leaf]) -> str | None:
        """Cells of one column that stand one below the other with no other row between, as a range."""
        cells = [leaf for leaf in leaves if isinstance(leaf, RowAt)]
        if len(cells) < len(leaves) or len({cell.slot for cell in cells}) > 1:
            return None
        rows = [self.row(cell) for cell in cells]
        taken, numbers = self._book.statement_rows(self.sheet), sorted(row.number for row in rows)
        if any(row.sheet != self.sheet for row in rows) or not taken.issuperset(numbers):
            return None
        slot, axis = cells[0].slot, self._book.axis
        between = [number for number in range(numbers[0], numbers[-1] + 1) if number in taken]
        if len(numbers) > 1 and between == numbers:
            return f"{axis.cell(numbers[0], slot)}:{axis.cell(numbers[-1], slot)}"
        return ",".join(axis.cell(number, slot) for number in numbers)

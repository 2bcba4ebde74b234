"""A finished workbook seen as a reviewer sees it: cells, the tokens of their formulas, and what leads where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple, get_column_letter, range_boundaries

TIME_SERIES = ("Income Statement", "Comprehensive Income", "Balance Sheet", "Cash Flow", "Changes in Equity",
               "Segments", "Operating Data", "Notes", "Per Share", "Ratios")
COMPUTED = ("Per Share", "Ratios")
STATEMENTS = TIME_SERIES[:-2]
FIRST_ROW, FIRST_COLUMN = 7, 5

Cell = tuple[str, str]
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([1-9]\d*)")


@dataclass(frozen=True)
class Part:
    """One operand of a formula that means cells: a sheet and a cell or range of it."""

    sheet: str
    area: str
    written_sheet: bool
    name: str = ""

    def cells(self) -> Iterator[Cell]:
        left, top, right, bottom = range_boundaries(self.area.replace("$", ""))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield self.sheet, f"{get_column_letter(column)}{row}"


@cache
def tokens(formula: str) -> tuple[Token, ...]:
    return tuple(token for token in Tokenizer(formula).items if token.type != Token.WSPACE)


def functions(formula: str) -> list[str]:
    return [token.value[:-1] for token in tokens(formula) if token.type == Token.FUNC and token.subtype == Token.OPEN]


def relative(formula: str, cell: str) -> str:
    """The formula in R1C1 terms, so that a formula filled right or down reads the same everywhere."""
    row, column = coordinate_to_tuple(cell)

    def shift(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, number = match.groups()
        across = column_index_from_string(letters)
        return (f"R{number}" if fixed_row else f"R[{int(number) - row}]") + (
            f"C{across}" if fixed_column else f"C[{across - column}]")

    return "".join(_shifted(token, shift) for token in tokens(formula))


def _shifted(token: Token, shift: Any) -> str:
    if token.type != Token.OPERAND or token.subtype != Token.RANGE:
        return str(token.value)
    sheet, mark, area = token.value.rpartition("!")
    return f"{sheet}{mark}{_REFERENCE.sub(shift, area) if _is_area(area) else area}"


def _is_area(text: str) -> bool:
    return all(_REFERENCE.fullmatch(end) for end in text.split(":"))


class View:
    """A workbook's formulas and stored values by sheet and address."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self._stored = openpyxl.load_workbook(path, data_only=True)
        self._leaves: dict[Cell, frozenset[Cell]] = {}

    @cached_property
    def formulas(self) -> dict[Cell, str]:
        return {(sheet.title, cell.coordinate): str(cell.value) for sheet in self.book.worksheets
                for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}

    def cells(self, *sheets: str) -> Iterator[Any]:
        """Every cell with something in it."""
        for sheet in self.book.worksheets:
            if not sheets or sheet.title in sheets:
                yield from (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)

    def on_axis(self, *sheets: str) -> Iterator[Any]:
        """The cells of the time-series sheets that stand under a period."""
        return (cell for cell in self.cells(*(sheets or TIME_SERIES))
                if cell.row >= FIRST_ROW and cell.column >= FIRST_COLUMN)

    def fact_links(self) -> Iterator[tuple[Any, int]]:
        """The cells under a period that are a link to Facts, with the row of the fact."""
        for cell in self.on_axis():
            link = self.link((cell.parent.title, cell.coordinate)) if cell.data_type == "f" else None
            if link and link[0] == "Facts":
                yield cell, coordinate_to_tuple(link[1])[0]

    @cached_property
    def values(self) -> dict[Cell, object]:
        """Every stored value: not to be changed, as other tests see the same."""
        return {(sheet.title, cell.coordinate): cell.value for sheet in self._stored.worksheets
                for row in sheet.iter_rows() for cell in row if cell.value is not None}

    def value(self, cell: Cell) -> Any:
        """The stored value."""
        return self._stored[cell[0]][cell[1]].value

    def key(self, cell: Any) -> str:
        """A row's key and its period, e.g. ``total_assets 1H2022``: how tests name a cell."""
        sheet = cell.parent
        return f"{sheet.cell(cell.row, 1).value} {sheet.cell(5, cell.column).value}"

    def cell(self, where: Cell) -> Any:
        return self.book[where[0]][where[1]]

    @cached_property
    def names(self) -> dict[str, str]:
        return {name: str(defined.attr_text) for name, defined in self.book.defined_names.items()}

    def parts(self, cell: Cell) -> list[Part]:
        """The cells, ranges and names that a formula mentions."""
        formula = self.formulas.get(cell)
        if formula is None:
            return []
        return [self._part(cell[0], token.value) for token in tokens(formula)
                if token.type == Token.OPERAND and token.subtype == Token.RANGE]

    def _part(self, home: str, text: str) -> Part:
        sheet, mark, area = text.rpartition("!")
        if not mark and not _is_area(area):
            target, _, address = self.names[area].rpartition("!")
            return Part(target.strip("'"), address, False, area)
        return Part(sheet.strip("'").replace("''", "'") if mark else home, area, bool(mark))

    def precedents(self, cell: Cell) -> set[Cell]:
        return {each for part in self.parts(cell) for each in part.cells()}

    @cached_property
    def graph(self) -> dict[Cell, set[Cell]]:
        return {cell: self.precedents(cell) for cell in self.formulas}

    def link(self, cell: Cell) -> Cell | None:
        """What a pure link points to: a formula that is one cell, with or without a minus."""
        found = [token for token in tokens(self.formulas.get(cell, "")) if token.type != Token.OP_PRE]
        if len(found) != 1 or found[0].type != Token.OPERAND or found[0].subtype != Token.RANGE:
            return None
        part = self.parts(cell)[0]
        return None if ":" in part.area or part.name else next(part.cells())

    def ancestors(self, cells: set[Cell]) -> set[Cell]:
        """All that some cells are computed from."""
        found: set[Cell] = set()
        waiting = list(cells)
        while waiting:
            for each in self.graph.get(waiting.pop(), ()):
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        return found

    def leaves(self, cell: Cell) -> frozenset[Cell]:
        """The typed cells at the bottom of a formula."""
        if cell not in self._leaves:
            below = self.graph.get(cell)
            self._leaves[cell] = (frozenset([cell]) if below is None
                                  else frozenset(leaf for each in below for leaf in self.leaves(each)))
        return self._leaves[cell]

    def clicks(self, cell: Cell, sheet: str = "Facts") -> int | None:
        """The fewest steps through precedents to a sheet."""
        seen, front, steps = {cell}, {cell}, 0
        while front:
            if any(each[0] == sheet for each in front):
                return steps
            front = {below for each in front for below in self.graph.get(each, ())} - seen
            seen |= front
            steps += 1
        return None


@cache
def view(path: Path) -> View:
    """The view of a file, opened once however many tests ask."""
    return View(path)

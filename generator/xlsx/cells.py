"""A sheet as cells with addresses: the contract between the layout and the writer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

Scalar = str | int | float | Decimal | datetime.date


class Formula(str):
    """The text of a formula, with its equals sign. Any other text is stored as text, whatever it starts with."""

    __slots__ = ()


class Address(str):
    """The name of a cell, a range or a name as a formula writes it: ``H10`` or ``'Cash Flow'!H10``."""

    __slots__ = ()


class OutwardLink(NamedTuple):
    """An address outside of the workbook, what stands behind its # (empty for nothing), and what shows above it."""

    address: str
    fragment: str = ""
    tip: str = ""


class Cell(NamedTuple):
    """What stands in a cell: a value or a formula, a named look, a number format, a target to jump to, a remark, a link
    to what is outside."""

    value: Scalar | Formula | None
    look: str
    format: str = "General"
    target: str = ""
    remark: str = ""
    link: OutwardLink | None = None


@dataclass(frozen=True)
class RowChart:
    """A native chart over rows of its own sheet. ``series`` are (row, on the second axis)."""

    title: str
    anchor: str
    categories_row: int
    first_column: int
    last_column: int
    series: tuple[tuple[int, bool], ...]
    axis_title: str
    alt_text: str
    from_zero: bool = True
    second_axis_title: str = ""
    format: str = "#,##0"
    second_format: str = "0.0%"
    second_from_zero: bool = True


@dataclass(frozen=True)
class Pages:
    """What is printed of a sheet, and where its pages may end. Titles are printed on every page.

    ``area`` is the first and the last cell, as row and column. ``blocks`` are the rows that a page rather begins with,
    by their level: 1 for the heading of a block, 2 for one inside it. ``spans`` are the columns that a page rather
    begins with.
    """

    area: tuple[tuple[int, int], tuple[int, int]]
    title_rows: tuple[int, int]
    title_columns: tuple[int, int] | None = None
    blocks: tuple[tuple[int, int], ...] = ()
    spans: tuple[int, ...] = ()


@dataclass
class Sheet:
    """A sheet under construction. Rows and columns count from 1.

    ``values_from`` and ``values_to`` bound the area whose texts (n.a., n.m.) are greyed; ``breaks`` are
    the rows after which a printed page ends. ``row_groups`` fold away under the row above them.
    """

    name: str
    tab: str
    widths: dict[int, float] = field(default_factory=dict)
    freeze: str = "A1"
    header_rows: int = 1
    label_columns: int = 0
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    row_groups: list[tuple[int, int]] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    """The outline levels of columns, from 1; a column without one is in no group."""
    folded: frozenset[int] = frozenset()
    """The columns that a collapsed group leaves out until it is opened."""
    first_shown: int = 0
    """The column that stands beside the frozen ones as the sheet opens; 0 for the first."""
    table: tuple[str, str] | None = None
    filter: str = ""
    charts: list[RowChart] = field(default_factory=list)
    state_ranges: list[str] = field(default_factory=list)
    values_from: str = ""
    values_to: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The texts that may be typed into a cell, offered as a list."""
    breaks: list[int] = field(default_factory=list)
    paper: str = "A4"
    pages: Pages | None = None
    unit_line: str = ""

    def put(self, row: int, column: int, value: Scalar | Formula | None, look: str, format: str = "General",
            target: str = "", remark: str = "", link: OutwardLink | None = None) -> None:
        """Write one cell. A cell is written once; a second time is a bug."""
        cell = Cell(value, look, format, target, remark, link)
        assert self.cells.setdefault((row, column), cell) is cell, f"{self.name}!{at(row, column)} written twice"

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=1)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=1)


@cache
def letter(column: int) -> str:
    """The letter of a column counted from 1: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number


def at(row: int, column: int) -> Address:
    return Address(f"{letter(column)}{row}")


def absolute(row: int, column: int) -> Address:
    return Address(f"${letter(column)}${row}")


@cache
def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it: quoted where it could be a cell (FY2023), a number or a word of theirs."""
    plain = sheet.isascii() and sheet.isalpha() and len(sheet) > 3 and sheet.upper() not in ("TRUE", "FALSE")
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def on(sheet: str, address: str) -> Address:
    """A cell of another sheet."""
    return Address(f"{quoted(sheet)}!{address}")


@cache
def number_format(decimals: int, nil: bool = False) -> str:
    """Thousands, negatives in brackets, and a zero as 0, or as a dash where the filing prints one."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    zero = '"–"' if nil else "0" + ("." + "0" * decimals if decimals else "")
    return f"{digits}_);({digits});{zero}_)"


def with_letters(pattern: str, letters: str) -> str:
    """A number format with letters, such as a currency's, before the number in each of its parts."""
    return ";".join(f'"{letters} "{part}' for part in pattern.split(";")) if letters else pattern


@dataclass(frozen=True)
class Row:
    """Where a row stands: its sheet and its number."""

    sheet: str
    number: int


@dataclass(frozen=True)
class Workbook:
    """All sheets in order and the names that formulas use, ready to be written. ``owner`` heads every page."""

    sheets: tuple[Sheet, ...]
    names: dict[str, str]
    owner: str
    title: str
    footer: str
    created: datetime.date

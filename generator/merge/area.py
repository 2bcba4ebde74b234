"""Areas and values that a reader's formula speaks of, and whom they are asked from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.xlsx.formula import LAST_COLUMN, LAST_ROW, Token, parsed
from generator.xlsx.worksheet import Place

Scalar = str | float | bool | None


class Unknown(Exception):
    """What a piece of a formula comes to cannot be told here."""


class Many(Unknown):
    """It comes to as many values as an area has cells."""

    def __init__(self, count: int) -> None:
        self.count = count


@dataclass(frozen=True)
class Area:
    """Cells of a sheet, corners included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def count(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def place(self, index: int) -> Place:
        width = self.right - self.left + 1
        return self.top + index // width, self.left + index % width


Value = Scalar | Area


class Moment(Protocol):
    """A workbook at one time. All raise Unknown."""

    def cell(self, sheet: str, place: Place, depth: int) -> Scalar:
        """What a cell shows."""

    def filled(self, area: Area) -> int:
        """How many cells of an area are not empty."""

    def meaning(self, name: str, sheet: str) -> str:
        """The formula of a defined name, as it is seen from a sheet."""


def area_of(text: str, home: str) -> Area | None:
    """The cells that a reference means on the sheet ``home``; None for what is none, or runs through several sheets."""
    found = parsed(text)
    if found is None or len(found.sheets) > 1:
        return None
    first, last = found.corners[0], found.corners[-1]
    rows = sorted((first.row or 1, last.row or LAST_ROW))
    columns = sorted((first.column or 1, last.column or LAST_COLUMN))
    return Area(found.sheets[0] if found.sheets else home, rows[0], columns[0], rows[1], columns[1])


class Nowhere:
    """A moment at which nothing can be asked."""

    def cell(self, sheet: str, place: Place, depth: int) -> Scalar:
        raise Unknown

    def filled(self, area: Area) -> int:
        raise Unknown

    def meaning(self, name: str, sheet: str) -> str:
        raise Unknown


@dataclass(frozen=True)
class Site:
    """Where a formula stands, its tokens, and the same tokens with their plain references followed."""

    home: str
    place: Place | None
    then: Sequence[Token]
    now: Sequence[Token]


def as_text(value: Scalar) -> str:
    """A value as & joins it to others."""
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else value


def as_number(value: Scalar) -> float:
    """A value as a number. Raises Unknown."""
    try:
        return float(value or 0)
    except ValueError as error:
        raise Unknown from error

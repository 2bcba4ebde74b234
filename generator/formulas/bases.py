"""The bases on which a formula may take a row: how each is called, its unit, and the tree of one of its cells.

A further basis is a further record in BASES: formulas then know its accessor, the sheets place its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from generator.formulas.expression import (
    NOT_AVAILABLE,
    Call,
    Expression,
    Header,
    Name,
    Operation,
    RowAt,
    RowKey,
    SplitBasis,
    counted,
    signed,
    splits_since,
)
from generator.model.fact import Fact
from generator.model.period import Slot


class Dividend(NamedTuple):
    """A column in a sum of dividends, with its sign, and whether the sum is n.a. without it."""

    sign: int
    slot: Slot
    needed: bool


class Columns(Protocol):
    """What the bases ask of the rows: which columns a figure is made from. None where there are none."""

    def ltm(self, row: RowKey, slot: Slot) -> Sequence[tuple[int, Slot]] | None:
        """The columns whose signed sum is the twelve months that end with a column."""

    def opening(self, slot: Slot) -> Slot | None:
        """The column that ends where one begins."""

    def year_ago(self, slot: Slot) -> Slot | None:
        """The column of the balance a year before."""

    def is_in_months(self, slot: Slot) -> bool:
        """Whether a column's fiscal year is one of whole months, not of weeks."""

    def full_year(self, slot: Slot) -> Slot | None:
        """The column of the fiscal year whose days a period of weeks is a part of."""

    def dividends(self, row: RowKey, slot: Slot, basis: str) -> Sequence[Dividend] | None:
        """The columns of the dividends of twelve months (``declared``) or of those paid in a period (``due``)."""

    def is_instant(self, row: RowKey) -> bool:
        """Whether a row is a balance."""

    def newest_basis(self, row: RowKey, slot: Slot) -> Fact | None:
        """The figure behind a cell that has the most splits in it."""

    @property
    def number_of_splits(self) -> int:
        """How many share splits the company had."""


@dataclass(frozen=True)
class Basis:
    """An accessor of formulas: its label around a row's, the tree of a cell, and its unit where it has its own.

    ``of_balances`` says that on it a row of balances is still one of balances, known wherever a balance is;
    ``of_series`` that only a company's own rows can be taken on it. ``needs`` names a basis on whose row it rests
    where a row is no balance; one that is no accessor serves others alone. ``spans`` is what time a cell on it is of,
    by whose rate it is converted: its own (``column``), the twelve months to its end (``year``), or from one balance to
    the other (``opening``, ``year_ago``).
    """

    key: str
    label: str
    tree: Callable[[Columns, RowKey, Slot], Expression | None]
    unit: str = ""
    of_balances: bool = False
    of_series: bool = False
    needs: str = ""
    is_accessor: bool = True
    spans: str = ""
    about: str = ""
    """What it means in a formula."""


def _average(row: RowKey, slot: Slot, other: Slot | None) -> Expression | None:
    if other is None:
        return None
    pair = RowAt(row, other), RowAt(row, slot)
    mean = Operation("/", Call("SUM", pair), Call("COUNT", pair))
    return Call("IF", (counted(pair), mean, NOT_AVAILABLE))


def _ltm(columns: Columns, row: RowKey, slot: Slot) -> Expression | None:
    terms = columns.ltm(row, slot)
    return None if terms is None else signed([(sign, RowAt(row, other)) for sign, other in terms])


def _annualised(columns: Columns, row: RowKey, slot: Slot) -> Expression | None:
    """Times twelve by the months; in a year of weeks, whose quarters are no whole months, by the days."""
    cell = RowAt(row, slot)
    whole: Expression
    if columns.is_in_months(slot):
        whole, part = Name("months_in_year"), Header("months", slot)
    else:
        year = columns.full_year(slot)
        if year is None:
            return None
        whole, part = Header("days", year), Header("days", slot)
    year_long = Operation("/", Operation("*", cell, whole), part)
    return Call("IF", (Call("ISNUMBER", (cell,)), year_long, NOT_AVAILABLE))


def _dividends(basis: str) -> Callable[[Columns, RowKey, Slot], Expression | None]:
    """The sum over record dates, n.a. without one that the company has each year; of periods a signed sum."""

    def tree(columns: Columns, row: RowKey, slot: Slot) -> Expression | None:
        found = columns.dividends(row, slot, basis)
        if found is None:
            return None
        if not columns.is_instant(row):
            return signed([(each.sign, RowAt(row, each.slot)) for each in found])
        needed = [RowAt(row, each.slot) for each in found if each.needed]
        whole = Call("SUM", tuple(RowAt(row, each.slot) for each in found))
        return Call("IF", (counted(needed), whole, NOT_AVAILABLE)) if needed else None

    return tree


def _split_basis(columns: Columns, row: RowKey, slot: Slot) -> Expression | None:
    """The day up to which splits are in the figure of a column: that of the newest figure behind it."""
    fact = columns.newest_basis(row, slot)
    return SplitBasis(fact) if fact else None


def _split_factor(columns: Columns, row: RowKey, slot: Slot) -> Expression | None:
    """New over old shares of the splits that took effect since; a balance is as of its date unless declared."""
    fact = columns.newest_basis(row, slot)
    if fact is None:
        return None
    date: Expression | None = RowAt(row, slot, "split_basis")
    if columns.is_instant(row):
        own = fact.split_basis == fact.period.end
        date = Header("period_end", slot) if own else SplitBasis(fact)
    return splits_since(date, columns.number_of_splits) if date is not None else None


BASES = (
    Basis("average", "{} (average of opening and closing)",
          lambda columns, row, slot: _average(row, slot, columns.opening(slot)), spans="opening",
          about="The mean of the opening and the closing balance of the column"),
    Basis("average_ltm", "{} (average of now and a year ago)",
          lambda columns, row, slot: _average(row, slot, columns.year_ago(slot)), of_balances=True,
          spans="year_ago", about="The mean of the balance now and a year ago"),
    Basis("ltm", "{} (LTM)", _ltm, of_series=True, spans="year",
          about="The last twelve months (52 or 53 weeks) that end with the column"),
    Basis("annualised", "{} (annualised)", _annualised, spans="column",
          about="Times 12 / months of the column; in a year of weeks times the days of the year / those of the column"),
    Basis("declared", "{} (record dates of the last twelve months)", _dividends("declared"), of_balances=True,
          spans="year", about="Dividends of the record dates of the last twelve months"),
    Basis("due", "{} (record dates from the period's start to before its end)", _dividends("due"), spans="column",
          about="Dividends of the record dates from the period's start to before its end, which are paid in it"),
    Basis("split_factor", "{} (shares today for one share in the figure)", _split_factor, unit="factor",
          of_balances=True, of_series=True, needs="split_basis",
          about="Shares today for one share in the figure: multiply shares by it, divide amounts per share"),
    Basis("split_basis", "{} (day up to which splits are in the figure)", _split_basis, unit="date",
          is_accessor=False, about="The day up to which splits are in the figure; serves split_factor alone"))
BASIS: Mapping[str, Basis] = {basis.key: basis for basis in BASES}
ACCESSORS = tuple(basis.key for basis in BASES if basis.is_accessor)

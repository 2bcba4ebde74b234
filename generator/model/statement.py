"""Statements as a company prints them: their line items, the members across them, and what counts in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.additivity import RATIO, Additivity
from generator.model.problem import Place

SHEETS = ("Income Statement", "Comprehensive Income", "Balance Sheet", "Cash Flow", "Changes in Equity",
          "Segments", "Operating Data", "Notes", "Per Share")
"""The sheets that a workbook has for statements; a company may name further ones."""
OUR_SHEETS = ("Cover", "Summary", "Ratios", "Checks", "Restatements", "Changes", "Facts", "Filings")
"""The sheets on which no statement stands."""

YEAR_AGO, YEAR_END = "year_ago", "year_end"
"""What a printed change column of balances may compare with."""

Series = tuple[str, str, str]
"""Statement, line item and member: one row of the workbook. The member is empty where there are none."""


@dataclass(frozen=True)
class Unit:
    """What a number counts, how many decimals it shows at least, and a number format of its own if any.

    ``counts`` says that it counts things (shares, people), of which there is never a balance below zero.
    """

    key: str
    label: str
    decimals: int = 0
    format: str = ""
    counts: bool = False


@dataclass(frozen=True)
class Ref:
    """A line item elsewhere, with the sign (+1 or -1) it is taken with."""

    sign: int
    series: Series

    @property
    def statement(self) -> str:
        return self.series[0]


@dataclass(frozen=True)
class Member:
    """A segment, an equity component, a level, or a printed change column.

    ``growth`` and ``change`` mark a printed change on a year ago of the same row, of balances also on another date
    (``since``; where it is empty, the one that stands beside it); ``percent_of`` a
    printed percentage of another line item; ``sum`` the members that add up across to this one.
    """

    key: str
    label: str
    unit: str = ""
    sum: tuple[tuple[int, str], ...] = ()
    growth: bool = False
    change: bool = False
    percent_of: Ref | None = None
    since: str = ""

    @property
    def is_measure(self) -> bool:
        """Whether the member is a printed comparison, whose figures never add."""
        return self.growth or self.change or self.percent_of is not None


@dataclass(frozen=True)
class LineItem:
    """One row of a statement; docs/inputs.md says what each attribute means.

    ``concept_sign`` is ``-`` where the line says that it prints the concept with the other sign than formulas have it,
    ``+`` where it says that it prints it with the same, empty where it says neither.
    """

    key: str
    label: str
    place: Place
    unit: str
    additivity: Additivity
    caption: bool = False
    concept: str = ""
    concept_sign: str = ""
    sum: tuple[tuple[int, str], ...] = ()
    also_sum: tuple[tuple[int, str], ...] = ()
    same_as: tuple[tuple[str, Ref], ...] = ()
    growth_of: Ref | None = None
    change_of: Ref | None = None
    percent_of: tuple[Ref, Ref] | None = None
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """The line items of one printed table in printed order, and the members across it."""

    key: str
    title: str
    sheet: str
    place: Place
    items: Mapping[str, LineItem]
    members: Mapping[str, Member]

    def member(self, key: str) -> Member:
        return self.members.get(key) or Member(key, "")

    def unit_of(self, item: str, member: str) -> str:
        return self.member(member).unit or self.items[item].unit

    def additivity_of(self, item: str, member: str) -> Additivity:
        """A printed comparison is a ratio whatever its row is."""
        return RATIO if self.member(member).is_measure else self.items[item].additivity

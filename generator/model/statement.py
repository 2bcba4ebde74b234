"""Statements as a company prints them: their line items, the members across them, and what counts in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from generator.model.additivity import RATIO, Additivity
from generator.model.measure import Said
from generator.model.problem import Place
from generator.model.tag import Tag

SHEETS = ("Income Statement", "Comprehensive Income", "Balance Sheet", "Cash Flow", "Changes in Equity",
          "Segments", "Operating Data", "Notes", "Per Share")
"""The sheets that a workbook has for statements; a company may name further ones."""
OUR_SHEETS = ("Cover", "Summary", "Guidance", "Ratios", "Checks", "Restatements", "Changes", "Facts", "Filings")
"""The sheets on which no statement stands."""

YEAR_AGO, YEAR_END = "year_ago", "year_end"
"""What a printed change column of balances may compare with."""

Series = tuple[str, str, str]
"""Statement, line item and member: one row of the workbook. The member is empty where there are none."""


def key(series: Series) -> str:
    """``income_statement.total_revenues`` or ``changes_in_equity.profit@total``."""
    return f"{series[0]}.{series[1]}" + (f"@{series[2]}" if series[2] else "")


@dataclass(frozen=True)
class Unit:
    """What a number counts, how many decimals it shows at least, and a number format of its own if any.

    ``counts`` says that it counts things (shares, people), of which there is never a balance below zero. ``of`` is
    ``money``, ``shares`` or ``per_share`` where it counts that. ``scale`` is that of the sheets, empty for what has
    none (percentages); ``currency`` that of a unit of the company's own. ``wording`` is the label with
    ``{currency}`` and ``{scale}`` to be filled in. ``is_own``: it is none that all companies have.
    ``additivity`` is what its figures have where nobody says so: a percentage or a multiple does not add up, whatever
    the statement's other figures do.
    """

    key: str
    label: str
    decimals: int = 0
    format: str = ""
    counts: bool = False
    of: str = ""
    scale: str = ""
    currency: str = ""
    wording: str = ""
    is_own: bool = False
    additivity: Additivity | None = None

    def called(self, scale: str, currency: str) -> str:
        """What a figure counts that is printed in a scale and currency: ``JPY thousand``, ``thousand shares``."""
        word = "" if scale == "one" else scale
        wording = self.wording or self.label
        if word and "{scale}" not in wording:
            wording = f"{{scale}} {wording}"
        return " ".join(wording.replace("{currency}", currency).replace("{scale}", word).split())

    def in_currency(self, currency: str) -> str:
        """The label of a row that stands in a currency, which is the company's or another."""
        return self.called(self.scale, currency) if "{currency}" in self.wording else self.label


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
    printed percentage of another line item; ``sum`` the members that add up across to this one. ``scale`` and
    ``currency`` are those of its unit, where that says so. ``additivity`` is that of all its figures, ``rate`` the one
    that its unit has for figures that would else add up. ``is_favourable`` says that it prints changes as positive
    where the result gains by them. ``equivalent`` is as that of a line item. ``xbrl`` are the members' names in the
    filings' own data, newest first.
    """

    key: str
    label: str
    unit: str = ""
    sum: tuple[tuple[int, str], ...] = ()
    growth: bool = False
    change: bool = False
    percent_of: Ref | None = None
    since: str = ""
    additivity: Additivity | None = None
    rate: Additivity | None = None
    is_favourable: bool = False
    scale: str = ""
    currency: str = ""
    equivalent: Decimal | None = None
    xbrl: tuple[str, ...] = ()

    @property
    def is_measure(self) -> bool:
        """Whether the member is a printed comparison, whose figures never add."""
        return self.growth or self.change or self.percent_of is not None

    @property
    def adds_down(self) -> bool:
        """Whether its figures add up where those of the row do."""
        return not self.is_measure and self.rate is None


@cache
def _unknown(key: str) -> Member:
    """A member that a statement does not have; without a key, none at all."""
    return Member(key, "")


@dataclass(frozen=True)
class LineItem:
    """One row of a statement; docs/inputs.md says what each attribute means.

    ``concept_sign`` is ``-`` where the line says that it prints the concept with the other sign than formulas have it,
    ``+`` where it says that it prints it with the same, empty where it says neither. ``is_rate`` says that it counts a
    rate by its unit, and that nobody said that it adds up. ``growth`` is how its changes are printed, where that is not
    as the member or the company says: ``arithmetic`` or ``favourable``. ``scale`` and ``currency`` are
    what the line or its unit says of its figures, empty where they say nothing. ``equivalent`` is as how many of
    the shares that EPS is stated in one share of a class counts. ``xbrl`` are the elements that filings tag it with,
    newest first. ``aliases`` are other labels that it is printed with.
    """

    key: str
    label: str
    place: Place
    unit: str
    additivity: Additivity
    is_rate: bool = False
    caption: bool = False
    concept: str = ""
    concept_sign: str = ""
    sum: tuple[tuple[int, str], ...] = ()
    also_sum: tuple[tuple[int, str], ...] = ()
    same_as: tuple[tuple[str, Ref], ...] = ()
    growth_of: Ref | None = None
    change_of: Ref | None = None
    percent_of: tuple[Ref, Ref] | None = None
    equivalent: Decimal | None = None
    note: str = ""
    growth: str = ""
    scale: str = ""
    currency: str = ""
    xbrl: tuple[Tag, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """The line items of one printed table in printed order, and the members across it."""

    key: str
    title: str
    sheet: str
    place: Place
    items: Mapping[str, LineItem]
    members: Mapping[str, Member]
    scale: Said = ()
    currency: Said = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Keys of line items and members that workbooks of before have, with those that they have now."""
    xbrl: tuple[str, ...] = ()
    """The axes of XBRL along which its members stand, newest first."""

    def member(self, key: str) -> Member:
        return self.members.get(key) or _unknown(key)

    def unit_of(self, item: str, member: str) -> str:
        return self.member(member).unit or self.items[item].unit

    def additivity_of(self, item: str, member: str) -> Additivity:
        """A printed comparison is a ratio whatever its row is; a rate does not add up where the row does."""
        across, row = self.member(member), self.items[item].additivity
        if across.is_measure:
            return RATIO
        return across.additivity or (across.rate if across.rate and row.is_derivable else row)

    def adds_across(self, item: str, member: str) -> bool:
        """Whether a row's figures of other members add up to that of one: no rate, no average, no amount per share."""
        return self.member(member).adds_down and not self.items[item].is_rate \
            and self.additivity_of(item, member).adds_across

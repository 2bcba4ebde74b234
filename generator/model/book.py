"""Company, statement, line item, filing, fact: frozen records that know nothing of Excel."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.model.figure import LOST, TODO, Figure
from generator.model.period import FiscalCalendar, Period, Slot
from generator.model.problem import Place

ADDITIVITIES = ("flow", "instant", "opening", "average", "per_share", "ratio")
ASSURANCES = ("unreviewed", "reviewed", "audited")
SCALES = {"one": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SHEETS = ("Income Statement", "Comprehensive Income", "Balance Sheet", "Cash Flow", "Changes in Equity",
          "Segments", "Operating Data", "Notes", "Per Share")

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

    ``growth`` and ``change`` mark a printed change on a year ago of the same row; ``percent_of`` a
    printed percentage of another line item; ``sum`` the members that add up across to this one.
    """

    key: str
    label: str
    unit: str = ""
    sum: tuple[tuple[int, str], ...] = ()
    growth: bool = False
    change: bool = False
    percent_of: Ref | None = None

    @property
    def is_measure(self) -> bool:
        """Whether the member is a printed comparison, whose figures never add."""
        return self.growth or self.change or self.percent_of is not None


@dataclass(frozen=True)
class LineItem:
    """One row of a statement; docs/inputs.md says what each attribute means."""

    key: str
    label: str
    place: Place
    unit: str
    additivity: str
    caption: bool = False
    concept: str = ""
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

    def additivity_of(self, item: str, member: str) -> str:
        """A printed comparison is a ratio whatever its row is."""
        return "ratio" if self.member(member).is_measure else self.items[item].additivity


@dataclass(frozen=True)
class Split:
    """A share split: ``new_shares`` for ``old_shares`` from its effective date on."""

    effective: datetime.date
    new_shares: Decimal
    old_shares: Decimal


@dataclass(frozen=True)
class SharePrice:
    """A market price per share in the currency's unit and the day it was quoted."""

    value: Decimal
    date: datetime.date


@dataclass(frozen=True)
class Company:
    """Who reports, in which currency and scale, on which fiscal calendar, rounding how.

    ``undeclared`` names the habits (``rounding``, ``foots``) that company.yaml leaves open: the widest
    tolerances apply until they are declared.
    ``first_year`` is the fiscal year of the first columns, where it is not that of the first filing's
    figures; ``dividends_a_year`` how many record dates a year has: 1, 2 (half-years) or 4.
    """

    key: str
    name: str
    code: str
    exchange: str
    standard: str
    currency: str
    scale: str
    rounding: str
    foots: str
    calendar: FiscalCalendar
    units: Mapping[str, Unit]
    undeclared: tuple[str, ...] = ()
    splits: tuple[Split, ...] = ()
    share_price: SharePrice | None = None
    first_year: int | None = None
    dividends_a_year: int = 2


@dataclass(frozen=True)
class Filing:
    """One document of the issuer's, with the day it was filed.

    Its per-share figures and weighted shares reflect the splits effective up to ``split_basis``.
    """

    key: str
    title: str
    filed: datetime.date
    assurance: str
    place: Place
    url: str = ""
    note: str = ""
    causes: tuple[tuple[str, str, str], ...] = ()
    declared_basis: datetime.date | None = None

    @property
    def split_basis(self) -> datetime.date:
        """The day it was filed, unless the filing says otherwise."""
        return self.declared_basis or self.filed


@dataclass(frozen=True)
class Fact:
    """One figure of one filing: line item, period, member, value, and where it stands.

    ``abridged`` says that its table leaves rows out although there was something to print.
    """

    series: Series
    period: Period
    figure: Figure
    unit: str
    filing: Filing
    heading: str
    place: Place
    note: str = ""
    abridged: bool = False

    @property
    def value(self) -> Decimal:
        """The signed value at the printed scale; only for a figure that has one."""
        assert self.figure.value is not None
        return self.figure.value

    @property
    def table(self) -> tuple[str, str, str]:
        """The printed table that it stands in: filing, heading and statement."""
        return self.filing.key, self.heading, self.series[0]


@dataclass(frozen=True)
class Book:
    """All that the workbook is made from: a company, its statements, its filings and their facts."""

    company: Company
    statements: Mapping[str, Statement]
    filings: tuple[Filing, ...]
    printed: tuple[Fact, ...]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that has a value, filing by filing in printed order."""
        return tuple(fact for fact in self.printed if fact.figure.kind not in (TODO, LOST))

    @cached_property
    def latest(self) -> dict[tuple[Series, Period], Fact]:
        """The fact of the latest filing for each line item and period, in its first printing."""
        found: dict[tuple[Series, Period], Fact] = {}
        for fact in self.facts:
            held = found.get((fact.series, fact.period))
            if held is None or held.filing is not fact.filing:
                found[fact.series, fact.period] = fact
        return found

    @cached_property
    def first(self) -> dict[tuple[Series, Period], Fact]:
        """The fact of the earliest filing for each line item and period: as first reported."""
        found: dict[tuple[Series, Period], Fact] = {}
        for fact in self.facts:
            found.setdefault((fact.series, fact.period), fact)
        return found

    @cached_property
    def lost(self) -> frozenset[tuple[Series, Period]]:
        """Figures that a source lost and no filing gives."""
        return frozenset((f.series, f.period) for f in self.printed
                         if f.figure.kind == LOST and (f.series, f.period) not in self.latest)

    @cached_property
    def todo(self) -> tuple[Fact, ...]:
        """Figures that are still to be typed and that no other filing gives."""
        return tuple(f for f in self.printed if f.figure.kind == TODO and (f.series, f.period) not in self.latest)

    @cached_property
    def restated(self) -> frozenset[tuple[Series, Period]]:
        """Figures that two filings give differently."""
        return frozenset((f.series, f.period) for f in self.facts
                         if f.value != self.latest[f.series, f.period].value)

    def name(self, series: Series) -> str:
        """``Total revenues`` or ``Profit · Retained earnings``, for people."""
        statement = self.statements[series[0]]
        return " · ".join(filter(None, (statement.items[series[1]].label, statement.member(series[2]).label)))

    def when(self, period: Period) -> str:
        """A duration by its label, an instant by its date."""
        slot = self.company.calendar.slot_of(period) if period.start else None
        return slot.label if slot else str(period)

    @property
    def parameters(self) -> dict[str, Decimal | int | datetime.date | None]:
        """What templates/parameters.yaml may take from a company and its figures.

        ``rounding_n`` is how far a figure printed with n decimals can be from the exact one: half a unit
        when rounded to the nearest, a whole one when truncated. ``rounding_amount`` is that for amounts as
        the company prints them.
        """
        company = self.company
        unit = Decimal("0.5") if company.rounding == "nearest" else Decimal(1)
        amount = unit.scaleb(-max((f.figure.decimals for f in self.facts if f.unit == "amount"), default=0))
        price = company.share_price
        return {
            "scale": SCALES[company.scale], "rounding_amount": amount,
            **{f"rounding_{decimals}": unit.scaleb(-decimals) for decimals in range(4)},
            "share_price": price.value if price else None, "share_price_date": price.date if price else None}

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The columns of the time axis: the slots of every fiscal year, whether filled or not.

        The first year is that of the first filing, so that columns stay where they are whatever years a
        later filing looks back on.
        """
        calendar = self.company.calendar
        touched = next(filter(None, map(self._years, self.filings)), None)
        if not touched:
            return ()
        first, last = self.company.first_year or touched[0], self._years()[-1]
        return tuple(slot for year in range(first, last + 1) for slot in calendar.slots(year))

    def _years(self, filing: Filing | None = None) -> list[int]:
        """The fiscal years that the figures of a filing, or of all, touch."""
        calendar = self.company.calendar
        return calendar.years([f.period for f in self.printed if filing in (None, f.filing)
                               and (not f.period.is_instant or calendar.slots_ending(f.period.end))])

    @property
    def concepts(self) -> dict[str, tuple[str, str]]:
        """Concept to the statement and line item that carries it."""
        return {item.concept: (statement.key, item.key)
                for statement in self.statements.values() for item in statement.items.values() if item.concept}

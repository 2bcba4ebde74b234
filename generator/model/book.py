"""A company's book: the filings, the facts that they print, and what stands for which period now and at first."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.model.company import SCALES, Company
from generator.model.figure import BLANK, LOST, TODO, Figure
from generator.model.period import Period, Slot
from generator.model.problem import Place
from generator.model.statement import Series, Statement

ASSURANCES = ("unreviewed", "reviewed", "audited")


@dataclass(frozen=True)
class Filing:
    """One document of the issuer's, with the day it was filed.

    Its per-share figures and weighted shares reflect the splits effective up to ``split_basis``. ``year_is_right``
    says why its flows end long before it was filed or a year from its balances, where they do.
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
    year_is_right: str = ""

    @property
    def split_basis(self) -> datetime.date:
        """The day it was filed, unless the filing says otherwise."""
        return self.declared_basis or self.filed


@dataclass(frozen=True)
class Fact:
    """One figure of one filing: line item, period, member, value, and where it stands.

    ``abridged`` says that its table leaves rows out although there was something to print. ``column`` is the period
    at the head of its column; None where a date stands there.
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
    column: Slot | None = None

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
    """All that the workbook is made from: a company, its statements, its filings and their facts.

    ``outflows`` are the company's concepts of costs and payments, which formulas have as negative; ``other_sign`` are
    the concepts of any kind that its filings print with the other sign than formulas have them.
    """

    company: Company
    statements: Mapping[str, Statement]
    filings: tuple[Filing, ...]
    printed: tuple[Fact, ...]
    outflows: frozenset[str] = frozenset()
    other_sign: frozenset[str] = frozenset()

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that has a value, filing by filing in printed order."""
        return tuple(fact for fact in self.printed if fact.figure.kind not in (TODO, LOST, BLANK))

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
    def tables(self) -> dict[tuple[str, str, str], list[Fact]]:
        """The facts of each printed table."""
        found: dict[tuple[str, str, str], list[Fact]] = {}
        for fact in self.facts:
            found.setdefault(fact.table, []).append(fact)
        return found

    @cached_property
    def blank(self) -> frozenset[tuple[Series, Period]]:
        """Figures that the cells of a table leave blank and no filing gives: not disclosed, and nothing to add."""
        return frozenset((f.series, f.period) for f in self.printed
                         if f.figure.kind == BLANK and (f.series, f.period) not in self.latest)

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

"""A filing and the facts that it prints: a figure each, of a line item, a period and a member."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlsplit

from generator.model.company import Company
from generator.model.figure import Figure
from generator.model.measure import AS_ON_SHEETS, Measure, Said
from generator.model.period import Period, Slot
from generator.model.problem import Place
from generator.model.statement import Series

ASSURANCES = ("unreviewed", "reviewed", "audited")
EXPECTED, LOW, HIGH, ACHIEVED = "expected", "low", "high", "achieved"
"""What a forecast is: a figure, an end of a range, or how much of it is achieved so far, in percent."""


@dataclass(frozen=True)
class Filing:
    """One document of the issuer's, with the day it was filed.

    Its per-share figures and weighted shares reflect the splits effective up to ``split_basis``, its balances only if
    it says so. ``year_is_right``
    says why its flows end long before it was filed or a year from its balances, where they do. ``scale`` and
    ``currency`` are what it says of its figures where its tables and line items say nothing else. ``url`` is where it
    is found; of a file in the company's folder ``document`` is its path there.
    """

    key: str
    title: str
    filed: datetime.date
    assurance: str
    place: Place
    url: str = ""
    document: str = ""
    note: str = ""
    causes: tuple[tuple[str, str, str], ...] = ()
    declared_basis: datetime.date | None = None
    year_is_right: str = ""
    scale: Said = ()
    currency: Said = ()

    @property
    def split_basis(self) -> datetime.date:
        """The day it was filed, unless the filing says otherwise."""
        return self.declared_basis or self.filed

    @property
    def basis_of_balances(self) -> datetime.date | None:
        """The day up to which splits are in its balances too, where it says so: a declared basis not after its filing.

        One that is later is about a split still to come, which only averages and earnings per share are restated for.
        """
        return self.declared_basis if self.declared_basis and self.declared_basis <= self.filed else None

    def cause(self, series: Series) -> str | None:
        """Why it gives figures of a row otherwise than before: said of the line item, else of its statement."""
        said = {(statement, item): text for statement, item, text in self.causes}
        return said.get(series[:2], said.get((series[0], "")))


@dataclass(frozen=True)
class Fact:
    """One figure of one filing: line item, period, member, value, and where it stands.

    ``figure`` is as printed and ``measure`` says in what; ``value`` and ``decimals`` are at the scale of the sheets.
    ``abridged`` says that its table leaves rows out although there was something to print. ``column`` is the period
    at the head of its column; None where a date stands there. ``declared_basis`` is up to which day its table says that
    splits are in its figures. ``forecast`` says what it is where the issuer expects it (EXPECTED and so on); empty for
    a result. ``page`` of the filing's document, or ``anchor`` of its web page, is where its table begins, if that is
    said.
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
    measure: Measure = AS_ON_SHEETS
    declared_basis: datetime.date | None = None
    forecast: str = ""
    page: int = 0
    anchor: str = ""

    @property
    def fragment(self) -> str:
        """What stands behind # in an address that leads to its table: ``page=12`` or an anchor; empty for neither."""
        is_web_page = urlsplit(self.filing.url).path.lower().endswith((".htm", ".html", ".xhtml"))
        return self.anchor or (f"page={self.page}" if self.page and not is_web_page else "")

    @property
    def split_basis(self) -> datetime.date:
        """The day up to which splits are in it: that of its filing, of a balance its own date unless a later one is
        declared. A forecast knows of no split after its filing."""
        if self.forecast or not self.period.is_instant:
            return self.declared_basis or self.filing.split_basis
        return max(self.period.end, self.declared_basis or self.filing.basis_of_balances or self.period.end)

    @cached_property
    def value(self) -> Decimal:
        """The signed value at the scale of the sheets; only for a figure that has one."""
        assert self.figure.value is not None
        return self.figure.value.scaleb(self.measure.power)

    def in_print(self, value: Decimal) -> Decimal:
        """Another value of it, at the scale in which it is printed."""
        return value.scaleb(-self.measure.power)

    @cached_property
    def decimals(self) -> int:
        """The decimals of its last printed digit at the scale of the sheets; below zero for tens and more."""
        return self.figure.decimals - self.measure.power

    @property
    def currency(self) -> str:
        """The currency that it is an amount of; empty for what is no money."""
        return self.measure.currency

    @property
    def table(self) -> tuple[str, str, str]:
        """The printed table that it stands in: filing, heading and statement."""
        return self.filing.key, self.heading, self.series[0]


def rounding(company: Company, decimals: int) -> Decimal:
    """How far a figure that a company prints with so many decimals can be from the exact one.

    Half a unit of the last digit when rounded to the nearest, a whole one when truncated.
    """
    return (Decimal("0.5") if company.rounding == "nearest" else Decimal(1)).scaleb(-decimals)


def is_one_figure(company: Company, one: Fact, other: Fact) -> bool:
    """Whether two printings say the same: equal, or with unlike decimals and no further apart than these explain.

    Of two in different currencies neither says the same as the other.
    """
    if one.currency != other.currency:
        return False
    if one.decimals == other.decimals:
        return one.value == other.value
    return abs(one.value - other.value) <= sum(rounding(company, each.decimals) for each in (one, other))

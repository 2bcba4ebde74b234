"""A company's book: the filings, the facts that they print, and what stands for which period now and at first."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from generator.model.company import Company
from generator.model.fact import Fact, Filing, is_one_figure, rounding
from generator.model.figure import BLANK, LOST, TODO, WORDS
from generator.model.measure import SCALES
from generator.model.period import Period, Slot
from generator.model.statement import Member, Series, Statement

_PER_SHARE = ("per_share", "dividend")
_LEAST_DIGITS = 6


@dataclass(frozen=True)
class Equivalent:
    """As how many of the shares that EPS is stated in one share of a class counts: the name of its cell, the class."""

    name: str
    label: str
    number: Decimal


@dataclass(frozen=True)
class Diluted:
    """A concept that takes dilution into account, which a loss switches off (IAS 33.41).

    The loss is one of the concepts ``of`` together. It is never less than the concept ``at_least``, which it equals
    where dilution is off; without one it is nothing there.
    """

    concept: str
    of: tuple[str, ...]
    at_least: str = ""


@dataclass(frozen=True)
class Book:
    """All that the workbook is made from: a company, its statements, its filings and their facts.

    ``outflows`` are the company's concepts of costs and payments, which formulas have as negative; ``other_sign`` are
    the concepts of any kind that its filings print with the other sign than formulas have them. ``one_sided`` are the
    concepts that never cross zero, each with the sign (+1 or -1) with which its filings print it. ``announced`` are the
    forecasts, which no result is ever made from. ``results`` are those of results and totals, which have the sign that
    comes out.
    """

    company: Company
    statements: Mapping[str, Statement]
    filings: tuple[Filing, ...]
    printed: tuple[Fact, ...]
    outflows: frozenset[str] = frozenset()
    other_sign: frozenset[str] = frozenset()
    diluted: tuple[Diluted, ...] = ()
    one_sided: Mapping[str, int] = field(default_factory=dict)
    announced: tuple[Fact, ...] = ()
    results: frozenset[str] = frozenset()

    @cached_property
    def stated(self) -> tuple[Fact, ...]:
        """Every figure that filings print, and every word in the place of one, filing by filing in printed order."""
        return tuple(fact for fact in self.printed if fact.figure.kind not in (TODO, LOST, BLANK))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that has a value, filing by filing in printed order."""
        return tuple(fact for fact in self.stated if fact.figure.kind != WORDS)

    @cached_property
    def in_words(self) -> Mapping[tuple[Series, Period], Fact]:
        """The last words (n.m., n.a.) that are printed in the place of a figure that no filing gives."""
        return {(f.series, f.period): f for f in self.stated
                if f.figure.kind == WORDS and (f.series, f.period) not in self.latest}

    @cached_property
    def forecasts(self) -> tuple[Fact, ...]:
        """Every forecast that has a value, filing by filing in printed order."""
        return tuple(fact for fact in self.announced if fact.figure.kind not in (TODO, LOST, BLANK, WORDS))

    @cached_property
    def figures(self) -> tuple[Fact, ...]:
        """Every typed figure that has a value: the facts, then the forecasts."""
        return (*self.facts, *self.forecasts)

    def currency_of(self, filing: Filing) -> str:
        """The currency in which a filing has its amounts, where its tables and lines say no other."""
        said = dict(filing.currency)
        return said.get("") or said.get("amount") or self.company.currency

    @property
    def accounts_currency(self) -> str:
        """The currency of the newest accounts."""
        return self.currency_of(self.filings[-1]) if self.filings else self.company.currency

    @cached_property
    def latest(self) -> dict[tuple[Series, Period], Fact]:
        """The figure in force of each line item and period: as the latest filing prints it first, or where it prints
        no other, with more decimals, as another does.

        A translation that a filing adds in another currency than its own never stands in for a figure in its own.
        """
        found: dict[tuple[Series, Period], Fact] = {}
        for fact in self.facts:
            held = found.get((fact.series, fact.period))
            if held is None or self._replaces(fact, held):
                found[fact.series, fact.period] = fact
        return found

    def _replaces(self, fact: Fact, held: Fact) -> bool:
        """Whether a figure is in force once it is printed: another one, or the same and no less precise."""
        if fact.currency != held.currency:
            own = self.currency_of(fact.filing)
            return fact.currency == own if fact.filing is held.filing else not fact.currency != own == held.currency
        if not self.is_one_figure(fact, held):
            return fact.filing is not held.filing
        return fact.decimals > held.decimals or (fact.decimals == held.decimals and fact.filing is not held.filing)

    def is_one_figure(self, one: Fact, other: Fact) -> bool:
        """Whether two printings say the same, be it with fewer decimals."""
        return is_one_figure(self.company, one, other)

    @cached_property
    def first(self) -> dict[tuple[Series, Period], Fact]:
        """Each figure as it was first reported in its present currency, as precise as it was printed before another
        one was."""
        found: dict[tuple[Series, Period], Fact] = {}
        restated: set[tuple[Series, Period]] = set()
        for fact in self.facts:
            key = fact.series, fact.period
            if fact.currency != self.latest[key].currency:
                continue
            held = found.setdefault(key, fact)
            if not self.is_one_figure(fact, held):
                restated.add(key)
            elif key not in restated and fact.decimals > held.decimals:
                found[key] = fact
        return found

    @cached_property
    def lost(self) -> frozenset[tuple[Series, Period]]:
        """Figures that a source lost and no filing gives."""
        return frozenset((f.series, f.period) for f in self.printed
                         if f.figure.kind == LOST and (f.series, f.period) not in self.latest)

    @cached_property
    def printed_by(self) -> Mapping[str, tuple[Fact, ...]]:
        """What each filing prints, by the filing's key."""
        return _grouped(self.printed, lambda fact: fact.filing.key)

    @cached_property
    def of_row(self) -> Mapping[Series, tuple[Fact, ...]]:
        """The facts of each row that has any, filing by filing in printed order."""
        return _grouped(self.facts, lambda fact: fact.series)

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
        """Figures that are still to be typed and that no other filing gives, and forecasts."""
        return (*(f for f in self.printed if f.figure.kind == TODO and (f.series, f.period) not in self.latest),
                *(f for f in self.announced if f.figure.kind == TODO))

    @cached_property
    def restated(self) -> frozenset[tuple[Series, Period]]:
        """Figures that two filings give differently in the same currency."""
        return frozenset((f.series, f.period) for f in self.facts
                         if (now := self.latest[f.series, f.period]).currency == f.currency
                         and not self.is_one_figure(f, now))

    def counted(self, fact: Fact) -> str:
        """What a figure counts, as it is printed: ``JPY thousand``, ``thousand shares``."""
        unit = self.company.units[fact.unit]
        if fact.measure.scale in ("", unit.scale) and fact.measure.currency in ("", self.company.currency):
            return unit.label
        return unit.called(fact.measure.scale, fact.measure.currency)

    @cached_property
    def equivalents(self) -> dict[Series, Equivalent]:
        """The rows of classes of shares of which one counts as more or fewer than one."""
        found: dict[Series, Equivalent] = {}
        for statement in self.statements.values():
            for item in statement.items.values():
                for member in (Member("", ""), *statement.members.values()):
                    of = item if member.equivalent is None else member
                    if of.equivalent is not None and statement.unit_of(item.key, member.key) == "shares":
                        name = f"equivalent_of_{statement.key}{'__' if of is member else '_'}{of.key}"
                        found[statement.key, item.key, member.key] = Equivalent(name, of.label, of.equivalent)
        return found

    def split_power(self, series: Series) -> int:
        """What a split does to a row's figures: 1 multiplies (shares), -1 divides (per share), 0 neither."""
        statement = self.statements[series[0]]
        unit, additivity = statement.unit_of(series[1], series[2]), statement.additivity_of(series[1], series[2])
        if unit == "shares":
            return 1 if additivity.splits_multiply else 0
        return -1 if unit in _PER_SHARE and additivity.splits_divide else 0

    def name(self, series: Series) -> str:
        """``Total revenues`` or ``Profit · Retained earnings``, for people."""
        statement = self.statements[series[0]]
        return " · ".join(filter(None, (statement.items[series[1]].label, statement.member(series[2]).label)))

    def is_in_force(self, fact: Fact) -> bool:
        """Whether no later filing gives a figure again, nor the same one in another currency."""
        now = self.latest.get((fact.series, fact.period), fact)
        return now.filing is fact.filing and now.currency == fact.currency

    def when(self, period: Period) -> str:
        """A duration by its label, an instant by its date."""
        return self.company.calendar.name(period)

    @cached_property
    def parameters(self) -> dict[str, Decimal | int | datetime.date | None]:
        """What templates/parameters.yaml may take from a company and its figures.

        ``rounding_n`` is how far a figure printed with n decimals can be from the exact one, ``rounding_amount``
        that for amounts as the company mostly prints them. ``check_digits`` are the decimals of differences.
        """
        company = self.company
        price = company.share_price
        return {
            "scale": SCALES[company.scale], "rounding_amount": rounding(company, self.decimals_of_amounts),
            **{f"rounding_{decimals}": rounding(company, decimals) for decimals in range(4)},
            "check_digits": max((_LEAST_DIGITS, *(fact.decimals for fact in self.facts))),
            "share_price": price.value if price else None, "share_price_date": price.date if price else None}

    @cached_property
    def decimals_of_amounts(self) -> int:
        """The decimals with which most amounts are printed, at the scale of the sheets."""
        return next((decimals for decimals, _ in Counter(
            fact.decimals for fact in self.facts if fact.unit == "amount").most_common(1)), 0)

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
                               and (calendar.slots_ending(f.period.end) if f.period.is_instant
                                    else calendar.slot_of(f.period))])

    @cached_property
    def concepts(self) -> dict[str, tuple[str, str]]:
        """Concept to the statement and line item that carries it."""
        return {item.concept: (statement.key, item.key)
                for statement in self.statements.values() for item in statement.items.values() if item.concept}


_Key = TypeVar("_Key")


def _grouped(facts: Iterable[Fact], of: Callable[[Fact], _Key]) -> dict[_Key, tuple[Fact, ...]]:
    found: dict[_Key, list[Fact]] = {}
    for fact in facts:
        found.setdefault(of(fact), []).append(fact)
    return {key: tuple(each) for key, each in found.items()}

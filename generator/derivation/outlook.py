"""Forecasts beside what is reported: the one before, the result and the year to date, as far as they compare."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.derivation.grid import Grid
from generator.formulas.expression import Call, Expression, RowAt
from generator.model.additivity import RATIO
from generator.model.calendar import FiscalCalendar
from generator.model.fact import ACHIEVED, EXPECTED, HIGH, LOW, Fact
from generator.model.figure import NIL
from generator.model.period import DAY, Slot
from generator.model.statement import Series

_ENDS = (EXPECTED, LOW, HIGH)
_SPLIT = "a share split lies between the forecast and a result"
_CURRENCY = "a result is in another currency"
_SIGN = "the forecast has the other sign than all results of the line"


@dataclass(frozen=True)
class Reported:
    """What is reported in a column of the time axis, and the decimals of the coarsest figure behind it."""

    slot: Slot
    tree: Expression
    decimals: int


@dataclass(frozen=True)
class Outlook:
    """A forecast and what stands beside it; what there is none of, or what does not compare, is None.

    ``before`` is the forecast that it replaces (a dash is none), ``so_far`` the longest year to date that was reported
    before the next forecast. ``achieved`` and ``change`` are what its filing prints beside it: how much of it is
    achieved, what it is on a year ago. ``adds`` says that forecast less year to date is what is left, ``is_rate`` that
    it is a rate or a multiple, ``turned`` that it has the other sign than all results, ``remark`` why something does
    not compare.
    """

    fact: Fact
    before: Fact | None
    year_ago: Reported | None
    actual: Reported | None
    so_far: Reported | None
    achieved: Fact | None
    change: Fact | None
    adds: bool
    is_rate: bool
    turned: bool
    remark: str


def to_date(calendar: FiscalCalendar, forecast: Fact) -> list[Slot]:
    """The parts of a forecast's period that begin with it, the longest first."""
    start = forecast.period.start
    slots = calendar.slots(forecast.column.year) if forecast.column and start else ()
    found = [slot for slot in slots if calendar.period(slot).start == start
             and calendar.period(slot).end < forecast.period.end]
    return sorted(found, key=lambda slot: calendar.period(slot).end, reverse=True)


class Outlooks:
    """The forecasts of a book, line item by line item, each period's in the order of the filings."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.book = grid, grid.book
        self._calendar = grid.book.company.calendar

    def __iter__(self) -> Iterator[Outlook]:
        order = {filing.key: number for number, filing in enumerate(self.book.filings)}
        rows = {series: number for number, series in enumerate(self._rows())}
        beside = {change.place for fact in self._given.values() if (change := self._change(fact))}
        for fact in sorted((each for each in self._given.values() if each.place not in beside), key=lambda each: (
                rows[each.series], each.period.end, each.period.start or each.period.end,
                _ENDS.index(each.forecast), order[each.filing.key])):
            yield self._outlook(fact)

    def _rows(self) -> Iterator[Series]:
        """Every row as it may be forecast, in the order of the statements."""
        for statement in self.book.statements.values():
            for item in statement.items:
                yield from ((statement.key, item, member) for member in ("", *statement.members))

    @cached_property
    def _given(self) -> dict[object, Fact]:
        """Each forecast once a filing, as precise as that prints it."""
        found: dict[object, Fact] = {}
        for fact in self.book.forecasts:
            key = fact.series, fact.period, fact.forecast, fact.filing.key
            if fact.forecast != ACHIEVED and (key not in found or fact.decimals > found[key].decimals):
                found[key] = fact
        return found

    def _outlook(self, fact: Fact) -> Outlook:
        additivity = self.grid.additivity(fact.series)
        is_total = self._is_total(fact)
        slot = fact.column or next(reversed(self._calendar.slots_ending(fact.period.end)), None)
        ago = self._calendar.year_ago(slot, balance=fact.period.is_instant) if slot else None
        until = min((each.filing.filed for each in self._same(fact) if each.filing.filed > fact.filing.filed),
                    default=datetime.date.max)
        grows = additivity.adds or is_total
        so_far = next(filter(None, (
            self._result(fact, each, until) for each in to_date(self._calendar, fact)
            if grows or additivity.word == "per_share")), None)
        found = [self._result(fact, ago), self._result(fact, slot), so_far]
        apart = [self._apart(fact, each) if each else "" for each in found]
        year_ago, actual, so_far = (None if why else each for each, why in zip(found, apart, strict=True))
        turned = self._is_turned(fact)
        remark = "; ".join(dict.fromkeys(filter(None, (*apart, _SIGN if turned else ""))))
        return Outlook(fact, self._before(fact), year_ago, actual, so_far, self._achieved(fact), self._change(fact),
                       grows,
                       additivity is RATIO, turned, remark)

    def _is_total(self, fact: Fact) -> bool:
        """Whether it is the total of what stands under several dates: the dividends of a year."""
        return not fact.period.is_instant and self.grid.additivity(fact.series).is_balance

    def _same(self, fact: Fact) -> list[Fact]:
        """All forecasts of a line item and period, be it of a figure or of a range."""
        return [each for each in self._given.values() if (each.series, each.period) == (fact.series, fact.period)]

    def _before(self, fact: Fact) -> Fact | None:
        """The forecast that filings printed last before this one, if the two compare."""
        order = [filing.key for filing in self.book.filings]
        earlier = [each for each in self._same(fact) if each.forecast == fact.forecast
                   and order.index(each.filing.key) < order.index(fact.filing.key) and NIL not in (
                       each.figure.kind, fact.figure.kind)]
        last = max(earlier, key=lambda each: order.index(each.filing.key), default=None)
        return None if last is None or self._not_alike(fact, [last]) else last

    def _achieved(self, fact: Fact) -> Fact | None:
        """How much of it is achieved, as the same filing prints it."""
        return next((each for each in self.book.forecasts if each.forecast == ACHIEVED and fact.forecast == EXPECTED
                     and (each.series, each.period, each.filing.key) == (fact.series, fact.period, fact.filing.key)
                     ), None)

    def _change(self, fact: Fact) -> Fact | None:
        """The change on a year ago that the same filing prints beside it, in its first column of changes."""
        statement, item, member = fact.series
        growths = [each.key for each in self.book.statements[statement].members.values() if each.growth]
        found = [each for each in self._given.values() if each.series[:2] == (statement, item) and not member
                 and each.series[2] in growths and (each.column, each.forecast, each.filing.key) == (
                     fact.column, fact.forecast, fact.filing.key)]
        return min(found, key=lambda each: growths.index(each.series[2]), default=None)

    def _result(self, fact: Fact, slot: Slot | None, until: datetime.date = datetime.date.max) -> Reported | None:
        """What is reported in a column, if filings gave it before a day."""
        slots = self._columns(fact, slot) if slot in self.grid.timeline.periods and slot else []
        if not slots or not all(self._has_value(fact.series, each) for each in slots):
            return None
        facts = [each for slot in slots for each in self.grid.facts(fact.series, slot)]
        if any(self._since(each) >= until for each in facts):
            return None
        cells = tuple(RowAt(fact.series, each) for each in slots)
        assert slot
        return Reported(slot, Call("SUM", cells) if self._is_total(fact) else cells[0],
                      min((each.decimals for each in facts), default=0))

    def _columns(self, fact: Fact, slot: Slot) -> list[Slot]:
        """The columns that make up a result: of dividends every record date, the last day, and wherever one stands."""
        if not self._is_total(fact):
            return [slot]
        period, paid = self._calendar.period(slot), self.book.company.dividends_a_year
        assert period.start
        return [each for each in self._calendar.quarter_slots(period.start - DAY, period.end)
                if self._calendar.is_record_date(each, paid) or self._has_value(fact.series, each)
                or self._calendar.period(each).end == period.end]

    def _has_value(self, series: Series, slot: Slot) -> bool:
        entry = self.grid.entry(series, slot) if series in self.grid.shown else None
        return entry is not None and entry.has_value

    def _since(self, fact: Fact) -> datetime.date:
        """When a figure was first reported."""
        return min(each.filing.filed for each in self.grid.versions.in_filings(fact))

    def _is_turned(self, fact: Fact) -> bool:
        """Whether a forecast has the other sign than every result of its row."""
        signs = {each.value > 0 for each in self.book.of_row.get(fact.series, ()) if each.value}
        return bool(fact.value) and signs == {fact.value < 0}

    def _apart(self, fact: Fact, result: Reported) -> str:
        """Why a forecast and a result do not compare; empty where they do."""
        return self._not_alike(fact, [each for slot in self._columns(fact, result.slot)
                                      for each in self.grid.facts(fact.series, slot)])

    def _not_alike(self, fact: Fact, facts: list[Fact]) -> str:
        if any(each.currency != fact.currency for each in facts):
            return _CURRENCY
        split = self.book.split_power(fact.series) and not self.grid.versions.one_basis((fact, *facts))
        return _SPLIT if split else ""


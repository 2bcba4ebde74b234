"""Whether fiscal years are named after the right end: what a filing's date and its balances say of its flows.

The wrong ``named_after`` moves every flow by a year and no sum shows it. Three things do: the newest flows end before
the newest balances although a year later they need not; flows and balances never meet and a year earlier would; every
filing of the book is from more than a year after its newest period. A filing can say why its year is right.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.calendar import NEAR, FiscalCalendar
from generator.model.fact import Fact, Filing
from generator.model.period import DAY, Period
from generator.model.problem import Problems

_YEAR = datetime.timedelta(days=365)
_DAYS_A_MONTH = 365.25 / 12
_LATEST = datetime.timedelta(days=183)
"""How long after its newest period a filing is still likely; one that would be on time a year later is suspect."""


@dataclass(frozen=True)
class _Dates:
    """What one filing says of time: its flows, and the days of its balances that end a quarter."""

    filing: Filing
    flows: frozenset[Period]
    balances: frozenset[datetime.date]
    dated: frozenset[datetime.date]
    """The days that it types as dates: no name of a year can be wrong about them."""

    @property
    def newest(self) -> Period:
        """The newest flow, of those that end together the longest."""
        return max(self.flows, key=lambda period: (period.end, -(period.start or period.end).toordinal()))

    @property
    def end(self) -> datetime.date:
        """The end of its newest flow."""
        return self.newest.end

    @property
    def later_is_possible(self) -> bool:
        """Whether all its flows could be a year later: filed after that."""
        return self.end + _YEAR <= self.filing.filed

    @property
    def is_behind(self) -> bool:
        """Whether the flows stop before the balances do, by up to a year."""
        last = max(self.balances, default=self.end)
        return self.later_is_possible and self.end + NEAR < last <= self.end + _YEAR + NEAR

    @property
    def is_ahead(self) -> bool:
        """Whether no flow ends or begins with a balance, and the newest would a year earlier."""
        days = {day for flow in self.flows if flow.start for day in (flow.end, flow.start - DAY)}
        return (any(_near(self.end - _YEAR, day) for day in self.dated)
                and not any(_near(day, balance) for day in days for balance in self.balances))

    @property
    def would_be_on_time(self) -> bool:
        """Whether it was filed within months of its newest period, were that a year later."""
        return self.later_is_possible and self.filing.filed <= self.end + _YEAR + _LATEST


def refuse_misnamed_years(calendar: FiscalCalendar, filings: Sequence[Filing], facts: Sequence[Fact],
                          problems: Problems) -> None:
    """One Problem, at the first filing that shows that its flows stand a year from where they belong."""
    books = list(_dates(calendar, filings, facts))
    asked = [each for each in books if not each.filing.year_is_right]
    proven = len(asked) < len(books) or any(not each.later_is_possible or each.end in each.dated for each in books)
    for each in asked:
        flows = _flows(calendar, each)
        if each.is_behind or each.is_ahead:
            balance = max(each.balances)
            problems.add(each.filing.place, f"{flows}, {_apart(each.end, balance)} its newest balances ({balance}); "
                                            f"{_remedy(calendar, each, each.is_behind)}")
            return
        if not proven and each.would_be_on_time and _is_otherwise(calendar, each, later=True):
            months = round((each.filing.filed - each.end).days / _DAYS_A_MONTH)
            problems.add(each.filing.place, f"{flows}, {months} months before it was filed ({each.filing.filed}); "
                                            f"{_remedy(calendar, each, later=True)}")
            return


def _dates(calendar: FiscalCalendar, filings: Sequence[Filing], facts: Sequence[Fact]) -> Iterator[_Dates]:
    """What every filing with flows says."""
    for filing in filings:
        own = [fact for fact in facts if fact.filing is filing]
        flows = frozenset(fact.period for fact in own if not fact.period.is_instant)
        balances = [fact for fact in own if fact.period.is_instant and calendar.slots_ending(fact.period.end)]
        if flows:
            yield _Dates(filing, flows, frozenset(fact.period.end for fact in balances),
                         frozenset(fact.period.end for fact in balances if fact.column is None))


def _near(one: datetime.date, other: datetime.date) -> bool:
    return abs(one - other) <= NEAR


def _is_otherwise(calendar: FiscalCalendar, dates: _Dates, later: bool) -> bool:
    """Whether the year of the newest flows, named after its other end, would be a year later (or else earlier)."""
    year = calendar.year_of(dates.end)
    before, end = calendar.year_end(year - 1), calendar.year_end(year)
    if before is None or end is None:
        return False
    return (before + DAY + NEAR).year < year if later else (end - NEAR).year > year


def _flows(calendar: FiscalCalendar, dates: _Dates) -> str:
    slot = calendar.slot_of(dates.newest)
    return f"its newest flows{f' ({slot.label})' if slot else ''} end on {dates.end}"


def _apart(end: datetime.date, balance: datetime.date) -> str:
    if abs((end - balance).days) >= (_YEAR - NEAR).days:
        return "a year before" if end < balance else "a year after"
    return f"{abs((end - balance).days)} days before"


def _remedy(calendar: FiscalCalendar, dates: _Dates, later: bool) -> str:
    """What would be right: the other end of the year, the years of company.yaml, or those of the columns."""
    why = "if the year is right, say why with 'year_is_right:' under 'filing:'"
    slot, year = calendar.slot_of(dates.newest), calendar.year_of(dates.end)
    if not _is_otherwise(calendar, dates, later):
        return f"is the year of its columns right? {why}"
    if calendar.is_dated(year):
        return (f"is FY{year} under 'years:' in company.yaml the year that the company calls so, 'named_after' the end "
                f"that it names years after? {why}")
    other = "start" if later else "end"
    meant = FiscalCalendar(calendar.end_month, other)
    shown = f" makes {slot.label} end on {meant.period(slot).end}" if slot and not calendar.listed else " may be"
    return f"is 'named_after: {calendar.named_after}' in company.yaml right? 'named_after: {other}'{shown}; {why}"

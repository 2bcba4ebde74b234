"""Instants, durations, the fiscal calendar, and how one duration is derived from others."""

from __future__ import annotations

import calendar
import datetime
import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

DAY = datetime.timedelta(days=1)
SLOTS = ("1Q", "2Q", "3Q", "4Q", "1H", "2H", "9M", "FY")
_FIRST_QUARTER = {"1Q": 0, "2Q": 1, "3Q": 2, "4Q": 3, "1H": 0, "2H": 2, "9M": 0, "FY": 0}
_QUARTERS = {"1Q": 1, "2Q": 1, "3Q": 1, "4Q": 1, "1H": 2, "2H": 2, "9M": 3, "FY": 4}
_LABEL = re.compile(r"(1Q|2Q|3Q|4Q|1H|2H|9M|FY)((?:19|20)\d\d)", re.ASCII)


class Period(NamedTuple):
    """An instant (``start`` is None) or a duration; both ends are included."""

    end: datetime.date
    start: datetime.date | None = None

    @property
    def is_instant(self) -> bool:
        return self.start is None

    def __str__(self) -> str:
        return f"{self.start}..{self.end}" if self.start else f"{self.end}"


class Slot(NamedTuple):
    """A column of the time axis: one of the eight periods of a fiscal year."""

    year: int
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}{self.year}"

    @property
    def months(self) -> int:
        return _QUARTERS[self.name] * 3

    @property
    def scope(self) -> str:
        """``discrete`` for what starts within or fills one quarter, ``cumulative`` for year-to-date amounts."""
        return "discrete" if self.name in ("1Q", "2Q", "3Q", "4Q", "2H") else "cumulative"

    @property
    def year_ago(self) -> Slot:
        return Slot(self.year - 1, self.name)

    @property
    def previous(self) -> Slot:
        """The period of the same length just before: the last quarter, the last half, or a year ago."""
        before = {"1Q": "4Q", "1H": "2H"}
        if self.name in before:
            return Slot(self.year - 1, before[self.name])
        within = {"2Q": "1Q", "3Q": "2Q", "4Q": "3Q", "2H": "1H"}
        return Slot(self.year, within[self.name]) if self.name in within else self.year_ago

    @property
    def half_ago(self) -> Slot:
        """The slot that ends half a year before this one ends."""
        within = {"4Q": "1H", "2H": "1H", "FY": "1H", "3Q": "1Q", "9M": "1Q"}
        if self.name in within:
            return Slot(self.year, within[self.name])
        return Slot(self.year - 1, "9M" if self.name == "1Q" else "FY")

    @property
    def opening(self) -> Slot:
        """The slot whose end is this one's beginning."""
        before = {"2Q": "1Q", "3Q": "2Q", "4Q": "3Q", "2H": "1H"}
        return Slot(self.year, before[self.name]) if self.name in before else Slot(self.year - 1, "FY")


@dataclass(frozen=True)
class FiscalCalendar:
    """Fiscal years that end with the same month each year.

    ``named_after`` says which calendar year names a fiscal year: the one it starts or ends in.
    """

    end_month: int
    named_after: str

    def year_end(self, year: int) -> datetime.date:
        crosses = self.end_month != 12
        ending = year + 1 if crosses and self.named_after == "start" else year
        return _month_end(ending, self.end_month)

    def period(self, slot: Slot) -> Period:
        first = _FIRST_QUARTER[slot.name]
        year_start = self.year_end(slot.year - 1) + DAY
        start = _add_months(year_start, 3 * first)
        end = _add_months(year_start, 3 * (first + _QUARTERS[slot.name])) - DAY
        return Period(end, start)

    def parse(self, label: str) -> Slot | None:
        """The slot that a label such as ``1H2023`` names."""
        match = _LABEL.fullmatch(label)
        return Slot(int(match[2]), match[1]) if match else None

    def year_of(self, day: datetime.date) -> int:
        """The fiscal year that a date falls in."""
        if self.end_month == 12:
            return day.year
        ends_in = day.year + (day.month > self.end_month)
        return ends_in - 1 if self.named_after == "start" else ends_in

    def slots_ending(self, day: datetime.date) -> list[Slot]:
        """Every slot that ends on a date; none when no quarter ends then."""
        year = self.year_of(day)
        return [slot for name in SLOTS if self.period(slot := Slot(year, name)).end == day]

    def slot_of(self, period: Period) -> Slot | None:
        """The slot that is exactly this duration."""
        year = self.year_of(period.end)
        return next((slot for name in SLOTS if self.period(slot := Slot(year, name)) == period), None)

    def years(self, periods: Iterable[Period]) -> list[int]:
        """The fiscal years, without gaps, that a set of periods touches."""
        touched = {self.year_of(p.end) for p in periods}
        touched |= {self.year_of(p.start) for p in periods if p.start}
        return list(range(min(touched), max(touched) + 1)) if touched else []


Term = tuple[int, Period]
"""A signed duration: +1 or -1 and the period."""


def path(wanted: Period, known: Iterable[Period]) -> tuple[Term, ...] | None:
    """The shortest signed path from a duration's start to its end over known durations.

    Each known duration is an edge between two boundaries that can be walked forwards (+1) or
    backwards (-1). ``1Q = 1H - 2Q``, ``4Q = FY - 9M`` and ``LTM = FY + YTD - prior YTD`` all fall out.
    Among paths of equal length the one with fewest subtractions wins, then the earliest periods.
    Returns None where no path exists; the terms are ordered with the additions first.
    """
    if wanted.start is None:
        return None
    edges: dict[datetime.date, list[tuple[datetime.date, Term]]] = {}
    for period in sorted(set(known)):
        if period.start is None:
            continue
        after = period.end + DAY
        edges.setdefault(period.start, []).append((after, (1, period)))
        edges.setdefault(after, []).append((period.start, (-1, period)))
    goal = wanted.end + DAY
    queue: list[tuple[int, int, tuple[Term, ...], datetime.date]] = [(0, 0, (), wanted.start)]
    settled: set[datetime.date] = set()
    while queue:
        length, minuses, terms, at = heapq.heappop(queue)
        if at == goal:
            return tuple(sorted(terms, key=lambda term: (-term[0], term[1])))
        if at in settled:
            continue
        settled.add(at)
        for to, term in edges.get(at, ()):
            if to not in settled:
                heapq.heappush(queue, (length + 1, minuses + (term[0] < 0), (*terms, term), to))
    return None


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _add_months(day: datetime.date, months: int) -> datetime.date:
    """The first of the month so many months after the month of a first-of-month date."""
    index = day.year * 12 + day.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1)

"""Fiscal calendars: which periods a fiscal year has, and which one lies a year, a half or a quarter before another."""

from __future__ import annotations

import datetime
import itertools
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.model.period import DAY, SLOTS, Period, Slot

_SPANS = {"1Q": (0, 1), "2Q": (1, 2), "3Q": (2, 3), "4Q": (3, 4), "1H": (0, 2), "2H": (2, 4), "9M": (0, 3)}
_NAMES = {0: (), 1: ("FY",), 2: ("1Q", "2Q", "FY"), 3: ("1Q", "2Q", "3Q", "1H", "FY"), 4: SLOTS}
"""The slots of a year by the number of its quarters: none that is the year itself under another name."""
_LABEL = re.compile(r"(1Q|2Q|3Q|4Q|1H|2H|9M|FY)((?:19|20)\d\d)", re.ASCII)
_IN_TURN = ("1Q", "2Q", "3Q", "4Q", "1H", "2H")
"""The slots that follow each other without a gap: quarters, and halves."""
NEAR = datetime.timedelta(days=10)
"""How far a quarter's end can be from the day that is meant, e.g. a year ago: 52 or 53 weeks are not a year. Periods
that differ by no more are as long as each other."""
LTM = "LTM"
"""Stands before a slot's label for the twelve months that end with it."""
_DAYS_A_MONTH = 365.2425 / 12

YearEnds = tuple[datetime.date, ...]
"""The ends of a fiscal year's quarters, one to four of them; the last one ends the year."""


@dataclass(frozen=True)
class FiscalCalendar:
    """Fiscal years of four calendar quarters that end with the same month, and years given by their dates.

    ``named_after`` says which calendar year names a fiscal year: the one it starts or ends in. ``listed``
    gives years, without gaps, by the ends of their quarters; the first of them begins on ``starts``. Years
    after them end with ``end_month``, years before them with the month before ``starts``; where
    ``end_month`` is 0 there are no others. A year of fewer than four quarters (a changed year-end) lacks
    the later quarters, and what would be the year itself under another name.
    """

    end_month: int
    named_after: str
    listed: Mapping[int, YearEnds] = field(default_factory=dict)
    starts: datetime.date = datetime.date.min
    _known: dict[int, dict[Slot, Period]] = field(default_factory=dict, compare=False, repr=False)
    _years: dict[datetime.date, int] = field(default_factory=dict, compare=False, repr=False)

    def year_end(self, year: int) -> datetime.date | None:
        """The last day of a fiscal year; None for a year that the calendar does not know."""
        if year in self.listed:
            return self.listed[year][-1]
        first = min(self.listed, default=year)
        if year < first:
            last, earlier = self.starts - DAY, first - 1 - year
            return last if not earlier else _month_end(last.year - earlier, last.month) if self.end_month else None
        if not self.end_month:
            return None
        crosses = self.end_month != 12
        ending = year + 1 if crosses and self.named_after == "start" else year
        return _month_end(ending, self.end_month)

    def quarters(self, year: int) -> YearEnds:
        """The ends of a fiscal year's quarters; none for a year that the calendar does not know."""
        if year in self.listed:
            return self.listed[year]
        before = self.year_end(year - 1)
        if before is None or self.year_end(year) is None:
            return ()
        return tuple(_add_months(before + DAY, months) - DAY for months in (3, 6, 9, 12))

    def is_dated(self, year: int) -> bool:
        """Whether a fiscal year is given by its dates: its quarters need not be whole months."""
        return year in self.listed

    def is_in_months(self, year: int) -> bool:
        """Whether the quarters of a fiscal year are whole calendar months, not weeks."""
        ends = (self.year_end(year - 1), *self.quarters(year))
        return all(end is not None and (end + DAY).day == 1 for end in ends)

    def slots(self, year: int) -> tuple[Slot, ...]:
        """The slots that a fiscal year has: all eight, or fewer where it has fewer than four quarters."""
        return tuple(self._year(year))

    def period(self, slot: Slot) -> Period:
        """The duration of a slot that its fiscal year has."""
        return self._year(slot.year)[slot]

    def _year(self, year: int) -> dict[Slot, Period]:
        """The periods of a fiscal year, worked out once: everything asks for them all the time."""
        if year not in self._known:
            quarters, before = self.quarters(year), self.year_end(year - 1)
            spans = {name: _SPANS.get(name, (0, len(quarters))) for name in _NAMES[len(quarters)]}
            self._known[year] = {
                Slot(year, name): Period(quarters[last - 1], (quarters[first - 1] if first else before) + DAY)
                for name, (first, last) in spans.items() if before}
        return self._known[year]

    def months(self, slot: Slot) -> int:
        """The length of a slot in months; 13 weeks or 14 are three."""
        return max(1, round(self._days(slot) / _DAYS_A_MONTH))

    def _days(self, slot: Slot) -> int:
        period = self.period(slot)
        assert period.start
        return (period.end - period.start).days + 1

    def parse(self, label: str) -> Slot | None:
        """The slot that a label such as ``1H2023`` names, whether its fiscal year has it or not."""
        match = _LABEL.fullmatch(label)
        return Slot(int(match[2]), match[1]) if match else None

    def year_of(self, day: datetime.date) -> int:
        """The fiscal year that a date falls in; the nearest one where the calendar has none for it."""
        if day not in self._years:
            self._years[day] = self._year_of(day)
        return self._years[day]

    def _year_of(self, day: datetime.date) -> int:
        if not self.listed:
            if self.end_month == 12:
                return day.year
            ends_in = day.year + (day.month > self.end_month)
            return ends_in - 1 if self.named_after == "start" else ends_in
        # Of the years given by dates any may hold it, of all others one that is named after a year nearby.
        for year in itertools.chain(self.listed, range(day.year - 2, day.year + 3)):
            before, end = self.year_end(year - 1), self.year_end(year)
            if before and end and before < day <= end:
                return year
        return min(self.listed) if day < self.starts else max(self.listed)

    def slots_ending(self, day: datetime.date) -> list[Slot]:
        """Every slot that ends on a date; none when no quarter ends then."""
        return [slot for slot in self.slots(self.year_of(day)) if self.period(slot).end == day]

    def slot_of(self, period: Period) -> Slot | None:
        """The slot that is exactly this duration."""
        return next((slot for slot in self.slots(self.year_of(period.end)) if self.period(slot) == period), None)

    def twelve_months(self, slot: Slot) -> Period | None:
        """The year that ends with a slot; None where no quarter ended a year before."""
        end = self.period(slot).end
        before = self.year_before(end)
        return Period(end, before + DAY) if before else None

    def name(self, period: Period) -> str:
        """A slot by its label, twelve months that are no fiscal year as ``LTM1H2023``, all else by its dates."""
        if period.start and (slot := self.slot_of(period)):
            return slot.label
        longest = self.slots_ending(period.end)[-1:] if period.start else []
        return f"{LTM}{longest[0].label}" if longest and self.twelve_months(longest[0]) == period else str(period)

    def years(self, periods: Iterable[Period]) -> list[int]:
        """The fiscal years, without gaps, that a set of periods touches."""
        touched = {self.year_of(p.end) for p in periods}
        touched |= {self.year_of(p.start) for p in periods if p.start}
        return list(range(min(touched), max(touched) + 1)) if touched else []

    def year_before(self, day: datetime.date) -> datetime.date | None:
        """The end of the quarter that ended a year before a date; None where none ended within days of it."""
        wanted = _add_months(day.replace(day=1), -12) + (day.day - 1) * DAY
        years = range(self.year_of(wanted) - 1, self.year_of(wanted) + 2)
        ends = {end for year in years for end in (*self.quarters(year), self.year_end(year)) if end}
        found = min(ends, key=lambda end: abs(end - wanted))
        return found if abs(found - wanted) <= NEAR else None

    def year_ago(self, slot: Slot, balance: bool = False) -> Slot | None:
        """The slot of the same length that ended a year before; for a balance the length does not matter."""
        before = self.year_before(self.period(slot).end)
        return self._alike(slot, before, balance) if before else None

    def previous(self, slot: Slot, balance: bool = False) -> Slot | None:
        """The slot of the same length just before; what nothing of its length comes before: the one a year ago.

        A quarter or half that is longer or shorter than the one before has none; its balance has, which was there at
        the end of that one however long it is.
        """
        start = self.period(slot).start
        assert start
        if slot.name in _IN_TURN:
            return self._alike(slot, start - DAY, balance)
        return self._alike(slot, start - DAY, False) or self.year_ago(slot, balance)

    def quarter_slots(self, after: datetime.date, until: datetime.date) -> list[Slot]:
        """The quarters (a year of a single one: itself) that end after one date and up to another."""
        years = range(self.year_of(after), self.year_of(until) + 1)
        ends = {self.period(slot).end: slot for year in years for slot in reversed(self.slots(year))}
        return [slot for end, slot in sorted(ends.items()) if after < end <= until]

    def is_record_date(self, slot: Slot, dividends_a_year: int) -> bool:
        """Whether a dividend is declared for the end of a quarter by a company that pays so many a year."""
        number, count = self.quarters(slot.year).index(self.period(slot).end) + 1, len(self.quarters(slot.year))
        return number == count or dividends_a_year == 4 or (dividends_a_year == 2 and number == 2)

    def shifted(self, slot: Slot, shift: str, balance: bool = False) -> Slot | None:
        """The slot that an accessor (``year_ago``, ``opening``, ``previous``) means; None where there is none."""
        match shift:
            case "year_ago":
                return self.year_ago(slot, balance)
            case "previous":
                return self.previous(slot, balance)
        return slot.opening if shift == "opening" else slot

    def _alike(self, slot: Slot, end: datetime.date, balance: bool) -> Slot | None:
        """The slot that ends on a date and is as long as another, first of all the one of its name.

        Calendar quarters and 13 or 14 weeks are as long as each other; 12 weeks are not as long as 16.
        """
        found = self.slots_ending(end)
        alike = [each for each in found if abs(self._days(each) - self._days(slot)) <= NEAR.days] or (
            found[-1:] if balance else [])
        return min(alike, key=lambda each: each.name != slot.name, default=None)


def ends_in_december(day: datetime.date) -> bool:
    """Whether a day is the end of a calendar year; that of 52 or 53 weeks can be some days off."""
    return min(abs(day - datetime.date(year, 12, 31)) for year in (day.year - 1, day.year)) <= NEAR


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, monthrange(year, month)[1])


def _add_months(day: datetime.date, months: int) -> datetime.date:
    """The first of the month so many months after the month of a first-of-month date."""
    index = day.year * 12 + day.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1)

"""Where fiscal years end, by the lengths and ends of a company's durations over all its filings.

Each filing votes with its facts for ends of years: both ends of a year, the day before a half or nine months begin.
Days that lie within a quarter, a half or nine months are voted against. Of all chains of days the one with most votes
is taken; a step of other than twelve months costs as much as the weaker of its ends, unless figures of that very
duration stand in a filing (a short or long year after a change).
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.intake.placing.axes import basis_of
from generator.model.calendar import FiscalCalendar
from generator.model.period import DAY
from generator.xbrl.report import Tagged

Duration = tuple[datetime.date, datetime.date]
"""First and last day."""
_QUARTER, _HALF, _NINE, _YEAR = range(80, 118), range(160, 201), range(240, 300), range(350, 381)
"""Days of durations: of calendar months, of 12 to 16 weeks and of what they make."""
_LONGEST = 560
_SHORTEST = 140
"""Days of a year that a change of its end makes: a shorter step is one from quarter to quarter."""
_YEARS = range(1900, 2200)
"""Dates of other years are slips, and no calendar is made of them."""
_CLOSE = 10
"""Within so many days two ends of years are one, tagged with different days."""
_TWELVE_MONTHS = 365.2425


@dataclass(frozen=True)
class Times:
    """How many figures a filing has of each duration and of each day; ``forecasts`` are durations of its guidance."""

    is_annual: bool | None
    durations: Mapping[Duration, int]
    days: Mapping[datetime.date, int]
    forecasts: frozenset[Duration] = field(default_factory=frozenset)

    @property
    def richest(self) -> int:
        return max(self.durations.values(), default=0)


def times_of(facts: Iterable[Tagged], is_annual: bool | None) -> Times:
    """The times of a filing's own figures, those of members apart."""
    durations: Counter[Duration] = Counter()
    days: Counter[datetime.date] = Counter()
    forecasts: set[Duration] = set()
    for fact in facts:
        basis = basis_of(fact.span.members)
        if not fact.is_number or fact.value is None or basis.members or fact.span.end.year not in _YEARS or (
                fact.span.start and fact.span.start.year not in _YEARS):
            continue
        if not fact.span.start:
            days[fact.span.end] += not basis.is_forecast
        elif basis.is_forecast or basis.quarter is not None:
            forecasts.add((fact.span.start, fact.span.end))
        else:
            durations[fact.span.start, fact.span.end] += 1
    return Times(is_annual, durations, days, frozenset(forecasts))


def year_ends(filings: Sequence[Times]) -> list[datetime.date]:
    """The ends of fiscal years that the durations show, oldest first, the day before the first year among them."""
    votes: Counter[datetime.date] = Counter()
    for times in filings:
        for day, count in _votes(times):
            votes[day] += count
    for times in filings:
        for (start, end), count in _undivided(times):
            for day in votes:
                if start - DAY < day < end and min(day - start, end - day).days > _CLOSE:
                    votes[day] -= count
    whole = {duration for times in filings for duration, count in times.durations.items()
             if 2 * count >= times.richest}
    compared = [step for times in filings for step in compared_years(times)]
    return _chain(_merged(votes), whole | {(before + DAY, end) for before, end in compared})


def compared_years(times: Times) -> Iterable[Duration]:
    """The day before the year of a filing's comparatives and the last one of that year, where it is no twelve months.

    A year to date is compared with that of the year before, which begins other than a year before where the year's end
    changed in between: January to March 2024 beside April to June 2023 tells of a year of nine months.
    """
    rich = [each for each, count in times.durations.items() if 2 * count >= times.richest and is_in_year(each)]
    now = max(rich, key=lambda each: (each[1], days_of(each)), default=None)
    alike = [each for each in rich if now and each != now and abs(days_of(each) - days_of(now)) <= _CLOSE]
    if now is None or times.is_annual or len(alike) != 1:
        return
    (start, _), ((before, last),) = now, alike
    gap = (start - before).days
    if last < start and _SHORTEST <= gap <= _LONGEST and not is_years(before, start):
        yield before - DAY, start - DAY


def unlike(filings: Sequence[Times], calendar: FiscalCalendar) -> Iterator[datetime.date]:
    """The ends of years that filings surely show and at which, or near which, a calendar ends none of its years."""
    surely = {end for times in filings for duration, count in times.durations.items() if 2 * count >= times.richest
              for end in _ends_by(duration, times)}
    surely |= {end for times in filings for step in compared_years(times) for end in step}
    for end in surely & set(year_ends(filings)):
        year = calendar.year_of(end)
        before, after = calendar.year_end(year - 1), calendar.year_end(year)
        if before and after and before + _CLOSE * DAY < end < after - _CLOSE * DAY:
            yield end


def _ends_by(duration: Duration, times: Times) -> Iterable[datetime.date]:
    """The ends of years that a duration by itself shows."""
    if days_of(duration) in _HALF or days_of(duration) in _NINE:
        yield duration[0] - DAY
    elif times.is_annual and days_of(duration) in _YEAR:
        yield from (duration[0] - DAY, duration[1])


def days_of(duration: Duration) -> int:
    return (duration[1] - duration[0]).days + 1


def is_in_year(duration: Duration) -> bool:
    """Whether a duration is about a quarter, a half or nine months."""
    return any(days_of(duration) in each for each in (_QUARTER, _HALF, _NINE))


def _votes(times: Times) -> Iterable[tuple[datetime.date, int]]:
    ends = {duration[1] for duration in times.durations if is_in_year(duration)}
    longer = {end for start, end in times.durations if days_of((start, end)) in (*_HALF, *_NINE)}
    full = {duration[1] for duration in times.durations if days_of(duration) in _YEAR}
    for duration in times.forecasts:
        if days_of(duration) in _YEAR:
            yield from ((duration[0] - DAY, times.richest or 1), (duration[1], times.richest or 1))
    for duration, count in times.durations.items():
        (start, end), days = duration, days_of(duration)
        if days in _YEAR:
            if times.is_annual or end not in (longer if times.is_annual is None else ends):
                yield from ((start - DAY, count), (end, count))
        elif times.is_annual:
            if days <= _LONGEST and end not in full and 2 * count >= times.richest:
                yield from ((start - DAY, count), (end, count))
        elif days in _HALF or days in _NINE or (days in _QUARTER and end not in longer and _opens(times, duration)):
            yield start - DAY, count


def _opens(times: Times, quarter: Duration) -> bool:
    """Whether a quarter begins its year, in a filing that has none longer: its balances are of the day before."""
    start, end = quarter
    newest = max(each[1] for each in times.durations)
    if (newest - end).days > _CLOSE:
        return True  # a year ago: its balances are not there
    before = [day for day in times.days if day < end and (end - day).days <= _LONGEST]
    return not before or max(before, key=lambda day: times.days[day]) == start - DAY


def _undivided(times: Times) -> Iterable[tuple[Duration, int]]:
    """The durations in which no year ends."""
    return ((duration, count) for duration, count in times.durations.items()
            if is_in_year(duration) or (times.is_annual and days_of(duration) in _YEAR))


def _merged(votes: Mapping[datetime.date, int]) -> dict[datetime.date, int]:
    """One day for those that are close to each other: the one with most votes, with the votes of all."""
    merged: dict[datetime.date, int] = defaultdict(int)
    for day, count in sorted(votes.items(), key=lambda each: (-each[1], each[0])):
        if count > 0:
            merged[next((each for each in merged if abs((each - day).days) <= _CLOSE), day)] += count
    return dict(sorted(merged.items()))


def _chain(votes: Mapping[datetime.date, int], whole: Iterable[Duration]) -> list[datetime.date]:
    """The chain of days with most votes."""
    days, known = list(votes), {(start - DAY, end) for start, end in whole}
    best: dict[datetime.date, tuple[int, list[datetime.date]]] = {}
    for day in days:
        best[day] = (votes[day], [day])
        for before in days[:days.index(day)]:
            lost = 0 if is_years(before, day) or (before, day) in known else min(votes[before], votes[day]) + 1
            total = best[before][0] + votes[day] - lost
            if total > best[day][0] and (day - before).days > 2 * _CLOSE:
                best[day] = (total, [*best[before][1], day])
    return max(best.values(), key=lambda each: each[0], default=(0, []))[1]


def is_years(before: datetime.date, day: datetime.date) -> bool:
    """Whether two days are whole years apart, of months or of weeks."""
    days = (day - before).days
    years = round(days / _TWELVE_MONTHS)
    return years > 0 and abs(days - years * _TWELVE_MONTHS) <= _CLOSE

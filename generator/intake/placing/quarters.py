"""The ends of a fiscal year's quarters, as its durations and balances show them; those that none shows worked out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from generator.intake.placing.years import Times, days_of, is_in_year
from generator.model.calendar import YearEnds
from generator.model.period import DAY

_DAYS_A_QUARTER = 365.25 / 4
_REACH = 32
"""How far from an even quarter's end one can be: those of 12 or 16 weeks are."""
_WEEK = 7


def quarter_ends(before: datetime.date, end: datetime.date, filings: Sequence[Times],
                 year_ends: Sequence[datetime.date], long: int = 0) -> tuple[YearEnds, list[datetime.date]]:
    """The ends of the quarters of the year after one day and up to another, and which of them are worked out.

    ``long`` is the quarter that has the 53rd week where nothing shows it; 0: the one after which most quarters end by
    the rule by which the years do (on the last Saturday of a month), else the last.
    """
    count = max(1, min(4, round((end - before).days / _DAYS_A_QUARTER)))
    shown = _shown(before, end, filings)
    known: dict[int, datetime.date] = {0: before, count: end}
    for number in range(1, count):
        near = {day: figures for day, figures in shown.items()
                if abs((day - before).days - number * _DAYS_A_QUARTER) <= _REACH}
        if near:
            known[number] = max(near, key=lambda day: (near[day], day))
    found = dict(known)
    for (first, start), (last, stop) in pairwise(sorted(known.items())):
        for number in range(first + 1, last):
            found[number] = _between(start, stop, number - first, last - first, long - first if long else 0, year_ends)
    days = [found[number] for number in range(1, count + 1)]
    return tuple(days), [day for number, day in enumerate(days, start=1) if number not in known]


def _shown(before: datetime.date, end: datetime.date, filings: Sequence[Times]) -> Counter[datetime.date]:
    """The days within a year at which a quarter, a half or nine months end or begin, with how many figures."""
    shown: Counter[datetime.date] = Counter()
    for times in filings:
        for duration, figures in times.durations.items():
            if is_in_year(duration) and duration[0] <= end and before < duration[1]:
                for day in (duration[0] - DAY, duration[1]):
                    if before < day < end:
                        shown[day] += figures
            elif days_of(duration) > 0 and before < duration[0] - DAY < end and 2 * figures >= times.richest:
                shown[duration[0] - DAY] += figures
    return shown


def long_quarter(before: datetime.date, ends: YearEnds) -> int:
    """The quarter of a year of 53 weeks that has 14 of them; 0 for any other year."""
    lengths = [(end - start).days for start, end in pairwise((before, *ends))]
    return lengths.index(14 * _WEEK) + 1 if sorted(lengths) == [13 * _WEEK] * 3 + [14 * _WEEK] else 0


def _between(start: datetime.date, stop: datetime.date, number: int, count: int, long: int,
             year_ends: Sequence[datetime.date]) -> datetime.date:
    """The end of a quarter between two known ends: of calendar months, or of 13 weeks, one of them with a week more."""
    if (start + DAY).day == 1 and (stop + DAY).day == 1:
        month = start.year * 12 + start.month + 3 * number
        return datetime.date(month // 12, month % 12 + 1, 1) - DAY
    days = (stop - start).days
    if days % _WEEK:
        return start + datetime.timedelta(round(days * number / count))

    def ends(longer: int) -> list[datetime.date]:
        more = days - 13 * _WEEK * count
        return [start + datetime.timedelta(13 * _WEEK * each + more * (each >= longer)) for each in range(1, count)]

    longer = long or max(range(count, 0, -1), key=lambda each: sum(is_by_rule(day, year_ends) for day in ends(each)))
    return ends(longer)[number - 1]


def is_by_rule(day: datetime.date, known: Sequence[datetime.date]) -> bool:
    """Whether a year may end on a day: the last such weekday of a month, or the one nearest to a month's end."""
    if all((each + datetime.timedelta(7)).month != each.month for each in known):
        return (day + datetime.timedelta(7)).month != day.month
    ends = ((day.replace(day=1) + 32 * DAY).replace(day=1) - DAY, day.replace(day=1) - DAY)
    return min(abs((day - end).days) for end in ends) <= 3

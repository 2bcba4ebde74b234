"""A company's fiscal calendar: the ends of years that its durations show become calendar months or listed years."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.intake.placing.quarters import is_by_rule, long_quarter, quarter_ends
from generator.intake.placing.years import Times, days_of, is_in_year, is_years, year_ends
from generator.model.calendar import NEAR, FiscalCalendar, YearEnds
from generator.model.period import DAY

_AHEAD = 800
"""How many days after the last year's end that is shown a figure can make further years: later ones are slips."""
_MOSTLY = 0.9
"""From which share of the figures on the quarters of a calendar by months are those of the calendar."""


@dataclass(frozen=True)
class FoundCalendar:
    """A calendar, as company.yaml says it, and what of it no fact shows."""

    calendar: FiscalCalendar
    as_yaml: Mapping[str, object]
    remarks: tuple[str, ...]


def find_calendar(filings: Sequence[Times], japanese: bool, cover: Sequence[datetime.date]) -> FoundCalendar | None:
    """The calendar that the facts show, else the one of the covers' dates; None where nothing tells."""
    ends = year_ends(filings)
    remarks: list[str] = []
    if not ends:
        ends = sorted(set(cover))[-1:]
        remarks = [f"that fiscal years end as {ends[0]} does is said by the cover only"] if ends else []
    if not ends:
        return None
    ends, added = _whole(ends, filings)
    months = all(_ends_month(end) for end in ends)
    regular = FiscalCalendar(ends[-1].month, _named_after(ends[-1], japanese)) if months else None
    if regular and all(before.month == regular.end_month for before in ends) and _fits(regular, filings):
        shown = _month_day(ends[-1])
        return FoundCalendar(regular, {"ends": shown, "named_after": regular.named_after}, tuple(remarks))
    return _listed(ends, filings, japanese, months, [*remarks, *added])


def _listed(ends: list[datetime.date], filings: Sequence[Times], japanese: bool, months: bool,
            remarks: list[str]) -> FoundCalendar:
    """Years by their dates: all, or of calendar months those from the first changed one to the last."""
    changed = [n for n in range(1, len(ends)) if not is_years(ends[n - 1], ends[n])]
    by_month = months and changed and _fits_by_month(filings)
    if by_month:
        first, last = changed[0], changed[-1]
        steps = [(ends[n - 1], ends[n]) for n in range(first, last + 1)]
    else:
        steps = list(pairwise(ends))
    listed: list[YearEnds] = []
    long = next((long for before, end in reversed(steps)
                 if (long := long_quarter(before, quarter_ends(before, end, filings, ends)[0]))
                 and not quarter_ends(before, end, filings, ends)[1]), 0)
    for before, end in steps:
        quarters, missing = quarter_ends(before, end, filings, ends, long)
        listed.append(quarters)
        if missing:
            remarks.append(f"no figure shows that quarters end on {', '.join(map(str, missing))}; worked out")
    around = list(pairwise(ends))
    named_after, names, doubt = _names(around, japanese)
    names = names[around.index(steps[0]):][:len(steps)]
    years = dict(zip(names, listed, strict=True))
    end_month = ends[-1].month if by_month else 0
    starts = steps[0][0] + DAY
    calendar = FiscalCalendar(end_month, named_after, years, starts)
    as_yaml: dict[str, object] = {"ends": _month_day(ends[-1])} if end_month else {}
    as_yaml |= {"named_after": named_after, "starts": starts, "years": {f"FY{name}": days for name, days in
                                                                       years.items()}}
    return FoundCalendar(calendar, as_yaml, tuple(remarks + doubt))


def _whole(ends: list[datetime.date], filings: Sequence[Times]) -> tuple[list[datetime.date], list[str]]:
    """The ends of years without gaps, from the year before the first to the one that the newest figures are in."""
    newest = max([end for times in filings for _, end in (*times.durations, *times.forecasts)
                  if (end - ends[-1]).days <= _AHEAD] + ends)
    oldest_days = {day for times in filings for day in times.days}
    found = [ends[0]]
    for end in ends[1:]:
        while is_years(found[-1], end) and (end - found[-1]).days > 400:
            found.append(next_year_end(found[-1], ends, end, filings))
        found.append(end)
    while found[-1] < newest - DAY:
        found.append(next_year_end(found[-1], ends, None, filings))
    if len(found) == 1 or (ends[0] in oldest_days and is_years(*found[:2])):
        found.insert(0, _year_before(found[0], ends))
    added = [f"no figure shows that a fiscal year ends on {end}; worked out" for end in found if end not in ends]
    return found, added


def next_year_end(before: datetime.date, known: Sequence[datetime.date], until: datetime.date | None,
                  filings: Sequence[Times]) -> datetime.date:
    """The end of the year after a day: of the month, or of 52 or 53 weeks by the rule of the years that are known."""
    if all(_ends_month(end) for end in known):
        return _month_end(before.year + 1, before.month)
    lengths = [days_of(each) for times in filings for each in times.durations
               if each[0] == before + DAY and is_in_year(each)]
    long = any(days % 91 == 7 for days in lengths)
    choices = [before + datetime.timedelta(364), before + datetime.timedelta(371)]
    if long or (until and (until - choices[0]).days % 364 and (until - choices[1]).days % 364 == 0):
        return choices[1]
    return next((each for each in choices if is_by_rule(each, known)), choices[0])


def _year_before(end: datetime.date, known: Sequence[datetime.date]) -> datetime.date:
    if all(_ends_month(each) for each in known):
        return _month_end(end.year - 1, end.month)
    choices = [end - datetime.timedelta(364), end - datetime.timedelta(371)]
    return next((each for each in choices if is_by_rule(each, known)), choices[0])


def _fits(calendar: FiscalCalendar, filings: Sequence[Times]) -> bool:
    """Whether the quarters, halves and nine months are nearly all those of a calendar by months."""
    right = count = 0
    for times in filings:
        for duration, figures in times.durations.items():
            if is_in_year(duration):
                count += figures
                right += figures * (duration[1] in {end for year in (duration[1].year - 1, duration[1].year,
                                                                     duration[1].year + 1)
                                                    for end in calendar.quarters(year)})
    return right >= _MOSTLY * count


def _fits_by_month(filings: Sequence[Times]) -> bool:
    ends = [(end, count) for times in filings for (start, end), count in times.durations.items()
            if is_in_year((start, end))]
    return sum(n for end, n in ends if _ends_month(end)) >= _MOSTLY * sum(n for _, n in ends)


def _named_after(end: datetime.date, japanese: bool) -> str:
    """Japanese companies name years after their start, all others after their end."""
    return "start" if japanese and (end - NEAR).month != 12 and end.month != 12 else "end"


def _names(steps: Sequence[tuple[datetime.date, datetime.date]],
           japanese: bool) -> tuple[str, list[int], list[str]]:
    """The names of listed years that follow on each other; the end by which they are named."""
    preferred = _named_after(steps[-1][1], japanese)
    for named_after in (preferred, "end" if preferred == "start" else "start"):
        names = [((before + DAY + NEAR) if named_after == "start" else (end - NEAR)).year for before, end in steps]
        if names == list(range(names[0], names[0] + len(names))):
            return named_after, names, []
    last = (steps[-1][1] - NEAR).year
    return "end", list(range(last - len(steps) + 1, last + 1)), [
        "fiscal years are named so that they follow each other; does the company call them so?"]


def _ends_month(day: datetime.date) -> bool:
    return (day + DAY).day == 1


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, monthrange(year, month)[1])


def _month_day(day: datetime.date) -> str:
    return "02-28" if day.month == 2 else f"{day.month:02}-{day.day:02}"


def years_lacking(calendar: FiscalCalendar, filings: Sequence[Times]) -> FoundCalendar:
    """A company's own calendar with the years after its last one, and before its first, that figures are of; these are
    ``years`` alone, and with earlier ones ``starts`` is the day on which they begin."""
    last = max(calendar.listed, default=0)
    newest = max((end for times in filings for _, end in (*times.durations, *times.forecasts)
                  if last and (end - calendar.listed[last][-1]).days <= 10 * _AHEAD), default=None)
    if calendar.end_month or not calendar.listed or not newest:
        return FoundCalendar(calendar, {}, ())
    known = [calendar.starts - DAY, *(days[-1] for days in calendar.listed.values())]
    shown = [end for end in year_ends(filings) if end > known[-1]]
    added: dict[int, YearEnds] = {}
    remarks: list[str] = []
    while known[-1] < newest:
        near = [end for end in shown if is_years(known[-1], end) and (end - known[-1]).days < 400]
        end = near[0] if near else next_year_end(known[-1], known, None, filings)
        added[max((*calendar.listed, *added)) + 1], missing = quarter_ends(known[-1], end, filings, known)
        missing += [] if near else [end]
        remarks += [f"no figure shows that quarters end on {', '.join(map(str, missing))}; worked out"] * bool(missing)
        known.append(end)
    earlier = _earlier(calendar, filings)
    starts = earlier[0] if earlier else calendar.starts
    added |= earlier[1] if earlier else {}
    whole = FiscalCalendar(0, calendar.named_after, dict(sorted({**calendar.listed, **added}.items())), starts)
    as_yaml: dict[str, object] = {"years": {f"FY{year}": days for year, days in added.items()}} if added else {}
    return FoundCalendar(whole, as_yaml | ({"starts": starts} if earlier else {}),
                         (*remarks, *(earlier[2] if earlier else ())))


def _earlier(calendar: FiscalCalendar, filings: Sequence[Times],
             ) -> tuple[datetime.date, dict[int, YearEnds], tuple[str, ...]] | None:
    """The first day of the years before those of a company's calendar, those years and what of them is worked out; None
    where no figures are of them, or where theirs do not lead up to its first one."""
    until = calendar.starts - DAY
    before = [Times(times.is_annual, durations, times.days) for times in filings if (durations := {
        each: count for each, count in times.durations.items() if each[1] <= until})]
    found = find_calendar(before, False, ()) if before else None
    ends = [*found.calendar.listed.values()] if found else []
    if not found or not ends or all(days[-1] != until for days in ends):
        return None
    kept = [days for days in ends if days[-1] <= until]
    first = min(calendar.listed) - len(kept)
    return found.calendar.starts, {first + at: days for at, days in enumerate(kept)}, found.remarks

"""The fiscal year of company.yaml: years that end with a month, years by their dates, or both."""

from __future__ import annotations

import datetime
import re

from generator.inputs.forms import DATE, AtLeastOne, Key, ListOf, MapOf, Pattern, Record, Together, Word
from generator.inputs.record import Fields, elements
from generator.inputs.value import Value
from generator.model.calendar import FiscalCalendar, YearEnds
from generator.model.period import DAY

YEAR = r"FY((?:19|20)[0-9]{2})"
_MONTH_ENDS = {"01-31": 1, "02-28": 2, "03-31": 3, "04-30": 4, "05-31": 5, "06-30": 6, "07-31": 7, "08-31": 8,
               "09-30": 9, "10-31": 10, "11-30": 11, "12-31": 12}
_LONGEST_YEAR = 560
"""Days of the longest fiscal year that a change of its end makes: 18 months and some."""

_QUARTERS = ListOf(DATE, 1, 4, "{name} is given by the ends of its quarters, one to four dates; here are {count}")
FISCAL_YEAR = Record(
    "When fiscal years end and what names them: years that end with a month (52 or 53 weeks and changed year-ends: "
    "years by their dates).", (
        Key("ends", Word(tuple(_MONTH_ENDS), "'{text}' is not the last day of a month; write it as 03-31, 12-31 or "
                         "02-28. A year of 52 or 53 weeks has 'starts:' and 'years:' instead"),
            "The last day of the month with which years end, e.g. 03-31"),
        Key("named_after", Word(("start", "end")),
            "Which of its calendar years names a fiscal year: start makes April 2023 to March 2024 FY2023",
            required=True),
        Key("starts", DATE, "The first day of the first year under 'years:'"),
        Key("years", MapOf(
            Pattern(YEAR, "FY2023", "'{text}' is not a fiscal year; write FY2023"), _QUARTERS,
            "there is no fiscal year here; write FY2023: [2022-12-31, 2023-04-01, 2023-07-01, 2023-09-30]"),
            "Years by the ends of their quarters, e.g. FY2023: [2022-12-31, 2023-04-01, 2023-07-01, 2023-09-30]"),
    ), (
        Together(("starts", "years"),
                 "'starts:' (the first day) and 'years:' (the ends of the quarters) go together"),
        AtLeastOne(("ends", "years"),
                   "a fiscal year has 'ends:' (the last day of a month), or 'starts:' and 'years:' (by dates)"),
    ))


def read_fiscal_year(fields: Fields) -> FiscalCalendar | None:
    """The fiscal calendar, or None with Problems."""
    named_after, ends = fields.word("named_after", "end"), fields.word("ends")
    if not fields.consistent or ("ends" in fields and not ends):
        return None
    end_month = _MONTH_ENDS.get(ends, 0)
    years = fields.node("years")
    if years is None:
        return FiscalCalendar(end_month, named_after)
    starts = fields.date("starts")
    listed = _listed_years(fields, starts) if starts else None
    if not starts or not listed:
        return None
    calendar = FiscalCalendar(end_month, named_after, listed, starts)
    last, by_month = max(listed), FiscalCalendar(end_month, named_after).year_end(max(listed))
    if by_month and listed[last][-1] != by_month:
        years.complain(f"FY{last} ends on {listed[last][-1]} here and on {by_month} by 'ends:'; list years "
                       "up to the first that ends that way, or leave 'ends:' out and list every year")
        return None
    if end_month and starts.day != 1:
        fields.found["starts"].complain("the years before the listed ones are calendar months, so that 'starts:' is "
                                        "the first of a month; leave 'ends:' out to list every year")
        return None
    return calendar


def year_of(text: str) -> int:
    """The year of a text such as FY2023, 0 for any other."""
    match = re.fullmatch(YEAR, text)
    return int(match[1]) if match else 0


def _listed_years(fields: Fields, starts: datetime.date) -> dict[int, YearEnds] | None:
    """Fiscal years by the ends of their quarters, each beginning where the one before ends."""
    listed: dict[int, YearEnds] = {}
    problems = fields.value.problems
    mistakes = len(problems)
    for name, key, ends in fields.entries("years"):
        last = max(listed, default=None)
        if last and year_of(name) != last + 1:
            key.complain(f"FY{last + 1} follows on FY{last}, not {name}; where two years end in one calendar year, "
                         "name all years after their start")
        else:
            listed[year_of(name)] = _quarter_ends(name, ends, listed[last][-1] if last else starts - DAY)
    return listed if len(problems) == mistakes else None


def _quarter_ends(name: str, value: Value, before: datetime.date) -> YearEnds:
    """The ends of a fiscal year's quarters, the first after the day before it."""
    found = [each.date() for each in elements(value, _QUARTERS, name)]
    days = tuple(day for day in found if day)
    if len(days) == len(found) and [before, *days] != sorted({before, *days}):
        value.complain(f"the dates of {name} must follow each other, after {before}")
    elif days and (days[-1] - before).days > _LONGEST_YEAR:
        value.complain(f"{name} has {(days[-1] - before).days} days; is a year left out?")
    return days or (before + DAY,)

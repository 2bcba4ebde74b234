"""The record dates under which the next filing prints dividends: all that the company has, not one quarter's alone."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterable, Sequence
from functools import partial

from generator.model.book import Book
from generator.model.period import DAY, Slot
from generator.model.statement import Series, Statement

_OF_DIVIDENDS = ("dividend_per_share", "total_dividends")
_QUARTERS = ("1Q", "2Q", "3Q", "4Q")


def is_of_record_dates(book: Book, statement: Statement, items: Iterable[str]) -> bool:
    """Whether a table has dividends under their record dates."""
    rows = [(statement.key, item, "") for item in items if item in statement.items]
    return any(_is_dividend(book, series) and statement.additivity_of(series[1], "").is_closing for series in rows)


def record_dates(book: Book, printed: Sequence[datetime.date], old: Slot, new: Slot) -> list[datetime.date]:
    """The record dates from the first of a table, as many years on as its filing's quarter moves, to the new quarter.

    They are those of the table's quarters, of all quarters that filings have dividends of, and of those that the
    company declares; in the table's order.
    """
    calendar = book.company.calendar
    quarters = [slot for day in printed for slot in calendar.slots_ending(day) if slot.name in _QUARTERS]
    if not quarters:
        return []
    first = min(quarters, key=lambda slot: calendar.period(slot).end)
    moved = Slot(first.year + new.year - old.year, first.name)
    start = calendar.period(moved if moved in calendar.slots(moved.year) else first).end
    names = {slot.name for slot in (*quarters, *_paid(book))}
    found = [calendar.period(slot).end for slot in calendar.quarter_slots(start - DAY, calendar.period(new).end)
             if slot.name in names or calendar.is_record_date(slot, book.company.dividends_a_year)]
    return found[::-1] if len(printed) > 1 and printed[0] > printed[-1] else found


def dates_of_years(book: Book, printed: Sequence[datetime.date], years: int,
                   until: datetime.date) -> list[datetime.date]:
    """Record dates that end no quarter: the days of the year that filings have dividends of, from the first of a table,
    so many years on, to a day; in the table's order."""
    start = min(map(partial(_in_year, by=years), printed))
    known = {*printed, *(fact.period.end for fact in book.facts if fact.period.is_instant and fact.figure.value
                         and _is_dividend(book, fact.series))}
    days = {_in_year(day, year - day.year) for day in known for year in range(start.year, until.year + 1)}
    found = sorted(day for day in days if start <= day <= until)
    return found[::-1] if len(printed) > 1 and printed[0] > printed[-1] else found


def _in_year(day: datetime.date, by: int) -> datetime.date:
    """The same day so many years on; the end of February in a year without its 29th."""
    year = day.year + by
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _paid(book: Book) -> Iterable[Slot]:
    """The quarters at whose ends filings have dividends."""
    calendar = book.company.calendar
    days = {fact.period.end for fact in book.facts if fact.period.is_instant and _is_dividend(book, fact.series)
            and fact.figure.value}
    return [slot for day in days for slot in calendar.slots_ending(day) if slot.name in _QUARTERS]


def _is_dividend(book: Book, series: Series) -> bool:
    """Whether a row is of dividends, or a second printing of one that is."""
    item = book.statements[series[0]].items[series[1]]
    return item.concept in _OF_DIVIDENDS or any(
        book.statements[ref.statement].items[ref.series[1]].concept in _OF_DIVIDENDS for _, ref in item.same_as)

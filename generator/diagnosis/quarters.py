"""Whether the quarters that follow from typed periods look like quarters, or like a column under a wrong period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from generator.diagnosis.headings import TABLE, Heading, headings, known
from generator.diagnosis.rereadings import Rereading
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Period, Slot, path
from generator.model.statement import Series

_QUARTERS = ("1Q", "2Q", "3Q", "4Q")
_NEARLY_ALL = 0.8
_FEWEST, _FEWEST_ALIKE = 2, 5
_TO_DATE = {("3Q", "9M"): ("1H", 1.5), ("4Q", "FY"): ("9M", 4 / 3)}
"""What a year to date is to the one before it, where all quarters are alike."""


@dataclass(frozen=True)
class _Row:
    """What is known of a line for the periods of a year, all of one sign."""

    known: dict[Period, float]

    def value(self, period: Period) -> float | None:
        terms = path(period, self.known)
        return None if terms is None else sum(sign * self.known[each] for sign, each in terms)

    def turns(self, quarters: list[Period]) -> bool:
        """Whether a quarter that follows from others has the other sign than all that is typed."""
        sign = next(iter(self.known.values()))
        return any(value is not None and value * sign < 0 and abs(value) > 1e-9
                   for value in (self.value(each) for each in quarters))


def suspicions(book: Book) -> Iterator[Rereading]:
    """Columns that as typed make quarters of the other sign in nearly every line, and under another period in none.

    A strong quarter and a weak one after it turn a profit, but not sales, costs and taxes alike.
    """
    latest = [fact for fact in book.facts if book.latest[fact.series, fact.period] is fact]
    for heading in headings(latest, TABLE):
        found = [name for name in heading.others(book) if _is_better(book, heading, name)]
        if len(found) == 1:
            name, = found
            yield Rereading(f"perhaps {heading.said(name)}: as typed, quarters of nearly every line look wrong",
                            heading.line(name, book), heading.place, ())


def _turning(book: Book, facts: list[Fact]) -> tuple[int, int]:
    """Of the lines of some figures, each year by itself, how many there are and how many have a quarter that turns."""
    rows = list(_rows(book, facts))
    return len(rows), sum(1 for year, row in rows if row.turns(_periods(book, year)))


def _is_better(book: Book, heading: Heading, name: str) -> bool:
    moved = heading.under(name, book)
    places = {fact.place for fact in heading.facts}
    lines, turning = _turning(book, list(heading.facts))
    _, then = _turning(moved, [fact for fact in moved.facts if fact.place in places])
    if then or known(moved, heading) < known(book, heading):
        return False
    return turning >= max(_FEWEST, _NEARLY_ALL * lines) or (not turning and _is_to_date(book, heading, name))


def _is_to_date(book: Book, heading: Heading, name: str) -> bool:
    """Whether every line is larger than all that came before in its year, by what a year to date would be."""
    before, usual = _TO_DATE.get((heading.name, name), ("", 0.0))
    ratios = []
    for year, row in _rows(book, list(heading.facts)) if before else ():
        period = book.company.calendar.period
        own, base = row.known[period(Slot(year, heading.name))], row.value(period(Slot(year, before)))
        ratios.append(own / base if base else 0.0)
    return len(ratios) >= _FEWEST_ALIKE and min(ratios) >= 1 and 0.85 < median(ratios) / usual < 1.2


def _rows(book: Book, facts: list[Fact]) -> Iterator[tuple[int, _Row]]:
    """The lines that figures stand in, without totals and second printings, where all that is typed has one sign."""
    wanted = {(fact.series, fact.column.year) for fact in facts
              if fact.column and fact.value and not fact.period.is_instant and _is_line(book, fact.series)}
    typed: dict[tuple[Series, int], dict[Period, float]] = {}
    for (series, period), fact in book.latest.items():
        slot = None if period.is_instant else book.company.calendar.slot_of(period)
        if slot and (series, slot.year) in wanted:
            typed.setdefault((series, slot.year), {})[period] = float(fact.value)
    for (_, year), values in typed.items():
        if all(value > 0 for value in values.values()) or all(value < 0 for value in values.values()):
            yield year, _Row(values)


def _is_line(book: Book, series: Series) -> bool:
    statement = book.statements[series[0]]
    item, member = statement.items[series[1]], statement.member(series[2])
    return statement.additivity_of(series[1], series[2]).adds and not (
        item.sum or member.sum or item.same_as or member.is_measure)


def _periods(book: Book, year: int) -> list[Period]:
    slots = {slot.name: slot for slot in book.company.calendar.slots(year)}
    return [book.company.calendar.period(slots[name]) for name in _QUARTERS if name in slots]

"""What filings print for the rows in the columns of the time axis, once or a second time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.derivation.sources import Link
from generator.derivation.structure import Structure
from generator.derivation.timeline import Timeline
from generator.derivation.view import View
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Period, Slot
from generator.model.statement import Series


class Printings:
    """The figures of a book by row and column."""

    def __init__(self, book: Book, structure: Structure, timeline: Timeline, view: View) -> None:
        self.book, self.structure, self.timeline, self.view = book, structure, timeline, view
        self._held = frozenset(fact.series for fact in book.facts)
        self._own: dict[Series, Mapping[Slot, Fact]] = {}
        self._tables: dict[Series, Mapping[Slot, Period]] = {}
        self._links: dict[tuple[Series, Slot], Link | None] = {}
        self._by_column: dict[Series, dict[Slot, Fact]] = {}

    def period(self, series: Series, slot: Slot) -> Period:
        """The instant or duration that a row shows in a column."""
        table = self._tables.get(series)
        if table is None:
            table = self._tables[series] = self.timeline.anchored(self.structure.additivity(series).anchor)
        return table[slot]

    def column(self, series: Series, period: Period) -> Slot | None:
        """The longest column in which a row shows an instant or a duration."""
        return self.timeline.columns(self.structure.additivity(series).anchor).get(period)

    def fact(self, series: Series, slot: Slot) -> Fact | None:
        """The row's own figure in a column; a ratio may stand under the period or its end."""
        if series not in self._own:
            self._own[series] = dict(self._find(series)) if series in self._held else {}
        return self._own[series].get(slot)

    def _find(self, series: Series) -> Iterator[tuple[Slot, Fact]]:
        additivity = self.structure.additivity(series)
        for slot, period in self.timeline.anchored(additivity.anchor).items():
            found = self.view.figures.get((series, period))
            if found is None and additivity.also_at_end:
                found = self.view.figures.get((series, Period(period.end)))
            if found:
                yield slot, found

    def link(self, series: Series, slot: Slot) -> Link | None:
        """The row's own figure, or the second printing that stands in for it."""
        key = series, slot
        if key not in self._links:
            own = self.fact(series, slot)
            self._links[key] = Link(own) if own else self._stand_in(series, self.period(series, slot))
        return self._links[key]

    def _stand_in(self, series: Series, period: Period) -> Link | None:
        if (series, period) in self.view.unprinted:
            return None
        found = self._second(series, period)
        first = self.structure.first_printing(series)
        if found or not first or not period.is_instant:
            return found
        # A balance is the same one wherever it is printed: a roll-forward closes with the balance sheet's.
        fact = self.view.figures.get((first.series, period))
        second = self._second(first.series, period)
        if fact:
            return Link(fact, first.sign, stands_in=True)
        return Link(second.fact, second.sign * first.sign, stands_in=True) if second else None

    def _second(self, series: Series, period: Period) -> Link | None:
        """The second printing that stands in for a figure."""
        for ref in self.structure.second_printings(series):
            fact = self.view.figures.get((ref.series, period))
            if fact:
                return Link(fact, ref.sign, stands_in=True)
        return None

    def by_column(self, series: Series) -> Mapping[Slot, Fact]:
        """The figures that filings print for a row, or their stand-ins of the same sign, by column."""
        if series not in self._by_column:
            links = {slot: self.link(series, slot) for slot in self.timeline.slots}
            self._by_column[series] = {slot: link.fact for slot, link in links.items() if link and link.sign > 0}
        return self._by_column[series]

    @cached_property
    def before_axis(self) -> tuple[Fact, ...]:
        """Figures of periods that ended before the first column began; they stand on Facts alone."""
        calendar, slot = self.timeline.calendar, self.timeline.slots[0]
        first = self.timeline.periods[slot].start
        assert first
        return tuple(
            fact for fact in self.book.facts if fact.period.end < first
            and (not fact.period.is_instant or calendar.slots_ending(fact.period.end))
            and fact.period != self.period(fact.series, slot))

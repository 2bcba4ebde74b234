"""How each cell of the time axis gets its value: from a fact, a sum, a path over periods, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from generator.derivation.dilution import Dilution
from generator.derivation.equivalents import Equivalents
from generator.derivation.paths import Paths
from generator.derivation.printings import Printings
from generator.derivation.sources import DERIVED, ESTIMATE, Entry, Missing, Path, Sum
from generator.derivation.structure import Structure
from generator.derivation.timeline import Durations, Timeline
from generator.derivation.totals import Totals
from generator.derivation.versions import Versions
from generator.model.additivity import Additivity
from generator.model.book import Book, Fact
from generator.model.period import Slot
from generator.model.statement import Series


class Grid:
    """Every row and column of a book, resolved once and kept.

    A cell's ``base`` is what figures printed for its very column give. Bases make durations known, known durations
    the status of columns and the paths to others; then ``entry`` says what stands in the cell. An opening balance
    alone asks for the status before it has a base: no row that adds rests on one.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.structure = Structure(book)
        self.versions = Versions(book)
        self.timeline = Timeline(book, self._known)
        self.printings = Printings(book, self.structure, self.timeline)
        self.totals = Totals(self.printings, self.versions, self)
        self.paths = Paths(self.timeline, self.versions, self)
        self.equivalents = Equivalents(book, self.structure, self)
        self.dilution = Dilution(book, self.structure, self.timeline.periods, self)
        self._base: dict[tuple[Series, Slot], Entry | None] = {}
        self._entries: dict[tuple[Series, Slot], Entry | None] = {}
        self._facts: dict[tuple[Series, Slot], tuple[Fact, ...]] = {}

    @cached_property
    def rows(self) -> dict[str, list[Series]]:
        """Per statement, the rows that hold or stand for any figure: member by member in printed order."""
        days = self.timeline.days
        return self.structure.shown(frozenset(fact.series for fact in self.book.printed if fact.period.end in days))

    @cached_property
    def shown(self) -> frozenset[Series]:
        """Every row that stands on a sheet."""
        return frozenset(series for rows in self.rows.values() for series in rows)

    def additivity(self, series: Series) -> Additivity:
        """How the figures of a row behave over time."""
        return self.structure.additivity(series)

    def _known(self, year: int) -> set[Durations]:
        """The durations of a fiscal year that figures are known for, of every row that adds."""
        return {self.paths.known(series, year) for rows in self.rows.values() for series in rows
                if self.additivity(series).adds}

    def base(self, series: Series, slot: Slot) -> Entry | None:
        """The cell as far as figures printed for this very column give it."""
        key = series, slot
        if key not in self._base:
            self._base[key] = None  # totals cannot be circular, but a lost part asks for its own total
            self._base[key] = self._printed(series, slot)
        return self._base[key]

    def _printed(self, series: Series, slot: Slot) -> Entry | None:
        if self.additivity(series).is_opening and not self.timeline.is_reported(slot):
            return None  # a balance opens every period that starts then, also those still to come
        if (series, self.printings.period(series, slot)) in self.book.lost:
            lost = self.totals.recovered(series, slot)
            return Entry(lost, DERIVED) if lost else None
        link = self.printings.link(series, slot)
        parts = self.totals.live(series, slot, link)
        source = Sum(parts) if parts else link
        return Entry(source) if source else None

    def entry(self, series: Series, slot: Slot) -> Entry | None:
        """The cell of a row and column; None is a blank cell (the period is not reported)."""
        key = series, slot
        if key not in self._entries:
            self._entries[key] = self.base(series, slot) or self._blank(series, slot) or self._derived(series, slot) \
                or (Entry(Missing()) if self._is_live(series, slot) else None)
        return self._entries[key]

    def _blank(self, series: Series, slot: Slot) -> Entry | None:
        """An empty cell where filings print one and nothing else."""
        return Entry(Missing(is_blank=True)) if self.totals.is_blank(series, slot) else None

    def _derived(self, series: Series, slot: Slot) -> Entry | None:
        """A cell from derived parts, or else from other periods of its own row."""
        additivity = self.additivity(series)
        if not additivity.is_derivable or not self.timeline.is_reported(slot):
            return None
        for parts in self.structure.sums(series):
            entries = [self.entry(part, slot) for _, part in parts]
            if all(entry and entry.has_value for entry in entries) and self.totals.one_basis(series, parts, slot):
                return Entry(Sum(parts), DERIVED)
        terms = self.paths.to(series, self.timeline.periods[slot])
        if terms is None:
            return None
        return self.dilution.of_path(series, slot, Path(terms, additivity.weighted)) or Entry(
            Path(terms, additivity.weighted), ESTIMATE if additivity.weighted else DERIVED)

    def _is_live(self, series: Series, slot: Slot) -> bool:
        """Whether a row's kind of figure is reported at all in a column."""
        closing = self.additivity(series).is_closing
        return self.timeline.has_balances(slot) if closing else self.timeline.is_reported(slot)

    def facts(self, series: Series, slot: Slot | None) -> tuple[Fact, ...]:
        """The facts that a cell's value rests on; none outside the time axis."""
        if slot is None or slot not in self.timeline.periods:
            return ()
        key = series, slot
        if key not in self._facts:
            self._facts[key] = tuple(self._behind(series, slot))
        return self._facts[key]

    def _behind(self, series: Series, slot: Slot) -> Iterator[Fact]:
        entry = self.entry(series, slot)
        if entry:
            yield from entry.source.facts
            for cell in entry.source.cells(series, slot):
                yield from self.facts(*cell)

    def mixes_versions(self, series: Series, *slots: Slot) -> bool:
        """Whether cells rest on a restated figure and on one that no filing since has printed again."""
        return self.versions.mixed(fact for slot in slots for fact in self.facts(series, slot))

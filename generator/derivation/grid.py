"""How each cell of the time axis gets its value: from a fact, a sum, a path over periods, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cached_property

from generator.derivation.currencies import NUMBER, Currencies, InOneCurrency, Money
from generator.derivation.paths import Paths
from generator.derivation.printings import Printings
from generator.derivation.sources import DERIVED, ESTIMATE, Entry, Link, Missing, Path, PrintedTotal, Sum
from generator.derivation.structure import Structure
from generator.derivation.timeline import Durations, Timeline
from generator.derivation.totals import Totals
from generator.derivation.versions import Versions
from generator.formulas.expression import Expression, Leaf, RowAt, Shown
from generator.model.additivity import Additivity
from generator.model.book import Book, Fact
from generator.model.period import Period, Slot
from generator.model.statement import Series

_NOTHING = InOneCurrency(None)


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
        self.currencies = Currencies(book)
        self.timeline = Timeline(book, self._known)
        self.printings = Printings(book, self.structure, self.timeline)
        self.totals = Totals(self.printings, self.versions, self)
        self.paths = Paths(self.timeline, self.versions, self)
        self._base: dict[tuple[Series, Slot], Entry | None] = {}
        self._entries: dict[tuple[Series, Slot], Entry | None] = {}
        self._facts: dict[tuple[Series, Slot], tuple[Fact, ...]] = {}
        self._bases: dict[tuple[Series, Slot], InOneCurrency] = {}
        self._cells: dict[tuple[Series, Slot], InOneCurrency] = {}
        self._apart: dict[tuple[Series, Slot], InOneCurrency] = {}

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
            self._base[key] = self._settled(self._printed(series, slot), key, self._bases)
        return self._base[key]

    def _printed(self, series: Series, slot: Slot) -> Entry | None:
        if self.additivity(series).is_opening and not self.timeline.is_reported(slot):
            return None  # a balance opens every period that starts then, also those still to come
        if (series, self.printings.period(series, slot)) in self.book.lost:
            lost = self.totals.recovered(series, slot)
            return Entry(lost, DERIVED) if lost else None
        link = self.printings.link(series, slot)
        source = self.totals.source(series, slot, link)
        return Entry(source) if source else None

    def entry(self, series: Series, slot: Slot) -> Entry | None:
        """The cell of a row and column; None is a blank cell (the period is not reported)."""
        key = series, slot
        if key not in self._entries:
            found = self.base(series, slot) or self._blank(series, slot) or self._derived(series, slot)
            self._entries[key] = found  # its tree asks for the figures behind it
            self._entries[key] = self._settled(found, key, self._cells) or (
                Entry(Missing()) if key in self._apart or self._is_live(series, slot) else None)
        return self._entries[key]

    def _blank(self, series: Series, slot: Slot) -> Entry | None:
        """An empty cell where filings print one and nothing else."""
        return Entry(Missing(is_blank=True)) if self.totals.is_blank(series, slot) else None

    def _derived(self, series: Series, slot: Slot) -> Entry | None:
        """A cell from derived parts, or else from other periods of its own row."""
        additivity = self.additivity(series)
        if not additivity.is_derivable or not self.timeline.is_reported(slot):
            return None
        printed = self._over_printed(series, slot) if self.totals.is_loose else None
        if printed:
            return Entry(printed, DERIVED)
        for parts in self.structure.sums(series):
            entries = [self.entry(part, slot) for _, part in parts]
            if all(entry and entry.has_value for entry in entries) and self.totals.one_basis(series, parts, slot):
                return Entry(Sum(parts), DERIVED)
        terms = self.paths.to(series, self.timeline.periods[slot])
        if terms is None:
            return None
        return Entry(Path(terms, additivity.weighted), ESTIMATE if additivity.weighted else DERIVED)

    def _over_printed(self, series: Series, slot: Slot) -> Path | None:
        """A path over printed totals, nearer the exact difference than a sum of derived parts, each of them rounded."""
        if not self.additivity(series).adds or not self.structure.sums(series):
            return None
        terms = self.paths.to(series, self.timeline.periods[slot])
        sources = [entry.source for _, other in terms or () if (entry := self.base(series, other))]
        return Path(terms) if terms and all(isinstance(each, Link | PrintedTotal) for each in sources) else None

    def _is_live(self, series: Series, slot: Slot) -> bool:
        """Whether a row's kind of figure is reported at all in a column."""
        closing = self.additivity(series).is_closing
        return self.timeline.has_balances(slot) if closing else self.timeline.is_reported(slot)

    def _settled(self, entry: Entry | None, key: tuple[Series, Slot],
                 kept: dict[tuple[Series, Slot], InOneCurrency]) -> Entry | None:
        """A cell as it is; none where it would be made from two currencies that no rate joins."""
        tree = entry.source.tree(self, *key) if entry and self.currencies.several else None
        if tree is None:
            return entry
        found = kept[key] = self.currencies.in_one(tree, lambda leaf: self._money(leaf, kept), self._span)
        if not found.apart:
            return entry
        self._apart[key] = found
        self._facts.pop(key, None)
        return None

    def cell(self, series: Series, slot: Slot) -> InOneCurrency:
        """What a cell is computed from, and the currency of that; no tree where it is blank or says n.a., and why."""
        key, entry = (series, slot), self.entry(series, slot)
        if entry is None or isinstance(entry.source, Missing):
            return self._apart.get(key, _NOTHING) if entry else _NOTHING
        if key not in self._cells:
            self._cells[key] = InOneCurrency(entry.source.tree(self, series, slot))
        return self._cells[key]

    def formula(self, series: Series, slot: Slot) -> Expression | None:
        """The same as the workbook has it, where a printed total gives way to the live sum of changed parts."""
        entry = self.entry(series, slot)
        if entry and isinstance(entry.source, PrintedTotal):
            return entry.source.formula(self, series, slot)
        return self.cell(series, slot).tree

    def currency(self, series: Series, slot: Slot) -> str:
        """The currency in which a cell stands; empty for a mere number, and where the book has only one."""
        return self.cell(series, slot).money.currency if self.currencies.several else ""

    def base_currencies(self, series: Series, slot: Slot) -> Set[str]:
        """The currency of a cell as far as figures printed for this very column give it; none for a mere number.

        It is several where it has no value because no rate joins them.
        """
        if not self.currencies.several:
            return frozenset()
        self.base(series, slot)
        found = self._bases.get((series, slot), _NOTHING)
        return frozenset(found.apart or filter(None, (found.money.currency,)))

    def _money(self, leaf: Leaf, kept: dict[tuple[Series, Slot], InOneCurrency]) -> Money:
        match leaf:
            case Shown(fact):
                return Money(fact.currency, 1) if fact.currency else NUMBER
            case RowAt((_, _, _) as series, slot):
                known = self.base(series, slot) if kept is self._bases else self.entry(series, slot)
                return kept[series, slot].money if known and (series, slot) in kept else NUMBER
        return NUMBER

    def _span(self, leaf: Leaf) -> Period | None:
        match leaf:
            case RowAt((_, _, _) as series, slot):
                return self.printings.period(series, slot)
        return None

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

"""How each cell of the time axis gets its value: from a fact, a sum, a path over periods, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import cached_property

from generator.derivation import view
from generator.derivation.currencies import NUMBER, Currencies, InOneCurrency, Money
from generator.derivation.dilution import Dilution
from generator.derivation.equivalents import Equivalents
from generator.derivation.paths import Paths
from generator.derivation.printings import Printings
from generator.derivation.sources import DERIVED, ESTIMATE, Entry, Link, Missing, Path, PrintedTotal, Sum, Terms
from generator.derivation.structure import Structure
from generator.derivation.timeline import Durations, Timeline
from generator.derivation.totals import Totals
from generator.derivation.versions import Versions
from generator.formulas.evaluate import evaluate
from generator.formulas.expression import Expression, Leaf, RowAt, Shown
from generator.formulas.linear import Quantity, constant
from generator.model.additivity import Additivity
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Period, Slot
from generator.model.statement import Series

_NOTHING = InOneCurrency(None)
_TWO_BASES = "The row was presented anew between the filings that it would be derived from, by more than the result"


class Grid:
    """Every row and column of a book, resolved once and kept.

    A cell's ``base`` is what figures printed for its very column give. Bases make durations known, known durations
    the status of columns and the paths to others; then ``entry`` says what stands in the cell. An opening balance
    alone asks for the status before it has a base: no row that adds rests on one.
    """

    def __init__(self, book: Book, latest: Grid | None = None) -> None:
        """The latest version of a book; with that of ``latest`` beside it the one that was first reported."""
        self.book = book
        self.structure: Structure = latest.structure if latest else Structure(book)
        self.versions: Versions = latest.versions if latest else Versions(book)
        self.currencies: Currencies = latest.currencies if latest else Currencies(book)
        self.timeline: Timeline = latest.timeline if latest else Timeline(book, self._known)
        self.view = (view.as_first_reported if latest else view.latest)(book, self.structure)
        self.is_first = latest is not None
        self.printings = Printings(book, self.structure, self.timeline, self.view)
        self.totals = Totals(self.printings, self.versions, self)
        self.paths = Paths(self.timeline, self.versions, self)
        self.equivalents = Equivalents(book, self.structure, self)
        self.dilution = Dilution(book, self.structure, self.timeline.periods, self)
        self._base: dict[tuple[Series, Slot], Entry | None] = {}
        self._entries: dict[tuple[Series, Slot], Entry | None] = {}
        self._facts: dict[tuple[Series, Slot], tuple[Fact, ...]] = {}
        self._bases: dict[tuple[Series, Slot], InOneCurrency] = {}
        self._cells: dict[tuple[Series, Slot], InOneCurrency] = {}
        self._apart: dict[tuple[Series, Slot], InOneCurrency] = {}
        self._told: dict[tuple[Series, Slot], tuple[Fact, ...]] = {}

    @cached_property
    def first(self) -> Grid | None:
        """The version that was first reported, where it is another one."""
        if self.is_first or len(self.book.filings) < 2:
            return None
        first = Grid(self.book, self)
        return first if first.view != self.view else None

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
        key = series, self.printings.period(series, slot)
        if key in self.book.in_words:
            return None
        if key in self.book.lost:
            lost = self.totals.recovered(series, slot)
            return Entry(lost, DERIVED) if lost else None
        link = self.printings.link(series, slot)
        source = self.totals.source(series, slot, link)
        return Entry(source) if source else None

    def shown_fact(self, fact: Fact) -> Fact:
        """The figure that stands in this version of the book where a figure of the latest one is named."""
        key = fact.series, fact.period
        return self.book.first[key] if self.is_first and self.book.latest[key] is fact else fact

    def entry(self, series: Series, slot: Slot) -> Entry | None:
        """The cell of a row and column; None is a blank cell (the period is not reported)."""
        key = series, slot
        if key not in self._entries:
            found = self.base(series, slot) or self.totals.unfilled(series, slot) or self._derived(series, slot)
            self._entries[key] = found  # its tree asks for the figures behind it
            self._entries[key] = self._settled(found, key, self._cells) or (
                Entry(Missing()) if key in self._apart or self._is_live(series, slot) else None)
        return self._entries[key]

    def _derived(self, series: Series, slot: Slot) -> Entry | None:
        """A cell from derived parts, or else from other periods of its own row."""
        additivity = self.additivity(series)
        if not additivity.is_derivable or not self.timeline.is_reported(slot):
            return None
        printed = self._over_printed(series, slot) if self.totals.is_loose else None
        if printed:
            return self._as_far_as_sound(Entry(printed, DERIVED), series, printed.terms)
        for parts in self.structure.sums(series):
            entries = [self.entry(part, slot) for _, part in parts]
            if all(entry and entry.has_value for entry in entries) and self.totals.one_basis(series, parts, slot):
                return self._as_far_as_sound(Entry(Sum(parts), DERIVED), series,
                                             self.paths.over(self.printings.by_column(series), slot))
        terms = self.paths.to(series, self.timeline.periods[slot])
        if terms is None:
            return None
        path = Path(terms, additivity.weighted)
        return self.dilution.of_path(series, slot, path) or self._as_far_as_sound(
            Entry(path, ESTIMATE if additivity.weighted else DERIVED), series, terms)

    def _as_far_as_sound(self, entry: Entry, series: Series, terms: Terms | None) -> Entry:
        return Entry(Missing(why=_TWO_BASES)) if terms and self.is_drowned(series, terms) else entry

    def is_drowned(self, series: Series, terms: Terms) -> bool:
        """Whether a row was presented anew between columns by more than their signed sum, which then means nothing.

        Where no figure tells by how much, one that the row never has in print, with the other sign, shows it.
        """
        facts = [fact for _, slot in terms for fact in self.basis(series, slot)]
        if not self.additivity(series).adds or self.book.split_power(series) \
                or not self.versions.on_two_bases(facts):
            return False
        result, moved = self._worth(Path(terms).tree(self, series, terms[0][1])), self.versions.moved(facts)
        if result is None or moved:
            return result is not None and abs(result) < moved
        signs = {fact.value > 0 for fact in self.book.of_row.get(series, ()) if fact.value}
        return bool(result) and signs == {result < 0}

    def _worth(self, tree: Expression) -> float | None:
        """What a tree over cells and figures is worth; None where one of them has no value."""
        def leaf(each: Leaf) -> Quantity | None:
            match each:
                case RowAt((_, _, _) as series, slot):
                    entry = self.entry(series, slot)
                    found = entry.source.tree(self, series, slot) if entry else None
                    return evaluate(found, leaf) if found is not None else None
                case Shown(fact):
                    return constant(float(fact.value))
            return None

        return evaluate(tree, leaf).value(())

    def _over_printed(self, series: Series, slot: Slot) -> Path | None:
        """A path over printed totals, nearer the exact difference than a sum of derived parts, each of them rounded."""
        is_total = self.additivity(series).adds and self.structure.sums(series)
        terms = self.paths.to(series, self.timeline.periods[slot]) or () if is_total else ()
        found = [entry.source for _, other in terms if (entry := self.base(series, other))]
        return Path(terms) if terms and all(isinstance(each, Link | PrintedTotal) for each in found) else None

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

    def basis(self, series: Series, slot: Slot) -> tuple[Fact, ...]:
        """The facts that tell on which basis a cell stands: of a row that is printed its own, else those of its parts.

        What changed within a total that two filings print alike leaves the total as it was.
        """
        key = series, slot
        if key not in self._told:
            own = self.printings.link(series, slot)
            self._told[key] = (own.fact,) if own else tuple(self._basis(series, slot))
        return self._told[key]

    def _basis(self, series: Series, slot: Slot) -> Iterator[Fact]:
        entry = self.entry(series, slot)
        if entry is None:
            return
        cells = entry.source.cells(series, slot)
        if isinstance(entry.source, Sum) and (terms := self.paths.over(self.printings.by_column(series), slot)):
            cells = [(series, other) for _, other in terms]
        yield from entry.source.facts
        for cell in cells:
            yield from self.basis(*cell)

    def shown_entry(self, series: Series, slot: Slot) -> Entry | None:
        """The cell of a row and column; where only the version first reported has a value, the cell of that."""
        entry, first = self.entry(series, slot), self.first.entry(series, slot) if self.first else None
        return first if first and first.has_value and not (entry and entry.has_value) else entry

    def mixes_versions(self, series: Series, slot: Slot) -> bool:
        """Whether a cell is derived, or for that reason is not, from figures of two bases."""
        entry = self.entry(series, slot)
        if entry is None or isinstance(entry.source, Link) or self.printings.link(series, slot):
            return False
        if isinstance(entry.source, Missing):
            return bool(entry.source.why)
        return self.versions.on_two_bases(self.basis(series, slot))

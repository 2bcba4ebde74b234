"""How each cell of the time axis gets its value: from a fact, a sum, a path over periods, or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from generator.derivation.sources import DERIVED, ESTIMATE, REPORTED, Entry, Link, Lost, Missing, Path, Source, Sum
from generator.derivation.structure import Parts, Structure
from generator.derivation.versions import Versions
from generator.model.additivity import Additivity
from generator.model.book import Book, Fact
from generator.model.calendar import ends_in_december
from generator.model.period import DAY, SLOTS, Period, Slot, Term, path
from generator.model.statement import Series


class Grid:
    """Every row and column of a book, resolved once and kept."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.structure = Structure(book)
        self.versions = Versions(book)
        self.slots = book.slots
        self.periods = {slot: book.company.calendar.period(slot) for slot in self.slots}
        self._slot_of = {period: slot for slot, period in self.periods.items()}
        self._openings = {slot: Period(period.start - DAY) for slot, period in self.periods.items() if period.start}
        self._ends = {slot: Period(period.end) for slot, period in self.periods.items()}
        self._tables: dict[Series, Mapping[Slot, Period]] = {}
        self._paths: dict[tuple[Period, tuple[Period, ...]], tuple[Term, ...] | None] = {}
        self._held = frozenset(fact.series for fact in book.facts)
        self._facts: dict[tuple[Series, Slot], tuple[Fact, ...]] = {}
        self._links: dict[tuple[Series, Slot], Link | None] = {}
        self._printed: dict[Series, dict[Slot, Fact]] = {}
        self._base: dict[tuple[Series, Slot], Entry | None] = {}
        self._entries: dict[tuple[Series, Slot], Entry | None] = {}
        self._durations: dict[tuple[Series, int], list[Period]] = {}
        self._shifted: dict[tuple[Slot, str, bool], Slot | None] = {}

    @cached_property
    def rows(self) -> dict[str, list[Series]]:
        """Per statement, the rows that hold or stand for any figure: member by member in printed order."""
        ends = {period.end for period in self._ends.values()} | {period.end for period in self._openings.values()}
        return self.structure.shown(frozenset(fact.series for fact in self.book.printed if fact.period.end in ends))

    @cached_property
    def shown(self) -> frozenset[Series]:
        """Every row that stands on a sheet."""
        return frozenset(series for rows in self.rows.values() for series in rows)

    @cached_property
    def newest(self) -> frozenset[Slot]:
        """The columns that end with the newest balance sheet date."""
        days = {day for day in self._instants if self.book.company.calendar.slots_ending(day)}
        return frozenset(slot for slot, period in self.periods.items() if days and period.end == max(days))

    @cached_property
    def calendar_years(self) -> frozenset[Slot]:
        """The longest column of each that ends with a calendar year."""
        return frozenset({period.end: slot for slot, period in self.periods.items()
                          if ends_in_december(period.end)}.values())

    def additivity(self, series: Series) -> Additivity:
        """How the figures of a row behave over time."""
        return self.structure.additivity(series)

    def period(self, series: Series, slot: Slot) -> Period:
        """The instant or duration that a row shows in a column."""
        table = self._tables.get(series)
        if table is None:
            anchor = self.additivity(series).anchor
            table = self._tables[series] = {slot: anchor(period) for slot, period in self.periods.items()}
        return table[slot]

    def fact(self, series: Series, slot: Slot) -> Fact | None:
        """The row's own figure in a column; a ratio may stand under the period or its end."""
        if series not in self._held:
            return None
        period = self.period(series, slot)
        found = self.book.latest.get((series, period))
        if found is None and self.additivity(series).also_at_end:
            found = self.book.latest.get((series, Period(period.end)))
        return found

    def _link(self, series: Series, slot: Slot) -> Link | None:
        """The row's own figure, or the second printing that stands in for it."""
        key = series, slot
        if key not in self._links:
            self._links[key] = self._find_link(series, slot)
        return self._links[key]

    def _find_link(self, series: Series, slot: Slot) -> Link | None:
        own = self.fact(series, slot)
        if own:
            return Link(own)
        period = self.period(series, slot)
        found = self._second(series, period)
        first = self.structure.first_printing(series)
        if found or not first or not period.is_instant:
            return found
        # A balance is the same one wherever it is printed: a roll-forward closes with the balance sheet's.
        fact = self.book.latest.get((first.series, period))
        second = self._second(first.series, period)
        if fact:
            return Link(fact, first.sign, stands_in=True)
        return Link(second.fact, second.sign * first.sign, stands_in=True) if second else None

    def _second(self, series: Series, period: Period) -> Link | None:
        """The second printing that stands in for a figure."""
        for ref in self.structure.second_printings(series):
            fact = self.book.latest.get((ref.series, period))
            if fact:
                return Link(fact, ref.sign, stands_in=True)
        return None

    def base(self, series: Series, slot: Slot) -> Entry | None:
        """The cell as far as figures printed for this very column give it."""
        key = series, slot
        if key not in self._base:
            self._base[key] = None  # totals cannot be circular, but a lost part asks for its own total
            self._base[key] = self._resolve(series, slot)
        return self._base[key]

    def _resolve(self, series: Series, slot: Slot) -> Entry | None:
        if self.additivity(series).is_opening and not self.is_reported(slot):
            return None  # a balance opens every period that starts then, also those still to come
        if (series, self.period(series, slot)) in self.book.lost:
            return self._recovered(series, slot)
        link = self._link(series, slot)
        borrowed = link is not None and link.stands_in and self.structure.first_printing(series) is not None
        for parts in self.structure.sums(series):
            # A second printing that is not printed takes the first one's balance, unless its own parts are printed.
            adds_up = all(self.fact(part, slot) for _, part in parts) if borrowed else self._adds_up(parts, link, slot)
            if adds_up and self._one_basis(series, parts, slot):
                return Entry(Sum(parts))
        return Entry(link) if link else None

    def _adds_up(self, parts: Parts, link: Link | None, slot: Slot) -> bool:
        """Whether the parts of a total are there, so that it can be a live sum in this column.

        All of them are, or a table prints the total and some of them and leaves the others out because
        there was nothing to print; never when one of them is lost or still to be typed.
        """
        present = 0
        if link and (link.fact.series, link.fact.period) in self.book.restated and any(
                self._is_older(part, slot, link.fact) for _, part in parts):
            return False  # restated without its parts, which no longer add up to it
        for _, part in parts:
            period, entry = self.period(part, slot), self.base(part, slot)
            if (part, period) in self._todo or ((part, period) in self.book.lost and not _printed_elsewhere(entry)):
                return False
            present += entry is not None
        if present == len(parts):
            return True
        full_table = link is not None and not link.stands_in and not link.fact.abridged
        return present > 0 and full_table

    def _is_older(self, series: Series, slot: Slot, total: Fact) -> bool:
        """Whether a figure, or a part of it, was last given by an earlier filing than a total."""
        link = self._link(series, slot)
        if link:
            return link.fact.filing.filed < total.filing.filed
        return any(self._is_older(part, slot, total) for parts in self.structure.sums(series) for _, part in parts)

    def _one_basis(self, series: Series, parts: Parts, slot: Slot) -> bool:
        """Whether the parts of a number of shares can be added: no split lies between the filings behind them."""
        return not self.book.company.splits or not self.versions.split_power(series) or self.versions.one_basis(
            fact for _, part in parts for fact in self.facts(part, slot))

    @cached_property
    def _todo(self) -> frozenset[tuple[Series, Period]]:
        return frozenset((fact.series, fact.period) for fact in self.book.todo)

    def _recovered(self, series: Series, slot: Slot) -> Entry | None:
        """A lost figure from its other printing, or from a printed total and the other parts."""
        other = self.structure.first_printing(series)
        if other and self.base(other.series, slot):
            return Entry(Lost(other.series, sign=other.sign), DERIVED)
        for whole in self.structure.totals_with(series):
            parts = next(parts for parts in self.structure.sums(whole) if any(part == series for _, part in parts))
            sign = next(sign for sign, part in parts if part == series)
            others = tuple((each, part) for each, part in parts if part != series)
            if self._link(whole, slot) and all(self.base(part, slot) for _, part in others):
                return Entry(Lost(whole, others, sign), DERIVED)
        return None

    def entry(self, series: Series, slot: Slot) -> Entry | None:
        """The cell of a row and column; None is a blank cell (the period is not reported)."""
        key = series, slot
        if key not in self._entries:
            self._entries[key] = self.base(series, slot) or self._derived(series, slot) or (
                Entry(Missing()) if self.is_live(series, slot) else None)
        return self._entries[key]

    def _derived(self, series: Series, slot: Slot) -> Entry | None:
        additivity = self.additivity(series)
        if not additivity.is_derivable or not self.is_reported(slot):
            return None
        for parts in self.structure.sums(series):
            entries = [self.entry(part, slot) for _, part in parts]
            if all(entry and entry.has_value for entry in entries) and self._one_basis(series, parts, slot):
                return Entry(Sum(parts), DERIVED)
        terms = self.path(series, self.periods[slot])
        if terms is None:
            return None
        return Entry(Path(terms, additivity.weighted), ESTIMATE if additivity.weighted else DERIVED)

    def path(self, series: Series, wanted: Period) -> tuple[tuple[int, Slot], ...] | None:
        """The columns of a row whose signed sum is a duration that need not be a column itself (LTM)."""
        assert wanted.start is not None
        calendar = self.book.company.calendar
        years = range(calendar.year_of(wanted.start), calendar.year_of(wanted.end) + 1)
        known = tuple(period for year in years for period in self._known(series, year))
        terms = self._shortest(wanted, known)
        if terms and self._mixed(series, terms):
            terms = self._unmixed(series, wanted, known, terms) or terms
        return None if terms is None else tuple((sign, self._slot_of[period]) for sign, period in terms)

    def _mixed(self, series: Series, terms: tuple[Term, ...]) -> bool:
        return self.mixes_versions(series, *(self._slot_of[period] for _, period in terms))

    def _unmixed(self, series: Series, wanted: Period, known: tuple[Period, ...],
                 terms: tuple[Term, ...]) -> tuple[Term, ...] | None:
        """A path over one version, however long: since the restatement, else over what was never restated."""
        facts = {period: self.facts(series, self._slot_of[period]) for period in known}
        since = max(self.versions.restated(fact for _, period in terms for fact in facts[period]))
        newer = tuple(each for each in known if all(fact.filing.filed >= since for fact in facts[each]))
        as_first = tuple(each for each in known if not self.versions.restated(facts[each]))
        found = (self._shortest(wanted, newer), self._shortest(wanted, as_first))
        return next((each for each in found if each and not self._mixed(series, each)), None)

    def _shortest(self, wanted: Period, known: tuple[Period, ...]) -> tuple[Term, ...] | None:
        """The path over known periods; most rows are printed for the same periods as many others."""
        if (wanted, known) not in self._paths:
            self._paths[wanted, known] = path(wanted, known) if known else None
        return self._paths[wanted, known]

    def _known(self, series: Series, year: int) -> list[Period]:
        """A row's durations of one fiscal year. A path never needs to leave the years that it touches."""
        key = series, year
        if key not in self._durations:
            slots = [slot for name in SLOTS if (slot := Slot(year, name)) in self.periods]
            self._durations[key] = [self.periods[slot] for slot in slots if self.base(series, slot)]
        return self._durations[key]

    def printed(self, series: Series) -> Mapping[Slot, Fact]:
        """The figures that filings print for a row, or their stand-ins of the same sign, by column."""
        if series not in self._printed:
            links = {slot: self._link(series, slot) for slot in self.slots}
            self._printed[series] = {slot: link.fact for slot, link in links.items() if link and link.sign > 0}
        return self._printed[series]

    def path_over(self, columns: Iterable[Slot], wanted: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The signed sum of some columns of the same fiscal year that makes another one."""
        terms = path(self.periods[wanted], [self.periods[slot] for slot in columns if slot.year == wanted.year])
        return None if terms is None else tuple((sign, self._slot_of[period]) for sign, period in terms)

    def footings(self, series: Series, slot: Slot) -> Iterator[tuple[str, Parts]]:
        """Each way a row adds up in a column, ``down`` its statement, ``across`` members, or by its ``also_sum``."""
        statement, item, member = series
        definition = self.book.statements[statement]
        link = self._link(series, slot)
        for parts in self.structure.sums(series):
            if self._adds_up(parts, link, slot):
                yield ("down" if parts[0][1][2] == member else "across"), parts
        if definition.items[item].also_sum and not definition.member(member).is_measure:
            also = tuple((sign, (statement, part, member)) for sign, part in definition.items[item].also_sum)
            if self._adds_up(also, link, slot):
                yield "also", also

    def facts(self, series: Series, slot: Slot | None) -> tuple[Fact, ...]:
        """The facts that a cell's value rests on; none outside the time axis."""
        if slot is None:
            return ()
        key = series, slot
        if key not in self._facts:
            entry = self.entry(series, slot) if slot in self.periods else None
            self._facts[key] = tuple(self._behind(series, slot, entry.source)) if entry else ()
        return self._facts[key]

    def _behind(self, series: Series, slot: Slot, source: Source) -> Iterator[Fact]:
        match source:
            case Link(fact, _):
                yield fact
            case Sum(parts):
                for _, part in parts:
                    yield from self.facts(part, slot)
            case Path(terms, _):
                for _, other in terms:
                    yield from self.facts(series, other)
            case Lost(total, others, _):
                for each in (total, *(part for _, part in others)):
                    yield from self.facts(each, slot)

    def mixes_versions(self, series: Series, *slots: Slot) -> bool:
        """Whether cells rest on a restated figure and on one that no filing since has printed again."""
        return self.versions.mixed(fact for slot in slots for fact in self.facts(series, slot))

    def shifted(self, slot: Slot, shift: str, balance: bool = False) -> Slot | None:
        """The column that ``year_ago``, ``opening`` or ``previous`` means; None where none is that."""
        key = slot, shift, balance
        if key not in self._shifted:
            found = self.book.company.calendar.shifted(slot, shift, balance) if slot in self.periods else None
            self._shifted[key] = found if found in self.periods else None
        return self._shifted[key]

    @cached_property
    def before_axis(self) -> tuple[Fact, ...]:
        """Figures of periods that ended before the first column began; they stand on Facts alone."""
        calendar, first = self.book.company.calendar, self.periods[self.slots[0]].start
        assert first
        return tuple(
            fact for fact in self.book.facts if fact.period.end < first
            and (not fact.period.is_instant or calendar.slots_ending(fact.period.end))
            and not (fact.period.end == first - DAY and self.additivity(fact.series).is_opening))

    def is_live(self, series: Series, slot: Slot) -> bool:
        """Whether a row's kind of figure is reported at all in a column."""
        return self.has_balances(slot) if self.additivity(series).is_closing else self.is_reported(slot)

    def has_balances(self, slot: Slot) -> bool:
        """Whether any balance is reported for a column's end."""
        return self.periods[slot].end in self._instants

    def is_reported(self, slot: Slot) -> bool:
        """Whether a column's flows are printed or can be derived."""
        return self.status(slot) in (REPORTED, DERIVED)

    @cached_property
    def _instants(self) -> frozenset[datetime.date]:
        return frozenset(fact.period.end for fact in self.book.facts if fact.period.is_instant)

    def status(self, slot: Slot) -> str:
        """``reported``, ``derived``, ``balances`` (only its end is reported) or empty."""
        return self._statuses[slot]

    @cached_property
    def _statuses(self) -> dict[Slot, str]:
        durations = {fact.period for fact in self.book.facts if not fact.period.is_instant}
        flows = [series for rows in self.rows.values() for series in rows if self.additivity(series).adds]
        result = {}
        known = {year: {tuple(self._known(series, year)) for series in flows} for year in {s.year for s in self.slots}}
        for slot, period in self.periods.items():
            if period in durations:
                result[slot] = REPORTED
            elif any(path(period, printed) for printed in known[slot.year]):
                result[slot] = DERIVED
            else:
                result[slot] = "balances" if period.end in self._instants else ""
        return result


def _printed_elsewhere(entry: Entry | None) -> bool:
    """Whether a lost figure is known from its other printing, and not from its own total."""
    return entry is not None and not (isinstance(entry.source, Lost) and entry.source.others)

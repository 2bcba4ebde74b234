"""Which rows add up to a total in a column, and what a lost part of one must have been."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from generator.derivation.printings import Printings
from generator.derivation.rounding import loose_facts, most_apart, of_as_many
from generator.derivation.sources import Cells, Entry, Link, Lost, Missing, PrintedTotal, Source, Sum
from generator.derivation.structure import Parts
from generator.derivation.versions import Versions
from generator.model.fact import Fact
from generator.model.period import Period, Slot
from generator.model.statement import Series


class Totals:
    """The sums of statements.yaml in the columns in which their parts are there."""

    def __init__(self, printings: Printings, versions: Versions, cells: Cells) -> None:
        self.book, self.structure = printings.book, printings.structure
        self.printings, self.versions, self.cells = printings, versions, cells

    def live(self, series: Series, slot: Slot, link: Link | None) -> Parts | None:
        """The parts that a total can be a live sum of in a column, given what is printed for it there."""
        borrowed = link is not None and link.stands_in and self.structure.first_printing(series) is not None
        for parts in self.structure.sums(series):
            # A second printing that is not printed takes the first one's balance, unless its own parts are printed.
            adds_up = all(self.printings.fact(part, slot) for _, part in parts) if borrowed \
                else self._adds_up(parts, link, slot)
            if adds_up and self.one_basis(series, parts, slot) and self._one_currency(parts, slot, link):
                return parts
        return None

    def _one_currency(self, parts: Parts, slot: Slot, link: Link | None) -> bool:
        """Whether parts are in the currency in which their total is printed; where none is printed rates decide."""
        found = [self.cells.base_currencies(part, slot) for _, part in parts]
        return all(len(each) <= 1 for each in found) if link is None else all(
            each <= {link.fact.currency} for each in found)

    def source(self, series: Series, slot: Slot, link: Link | None) -> Source | None:
        """What gives a cell its value in a column: what is printed there, its parts, or both."""
        parts = self.live(series, slot, link)
        if parts is None or link is None or not self.is_loose:
            return Sum(parts) if parts else link
        behind = [each for sign, part in parts for each in self._figures(part, slot, sign)]
        rounded = loose_facts(self.book, (link.fact, *(fact for _, fact in behind)))
        gap = sum(sign * fact.value for sign, fact in behind) - link.sign * link.fact.value
        return PrintedTotal(link, Sum(parts), of_as_many(rounded), abs(gap) <= most_apart(self.book, rounded))

    @property
    def is_loose(self) -> bool:
        """Whether the issuer rounds each figure by itself, so that a printed total is not the sum of its parts."""
        return self.book.company.foots != "exact"

    def _figures(self, series: Series, slot: Slot, sign: int) -> Iterator[tuple[int, Fact]]:
        """The figures printed for this very column that a cell is made from, with their signs."""
        entry = self.cells.base(series, slot)
        match entry.source if entry else None:
            case Link(fact, taken) | PrintedTotal(Link(fact, taken), _, _, True):
                yield sign * taken, fact
            case Sum(parts) | PrintedTotal(_, Sum(parts)):
                for each, part in parts:
                    yield from self._figures(part, slot, sign * each)
            case Lost(total, others, taken):
                yield from self._figures(total, slot, sign * taken)
                for each, part in others:
                    yield from self._figures(part, slot, -sign * taken * each)

    def _adds_up(self, parts: Parts, link: Link | None, slot: Slot) -> bool:
        """Whether the parts of a total are there, so that it can be a live sum in this column.

        All of them are, a blank one as nothing to add, or a table prints the total and some of them and leaves the
        others out because there was nothing to print; never when one of them is lost, not given or still to be typed.
        """
        present = blank = 0
        if link and self._is_restated_apart(link.fact, parts, slot):
            return False  # restated without its parts, or they without it: they do not add up to it
        for _, part in parts:
            key, entry = (part, self.printings.period(part, slot)), self.cells.base(part, slot)
            if key in self._unknown or (key in self.book.lost and not _printed_elsewhere(entry)):
                return False
            present += entry is not None
            blank += entry is None and self._is_blank(key)
        if present and present + blank == len(parts):
            return True
        full_table = link is not None and not link.stands_in and not link.fact.abridged
        return present > 0 and full_table

    def _is_restated_apart(self, total: Fact, parts: Parts, slot: Slot) -> bool:
        """Whether a restatement lies between the filing of a total and that of one of its parts."""
        if not self.book.restated:
            return False
        return self.versions.mixed((total, *(fact for _, part in parts for fact in self._given(part, slot))))

    def _given(self, series: Series, slot: Slot) -> Iterator[Fact]:
        """The figure of a row, or those that it is made from."""
        link = self.printings.link(series, slot)
        if link:
            yield link.fact
        else:
            yield from (fact for parts in self.structure.sums(series) for _, part in parts
                        for fact in self._given(part, slot))

    def unfilled(self, series: Series, slot: Slot) -> Entry | None:
        """What stands in a cell where filings print an empty one or words, or a table of this version leaves it out."""
        key = series, self.printings.period(series, slot)
        if words := self.book.in_words.get(key):
            return Entry(Missing(words=words))
        return Entry(Missing(is_blank=True)) if self._is_blank(key) else None

    def _is_blank(self, key: tuple[Series, Period]) -> bool:
        return key in self.book.blank or key in self.printings.view.unprinted

    def one_basis(self, series: Series, parts: Parts, slot: Slot) -> bool:
        """Whether the parts of a number of shares can be added: no split lies between the filings behind them."""
        return not self.book.company.splits or not self.book.split_power(series) or self.versions.one_basis(
            fact for _, part in parts for fact in self.cells.facts(part, slot))

    @cached_property
    def _unknown(self) -> frozenset[tuple[Series, Period]]:
        return frozenset(self.book.in_words) | {(fact.series, fact.period) for fact in self.book.todo}

    def recovered(self, series: Series, slot: Slot) -> Lost | None:
        """A lost figure from its other printing, or from a printed total and the other parts."""
        other = self.structure.first_printing(series)
        if other and self.cells.base(other.series, slot):
            return Lost(other.series, sign=other.sign)
        for whole in self.structure.totals_with(series):
            parts = next(parts for parts in self.structure.sums(whole) if any(part == series for _, part in parts))
            sign = next(sign for sign, part in parts if part == series)
            others = tuple((each, part) for each, part in parts if part != series)
            if self.printings.link(whole, slot) and all(self.cells.base(part, slot) for _, part in others):
                return Lost(whole, others, sign)
        return None

    def footings(self, series: Series, slot: Slot) -> Iterator[tuple[str, Parts]]:
        """Each way a row adds up in a column, ``down`` its statement, ``across`` members, or by its ``also_sum``."""
        statement, item, member = series
        definition = self.book.statements[statement]
        link = self.printings.link(series, slot)
        for parts in self.structure.sums(series):
            if self._adds_up(parts, link, slot):
                yield ("down" if parts[0][1][2] == member else "across"), parts
        if definition.items[item].also_sum and definition.member(member).adds_down:
            also = tuple((sign, (statement, part, member)) for sign, part in definition.items[item].also_sum)
            if self._adds_up(also, link, slot):
                yield "also", also


def _printed_elsewhere(entry: Entry | None) -> bool:
    """Whether a lost figure is known from its other printing, and not from its own total."""
    return entry is not None and not (isinstance(entry.source, Lost) and entry.source.others)

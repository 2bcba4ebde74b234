"""Which rows add up to a total in a column, and what a lost part of one must have been."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from generator.derivation.printings import Printings
from generator.derivation.sources import Cells, Entry, Link, Lost
from generator.derivation.structure import Parts
from generator.derivation.versions import Versions
from generator.model.book import Fact
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
            if adds_up and self.one_basis(series, parts, slot):
                return parts
        return None

    def _adds_up(self, parts: Parts, link: Link | None, slot: Slot) -> bool:
        """Whether the parts of a total are there, so that it can be a live sum in this column.

        All of them are, a blank one as nothing to add, or a table prints the total and some of them and leaves the
        others out because there was nothing to print; never when one of them is lost or still to be typed.
        """
        present = blank = 0
        if link and (link.fact.series, link.fact.period) in self.book.restated and any(
                self._is_older(part, slot, link.fact) for _, part in parts):
            return False  # restated without its parts, which no longer add up to it
        for _, part in parts:
            key, entry = (part, self.printings.period(part, slot)), self.cells.base(part, slot)
            if key in self._todo or (key in self.book.lost and not _printed_elsewhere(entry)):
                return False
            present += entry is not None
            blank += entry is None and key in self.book.blank
        if present and present + blank == len(parts):
            return True
        full_table = link is not None and not link.stands_in and not link.fact.abridged
        return present > 0 and full_table

    def _is_older(self, series: Series, slot: Slot, total: Fact) -> bool:
        """Whether a figure, or a part of it, was last given by an earlier filing than a total."""
        link = self.printings.link(series, slot)
        if link:
            return link.fact.filing.filed < total.filing.filed
        return any(self._is_older(part, slot, total) for parts in self.structure.sums(series) for _, part in parts)

    def is_blank(self, series: Series, slot: Slot) -> bool:
        """Whether filings print an empty cell for a row and column, and no figure."""
        return bool(self.book.blank) and (series, self.printings.period(series, slot)) in self.book.blank

    def one_basis(self, series: Series, parts: Parts, slot: Slot) -> bool:
        """Whether the parts of a number of shares can be added: no split lies between the filings behind them."""
        return not self.book.company.splits or not self.book.split_power(series) or self.versions.one_basis(
            fact for _, part in parts for fact in self.cells.facts(part, slot))

    @cached_property
    def _todo(self) -> frozenset[tuple[Series, Period]]:
        return frozenset((fact.series, fact.period) for fact in self.book.todo)

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
        if definition.items[item].also_sum and not definition.member(member).is_measure:
            also = tuple((sign, (statement, part, member)) for sign, part in definition.items[item].also_sum)
            if self._adds_up(also, link, slot):
                yield "also", also


def _printed_elsewhere(entry: Entry | None) -> bool:
    """Whether a lost figure is known from its other printing, and not from its own total."""
    return entry is not None and not (isinstance(entry.source, Lost) and entry.source.others)

"""Shares of several classes as a number of those shares that earnings per share are stated in."""

from __future__ import annotations

from collections.abc import Iterator

from generator.derivation.sources import Cells
from generator.derivation.structure import Parts, Structure
from generator.formulas.expression import Expression, Name, Number, Operation, RowAt, leaves, signed
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import Series

_Terms = list[tuple[int, Expression]]


class Equivalents:
    """The rows of shares that hold classes of which one counts as more or fewer than one."""

    def __init__(self, book: Book, structure: Structure, cells: Cells) -> None:
        self._book, self._structure, self._cells = book, structure, cells

    def counted(self, series: Series, slot: Slot) -> Expression:
        """A row with each class in it at its equivalent: the row itself where none has one.

        Raises LookupError where a class is printed nowhere, stands on another split basis than the rest, or does not
        say how it counts.
        """
        if not self._book.equivalents:
            return RowAt(series, slot)
        whole = self._whole(series, slot)
        unknown = whole != RowAt(series, slot) and any(
            isinstance(leaf, RowAt) and leaf.row not in self._cells.shown for leaf in leaves(whole))
        if unknown or not self._cells.versions.one_basis(self._facts(whole)):
            raise LookupError(series)
        return whole

    def facts(self, series: Series, slot: Slot) -> tuple[Fact, ...]:
        """The facts behind a row, or those behind its classes where only they are printed."""
        if series in self._cells.shown:
            return self._cells.facts(series, slot)
        return tuple(fact for each in self._classes(series) for fact in self._cells.facts(each, slot))

    def _facts(self, tree: Expression) -> Iterator[Fact]:
        for leaf in leaves(tree):
            if isinstance(leaf, RowAt) and isinstance(leaf.row, tuple):
                yield from self._cells.facts(leaf.row, leaf.slot)

    def _whole(self, series: Series, slot: Slot) -> Expression:
        own = self._book.equivalents.get(series)
        if own:
            return Operation("*", RowAt(series, slot), Name(own.name))
        classes = self._classes(series)
        if classes and series not in self._cells.shown:
            return self._of_classes(series, classes, slot)
        return signed([(1, RowAt(series, slot)), *self._beyond(series, slot)])

    def _beyond(self, series: Series, slot: Slot) -> _Terms:
        """What the classes in a row count as beyond the shares that they are."""
        every = [*self._structure.sums(series), tuple((1, each) for each in self._classes(series))]
        return next((found for parts in every if (found := self._of_parts(parts, slot))), [])

    def _of_parts(self, parts: Parts, slot: Slot) -> _Terms:
        found: _Terms = []
        for sign, part in parts:
            own = self._book.equivalents.get(part)
            if own:
                more = Operation("-", Name(own.name), Number(1))
                found.append((sign, Operation("*", RowAt(part, slot), more)))
            else:
                found += [(sign * each, tree) for each, tree in self._beyond(part, slot)]
        return found

    def _classes(self, series: Series) -> list[Series]:
        """The members of a row that are classes with an equivalent, where the row itself is of none."""
        statement, item, member = series
        members = self._book.statements[statement].members if not member else ()
        return [each for name in members if (each := (statement, item, name)) in self._book.equivalents]

    def _of_classes(self, series: Series, classes: list[Series], slot: Slot) -> Expression:
        """A row of which only the members are printed: their printed total, or all of them."""
        statement, item, _ = series
        members = self._book.statements[statement].members.values()
        total = next((each.key for each in members if any(part in {c[2] for c in classes} for _, part in each.sum)), "")
        if total and (statement, item, total) in self._cells.shown:
            return self._whole((statement, item, total), slot)
        plain = {each.key for each in members if not each.is_measure and not each.sum}
        if plain - {member for _, _, member in classes}:
            raise LookupError(series)
        return signed([(1, self._whole(each, slot)) for each in classes])

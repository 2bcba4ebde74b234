"""Slips in rows, columns and whole tables: what was typed in another line, scale or sign."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations, pairwise

from generator.checks.proof import Check
from generator.diagnosis.slips import SCALES, Neighbours, rescaled
from generator.diagnosis.trial import (
    CLOSED_UP,
    COLUMNS_EXCHANGED,
    COPIED_ROW,
    DOUBLED_ROW,
    ROWS_EXCHANGED,
    SCALE,
    TURNED_ROW,
    Change,
    Slip,
    Standing,
)
from generator.model.book import Fact
from generator.model.problem import Place

_MOST_PLACINGS = 200


def _column(fact: Fact) -> object:
    return fact.series[2], fact.period


class TableSlips:
    """What may have happened to the rows and tables that hold figures behind failing checks."""

    def __init__(self, standing: Standing, neighbours: Neighbours) -> None:
        self._standing, self._neighbours = standing, neighbours
        self._value = standing.value
        self._tables: dict[object, list[Fact]] = {}
        self._rows: dict[Place, list[Fact]] = {}
        for fact in sorted(standing.proof.facts, key=lambda fact: fact.place):
            table = self._tables.setdefault(fact.table, [])
            goes_on = table and table[-1].series[1] == fact.series[1]
            self._rows[fact.place] = row = self._rows[table[-1].place] if goes_on else []
            row.append(fact)
            table.append(fact)

    def _row(self, fact: Fact) -> Place:
        """Which row of its table it stands in, as it was typed: a table typed in two parts has two of one item."""
        return self._rows[fact.place][0].place

    def in_rows(self, failing: list[Check]) -> Iterator[Slip]:
        for place in dict.fromkeys(map(self._row, self._standing.behind(failing))):
            row = self._rows[place]
            yield from self._closed_up(row)
            yield from self._repeated(row, failing)
            yield from self._turned(row)

    def in_tables(self, failing: list[Check]) -> Iterator[Slip]:
        for key in dict.fromkeys(fact.table for fact in self._standing.behind(failing)):
            table = self._tables[key]
            yield from self._scaled(table)
            yield from self._lines_exchanged(table, COLUMNS_EXCHANGED, _column, self._row)
            yield from self._lines_exchanged(table, ROWS_EXCHANGED, self._row, _column)

    def _closed_up(self, row: list[Fact]) -> Iterator[Slip]:
        """Dashes left out of a row, so that its figures moved to the left and the dashes stand at its end."""
        values = [self._value(fact) for fact in row]
        figures = values[:max((index for index, value in enumerate(values, start=1) if value), default=0)]
        if not 0 < len(figures) < len(row) or math.comb(len(row), len(figures)) > _MOST_PLACINGS:
            return
        for places in combinations(range(len(row)), len(figures)):
            moved = dict(zip(places, figures, strict=True))
            changes = [Change(fact, moved.get(index, Decimal(0))) for index, fact in enumerate(row)
                       if moved.get(index, 0) != values[index]]
            if changes:
                yield Slip(CLOSED_UP, tuple(changes))

    def _repeated(self, row: list[Fact], failing: list[Check]) -> Iterator[Slip]:
        """A row that repeats a neighbour in every column: typed once more, or in the place of its own figures."""
        above = self._repeats(row, self._neighbours.above)
        if above:
            yield Slip(DOUBLED_ROW, tuple(Change(fact, Decimal(0)) for fact in row))
        if len(row) > 1 and (above or self._repeats(row, self._neighbours.below)):
            changes = self._standing.solved(row, failing)
            if len(changes) > 1:
                yield Slip(COPIED_ROW, tuple(changes))

    def _repeats(self, row: list[Fact], beside: Callable[[Fact], Fact | None]) -> bool:
        return all((other := beside(fact)) is not None and self._value(other) == self._value(fact) != 0 for fact in row)

    def _turned(self, row: list[Fact]) -> Iterator[Slip]:
        """A whole row typed with the other sign; its printed comparisons keep theirs."""
        figures = [fact for fact in row if self._value(fact) and fact.unit == row[0].unit]
        if len(figures) > 1:
            yield Slip(TURNED_ROW, tuple(Change(fact, -self._value(fact)) for fact in figures))

    def _scaled(self, table: list[Fact]) -> Iterator[Slip]:
        """A whole table, or a column of it, typed in another scale."""
        columns: dict[object, list[Fact]] = {}
        for fact in table:
            if fact.unit == "amount" and self._value(fact):
                columns.setdefault(_column(fact), []).append(fact)
        whole = [fact for each in columns.values() for fact in each]
        for part in (whole, *columns.values()) if len(columns) > 1 else (whole,):
            for power in SCALES if len(part) > 1 else ():
                changes = [Change(fact, rescaled(self._value(fact), fact.figure.decimals, power)) for fact in part]
                if all(change.value for change in changes):
                    yield Slip(SCALE, tuple(changes))

    def _lines_exchanged(self, table: list[Fact], kind: str, along: Callable[[Fact], object],
                         across: Callable[[Fact], object]) -> Iterator[Slip]:
        """Two rows or two columns next to each other, each typed in the other's place as a whole."""
        for first, second in pairwise(_lines(table, along, across)):
            pairs = [(first[place], second[place]) for place in first if place in second]
            differ = [(a, b) for a, b in pairs if self._value(a) != self._value(b)]
            if len(differ) > 1 and all(a.unit == b.unit for a, b in pairs):
                yield Slip(kind, tuple(change for a, b in differ for change in (
                    Change(a, self._value(b)), Change(b, self._value(a)))))


def _lines(table: list[Fact], along: Callable[[Fact], object], across: Callable[[Fact], object]) -> list[
        Mapping[object, Fact]]:
    """A table's rows or columns, each with its figures by their place on it."""
    found: dict[object, dict[object, Fact]] = {}
    for fact in table:
        found.setdefault(along(fact), {})[across(fact)] = fact
    return list(found.values())

"""The tables as they were typed: which figures stand beside each other, in one row, in one column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.model.fact import Fact
from generator.model.problem import Place

Figures = Sequence[Fact]
Links = Mapping[Place, Fact]
Line = Mapping[object, Fact]
"""A row with its figures by their columns, or a column with its figures by their rows."""


class PrintedTables:
    """Where each figure stands in its printed table."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        ordered = sorted(facts, key=lambda fact: fact.place)
        self._left, self._right = _linked(ordered, lambda fact: (fact.table, fact.series[1]))
        self._above, self._below = _linked(ordered, lambda fact: (fact.table, column(fact)))
        self._tables: dict[object, list[Fact]] = {}
        self._rows: dict[Place, list[Fact]] = {}
        for fact in ordered:
            table = self._tables.setdefault(fact.table, [])
            goes_on = table and table[-1].series[1] == fact.series[1]
            self._rows[fact.place] = row = self._rows[table[-1].place] if goes_on else []
            row.append(fact)
            table.append(fact)

    def beside(self, fact: Fact) -> list[Fact]:
        """The figures to its left and right."""
        return [links[fact.place] for links in (self._left, self._right) if fact.place in links]

    def above_and_below(self, fact: Fact) -> list[Fact]:
        return [other for other in (self.above(fact), self.below(fact)) if other]

    def above(self, fact: Fact) -> Fact | None:
        return self._above.get(fact.place)

    def below(self, fact: Fact) -> Fact | None:
        return self._below.get(fact.place)

    def row(self, fact: Fact) -> Figures:
        """The row that a figure stands in, as it was typed."""
        return self._rows[fact.place]

    def rows(self, facts: Iterable[Fact]) -> list[Figures]:
        """The rows that hold some figures, as they were typed: a table typed in two parts has two of one item."""
        return [self._rows[start] for start in dict.fromkeys(map(self._start, facts))]

    def tables(self, facts: Iterable[Fact]) -> list[Figures]:
        """The tables that hold some figures."""
        return [self._tables[table] for table in dict.fromkeys(fact.table for fact in facts)]

    def lines(self, table: Figures) -> tuple[list[Line], list[Line]]:
        """A table's rows and its columns."""
        return _lines(table, self._start, column), _lines(table, column, self._start)

    def _start(self, fact: Fact) -> Place:
        """Where the row that it stands in begins."""
        return self._rows[fact.place][0].place


def column(fact: Fact) -> object:
    """What tells the columns of a table apart."""
    return fact.series[2], fact.column or fact.period


def _linked(ordered: Iterable[Fact], line: Callable[[Fact], object]) -> tuple[Links, Links]:
    """For each figure the one before it and the one after it on its line."""
    before: dict[Place, Fact] = {}
    after: dict[Place, Fact] = {}
    last: dict[object, Fact] = {}
    for fact in ordered:
        previous = last.get(line(fact))
        if previous:
            before[fact.place], after[previous.place] = previous, fact
        last[line(fact)] = fact
    return before, after


def _lines(table: Figures, along: Callable[[Fact], object], across: Callable[[Fact], object]) -> list[Line]:
    found: dict[object, dict[object, Fact]] = {}
    for fact in table:
        found.setdefault(along(fact), {})[across(fact)] = fact
    return list(found.values())

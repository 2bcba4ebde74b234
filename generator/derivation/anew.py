"""When rows were presented anew, and which a filing presents anew as it says where no figure can tell."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.model.book import Book
from generator.model.fact import Fact, Filing
from generator.model.figure import NIL
from generator.model.period import Period
from generator.model.statement import Series, Statement

Printed = Mapping[Series, Mapping[Period, Fact]]
"""What a filing prints, row by row."""


class NewBasis(NamedTuple):
    """A row was presented anew after one day and by another."""

    series: Series
    after: datetime.date
    by: datetime.date


def days_anew(changes: Iterable[NewBasis]) -> dict[Series, list[datetime.date]]:
    """The fewest days on which rows must have been presented anew, each as late as it may be.

    A figure that is another one two filings later says no more than that it changed between: where the filing in the
    middle presents its row anew, the change is that one.
    """
    found: dict[Series, list[datetime.date]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: change.by):
        days = found[change.series]
        if not days or days[-1] <= change.after:
            days.append(change.by)
    return found


def declared_anew(book: Book) -> Iterator[NewBasis]:
    """The rows that a filing's head declares restated and whose periods no earlier filing prints.

    Where two filings print a period of a row, its figures tell whether it was presented anew.
    """
    earlier: dict[Series, set[Period]] = defaultdict(set)
    before = datetime.date.min
    for filing in book.filings:
        now = _printed(book, filing)
        if filing.causes:
            yield from (NewBasis(series, before, filing.filed) for series, figures in now.items()
                        if series in earlier and not figures.keys() & earlier[series]
                        and _is_declared(book, filing, series, now, earlier))
        for series, figures in now.items():
            earlier[series] |= figures.keys()
        before = filing.filed


def _printed(book: Book, filing: Filing) -> dict[Series, dict[Period, Fact]]:
    found: dict[Series, dict[Period, Fact]] = defaultdict(dict)
    for fact in book.facts:
        if fact.filing is filing:
            found[fact.series][fact.period] = fact
    return found


def _is_declared(book: Book, filing: Filing, series: Series, now: Printed, earlier: Mapping[Series, object]) -> bool:
    statement, item, member = series
    declared = {(statement, item) for statement, item, _ in filing.causes}
    if (statement, item) in declared or (statement, "") not in declared:
        return (statement, item) in declared
    definition = book.statements[statement]
    known = {each[1] for each in now if each[0] == statement and each[2] == member and each in earlier}
    added = {each[1] for each, figures in now.items() if each[0] == statement and each[2] == member
             and each not in earlier and all(fact.figure.kind != NIL for fact in figures.values())}
    moved = [below for line in added if (below := _shared(definition, line, known))]
    return not moved or any(item in below for below in moved)


def _shared(statement: Statement, line: str, known: set[str]) -> set[str]:
    """The lines below the smallest total that holds a line new to a statement beside others, which it was part of.

    That total, and what it is part of, are as they were.
    """
    totals = [below for total in statement.items if total in known
              and line in (below := _below(statement, total)) and below & known]
    return min(totals, key=len, default=set())


def _below(statement: Statement, total: str) -> set[str]:
    """The lines that add up to one, directly and through others."""
    parts = {part for _, part in statement.items[total].sum}
    return parts.union(*(_below(statement, part) for part in parts))

"""Figures of periods that have no column: dates that end no quarter, and twelve months that are no fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.relation import Found
from generator.derivation.grid import Grid
from generator.formulas.expression import Shown
from generator.model.fact import Fact
from generator.model.period import path
from generator.model.statement import key


def footings(grid: Grid) -> Iterator[Found]:
    """Printed totals against their parts, but in tables that leave parts out."""
    latest = grid.book.latest
    for total in _facts(grid):
        statement, item, member = total.series
        if total.abridged:
            continue
        across = grid.book.statements[statement].member(member).sum
        for direction, parts in (
                ("down", [(sign, (statement, part, member))
                          for sign, part in grid.book.statements[statement].items[item].sum]),
                ("across", [(sign, (statement, item, part)) for sign, part in across])):
            found = [(sign, fact) for sign, series in parts if (fact := latest.get((series, total.period)))]
            words = "members" if direction == "across" else "parts"
            if found:
                yield Found(f"{direction}:{key(total.series)}:{_when(grid, total)}", statement,
                            f"{grid.book.name(total.series)}: {words} add up to the printed total", _when(grid, total),
                            tuple((sign, Shown(fact)) for sign, fact in found), ((1, Shown(total)),),
                            direction=direction)


def paths(grid: Grid) -> Iterator[Found]:
    """Printed twelve months against the same by way of columns: the year, the year to date and that of a year ago."""
    for own in _facts(grid):
        if own.period.is_instant or not grid.additivity(own.series).adds:
            continue
        printed = {fact.period: fact for fact in grid.printings.by_column(own.series).values()}
        if terms := path(own.period, printed):
            way = tuple((sign, Shown(printed[each])) for sign, each in terms)
            yield Found(f"{key(own.series)}:{_when(grid, own)}", own.series[0],
                        f"{grid.book.name(own.series)}: printed for the period and by way of other periods",
                        _when(grid, own), ((1, Shown(own)),), way)


def _facts(grid: Grid) -> Iterator[Fact]:
    calendar = grid.book.company.calendar
    for (_, period), fact in grid.book.latest.items():
        if not (calendar.slots_ending(period.end) if period.is_instant else calendar.slot_of(period)):
            yield fact


def _when(grid: Grid, fact: Fact) -> str:
    return grid.book.when(fact.period)

"""What never crosses zero: a sign that slipped, or a period that is above one that holds it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.relation import Found, Where
from generator.derivation.grid import Grid
from generator.derivation.sources import Path
from generator.formulas.expression import RowAt, Shown
from generator.model.fact import Fact
from generator.model.severity import HARD, SOFT
from generator.model.statement import key

_BEYOND = {1: "below", -1: "above"}


def counts(grid: Grid) -> Iterator[Found]:
    """Balances of what can be counted, which are never below zero: a sign that slipped. A member of which every
    balance is below zero is one that is taken off, as treasury shares are in a matrix of equity."""
    found: dict[str, list[Fact]] = {}
    above = {fact.series for fact in grid.book.facts if (fact.figure.value or 0) > 0}
    for fact in grid.book.facts:
        if (not fact.series[2] or fact.series in above) and grid.additivity(fact.series).is_level and \
                grid.book.company.units[fact.unit].counts:
            found.setdefault(fact.series[0], []).append(fact)
    for statement, facts in found.items():
        yield Found(statement, statement,
                    f"{grid.book.statements[statement].title}: what is counted is never below zero", "all",
                    tuple((1, Shown(fact)) for fact in facts), ())


def beyond(grid: Grid) -> Iterator[Found]:
    """Rows of concepts that never cross zero (stocks, debt, costs): a sign that slipped.

    A balance of them has one sign; a cost or payment of a period may for once be a refund, which turns no master.
    """
    for concept, where in grid.book.concepts.items():
        sign, series = grid.book.one_sided.get(concept, 0), (*where, "")
        facts = grid.book.of_row.get(series, ()) if sign else ()
        if facts:
            yield Found(key(series), series[0], f"{grid.book.name(series)}: never {_BEYOND[sign]} zero", "all",
                        tuple((sign, Shown(fact)) for fact in facts), (),
                        HARD if grid.additivity(series).is_level else SOFT)


def more_than_the_whole(at: Where) -> Iterator[Found]:
    """A derived period of a row that never crosses zero: beyond it, a part of a period is more than the whole."""
    sign = at.grid.book.one_sided.get(at.item.concept, 0) if not at.series[2] else 0
    if sign and isinstance(at.entry.source, Path) and at.grid.additivity(at.series).adds:
        yield Found(f"{at.key}:{at.when}", at.series[0],
                    f"{at.name}: no part of a period is more than the whole", at.when,
                    ((sign, RowAt(at.series, at.slot)),), (), SOFT)

"""A figure and its other printings within one filing: under another heading, in another table."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.beside import base
from generator.checks.relation import Found, Where
from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, Link, Lost, Path
from generator.formulas.expression import RowAt, Shown
from generator.model.period import Slot
from generator.model.statement import SHEETS, Series


def repeats(at: Where) -> Iterator[Found]:
    """The same figure printed again under another heading of the same filing."""
    own = at.printed
    for fact in at.grid.versions.repeats(own) if own else ():
        assert own
        yield Found(f"{at.key}:{at.when}:{fact.place.line}", at.series[0],
                    f"{at.name}: printed again under {fact.heading}", at.when, ((1, Shown(fact)),), ((1, Shown(own)),))


def second_printings(at: Where) -> Iterator[Found]:
    """A row that is another's second printing, against that one."""
    grid, series, slot = at.grid, at.series, at.slot
    ref = grid.structure.first_printing(series)
    own, entry = at.printed, at.entry
    if ref is None or isinstance(entry.source, Lost | Path) or not entry.has_value:
        return
    there = _same_period(grid, series, slot, ref.series)
    other = grid.entry(ref.series, there) if there else None
    if there is None or other is None or not other.has_value or isinstance(other.source, Path):
        return
    if isinstance(other.source, Link) and other.source.fact is own:
        return  # the second printing stands in for the first: nothing to compare with
    if own is None and (isinstance(entry.source, Link) or entry.status == DERIVED):
        return
    yield Found(f"{at.key}:{at.when}", series[0],
                f"{at.name} = {_printed_in(grid, ref.statement)}: {grid.book.name(ref.series)}", at.when,
                ((1, Shown(own) if own else RowAt(series, slot)),), ((ref.sign, RowAt(ref.series, there)),))


def same_growth(at: Where) -> Iterator[Found]:
    """The same change on a year ago printed in two tables, to as many decimals."""
    grid, series, slot = at.grid, at.series, at.slot
    other = grid.structure.growths.get(series, series)
    own, first = at.printed, grid.printings.fact(other, slot) if other != series else None
    if own and first and own.decimals == first.decimals and not (at.member.growth and base(at).figures):
        yield Found(f"{at.key}:{at.when}", series[0],
                    f"{at.name} = {_printed_in(grid, other[0])}: {grid.book.name(other)}", at.when,
                    ((1, Shown(own)),), ((1, Shown(first)),))


def _printed_in(grid: Grid, statement: str) -> str:
    """A primary statement by its sheet's name, which is shorter; any other table by its title."""
    found = grid.book.statements[statement]
    return found.sheet if found.sheet in SHEETS[:5] else found.title


def _same_period(grid: Grid, series: Series, slot: Slot, other: Series) -> Slot | None:
    """The column in which another row shows the same instant or duration."""
    period = grid.printings.period(series, slot)
    if grid.printings.period(other, slot) == period or grid.additivity(other).also_at_end:
        return slot
    return grid.printings.column(other, period)

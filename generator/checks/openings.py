"""Opening balances against the closing balances of the period before, row by row and member by member."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.relation import Found, Where
from generator.derivation.sources import Path
from generator.formulas.expression import RowAt, Shown
from generator.model.fact import Fact
from generator.model.figure import NUMBER
from generator.model.period import Period
from generator.model.statement import Series, key


def openings(at: Where) -> Iterator[Found]:
    """A printed opening balance against the last closing balance of the same roll-forward.

    The closing row is the balance whose sum holds the opening one. Where a filing restates an opening balance by rows
    of its own (before, effect, restated), the one before ties, or the restated one where the closing balance is
    restated too; a filing that restates it without such rows says so (``restated:``).
    """
    grid = at.grid
    closing = _closing(at) if grid.additivity(at.series).is_opening else None
    there = at.grid.printings.column(closing, _day(at)) if closing else None
    if closing is None or there is None:
        return
    entry, link = grid.entry(closing, there), grid.printings.link(closing, there)
    own = _opening(at, link.fact.value * link.sign if link else None)
    if own is None or entry is None or not entry.has_value or isinstance(entry.source, Path) \
            or own.filing.cause(own.series) is not None or _is_compared(at, own):
        return
    yield Found(f"{key(own.series)}:{at.when}", at.series[0], f"{grid.book.name(own.series)} = last "
                f"{grid.book.name(closing)}", at.when, ((1, Shown(own)),), ((1, RowAt(closing, there)),))


def _closing(at: Where) -> Series | None:
    """The balance at the end of the roll-forward that begins with a row."""
    items = at.grid.book.statements[at.series[0]].items
    return next((
        total for total in at.grid.structure.totals_with(at.series)
        if total[2] == at.series[2] and at.grid.additivity(total).is_closing
        and sum(items[part].additivity.is_opening for _, part in items[total[1]].sum) == 1), None)


def _opening(at: Where, closing: object) -> Fact | None:
    """The printed balance that must be the last closing one: of a restated row the one before, if that is printed."""
    statement, item, member = at.series
    parts = at.grid.book.statements[statement].items[item].sum
    before = at.grid.printings.fact((statement, parts[0][1], member), at.slot) if parts else None
    if before is None or before.figure.kind != NUMBER or (at.printed and at.printed.value == closing):
        return at.printed
    return before


def _day(at: Where) -> Period:
    """The day on which the opening balance stood."""
    return at.grid.printings.period(at.series, at.slot)


def _is_compared(at: Where, own: Fact) -> bool:
    """Whether it is a second printing of a balance that is there, with which it is compared already."""
    ref = at.grid.structure.first_printing(own.series)
    there = at.grid.printings.column(ref.series, _day(at)) if ref else None
    entry = at.grid.entry(ref.series, there) if ref and there else None
    return entry is not None and entry.has_value

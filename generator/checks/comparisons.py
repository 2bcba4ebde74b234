"""Relations between figures of different periods and filings: printed changes, percentages, figures printed again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.checks import sides
from generator.checks.beside import Base, base
from generator.checks.relation import Found, Terms, Where
from generator.derivation.grid import Grid
from generator.formulas.expression import Filed, Shown
from generator.model.additivity import AVERAGE, PER_SHARE
from generator.model.figure import LOST, NIL, NUMBER
from generator.model.period import Slot
from generator.model.severity import HARD, SOFT
from generator.model.statement import Ref, Series


def _compared(at: Where, words: str, left: Terms) -> Iterator[Found]:
    """A printed comparison against the figures that it compares."""
    printed = at.printed
    if printed and printed.figure.kind not in (LOST, NIL):  # a dash says that there is no comparison to print
        yield Found(f"{at.key}:{at.when}", at.series[0], f"{at.name}: {words}", at.when, left, ((1, Shown(printed)),),
                    filing=printed.filing)


def printed_growth(at: Where) -> Iterator[Found]:
    """A printed percentage of change on a year ago."""
    if not _gains(at):
        yield from _growth(at, "printed %", 1)


def printed_gain(at: Where) -> Iterator[Found]:
    """The same where the issuer prints it positive when the result gains by it."""
    if sign := _gains(at):
        yield from _growth(at, "printed %, positive when favourable,", sign)


def _growth(at: Where, words: str, sign: int) -> Iterator[Found]:
    """A printed growth against the two figures, which have the sign."""
    if at.member.growth:
        yield from _compared(at, f"{words} on {base(at).words}", _times(sign, _between(at, base(at))))
    elif not at.series[2] and (growth := at.item.growth_of):
        ago = at.grid.timeline.shifted(at.slot, "year_ago", at.grid.additivity(growth.series).is_closing)
        yield from _compared(at, f"{words} on a year ago", _times(sign, (*_signed(at.grid, growth, at.slot),
                                                                         *_signed(at.grid, growth, ago))))


def _gains(at: Where) -> int:
    """The sign with which figures raise the result, where their printed changes go by that; else 0."""
    of = at.item.growth_of or at.item.change_of if not at.series[2] else None
    row = of.series if of else _row(at)
    return at.grid.structure.effect(row) if at.grid.structure.is_favourable(at.series, row) else 0


def _times(sign: int, terms: Terms) -> Terms:
    return tuple((sign * each, tree) for each, tree in terms)


def printed_share(at: Where) -> Iterator[Found]:
    """A printed percentage of another figure."""
    of, pair = at.member.percent_of, at.item.percent_of if not at.series[2] else None
    pair = (Ref(1, _row(at)), of) if of else pair
    if pair:
        yield from _compared(at, f"printed % of {at.grid.book.name(pair[1].series)}",
                             (*_signed(at.grid, pair[0], at.slot), *_signed(at.grid, pair[1], at.slot)))


def printed_change(at: Where) -> Iterator[Found]:
    """A printed change on a year ago, or over the period."""
    grid, slot = at.grid, at.slot
    if at.member.change:
        yield from _compared(at, f"printed change on {base(at).words}",
                             _times(_gains(at) or 1, _between(at, base(at), -1)))
    change = at.item.change_of if not at.series[2] else None
    if change:
        before = Ref(-change.sign, change.series)
        yield from _compared(at, "printed change over the period", _times(
            _gains(at) or 1, (*_signed(grid, change, slot), *_signed(grid, before, slot.opening))))


def _between(at: Where, since: Base, sign: int = 1) -> Terms:
    """The two figures of a row that a printed change compares, the second with a sign."""
    return (since.figures[0], (sign, since.figures[1][1])) if since.figures else (
        *_signed(at.grid, Ref(1, _row(at)), at.slot), *_signed(at.grid, Ref(sign, _row(at)), since.slot))


def _row(at: Where) -> Series:
    return at.series[0], at.series[1], ""


def split_bases(at: Where) -> Iterator[Found]:
    """The same shares or per-share figure in an older filing: apart from splits hardly anything changes it.

    Numbers of shares are never restated by much for another reason; earnings per share can be, and are not compared
    where a filing says so.
    """
    grid, latest = at.grid, at.printed
    if latest is None or not grid.book.split_power(at.series):
        return
    is_average = grid.additivity(at.series).weighted
    for fact in grid.versions.other_filings(latest):
        if is_average or not grid.versions.is_declared(fact, latest):
            yield Found(f"{at.key}:{at.when}:{fact.filing.key}", at.series[0],
                        f"{at.name}: as in {fact.filing.key}, both adjusted for the splits", at.when,
                        ((1, sides.adjusted(grid, fact)),), ((1, sides.adjusted(grid, latest)),),
                        HARD if is_average else SOFT)


def members_beside(at: Where) -> Iterator[Found]:
    """Amounts per share and averages of members beside that of all: they may add up, which nobody promises."""
    grid, series = at.grid, at.series
    if at.printed is None or grid.additivity(series) not in (PER_SHARE, AVERAGE):
        return
    parts = [(sign, grid.printings.fact(part, at.slot)) for sign, part in grid.structure.across(series)]
    printed: Terms = tuple((sign, Shown(fact)) for sign, fact in parts if fact and fact.figure.kind == NUMBER)
    if len(printed) == len(parts) > 1:
        yield Found(f"{at.key}:{at.when}", series[0], f"{at.name}: members beside the printed figure", at.when,
                    printed, ((1, Shown(at.printed)),), SOFT)


def early_figures(at: Where) -> Iterator[Found]:
    """A figure of the first announcement against the full report on the same period that follows it, unless that says
    that it restates it."""
    grid, latest = at.grid, at.printed
    if latest is None or grid.book.split_power(at.series):
        return
    for fact in grid.versions.other_filings(latest):
        same = grid.versions.reports(fact.filing) == grid.versions.reports(latest.filing)
        if same and not grid.versions.is_declared(fact, latest):
            yield Found(f"{at.key}:{at.when}:{fact.filing.key}", at.series[0],
                        f"{at.name}: as first announced in {fact.filing.key}", at.when,
                        ((1, Filed(fact)),), ((1, Filed(latest)),), SOFT)


def printed_again(at: Where) -> Iterator[Found]:
    """A figure that a later filing prints again, unless that filing says that it restates it.

    A difference may be a restatement all the same, so that it turns no master.
    """
    grid, latest = at.grid, at.printed
    if latest is None or grid.book.split_power(at.series):
        return
    for before, after in pairwise(grid.versions.in_filings(latest)):
        early = grid.versions.reports(before.filing) == grid.versions.reports(after.filing)
        if not early and after.filing.cause(at.series) is None:
            yield Found(f"{at.key}:{at.when}:{before.filing.key}", at.series[0],
                        f"{at.name}: printed again in {after.filing.key}", at.when,
                        ((1, Filed(before)),), ((1, Filed(after)),), SOFT)


def _signed(grid: Grid, ref: Ref, slot: Slot | None) -> Terms:
    """A figure; where a second printing does not print that column, the figure that it is a printing of."""
    first = grid.structure.first_printing(ref.series)
    entry = grid.entry(ref.series, slot) if slot and slot in grid.timeline.periods else None
    if first and not (entry and entry.has_value):
        return _signed(grid, Ref(ref.sign * first.sign, first.series), slot)
    return ((ref.sign, sides.cell(grid, ref.series, slot)),)

"""Every relation that the filing's own structure offers: footings, second printings, printed changes, paths."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.relation import (
    Adjusted,
    AsFiled,
    Cell,
    Operand,
    Printed,
    Relation,
    Terms,
    facts_behind,
    key,
    name,
    when,
)
from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, Link, Lost, Path, Sum
from generator.model.book import Fact
from generator.model.figure import LOST, NIL
from generator.model.period import Slot
from generator.model.problem import Place
from generator.model.statement import SHEETS, Ref, Series


def relations(grid: Grid) -> list[Relation]:
    """All structural relations of a book, statement by statement in printed order.

    One whose sides rest on the same figures proves nothing and is left out.
    """
    found = [each for rows in grid.rows.values() for series in rows
             for slot in _columns(grid, series) for each in _of(grid, series, slot)]
    found += [*_off_axis(grid), *_counts(grid)]
    return list(dict.fromkeys(each for each in found if _figures(grid, each.left) != _figures(grid, each.right)))


def _off_axis(grid: Grid) -> Iterator[Relation]:
    """Printed totals on dates that end no quarter, which have no column, against their parts."""
    for (series, period), total in grid.book.latest.items():
        statement, item, member = series
        parts = [(sign, grid.book.latest.get(((statement, part, member), period)))
                 for sign, part in grid.book.statements[statement].items[item].sum]
        if period.is_instant and parts and not grid.book.company.calendar.slots_ending(period.end):
            yield Relation(f"footing:down:{key(series)}:{period.end}", statement,
                           f"{name(grid, series)}: parts add up to the printed total", str(period.end),
                           tuple((sign, Printed(part)) for sign, part in parts if part), ((1, Printed(total)),))


def _counts(grid: Grid) -> Iterator[Relation]:
    """Balances of what can be counted, which are never below zero: a sign that slipped."""
    found: dict[str, list[Fact]] = {}
    for fact in grid.book.facts:
        if grid.additivity(fact.series).is_level and grid.book.company.units[fact.unit].counts:
            found.setdefault(fact.series[0], []).append(fact)
    for statement, facts in found.items():
        yield Relation(f"sign:{statement}", statement,
                       f"{grid.book.statements[statement].title}: what is counted is never below zero", "all",
                       tuple((1, Printed(fact)) for fact in facts), (), "least")


def _figures(grid: Grid, terms: Terms) -> set[Place]:
    return {fact.place for _, operand in terms for fact in facts_behind(grid, operand)}


def _columns(grid: Grid, series: Series) -> list[Slot]:
    """One column for each distinct figure of a row: an instant fills several, the longest stands for all."""
    printings = grid.printings
    return list({fact.place if (fact := printings.fact(series, slot)) else printings.period(series, slot): slot
                 for slot in grid.timeline.slots if grid.entry(series, slot)}.values())


def _of(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    yield from _footings(grid, series, slot)
    yield from _derived_footing(grid, series, slot)
    yield from _second_path(grid, series, slot)
    yield from _second_printings(grid, series, slot)
    yield from _same_growth(grid, series, slot)
    yield from _printed_change(grid, series, slot)
    yield from _split_bases(grid, series, slot)
    yield from _early_figures(grid, series, slot)


_ADDING = {"down": "parts add up", "across": "members add up", "also": "the other breakdown adds up"}


def _footings(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """Each way a printed total adds up, against the printed total."""
    printed = grid.printings.fact(series, slot)
    if printed is None:
        return
    entry = grid.entry(series, slot)
    for direction, parts in grid.totals.footings(series, slot):
        shown = isinstance(entry.source, Sum) and entry.source.parts == parts if entry else False
        left: Terms = ((1, Cell(series, slot)),) if shown else tuple(
            (sign, Cell(part, slot)) for sign, part in parts if grid.base(part, slot))
        yield Relation(f"footing:{direction}:{key(series)}:{when(grid, series, slot)}", series[0],
                       f"{name(grid, series)}: {_ADDING[direction]} to the printed total",
                       when(grid, series, slot), left, ((1, Printed(printed)),))


def _derived_footing(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """A total of derived parts against the same path over the printed totals."""
    entry = grid.entry(series, slot)
    if not grid.additivity(series).adds or not entry or entry.status != DERIVED or not isinstance(entry.source, Sum):
        return
    printed = grid.printings.by_column(series)
    terms = grid.paths.over(printed, slot)
    if terms and not any(_is_lost(grid, part, other) for _, other in terms for _, part in entry.source.parts):
        yield Relation(f"derived:{key(series)}:{slot.label}", series[0],
                       f"{name(grid, series)}: derived parts add up to the derived total",
                       slot.label, ((1, Cell(series, slot)),),
                       tuple((sign, Printed(printed[other])) for sign, other in terms))


def _is_lost(grid: Grid, series: Series, slot: Slot) -> bool:
    """Whether a cell is its own total less the other parts, so that it would prove nothing about that total."""
    entry = grid.entry(series, slot)
    return entry is not None and isinstance(entry.source, Lost)


def _second_path(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """A printed duration against an independent path over other printed durations."""
    if not grid.additivity(series).adds:
        return
    printed = grid.printings.by_column(series)
    own = printed.get(slot)
    terms = grid.paths.over([other for other in printed if other != slot], slot) if own else None
    if own and terms:
        yield Relation(f"path:{key(series)}:{slot.label}", series[0],
                       f"{name(grid, series)}: printed for the period and by way of other periods",
                       slot.label, ((1, Printed(own)),),
                       tuple((sign, Printed(printed[other])) for sign, other in terms))


def _second_printings(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """The same figure printed in two places."""
    own = grid.printings.fact(series, slot)
    left: Operand = Printed(own) if own else Cell(series, slot)
    for fact in grid.versions.repeats(own) if own else ():
        yield Relation(f"repeat:{key(series)}:{when(grid, series, slot)}:{fact.place.line}", series[0],
                       f"{name(grid, series)}: printed again under {fact.heading}", when(grid, series, slot),
                       ((1, Printed(fact)),), ((1, left),))
    statement, item, member = series
    ref = dict(grid.book.statements[statement].items[item].same_as).get(member)
    entry = grid.entry(series, slot)
    if ref is None or entry is None or isinstance(entry.source, Lost | Path) or not entry.has_value:
        return
    there = _same_period(grid, series, slot, ref.series)
    other = grid.entry(ref.series, there) if there else None
    if there is None or other is None or not other.has_value or isinstance(other.source, Path):
        return
    if isinstance(other.source, Link) and other.source.fact is own:
        return  # the second printing stands in for the first: nothing to compare with
    if own is None and (isinstance(entry.source, Link) or entry.status == DERIVED):
        return
    yield Relation(f"same:{key(series)}:{when(grid, series, slot)}", series[0],
                   f"{name(grid, series)} = {_printed_in(grid, ref.statement)}: {name(grid, ref.series)}",
                   when(grid, series, slot), ((1, left),), ((ref.sign, Cell(ref.series, there)),))


def _same_growth(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """The same change on a year ago printed in two tables, to as many decimals."""
    other = grid.structure.growths.get(series, series)
    own, first = grid.printings.fact(series, slot), grid.printings.fact(other, slot)
    if other != series and own and first and own.figure.decimals == first.figure.decimals:
        yield Relation(f"same:{key(series)}:{when(grid, series, slot)}", series[0],
                       f"{name(grid, series)} = {_printed_in(grid, other[0])}: {name(grid, other)}",
                       when(grid, series, slot), ((1, Printed(own)),), ((1, Printed(first)),))


def _printed_in(grid: Grid, statement: str) -> str:
    """A primary statement by its sheet's name, which is shorter; any other table by its title."""
    found = grid.book.statements[statement]
    return found.sheet if found.sheet in SHEETS[:5] else found.title


def _same_period(grid: Grid, series: Series, slot: Slot, other: Series) -> Slot | None:
    """The column in which another row shows the same instant or duration."""
    period = grid.printings.period(series, slot)
    if grid.printings.period(other, slot) == period or grid.additivity(other).also_at_end:
        return slot
    return next((each for each in reversed(grid.timeline.slots) if grid.printings.period(other, each) == period), None)


def _printed_change(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """A printed percentage or change against the figures it compares."""
    printed = grid.printings.fact(series, slot)
    if printed is None or printed.figure.kind in (LOST, NIL):
        return  # a dash says that there is no comparison to print
    statement, item, member = series
    definition, owner = grid.book.statements[statement].items[item], grid.book.statements[statement].member(member)
    row: Series = (statement, item, "")
    right: Terms = ((1, Printed(printed)),)
    where = when(grid, series, slot)
    change = definition.change_of if not member else None
    growth = Ref(1, row) if owner.growth else definition.growth_of if not member else None
    ago = grid.timeline.shifted(slot, "year_ago", grid.additivity(growth.series if growth else row).is_closing)
    share = (Ref(1, row), owner.percent_of) if owner.percent_of else definition.percent_of if not member else None
    if growth:
        yield Relation(f"growth:{key(series)}:{where}", series[0],
                       f"{name(grid, series)}: printed % on a year ago", where,
                       _signed(grid, growth, slot) + _signed(grid, growth, ago), right, "growth")
    if share:
        yield Relation(f"share:{key(series)}:{where}", series[0],
                       f"{name(grid, series)}: printed % of {name(grid, share[1].series)}", where,
                       _signed(grid, share[0], slot) + _signed(grid, share[1], slot), right, "share")
    if owner.change:
        yield Relation(f"change:{key(series)}:{where}", series[0],
                       f"{name(grid, series)}: printed change on a year ago", where,
                       _signed(grid, Ref(1, row), slot) + _signed(grid, Ref(-1, row), ago), right)
    if change:
        yield Relation(f"change:{key(series)}:{where}", series[0],
                       f"{name(grid, series)}: printed change over the period", where,
                       _signed(grid, change, slot) + _signed(grid, Ref(-change.sign, change.series), slot.opening),
                       right)


def _split_bases(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """The same shares or per-share figure in an older filing: apart from splits hardly anything changes it.

    Numbers of shares are never restated by much for another reason, earnings per share can be.
    """
    latest = grid.printings.fact(series, slot)
    if latest is None or not grid.versions.split_power(series):
        return
    for fact in grid.versions.other_filings(latest):
        where = when(grid, series, slot)
        yield Relation(f"basis:{key(series)}:{where}:{fact.filing.key}", series[0],
                       f"{name(grid, series)}: as in {fact.filing.key}, both adjusted for the splits", where,
                       ((1, Adjusted(fact)),),
                       ((1, Adjusted(latest)),), "basis", "hard" if grid.additivity(series).weighted else "soft")


def _early_figures(grid: Grid, series: Series, slot: Slot) -> Iterator[Relation]:
    """A figure of the first announcement against the full report on the same period that follows it."""
    latest = grid.printings.fact(series, slot)
    if latest is None or grid.versions.split_power(series):
        return
    for fact in grid.versions.other_filings(latest):
        if grid.versions.reports(fact.filing) == grid.versions.reports(latest.filing):
            where = when(grid, series, slot)
            yield Relation(f"early:{key(series)}:{where}:{fact.filing.key}", series[0],
                           f"{name(grid, series)}: as first announced in {fact.filing.key}", where,
                           ((1, AsFiled(fact)),), ((1, AsFiled(latest)),), kind="soft")


def _signed(grid: Grid, ref: Ref, slot: Slot | None) -> Terms:
    """A figure; where a second printing does not print that column, the figure that it is a printing of."""
    statement, item, member = ref.series
    first = dict(grid.book.statements[statement].items[item].same_as).get(member)
    entry = grid.entry(ref.series, slot) if slot and slot in grid.timeline.periods else None
    if first and not (entry and entry.has_value):
        return _signed(grid, Ref(ref.sign * first.sign, first.series), slot)
    return ((ref.sign, Cell(ref.series, slot)),)

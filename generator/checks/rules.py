"""Every relation that the filing's own structure offers: footings, second printings, printed changes, paths.

A further kind of relation is a function that finds it and a record in RULES.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.checks import comparisons, guidance, magnitude, off_axis, own_filing, printings, sides, tolerance, zero
from generator.checks.netting import is_netted
from generator.checks.openings import openings
from generator.checks.relation import Found, Relation, Rule, Terms, Where, facts_behind, first_cell
from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, Lost, PrintedTotal, Sum
from generator.derivation.structure import Parts
from generator.formulas.expression import RowAt, Shown
from generator.model.fact import Fact, Filing
from generator.model.period import Slot
from generator.model.severity import HARD, SOFT, Severity
from generator.model.statement import Series

_PERCENT = "#,##0.00##;(#,##0.00##);0"
_A_PORTION = 100
"""So many figures fit well into one formula; each filing brings more of them."""


def relations(grid: Grid, of_superseded: Iterable[Relation]) -> list[Relation]:
    """All structural relations of a book, statement by statement in printed order, then those of superseded figures.

    One whose sides rest on the same figures proves nothing and is left out, as is one of figures in two currencies.
    """
    made: dict[str, Relation] = {}
    for rule, each in _found(grid):
        relation = _relation(grid, rule, own_filing.of_one_time(grid, each))
        if _proves(relation):
            made.setdefault(relation.id, relation)
    known = {_sides(relation) for relation in made.values()}
    for relation in of_superseded:
        if _sides(relation) not in known:
            made.setdefault(relation.id, relation)
    return list(made.values())


def _found(grid: Grid) -> Iterator[tuple[Rule, Found]]:
    """What every rule finds."""
    yield from ((rule, each) for where in _everywhere(grid) for rule in RULES if rule.of_cell
                for each in rule.of_cell(where))
    yield from ((rule, part) for rule in RULES if rule.of_book for each in rule.of_book(grid)
                for part in (_in_portions(each) if rule.measure is sides.least else (each,)))


def _in_portions(found: Found) -> Iterator[Found]:
    """What is asked of each of many figures by itself, in so many relations that their formulas stay short."""
    for number, start in enumerate(range(0, len(found.left), _A_PORTION), start=1):
        part = replace(found, left=found.left[start:start + _A_PORTION])
        yield part if number == 1 else replace(part, about=f"{found.about}:{number}", label=f"{found.label} ({number})")


def relations_alone(alone: Grid, filing: Filing) -> Iterator[Relation]:
    """What every rule finds in a filing read by itself."""
    for rule, each in _found(alone):
        then = own_filing.as_filed(alone, each, filing)
        relation = _relation(alone, rule, then) if then else None
        if relation and _proves(relation):
            yield replace(relation, id=f"filed:{relation.id}:{filing.key}",
                          label=f"{relation.label}, as of {filing.key}")


def _sides(relation: Relation) -> tuple[object, ...]:
    """What tells that two relations compare the same."""
    return relation.rule.key, frozenset(_places(relation.left_facts)), frozenset(_places(relation.right_facts))


def _relation(grid: Grid, rule: Rule, found: Found) -> Relation:
    left, right = (facts_behind(grid, (tree for _, tree in terms)) for terms in (found.left, found.right))
    exact_within, within = rule.rounding(grid, found.left, found.right)
    if grid.first and facts_behind(grid.first, (tree for _, tree in found.right)):
        exact_within, within = tolerance.in_versions(
            (exact_within, within), rule.rounding(grid.first, found.left, found.right))
    headings = list(dict.fromkeys(fact.heading for fact in (*left, *right)))
    target = next(filter(None, (first_cell(tree) for _, tree in found.left)), None)
    return Relation(f"{rule.key}:{found.about}", rule, found.statement, found.label, found.period, found.severity,
                    rule.measure(found.left), sides.added(found.right), exact_within, within, left, right,
                    rule.advice or " · ".join(headings[:3]), target, found.direction)


def _proves(relation: Relation) -> bool:
    """Whether the sides of a relation rest on different figures, all in one currency."""
    return relation.is_of_one_currency and _places(relation.left_facts) != _places(relation.right_facts)


def _places(facts: tuple[Fact, ...]) -> set[object]:
    return {fact.place for fact in facts}


def _everywhere(grid: Grid) -> Iterator[Where]:
    """Every row in one column for each distinct figure: an instant fills several, the longest stands for all."""
    for series in (series for rows in grid.rows.values() for series in rows):
        statement = grid.book.statements[series[0]]
        item, member = statement.items[series[1]], statement.member(series[2])
        distinct: dict[object, Where] = {}
        for slot in grid.timeline.slots:
            entry = grid.entry(series, slot)
            if entry:
                printed = grid.printings.fact(series, slot)
                distinct[printed.place if printed else grid.printings.period(series, slot)] = Where(
                    grid, series, slot, entry, printed, item, member)
        yield from distinct.values()


_ADDING = {"down": "parts add up", "across": "members add up", "also": "the other breakdown adds up"}


def _footings(at: Where) -> Iterator[Found]:
    """Each way a printed total adds up, against the printed total."""
    grid, series, slot = at.grid, at.series, at.slot
    entry = at.entry
    printed = entry.source.link.fact if isinstance(entry.source, PrintedTotal) else at.printed
    if printed is None:
        return
    for direction, parts in grid.totals.footings(series, slot):
        shown = isinstance(entry.source, Sum) and entry.source.parts == parts
        left: Terms = ((1, RowAt(series, slot)),) if shown else tuple(
            (sign, RowAt(part, slot)) for sign, part in parts
            if grid.base(part, slot) or (grid.first and grid.first.base(part, slot)))
        yield Found(f"{direction}:{at.key}:{at.when}", series[0],
                    f"{at.name}: {_ADDING[direction]} to the printed total", at.when, left, ((1, Shown(printed)),),
                    direction=direction)


def _derived_footing(at: Where) -> Iterator[Found]:
    """A total of derived parts against the same path over the printed totals."""
    grid, series, slot = at.grid, at.series, at.slot
    if not grid.additivity(series).adds or at.entry.status != DERIVED:
        return
    parts = _derived_parts(at)
    printed = grid.printings.by_column(series)
    terms = grid.paths.over(printed, slot) if parts else None
    if terms and not any(_is_lost(grid, part, other) for _, other in terms for _, part in parts):
        left = ((1, RowAt(series, slot)),) if isinstance(at.entry.source, Sum) else tuple(
            (sign, RowAt(part, slot)) for sign, part in parts if part in grid.shown)
        yield Found(f"{at.key}:{slot.label}", series[0], f"{at.name}: derived parts add up to the derived total",
                    slot.label, left, tuple((sign, Shown(printed[other])) for sign, other in terms))


def _derived_parts(at: Where) -> Parts:
    """The parts of a total of which all are derived in a column; none where one is not."""
    if isinstance(at.entry.source, Sum):
        return at.entry.source.parts
    for parts in at.grid.structure.sums(at.series):
        entries = [at.grid.entry(part, at.slot) for _, part in parts]
        if all(entry and entry.has_value for entry in entries):
            return parts
    return ()


def _is_lost(grid: Grid, series: Series, slot: Slot) -> bool:
    """Whether a cell is its own total less the other parts, so that it would prove nothing about that total."""
    entry = grid.entry(series, slot)
    return entry is not None and isinstance(entry.source, Lost)


def _second_path(at: Where) -> Iterator[Found]:
    """A printed duration against an independent path over other printed durations."""
    yield from _path(at, False, "printed for the period and by way of other periods", HARD)


def _netted_path(at: Where) -> Iterator[Found]:
    """The same where other lines of a total offset the difference: that turns no master."""
    yield from _path(at, True, "printed for the period and by way of other periods, netted with other lines over the "
                               "longer period", SOFT)


def _path(at: Where, netted: bool, words: str, severity: Severity) -> Iterator[Found]:
    grid, series, slot = at.grid, at.series, at.slot
    if not grid.additivity(series).adds:
        return
    printed = grid.printings.by_column(series)
    own = printed.get(slot)
    terms = grid.paths.over([other for other in printed if other != slot], slot) if own else None
    if own and terms and is_netted(grid, series, slot) == netted:
        yield Found(f"{at.key}:{slot.label}", series[0], f"{at.name}: {words}", slot.label,
                    ((1, Shown(own)),), tuple((sign, Shown(printed[other])) for sign, other in terms), severity)


FOOTING = Rule("footing", sides.added, tolerance.in_columns, of_cell=_footings, of_book=off_axis.footings,
               about="A printed total and its parts, down, across, and by a second breakdown (also_sum)")
PRINTED_AGAIN = Rule("again", sides.added, tolerance.of_one_figure, of_cell=comparisons.printed_again,
                     about="A figure that a later filing prints again, unless that one says that it restates it")
NETTED = Rule("path", sides.added, tolerance.over_periods, of_cell=_netted_path,
              about="A printed period and the same by way of others, where lines of one total offset the difference")
OTHER_UNIT = Rule("unit", sides.added, tolerance.of_one_figure, of_book=magnitude.printed_anew,
                  advice=magnitude.OTHER_UNITS,
                  about="A column that a later filing prints again, and all its amounts: never apart by one factor")
OTHER_BASIS = Rule("shares", sides.added, tolerance.of_split_basis, of_book=magnitude.shares_anew,
                   advice=magnitude.OTHER_BASIS,
                   about="Shares and amounts per share that a later filing prints again, once adjusted for splits")
RULES = (
    FOOTING,
    Rule("derived", sides.added, tolerance.in_columns, of_cell=_derived_footing,
         about="A total of derived parts and the derived printed total"),
    Rule("path", sides.added, tolerance.over_periods, of_cell=_second_path, of_book=off_axis.paths,
         about="A printed period and the same by way of other printed periods"),
    NETTED,
    Rule("repeat", sides.added, tolerance.of_one_figure, of_cell=printings.repeats,
         about="A figure printed again under another heading of the same filing"),
    Rule("same", sides.added, tolerance.of_one_figure, of_cell=printings.second_printings,
         about="A row that is another one's second printing (same_as), and that row"),
    Rule("same", sides.added, tolerance.of_one_figure, of_cell=printings.same_growth,
         about="The same change on a year ago, printed in two tables"),
    Rule("growth", sides.growth, tolerance.of_growth, of_cell=comparisons.printed_growth, number_format=_PERCENT,
         may_be_soft=True,
         about="A printed percentage of change, and the two figures that it compares"),
    Rule("growth", sides.favourable, tolerance.of_gain, of_cell=comparisons.printed_gain, number_format=_PERCENT,
         may_be_soft=True,
         about="The same, of an issuer that prints changes positive where the result gains"),
    Rule("share", sides.share, tolerance.of_share, of_cell=comparisons.printed_share, number_format=_PERCENT,
         may_be_soft=True,
         about="A printed percentage of another figure (percent_of), and the two figures"),
    Rule("change", sides.added, tolerance.in_columns, of_cell=comparisons.printed_change, may_be_soft=True,
         about="A printed change, and the two figures between which it is"),
    Rule("basis", sides.added, tolerance.of_split_basis, of_cell=comparisons.split_bases, may_be_soft=True,
         about="The same shares or amount per share in two filings, brought onto one split basis"),
    Rule("early", sides.added, tolerance.of_one_figure, of_cell=comparisons.early_figures,
         about="A figure of the first announcement, and the full report on the same period"),
    PRINTED_AGAIN,
    Rule("opening", sides.added, tolerance.of_one_figure, of_cell=openings, may_be_soft=True,
         about="A printed opening balance, and the last closing balance of its roll-forward"),
    Rule("beside", sides.added, tolerance.over_periods, of_cell=comparisons.members_beside,
         about="Amounts per share and averages of members, and that of all: they may add up"),
    Rule("within", sides.least, tolerance.over_periods, of_cell=zero.more_than_the_whole,
         about="A period within another is not more than that, in a row that never crosses zero"),
    Rule("sign", sides.least, tolerance.nothing, of_book=zero.counts,
         about="Balances of what is counted are never below zero"),
    Rule("sign", sides.least, tolerance.nothing, of_book=zero.beyond,
         about="Stocks, debt, costs and totals that never cross zero have one sign"),
    Rule("sign", sides.least, tolerance.nothing, of_book=guidance.signs,
         about="A forecast has the sign of its line's results"),
    OTHER_UNIT,
    Rule("point", sides.added, tolerance.of_one_figure, of_book=magnitude.points_moved, advice=magnitude.OTHER_UNITS,
         about="A figure that a later filing prints again: not apart by a power of ten"),
    Rule("jump", sides.added, tolerance.of_one_size, of_book=magnitude.jumps, advice=magnitude.OTHER_UNITS,
         about="The rows of a statement do not all jump by thousands or millions between two filings"),
    OTHER_BASIS,
    Rule("balances", sides.added, tolerance.of_split_basis, of_book=magnitude.across_splits,
         advice=magnitude.OTHER_BASIS,
         about="Balances of shares around a split, once adjusted for it"),
    Rule("achieved", sides.share, tolerance.of_share, of_book=guidance.achieved, number_format=_PERCENT,
         may_be_soft=True,
         about="A printed percentage of a forecast that is achieved, and the year to date"),
    Rule("forecast", sides.growth, tolerance.of_growth, of_book=guidance.growth, number_format=_PERCENT,
         may_be_soft=True,
         about="A printed change of a forecast, and the result of a year ago"),
    Rule("forecast", sides.favourable, tolerance.of_gain, of_book=guidance.gain, number_format=_PERCENT,
         may_be_soft=True,
         about="The same, printed positive where the result gains"),
    Rule("forecast", sides.share, tolerance.of_share, of_book=guidance.shares, number_format=_PERCENT,
         may_be_soft=True,
         about="A printed share of one forecast in another, such as a margin"))

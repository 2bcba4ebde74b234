"""Figures whose order of magnitude can hardly be right: filings that count in different units, shares out of step.

Each of these turns the master check until company.yaml declares the case right, with a reason.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from generator.checks import sides
from generator.checks.one_factor import Pair, one_factor, powers_of_ten
from generator.checks.relation import Found
from generator.derivation.grid import Grid
from generator.formulas.expression import Filed
from generator.model.book import Book
from generator.model.fact import Fact, rounding
from generator.model.period import Period
from generator.model.severity import PLAUSIBLE
from generator.model.statement import key

OTHER_UNITS = ("Figures in another scale or currency: 'scale:' or 'currency:' on the filing, table, statement or line "
               "item says so, or a slip of the decimal point")
OTHER_BASIS = ("A split that company.yaml lacks, figures on the basis of another day ('split_basis:' on the filing or "
               "table), or shares in thousands ('scale:')")
_HYPERINFLATION = frozenset("ARS ETB GHS HTG IRR LBP MWK SDG SLE SRD SSP TRY VES ZWG ZWL".split())
"""Currencies in which comparatives are restated to the money of the newest date (IAS 29), all by one factor."""
_MOST_INFLATION = math.log(5)
_LEAST_JUMP = math.log(90)
_SCALES = (math.log(1e3), math.log(1e6))
_SPREAD = math.log(3)
_NEAR = math.log(2)
_ENOUGH = 0.75
_DAYS_A_MONTH = 30.44
_SPLITS = tuple(math.log(each) for each in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000))
_DIGITS = 0.02
_ALL_SHARES = ("shares_issued", "weighted_shares_basic", "weighted_shares_diluted")

Column = tuple[str, str, str, Period]
"""What one filing and a later one both print: the keys of both, a statement and a period."""


def printed_anew(grid: Grid) -> Iterator[Found]:
    """Figures of a column that a later filing prints again, all by one factor from what they were."""
    for (earlier, later, statement, period), pairs in _printed_anew(grid).items():
        found = _one_factor(grid.book, pairs)
        if found:
            times, moved = found
            most = max(moved, key=lambda pair: abs(pair.after.value))
            yield Found(
                f"{statement}:{grid.book.when(period)}:{earlier}:{later}", statement,
                f"{grid.book.name(most.before.series)} and {len(moved) - 1} more: printed again in {later}, all of "
                f"them {_as_factor(times)} what {earlier} printed", grid.book.when(period), ((1, Filed(most.before)),),
                ((1, Filed(most.after)),), PLAUSIBLE)


def points_moved(grid: Grid) -> Iterator[Found]:
    """A figure that a later filing prints again by a power of ten from what it was, others beside it not."""
    for (earlier, later, statement, period), pairs in _printed_anew(grid).items():
        for pair in powers_of_ten(pairs) if not _one_factor(grid.book, pairs) else ():
            yield Found(
                f"{key(pair.before.series)}:{grid.book.when(period)}:{earlier}:{later}", statement,
                f"{grid.book.name(pair.before.series)}: printed again in {later}, "
                f"{_as_factor(float(pair.after.value / pair.before.value))} what {earlier} printed",
                grid.book.when(period), ((1, Filed(pair.before)),), ((1, Filed(pair.after)),), PLAUSIBLE)


def jumps(grid: Grid) -> Iterator[Found]:
    """Rows of a statement that all jump by about a thousand or a million from one filing's period to another's."""
    for (statement, _), pairs in _neighbours(grid).items():
        if _is_jump(grid, pairs):
            before, after = max(pairs, key=lambda pair: abs(pair[0].value))
            yield Found(
                f"{statement}:{grid.book.when(before.period)}:{grid.book.when(after.period)}"
                + (f":{before.unit}" if before.unit != "amount" else ""), statement,
                f"{grid.book.name(after.series)}{f' and {len(pairs) - 1} more rows' if len(pairs) > 1 else ''}: of the "
                f"size that {grid.book.when(before.period)} has in {before.filing.key}", grid.book.when(after.period),
                ((1, Filed(before)),), ((1, Filed(after)),), PLAUSIBLE)


def shares_anew(grid: Grid) -> Iterator[Found]:
    """Shares and amounts per share that a later filing prints on another basis, whatever splits are known."""
    for pairs in _printed_anew(grid, splitting=True).values():
        for pair in pairs:
            before, after = pair.before, pair.after
            if pair.is_telling and _is_split(grid, pair):
                yield Found(f"{key(before.series)}:{grid.book.when(before.period)}:{before.filing.key}",
                            before.series[0],
                            f"{grid.book.name(before.series)}: as in {after.filing.key}, both adjusted for the splits",
                            grid.book.when(before.period), ((1, sides.adjusted(grid, before)),),
                            ((1, sides.adjusted(grid, after)),), PLAUSIBLE)


def across_splits(grid: Grid) -> Iterator[Found]:
    """Balances of issued shares around a split that agree as printed and are apart once adjusted for it."""
    where = grid.book.concepts.get("shares_issued")
    for before, after in pairwise(_by_date(grid, (*where, ""))) if where else ():
        printed = _apart(before.value, after.value)
        factor = grid.book.company.split_factor(*sorted((before.split_basis, after.split_basis)))
        adjusted = abs(math.log(float(before.value) * factor / float(after.value)))
        if abs(math.log(factor)) > math.log(1.4) and printed < math.log(1.25) < adjusted:
            yield Found(f"{key(before.series)}:{before.period}:{after.period}", before.series[0],
                        f"{grid.book.name(before.series)}: balances of {before.period} and {after.period}, both "
                        "adjusted for the splits", grid.book.when(after.period),
                        ((1, sides.adjusted(grid, before)),), ((1, sides.adjusted(grid, after)),), PLAUSIBLE)


def _printed_anew(grid: Grid, splitting: bool = False) -> dict[Column, list[Pair]]:
    """Amounts that one filing prints and the next one that does prints again; or what splits change."""
    found: dict[Column, list[Pair]] = defaultdict(list)
    for fact in grid.book.latest.values():
        wanted = bool(grid.book.split_power(fact.series)) if splitting else _is_amount(grid, fact)
        for before, after in pairwise((*grid.versions.other_filings(fact), fact)) if wanted else ():
            if before.currency != after.currency:
                continue
            found[before.filing.key, after.filing.key, fact.series[0], fact.period].append(
                Pair(before, after, lambda each: float(rounding(grid.book.company, each.decimals))))
    return found


def _one_factor(book: Book, pairs: Sequence[Pair]) -> tuple[float, list[Pair]] | None:
    """The factor by which figures were printed anew, later over earlier, and which of them were."""
    found = one_factor(pairs)
    inflated = found and book.company.currency in _HYPERINFLATION and 0 < -math.log(found[0]) < _MOST_INFLATION
    return (1 / found[0], found[1]) if found and not inflated else None


def _as_factor(times: float) -> str:
    """``1,000 times`` or ``a 132nd``, roughly."""
    return f"{times:,.4g} times" if times >= 1 else f"1/{1 / times:,.4g} of"


def _by_date(grid: Grid, series: tuple[str, str, str]) -> list[Fact]:
    """The balances of a row that are not zero, by date."""
    return sorted((fact for (each, period), fact in grid.book.latest.items()
                   if each == series and period.is_instant and fact.value), key=lambda fact: fact.period)


def _apart(one: object, other: object) -> float:
    return abs(math.log(abs(float(one) / float(other))))  # type: ignore[arg-type]


def _is_split(grid: Grid, pair: Pair) -> bool:
    """Whether the shares of a company differ at all by much, or anything else by what a split or a scale would make."""
    before, after = pair.before, pair.after
    power = grid.book.split_power(before.series)
    known = math.log(grid.book.company.split_factor(*sorted((before.split_basis, after.split_basis))))
    low, high = pair.low + power * known, pair.high + power * known
    if before.series[:2] in [grid.book.concepts.get(concept) for concept in _ALL_SHARES]:
        return abs(low + high) / 2 > math.log(1.5)
    return high - low <= _DIGITS and any(low <= sign * each <= high for each in _SPLITS for sign in (1, -1))


def _neighbours(grid: Grid) -> dict[tuple[str, object], list[tuple[Fact, Fact]]]:
    """Figures of one statement and the last ones of that length before them, which another filing gives.

    Where one filing prints both periods its table shows what became of them, in one scale.
    """
    printed = {(fact.filing.key, fact.series, fact.period) for fact in grid.book.facts}
    found: dict[tuple[str, object], list[tuple[Fact, Fact]]] = defaultdict(list)
    facts = sorted((fact for fact in grid.book.latest.values() if fact.value
                    and (_is_amount(grid, fact) or grid.book.split_power(fact.series) > 0)), key=_row)
    for _, row in groupby(facts, key=_row):
        for before, after in pairwise(sorted(row, key=lambda fact: fact.period.end)):
            if before.currency == after.currency and not {(before.filing.key, after.series, after.period),
                    (after.filing.key, before.series, before.period)} & printed:
                kind = before.unit, before.period, after.period, before.filing.key, after.filing.key
                found[before.series[0], kind].append((before, after))
    return found


def _is_amount(grid: Grid, fact: Fact) -> bool:
    """Whether a figure is an amount of a period or day, not a printed change or the like."""
    additivity = grid.additivity(fact.series)
    return fact.unit == "amount" and (additivity.adds or additivity.is_balance)


def _row(fact: Fact) -> tuple[object, ...]:
    """A row, and the length of a figure's period in months; of a day 0."""
    start = fact.period.start
    return fact.series, round((fact.period.end - start).days / _DAYS_A_MONTH) if start else 0


def _is_jump(grid: Grid, pairs: Sequence[tuple[Fact, Fact]]) -> bool:
    """Whether figures all jump by one scale or currency. One amount may really do so, a number of shares not."""
    shares = grid.book.split_power(pairs[0][0].series) > 0
    distinct = {(before.value, after.value): (before, after) for before, after in pairs}.values()
    logs = [math.log(abs(float(before.value / after.value))) for before, after in distinct]
    if shares:
        logs = [each + math.log(grid.book.company.split_factor(*sorted(each.split_basis for each in pair)))
                for each, pair in zip(logs, distinct, strict=True)]
    middle = median(logs)
    if abs(middle) < _LEAST_JUMP or (len(logs) < 2 and not shares):
        return False
    scale = min(_SCALES, key=lambda each: abs(abs(middle) - each))
    of_scale = sum(1 for each in logs if abs(abs(each) - scale) < _SPREAD and each * middle > 0)
    of_middle = sum(1 for each in logs if abs(each - middle) < _NEAR)
    return of_scale >= _ENOUGH * len(logs) or (of_middle == len(logs) and not shares)

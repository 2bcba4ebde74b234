"""Lines netted over a longer period: a printed quarter that is not the year less nine months, offset by others.

Exchange gains of one quarter and losses of the next stand in two lines quarter by quarter, and in one over the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, Terms
from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import Series


class _Two(NamedTuple):
    """What a row prints for a period, and what its other periods make of it."""

    printed: Decimal
    derived: Decimal
    rounding: Decimal

    @property
    def apart(self) -> Decimal:
        """How far they are apart beyond rounding."""
        gap = self.printed - self.derived
        return gap if abs(gap) > self.rounding else Decimal(0)


def is_netted(grid: Grid, series: Series, slot: Slot) -> bool:
    """Whether other lines of a total offset what keeps a printed duration and the path to it apart.

    The total itself is printed both ways and ties. Two lines that were typed in each other's place offset each other
    as well, and are none.
    """
    own = _two(grid, series, slot)
    return own is not None and own.apart != 0 and any(
        _offset(grid, series, own, total, slot) for total in _above(grid, series))


def turned(grid: Grid, series: Series, slot: Slot) -> str:
    """What a derived line of a total says that has the sign which none of its printed figures has; empty for others.

    Income that a total adds to costs is none below zero, unless its lines were netted in the longer period. Of figures
    that nothing of the other sign stands beside (movements of equity, other comprehensive income) it is nothing new.
    """
    entry, printed = grid.entry(series, slot), grid.printings.by_column(series)
    if entry is None or entry.status != DERIVED or slot in printed or series[2] or grid.structure.sums(series):
        return ""
    sign, terms = _sign(grid, series), grid.paths.over(list(printed), slot)
    adds = grid.additivity(series).adds and not grid.book.split_power(series)
    if not sign or not terms or not adds or _is_result(grid, series):
        return ""
    derived = _sum(printed, terms)
    if derived * sign >= -_rounding(printed[other] for _, other in terms) or not _is_against_others(grid, series, sign):
        return ""
    return (f"All printed figures of this row are {'positive' if sign > 0 else 'negative'}, this derived one is not: "
            "the line may have been netted over the longer period")


def _is_result(grid: Grid, series: Series) -> bool:
    """Whether a row is a result, which may well be a loss in one quarter."""
    return grid.book.statements[series[0]].items[series[1]].concept in grid.book.results


def _sign(grid: Grid, series: Series) -> int:
    """The sign of all printed figures of a row; 0 where they have both, or none."""
    signs = {1 if fact.value > 0 else -1 for fact in grid.printings.by_column(series).values() if fact.value}
    return signs.pop() if len(signs) == 1 else 0


def _is_against_others(grid: Grid, series: Series, sign: int) -> bool:
    """Whether a total that a row is in has another line whose printed figures all work the other way."""
    for total in _above(grid, series):
        lines = dict(_weights(grid, total, 1))
        if any(lines[series] * sign == -weight * _sign(grid, other) for other, weight in lines.items()):
            return True
    return False


def _weights(grid: Grid, series: Series, sign: int) -> Iterator[tuple[Series, int]]:
    """The lines without parts that a row is made of, with their signs."""
    parts = next(iter(grid.structure.sums(series)), ())
    if not parts:
        yield series, sign
    for each, part in parts:
        yield from _weights(grid, part, sign * each)


def _above(grid: Grid, series: Series) -> Iterator[Series]:
    """Every total that a row is in, nearest first."""
    for total in grid.structure.totals_with(series):
        yield total
        yield from _above(grid, total)


def _offset(grid: Grid, series: Series, own: _Two, total: Series, slot: Slot) -> bool:
    whole, lines = _two(grid, total, slot), _apart(grid, total, slot)
    if whole is None or whole.apart or lines is None or len(lines) < 2 or not _is_explained(Decimal(0), lines):
        return False
    if any(_are_exchanged(one, other) for (one, _), (other, _) in combinations(lines, 2)):
        return False
    below = _apart(grid, series, slot)
    return below is not None and below != [] and _is_explained(own.apart, below)


_Line = tuple[_Two, int]
"""A line of a total and the sign with which it is taken."""


def _is_explained(gap: Decimal, lines: Sequence[_Line]) -> bool:
    """Whether what keeps lines apart adds up to what keeps their total apart."""
    rounding = sum((two.rounding for two, _ in lines), Decimal(0))
    return abs(gap - sum((two.apart * sign for two, sign in lines), Decimal(0))) <= rounding


def _apart(grid: Grid, series: Series, slot: Slot) -> list[_Line] | None:
    """The lines of a total that are printed otherwise than other periods make them; None where one cannot be told."""
    lines = list(_lines(grid, series, slot, 1))
    if None in lines:
        return None
    return [line for line in lines if line and line[0].apart]


def _lines(grid: Grid, series: Series, slot: Slot, sign: int) -> Iterator[_Line | None]:
    """The printed lines without parts that a row is made of; None for one that other periods do not make."""
    parts = next(iter(grid.structure.sums(series)), ())
    if not parts and grid.printings.fact(series, slot):
        two = _two(grid, series, slot)
        yield (two, sign) if two else None
    for each, part in parts:
        yield from _lines(grid, part, slot, sign * each)


def _two(grid: Grid, series: Series, slot: Slot) -> _Two | None:
    printed = grid.printings.by_column(series)
    own = printed.get(slot)
    terms = grid.paths.over([other for other in printed if other != slot], slot) if own else None
    if own is None or not terms:
        return None
    return _Two(own.value, _sum(printed, terms), _rounding([own, *(printed[other] for _, other in terms)]))


def _sum(printed: Mapping[Slot, Fact], terms: Terms) -> Decimal:
    return sum((sign * printed[other].value for sign, other in terms), Decimal(0))


def _rounding(facts: Iterable[Fact]) -> Decimal:
    return sum((Decimal("0.5").scaleb(-fact.decimals) for fact in facts), Decimal(0))


def _are_exchanged(one: _Two, other: _Two) -> bool:
    """Whether each has what the other's periods make, be it with the other sign."""
    return all(abs(abs(a.printed) - abs(b.derived)) <= a.rounding for a, b in ((one, other), (other, one)))

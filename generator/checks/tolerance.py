"""How far rounding can keep two sides of a relation apart: which figures count, and by how much each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from generator.checks.relation import Bounds, Terms, facts_behind
from generator.checks.sides import EXACT, added
from generator.derivation.grid import Grid
from generator.formulas.expression import (
    Call,
    Expression,
    Filed,
    LeftSide,
    Name,
    Number,
    Operation,
    chained,
    summed,
)
from generator.model.book import Fact

_FINEST = 3
"""The decimals up to which a parameter says how far a figure can be from the exact one."""


def nothing(_grid: Grid, _left: Terms, _right: Terms) -> Bounds:
    """Counts, and figures that are never rounded."""
    return EXACT, EXACT


def in_columns(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Each rounded figure behind the two sides counts; none where printed columns always add up."""
    return EXACT, of_each(loose_facts(grid, _behind(grid, left, right)))


def over_periods(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Each rounded figure counts: periods are rounded one by one even by an issuer whose columns add up."""
    return EXACT, of_each([fact for fact in _behind(grid, left, right) if is_rounded(grid, fact)])


def of_one_figure(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Of one figure printed twice nothing, or with unlike precision the rounding of both; of several, as in columns."""
    behind = [facts_behind(grid, [tree]) for _, tree in (*left, *right)]
    if any(len(facts) != 1 for facts in behind):
        return in_columns(grid, left, right)
    facts = [fact for (fact,) in behind]
    return EXACT, of_each(facts if len({fact.decimals for fact in facts}) > 1 else ())


def of_growth(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """A printed growth is exact within its own rounding, and off by what the rounding of its figures explains."""
    return _of_quotient(grid, left, right, Operation("+", LeftSide(), Number(100)))


def of_share(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """The same of a printed share."""
    return _of_quotient(grid, left, right, LeftSide())


def of_split_basis(_grid: Grid, _left: Terms, right: Terms) -> Bounds:
    """The share of a number of shares that buybacks may explain."""
    return EXACT, Operation("*", Name("split_tolerance"), Call("ABS", (added(right),)))


def _behind(grid: Grid, *sides: Terms) -> tuple[Fact, ...]:
    return facts_behind(grid, (tree for side in sides for _, tree in side))


def _of_quotient(grid: Grid, left: Terms, right: Terms, whole: Expression) -> Bounds:
    """How far a quotient can be off because its terms and itself are rounded; counts are exact."""
    own = coarsest(_behind(grid, right))
    now, base = ([fact for fact in facts_behind(grid, [tree]) if is_rounded(grid, fact)] for _, tree in left)
    off = [Operation("*", times, coarsest(facts))
           for facts, times in ((now, Number(100)), (base, Call("ABS", (whole,)))) if facts]
    if not off:
        return own, own
    spread = Operation("/", chained("+", off), Call("ABS", (left[1][1],)))
    return own, Call("IF", (Call("ISNUMBER", (LeftSide(),)), Operation("+", own, spread), own))


def loose_facts(grid: Grid, facts: Iterable[Fact]) -> list[Fact]:
    """The figures whose rounding may keep two sums over them apart: where columns always add up, only those that are
    printed with fewer decimals than others.
    """
    rounded = [fact for fact in facts if is_rounded(grid, fact)]
    finest = max((fact.decimals for fact in rounded), default=0)
    return [fact for fact in rounded if grid.book.company.foots != "exact" or fact.decimals < finest]


def of_each(facts: Sequence[Fact]) -> Expression:
    """The rounding of each of some figures, added up."""
    alike: dict[int, list[Expression]] = defaultdict(list)
    for fact in facts:
        alike[fact.decimals].append(Filed(fact))
    each = [Operation("*", summed(figures, "COUNT"), rounding(decimals)) for decimals, figures in alike.items()]
    return chained("+", each) if each else EXACT


def is_rounded(grid: Grid, fact: Fact) -> bool:
    """Amounts are rounded to their scale, and whatever is printed with decimals or a scale to those; counts are exact.
    """
    unit = grid.book.company.units[fact.unit]
    return fact.unit == "amount" or fact.decimals != 0 or (unit.is_own and not unit.counts)


def coarsest(facts: Iterable[Fact]) -> Expression:
    """How far the most coarsely printed of some figures can be from the exact one."""
    return rounding(min(fact.decimals for fact in facts))


def rounding(decimals: int) -> Expression:
    """How far a figure printed with so many decimals can be from the exact one."""
    known = min(max(decimals, 0), _FINEST)
    name = Name(f"rounding_{known}")
    if decimals == known:
        return name
    return Operation("/" if decimals > known else "*", name, Number(10 ** abs(decimals - known)))

"""How far rounding can keep two sides of a relation apart: which figures count, and by how much each."""

from __future__ import annotations

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


def nothing(_grid: Grid, _left: Terms, _right: Terms) -> Bounds:
    """Counts, and figures that are never rounded."""
    return EXACT, EXACT


def in_columns(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Each rounded figure behind the two sides counts; none where printed columns always add up."""
    return EXACT, of_each(loose_facts(grid, _behind(grid, left, right)))


def over_periods(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Each rounded figure counts: periods are rounded one by one even by an issuer whose columns add up."""
    return EXACT, of_each([fact for fact in _behind(grid, left, right) if is_rounded(fact)])


def of_one_figure(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Nothing where one figure is printed twice; where a side is made from several, as in columns."""
    lone = all(len(facts_behind(grid, [tree])) == 1 for _, tree in (*left, *right))
    return nothing(grid, left, right) if lone else in_columns(grid, left, right)


def of_growth(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """A printed growth is exact within its own rounding, and off by what the rounding of its figures explains."""
    return _of_quotient(grid, left, right, Operation("+", LeftSide(), Number(100)))


def of_share(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """The same of a printed share."""
    return _of_quotient(grid, left, right, LeftSide())


def of_split_basis(_grid: Grid, _left: Terms, right: Terms) -> Bounds:
    """The share of a number of shares that buybacks may explain."""
    return EXACT, Operation("*", Name("split_tolerance"), Call("ABS", (added(right),)))


def of_size(other: Expression) -> Expression:
    """What keeps the left side of a check and the other of one size: some times the lesser of them.

    Anything does where either is zero or they differ in sign, which other checks are about.
    """
    sizes = Call("ABS", (LeftSide(),)), Call("ABS", (other,))
    return Call("IF", (Operation(">", Operation("*", LeftSide(), other), Number(0)),
                       Operation("*", Name("far_apart"), Call("MIN", sizes)), chained("+", sizes)))


def of_one_size(_grid: Grid, _left: Terms, right: Terms) -> Bounds:
    """Two figures that need only be of one size."""
    return of_size(added(right)), EXACT


def _behind(grid: Grid, *sides: Terms) -> tuple[Fact, ...]:
    return facts_behind(grid, (tree for side in sides for _, tree in side))


def _of_quotient(grid: Grid, left: Terms, right: Terms, whole: Expression) -> Bounds:
    """How far a quotient can be off because its terms and itself are rounded; counts are exact."""
    own = parameter(_behind(grid, right))
    now, base = ([fact for fact in facts_behind(grid, [tree]) if is_rounded(fact)] for _, tree in left)
    off = [Operation("*", times, parameter(facts))
           for facts, times in ((now, Number(100)), (base, Call("ABS", (whole,)))) if facts]
    if not off:
        return own, own
    spread = Operation("/", chained("+", off), Call("ABS", (left[1][1],)))
    return own, Call("IF", (Call("ISNUMBER", (LeftSide(),)), Operation("+", own, spread), own))


def loose_facts(grid: Grid, facts: Iterable[Fact]) -> list[Fact]:
    """The figures whose rounding may keep two sums over them apart: none where columns always add up."""
    return [] if grid.book.company.foots == "exact" else [fact for fact in facts if is_rounded(fact)]


def of_each(facts: Sequence[Fact]) -> Expression:
    """The rounding of each of some figures, added up."""
    if not facts:
        return EXACT
    return Operation("*", summed([Filed(fact) for fact in facts], "COUNT"), parameter(facts))


def is_rounded(fact: Fact) -> bool:
    """Amounts are rounded to their scale, and whatever is printed with decimals to those; counts are exact."""
    return fact.unit == "amount" or fact.figure.decimals > 0


def parameter(facts: Iterable[Fact]) -> Name:
    """The parameter that says how far the most finely printed of some figures can be from the exact one."""
    return Name(f"rounding_{min(max(fact.figure.decimals for fact in facts), _FINEST)}")

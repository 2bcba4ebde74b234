"""How far rounding can keep two sides of a relation apart: which figures count, and by how much each."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks.relation import Bounds, Terms, facts_behind
from generator.checks.sides import added
from generator.derivation.grid import Grid
from generator.derivation.rounding import EXACT, is_rounded, loose_facts, of_each, rounding
from generator.formulas.expression import (
    Call,
    Expression,
    LeftSide,
    Name,
    Number,
    Operation,
    chained,
)
from generator.formulas.two_views import alike, in_version
from generator.model.fact import Fact


def nothing(_grid: Grid, _left: Terms, _right: Terms) -> Bounds:
    """Counts, and figures that are never rounded."""
    return EXACT, EXACT


def in_columns(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Each rounded figure behind the two sides counts; none where printed columns always add up."""
    return EXACT, of_each(loose_facts(grid.book, _behind(grid, left, right)))


def over_periods(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Each rounded figure counts: periods are rounded one by one even by an issuer whose columns add up."""
    return EXACT, of_each([fact for fact in _behind(grid, left, right) if is_rounded(grid.book, fact)])


def of_one_figure(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """Of one figure printed twice nothing, or with unlike precision the rounding of both; of several, as in columns."""
    behind = [facts_behind(grid, [tree]) for _, tree in (*left, *right)]
    if any(len(facts) != 1 for facts in behind):
        return in_columns(grid, left, right)
    facts = [fact for (fact,) in behind]
    return EXACT, of_each(facts if len({fact.decimals for fact in facts}) > 1 else ())


def in_versions(latest: Bounds, first: Bounds) -> Bounds:
    """The bounds of the version that is shown, where figures first reported were rounded otherwise."""
    exact, within = (one if alike(one, other) else in_version(one, other)
                     for one, other in zip(latest, first, strict=True))
    return exact, within


def of_growth(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """A printed growth is exact within its own rounding, and off by what the rounding of its figures explains."""
    return _of_quotient(grid, left, right, Operation("+", LeftSide(), Number(100)))


def of_gain(grid: Grid, left: Terms, right: Terms) -> Bounds:
    """The same of a growth that is printed positive where it is favourable."""
    return _of_quotient(grid, left, right, Operation("+", Call("ABS", (LeftSide(),)), Number(100)))


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
    own = coarsest(_behind(grid, right))
    now, base = ([fact for fact in facts_behind(grid, [tree]) if is_rounded(grid.book, fact)] for _, tree in left)
    off = [Operation("*", times, coarsest(facts))
           for facts, times in ((now, Number(100)), (base, Call("ABS", (whole,)))) if facts]
    if not off:
        return own, own
    spread = Operation("/", chained("+", off), Call("ABS", (left[1][1],)))
    return own, Call("IF", (Call("ISNUMBER", (LeftSide(),)), Operation("+", own, spread), own))


def coarsest(facts: Iterable[Fact]) -> Expression:
    """How far the most coarsely printed of some figures can be from the exact one."""
    return rounding(min(fact.decimals for fact in facts))


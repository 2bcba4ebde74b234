"""How far rounding can keep two sides of a relation apart: which figures count, and by how much each."""

from __future__ import annotations

from collections.abc import Iterable

from generator.checks.relation import Relation, facts_behind
from generator.derivation.grid import Grid
from generator.model.book import Fact

_FINEST = 3


def rounded_facts(grid: Grid, relation: Relation) -> tuple[Fact, ...]:
    """The figures whose rounding may keep the two sums of a relation apart.

    None where printed columns always add up, and where one figure is printed twice. Otherwise each rounded
    figure behind the two sides counts. Periods are rounded one by one even by an issuer whose columns add up.
    """
    behind = [facts_behind(grid, operand) for operand in relation.operands]
    over_periods = relation.id.startswith("path:")
    printed_twice = relation.id.startswith(("same:", "repeat:", "early:")) and all(len(facts) == 1 for facts in behind)
    adds_up = grid.book.company.foots == "exact" and not over_periods
    if relation.measure in ("least", "basis") or printed_twice or adds_up:
        return ()
    return tuple({fact.place: fact for facts in behind for fact in facts if is_rounded(fact)}.values())


def loose_facts(grid: Grid, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The figures whose rounding may keep two sums over them apart: none where columns always add up."""
    return () if grid.book.company.foots == "exact" else tuple(fact for fact in facts if is_rounded(fact))


def is_rounded(fact: Fact) -> bool:
    """Amounts are rounded to their scale, and whatever is printed with decimals to those; counts are exact."""
    return fact.unit == "amount" or fact.figure.decimals > 0


def parameter(facts: Iterable[Fact]) -> str:
    """The parameter that says how far the most finely printed of some figures can be from the exact one."""
    return f"rounding_{min(max(fact.figure.decimals for fact in facts), _FINEST)}"

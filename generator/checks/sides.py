"""The sides of relations as trees: signed sums, growth and shares in percent, the least of some figures."""

from __future__ import annotations

from generator.checks.relation import Terms
from generator.derivation.grid import Grid
from generator.derivation.rounding import EXACT
from generator.formulas.expression import (
    NOT_AVAILABLE,
    Call,
    Expression,
    Filed,
    Negative,
    Number,
    Operation,
    RowAt,
    SplitBasis,
    counted,
    splits_since,
    summed,
    total,
)
from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import Series


def cell(grid: Grid, series: Series, slot: Slot | None) -> Expression:
    """A row in a column; n.a. where there is no such cell."""
    return RowAt(series, slot) if slot in grid.timeline.periods and series in grid.shown else NOT_AVAILABLE


def added(terms: Terms) -> Expression:
    """A signed sum: a single figure as it is, a difference where both are there, a longer sum of what is there."""
    if not terms:
        return EXACT
    if len(terms) == 1:
        (sign, only), = terms
        return only if sign > 0 else Negative(only)
    whole = total(terms)
    if len(terms) == 2 and any(sign < 0 for sign, _ in terms):
        return Call("IF", (counted(tree for _, tree in terms), whole, NOT_AVAILABLE))
    return whole


def growth(terms: Terms) -> Expression:
    """The change of the first figure on the second in percent; one across zero means nothing."""
    now, base = (tree for _, tree in terms)
    useless = Operation("<=", Operation("*", now, base), Number(0))
    return _quotient(terms, useless, Operation("-", _percent(terms), Number(100)))


def favourable(terms: Terms) -> Expression:
    """The same, positive where the first figure is the better one for the result, to which both have their signs."""
    (_, now), (_, base) = terms
    useless = Operation("<=", Operation("*", now, base), Number(0))
    gain = Operation("/", Operation("*", Number(100), total((terms[0], (-terms[1][0], base)))), Call("ABS", (base,)))
    return _quotient(terms, useless, gain)


def share(terms: Terms) -> Expression:
    """The first figure as a percentage of the second."""
    _, base = (tree for _, tree in terms)
    return _quotient(terms, Operation("=", base, Number(0)), _percent(terms))


def _percent(terms: Terms) -> Expression:
    (sign, now), (base_sign, base) = terms
    hundred = Number(100) if sign * base_sign > 0 else Negative(Number(100))
    return Operation("/", Operation("*", hundred, now), base)


def _quotient(terms: Terms, useless: Expression, quotient: Expression) -> Expression:
    meaningful = Call("IF", (useless, NOT_AVAILABLE, quotient))
    return Call("IF", (counted(tree for _, tree in terms), meaningful, NOT_AVAILABLE))


def least(terms: Terms) -> Expression:
    """The least of some figures with their signs, at most zero."""
    return summed([EXACT, *(tree if sign > 0 else Negative(tree) for sign, tree in terms)], "MIN")


def adjusted(grid: Grid, fact: Fact) -> Expression:
    """A figure brought onto the basis after all splits, which multiply shares and divide per-share figures."""
    splits = len(grid.book.company.splits)
    if not splits:
        return Filed(fact)
    sign = "*" if grid.book.split_power(fact.series) > 0 else "/"
    return Operation(sign, Filed(fact), splits_since(SplitBasis(fact), splits))

"""How far figures can be from the exact ones because they are rounded, and sums of them from each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.formulas.expression import Call, Expression, Filed, Name, Number, Operation, chained, summed
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.fact import rounding as of_figure

EXACT = Name("exact")
_FINEST = 3
"""The decimals up to which a parameter says how far a figure can be from the exact one."""


def is_rounded(book: Book, fact: Fact) -> bool:
    """Amounts are rounded to their scale, and whatever is printed with decimals or a scale to those; counts are exact.
    """
    unit = book.company.units[fact.unit]
    return fact.unit == "amount" or fact.decimals != 0 or (unit.is_own and not unit.counts)


def loose_facts(book: Book, facts: Iterable[Fact]) -> list[Fact]:
    """The figures whose rounding may keep two sums over them apart: where columns always add up, only those that are
    printed with fewer decimals than others.
    """
    rounded = [fact for fact in facts if is_rounded(book, fact)]
    finest = max((fact.decimals for fact in rounded), default=0)
    return [fact for fact in rounded if book.company.foots != "exact" or fact.decimals < finest]


def of_each(facts: Sequence[Fact]) -> Expression:
    """The rounding of each of some figures, added up."""
    each = [Operation("*", summed([Filed(fact) for fact in figures], "COUNT"), rounding(decimals))
            for decimals, figures in _alike(facts)]
    return chained("+", each) if each else EXACT


def of_as_many(facts: Sequence[Fact]) -> Expression:
    """The same for as many figures, whether they stay numbers or not."""
    each = [Operation("*", Number(len(figures)), rounding(decimals)) for decimals, figures in _alike(facts)]
    return chained("+", each) if each else EXACT


def most_apart(book: Book, facts: Iterable[Fact]) -> Decimal:
    """The same as a number."""
    return sum((of_figure(book.company, fact.decimals) for fact in facts), Decimal(0))


def _alike(facts: Sequence[Fact]) -> Iterable[tuple[int, list[Fact]]]:
    """Figures by the decimals that they are printed with."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.decimals].append(fact)
    return found.items()


def rounding(decimals: int) -> Expression:
    """How far a figure printed with so many decimals can be from the exact one."""
    known = min(max(decimals, 0), _FINEST)
    name = Name(f"rounding_{known}")
    if decimals == known:
        return name
    return Operation("/" if decimals > known else "*", name, Number(10 ** abs(decimals - known)))


def apart(left: Expression, right: Expression) -> Expression:
    """How far two sides are apart, to as many decimals as checks compare."""
    return Call("ABS", (Call("ROUND", (Operation("-", left, right), Name("check_digits"))),))

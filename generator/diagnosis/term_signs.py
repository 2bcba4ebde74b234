"""A forgotten minus in a ``sum``, or one too many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.checks.proof import Check, Proof
from generator.diagnosis.footings import is_footing_down
from generator.diagnosis.offers import Offer
from generator.model.book import Book
from generator.model.statement import LineItem

Sum = tuple[tuple[int, str], ...]


def other_term_signs(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Offer]:
    """For each total off by twice one of its parts wherever it does not add up: that part with its other sign."""
    totals: dict[tuple[str, str], list[Check]] = {}
    for check in (check for group in groups for check in group if is_footing_down(check)):
        totals.setdefault(check.right_facts[0].series[:2], []).append(check)
    for (statement, item), footings in totals.items():
        total = proof.book.statements[statement].items[item]
        for sign, part in total.sum:
            if all(_is_off_by_twice(proof, footing, part) for footing in footings):
                as_printed = _as_elsewhere(proof, footings, total, part)
                terms = tuple((-each if other == part else each, other) for each, other in total.sum)
                words = (f"the sum of {total.label} takes {proof.book.statements[statement].items[part].label} "
                         f"{'without its minus' if sign > 0 else 'with a minus too many'}")
                yield Offer(words, _line(total, terms), total.place,
                            _with_sum(proof.book, statement, replace(total, sum=terms)), subject=(statement, item),
                            is_likely=len(footings) > 1 and as_printed)


def _as_elsewhere(proof: Proof, footings: Sequence[Check], total: LineItem, part: str) -> bool:
    """Whether the part is typed as deductions are: without brackets where it is added, and in tables that have none.

    A row of a single table with the other sign than its neighbours is rather a slip of its own.
    """
    tables = {footing.right_facts[0].table for footing in footings}
    typed = [fact for fact in proof.facts if fact.table in tables]
    signs = {other: sign for sign, other in total.sum}
    if not all(fact.value * signs[part] >= 0 for fact in typed if fact.series[1] == part):
        return False
    return len(tables) > 1 or not any(fact.value < 0 for fact in typed
                                      if signs.get(fact.series[1]) == 1 and fact.series[1] != part)


def _is_off_by_twice(proof: Proof, footing: Check, part: str) -> bool:
    """Whether a footing would hold with the part's other sign, within its tolerance."""
    total = footing.right_facts[0]
    outcome = footing.outcome(proof.numbers)
    shown = next((fact for fact in proof.facts if fact.series == (total.series[0], part, total.series[2])
                  and fact.filing is total.filing and (fact.column, fact.column or fact.period) == (
                      total.column, total.column or total.period)), None)
    if shown is None or not shown.value or outcome.difference is None:
        return False
    return abs(abs(outcome.difference) - abs(2 * float(shown.value))) <= (outcome.tolerance or 0.0) + 1e-9


def _with_sum(book: Book, statement: str, item: LineItem) -> Book:
    changed = book.statements[statement]
    return replace(book, statements={**book.statements, statement: replace(
        changed, items={**changed.items, item.key: item})})


def _line(item: LineItem, terms: Sum) -> str:
    return f"sum: [{', '.join(f'-{part}' if sign < 0 else part for sign, part in terms)}]"

"""A second printing in rounder figures, typed with zeros that are not printed: 312,200 million for 312.2 billion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from generator.checks.proof import Check, Proof
from generator.diagnosis.offers import Offer
from generator.model.fact import Fact, rounding
from generator.model.figure import in_print
from generator.model.measure import SCALES

_LEAST_ZEROS = 2
"""One zero ends every tenth figure."""
_PRINTED_TWICE = ("same", "repeat")
"""The rules that compare two printings of a figure."""
_THOUSAND = 3
_NEXT = dict(pairwise(SCALES))


def coarser_printings(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Offer]:
    """For each table whose figures all end in zeros those that are the first printing rounded before the zeros."""
    tables: dict[tuple[str, str, str], dict[Fact, str]] = defaultdict(dict)
    for check in (check for group in groups for check in group):
        for side in (check.left_facts, check.right_facts) if check.rule.key in _PRINTED_TWICE else ():
            if len(side) == 1 and (line := _line(side[0])) and _is_rounded(proof, side[0], check):
                tables[side[0].table][side[0]] = line
    for table, found in tables.items():
        units = {fact.unit for fact in found}
        if any(fact.value and fact.unit in units and _zeros(fact) < _LEAST_ZEROS for fact in proof.book.tables[table]):
            continue  # what stands beside it is printed in full
        first, places = next(iter(found)), {fact.place for fact in found}
        more = f" (and {len(found) - 1} more of its table)" if len(found) > 1 else ""
        yield Offer(f"{first.figure.printed}{more} is printed in fewer digits", found[first],
                    first.place, replace(proof.book, printed=tuple(
                        _coarser(fact) if fact.place in places else fact for fact in proof.book.printed)),
                    subject="digits" if more else ("digits", table), is_likely=bool(more))


def _zeros(fact: Fact) -> int:
    """The zeros with which the digits of a figure end."""
    value = fact.figure.value
    digits = str(int(abs(value).scaleb(fact.figure.decimals))) if value else ""
    return len(digits) - len(digits.rstrip("0"))


def _is_rounded(proof: Proof, fact: Fact, check: Check) -> bool:
    """Whether a figure is no further from its other printing than its last digit before the zeros explains."""
    difference = check.outcome(proof.numbers).difference
    near = rounding(proof.book.company, fact.decimals - _zeros(fact))
    return difference is not None and abs(difference) <= near


def _coarser(fact: Fact) -> Fact:
    return replace(fact, figure=replace(fact.figure, decimals=fact.figure.decimals - _zeros(fact)))


def _line(fact: Fact) -> str:
    """The figure as it may be printed, with the scale that its table then has; empty where no zeros end it."""
    zeros, value = _zeros(fact), fact.figure.value
    if zeros < _LEAST_ZEROS or value is None:
        return ""
    if zeros <= fact.figure.decimals:
        return in_print(value.quantize(Decimal(1).scaleb(zeros - fact.figure.decimals)))
    larger = _NEXT.get(fact.measure.scale)
    if not larger or fact.figure.decimals:
        return ""
    shown = value.scaleb(-_THOUSAND).quantize(Decimal(1).scaleb(min(zeros, _THOUSAND) - _THOUSAND))
    return f"{in_print(shown)}, with scale: {larger}"

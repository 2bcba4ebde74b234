"""Numbers of shares that one filing tags in another scale than all others: thousands that were tagged as ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from generator.intake.placing.placed import LeftOut, PlacedFact, PlacedFiling
from generator.intake.placing.reasons import OTHER_SCALE

_TIMES = (Decimal(1000), Decimal(1_000_000))
_NEAR = Decimal("0.001")


def without_misscaled(filings: Sequence[PlacedFiling]) -> tuple[PlacedFiling, ...]:
    """The filings without numbers of shares that are a thousandth or a millionth of what more others give for that
    day; with them goes what the filing tags with the same elements for other days."""
    values: dict[object, dict[int, Decimal]] = defaultdict(dict)
    for number, filing in enumerate(filings):
        for fact in filing.facts:
            if _counts(fact) and fact.tagged.value:
                values[fact.tagged.concept, fact.column, fact.members][number] = fact.tagged.value
    wrong: dict[int, set[str]] = defaultdict(set)
    for number, filing in enumerate(filings):
        for fact in filing.facts:
            value = fact.tagged.value
            others = [other for at, other in values[fact.tagged.concept, fact.column, fact.members].items()
                      if at != number] if _counts(fact) else []
            times = sum(any(abs(other / value / each - 1) < _NEAR for each in _TIMES) for other in others if value)
            if value and times > sum(abs(other / value - 1) < _NEAR for other in others):
                wrong[number].add(fact.tagged.concept)
    return tuple(_without(filing, wrong[number]) if wrong[number] else filing
                 for number, filing in enumerate(filings))


def _counts(fact: PlacedFact) -> bool:
    return fact.counts == "shares" and fact.tagged.span.start is None and not fact.is_forecast


def _without(filing: PlacedFiling, concepts: set[str]) -> PlacedFiling:
    left = [fact for fact in filing.facts if _counts(fact) and fact.tagged.concept in concepts]
    remark = (f"the filing of {filing.filed} tags {', '.join(sorted(concepts))} in another scale than the others do: "
              "left out; type the figures as they are printed")
    return replace(filing, facts=tuple(fact for fact in filing.facts if fact not in left),
                   left=(*filing.left, *(LeftOut(fact.tagged, OTHER_SCALE) for fact in left)),
                   remarks=(*filing.remarks, remark))

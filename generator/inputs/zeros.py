"""A dash and a bare zero are as precise as the figures around them, whatever their own text says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.model.fact import Fact
from generator.model.measure import Measure


def with_precision(table: Sequence[Fact]) -> Iterator[Fact]:
    """The figures of a table, its zeros without decimals with those that most of its figures of their kind have."""
    counts: dict[tuple[str, Measure], Counter[int]] = defaultdict(Counter)
    for fact in table:
        if fact.figure.value:
            counts[fact.unit, fact.measure][fact.figure.decimals] += 1
    usual = {kind: max(found, key=lambda decimals: (found[decimals], decimals)) for kind, found in counts.items()}
    for fact in table:
        is_bare = fact.figure.value is not None and not fact.figure.value and not fact.figure.decimals
        decimals = usual.get((fact.unit, fact.measure), 0) if is_bare else 0
        yield replace(fact, figure=replace(fact.figure, decimals=decimals)) if decimals else fact

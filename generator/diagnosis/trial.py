"""The typed figures as they stand while a slip is tried on them, and what checks ask of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.checks.proof import EXACT, ROUND, Check, Proof
from generator.diagnosis.printed_tables import PrintedTables
from generator.model.fact import Fact
from generator.model.figure import typed
from generator.model.statement import Series

_LARGEST = 1e15
_OTHER_SIGN = 2.0
_STEP, _MOST_STEPS, _CLOSE = 1.01, 30, 1e-7
"""How a figure is solved for that does not stand linearly: the first step, how many, and how close is equal."""


@dataclass(frozen=True)
class Change:
    """One figure that would be another."""

    fact: Fact
    value: Decimal

    def line(self, reason: str, mended: int) -> str:
        """The figure as a filing's file says a correction."""
        why = f"{reason}; mends {mended} relation{'s' * (mended != 1)}"
        value = typed(self.fact.in_print(self.value))
        return f'{{printed: "{self.fact.figure.printed}", value: {value}, reason: "{why}"}}'


Changes = tuple[Change, ...]


class Trial:
    """The numbers of a proof, changed for as long as a slip is tried."""

    def __init__(self, proof: Proof) -> None:
        self.proof, self.numbers = proof, proof.numbers
        self.tables = PrintedTables(proof.facts)
        self._typed = tuple(proof.numbers)
        self._series: dict[Series, list[Fact]] = defaultdict(list)
        for fact in proof.facts:
            self._series[fact.series].append(fact)

    def number(self, fact: Fact) -> int:
        return self.proof.number[fact.place]

    def value(self, fact: Fact) -> Decimal:
        return _rounded(self.numbers[self.number(fact)], fact)

    def is_scaled(self, fact: Fact) -> bool:
        """Whether a figure may be printed in thousands or millions, as amounts per share and percentages are not."""
        return not self.proof.book.company.units[fact.unit].decimals

    def decimal_points(self, fact: Fact) -> list[int]:
        """The powers of ten that give a figure the decimals that its row or its unit have; none of what is counted."""
        unit = self.proof.book.company.units[fact.unit]
        usual = {unit.decimals, *(each.decimals for each in self.tables.row(fact) if each.unit == fact.unit)}
        return [] if unit.counts else [fact.decimals - each for each in sorted(usual)
                                       if each and each != fact.decimals]

    def split_factors(self, fact: Fact) -> list[Fraction]:
        """What the splits from one to another, and all before, make of a figure; and the other way round."""
        splits = [Fraction(split.new_shares) / Fraction(split.old_shares) for split in self.proof.book.company.splits]
        if not splits or not self.proof.book.split_power(fact.series):
            return []
        runs = {math.prod(splits[first:last], start=Fraction(1)) for first in range(len(splits))
                for last in range(first + 1, len(splits) + 1)}
        return sorted(each for factor in runs if factor != 1 for each in (factor, 1 / factor))

    def times(self, fact: Fact, factor: Fraction) -> Change:
        """A figure times a factor, in its printed precision."""
        return Change(fact, _rounded(self.numbers[self.number(fact)] * float(factor), fact))

    def oddness(self, change: Change) -> float:
        """How much farther (as a logarithm) a figure would be from those of its row for other periods."""
        fact = change.fact
        alike = [float(each.value) for each in self._series[fact.series] if each.place != fact.place and (
            each.column is None or fact.column is None or each.column.name == fact.column.name)]
        return _nearest(float(change.value), alike) - _nearest(self.numbers[self.number(fact)], alike) if alike else 0.0

    def behind(self, checks: Iterable[Check]) -> list[Fact]:
        """The figures that checks rest on, in the order of the book."""
        return [self.proof.facts[number] for number in sorted({n for check in checks for n in check.touched})]

    def failing(self, checks: Iterable[Check]) -> list[Check]:
        return [check for check in checks if check.severity.proves and check.fails(self.numbers)]

    def unmended(self, failing: Iterable[Check]) -> list[Check]:
        """The failing checks that do not hold with the figures as they stand: one without a value tells nothing."""
        return [check for check in failing if check.outcome(self.numbers).state not in (EXACT, ROUND)]

    @contextmanager
    def with_changes(self, changes: Iterable[Change]) -> Iterator[None]:
        """The figures as they would be with a slip undone."""
        with self._set({self.number(change.fact): float(change.value) for change in changes}):
            yield

    @contextmanager
    def as_typed(self, numbers: Iterable[int]) -> Iterator[None]:
        """Some figures as they were before any slip was tried."""
        with self._set({number: self._typed[number] for number in numbers}):
            yield

    @contextmanager
    def _set(self, numbers: Mapping[int, float]) -> Iterator[None]:
        before = {number: self.numbers[number] for number in numbers}
        for number, value in numbers.items():
            self.numbers[number] = value
        try:
            yield
        finally:
            for number, value in before.items():
                self.numbers[number] = value

    def needed(self, fact: Fact, check: Check) -> Decimal | None:
        """The figure for which the sides of a check are equal."""
        number = self.number(fact)
        if number not in check.touched or not check.left or not check.right:
            return None
        if check.residual is not None:
            weight = check.residual.terms.get(number, 0.0)
            off: float | None = check.residual.value(self.numbers)
        elif check.right.linear is not None and number not in check.left.facts:
            weight, left = -check.right.linear.terms[number], check.left.value(self.numbers)
            off = left - check.right.linear.value(self.numbers) if left is not None else None
        else:
            return self._solved(fact, check)
        if not weight or off is None or abs(off / weight) >= _LARGEST:
            return None
        return _rounded(self.numbers[number] - off / weight, fact)

    def _solved(self, fact: Fact, check: Check) -> Decimal | None:
        """The same where it does not stand in them linearly, as shares in earnings per share: by secants."""
        number = self.number(fact)
        before, off_before = self.numbers[number], self._off(check)
        at = before * _STEP if before else 1.0
        for _ in range(_MOST_STEPS):
            with self._set({number: at}):
                off = self._off(check)
            if off is None or off_before is None or off == off_before or abs(at) >= _LARGEST:
                return None
            if abs(off) < _CLOSE:
                return _rounded(at, fact)
            at, before, off_before = at - off * (at - before) / (off - off_before), at, off
        return None

    def _off(self, check: Check) -> float | None:
        outcome = [side.value(self.numbers) if side else None for side in (check.left, check.right)]
        return None if outcome[0] is None or outcome[1] is None else outcome[0] - outcome[1]


def _nearest(value: float, others: Sequence[float]) -> float:
    """How far a number is from the nearest of others: by its size, and farther with another sign."""
    return min(abs(math.log((abs(value) + 1) / (abs(other) + 1))) + _OTHER_SIGN * (value * other < 0)
               for other in others)


def _rounded(number: float, fact: Fact) -> Decimal:
    """A number in the printed precision of a figure."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-fact.decimals))

"""Whether figures that two filings print for the same period differ by one factor: another scale, another currency.

A restatement moves rows by amounts of their own. Where they all move by one factor, to within their rounding, and there
are too many digits of them for a coincidence, the filings count in different units.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.model.fact import Fact

_FAR = math.log(5)
_SAME = 0.005
"""How narrow the factor of a single figure must be to tell a power of ten by itself."""
_CHANCE_FAR, _CHANCE_NEAR = 0.005, 0.001
_MOST_AGREE, _HALF_AGREE = 0.75, 0.5
"""The share of the figures that must move by the factor, or by a power of ten: others may be restated besides."""


@dataclass(frozen=True)
class Pair:
    """A figure as an earlier filing gives it and as a later one does, and how far rounding can have moved each."""

    before: Fact
    after: Fact
    rounding: Callable[[Fact], float]

    @cached_property
    def low(self) -> float:
        """The least that the logarithm of before over after can be."""
        return math.log(self._least(self.before) / self._most(self.after))

    @cached_property
    def high(self) -> float:
        return math.log(self._most(self.before) / self._least(self.after))

    @cached_property
    def is_telling(self) -> bool:
        """Whether both have digits beyond rounding, and the same sign."""
        return self.before.value * self.after.value > 0 and min(map(self._least, (self.before, self.after))) > 0

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def change(self) -> Decimal:
        return self.before.value - self.after.value

    def contains(self, factor: float) -> bool:
        return self.low <= factor <= self.high

    def _least(self, fact: Fact) -> float:
        return abs(float(fact.value)) - self.rounding(fact)

    def _most(self, fact: Fact) -> float:
        return abs(float(fact.value)) + self.rounding(fact)


def one_factor(pairs: Sequence[Pair]) -> tuple[float, list[Pair]] | None:
    """The factor by which figures differ and the figures that say so, most telling first; None where there is none."""
    telling = sorted((pair for pair in pairs if pair.is_telling), key=lambda pair: pair.width)
    moved = [pair for pair in telling if not pair.contains(0.0)]
    for first in moved[:3]:
        factor = _of_ten(first) or (first.low + first.high) / 2
        agreeing = [pair for pair in moved if pair.low <= first.high and pair.high >= first.low]
        still = [pair for pair in telling if pair.contains(0.0) and not (
            pair.low <= first.high and pair.high >= first.low)]
        enough = (_HALF_AGREE if _of_ten(first) else _MOST_AGREE) * (len(moved) + len(still))
        if len(agreeing) >= enough and _is_no_chance(agreeing, factor):
            return math.exp(factor), agreeing
    return None


def powers_of_ten(pairs: Sequence[Pair]) -> list[Pair]:
    """The figures that differ by a power of ten, each by itself, in enough digits to tell."""
    return [pair for pair in pairs if pair.is_telling and _of_ten(pair) and pair.width <= 2 * _SAME]


def _of_ten(pair: Pair) -> float | None:
    """The logarithm of the power of ten that a figure may have moved by."""
    nearest = round((pair.low + pair.high) / 2 / math.log(10)) * math.log(10)
    return nearest if nearest and pair.contains(nearest) else None


def _is_no_chance(agreeing: Sequence[Pair], factor: float) -> bool:
    """Whether so many figures agree on a factor to so many digits that it is none.

    Two that moved by the same amount say the same, as profit and what of it is the owners'.
    """
    distinct: list[Pair] = []
    for pair in agreeing:
        room = Decimal(repr(2 * (pair.rounding(pair.before) + pair.rounding(pair.after))))
        if all(abs(abs(pair.change) - abs(other.change)) > room for other in distinct):
            distinct.append(pair)
    chance = math.prod(min(pair.width / abs(factor), 1.0) for pair in distinct[1:])
    return len(distinct) > 1 and chance < (_CHANCE_FAR if abs(factor) > _FAR else _CHANCE_NEAR)

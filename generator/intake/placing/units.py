"""What a fact counts, and in which scale a filing prints: by its units and decimals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from generator.model.currency import code_of
from generator.xbrl.report import Tagged

_WORDS = {0: "one", 3: "thousand", 6: "million", 9: "billion"}
_PLACES = 30
"""Decimals of more places, before or behind the point, say nothing."""
_MOSTLY = Decimal("0.8")
"""The share of a filing's amounts that end in as many zeros as its scale has, where it says no decimals."""


def counted(unit: str) -> tuple[str, str]:
    """What a unit counts (``money``, ``per_share``, ``shares``, ``pure``), and its currency."""
    above, _, below = unit.partition("/")
    currency = code_of(above)
    if currency:
        return ("per_share" if below.lower() in ("shares", "share") else "pure" if below else "money"), currency
    return ("shares" if unit.lower() in ("shares", "share") else "pure"), ""


def scale_of(facts: Iterable[Tagged]) -> str:
    """The word for the commonest scale of amounts: as pages print it, else by decimals, else by their zeros."""
    facts = [fact for fact in facts if fact.value]
    for powers in ([fact.scale for fact in facts if fact.scale is not None],
                   [-fact.decimals for fact in facts if fact.decimals is not None]):
        if powers:
            commonest = Counter(powers).most_common(1)[0][0]
            return _WORDS[max(power for power in _WORDS if power <= max(commonest, 0))]
    for power in (6, 3):
        even = sum(1 for fact in facts if fact.value and last_place(fact.value) >= 10 ** power)
        if facts and even >= _MOSTLY * len(facts):
            return _WORDS[power]
    return "one"


def step(fact: Tagged) -> Decimal:
    """The smallest amount that a fact tells: a million where it is rounded to millions, 0 where it is exact or nothing
    is said of decimals."""
    if fact.decimals is None:
        return Decimal(0)
    return Decimal(1).scaleb(max(-_PLACES, min(_PLACES, -fact.decimals)))


def last_place(value: Decimal) -> Decimal:
    """The unit of the last figure that is no zero: 1,000,000 of 1,234,000,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)

"""Which relations follow from others, so that they say nothing new."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from generator.checks.proof import Check

_ZERO = 1e-9


def independent(checks: Iterable[Check], known: Collection[Check]) -> int:
    """How many of some checks follow neither from each other nor from those known to hold."""
    pivots: dict[int, dict[int, float]] = {}
    for check in known:
        if check.residual is not None:
            adds(dict(check.residual.terms), pivots)
    return sum(1 for check in checks if check.residual is None or adds(dict(check.residual.terms), pivots))


def adds(row: dict[int, float], pivots: dict[int, dict[int, float]]) -> bool:
    """Whether a row is no combination of those before it; it then joins them (Gaussian elimination)."""
    while row:
        lead = min(row)
        known = pivots.get(lead)
        factor = row[lead]
        if known is None:
            pivots[lead] = {fact: weight / factor for fact, weight in row.items()}
            return True
        for fact, weight in known.items():
            left = row.get(fact, 0.0) - factor * weight
            if abs(left) < _ZERO:
                row.pop(fact, None)
            else:
                row[fact] = left
    return False

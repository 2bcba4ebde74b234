"""In what figures are printed: the scale of their digits and, of money, the currency."""

from __future__ import annotations

from dataclasses import dataclass

SCALES = {"one": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_POWERS = {"one": 0, "thousand": 3, "million": 6, "billion": 9}

Said = tuple[tuple[str, str], ...]
"""Scales or currencies that a filing, a table or a statement says: each with the unit or line item of which it says it,
an empty name for the amounts."""


@dataclass(frozen=True)
class Measure:
    """In what a figure is printed.

    ``scale`` is empty for what has none (percentages), ``currency`` for what is no money. ``power`` is the power of ten
    that brings the printed figure to the scale of the sheets: -3 for thousands on sheets in millions.
    """

    scale: str = ""
    currency: str = ""
    power: int = 0


AS_ON_SHEETS = Measure()
"""Of a figure that is printed as the sheets show it."""


def power_between(printed: str, shown: str) -> int:
    """The power of ten from one scale to another: -3 from thousand to million."""
    return _POWERS[printed] - _POWERS[shown]

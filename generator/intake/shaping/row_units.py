"""What the figures of a row count."""

from __future__ import annotations

import re

from generator.intake.placing.axes import local
from generator.intake.shaping.rows import RowInMaking

_COUNTED = {"money": "amount", "per_share": "per_share", "shares": "shares"}
_NUMBERS = ((re.compile(r"PriceEarnings|PriceToBook|CoverageRatio|Multiple"), "times"),
            (re.compile(r"NumberOf\w*(Employees|Workers|Persons)"), "persons"),
            (re.compile(r"^Number"), "count"))
"""Pure numbers by the names of their elements; all others are percentages, unless a page prints them as they are."""


def unit_of(row: RowInMaking) -> str:
    """The unit of a row: percentages are tagged as numbers, and so are multiples and people."""
    if unit := _COUNTED.get(row.first_fact.counts):
        return unit
    name = local(row.spots[0].concept)
    if named := next((unit for pattern, unit in _NUMBERS if pattern.search(name)), ""):
        return named
    scales = {fact.tagged.scale for fact in (*row.facts.values(), *row.beside.values()) if fact.tagged.value}
    return "times" if scales == {0} else "percent"

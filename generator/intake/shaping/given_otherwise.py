"""Line items of which a later filing gives a figure otherwise than the one before: what its head says as restated."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from generator.intake.placing.placed import PlacedCompany, PlacedFact
from generator.intake.placing.repeats import agree
from generator.intake.shaping.rows import RowInMaking, SheetDraft

_SPLITS = {"per_share": -1, "shares": 1}
_NEAR = Decimal("0.05")
"""Amounts per share of two split bases are rounded each by itself."""


def given_otherwise(sheets: Sequence[SheetDraft], company: PlacedCompany) -> Mapping[int, Mapping[str, str]]:
    """For each filing by its place what stands under ``restated``: the line items that it gives otherwise, and since
    which filing. The data does not say why.

    What differs by its sign, by powers of ten or by being another column's figure is no restatement but looks like a
    slip: nothing is said of it, so that the checks find it.
    """
    found: dict[int, dict[str, str]] = {}
    for sheet in sheets:
        for row in sheet.figures:
            for before, after in _pairs(row, company):
                day = company.filings[before].filed
                why = f"given otherwise than in the filing of {day}; the data does not say why"
                found.setdefault(after, {}).setdefault(f"{sheet.kind}.{row.key}", why)
    return found


def _pairs(row: RowInMaking, company: PlacedCompany) -> Iterator[tuple[int, int]]:
    """Filings next to each other that print the same figure of a row, and otherwise."""
    printings: dict[tuple[str, str], dict[int, PlacedFact]] = {}
    filings = company.filings  # those of one day stand in the book as their files are called
    for (number, column, member), fact in sorted(row.facts.items(), key=lambda each: (
            filings[each[0][0]].filed, filings[each[0][0]].period.lower())):
        printings.setdefault((column, member), {})[number] = fact
    for (column, _), facts in printings.items():
        for (before, old), (after, new) in pairwise(facts.items()):
            filed = filings[before].filed, filings[after].filed
            if old.currency == new.currency and not _is_same(row, old, new, _splits(row, company, *filed)) \
                    and not _is_slip(row, column, (before, old), (after, new)):
                yield before, after


def _splits(row: RowInMaking, company: PlacedCompany, before: datetime.date, after: datetime.date) -> Decimal:
    """By how much the splits between two filings multiply what the older one gives."""
    factor = Decimal(1)
    for split in company.splits if row.unit in _SPLITS else ():
        if before < datetime.date.fromisoformat(str(split["effective"])) <= after:
            ratio = Decimal(str(split["new_shares"])) / Decimal(str(split["old_shares"]))
            factor *= ratio if _SPLITS[row.unit] > 0 else 1 / ratio
    return factor


def _is_same(row: RowInMaking, old: PlacedFact, new: PlacedFact, factor: Decimal) -> bool:
    if factor == 1 or not old.tagged.value or not new.tagged.value:
        return agree(old.tagged, new.tagged)
    return abs(old.tagged.value * factor / new.tagged.value - 1) <= _NEAR


def _is_slip(row: RowInMaking, column: str, before: tuple[int, PlacedFact], after: tuple[int, PlacedFact]) -> bool:
    """Whether the sign, the scale or the column may be wrong in one of two filings."""
    one, other = before[1].tagged.value, after[1].tagged.value
    if not one or not other:
        return False
    digits = {abs(value).normalize().as_tuple().digits for value in (one, other)}
    others = {fact.tagged.value for (number, at, _), fact in row.facts.items()
              if number in (before[0], after[0]) and at != column}
    return len(digits) == 1 or bool({one, other} & others)

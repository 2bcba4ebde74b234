"""Rows of a company that is there already: found again by their elements, their concepts, their labels."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from generator.inputs.load import Inputs
from generator.intake.rows import RowInMaking, SheetDraft
from generator.model.statement import LineItem, Statement


def known_rows(sheets: Sequence[SheetDraft], inputs: Inputs) -> Mapping[str, Collection[str]]:
    """Give rows that are there the keys that they have. The result is the keys of each statement that are taken."""
    for sheet in sheets:
        there = inputs.book.statements.get(sheet.kind)
        if there:
            taken: set[str] = set()
            for row in sheet.figures:
                found = next((item for item in _candidates(row, there) if item.key not in taken), None)
                if found:
                    row.key, row.sign = found.key, _sign(found, row)
                    taken.add(found.key)
            sheet.rows[:] = [row for row in sheet.rows if not row.is_caption]
    return {sheet.kind: inputs.book.statements[sheet.kind].items if sheet.kind in inputs.book.statements else ()
            for sheet in sheets}


def _candidates(row: RowInMaking, there: Statement) -> list[LineItem]:
    """The items that a row may be, the surest first."""
    items = [item for item in there.items.values() if not item.caption]
    tags = {(spot.concept, tuple(member for _, member in spot.members)) for spot in row.spots}
    opening = row.anchor == "opening"
    tagged = [item for item in items if any((tag.element, tag.members) in tags for tag in item.xbrl)
              and (item.additivity.word == "opening") == opening]
    meant = [item for item in items if row.concept and item.concept == row.concept]
    labelled = [item for item in items if _plain(item.label) == _plain(row.label) and not item.xbrl]
    return [*tagged, *meant, *(labelled if len(labelled) == 1 else [])]


def _plain(label: str) -> str:
    return re.sub(r"\W+", " ", label).strip().lower()


def _sign(item: LineItem, row: RowInMaking) -> int:
    return next((tag.sign for tag in item.xbrl if any(spot.concept == tag.element for spot in row.spots)), row.sign)

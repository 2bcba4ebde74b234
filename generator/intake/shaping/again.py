"""Rows of a company that is there already: found again by their elements, their concepts, their labels."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from generator.inputs.load import Inputs
from generator.intake.placing.placed import PlacedFiling
from generator.intake.shaping.rows import RowInMaking, SheetDraft
from generator.intake.shaping.sums import Terms, verdict
from generator.model.statement import LineItem, Statement


def known_rows(sheets: Sequence[SheetDraft], inputs: Inputs) -> Mapping[str, Collection[str]]:
    """Give rows that are there the keys that they have. The result is the keys of each statement that are taken."""
    for sheet in sheets:
        there = inputs.book.statements.get(sheet.kind)
        if there:
            taken: set[str] = set()
            for row in sheet.figures:
                found = next((item for item in _candidates(row, sheet, there) if item.key not in taken), None)
                if found:
                    row.key, row.sign = found.key, _sign(found, row)
                    taken.add(found.key)
            sheet.rows[:] = [row for row in sheet.rows if not row.is_caption]
    return {sheet.kind: inputs.book.statements[sheet.kind].items if sheet.kind in inputs.book.statements else ()
            for sheet in sheets}


def further_elements(row: RowInMaking, item: LineItem) -> tuple[str, ...]:
    """The elements that filings tag a row with and its line item does not name yet, as ``xbrl:`` has them."""
    known = {(tag.element, tag.members) for tag in item.xbrl}
    return tuple(("-" if row.sign < 0 else "") + spot.tag for spot in row.spots
                 if (spot.concept, tuple(member for _, member in spot.members)) not in known)


def further_terms(row: RowInMaking, item: LineItem, sheet: SheetDraft, there: Statement,
                  filings: Sequence[PlacedFiling]) -> Terms:
    """What the sum of a line item lacks since a further filing: rows that are new, with which it adds up there, and
    without which it does not."""
    by_key = {each.key: each for each in sheet.figures}
    known = tuple((sign, by_key[key]) for sign, key in item.sum if key in by_key)
    new = tuple((sign, part) for sign, part in row.sum if part.key not in there.items)
    if not item.sum or not new or not verdict(row, known, filings)[1]:
        return ()
    right, wrong = verdict(row, (*known, *new), filings)
    return new if right and not wrong else ()


def _candidates(row: RowInMaking, sheet: SheetDraft, there: Statement) -> list[LineItem]:
    """The items that a row may be, the surest first. By its label alone it is one where no other of either side has
    that label, and nothing here has the item's own elements."""
    items = [item for item in there.items.values() if not item.caption]
    tags = _tags(row)
    opening = row.anchor == "opening"
    tagged = [item for item in items if any((tag.element, tag.members) in tags for tag in item.xbrl)
              and (item.additivity.word == "opening") == opening]
    meant = [item for item in items if row.concept and item.concept == row.concept]
    labelled = [item for item in items if _plain(item.label) == _plain(row.label)]
    alone = len(labelled) == 1 and sum(_plain(each.label) == _plain(row.label) for each in sheet.figures) == 1
    if not alone or labelled[0].unit != row.unit or labelled[0].additivity.word != row.additivity \
            or any((tag.element, tag.members) in _tags(each) for each in sheet.figures for tag in labelled[0].xbrl):
        labelled = []
    return [*tagged, *meant, *labelled]


def _tags(row: RowInMaking) -> set[tuple[str, tuple[str, ...]]]:
    return {(spot.concept, tuple(member for _, member in spot.members)) for spot in row.spots}


def _plain(label: str) -> str:
    return re.sub(r"\W+", " ", label).strip().lower()


def _sign(item: LineItem, row: RowInMaking) -> int:
    return next((tag.sign for tag in item.xbrl if any(spot.concept == tag.element for spot in row.spots)), row.sign)

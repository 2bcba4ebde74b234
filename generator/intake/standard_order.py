"""The statements of a filing without presentations (companyfacts, EDINET's CSV), by the table of standard elements."""

from __future__ import annotations

from collections.abc import Iterator

from generator.intake.meanings import Meanings
from generator.intake.placed import PlacedFiling
from generator.intake.presented import by_row, filled
from generator.intake.spans import FilingSpans
from generator.intake.statements_of import CASH, KINDS
from generator.intake.views import CLOSING, OPENING, RowSpot, StatementView, ViewLine


def in_standard_order(filing: PlacedFiling, meanings: Meanings) -> tuple[StatementView, ...]:
    """A view for each statement of which the filing has standard elements, in the table's order."""
    facts = by_row(filing.facts)
    columns = FilingSpans.of(filing)
    found = []
    for kind in KINDS.values():
        elements = [element for element, meaning in meanings.by_element.items()
                    if meaning.statement == kind.key and (element, ()) in facts]
        lines = tuple(ViewLine(spot, _printed_label(element, filing)) for element in elements
                      for spot in _spots(kind.key, element, meanings))
        view = filled(StatementView(kind.key, kind.title, (), lines, (), {}), facts, columns)
        if view.cells:
            found.append(view)
    return tuple(found)


def _printed_label(element: str, filing: PlacedFiling) -> str:
    """The label of a row on the filing's pages, where it is short enough to be one."""
    labels = (fact.label for fact in filing.report.facts if fact.concept == element) if filing.report.pages else ()
    return next((label for label in labels if 0 < len(label) < 60), "")


def _spots(kind: str, element: str, meanings: Meanings) -> Iterator[RowSpot]:
    if kind == CASH and meanings.concept_of(element) in ("closing_cash", "opening_cash"):
        yield RowSpot(element, OPENING)
        yield RowSpot(element, CLOSING)
    else:
        yield RowSpot(element)

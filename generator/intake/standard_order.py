"""The statements of a filing without presentations (companyfacts, EDINET's CSV), by the table of standard elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.intake.meanings import Meanings
from generator.intake.placed import PlacedFact, PlacedFiling
from generator.intake.presented import by_row, filled
from generator.intake.spans import FilingSpans
from generator.intake.statements_of import CASH, KINDS, SUMMARY
from generator.intake.views import CLOSING, OPENING, RowSpot, StatementView, ViewLine

_TABLE_NAMES = {SUMMARY: "summary"}


def in_standard_order(filing: PlacedFiling, meanings: Meanings, kinds: Iterable[str] = KINDS) -> tuple[StatementView, ...]:
    """A view for each statement of which the filing has standard elements, in the table's order."""
    facts = by_row(filing.facts)
    columns = FilingSpans.of(filing)
    found = []
    for kind in (KINDS[each] for each in kinds):
        elements = [element for element, meaning in meanings.by_element.items()
                    if meaning.statement == _TABLE_NAMES.get(kind.key, kind.key) and (element, ()) in facts]
        lines = tuple(ViewLine(spot, _printed_label(element, filing)) for element in elements
                      for spot in _spots(kind.key, element, facts[element, ()][0], meanings))
        view = filled(StatementView(kind.key, kind.title, (), lines, (), {}), facts, columns)
        if view.cells:
            found.append(view)
    return tuple(found)


def _printed_label(element: str, filing: PlacedFiling) -> str:
    """The label of a row on the filing's pages, where it is short enough to be one."""
    return next((fact.label for fact in filing.report.facts if fact.concept == element and 0 < len(fact.label) < 60), "") \
        if filing.report.pages else ""


def _spots(kind: str, element: str, first: PlacedFact, meanings: Meanings) -> Iterator[RowSpot]:
    if kind == CASH and meanings.concept_of(element) in ("closing_cash", "opening_cash"):
        yield RowSpot(element, OPENING)
        yield RowSpot(element, CLOSING)
    else:
        is_balance = first.tagged.span.start is None
        yield RowSpot(element, CLOSING if kind == SUMMARY and is_balance else "")

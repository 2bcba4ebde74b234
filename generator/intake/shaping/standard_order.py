"""The statements of a filing without presentations (companyfacts, EDINET's CSV), by the table of standard elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.intake.placing.placed import PlacedFiling
from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.presented import by_row, filled
from generator.intake.shaping.spans import FilingSpans
from generator.intake.shaping.statements_of import BALANCE, CASH, COMPREHENSIVE, INCOME, KINDS, StatementKind
from generator.intake.shaping.views import CLOSING, OPENING, RowSpot, StatementView, ViewLine

_SUMMARY = re.compile(r"SummaryOfBusinessResults$")
_IN_ORDER = "edinet-csv"
"""The kind of file that has the rows of its statements one after the other, as they are printed."""
_ROWS = re.compile(r"(jppfs_cor|jpigp_cor|jp\w+-\w+_[A-Z]\d{5}-\w+):")
_TITLES = {INCOME: "損益計算書", COMPREHENSIVE: "包括利益計算書", BALANCE: "貸借対照表",
           CASH: "キャッシュ・フロー計算書"}


def in_standard_order(filing: PlacedFiling, meanings: Meanings) -> tuple[StatementView, ...]:
    """A view for each statement of which the filing has standard elements, in the table's order."""
    facts = by_row(filing.facts)
    columns = FilingSpans.of(filing)
    found = []
    by_file = _by_file(filing, meanings) if filing.report.kind == _IN_ORDER else {}
    for kind in KINDS.values():
        elements = by_file.get(kind.key, []) if by_file else [
            element for element, meaning in meanings.by_element.items()
            if meaning.statement == kind.key and (element, ()) in facts]
        lines = tuple(ViewLine(spot, _printed_label(element, filing)) for element in elements
                      for spot in _spots(kind.key, element, meanings))
        view = filled(StatementView(kind.key, _title(kind, filing), (), lines, (), {}), facts, columns)
        if view.cells:
            found.append(view)
    return tuple(found)


def _title(kind: StatementKind, filing: PlacedFiling) -> str:
    in_japanese = any(language == "ja" for _, _, language in filing.report.labels)
    return _TITLES.get(kind.key, kind.title) if in_japanese else kind.title


def _by_file(filing: PlacedFiling, meanings: Meanings) -> dict[str, list[str]]:
    """The elements of each statement in the order of the file. One that the table does not know, as a filer's own,
    stands with the rows around it: a balance on the balance sheet, what is no balance on the only other statement that
    is beside it. What stands between texts alone is of the notes."""
    rows = {fact.tagged.concept: fact.tagged.span.start is None for fact in filing.facts
            if not fact.members and not fact.is_forecast}
    found: dict[str, list[str]] = {kind: [] for kind in _TITLES}
    waiting: list[str] = []
    before = ""
    for element in dict.fromkeys(fact.concept for fact in filing.report.facts):
        meaning = meanings.by_element.get(element)
        if element in rows and meaning and meaning.statement in found:
            for each in waiting:
                beside = {before, meaning.statement} & {BALANCE} if rows[each] else {before, meaning.statement} - {
                    BALANCE, ""}
                if len(beside) == 1:
                    found[beside.pop()].append(each)
            found[meaning.statement].append(element)
            waiting, before = [], meaning.statement
        elif element in rows and _ROWS.match(element) and not _SUMMARY.search(element):
            waiting.append(element)
        else:
            waiting, before = [], ""
    return found


def _printed_label(element: str, filing: PlacedFiling) -> str:
    """The label of a row on the filing's pages, where it is short enough to be one."""
    labels = (fact.label for fact in filing.report.facts if fact.concept == element) if filing.report.pages else ()
    return next((label for label in labels if 0 < len(label) < 60), "")


def _spots(kind: str, element: str, meanings: Meanings) -> Iterator[RowSpot]:
    known = meanings.by_element.get(element)
    if kind == CASH and known and known.additivity == "instant":
        yield RowSpot(element, OPENING)
        yield RowSpot(element, CLOSING)
    else:
        yield RowSpot(element)

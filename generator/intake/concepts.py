"""Which row carries which standard concept, with what sign; and which rows print another one a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.inputs.load import Inputs
from generator.inputs.vocabulary import Concept
from generator.intake.meanings import Meanings
from generator.intake.rows import Row, Sheet
from generator.intake.signs import fits
from generator.intake.statements_of import BALANCE, CASH

_CASH = ("opening_cash", "closing_cash", "net_change_in_cash")
_COUNTS = {"money": ("amount",), "shares": ("shares",), "per_share": ("per_share",)}


def give_concepts(sheets: Sequence[Sheet], meanings: Meanings, concepts: Mapping[str, Concept],
                  inputs: Inputs | None) -> list[str]:
    """Each standard concept to the first row that means it. Gives remarks on figures that cannot be a concept's."""
    held = set(inputs.book.concepts) if inputs else set()
    remarks: list[str] = []
    for sheet in sheets:
        for row in sheet.figures:
            name = _meaning(row, sheet, meanings)
            concept = concepts.get(name)
            if concept is None or row.spots[0].members or row.unit not in _COUNTS.get(concept.of, (row.unit,)):
                continue
            row.concept = name
            row.turn = row.turn or row.sign
            if name in held:
                continue
            if not fits(row, concept):
                remarks.append(f"{sheet.kind}: the figures of '{row.label}' have the other sign than '{name}' can have")
                continue
            held.add(name)
            row.more["concept"] = ("-" if row.turn < 0 else "") + name
    if not inputs and not _cash_agrees(sheets):
        for row in (row for sheet in sheets for row in sheet.figures if row.concept in _CASH):
            row.more.pop("concept", None)
    return remarks


def _meaning(row: Row, sheet: Sheet, meanings: Meanings) -> str:
    name = meanings.concept_of(row.spots[0].concept)
    if sheet.kind == CASH and row.anchor:
        return "opening_cash" if row.anchor == "opening" else "closing_cash"
    return "" if row.anchor else name


def _cash_agrees(sheets: Sequence[Sheet]) -> bool:
    """Whether the cash flow ends in the balance sheet's cash, where both are there."""
    by_kind = {sheet.kind: sheet for sheet in sheets}
    if not {BALANCE, CASH} <= set(by_kind):
        return True
    cash = next((row for row in by_kind[BALANCE].figures if row.concept == "cash"), None)
    closing = [row for row in by_kind[CASH].figures if row.anchor]
    if cash is None or not closing:
        return True
    balances = {(number, fact.tagged.span.end): fact.tagged.value for (number, _, _), fact in cash.facts.items()}
    pairs = [(fact.tagged.value, balances[number, fact.tagged.span.end]) for row in closing
             for (number, _, _), fact in row.facts.items() if (number, fact.tagged.span.end) in balances]
    return all(one == other for one, other in pairs)


def second_printings(sheets: Sequence[Sheet]) -> None:
    """Say of a row that stands in a later statement too that it is the earlier one's second printing."""
    first: dict[object, tuple[Sheet, Row]] = {}
    for sheet in sheets:
        for row in sheet.figures:
            if row.anchor:
                continue
            spot = row.spots[0]
            known = first.setdefault((spot.concept, spot.members), (sheet, row))
            if known[0] is not sheet and known[1].unit == row.unit and known[1].additivity == row.additivity:
                ref = f"{'-' if known[1].sign != row.sign else ''}{known[0].kind}.{known[1].key}"
                row.more["same_as"] = {"total": ref} if sheet.axis else ref

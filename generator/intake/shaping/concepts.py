"""Which row carries which standard concept, with what sign; and which rows print another one a second time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.inputs.load import Inputs
from generator.inputs.vocabulary import Concept
from generator.intake.placing.units import step
from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.rows import RowInMaking, SheetDraft
from generator.intake.shaping.signs import fits
from generator.intake.shaping.statements_of import BALANCE, CASH, DIVIDENDS, SUMMARY
from generator.model.period import DAY

_CASH = ("opening_cash", "closing_cash", "net_change_in_cash")
_TWICE = 2
"""One column that differs may be a misprint, which a check then tells of."""
_COUNTS = {"money": ("amount",), "shares": ("shares",), "per_share": ("per_share",)}


def give_concepts(sheets: Sequence[SheetDraft], meanings: Meanings, concepts: Mapping[str, Concept],
                  inputs: Inputs | None) -> list[str]:
    """Each standard concept to the first row that means it. Gives remarks on figures that cannot be a concept's."""
    held = set(inputs.book.concepts) if inputs else set()
    remarks: list[str] = []
    for sheet in sheets:
        for row in sheet.figures:
            name = _meaning(row, sheet, meanings)
            concept = concepts.get(name)
            is_part = bool(row.spots[0].members) and sheet.kind != DIVIDENDS
            if concept is None or is_part or row.unit not in _COUNTS.get(concept.of, (row.unit,)):
                continue
            row.concept = name
            row.turn = row.turn or row.sign
            if name in held:
                continue
            if not fits(row, concept) or (sheet.kind == CASH and _is_contradicted(row, concept, sheets)):
                remarks.append(f"{sheet.kind}: the figures of '{row.label}' have the other sign than '{name}' can have")
                continue
            held.add(name)
            row.more["concept"] = ("-" if row.turn < 0 else "") + name
    if not inputs and not _cash_agrees(sheets):
        for row in (row for sheet in sheets for row in sheet.figures if row.concept in _CASH):
            row.more.pop("concept", None)
    return remarks


def _is_contradicted(row: RowInMaking, concept: Concept, sheets: Sequence[SheetDraft]) -> bool:
    """Whether what is paid on a result would be a refund in every column, on profits too: its tags have another sign
    than their element, and which of the two is true nothing tells."""
    base = next((each for sheet in sheets for each in sheet.figures if concept.before
                 and each.concept == concept.before), None)
    values = [(row.turn * value, base.turn * (base.printed(at) or 0)) for at in row.facts
              if (value := row.printed(at))] if base and concept.is_outflow else []
    return all(own > 0 for own, _ in values) and any(result > 0 for _, result in values)


def _meaning(row: RowInMaking, sheet: SheetDraft, meanings: Meanings) -> str:
    name = meanings.concept_of(row.spots[0].concept)
    if sheet.kind == DIVIDENDS and row.spots[0].members:
        return "dividend_of_year" if name == "dividend_per_share" else ""
    if sheet.kind in (SUMMARY, DIVIDENDS):
        return name
    if sheet.kind == CASH and row.anchor:
        return "opening_cash" if row.anchor == "opening" else "closing_cash"
    return "" if row.anchor else name


def _cash_agrees(sheets: Sequence[SheetDraft]) -> bool:
    """Whether the cash flow is about the cash of the balance sheet, without restricted cash or deposits besides."""
    by_kind = {sheet.kind: sheet for sheet in sheets}
    if not {BALANCE, CASH} <= set(by_kind):
        return True
    cash = next((row for row in by_kind[BALANCE].figures if row.concept == "cash"), None)
    if cash is None:
        return True
    balances = {fact.tagged.span.end: fact.tagged.value or 0 for fact in cash.facts.values()}
    off = 0
    for row in (row for row in by_kind[CASH].figures if row.concept in _CASH):
        for fact in row.facts.values():
            span, value = fact.tagged.span, fact.tagged.value
            start = balances.get(span.start - DAY) if span.start else 0
            end = balances.get(span.end)
            if value is not None and start is not None and end is not None:
                off += abs(end - start - row.sign * value) > 3 * step(fact.tagged)
    return off < _TWICE


def _repeat(sheets: Sequence[SheetDraft]) -> None:
    """Rows of a summary that print what a statement prints, in one currency, with the same figures wherever both do."""
    for row in (row for sheet in sheets if sheet.kind == SUMMARY for row in sheet.figures if row.concept):
        for sheet in (each for each in sheets if each.kind != SUMMARY and not each.axis):
            other = next((each for each in sheet.figures if each.concept == row.concept and each.unit == row.unit
                          and (each.additivity == "instant") == (row.additivity == "instant")), None)
            if other and _agree(row, other):
                row.more["same_as"] = f"{sheet.kind}.{other.key}"
                break


def _agree(row: RowInMaking, other: RowInMaking) -> bool:
    figures = {(at[0], fact.tagged.span.start, fact.tagged.span.end, fact.currency): (at, fact)
               for at, fact in other.facts.items()}
    both = [(row.printed(at), other.printed(known[0]), max(step(fact.tagged), step(known[1].tagged)))
            for at, fact in row.facts.items()
            if (known := figures.get((at[0], fact.tagged.span.start, fact.tagged.span.end, fact.currency)))]
    return bool(both) and all(one is not None and two is not None and abs(one - two) <= gap for one, two, gap in both)


def second_printings(sheets: Sequence[SheetDraft]) -> None:
    """Say of a row that stands in a later statement too that it is the earlier one's second printing."""
    first: dict[object, tuple[SheetDraft, RowInMaking]] = {}
    for sheet in sheets:
        for row in sheet.figures:
            if row.anchor:
                continue
            spot = row.spots[0]
            known = first.setdefault((spot.concept, spot.members), (sheet, row))
            if known[0] is not sheet and known[1].unit == row.unit and known[1].additivity == row.additivity:
                ref = f"{'-' if known[1].sign != row.sign else ''}{known[0].kind}.{known[1].key}"
                row.more["same_as"] = {"total": ref} if sheet.axis else ref
    _repeat(sheets)

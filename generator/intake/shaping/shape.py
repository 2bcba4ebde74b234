"""Placed facts become statements with line items, sums and tables: the draft of what a person would have typed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.inputs.load import Inputs
from generator.inputs.standards import Standards, read_standards
from generator.inputs.vocabulary import Vocabulary
from generator.intake.placing.placed import LeftOut, PlacedCompany, PlacedFact, PlacedFiling
from generator.intake.placing.reasons import IN_THE_NOTES, NO_PERIOD, OF_ANOTHER_KIND, OTHER_CURRENCY
from generator.intake.shaping.again import further_elements, further_terms, known_rows
from generator.intake.shaping.concepts import give_concepts, second_printings
from generator.intake.shaping.draft import CompanyDraft, FilingDraft, LineDraft, StatementDraft, TableDraft
from generator.intake.shaping.earnings_notes import earnings_notes
from generator.intake.shaping.given_otherwise import given_otherwise
from generator.intake.shaping.keys import give_keys
from generator.intake.shaping.labels import in_words, label_of, snake
from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.misscaled import without_misscaled
from generator.intake.shaping.presented import presented
from generator.intake.shaping.row_units import unit_of
from generator.intake.shaping.rows import RowInMaking, SheetDraft, sheet_of
from generator.intake.shaping.signs import give_signs
from generator.intake.shaping.spans import is_date
from generator.intake.shaping.standard_order import in_standard_order
from generator.intake.shaping.statements_of import DIVIDENDS, KINDS, SUMMARY
from generator.intake.shaping.summary import summary_views
from generator.intake.shaping.summary_tables import summary_tables
from generator.intake.shaping.sums import find_sums, member_sums
from generator.intake.shaping.tables import tables_of
from generator.intake.shaping.views import GROWTH, StatementView
from generator.intake.yaml_text import unique
from generator.model.statement import Statement

_GROWTH = "対前期増減率"
_ASSURANCE = {"10-K": "audited", "20-F": "audited", "40-F": "audited", "有価証券報告書": "audited",
              "四半期報告書": "reviewed", "半期報告書": "reviewed"}
"""What the law asks for of a form, by what titles begin with; an auditor's own words stand in no data."""


def shape(company: PlacedCompany, inputs: Inputs | None, standards: Standards | None = None) -> CompanyDraft:
    """The draft of what an import writes: all statements and tables of a new company, or what is new in one that is
    there (``inputs``). Every placed fact is in a row or left out with a reason. ``standards`` are read where they were
    not before; raises Refused where they have mistakes."""
    standards = standards or read_standards(inputs.vocabulary if inputs else None)
    vocabulary = standards.vocabulary
    company = replace(company, filings=without_misscaled(company.filings))
    meanings = Meanings.of(company.filings, standards.elements)
    sheets = _sheets(company.filings, meanings)
    remarks: list[str] = []
    for sheet in sheets:
        _describe(sheet, company.filings, meanings, vocabulary)
        remarks += give_signs(sheet, company.filings, meanings)
    known = known_rows(sheets, inputs) if inputs else {}
    remarks += give_concepts(sheets, meanings, vocabulary.concepts, inputs)
    for sheet in sheets:
        give_keys(sheet.rows, known.get(sheet.kind, ()))
        sheet.across = member_sums(sheet, company.filings)
        remarks += find_sums(sheet, company.filings, standards.identities)
    second_printings(sheets)
    member_keys = {sheet.kind: _member_keys(sheet, inputs) for sheet in sheets}
    statements = tuple(_statement(sheet, member_keys[sheet.kind], inputs, company.filings) for sheet in sheets)
    restated = given_otherwise(sheets, company)
    if restated:
        remarks.append(f"{len(restated)} filings give figures otherwise than one before: kept as filed, named under "
                       "'restated:' in their heads and on the sheet Restatements")
    filings = [_filing(number, filing, sheets, member_keys, company, restated.get(number, {}))
               for number, filing in enumerate(company.filings)]
    company = replace(company, filings=tuple(
        replace(filing, left=draft.left) for filing, draft in zip(company.filings, filings, strict=True)))
    return CompanyDraft(company, inputs is None, statements, tuple(each for each in filings if each.tables),
                        tuple(dict.fromkeys((*company.remarks, *remarks))))


def _sheets(filings: Sequence[PlacedFiling], meanings: Meanings) -> list[SheetDraft]:
    views: dict[str, dict[int, StatementView]] = defaultdict(dict)
    for number, filing in enumerate(filings):
        primary = presented(filing)
        primary = primary or in_standard_order(filing, meanings)
        for view in (*primary, *earnings_notes(filing, primary, meanings), *summary_views(filing)):
            views[view.kind][number] = view
    return [sheet_of(kind, views[kind], meanings) for kind in KINDS if kind in views]


def _describe(sheet: SheetDraft, filings: Sequence[PlacedFiling], meanings: Meanings, vocabulary: Vocabulary) -> None:
    """Labels, units and what the figures are over time."""
    names = {key: concept.label for key, concept in vocabulary.concepts.items()}
    newest = max(sheet.views)
    for row in sheet.figures:
        row.label = label_of(row.label, row.spots[0], row.role, filings[newest].report, meanings, names)
        row.unit = unit_of(row)
        row.additivity = _additivity(row, meanings)


def _additivity(row: RowInMaking, meanings: Meanings) -> str:
    if row.anchor:
        return "opening" if row.anchor == "opening" else "instant"
    if row.facts and all(is_date(column) for _, column, _ in row.facts):
        return "instant"
    if row.unit == "per_share" and row.spots[0].members:
        return "per_share"  # the dividend of a whole year, beside those of its record dates
    if said := meanings.additivity_of(row.spots[0].concept):
        return said
    if row.first_fact.tagged.span.start is None:
        return "instant"
    if row.unit == "shares":  # those issued and bought back are flows, beside an average
        return "average" if "average" in row.spots[0].concept.lower() else "flow"
    return {"per_share": "per_share", "percent": "ratio", "times": "ratio"}.get(row.unit, "flow")


def _member_keys(sheet: SheetDraft, inputs: Inputs | None) -> dict[str, str]:
    """The keys of members by their XBRL names; the whole, which has none, is ``total``."""
    keys = {"": "total"}
    there = inputs.book.statements.get(sheet.kind) if inputs else None
    for member in sheet.members:
        found = next((each.key for each in there.members.values() if member in each.xbrl), "") if there else ""
        keys[member] = found or unique(snake(member, 40), keys.values())
    if any(behind.startswith(GROWTH) for row in sheet.figures for _, _, behind in row.beside):
        keys[GROWTH] = next((each.key for each in there.members.values() if each.growth), "yoy") if there else "yoy"
        return {GROWTH: keys[GROWTH]}
    return keys if sheet.axis else {}


def _statement(sheet: SheetDraft, member_keys: Mapping[str, str], inputs: Inputs | None,
               filings: Sequence[PlacedFiling]) -> StatementDraft:
    kind = KINDS[sheet.kind]
    there = inputs.book.statements.get(sheet.kind) if inputs else None
    lines: list[LineDraft] = []
    after = ""
    for row in sheet.rows:
        if not (there and row.key in there.items):
            lines.append(_line(row, kind.additivity, after if there else ""))
        elif more := _more(row, sheet, there, filings):
            lines.append(more)
        after = row.key
    members: dict[str, Mapping[str, object]] = {}
    across = {member_keys[whole]: [member_keys[part] for part in parts]
              for whole, parts in sheet.across.items()} if sheet.axis else {}
    for member, key in member_keys.items():
        if member == GROWTH:
            members[key] = {"label": _GROWTH, "unit": "percent", "growth": True}
        elif member and not (there and key in there.members):
            members[key] = {"label": _member_label(member, sheet.members[member]),
                            "xbrl": member, **({"sum": across[key]} if key in across else {})}
    if sheet.axis and not there:
        members["total"] = {"label": "Total", **({"sum": across["total"]} if "total" in across else {})}
    return StatementDraft(sheet.kind, sheet.title, kind.sheet, "amount", kind.additivity, tuple(lines), members,
                          there is None)


def _more(row: RowInMaking, sheet: SheetDraft, there: Statement, filings: Sequence[PlacedFiling]) -> LineDraft | None:
    """What a line item that is there gets besides: elements of its figures, terms of its sum."""
    item = there.items[row.key]
    elements, terms = further_elements(row, item), _terms(further_terms(row, item, sheet, there, filings))
    return LineDraft(row.key, row.label, sum=terms, xbrl=elements) if elements or terms else None


def _member_label(member: str, label: str) -> str:
    plain = re.sub(r"\s*\[[^\]]*\]\s*$", "", label).strip()
    return in_words(member) if plain.lower() in ("", "total", "合計") else plain


def _line(row: RowInMaking, usual: str, after: str) -> LineDraft:
    if row.is_caption:
        return LineDraft(row.key, row.label, is_caption=True, after=after)
    more = dict(row.more)
    if row.unit != "amount":
        more["unit"] = row.unit
    if row.additivity != usual:
        more["additivity"] = row.additivity
    tags = tuple(("-" if row.sign < 0 else "") + spot.tag for spot in row.spots)
    return LineDraft(row.key, row.label, sum=_terms(row.sum), also_sum=_terms(row.also_sum),
                     concept=str(more.pop("concept", "")), xbrl=tags, more=more, after=after)


def _terms(terms: Sequence[tuple[int, RowInMaking]]) -> tuple[str, ...]:
    return tuple(("-" if sign < 0 else "") + row.key for sign, row in terms)


def _between_quarters(filing: PlacedFiling, tables: Sequence[TableDraft]) -> str:
    """Why the newest flows that stand in tables end before the newest balances, where the filing's own newest flows are
    of durations that are no quarters: of a successor, or of a company founded since. Empty where it is not so."""
    facts = [fact for table in tables for row in table.rows for fact in row.facts if fact and not fact.off_calendar]
    newest = max((fact.tagged.span.end for fact in facts if fact.tagged.span.start is None), default=None)
    flows = {fact.tagged.span.end for fact in facts if fact.tagged.span.start is not None}
    cut = Counter(span for span in (left.tagged.span for left in filing.left if left.reason == NO_PERIOD)
                  if span.end == newest and span.start is not None and not span.members)
    if newest is None or not cut or newest in flows:
        return ""
    days = " and ".join(f"{start} to {newest}" for start in sorted(str(span.start) for span, _ in cut.most_common(2)))
    return f"its flows up to {newest} are of durations that are no quarters ({days})"


def _why_left(fact: PlacedFact, views: Sequence[StatementView]) -> str:
    """Why a fact stands in no row: what tells it from those of the statement that has its row and its column."""
    for view in views:
        if fact.column in view.columns and any(spot.concept == fact.tagged.concept and spot.members == fact.members
                                               for spot in view.spots):
            currencies = {each.currency for each in view.cells.values()} - {""}
            return OTHER_CURRENCY if fact.currency and fact.currency not in currencies else IN_THE_NOTES
    return IN_THE_NOTES


def _filing(number: int, filing: PlacedFiling, sheets: Sequence[SheetDraft], member_keys: Mapping[str, dict[str, str]],
            company: PlacedCompany, restated: Mapping[str, str]) -> FilingDraft:
    tables = tuple(table for sheet in sheets if number in sheet.views
                   for table in (summary_tables if sheet.kind in (SUMMARY, DIVIDENDS) else tables_of)(
                       sheet, number, filing, member_keys[sheet.kind]))
    used = {id(fact) for table in tables for row in table.rows for fact in row.facts if fact}
    in_rows = {id(fact) for sheet in sheets for row in sheet.figures for fact in row.facts.values()}
    views = [sheet.views[number] for sheet in sheets if number in sheet.views]
    left = tuple(LeftOut(fact.tagged, OF_ANOTHER_KIND if id(fact) in in_rows else _why_left(fact, views))
                 for fact in filing.facts if id(fact) not in used)
    head: dict[str, object] = {
        "title": filing.title, "filed": filing.filed,
        "assurance": next((word for form, word in _ASSURANCE.items() if filing.title.startswith(form)), "unreviewed")}
    if url := filing.report.url:
        head["url"] = url
    if why := _between_quarters(filing, tables):
        head["year_is_right"] = why
    if filing.split_basis:
        head["split_basis"] = filing.split_basis
    if filing.scale not in ("", company.scale):
        head["scale"] = filing.scale
    if filing.currency not in ("", company.currency):
        head["currency"] = filing.currency
    if restated:
        head["restated"] = restated
    return FilingDraft(f"{filing.filed}_{filing.period.lower()}.yaml", filing.filed, head, tables,
                       (*filing.left, *left))

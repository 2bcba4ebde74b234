"""What adds up to what: as the filings link it and their figures bear out, else as their figures alone tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from generator.inputs.standards import Identity
from generator.intake.placing.placed import PlacedFiling
from generator.intake.placing.units import step
from generator.intake.shaping.rows import At, RowInMaking, SheetDraft
from generator.intake.shaping.views import CLOSING, OPENING

Terms = tuple[tuple[int, RowInMaking], ...]
_MOST_TERMS = 30
_TOTAL = re.compile(r"\btotal|\bnet\b|profit|income|\bloss|margin|計$|利益|損失|純額", re.I)


def find_sums(sheet: SheetDraft, filings: Sequence[PlacedFiling], identities: Iterable[Identity]) -> list[str]:
    """Give the totals of a statement their parts. Gives remarks on what is linked and does not add up."""
    remarks: list[str] = []
    links = dict(_linked(sheet, filings))
    for row in sheet.figures:
        for terms in links.get(row, []):
            right, wrong = verdict(row, terms, filings)
            if right and right >= wrong and not _circular(row, terms):
                _take(row, terms)
                if wrong:
                    remarks.append(f"{sheet.kind}: the filer's sum of '{row.label}' does not add up in {wrong} of "
                                   f"{right + wrong} columns")
    for each in identities:
        total, parts_found = _by_meaning(sheet, each.total), [_by_meaning(sheet, part) for part in each.parts]
        if total and all(parts_found):
            signed = tuple((total.turn * part.turn, part) for part in parts_found if part)
            _try(total, signed, filings)
    for row, terms in _by_parts(sheet):
        _try(row, terms, filings)
    _by_order(sheet, filings)
    _rolled(sheet, filings)
    return remarks


def _try(row: RowInMaking, terms: Terms, filings: Sequence[PlacedFiling], least: int = 1) -> bool:
    right, wrong = verdict(row, terms, filings)
    if right >= least and not wrong and not _circular(row, terms) and (not row.sum or not row.also_sum):
        return _take(row, terms)
    return False


def _take(row: RowInMaking, terms: Terms) -> bool:
    known = {part for each in (row.sum, row.also_sum) for _, part in each}
    if known & {part for _, part in terms}:
        return False  # the same way with a line more or less
    if not row.sum:
        row.sum = terms
    elif not row.also_sum:
        row.also_sum = terms
    else:
        return False
    return True


def _circular(row: RowInMaking, terms: Terms) -> bool:
    """Whether a part is itself made from the total."""
    seen: set[RowInMaking] = set()
    queue = [part for _, part in terms]
    while queue:
        each = queue.pop()
        if each is row:
            return True
        if each not in seen:
            seen.add(each)
            queue += [part for _, part in each.sum]
    return False


def verdict(row: RowInMaking, terms: Terms, filings: Sequence[PlacedFiling],
            across: Mapping[str, Sequence[str]] = MappingProxyType({})) -> tuple[int, int]:
    """In how many columns a total is what its parts add up to, and in how many it is not. A part without a figure
    there is none; a column that has no part of it says nothing."""
    right = wrong = 0
    for at in row.facts:
        total = row.printed(at)
        parts = [(sign, _of_members(part, at, across)) for sign, part in terms]
        given = [(sign, value) for sign, value in parts if value is not None]
        if total is None or len(given) < min(2, len(terms)) or not (total or any(value for _, value in given)):
            continue
        gap = abs(total - sum((sign * value for sign, value in given), Decimal(0)))
        if gap <= _rounded(row, at, len(terms), filings):
            right += 1
        else:
            wrong += 1
    return right, wrong


def _of_members(row: RowInMaking, at: At, across: Mapping[str, Sequence[str]]) -> Decimal | None:
    """The figure of a row; of a whole for which none is printed the sum of those of its members."""
    given = [value for part in across.get(at[2], ()) if (value := row.printed((*at[:2], part))) is not None]
    value = row.printed(at)
    return sum(given, Decimal(0)) if value is None and given else value


def _rounded(row: RowInMaking, at: At, parts: int, filings: Sequence[PlacedFiling]) -> Decimal:
    """How far a total may be from the sum of so many parts, each of them rounded by itself."""
    return Decimal(0) if _foots(filings[at[0]]) else step(row.facts[at].tagged) * parts


def _foots(filing: PlacedFiling) -> bool:
    """Whether the columns of a filing add up to the digit: those of American filers do."""
    return any(fact.tagged.concept.startswith("us-gaap:") for fact in filing.facts[:200])


def _linked(sheet: SheetDraft, filings: Sequence[PlacedFiling]) -> Iterator[tuple[RowInMaking, list[Terms]]]:
    """The sums that filings link, terms of all filings together where they have one sign; newest first."""
    found: dict[RowInMaking, list[dict[RowInMaking, int]]] = {}
    for number in sorted(sheet.views, reverse=True):
        for link in filings[number].report.sums:
            total = sheet.row_of(link.total)
            if link.role not in sheet.views[number].roles or total is None:
                continue
            terms = {row: int(weight) * row.sign * total.sign for concept, weight in link.terms
                     if (row := sheet.row_of(concept)) is not None and abs(weight) == 1 and row is not total}
            if not terms:
                continue
            for known in found.setdefault(total, []):
                if set(known) & set(terms) and all(known.get(row, sign) == sign for row, sign in terms.items()):
                    known.update(terms)
                    break
            else:
                found[total].append(terms)
    order = {row: index for index, row in enumerate(sheet.rows)}
    for total, each in found.items():
        yield total, [tuple((sign, row) for row, sign in sorted(terms.items(), key=lambda t: order[t[0]]))
                      for terms in each]


def _by_meaning(sheet: SheetDraft, concept: str) -> RowInMaking | None:
    return next((row for row in sheet.figures if row.concept == concept and row.turn and not row.spots[0].members),
                None)


def _by_parts(sheet: SheetDraft) -> Iterator[tuple[RowInMaking, Terms]]:
    """Rows about all of what the rows before them are about in parts, as revenue by product."""
    for row in sheet.figures:
        parts: dict[str, list[RowInMaking]] = {}
        for each in sheet.figures:
            spot = each.spots[0]
            if spot.concept == row.spots[0].concept and not row.spots[0].members and len(spot.members) == 1:
                parts.setdefault(spot.members[0][0], []).append(each)
        yield from ((row, tuple((1, part) for part in each)) for each in parts.values() if len(each) > 1)


def _by_order(sheet: SheetDraft, filings: Sequence[PlacedFiling]) -> None:
    """Totals that follow their parts: a run of the rows above that no total has taken yet, in two columns at least.

    A result may be the first of them less the others; a balance is no such thing.
    """
    open_rows: list[RowInMaking] = []
    for row in sheet.figures:
        if row.unit != "amount" or row.anchor or row.spots[0].members:
            continue
        if not row.sum and _is_total(row) and "same_as" not in row.more:
            runs = (open_rows[-count:] for count in range(2, min(len(open_rows), _MOST_TERMS) + 1))
            signs = (1,) if row.additivity == "instant" else (1, -1)
            any(_try(row, ((1, run[0]), *((sign, part) for part in run[1:])), filings, 2)
                for run in runs for sign in signs)
        parts = {part for _, part in row.sum}
        open_rows = [*(each for each in open_rows if each not in parts), row]


def _is_total(row: RowInMaking) -> bool:
    return "otal" in row.role or row.role == "positiveLabel" or bool(_TOTAL.search(row.label))


def _rolled(sheet: SheetDraft, filings: Sequence[PlacedFiling]) -> None:
    """A closing balance is the opening one and what changed it."""
    for closing in (row for row in sheet.figures if row.anchor == CLOSING and not row.sum):
        concept = closing.spots[0].concept
        opening = sheet.row_of(concept, OPENING)
        if opening is None:
            continue
        flows = [row for row in sheet.figures if not row.anchor and row.unit == closing.unit
                 and not row.spots[0].members]
        inner = {part for row in flows for _, part in row.sum}
        tops = [row for row in flows if row not in inner]
        if sheet.axis:
            start = sheet.rows.index(opening)
            for each in (tops, [row for row in flows if not row.sum]):  # not every component has the totals
                terms = ((1, opening), *((1, row) for row in each if sheet.rows.index(row) > start))
                right, wrong = verdict(closing, terms, filings, sheet.across)
                if right and not wrong:
                    closing.sum = terms
                    break
            continue
        for count in range(1, min(len(tops), 6) + 1):
            if any(_try(closing, ((1, opening), *((1, row) for row in tops[at:at + count])), filings)
                   for at in range(len(tops) - count + 1)):
                break


def member_sums(sheet: SheetDraft, filings: Sequence[PlacedFiling]) -> dict[str, tuple[str, ...]]:
    """Which members add up to which, by all rows in all columns; the whole is the empty one."""
    found: dict[str, tuple[str, ...]] = {}
    tops = list(sheet.members)
    for member in reversed(list(sheet.members)):  # parts of parts stand behind
        at = tops.index(member) if member in tops else -1
        for run in _runs(tops, at):
            if _adds_across(sheet, member, run, filings):
                found[member] = tuple(run)
                tops = [each for each in tops if each not in run]
                break
    if len(tops) > 1 and _adds_across(sheet, "", tops, filings):
        found[""] = tuple(tops)
    return found


def _runs(tops: list[str], at: int) -> Iterator[list[str]]:
    """Neighbours behind a member, as EDINET has them, or before it."""
    for count in range(len(tops), 1, -1) if at >= 0 else ():
        if at + count < len(tops):
            yield tops[at + 1:at + 1 + count]
        if at >= count:
            yield tops[at - count:at]


def _adds_across(sheet: SheetDraft, whole: str, parts: Sequence[str], filings: Sequence[PlacedFiling]) -> bool:
    right = 0
    for row in sheet.figures:
        for number, column, member in row.facts if row.unit == "amount" else ():
            if member != whole:
                continue
            at = (number, column, member)
            total = row.printed(at)
            given = [value for part in parts if (value := row.printed((number, column, part))) is not None]
            if total is None or not total or not given:
                continue
            if abs(total - sum(given, Decimal(0))) > _rounded(row, at, len(parts), filings):
                return False
            right += len(given) > 1
    return right > 1

"""What the columns of a pasted table stand for, by its printed header."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.intake.pasting.figures import is_figure_like, is_note
from generator.intake.pasting.periods import (
    DATE,
    DAY,
    MONTHS,
    SLOT,
    SPAN,
    YEAR,
    HeaderPiece,
    date_of,
    pieces,
    without_pieces,
)
from generator.intake.pasting.text import PastedLine, unit_in
from generator.model.calendar import FiscalCalendar
from generator.model.period import Period

_NOTES = re.compile(r"\bnotes?\b\.?|注記(?:番号)?|^注$", re.I)
_OTHERS = re.compile(r"change|yoy|growth|ratio|difference|increase|decrease|増減|前年同|比率|構成比|%|％", re.I)
_LEAD = re.compile(r"\s*(?:(?:as\s+(?:of|at)|for\s+the)\W*)+", re.I)
"""What stands above dates in a line of its own."""
SKIP = "skip"


@dataclass(frozen=True)
class PastedHeader:
    """A printed header: its lines' numbers, the columns as YAML writes them, whether there are notes, and at which cell
    of lines with tabs; ``others`` are words of columns that are no period."""

    numbers: tuple[int, ...]
    columns: tuple[str, ...]
    has_notes: bool = False
    notes_at: int | None = None
    others: tuple[str, ...] = ()


def headers(lines: Sequence[PastedLine], calendar: FiscalCalendar, instants: bool) -> list[PastedHeader]:
    """The headers of a text in order; lines of units and captions between belong to none. ``instants``: the statement
    has balances, which stand under dates."""
    found: list[PastedHeader] = []
    block: list[PastedLine] = []
    for line in [*lines, None]:
        if line is not None and (is_header(line) or (block and unit_in(line) is not None)):
            block.append(line)
        elif block:
            found.append(_header(block, calendar, instants))
            block = []
    return found


def is_header(line: PastedLine) -> bool:
    """Whether a line belongs to a header: it has periods or the word for notes, and no figures besides."""
    if _LEAD.fullmatch(line.text):
        return True
    said = pieces(line.text)
    rest = without_pieces(line.text, said)
    words = [each for each in re.split(r"\s+", rest) if is_figure_like(each) and not is_note(each)]
    if words or (not said and not _NOTES.search(rest)):
        return False
    if said and all(piece.kind == YEAR for piece in said):
        return not re.sub(r"[\W\d_]", "", _NOTES.sub("", rest))
    sentence = re.sub(r"\W+", " ", _OTHERS.sub("", _NOTES.sub("", rest)))
    return len(sentence) < 60 and (bool(said) or len(sentence) < 12)


def _header(block: list[PastedLine], calendar: FiscalCalendar, instants: bool) -> PastedHeader:
    said = [pieces(line.text) for line in block]
    rest = [without_pieces(line.text, each) for line, each in zip(block, said, strict=True)]
    notes = [line for line, each in zip(block, rest, strict=True) if _NOTES.search(each)]
    at = next((number for line in notes if line.tabbed for number, cell in enumerate(line.text.split("\t"))
               if _NOTES.fullmatch(cell.strip())), None)
    others = tuple(word for each in rest for word in re.split(r"\s{2,}|\t", each) if _OTHERS.search(word))
    columns = _columns([piece for each in said for piece in each], calendar, instants)
    return PastedHeader(tuple(line.number for line in block), columns, bool(notes), at, others)


def _columns(said: list[HeaderPiece], calendar: FiscalCalendar, instants: bool) -> tuple[str, ...]:
    """The columns as YAML writes them; none where they cannot be told for certain."""
    by_kind = {kind: [piece.said for piece in said if piece.kind == kind] for kind in
               (SPAN, SLOT, DATE, MONTHS, DAY, YEAR)}
    if by_kind[SPAN]:
        return _all([_span(each, calendar, instants) for each in by_kind[SPAN]])
    if by_kind[SLOT] and not by_kind[DATE]:
        return _all([str(each) for each in by_kind[SLOT]])
    dates, months, days, years = by_kind[DATE], by_kind[MONTHS], by_kind[DAY], by_kind[YEAR]
    if not dates and days and years and len(days) in (1, len(years)):
        dates = [date_of(day, year) for day, year in zip(_each(days, len(years)), years, strict=True)
                 if isinstance(day, tuple) and isinstance(year, int)]
    elif len(dates) == 1 and years and isinstance(first := dates[0], datetime.date):
        dates = [first, *(date_of((first.month, first.day), year) for year in years if isinstance(year, int))]
    elif years:
        return ()
    if not dates or None in dates:
        return ()
    if instants:
        return _all([str(day) for day in dates])
    if len(months) not in (1, len(dates)):
        return ()
    return _all([_ending(day, length, calendar) for day, length in zip(dates, _each(months, len(dates)), strict=True)])


def _each(said: list[object], count: int) -> list[object]:
    return said * count if len(said) == 1 else said


def _all(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(columns) if all(columns) and len(set(columns)) == len(columns) else ()


def _span(said: object, calendar: FiscalCalendar, instants: bool) -> str:
    assert isinstance(said, tuple)
    if instants:
        return str(said[1])
    slot = calendar.slot_of(Period(said[1], said[0])) if said[0] < said[1] else None
    return slot.label if slot else ""


def _ending(day: object, months: object, calendar: FiscalCalendar) -> str:
    """The period of so many months that ends on a day."""
    assert isinstance(day, datetime.date)
    found = [slot for slot in calendar.slots_ending(day) if calendar.months(slot) == months]
    return found[0].label if len(found) == 1 else ""

"""A statement as its page prints it: order, headings and labels of its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.intake.placing.placed import PlacedFiling
from generator.intake.shaping.views import CLOSING, OPENING, RowSpot, StatementView, ViewLine
from generator.xbrl.report import FiledReport, PrintedTable

_UNIT = re.compile(r"[（(]?(単位|in\s+(millions|thousands)|百万円|千円|円)", re.I)
_PERIOD = re.compile(r".*\d{4}\s*年.*|.*第.*期.*")
_MONTH = r"(january|february|march|april|may|june|july|august|september|october|november|december|" \
         r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_DATED = re.compile(rf"((for the|as (of|at)|(three|six|nine|twelve|\d+) (months?|weeks?)|(fiscal )?years?|quarters?|"
                    rf"ended|ending|and|{_MONTH}|\d{{1,2}}|(19|20)\d\d|unaudited|audited)[\s.,()*–—-]*)+", re.I)
"""What says a day or a period, and nothing else."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_TITLE = re.compile(r"[^\n]{0,30}(?:貸借対照表|損益計算書|包括利益計算書|キャッシュ・?フロー計算書|変動計算書"
                    r"|財政状態計算書)[^\n]{0,20}")
_ENUMERATOR = re.compile(r"^\s*(?:[（(]?[0-9０-９ⅰ-ⅻⅠ-Ⅻ一二三四五六七八九十]{1,2}[）)．.、]|[①-⑳])\s*")
_BALANCES = {OPENING: "期首残高", CLOSING: "期末残高"}
"""What the balances of a Japanese statement of changes in equity are called in general."""


def as_printed(view: StatementView, filing: PlacedFiling) -> StatementView:
    """The view with its rows in the order of its page, with the page's headings and labels; unchanged where no table
    of the pages is the statement's."""
    if view.axis:
        return _labelled(view, filing.report)
    tables = _tables(view, filing.report)
    if not tables:
        return view
    view = replace(view, title=_title(view, filing.report, tables))
    known = {line.spot: line for line in view.lines if line.spot}
    lines: list[ViewLine] = []
    for number in tables:
        for row in filing.report.pages[number].rows:
            if not row.facts:
                if _is_heading(row.label):
                    lines.append(ViewLine(None, row.label))
                continue
            for spot in dict.fromkeys(_spots(row.facts, filing, view)):
                if spot in known and all(line.spot != spot for line in lines):
                    lines.append(replace(known[spot], label=row.label or known[spot].label, depth=1))
    placed = {line.spot for line in lines}
    order = [line.spot for line in view.lines if line.spot]
    for index, spot in enumerate(order):
        if spot not in placed:
            before = next((each for each in reversed(order[:index]) if each in placed), None)
            at = next((i + 1 for i, line in enumerate(lines) if before and line.spot == before), 0)
            lines.insert(at, replace(known[spot], depth=1))
            placed.add(spot)
    return replace(view, lines=tuple(_without_idle(lines)), tables=tables)


def _labelled(view: StatementView, report: FiledReport) -> StatementView:
    """The labels of the rows alone: of what stands across, a page has a table for each period. Opening and closing
    balances are called by their dates there, which are those of one period."""
    tables = sorted(number for number, _, _ in _ranked(view, report))
    labels: dict[str, str] = {}
    for fact in report.facts:
        if fact.label and fact.cell and fact.cell[0] in tables:
            labels.setdefault(fact.concept, fact.label)
    return replace(view, title=_title(view, report, tables), members=_members(view, report, tables), lines=tuple(
        line if not line.spot else
        replace(line, label=line.label or f"{_BALANCES[line.spot.anchor]}") if line.spot.anchor else
        replace(line, label=labels.get(line.spot.concept, line.label)) for line in view.lines))


def _title(view: StatementView, report: FiledReport, tables: Sequence[int]) -> str:
    """What a Japanese statement is called above its table, nearest first; its role has but English words."""
    if not any("/rol_" in role for role in view.roles):
        return view.title
    for number in tables:
        found = _TITLE.findall(report.pages[number].before)
        if found:
            return _ENUMERATOR.sub("", found[-1].strip(), count=1).strip("（）()【】 　〔〕")
    return view.title


def _members(view: StatementView, report: FiledReport, tables: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """The members with what stands above their columns, where no link has a label for them."""
    heads: dict[str, str] = {}
    for fact in report.facts:
        if fact.cell and fact.cell[0] in tables and (above := report.pages[fact.cell[0]].heads.get(fact.cell[2])):
            for axis, member in fact.span.members:
                if axis == view.axis:
                    heads.setdefault(member, above[-1])
    return tuple((member, label or heads.get(member, "")) for member, label in view.members)


def _tables(view: StatementView, report: FiledReport) -> tuple[int, ...]:
    """The tables of the pages that print most of a view's rows, each such as has mostly rows of it."""
    ranked = _ranked(view, report)
    concepts = {spot.concept for spot in view.spots}
    found: list[int] = []
    covered: set[str] = set()
    for number, _, own in ranked:
        if len(own - covered) >= min(2, len(concepts)):
            found.append(number)
            covered |= own
    return tuple(sorted(found)) if len(covered) * 2 > len(concepts) else ()


def _ranked(view: StatementView, report: FiledReport) -> list[tuple[int, int, set[str]]]:
    """The tables with mostly rows of a view, and which: those with most first."""
    concepts = {spot.concept for spot in view.spots}
    ranked: list[tuple[int, int, set[str]]] = []
    for number, table in enumerate(report.pages):
        rows = _concepts(table, report)
        own = [concept for concept in rows if concept in concepts]
        if rows and len(own) * 2 > len(rows):
            ranked.append((number, len(set(own)), set(own)))
    return sorted(ranked, key=lambda each: (-each[1], each[0]))


def _concepts(table: PrintedTable, report: FiledReport) -> list[str]:
    """The element of each row of figures."""
    return [Counter(report.facts[fact].concept for fact in row.facts).most_common(1)[0][0]
            for row in table.rows if row.facts]


def _spots(facts: Sequence[int], filing: PlacedFiling, view: StatementView) -> Iterator[RowSpot]:
    """Which rows of the view a printed row is."""
    by_concept: dict[str, list[RowSpot]] = {}
    for spot in view.spots:
        by_concept.setdefault(spot.concept, []).append(spot)
    for number in facts:
        tagged = filing.report.facts[number]
        spots = by_concept.get(tagged.concept, [])
        fitting = [spot for spot in spots if set(spot.members) <= set(tagged.span.members)]
        with_members = [spot for spot in fitting if spot.members] or [
            spot for spot in fitting if not (set(tagged.span.members) & {m for s in spots for m in s.members})]
        if len(with_members) < 2:
            yield from with_members
            continue
        ends = {fact.tagged.span.end for cell, fact in view.cells.items() if cell[0].anchor == CLOSING}
        last = max(ends, default=tagged.span.end)
        wanted = CLOSING if tagged.span.end == last else OPENING
        oldest = min(fact.tagged.span.end for cell, fact in view.cells.items() if cell[0].concept == tagged.concept)
        if tagged.span.end in (last, oldest):
            wanted = OPENING if tagged.span.end == oldest else CLOSING
            yield from (spot for spot in with_members if spot.anchor == wanted)


def _is_heading(label: str) -> bool:
    """Whether the text of a row without figures is a heading: no unit, no date, no number."""
    text = label.strip()
    return bool(_LETTERS.search(text)) and len(text) < 120 and not _UNIT.match(text) and not _PERIOD.fullmatch(text) \
        and not _DATED.fullmatch(text)


def _without_idle(lines: Sequence[ViewLine]) -> Iterator[ViewLine]:
    """Without the headings above the first row but the last two, and those at the end."""
    first = next((i for i, line in enumerate(lines) if line.spot), len(lines))
    last = max((i for i, line in enumerate(lines) if line.spot), default=-1)
    for index, line in enumerate(lines):
        if line.spot or first - 3 < index <= last:
            yield line

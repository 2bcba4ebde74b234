"""The statements of a filing that has presentations: their lines, columns and facts, and which facts stand in none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.intake.placing.placed import Members, PlacedFact, PlacedFiling
from generator.intake.shaping.labels import in_words
from generator.intake.shaping.pages import as_printed
from generator.intake.shaping.spans import FilingSpans, is_date
from generator.intake.shaping.statements_of import (
    BALANCE,
    CASH,
    EQUITY,
    INCOME,
    KINDS,
    SHARES,
    is_parent_only,
    kind_of,
    title_of,
)
from generator.intake.shaping.views import CLOSING, OPENING, Cell, RowSpot, StatementView, ViewLine
from generator.xbrl.report import Presentation, Presented

_AT_START = re.compile(r"begin|opening|start of|期首|at start", re.I)
_FEW = 0.35
"""A period of which a statement's rows have fewer figures than this part of those of its fullest column is not one of
its columns: the notes speak of it."""
_HEADLINES, _MONTHS_OF_A_QUARTER, _QUARTERS_OF_A_YEAR = 3, 3, 4
ByRow = Mapping[tuple[str, Members], Sequence[PlacedFact]]


def presented(filing: PlacedFiling) -> tuple[StatementView, ...]:
    """The primary statements of a filing by its presentations, in the order of KINDS."""
    groups: dict[str, list[Presentation]] = defaultdict(list)
    for presentation in filing.report.presentations:
        if kind := kind_of(presentation):
            groups[kind].append(presentation)
    facts = by_row(filing.facts)
    found = []
    for kind in KINDS:
        group = groups.get(kind, [])
        if any(not is_parent_only(each) for each in group):
            group = [each for each in group if not is_parent_only(each)]
        view = _view(kind, group, facts, filing) if group else None
        if view and view.cells:
            found.append(view)
    return tuple(found)


def by_row(facts: Iterable[PlacedFact]) -> ByRow:
    """Results by element and members."""
    found: dict[tuple[str, Members], list[PlacedFact]] = defaultdict(list)
    for fact in facts:
        if not fact.is_forecast:
            found[fact.tagged.concept, fact.members].append(fact)
    return found


@dataclass(frozen=True)
class _Across:
    """The axes of a presentation with their members and labels, and the one that stands across."""

    axes: Mapping[str, tuple[tuple[str, str], ...]]
    axis: str


def _view(kind: str, group: Sequence[Presentation], facts: ByRow, filing: PlacedFiling) -> StatementView | None:
    lines = [line for presentation in group for line in presentation.lines]
    across = _across(kind, lines, facts)
    rows = tuple(_rows(kind, lines, across, facts))
    view = filled(StatementView(kind, title_of(group[0], kind), tuple(each.role for each in group), rows, (), {},
                       across.axis, across.axes.get(across.axis, ())), facts, FilingSpans.of(filing))
    return as_printed(view, filing) if filing.report.pages else view


def _across(kind: str, lines: Sequence[Presented], facts: ByRow) -> _Across:
    axes: dict[str, dict[str, str]] = {}
    current = ""
    for line in lines:
        if line.kind == "axis":
            current = line.concept
            axes.setdefault(current, {})
        elif line.kind == "member" and current:
            axes[current].setdefault(line.concept, line.label)
        elif line.kind in ("line", "line_items"):
            current = ""
    used = {member for _, members in facts for member in members}
    held = {axis: tuple((member, label) for member, label in members.items() if (axis, member) in used)
            for axis, members in axes.items()}
    named = [axis for axis in held if re.search("equity", axis, re.I) and held[axis]]
    return _Across(held, named[0] if kind == EQUITY and named else "")


def _rows(kind: str, lines: Sequence[Presented], across: _Across, facts: ByRow) -> Iterator[ViewLine]:
    """The lines of presentations; rows of one part (a product) stand before that of the whole."""
    times = Counter(line.concept for line in lines if line.kind == "line")
    seen: Counter[str] = Counter()
    done: set[RowSpot] = set()
    for line in lines:
        if line.kind == "heading" or (line.kind == "line" and not any(line.concept == row for row, _ in facts)):
            if line.depth and line.kind == "heading":
                yield ViewLine(None, _plain(line.label) or in_words(line.concept), depth=line.depth)
            continue
        if line.kind != "line":
            continue
        seen[line.concept] += 1
        anchor = _anchor(kind, line, seen[line.concept], times[line.concept], facts)
        for axis, members in across.axes.items() if kind != EQUITY else ():
            for member, label in members:
                part = RowSpot(line.concept, anchor, ((axis, member),))
                if (part.concept, part.members) in facts and part not in done:
                    if not any(spot.concept == part.concept for spot in done):
                        yield ViewLine(None, line.label, depth=line.depth)
                    done.add(part)
                    yield ViewLine(part, _plain(label), depth=line.depth)
        spot = RowSpot(line.concept, anchor)
        if spot not in done:
            done.add(spot)
            yield ViewLine(spot, line.label, line.role, line.depth)


def _plain(label: str) -> str:
    return re.sub(r"\s*\[[^\]]*\]\s*$", "", label).strip()


def _anchor(kind: str, line: Presented, number: int, times: int, facts: ByRow) -> str:
    """Whether a balance stands at the start or the end of the columns of a statement of flows."""
    found = next((fact for (concept, _), each in facts.items() if concept == line.concept for fact in each), None)
    if kind in (BALANCE, SHARES) or found is None or found.tagged.span.start is not None:
        return ""
    if line.role == "periodStartLabel" or (line.role != "periodEndLabel" and (
            _AT_START.search(line.label) or (times > 1 and number == 1 and kind in (CASH, EQUITY)))):
        return OPENING
    return CLOSING


def filled(view: StatementView, facts: ByRow, columns: FilingSpans) -> StatementView:
    """A view with the facts of its lines, in the columns that are its own and the currency of most of them: some
    filers give the newest year in a second one too, for the reader's convenience."""
    cells: dict[Cell, PlacedFact] = {}
    counts: Counter[str] = Counter()
    found = [(spot, member, fact) for spot in view.spots for member, members in _members(view, spot)
             for fact in facts.get((spot.concept, members), ())]
    currency = _commonest(fact for _, _, fact in found)
    for spot, member, fact in found:
        if fact.currency in ("", currency):
            for column in columns.of_fact(fact, spot.anchor, view.kind in (BALANCE, SHARES)):
                cells.setdefault((spot, column, member), fact)
                counts[column] += not spot.anchor
    own = {*_fullest(counts, False), *_fullest(counts, True)}
    fewer = _quarters(counts, columns) - own if view.kind == INCOME else set()
    own |= fewer
    cells = {cell: fact for cell, fact in cells.items() if cell[1] in own}
    cells = dict(_as_exact_as_others(cells))
    held = {spot for spot, _, _ in cells}
    return replace(view, columns=tuple(sorted(own, key=columns.order)), cells=cells, fewer=frozenset(fewer),
                   lines=tuple(_with_rows(line for line in view.lines if line.spot is None or line.spot in held)))


def _fullest(counts: Mapping[str, int], dated: bool) -> Iterator[str]:
    """The columns, of periods or of dates, that a statement has more than a few figures of."""
    apart = {column: count for column, count in counts.items() if is_date(column) == dated}
    most = max(apart.values(), default=0)
    yield from (column for column, count in apart.items() if count and count >= max(min(2, most), _FEW * most))


def _quarters(counts: Mapping[str, int], columns: FilingSpans) -> set[str]:
    """The quarters of which a note prints the headlines, as American annual reports did until 2020: revenue, profit
    and more, of the quarters of a year at least."""
    found = {column for column, count in counts.items()
             if count >= _HEADLINES and columns.order(column)[0] == _MONTHS_OF_A_QUARTER}
    return found if len(found) >= _QUARTERS_OF_A_YEAR else set()


def _commonest(facts: Iterable[PlacedFact]) -> str:
    counted = Counter(fact.currency for fact in facts if fact.currency)
    return counted.most_common(1)[0][0] if counted else ""


def _as_exact_as_others(cells: Mapping[Cell, PlacedFact]) -> Iterator[tuple[Cell, PlacedFact]]:
    """Without amounts that are rounded more than those of the statement: a note says them in its text."""
    usual = Counter(fact.tagged.decimals for fact in cells.values() if fact.counts == "money" and fact.tagged.value)
    most = usual.most_common(1)[0][0] if usual else None
    for cell, fact in cells.items():
        is_coarse = most is not None and fact.tagged.decimals is not None and fact.tagged.decimals < most
        if not (is_coarse and fact.counts == "money" and fact.tagged.value):
            yield cell, fact


def _members(view: StatementView, spot: RowSpot) -> Iterator[tuple[str, Members]]:
    yield "", spot.members
    if view.axis:
        yield from ((member, ((view.axis, member),)) for member, _ in view.members)


def _with_rows(lines: Iterable[ViewLine]) -> Iterator[ViewLine]:
    """The lines without headings under which nothing stands."""
    waiting: list[ViewLine] = []
    for line in lines:
        if line.spot is None:
            waiting = [each for each in waiting if each.depth < line.depth]
            waiting.append(line)
            continue
        yield from (each for each in waiting if each.depth < line.depth or not line.depth or line.spot.members)
        waiting = []
        yield line

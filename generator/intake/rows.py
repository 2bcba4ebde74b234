"""The rows of a statement over all filings of an import: one skeleton, in the order of the newest that presents it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.intake.meanings import Meanings
from generator.intake.placed import PlacedFact
from generator.intake.views import RowSpot, StatementView, ViewLine

At = tuple[int, str, str]
"""A filing by its place in the import, a column and a member."""


@dataclass
class RowInMaking:
    """A row in the making. ``spots`` are what filings tag it as, the newest first; ``sign`` is -1 where it is printed
    with the other sign than it is tagged with; ``concept`` the standard concept and ``turn`` the sign that brings a
    printed figure to that with which formulas have it, 0 where it is not known."""

    spots: list[RowSpot]
    label: str
    role: str = ""
    depth: int = 0
    key: str = ""
    unit: str = "amount"
    additivity: str = ""
    concept: str = ""
    sign: int = 1
    turn: int = 0
    sum: tuple[tuple[int, RowInMaking], ...] = ()
    also_sum: tuple[tuple[int, RowInMaking], ...] = ()
    more: dict[str, object] = field(default_factory=dict)
    facts: dict[At, PlacedFact] = field(default_factory=dict)
    beside: dict[At, PlacedFact] = field(default_factory=dict)
    """Printed growth and forecasts, as ``StatementView.beside``."""

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def is_caption(self) -> bool:
        return not self.spots

    @property
    def first_fact(self) -> PlacedFact:
        """A result, of a row that is only ever forecast a forecast."""
        return next(iter((*self.facts.values(), *self.beside.values())))

    @property
    def anchor(self) -> str:
        return self.spots[0].anchor if self.spots else ""

    def printed(self, at: At) -> Decimal | None:
        """The figure with its printed sign, in ones."""
        fact = self.facts.get(at)
        if fact is None:
            return None
        return Decimal(0) if fact.tagged.value is None else self.sign * fact.tagged.value


@dataclass
class SheetDraft:
    """A statement in the making: its rows, and what each filing has of it."""

    kind: str
    title: str
    rows: list[RowInMaking]
    views: Mapping[int, StatementView]
    axis: str = ""
    members: dict[str, str] = field(default_factory=dict)
    across: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Members that others add up to."""

    @property
    def figures(self) -> list[RowInMaking]:
        return [row for row in self.rows if not row.is_caption]

    def row_of(self, concept: str, anchor: str = "") -> RowInMaking | None:
        return next((row for row in self.figures for spot in row.spots
                     if spot.concept == concept and spot.anchor == anchor and not spot.members), None)


def sheet_of(kind: str, views: Mapping[int, StatementView], meanings: Meanings) -> SheetDraft:
    """One skeleton from the views of one kind; those of later filings go before."""
    newest = sorted(views, reverse=True)
    newest.sort(key=lambda number: not views[number].roles)  # presentations first, histories without behind
    rows: list[RowInMaking] = []
    members: dict[str, str] = {}
    for number in newest:
        _merge(rows, views[number].lines, meanings)
        for member, label in views[number].members:
            members.setdefault(member, label)
    sheet = SheetDraft(kind, views[newest[0]].title, rows, views, views[newest[0]].axis, members)
    by_spot = {spot: row for row in rows for spot in row.spots}
    for number in sorted(views):
        for (spot, column, member), fact in views[number].cells.items():
            row, at = by_spot[spot], (number, column, member)
            before = row.facts.get(at)
            if before is None or row.spots.index(spot) < _place(row, before):
                row.facts[at] = fact
        for (spot, column, behind), fact in views[number].beside.items():
            by_spot[spot].beside.setdefault((number, column, behind), fact)
    return sheet


def _place(row: RowInMaking, fact: PlacedFact) -> int:
    return next((index for index, spot in enumerate(row.spots) if spot.concept == fact.tagged.concept), len(row.spots))


def _merge(rows: list[RowInMaking], lines: Sequence[ViewLine], meanings: Meanings) -> None:
    """Put lines of a further filing among the rows, each behind the one that it follows there."""
    fresh = not rows
    at = 0
    own = {line.spot for line in lines if line.spot}
    for line in lines:
        if line.spot is None:
            if fresh:
                rows.append(RowInMaking([], line.label, depth=line.depth))
            continue
        found = next((index for index, row in enumerate(rows) if line.spot in row.spots), None)
        if found is None and not fresh:
            found = _same(rows, line.spot, own, meanings)
            if found is not None:
                rows[found].spots.append(line.spot)
        if found is None:
            found = len(rows) if fresh else at
            rows.insert(found, RowInMaking([line.spot], line.label, line.role, line.depth))
        at = found + 1


def _same(rows: Sequence[RowInMaking], spot: RowSpot, own: Iterable[RowSpot], meanings: Meanings) -> int | None:
    """The row that another element of the same meaning stands for, where no filing has both."""
    concept = meanings.concept_of(spot.concept)
    for index, row in enumerate(rows):
        if concept and row.spots and not spot.members and row.spots[0].members == () and row.anchor == spot.anchor \
                and any(meanings.concept_of(each.concept) == concept for each in row.spots) \
                and not set(row.spots) & set(own):
            return index
    return None

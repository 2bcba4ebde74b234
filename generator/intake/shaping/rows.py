"""The rows of a statement over all filings of an import: one skeleton, in the order of the newest that presents it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.intake.placing.placed import PlacedFact
from generator.intake.shaping.meanings import Meanings
from generator.intake.shaping.views import RowSpot, StatementView, ViewLine

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
    offered: dict[At, dict[RowSpot, PlacedFact]] = field(default_factory=dict)
    """What a filing tags for it, by element: ``facts`` has one of them."""

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
            by_spot[spot].offered.setdefault((number, column, member), {})[spot] = fact
        for (spot, column, behind), fact in views[number].beside.items():
            by_spot[spot].beside.setdefault((number, column, behind), fact)
    for row in rows:
        row.facts = {at: _chosen(row, at) for at in row.offered}
    return sheet


def _chosen(row: RowInMaking, at: At) -> PlacedFact:
    """Of the elements that a filing tags for a row in one column, the one that most other filings bear out, as one of
    them may be a part that only the notes give; where they bear out none the newest."""
    offered = sorted(row.offered[at].items(), key=lambda each: row.spots.index(each[0]))
    if len({fact.tagged.value for _, fact in offered}) > 1:
        others = Counter(value for other, facts in row.offered.items() if other[0] != at[0] and other[1:] == at[1:]
                         for value in {fact.tagged.value for fact in facts.values()})
        offered.sort(key=lambda each: -others[each[1].tagged.value])
    return offered[0][1]


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

"""One statement as one filing presents it: its lines in order, and the facts under each in each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.intake.placing.placed import Members, PlacedFact

OPENING, CLOSING = "opening", "closing"
GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class RowSpot:
    """What tells a row from others of its statement: the element, whether it is the balance at the start or the end
    of the column (``opening``, ``closing``; empty for what has but one), and the members of a row that is about a
    part, as revenue by product is."""

    concept: str
    anchor: str = ""
    members: Members = ()

    @property
    def tag(self) -> str:
        """As ``xbrl:`` has it, without a sign."""
        return "@".join((self.concept, *(member for _, member in self.members)))


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A line: a row of figures, or without ``spot`` a heading. ``label`` is as printed, or as the filer's links have
    it; ``role`` the last part of the preferred label's role."""

    spot: RowSpot | None
    label: str
    role: str = ""
    depth: int = 0


Cell = tuple[RowSpot, str, str]
"""A row, a column and a member across (a member of the axis; empty: all of it)."""


@dataclass(frozen=True)
class StatementView:
    """A statement of one filing. ``kind`` is its key (``balance_sheet``), ``roles`` the presentations that it is made
    from, ``axis`` and ``members`` what stands across. ``fewer`` names columns that hold but a part of its lines.
    ``beside`` are figures that are no results: printed growth, and forecasts with their growth and ends of ranges; in
    the place of the member they have what stands behind the column (``growth``, ``low``, ``growth low``)."""

    kind: str
    title: str
    roles: tuple[str, ...]
    lines: tuple[ViewLine, ...]
    columns: tuple[str, ...]
    cells: Mapping[Cell, PlacedFact]
    axis: str = ""
    members: tuple[tuple[str, str], ...] = ()
    tables: tuple[int, ...] = ()
    fewer: frozenset[str] = field(default_factory=frozenset)
    beside: Mapping[Cell, PlacedFact] = field(default_factory=dict)

    @property
    def spots(self) -> tuple[RowSpot, ...]:
        return tuple(line.spot for line in self.lines if line.spot)

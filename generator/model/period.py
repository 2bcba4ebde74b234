"""Instants and durations, the columns that they fill, and how one duration is derived from others."""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterable
from typing import NamedTuple

DAY = datetime.timedelta(days=1)
SLOTS = ("1Q", "2Q", "3Q", "4Q", "1H", "2H", "9M", "FY")
YEAR_TO_DATE = ("1Q", "1H", "9M", "FY")
"""The slots that begin with their fiscal year; the first quarter is one of them."""


class Period(NamedTuple):
    """An instant (``start`` is None) or a duration; both ends are included."""

    end: datetime.date
    start: datetime.date | None = None

    @property
    def is_instant(self) -> bool:
        return self.start is None

    def __str__(self) -> str:
        return f"{self.start}..{self.end}" if self.start else f"{self.end}"


class Slot(NamedTuple):
    """A column of the time axis: one of the eight periods of a fiscal year."""

    year: int
    name: str

    @property
    def label(self) -> str:
        return f"{self.name}{self.year}"

    @property
    def scope(self) -> str:
        """``discrete`` for what starts within or fills one quarter, ``cumulative`` for year-to-date amounts."""
        return "discrete" if self.name in ("1Q", "2Q", "3Q", "4Q", "2H") else "cumulative"

    @property
    def opening(self) -> Slot:
        """The slot whose end is this one's beginning."""
        before = {"2Q": "1Q", "3Q": "2Q", "4Q": "3Q", "2H": "1H"}
        return Slot(self.year, before[self.name]) if self.name in before else Slot(self.year - 1, "FY")


Term = tuple[int, Period]
"""A signed duration: +1 or -1 and the period."""


def path(wanted: Period, known: Iterable[Period]) -> tuple[Term, ...] | None:
    """The shortest signed path from a duration's start to its end over known durations.

    Each known duration is an edge between two boundaries that can be walked forwards (+1) or
    backwards (-1). ``1Q = 1H - 2Q``, ``4Q = FY - 9M`` and ``LTM = FY + YTD - prior YTD`` all fall out.
    Among paths of equal length the one with fewest subtractions wins, then the earliest periods.
    Returns None where no path exists; the terms are ordered with the additions first.
    """
    if wanted.start is None:
        return None
    edges: dict[datetime.date, list[tuple[datetime.date, Term]]] = {}
    for period in sorted(set(known)):
        if period.start is None:
            continue
        after = period.end + DAY
        edges.setdefault(period.start, []).append((after, (1, period)))
        edges.setdefault(after, []).append((period.start, (-1, period)))
    goal = wanted.end + DAY
    queue: list[tuple[int, int, tuple[Term, ...], datetime.date]] = [(0, 0, (), wanted.start)]
    settled: set[datetime.date] = set()
    while queue:
        length, minuses, terms, at = heapq.heappop(queue)
        if at == goal:
            return tuple(sorted(terms, key=lambda term: (-term[0], term[1])))
        if at in settled:
            continue
        settled.add(at)
        for to, term in edges.get(at, ()):
            if to not in settled:
                heapq.heappush(queue, (length + 1, minuses + (term[0] < 0), (*terms, term), to))
    return None

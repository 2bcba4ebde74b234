"""What stands in a cell of the time axis: where its value comes from, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.book import Fact
from generator.model.period import Slot
from generator.model.statement import Series

REPORTED, DERIVED, ESTIMATE = "reported", "derived", "estimate"


@dataclass(frozen=True)
class Link:
    """The figure of a fact, with the sign it is taken with (-1 for an opposite second printing)."""

    fact: Fact
    sign: int = 1
    stands_in: bool = False


@dataclass(frozen=True)
class Sum:
    """A live total of other rows in the same column."""

    parts: tuple[tuple[int, Series], ...]


@dataclass(frozen=True)
class Path:
    """A signed sum of other columns of the same row; ``weighted`` by the days of each (average shares)."""

    terms: tuple[tuple[int, Slot], ...]
    weighted: bool = False


@dataclass(frozen=True)
class Lost:
    """A figure the source lost: its printed total less the other parts, or its other printing."""

    total: Series
    others: tuple[tuple[int, Series], ...] = ()
    sign: int = 1


@dataclass(frozen=True)
class Missing:
    """Not disclosed in a period that is reported: ``n.a.``"""


Source = Link | Sum | Path | Lost | Missing


@dataclass(frozen=True)
class Entry:
    """A cell's source and whether its value is reported, derived or an estimate."""

    source: Source
    status: str = REPORTED

    @property
    def has_value(self) -> bool:
        return not isinstance(self.source, Missing)

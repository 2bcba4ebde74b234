"""What stands in a cell of the time axis: where its value comes from, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from generator.model.book import Fact
from generator.model.period import Slot
from generator.model.statement import Series

REPORTED, DERIVED, ESTIMATE = "reported", "derived", "estimate"


class Source:
    """Where the value of a cell comes from, and with that what it rests on."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it takes itself."""
        return ()

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        """The cells that it takes, for the cell of a row and column."""
        return ()


@dataclass(frozen=True)
class Link(Source):
    """The figure of a fact, with the sign it is taken with (-1 for an opposite second printing)."""

    fact: Fact
    sign: int = 1
    stands_in: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.fact,)


@dataclass(frozen=True)
class Sum(Source):
    """A live total of other rows in the same column."""

    parts: tuple[tuple[int, Series], ...]

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return ((part, slot) for _, part in self.parts)


@dataclass(frozen=True)
class Path(Source):
    """A signed sum of other columns of the same row; ``weighted`` by the days of each (average shares)."""

    terms: tuple[tuple[int, Slot], ...]
    weighted: bool = False

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return ((series, other) for _, other in self.terms)


@dataclass(frozen=True)
class Lost(Source):
    """A figure the source lost: its printed total less the other parts, or its other printing."""

    total: Series
    others: tuple[tuple[int, Series], ...] = ()
    sign: int = 1

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return ((each, slot) for each in (self.total, *(part for _, part in self.others)))


@dataclass(frozen=True)
class Missing(Source):
    """Not disclosed in a period that is reported: ``n.a.``"""


@dataclass(frozen=True)
class Entry:
    """A cell's source and whether its value is reported, derived or an estimate."""

    source: Source
    status: str = REPORTED

    @property
    def has_value(self) -> bool:
        return not isinstance(self.source, Missing)


class Cells(Protocol):
    """The cells of a book, as far as sums and paths ask for them."""

    def base(self, series: Series, slot: Slot) -> Entry | None:
        """The cell as far as figures printed for this very column give it."""

    def facts(self, series: Series, slot: Slot) -> tuple[Fact, ...]:
        """The facts that a cell's value rests on."""

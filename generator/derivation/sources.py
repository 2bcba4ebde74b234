"""What stands in a cell of the time axis: where its value comes from, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Protocol

from generator.derivation.rounding import apart
from generator.derivation.versions import Versions
from generator.formulas.expression import (
    Call,
    Expression,
    Header,
    Name,
    Negative,
    Operation,
    RowAt,
    Shown,
    signed,
    total,
)
from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import Series

REPORTED, DERIVED, ESTIMATE = "reported", "derived", "estimate"
Terms = tuple[tuple[int, Slot], ...]
"""Columns of a row with their signs."""


class Source:
    """Where the value of a cell comes from, and with that what it rests on."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it takes itself."""
        return ()

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        """The cells that it takes, for the cell of a row and column."""
        return ()

    def tree(self, cells: Cells, series: Series, slot: Slot) -> Expression | None:
        """How it makes the cell of a row and column from what it takes; None where there is no value."""
        return None


@dataclass(frozen=True)
class Link(Source):
    """The figure of a fact, with the sign it is taken with (-1 for an opposite second printing)."""

    fact: Fact
    sign: int = 1
    stands_in: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.fact,)

    def tree(self, cells: Cells, series: Series, slot: Slot) -> Expression:
        return Shown(self.fact) if self.sign > 0 else Negative(Shown(self.fact))


@dataclass(frozen=True)
class Sum(Source):
    """A live total of other rows in the same column."""

    parts: tuple[tuple[int, Series], ...]

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return ((part, slot) for _, part in self.parts)

    def tree(self, cells: Cells, series: Series, slot: Slot) -> Expression:
        return _total(cells, self.parts, slot)


@dataclass(frozen=True)
class PrintedTotal(Source):
    """A printed total of an issuer that rounds each figure: shown as printed, as far as its parts add up to it.

    Where they are further apart from it than ``rounding``, their live sum stands there. ``ties`` says which it is of
    the figures as they are, and so what the cell rests on.
    """

    link: Link
    sum: Sum
    rounding: Expression
    ties: bool

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.link.facts if self.ties else ()

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return () if self.ties else self.sum.cells(series, slot)

    def tree(self, cells: Cells, series: Series, slot: Slot) -> Expression:
        return (self.link if self.ties else self.sum).tree(cells, series, slot)

    def formula(self, cells: Cells, series: Series, slot: Slot) -> Expression:
        """The same as the workbook has it, which goes on when figures are changed there."""
        printed, live = self.link.tree(cells, series, slot), self.sum.tree(cells, series, slot)
        return Call("IF", (Operation("<=", apart(live, printed), self.rounding), printed, live))


@dataclass(frozen=True)
class Path(Source):
    """A signed sum of other columns of the same row; ``weighted`` by the days of each (average shares)."""

    terms: Terms
    weighted: bool = False

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return ((series, other) for _, other in self.terms)

    def tree(self, cells: Cells, series: Series, slot: Slot) -> Expression:
        """Of weighted shares each column by its days, over the days of the whole."""
        facts = [fact for _, other in self.terms for fact in cells.facts(series, other)]
        found = [(sign, _onto_basis(cells, series, other, facts)) for sign, other in self.terms]
        if not self.weighted:
            return signed(found)
        by_days = [(sign, Operation("*", cell, Header("days", other)))
                   for (sign, cell), (_, other) in zip(found, self.terms, strict=True)]
        return Operation("/", signed(by_days), Header("days", slot))


@dataclass(frozen=True)
class Lost(Source):
    """A figure the source lost: its printed total less the other parts, or its other printing."""

    total: Series
    others: tuple[tuple[int, Series], ...] = ()
    sign: int = 1

    def cells(self, series: Series, slot: Slot) -> Iterable[tuple[Series, Slot]]:
        return ((each, slot) for each in (self.total, *(part for _, part in self.others)))

    def tree(self, cells: Cells, series: Series, slot: Slot) -> Expression:
        """Its other printing is linked to where that comes from rather than to a link."""
        whole: Expression = RowAt(self.total, slot)
        if self.others:
            whole = Operation("-", whole, _total(cells, self.others, slot))
        elif (entry := cells.entry(self.total, slot)) and isinstance(entry.source, Link):
            whole = entry.source.tree(cells, self.total, slot)
        return whole if self.sign > 0 else Negative(whole)


@dataclass(frozen=True)
class Missing(Source):
    """Not disclosed in a period that is reported: ``n.a.``, or an empty cell where the filing prints one.

    ``why`` says of a figure that could be derived why it is not. ``words`` is the fact of a cell in which the filing
    prints n.m. or n.a. for a figure.
    """

    is_blank: bool = False
    why: str = ""
    words: Fact | None = None


@dataclass(frozen=True)
class Entry:
    """A cell's source, whether its value is reported, derived or an estimate, and what a reader must know of it."""

    source: Source
    status: str = REPORTED
    remark: str = ""

    @property
    def has_value(self) -> bool:
        return not isinstance(self.source, Missing)


class Cells(Protocol):
    """The cells of a book, as far as sums, paths and sources ask for them."""

    versions: Versions

    @property
    def shown(self) -> frozenset[Series]:
        """Every row that stands on a sheet."""

    def base(self, series: Series, slot: Slot) -> Entry | None:
        """The cell as far as figures printed for this very column give it."""

    def entry(self, series: Series, slot: Slot) -> Entry | None:
        """The cell of a row and column; None is a blank cell."""

    def facts(self, series: Series, slot: Slot) -> tuple[Fact, ...]:
        """The facts that a cell's value rests on."""

    def base_currencies(self, series: Series, slot: Slot) -> Set[str]:
        """The currency of a cell as far as figures printed for its column give it; several where they are apart."""

    def basis(self, series: Series, slot: Slot) -> tuple[Fact, ...]:
        """The facts that tell on which basis a cell stands."""


def _total(cells: Cells, parts: tuple[tuple[int, Series], ...], slot: Slot) -> Expression:
    """A live total over the rows that are there."""
    return total([(sign, RowAt(part, slot)) for sign, part in parts if part in cells.shown])


def _onto_basis(cells: Cells, series: Series, other: Slot, facts: Iterable[Fact]) -> Expression:
    """A column times the splits between the filings behind it and the newest behind some figures."""
    versions = cells.versions
    power = versions.book.split_power(series)
    old, new = versions.split_basis(cells.facts(series, other)), versions.split_basis(facts)
    tree: Expression = RowAt(series, other)
    for number in versions.book.company.splits_between(old, new) if power and old and new else ():
        more, fewer = Name(f"split_{number}_new_shares"), Name(f"split_{number}_old_shares")
        times, over = (more, fewer) if power > 0 else (fewer, more)
        tree = Operation("/", Operation("*", tree, times), over)
    return tree

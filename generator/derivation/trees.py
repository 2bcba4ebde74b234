"""The tree of a statement's cell: what the source of its value says as an expression."""

from __future__ import annotations

from generator.derivation.grid import Grid
from generator.derivation.sources import Link, Lost, Path, Sum
from generator.derivation.structure import Parts
from generator.formulas.expression import (
    Cell,
    Expression,
    Header,
    Name,
    Negative,
    Operation,
    Shown,
    signed,
    total,
)
from generator.model.book import Series
from generator.model.period import Slot


def statement_cell(grid: Grid, series: Series, slot: Slot) -> Expression | None:
    """What a cell of a statement is computed from; None where it is blank or says n.a."""
    entry = grid.entry(series, slot)
    match entry.source if entry else None:
        case Link(fact, sign):
            return Shown(fact) if sign > 0 else Negative(Shown(fact))
        case Sum(parts):
            return _total(grid, parts, slot)
        case Path(terms, weighted):
            return _path(grid, series, slot, terms, weighted)
        case Lost(whole, others, sign):
            found = Operation("-", Cell(whole, slot), _total(grid, others, slot)) if others \
                else _origin(grid, whole, slot)
            return found if sign > 0 else Negative(found)
    return None


def _total(grid: Grid, parts: Parts, slot: Slot) -> Expression:
    """A live total over the rows that are there."""
    return total([(sign, Cell(part, slot)) for sign, part in parts if part in grid.shown])


def _origin(grid: Grid, series: Series, slot: Slot) -> Expression:
    """Another row's number, linked to where it comes from rather than to a link."""
    entry = grid.entry(series, slot)
    found = statement_cell(grid, series, slot) if entry and isinstance(entry.source, Link) else None
    return found or Cell(series, slot)


def _path(grid: Grid, series: Series, slot: Slot, terms: tuple[tuple[int, Slot], ...], weighted: bool) -> Expression:
    """A signed sum of other columns; of weighted shares each by its days, over the days of the whole."""
    found = []
    for sign, other in terms:
        cell = _onto_basis(grid, series, other, slot)
        found.append((sign, Operation("*", cell, Header("days", other)) if weighted else cell))
    return Operation("/", signed(found), Header("days", slot)) if weighted else signed(found)


def _onto_basis(grid: Grid, series: Series, other: Slot, slot: Slot) -> Expression:
    """A column times the splits between the filings behind it and the newest behind another."""
    versions, cell = grid.versions, Cell(series, other)
    power = versions.split_power(series)
    old, new = (versions.split_basis(grid.facts(series, each)) for each in (other, slot))
    tree: Expression = cell
    for number in versions.splits(old, new) if power and old and new else ():
        more, fewer = Name(f"split_{number}_new_shares"), Name(f"split_{number}_old_shares")
        times, over = (more, fewer) if power > 0 else (fewer, more)
        tree = Operation("/", Operation("*", tree, times), over)
    return tree

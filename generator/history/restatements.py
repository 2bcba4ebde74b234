"""What two filings give differently: first reported, restated, why, and the ratios that move because of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.proof import Proof
from generator.derivation.versions import Versions
from generator.formulas.expression import RowAt
from generator.model.fact import Fact
from generator.model.period import Slot

_SAME = 1e-9


@dataclass(frozen=True)
class Restatement:
    """A figure of the first filing that gives it and of the latest, and the cause where one is known."""

    first: Fact
    latest: Fact
    cause: str


@dataclass(frozen=True)
class Move:
    """A computed row that says something else in a period on the figures as first reported."""

    row: str
    label: str
    slot: Slot
    unit: str
    first: float | None
    latest: float | None


def restatements(versions: Versions) -> list[Restatement]:
    """Every figure that two filings give differently, in the order in which they were first reported."""
    book = versions.book
    return [Restatement(first, book.latest[key], _cause(versions, first, book.latest[key]))
            for key, first in book.first.items() if not book.is_one_figure(first, book.latest[key])]


def _cause(versions: Versions, first: Fact, latest: Fact) -> str:
    """What the filing that restates a figure gives as the cause; a share split explains itself."""
    said = latest.filing.cause(latest.series)
    if said is not None:
        return said
    power = versions.book.split_power(first.series)
    between = versions.book.company.splits_between(first.split_basis, latest.split_basis) if power else []
    splits = [versions.book.company.splits[number - 1] for number in between]
    return "; ".join(f"share split {split.new_shares} for {split.old_shares}" for split in splits)


def moved_ratios(proof: Proof) -> list[Move]:
    """The computed rows that the restatements move, the largest move first."""
    if proof.first_values is None:
        return []
    moves: list[Move] = []
    for cell, row in ((RowAt(row.id, slot), row) for row in proof.templates.rows
                      for slot in proof.grid.timeline.slots):
        first, latest = (found.value(proof.numbers) if (found := values.number_in(cell)) else None
                         for values in (proof.first_values, proof.values))
        moves += _move(row.id, row.label, row.unit, cell.slot, first, latest)
    return sorted(moves, key=_size, reverse=True)


def _move(row: str, label: str, unit: str, slot: Slot, first: float | None, latest: float | None) -> Iterator[Move]:
    known = first is not None and latest is not None
    if (first is None) != (latest is None) or (known and abs((first or 0) - (latest or 0)) > _SAME):
        yield Move(row, label, slot, unit, first, latest)


def _size(move: Move) -> tuple[bool, float]:
    if move.first is None or move.latest is None:
        return True, 0.0
    return False, abs(move.latest - move.first) / max(abs(move.first), abs(move.latest))

"""A relation between figures: two sides that must agree, what they rest on, and how people call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.derivation.grid import Grid
from generator.model.book import Fact
from generator.model.period import Slot
from generator.model.statement import Series


@dataclass(frozen=True)
class Cell:
    """The value of a row in a column, as the workbook shows it; no column is one that is not there."""

    series: Series
    slot: Slot | None


@dataclass(frozen=True)
class Printed:
    """A figure as it stands on Facts."""

    fact: Fact


@dataclass(frozen=True)
class Adjusted:
    """A figure as it stands on Facts, brought onto the basis after all splits."""

    fact: Fact


@dataclass(frozen=True)
class AsFiled:
    """A figure as its filing gives it, whatever version of the book is shown."""

    fact: Fact


Operand = Cell | Printed | Adjusted | AsFiled
Terms = tuple[tuple[int, Operand], ...]


@dataclass(frozen=True)
class Relation:
    """Two sides that must agree.

    ``measure`` says what the left side is: a signed sum of its terms (``sum``), the percentage change
    of its first term on its second (``growth``), its first as a percentage of its second (``share``), the
    least of its terms, at most zero (``least``), or an older printing that must stand on the same split
    basis (``basis``). The right side is always a signed sum. ``kind`` is hard, soft or must_not_tie.
    ``statement`` is the one whose figures it tests.
    """

    id: str
    statement: str
    label: str
    period: str
    left: Terms
    right: Terms
    measure: str = "sum"
    kind: str = "hard"

    @property
    def operands(self) -> Iterator[Operand]:
        return (operand for _, operand in (*self.left, *self.right))


def name(grid: Grid, series: Series) -> str:
    """A row as people call it."""
    return grid.book.name(series)


def key(series: Series) -> str:
    """``income_statement.total_revenues`` or ``changes_in_equity.profit@total``."""
    return f"{series[0]}.{series[1]}" + (f"@{series[2]}" if series[2] else "")


def when(grid: Grid, series: Series, slot: Slot) -> str:
    """A duration by its label, an instant by its date."""
    period = grid.printings.period(series, slot)
    return str(period.end) if period.is_instant else slot.label


def facts_behind(grid: Grid, operand: Operand) -> tuple[Fact, ...]:
    """The facts that a value rests on."""
    return grid.facts(operand.series, operand.slot) if isinstance(operand, Cell) else (operand.fact,)

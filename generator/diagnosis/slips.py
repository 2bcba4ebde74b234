"""The slips that typing and text extraction make: SLIPS lists them for all, with what each makes of figures.

`protect` puts the wrong figures that a slip makes in the place of those typed, and sees whether a check fails. `check`
takes the figures as typed for those that a slip has made, and sees whether the true ones let the failing checks hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.proof import Check
from generator.diagnosis import digits, table_slips
from generator.diagnosis.printed_tables import Figures, PrintedTables
from generator.diagnosis.trial import Change, Changes, Trial
from generator.model.fact import Fact
from generator.model.figure import NIL

FIGURE, PAIR, ROW, TABLE = CONCERNS = ("a figure", "a figure and its neighbour", "a row", "a table")
"""What a slip concerns, in the order in which slips are tried."""
Undo = Callable[[Trial, Figures, Sequence[Check]], Iterable[Changes]]
"""What figures may truly be, each way as a set of changes: given those that a slip concerns (of a pair the first), and
the checks that fail."""
Make = Callable[[Fact, PrintedTables], Iterable[Decimal]]
"""The wrong figures that may be typed for a true one."""
Readings = Callable[[Decimal, int], Iterable[Decimal]]
"""What a figure of so many decimals may become, or may have been."""
Beside = Callable[[PrintedTables, Fact], list[Fact]]


@dataclass(frozen=True, eq=False)
class Slip:
    """A kind of slip, which ``words`` name for people and for programs.

    ``make`` is for `protect`, which counts it under ``heading``; without one it is not tried by itself.
    ``is_plain``: it says how the wrong figures came about, not only which they are. ``is_solved``: its true
    figures are whatever the checks ask for, so that they are as exact as the issuer's columns add up.
    """

    words: str
    concerns: str
    undo: Undo
    make: Make | None = None
    counted_as: str = ""
    is_plain: bool = True
    is_solved: bool = False

    @property
    def heading(self) -> str:
        return self.counted_as or self.words


def _may_become(readings: Readings) -> Make:
    """What may be typed for a figure, but not for a dash."""
    return lambda fact, _: () if fact.figure.kind == NIL else readings(fact.value, fact.decimals)


def _may_have_been(readings: Readings) -> Undo:
    """What a figure may truly be that is not zero."""
    def undo(trial: Trial, figures: Figures, _: Sequence[Check]) -> Iterator[Changes]:
        (fact,) = figures
        value = trial.value(fact)
        for each in readings(value, fact.decimals) if value else ():
            if each != value:
                yield (Change(fact, each),)
    return undo


def _solved(trial: Trial, figures: Figures, failing: Sequence[Check]) -> Iterator[Changes]:
    """What a figure must be for a check to hold, whatever was typed."""
    (fact,) = figures
    value = trial.value(fact)
    needed = (trial.needed(fact, check) for check in failing)
    return ((Change(fact, each),) for each in needed if each is not None and each != value)


def _in_another_scale(trial: Trial, figures: Figures, failing: Sequence[Check]) -> Iterable[Changes]:
    """A figure in each other scale, if it is of a kind that has one."""
    return _may_have_been(digits.in_other_scales)(trial, figures, failing) if trial.is_scaled(figures[0]) else ()


def _with_its_point(trial: Trial, figures: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """The same digits with the decimals that figures of their kind have (17646 for 176.46)."""
    (fact,) = figures
    for power in trial.decimal_points(fact) if trial.value(fact) else ():
        yield (Change(fact, trial.value(fact).scaleb(power)),)


def _on_another_split_basis(trial: Trial, figures: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A number of shares or an amount per share times a split, or without it."""
    (fact,) = figures
    for factor in trial.split_factors(fact) if trial.value(fact) else ():
        yield (trial.times(fact, factor),)


def _becomes_its_neighbour(beside: Beside) -> Make:
    return lambda fact, tables: (other.value for other in beside(tables, fact) if other.value != fact.value)


def _became_its_neighbour(beside: Beside) -> Undo:
    """What a figure must be that is the same as one beside it."""
    def undo(trial: Trial, figures: Figures, failing: Sequence[Check]) -> Iterable[Changes]:
        value = trial.value(figures[0])
        copied = value and any(trial.value(other) == value for other in beside(trial.tables, figures[0]))
        return _solved(trial, figures, failing) if copied else ()
    return undo


def _exchanged(trial: Trial, figures: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """Two figures that stand next to each other, each typed in the other's place."""
    (fact,) = figures
    value = trial.value(fact)
    for other in (*trial.tables.beside(fact), *trial.tables.above_and_below(fact)):
        theirs = trial.value(other)
        if theirs != value and fact.place < other.place:
            yield Change(fact, theirs), Change(other, value)


SLIPS = (
    Slip("one digit misread", FIGURE, _may_have_been(digits.misread_from), _may_become(digits.misread)),
    Slip("last digit off by one", FIGURE, _may_have_been(digits.off_by_one), _may_become(digits.off_by_one)),
    Slip("two digits swapped", FIGURE, _may_have_been(digits.swapped), _may_become(digits.swapped)),
    Slip("sign lost", FIGURE, _may_have_been(digits.made_negative), _may_become(digits.made_positive),
         counted_as="sign"),
    Slip("a sign or brackets too many", FIGURE, _may_have_been(digits.made_positive), _may_become(digits.made_negative),
         counted_as="sign"),
    Slip("a digit lost", FIGURE, _may_have_been(digits.lengthened)),
    Slip("a digit too many", FIGURE, _may_have_been(digits.shortened)),
    Slip("another scale", FIGURE, _in_another_scale),
    Slip("decimal point", FIGURE, _with_its_point),
    Slip("another split basis", FIGURE, _on_another_split_basis),
    Slip("a table or column in another scale", TABLE, table_slips.table_scaled),
    Slip("a row in another scale", ROW, table_slips.row_scaled),
    Slip("decimal points of a row", ROW, table_slips.row_without_points),
    Slip("a row on another split basis", ROW, table_slips.row_on_another_split_basis),
    Slip("signs of a row", ROW, table_slips.row_turned),
    Slip("exchanged with its neighbour", PAIR, _exchanged),
    Slip("dashes left out of a row", ROW, table_slips.closed_up),
    Slip("two columns exchanged", TABLE, table_slips.columns_exchanged),
    Slip("two rows exchanged", TABLE, table_slips.rows_exchanged),
    Slip("row typed twice", ROW, table_slips.row_typed_twice),
    Slip("figures of the neighbouring row", ROW, table_slips.row_copied, is_solved=True),
    Slip("copied from the neighbouring column", FIGURE, _became_its_neighbour(PrintedTables.beside),
         _becomes_its_neighbour(PrintedTables.beside), is_plain=False, is_solved=True),
    Slip("copied from the neighbouring row", FIGURE, _became_its_neighbour(PrintedTables.above_and_below),
         _becomes_its_neighbour(PrintedTables.above_and_below), is_plain=False, is_solved=True),
    Slip("another figure", FIGURE, _solved, is_plain=False, is_solved=True),
)
"""Every kind of slip, likeliest first."""

"""Slips in rows, columns and whole tables: what was typed in another line, scale or sign.

Each function is given the figures of a row or table and the checks that fail, and yields what the figures may truly
be, each way as a set of changes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from generator.checks.proof import Check
from generator.diagnosis.digits import SCALES, rescaled
from generator.diagnosis.printed_tables import Figures, Line, column
from generator.diagnosis.trial import Change, Changes, Trial
from generator.model.fact import Fact

_MOST_PLACINGS = 200


def row_turned(trial: Trial, row: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A whole row typed with the other sign; its printed comparisons keep theirs."""
    yield from _of_whole(Change(fact, -trial.value(fact)) for fact in _with_values(trial, row))


def row_scaled(trial: Trial, row: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A whole row typed in another scale, as shares in thousands."""
    for power in SCALES if trial.is_scaled(row[0]) else ():
        yield from _of_whole(Change(fact, rescaled(trial.value(fact), fact.decimals, power))
                             for fact in _with_values(trial, row))


def row_without_points(trial: Trial, row: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A whole row with the digits of its figures and without their decimal points."""
    for power in trial.decimal_points(row[0]):
        yield from _of_whole(Change(fact, trial.value(fact).scaleb(power)) for fact in _with_values(trial, row))


def row_on_another_split_basis(trial: Trial, row: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A whole row times a split, or without it."""
    for factor in trial.split_factors(row[0]):
        yield from _of_whole(trial.times(fact, factor) for fact in _with_values(trial, row))


def _with_values(trial: Trial, row: Figures) -> Figures:
    """The figures of a row that are not zero, of the unit of its first."""
    return [fact for fact in row if trial.value(fact) and fact.unit == row[0].unit]


def _of_whole(changes: Iterable[Change]) -> Iterator[Changes]:
    """The changes of several figures as one, unless nothing would be left of one of them."""
    made = tuple(changes)
    if len(made) > 1 and all(change.value for change in made):
        yield made


def closed_up(trial: Trial, row: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """Dashes left out of a row, so that its figures moved to the left and the dashes stand at its end."""
    values = [trial.value(fact) for fact in row]
    figures = values[:max((index for index, value in enumerate(values, start=1) if value), default=0)]
    if not 0 < len(figures) < len(row) or math.comb(len(row), len(figures)) > _MOST_PLACINGS:
        return
    for places in combinations(range(len(row)), len(figures)):
        moved = dict(zip(places, figures, strict=True))
        changes = tuple(Change(fact, moved.get(index, Decimal(0))) for index, fact in enumerate(row)
                        if moved.get(index, 0) != values[index])
        if changes:
            yield changes


def row_typed_twice(trial: Trial, row: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A row that repeats the one above it, where dashes are printed."""
    if _repeats(trial, row, trial.tables.above):
        yield tuple(Change(fact, Decimal(0)) for fact in row)


def row_copied(trial: Trial, row: Figures, failing: Sequence[Check]) -> Iterator[Changes]:
    """A row that repeats a neighbour in the place of its own figures: what these must be, one after the other.

    Each is asked of the checks that then still fail; amounts before what is printed of them as a percentage.
    """
    if len(row) < 2 or not any(_repeats(trial, row, beside) for beside in (trial.tables.above, trial.tables.below)):
        return
    asking = sorted(failing, key=lambda check: check.residual is None)
    made: list[Change] = []
    for fact in sorted(row, key=lambda fact: fact.unit == "percent"):
        with trial.with_changes(made):
            asked = trial.failing((*asking, *trial.proof.touching[trial.number(fact)]))
            value = next((each for check in asked if (each := trial.needed(fact, check)) is not None), None)
        if value is not None:
            made.append(Change(fact, value))
    if len(made) > 1:
        yield tuple(made)


def _repeats(trial: Trial, row: Figures, beside: Callable[[Fact], Fact | None]) -> bool:
    return all((other := beside(fact)) is not None and trial.value(other) == trial.value(fact) != 0 for fact in row)


def table_scaled(trial: Trial, table: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    """A whole table, or a column of it, typed in another scale."""
    columns: dict[object, list[Fact]] = {}
    for fact in table:
        if fact.unit == "amount" and trial.value(fact):
            columns.setdefault(column(fact), []).append(fact)
    whole = [fact for each in columns.values() for fact in each]
    for part in (whole, *columns.values()) if len(columns) > 1 else (whole,):
        for power in SCALES if len(part) > 1 else ():
            changes = tuple(Change(fact, rescaled(trial.value(fact), fact.decimals, power)) for fact in part)
            if all(change.value for change in changes):
                yield changes


def columns_exchanged(trial: Trial, table: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    return _lines_exchanged(trial, trial.tables.lines(table)[1])


def rows_exchanged(trial: Trial, table: Figures, _: Sequence[Check]) -> Iterator[Changes]:
    return _lines_exchanged(trial, trial.tables.lines(table)[0])


def _next_to_each_other(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Each line with the next one, and with the next one of its member where comparisons stand between them."""
    alike: dict[str, list[Line]] = {}
    for line in lines:
        alike.setdefault(next(iter(line.values())).series[2], []).append(line)
    pairs = [*pairwise(lines), *(pair for each in alike.values() for pair in pairwise(each))]
    yield from {(id(first), id(second)): (first, second) for first, second in pairs}.values()


def _lines_exchanged(trial: Trial, lines: Sequence[Line]) -> Iterator[Changes]:
    """Two rows or two columns next to each other, each typed in the other's place as a whole."""
    for first, second in _next_to_each_other(lines):
        pairs = [(first[place], second[place]) for place in first if place in second]
        differ = [(a, b) for a, b in pairs if trial.value(a) != trial.value(b)]
        if len(differ) > 1 and all(a.unit == b.unit for a, b in pairs):
            yield tuple(change for a, b in differ for change in (Change(a, trial.value(b)), Change(b, trial.value(a))))

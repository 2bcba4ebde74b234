"""Checks that fail because a line lies between their sides that the company has not named: no figure is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.fact import Fact
from generator.model.statement import Series

if TYPE_CHECKING:
    from generator.checks.proof import Check, Proof

_MOST = 0.6
"""The share of profit or equity that can lie between; a wrong unit or split basis is off by more."""
_ONE_FACTOR = 0.01
_TELLING = 0.25


@dataclass(frozen=True)
class Gap:
    """How much a check lacks beside a printed figure, with its sign, and how far rounding can move that.

    ``whole`` is what the printed right side rests on, as shares times EPS.
    """

    check: Check
    beside: Fact
    amount: float
    whole: float
    room: float

    def is_filled_by(self, value: float) -> bool:
        """Whether a figure is what lacks."""
        return abs(self.amount - value) <= self.room and self._is_telling

    def is_reached_by(self, value: float) -> bool:
        """Whether a figure is the sum with what lacks."""
        return abs(self.whole - value) <= self.room and self._is_telling

    @property
    def _is_telling(self) -> bool:
        """Whether it has enough digits to be no coincidence."""
        return self.room <= abs(self.amount) * _TELLING


@dataclass(frozen=True)
class MissingLine:
    """Checks that lack a line of some concept: the row that is it, or the row that holds the sum with it, if any.

    ``concept`` has a minus where the row prints it with the other sign.
    """

    gaps: tuple[Gap, ...]
    concept: str
    row: Series | None = None
    total: Series | None = None

    @property
    def failing(self) -> tuple[Check, ...]:
        return tuple(gap.check for gap in self.gaps)

    @property
    def is_printed(self) -> bool:
        """Whether a row of the company's tells it."""
        return self.row is not None or self.total is not None


def missing_lines(proof: Proof) -> list[MissingLine]:
    """What the failing checks of each name lack, where their figures tell it."""
    found: list[MissingLine] = []
    named: dict[str, list[Check]] = {}
    for check in proof.checks:
        if check.relation.between:
            named.setdefault(check.relation.name, []).append(check)
    for checks in named.values():
        failing = [check for check in checks if check.fails(proof.numbers)]
        gaps = [gap for check in failing if (gap := _gap(proof, check))]
        if gaps and len(gaps) == len(failing):
            known = next((each for each in found if _same(each, gaps)), None)
            if known:
                found[found.index(known)] = MissingLine((*known.gaps, *gaps), known.concept, known.row, known.total)
            else:
                found += _named(proof, checks, gaps)
    return found


def _gap(proof: Proof, check: Check) -> Gap | None:
    """What a check lacks beside the one printed figure of the row that it would go with."""
    between, numbers = check.relation.between, proof.numbers
    series = proof.rows.series(between.beside) if between else None
    facts = [fact for fact in check.left_facts if fact.series == series]
    if len(facts) != 1 or not check.left or not check.right:
        return None
    number = proof.number[facts[0].place]
    typed = numbers[number]
    left, right = check.left.value(numbers), check.right.value(numbers)
    numbers[number] = typed + 1.0
    moved = check.left.value(numbers)
    numbers[number] = typed
    if left is None or right is None or moved is None or moved == left:
        return None
    slope = moved - left
    room = max(check.tolerance.value(numbers) or 0.0, check.exact_within.value(numbers) or 0.0) / abs(slope)
    sign = -1 if between and proof.rows.has_other_sign(between.beside) else 1
    gap = Gap(check, facts[0], (right - left) / slope * sign, right / slope * sign, room)
    return gap if abs(gap.amount) <= _MOST * abs(typed) else None


def _same(known: MissingLine, gaps: Sequence[Gap]) -> bool:
    """Whether checks lack what others do, as diluted earnings lack the dividends that basic ones lack."""
    amounts = {gap.beside.place: gap for gap in known.gaps}
    return all((other := amounts.get(gap.beside.place)) and abs(gap.amount - other.amount) <= gap.room + other.room
               for gap in gaps)


def _named(proof: Proof, checks: Sequence[Check], gaps: Sequence[Gap]) -> Iterator[MissingLine]:
    """The row that is what lacks, else the one that holds the sum, else none where no period does without."""
    between = gaps[0].check.relation.between
    assert between
    rows = list(_rows_of(proof, gaps))
    holding = [check for check in checks if check not in [gap.check for gap in gaps] and check.holds(proof.numbers)]
    for sign, row in ((sign, row) for sign in (1, -1) for row in rows):
        if all(gap.is_filled_by(sign * _value(proof, row, gap)) for gap in gaps) \
                and not any(_prints(proof, row, check) for check in holding):
            yield MissingLine(tuple(gaps), f"{'-' if sign != between.sign else ''}{between.concept}", row)
            return
    for row in rows if not holding else ():
        if all(gap.is_reached_by(_value(proof, row, gap)) for gap in gaps):
            yield MissingLine(tuple(gaps), between.concept, total=row)
            return
    if not holding and len(gaps) > 1 and len({gap.amount > 0 for gap in gaps}) == 1 and not _one_factor(gaps):
        yield MissingLine(tuple(gaps), between.concept)


def _rows_of(proof: Proof, gaps: Sequence[Gap]) -> Iterator[Series]:
    """The rows of amounts without a concept in the statements beside, that of the figures themselves first."""
    own = gaps[0].beside.series[0]
    balance = gaps[0].beside.period.is_instant
    for statement in sorted(proof.book.statements.values(), key=lambda each: each.key != own):
        for item in statement.items.values():
            series = statement.key, item.key, ""
            if not item.concept and not item.caption and item.unit == "amount" and \
                    proof.grid.additivity(series).is_balance == balance:
                yield series


def _value(proof: Proof, row: Series, gap: Gap) -> float:
    """What a row prints for the period of a gap; 0 where it prints nothing."""
    fact = proof.book.latest.get((row, gap.beside.period))
    return float(fact.value) if fact else 0.0


def _prints(proof: Proof, row: Series, check: Check) -> bool:
    """Whether a row holds something in the period of a check that holds without it."""
    between = check.relation.between
    beside = proof.rows.series(between.beside) if between else None
    return any((fact := proof.book.latest.get((row, each.period))) and fact.value
               for each in check.left_facts if each.series == beside)


def _one_factor(gaps: Sequence[Gap]) -> bool:
    """Whether the sides differ by one factor in all periods, as in another unit or on another split basis."""
    parts = [gap.amount / float(gap.beside.value) for gap in gaps]
    return max(parts) - min(parts) < _ONE_FACTOR

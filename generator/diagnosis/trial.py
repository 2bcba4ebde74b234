"""The typed figures as they stand while slips are tried on them, and what a slip is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.proof import Check, Proof
from generator.model.book import Fact
from generator.model.figure import typed
from generator.model.problem import Place

(MISREAD, OFF_BY_ONE, SWAPPED, SIGN, BRACKET, DIGIT_LOST, DIGIT_DOUBLED, SCALE, TURNED_ROW, EXCHANGED, CLOSED_UP,
 COLUMNS_EXCHANGED, ROWS_EXCHANGED, DOUBLED_ROW, COPIED_ROW, COPIED, OTHER) = KINDS = (
    "one digit misread", "last digit off by one", "two digits swapped", "sign lost", "brackets that are not a negative",
    "a digit lost", "a digit too many", "another scale", "signs of a row", "exchanged with its neighbour",
    "dashes left out of a row", "two columns exchanged", "two rows exchanged", "row typed twice",
    "figures of the neighbouring row", "copied from its neighbour",
    "another figure")
"""What may have happened to a figure, row, column or table, likeliest first."""
FREE = (COPIED, OTHER)
"""Kinds that say which figure is wrong but not how it came about."""
SOLVED = (*FREE, COPIED_ROW)
"""Kinds whose figures are whatever the checks ask for, so that they are as exact as the issuer's columns add up."""
_LARGEST = 1e15


@dataclass(frozen=True)
class Change:
    """One figure that would be another."""

    fact: Fact
    value: Decimal

    def line(self, kind: str, mended: int) -> str:
        """The figure as a filing's file says a correction."""
        reason = f"{kind}; mends {mended} relation{'s' * (mended != 1)}"
        printed = self.fact.figure.printed
        return f'{{printed: "{printed}", value: {typed(self.value)}, reason: "{reason}"}}'


@dataclass(frozen=True)
class Slip:
    """One slip that may have been made, as the changes that would undo it."""

    kind: str
    changes: tuple[Change, ...]

    @property
    def is_plain(self) -> bool:
        """Whether it says how the wrong figures came about."""
        return self.kind not in FREE


class Standing:
    """The numbers of a proof, changed for as long as a slip is tried, and what checks ask of them."""

    def __init__(self, proof: Proof) -> None:
        self.proof, self.numbers = proof, proof.numbers
        self._typed = tuple(proof.numbers)

    def number(self, fact: Fact) -> int:
        return self.proof.number[fact.place]

    def value(self, fact: Fact) -> Decimal:
        return _rounded(self.numbers[self.number(fact)], fact)

    def behind(self, checks: Iterable[Check]) -> list[Fact]:
        """The figures that checks rest on, in the order of the book."""
        return [self.proof.facts[number] for number in sorted({n for check in checks for n in check.touched})]

    def failing(self, checks: Iterable[Check]) -> list[Check]:
        return [check for check in checks if check.kind != "must_not_tie" and check.fails(self.numbers)]

    @contextmanager
    def with_changes(self, changes: Iterable[Change]) -> Iterator[None]:
        """The figures as they would be with a slip undone."""
        with self._set({self.number(change.fact): float(change.value) for change in changes}):
            yield

    @contextmanager
    def as_typed(self, numbers: Iterable[int]) -> Iterator[None]:
        """Some figures as they were before any slip was tried."""
        with self._set({number: self._typed[number] for number in numbers}):
            yield

    @contextmanager
    def _set(self, numbers: Mapping[int, float]) -> Iterator[None]:
        before = {number: self.numbers[number] for number in numbers}
        for number, value in numbers.items():
            self.numbers[number] = value
        try:
            yield
        finally:
            for number, value in before.items():
                self.numbers[number] = value

    def needed(self, fact: Fact, check: Check) -> Decimal | None:
        """The figure for which the sides of a check are equal, where it stands in them linearly."""
        number = self.number(fact)
        if number not in check.touched or not check.left or not check.right:
            return None
        if check.residual is not None:
            weight = check.residual.terms.get(number, 0.0)
            off: float | None = check.residual.value(self.numbers)
        elif check.right.linear is not None and number not in check.left.facts:
            weight, left = -check.right.linear.terms[number], check.left.value(self.numbers)
            off = left - check.right.linear.value(self.numbers) if left is not None else None
        else:
            return None
        if not weight or off is None or abs(off / weight) >= _LARGEST:
            return None
        return _rounded(self.numbers[number] - off / weight, fact)

    def solved(self, row: Iterable[Fact], failing: Iterable[Check]) -> list[Change]:
        """What the figures of a row must be, one after the other, for the checks that then still fail to hold.

        Amounts come before what is printed of them as a percentage.
        """
        asking = sorted(failing, key=lambda check: check.residual is None)
        made: list[Change] = []
        for fact in sorted(row, key=lambda fact: fact.unit == "percent"):
            with self.with_changes(made):
                found = (self.needed(fact, check) for check in (*asking, *self.proof.touching[self.number(fact)])
                         if check.fails(self.numbers))
                value = next((each for each in found if each is not None), None)
            if value is not None:
                made.append(Change(fact, value))
        return made


def distinct(slips: Iterable[Slip]) -> Iterator[Slip]:
    """Each set of changes once, as the first slip that makes it."""
    seen: set[frozenset[tuple[Place, Decimal]]] = set()
    for slip in slips:
        changes = frozenset((change.fact.place, change.value) for change in slip.changes)
        if changes not in seen:
            seen.add(changes)
            yield slip


def _rounded(number: float, fact: Fact) -> Decimal:
    """A number in the printed precision of a figure."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-fact.figure.decimals))

"""The typed figures as they stand while a slip is tried on them, and what checks ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from generator.checks.proof import Check, Proof
from generator.diagnosis.printed_tables import PrintedTables
from generator.model.book import Fact
from generator.model.figure import typed

_LARGEST = 1e15


@dataclass(frozen=True)
class Change:
    """One figure that would be another."""

    fact: Fact
    value: Decimal

    def line(self, reason: str, mended: int) -> str:
        """The figure as a filing's file says a correction."""
        why = f"{reason}; mends {mended} relation{'s' * (mended != 1)}"
        value = typed(self.fact.in_print(self.value))
        return f'{{printed: "{self.fact.figure.printed}", value: {value}, reason: "{why}"}}'


Changes = tuple[Change, ...]


class Trial:
    """The numbers of a proof, changed for as long as a slip is tried."""

    def __init__(self, proof: Proof) -> None:
        self.proof, self.numbers = proof, proof.numbers
        self.tables = PrintedTables(proof.facts)
        self._typed = tuple(proof.numbers)

    def number(self, fact: Fact) -> int:
        return self.proof.number[fact.place]

    def value(self, fact: Fact) -> Decimal:
        return _rounded(self.numbers[self.number(fact)], fact)

    def behind(self, checks: Iterable[Check]) -> list[Fact]:
        """The figures that checks rest on, in the order of the book."""
        return [self.proof.facts[number] for number in sorted({n for check in checks for n in check.touched})]

    def failing(self, checks: Iterable[Check]) -> list[Check]:
        return [check for check in checks if check.severity.proves and check.fails(self.numbers)]

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


def _rounded(number: float, fact: Fact) -> Decimal:
    """A number in the printed precision of a figure."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-fact.decimals))

"""The protection map: which wrong figures would show, and which no relation would give away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.checks.proof import EXACT, ROUND, Check, Proof
from generator.diagnosis.independence import adds
from generator.diagnosis.printed_tables import PrintedTables
from generator.diagnosis.slips import SLIPS, Make
from generator.model.fact import Fact

_TRIED = [(slip.heading, slip.make) for slip in SLIPS if slip.make]
HEADINGS = tuple(dict.fromkeys(heading for heading, _ in _TRIED))
"""What the slips are counted under that are tried by themselves."""
_DIGITS = 1e-12
"""The part of a sum up to which its digits may be lost in adding up."""


@dataclass(frozen=True)
class Tally:
    """Of some slips, how many there are, how many a hard check fails for, and how many only a soft one does."""

    made: int = 0
    hard: int = 0
    soft: int = 0

    @property
    def caught(self) -> int:
        return self.hard + self.soft

    @property
    def share(self) -> float:
        """The share caught; 1 where there is no slip to make."""
        return self.caught / self.made if self.made else 1.0

    @property
    def said(self) -> str:
        """``36 of 73``; of a dash among dashes there is no slip to count."""
        return f"{self.caught or 'none'} of {self.made}" if self.made else "a dash"

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.made + other.made, self.hard + other.hard, self.soft + other.soft)


class Protection:
    """What the checks of a book that hold today would say of each slip."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        holding = {check for check, outcome in proof.outcomes() if outcome.state in (EXACT, ROUND)}
        self._watching = {number: sorted((check for check in checks if check in holding),
                                         key=lambda check: (not check.is_hard, len(check.touched)))
                          for number, checks in proof.touching.items()}
        self._tables = PrintedTables(proof.facts)
        self._proofs: dict[int, int] = {}
        self._apart: dict[Check, tuple[float, float, float, Mapping[int, float]] | None] = {}

    def by_kind(self, fact: Fact) -> Mapping[str, Tally]:
        """Every slip of a figure, tried on the checks that it touches, by its heading."""
        found = dict.fromkeys(HEADINGS, Tally())
        for heading, make in _TRIED:
            found[heading] += self._tried(fact, make)
        return found

    def _tried(self, fact: Fact, make: Make) -> Tally:
        number = self.proof.number[fact.place]
        made = hard = soft = 0
        for value in make(fact, self._tables):
            made += 1
            first = next(self._failing(number, value), None)
            if first is not None:
                hard, soft = hard + first.is_hard, soft + (not first.is_hard)
        return Tally(made, hard, soft)

    def proofs(self, fact: Fact) -> int:
        """How many independent checks fail when a figure is wrong by one in its last place, either way.

        Checks that follow from others, as the footing of a derived quarter follows from those of the
        periods that it is derived from, do not count.
        """
        number = self.proof.number[fact.place]
        if number not in self._proofs:
            unit = Decimal(1).scaleb(-fact.decimals)
            failing = [list(self._failing(number, fact.value + step)) for step in (unit, -unit)]
            self._proofs[number] = min(
                len([check for check in checks if check in self._independent]) or min(len(checks), 1)
                for checks in failing)
        return self._proofs[number]

    @cached_property
    def unproved(self) -> list[tuple[Fact, Tally]]:
        """Figures in force of which no check proves the last digit, least protected first, with all their slips."""
        latest = self.proof.book.latest
        naked = [fact for fact in self.proof.book.facts
                 if latest[fact.series, fact.period] is fact and not self.proofs(fact)]
        tallies = [(fact, sum(self.by_kind(fact).values(), Tally())) for fact in naked]
        return sorted(tallies, key=lambda each: (each[1].share, each[0].place))

    def survey(self) -> Mapping[str, Tally]:
        """Every slip of every figure, by kind."""
        found = dict.fromkeys(HEADINGS, Tally())
        for fact in self.proof.book.facts:
            for kind, tally in self.by_kind(fact).items():
                found[kind] += tally
        return found

    def _failing(self, number: int, value: Decimal) -> Iterator[Check]:
        """The checks that hold today and would fail with another value of a figure, hard ones first."""
        numbers, true, other = self.proof.numbers, self.proof.numbers[number], float(value)
        for check in self._watching.get(number, ()):
            fails = self._clearly(check, number, other - true)
            if fails is None:
                numbers[number] = other
                fails = check.fails(numbers)
                numbers[number] = true
            if fails:
                yield check

    def _clearly(self, check: Check, number: int, change: float) -> bool | None:
        """Whether a linear check fails for a change of one figure; None where the last digits decide, or it is none."""
        if check not in self._apart:
            self._apart[check] = self._difference(check)
        found = self._apart[check]
        if found is None:
            return None
        bound, difference, slack, weights = found
        off = difference + weights.get(number, 0.0) * change
        unsure = slack + _DIGITS * abs(off - difference)
        return False if abs(off) < bound - unsure else True if abs(off) > bound + unsure else None

    def _difference(self, check: Check) -> tuple[float, float, float, Mapping[int, float]] | None:
        """How far apart the sides of a linear check may be and are, how well that is known, and what figures move."""
        left, right = (side.linear if side else None for side in (check.left, check.right))
        if check.residual is None or check.fixed_bound is None or left is None or right is None:
            return None
        numbers = self.proof.numbers
        size = sum(abs(form.constant) + sum(abs(weight * numbers[fact]) for fact, weight in form.terms.items())
                   for form in (left, right))
        return (check.fixed_bound, left.value(numbers) - right.value(numbers), 10.0 ** -check.digits + _DIGITS * size,
                check.residual.terms)

    @cached_property
    def _independent(self) -> frozenset[Check]:
        """Checks of which none follows from the others, shortest first; one that is not linear stands alone."""
        found: set[Check] = set()
        pivots: dict[int, dict[int, float]] = {}
        for check in sorted(self.proof.checks, key=lambda check: len(check.touched)):
            if not check.touched or not check.severity.proves:
                continue
            if check.residual is None or adds(dict(check.residual.terms), pivots):
                found.add(check)
        return frozenset(found)

"""What may have happened: the slips in figures, rows and tables that could explain checks that fail."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.proof import Check
from generator.diagnosis.slips import SCALES, Neighbours, lengthened, misread, rescaled, shortened, swapped
from generator.diagnosis.table_slips import TableSlips
from generator.diagnosis.trial import (
    BRACKET,
    COPIED,
    DIGIT_DOUBLED,
    DIGIT_LOST,
    EXCHANGED,
    MISREAD,
    OFF_BY_ONE,
    OTHER,
    SCALE,
    SIGN,
    SWAPPED,
    Change,
    Slip,
    Standing,
    distinct,
)
from generator.model.book import Fact


class Candidates:
    """The slips that may lie behind checks, as the figures stand at the moment; no set of changes twice."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._neighbours = Neighbours(standing.proof.facts)
        self._tables = TableSlips(standing, self._neighbours)

    def of(self, failing: list[Check]) -> Iterator[Slip]:
        """Slips in figures and rows that checks rest on."""
        yield from distinct((*self._in_figures(failing), *self._in_rows(failing)))

    def everywhere(self, failing: list[Check]) -> Iterator[Slip]:
        """The same, and slips of whole tables."""
        yield from distinct((*self._in_figures(failing), *self._in_rows(failing), *self._tables.in_tables(failing)))

    def joint(self, failing: list[Check]) -> Iterator[Slip]:
        """Slips that change several figures at once."""
        yield from distinct((*self._in_rows(failing), *self._tables.in_tables(failing)))

    def _in_figures(self, failing: list[Check]) -> Iterator[Slip]:
        for fact in self._standing.behind(failing):
            yield from self._single(fact)
            yield from self._solved(fact, failing)

    def _in_rows(self, failing: list[Check]) -> Iterator[Slip]:
        yield from (slip for fact in self._standing.behind(failing) for slip in self._exchanged(fact))
        yield from self._tables.in_rows(failing)

    def _single(self, fact: Fact) -> Iterator[Slip]:
        """What one typed figure could have been."""
        value, decimals = self._standing.value(fact), fact.figure.decimals
        if not value:
            return
        sign = BRACKET if fact.figure.printed.startswith("(") else SIGN
        unit = Decimal(1).scaleb(-decimals)
        for kind, values in ((MISREAD, misread(value, decimals)), (OFF_BY_ONE, [value + unit, value - unit]),
                             (SWAPPED, swapped(value, decimals)), (sign, [-value]),
                             (DIGIT_DOUBLED, shortened(value, decimals)), (DIGIT_LOST, lengthened(value, decimals)),
                             (SCALE, filter(None, (rescaled(value, decimals, power) for power in SCALES)))):
            yield from (Slip(kind, (Change(fact, each),)) for each in values if each != value)

    def _solved(self, fact: Fact, failing: list[Check]) -> Iterator[Slip]:
        """What a figure must be for a check to hold, whatever was typed."""
        value = self._standing.value(fact)
        beside = (*self._neighbours.columns(fact), *self._neighbours.rows(fact))
        kind = COPIED if value and any(self._standing.value(other) == value for other in beside) else OTHER
        needed = (self._standing.needed(fact, check) for check in failing)
        yield from (Slip(kind, (Change(fact, each),)) for each in needed if each is not None and each != value)

    def _exchanged(self, fact: Fact) -> Iterator[Slip]:
        """Two figures that stand next to each other, each typed in the other's place."""
        value = self._standing.value(fact)
        for other in (*self._neighbours.columns(fact), *self._neighbours.rows(fact)):
            theirs = self._standing.value(other)
            if theirs != value and fact.place < other.place:
                yield Slip(EXCHANGED, (Change(fact, theirs), Change(other, value)))

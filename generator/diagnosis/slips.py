"""The slips that typing and text extraction make, as the wrong figures that they leave behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.model.book import Fact
from generator.model.problem import Place

DIGIT, LAST_UNIT, SIGN, SWAP, COLUMN, ROW = KINDS = (
    "digit", "last unit", "sign", "digits swapped", "neighbouring column", "neighbouring row")


SCALES = (3, -3, 6, -6)
"""Powers of ten between units, thousands and millions."""


@dataclass(frozen=True)
class Slip:
    """One slip: its kind and the figure that it leaves instead of the true one."""

    kind: str
    value: Decimal


class Neighbours:
    """The figures that stand next to a figure in its printed table."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        ordered = sorted(facts, key=lambda fact: fact.place)
        self._left, self._right = _linked(ordered, lambda fact: (fact.table, fact.series[1]))
        self._above, self._below = _linked(ordered, lambda fact: (fact.table, fact.series[2], fact.period))

    def columns(self, fact: Fact) -> list[Fact]:
        """The figures to its left and right."""
        return [links[fact.place] for links in (self._left, self._right) if fact.place in links]

    def rows(self, fact: Fact) -> list[Fact]:
        """The figures above and below it."""
        return [other for other in (self.above(fact), self.below(fact)) if other]

    def above(self, fact: Fact) -> Fact | None:
        return self._above.get(fact.place)

    def below(self, fact: Fact) -> Fact | None:
        return self._below.get(fact.place)


Links = Mapping[Place, Fact]


def _linked(ordered: Iterable[Fact], line: Callable[[Fact], object]) -> tuple[Links, Links]:
    """For each figure the one before it and the one after it on its line."""
    before: dict[Place, Fact] = {}
    after: dict[Place, Fact] = {}
    last: dict[object, Fact] = {}
    for fact in ordered:
        previous = last.get(line(fact))
        if previous:
            before[fact.place], after[previous.place] = previous, fact
        last[line(fact)] = fact
    return before, after


def slips(fact: Fact, neighbours: Neighbours) -> Iterator[Slip]:
    """Every slip that changes a figure."""
    yield from (Slip(DIGIT, value) for value in misread(fact.value, fact.figure.decimals))
    unit = Decimal(1).scaleb(-fact.figure.decimals)
    if fact.figure.kind != "nil":
        yield from (Slip(LAST_UNIT, fact.value + step) for step in (unit, -unit))
    if fact.value:
        yield Slip(SIGN, -fact.value)
    yield from (Slip(SWAP, value) for value in swapped(fact.value, fact.figure.decimals))
    for kind, others in ((COLUMN, neighbours.columns(fact)), (ROW, neighbours.rows(fact))):
        yield from (Slip(kind, other.value) for other in others if other.value != fact.value)


def misread(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """Each digit of a figure exchanged for each other one; a printed dash has none."""
    digits = _digits(value, decimals)
    for index, old in enumerate(digits) if value else ():
        for new in "0123456789":
            if new != old:
                yield _figure(value, digits[:index] + new + digits[index + 1:], decimals)


def swapped(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """Each two digits that stand next to each other and differ, exchanged."""
    digits = _digits(value, decimals)
    for index in range(len(digits) - 1):
        first, second = digits[index], digits[index + 1]
        if first != second:
            yield _figure(value, digits[:index] + second + first + digits[index + 2:], decimals)


def shortened(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """Each digit of a figure left out."""
    digits = _digits(value, decimals).lstrip("0") or "0"
    for index in range(len(digits) if len(digits) > 1 else 0):
        yield _figure(value, digits[:index] + digits[index + 1:], decimals)


def lengthened(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """Each digit put in at each place of a figure."""
    digits = _digits(value, decimals).lstrip("0") or "0"
    for index in range(len(digits) + 1):
        yield from (_figure(value, digits[:index] + new + digits[index:], decimals) for new in "0123456789")


def rescaled(value: Decimal, decimals: int, power: int) -> Decimal:
    """A figure times a power of ten, as it would be printed."""
    return value.scaleb(power).quantize(Decimal(1).scaleb(-decimals))


def _digits(value: Decimal, decimals: int) -> str:
    return str(int(abs(value).scaleb(decimals))).zfill(decimals + 1)


def _figure(value: Decimal, digits: str, decimals: int) -> Decimal:
    found = Decimal(int(digits)).scaleb(-decimals)
    return -found if value < 0 else found

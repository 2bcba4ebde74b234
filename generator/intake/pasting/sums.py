"""Which rows of a printed table add up to which, by arithmetic over all its columns, where there is but one answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_FEWEST, _MOST = 2, 60
Numbers = tuple[Decimal | None, ...]


def sums_of(rows: Sequence[Numbers | None]) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each total the rows above it that add up to it, each with its sign. None in ``rows`` is a heading, or a row
    whose figures do not add.

    The terms of a total stand right above it, and each row is a term of one total alone. They are added, or all but the
    first one are taken off. A total of which several runs of rows would be the terms has no answer.
    """
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    open_ones: list[int] = []
    for at, row in enumerate(rows):
        if row is None:
            continue
        answers = [answer for count in range(_FEWEST, min(len(open_ones), _MOST) + 1)
                   for answer in _answers(rows, open_ones[-count:], row)]
        if len(answers) == 1:
            found[at] = answers[0]
            del open_ones[-len(answers[0]):]
        open_ones.append(at)
    return found


def _answers(rows: Sequence[Numbers | None], terms: Sequence[int],
             total: Numbers) -> list[tuple[tuple[int, int], ...]]:
    """The ways in which a run of rows makes a total: added up, or the others taken off the first."""
    ways = [tuple((1, term) for term in terms), ((1, terms[0]), *((-1, term) for term in terms[1:]))]
    return [way for way in ways if _holds(rows, way, total)]


def _holds(rows: Sequence[Numbers | None], way: Sequence[tuple[int, int]], total: Numbers) -> bool:
    """Whether signed rows make the total in each column, within half a unit a term, and in two columns not of zeros."""
    told = 0
    for column, wanted in enumerate(total):
        parts = [(sign, (rows[row] or ())[column]) for sign, row in way]
        if wanted is None or any(value is None for _, value in parts):
            return False
        unit = Decimal(1).scaleb(min(0, *(_exponent(value) for _, value in parts if value is not None)))
        off = abs(sum((sign * value for sign, value in parts if value is not None), Decimal(0)) - wanted)
        if off > unit * len(parts) / 2:
            return False
        told += sum(bool(value) for _, value in parts) > 1 and bool(wanted)
    return told > 1


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0

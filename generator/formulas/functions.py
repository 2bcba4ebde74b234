"""The functions of a spreadsheet that formulas may use, and what each of them gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Scalar = float | str
"""A number, or a text such as n.a.; a truth is 1 or 0. An error is a text that begins with #."""
MOST_ARGUMENTS = 255
_DIGITS = 15
"""Digits that a spreadsheet keeps."""


@dataclass(frozen=True)
class Function:
    """How many arguments it takes, and what it gives; None where its arguments are chosen, not computed."""

    least: int
    most: int
    compute: Callable[[Sequence[Scalar]], Scalar] | None


def is_error(value: Scalar) -> bool:
    return isinstance(value, str) and value.startswith("#")


def _numbers(values: Sequence[Scalar]) -> list[float]:
    return [value for value in values if not isinstance(value, str)]


def _of_numbers(compute: Callable[..., float]) -> Callable[[Sequence[Scalar]], Scalar]:
    """A function of numbers, which has no value where one of them is a text."""

    def applied(values: Sequence[Scalar]) -> Scalar:
        numbers = _numbers(values)
        if len(numbers) == len(values):
            return compute(*numbers)
        return next((value for value in values if is_error(value)), "#VALUE!")

    return applied


def _over_numbers(compute: Callable[[list[float]], float]) -> Callable[[Sequence[Scalar]], Scalar]:
    """A function of the numbers among some cells: texts do not count, an error spoils it."""

    def applied(values: Sequence[Scalar]) -> Scalar:
        return next((value for value in values if is_error(value)), None) or compute(_numbers(values))

    return applied


def rounded(number: float, decimals: float) -> float:
    """A number rounded half away from zero, as spreadsheets do; one that is too large for it stays as it is."""
    if decimals < -_DIGITS:
        return 0.0
    scaled = abs(number) * 10.0 ** min(int(decimals), _DIGITS)
    if scaled >= 10.0 ** _DIGITS:
        return number
    return math.copysign(math.floor(scaled + 0.5) / 10.0 ** int(decimals), number)


FUNCTIONS: Mapping[str, Function] = {
    "SUM": Function(1, MOST_ARGUMENTS, _over_numbers(math.fsum)),
    "MAX": Function(1, MOST_ARGUMENTS, _over_numbers(lambda found: max(found, default=0.0))),
    "MIN": Function(1, MOST_ARGUMENTS, _over_numbers(lambda found: min(found, default=0.0))),
    "ABS": Function(1, 1, _of_numbers(abs)),
    "ROUND": Function(2, 2, _of_numbers(rounded)),
    "AND": Function(1, MOST_ARGUMENTS, _of_numbers(lambda *tests: float(all(tests)))),
    "OR": Function(1, MOST_ARGUMENTS, _of_numbers(lambda *tests: float(any(tests)))),
    "COUNT": Function(1, MOST_ARGUMENTS, lambda values: float(len(_numbers(values)))),
    "ISNUMBER": Function(1, 1, lambda values: float(not isinstance(values[0], str))),
    "IF": Function(2, 3, None),
    "CHOOSE": Function(2, MOST_ARGUMENTS, None)}

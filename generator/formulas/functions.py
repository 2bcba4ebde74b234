"""The functions of a spreadsheet that formulas may use, and what each of them takes and gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from generator.formulas.choice import FIRST_KNOWN

Scalar = float | str
"""A number, or a text such as n.a.; a truth is 1 or 0. An error is a text that begins with #."""
MOST_ARGUMENTS = 255
_DIGITS = 15
"""Digits that a spreadsheet keeps, and by which it compares numbers."""
TOO_LARGE = "#NUM!"
"""What a cell shows in place of a number that is beyond all size."""
NUMBER, TEXT, TRUTH = "a number", "a text", "a comparison"
"""What a part of a formula gives. A cell counts as a number; whether it holds one, the formula's guard asks."""


@dataclass(frozen=True)
class Function:
    """How many arguments it takes, and what it gives; None where its arguments are chosen, not computed.

    ``takes`` says which kinds each argument may be of, ``gives`` of which kind the result is.
    """

    least: int
    most: int
    compute: Callable[[Sequence[Scalar]], Scalar] | None
    takes: tuple[str, ...] = (NUMBER,)
    gives: str = NUMBER
    about: str = ""
    """What it gives, in words."""


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


def _of_truths(compute: Callable[[Sequence[float]], bool]) -> Callable[[Sequence[Scalar]], Scalar]:
    """AND and OR, which pass over cells that hold a text; without anything else they have no value."""

    def applied(values: Sequence[Scalar]) -> Scalar:
        error = next((value for value in values if is_error(value)), None)
        numbers = _numbers(values)
        return error or (float(compute(numbers)) if numbers else "#VALUE!")

    return applied


def _over_numbers(compute: Callable[[list[float]], Scalar]) -> Callable[[Sequence[Scalar]], Scalar]:
    """A function of the numbers among some cells: texts do not count, an error spoils it."""

    def applied(values: Sequence[Scalar]) -> Scalar:
        numbers = _numbers(values)
        error = next(filter(is_error, values), None) if len(numbers) < len(values) else None
        return error or compute(numbers)

    return applied


def finite(number: float) -> Scalar:
    """A number, or the error that a spreadsheet shows where it is too large for one."""
    return number if math.isfinite(number) else TOO_LARGE


def added(numbers: Sequence[float]) -> Scalar:
    """The sum of some numbers, without a loss of digits on the way."""
    try:
        return finite(math.fsum(numbers))
    except (OverflowError, ValueError):
        return TOO_LARGE


def as_shown(number: float) -> str:
    """A number with the digits that a spreadsheet shows and compares."""
    whole = f"{number:.{_DIGITS}g}"
    return "0" if whole == "-0" else whole


def rounded(number: float, decimals: float) -> float:
    """A number rounded half away from zero, by the digits that a spreadsheet keeps; one with no more stays as it is."""
    exact, places = Decimal(as_shown(number)), int(max(-400.0, min(400.0, decimals)))
    exponent = exact.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent <= places:
        return number
    if exact.adjusted() < -places - 1:
        return 0.0
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) or 0.0


FUNCTIONS: Mapping[str, Function] = {
    "SUM": Function(1, MOST_ARGUMENTS, _over_numbers(added), about="The sum of the numbers among its arguments"),
    "MAX": Function(1, MOST_ARGUMENTS, _over_numbers(lambda found: max(found, default=0.0)),
                    about="The largest of the numbers"),
    "MIN": Function(1, MOST_ARGUMENTS, _over_numbers(lambda found: min(found, default=0.0)),
                    about="The smallest of the numbers"),
    "ABS": Function(1, 1, _of_numbers(abs), about="The number without its sign"),
    "ROUND": Function(2, 2, _of_numbers(rounded), about="The number rounded half away from zero to so many decimals"),
    "AND": Function(1, MOST_ARGUMENTS, _of_truths(all), (NUMBER, TRUTH), TRUTH, "Whether all of them hold"),
    "OR": Function(1, MOST_ARGUMENTS, _of_truths(any), (NUMBER, TRUTH), TRUTH, "Whether one of them holds"),
    "COUNT": Function(1, MOST_ARGUMENTS, lambda values: float(len(_numbers(values))),
                      about="How many of the cells hold a number"),
    "ISNUMBER": Function(1, 1, lambda values: float(not isinstance(values[0], str)), gives=TRUTH,
                          about="Whether the cell holds a number"),
    "IF": Function(2, 3, None, about="The second argument where the first one holds, else the third"),
    FIRST_KNOWN: Function(2, MOST_ARGUMENTS, None,
                          about="The first argument all of whose rows have a value in the column, else the last"),
    "CHOOSE": Function(2, MOST_ARGUMENTS, None, about="The argument whose number the first one is")}

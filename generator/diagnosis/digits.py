"""What a figure's digits may become when they are typed, and may have been: the value and its decimals are given."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

SCALES = (3, -3, 6, -6)
"""Powers of ten between units, thousands and millions."""
_LEFT = 100


def misread(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """Each digit of a figure exchanged for each other one; a printed dash has none."""
    digits = _digits(value, decimals)
    for index, old in enumerate(digits) if value else ():
        for new in "0123456789":
            if new != old:
                yield _figure(value, digits[:index] + new + digits[index + 1:], decimals)


def misread_from(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """What a figure may be that was misread: one that is printed, so that it does not begin with a zero."""
    whole = len(str(int(abs(value))))
    return (each for each in misread(value, decimals) if len(str(int(abs(each)))) == whole)


def off_by_one(value: Decimal, decimals: int) -> list[Decimal]:
    """One unit of the last digit more and less."""
    unit = Decimal(1).scaleb(-decimals)
    return [value + unit, value - unit]


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


def in_other_scales(value: Decimal, decimals: int) -> Iterator[Decimal]:
    """A figure in each other scale, unless nothing would be left of it."""
    return filter(None, (rescaled(value, decimals, power) for power in SCALES))


def rescaled(value: Decimal, decimals: int, power: int) -> Decimal:
    """A figure times a power of ten, as it would be printed; 0 where rounding would leave hardly anything of it."""
    whole = value.scaleb(power)
    printed = whole.quantize(Decimal(1).scaleb(-decimals))
    return printed if printed == whole or abs(printed.scaleb(decimals)) >= _LEFT else Decimal(0)


def made_negative(value: Decimal, _: int) -> list[Decimal]:
    return [-value] if value > 0 else []


def made_positive(value: Decimal, _: int) -> list[Decimal]:
    return [-value] if value < 0 else []


def _digits(value: Decimal, decimals: int) -> str:
    return str(int(abs(value).scaleb(decimals))).zfill(decimals + 1)


def _figure(value: Decimal, digits: str, decimals: int) -> Decimal:
    found = Decimal(int(digits)).scaleb(-decimals)
    return -found if value < 0 else found

"""Numbers and durations that a page writes in English words, as the SEC's transformations read them."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
          "seventeen eighteen nineteen").split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {each: at for at, each in enumerate(_UNITS)} | {each: 10 * at for at, each in enumerate(_TENS, 2)}
_LARGE = {each: 1000 ** at for at, each in enumerate(
    "thousand million billion trillion quadrillion quintillion".split(), 1)}
_GROUP = re.compile("(?:[ut]h)?(?:[ut]|du?)?")
_NONE = {"no", "none", "nil"}
_LETTERS = {"year": "Y", "month": "M", "day": "D"}
_DAYS_OF_A_MONTH = Decimal("30.4375")


def number_in_words(text: str) -> str:
    """``three million two hundred and five`` as digits; ``no``, ``none`` and ``nil`` are zero, which the SEC means."""
    named = text.strip().lower()
    if named in _NONE:
        return "0"
    if re.fullmatch(r"\d+", named, re.ASCII):
        return named
    return str(_spelled([each for each in re.split(r"[\s,\-\u2010-\u2015]+", named) if each and each != "and"], text))


def _spelled(named: list[str], text: str) -> int:
    """Groups below a thousand, each followed by a smaller one of the large numbers than the group before."""
    whole, group, limit, kinds = 0, 0, 10 ** 21, ""
    for each in named:
        if each in _LARGE and group and _LARGE[each] < limit:
            whole, group, limit = whole + group * _LARGE[each], 0, _LARGE[each]
            kinds += " "
        elif each == "hundred":
            group, kinds = group * 100, kinds + "h"
        else:
            group += _SMALL.get(each, 0)
            kinds += "?" if each not in _SMALL else "u" if _SMALL[each] < 10 else "t" if _SMALL[each] < 20 else "d"
    is_zero = "zero" in named and len(named) > 1
    if not kinds or is_zero or not all(_GROUP.fullmatch(each) for each in kinds.split(" ")):
        raise ValueError(f"prints {text!r}, where a number in words belongs")
    return whole + group


def duration(text: str, letter: str) -> str:
    """A count of years, months, weeks, days or hours as an XML duration; what is over goes to the next smaller unit,
    as the SEC's transformations put it."""
    match = re.fullmatch(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)", text.strip(), re.ASCII)
    if not match or len(text) > 20:
        raise ValueError(f"prints {text!r}, where a count belongs")
    sign, count = "-" if match[1] == "-" and Decimal(match[2]) else "", Decimal(match[2])
    whole = int(count)
    if letter == "W":
        return f"{sign}P{int(count * 7)}D"
    if letter == "H":
        return f"{sign}PT{whole}H"
    over = count - whole
    parts = [f"{whole}{letter}"]
    if letter == "Y" and int(over * 12):
        parts.append(f"{int(over * 12)}M")
    if letter in "YM" and (days := int((over * 12 % 1 if letter == "Y" else over) * _DAYS_OF_A_MONTH)):
        parts.append(f"{days}D")
    hours = f"T{int(over * 24)}H" if letter == "D" and int(over * 24) else ""
    return f"{sign}P{''.join(parts)}{hours}"


def duration_in_words(text: str) -> str:
    """``two years and six months`` is ``P2Y6M``."""
    parts = re.findall(r"(.+?)[\s\-\u2010-\u2015]+(year|month|day)s?\b[\s,]*(?:and\s+)?", text.strip().lower())
    rest = re.sub(r"(.+?)[\s\-\u2010-\u2015]+(year|month|day)s?\b[\s,]*(?:and\s+)?", "", text.strip().lower())
    order = [_LETTERS[unit] for _, unit in parts]
    if not parts or rest.strip() or order != sorted(set(order), key="YMD".index):
        raise ValueError(f"prints {text!r}, where a duration in words belongs")
    return "P" + "".join(f"{number_in_words(count)}{letter}" for (count, _), letter in zip(parts, order, strict=True))

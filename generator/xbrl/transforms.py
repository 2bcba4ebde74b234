"""The transformations of inline XBRL: what a page prints, as the value that is meant.

All registries from 2010 to 2022 and the SEC's own are one table: where two of them share a name, they mean the same by
it. A name is looked up without its hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from generator.xbrl.transform_dates import as_date
from generator.xbrl.transform_words import duration, duration_in_words, number_in_words

_NAMESPACE = re.compile(r"http://www\.xbrl\.org/(?:2008/)?inlineXBRL/transformation(?:/.*)?"
                        r"|http://www\.sec\.gov/inlineXBRL/transformation/.*")
_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_DASHES = "-\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe58\ufe63\uff0d"
_APOSTROPHES = "'`\u00b4\u2019\u2032\uff07"
_SPACES = " \u00a0\u2007\u2009\u202f\u3000"
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")
LONGEST_NUMBER = 100
FARTHEST_SCALE = 40


class UnknownTransform(ValueError):
    """A transformation that no registry has."""


def number(namespace: str, name: str, printed: str) -> Decimal:
    """The printed figure, before scale and sign. Without a transformation (empty name) it has to be a plain number.

    ValueError where the text is not what the transformation reads, UnknownTransform where no registry has it for
    numbers."""
    text = printed.strip().translate(_WIDE)
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"is a figure of {len(text)} characters")
    if not name:
        return _plain(text, text)
    key = _key(namespace, name)
    read = _NUMBERS.get(name) or _NUMBERS.get(key)
    if read is None:
        raise UnknownTransform(f"has the transformation {name!r}, which no registry has for numbers")
    return _plain(read(text), text)


def scaled(value: Decimal, scale: int, *, is_negative: bool) -> Decimal:
    """Exact, in ones, without an exponent: no context of decimals rounds it."""
    if abs(scale) > FARTHEST_SCALE:
        raise ValueError(f"has a scale of {scale}")
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    moved = exponent + scale
    if moved > 0:
        digits, moved = (*digits, *(0 for _ in range(moved))), 0
    return Decimal((int(is_negative and any(digits)), digits, moved))


def words(namespace: str, name: str, printed: str) -> str:
    """A text fact's value: dates as ``2023-07-01``, ``--09-30``, ``2023-07``; ``true`` and ``false``.

    ValueError as for numbers: a caller then keeps the text as printed and says so."""
    if not name:
        return printed
    key = _key(namespace, name)
    if key in _FIXED:
        return _FIXED[key]
    text = printed.strip()
    if (reader := _TEXTS.get(key)) is not None:
        return reader(text)
    if (of_number := _NUMBERS.get(key)) is not None:
        return of_number(text.translate(_WIDE))
    value = as_date(name, text)
    if value is None:
        raise UnknownTransform(f"has the transformation {name!r}, which no registry has")
    return value


def _key(namespace: str, name: str) -> str:
    if not _NAMESPACE.fullmatch(namespace):
        raise UnknownTransform(f"has the transformation {name!r} of {namespace or 'no namespace'!r}, "
                               f"which is no registry's")
    return name.replace("-", "")


def _plain(text: str, printed: str) -> Decimal:
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", text, re.ASCII):
        raise ValueError(f"prints {printed!r}, which is no number as its transformation reads them")
    return Decimal(text)


def _separated(point: str, marks: str) -> Callable[[str], str]:
    """A number whose thousands are set apart by any of ``marks`` and spaces, wherever they stand (registries 4, 5)."""
    whole = re.compile(f"[0-9{re.escape(marks + _SPACES)}]*(?:{re.escape(point)}[0-9{_SPACES}]+)?")
    return _read_as(whole, point)


def _grouped(point: str, marks: str) -> Callable[[str], str]:
    """A number whose thousands come in threes (registries 1 to 3)."""
    whole = re.compile(rf"[0-9]{{1,3}}(?:[{re.escape(marks)}]?[0-9]{{3}})*(?:{re.escape(point)}[0-9]+)?")
    return _read_as(whole, point)


def _read_as(whole: re.Pattern[str], point: str) -> Callable[[str], str]:
    """Reads what has this form as digits with a point."""
    def read(text: str) -> str:
        if not whole.fullmatch(text):
            raise ValueError(f"prints {text!r}, which is no number as its transformation reads them")
        return "".join("." if each == point else each for each in text if each.isdigit() or each == point)
    return read


def _indian(text: str) -> str:
    """``12,34,567.89``: the last three figures, before them twos."""
    text = text.translate(_DEVANAGARI)
    match = re.fullmatch(rf"((?:\d{{1,2}}[,{_SPACES}])?(?:\d\d[,{_SPACES}])*\d{{3}}|\d+)(\.\d+)?", text, re.ASCII)
    if not match:
        raise ValueError(f"prints {text!r}, which is no number as its transformation reads them")
    return re.sub(r"\D", "", match[1]) + (match[2] or "")


def _with_units(text: str) -> str:
    """``12円50銭`` is 12.50."""
    match = re.fullmatch(rf"([0-9.,{_APOSTROPHES}{_SPACES}]*[0-9])[^0-9.,][^0-9]*([0-9]{{1,2}})[^0-9]*",
                         text.translate(_DEVANAGARI))
    if not match:
        raise ValueError(f"prints {text!r}, where a number with two units belongs, such as 12円50銭")
    return f"{re.sub('[^0-9]', '', match[1])}.{match[2]:0>2}"


def _dash(text: str) -> str:
    if len(text) != 1 or text not in _DASHES:
        raise ValueError(f"prints {text!r}, where a dash for zero belongs")
    return "0"


def _zero(text: str) -> str:
    return "0"


_NUMBERS: dict[str, Callable[[str], str]] = {
    "num-dot-decimal": _separated(".", ","), "numdotdecimal": _grouped(".", f",{_SPACES}"),
    "num-comma-decimal": _separated(",", "."), "numcommadecimal": _grouped(",", f".{_SPACES}"),
    "numdotdecimalapos": _separated(".", f",{_APOSTROPHES}"),
    "numcommadecimalapos": _separated(",", f".{_APOSTROPHES}"),
    "numdotdecimalin": _indian,
    "numunitdecimal": _with_units, "numunitdecimalin": _with_units, "numunitdecimalapos": _with_units,
    "numcommadot": _grouped(".", ","),
    "numdotcomma": _grouped(",", "."),
    "numspacedot": _grouped(".", _SPACES),
    "numspacecomma": _grouped(",", _SPACES),
    "numcomma": _grouped(",", _SPACES),
    "numdash": _dash, "zerodash": _dash, "fixedzero": _zero,
    "numwordsen": number_in_words,
}


def _ballot_box(text: str) -> str:
    if text not in {"☐", "☑", "☒"}:
        raise ValueError(f"prints {text!r}, where a ballot box belongs")
    return "false" if text == "☐" else "true"


def _as_printed(text: str) -> str:
    return " ".join(text.split())


_FIXED = {"booleanfalse": "false", "booleantrue": "true", "fixedfalse": "false", "fixedtrue": "true",
          "nocontent": "", "fixedempty": "", "numinf": "INF", "numneginf": "-INF", "numnan": "NaN"}
_TEXTS: dict[str, Callable[[str], str]] = {
    "boolballotbox": _ballot_box,
    "duryear": lambda text: duration(text, "Y"), "durmonth": lambda text: duration(text, "M"),
    "durweek": lambda text: duration(text, "W"), "durday": lambda text: duration(text, "D"),
    "durhour": lambda text: duration(text, "H"), "durwordsen": duration_in_words,
    # Names stay as the page has them: nothing is computed with them.
    "exchnameen": _as_printed, "stateprovnameen": _as_printed, "countrynameen": _as_printed,
    "edgarprovcountryen": _as_printed, "entityfilercategoryen": _as_printed,
}

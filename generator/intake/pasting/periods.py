"""Dates, lengths and periods in the words of a printed header, in English and Japanese."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

DATE, MONTHS, DAY, YEAR, SPAN, SLOT = "date", "months", "day", "year", "span", "slot"
"""What a piece of a header says: a date, a length in months, a day without its year, a year, dates from and to, a
period as YAML writes it."""
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<month{0}>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988}
_ORDINAL = {"第1": 3, "第一": 3, "第2": 6, "第二": 6, "第3": 9, "第三": 9}
_WORDS = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12}
_DAY, _YEAR = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?", r"(?P<year{0}>(?:19|20)\d\d)"


def _pattern(text: str, number: int) -> re.Pattern[str]:
    """A pattern with the names for a day, a month and a year in place of D, M and Y."""
    parts = {"<D>": _DAY, "<M>": _MONTH, "<Y>": _YEAR}
    for mark, part in parts.items():
        text = text.replace(mark, part.format(number))
    return re.compile(text, re.I)


_PATTERNS = (
    (DATE, _pattern(r"<M>\s*<D>\s*,?\s*<Y>", 1)),
    (DATE, _pattern(r"<D>\s+<M>,?\s*<Y>", 2)),
    (DATE, _pattern(r"<Y>[-/.](?P<number3>\d{1,2})[-/.](?P<day3>\d{1,2})(?!\d)", 3)),
    (DATE, _pattern(r"<Y>\s*年\s*(?P<number4>\d{1,2})\s*月\s*(?P<day4>\d{1,2}|末)\s*日?", 4)),
    (DATE, _pattern(r"(?P<era5>令和|平成|昭和)\s*(?P<year5>\d{1,2}|元)\s*年\s*(?P<number5>\d{1,2})\s*月\s*"
                    r"(?P<day5>\d{1,2}|末)\s*日?", 5)),
    (SLOT, re.compile(r"(?<![A-Za-z0-9])(?P<slot>[1-4]Q|[12]H|9M|FY)(?P<of>(?:19|20)\d\d)(?!\d)")),
    (MONTHS, re.compile(r"(?P<word>three|six|nine|twelve|(?<!\d)(?:3|6|9|12))[\s-]*months?", re.I)),
    (MONTHS, re.compile(r"(?P<quarter>quarters?\s+(?:ended|ending))|(?P<half>half[\s-]*years?\s+(?:ended|ending))|"
                        r"(?P<full>(?:fiscal\s+|financial\s+)?years?\s+(?:ended|ending))", re.I)),
    (MONTHS, re.compile(r"(?P<upto>第[123一二三]四半期)(?:連結)?累計期間|"
                        r"(?P<alone>第[1-4一二三四]四半期)(?:連結)?会計期間|"
                        r"(?P<interim>中間(?:連結)?会計期間)|(?P<whole>(?:連結)?会計年度)")),
    (DAY, _pattern(r"<M>\s*<D>(?!\d)", 6)),
    (DAY, _pattern(r"<D>\s+<M>", 7)),
    (YEAR, re.compile(r"(?<![\d,.])(?P<year>(?:19|20)\d\d)(?![\d,.])")),
)
_FROM = re.compile(r"自\s*$|\bfrom\s*$", re.I)
_TO = re.compile(r"^\W*(?:至|to\b|through\b|-|~)\W*$", re.I)


@dataclass(frozen=True)
class HeaderPiece:
    """A piece of a header, and where it stands in its line. A date or the dates from and to, months, a day of the year
    as ``(month, day)``, a year, or a label."""

    kind: str
    said: object
    start: int
    end: int


def pieces(text: str) -> list[HeaderPiece]:
    """What a line says of periods, from left to right."""
    found: list[HeaderPiece] = []
    taken = [False] * len(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            said = None if any(taken[match.start():match.end()]) else _said(kind, match)
            if said is not None:
                found.append(HeaderPiece(kind, said, match.start(), match.end()))
                taken[match.start():match.end()] = [True] * (match.end() - match.start())
    return _spans(text, sorted(found, key=lambda piece: piece.start))


def without_pieces(text: str, found: list[HeaderPiece]) -> str:
    """What a line says besides."""
    for piece in reversed(found):
        text = f"{text[:piece.start]} {text[piece.end:]}"
    return text


def date_of(day: tuple[int, int], year: int) -> datetime.date | None:
    """A day of a year, if there is one."""
    try:
        return datetime.date(year, day[0], min(day[1], monthrange(year, day[0])[1]) if day[1] > 27 else day[1])
    except ValueError:
        return None


def _spans(text: str, found: list[HeaderPiece]) -> list[HeaderPiece]:
    """The pieces, two dates with words for from and to between them as one."""
    joined: list[HeaderPiece] = []
    for piece in found:
        last = joined[-1] if joined else None
        if last and last.kind == piece.kind == DATE and _TO.match(text[last.end:piece.start]) \
                and _FROM.search(text[:last.start]):
            joined[-1] = HeaderPiece(SPAN, (last.said, piece.said), last.start, piece.end)
        else:
            joined.append(piece)
    return joined


def _said(kind: str, match: re.Match[str]) -> object | None:
    names = {key.rstrip("1234567"): value for key, value in match.groupdict().items() if value}
    match kind:
        case "date":
            year = _ERAS.get(names.get("era", ""), 0) + (1 if names["year"] == "元" else int(names["year"]))
            day = 31 if names["day"] == "末" else int(names["day"])
            return _exact(year, _month(names), day, names["day"] == "末")
        case "day":
            month, day = _month(names), int(names["day"])
            return (month, day) if 1 <= day <= 31 else None
        case "year":
            return int(names["year"])
        case "slot":
            return f"{names['slot'].upper()}{names['of']}"
    return _months(names)


def _months(names: dict[str, str]) -> int:
    if "word" in names:
        return _WORDS[names["word"].lower()]
    if "upto" in names:
        return _ORDINAL[names["upto"][:2]]
    return 3 if "quarter" in names or "alone" in names else 6 if "half" in names or "interim" in names else 12


def _month(names: dict[str, str]) -> int:
    return int(names["number"]) if "number" in names else _NAMES.index(names["month"][:3].lower()) + 1


def _exact(year: int, month: int, day: int, at_end: bool) -> datetime.date | None:
    try:
        return datetime.date(year, month, monthrange(year, month)[1] if at_end else day)
    except ValueError:
        return None

"""What a date, a period or a list was meant to say that is written in another way than these files have it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection

from generator.model.period import SLOTS

_NUMBERS = re.compile(r"(\d{1,4})\s*[-/. 年]\s*(\d{1,2})\s*[-/. 月]\s*(\d{1,4})\s*日?", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS = re.compile(r"([A-Za-z]{3,9})\.?|(\d{1,2})(?:st|nd|rd|th)?(?!\d)|((?:19|20)\d\d)", re.ASCII)
_PART = re.compile(r"(?:(?<!\d)([1-4])Q|Q([1-4])|(?<!\d)([12])H|H([12])|(?<!\d)(9)M|(?<!\d)(3|6|12)M)")
_YEAR = re.compile(r"(?<!\d)(?:FY|CY)?((?:19|20)\d\d|\d\d)(?!\d)")
_MONTHS_OF = {"3": "1Q", "6": "1H", "12": "FY"}
_BETWEEN = re.compile(r"[\s'’_./-]+")
_YEAR_TO_DATE = {"2Q": "1H", "3Q": "9M", "4Q": "FY"}
_MINUS = re.compile(r"\s*[-–—−]\s*|\s+minus\s+|^minus\s+")
_PLUS = re.compile(r"\s*[,;+&]\s*|\s+(?:and|plus)\s+")
_PERIOD = re.compile(rf"(?:(?:{'|'.join(SLOTS)})(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)", re.ASCII)


def meant_dates(text: str) -> list[str]:
    """The dates that ``30/06/2022`` or ``30 June 2022`` may mean, as 2022-06-30; two where day and month may change
    places, none where it is no date."""
    text = text.strip()
    found = [_date(*map(int, each)) for each in _orders(text)]
    return list(dict.fromkeys(str(day) for day in found if day))


def _orders(text: str) -> list[tuple[str, str, str]]:
    """Year, month and day as they may be meant."""
    if numbers := _NUMBERS.fullmatch(text) or _COMPACT.fullmatch(text):
        first, second, third = numbers.groups()
        if len(first) == 4:
            return [(first, second, third)]
        if len(first) == 3 or len(third) not in (2, 4):
            return []
        year = third if len(third) == 4 else f"20{third}"
        return [(year, second, first), (year, first, second), *[(f"20{first}", second, third)] * (len(third) == 2)]
    words = [match.groups() for match in _WORDS.finditer(text)]
    months = [name[:3].lower() for name, _, _ in words if name and name[:3].lower() in _MONTHS]
    days, years = [day for _, day, _ in words if day], [year for _, _, year in words if year]
    if len(words) == 3 and months and days and years:
        return [(years[0], str(_MONTHS.index(months[0]) + 1), days[0])]
    return []


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if 1900 <= year < 2100 else None
    except ValueError:
        return None


def is_like_a_date(text: str) -> bool:
    """Whether a text has a day, a month and a year, be it of a day that no calendar has."""
    return bool(_orders(text.strip()))


def meant_period(text: str) -> str:
    """The period that ``1QFY2022``, ``Q1 2022`` or ``FY22`` may mean, as 1Q2022; empty where it is none."""
    plain = _BETWEEN.sub("", text.upper())
    apart = _PART.search(text.upper())
    part = apart or _PART.search(plain)
    rest = _BETWEEN.sub("", text.upper().replace(apart[0], "|", 1)) if apart else plain
    rest = rest.replace("|" if apart else part[0], " ", 1) if part else rest
    year = _YEAR.search(rest)
    if not year or re.sub(r"[^A-Z]", "", rest.replace(year[0], " ", 1)) not in ("", "FY", "CY", "YTD"):
        return ""
    if not part and "FY" not in rest:
        return ""
    name = _name(part) if part else "FY"
    name = _YEAR_TO_DATE.get(name, name) if "YTD" in rest else name
    label = f"{name}{year[1] if len(year[1]) == 4 else '20' + year[1]}"
    return label if name in SLOTS and label != text else ""


def _name(part: re.Match[str]) -> str:
    quarter, half = part[1] or part[2], part[3] or part[4]
    return f"{quarter}Q" if quarter else f"{half}H" if half else "9M" if part[5] else _MONTHS_OF[part[6]]


def two_periods(text: str) -> str:
    """``1H2022, 1H2023`` for periods between which the comma is missing; else empty."""
    words = text.split()
    whole = len(words) > 1 and all(_PERIOD.fullmatch(word) for word in words)
    return ", ".join(words) if whole else ""


def several_names(text: str, known: Collection[str]) -> str:
    """``revenue, -costs`` for known names between which a comma is missing, or whose sign is written otherwise; else
    empty."""
    right = ", ".join(signed_names(text))
    names = [name.lstrip("-") for name in right.split(", ")]
    return right if right != text.strip() and all(name in known for name in names) else ""


def signed_names(text: str) -> list[str]:
    """The names in ``revenue - costs``, ``revenue; costs`` or ``revenue and costs``, with - before one that is
    subtracted."""
    return _PLUS.sub(" ", _MINUS.sub(" -", text)).split()

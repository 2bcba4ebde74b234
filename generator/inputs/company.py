"""company.yaml: who reports, in which currency and scale, on which fiscal calendar, rounding how."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from generator.inputs.document import Value, load, mapped
from generator.inputs.vocabulary import Vocabulary, read_unit
from generator.model.calendar import FiscalCalendar, YearEnds
from generator.model.company import SCALES, Company, SharePrice, Split
from generator.model.figure import NotAFigure, parse
from generator.model.period import DAY
from generator.model.problem import Problems
from generator.model.statement import Unit

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_YEAR = re.compile(r"FY((?:19|20)\d\d)", re.ASCII)
_LONGEST_YEAR = 560
"""Days of the longest fiscal year that a change of its end makes: 18 months and some."""
_COMPANY = ("name", "code", "exchange", "standard", "currency", "scale", "rounding", "foots", "fiscal_year",
            "first_year", "dividends_a_year", "splits", "share_price", "units")


def read_company(folder: Path, vocabulary: Vocabulary,
                 problems: Problems) -> tuple[Mapping[str, Unit] | None, Company | None]:
    """The units and the company, as far as company.yaml gives them."""
    root = load(folder / "company.yaml", problems)
    if root is None or not root.is_mapping:
        if root is not None:
            root.complain(f"expected 'key: value' lines here, found {root.described()}")
        return None, None
    required = ("name", "code", "standard", "currency", "scale", "fiscal_year")
    fields = root.fields(_COMPANY, required)

    def text(name: str) -> str:
        return (fields[name].text() or "") if name in fields else ""

    def word(name: str, options: tuple[str, ...]) -> str:
        return (fields[name].choice(options) or options[0]) if name in fields else options[0]

    calendar = _fiscal_year(fields["fiscal_year"]) if "fiscal_year" in fields else None
    scale = word("scale", tuple(SCALES))
    units = {key: _filled(unit, text("currency"), scale) for key, unit in vocabulary.units.items()}

    def unit(name: str, key: Value, value: Value) -> None:
        if name in units:
            key.complain(f"'{name}' is a common unit already; give this one a name of its own")
        else:
            units[named(name, key)] = read_unit(name, value)

    if "units" in fields:
        mapped(fields["units"], unit)
    splits = [_split(value) for value in fields["splits"].elements()] if "splits" in fields else []
    first_year = _first_year(fields["first_year"]) if "first_year" in fields else None
    dividends = _dividends_a_year(fields["dividends_a_year"]) if "dividends_a_year" in fields else 2
    if calendar is None:
        return units, None
    return units, Company(
        key=folder.resolve().name, name=text("name"), code=text("code"), exchange=text("exchange"),
        standard=text("standard"), currency=text("currency"), scale=scale,
        rounding=word("rounding", ("nearest", "truncate")), foots=word("foots", ("loose", "exact")),
        undeclared=tuple(name for name in ("rounding", "foots") if name not in fields),
        calendar=calendar, units=units,
        splits=tuple(sorted((s for s in splits if s), key=lambda s: s.effective)),
        share_price=_share_price(fields["share_price"]) if "share_price" in fields else None,
        first_year=first_year, dividends_a_year=dividends)


def _filled(unit: Unit, currency: str, scale: str) -> Unit:
    """A common unit with the company's currency and scale in its label: ``JPY million``."""
    label = unit.label.replace("{currency}", currency).replace("{scale}", "" if scale == "one" else scale)
    return dataclasses.replace(unit, label=label.strip())


def _fiscal_year(value: Value) -> FiscalCalendar | None:
    """Years that end with a month, years by their dates (52 or 53 weeks, a changed year-end), or both."""
    fields = value.fields(("ends", "named_after", "starts", "years"), required=("named_after",))
    named_after = (fields["named_after"].choice(("start", "end")) if "named_after" in fields else None) or "end"
    if ("starts" in fields) != ("years" in fields):
        value.complain("'starts:' (the first day) and 'years:' (the ends of the quarters) go together")
        return None
    if "ends" not in fields and "years" not in fields:
        value.complain("a fiscal year has 'ends:' (the last day of a month), or 'starts:' and 'years:' (by dates)")
        return None
    end_month = _end_month(fields["ends"]) if "ends" in fields else 0
    if "years" not in fields or end_month is None:
        return FiscalCalendar(end_month, named_after) if end_month else None
    starts = fields["starts"].date()
    listed = _listed_years(fields["years"], starts) if starts else None
    if not starts or not listed:
        return None
    calendar = FiscalCalendar(end_month, named_after, listed, starts)
    last, by_month = max(listed), FiscalCalendar(end_month, named_after).year_end(max(listed))
    if by_month and listed[last][-1] != by_month:
        fields["years"].complain(f"FY{last} ends on {listed[last][-1]} here and on {by_month} by 'ends:'; list years "
                                 "up to the first that ends that way, or leave 'ends:' out and list every year")
        return None
    if end_month and starts.day != 1:
        fields["starts"].complain("the years before the listed ones are calendar months, so that 'starts:' is the "
                                  "first of a month; leave 'ends:' out to list every year")
        return None
    return calendar


def _first_year(value: Value) -> int | None:
    """The fiscal year of the first columns."""
    match = _YEAR.fullmatch(value.text() or "")
    if not match:
        value.complain("the first fiscal year of the time axis is written FY2021")
    return int(match[1]) if match else None


def _dividends_a_year(value: Value) -> int:
    """How many record dates a fiscal year has."""
    if value.literal not in ("1", "2", "4"):
        value.complain(f"expected 1 (year-end), 2 (half-years) or 4 (quarters), found {value.described()}")
        return 2
    return int(value.literal)


def _end_month(value: Value) -> int | None:
    """The month with which fiscal years end, from its last day."""
    ends = value.text() or ""
    match = re.fullmatch(r"(\d\d)-(\d\d)", ends)
    try:
        day = datetime.date(2023, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None or (day + DAY).day != 1:
        value.complain(f"'{ends}' is not the last day of a month; write it as 03-31, 12-31 or 02-28. A year of 52 or "
                       "53 weeks has 'starts:' and 'years:' instead")
        return None
    return day.month


def _listed_years(value: Value, starts: datetime.date) -> dict[int, YearEnds] | None:
    """Fiscal years by the ends of their quarters, each beginning where the one before ends."""
    listed: dict[int, YearEnds] = {}
    mistakes = len(value.problems)

    def year(name: str, key: Value, ends: Value) -> None:
        match, last = _YEAR.fullmatch(name), max(listed, default=None)
        if not match:
            key.complain(f"'{name}' is not a fiscal year; write FY2023")
        elif last and int(match[1]) != last + 1:
            key.complain(f"FY{last + 1} follows on FY{last}, not {name}; where two years end in one calendar year, "
                         "name all years after their start")
        else:
            listed[int(match[1])] = _quarter_ends(name, ends, listed[last][-1] if last else starts - DAY)

    mapped(value, year)
    if not listed and len(value.problems) == mistakes:
        value.complain("there is no fiscal year here; write FY2023: [2022-12-31, 2023-04-01, 2023-07-01, 2023-09-30]")
    return listed if len(value.problems) == mistakes else None


def _quarter_ends(name: str, value: Value, before: datetime.date) -> YearEnds:
    """The ends of a fiscal year's quarters, the first after the day before it."""
    found = [each.date() for each in value.elements()]
    days = tuple(day for day in found if day)
    if value.is_list and not 1 <= len(found) <= 4:
        value.complain(f"{name} is given by the ends of its quarters, one to four dates; here are {len(found)}")
    elif len(days) == len(found) and [before, *days] != sorted({before, *days}):
        value.complain(f"the dates of {name} must follow each other, after {before}")
    elif days and (days[-1] - before).days > _LONGEST_YEAR:
        value.complain(f"{name} has {(days[-1] - before).days} days; is a year left out?")
    return days or (before + DAY,)


def _positive(value: Value) -> Decimal | None:
    try:
        number = parse(value.literal or "").value
    except NotAFigure as error:
        value.complain(str(error))
        return None
    if number is None or number <= 0:
        value.complain(f"expected a number above zero, found {value.described()}")
        return None
    return number


def _split(value: Value) -> Split | None:
    names = ("effective", "new_shares", "old_shares")
    fields = value.fields(names, required=names)
    if len(fields) < 3:
        return None
    day = fields["effective"].date()
    new, old = _positive(fields["new_shares"]), _positive(fields["old_shares"])
    return Split(day, new, old) if day and new and old else None


def _share_price(value: Value) -> SharePrice | None:
    fields = value.fields(("value", "date"), required=("value", "date"))
    if len(fields) < 2:
        return None
    price, day = _positive(fields["value"]), fields["date"].date()
    return SharePrice(price, day) if price and day else None


def named(name: str, key: Value) -> str:
    """The name; for one that cannot be, the name it may be meant to be, so that what uses it is not wrong too."""
    if _NAME.fullmatch(name):
        return name
    meant = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    hint = f"; did you mean '{meant}'?" if _NAME.fullmatch(meant) else ""
    key.complain(f"'{name}' cannot be a name; use small letters, digits and _, starting with a letter{hint}")
    return meant

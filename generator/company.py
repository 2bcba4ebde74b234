"""company.yaml: who reports, in which currency and scale, on which fiscal calendar, rounding how."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from generator.document import Value, load, mapped
from generator.figure import NotAFigure, parse
from generator.model import SCALES, Company, SharePrice, Split, Unit
from generator.period import FiscalCalendar
from generator.source import Problems
from generator.vocabulary import Vocabulary, read_unit

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COMPANY = ("name", "code", "exchange", "standard", "currency", "scale", "rounding", "foots", "fiscal_year",
            "splits", "share_price", "units")


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
    if calendar is None:
        return units, None
    return units, Company(
        key=folder.resolve().name, name=text("name"), code=text("code"), exchange=text("exchange"),
        standard=text("standard"), currency=text("currency"), scale=scale,
        rounding=word("rounding", ("nearest", "truncate")), foots=word("foots", ("loose", "exact")),
        undeclared=tuple(name for name in ("rounding", "foots") if name not in fields),
        calendar=calendar, units=units,
        splits=tuple(sorted((s for s in splits if s), key=lambda s: s.effective)),
        share_price=_share_price(fields["share_price"]) if "share_price" in fields else None)


def _filled(unit: Unit, currency: str, scale: str) -> Unit:
    """A common unit with the company's currency and scale in its label: ``JPY million``."""
    label = unit.label.replace("{currency}", currency).replace("{scale}", "" if scale == "one" else scale)
    return dataclasses.replace(unit, label=label.strip())


def _fiscal_year(value: Value) -> FiscalCalendar | None:
    fields = value.fields(("ends", "named_after"), required=("ends", "named_after"))
    if len(fields) < 2:
        return None
    named_after = fields["named_after"].choice(("start", "end")) or "end"
    ends = fields["ends"].text() or ""
    match = re.fullmatch(r"(\d\d)-(\d\d)", ends)
    try:
        day = datetime.date(2023, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None or (day + datetime.timedelta(days=1)).day != 1:
        fields["ends"].complain(f"'{ends}' is not the last day of a month; write it as 03-31, 12-31 or 02-28")
        return None
    return FiscalCalendar(day.month, named_after)


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

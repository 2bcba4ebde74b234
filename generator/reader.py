"""A company's folder: company.yaml and statements.yaml become the model; every mistake becomes a Problem."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from generator.document import Value, load, mapped
from generator.figure import NotAFigure, parse
from generator.filings import read_filings
from generator.model import (
    ADDITIVITIES,
    SCALES,
    SHEETS,
    Book,
    Company,
    LineItem,
    Member,
    Ref,
    SharePrice,
    Split,
    Statement,
    Unit,
)
from generator.period import FiscalCalendar
from generator.references import check_references
from generator.source import Place, Problems
from generator.vocabulary import Vocabulary, read_unit

_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_REF = re.compile(r"^(-?)([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)(?:@([a-z][a-z0-9_]*))?$")
_COMPANY = ("name", "code", "exchange", "standard", "currency", "scale", "rounding", "foots", "fiscal_year",
            "splits", "share_price", "units")
_STATEMENT = ("title", "sheet", "unit", "additivity", "members", "items")
_ITEM = ("label", "caption", "concept", "unit", "additivity", "sum", "also_sum", "same_as", "growth_of",
         "change_of", "percent_of", "note")
_MEMBER = ("label", "unit", "sum", "growth", "change", "percent_of")


def read_book(folder: Path, vocabulary: Vocabulary, problems: Problems) -> Book | None:
    """The book in a company's folder, or None with Problems. Nothing is dropped or guessed."""
    if not folder.is_dir():
        problems.add(Place(str(folder)), "there is no such folder; 'quarterbook new NAME' lays one out")
        return None
    company = _company(folder, vocabulary, problems)
    if company is None:
        return None
    statements = _statements(folder, company, problems)
    if statements is None:
        return None
    check_references(statements, vocabulary.concepts, problems)
    if problems:
        # Figures are read all the same, so that one run reports the mistakes of every file.
        read_filings(folder, company, statements, problems)
        return None
    filings, facts = read_filings(folder, company, statements, problems)
    return None if problems else Book(company, statements, filings, facts)


def _company(folder: Path, vocabulary: Vocabulary, problems: Problems) -> Company | None:
    root = load(folder / "company.yaml", problems)
    if root is None:
        return None
    required = ("name", "code", "standard", "currency", "scale", "rounding", "foots", "fiscal_year")
    fields = root.fields(_COMPANY, required)

    def text(name: str) -> str:
        return (fields[name].text() or "") if name in fields else ""

    def word(name: str, options: tuple[str, ...]) -> str:
        return (fields[name].choice(options) or options[0]) if name in fields else options[0]

    calendar = _fiscal_year(fields["fiscal_year"]) if "fiscal_year" in fields else None
    scale = word("scale", tuple(SCALES))
    units = {key: _filled(unit, text("currency"), scale) for key, unit in vocabulary.units.items()}
    if "units" in fields:
        mapped(fields["units"], lambda name, _key, value: units.__setitem__(name, read_unit(name, value)))
    splits = [_split(value) for value in fields["splits"].elements()] if "splits" in fields else []
    if calendar is None or not root.is_mapping or any(name not in fields for name in required):
        return None
    return Company(
        key=folder.resolve().name, name=text("name"), code=text("code"), exchange=text("exchange"),
        standard=text("standard"), currency=text("currency"), scale=scale,
        rounding=word("rounding", ("nearest", "truncate")), foots=word("foots", ("exact", "loose")),
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
    match = re.match(r"^(\d{2})-(\d{2})$", ends)
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


def _statements(folder: Path, company: Company, problems: Problems) -> dict[str, Statement] | None:
    root = load(folder / "statements.yaml", problems)
    if root is None:
        return None
    found: dict[str, Statement] = {}

    def read(name: str, key: Value, value: Value) -> None:
        if _usable(name, key):
            found[name] = _statement(name, key, value, company)

    mapped(root, read)
    return found


def _usable(name: str, key: Value) -> bool:
    if _NAME.match(name):
        return True
    key.complain(f"'{name}' cannot be a name; use small letters, digits and _, starting with a letter")
    return False


def _statement(name: str, key: Value, value: Value, company: Company) -> Statement:
    fields = value.fields(_STATEMENT, required=("title", "sheet", "items"))
    unit = _unit(fields["unit"], company.units) if "unit" in fields else "amount"
    additivity = (fields["additivity"].choice(ADDITIVITIES) if "additivity" in fields else None) or "flow"
    items: dict[str, LineItem] = {}
    members: dict[str, Member] = {}

    def item(each: str, item_key: Value, item_value: Value) -> None:
        if _usable(each, item_key):
            items[each] = _item(each, name, item_key, item_value, company.units, unit, additivity)

    def member(each: str, member_key: Value, member_value: Value) -> None:
        if _usable(each, member_key):
            members[each] = _member(each, member_value, company.units)

    if "items" in fields:
        mapped(fields["items"], item)
    if "members" in fields:
        mapped(fields["members"], member)
    sheet = (fields["sheet"].choice(SHEETS) if "sheet" in fields else None) or SHEETS[0]
    title = (fields["title"].text() if "title" in fields else None) or name
    return Statement(name, title, sheet, key.place, items, members)


def _item(key: str, statement: str, at: Value, value: Value, units: Mapping[str, Unit], unit: str,
          additivity: str) -> LineItem:
    if value.literal is not None:
        return LineItem(key, value.text() or key, at.place, unit, additivity)
    fields = value.fields(_ITEM)
    if "caption" in fields:
        return LineItem(key, fields["caption"].text() or key, at.place, unit, additivity, caption=True)
    if "label" not in fields:
        at.complain(f"'{key}' needs a label (or a caption)")
    percent = fields["percent_of"].elements() if "percent_of" in fields else []
    if percent and len(percent) != 2:
        fields["percent_of"].complain("percent_of takes two line items: [numerator, denominator]")
    refs = [ref for ref in (_ref(each) for each in percent) if ref]
    return LineItem(
        key, (fields["label"].text() if "label" in fields else None) or key, at.place,
        unit=_unit(fields["unit"], units) if "unit" in fields else unit,
        additivity=(fields["additivity"].choice(ADDITIVITIES) if "additivity" in fields else None) or additivity,
        concept=(fields["concept"].text() or "") if "concept" in fields else "",
        sum=_parts(fields.get("sum")), also_sum=_parts(fields.get("also_sum")),
        same_as=_same_as(fields["same_as"]) if "same_as" in fields else (),
        growth_of=_ref(fields["growth_of"]) if "growth_of" in fields else None,
        change_of=_ref(fields["change_of"]) if "change_of" in fields else None,
        percent_of=(refs[0], refs[1]) if len(refs) == 2 else None,
        note=(fields["note"].text() or "") if "note" in fields else "")


def _member(key: str, value: Value, units: Mapping[str, Unit]) -> Member:
    if value.literal is not None:
        return Member(key, value.text() or key)
    fields = value.fields(_MEMBER, required=("label",))
    return Member(
        key, (fields["label"].text() if "label" in fields else None) or key,
        unit=_unit(fields["unit"], units) if "unit" in fields else "",
        sum=_parts(fields.get("sum")),
        growth="growth" in fields and fields["growth"].flag(),
        change="change" in fields and fields["change"].flag(),
        percent_of=_ref(fields["percent_of"]) if "percent_of" in fields else None)


def _unit(value: Value, units: Mapping[str, Unit]) -> str:
    return value.choice(tuple(units)) or "amount"


def _parts(value: Value | None) -> tuple[tuple[int, str], ...]:
    """Signed names: ``[revenue, -cost]``."""
    if value is None:
        return ()
    names = [name for name in (each.text() for each in value.elements()) if name]
    return tuple((-1, name[1:].strip()) if name.startswith("-") else (1, name) for name in names)


def _ref(value: Value) -> Ref | None:
    text = value.text()
    if text is None:
        return None
    match = _REF.match(text)
    if not match:
        value.complain(f"'{text}' does not name a line item; write statement.item, statement.item@member "
                       "or -statement.item for the opposite sign")
        return None
    return Ref(-1 if match[1] else 1, (match[2], match[3], match[4] or ""))


def _same_as(value: Value) -> tuple[tuple[str, Ref], ...]:
    if value.literal is not None:
        ref = _ref(value)
        return (("", ref),) if ref else ()
    found: list[tuple[str, Ref]] = []

    def read(member: str, _key: Value, each: Value) -> None:
        ref = _ref(each)
        if ref:
            found.append((member, ref))

    mapped(value, read)
    return tuple(found)

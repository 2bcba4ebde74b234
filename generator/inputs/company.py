"""company.yaml: who reports, in which currency and scale, on which fiscal calendar, rounding how."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from generator.inputs.document import load
from generator.inputs.fiscal_year import FISCAL_YEAR, YEAR, read_fiscal_year, year_of
from generator.inputs.forms import (
    CURRENCY,
    DATE,
    FILLED,
    GROWTH,
    NEW_NAME,
    SCALE,
    TEXT,
    Key,
    ListOf,
    MapOf,
    Pattern,
    Printed,
    Record,
    Word,
)
from generator.inputs.rates import RATE, read_rates
from generator.inputs.record import Fields, read_record
from generator.inputs.vocabulary import UNIT, Vocabulary, read_unit
from generator.model.company import Company, Declaration, SharePrice, Split
from generator.model.currency import code_of
from generator.model.problem import Problems
from generator.model.statement import Unit

_ABOVE_ZERO = Printed(above_zero=True)
_SPLIT = Record("A share split: new_shares for old_shares.", (
    Key("effective", DATE, "The first day on which there are the new shares", required=True),
    Key("new_shares", _ABOVE_ZERO, "How many shares there are now for 'old_shares'", required=True),
    Key("old_shares", _ABOVE_ZERO, "How many shares there were before", required=True)))
_CHECK_IDS = Pattern(r"[a-z][a-z0-9_]*(:[A-Za-z0-9_.@:-]+)?", "basic_eps:FY2023",
                     "'{text}' is no id of a check; type one that 'quarterbook check --json' prints, e.g. "
                     "basic_eps:FY2023, or basic_eps for all periods")
_REASONS = MapOf(_CHECK_IDS, FILLED, "each check has a reason: 'basic_eps: preferred dividends are not disclosed'")
_SHARE_PRICE = Record("A market price, which opens the valuation rows.", (
    Key("value", _ABOVE_ZERO, "The price of a share", required=True),
    Key("date", DATE, "The day of the price; it says which splits the price is before", required=True),
    Key("currency", CURRENCY, "Its currency, where it is not that of the company: INR; GBX for pence"),
    Key("shares", _ABOVE_ZERO, "Of how many shares it is the price: 10 for a depositary receipt of ten")))
COMPANY = Record("Who reports, in which currency and scale, on which fiscal calendar, rounding how.", (
    Key("name", TEXT, "The company's name as its filings print it", required=True),
    Key("code", TEXT, "Its code at the exchange; in quotes, so that it stays text", required=True),
    Key("exchange", TEXT, "Where its shares are listed"),
    Key("standard", TEXT, "The accounting standard, e.g. IFRS", required=True),
    Key("currency", CURRENCY, "The currency of its statements, e.g. JPY", required=True),
    Key("scale", SCALE, "The scale of amounts on the sheets, and in filings that say no other", required=True),
    Key("rounding", Word(("nearest", "truncate")), "How the issuer rounds; 'quarterbook check' suggests it"),
    Key("foots", Word(("loose", "exact")),
        "exact: printed columns always add up; loose: each term is rounded alone"),
    Key("growth", GROWTH, "favourable: changes are printed positive where the result gains by them, also of costs"),
    Key("fiscal_year", FISCAL_YEAR, "When fiscal years end and what names them", required=True),
    Key("first_year", Pattern(YEAR, "FY2021", "the first fiscal year of the time axis is written FY2021"),
        "The fiscal year of the first columns; without it the first that the oldest filing touches"),
    Key("dividends_a_year",
        Word(("1", "2", "4"), "expected 1 (year-end), 2 (half-years) or 4 (quarters), found {found}"),
        "Record dates a year: 1 (year-end), 2 (half-years, the default) or 4 (quarters)"),
    Key("splits", ListOf(_SPLIT), "Share splits"),
    Key("share_price", _SHARE_PRICE, "A market price, which opens the valuation rows"),
    Key("rates", ListOf(RATE), "At which rates amounts of other currencies are converted; without them they are n.a."),
    Key("soft", _REASONS, "Common checks whose failure is right in this company, each with its reason"),
    Key("plausible", _REASONS, "Figures of unlikely size that are right: the check that doubts them, with the reason"),
    Key("units", MapOf(NEW_NAME, UNIT), "Units of the company's own, for what the common ones lack")))


def read_company(path: Path, vocabulary: Vocabulary,
                 problems: Problems) -> tuple[Mapping[str, Unit] | None, Company | None]:
    """The units and the company, as far as company.yaml gives them."""
    root = load(path, problems)
    fields = read_record(COMPANY, root) if root else None
    if root is None or fields is None or not root.is_mapping:
        return None, None
    fiscal_year, scale = fields.nested("fiscal_year"), fields.word("scale", "one")
    currency = code_of(fields.text("currency"))
    calendar = read_fiscal_year(fiscal_year) if fiscal_year else None
    units = _units(fields, vocabulary, currency, scale)
    splits = [_split(each) for each in fields.records("splits")]
    share_price, rates = fields.nested("share_price"), fields.records("rates")
    if calendar is None:
        return units, None
    return units, Company(
        key=path.resolve().parent.name, name=fields.text("name"), code=fields.text("code"),
        exchange=fields.text("exchange"), standard=fields.text("standard"), currency=currency, scale=scale,
        rounding=fields.word("rounding", "nearest"), foots=fields.word("foots", "loose"),
        undeclared=tuple(name for name in ("rounding", "foots") if name not in fields),
        calendar=calendar, units=units,
        splits=tuple(sorted((split for split in splits if split), key=lambda split: split.effective)),
        share_price=_share_price(share_price, currency) if share_price else None,
        rates=read_rates(rates, calendar),
        first_year=year_of(fields.text("first_year")) or None,
        dividends_a_year=int(fields.word("dividends_a_year", "2")),
        growth=fields.word("growth"), soft=_declarations(fields, "soft"),
        plausible=_declarations(fields, "plausible"))


def _declarations(fields: Fields, name: str) -> tuple[Declaration, ...]:
    """Checks with a reason each."""
    found = [Declaration(check, value.text() or "", key.place) for check, key, value in fields.entries(name)]
    for (_, key, value), each in zip(fields.entries(name), found, strict=True):
        if value.literal == "":
            key.complain(f"'{each.check}' has no reason; write '{each.check}: why it is right'")
    return tuple(found)


def _units(fields: Fields, vocabulary: Vocabulary, currency: str, scale: str) -> dict[str, Unit]:
    """The common units, with the company's currency and scale in their labels (``JPY million``), and its own."""
    def filled(unit: Unit) -> Unit:
        has_companys = "{scale}" in unit.label
        return dataclasses.replace(unit, scale=scale if has_companys else unit.scale,
                                   label=unit.called(scale if has_companys else "", currency))

    units = {key: filled(unit) for key, unit in vocabulary.units.items()}
    for name, key, value in fields.entries("units"):
        if name in vocabulary.units:
            key.complain(f"'{name}' is a common unit already; give this one a name of its own")
        else:
            units[name] = dataclasses.replace(read_unit(name, value), is_own=True)
    return units


def _split(fields: Fields) -> Split | None:
    day, new, old = fields.date("effective"), fields.positive("new_shares"), fields.positive("old_shares")
    return Split(day, new, old) if day and new and old else None


def _share_price(fields: Fields, currency: str) -> SharePrice | None:
    price, day, shares = fields.positive("value"), fields.date("date"), fields.positive("shares")
    own = code_of(fields.text("currency"))
    return SharePrice(price, day, own or currency, shares or Decimal(1)) if price and day else None

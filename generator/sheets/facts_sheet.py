"""The Facts sheet: the only place where numbers are typed, one row a fact, growing downward."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote

from generator.derivation.grid import Grid
from generator.formulas.excel import excel
from generator.formulas.expression import Call, Expression, Filed, Name, Number, Operation
from generator.inputs.template import Parameter
from generator.model.book import Book
from generator.model.currency import Rate
from generator.model.fact import EXPECTED, Fact, Filing
from generator.model.figure import NIL
from generator.model.period import Slot
from generator.model.problem import Place
from generator.model.statement import key
from generator.sheets.axis import heading
from generator.sheets.contract import FACTS, FACTS_TABLE, FORECAST, SUPERSEDED, VERSION
from generator.xlsx.cells import Address, OutwardLink, Pages, Scalar, Sheet, absolute, at, number_format, on

_HEADER = FACTS_TABLE.titles_row
_START, _END, _VALUE, _HEADING = map(FACTS_TABLE.column, ("Start", "End", "Value", "Heading"))
_LEADS = " A heading leads to the document, where its filing says where that is."
_MOST_LINKS = 65_000
"""A sheet of Excel's holds 65,530 of them; beyond that the newest figures have theirs."""
_CENTRED = frozenset(map(FACTS_TABLE.column, ("Start", "End", "Scope", "Unit", "Version")))
_WIDTHS = (18, 28, 38, 18, 11, 11, 11, 16, 13, 18, 40, 14, 11, 50, 9)


class _Row(NamedTuple):
    """A row to be written: a value a column, the number format of its value, whether that is a correction, and where
    its heading leads."""

    values: list[Scalar | None]
    pattern: str
    corrected: bool
    link: OutwardLink | None


class FactsSheet:
    """Gives every number its row, knows its address and writes the sheet.

    ``proofs`` says how many independent checks would show a wrong last digit of a figure; ``folder`` is the address of
    the company's folder as seen from the workbook.

    Rows stand in the order in which they came to be: parameters, then for each filing the splits
    effective by then, the fiscal years it opens, its facts and its split basis. A later filing only adds
    rows below.
    """

    def __init__(self, book: Book, grid: Grid, parameters: tuple[Parameter, ...],
                 proofs: Callable[[Fact], int], folder: str = "") -> None:
        self.book, self._proofs, self._folder = book, proofs, folder
        self.names: dict[str, str] = {}
        self._facts: dict[Place, int] = {}
        self._calendar: dict[Slot, int] = {}
        self._bases: dict[tuple[str, datetime.date | None], int] = {}
        self._rows: list[_Row] = []
        self._splits = [(number, split) for number, split in enumerate(book.company.splits, start=1)]
        self._rates = list(enumerate(book.company.rates, start=1))
        for parameter in parameters:
            self._parameter(parameter)
        self._receipt()
        self._filings(grid)

    def write(self, sheet: Sheet) -> None:
        """The sheet, of which every row has its place already."""
        sheet.freeze, sheet.header_rows = at(_HEADER + 1, 4), _HEADER
        sheet.widths = dict(enumerate(_WIDTHS, start=1))
        heading(sheet, f"{self.book.company.name} · {sheet.name}",
                "Every reported figure and parameter, as filed. The blue cells are the only typed numbers of the "
                "workbook; change one and everything follows." + _LEADS * any(row.link for row in self._rows)
                + " On paper stands what is no company's figure; clear the print area for all.",
                FACTS_TABLE.column("Heading"), column=FACTS_TABLE.column("Label"))
        for column, name in enumerate(FACTS_TABLE.titles, start=1):
            sheet.put(_HEADER, column, name, "Header")
        too_many = sum(row.link is not None for row in self._rows) - _MOST_LINKS
        for number, row in enumerate(self._rows, start=_HEADER + 1):
            has_room = row.link is not None and too_many <= 0
            too_many -= row.link is not None
            _write_row(sheet, number, row if has_room else row._replace(link=None))
        first = _HEADER + 1
        blocks = [row for row in range(first + 1, self.last_row + 1)
                  if self._rows[row - first].values[0] != self._rows[row - first - 1].values[0]]
        last = max(first, min(self._facts.values(), default=self.last_row + 1) - 1)
        sheet.pages = Pages(((first, 1), (last, FACTS_TABLE.column("Unit"))), (1, _HEADER),
                            blocks=tuple((row, 1) for row in blocks))
        sheet.table = ("Facts", f"A{_HEADER}:{at(self.last_row, len(FACTS_TABLE.titles))}")

    @property
    def last_row(self) -> int:
        return _HEADER + len(self._rows)

    def rows(self) -> dict[int, Fact]:
        """The facts that have a row, results and forecasts, by its number; words in the place of a figure have one too.
        """
        return {self._facts[fact.place]: fact for fact in (*self.book.stated, *self.book.forecasts)}

    def value(self, fact: Fact) -> Address:
        """The cell with a fact's value, as other sheets write it."""
        return on(FACTS, at(self._facts[fact.place], _VALUE))

    def figure(self, fact: Fact) -> str:
        """A fact's value at the scale of the sheets, as other sheets write it."""
        return excel(at_sheets_scale(fact), lambda _: self.value(fact))

    def shown(self, fact: Fact) -> Expression:
        """A fact's value in the version that the Cover asks for, where filings give it differently."""
        key = fact.series, fact.period
        first = self.book.first[key]
        if self.book.latest[key] is not fact or self.book.is_one_figure(first, fact):
            return at_sheets_scale(fact)
        return Call("CHOOSE", (Name(VERSION), at_sheets_scale(fact), at_sheets_scale(first)))

    def calendar(self, slot: Slot, what: str) -> Address:
        """The cell with a period's ``start``, ``end`` or ``months``."""
        return on(FACTS, at(self._calendar[slot], {"start": _START, "end": _END, "months": _VALUE}[what]))

    def split_basis(self, fact: Fact) -> Address:
        """The cell with the day up to which splits are in a figure: its own date, its table's or its filing's."""
        if fact.period.is_instant and fact.split_basis == fact.period.end:
            return on(FACTS, at(self._facts[fact.place], _END))
        return on(FACTS, absolute(self._bases[fact.filing.key, fact.declared_basis], _END))

    def _filings(self, grid: Grid) -> None:
        last = self.book.filings[-1] if self.book.filings else None
        for filing in self.book.filings:
            for number, split in [each for each in self._splits if each[1].effective <= filing.filed or filing is last]:
                self._split(number, split.effective, split.new_shares, split.old_shares)
            self._splits = [each for each in self._splits if each[1].effective > filing.filed and filing is not last]
            for number, rate in [each for each in self._rates if each[1].period.end <= filing.filed or filing is last]:
                self._rate(number, rate)
            self._rates = [each for each in self._rates if each[1].period.end > filing.filed and filing is not last]
            facts = [fact for fact in self.book.stated if fact.filing is filing]
            self._years(grid, {grid.book.company.calendar.year_of(fact.period.end) for fact in facts})
            for fact in facts:
                self._fact(fact)
            for forecast in self.book.forecasts:
                if forecast.filing.key == filing.key:
                    self._forecast(forecast)
            self._basis(filing, facts)
        self._years(grid, {slot.year for slot in grid.timeline.slots})

    def _years(self, grid: Grid, touched: set[int]) -> None:
        if not touched:
            return
        for slot in grid.timeline.slots:
            if slot not in self._calendar and min(touched) <= slot.year <= max(touched):
                period = grid.timeline.periods[slot]
                self._calendar[slot] = self._put(
                    ["calendar", "period", slot.label, "", period.start, period.end, slot.scope,
                     grid.book.company.calendar.months(slot), "months", "", "Fiscal calendar", "", "latest", ""])

    def _parameter(self, parameter: Parameter) -> None:
        company = self.book.company
        value = self.book.parameters[parameter.source] if parameter.source else parameter.value
        note = "" if value is not None else "Empty: give it in company.yaml or type it here"
        pattern = "yyyy-mm-dd" if parameter.unit == "date" else "General"
        price = company.share_price if parameter.source == "share_price" else None
        unit = company.units[parameter.unit].in_currency(price.currency if price else company.currency)
        row = self._put(["parameter", parameter.key, parameter.label, "", None, None, "", value,
                         unit, "", "Parameters", "", "latest", note], pattern)
        self.names[parameter.key] = on(FACTS, absolute(row, _VALUE))

    def _receipt(self) -> None:
        """Of how many shares the share price is, where it is of several."""
        price = self.book.company.share_price
        if price and price.shares != 1:
            label, note = "Shares of which the share price is the price", "As for a depositary receipt"
            row = self._put(["parameter", "share_price_shares", label, "", None, None, "", price.shares, "shares", "",
                             "Parameters", "", "latest", note])
            self.names["share_price_shares"] = on(FACTS, absolute(row, _VALUE))

    def _rate(self, number: int, rate: Rate) -> None:
        scope = "instant" if rate.period.is_instant else "duration"
        row = self._put(["rate", f"rate_{number}", f"Exchange rate: one {rate.base} in {rate.quote}", "",
                         rate.period.start, rate.period.end, scope, rate.value, f"{rate.quote} per {rate.base}", "",
                         "Exchange rates", "", "latest", rate.source])
        self.names[f"rate_{number}"] = on(FACTS, absolute(row, _VALUE))

    def _split(self, number: int, effective: datetime.date, new: Decimal, old: Decimal) -> None:
        for what, value in (("new_shares", new), ("old_shares", old)):
            label = f"Share split {new} for {old}: {what.replace('_', ' ')}"
            row = self._put(["split", f"split_{number}_{what}", label, "", None, effective, "instant", value,
                             "shares", "", "Share splits", "", "latest", "In force from the End date on"])
            self.names[f"split_{number}_{what}"] = on(FACTS, absolute(row, _VALUE))
            self.names[f"split_{number}_effective"] = on(FACTS, absolute(row, _END))

    def _basis(self, filing: Filing, facts: list[Fact]) -> None:
        note = "As declared for the filing" if filing.declared_basis else "The day it was filed"
        what = "share and per-share figures" if filing.basis_of_balances else "EPS and weighted shares"
        label = f"Splits effective up to this day are in the filing's {what}"
        self._bases[filing.key, None] = self._put(
            ["split", f"basis_of_{filing.key}", label, "", None, filing.split_basis, "instant", None, "", "",
             "Share splits", "", "latest", note])
        for day, tables in _declared(facts).items():
            label = "Splits effective up to this day are in all figures of " + ", ".join(tables)
            self._bases[filing.key, day] = self._put(
                ["split", f"basis_of_{filing.key}_{day}", label, "", None, day, "instant", None, "", "",
                 "Share splits", "", "latest", "As declared for the table"])

    def _fact(self, fact: Fact) -> None:
        statement, item, member = fact.series
        definition = self.book.statements[statement]
        slot = self.book.company.calendar.slot_of(fact.period) if not fact.period.is_instant else None
        scope = "instant" if fact.period.is_instant else slot.scope if slot else "duration"
        now = self.book.latest.get((fact.series, fact.period), fact)
        latest = self.book.is_in_force(fact)
        value = fact.figure.value
        version = SUPERSEDED if not latest else "corrected" if fact.figure.reason else "latest"
        unit = self.book.company.units[fact.unit]
        other = f"The figure in force is in {now.currency}" if now.currency != fact.currency else ""
        note = fact.figure.reason or "; ".join(filter(None, (fact.note, other)))
        pattern = number_format(max(unit.decimals, fact.figure.decimals), nil=fact.figure.kind == NIL)
        self._facts[fact.place] = self._put(
            [statement, item, definition.items[item].label, definition.member(member).label if member else "",
             fact.period.start, fact.period.end, scope, fact.figure.printed if value is None else value,
             self.book.counted(fact), fact.filing.key, fact.heading, fact.figure.printed, version, note,
             self._proofs(fact) if latest and value is not None else None],
            pattern, corrected=version == "corrected", link=self.link(fact.filing, fact))

    def _forecast(self, fact: Fact) -> None:
        """A forecast, named so that nothing takes it for a result: under Statement, Member (the end of a range) and
        Version."""
        statement, item, member = fact.series
        definition = self.book.statements[statement]
        scope = "instant" if fact.period.is_instant else fact.column.scope if fact.column else "duration"
        end = fact.forecast if fact.forecast != EXPECTED else ""
        self._facts[fact.place] = self._put(
            [FORECAST, key((statement, item, "")), definition.items[item].label,
             ", ".join(filter(None, (definition.member(member).label, end))), fact.period.start, fact.period.end, scope,
             fact.figure.value, self.book.counted(fact), fact.filing.key, fact.heading, fact.figure.printed, FORECAST,
             fact.figure.reason or fact.note, self._proofs(fact)],
            number_format(max(self.book.company.units[fact.unit].decimals, fact.figure.decimals),
                          nil=fact.figure.kind == NIL), bool(fact.figure.reason), self.link(fact.filing, fact))

    def link(self, filing: Filing, fact: Fact | None = None) -> OutwardLink | None:
        """Where a filing is found, of a figure the place in it where its table begins; None where that is not said."""
        if not filing.url:
            return None
        address = f"{self._folder}/{quote(filing.document)}" if filing.document else filing.url
        address, _, at = address.partition("#")
        page = f", page {fact.page}" if fact and fact.page else ""
        return OutwardLink(address, fact.fragment if fact and fact.fragment else at,
                           f"{filing.title}, filed {filing.filed}{page}")

    def _put(self, values: list[Scalar | None], pattern: str = "General", corrected: bool = False,
             link: OutwardLink | None = None) -> int:
        """A row of its own for some values, a column each; returns its number."""
        self._rows.append(_Row(values, pattern, corrected, link))
        return self.last_row


def at_sheets_scale(fact: Fact) -> Expression:
    """A figure of Facts, where it stands as printed, at the scale of the sheets."""
    power = fact.measure.power
    return Operation("*" if power > 0 else "/", Filed(fact), Number(10 ** abs(power))) if power else Filed(fact)


def _declared(facts: list[Fact]) -> dict[datetime.date, dict[str, None]]:
    """The days up to which tables say that splits are in their figures, and the headings of those tables."""
    found: dict[datetime.date, dict[str, None]] = {}
    for fact in facts:
        if fact.declared_basis:
            found.setdefault(fact.declared_basis, {})[fact.heading] = None
    return found


def _write_row(sheet: Sheet, number: int, row: _Row) -> None:
    values = row.values
    for column, value in enumerate(values, start=1):
        if column == _VALUE:
            sheet.put(number, column, value, "Corrected" if row.corrected else "Input", row.pattern)
        elif column == _HEADING and row.link:
            sheet.put(number, column, value, "Label", link=row.link)
        elif value not in ("", None):
            drives = column in (_START, _END) and values[0] in ("calendar", "split")
            look = "Input" if drives else "Unit" if column in _CENTRED else "Label"
            sheet.put(number, column, value, look, "yyyy-mm-dd" if isinstance(value, datetime.date) else "General")

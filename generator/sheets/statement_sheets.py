"""Statements on the time axis: one row a line item and member, every cell a link, a live sum or a path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.derivation.sources import ESTIMATE, Entry, Link, Lost, Missing, Path, PrintedTotal, Sum
from generator.derivation.trees import Trees
from generator.formulas.expression import RowAt
from generator.model.figure import NIL
from generator.model.period import Slot
from generator.model.statement import Series, Statement
from generator.model.statement import key as series_key
from generator.sheets.addresses import Addresses
from generator.sheets.contract import KEY, LABEL, NOTE, UNIT
from generator.sheets.remarks import Remarks
from generator.xlsx.cells import Formula, Row, Sheet, number_format, with_letters


@dataclass(frozen=True)
class Line:
    """A row to be placed: a series, or a heading where it has none."""

    text: str
    series: Series | None = None
    level: str = "Section"


def lines(statement: Statement, rows: Iterable[Series]) -> list[Line]:
    """The rows of a statement with its captions, block by block where it has members."""
    rows = list(rows)
    found: list[Line] = [Line(statement.title)] if rows else []
    for member in dict.fromkeys(series[2] for series in rows):
        block = {series[1] for series in rows if series[2] == member}
        if member:
            found.append(Line(statement.member(member).label, level="LabelTotal"))
        # A caption stands only where a row under it does.
        pending: list[Line] = []
        for item in statement.items.values():
            if item.caption:
                pending.append(Line(item.label, level="LabelTotal"))
            elif item.key in block:
                found += [*(pending[-2:] if not member else ()), Line(item.label, (statement.key, item.key, member))]
                pending = []
    return found


class StatementWriter:
    """Writes series rows wherever the layout placed them."""

    def __init__(self, trees: Trees, addresses: Addresses, places: Mapping[Series, Row]) -> None:
        self.grid, self.axis, self.places, self._trees = trees.grid, addresses.axis, places, trees
        self.book, self.remarks = self.grid.book, Remarks(self.grid)
        self._addresses = addresses
        self._first: dict[str, str] = {}
        self._currencies: dict[Series, str] = {}
        for statement in self.book.statements.values():
            self._first.setdefault(statement.sheet, statement.key)

    def write(self, sheet: Sheet, number: int, series: Series) -> None:
        """One row: key, label, unit, note, and a cell for every period."""
        statement, item, member = series
        definition = self.book.statements[statement].items[item]
        total = bool(definition.sum) and not self.book.statements[statement].member(member).is_measure
        grand = total and not any(item == part for other in self.book.statements[statement].items.values()
                                  for _, part in other.sum)
        sheet.put(number, KEY, self.key(series), "Note")
        sheet.put(number, LABEL, definition.label, "LabelTotal" if total else "Label")
        unit = self.book.company.units[self.book.statements[statement].unit_of(item, member)]
        sheet.put(number, UNIT, unit.in_currency(self._currency(series)), "Unit")
        entries = [(slot, column, entry) for slot, column in self.axis.columns.items()
                   if (entry := self.grid.shown_entry(series, slot))]
        notes = [definition.note, self.grid.additivity(series).basis_note if unit.key == "per_share" else "",
                 *self.remarks.of_row([entry for _, _, entry in entries])]
        if any(notes):
            sheet.put(number, NOTE, "; ".join(note for note in notes if note), "Note")
        for slot, column, entry in entries:
            if isinstance(entry.source, Missing):
                self.missing(sheet, number, column, entry.source, self.remarks.of(entry, series, slot))
                continue
            sheet.put(number, column, self.formula(series, slot), _look(entry, total, grand),
                      self.pattern(series, slot), remark=self.remarks.of(entry, series, slot))

    def missing(self, sheet: Sheet, number: int, column: int, source: Missing, remark: str) -> None:
        """What a cell without a value says: what the filing prints there, be it nothing, else n.a."""
        if source.words:
            found = Formula(f"={self._addresses.facts.value(source.words)}")
            sheet.put(number, column, found, "NotAvailable", remark=remark)
        elif not source.is_blank:
            sheet.put(number, column, "n.a.", "NotAvailable", remark=remark)

    def pattern(self, series: Series, slot: Slot) -> str:
        """The number format of a cell: the decimals of the coarsest figure behind it, and a dash for a printed dash."""
        unit = self.book.company.units[self.book.statements[series[0]].unit_of(series[1], series[2])]
        printed = [fact.decimals for fact in self.grid.facts(series, slot)]
        decimals = max(unit.decimals, min(printed, default=0))
        other = self.grid.currency(series, slot)
        before = other if other != self._currency(series) else ""
        return with_letters(unit.format or number_format(decimals, nil=self._is_nil(series, slot)), before)

    def _currency(self, series: Series) -> str:
        """The currency in which a row stands: that of all its cells, or the company's where they are in several."""
        if series not in self._currencies:
            found = {self.grid.currency(series, slot) for slot in self.axis.columns} - {""}
            self._currencies[series] = found.pop() if len(found) == 1 else self.book.company.currency
        return self._currencies[series]

    def key(self, series: Series) -> str:
        """The name of a row in column A: its statement is left out for the first statement of a sheet."""
        first = self._first.get(self.places[series].sheet)
        name = series_key(series)
        return name.partition(".")[2] if series[0] == first else name

    def formula(self, series: Series, slot: Slot, sheet: str = "") -> Formula:
        """The formula of a cell, as its own sheet or another one writes it."""
        tree = self._trees.in_views(RowAt(series, slot), written=True)
        assert tree is not None
        return Formula(f"={self._addresses.on(sheet or self.places[series].sheet, linked=False).formula(tree)}")

    def _is_nil(self, series: Series, slot: Slot) -> bool:
        """Whether a cell shows a printed dash, or comes from printed dashes alone."""
        entry = self.grid.shown_entry(series, slot)
        match entry.source if entry else None:
            case Link(fact, _):
                return fact.figure.kind == NIL
            case Sum(_) | PrintedTotal():
                printed = self.grid.printings.fact(series, slot)
                return printed is not None and printed.figure.kind == NIL
            case Path(terms, _):
                return all(self._is_nil(series, other) for _, other in terms)
        return False


def _look(entry: Entry, total: bool, grand: bool) -> str:
    """The named style of a value, by where it comes from and whether it is a total, part of another or not."""
    if entry.status == ESTIMATE:
        return "Estimate"
    if isinstance(entry.source, Link):
        return "LinkTotal" if total else "Link"
    if isinstance(entry.source, Lost):
        return "Derived" if entry.source.others else "DerivedLink"
    if entry.status == "derived":
        return "DerivedTotal" if total else "Derived"
    return "GrandTotal" if grand else "Total" if total else "Formula"

"""A filing's YAML file: printed tables become facts, every mistake a Problem."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.inputs.blank_cells import BLANK_CELL, Cells, is_blank, refuse_blanks
from generator.inputs.columns import COLUMN, MEMBER, Column, ColumnReader
from generator.inputs.corrections import CORRECTION, figure_or_correction
from generator.inputs.document import load
from generator.inputs.forecasts import anchor_of_forecast, refuse_crossed
from generator.inputs.forms import (
    CURRENCIES_SAID,
    DATE,
    FILLED,
    FLAG,
    NAME_PATTERN,
    PRINTED,
    SCALES_SAID,
    TEXT,
    Apart,
    Either,
    ExactlyOne,
    Key,
    ListOf,
    MapOf,
    NameOf,
    Pattern,
    Printed,
    Record,
    Word,
)
from generator.inputs.marks import refuse_other_mark
from generator.inputs.measures import Measures, said
from generator.inputs.record import Fields, read_record
from generator.inputs.row_lengths import Miscounted, figures_of, refuse_miscounted
from generator.inputs.value import Value
from generator.inputs.whereabouts import anchor_of, page_of, whereabouts
from generator.inputs.zeros import with_precision
from generator.model.company import Company
from generator.model.fact import ACHIEVED, ASSURANCES, Fact, Filing, is_one_figure
from generator.model.figure import NIL, WORDS, Figure
from generator.model.measure import AS_ON_SHEETS
from generator.model.period import Period, Slot
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import LineItem, Series, Statement

_CELL = Either((Printed(or_blank=True), CORRECTION))
_TABLE = Record("A printed table.", (
    Key("statement", NameOf("statement"), "The statement that it prints", required=True),
    Key("heading", TEXT, "Where it stands in the filing, as printed", required=True),
    Key("columns", ListOf(COLUMN, 1, otherwise="the table has no columns"),
        "What its columns stand for: a period or a date, then a member if any, e.g. [1H2022, 1H2023, 1H2023 yoy]"),
    Key("period", COLUMN, "The one period or date that it is about"),
    Key("members", ListOf(MEMBER, 1, otherwise="the table has no columns"), "What it prints across for that period"),
    Key("member", MEMBER, "The member that all its columns are about"),
    Key("off_calendar", FLAG, "true where it prints dates that are not the end of a fiscal quarter"),
    Key("abridged", FLAG, "true where it prints headlines and leaves rows out although there is something to print"),
    Key("forecast", FLAG, "true where it prints what the issuer expects: never mixed with results, shown on Guidance; "
        "a column may end with low, high or achieved, e.g. [FY2023, FY2023 yoy, FY2024 low, FY2024 high]"),
    Key("note", TEXT, "A remark, shown on Facts"),
    Key("page", Printed(above_zero=True), "The page of the filing's document on which it begins, counted from 1; "
        "Facts links there"),
    Key("anchor", TEXT, "Of a web page instead: the id of an element at which it begins"),
    Key("scale", SCALES_SAID, "The scale in which it prints amounts; or by unit or line item"),
    Key("currency", CURRENCIES_SAID, "The currency in which it prints its figures; or by unit or line item"),
    Key("split_basis", DATE,
        "The day up to which share splits are in its figures, balances too, where that is not as its filing says"),
    Key("rows", MapOf(NameOf("line item"), Either((PRINTED, CORRECTION, ListOf(_CELL))), "the table has no rows"),
        "A figure for each column: as printed, nil for a dash, ~ for an empty cell, todo for one still to be typed, "
        "lost for one that the source lost, or {printed, value, reason} for a misprint", required=True),
), (
    ExactlyOne(("columns", "period"), "a table has either 'columns:' (periods across) or 'period:' (one period)"),
    Apart("columns", ("members",), "'members:' goes with 'period:'; with 'columns:' a column names its member after "
                                   "its period, e.g. 1H2023 yoy"),
    Apart("page", ("anchor",), "'anchor:' is for web pages, 'page:' for a document of pages; take out one"),
    Apart("members", ("member",), "a table has either 'member:' (one for all columns) or 'members:' (one a column)"),
))
_UNAUDITED = ("'unaudited' is not one of unreviewed, reviewed, audited; write reviewed where an auditor's review "
              "report stands with the figures, else unreviewed")
_HEAD = Record("The document that the figures come from.", (
    Key("title", FILLED, "Its printed title", required=True),
    Key("filed", DATE, "The day on which it was filed", required=True),
    Key("assurance", Word(ASSURANCES, instead=(("unaudited", _UNAUDITED),)), "What the auditor did", required=True),
    Key("url", TEXT, "Where it is found: https://…, or a file in the company's folder, as seen from this one"),
    Key("note", TEXT, "A remark, shown on Filings"),
    Key("split_basis", DATE,
        "The day up to which share splits are in its figures: without it those per share and averages have the splits "
        "up to its own day, balances those up to theirs"),
    Key("year_is_right", FILLED, "Why its flows end more than a year before it was filed, or a year from its balances"),
    Key("scale", SCALES_SAID, "The scale in which it prints amounts, where a table says no other; or by unit"),
    Key("currency", CURRENCIES_SAID, "The currency in which it prints its figures, where a table says no other"),
    Key("restated",
        MapOf(Pattern(rf"{NAME_PATTERN}(?:\.{NAME_PATTERN})?", "balance_sheet or balance_sheet.goodwill"), TEXT),
        "Why it gives figures otherwise than before, by statement or statement.item")))
FILING = Record("What one filing prints.", (
    Key("filing", _HEAD, "The document that the figures come from", required=True),
    Key("tables", ListOf(_TABLE), "Its tables, down the pages", required=True)))
NO_GROWTH = Figure(WORDS, None, "–")
"""A dash in the place of a growth rate: there is none, which is not growth of zero."""


@dataclass(frozen=True)
class _Table:
    """A table being read: where its rows stand and what its columns mean."""

    statement: Statement
    heading: str
    columns: tuple[Column, ...]
    note: str
    abridged: bool
    split_basis: datetime.date | None
    page: int
    anchor: str
    misplaced: list[tuple[LineItem, Value]]
    """Figures of durations that stand under a date."""
    cells: Cells
    """Its figures so far, each with where it stands."""
    miscounted: Miscounted
    """Rows that are shorter or longer than its columns."""
    measures: Measures
    """In what its figures are printed."""
    facts: list[Fact]


def read_filing(path: Path, company: Company, statements: Mapping[str, Statement],
                problems: Problems) -> tuple[Filing, list[Fact]] | None:
    """A filing and its facts in printed order, or None with Problems."""
    return _FilingReader(path, company, statements, problems).read()


class _FilingReader:
    """Reads one file. Holds what its tables share, so that each method takes only what changes."""

    def __init__(self, path: Path, company: Company, statements: Mapping[str, Statement],
                 problems: Problems) -> None:
        self.path, self.company, self.statements, self.problems = path, company, statements, problems
        self.facts: dict[tuple[Series, Period, str, str], Fact] = {}
        self.found: list[Fact] = []
        self.tables: dict[tuple[str, str, tuple[Column, ...], str], Place] = {}

    def read(self) -> tuple[Filing, list[Fact]] | None:
        root = load(self.path, self.problems)
        if root is None:
            return None
        fields = read_record(FILING, root)
        head = fields.nested("filing")
        filing = self._filing(head) if head else None
        # A filing whose head is wrong is read on with a stand-in, to report its tables' mistakes too.
        known = filing or Filing(self.path.stem, "", datetime.date.max, "", root.place)
        for table in fields.records("tables"):
            self._table(table, known)
        return (filing, self.found) if filing else None

    def _filing(self, fields: Fields) -> Filing | None:
        title, filed, assurance = fields.text("title"), fields.date("filed"), fields.word("assurance")
        if not (title and filed and assurance):
            return None
        url, document = fields.read("url", lambda node: whereabouts(node, self.path.parent.parent)) or ("", "")
        return Filing(self.path.stem, title, filed, assurance, fields.value.place, url, document,
                      fields.text("note"), causes=self._causes(fields), declared_basis=fields.date("split_basis"),
                      year_is_right=fields.text("year_is_right"), scale=said(fields, "scale", self.company.units),
                      currency=said(fields, "currency", self.company.units))

    def _causes(self, fields: Fields) -> tuple[tuple[str, str, str], ...]:
        """Why figures were restated: by statement, or by ``statement.item``."""
        found: list[tuple[str, str, str]] = []
        for name, key, cause in fields.entries("restated"):
            statement, _, item = name.partition(".")
            known = self.statements.get(statement)
            if known is None:
                key.complain(f"unknown statement '{statement}'{nearest(statement, self.statements)}")
            elif item and item not in known.items:
                key.complain(f"unknown line item '{item}' of '{statement}'{nearest(item, known.items)}")
            else:
                found.append((statement, item, cause.text() or ""))
        return tuple(found)

    def _table(self, fields: Fields, filing: Filing) -> None:
        name = fields.text("statement")
        if not name:
            return
        statement = self.statements.get(name)
        if statement is None:
            fields.found["statement"].complain(f"unknown statement '{name}'{nearest(name, self.statements)}")
            return
        reader = ColumnReader(self.company.calendar, statement, filing, fields.flag("forecast"))
        columns = reader.columns(fields) if fields.consistent else None
        if columns is None or not fields.complete:
            return
        heading = fields.text("heading")
        currency = fields.node("currency")  # a translation may stand under the heading of what it translates
        identity = statement.key, heading, columns, currency.literal or "by name" if currency else ""
        if identity in self.tables:
            fields.value.complain(f"this table of '{statement.key}' under '{heading}' stands twice; "
                                  f"it is already on line {self.tables[identity].line}")
            return
        self.tables[identity] = fields.value.place
        rows = list(fields.entries("rows"))
        measures = Measures(self.company, statement, filing, fields, [name for name, _, _ in rows])
        table = _Table(statement, heading, columns, fields.text("note"), fields.flag("abridged"),
                       fields.date("split_basis"), page_of(fields), anchor_of(fields), [], {}, [], measures, [])
        for item, key, row in rows:
            self._row(item, key, row, table, filing)
        for fact in with_precision(table.facts):
            self._add(fact)
        if table.misplaced:
            _refuse_misplaced(table)
        if columns[0].forecast:  # which need not be of every line
            refuse_crossed(table.facts, self.problems)
        else:
            refuse_blanks(statement, table.cells)
        refuse_miscounted(table.miscounted, len(columns), bool(table.cells))

    def _row(self, name: str, key: Value, row: Value, table: _Table, filing: Filing) -> None:
        item = table.statement.items.get(name)
        if item is None and not table.statement.items:
            return  # reported where the statement should list them
        if item is None:
            key.complain(f"unknown line item '{name}' of '{table.statement.key}'"
                         f"{nearest(name, table.statement.items)}")
            return
        if item.caption:
            key.complain(f"'{name}' is a caption and has no figures")
            return
        cells = figures_of(row)
        if len(cells) != len(table.columns):
            table.miscounted.append((name, key, row))
            return
        for column, cell in zip(table.columns, cells, strict=True):
            figure = BLANK_CELL if row.is_list and is_blank(cell) else figure_or_correction(cell)
            share = column.forecast == ACHIEVED
            unit = "percent" if share else table.statement.unit_of(name, column.member)
            if figure and figure.kind == NIL and (item.growth_of or table.statement.member(column.member).growth):
                figure = NO_GROWTH
            if figure:
                table.cells[name, column] = figure, cell
                refuse_other_mark(figure, self.company.units[unit], item, table.statement, cell)
            period = self._period(item, column, cell, table)
            if figure and period:
                table.facts.append(Fact((table.statement.key, name, column.member), period, figure, unit, filing,
                                        table.heading, cell.place, table.note, table.abridged,
                                        column=column.when if isinstance(column.when, Slot) else None,
                                        measure=AS_ON_SHEETS if share else table.measures.of(item, column.member),
                                        declared_basis=table.split_basis, forecast=column.forecast,
                                        page=table.page, anchor=table.anchor))

    def _period(self, item: LineItem, column: Column, cell: Value, table: _Table) -> Period | None:
        """The instant or duration that a figure of this line item has under this column."""
        if isinstance(column.when, Slot):
            anchor = anchor_of_forecast(item) if column.forecast else item.additivity.anchor
            return anchor(self.company.calendar.period(column.when))
        if isinstance(column.when, Period):
            return item.additivity.anchor(column.when)
        if item.additivity.needs_period:
            table.misplaced.append((item, cell))
            return None
        return Period(column.when)

    def _add(self, fact: Fact) -> None:
        """Keep a fact; the same fact printed twice must have the same value, where both have one, but for rounding.

        One that is printed in another currency besides is a translation, and no second printing.
        """
        key = fact.series, fact.period, fact.currency, fact.forecast
        first = self.facts.get(key)
        if first is None or first.figure.value is None:
            self.facts[key] = fact
        elif fact.figure.value is not None and not is_one_figure(self.company, fact, first):
            statement, item, member = fact.series
            what = f"{statement}.{item}" + (f"@{member}" if member else "")
            when = self.company.calendar.name(fact.period)
            here, there = ((each.figure.printed if fact.measure.scale == first.measure.scale else
                            f"{each.figure.printed} ({each.measure.scale})") for each in (fact, first))
            self.problems.add(fact.place, f"{what} for {when} is {here} here but {there} on line {first.place.line} of "
                                          "the same filing")
            return
        elif fact.figure.value is not None and fact.decimals > first.decimals:
            self.facts[key] = fact
        self.found.append(fact)


def _refuse_misplaced(table: _Table) -> None:
    """One Problem for all of a table, at the first figure: the column or the statement's additivity is wrong."""
    item, cell = table.misplaced[0]
    more = len({each.key for each, _ in table.misplaced}) - 1
    others = f" (and {more} more line item{'s' * (more != 1)} here)" if more else ""
    date = next(column.when for column in table.columns if not isinstance(column.when, Slot))
    cell.complain(f"'{item.key}'{others} of '{table.statement.key}' has the additivity {item.additivity.word}, which "
                  f"needs a period such as 1H2023; {date} is a date, for balances (additivity: instant)")

"""The files of a company's filings: printed tables become facts, every mistake a Problem."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from generator.inputs.columns import Column, ColumnReader
from generator.inputs.document import Value, load, mapped
from generator.model.book import ASSURANCES, Fact, Filing
from generator.model.company import Company
from generator.model.figure import Figure, NotAFigure, parse
from generator.model.period import Period, Slot
from generator.model.problem import Place, Problems, nearest
from generator.model.statement import LineItem, Series, Statement

_TABLE = ("statement", "heading", "columns", "period", "members", "member", "off_calendar", "abridged",
          "note", "rows")
_FILING = ("title", "filed", "assurance", "url", "note", "split_basis", "restated")
_SPLIT = re.compile(r"\d{3}(\.\d+)?%?\)?$", re.ASCII)
_FIGURE = ("printed", "value", "reason", "author", "date")


@dataclass(frozen=True)
class _Table:
    """A table being read: where its rows stand and what its columns mean."""

    statement: Statement
    heading: str
    columns: tuple[Column, ...]
    note: str
    abridged: bool
    misplaced: list[tuple[LineItem, Value]]
    """Figures of durations that stand under a date."""


def read_filings(folder: Path, company: Company, statements: Mapping[str, Statement],
                 problems: Problems) -> tuple[tuple[Filing, ...], tuple[Fact, ...]]:
    """Every filing of a company, oldest first, and their facts in printed order."""
    paths = filing_paths(folder, problems)
    read = [found for path in paths if (found := _FilingReader(path, company, statements, problems).read())]
    read.sort(key=lambda found: (found[0].filed, found[0].key))
    return tuple(filing for filing, _ in read), tuple(fact for _, facts in read for fact in facts)


def filing_paths(folder: Path, problems: Problems) -> list[Path]:
    """The files of a company's filings."""
    where = folder / "filings"
    paths = sorted(path for path in where.glob("*") if path.suffix in (".yaml", ".yml", ".YAML", ".YML"))
    if not paths:
        problems.add(Place(str(where)), "there is no filing here; one YAML file a filing is expected")
    for path in paths:
        if path.suffix != ".yaml":
            problems.add(Place(str(path)), f"a filing's file ends in .yaml; rename it to {path.stem}.yaml")
    return [path for path in paths if path.suffix == ".yaml"]


class _FilingReader:
    """Reads one file. Holds what its tables share, so that each method takes only what changes."""

    def __init__(self, path: Path, company: Company, statements: Mapping[str, Statement],
                 problems: Problems) -> None:
        self.path, self.company, self.statements, self.problems = path, company, statements, problems
        self.facts: dict[tuple[Series, Period], Fact] = {}
        self.found: list[Fact] = []
        self.tables: dict[tuple[str, str, tuple[Column, ...]], Place] = {}

    def read(self) -> tuple[Filing, list[Fact]] | None:
        root = load(self.path, self.problems)
        if root is None:
            return None
        fields = root.fields(("filing", "tables"), required=("filing", "tables"))
        filing = self._filing(fields["filing"]) if "filing" in fields else None
        tables = fields["tables"].elements() if "tables" in fields else []
        # A filing whose head is wrong is read on with a stand-in, to report its tables' mistakes too.
        known = filing or Filing(self.path.stem, "", datetime.date.max, "", root.place)
        for table in tables:
            self._table(table, known)
        return (filing, self.found) if filing else None

    def _filing(self, value: Value) -> Filing | None:
        fields = value.fields(_FILING, required=("title", "filed", "assurance"))
        if not {"title", "filed", "assurance"} <= fields.keys():
            return None
        title, filed = fields["title"].text(), fields["filed"].date()
        assurance = fields["assurance"].choice(ASSURANCES)
        if not (title and filed and assurance):
            return None
        return Filing(self.path.stem, title, filed, assurance, value.place,
                      url=(fields["url"].text() or "") if "url" in fields else "",
                      note=(fields["note"].text() or "") if "note" in fields else "",
                      causes=self._causes(fields["restated"]) if "restated" in fields else (),
                      declared_basis=fields["split_basis"].date() if "split_basis" in fields else None)

    def _causes(self, value: Value) -> tuple[tuple[str, str, str], ...]:
        """Why figures were restated: by statement, or by ``statement.item``."""
        found: list[tuple[str, str, str]] = []

        def read(name: str, key: Value, cause: Value) -> None:
            statement, _, item = name.partition(".")
            known = self.statements.get(statement)
            if known is None:
                key.complain(f"unknown statement '{statement}'{nearest(statement, self.statements)}")
            elif item and item not in known.items:
                key.complain(f"unknown line item '{item}' of '{statement}'{nearest(item, known.items)}")
            else:
                found.append((statement, item, cause.text() or ""))

        mapped(value, read)
        return tuple(found)

    def _table(self, value: Value, filing: Filing) -> None:
        before = len(self.problems)
        fields = value.fields(_TABLE, required=("statement", "heading", "rows"))
        misspelt = len(self.problems) > before
        name = fields["statement"].text() if "statement" in fields else None
        if name is None:
            return
        statement = self.statements.get(name)
        if statement is None:
            fields["statement"].complain(f"unknown statement '{name}'{nearest(name, self.statements)}")
            return
        if misspelt and "columns" not in fields and "period" not in fields:
            return
        columns = ColumnReader(self.company.calendar, statement, filing).columns(value, fields)
        if columns is None or "rows" not in fields or "heading" not in fields:
            return
        table = _Table(statement, fields["heading"].text() or "", columns,
                       (fields["note"].text() or "") if "note" in fields else "",
                       "abridged" in fields and fields["abridged"].flag(), [])
        identity = (statement.key, table.heading, columns)
        if identity in self.tables:
            value.complain(f"this table of '{statement.key}' under '{table.heading}' stands twice; "
                           f"it is already on line {self.tables[identity].line}")
            return
        self.tables[identity] = value.place
        rows = fields["rows"]
        if rows.is_mapping and not getattr(rows.node, "value", None):
            rows.complain("the table has no rows")
        mapped(rows, lambda item, key, row: self._row(item, key, row, table, filing))
        if table.misplaced:
            _refuse_misplaced(table)

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
        cells = row.elements() if row.is_list else [row]
        if len(cells) != len(table.columns):
            key.complain(_miscounted(name, cells, len(table.columns)))
            return
        for column, cell in zip(table.columns, cells, strict=True):
            figure = _figure(cell)
            period = self._period(item, column, cell, table)
            if figure and period:
                self._add(Fact((table.statement.key, name, column.member), period, figure,
                               table.statement.unit_of(name, column.member), filing, table.heading,
                               cell.place, table.note, table.abridged))

    def _period(self, item: LineItem, column: Column, cell: Value, table: _Table) -> Period | None:
        """The instant or duration that a figure of this line item has under this column."""
        if isinstance(column.when, Slot):
            return item.additivity.anchor(self.company.calendar.period(column.when))
        if item.additivity.needs_period:
            table.misplaced.append((item, cell))
            return None
        return Period(column.when)

    def _add(self, fact: Fact) -> None:
        """Keep a fact; the same fact printed twice must have the same value, where both have one."""
        first = self.facts.get((fact.series, fact.period))
        if first is None or first.figure.value is None:
            self.facts[fact.series, fact.period] = fact
        elif fact.figure.value is not None and first.figure.value != fact.figure.value:
            statement, item, member = fact.series
            what = f"{statement}.{item}" + (f"@{member}" if member else "")
            slot = self.company.calendar.slot_of(fact.period)
            when = slot.label if slot else fact.period
            self.problems.add(fact.place, f"{what} for {when} is {fact.figure.printed} here but "
                                          f"{first.figure.printed} on line {first.place.line} of the same filing")
            return
        self.found.append(fact)


def _figure(cell: Value) -> Figure | None:
    """A figure, or one with its correction: ``{printed: 11088, value: 11008, reason: "..."}``."""
    if cell.is_mapping:
        fields = cell.fields(_FIGURE, required=("printed", "value", "reason"))
        if not {"printed", "value", "reason"} <= fields.keys():
            return None
        printed, value = _figure(fields["printed"]), _figure(fields["value"])
        reason = fields["reason"].text()
        if not (printed and value and reason):
            return None
        signed = ", ".join(text for name in ("author", "date") if name in fields and (text := fields[name].text()))
        return replace(value, printed=printed.printed, reason=f"{reason} ({signed})" if signed else reason)
    if cell.literal is None:
        cell.complain(f"expected a figure here, found {cell.described()}")
        return None
    try:
        return parse(cell.literal)
    except NotAFigure as error:
        cell.complain(str(error))
        return None


def _refuse_misplaced(table: _Table) -> None:
    """One Problem for all of a table, at the first figure: the column or the statement's additivity is wrong."""
    item, cell = table.misplaced[0]
    more = len({each.key for each, _ in table.misplaced}) - 1
    others = f" (and {more} more line item{'s' * (more != 1)} here)" if more else ""
    date = next(column.when for column in table.columns if not isinstance(column.when, Slot))
    cell.complain(f"'{item.key}'{others} of '{table.statement.key}' has the additivity {item.additivity.word}, which "
                  f"needs a period such as 1H2023; {date} is a date, for balances (additivity: instant)")


def _miscounted(name: str, cells: list[Value], columns: int) -> str:
    """What to say of a row that is shorter or longer than its columns."""
    count = len(cells)
    message = f"'{name}' has {count} figure{'s' * (count != 1)} for {columns} column{'s' * (columns != 1)}"
    literals = [cell.literal or "" for cell in cells]
    split = [(one, two) for one, two in pairwise(literals) if _SPLIT.match(two) and one[-1:].isdigit()]
    if count > columns and split:
        one, two = split[0]
        return (f"{message}; inside [ ] a comma ends a figure: if {one},{two} is one, "
                f"write {one}{two} or \"{one},{two}\"")
    if count < columns:
        return f"{message}; write nil for a printed dash, todo for a figure still to be typed"
    return message

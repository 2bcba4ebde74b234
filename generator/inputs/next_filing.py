"""The next filing's file, laid out from the last one: its tables and rows, the new columns, and figures to type."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator.inputs.dividend_dates import dates_of_years, is_of_record_dates, record_dates
from generator.inputs.document import load
from generator.inputs.filings import FILING
from generator.inputs.load import Inputs
from generator.inputs.measures import said
from generator.inputs.new_company import NotLaidOut, rendered
from generator.inputs.readers import FILINGS
from generator.inputs.record import Fields, read_record
from generator.inputs.schema import FOLDER as SCHEMAS
from generator.inputs.schema import write_schemas
from generator.inputs.value import as_date
from generator.model.book import Book
from generator.model.calendar import LTM
from generator.model.fact import Filing
from generator.model.measure import Said
from generator.model.period import Period, Slot
from generator.model.problem import Problems
from generator.model.statement import Series
from generator.refused import reason
from generator.xlsx.save import write_file

_CUMULATIVE = {"1Q": "1Q", "2Q": "1H", "3Q": "9M", "4Q": "FY"}
_YEAR = datetime.timedelta(days=365)
_QUARTER = {"1Q": "1Q", "2Q": "2Q", "3Q": "3Q", "4Q": "4Q", "1H": "2Q", "9M": "3Q", "FY": "4Q", "2H": "4Q"}
Across = list[tuple[str, str]]
"""The lines that say what a table's columns are and in what they are printed: ``columns``, ``period``, ``members``,
``member``, ``scale``, ``currency`` with their values."""
Keys = list[tuple[Period | None, str]]
"""The period and the member of each column."""


@dataclass
class RowToType:
    """A line item with a figure to type for each column, and what earlier filings say of the comparatives."""

    key: str
    count: int
    known: str


@dataclass
class TableToType:
    """A printed table with its new columns."""

    statement: str
    heading: str
    across: Across
    flags: list[str]
    rows: list[RowToType] = field(default_factory=list)


def lay_out_filing(inputs: Inputs, label: str, filed: datetime.date | None, today: datetime.date) -> Path:
    """Write the file of the filing for a period such as ``3Q2023``, and return its path.

    ``filed`` is the day of the filing, today where it is not given. Raises NotLaidOut when the period is not
    one that follows, the day is before its end, or the file is there already.
    """
    book, calendar = inputs.book, inputs.book.company.calendar
    wanted = calendar.parse(label)
    if wanted is None or wanted not in calendar.slots(wanted.year):
        after, until = _newest(book).filed, (filed or today) - datetime.timedelta(days=1)
        known = [slot.label for slot in calendar.quarter_slots(after - _YEAR, until)]
        offered = f"; write {' or '.join(known[-2:])}" if known else ""
        raise NotLaidOut(f"'{label}' is not a period of the fiscal calendar{offered}")
    last, new = _newest(book), Slot(wanted.year, _QUARTER[wanted.name])
    end, filed = calendar.period(new).end, filed or today
    if filed <= end:
        raise NotLaidOut(f"{label} ends on {end}, and a filing of {filed} cannot report it; give the day with --filed")
    path = inputs.folder / FILINGS / f"{filed}_{label.lower()}.yaml"
    if os.path.lexists(path):
        raise NotLaidOut(f"{path} is already there; nothing was written")
    problems = Problems()
    document = load(Path(last.place.file), problems)
    assert document is not None and not problems  # it has just been read
    move = _Move(book, _quarter(book, last), new, filed)
    moved = [(move.table(table), move.name(table)) for table in read_record(FILING, document).records("tables")]
    text = rendered("filing.yaml.j2", last=last, label=label, filed=filed,
                    scale=_in_yaml(last.scale), currency=_in_yaml(last.currency),
                    tables=[table for table, _ in moved if table],
                    left_out=list(dict.fromkeys(name for table, name in moved if not table)))
    try:
        write_file(path, text, is_new=True)
    except OSError as error:
        raise NotLaidOut(f"{path}: cannot be written: {reason(error)}") from error
    with suppress(OSError):  # the file is as good without an editor's help
        write_schemas(inputs.folder / ".." / SCHEMAS)
    return path


def reporting(book: Book, label: str) -> list[Filing]:
    """The filings whose newest figures are of a period such as ``3Q2023``: a further one of it is a second document."""
    wanted = book.company.calendar.parse(label)
    quarter = Slot(wanted.year, _QUARTER[wanted.name]) if wanted else None
    return [filing for filing in book.filings if quarter and quarter == _newest_quarter(book, filing)]


def _in_yaml(said: Said) -> str:
    """A scale or currency as a filing says it, for all or by name; empty for none."""
    words = dict(said)
    return words[""] if "" in words else f"{{{', '.join(map(': '.join, said))}}}" if said else ""


def _newest(book: Book) -> Filing:
    """The newest filing that was typed, whose tables can be laid out again."""
    reporting = {fact.filing.key for fact in book.printed}
    typed = [filing for filing in book.filings if Path(filing.place.file).suffix == ".yaml" and filing.key in reporting]
    if not typed:
        raise NotLaidOut("there is no filing yet to take the tables from; 'quarterbook new' lays out a first one")
    return typed[-1]


def _quarter(book: Book, filing: Filing) -> Slot:
    """The quarter that a filing reports: the one with which its newest period ends."""
    found = _newest_quarter(book, filing)
    if found is None:
        raise NotLaidOut(f"{filing.key} has no figures of a quarter's end to go on from")
    return found


def _newest_quarter(book: Book, filing: Filing) -> Slot | None:
    """The last quarter at whose end a filing has figures."""
    calendar = book.company.calendar
    ends = {fact.period.end for fact in book.printed if fact.filing is filing}
    slots = [slot for end in ends for slot in calendar.slots_ending(end) if slot.name in _CUMULATIVE]
    return max(slots, key=lambda slot: calendar.period(slot).end, default=None)


class _Move:
    """Moves the columns of a filing's tables from the quarter that it reports to another."""

    def __init__(self, book: Book, old: Slot, new: Slot, filed: datetime.date) -> None:
        self.filed = filed
        self.book, self.calendar, self.old, self.new = book, book.company.calendar, old, new
        self.years = new.year - old.year

    def name(self, table: Fields) -> str:
        """A table as people call it."""
        return f"{table.text('statement')} ({table.text('heading')})"

    def table(self, table: Fields) -> TableToType | None:
        """The table with its columns moved; None where none of them has a place in the new filing."""
        flags = [name for name in ("abridged", "forecast", "off_calendar") if name in table]
        statement, items = table.text("statement"), [key for key, _, _ in table.entries("rows")]
        dividends = is_of_record_dates(self.book, self.book.statements[statement], items) \
            and not table.flag("forecast")
        if "off_calendar" in flags and not dividends:
            return None
        across, keys = (self._columns_across if "columns" in table else self._period_across)(table, dividends)
        if not keys:
            return None
        rows = [RowToType(key, len(keys), self._known(statement, key, keys)) for key in items]
        names = {*self.book.company.units, *self.book.statements[statement].items}
        measures = [(key, text) for key in ("scale", "currency") if (text := _in_yaml(said(table, key, names)))]
        return TableToType(statement, table.text("heading").replace('"', '\\"'), across + measures, flags, rows)

    def _columns_across(self, table: Fields, dividends: bool) -> tuple[Across, Keys]:
        """The lines and the columns of a table with periods across; ``dividends`` stand under record dates."""
        words = [each.text() or "" for each in table.each("columns")]
        columns = self._record_dates(words) if dividends else list(
            dict.fromkeys(filter(None, map(self._mover(table), words))))
        fixed = table.text("member")
        return ([("columns", f"[{', '.join(columns)}]"), *([("member", fixed)] if fixed else [])],
                [(self._when(word.split()[0]), word.partition(" ")[2].strip() or fixed) for word in columns])

    def _record_dates(self, words: list[str]) -> list[str]:
        """The columns of a table of dividends: every record date with each member, and periods moved as others are."""
        apart = [word.partition(" ") for word in words]
        days = [day for word, _, _ in apart if (day := as_date(word))]
        members = dict.fromkeys(member.strip() for word, _, member in apart if as_date(word))
        on_calendar = all(map(self.calendar.slots_ending, days))
        dates = record_dates(self.book, days, self.old, self.new) if on_calendar else \
            dates_of_years(self.book, days, self.years, self.filed)
        dated = [f"{day} {member}".strip() for day in dates for member in members]
        periods = [self._word(word) for word, (first, _, _) in zip(words, apart, strict=True) if not as_date(first)]
        return list(dict.fromkeys(filter(None, (*dated, *periods))))

    def _period_across(self, table: Fields, dividends: bool) -> tuple[Across, Keys]:
        """The lines and the columns of a table with one period; of dividends the newest record date."""
        word = table.text("period")
        moved = next(iter(self._record_dates([word])[-1:]), None) if dividends else self._mover(table)(word)
        members = [each.text() or "" for each in table.each("members")]
        return ([("period", moved or ""), *([("members", f"[{', '.join(members)}]")] if members else [])],
                [(self._when(moved), member) for member in members or [""]] if moved else [])

    def _mover(self, table: Fields) -> Callable[[str], str | None]:
        return self._ahead if table.flag("forecast") else self._word

    def _ahead(self, word: str) -> str | None:
        """A column of forecasts: as it is until its period is over; with the fiscal year it moves on by one."""
        period, _, rest = word.partition(" ")
        day, slot = as_date(period), self.calendar.parse(period)
        if slot is None and day:
            slot = next(iter(self.calendar.slots_ending(day)), None)
        if slot is None or slot not in self.calendar.slots(slot.year):
            return None
        if self.calendar.period(slot).end > self.calendar.period(self.new).end:
            return word
        later = Slot(slot.year + 1, slot.name)
        if self.new.name != "4Q" or later not in self.calendar.slots(later.year):
            return None
        return f"{self.calendar.period(later).end if day else later.label} {rest}".strip()

    def _word(self, word: str) -> str | None:
        """A column's words with their period moved; None where the new filing has no such column."""
        period, _, member = word.partition(" ")
        moved = self._day(period) if as_date(period) else self._period(period)
        return f"{moved} {member}".strip() if moved else None

    def _period(self, label: str) -> str | None:
        if label.startswith(LTM):
            year = self._period(label.removeprefix(LTM))
            return f"{LTM}{year}" if year and self.new.name != "4Q" else None
        slot = self.calendar.parse(label)
        if slot is None:
            return None
        ends_with_old = _QUARTER[slot.name] == self.old.name
        if not ends_with_old:  # a full year before: it stays until another one is over
            return Slot(slot.year + self.years, slot.name).label if slot.name == "FY" else None
        cumulative = slot.name == _CUMULATIVE[self.old.name]
        return Slot(slot.year + self.years, _CUMULATIVE[self.new.name] if cumulative else self.new.name).label

    def _day(self, word: str) -> str | None:
        day = as_date(word)
        quarters = [slot for slot in self.calendar.slots_ending(day) if slot.name in _CUMULATIVE] if day else []
        if not quarters:
            return None
        back = self.old.year - quarters[0].year
        if quarters[0].name == "4Q" and (back or self.old.name != "4Q"):
            return str(self.calendar.period(Slot(self.new.year - max(back, 1), "FY")).end)
        if quarters[0].name != self.old.name:
            return None
        return str(self.calendar.period(Slot(self.new.year - back, self.new.name)).end)

    def _when(self, word: str | None) -> Period | None:
        day, slot = as_date(word or ""), self.calendar.parse((word or "").removeprefix(LTM))
        if slot and word and word.startswith(LTM):
            return self.calendar.twelve_months(slot)
        return Period(day) if day else self.calendar.period(slot) if slot else None

    def _known(self, statement: str, item: str, keys: Keys) -> str:
        """What earlier filings give for the columns of a row."""
        return " · ".join(self._given(statement, item, keys))

    def _given(self, statement: str, item: str, keys: Keys) -> Iterator[str]:
        for period, member in keys:
            series: Series = (statement, item, member)
            opening = self.book.statements[statement].additivity_of(item, member).is_balance
            fact = self.book.latest.get((series, period)) if period else None
            if period and fact is None and opening:
                fact = self.book.latest.get((series, Period(period.end)))
            if fact and period:
                yield f"{self.book.when(period)}{' ' + member if member else ''}: {fact.figure.printed}"

"""Companies whose figures meet a condition: a line a company in a table in memory, the condition in SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from generator.formulas.expression import Expression, Mention, RowAt
from generator.inputs.template import Templates
from generator.model.measure import SCALES
from generator.model.period import Slot
from generator.model.problem import nearest
from generator.model.statement import Unit
from generator.refused import Refused, printable
from generator.report.audit import Audit

Cell = str | float | int | None
Line = dict[str, Cell]

ABOUT = ("folder", "company", "name", "currency", "period", "period_end", "failing")
"""What every line says beside its figures. ``failing`` counts the hard checks that fail: no figure is sure then."""
_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)
_LONGEST = 1_000_000
"""Bytes of a text that a condition may make."""
_UNKNOWN = re.compile(r"no such column: \"?([\w.]+)")


def columns(templates: Templates) -> list[str]:
    """The figures that a company can have by its templates."""
    rows = [row for section in (*templates.per_share, *templates.ratios) for row in section.rows]
    return [name for row in rows for name in (row.id, row.short) if name]


class Screened:
    """A company's figures of one date: its standard concepts and the rows of its templates, in whole money.

    A figure is that of the longest column that ends there (the year to date), in the version that the filings give last
    and with the sign that formulas have: costs are negative. What has no value is absent, never zero.
    """

    def __init__(self, folder: str, audit: Audit, period: str = "") -> None:
        self._folder, self._audit, self._proof, self._book = folder, audit, audit.proof, audit.book
        self._slots = sorted(self._ending(period), key=self._book.company.calendar.months, reverse=True)

    def _ending(self, period: str) -> list[Slot]:
        """The columns that end with the one of a label, else with the newest balance sheet, or flow."""
        timeline = self._proof.grid.timeline
        if not period:
            reported = [slot for slot in timeline.slots if timeline.is_reported(slot)]
            newest = max((timeline.periods[slot].end for slot in timeline.newest or reported), default=None)
            return [slot for slot in timeline.slots if timeline.periods[slot].end == newest]
        named = next((slot for slot in timeline.slots if slot.label == period), None)
        return [] if named is None else [named, *(
            slot for slot in timeline.slots
            if slot != named and timeline.periods[slot].end == timeline.periods[named].end
            and self._book.company.calendar.months(slot) < self._book.company.calendar.months(named))]

    @cached_property
    def line(self) -> Line:
        """What is known of the company, by column."""
        company = self._book.company
        end = self._proof.grid.timeline.periods[self._slots[0]].end.isoformat() if self._slots else None
        about = (self._folder, company.code, company.name, company.currency,
                 self._slots[0].label if self._slots else None, end, len(self._audit.hard_failures))
        return dict(zip(ABOUT, about, strict=True)) | dict(self._figures())

    def _figures(self) -> Iterator[tuple[str, Cell]]:
        trees, rows, units = self._proof.trees, self._proof.rows, self._book.company.units
        for concept, (statement, item) in self._book.concepts.items():
            slot = next((each for each in self._slots if rows.is_live(concept, each)), None)
            if slot:
                unit = units[self._book.statements[statement].unit_of(item, "")]
                cell = RowAt((statement, item, ""), slot)
                yield concept, self._value(cell, trees.bound(Mention(concept), slot), unit)
        for section in (*self._proof.templates.per_share, *self._proof.templates.ratios):
            for row in section.rows:
                slot = next((each for each in self._slots if rows.active(row, each)), None)
                if slot:
                    cell = RowAt(row.id, slot)
                    value = self._value(cell, trees.of(cell), units[row.unit])
                    yield row.id, value
                    if row.short:
                        yield row.short, value

    def _value(self, cell: RowAt, tree: Expression | None, unit: Unit) -> float | None:
        """What a tree is worth; None also where it is an amount of another currency than the company's accounts."""
        if tree is None or self._proof.trees.currency(cell) not in ("", self._book.company.currency):
            return None
        found = self._proof.values.of(tree)
        if found.text is not None or (value := found.value(self._proof.numbers)) is None:
            return None
        return value * SCALES.get(unit.scale, 1)


@dataclass(frozen=True)
class Screen:
    """What a condition finds: the columns that it names, the lines that meet it, and those for which it is not known
    because a figure is missing."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    unknown: tuple[Line, ...]


def screen(lines: Sequence[Line], condition: str, known: Sequence[str]) -> Screen:
    """The lines for which a condition holds, in SQL as SQLite has it. Raises Refused where it cannot be read.

    ``known`` are the columns that it may name whether a company has them or not. It can but read the lines.
    """
    columns = list(dict.fromkeys((*ABOUT, *known, *(name for line in lines for name in line))))
    named: list[str] = []

    def allowed(action: int, table: str | None, column: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and column in columns and column not in named:
            named.append(column)
        is_ours = action in _READING and (action != sqlite3.SQLITE_READ or table == "companies")
        return sqlite3.SQLITE_OK if is_ours else sqlite3.SQLITE_DENY

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as table:
        table.execute(f"create table companies ({', '.join(columns)})")
        table.executemany(f"insert into companies values ({', '.join('?' * len(columns))})",
                          ([line.get(name) for name in columns] for line in lines))
        table.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        table.set_authorizer(allowed)
        try:
            verdicts = [verdict for verdict, in table.execute(f"select ({condition}\n) from companies")]
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            raise Refused(_said(str(error), condition, columns)) from error
    found = [(line, verdict) for line, verdict in zip(lines, verdicts, strict=True)]
    return Screen(tuple(named), tuple(line for line, verdict in found if verdict),
                  tuple(line for line, verdict in found if verdict is None))


def _said(error: str, condition: str, columns: Sequence[str]) -> str:
    unknown = _UNKNOWN.match(error)
    if not unknown:
        return f"the condition '{printable(condition)[:80]}' cannot be read: {error}"
    name = unknown[1]
    alike = [each for each in columns if name in each][:4]
    more = f"; these hold the word: {', '.join(alike)}" if alike else ""
    return f"the condition names '{name[:80]}', which no company here has{nearest(name, columns)}{more}"

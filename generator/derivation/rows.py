"""The rows that formulas name: what they are, in which columns they have cells, and which columns those need."""

from __future__ import annotations

import datetime

from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, ESTIMATE, REPORTED
from generator.formulas.bases import BASIS, Dividend
from generator.formulas.expression import Filed, Mention, RowAt, RowKey
from generator.inputs.template import RowTemplate, Templates
from generator.model.fact import Fact
from generator.model.period import DAY, YEAR_TO_DATE, Period, Slot
from generator.model.statement import Series

_ONLY = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": YEAR_TO_DATE, "years": ("FY",)}

_MONTHS_A_YEAR = 12


class Rows:
    """The rows that formulas name: a company's series behind concepts, and computed rows."""

    def __init__(self, grid: Grid, templates: Templates) -> None:
        self.grid = grid
        self.first = Rows(grid.first, templates) if grid.first else None
        self.templates = {row.id: row for row in templates.all_rows}
        self.concepts: dict[str, Series] = {name: (*where, "") for name, where in grid.book.concepts.items()}
        self._instants: dict[RowKey, bool] = {}
        self._statuses: dict[tuple[str, Slot], str] = {}

    def series(self, row: RowKey) -> Series | None:
        """The company's row behind a concept or a statement's item; None for computed or undisclosed rows."""
        return row if isinstance(row, tuple) else self.concepts.get(row)

    @property
    def is_plain(self) -> bool:
        """Whether a formula means the same cells whatever the figures are: one currency, and every share counts as one.
        """
        return not self.grid.currencies.several and not self.grid.book.equivalents

    @property
    def dated(self) -> frozenset[str]:
        """The computed rows that name the balance of a very day."""
        return frozenset(row.id for row in self.templates.values() if any(mention.day for mention in row.mentions))

    def has_other_sign(self, row: RowKey) -> bool:
        """Whether filings print a concept with the other sign than formulas have it; a line item is as printed."""
        return row in self.grid.book.other_sign

    def key(self, row: RowKey) -> RowKey:
        """A row under the name that it is placed with."""
        return self.series(row) or row

    def is_instant(self, row: RowKey) -> bool:
        """Whether a row is a balance: computed from nothing but balances."""
        series = self.series(row)
        if series:
            return self.grid.additivity(series).is_balance
        if row not in self._instants:
            self._instants[row] = False
            template = self.templates.get(str(row))
            if template and not template.header & {"months", "days"}:
                known = [m for m in template.mentions if self.series(m.row) or m.row in self.templates]
                self._instants[row] = bool(known or not template.mentions) and all(
                    self.is_instant(m.row) and (not m.basis or BASIS[m.basis].of_balances) for m in known)
        return self._instants[row]

    def active(self, row: RowTemplate, slot: Slot) -> bool:
        """Whether a computed row has a cell in a column."""
        if row.columns == "latest":
            return slot in self.grid.timeline.newest
        if row.columns == "calendar_years" and slot not in self.grid.timeline.calendar_years:
            return False
        if row.columns in _ONLY and slot.name not in _ONLY[row.columns]:
            return False
        return self.is_live(row.id, slot)

    def has_helper(self, row: RowKey, basis: str, slot: Slot) -> bool:
        """Whether a row has a cell on a basis in a column, be it n.a."""
        return self.is_live(row, slot) if BASIS[basis].of_balances else self.grid.timeline.is_reported(slot)

    def is_live(self, row: RowKey, slot: Slot) -> bool:
        """Whether anything is reported for a column of what a row is: balances, or flows."""
        return self.grid.timeline.has_balances(slot) if self.is_instant(row) else self.grid.timeline.is_reported(slot)

    def cell(self, mention: Mention, slot: Slot) -> RowAt | Filed | None:
        """The cell that a mention means in a column, or the fact of a day; None where there is none."""
        if mention.day:
            fact = self.on_day(mention)
            return Filed(fact) if fact else None
        target = self.shifted(mention, slot)
        if target is None or target not in self.grid.timeline.periods:
            return None
        return RowAt(self.key(mention.row), target, mention.basis)

    def span(self, cell: RowAt) -> Period | None:
        """The day or period that a cell is of; an average of two balances spans both their days."""
        period, series = self.grid.timeline.periods[cell.slot], self.series(cell.row)
        match BASIS[cell.basis].spans if cell.basis else "column":
            case "column" if series:
                return self.grid.printings.period(series, cell.slot)
            case "column":
                return Period(period.end) if self.is_instant(cell.row) else period
            case "opening" if period.start:
                return Period(period.end, period.start - DAY)
            case "year" | "year_ago" as spanned:
                before = self.grid.book.company.calendar.year_before(period.end)
                return Period(period.end, before + DAY if spanned == "year" else before) if before else None
        return None

    def is_placed(self, cell: RowAt) -> bool:
        """Whether a cell stands on a sheet, with or without a value."""
        series = self.series(cell.row)
        return series in self.grid.shown if series else cell.row in self.templates

    def on_day(self, mention: Mention) -> Fact | None:
        """The fact that a mention of a date means."""
        series = self.series(mention.row)
        period = Period(datetime.date.fromisoformat(mention.day))
        return self.grid.book.latest.get((series, period)) if series else None

    def is_blank(self, mention: Mention, slot: Slot) -> bool:
        """Whether a cell is left blank because its period is not reported."""
        if mention.day:
            return False
        target, series = self.shifted(mention, slot), self.series(mention.row)
        if target is None or target not in self.grid.timeline.periods:
            return False
        if series and not mention.basis:
            return series in self.grid.shown and self.grid.entry(series, target) is None
        template = self.templates.get(str(mention.row))
        return not (self.active(template, target) if template else self.grid.timeline.is_reported(target))

    def exists(self, mention: Mention, slot: Slot) -> bool:
        """Whether a mention means a cell of the time axis, with or without a value."""
        if mention.day:
            return self.on_day(mention) is not None
        series = self.series(mention.row)
        known = series in self.grid.shown if series else mention.row in self.templates
        return known and self.shifted(mention, slot) in self.grid.timeline.periods

    def shifted(self, mention: Mention, slot: Slot) -> Slot | None:
        """The column that an accessor such as ``year_ago`` means; None where no column is that."""
        return self.grid.timeline.shifted(slot, mention.shift, self.is_instant(mention.row))

    def opening(self, slot: Slot) -> Slot | None:
        """The column that ends where one begins."""
        return slot.opening if slot.opening in self.grid.timeline.periods else None

    def year_ago(self, slot: Slot) -> Slot | None:
        """The column of the balance a year before."""
        return self.grid.timeline.shifted(slot, "year_ago", True)

    def is_in_months(self, slot: Slot) -> bool:
        """Whether a column's fiscal year is one of whole months, not of weeks."""
        return self.grid.book.company.calendar.is_in_months(slot.year)

    def full_year(self, slot: Slot) -> Slot | None:
        """The column of a column's fiscal year; where that is no twelve months, of the one before or after it."""
        near = (Slot(year, "FY") for year in (slot.year, slot.year - 1, slot.year + 1))
        return next((each for each in near if each in self.grid.timeline.periods
                     and self.grid.book.company.calendar.months(each) == _MONTHS_A_YEAR), None)

    @property
    def number_of_splits(self) -> int:
        return len(self.grid.book.company.splits)

    def dividends(self, row: RowKey, slot: Slot, basis: str) -> tuple[Dividend, ...] | None:
        """The columns that make up the dividends of twelve months (``declared``) or those paid in a period (``due``).

        A dividend of a record date is counted where there is one, and needed where the company has one each
        year. A dividend printed for periods adds up like any flow.
        """
        calendar, period = self.grid.book.company.calendar, self.grid.timeline.periods[slot]
        assert period.start
        if not self.is_instant(row):
            terms = self.ltm(self._source(row), slot) if basis == "declared" else None
            return None if terms is None else tuple(Dividend(sign, other, True) for sign, other in terms)
        before = calendar.year_before(period.end)
        first, last = (before, period.end) if basis == "declared" else (period.start - 2 * DAY, period.end - DAY)
        if first is None:
            return None
        needed = self.grid.book.company.dividends_a_year
        found = tuple(Dividend(1, each, calendar.is_record_date(each, needed))
                      for each in calendar.quarter_slots(first, last))
        if not all(each.slot in self.grid.timeline.periods for each in found if each.needed):
            return None
        return tuple(each for each in found if each.slot in self.grid.timeline.periods)

    def _source(self, row: RowKey) -> RowKey:
        """A row of the company's, or the first one that a computed row is made from."""
        template = self.templates.get(str(row)) if not self.series(row) else None
        return next((m.row for m in template.mentions if self.series(m.row)), row) if template else row

    def ltm(self, row: RowKey, slot: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The columns whose signed sum is the twelve months that end with a column."""
        series = self.series(row)
        if series not in self.grid.shown or not self.grid.additivity(series).adds:
            return None
        end = self.grid.timeline.periods[slot].end
        year_ago = self.grid.book.company.calendar.year_before(end)
        terms = self.grid.paths.to(series, Period(end, year_ago + DAY)) if year_ago else None
        return terms if terms and not self.grid.is_drowned(series, terms) else None

    def newest_basis(self, row: RowKey, slot: Slot) -> Fact | None:
        """The figure behind a cell that has the most splits in it."""
        series = self.series(row)
        facts = self.grid.equivalents.facts(series, slot) if series and slot in self.grid.timeline.periods else ()
        return max(facts, key=lambda fact: fact.split_basis, default=None)

    def status(self, row: RowKey, slot: Slot | None) -> str:
        """Whether a cell rests on derived or estimated figures."""
        if slot is None or slot not in self.grid.timeline.periods:
            return REPORTED
        series = self.series(row)
        if series:
            entry = self.grid.entry(series, slot)
            return entry.status if entry and entry.has_value else REPORTED
        key = str(row), slot
        if key not in self._statuses:
            template = self.templates.get(str(row))
            found = [self.status(m.row, self.shifted(m, slot)) for m in template.mentions] if template else []
            self._statuses[key] = ESTIMATE if ESTIMATE in found else DERIVED if DERIVED in found else REPORTED
        return self._statuses[key]

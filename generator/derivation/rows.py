"""What the rows that formulas name are: which figures they rest on, and when they have a value."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from generator.derivation.grid import Grid
from generator.derivation.sources import DERIVED, ESTIMATE, REPORTED
from generator.formulas.expression import Mention, RowKey
from generator.inputs.template import RowTemplate, Templates
from generator.model.book import Fact
from generator.model.period import DAY, Period, Slot
from generator.model.statement import Series

OF_BALANCES = ("", "average_ltm", "declared", "split_factor")
"""The bases on which a row of balances is one of balances still."""
_ONLY = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": ("1H", "9M", "FY"), "years": ("FY",)}


class Dividend(NamedTuple):
    """A column in a sum of dividends, with its sign, and whether the sum is n.a. without it."""

    sign: int
    slot: Slot
    needed: bool


class ComputedRows:
    """The rows that formulas name: a company's series behind concepts, and computed rows."""

    def __init__(self, grid: Grid, templates: Templates) -> None:
        self.grid = grid
        self.templates = {row.id: row for row in templates.rows}
        self.concepts: dict[str, Series] = {name: (*where, "") for name, where in grid.book.concepts.items()}
        self._instants: dict[RowKey, bool] = {}

    def series(self, row: RowKey) -> Series | None:
        """The company's row behind a concept or a statement's item; None for computed or undisclosed rows."""
        return row if isinstance(row, tuple) else self.concepts.get(row)

    def key(self, row: RowKey) -> RowKey:
        """A row under the name that it is placed with."""
        series = self.series(row)
        return series if series else row

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
                    self.is_instant(m.row) and m.basis in OF_BALANCES for m in known)
        return self._instants[row]

    def active(self, row: RowTemplate, slot: Slot) -> bool:
        """Whether a computed row has a cell in a column."""
        if row.columns == "latest":
            return slot in self.grid.timeline.newest
        if row.columns == "calendar_years" and slot not in self.grid.timeline.calendar_years:
            return False
        if row.columns in _ONLY and slot.name not in _ONLY[row.columns]:
            return False
        timeline = self.grid.timeline
        return timeline.has_balances(slot) if self.is_instant(row.id) else timeline.is_reported(slot)

    def on_day(self, mention: Mention) -> Fact | None:
        """The fact that a mention of a date means."""
        series = self.series(mention.row)
        period = Period(datetime.date.fromisoformat(mention.day))
        return self.grid.book.latest.get((series, period)) if series else None

    def holds(self, mention: Mention, slot: Slot) -> bool:
        """Whether a mention has a value."""
        if mention.day:
            return self.on_day(mention) is not None
        return self.supported(mention.row, self.shifted(mention, slot), mention.basis)

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

    def supported(self, row: RowKey, slot: Slot | None, basis: str = "") -> bool:
        """Whether the filings give all that a row needs in a column; else it says n.a. there."""
        if slot is None or slot not in self.grid.timeline.periods:
            return False
        if basis in ("average", "average_ltm"):
            return self.supported(row, slot) and self.supported(row, self.paired(basis, slot))
        if basis in ("declared", "due"):
            parts = self.dividends(row, slot, basis)
            return parts is not None and all(self.supported(row, part.slot) for part in parts if part.needed)
        series = self.series(row)
        if series:
            if series not in self.grid.shown:
                return False
            if basis == "ltm":
                return self.ltm(series, slot) is not None
            entry = self.grid.entry(series, slot)
            return entry is not None and entry.has_value
        template = self.templates.get(str(row))
        return template is not None and self.active(template, slot) and all(
            self.supported(m.row, self.shifted(m, slot), m.basis) for m in template.mentions)

    def shifted(self, mention: Mention, slot: Slot) -> Slot | None:
        """The column that an accessor such as ``year_ago`` means; None where no column is that."""
        return self.grid.timeline.shifted(slot, mention.shift, self.is_instant(mention.row))

    def paired(self, basis: str, slot: Slot) -> Slot | None:
        """The other column of an average: the opening balance or the one a year ago."""
        return slot.opening if basis == "average" else self.grid.timeline.shifted(slot, "year_ago", True)

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
        return found if all(each.slot in self.grid.timeline.periods for each in found if each.needed) else None

    def _source(self, row: RowKey) -> Series | None:
        """The series of a row, or the first one that a computed row is made from."""
        template = self.templates.get(str(row))
        return next((found for m in template.mentions if (found := self.series(m.row))), None) if template \
            else self.series(row)

    def ltm(self, series: Series | None, slot: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The columns whose signed sum is the twelve months that end with a column."""
        if series not in self.grid.shown or not self.grid.additivity(series).adds:
            return None
        end = self.grid.timeline.periods[slot].end
        year_ago = self.grid.book.company.calendar.year_before(end)
        return self.grid.paths.to(series, Period(end, year_ago + DAY)) if year_ago else None

    def mixes_versions(self, key: RowKey, slot: Slot) -> bool:
        """Whether the last twelve months of a row rest on a restated figure and on one not printed since."""
        series = self.series(key)
        terms = self.ltm(series, slot)
        return series is not None and self.grid.mixes_versions(series, *(other for _, other in terms or ()))

    def exists(self, mention: Mention, slot: Slot) -> bool:
        """Whether a mention means a cell of the time axis, with or without a value."""
        if mention.day:
            return self.on_day(mention) is not None
        series = self.series(mention.row)
        known = series in self.grid.shown if series else mention.row in self.templates
        return known and self.shifted(mention, slot) in self.grid.timeline.periods

    def facts(self, mention: Mention, slot: Slot) -> tuple[Fact, ...]:
        """The facts that a mention rests on."""
        if mention.day:
            fact = self.on_day(mention)
            return (fact,) if fact else ()
        series, target = self.series(mention.row), self.shifted(mention, slot)
        if target is None or target not in self.grid.timeline.periods:
            return ()
        if mention.basis in ("declared", "due"):
            return tuple(fact for each in self.dividends(mention.row, target, mention.basis) or ()
                         for fact in self.facts(Mention(mention.row), each.slot))
        if series:
            columns = [target]
            if mention.basis == "ltm":
                columns = [other for _, other in self.ltm(series, target) or ()]
            elif mention.basis in ("average", "average_ltm"):
                columns = [target, *filter(None, [self.paired(mention.basis, target)])]
            return tuple(fact for column in columns for fact in self.grid.facts(series, column))
        template = self.templates.get(str(mention.row))
        return tuple(fact for m in (template.mentions if template else ()) for fact in self.facts(m, target))

    def status(self, row: RowKey, slot: Slot | None) -> str:
        """Whether a cell rests on derived or estimated figures."""
        if slot is None or slot not in self.grid.timeline.periods:
            return REPORTED
        series = self.series(row)
        if series:
            entry = self.grid.entry(series, slot)
            return entry.status if entry and entry.has_value else REPORTED
        template = self.templates.get(str(row))
        found = [self.status(m.row, self.shifted(m, slot)) for m in template.mentions] if template else []
        return ESTIMATE if ESTIMATE in found else DERIVED if DERIVED in found else REPORTED

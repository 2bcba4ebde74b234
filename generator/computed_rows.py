"""What the rows that formulas name are: which figures they rest on, and when they have a value."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from generator.entry import DERIVED, ESTIMATE, REPORTED
from generator.formula import Mention, RowKey
from generator.grid import Grid
from generator.model import Fact, Series
from generator.period import DAY, Period, Slot
from generator.template import RowTemplate, Templates

_ONLY = {"quarters": ("1Q", "2Q", "3Q", "4Q"), "cumulative": ("1H", "9M", "FY"), "years": ("FY",)}


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
            return self.grid.additivity(series) in ("instant", "opening")
        if row not in self._instants:
            self._instants[row] = False
            template = self.templates.get(str(row))
            if template and not template.header & {"months", "days"}:
                known = [m for m in template.mentions if self.series(m.row) or m.row in self.templates]
                self._instants[row] = bool(known or not template.mentions) and all(
                    self.is_instant(m.row) and m.basis in ("", "average_ltm") for m in known)
        return self._instants[row]

    def active(self, row: RowTemplate, slot: Slot) -> bool:
        """Whether a computed row has a cell in a column."""
        if row.columns == "latest":
            return slot in self.grid.newest
        if row.columns in _ONLY and slot.name not in _ONLY[row.columns]:
            return False
        return self.grid.has_balances(slot) if self.is_instant(row.id) else self.grid.is_reported(slot)

    def on_day(self, mention: Mention) -> Fact | None:
        """The fact that a mention of a date means."""
        series = self.series(mention.row)
        period = Period(datetime.date.fromisoformat(mention.day))
        return self.grid.book.latest.get((series, period)) if series else None

    def holds(self, mention: Mention, slot: Slot) -> bool:
        """Whether a mention has a value."""
        if mention.day:
            return self.on_day(mention) is not None
        return self.supported(mention.row, shifted(slot, mention.shift), mention.basis)

    def is_blank(self, mention: Mention, slot: Slot) -> bool:
        """Whether a cell is left blank because its period is not reported."""
        if mention.day:
            return False
        target, series = shifted(slot, mention.shift), self.series(mention.row)
        if target not in self.grid.periods:
            return False
        if series and not mention.basis:
            return series in self.grid.shown and self.grid.entry(series, target) is None
        template = self.templates.get(str(mention.row))
        return not (self.active(template, target) if template else self.grid.is_reported(target))

    def supported(self, row: RowKey, slot: Slot, basis: str = "") -> bool:
        """Whether the filings give all that a row needs in a column; else it says n.a. there."""
        if slot not in self.grid.periods:
            return False
        if basis in ("average", "average_ltm"):
            other = slot.opening if basis == "average" else slot.year_ago
            return self.supported(row, slot) and self.supported(row, other)
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
            self.supported(m.row, shifted(slot, m.shift), m.basis) for m in template.mentions)

    def ltm(self, series: Series, slot: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The columns whose signed sum is the twelve months that end with a column."""
        if self.grid.additivity(series) != "flow":
            return None
        end = self.grid.periods[slot].end
        year_ago = self.grid.book.company.calendar.period(slot.year_ago).end
        return self.grid.path(series, Period(end, year_ago + DAY))

    def exists(self, mention: Mention, slot: Slot) -> bool:
        """Whether a mention means a cell of the time axis, with or without a value."""
        if mention.day:
            return self.on_day(mention) is not None
        series = self.series(mention.row)
        known = series in self.grid.shown if series else mention.row in self.templates
        return known and shifted(slot, mention.shift) in self.grid.periods

    def facts(self, mention: Mention, slot: Slot) -> tuple[Fact, ...]:
        """The facts that a mention rests on."""
        if mention.day:
            fact = self.on_day(mention)
            return (fact,) if fact else ()
        series, target = self.series(mention.row), shifted(slot, mention.shift)
        if series:
            columns = {"average": (target, target.opening), "average_ltm": (target, target.year_ago),
                       "ltm": [other for _, other in self.ltm(series, target) or ()]}
            return tuple(fact for column in columns.get(mention.basis, (target,))
                         for fact in self.grid.facts(series, column))
        template = self.templates.get(str(mention.row))
        return tuple(fact for m in (template.mentions if template else ()) for fact in self.facts(m, target))

    def status(self, row: RowKey, slot: Slot) -> str:
        """Whether a cell rests on derived or estimated figures."""
        series = self.series(row)
        if series:
            entry = self.grid.entry(series, slot) if slot in self.grid.periods else None
            return entry.status if entry and entry.has_value else REPORTED
        template = self.templates.get(str(row))
        found = [self.status(m.row, shifted(slot, m.shift)) for m in template.mentions] if template else []
        return ESTIMATE if ESTIMATE in found else DERIVED if DERIVED in found else REPORTED

def shifted(slot: Slot, shift: str) -> Slot:
    """The column that an accessor such as ``year_ago`` means."""
    moves: Mapping[str, Callable[[Slot], Slot]] = {
        "": lambda s: s, "year_ago": lambda s: s.year_ago, "opening": lambda s: s.opening,
        "previous": lambda s: s.previous, "half": lambda s: Slot(s.year, "1H"),
        "half_ago": lambda s: s.half_ago}
    return moves[shift](slot)

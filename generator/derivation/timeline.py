"""The time axis of a book: its columns, the periods that they are, and what is reported for each."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from generator.derivation.sources import DERIVED, REPORTED
from generator.model.additivity import Anchor, end, opening
from generator.model.book import Book
from generator.model.calendar import ends_in_december
from generator.model.period import Period, Slot, path

BALANCES = "balances"
"""The status of a column of which only the end is reported."""
Durations = tuple[Period, ...]


class Timeline:
    """The columns of a book, from the first fiscal year to the last.

    ``known`` gives the sets of durations that adding rows are known for in a fiscal year. It is asked only once
    the status of a column is, since the rows themselves are resolved along the columns.
    """

    def __init__(self, book: Book, known: Callable[[int], Iterable[Durations]]) -> None:
        self._facts, self._known = book.facts, known
        self.calendar = book.company.calendar
        self.slots = book.slots
        self.periods = {slot: self.calendar.period(slot) for slot in self.slots}
        self.slot_of = {period: slot for slot, period in self.periods.items()}
        self._anchored: dict[Anchor, Mapping[Slot, Period]] = {}
        self._columns: dict[Anchor, Mapping[Period, Slot]] = {}
        self._shifted: dict[tuple[Slot, str, bool], Slot | None] = {}

    def anchored(self, anchor: Anchor) -> Mapping[Slot, Period]:
        """For each column the instant or duration that rows of such an anchor show there."""
        if anchor not in self._anchored:
            self._anchored[anchor] = {slot: anchor(period) for slot, period in self.periods.items()}
        return self._anchored[anchor]

    def columns(self, anchor: Anchor) -> Mapping[Period, Slot]:
        """The longest column in which rows of such an anchor show an instant or a duration."""
        if anchor not in self._columns:
            self._columns[anchor] = {period: slot for slot, period in self.anchored(anchor).items()}
        return self._columns[anchor]

    @cached_property
    def days(self) -> frozenset[datetime.date]:
        """The days that columns end on, and those that they open with."""
        return frozenset(period.end for anchor in (end, opening) for period in self.anchored(anchor).values())

    @cached_property
    def newest(self) -> frozenset[Slot]:
        """The columns that end with the newest balance sheet date."""
        days = {day for day in self._instants if self.calendar.slots_ending(day)}
        return frozenset(slot for slot, period in self.periods.items() if days and period.end == max(days))

    @cached_property
    def calendar_years(self) -> frozenset[Slot]:
        """The longest column of each that ends with a calendar year."""
        return frozenset({period.end: slot for slot, period in self.periods.items()
                          if ends_in_december(period.end)}.values())

    def shifted(self, slot: Slot, shift: str, balance: bool = False) -> Slot | None:
        """The column that ``year_ago``, ``opening`` or ``previous`` means; None where none is that."""
        key = slot, shift, balance
        if key not in self._shifted:
            found = self.calendar.shifted(slot, shift, balance) if slot in self.periods else None
            self._shifted[key] = found if found in self.periods else None
        return self._shifted[key]

    def has_balances(self, slot: Slot) -> bool:
        """Whether any balance is reported for a column's end."""
        return self.periods[slot].end in self._instants

    def is_reported(self, slot: Slot) -> bool:
        """Whether a column's flows are printed or can be derived."""
        return self.status(slot) in (REPORTED, DERIVED)

    def status(self, slot: Slot) -> str:
        """``reported``, ``derived``, ``balances`` (only its end is reported) or empty."""
        return self._statuses[slot]

    @cached_property
    def _statuses(self) -> dict[Slot, str]:
        printed = {fact.period for fact in self._facts}
        known = {year: tuple(self._known(year)) for year in {slot.year for slot in self.slots}}
        result = {}
        for slot, period in self.periods.items():
            if period in printed:
                result[slot] = REPORTED
            elif any(path(period, durations) for durations in known[slot.year]):
                result[slot] = DERIVED
            else:
                result[slot] = BALANCES if self.has_balances(slot) else ""
        return result

    @cached_property
    def _instants(self) -> frozenset[datetime.date]:
        return frozenset(fact.period.end for fact in self._facts if fact.period.is_instant)

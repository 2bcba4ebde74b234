"""Under which column of a calendar a fact stands."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from generator.intake.placing import reasons as why
from generator.intake.placing.axes import FactBasis
from generator.intake.placing.years import Times
from generator.model.calendar import LTM, FiscalCalendar
from generator.model.period import Period, Slot
from generator.xbrl.report import Span

_OFF_BY = datetime.timedelta(days=4)
"""By how much dates can miss a quarter and still mean it: years of weeks tagged with the ends of months."""
_WHOLE_BALANCE = 10
"""From so many figures on a day is that of a balance sheet, and no day of its own."""
_YEARS = 50
"""How many years before and after a filing its figures can be of."""


@dataclass(frozen=True)
class Placing:
    """Where a fact stands: its column, or the reason why it has none. ``meant``: its dates are not exactly those."""

    column: str = ""
    reason: str = ""
    off_calendar: bool = False
    meant: str = ""


@dataclass
class FilingColumns:
    """The columns of one filing."""

    calendar: FiscalCalendar
    filed: datetime.date
    times: Times
    _known: dict[tuple[Span, FactBasis, bool], Placing] = field(default_factory=dict)

    def of(self, span: Span, basis: FactBasis, may_be_off: bool) -> Placing:
        """The place of a fact; one that ``may_be_off`` stands under its day where that ends no quarter."""
        key = (Span(span.end, span.start), basis, may_be_off)
        if key not in self._known:
            self._known[key] = self._place(span, basis, may_be_off)
        return self._known[key]

    def _place(self, span: Span, basis: FactBasis, may_be_off: bool) -> Placing:
        if (span.start or span.end).year < self.filed.year - _YEARS + 1:
            return Placing(reason=why.TOO_EARLY)
        if span.end.year > self.filed.year + _YEARS:
            return Placing(reason=why.TOO_LATE)
        if not self._knows(span):
            return Placing(reason=why.NOT_LISTED)
        placed = self._dividend(span, basis) if basis.quarter is not None else (
            self._duration(span) if span.start else self._day(span.end, may_be_off))
        last = self._last_day(placed.column, span)
        if last > self.filed and not basis.is_forecast and not placed.reason:
            return Placing(reason=why.TOO_LATE)
        return placed

    def _last_day(self, column: str, span: Span) -> datetime.date:
        return datetime.date.fromisoformat(column) if column[4:5] == "-" else span.end

    def _knows(self, span: Span) -> bool:
        """Whether the calendar has a year for these dates."""
        year = self.calendar.year_of(span.end)
        before, end = self.calendar.year_end(year - 1), self.calendar.year_end(year)
        return bool(before and end and before - _OFF_BY <= span.end <= end + _OFF_BY)

    def _dividend(self, span: Span, basis: FactBasis) -> Placing:
        """A dividend of a Japanese summary: its year is tagged, and for which quarter's end it is paid."""
        slot = self.calendar.slot_of(Period(span.end, span.start))
        if not slot or slot.name != "FY":
            return Placing(reason=why.NO_PERIOD)
        quarters = self.calendar.quarters(slot.year)
        if not basis.quarter:
            return Placing(slot.label)
        if basis.quarter < 4 and basis.quarter >= len(quarters):
            return Placing(reason=why.NO_QUARTER_END)
        return Placing(str(quarters[min(basis.quarter, len(quarters)) - 1]))

    def _duration(self, span: Span) -> Placing:
        name = self.calendar.name(Period(span.end, span.start))
        if self.calendar.parse(name) or self.calendar.parse(name.removeprefix(LTM)):
            return Placing(name)
        assert span.start
        near = [slot for slot in self._slots(span.end)
                if abs(self.calendar.period(slot).end - span.end) <= _OFF_BY
                and abs((self.calendar.period(slot).start or span.end) - span.start) <= _OFF_BY]
        if not near:
            return Placing(reason=why.NO_PERIOD)
        return Placing(near[0].label, meant=f"{span.start}..{span.end} is taken for {near[0].label} "
                                            f"({self.calendar.period(near[0])})")

    def _day(self, day: datetime.date, may_be_off: bool) -> Placing:
        if self.calendar.slots_ending(day):
            return Placing(str(day))
        ends = {self.calendar.period(slot).end for slot in self._slots(day)}
        near = [end for end in ends if abs(end - day) <= _OFF_BY]
        if near and self.times.days.get(day, 0) >= max(_WHOLE_BALANCE, self.times.days.get(near[0], 0)):
            return Placing(str(near[0]), meant=f"balances of {day} are taken for those of {near[0]}")
        if may_be_off:
            return Placing(str(day), off_calendar=True)
        return Placing(reason=why.NO_QUARTER_END)

    def _slots(self, day: datetime.date) -> list[Slot]:
        year = self.calendar.year_of(day)
        return [slot for each in (year, year - 1, year + 1) for slot in self.calendar.slots(each)]


def newest_period(columns: Counter[str], calendar: FiscalCalendar) -> str:
    """The newest quarter that the results of a filing end with (``2Q2023``), ``FY2023`` at a year's end."""
    slots = [slot for column in columns if (slot := calendar.parse(column.removeprefix(LTM)))]
    days = [datetime.date.fromisoformat(column) for column in columns if column[4:5] == "-"]
    ends = [calendar.period(slot).end for slot in slots] or [day for day in days if calendar.slots_ending(day)]
    if not ends:
        return ""
    ending = calendar.slots_ending(max(ends))
    if any(slot.name == "FY" for slot in ending):
        return next(slot for slot in ending if slot.name == "FY").label
    return ending[0].label if ending else ""

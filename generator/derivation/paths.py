"""How a duration of a row follows from columns of the row that are known, where one version can be kept to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from generator.derivation.sources import Cells
from generator.derivation.timeline import Durations, Timeline
from generator.derivation.versions import Versions
from generator.model.period import SLOTS, Period, Slot, Term, path
from generator.model.statement import Series


class Paths:
    """The shortest paths over the durations that figures printed for their very columns give."""

    def __init__(self, timeline: Timeline, versions: Versions, cells: Cells) -> None:
        self.timeline, self.versions, self.cells = timeline, versions, cells
        self._durations: dict[tuple[Series, int], Durations] = {}
        self._paths: dict[tuple[Period, Durations], tuple[Term, ...] | None] = {}

    def to(self, series: Series, wanted: Period) -> tuple[tuple[int, Slot], ...] | None:
        """The columns of a row whose signed sum is a duration that need not be a column itself (LTM)."""
        assert wanted.start is not None
        calendar = self.timeline.calendar
        years = range(calendar.year_of(wanted.start), calendar.year_of(wanted.end) + 1)
        known = tuple(period for year in years for period in self.known(series, year))
        terms = self._in_one_currency(series, wanted, known)
        if terms and self._mixed(series, terms):
            terms = self._unmixed(series, wanted, known) or terms
        return self._columns(terms)

    def _in_one_currency(self, series: Series, wanted: Period, known: Durations) -> tuple[Term, ...] | None:
        """The shortest path; where it is over several currencies a longer one over one of them, if there is one."""
        terms = self._shortest(wanted, known)
        currencies = {period: self.cells.base_currencies(series, self.timeline.slot_of[period]) for period in known}
        if terms is None or len({currencies[period] for _, period in terms}) == 1:
            return terms
        found = (self._shortest(wanted, tuple(period for period in known if currencies[period] == currency))
                 for currency in dict.fromkeys(reversed(currencies.values())))
        return next(filter(None, found), terms)

    def over(self, columns: Iterable[Slot], wanted: Slot) -> tuple[tuple[int, Slot], ...] | None:
        """The signed sum of some columns of the same fiscal year that makes another one."""
        periods = self.timeline.periods
        return self._columns(self._shortest(periods[wanted], tuple(
            periods[slot] for slot in columns if slot.year == wanted.year)))

    def known(self, series: Series, year: int) -> Durations:
        """A row's durations of one fiscal year. A path never needs to leave the years that it touches."""
        key = series, year
        if key not in self._durations:
            periods = self.timeline.periods
            slots = [slot for name in SLOTS if (slot := Slot(year, name)) in periods]
            self._durations[key] = tuple(periods[slot] for slot in slots if self.cells.base(series, slot))
        return self._durations[key]

    def _columns(self, terms: tuple[Term, ...] | None) -> tuple[tuple[int, Slot], ...] | None:
        return None if terms is None else tuple((sign, self.timeline.slot_of[period]) for sign, period in terms)

    def _mixed(self, series: Series, terms: tuple[Term, ...]) -> bool:
        return self.versions.on_two_bases(fact for _, period in terms
                                          for fact in self.cells.basis(series, self.timeline.slot_of[period]))

    def _unmixed(self, series: Series, wanted: Period, known: Durations) -> tuple[Term, ...] | None:
        """A path over one version, however long: since a restatement, else over what was printed before it."""
        facts = {period: self.cells.basis(series, self.timeline.slot_of[period]) for period in known}
        every = [fact for found in facts.values() for fact in found]
        for day, since in product(self.versions.breaks(every), (True, False)):
            terms = self._shortest(wanted, tuple(each for each in known if all(
                self.versions.holds_on(fact, day, since) for fact in facts[each])))
            if terms and not self._mixed(series, terms):
                return terms
        return None

    def _shortest(self, wanted: Period, known: Durations) -> tuple[Term, ...] | None:
        """The path over known periods; most rows are printed for the same periods as many others."""
        if (wanted, known) not in self._paths:
            self._paths[wanted, known] = path(wanted, known) if known else None
        return self._paths[wanted, known]

"""Which version a figure is: restated by which filing, and on which side of the share splits."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from generator.derivation.anew import NewBasis, days_anew, declared_anew
from generator.model.book import Book
from generator.model.fact import Fact, Filing
from generator.model.period import Period
from generator.model.problem import Place
from generator.model.statement import Series

MIXES_VERSIONS = "Mixes a restated figure with figures that an earlier filing gives"


class Versions:
    """What a book's filings say of the same figures at different times."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._reports: dict[str, datetime.date] = {}
        self._order = {filing.key: number for number, filing in enumerate(book.filings)}
        self._since: dict[Place, datetime.date] = {}
        self._until: dict[Place, datetime.date] = {}
        self._presented_anew: dict[Series, dict[datetime.date, Decimal]] = defaultdict(dict)
        self._spans: dict[Place, tuple[datetime.date, datetime.date]] = {}
        runs = [(series, self._runs([fact for fact in printings if fact.currency == currency]))
                for (series, _), printings in self._printings.items()
                for currency in dict.fromkeys(fact.currency for fact in printings)]
        days = days_anew([*declared_anew(book), *(_change(*pair) for _, each in runs for pair in pairwise(each))])
        for series, found in days.items():
            self._presented_anew[series] = dict.fromkeys(found, Decimal(0))
        for series, each in runs:
            for run in each:
                span = run[0].filing.filed, run[-1].filing.filed
                self._spans |= dict.fromkeys((fact.place for fact in run), span)
            for before, after in pairwise(each):
                self._restate(before, after, days[series])

    def _runs(self, printings: list[Fact]) -> list[list[Fact]]:
        """The printings of one figure in one currency, in runs that give it alike but for rounding."""
        found, held = [printings[:1]], printings[0]
        for fact in printings[1:]:
            if self.book.is_one_figure(held, fact):
                found[-1].append(fact)
                held = fact if fact.decimals > held.decimals else held
            else:
                found.append([fact])
                held = fact
        return found

    def _restate(self, before: list[Fact], after: list[Fact], days: list[datetime.date]) -> None:
        """Note that filings give a figure otherwise than those before them, and since when their basis is another."""
        first, moved = after[0], abs(after[0].value - before[0].value)
        day = max((day for day in days if before[-1].filing.filed < day <= first.filing.filed),
                  default=first.filing.filed)  # of two filings of one day, the second
        self._presented_anew[first.series][day] = max(moved, self._presented_anew[first.series][day])
        for fact in before:
            self._until[fact.place] = day
        for fact in after:
            self._since[fact.place], self._spans[fact.place] = day, (day, after[-1].filing.filed)

    def repeats(self, fact: Fact) -> list[Fact]:
        """Further printings of a figure in the same filing and currency, under other headings."""
        return [each for each in self._printings[fact.series, fact.period]
                if each is not fact and each.filing is fact.filing and each.currency == fact.currency]

    def in_force(self, series: Series, period: Period, filing: Filing) -> Fact | None:
        """What was printed last for a figure when a filing was made: by itself, or by one before it."""
        order = self._order[filing.key]
        known = [fact for fact in self._printings.get((series, period), ())
                 if self._order[fact.filing.key] <= order]
        own = [fact for fact in known if fact.currency in ("", self.book.currency_of(filing))] or known
        found = next((fact for fact in own if fact.filing is own[-1].filing), None)
        latest = self.book.latest[series, period] if found else None
        # The same figure printed with more decimals says the same, later or not.
        finer = found and latest and latest.decimals > found.decimals and self.book.is_one_figure(found, latest)
        return latest if finer else found

    def in_filings(self, fact: Fact) -> list[Fact]:
        """What each filing prints for the same figure in the same currency, each once, oldest first."""
        found = {each.filing.key: each for each in reversed(self._printings[fact.series, fact.period])
                 if each.currency == fact.currency}
        return list(reversed(found.values()))

    def is_declared(self, fact: Fact, latest: Fact) -> bool:
        """Whether a filing after that of a figure, up to that of the latest one, says that it restates the row."""
        filings = [each.filing for each in self.in_filings(latest)]
        first, last = (filings.index(each.filing) for each in (fact, latest))
        return any(filing.cause(fact.series) is not None for filing in filings[first + 1:last + 1])

    def other_filings(self, fact: Fact) -> list[Fact]:
        """What other filings print for the same figure in the same currency, each once."""
        return [each for each in self.in_filings(fact) if each.filing is not fact.filing]

    @cached_property
    def _printings(self) -> dict[tuple[Series, Period], list[Fact]]:
        found: dict[tuple[Series, Period], list[Fact]] = defaultdict(list)
        for fact in self.book.facts:
            found[fact.series, fact.period].append(fact)
        return found

    def reports(self, filing: Filing) -> datetime.date:
        """The newest day that a filing has figures of: two filings with the same one report the same period."""
        if filing.key not in self._reports:
            self._reports[filing.key] = max((fact.period.end for fact in self.book.printed_by.get(filing.key, ())),
                                            default=datetime.date.min)
        return self._reports[filing.key]

    def restated(self, facts: Iterable[Fact]) -> list[datetime.date]:
        """When filings restated those of some figures that are restated."""
        return [self._since[fact.place] for fact in facts if fact.place in self._since]

    def mixed(self, facts: Iterable[Fact]) -> bool:
        """Whether figures from before a restatement, or not printed since, stand beside figures from after it."""
        facts = tuple(facts)
        newest = max((self._spans[fact.place][0] for fact in facts), default=datetime.date.min)
        return min((fact.filing.filed for fact in facts), default=datetime.date.max) < max(
            self.restated(facts), default=datetime.date.min) or any(
                self._until.get(fact.place, datetime.date.max) <= newest for fact in facts)

    def on_two_bases(self, facts: Iterable[Fact]) -> bool:
        """Whether figures are mixed, or a restatement of any period of a row lies between the filings of some of it."""
        facts = tuple(facts)
        return self.mixed(facts) or any(True for _ in self._between(facts))

    def moved(self, facts: Iterable[Fact]) -> Decimal:
        """How far at most the restatements between the filings of a row's figures moved any figure of the row."""
        return max(self._between(facts), default=Decimal(0))

    def _between(self, facts: Iterable[Fact]) -> Iterator[Decimal]:
        """How far each restatement moved a row that lies between the filings of some figures of that row."""
        if not self._presented_anew:
            return
        spans: dict[Series, list[tuple[datetime.date, datetime.date]]] = defaultdict(list)
        for fact in facts:
            spans[fact.series].append(self._spans[fact.place])
        for series, found in spans.items():
            begin, end = max(first for first, _ in found), min(last for _, last in found)
            yield from (by for since, by in self._presented_anew.get(series, {}).items() if end < since <= begin)

    def breaks(self, facts: Iterable[Fact]) -> list[datetime.date]:
        """The days on which rows of some figures were presented anew, newest first."""
        return sorted({day for fact in facts for day in self._presented_anew.get(fact.series, ())}, reverse=True)

    def holds_on(self, fact: Fact, day: datetime.date, since: bool) -> bool:
        """Whether a figure is printed by a filing of that day or since, or else by one before it."""
        first, last = self._spans[fact.place]
        return last >= day if since else first < day

    def before_restatement(self, facts: Iterable[Fact]) -> list[Filing]:
        """The filings behind figures that were made before the last restatement among them, newest first."""
        facts = tuple(facts)
        last = max(self.restated(facts), default=datetime.date.min)
        found = {fact.filing.key: fact.filing for fact in facts if fact.filing.filed < last}
        return sorted(found.values(), key=lambda filing: self._order[filing.key], reverse=True)

    def split_basis(self, facts: Iterable[Fact]) -> datetime.date | None:
        """The day up to which splits are in the newest of some figures."""
        return max((fact.split_basis for fact in facts), default=None)

    def one_basis(self, facts: Iterable[Fact]) -> bool:
        """Whether no split lies between the bases of some figures."""
        bases = [fact.split_basis for fact in facts]
        return not bases or not self.book.company.splits_between(min(bases), max(bases))


def _change(before: list[Fact], after: list[Fact]) -> NewBasis:
    return NewBasis(after[0].series, before[-1].filing.filed, after[0].filing.filed)

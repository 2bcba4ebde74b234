"""Which version a figure is: restated by which filing, and on which side of the share splits."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from generator.model.book import Book, Fact, Filing
from generator.model.period import Period
from generator.model.problem import Place
from generator.model.statement import Series


class Versions:
    """What a book's filings say of the same figures at different times."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._reports: dict[str, datetime.date] = {}
        self._order = {filing.key: number for number, filing in enumerate(book.filings)}
        self._since: dict[Place, datetime.date] = {}
        self._presented_anew: dict[Series, set[datetime.date]] = defaultdict(set)
        for printings in self._printings.values():
            since = None
            for before, fact in pairwise(printings):
                if before.value != fact.value:
                    since = fact.filing.filed
                    self._presented_anew[fact.series].add(since)
                if since:
                    self._since[fact.place] = since

    def repeats(self, fact: Fact) -> list[Fact]:
        """Further printings of a figure in the same filing, under other headings."""
        return [each for each in self._printings[fact.series, fact.period]
                if each is not fact and each.filing is fact.filing]

    def in_force(self, series: Series, period: Period, filing: Filing) -> Fact | None:
        """What was printed last for a figure when a filing was made: by itself, or by one before it."""
        order = self._order[filing.key]
        known = [fact for fact in self._printings.get((series, period), ())
                 if self._order[fact.filing.key] <= order]
        return next((fact for fact in known if fact.filing is known[-1].filing), None)

    def other_filings(self, fact: Fact) -> list[Fact]:
        """What earlier filings print for the same figure, each once."""
        found = {each.filing.key: each for each in reversed(self._printings[fact.series, fact.period])}
        return [each for each in reversed(found.values()) if each.filing is not fact.filing]

    @cached_property
    def _printings(self) -> dict[tuple[Series, Period], list[Fact]]:
        found: dict[tuple[Series, Period], list[Fact]] = defaultdict(list)
        for fact in self.book.facts:
            found[fact.series, fact.period].append(fact)
        return found

    def reports(self, filing: Filing) -> datetime.date:
        """The newest day that a filing has figures of: two filings with the same one report the same period."""
        if filing.key not in self._reports:
            self._reports[filing.key] = max((fact.period.end for fact in self.book.printed if fact.filing is filing),
                                            default=datetime.date.min)
        return self._reports[filing.key]

    def restated(self, facts: Iterable[Fact]) -> list[datetime.date]:
        """When filings restated those of some figures that are restated."""
        return [self._since[fact.place] for fact in facts if fact.place in self._since]

    def mixed(self, facts: Iterable[Fact]) -> bool:
        """Whether figures that no filing has printed since stand beside a restated one."""
        facts = tuple(facts)
        return min((fact.filing.filed for fact in facts), default=datetime.date.max) < max(
            self.restated(facts), default=datetime.date.min)

    def on_two_bases(self, facts: Iterable[Fact]) -> bool:
        """Whether figures are mixed, or a restatement of any period of a row lies between the filings of some of it."""
        facts = tuple(facts)
        if self.mixed(facts):
            return True
        filed: dict[Series, list[datetime.date]] = defaultdict(list)
        for fact in facts:
            filed[fact.series].append(fact.filing.filed)
        return any(min(days) < since <= max(days) for series, days in filed.items()
                   for since in self._presented_anew.get(series, ()))

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

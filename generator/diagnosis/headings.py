"""Columns typed under another period that ends on the same day: nine months under the quarter, a half under 2Q."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.checks.proof import EXACT, ROUND, Check, Proof
from generator.diagnosis.offers import Offer
from generator.diagnosis.printed_tables import Figures
from generator.model.book import Book
from generator.model.fact import Fact
from generator.model.period import Period, Slot, path
from generator.model.problem import Place

COLUMN, TABLE, FILING = LEVELS = ("column", "table", "filing")
"""How much stands under a wrong period: one column, the columns of a table for that part of a year, or of a filing."""


@dataclass(frozen=True)
class Heading:
    """The figures of one filing that stand under a part of the fiscal year: ``3Q``."""

    level: str
    name: str
    facts: Figures

    @property
    def place(self) -> Place:
        return min(fact.place for fact in self.facts)

    def others(self, book: Book) -> list[str]:
        """The parts of a year with the same end under which the filing gives none of its rows."""
        calendar = book.company.calendar
        filing, own = self.facts[0].filing, {fact.place for fact in self.facts}
        rows = {fact.series for fact in self.facts}
        slots = {fact.column for fact in self.facts if fact.column}
        taken = {fact.column for fact in book.printed if fact.filing is filing and fact.series in rows
                 and fact.place not in own}
        ending = {slot: calendar.slots_ending(calendar.period(slot).end) for slot in slots}
        names = [slot.name for slot in next(iter(ending.values())) if slot.name != self.name]
        return [name for name in names if all(
            (other := Slot(slot.year, name)) in there and other not in taken for slot, there in ending.items())]

    def under(self, name: str, book: Book) -> Book:
        """The book with these figures under another part of their years."""
        moved = {fact.place for fact in self.facts}
        return replace(book, printed=tuple(
            _moved(book, fact, name) if fact.place in moved else fact for fact in book.printed))

    def said(self, name: str) -> str:
        """``the column 3Q2023 of Page 1 is 9M2023``."""
        years = sorted({fact.column.year for fact in self.facts if fact.column})
        typed, truly = (", ".join(f"{each}{year}" for year in years) for each in (self.name, name))
        where = self.facts[0].filing.key if self.level == FILING else self.facts[0].heading
        every = "every column" if self.level == FILING else "the column" if len(years) == 1 else "the columns"
        return f"{every} {typed} of {where} {'are' if len(years) > 1 and self.level != FILING else 'is'} {truly}"

    def line(self, name: str, book: Book) -> str:
        """The heading as the filing's file would say it."""
        if self.level == FILING:
            return f"{name} in the place of {self.name}"
        own = {fact.column for fact in self.facts}
        table = sorted((fact for fact in book.printed if fact.table == self.facts[0].table),
                       key=lambda fact: (fact.place.column, fact.place.line))
        heads = list(dict.fromkeys((f"{name}{fact.column.year}" if fact.column in own else fact.column.label)
                                   + (f" {fact.series[2]}" if fact.series[2] else "")
                                   if fact.column else book.when(fact.period) for fact in table))
        members = {fact.series[2] for fact in table}
        if len({fact.column for fact in table}) == 1 and len(members) > 1:
            return f"period: {heads[0].split()[0]}"
        return f"columns: [{', '.join(head.split()[0] if len(members) == 1 else head for head in heads)}]"


def _moved(book: Book, fact: Fact, name: str) -> Fact:
    assert fact.column
    slot = Slot(fact.column.year, name)
    additivity = book.statements[fact.series[0]].additivity_of(*fact.series[1:])
    return replace(fact, column=slot, period=additivity.anchor(book.company.calendar.period(slot)))


def headings(facts: Iterable[Fact], level: str) -> list[Heading]:
    """What stands under one part of the fiscal year, column by column, table by table or filing by filing."""
    found: dict[object, list[Fact]] = {}
    for fact in facts:
        if fact.column:
            whole = fact.filing.key if level == FILING else fact.table
            found.setdefault((whole, fact.column if level == COLUMN else fact.column.name), []).append(fact)
    return [Heading(level, column.name, each) for each in found.values() if (column := each[0].column)]


def other_headings(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Offer]:
    """Columns that all checks of a group rest on and that no check ties to other periods; then tables and filings.

    What stands under a wrong period agrees with nothing else, but for its closing balances. Forecasts do not tell: one
    is compared with a year to date alone, and with nothing under any other period.
    """
    told = [[check for check in group if not any(proof.facts[number].forecast for number in check.touched)]
            for group in groups]
    holding = [check for check, outcome in proof.outcomes()
               if outcome.state in (EXACT, ROUND) and outcome.left and not check.severity.apart]
    tried: set[frozenset[int]] = set()
    for level in LEVELS:
        for heading in headings(proof.book.facts, level):
            own = frozenset(proof.number[fact.place] for fact in heading.facts)
            flows = {proof.number[fact.place] for fact in heading.facts if not _closes(proof.book, fact)}
            behind = any(all(check.touched & own for check in group) and any(check.touched - own for check in group)
                         for group in told if group)
            if own in tried or not behind or any(_ties(proof, heading, check.touched - own) for check in holding
                                                 if check.touched & flows):
                continue
            tried.add(own)
            for name in heading.others(proof.book):
                under = heading.under(name, proof.book)
                if known(under, heading) >= known(proof.book, heading):
                    yield Offer(heading.said(name), heading.line(name, proof.book), heading.place, under,
                                subject="heading", instead_of="heading" if level == FILING else "digits")


def known(book: Book, heading: Heading) -> int:
    """How many periods of their years are known, printed or by way of others, of the rows under a heading.

    Under a period that is none of theirs, figures stand apart from all others and nothing fails for that reason.
    """
    rows = {(fact.series, fact.column.year): set[Period]() for fact in heading.facts if fact.column}
    calendar = book.company.calendar
    for fact in book.facts:
        if fact.column and not fact.period.is_instant and (fact.series, fact.column.year) in rows:
            rows[fact.series, fact.column.year].add(fact.period)
    return sum(1 for (_, year), periods in rows.items() for slot in calendar.slots(year)
               if path(calendar.period(slot), periods))


def _ties(proof: Proof, heading: Heading, others: Iterable[int]) -> bool:
    """Whether flows of another statement or year stand in a check that holds.

    Other periods of its own do not tell: what is derived from a column under a wrong period adds up all the same.
    Nor do balances, which a column has whatever its length.
    """
    statements = {fact.series[0] for fact in heading.facts}
    years = {fact.column.year for fact in heading.facts if fact.column}
    return any(fact.series[0] not in statements or (fact.column is not None and fact.column.year not in years)
               for fact in (proof.facts[number] for number in others) if not fact.period.is_instant)


def _closes(book: Book, fact: Fact) -> bool:
    return book.statements[fact.series[0]].additivity_of(*fact.series[1:]).is_closing

"""Columns typed under another period that ends on the same day: nine months under the quarter, a half under 2Q."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.checks.proof import Check, Proof
from generator.diagnosis.offers import Offer
from generator.diagnosis.printed_tables import Figures
from generator.model.book import Book, Fact
from generator.model.period import Slot
from generator.model.problem import Place

_MOST_COLUMNS = 8


@dataclass(frozen=True)
class Heading:
    """The figures of a filing that stand under one period, of one table or of all."""

    slot: Slot
    facts: Figures
    is_table: bool = True

    @property
    def key(self) -> tuple[object, Slot]:
        first = self.facts[0]
        return (first.table if self.is_table else first.filing.key), self.slot

    @property
    def place(self) -> Place:
        return min(fact.place for fact in self.facts)

    def others(self, book: Book) -> list[Slot]:
        """The periods with the same end under which the filing gives none of its rows."""
        calendar = book.company.calendar
        first = self.facts[0]
        rows = {fact.series for fact in self.facts}
        taken = {fact.column for fact in book.printed if fact.filing is first.filing and fact.series in rows}
        ending = calendar.slots_ending(calendar.period(self.slot).end)
        return [slot for slot in ending if slot not in taken]

    def under(self, slot: Slot, book: Book) -> Book:
        """The book with these figures under another period."""
        whole = book.company.calendar.period(slot)
        moved = {fact.place for fact in self.facts}
        return replace(book, printed=tuple(
            replace(fact, column=slot, period=book.statements[fact.series[0]].additivity_of(
                *fact.series[1:]).anchor(whole)) if fact.place in moved else fact for fact in book.printed))

    def said(self, slot: Slot) -> str:
        where = f"the column {self.slot.label} of {self.facts[0].heading}" if self.is_table \
            else f"every column {self.slot.label} of {self.facts[0].filing.key}"
        return f"{where} is {slot.label}"

    def line(self, slot: Slot, book: Book) -> str:
        """The heading as the filing's file would say it."""
        if not self.is_table:
            return f"{slot.label} in the place of {self.slot.label}"
        table = [fact for fact in book.printed if fact.table == self.facts[0].table]
        columns = list(dict.fromkeys((fact.column, fact.series[2], fact.period if fact.column is None else None)
                                     for fact in sorted(table, key=lambda fact: (fact.place.column, fact.place.line))))
        members = {member for _, member, _ in columns}
        if len({column for column, _, _ in columns}) == 1 and len(columns) > 1:
            return f"period: {slot.label}"
        heads = [f"{slot.label if column == self.slot else column.label if column else day}"
                 + (f" {member}" if len(members) > 1 and member else "") for column, member, day in columns]
        return f"columns: [{', '.join(heads)}]"


def headings(facts: Iterable[Fact], by_table: bool = True) -> list[Heading]:
    """The columns of tables, or of filings, by their periods."""
    found: dict[object, list[Fact]] = {}
    for fact in facts:
        if fact.column:
            found.setdefault((fact.table if by_table else fact.filing.key, fact.column), []).append(fact)
    return [Heading(slot, each, by_table) for each in found.values() if (slot := each[0].column)]


def other_headings(proof: Proof, groups: Sequence[Sequence[Check]]) -> Iterator[Offer]:
    """Columns that all checks of a group rest on, beside figures of other periods; then those of a whole filing."""
    single = headings(proof.book.printed)
    suspects = [each for each in single if _lies_behind(proof, each, groups)][:_MOST_COLUMNS]
    whole = {each.key: each for each in headings(proof.book.printed, by_table=False)}
    for each in suspects:
        for slot in each.others(proof.book):
            yield Offer(each.said(slot), each.line(slot, proof.book), each.place, each.under(slot, proof.book),
                        subject=(each.key, slot))
    for each in suspects:
        filing = whole[each.facts[0].filing.key, each.slot]
        for slot in filing.others(proof.book) if len(filing.facts) > len(each.facts) else ():
            yield Offer(filing.said(slot), filing.line(slot, proof.book), filing.place,
                        filing.under(slot, proof.book), subject=(filing.key, slot), instead_of=(each.key, slot))


def _lies_behind(proof: Proof, heading: Heading, groups: Sequence[Sequence[Check]]) -> bool:
    own = {proof.number[fact.place] for fact in heading.facts if fact.place in proof.number}
    return any(all(check.touched & own for check in group)
               and any(proof.facts[number].column != heading.slot for check in group for number in check.touched)
               for group in groups)

"""What a book says at one time, from its inputs or from a workbook: figures, line items, checks, computed rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.checks.proof import Proof
from generator.formulas.expression import RowAt
from generator.inputs.template import Templates
from generator.model.book import Book, Filing

Key = tuple[str, str, str]
"""Statement, line item and the member's label."""
When = tuple[str, str]
"""Start and end; an instant has no start."""


@dataclass(frozen=True)
class Snapshot:
    """Figures by line item and period, each filing's last; checks by state; computed rows by value.

    Numbers are compared as a spreadsheet keeps them; a row that says n.a. or n.m. has None.
    """

    filings: tuple[str, ...]
    labels: Mapping[Key, str]
    figures: Mapping[tuple[Key, When], Mapping[str, float]]
    checks: Mapping[str, str]
    computed: Mapping[tuple[str, str], float | None]
    titles: Mapping[str, str] = field(default_factory=dict)
    """The labels of computed rows."""
    periods: Mapping[When, str] = field(default_factory=dict)
    """What periods are called."""
    currencies: Mapping[tuple[Key, When, str], str] = field(default_factory=dict)
    """The currency of each filing's figure, where it is an amount."""
    computed_in: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The currency of computed rows, as far as it is known."""

    def when(self, when: When) -> str:
        """A period as people call it."""
        return self.periods.get(when) or (f"{when[0]}..{when[1]}" if when[0] else when[1])

    def latest(self, key: Key, when: When) -> float | None:
        """A figure of the newest filing that gives it."""
        filing = self.newest(key, when)
        return self.figures[key, when][filing] if filing else None

    def newest(self, key: Key, when: When) -> str:
        """The newest filing that gives a figure; empty where none does."""
        given = self.figures.get((key, when), {})
        return next((filing for filing in reversed(self.filings) if filing in given), "")

    def currency(self, key: Key, when: When) -> str:
        """The currency of a figure of the newest filing that gives it."""
        return self.currencies.get((key, when, self.newest(key, when)), "")


def snapshot(proof: Proof) -> Snapshot:
    """What a book says that was read from its inputs."""
    book = proof.book
    labels: dict[Key, str] = {}
    figures: dict[tuple[Key, When], dict[str, float]] = {}
    periods: dict[When, str] = {}
    currencies: dict[tuple[Key, When, str], str] = {}
    for fact in book.facts:
        statement, item, member = fact.series
        definition = book.statements[statement]
        key = statement, item, definition.member(member).label
        labels[key] = definition.items[item].label
        when = fact.period.start.isoformat() if fact.period.start else "", fact.period.end.isoformat()
        periods[when] = book.when(fact.period)
        if fact.filing.key not in figures.setdefault((key, when), {}):
            figures[key, when][fact.filing.key] = float(fact.value)
            currencies[key, when, fact.filing.key] = fact.currency
    computed = {(row.id, slot.label): quantity.value(proof.numbers) if quantity else None
                for row in proof.rows.templates.values() for slot in book.slots if proof.rows.active(row, slot)
                for quantity in [proof.values.number_in(RowAt(row.id, slot))]}
    computed_in = {(row, slot.label): proof.trees.currency(RowAt(row, slot)) for row in proof.rows.templates
                   for slot in book.slots if (row, slot.label) in computed}
    return Snapshot(tuple(filing.key for filing in book.filings), labels, figures,
                    {check.id: outcome.state for check, outcome in proof.outcomes()}, computed,
                    {row.id: row.label for row in proof.rows.templates.values()}, periods, currencies, computed_in)


def before_newest(book: Book, templates: Templates) -> tuple[Snapshot, Filing] | None:
    """What a book said before its newest filing, and that filing; None when it has only one."""
    if len(book.filings) < 2:
        return None
    newest = book.filings[-1]
    older = replace(book, filings=book.filings[:-1],
                    printed=tuple(fact for fact in book.printed if fact.filing is not newest))
    return snapshot(Proof(older, templates)), newest

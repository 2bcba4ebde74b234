"""What a book says at one time, from its inputs or from a workbook: figures, line items, checks, computed rows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from generator.checks.proof import Proof
from generator.formulas.expression import RowAt
from generator.model.currency import currency_in
from generator.model.fact import ACHIEVED, EXPECTED, Filing, rounding
from generator.model.measure import SCALES

_SAME = 1e-9
Key = tuple[str, str, str]
"""Statement, line item and the member's label."""
OF_FORECASTS = "forecast"
"""Stands for the statement in the key of a forecast, whose line item is ``statement.item`` and whose member's label
ends with the end of a range."""
When = tuple[str, str]
"""Start and end; an instant has no start."""


class Printing(NamedTuple):
    """A figure as a filing prints it: its value and decimals, and what it counts (``JPY thousand``)."""

    value: float
    decimals: int
    unit: str

    @property
    def currency(self) -> str:
        """The currency that it is an amount of; empty for what is no money."""
        return currency_in(self.unit)

    def as_in(self, other: Printing) -> float:
        """The value in the scale of another printing; as it is where that counts something else."""
        (own, what), (theirs, counted) = (_scale(each.unit) for each in (self, other))
        return self.value * own / theirs if what == counted else self.value

    def is_one_figure(self, other: Printing, unit: float) -> bool:
        """Whether another printing says the same: equal, or with unlike decimals and apart by their rounding.

        ``unit`` is how far a figure without decimals can be from the exact one.
        """
        value, (own, what), (theirs, counted) = self.as_in(other), _scale(self.unit), _scale(other.unit)
        steps = [own / theirs * 10.0 ** -self.decimals, 10.0 ** -other.decimals]
        rounded = self.value and other.value and not math.isclose(*steps)
        slack = unit * sum(steps) if rounded else 0.0
        return what == counted and abs(value - other.value) <= slack + _SAME * max(1.0, abs(value))


Figures = Mapping[tuple[Key, When], Mapping[str, Printing]]
"""What each filing prints of a line item and period."""


def _scale(unit: str) -> tuple[int, tuple[str, ...]]:
    """The scale of what a figure counts, and what that is without it: 1,000 and JPY of ``JPY thousand``."""
    words = unit.split()
    scale = next((word for word in words if word in SCALES), "one")
    return SCALES[scale], tuple(word for word in words if word != scale)


@dataclass(frozen=True)
class Snapshot:
    """Figures by line item and period, each filing's last; checks by state; computed rows by value.

    Numbers are compared as a spreadsheet keeps them; a row that says n.a. or n.m. has None.
    """

    filings: tuple[str, ...]
    labels: Mapping[Key, str]
    figures: Figures
    checks: Mapping[str, str]
    computed: Mapping[tuple[str, str], float | None]
    titles: Mapping[str, str] = field(default_factory=dict)
    """The labels of computed rows."""
    periods: Mapping[When, str] = field(default_factory=dict)
    """What periods are called."""
    rounding: float = 0.5
    """How far a figure printed without decimals can be from the exact one."""
    computed_in: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The currency of computed rows, as far as it is known."""
    forecasts: Figures = field(default_factory=dict)
    """What issuers expect, like ``figures``, under keys of their own."""

    def when(self, when: When) -> str:
        """A period as people call it."""
        return self.periods.get(when) or (f"{when[0]}..{when[1]}" if when[0] else when[1])

    def value_of(self, key: Key, when: When) -> float | None:
        """A figure of the newest filing that gives it, in ones where its unit has a scale."""
        found = self.latest(key, when)
        return found.value * _scale(found.unit)[0] if found else None

    def latest(self, key: Key, when: When) -> Printing | None:
        """A figure, or a forecast, of the newest filing that gives it."""
        given = self.figures.get((key, when)) or self.forecasts.get((key, when), {})
        return next((given[filing] for filing in reversed(self.filings) if filing in given), None)


def printed(value: float, text: str, unit: str) -> Printing:
    """A figure with the text that is printed for it."""
    decimals = re.search(r"[.](\d+)", text)
    return Printing(value, len(decimals[1]) if decimals else 0, unit)


def snapshot(proof: Proof) -> Snapshot:
    """What a book says that was read from its inputs."""
    book = proof.book
    labels: dict[Key, str] = {}
    figures: dict[tuple[Key, When], dict[str, Printing]] = {}
    forecasts: dict[tuple[Key, When], dict[str, Printing]] = {}
    periods: dict[When, str] = {}
    for fact in (each for each in book.figures if each.forecast != ACHIEVED):  # which is progress, nothing revised
        statement, item, member = fact.series
        definition = book.statements[statement]
        key = statement, item, definition.member(member).label
        if fact.forecast:
            end = "" if fact.forecast == EXPECTED else fact.forecast
            key = OF_FORECASTS, f"{statement}.{item}", ", ".join(filter(None, (key[2], end)))
        labels[key] = definition.items[item].label
        when = fact.period.start.isoformat() if fact.period.start else "", fact.period.end.isoformat()
        periods[when] = book.when(fact.period)
        (forecasts if fact.forecast else figures).setdefault((key, when), {}).setdefault(fact.filing.key, printed(
            float(fact.figure.value or 0), fact.figure.printed, book.counted(fact)))
    computed = {(row.id, slot.label): quantity.value(proof.numbers) if quantity else None
                for row in proof.templates.rows for slot in book.slots if proof.rows.active(row, slot)
                for quantity in [proof.values.number_in(RowAt(row.id, slot))]}
    company = book.company
    computed_in = {(row.id, slot.label): proof.trees.currency(RowAt(row.id, slot)) or company.currency
                   for row in proof.templates.rows if company.units[row.unit].of in ("money", "per_share")
                   for slot in book.slots if (row.id, slot.label) in computed}
    return Snapshot(tuple(filing.key for filing in book.filings), labels, figures,
                    {check.id: outcome.state for check, outcome in proof.outcomes()}, computed,
                    {row.id: row.label for row in proof.templates.rows}, periods,
                    float(rounding(company, 0)), computed_in, forecasts)


def before_newest(proof: Proof) -> tuple[Snapshot, Filing] | None:
    """What a book said before its newest filing, and that filing; None when it has only one."""
    book = proof.book
    if len(book.filings) < 2:
        return None
    newest = book.filings[-1]
    older = replace(book, filings=book.filings[:-1],
                    printed=tuple(fact for fact in book.printed if fact.filing is not newest),
                    announced=tuple(fact for fact in book.announced if fact.filing is not newest))
    return snapshot(Proof(older, proof.templates, later=proof)), newest

"""The columns of a filing: their dates, their order, and in which of them a fact stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.intake.placing.placed import PlacedFact, PlacedFiling
from generator.intake.shaping.views import OPENING
from generator.model.period import DAY

_Dates = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class FilingSpans:
    """The durations that a filing's facts are about, by the labels of their columns."""

    spans: Mapping[str, _Dates]

    @classmethod
    def of(cls, filing: PlacedFiling) -> FilingSpans:
        return cls(dict(_spans(filing.facts)))

    def of_fact(self, fact: PlacedFact, anchor: str, dates: bool) -> Iterator[str]:
        """The columns that a fact stands in: its own, or those that a balance is the opening or closing one of; its own
        too where it is the closing one of none.

        ``dates``: the statement has dates for columns, and so durations in a table of their own.
        """
        found = [] if dates or fact.tagged.span.start is not None or not anchor else [
            column for column, (start, end) in self.spans.items()
            if fact.tagged.span.end == (start - DAY if anchor == OPENING else end)]
        yield from found or ([fact.column] if anchor != OPENING else [])

    def order(self, column: str) -> tuple[int, int, str]:
        """Dates by date; quarters before longer periods, older ones first."""
        if column in self.spans:
            start, end = self.spans[column]
            return round((end - start).days / 30.4), end.toordinal(), column
        return 0, _ordinal(column), column


def is_date(column: str) -> bool:
    """Whether a column is a day and no period."""
    return _ordinal(column) > 0


def _ordinal(column: str) -> int:
    try:
        return datetime.date.fromisoformat(column).toordinal()
    except ValueError:
        return 0


def _spans(facts: Iterable[PlacedFact]) -> Iterator[tuple[str, _Dates]]:
    for fact in facts:
        if fact.tagged.span.start is not None and not fact.is_forecast:
            yield fact.column, (fact.tagged.span.start, fact.tagged.span.end)

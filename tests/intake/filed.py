"""Facts and filings by hand, as the readers of XBRL give them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from generator.xbrl.report import FiledReport, Origin, Span, Tagged

DAY = datetime.timedelta(1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def span(when: str, *members: tuple[str, str]) -> Span:
    """``2023-04-02..2023-07-01`` or ``2023-07-01``."""
    start, _, end = when.rpartition("..")
    return Span(day(end), day(start) if start else None, members)


def fact(concept: str, value: str | int | None, when: str, *members: tuple[str, str], unit: str = "USD",
         decimals: int | None = None, line: int = 1, scale: int | None = None) -> Tagged:
    return Tagged(concept, span(when, *members), unit, None if value is None else Decimal(value),
                  Origin("filing.xml", line), decimals=decimals, scale=scale)


def text(concept: str, said: str, when: str = "2023-07-01") -> Tagged:
    return Tagged(concept, span(when), "", None, Origin("filing.xml", 1), text=said)


def report(*facts: Tagged, filed: str = "", form: str = "", kind: str = "xbrl", entity: str = "",
           key: str = "") -> FiledReport:
    return FiledReport(kind, (Path("filing.xml"),), facts, entity=entity, name="Company", key=key, form=form,
                       filed=day(filed) if filed else None)


def filings_of(years: Sequence[Sequence[datetime.date]], before: datetime.date, forms: bool = True,
               last: int = 0) -> list[FiledReport]:
    """10-Qs and 10-Ks of years by the ends of their quarters, with comparatives; ``last`` quarters of the last year."""
    starts = [before + DAY, *(ends[-1] + DAY for ends in years)]
    made = []
    for number, ends in enumerate(years):
        for quarter, end in enumerate(ends, start=1):
            if last and number == len(years) - 1 and quarter > last:
                break
            durations = []
            for year in range(max(0, number - 1), number + 1):
                own = years[year][min(quarter, len(years[year])) - 1]
                begins = [starts[year], *(each + DAY for each in years[year])][quarter - 1] if quarter <= len(
                    years[year]) else starts[year]
                durations.append((starts[year], own))
                if 1 < quarter < len(ends):
                    durations.append((begins, own))
            facts = [fact(f"us-gaap:Flow{n}", 1000 + n, f"{start}..{until}") for start, until in durations
                     for n in range(20)]
            facts += [fact(f"us-gaap:Balance{n}", 1000 + n, str(each)) for each in (end, starts[number] - DAY)
                      for n in range(20)]
            form = ("10-K" if quarter == len(ends) else "10-Q") if forms else ""
            made.append(report(*facts, filed=str(end + 30 * DAY), form=form))
    return made


def weeks(start: datetime.date, *lengths: int) -> list[datetime.date]:
    """The ends of quarters of so many weeks, the first beginning on a day."""
    ends = [start - DAY]
    for length in lengths:
        ends.append(ends[-1] + datetime.timedelta(7 * length))
    return ends[1:]



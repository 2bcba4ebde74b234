"""Which balance a printed change column of balances compares with: a year ago, the year-end, or the one beside it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from generator.checks.relation import Terms, Where
from generator.formulas.expression import Filed
from generator.model.fact import Fact
from generator.model.period import Slot
from generator.model.statement import YEAR_END


@dataclass(frozen=True)
class Base:
    """What a printed change compares with: in words, as a column, and as the two figures of its own table if any."""

    words: str
    slot: Slot | None
    figures: Terms = ()


def base(at: Where) -> Base:
    """What the change column compares with.

    A member may say so (``since: year_end``). Of one that does not it is a year ago, unless its table prints another
    balance and not that one: then it is the one beside it.
    """
    grid, row = at.grid, (at.series[0], at.series[1], "")
    closing = grid.additivity(row).is_closing
    ago = Base("a year ago", grid.timeline.shifted(at.slot, "year_ago", closing))
    if not closing or not at.printed:
        return ago
    table = at.grid.book.tables[at.printed.table]
    balances = {fact.period.end: fact for fact in table if fact.series == row
                and fact.currency == at.grid.book.latest[fact.series, fact.period].currency}
    now = balances.pop(at.printed.period.end, None)
    if at.member.since == YEAR_END:
        day = _end(at, at.slot.opening)
        return _on(day, at.slot.opening, now, balances.get(day) if day else None)
    earlier = [fact for day, fact in balances.items() if day < at.printed.period.end]
    if at.member.since or now is None or len(earlier) != 1 or earlier[0].period.end == _end(at, ago.slot):
        return ago
    return _on(earlier[0].period.end, None, now, earlier[0])


def _on(day: datetime.date | None, slot: Slot | None, now: Fact | None, before: Fact | None) -> Base:
    words = f"the balance of {day}" if day else "the year-end"
    return Base(words, slot, ((1, Filed(now)), (-1, Filed(before))) if now and before else ())


def _end(at: Where, slot: Slot | None) -> datetime.date | None:
    period = at.grid.timeline.periods.get(slot) if slot else None
    return period.end if period else None

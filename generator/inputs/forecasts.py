"""Tables of forecasts: what their columns say beside a period and a member, and how far off a forecast can be."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from decimal import Decimal

from generator.model.additivity import Anchor, whole
from generator.model.fact import ACHIEVED, EXPECTED, HIGH, LOW, Fact
from generator.model.problem import Problems
from generator.model.statement import LineItem

MARKS = (LOW, HIGH, ACHIEVED)
"""What may stand at the end of a column of forecasts: an end of a range, or how much of it is achieved in percent."""
DIVIDENDS = ("dividend_per_share", "total_dividends")
"""The concepts of dividends by record date, of which a year is the total."""
_FARTHEST, _LATEST = 20, datetime.timedelta(days=366)


def forecast_in(words: Sequence[str], members: Collection[str]) -> str:
    """What a column of forecasts holds: its last word, where that is not its member."""
    last = words[-1] if len(words) > 1 else ""
    return last if last in MARKS and (len(words) > 2 or last not in members) else EXPECTED


def out_of_reach(day: datetime.date, filed: datetime.date) -> str:
    """What is wrong with the end of a forecast's period; empty where nothing is."""
    if day > filed and day.year - filed.year > _FARTHEST:
        return f"{day.year - filed.year} years after the filing's date {filed}; is the year right?"
    if filed - day > _LATEST:
        return f"more than a year before the filing's date {filed}, too long ago for a forecast; is the year right?"
    return ""


def anchor_of_forecast(item: LineItem) -> Anchor:
    """What a forecast under a period is of: of dividends by record date the total of the period."""
    return whole if item.concept in DIVIDENDS else item.additivity.anchor


def refuse_crossed(facts: Collection[Fact], problems: Problems) -> None:
    """Report ranges whose low end is above the high one; of negative figures a filing may print either end first."""
    low, high = ({(fact.series, fact.period, fact.currency): fact for fact in facts
                  if fact.forecast == end and fact.figure.value is not None} for end in (LOW, HIGH))
    for key in low.keys() & high.keys():
        fact, other = low[key], high[key]
        if fact.value > max(other.value, Decimal(0)):
            problems.add(fact.place, f"the low end of this range, {fact.figure.printed}, is above its high end, "
                                     f"{other.figure.printed}; are the two columns exchanged?")

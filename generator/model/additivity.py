"""How a figure behaves over time, one record for each word that statements.yaml may use.

What the rest of the program asks of an additivity is a property here, so that a further one is a further record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.model.period import DAY, Period

Anchor = Callable[[Period], Period]
"""From the duration of a column to the instant or duration that a row shows there."""


def whole(period: Period) -> Period:
    """The duration itself."""
    return period


def end(period: Period) -> Period:
    """The day that a duration ends."""
    return Period(period.end)


def opening(period: Period) -> Period:
    """The day before a duration starts."""
    assert period.start is not None
    return Period(period.start - DAY)


@dataclass(frozen=True)
class Additivity:
    """What the figures of a row have to do with those of other periods.

    ``anchor`` is what a row shows in a column; ``also_at_end`` says that a figure of a column's last day may stand
    there too. ``adds`` says that the figures of consecutive periods add up to that of the whole, ``weighted`` that
    they do so weighted by the days of each, which is an estimate; ``adds_across`` that those of members add up to
    that of all. ``is_level`` marks a height rather than a
    change: where it counts things it is never below zero. ``splits_multiply`` and ``splits_divide`` say whether
    a share split changes numbers of shares and amounts per share of its kind; ``basis_note`` tells a reader up to
    which day splits are in an amount per share.
    """

    word: str
    anchor: Anchor = whole
    also_at_end: bool = False
    adds: bool = False
    weighted: bool = False
    adds_across: bool = True
    is_level: bool = False
    splits_multiply: bool = False
    splits_divide: bool = False
    basis_note: str = ""
    about: str = ""
    """What the word means."""

    @property
    def is_balance(self) -> bool:
        """Whether it is of a day, be it the first or the last of a column."""
        return self.anchor is not whole

    @property
    def is_closing(self) -> bool:
        """Whether the last day of a column alone tells what it is, whatever the column's length."""
        return self.anchor is end

    @property
    def is_opening(self) -> bool:
        """Whether it is the balance that a column begins with."""
        return self.anchor is opening

    @property
    def needs_period(self) -> bool:
        """Whether a date alone cannot say what it is of."""
        return not self.is_balance and not self.also_at_end

    @property
    def is_derivable(self) -> bool:
        """Whether the figure of a period follows from those of others, or from derived parts."""
        return self.adds or self.weighted


FLOW = Additivity("flow", adds=True, splits_divide=True,
                  about="Of a period; figures of consecutive periods add up to that of the whole")
INSTANT = Additivity("instant", anchor=end, is_level=True, splits_multiply=True, splits_divide=True,
                     basis_note="split basis of its date",
                     about="A balance, of the day that a column ends; never adds up")
OPENING = Additivity("opening", anchor=opening, is_level=True,
                     about="The balance that a column begins with, of the day before its start")
AVERAGE = Additivity("average", weighted=True, adds_across=False, is_level=True, splits_multiply=True,
                     about="An average over the period (weighted shares); weighted by days where no filing prints it, "
                           "and marked as an estimate then")
PER_SHARE = Additivity("per_share", adds_across=False, splits_divide=True, basis_note="split basis of the filing",
                       about="An amount per share of a period; never derived by subtraction")
RATIO = Additivity("ratio", adds_across=False, also_at_end=True,
                   about="A rate or multiple; never adds up, and is recomputed instead")

ADDITIVITIES: Mapping[str, Additivity] = {
    each.word: each for each in (FLOW, INSTANT, OPENING, AVERAGE, PER_SHARE, RATIO)}

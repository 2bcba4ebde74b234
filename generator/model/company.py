"""The company that reports, with its share splits and its share price."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.model.calendar import FiscalCalendar
from generator.model.statement import Unit

SCALES = {"one": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


@dataclass(frozen=True)
class Split:
    """A share split: ``new_shares`` for ``old_shares`` from its effective date on."""

    effective: datetime.date
    new_shares: Decimal
    old_shares: Decimal


@dataclass(frozen=True)
class SharePrice:
    """A market price per share in the currency's unit and the day it was quoted."""

    value: Decimal
    date: datetime.date


@dataclass(frozen=True)
class Company:
    """Who reports, in which currency and scale, on which fiscal calendar, rounding how.

    ``undeclared`` names the habits (``rounding``, ``foots``) that company.yaml leaves open: the widest
    tolerances apply until they are declared.
    ``first_year`` is the fiscal year of the first columns, where it is not that of the first filing's
    figures; ``dividends_a_year`` how many record dates a year has: 1, 2 (half-years) or 4.
    """

    key: str
    name: str
    code: str
    exchange: str
    standard: str
    currency: str
    scale: str
    rounding: str
    foots: str
    calendar: FiscalCalendar
    units: Mapping[str, Unit]
    undeclared: tuple[str, ...] = ()
    splits: tuple[Split, ...] = ()
    share_price: SharePrice | None = None
    first_year: int | None = None
    dividends_a_year: int = 2

    def splits_between(self, after: datetime.date, until: datetime.date) -> list[int]:
        """The numbers of the splits that took effect after one day and up to another; they count from 1."""
        return [number for number, split in enumerate(self.splits, start=1) if after < split.effective <= until]

    def split_factor(self, after: datetime.date, until: datetime.date) -> float:
        """New over old shares of the splits that took effect after one day and up to another."""
        splits = [self.splits[number - 1] for number in self.splits_between(after, until)]
        return math.prod(float(split.new_shares) / float(split.old_shares) for split in splits)

"""The company that reports, with its share splits and its share price."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.model.calendar import FiscalCalendar
from generator.model.currency import Rate
from generator.model.problem import Place
from generator.model.statement import Unit


@dataclass(frozen=True)
class Split:
    """A share split: ``new_shares`` for ``old_shares`` from its effective date on."""

    effective: datetime.date
    new_shares: Decimal
    old_shares: Decimal


@dataclass(frozen=True)
class SharePrice:
    """A market price and the day it was quoted: in which currency, and of how many shares (of a depositary receipt)."""

    value: Decimal
    date: datetime.date
    currency: str
    shares: Decimal = Decimal(1)


@dataclass(frozen=True)
class Declaration:
    """A check whose failure the company takes as right: its id, or the name of it in all periods, and why."""

    check: str
    reason: str
    place: Place


@dataclass(frozen=True)
class Company:
    """Who reports, in which currency and scale, on which fiscal calendar, rounding how.

    ``undeclared`` names the habits (``rounding``, ``foots``) that company.yaml leaves open: the widest
    tolerances apply until they are declared.
    ``first_year`` is the fiscal year of the first columns, where it is not that of the first filing's
    figures; ``dividends_a_year`` how many record dates a year has: 1, 2 (half-years) or 4. ``growth`` is how it prints
    changes: ``arithmetic``, ``favourable`` (positive where the result gains by it), or empty where nothing says so.
    ``soft`` are checks that turn no master for a reason, ``plausible`` doubts of a figure's size that are unfounded.
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
    growth: str = ""
    rates: tuple[Rate, ...] = ()
    soft: tuple[Declaration, ...] = ()
    plausible: tuple[Declaration, ...] = ()

    def splits_between(self, after: datetime.date, until: datetime.date) -> list[int]:
        """The numbers of the splits that took effect after one day and up to another; they count from 1."""
        return [number for number, split in enumerate(self.splits, start=1) if after < split.effective <= until]

    def split_factor(self, after: datetime.date, until: datetime.date) -> float:
        """New over old shares of the splits that took effect after one day and up to another."""
        splits = [self.splits[number - 1] for number in self.splits_between(after, until)]
        return math.prod(float(split.new_shares) / float(split.old_shares) for split in splits)

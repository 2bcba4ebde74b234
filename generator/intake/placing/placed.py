"""Tagged facts with their places in a company's book, or the reason why they have none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.xbrl.report import FiledReport, Tagged

Members = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A fact under the column that the YAML would give it.

    ``column`` is ``1H2023``, ``3Q2023``, ``FY2023`` for a flow, ``2023-09-30`` for a balance. ``members`` are the
    axes that tell segments, products or components of equity; that of consolidation is taken off. ``counts`` is
    ``money``, ``per_share``, ``shares`` or ``pure``; ``currency`` three letters, empty where none.
    ``is_forecast``: guidance, with ``end`` ``low`` or ``high`` where it is one end of a range. ``off_calendar``: a
    number of shares on a day that ends no quarter (that of the cover). A dividend of a Japanese summary stands under
    its record date, that of the whole year under the year.
    """

    tagged: Tagged
    column: str
    counts: str
    currency: str = ""
    members: Members = ()
    is_forecast: bool = False
    end: str = ""
    off_calendar: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact that is not brought in. ``reason`` is one of a fixed set of sentences, so that they can be counted."""

    tagged: Tagged
    reason: str


@dataclass(frozen=True, slots=True)
class PlacedFiling:
    """One filing with its facts placed or left out. ``scale`` is the word for the commonest scale of its amounts in
    ``currency``; ``period`` the newest one that it reports (``2Q2023``), by which its file is called. ``scales`` are
    the words of all its currencies. ``split_basis`` is set where it restates older balances of shares for a split. A
    filing without ``facts`` (an 8-K of companyfacts) is only there for what was left: no file is made of it."""

    report: FiledReport
    filed: datetime.date
    title: str
    period: str
    currency: str
    scale: str
    facts: tuple[PlacedFact, ...]
    left: tuple[LeftOut, ...]
    remarks: tuple[str, ...] = ()
    scales: Mapping[str, str] = field(default_factory=dict)
    split_basis: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PlacedCompany:
    """A company and its filings, oldest first. ``fiscal_year`` is what stands under that key in company.yaml,
    ``splits`` likewise; ``standard`` is ``IFRS``, ``J-GAAP`` or ``US-GAAP``; ``rounding`` and ``foots`` are empty where
    nothing tells. Of a company that is there already ``fiscal_year`` is empty, ``splits`` are those that its
    company.yaml lacks, and ``years_to_add`` the years that its ``years:`` lack: ``FY2026`` and the ends of its
    quarters; ``starts`` is the first day of those, where some are before its first. ``remarks`` are what was worked out
    and is to be confirmed."""

    name: str
    code: str
    exchange: str
    standard: str
    currency: str
    scale: str
    fiscal_year: Mapping[str, object]
    filings: tuple[PlacedFiling, ...]
    splits: tuple[Mapping[str, object], ...] = ()
    rounding: str = ""
    foots: str = ""
    years_to_add: Mapping[str, tuple[datetime.date, ...]] = field(default_factory=dict)
    starts: object = None
    remarks: tuple[str, ...] = ()

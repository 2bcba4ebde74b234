"""A company's YAML before it is written: statements with line items, filings with tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.intake.placing.placed import LeftOut, PlacedCompany, PlacedFact


@dataclass(frozen=True)
class LineDraft:
    """A line item. ``label`` of a caption is its text and ``is_caption`` is set. ``sum`` are keys, each with ``-``
    before it where it is taken off. ``concept`` is a standard concept with its sign (``-cost_of_sales``),
    ``xbrl`` the elements that its figures are tagged with, each with ``-`` where the printed sign is not the
    tagged one; the first is the newest. Everything else stands in ``more`` as YAML has it (``unit``,
    ``additivity``, ``same_as``, ``note``)."""

    key: str
    label: str
    is_caption: bool = False
    sum: tuple[str, ...] = ()
    also_sum: tuple[str, ...] = ()
    concept: str = ""
    xbrl: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)
    after: str = ""
    """The key behind which a line that is new in a statement of before is put; empty: at its end."""


@dataclass(frozen=True)
class StatementDraft:
    """A statement, its members (key to label, and to XBRL member) and its lines in printed order. ``is_new``: it does
    not stand in the company's statements.yaml; of one that does, ``lines`` are the new ones only."""

    key: str
    title: str
    sheet: str
    unit: str
    additivity: str
    lines: tuple[LineDraft, ...]
    members: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    is_new: bool = True


@dataclass(frozen=True)
class RowDraft:
    """A row of figures as they would be typed (``(49802)``, ``nil``, ``~``), and the facts that they are."""

    key: str
    figures: tuple[str, ...]
    facts: tuple[PlacedFact | None, ...]


@dataclass(frozen=True)
class TableDraft:
    """A table of a filing. Either ``columns`` (periods and dates, with a member behind) or ``period``
    with ``members``. ``more``: ``abridged``, ``forecast``, ``scale``, ``currency``, ``note`` …"""

    statement: str
    heading: str
    rows: tuple[RowDraft, ...]
    columns: tuple[str, ...] = ()
    period: str = ""
    members: tuple[str, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FilingDraft:
    """A filing's file: ``name`` without folder, ``head`` what stands under ``filing:``."""

    name: str
    filed: datetime.date
    head: Mapping[str, object]
    tables: tuple[TableDraft, ...]
    left: tuple[LeftOut, ...]


@dataclass(frozen=True)
class CompanyDraft:
    """All that an import writes. ``is_new``: the folder has no company yet, and company.yaml is written from
    ``company``."""

    company: PlacedCompany
    is_new: bool
    statements: tuple[StatementDraft, ...]
    filings: tuple[FilingDraft, ...]
    remarks: tuple[str, ...] = ()

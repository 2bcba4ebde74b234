"""Every sheet of the workbook, in its order. A new sheet is a record here and a module that writes it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.statement import SHEETS as STATEMENT_SHEETS
from generator.sheets.changes_sheet import write_changes
from generator.sheets.checks_sheet import ChecksSheet
from generator.sheets.context import Context, SheetKind
from generator.sheets.contract import (
    CHANGES,
    CHECKS,
    COVER,
    FACTS,
    FILINGS,
    GUIDANCE,
    PER_SHARE,
    RATIOS,
    RESTATEMENTS,
    SUMMARY,
)
from generator.sheets.cover import write_cover
from generator.sheets.filings_sheet import write_filings
from generator.sheets.guidance_sheet import write_guidance
from generator.sheets.restatements_sheet import write_restatements
from generator.sheets.summary import write_summary
from generator.xlsx.cells import Sheet


def _on_axis(name: str, tab: str, shows: str = "") -> SheetKind:
    """A sheet with the time axis, which stands where the company has rows for it."""

    def write(sheet: Sheet, context: Context) -> None:
        context.time_sheets[name].write(sheet)

    return SheetKind(name, tab, shows, write, lambda context: name in context.time_sheets)


def _write_checks(sheet: Sheet, context: Context) -> None:
    ChecksSheet(context.addresses).write(sheet, context.proof.relations,
                                         [outcome.state for _, outcome in context.proof.outcomes()],
                                         context.protection.unproved)


def _write_facts(sheet: Sheet, context: Context) -> None:
    context.facts.write(sheet)


_BEFORE = (
    SheetKind(COVER, "front", "This page", write_cover),
    SheetKind(SUMMARY, "front", "Key figures and charts", write_summary),
    *(_on_axis(name, "statement") for name in STATEMENT_SHEETS if name != PER_SHARE),
)
_AFTER = (
    SheetKind(GUIDANCE, "statement", "What the issuer expects, revised filing by filing, beside what it reports",
              write_guidance, lambda context: bool(context.book.forecasts)),
    _on_axis(PER_SHARE, "computed", "EPS, dividends, shares, splits"),
    _on_axis(RATIOS, "computed", "Ratios by formula, with their definitions"),
    SheetKind(CHECKS, "check", "Every tie-out, live, with the master check", _write_checks),
    SheetKind(RESTATEMENTS, "check", "What filings give differently, and the ratios that move", write_restatements,
              lambda context: context.has_versions),
    SheetKind(CHANGES, "check", "What the newest filing brought: periods, line items, checks, ratios", write_changes,
              lambda context: context.before is not None),
    SheetKind(FACTS, "input", "Every reported figure as filed: the only typed numbers", _write_facts),
    SheetKind(FILINGS, "check", "The documents and their dates", write_filings),
)
SHEETS = (*_BEFORE, *_AFTER)


def kinds(own: Iterable[str] = ()) -> tuple[SheetKind, ...]:
    """All sheets in their order, with a company's ``own`` ones for statements behind the others for statements."""
    return (*_BEFORE, *(_on_axis(name, "statement") for name in own), *_AFTER)

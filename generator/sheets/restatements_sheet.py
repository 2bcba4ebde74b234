"""The Restatements sheet: each figure that two filings give differently, and the ratios that move because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from generator.checks.rules import PRINTED_AGAIN
from generator.derivation.grid import Grid
from generator.history.restatements import Restatement, moved_ratios
from generator.model.problem import Place
from generator.model.statement import Unit
from generator.sheets.axis import heading
from generator.sheets.context import Context
from generator.sheets.facts_sheet import FactsSheet
from generator.xlsx.cells import Formula, Sheet, at, number_format

_HEADER = 4
_TITLES = ("Statement", "Key", "Label", "Period", "First reported", "Restated", "Difference", "Difference, %", "Unit",
           "First filing", "Latest filing", "Cause")
_WIDTHS = (15, 22, 30, 11, 12, 12, 11, 11, 11, 13, 13, 16)
_FIRST, _LATEST = 5, 6
Words = tuple[str, str, str, str, str]
"""Key, label, period, and what the version first reported and the latest say."""
_NO_CAUSE = "The filing gives no cause"
_EITHER = "Restated, or mistyped in one of the two: the filing gives no cause, and its sums do not prove both"


def write_restatements(sheet: Sheet, context: Context) -> None:
    """The restated figures, live, and the ratios that move because of them, as words."""
    book, found = context.book, context.restated
    sheet.freeze, sheet.header_rows = at(_HEADER + 1, 5), _HEADER
    sheet.widths = dict(enumerate(_WIDTHS, start=1))
    heading(sheet, f"{book.company.name} · {sheet.name}", "Figures that two filings give differently; the Cover "
            "switches the whole book between them", 4, column=3)
    _titles(sheet, _HEADER, _TITLES)
    uncertain = {fact.place for check in context.proof.checks if check.rule is PRINTED_AGAIN
                 and check.fails(context.proof.numbers) for fact in (*check.left_facts, *check.right_facts)}
    for number, each in enumerate(found, start=_HEADER + 1):
        _row(sheet, number, each, context.facts, uncertain)
    units = book.company.units
    moves = [(move.row, move.label, move.slot.label, shown(move.first, units[move.unit]),
              shown(move.latest, units[move.unit])) for move in moved_ratios(context.proof)]
    row = _section(sheet, _HEADER + len(found) + 2, "Ratios and per-share data that move because of it", moves)
    if lines := list(_lines(context.proof.grid)):
        _section(sheet, row + 1, "Lines that the filing which gives their total does not print in one version", lines)


def _lines(grid: Grid) -> Iterator[Words]:
    """The lines that stand in one version alone, and what a filing prints there."""
    for view, is_latest in ((grid.view, True), *([(grid.first.view, False)] if grid.first else [])):
        for series, period in sorted(view.unprinted, key=lambda key: (key[0], key[1].end)):
            fact = (grid.book.latest if is_latest else grid.book.first)[series, period]
            printed = (fact.figure.printed, "") if is_latest else ("", fact.figure.printed)
            yield f"{series[0]}.{series[1]}", grid.book.name(series), grid.book.when(period), *printed


def _section(sheet: Sheet, row: int, title: str, lines: Sequence[Words]) -> int:
    """What the two versions say of some rows, as words; returns the row after the last."""
    sheet.put(row, 1, title, "Section")
    for column in range(2, len(_TITLES) + 1):
        sheet.put(row, column, None, "Section")
    _titles(sheet, row + 1, ("", "Key", "Label", "Period", "As first reported", "Latest"))
    for number, words in enumerate(lines, start=row + 2):
        for column, text in enumerate(words, start=2):
            sheet.put(number, column, text, "Unit" if column >= 4 else "Label")
    return row + 2 + len(lines)


def _titles(sheet: Sheet, row: int, titles: tuple[str, ...]) -> None:
    for column, title in enumerate(titles, start=1):
        sheet.put(row, column, title, "Header")


def _row(sheet: Sheet, row: int, each: Restatement, facts: FactsSheet, uncertain: Set[Place]) -> None:
    book, latest = facts.book, each.latest
    unit = book.company.units[latest.unit]
    without = _EITHER if {each.first.place, latest.place} & uncertain else _NO_CAUSE
    pattern = number_format(max(unit.decimals, each.first.decimals, latest.decimals))
    for column, text in ((1, latest.series[0]), (2, latest.series[1]), (3, book.name(latest.series)),
                         (10, each.first.filing.key), (11, latest.filing.key),
                         (12, each.cause or without)):
        sheet.put(row, column, text, "Label")
    sheet.put(row, 4, book.when(latest.period), "Unit")
    sheet.put(row, _FIRST, Formula(f"={facts.figure(each.first)}"), "Link", pattern)
    sheet.put(row, _LATEST, Formula(f"={facts.figure(latest)}"), "Link", pattern)
    first, now = at(row, _FIRST), at(row, _LATEST)
    sheet.put(row, 7, Formula(f"={now}-{first}"), "Formula", pattern)
    sheet.put(row, 8, Formula(f'=IF({first}=0,"n.m.",({now}-{first})/ABS({first}))'), "Formula", "0.0%_);(0.0%);0.0%_)")
    sheet.put(row, 9, unit.label, "Unit")


def shown(value: float | None, unit: Unit) -> str:
    """A computed value as its row shows it, as words: the book shows one version at a time."""
    if value is None:
        return "n.a."
    if "%" in unit.format:
        return f"{value:.1%}"
    places = {"times": 1, "factor": 2, "points": 1}.get(unit.key, unit.decimals)
    return f"{value:,.{places}f}"

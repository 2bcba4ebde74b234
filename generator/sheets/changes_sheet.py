"""The Changes sheet: what the newest filing brought to the book."""

from __future__ import annotations

from collections.abc import Sequence

from generator.history.diff import amount, changes
from generator.history.snapshot import snapshot
from generator.sheets.axis import heading
from generator.sheets.context import Context
from generator.xlsx.cells import Sheet, at

_HEADER = 4
_TITLES = ("What", "Period", "Before", "After", "Note")
_MOST = 60


def write_changes(sheet: Sheet, context: Context) -> None:
    """Words about the book, computed when it was built. There must be a filing before the newest."""
    assert context.before
    before, filing = context.before
    found = changes(before, snapshot(context.proof))
    sheet.freeze, sheet.header_rows = at(_HEADER + 1, 1), _HEADER
    sheet.widths = dict(enumerate((52, 16, 16, 16, 64), start=1))
    heading(sheet, f"{context.book.company.name} · {sheet.name}",
            f"What {filing.title}, filed {filing.filed}, brought to the book", 2)
    for column, title in enumerate(_TITLES, start=1):
        sheet.put(_HEADER, column, title, "Header")
    row = _HEADER + 1
    row = _block(sheet, row, "New periods", [(period, "", "", "", "") for period in found.periods])
    row = _block(sheet, row, "Restated figures, largest first", [
        (each.item, each.when, amount(each.before), amount(each.after), each.label) for each in found.restated])
    row = _block(sheet, row, "New line items", [(item, "", "", "", "") for item in found.items])
    row = _block(sheet, row, "Line items that the filing no longer prints", [(each, "", "", "", "") for each in
                                                                             found.vanished])
    row = _block(sheet, row, "Perhaps renamed or cut anew: confirm on the page; nothing was joined", [
        (" + ".join(each.old), "", "", "", f"→ {' + '.join(each.new)}: {each.evidence}") for each in found.mappings])
    row = _block(sheet, row, "Checks that turned", [
        (each.id, "", each.before, each.after, "") for each in found.turned])
    row = _block(sheet, row, "Ratios and per-share data that moved most", [
        (each.row, each.when, amount(each.before), amount(each.after), each.label) for each in found.moved])
    if context.book.announced:
        _block(sheet, row, "Revised forecasts, largest first", [
            (each.item, each.when, amount(each.before), amount(each.after), each.label) for each in found.expected])


def _block(sheet: Sheet, row: int, title: str, entries: Sequence[tuple[str, str, str, str, str]]) -> int:
    for column in range(1, len(_TITLES) + 1):
        sheet.put(row, column, title if column == 1 else None, "Section")
    shown = list(entries[:_MOST]) or [("none", "", "", "", "")]
    if len(entries) > _MOST:
        shown.append((f"and {len(entries) - _MOST} more: quarterbook diff shows all", "", "", "", ""))
    for number, texts in enumerate(shown, start=row + 1):
        for column, text in enumerate(texts, start=1):
            if text:
                sheet.put(number, column, text, "Unit" if column in (2, 3, 4) else "Label")
    return row + len(shown) + 2

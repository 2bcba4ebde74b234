"""Cells of the reader's that hold an address as text hold the new one."""

from __future__ import annotations

from generator.merge.indirect import Retyped
from generator.merge.log import Log
from generator.xlsx.cells import at
from generator.xlsx.markup import edited
from generator.xlsx.package import Package
from generator.xlsx.worksheet import filled_cells, read_sheets, shown, text_cell


def retype(result: Package, cells: Retyped, log: Log) -> None:
    """Write each new address into its cell, and say it."""
    wanted: dict[str, Retyped] = {}
    for (sheet, place), text in cells.items():
        wanted.setdefault(sheet.casefold(), {})[sheet, place] = text
    for name, part in result.sheets().items():
        texts = {place: text for (_, place), text in wanted.get(name.casefold(), {}).items()}
        if not texts:
            continue
        before = read_sheets(result, [name])[name]
        xml, edits = result.text(part), []
        for place, cell, _ in filled_cells(xml, texts):
            prefix = cell.name.removesuffix("c")
            edits.append((cell.start, cell.end, text_cell(place, before.cells[place].style, texts[place], prefix)))
            log.repointed.append(f"{name}!{at(*place)}: {shown(before.contents[place])} → {texts[place]}")
        result.put(part, edited(xml, edits))

"""Tables of a page: rows with their labels, headings, and the figures in their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from generator.xbrl.inline_cells import PageCell, printed, without_marks
from generator.xbrl.report import Origin, PrintedRow, PrintedTable

WIDEST = 200
_REACHING = 64  # cells that reach down are followed in the first columns only
_WORD = re.compile(r"[^\W\d_]")
_ENUMERATOR = re.compile(r"[(（]?(?:[A-Za-z]|[ivxIVX]{1,4}|[Ⅰ-Ⅻⅰ-ⅻ①-⑳一二三四五六七八九十])[)）.．、]?")
_FIGURE = re.compile(r"[\s\d０-９.,，．()（）△▲$¥￥€£%％‐-―\-－ー※＊*†‡]*")


@dataclass(slots=True)
class OpenTable:
    """A table while the walk is in it. ``order`` is where it began among the document's tables."""

    order: int
    line: int
    before: str
    rows: list[list[PageCell]] = field(default_factory=list)
    hanging: dict[int, tuple[int, PageCell]] = field(default_factory=dict)
    """By column: for how many rows more a cell of an earlier row reaches down, and that cell."""

    def begin_row(self) -> None:
        self.rows.append([])

    def begin_cell(self, width: int, height: int, indent: float) -> PageCell:
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        column = row[-1].column + row[-1].width if row else 0
        while column in self.hanging:
            column += 1
        cell = PageCell(column, min(width, WIDEST), min(height, WIDEST), indent)
        row.append(cell)
        return cell

    def end_row(self) -> None:
        left = {column: (rows - 1, cell) for column, (rows, cell) in self.hanging.items() if rows > 1}
        for cell in self.rows[-1] if self.rows else ():
            if cell.height > 1:
                columns = range(cell.column, min(cell.column + cell.width, _REACHING))
                left |= dict.fromkeys(columns, (cell.height - 1, cell))
        self.hanging = left


@dataclass(frozen=True, slots=True)
class PrintedAt:
    """Where a fact is printed: its row's label, its text, its cell as in ``Tagged.cell``."""

    label: str
    printed: str
    cell: tuple[int, int, int] | None


def laid(table: OpenTable, file: str) -> tuple[PrintedTable, dict[int, PrintedAt]]:
    """The table as the report keeps it and the places of its facts, whose first number is still to come."""
    places: dict[int, PrintedAt] = {}
    rows: list[PrintedRow] = []
    levels = _levels(table)
    above: dict[int, tuple[int, PageCell]] = {}
    for cells in table.rows:
        label = row_label(cells, above)
        facts: list[int] = []
        for index, cell in enumerate(cells):
            if cell.facts:
                facts += cell.facts
                said, at = label or _lead(cell), (0, len(rows), cell.column)
                places |= {fact: PrintedAt(said, shown, at) for fact, shown in printed(cells, index).items()}
        texts = tuple(text for cell in cells if not cell.facts and (text := cell.text))
        if facts or texts:
            indent = levels.get(_measure(cells), 0)
            rows.append(PrintedRow(label or (_lead_of(cells) if facts else ""), tuple(facts), texts, indent))
        above = _reaching(above, cells)
    return PrintedTable(Origin(file, table.line), table.before, tuple(rows), _heads(table)), places


def _heads(table: OpenTable) -> dict[int, tuple[str, ...]]:
    """What stands above each column of figures: the cells over it in the rows before the first figure."""
    above = list(takewhile(lambda cells: not any(cell.facts for cell in cells), table.rows))
    columns = {cell.column for cells in table.rows for cell in cells if cell.facts}
    over: dict[int, list[str]] = {}
    for cell in (cell for cells in above for cell in cells if cell.text):
        for column in columns.intersection(range(cell.column, cell.column + cell.width)):
            over.setdefault(column, []).append(cell.text)
    return {column: tuple(heads) for column, heads in sorted(over.items())}


def row_label(cells: list[PageCell], above: Mapping[int, tuple[int, PageCell]]) -> str:
    """The first text of a row that has a word in it. A cell that reaches down from a row above is read with it: before
    the row's own label where both stand there, since one label may group several rows."""
    own = [text for cell in cells if not cell.facts and _is_label(text := without_marks(cell.text))]
    if own:
        return next((text for text in own if not _ENUMERATOR.fullmatch(text)), own[0])
    hanging = [cell for _, (_, cell) in sorted(above.items()) if not cell.facts]
    return next((text for cell in hanging if _is_label(text := without_marks(cell.text))), "")


def _is_label(text: str) -> bool:
    return bool(_WORD.search(text)) and not _FIGURE.fullmatch(text)


def _lead(cell: PageCell) -> str:
    """What stands before the first figure in its own cell: ``(1) 連結子会社の数 27社``."""
    before = list(takewhile(lambda piece: not piece.facts, cell.pieces))
    lead = without_marks(PageCell(pieces=before).text)
    return lead if _is_label(lead) else ""


def _lead_of(cells: list[PageCell]) -> str:
    return next((lead for cell in cells if cell.facts and (lead := _lead(cell))), "")


def _reaching(above: Mapping[int, tuple[int, PageCell]], cells: list[PageCell]) -> dict[int, tuple[int, PageCell]]:
    left = {column: (rows - 1, cell) for column, (rows, cell) in above.items() if rows > 1}
    return left | {cell.column: (cell.height - 1, cell) for cell in cells
                   if cell.height > 1 and cell.column < _REACHING}


def _measure(cells: list[PageCell]) -> tuple[int, float]:
    """How far the first text of a row stands from the left: its column, its indent in points."""
    return next(((cell.column, cell.indent) for cell in cells if cell.text), (0, 0.0))


def _levels(table: OpenTable) -> dict[tuple[int, float], int]:
    """Measures of the rows with labels, from the left, as 0, 1, 2."""
    measures = {_measure(cells) for cells in table.rows if row_label(cells, {})}
    return {each: at for at, each in enumerate(sorted(measures))}

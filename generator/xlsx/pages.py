"""Where printed pages end: every one can be read, nothing stands alone on one, and what belongs together stays so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from generator.xlsx.cells import Formula, Pages, Sheet, letter
from generator.xlsx.letters import lines
from generator.xlsx.styles import LINE, LOOKS, ROW, Look

PAPER = {"A4": ("9", 841.9, 595.3), "Letter": ("1", 792.0, 612.0)}
"""The number of a paper, its width and its height in points as it lies across."""
SCALE = 78
"""In percent: the workbook's nine points are seven on paper."""
SIDE, TOP, BOTTOM, EDGE = 0.4, 0.55, 0.45, 0.25
"""The margins in inches, and how far header and footer are from the edge."""
_POINTS = 5.25
"""A digit's width on paper at a hundred percent, in points."""
_SPARE = 0.97
"""Programs differ by a hair in what a page takes."""
_TITLE_ROW = 21.0
_PAGE, _EMPTY, _TORN, _ORPHAN, _IN_BLOCK, _AFTER_HEADING = 10, 4, 15, 12, 6, 60
"""What a page costs, and what it costs to end one where something is torn or left alone."""
_LITTLE = 0.15


def height_of(count: int, look: Look) -> float:
    """The height of a row with so many lines of a look, in points."""
    return ROW if count <= 1 else max(ROW, math.ceil(count * look.size * LINE) + 1)


def heights(sheet: Sheet) -> dict[int, float]:
    """The rows that are higher than one line, in points: programs fit rows to wrapped text in their own ways."""
    found = {1: _TITLE_ROW}
    for (row, column), cell in sheet.cells.items():
        look = LOOKS[cell.look]
        if look.wrap and isinstance(cell.value, str) and not isinstance(cell.value, Formula):
            count = lines(cell.value, look, sheet.widths.get(column, 9))
            if count > 1:
                found[row] = max(found.get(row, 0.0), height_of(count, look))
    return found


def pages(sheet: Sheet) -> Pages:
    """What is printed: all below the header, which stands on every page, unless the sheet says otherwise."""
    columns = (1, sheet.label_columns) if sheet.label_columns else None
    return sheet.pages or Pages(((1, 1), (sheet.last_row, sheet.last_column)), (1, sheet.header_rows), columns)


def row_breaks(sheet: Sheet, high: Mapping[int, float]) -> list[int]:
    """The rows after which a page ends, also of what is only printed once a reader asks for it."""
    if sheet.breaks:
        return sheet.breaks
    found = pages(sheet)
    titles = sum(high.get(row, ROW) for row in range(found.title_rows[0], found.title_rows[1] + 1))
    room = (PAPER[sheet.paper][2] - 72 * (TOP + BOTTOM)) * 100 / SCALE * _SPARE - titles
    first, last = max(found.area[0][0], found.title_rows[1] + 1), found.area[1][0]
    parts = ((found.title_rows[1] + 1, first - 1), (first, last), (last + 1, sheet.last_row))
    return [row for first, last in parts if first <= last for row in _breaks(found, first, last, high, room)]


def _breaks(found: Pages, first: int, last: int, high: Mapping[int, float], room: float) -> list[int]:
    """The rows of a part of a sheet after which a page ends: the cheapest pages that hold it."""
    at, reached = [0.0], 0.0
    for row in range(first, last + 1):
        reached += high.get(row, ROW)
        at.append(reached)
    costs = _costs(found, first, at, room)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(at)):
        options = []
        for start in range(end - 1, -1, -1):
            if at[end] - at[start] > room and start < end - 1:
                break
            is_last = end == len(at) - 1
            orphan = _ORPHAN if is_last and start and at[end] - at[start] < _LITTLE * room else 0
            rest = 0 if is_last else costs[end] + _EMPTY * (1 - (at[end] - at[start]) / room)
            options.append((best[start][0] + _PAGE + orphan + rest, start))
        best.append(min(options))
    breaks, index = [], len(at) - 1
    while index and best[index][1]:
        index = best[index][1]
        breaks.append(first + index - 1)
    return breaks[::-1]


def _costs(found: Pages, first: int, at: list[float], room: float) -> list[float]:
    """What it costs to end a page before each row."""
    levels = {row - first: level for row, level in found.blocks if 0 <= row - first < len(at)}
    costs = [0.0 if levels.get(index) == 1 else 2.0 if index in levels else float(_IN_BLOCK)
             for index in range(len(at))]
    for deepest in (1, 2) if levels else ():
        starts = [0, *sorted(index for index, level in levels.items() if level <= deepest), len(at) - 1]
        for start, end in pairwise(starts):
            if at[end] - at[start] <= room:
                for index in range(start + 1, end):
                    costs[index] += _TORN / deepest
    for index in levels:
        if index + 1 < len(costs):
            costs[index + 1] += _AFTER_HEADING
    return costs


def column_breaks(sheet: Sheet, widths: Mapping[int, float]) -> list[int]:
    """The columns after which a page ends: what does not fit beside the titles stands on a page of its own.

    The newest figures stand together; where pages hold less than they could, they are the oldest ones.
    """
    found = pages(sheet)
    usual = 9.0
    left, right = found.area[0][1], found.area[1][1]
    titles = range(found.title_columns[0], found.title_columns[1] + 1) if found.title_columns else range(0)
    room = (PAPER[sheet.paper][1] - 72 * 2 * SIDE) * 100 / SCALE / _POINTS - sum(widths.get(c, usual) for c in titles)
    shown = [c for c in range(left, right + 1) if c not in sheet.folded and c not in titles]
    breaks: list[int] = []
    while shown and sum(widths.get(column, usual) for column in shown) > room:
        count, used = 0, 0.0
        for column in reversed(shown):
            used += widths.get(column, usual)
            if used > room:
                break
            count += 1
        start = len(shown) - max(count, 1)
        start = next((index for index in range(start, len(shown)) if shown[index] in found.spans), start)
        breaks.append(shown[start] - 1)
        shown = shown[:start]
    return breaks[::-1]


def area_of(found: Pages) -> str:
    """The area that is printed, as the writer takes it."""
    (top, left), (bottom, right) = found.area
    return f"{letter(left)}{top}:{letter(right)}{bottom}"

"""The columns beside the figures: together as wide on every sheet, and each as wide as lets the rows be low."""

from __future__ import annotations

import math
from typing import NamedTuple

from generator.sheets.contract import KEY, LABEL, NOTE, STATUS_ROW, UNIT
from generator.xlsx.cells import Formula, Sheet
from generator.xlsx.letters import digits, width_of
from generator.xlsx.pages import height_of
from generator.xlsx.styles import LOOKS, Look

_TOGETHER = 92
"""In digits: less than half of a laptop's screen, so that eight periods stand beside it."""
_KEYS, _NOTES, _NARROWEST = range(11, 47, 3), range(14, 50, 3), 22
_LOST = 1.12
"""How much longer a text is for the ends of its lines."""


class _Text(NamedTuple):
    """A text that may wrap: the width that it takes on one line, that of all its lines, its look."""

    whole: float
    long: float
    look: Look

    def high(self, width: float) -> float:
        return height_of(1 if self.whole <= width else max(2, math.ceil(self.long / (width - 1))), self.look)


def fit_labels(sheet: Sheet) -> None:
    """Give the key, the label, the unit and the note of a sheet with the time axis their widths."""
    texts: dict[int, dict[int, _Text]] = {KEY: {}, LABEL: {}, NOTE: {}}
    unit = width_of("JPY million", LOOKS["Unit"])
    for (row, column), cell in sheet.cells.items():
        if row <= STATUS_ROW or column > NOTE or not isinstance(cell.value, str) or isinstance(cell.value, Formula):
            continue
        look = LOOKS[cell.look]
        if column == UNIT:
            unit = max(unit, width_of(cell.value, look))
        elif look.wrap:
            texts[column][row] = _Text(width_of(cell.value, look), digits(cell.value, look) * _LOST, look)
    rows = sorted({row for found in texts.values() for row in found})
    highs: dict[tuple[int, float], list[float]] = {}

    def high(column: int, width: float) -> list[float]:
        if (column, width) not in highs:
            found = texts[column]
            highs[column, width] = [found[row].high(width) if row in found else 0.0 for row in rows]
        return highs[column, width]

    options = []
    for key in _KEYS:
        for note in _NOTES:
            label = _TOGETHER - unit - key - note
            if label >= _NARROWEST:
                total = sum(each * each for each in map(  # squared, so that no row is far higher than others
                    max, high(KEY, key), high(LABEL, label), high(NOTE, note)))
                options.append((total, abs(key - _KEYS[2]), key, label, note))
    if options:
        _, _, key, label, note = min(options)
        sheet.widths |= {KEY: key, LABEL: round(label, 1), UNIT: unit, NOTE: note}

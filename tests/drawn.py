"""A book as a screen draws it: widths and heights in pixels, and texts measured with the font itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

DIGIT, PADDING = 7, 5
"""Pixels of a digit of nine points, in which widths are given, and of the margins of a cell."""
_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def _files() -> dict[str, Path]:
    """The font that is as wide as Arial, regular and bold, wherever it is installed."""
    found = {}
    for style in ("Regular", "Bold"):
        name = f"LiberationSans-{style}.ttf"
        place = next((path for folder in _FOLDERS if folder.is_dir() for path in folder.rglob(name)), None)
        if place is None and shutil.which("fc-match"):
            said = subprocess.run(["fc-match", "-f", "%{file}", f"Liberation Sans:style={style}"], capture_output=True,
                                  text=True, check=False).stdout
            place = Path(said) if said.endswith(name) else None
        if place:
            found[style] = place
    return found


@cache
def _font(bold: bool) -> Any:
    pillow = pytest.importorskip("PIL.ImageFont", reason="Pillow is not installed")
    files = _files()
    if len(files) < 2:
        if os.environ.get("CI") == "true":
            pytest.fail("Liberation Sans is missing: apt-get install --no-install-recommends fonts-liberation")
        pytest.skip("Liberation Sans is not installed")
    return pillow.truetype(str(files["Bold" if bold else "Regular"]), 1000)


@cache
def wide(text: str, points: float, bold: bool = False) -> float:
    """The width of a text in pixels."""
    return float(_font(bold).getlength(text)) / 1000 * points * 96 / 72


def high(count: int, points: float) -> float:
    """The height of lines in points."""
    up, down = _font(False).getmetrics()
    return float(count * (up + down) / 1000 * points)


def lines(text: str, room: float, points: float, bold: bool = False) -> int:
    """On how many lines a text stands: words that fit go on one, a longer word is broken."""
    count, line = 1, ""
    for word in text.replace("-", "- ").split():
        joined = f"{line} {word}" if line else word
        if wide(joined, points, bold) <= room:
            line = joined
            continue
        count += bool(line)
        line = word
        while wide(line, points, bold) > room:
            cut = next(end for end in range(len(line), 0, -1) if wide(line[:end], points, bold) <= room or end == 1)
            line, count = line[cut:], count + 1
    return count


@dataclass(frozen=True)
class Drawn:
    """A sheet: the width of its columns in pixels (0 where folded away) and the height of its rows in points."""

    sheet: Worksheet

    def width(self, column: str) -> float:
        found = self.sheet.column_dimensions
        return 0.0 if column in found and found[column].hidden else self.full(column)

    def full(self, column: str) -> float:
        """The width that a column has once it is unfolded."""
        found = self.sheet.column_dimensions
        return float(found[column].width * DIGIT) if column in found and found[column].width else 64.0

    def height(self, row: int) -> float:
        dimension = self.sheet.row_dimensions
        usual = self.sheet.sheet_format.defaultRowHeight
        return float((dimension[row].height if row in dimension else None) or usual)

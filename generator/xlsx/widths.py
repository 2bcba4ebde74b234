"""Columns wide enough for what they show: one that is too narrow shows #### for a number, and cuts words off.

Like ``finish`` it changes only XML that ``writer`` has just written.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.xlsx.calculate import Address, Value
from generator.xlsx.cells import Formula, Sheet, Workbook
from generator.xlsx.letters import width_of
from generator.xlsx.styles import LOOKS

_COLS = re.compile(r"<cols>(.*?)</cols>", re.S)
_COL = re.compile(r"<col ([^>]*?)/>")
_WIDTH = re.compile(r'width="([^"]*)"')
_SPAN = re.compile(r'\b(min|max)="(\d+)"')
_PLACES = re.compile(r"\.([0#]+)")
_LITERAL = re.compile(r'"([^"]*)"')
_ROOM = 0.3
"""What a number keeps free beside the room of its column, in digits."""


def widths_needed(book: Workbook, views: Sequence[Mapping[Address, Value]]) -> dict[str, dict[int, float]]:
    """For each sheet the columns that are too narrow for a number or for words in the place of one, and how wide they
    must be, whichever of its ``views`` the book shows.

    The columns of the time axis are all as wide as the widest number, on every sheet that has it. Words, which are few
    and long (``n.m. (L→L, narrower)``), widen only their own column.
    """
    needed: dict[str, dict[int, float]] = {}
    axis = 0.0
    for sheet in book.sheets:
        found = needed[sheet.name] = {}
        for column, width in (each for values in views for each in _widest(sheet, values)):
            if column > sheet.label_columns > 0:
                axis = max(axis, width)
            else:
                found[column] = max(found.get(column, 0.0), width)
    for sheet in book.sheets:
        found = needed[sheet.name]
        for column in sheet.widths:
            if column > sheet.label_columns > 0:
                found[column] = max(found.get(column, 0.0), axis)
        for column, width in (each for values in views for each in _words(sheet, values)):
            found[column] = max(found.get(column, 0.0), width)
        needed[sheet.name] = {column: width for column, width in found.items()
                              if width > sheet.widths.get(column, width)}
    return needed


def _words(sheet: Sheet, values: Mapping[Address, Value]) -> Iterator[tuple[int, float]]:
    """The columns in which formulas for numbers give words, or units stand, with the widths that these take."""
    for (row, column), cell in sheet.cells.items():
        value: object = None
        if isinstance(cell.value, Formula):
            if cell.format != "General" or cell.look == "NotAvailable":
                value = values.get((sheet.name, row, column))
        elif cell.look == "Unit":
            value = cell.value
        if isinstance(value, str):
            yield column, width_of(value, LOOKS[cell.look])


def _widest(sheet: Sheet, values: Mapping[Address, Value]) -> Iterator[tuple[int, float]]:
    """The columns of a sheet with the widths that their widest numbers take, format by format, were they negative.

    Of numbers with as many decimals the furthest from zero is the widest; no other need be written out.
    """
    found: dict[tuple[int, str, str], set[float]] = defaultdict(set)
    for (row, column), cell in sheet.cells.items():
        value = values.get((sheet.name, row, column)) if isinstance(cell.value, Formula) else cell.value
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and "yy" not in cell.format:
            found[column, cell.format, cell.look].add(abs(float(value)))
        elif isinstance(value, datetime.date) or "yy" in cell.format:
            yield column, width_of("2023-09-30", LOOKS[cell.look])
    for (column, pattern, look), numbers in found.items():
        as_many = "#" not in "".join(_PLACES.findall(pattern)) and pattern != "General"
        yield column, _ROOM + max(width_of(shown(-number, pattern), LOOKS[look])
                                  for number in ({max(numbers)} if as_many else numbers))


def shown(value: float, pattern: str) -> str:
    """A number as a format of this workbook's shows it: thousands, decimals, brackets, per cent, words in quotes."""
    if pattern == "General":
        return f"{value:.11g}"
    sections = pattern.split(";")
    section = sections[min(len(sections) - 1, 2)] if value == 0 else sections[min(len(sections) - 1, int(value < 0))]
    bare = _LITERAL.sub("", section)
    if not re.search("[0#]", bare):
        return "".join(_LITERAL.findall(section))
    places = _PLACES.search(bare)
    number = f"{abs(value) * (100 if '%' in bare else 1):,.{len(places[1]) if places else 0}f}"
    if places and "#" in places[1]:
        whole, _, decimals = number.partition(".")
        number = f"{whole}.{decimals.rstrip('0').ljust(places[1].count('0'), '0')}".removesuffix(".")
    number = number if "," in bare else number.replace(",", "")
    number += ("%" if "%" in bare else "") + "".join(_LITERAL.findall(section))
    if "(" in bare:
        return f"({number})"
    return f"-{number}" if value < 0 and len(sections) == 1 else number


def widened(text: str, needed: Mapping[int, float]) -> str:
    """A worksheet's XML with some columns as wide as they must be, each of them by itself."""
    if not needed:
        return text

    def columns(match: re.Match[str]) -> str:
        found = []
        for col in _COL.finditer(match[1]):
            span = dict(_SPAN.findall(col[1]))
            numbers = range(int(span["min"]), int(span["max"]) + 1)
            if needed.keys().isdisjoint(numbers):
                found.append(col[0])
                continue
            rest = _SPAN.sub("", col[1]).strip()
            for number in numbers:
                wide = _WIDTH.sub(f'width="{needed[number]:g}"', rest) if number in needed else rest
                found.append(f'<col {wide} min="{number}" max="{number}" />')
        return f"<cols>{''.join(found)}</cols>"

    return _COLS.sub(columns, text, count=1)

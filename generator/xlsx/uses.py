"""What a formula reads, found fast in very many formulas: areas and names, rather too many than too few."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.xlsx.cells import column_number
from generator.xlsx.formula import LAST_COLUMN, LAST_ROW

_WORD = r"""[^\s'"!()\[\]{},;:+\-*/^&=<>%@#]+"""
_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_PIECE = re.compile(rf"""
    "(?:[^"]|"")*"
  | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[[^\]]*\])?{_WORD}(?::{_WORD})?|\[[^\]]*\])!)?
    (?: (?P<area>{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?\d{{1,7}}:\$?\d{{1,7}})(?![\w.(!\[])
      | (?P<name>[^\W\d][\w.\\?]*)(?P<after>\s*\(|\[)? )
  | \d+(?:\.\d*)?(?:[eE][+-]?\d+)?""", re.X)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")
_COLUMN = re.compile(r"\[((?:'.|[^\[\]])*)\]")
_BRACKETS = re.compile(r"'.|[\[\]]")


class Block(NamedTuple):
    """A rectangle on a sheet, whose name is in lower case."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


def whole(sheet: str) -> Block:
    """All of a sheet."""
    return Block(sheet, 1, 1, LAST_ROW, LAST_COLUMN)


@dataclass(frozen=True)
class TableArea:
    """Where a table stands, titles included, and its columns in order; names in lower case."""

    area: Block
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """What formulas can speak of: the sheets in order and the tables by their names, all in lower case."""

    tabs: tuple[str, ...]
    tables: Mapping[str, TableArea]


class Uses(NamedTuple):
    """What a formula reads. A name comes with the sheet it was asked on; ``anywhere`` where no one can tell."""

    areas: tuple[Block, ...]
    names: tuple[tuple[str, str], ...]
    anywhere: bool = False


def uses(formula: str, home: Block, scope: Scope, shift: tuple[int, int] = (0, 0)) -> Uses:
    """What a formula (without its equals sign) reads that stands in the cell ``home``.

    ``shift`` moves its references down and to the right, as those of a shared formula. What is counted off
    (``OFFSET``), or reached by a range between two functions, counts as all of the sheet it starts from.
    """
    areas: list[Block] = []
    names: list[tuple[str, str]] = []
    is_wide = anywhere = False
    end = 0
    for piece in _PIECE.finditer(formula):
        prefix, area, name, after = piece.groups()
        start = piece.start()
        if start < end or (area is None and name is None):
            continue
        end = piece.end()
        is_wide = is_wide or formula.startswith(":", end) or (start > 0 and formula[start - 1] == ":")
        if prefix and "[" in prefix:  # another workbook
            continue
        sheets = _sheets(prefix, scope.tabs) if prefix else (home.sheet,)
        if area is not None:
            areas += [_area(area, sheet, shift) for sheet in sheets]
        elif after == "[":
            inside = _inside(formula, end)
            end += len(inside)
            areas += _columns(scope.tables.get(name.lower()), inside, home)
        elif after:
            anywhere = anywhere or name.lower() == "indirect"
            is_wide = is_wide or name.lower() == "offset"
        else:
            names += [(name.lower(), sheet) for sheet in sheets]
            if table := scope.tables.get(name.lower()):
                areas.append(table.area)
    if is_wide:
        areas = [whole(area.sheet) for area in areas]
    return Uses(tuple(areas), tuple(names), anywhere)


@lru_cache(4096)
def _sheets(prefix: str, tabs: tuple[str, ...]) -> tuple[str, ...]:
    """The sheets that a reference names, in lower case: one, or all between two."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    first, colon, last = name.lower().partition(":")
    if not colon:
        return (first,)
    if first not in tabs or last not in tabs:
        return ()
    low, high = sorted((tabs.index(first), tabs.index(last)))
    return tabs[low: high + 1]


@lru_cache(65536)
def _area(text: str, sheet: str, shift: tuple[int, int]) -> Block:
    first, _, second = text.partition(":")
    top, left = _corner(first, shift, (1, 1))
    bottom, right = _corner(second or first, shift, (LAST_ROW, LAST_COLUMN))
    return Block(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))


@lru_cache(65536)
def _corner(text: str, shift: tuple[int, int], missing: tuple[int, int]) -> tuple[int, int]:
    before, letters, between, digits = _CORNER.fullmatch(text).groups()  # type: ignore[union-attr]
    row, column = int(digits) if digits else missing[0], column_number(letters.upper()) if letters else missing[1]
    if shift[0] and digits and not (between if letters else before):
        row = (row + shift[0] - 1) % LAST_ROW + 1
    if shift[1] and letters and not before:
        column = (column + shift[1] - 1) % LAST_COLUMN + 1
    return row, column


def _inside(formula: str, start: int) -> str:
    """What stands between brackets, from behind the first of them on."""
    depth = 1
    for found in _BRACKETS.finditer(formula, start):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if depth == 0:
            return formula[start: found.start()]
    return formula[start:]


def _columns(table: TableArea | None, inside: str, home: Block) -> list[Block]:
    """The cells of a table that the text between its brackets names; all of them where that is not clear."""
    if table is None:
        return []
    area = table.area
    pieces = [re.sub(r"'(.)", r"\1", each).lower() for each in _COLUMN.findall(inside) or [inside] if each]
    titles = [each for each in pieces if not each.startswith("#")]
    if any(title not in table.columns for title in titles):
        return [area]
    if "#this row" in pieces and home.sheet == area.sheet:
        area = area._replace(top=home.top, bottom=home.bottom)
    places = [area.left + table.columns.index(title) for title in titles] or [area.left, area.right]
    if "]:[" in inside.replace(" ", "") or not titles:
        return [area._replace(left=min(places), right=max(places))]
    return [area._replace(left=place, right=place) for place in places]

"""Where a row and a column of an old sheet stand on the new one, found by what names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from generator.xlsx.formula import LAST_COLUMN, LAST_ROW, Reference, parsed
from generator.xlsx.worksheet import Place, Sheet

_FACT = (("Statement", "Key", "Member", "Start", "End", "Filing", "Heading"),
         ("Statement", "Key", "Member", "Start", "End", "Filing"))  # the second where a heading was corrected
_CHECK = (("Check", "Period"),)
Name = tuple[object, ...]


@dataclass(frozen=True)
class Band:
    """The columns of the rows from ``first`` on: named by the labels of one header row."""

    name: str
    first: int
    columns: dict[int, Name]


@dataclass(frozen=True)
class Names:
    """What the rows and columns of a sheet are called."""

    rows: dict[int, Name]
    spare: dict[int, Name]
    bands: tuple[Band, ...]
    last: Place


def names_of(sheet: Sheet, look: Callable[[int], str]) -> Names:
    """The names on a sheet as it was made; ``look`` gives the named style of a style index."""
    frozen = sheet.frozen_rows
    label_row = next((row for row in range(1, frozen + 1) if sheet.words(row, 1) == "Key"), frozen)
    headers = [label_row, *sorted(row for (row, column), cell in sheet.cells.items()
                                  if column == 1 and row > frozen and look(cell.style) == "Header")]
    last_row, last_column = sheet.last
    bands = tuple(Band(sheet.words(row, 1) if row > frozen else "", row if row > frozen else 1,
                       _columns([sheet.words(row, column) for column in range(1, last_column + 1)]))
                  for row in headers)
    titles = {sheet.words(label_row, column): column for column in range(1, last_column + 1)}
    levels = next((each for each in (_FACT, _CHECK) if all(title in titles for title in each[0])), ())
    keyed = [[titles[title] for title in level] for level in levels] or [[1]]
    found = [_rows(sheet, frozen, columns, bands) for columns in keyed]
    return Names(found[0], found[-1], bands, (last_row, last_column))


def _columns(labels: list[str]) -> dict[int, Name]:
    """A label names its column; one that is there twice (Change) together with its left neighbour's."""
    often = Counter(labels)
    return {number: (label, labels[number - 2] if often[label] > 1 else "")
            for number, label in enumerate(labels, start=1) if label}


def _rows(sheet: Sheet, frozen: int, columns: list[int], bands: tuple[Band, ...]) -> dict[int, Name]:
    """The rows below the header by their key columns, or by their label where the key is empty."""
    found: dict[int, Name] = {}
    often: Counter[Name] = Counter()
    for row in sorted({row for row, _ in sheet.cells}):
        words = tuple(sheet.words(row, column) for column in columns)
        if row > frozen and not any(words):
            words = ("", sheet.words(row, 2))
        if row > frozen and not any(words):
            continue
        band = next((band.name for band in reversed(bands) if band.first <= row), "")
        name: Name = (band, *words) if row > frozen else ("top", row)
        found[row] = (*name, often[name])
        often[name] += 1
    return found


@dataclass
class SheetMap:
    """From the places of an old sheet to those of the new one. None stands for what is no longer there."""

    rows: dict[int, int | None]
    columns: list[tuple[int, dict[int, int | None]]]
    old_last: Place
    new_last: Place
    links: dict[Place, Reference] = field(default_factory=dict)
    moved: bool = True
    gone: bool = False
    block: dict[int, list[int]] = field(default_factory=dict)

    def row(self, row: int) -> int | None:
        if row in self.rows or self.gone:
            return self.rows.get(row)
        if row > self.old_last[0]:
            return row if row == LAST_ROW else min(row + self.new_last[0] - self.old_last[0], LAST_ROW)
        return self._between(row)

    def _between(self, row: int) -> int | None:
        """An empty row keeps its distance to the row above it, as long as no other row stands there now."""
        above = max((each for each in self.rows if each < row), default=0)
        start = self.rows.get(above, 0)
        target = None if start is None else start + row - above
        return None if target in self.targets else target

    @cached_property
    def targets(self) -> set[int | None]:
        return set(self.rows.values())

    def column(self, column: int, row: int = 1) -> int | None:
        """A column of a row's band; a column without a label stays where it is."""
        if column > self.old_last[1]:
            return column if column == LAST_COLUMN else min(column + self.new_last[1] - self.old_last[1], LAST_COLUMN)
        band = next(columns for first, columns in reversed(self.columns) if first <= row)
        return band.get(column, column)

    def cell(self, row: int, column: int) -> Place | None:
        new_row, new_column = self.row(row), self.column(column, row)
        return (new_row, new_column) if new_row and new_column else None

    def ends(self, row: int, columns: tuple[int, int]) -> tuple[int | None, int | None]:
        """The columns of a range. One over all periods of a rolling block stays one over all of them."""
        if len(self.columns) > 1:
            band = next(found for first, found in reversed(self.columns) if first <= row)
            periods = [column for column in band if column > 2]
            new = [target for target in self.block.get(id(band), []) if target > 2]
            if periods and new and columns == (min(periods), max(periods)):
                return min(new), max(new)
        return self.column(columns[0], row), self.column(columns[1], row)



def sheet_map(old: Names, new: Names, links: dict[Place, Reference]) -> SheetMap:
    """The map between two versions of a sheet."""
    where = {name: row for row, name in new.rows.items()}
    rows = {row: where.get(name) for row, name in old.rows.items()}
    if old.spare != old.rows:
        taken = {row for row in rows.values() if row}
        spare = {name: row for row, name in new.spare.items() if row not in taken}
        rows |= {row: spare.get(old.spare[row]) for row, target in rows.items() if target is None}
    bands: list[tuple[int, dict[int, int | None]]] = []
    block: dict[int, list[int]] = {}
    for band in old.bands:
        match = next((each for each in new.bands if each.name == band.name), None)
        places = {name: column for column, name in match.columns.items()} if match else {}
        columns = {column: places.get(name) for column, name in band.columns.items()}
        bands.append((band.first, columns))
        block[id(columns)] = list(match.columns) if match else []
    moved = (old.last != new.last or any(row != target for row, target in rows.items())
             or any(column != target for _, found in bands for column, target in found.items()))
    return SheetMap(rows, bands, old.last, new.last, links, moved, block=block)


def pure_links(sheet: Sheet) -> dict[Place, Reference]:
    """The cells that only show another sheet's cell, with what they show."""
    found: dict[Place, Reference] = {}
    for place, (kind, text) in sheet.contents.items():
        if kind == "f" and "!" in text and (reference := parsed(text)) and len(reference.corners) == 1:
            found[place] = reference
    return found


def vanished_map(old: Sheet) -> SheetMap:
    """The map of a sheet that is no longer made: nothing of it has a place."""
    return SheetMap({}, [(1, {})], old.last, old.last, pure_links(old), gone=True)

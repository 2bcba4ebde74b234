"""Where a row and a column of a sheet of base stand on the sheet of ours, found by what names them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from generator.merge.record import Renamed
from generator.sheets.contract import AXIS_TITLES, CHECKS_TABLE, FACTS_TABLE, FILINGS_TABLE, KEY, LABEL
from generator.xlsx.formula import LAST_COLUMN, LAST_ROW, Reference, parsed
from generator.xlsx.worksheet import Place, Worksheet

_NAMED_BY = ((FACTS_TABLE.names, FACTS_TABLE.names[:-1]), (CHECKS_TABLE.names,))
"""The titles of the columns that name a row of a table; the second for rows of Facts whose heading was corrected."""
_LISTS = frozenset(table.titles[0] for table in (FACTS_TABLE, CHECKS_TABLE, FILINGS_TABLE))
"""The first titles of sheets that are one list, which grows at its end."""
Name = tuple[object, ...]
_WORD = re.compile(r"[\w.]+")


class Unfollowable(Exception):
    """A reference whose target is no longer there, or that cannot be followed; the text says which and why."""


@dataclass(frozen=True)
class Body:
    """The rows below a sheet's header, down to the first empty one; ``is_list`` where they are one growing list."""

    first: int
    last: int
    is_list: bool


@dataclass(frozen=True)
class Band:
    """The columns of the rows from ``first`` on: named by the labels of one header row."""

    name: str
    first: int
    columns: dict[int, Name]


@dataclass(frozen=True)
class SheetNames:
    """What the rows and columns of a sheet are called; ``spare`` are names for rows that the first do not find."""

    rows: dict[int, Name]
    spare: dict[int, Name]
    bands: tuple[Band, ...]
    last: Place
    body: Body


def names_of(sheet: Worksheet, look: Callable[[int], str]) -> SheetNames:
    """The names on a sheet as it was made; ``look`` gives the named style of a style index."""
    frozen, last = sheet.frozen_rows, sheet.last
    label_row = next((row for row in range(1, frozen + 1) if sheet.words(row, KEY) == AXIS_TITLES[0]), frozen)
    headers = [label_row, *sorted(row for (row, column), cell in sheet.cells.items()
                                  if column == KEY and row > frozen and look(cell.style) == "Header")]
    bands = tuple(Band(sheet.words(row, KEY) if row > frozen else "", row if row > frozen else 1,
                       _columns([sheet.words(row, column) for column in range(1, last[1] + 1)]))
                  for row in headers)
    titles = {sheet.words(label_row, column): column for column in range(1, last[1] + 1)}
    levels = next((each for each in _NAMED_BY if all(title in titles for title in each[0])), ())
    keyed = [[titles[title] for title in level] for level in levels] or [[KEY]]
    found = [_rows(sheet, frozen, columns, bands) for columns in keyed]
    filled = {row for row, _ in sheet.contents}
    end = next(row for row in range(frozen + 1, last[0] + 2) if row not in filled) - 1
    return SheetNames(found[0], found[-1], bands, last, Body(frozen + 1, end, sheet.words(label_row, KEY) in _LISTS))


def _columns(labels: list[str]) -> dict[int, Name]:
    """A label names its column; one that is there twice (Change) together with its left neighbour's."""
    often = Counter(labels)
    return {number: (label, labels[number - 2] if often[label] > 1 else "")
            for number, label in enumerate(labels, start=1) if label}


def _rows(sheet: Worksheet, frozen: int, columns: list[int], bands: tuple[Band, ...]) -> dict[int, Name]:
    """The rows below the header by their key columns, or by their label where the key is empty."""
    found: dict[int, Name] = {}
    often: Counter[Name] = Counter()
    for row in sorted({row for row, _ in sheet.cells}):
        words = tuple(sheet.words(row, column) for column in columns)
        if row > frozen and not any(words):
            words = ("", sheet.words(row, LABEL))
        if row > frozen and not any(words):
            continue
        band = next((band.name for band in reversed(bands) if band.first <= row), "")
        name: Name = (band, *words) if row > frozen else ("top", row)
        found[row] = (*name, often[name])
        often[name] += 1
    return found


@dataclass(frozen=True)
class BandMap:
    """Where the columns of a band have gone, and all columns that the band of its name has in ours."""

    first: int
    columns: dict[int, int | None]
    ours: tuple[int, ...] = ()


@dataclass
class SheetMap:
    """From the places of a sheet of base to those of the sheet of ours. None stands for what is no longer there."""

    rows: dict[int, int | None]
    bands: list[BandMap]
    base_last: Place
    ours_last: Place
    links: dict[Place, Reference] = field(default_factory=dict)
    moved: bool = True
    gone: bool = False
    bodies: tuple[Body, Body] | None = None
    """The rows below the header as they were, and as they are now."""

    def row(self, row: int) -> int | None:
        if row in self.rows or self.gone:
            return self.rows.get(row)
        if row > self.base_last[0]:
            return row if row == LAST_ROW else min(row + self.ours_last[0] - self.base_last[0], LAST_ROW)
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
        if column > self.base_last[1]:
            return column if column == LAST_COLUMN else min(column + self.ours_last[1] - self.base_last[1], LAST_COLUMN)
        return self._band(row).columns.get(column, column)

    def _band(self, row: int) -> BandMap:
        return next(band for band in reversed(self.bands) if band.first <= row)

    def cell(self, row: int, column: int) -> Place | None:
        target_row, target_column = self.row(row), self.column(column, row)
        return (target_row, target_column) if target_row and target_column else None

    def reached(self, rows: tuple[int, int]) -> tuple[int, int] | None:
        """The rows of a range over all rows of the sheet, or down to the last one of a list: as many as it has now.

        None for any other range, whose ends follow their rows.
        """
        if self.bodies is None or self.gone:
            return None
        then, now = self.bodies
        top, bottom = min(rows), max(rows)
        if bottom != then.last or top == bottom or not (then.is_list or top <= then.first):
            return None
        start = now.first if top == then.first else self.row(top)
        if start is None or start > now.last:
            return None
        return (start, now.last) if rows[0] == top else (now.last, start)

    def ends(self, row: int, columns: tuple[int, int]) -> tuple[int | None, int | None]:
        """The columns of a range. One over all periods of a rolling block stays one over all of them."""
        if len(self.bands) > 1:
            band = self._band(row)
            before = [column for column in band.columns if column > LABEL]
            now = [column for column in band.ours if column > LABEL]
            if before and now and columns == (min(before), max(before)):
                return min(now), max(now)
        return self.column(columns[0], row), self.column(columns[1], row)


def sheet_map(base: SheetNames, ours: SheetNames, links: dict[Place, Reference],
              renamed: Sequence[Renamed] = ()) -> SheetMap:
    """The map from a sheet as it was made to the sheet as it is made now; ``renamed`` are words of its rows."""
    where = {name: row for row, name in ours.rows.items()}
    rows = {row: where.get(name) for row, name in base.rows.items()}
    if renamed:
        names = {row: _renamed(base.rows[row], renamed) for row, target in rows.items() if target is None}
        often, free = Counter(names.values()), where.keys() - set(base.rows.values())
        rows |= {row: where[name] for row, name in names.items() if name in free and often[name] == 1}
    if base.spare != base.rows:
        taken = {row for row in rows.values() if row}
        spare = {name: row for row, name in ours.spare.items() if row not in taken}
        rows |= {row: spare.get(base.spare[row]) for row, target in rows.items() if target is None}
    bands: list[BandMap] = []
    for band in base.bands:
        match = next((each for each in ours.bands if each.name == band.name), None)
        places = {name: column for column, name in match.columns.items()} if match else {}
        columns = {column: places.get(name) for column, name in band.columns.items()}
        bands.append(BandMap(band.first, columns, tuple(match.columns) if match else ()))
    moved = (base.last != ours.last or any(row != target for row, target in rows.items())
             or any(column != target for band in bands for column, target in band.columns.items()))
    return SheetMap(rows, bands, base.last, ours.last, links, moved, bodies=(base.body, ours.body))


def _renamed(name: Name, renamed: Sequence[Renamed]) -> Name:
    """What a row is called now; a word may stand in a longer one, between signs that no key has."""
    return tuple(_WORD.sub(lambda found: next((new for _, beside, old, new in renamed if old == found[0]
                                               and (not beside or beside in name)), found[0]), each)
                 if isinstance(each, str) else each for each in name)


def unmoved_map() -> SheetMap:
    """The map of a sheet that has only now been made: nothing of it was anywhere else."""
    return SheetMap({}, [BandMap(1, {})], (0, 0), (0, 0), moved=False)


def vanished_map(base: Worksheet) -> SheetMap:
    """The map of a sheet that is no longer made: nothing of it has a place."""
    return SheetMap({}, [BandMap(1, {})], base.last, base.last, pure_links(base), gone=True)


def pure_links(sheet: Worksheet) -> dict[Place, Reference]:
    """The cells that only show another sheet's cell, with what they show."""
    found: dict[Place, Reference] = {}
    for place, (kind, text) in sheet.contents.items():
        if kind == "f" and "!" in text and (reference := parsed(text)) and len(reference.corners) == 1:
            found[place] = reference
    return found

"""Which formulas depend on which: what reads a changed cell, directly or through other formulas and names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from generator.xlsx.uses import Block, Uses

_FINE, _COARSE, _MANY = 7, 13, 16
"""Areas are found by blocks of 2**7 rows, large ones by blocks of 2**13; over so many blocks or columns it is large."""
_Block = tuple[str, int, int, int]


class Dependents:
    """A graph of formulas, each with the cells it fills (None for a name's) and what it reads."""

    def __init__(self) -> None:
        self.fills: list[Block | None] = []
        self.uses: list[Uses] = []
        self._names: dict[tuple[str, str], int] = {}
        self._readers: dict[Block, list[int]] = {}
        self._blocks: dict[_Block, list[Block]] = {}
        self._named: dict[int, list[int]] = {}

    def add(self, fills: Block | None, uses: Uses) -> int:
        """A formula; returns its number."""
        self.fills.append(fills)
        self.uses.append(uses)
        return len(self.uses) - 1

    def add_name(self, name: str, sheet: str, uses: Uses) -> int:
        """A defined name, of one sheet or ("") of all, in lower case."""
        number = self._names[name, sheet] = self.add(None, uses)
        return number

    def named(self, name: str, sheet: str) -> int | None:
        """The number of a name as it is meant on a sheet."""
        return self._names.get((name, sheet), self._names.get((name, "")))

    def direct(self, sheets: Collection[str]) -> list[int]:
        """The formulas that read a cell of these sheets by themselves, or of which no one can tell."""
        return [number for number, uses in enumerate(self.uses)
                if uses.anywhere or any(area.sheet in sheets for area in uses.areas)]

    def spread(self, from_: Iterable[int]) -> set[int]:
        """Formulas together with all that depend on them."""
        found = set(from_)
        if found and not self._readers and not self._named:
            self._index()
        left, blocks = list(found), dict(self._blocks)
        while left:
            number = left.pop()
            fills = self.fills[number]
            for reader in self._named.get(number, ()) if fills is None else self._reading(fills, blocks):
                if reader not in found:
                    found.add(reader)
                    left.append(reader)
        return found

    def _index(self) -> None:
        for number, uses in enumerate(self.uses):
            for area in uses.areas:
                if area in self._readers:
                    self._readers[area].append(number)
                    continue
                self._readers[area] = [number]
                if area[1:3] != area[3:]:
                    for block in _blocks_of(area):
                        self._blocks.setdefault(block, []).append(area)
            for name in uses.names:
                target = self.named(*name)
                if target is not None:
                    self._named.setdefault(target, []).append(number)

    def _reading(self, fills: Block, blocks: dict[_Block, list[Block]]) -> Iterator[int]:
        """The formulas that read any of these cells. An area once found is not looked for again."""
        for row in range(fills.top, fills.bottom + 1):
            for column in range(fills.left, fills.right + 1):
                yield from self._readers.get(Block(fills.sheet, row, column, row, column), ())
                for block in _blocks_at(fills.sheet, row, column):
                    if areas := blocks.get(block):
                        missed = [each for each in areas if not _holds(each, row, column)]
                        if len(missed) < len(areas):
                            for area in areas:
                                if _holds(area, row, column):
                                    yield from self._readers[area]
                            blocks[block] = missed


def _holds(area: Block, row: int, column: int) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def _blocks_of(area: Block) -> Iterator[_Block]:
    """The blocks that a large area is found by: of its columns, or of all columns where there are many."""
    size = _FINE if (area.bottom >> _FINE) - (area.top >> _FINE) < _MANY else _COARSE
    columns = range(area.left, area.right + 1) if area.right - area.left < _MANY else (0,)
    for column in columns:
        for block in range(area.top >> size, (area.bottom >> size) + 1):
            yield area.sheet, size, column, block


def _blocks_at(sheet: str, row: int, column: int) -> Iterator[_Block]:
    for size in (_FINE, _COARSE):
        for each in (column, 0):
            yield sheet, size, each, row >> size

"""The reader's formulas that depend on our cells, through their own cells, names and tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.merge.calculation import Calculation, Name, StoredFormula, block_of
from generator.merge.dependents import Dependents
from generator.xlsx.package import OTHER_ENCODINGS, Package
from generator.xlsx.uses import Block, Scope, Uses, uses, whole
from generator.xlsx.worksheet import Place, Worksheet

FORMULA_MARKS = (b"<f>", b"<f ", b":f>", b":f ")
_PLAIN = re.compile(rb"[0-9A-Za-z_]+")
_RELATIVE = re.compile(r"(?<![\w$.])(?:\$?[A-Za-z]{1,3}\d{1,7}|[A-Za-z]{1,3}\$\d{1,7}|[A-Za-z]{1,3}:|\d{1,7}:)"
                       r"(?![\w(])")


@dataclass(frozen=True)
class Readers:
    """The reader's formulas as a graph, the cell of each (None for a name's), and those that depend on ours."""

    graph: Dependents
    cells: dict[int, tuple[str, Place]]
    names: dict[int, Name]
    dependent: frozenset[int]

    def needed(self, wanted: Iterable[int]) -> set[str]:
        """The sheets, in lower case, that some formulas read."""
        return {area.sheet for number in wanted for area in self.graph.uses[number].areas}

    def read_names(self, wanted: Iterable[int]) -> set[int]:
        """The names that some formulas use, directly or through other names."""
        found: set[int] = set()
        left = list(wanted)
        while left:
            for name in self.graph.uses[left.pop()].names:
                number = self.graph.named(*name)
                if number is not None and number not in found:
                    found.add(number)
                    left.append(number)
        return found


def readers_of(then: Calculation, base: Mapping[str, Worksheet]) -> Readers:
    """The reader's formulas in their workbook; ``base`` are our sheets as they were made."""
    graph = Dependents()
    cells: dict[int, tuple[str, Place]] = {}
    ours = {name.lower() for name in base}
    names = {graph.add_name(*name, name_uses(meaning, name, then.scope)): name
             for name, (_, _, meaning) in then.names.items()}
    concerned = concerned_sheets(then, base)
    for name in then.sheets(concerned):
        made = base[name].cells if name in base else {}
        for place, found in then.formulas(name).items():
            if place in made and made[place].formula:
                continue
            number = graph.add(block_of(name, found.area) if found.area else Block(name.lower(), *place, *place),
                               found_uses(name, place, found, then.scope))
            cells[number] = name, place
    return Readers(graph, cells, names, frozenset(graph.spread(graph.direct(ours))))


def found_uses(name: str, place: Place, found: StoredFormula, scope: Scope) -> Uses:
    """What a formula in a cell reads."""
    return uses(found.text, Block(name.lower(), *place, *place), scope, found.shift)


def name_uses(meaning: str, name: Name, scope: Scope) -> Uses:
    """What a name reads: wherever a part of it goes by the cell that it is used in, all of the sheet."""
    found = uses(meaning, Block(name[1], 1, 1, 1, 1), scope)
    if not _RELATIVE.search(meaning):
        return found
    return found._replace(areas=tuple(whole(area.sheet) for area in found.areas))


def concerned_sheets(then: Calculation, base: Collection[str]) -> list[str]:
    """The sheets with formulas of the reader's that could reach ours, by the words in them."""
    package, parts = then.package, then.parts
    left = {name for name, part in parts.items() if name not in base and has_formulas(package, part)}
    found = [name for name in parts if name in base]
    words = [*base, "indirect", *(name for name, _ in then.names), *then.scope.tables]
    while words:
        marks = [_mark(word) for word in words]
        reached = [name for name in left if _mentions(package.parts[parts[name]], marks)]
        left -= set(reached)
        found += reached
        words = reached
    return found


def has_formulas(package: Package, part: str) -> bool:
    content = package.parts[part]
    return content.startswith(OTHER_ENCODINGS) or any(mark in content for mark in FORMULA_MARKS)


def _mark(word: str) -> bytes:
    """The longest part of a word that is written the same way everywhere, in lower case."""
    return max(_PLAIN.findall(word.lower().encode("utf-8")), key=len, default=b"")


def _mentions(content: bytes, marks: list[bytes]) -> bool:
    if content.startswith(OTHER_ENCODINGS):
        return True
    folded = content.lower()
    return any(mark in folded for mark in marks)


def places(area: Block, present: Mapping[Place, object]) -> Iterator[Place]:
    """The cells of an area that are there."""
    if area[1:3] == area[3:]:
        yield area.top, area.left
        return
    for row, column in present:
        if area.top <= row <= area.bottom and area.left <= column <= area.right:
            yield row, column

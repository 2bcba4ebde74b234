"""A worksheet's XML as rows and cells that can be compared and put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from generator.xlsx.cells import at
from generator.xlsx.formula import normal, shifted
from generator.xlsx.located import Scope, walk
from generator.xlsx.markup import elements
from generator.xlsx.package import Package
from generator.xlsx.parser import Unreadable, encoded, escaped, number, root_at, unescaped
from generator.xlsx.prefixes import without_prefix
from generator.xlsx.sheet_text import Content, Place, SheetText, StoredCell, filled_cells, place_of

__all__ = ("Content", "Place", "StoredCell", "Styled", "Worksheet", "alike", "empty_sheet", "filled_cells", "place_of",
           "read_sheets", "same_content", "shared_strings", "shown", "text_cell")

_SHOWN = 80
Styled = tuple[int, bool]
"""A cell's style and whether it is a hyperlink, which programs colour in their own way."""


@dataclass
class Worksheet:
    """A worksheet taken apart."""

    name: str
    part: str
    root: str
    parts: list[tuple[str, str]]
    end: str
    strings: list[str]
    rows: dict[int, str] = field(default_factory=dict)
    cells: dict[Place, StoredCell] = field(default_factory=dict)

    def section(self, name: str) -> str:
        return "".join(raw for each, raw in self.parts if each == name)

    @cached_property
    def contents(self) -> dict[Place, Content]:
        """What stands in every cell that is not empty, shared formulas written out."""
        found: dict[Place, Content] = {}
        shared: dict[str, tuple[Place, str]] = {}
        for place, cell in self.cells.items():
            try:
                content = cell.content(self.strings)
            except (ValueError, IndexError) as error:
                raise Unreadable(f"{self.name}!{at(*place)}: its value cannot be read") from error
            if content and content[0] == "f" and (formula := cell.formula) and formula[0].get("t") == "shared":
                index = formula[0]["si"]
                if formula[1]:
                    shared[index] = place, formula[1]
                elif index in shared:
                    (row, column), text = shared[index]
                    content = "f", shifted(text, place[0] - row, place[1] - column)
            if content and content != ("s", ""):
                found[place] = content
        return found

    def words(self, row: int, column: int) -> str:
        """The text of a cell that holds a constant; "" for a formula and an empty cell."""
        content = self.contents.get((row, column))
        return content[1] if content and content[0] in ("s", "n") else ""

    @cached_property
    def linked(self) -> frozenset[str]:
        """The addresses of the cells that are hyperlinks."""
        return frozenset(e.attributes["ref"] for e in elements(self.section("hyperlinks"), "hyperlink"))

    def styled(self, place: Place) -> Styled:
        """The style of a cell, and whether it is a hyperlink; style 0 where there is no cell."""
        cell = self.cells.get(place)
        return cell.style if cell else 0, bool(self.linked) and at(*place) in self.linked

    @cached_property
    def scope(self) -> Scope:
        """The namespaces in which its sections are written."""
        return walk(self.root + self.end)[0].scope

    @property
    def last(self) -> Place:
        """The last row and the last column with a cell."""
        return max((row for row, _ in self.cells), default=1), max((column for _, column in self.cells), default=1)

    @cached_property
    def frozen_rows(self) -> int:
        pane = next(elements(self.section("sheetViews"), "pane"), None)
        return int(number(pane.attributes.get("ySplit", "0"))) if pane else 0


def read_sheets(package: Package, names: Iterable[str]) -> dict[str, Worksheet]:
    """The worksheets with these names that a package has. Raises Unreadable."""
    strings = shared_strings(package)
    return {name: _read(package, name, part, strings) for name, part in package.sheets().items()
            if name in names and part in package.parts}


def empty_sheet(like: Worksheet) -> Worksheet:
    """A sheet with nothing on it, where theirs has none."""
    return Worksheet(like.name, "", like.root, [], like.end, [])


def _read(package: Package, name: str, part: str, strings: list[str]) -> Worksheet:
    text = package.text(part)
    try:
        found = SheetText(without_prefix(text, root_at(text)))
    except (Unreadable, ValueError) as error:
        raise Unreadable(f"sheet {name}: {error}") from error
    return Worksheet(name, part, found.root, found.parts, found.end, strings, found.rows, found.cells)


def shared_strings(package: Package) -> list[str]:
    """The texts that cells share, in their order."""
    part = package.related(package.workbook, "sharedStrings")
    if not part or part not in package.parts:
        return []
    strings: list[str] = []
    for element in walk(package.text(part), "si", "t", "rPh"):
        if element.local == "si":
            strings.append("")
        elif element.local == "t" and element.parent and element.parent.local == "si":  # else how it is read aloud
            strings[-1] += element.words
    return [unescaped(each) for each in strings]


def alike(made: Worksheet, found: Worksheet) -> float:
    """The part of a sheet's labels that stand at the same place of another."""
    labels = {place: content for place, content in made.contents.items() if content[0] == "s"}
    return sum(found.contents.get(place) == content for place, content in labels.items()) / max(len(labels), 1)


def same_content(made: Content | None, found: Content | None) -> bool:
    """Whether a cell holds what was made, whatever program has saved it since."""
    if made == found:
        return True
    if made is None or found is None or made[0] != found[0]:
        return False
    if made[0] == "n":
        one, other = float(made[1]), float(found[1])
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    return made[0] == "f" and normal(made[1]) == normal(found[1])


def shown(content: Content) -> str:
    """What stands in a cell, in a message: eighty characters at most."""
    kind, text = content
    said = f"={text}" if kind == "f" else f"{float(text):.15g}" if kind == "n" else text
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN - 1]}…"


def text_cell(place: Place, style: int, text: str, prefix: str = "") -> str:
    """The XML of a cell with a text; ``prefix`` ("x:") is that of its sheet."""
    return (f'<{prefix}c r="{at(*place)}" s="{style}" t="inlineStr"><{prefix}is>'
            f'<{prefix}t xml:space="preserve">{encoded(escaped(text))}</{prefix}t></{prefix}is></{prefix}c>')

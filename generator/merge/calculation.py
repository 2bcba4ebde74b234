"""A workbook as what it calculates: its formulas, the values they store, the names and tables they can speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from generator.merge.area import area_of
from generator.merge.workbook import defined_names
from generator.xlsx.bare import Bare, BareTable, bare_package
from generator.xlsx.calculate import Address, Value
from generator.xlsx.formula import NotParsed, shifted
from generator.xlsx.markup import elements, needed, whole
from generator.xlsx.package import TABLE, WORKSHEET, Package
from generator.xlsx.uses import Block, Scope, TableArea
from generator.xlsx.worksheet import Content, Place, StoredCell, Worksheet, read_sheets

_LARGE = 64 * 1024 * 1024
Name = tuple[str, str]
"""A defined name and the sheet it belongs to ("" for all), both in lower case."""


class StoredFormula(NamedTuple):
    """A formula as it is stored: its text, how far a shared one has moved from there, the area that an array fills;
    ``is_left`` where it has no place for a value: that is for the program that opens the file."""

    text: str
    shift: Place = (0, 0)
    area: str = ""
    is_left: bool = False

    def here(self) -> str:
        """The formula as it reads in its cell; a text that cannot be parsed as it stands."""
        try:
            return shifted(self.text, *self.shift) if self.shift != (0, 0) else self.text
        except NotParsed:
            return self.text


@dataclass
class Calculation:
    """A package; ``read`` are those of its sheets that were taken apart already."""

    package: Package
    read: dict[str, Worksheet] = field(default_factory=dict)
    values: Mapping[Address, Value] = field(default_factory=dict)
    """What was calculated anew; it stands before what is stored."""

    @cached_property
    def parts(self) -> dict[str, str]:
        """The worksheets by name, with their parts."""
        kinds = {each.target for each in self.package.relationships(self.package.workbook)
                 if each.kind == WORKSHEET.relationship}
        return {name: part for name, part in self.package.sheets().items()
                if part in kinds and part in self.package.parts}

    @cached_property
    def tabs(self) -> dict[str, str]:
        """The names of all sheets in their order, by the same in lower case."""
        return {name.lower(): name for name in self.package.sheets()}

    def is_large(self, name: str) -> bool:
        """Whether a sheet is more than an engine should be given."""
        return name in self.parts and len(self.package.parts[self.parts[name]]) > _LARGE

    def sheets(self, names: Collection[str]) -> dict[str, Worksheet]:
        """Some of its worksheets taken apart, in the order of the workbook."""
        if missing := [name for name in names if name in self.parts and name not in self.read]:
            self.read |= read_sheets(self.package, missing)
        return {name: self.read[name] for name in self.parts if name in names}

    def formulas(self, name: str) -> dict[Place, StoredFormula]:
        """The formulas of a sheet by their places."""
        if name not in self._formulas:
            self._formulas[name] = dict(_formulas(self.read[name]))
        return self._formulas[name]

    @cached_property
    def _formulas(self) -> dict[str, dict[Place, StoredFormula]]:
        return {}

    def value(self, address: Address) -> Content | None:
        """What a cell shows by what is stored, or was calculated anew; None where it is empty."""
        if address in self.values:
            return content_of(self.values[address])
        sheet = self.read.get(address[0]) or self.sheets([address[0]]).get(address[0])
        cell = sheet.cells.get(address[1:]) if sheet else None
        return _stored(cell, sheet.strings) if cell and sheet else None

    def shows(self, area: Block) -> list[object]:
        """All that an area shows, and how large it is as far as anything stands on its sheet."""
        name = self.tabs.get(area.sheet, "")
        sheet = self.sheets([name]).get(name)
        last = sheet.last if sheet else (0, 0)
        rows, columns = (range(area.top, min(area.bottom, last[0]) + 1),
                         range(area.left, min(area.right, last[1]) + 1))
        found: list[object] = [len(rows), len(columns)]
        for row in rows:
            for column in columns:
                shown = self.value((name, row, column))
                found.append(f"{float(shown[1]):.12g}" if shown and shown[0] == "n" else shown)
        return found

    @cached_property
    def names(self) -> dict[Name, tuple[str, str, str]]:
        """The defined names, each with the sheet it belongs to and what it means."""
        found = defined_names(self.package, list(self.package.sheets()))
        return {(element.attributes["name"].lower(), sheet.lower()):
                (element.attributes["name"], sheet, element.words) for (_, sheet), element in found.items()}

    @cached_property
    def tables(self) -> list[BareTable]:
        return [table for name, part in self.parts.items() for table in _tables(self.package, name, part)]

    @cached_property
    def scope(self) -> Scope:
        """What its formulas can speak of."""
        return Scope(tuple(self.tabs), {table.name.lower(): TableArea(
            block_of(table.sheet, table.area), tuple(each.lower() for each in table.columns)) for table in self.tables})

    def bare(self, needed: Collection[str], live: Collection[Address], names: Iterable[Name]) -> bytes:
        """For the engine: of the sheets that are needed the cells, formulas only where they are ``live`` or store
        nothing. The other sheets are empty."""
        sheets = self.sheets([name for name in needed if not self.is_large(name)])
        return bare_package({name: dict(self._bare(sheets[name], live)) if name in sheets else {}
                             for name in self.tabs.values()},
                            [self.names[key] for key in names if key in self.names],
                            [table for table in self.tables if table.sheet in sheets])

    def _bare(self, sheet: Worksheet, live: Collection[Address]) -> Iterator[tuple[Place, Bare]]:
        formulas = self.formulas(sheet.name)
        for place, cell in sheet.cells.items():
            content = None if (sheet.name, *place) in live else _stored(cell, sheet.strings)
            if content:
                yield place, Bare(*content)
            elif found := formulas.get(place):
                yield place, Bare("f", found.here(), found.area)


def _formulas(sheet: Worksheet) -> Iterator[tuple[Place, StoredFormula]]:
    shared: dict[str, tuple[Place, str]] = {}
    for place, cell in sheet.cells.items():
        if cell.formula is None:
            continue
        head, text = cell.formula
        kind, group, is_left = head.get("t", "normal"), head.get("si", ""), cell.words is None
        if kind == "shared" and text:
            shared[group] = place, text
        if kind == "shared" and not text:
            (row, column), text = shared.get(group, (place, ""))
            yield place, StoredFormula(text, (place[0] - row, place[1] - column), "", is_left)
        else:
            yield place, StoredFormula(text or ("INDIRECT()" if kind == "dataTable" else ""), (0, 0),
                               head.get("ref", "") if kind in ("array", "dataTable") else "", is_left)


def _stored(cell: StoredCell, strings: list[str]) -> Content | None:
    """The value of a cell, whether a formula made it or it was typed."""
    try:
        found = cell.value(strings)
    except (ValueError, IndexError):
        return None
    return found or (("s", "") if cell.kind == "str" and cell.words is not None else None)


def sheet_values(sheet: Worksheet) -> Iterator[tuple[Address, Content]]:
    """The values that the formulas of a sheet store."""
    for place, cell in sheet.cells.items():
        if cell.formula and (found := _stored(cell, sheet.strings)):
            yield (sheet.name, *place), found


def _tables(package: Package, sheet: str, part: str) -> Iterator[BareTable]:
    for each in package.relationships(part):
        if each.kind == TABLE.relationship and each.target in package.parts:
            text = package.text(each.target)
            head = needed(text, "table").attributes
            yield BareTable(sheet, head.get("displayName", head.get("name", "")), head["ref"],
                            tuple(column.attributes["name"] for column in elements(text, "tableColumn")),
                            whole(head.get("headerRowCount", "1")), whole(head.get("totalsRowCount", "0")))


def block_of(sheet: str, text: str) -> Block:
    """An address or two with a colon, on a sheet; its first cell for what is none."""
    found = area_of(text, sheet)
    return Block(sheet.lower(), found.top, found.left, found.bottom, found.right) if found else \
        Block(sheet.lower(), 1, 1, 1, 1)


def content_of(value: Value) -> Content:
    """A value that was calculated as it would stand in a cell."""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        return ("e" if value.startswith("#") and value.endswith(("!", "?", "/A")) else "s"), value
    return "n", repr(float(value))

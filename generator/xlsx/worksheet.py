"""A worksheet's XML as rows and cells that can be compared and put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from generator.xlsx.cells import at, column_number
from generator.xlsx.formula import normal, shifted
from generator.xlsx.markup import Unreadable, attributes, elements, encoded, plain, sections
from generator.xlsx.package import Package

_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.S)
# As every spreadsheet program writes it, and then in whatever order its attributes stand.
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?([^>/]*)(?:/>|>(.*?)</c>)', re.S)
_ANY_CELL = re.compile(r"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.S)
_FILLED = re.compile(r'<c\s(?P<head>[^>]*?\br="(?P<column>[A-Z]+)(?P<row>\d+)"[^>]*)(?<!/)>(?P<body>.*?)</c>', re.S)
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.S)
_VALUE = re.compile(r"<v\b[^>]*>(.*?)</v>", re.S)
_TEXT = re.compile(r"<t\b[^>]*?(?:/>|>(.*?)</t>)", re.S)

Place = tuple[int, int]
Content = tuple[str, str]
"""What stands in a cell: its kind (f formula, n number, s text, b truth, e error) and its text."""
Styled = tuple[int, bool]
"""A cell's style and whether it is a hyperlink, which programs colour in their own way."""


class StoredCell(NamedTuple):
    """A cell as it is stored: its style, its type, its other attributes and what it holds."""

    style: int = 0
    kind: str = ""
    rest: str = ""
    body: str = ""

    @property
    def formula(self) -> tuple[dict[str, str], str] | None:
        """The attributes and the text of its formula, entities resolved."""
        found = _FORMULA.search(self.body) if "<f" in self.body else None
        return (attributes(found[1]) if found[1] else {}, plain(found[2] or "")) if found else None

    def content(self, strings: list[str]) -> Content | None:
        """None for an empty cell; a shared formula's follower has no text of its own here."""
        if not self.body:
            return None
        if formula := self.formula:
            kind = formula[0].get("t", "normal")
            return "f", formula[1] + ("" if kind in ("normal", "shared") else f" [{kind} {formula[0].get('ref', '')}]")
        if self.kind == "inlineStr":
            return "s", "".join(plain(text) for text in _TEXT.findall(self.body))
        found = _VALUE.search(self.body)
        if not found or not found[1]:
            return None
        if self.kind == "s":
            return "s", strings[int(found[1])]
        if self.kind in ("", "n"):
            return "n", repr(float(found[1]))
        return "s" if self.kind in ("str", "d") else self.kind, plain(found[1])

    def placed(self, row: int, column: int, style: int) -> str:
        """The cell's XML at an address with a style."""
        kind = f' t="{self.kind}"' if self.kind else ""
        head = f'<c r="{at(row, column)}" s="{style}"{kind}{self.rest.rstrip()}'
        return f"{head}>{self.body}</c>" if self.body else f"{head}/>"


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
            content = cell.content(self.strings)
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

    @property
    def last(self) -> Place:
        """The last row and the last column with a cell."""
        return max((row for row, _ in self.cells), default=1), max((column for _, column in self.cells), default=1)

    @cached_property
    def frozen_rows(self) -> int:
        pane = next(elements(self.section("sheetViews"), "pane"), None)
        return int(float(pane.attributes.get("ySplit", "0"))) if pane else 0


def place_of(address: str) -> Place:
    """The row and the column of an address, whatever is marked with $ in it."""
    found = _ADDRESS.fullmatch(address.replace("$", ""))
    assert found, address
    return int(found[2]), column_number(found[1])


def filled_cells(text: str) -> Iterator[tuple[Place, re.Match[str]]]:
    """The cells of a sheet's text that hold anything: the groups ``head`` and ``body`` are what they are made of."""
    for match in _FILLED.finditer(text):
        yield (int(match["row"]), column_number(match["column"])), match


def read_sheets(package: Package, names: Iterable[str]) -> dict[str, Worksheet]:
    """The worksheets with these names that a package has. Raises Unreadable."""
    strings = shared_strings(package)
    return {name: _read(package, name, part, strings) for name, part in package.sheets().items()
            if name in names and part in package.parts}


def empty_sheet(like: Worksheet) -> Worksheet:
    """A sheet with nothing on it, where theirs has none."""
    return Worksheet(like.name, "", like.root, [], like.end, [])


def _read(package: Package, name: str, part: str, strings: list[str]) -> Worksheet:
    root, parts, end = sections(package.text(part))
    sheet = Worksheet(name, part, root, parts, end, strings)
    for row in _ROW.finditer(sheet.section("sheetData")):
        number = attributes(row[1]).get("r")
        if number is None:
            raise Unreadable(f"{name}: a row without its number")
        sheet.rows[int(number)] = row[1]
        for place, cell in _cells(row[2] or "", name):
            sheet.cells[place] = cell
    return sheet


def _cells(row: str, sheet: str) -> Iterator[tuple[Place, StoredCell]]:
    found = _CELL.findall(row)
    if len(found) == row.count("<c ") and not any(' s="' in rest or ' t="' in rest for *_, rest, _ in found):
        for letters, number, style, kind, rest, body in found:
            yield (int(number), column_number(letters)), StoredCell(int(style or 0), kind, rest, body)
        return
    for head, body in _ANY_CELL.findall(row):
        named = attributes(head)
        where = _ADDRESS.fullmatch(named.pop("r", ""))
        if where is None:
            raise Unreadable(f"{sheet}: a cell without its address")
        style, kind = int(named.pop("s", "0")), named.pop("t", "")
        rest = "".join(f" {name}={quoteattr(value)}" for name, value in named.items())
        yield (int(where[2]), column_number(where[1])), StoredCell(style, kind, rest, body)


def shared_strings(package: Package) -> list[str]:
    """The texts that cells share, in their order."""
    part = package.related(package.workbook, "sharedStrings")
    if not part or part not in package.parts:
        return []
    text = re.sub(r"<rPh\b.*?</rPh>", "", package.text(part), flags=re.S)  # how the text is read aloud
    return ["".join(plain(each) for each in _TEXT.findall(item.inner)) for item in elements(text, "si")]


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
    """What stands in a cell, in a message."""
    kind, text = content
    if kind == "f":
        return f"={text}"
    return f"{float(text):.15g}" if kind == "n" else text


def text_cell(place: Place, style: int, text: str) -> str:
    """The XML of a cell with a text."""
    return f'<c r="{at(*place)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{encoded(text)}</t></is></c>'

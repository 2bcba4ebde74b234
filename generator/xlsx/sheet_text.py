"""The text of a worksheet read once: its parts, its rows, and its cells with what they say."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import NamedTuple

from generator.xlsx.cells import at, column_number
from generator.xlsx.located import Element, local, walk
from generator.xlsx.markup import attributes, sections
from generator.xlsx.parser import (
    Unreadable,
    encoded,
    encoded_value,
    is_simple,
    new_parser,
    plain,
    read,
    tag_at,
    unescaped,
)

_ADDRESS = re.compile(r"([A-Z]+)0*([1-9]\d*)")

Place = tuple[int, int]
Content = tuple[str, str]
"""What stands in a cell: its kind (f formula, n number, s text, b truth, e error) and its text."""


Formula = tuple[dict[str, str], str]
"""The attributes and the text of a formula."""
Said = tuple[Formula | None, str | None]


class StoredCell(NamedTuple):
    """A cell as it is stored: its style, its type, its other attributes, what it holds, and what that says."""

    style: int = 0
    kind: str = ""
    rest: str = ""
    body: str = ""
    formula: Formula | None = None
    words: str | None = None
    """Its value, or the text that stands in it; None where it has neither."""

    def content(self, strings: list[str]) -> Content | None:
        """None for an empty cell; a shared formula's follower has no text of its own here."""
        if self.formula:
            kind = self.formula[0].get("t", "normal")
            ref = self.formula[0].get("ref", "")
            return "f", self.formula[1] + ("" if kind in ("normal", "shared") else f" [{kind} {ref}]")
        return self.value(strings)

    def value(self, strings: list[str]) -> Content | None:
        """What it says, whether a formula made it or it was typed; None where that is nothing."""
        if self.words is None or (not self.words and self.kind != "inlineStr"):
            return None
        if self.kind == "s":
            return "s", strings[int(self.words)]
        if self.kind in ("", "n"):
            return "n", repr(float(self.words))
        return ("s", unescaped(self.words)) if self.kind in ("str", "d", "inlineStr") else (self.kind, self.words)

    def placed(self, row: int, column: int, style: int) -> str:
        """The cell's XML at an address with a style."""
        kind = f' t="{self.kind}"' if self.kind else ""
        head = f'<c r="{at(row, column)}" s="{style}"{kind}{self.rest.rstrip()}'
        return f"{head}>{self.body}</c>" if self.body else f"{head}/>"


_DATA, _DATA_END = re.compile(r"<sheetData(?:\s[^>]*)?(?<!/)>"), "</sheetData"
_TAGS = re.compile(r"<(?:row((?=[\s/>])[^>]*?)\s*/?>|c((?=[\s/>])[^>]*?)\s*(?:/>|>(.*?)</c\s*>))", re.S)
"""A row's start, or a cell, in plain markup."""
_MARKUP = re.compile(r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>|<(?:[^"'>]|"[^"]*"|'[^']*')*>|>""", re.S)
_HEAD = re.compile(r' r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?')
"""How nearly every cell is named."""


class SheetText:
    """Reads a worksheet's text once, in the form that we write: its parts, and of ``sheetData`` the rows and the cells
    with what they say.

    The parser has read the text before and found it right; what stands in the data, hundreds of thousands of cells, is
    found by its tags.
    """

    def __init__(self, text: str) -> None:
        """Raises Unreadable, and ValueError for a number that is none."""
        text = _plain_markup(text)
        data = _DATA.search(text)
        start, end = (data.end(), text.index(_DATA_END, data.end())) if data else (0, 0)
        self.root, self.parts, self.end = sections(text[:start] + text[end:])
        self.rows: dict[int, str] = {}
        self.cells: dict[Place, StoredCell] = {}
        self._row = self._column = 0
        for found in _TAGS.finditer(text, start, end):
            row, head, body = found.groups()
            if row is None:
                self._read_cell(head, body or "")
            else:
                where = attributes(row).get("r", "")
                self._row, self._column = int(where) if where else self._row + 1, 0
                if self._row < 1:
                    raise Unreadable(f"it has a row {where}")
                self.rows[self._row] = row

    def _read_cell(self, head: str, body: str) -> None:
        if usual := _HEAD.fullmatch(head):
            letters, row, style, kind = usual.groups()
            self._row, self._column = int(row), _column(letters)
            self.cells[self._row, self._column] = StoredCell(int(style or 0), kind or "", "", body, *_said(body))
            return
        named = attributes(head)
        self._row, self._column = _place(named.pop("r", ""), self._row, self._column)
        number, kind = int(named.pop("s", "0")), named.pop("t", "")
        rest = "".join(f' {name}="{encoded_value(words)}"' for name, words in named.items())
        self.cells[self._row, self._column] = StoredCell(number, kind, rest, body, *_said(body))


def _plain_markup(text: str) -> str:
    """The same without comments and CDATA, and with > only where a tag ends."""
    is_so = is_simple(text) and "<!" not in text and text.count("<?") == text.startswith("<?xml")
    return text if is_so else _MARKUP.sub(_made_plain, text)


def _made_plain(found: re.Match[str]) -> str:
    said, words = found[0], found[1]
    if words is not None:
        return encoded(words)
    if said.startswith("<!--") or (said.startswith("<?") and found.start()):
        return ""
    return f"{said[:-1].replace('>', '&gt;')}>" if said.startswith("<") else "&gt;"


_USUAL = re.compile(r"(?:<f>([^<]*)</f>)?(?:<v>([^<]*)</v>|<v ?/()>|"
                    r"<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>)?")
"""What stands in nearly every cell; a value may be left to the program that opens the file."""


def _said(body: str) -> Said:
    """The formula of a cell, and its value or text, of what stands in it."""
    usual = _USUAL.fullmatch(body)
    if usual is None:
        return _read_said(body)
    formula, value = usual[1], next((each for each in usual.groups()[1:] if each is not None), None)
    return None if formula is None else ({}, plain(formula)), None if value is None else plain(value)


def _read_said(body: str) -> Said:
    formula: Formula | None = None
    words: list[str] = []
    for element in walk(body, "f", "v", "t", "rPh"):
        if element.name == "f":
            formula = element.attributes, element.words
        elif element.name == "v" or (element.name == "t" and element.parent is None):  # else how it is read aloud
            words.append(element.words)
    return formula, "".join(words) if words else None


def _pairs(listed: list[str]) -> dict[str, str]:
    return dict(zip(listed[::2], listed[1::2], strict=True))


def filled_cells(text: str, wanted: Container[Place]) -> list[tuple[Place, Element, list[Element]]]:
    """Those of some cells of a sheet's text that hold anything, in their order, each with the elements in it that give
    its value. Raises Unreadable, ValueError."""
    found: list[tuple[Place, Element, list[Element]]] = []
    parser, simple, row, column = new_parser(), is_simple(text), 0, 0
    cell: Element | None = None
    values: list[Element] = []
    value: Element | None = None

    def element(name: str, depth: int) -> Element:
        start = parser.CurrentByteIndex
        inside = text.index(">", start) + 1 if simple else tag_at(text, start).end()
        return Element(text, name, None, depth, {}, start, inside)

    def ended(element: Element) -> None:
        element.close = parser.CurrentByteIndex
        is_empty = text[element.inside - 2] == "/"
        element.end = element.inside if is_empty else text.index(">", element.close) + 1

    def opened(name: str, listed: list[str]) -> None:
        nonlocal row, column, cell, value
        kind = local(name)
        if cell:
            if kind in ("v", "is") and not value:
                value = element(name, 4)
        elif kind == "c":
            row, column = _place(_pairs(listed).get("r", ""), row, column)
            cell = element(name, 3) if (row, column) in wanted else None
        elif kind == "row":
            where = _pairs(listed).get("r", "")
            row, column = int(where) if where else row + 1, 0

    def closed(name: str) -> None:
        nonlocal cell, value
        if value and name == value.name:
            ended(value)
            values.append(value)
            value = None
        elif cell and name == cell.name:
            ended(cell)
            if cell.close > cell.inside:
                found.append(((row, column), cell, values.copy()))
            values.clear()
            cell = None

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    read(parser, text)
    return found


def _place(where: str, row: int, column: int) -> Place:
    """The place of a cell: its address, which stands in its row; without one it follows the cell before it."""
    if not where:
        return row, column + 1
    number = str(row)
    found = _column(where[:-len(number)]) if where.endswith(number) else 0
    return (row, found) if found else place_of(where)


@cache
def _column(letters: str) -> int:
    """The number of a column; 0 for what names none."""
    return column_number(letters) if letters.isascii() and letters.isalpha() and letters.isupper() else 0


def place_of(address: str) -> Place:
    """The row and the column of an address, whatever is marked with $ in it. Raises Unreadable."""
    found = _ADDRESS.fullmatch(address.replace("$", ""))
    if found is None:
        raise Unreadable(f"{address[:40]!r} is no address of a cell")
    return int(found[2]), column_number(found[1])

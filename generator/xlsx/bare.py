"""A workbook with nothing in it but what is calculated: cells, names and tables, written plainly for the engine.

Whatever else a file holds, and in whatever form, the engine never sees.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from generator.xlsx.cells import at
from generator.xlsx.parser import escaped

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."

Place = tuple[int, int]


class Bare(NamedTuple):
    """What a cell holds: its kind (f formula, n number, s text, b truth, e error), its text, an array's area."""

    kind: str
    text: str
    area: str = ""


@dataclass(frozen=True)
class BareTable:
    """A table: its name, its area with titles and totals, its columns, how many rows of titles and of totals."""

    sheet: str
    name: str
    area: str
    columns: tuple[str, ...]
    titles: int
    totals: int


def bare_package(sheets: Mapping[str, Mapping[Place, Bare]], names: Iterable[tuple[str, str, str]],
                 tables: Sequence[BareTable]) -> bytes:
    """The package. ``names`` are those defined: each with the sheet it belongs to ("" for all) and its meaning."""
    tabs = list(sheets)
    local = {"": "", **{name: f' localSheetId="{number}"' for number, name in enumerate(tabs)}}
    defined = "".join(f"<definedName name={quoteattr(name)}{local[sheet]}>{escape(meaning)}</definedName>"
                      for name, sheet, meaning in names)
    numbers = range(1, len(tabs) + 1)
    parts = {
        "[Content_Types].xml": _types(numbers, len(tables)),
        "_rels/.rels": _related([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>' + "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
            for number, name in zip(numbers, tabs, strict=True)) +
        f"</sheets>{f'<definedNames>{defined}</definedNames>' if defined else ''}</workbook>",
        "xl/_rels/workbook.xml.rels": _related(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers)}
    for number, (name, cells) in zip(numbers, sheets.items(), strict=True):
        here = [index for index, table in enumerate(tables, start=1) if table.sheet == name]
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(cells, len(here))
        if here:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _related(
                ("table", f"../tables/table{index}.xml") for index in here)
    parts |= {f"xl/tables/table{index}.xml": _table(index, table) for index, table in enumerate(tables, start=1)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for part, text in parts.items():
            target.writestr(part, text)
    return out.getvalue()


def _types(sheets: range, tables: int) -> str:
    found = [("workbook.xml", "sheet.main"), *((f"worksheets/sheet{number}.xml", "worksheet") for number in sheets),
             *((f"tables/table{number}.xml", "table") for number in range(1, tables + 1))]
    return (f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + "".join(
                f'<Override PartName="/xl/{part}" ContentType="{_TYPE}{kind}+xml"/>' for part, kind in found)
            + "</Types>")


def _related(targets: Iterable[tuple[str, str]]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}relationships">' + "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)) + "</Relationships>"


def _sheet(cells: Mapping[Place, Bare], tables: int) -> str:
    rows: list[str] = []
    row = 0
    for place in sorted(cells):
        if place[0] != row:
            rows.append(f'</row><row r="{place[0]}">' if row else f'<row r="{place[0]}">')
            row = place[0]
        rows.append(_cell(at(*place), cells[place]))
    linked = "".join(f'<tablePart r:id="rId{number}"/>' for number in range(1, tables + 1))
    return (f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheetData>{"".join(rows)}{"</row>" if row else ""}'
            f"</sheetData>{f'<tableParts>{linked}</tableParts>' if linked else ''}</worksheet>")


def _cell(address: str, cell: Bare) -> str:
    text = escape(cell.text)
    if cell.kind == "f":
        array = f' t="array" ref="{cell.area}"' if cell.area else ""
        return f'<c r="{address}"><f{array}>{text}</f></c>'
    if cell.kind == "s":
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(escaped(cell.text))}</t></is></c>'
    return f'<c r="{address}" t="{cell.kind}"><v>{text}</v></c>'


def _table(number: int, table: BareTable) -> str:
    columns = "".join(f'<tableColumn id="{index}" name={quoteattr(name)}/>'
                      for index, name in enumerate(table.columns, start=1))
    return (f'<table xmlns="{_MAIN}" id="{number}" name={quoteattr(table.name)} displayName={quoteattr(table.name)} '
            f'ref="{table.area}" headerRowCount="{table.titles}" totalsRowCount="{table.totals}">'
            f'<tableColumns count="{len(table.columns)}">{columns}</tableColumns></table>')

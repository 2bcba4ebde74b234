"""The .xlsx package as bytes: values stored beside the formulas, the same bytes for the same inputs.

It sees only what ``writer`` has just written, never a file of a reader's, whose XML takes a parser.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from generator.xlsx.calculate import Address, Value
from generator.xlsx.cells import RowChart, Workbook, column_number
from generator.xlsx.container import zipped
from generator.xlsx.formats import FORMATS
from generator.xlsx.package import TYPES, relative
from generator.xlsx.pages import column_breaks
from generator.xlsx.parser import escaped
from generator.xlsx.shared_links import with_shared_links
from generator.xlsx.widths import widened, widths_needed

_FORMULA = re.compile(r'<c r="([A-Z]+)(\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.S)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_FONT_XML = re.compile(rb"(<font>)(.*?)(</font>)", re.S)
_FONT_ORDER = b"b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
_NAMED = ((re.compile(r"xl/comments/comment(\d+)\.xml"), r"xl/comments\1.xml"),
          (re.compile(r"xl/drawings/commentsDrawing(\d+)\.vml"), r"xl/drawings/vmlDrawing\1.vml"))
"""Parts under the names that Excel gives them, by which programs look for them (ExcelJS)."""
_TARGET = re.compile(r'(?<= Target=")/([^"]*)')
_BEFORE_COLUMN_BREAKS = re.compile(r"</headerFooter>(?:<rowBreaks .*?</rowBreaks>)?", re.S)
_UNPREFIXED = re.compile(rb"<(/?)(?=\w)(?!\w+:)")
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"))


def finish(package: bytes, book: Workbook, values: Mapping[Address, Value],
           others: Sequence[Mapping[Address, Value]] = (), ending: str = ".xlsx") -> bytes:
    """The package with each formula's value stored and shown whole, the charts' alt texts set and all dates fixed, as a
    file with this ending is.

    ``others`` are the values that formulas have when the book shows something else; there is room for these too.
    """
    sheets, narrow = book.sheets, widths_needed(book, [values, *others])
    drawings = [sheet.charts for sheet in book.sheets if sheet.charts]
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for info in source.infolist():
            content = source.read(info.filename)
            match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", info.filename)
            if match:
                sheet = sheets[int(match[1]) - 1]
                needed = narrow[sheet.name]
                text = widened(_with_values(content, sheet.name, values), needed)
                content = _paged(text, column_breaks(sheet, sheet.widths | needed)).encode("utf-8")
            elif drawing := re.fullmatch(r"xl/drawings/drawing(\d+)\.xml", info.filename):
                content = _described(content, drawings[int(drawing[1]) - 1])
            elif info.filename == "xl/styles.xml":
                content = _FONT_XML.sub(_in_order, content)
            elif info.filename == "docProps/core.xml":
                content = _dated(content)
            elif info.filename == TYPES:
                content = content.replace(FORMATS[".xlsx"].encode(), FORMATS[ending].encode())
            parts[info.filename] = content
    return zipped({_named(name): _linked(name, content) for name, content in with_shared_links(parts).items()})


def _paged(text: str, breaks: list[int]) -> str:
    """A worksheet's XML with the columns after which a page ends, behind the rows after which one does."""
    if not breaks:
        return text
    each = "".join(f'<brk id="{column}" max="1048575" man="1"/>' for column in breaks)
    found = f'<colBreaks count="{len(breaks)}" manualBreakCount="{len(breaks)}">{each}</colBreaks>'
    return _BEFORE_COLUMN_BREAKS.sub(lambda before: before[0] + found, text, count=1)


def _named(text: str) -> str:
    for written, usual in _NAMED:
        text = written.sub(usual, text)
    return text


def _linked(name: str, content: bytes) -> bytes:
    """Relationships with targets from where they stand, as Excel writes them, and the content types of such parts."""
    if name == TYPES:
        return _named(content.decode("utf-8")).encode("utf-8")
    folder, found, _ = name.rpartition("_rels/")
    if not found:
        return content
    return _TARGET.sub(lambda target: relative(target[1], folder), _named(content.decode("utf-8"))).encode("utf-8")


def _with_values(content: bytes, sheet: str, values: Mapping[Address, Value]) -> str:
    def filled(match: re.Match[str]) -> str:
        letters, row, attributes, formula = match.groups()
        value = values[sheet, int(row), column_number(letters)]
        kind, text = stored_value(value)
        return f'<c r="{letters}{row}"{attributes}{kind}><f>{formula}</f><v>{text}</v></c>'

    return _FORMULA.sub(filled, content.decode("utf-8"))


def stored_value(value: Value) -> tuple[str, str]:
    """The type attribute and text that a value is stored with."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, str):
        return (' t="e"' if value in _ERRORS else ' t="str"'), escape(escaped(value))
    return "", str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _in_order(font: re.Match[bytes]) -> bytes:
    """A font with its properties in the order of the schema, which openpyxl does not keep."""
    parts = re.findall(rb"<(\w+)[^>]*/>", font[2])
    found = dict(zip(parts, re.findall(rb"<\w+[^>]*/>", font[2]), strict=True))
    return font[1] + b"".join(found[name] for name in sorted(found, key=_FONT_ORDER.index)) + font[3]


def _described(content: bytes, charts: list[RowChart]) -> bytes:
    """A drawing whose charts carry their alt texts, which openpyxl has no way to say, and with the prefix that every
    other program writes in drawings, without which ExcelJS finds none."""
    content = _UNPREFIXED.sub(rb"<\1xdr:", content.replace(b' xmlns="', b' xmlns:xdr="', 1))
    for number, chart in enumerate(charts, start=1):
        name = f'name="Chart {number}"'.encode()
        content = content.replace(name, name + f" descr={quoteattr(chart.alt_text)}".encode(), 1)
    return content


def _dated(core: bytes) -> bytes:
    """The modification date set to the creation date, which is the newest filing's."""
    created = _CREATED.search(core)
    return _MODIFIED.sub(rb"\g<1>" + created[1] + rb"\g<2>", core) if created else core

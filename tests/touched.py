"""A workbook as an analyst leaves it: real OOXML parts of every kind put into it, in the form that Excel writes."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from html import escape

from generator.xlsx.package import RELATIONSHIP, Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_ROOT = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIP[:-1]}" ' \
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" ' \
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ' \
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" ' \
        'xr:uid="{A1B2C3D4-0000-4000-8000-00000000000A}">'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


class Touched:
    """A package of ours and what is done to it."""

    def __init__(self, package: bytes) -> None:
        self.package = Package.read(package)
        self.added: dict[str, bytes] = {}

    def saved(self) -> bytes:
        return self.package.bytes()

    def part(self, sheet: str) -> str:
        return self.package.sheets()[sheet]

    def edit(self, part: str, change: Callable[[str], str]) -> None:
        before = self.package.text(part)
        after = change(before)
        assert before != after, part
        self.package.put(part, after)

    def add(self, part: str, content: str | bytes, type: str) -> str:
        """A part of the reader's, remembered as it is."""
        if isinstance(content, bytes):
            self.package.parts[part] = content
            self.package.declare(part, type)
        else:
            self.package.put(part, content, type)
        self.added[part] = self.package.parts[part]
        return part

    # --- sheets and cells -------------------------------------------------------------------------------------------

    def sheet(self, name: str, formulas: dict[str, str], after: str = "", tail: str = "", head: str = "") -> str:
        """A sheet of the reader's as Excel writes it, but that its formulas store no value yet, as openpyxl has it."""
        rows: dict[int, list[str]] = {}
        for address, formula in formulas.items():
            number = int(re.sub(r"\D", "", address))
            raw = formula if formula.startswith("<") else f"<f>{escape(formula[1:], quote=False)}</f><v/>" \
                if formula.startswith("=") else f"<v>{formula}</v>"
            rows.setdefault(number, []).append(f'<c r="{address}">{raw}</c>')
        data = "".join(f'<row r="{number}" spans="1:9" x14ac:dyDescent="0.25">{"".join(cells)}</row>'
                       for number, cells in sorted(rows.items()))
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        self.add(part, f"{HEAD}{_ROOT}{head}<sheetData>{data}</sheetData>{tail}</worksheet>", SHEET_TYPE)
        id = self.package.relate("xl/workbook.xml", RELATIONSHIP + "worksheet", part)
        number = len(self.package.sheets()) + 20
        raw = f'<sheet name="{name}" sheetId="{number}" r:id="{id}"/>'
        place = re.compile(rf'<sheet name="{after}"[^>]*/>') if after else re.compile(r"(?=</sheets>)")
        index = list(self.package.sheets()).index(after) if after else len(self.package.sheets())

        def inserted(text: str) -> str:
            text = re.sub(r'localSheetId="(\d+)"', lambda m: f'localSheetId="{int(m[1]) + (int(m[1]) > index)}"', text)
            return place.sub(lambda m: m[0] + raw, text, count=1)

        self.edit("xl/workbook.xml", inserted)
        return part

    def type_in(self, sheet: str, address: str, content: str, style: str = "") -> None:
        """A cell of one of our sheets overwritten or filled: a formula with its =, a number, or a text."""
        body = f"<f>{escape(content[1:], quote=False)}</f><v/>" if content.startswith("=") else \
            f"<v>{content}</v>" if re.fullmatch(r"-?[\d.]+", content) else ""
        kind = "" if body else ' t="inlineStr"'
        body = body or f"<is><t>{escape(content, quote=False)}</t></is>"
        self.cell(sheet, address, lambda found: f'<c r="{address}"{style or _style(found)}{kind}>{body}</c>')

    def colour(self, sheet: str, address: str, style: int) -> None:
        """Another style for a cell."""

        def changed(found: str) -> str:
            found = re.sub(r'\ss="\d+"', "", found) if found else f'<c r="{address}"/>'
            return found.replace(f'r="{address}"', f'r="{address}" s="{style}"', 1)

        self.cell(sheet, address, changed)

    def cell(self, sheet: str, address: str, change: Callable[[str], str]) -> None:
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]

        def edited(text: str) -> str:
            found = re.search(rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)', text, re.S)
            if found:
                return text[: found.start()] + change(found[0]) + text[found.end():]
            row = re.search(rf'<row r="{number}"[^>]*?>(.*?)</row>', text, re.S)
            if row is None:
                following = next((m for m in re.finditer(r'<row r="(\d+)"', text) if int(m[1]) > int(number)), None)
                place = following.start() if following else text.index("</sheetData>")
                return f'{text[:place]}<row r="{number}">{change("")}</row>{text[place:]}'
            cells = re.finditer(r'<c r="([A-Z]+)\d+"', row[1])
            later = next((c.start() for c in cells if (len(c[1]), c[1]) > (len(letters), letters)), len(row[1]))
            place = row.start(1) + later
            return text[:place] + change("") + text[place:]

        self.edit(self.part(sheet), edited)

    def before(self, sheet: str, marker: str, raw: str) -> None:
        """XML before the first place where one of our sheets has ``marker``."""
        self.edit(self.part(sheet), lambda text: text.replace(marker, raw + marker, 1))

    # --- styles and names -------------------------------------------------------------------------------------------

    def fill(self, rgb: str) -> int:
        """A cell style with a fill; returns its index."""
        text = self.package.text("xl/styles.xml")
        fills = int(re.search(r'<fills count="(\d+)"', text)[1])  # type: ignore[index]
        forms = int(re.search(r'<cellXfs count="(\d+)"', text)[1])  # type: ignore[index]
        text = text.replace("</fills>", f'<fill><patternFill patternType="solid"><fgColor rgb="{rgb}"/>'
                                        '<bgColor indexed="64"/></patternFill></fill></fills>')
        text = text.replace("</cellXfs>", f'<xf numFmtId="0" fontId="0" fillId="{fills}" borderId="0" xfId="0" '
                                          'applyFill="1"/></cellXfs>')
        text = text.replace(f'<fills count="{fills}"', f'<fills count="{fills + 1}"')
        self.package.put("xl/styles.xml", text.replace(f'<cellXfs count="{forms}"', f'<cellXfs count="{forms + 1}"'))
        return forms

    def difference(self) -> int:
        """A differential format for a conditional format; returns its index."""
        text = self.package.text("xl/styles.xml")
        count = int(re.search(r'<dxfs count="(\d+)"', text)[1])  # type: ignore[index]
        text = text.replace("</dxfs>", '<dxf><font><color rgb="FF9C0006"/></font></dxf></dxfs>')
        self.package.put("xl/styles.xml", text.replace(f'<dxfs count="{count}"', f'<dxfs count="{count + 1}"'))
        return count

    def name(self, name: str, formula: str, sheet: str = "") -> None:
        local = f' localSheetId="{list(self.package.sheets()).index(sheet)}"' if sheet else ""
        raw = f'<definedName name="{name}"{local}>{escape(formula, quote=False)}</definedName>'
        self.edit("xl/workbook.xml", lambda text: text.replace("</definedNames>", raw + "</definedNames>"))

    # --- notes and comments -----------------------------------------------------------------------------------------

    def notes(self, sheet: str, notes: dict[str, str], threads: dict[str, str] | None = None) -> None:
        """Legacy notes with their boxes, and threaded comments with their persons, as Excel writes them."""
        threads, part = threads or {}, self.part(sheet)
        number = len([name for name in self.package.parts if "/comments" in name]) + 7
        authors = ["Ann Analyst", *(f"tc={_guid(i)}" for i, _ in enumerate(threads))]
        listed = [(cell, 0, text) for cell, text in notes.items()] + \
            [(cell, i + 1, f"[Threaded comment]\n\nComment:\n    {text}") for i, (cell, text) in
             enumerate(threads.items())]
        comments = "".join(
            f'<comment ref="{cell}" authorId="{author}" shapeId="0"><text><r><rPr><sz val="9"/><rFont val="Tahoma"/>'
            f'</rPr><t xml:space="preserve">{escape(text, quote=False)}</t></r></text></comment>'
            for cell, author, text in listed)
        self.add(f"xl/comments{number}.xml", f'{HEAD}<comments xmlns="{MAIN}"><authors>' + "".join(
            f"<author>{author}</author>" for author in authors) +
            f"</authors><commentList>{comments}</commentList></comments>", _SML + "comments+xml")
        boxes = "".join(_box(1025 + index, cell) for index, (cell, _, _) in enumerate(listed))
        vml = self.add(f"xl/drawings/vmlDrawing{number}.vml",
                       '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
                       'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap '
                       'v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
                       'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path '
                       f'gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{boxes}</xml>',
                       "application/vnd.openxmlformats-officedocument.vmlDrawing")
        self.package.relate(part, RELATIONSHIP + "comments", f"xl/comments{number}.xml")
        id = self.package.relate(part, RELATIONSHIP + "vmlDrawing", vml)
        if threads:
            self._threads(part, number, threads)
        self._element(part, f'<legacyDrawing r:id="{id}"/>', ("<tableParts", "<extLst", "</worksheet>"))

    def _threads(self, part: str, number: int, threads: dict[str, str]) -> None:
        space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
        office = "http://schemas.microsoft.com/office/2017/10/relationships/"
        person = "{11111111-2222-4333-8444-555555555555}"
        listed = "".join(f'<threadedComment ref="{cell}" dT="2024-02-01T09:30:00.00" personId="{person}" '
                         f'id="{_guid(i)}"><text>{escape(text, quote=False)}</text></threadedComment>'
                         for i, (cell, text) in enumerate(threads.items()))
        self.add(f"xl/threadedComments/threadedComment{number}.xml",
                 f'{HEAD}<ThreadedComments xmlns="{space}" xmlns:x="{MAIN}">{listed}</ThreadedComments>',
                 "application/vnd.ms-excel.threadedcomments+xml")
        self.add("xl/persons/person.xml", f'{HEAD}<personList xmlns="{space}" xmlns:x="{MAIN}"><person '
                 f'displayName="Ann Analyst" id="{person}" userId="S::ann@example.com::1" providerId="AD"/>'
                 "</personList>", "application/vnd.ms-excel.person+xml")
        self.package.relate(part, office + "threadedComment", f"xl/threadedComments/threadedComment{number}.xml")
        self.package.relate("xl/workbook.xml", office + "person", "xl/persons/person.xml")

    def _element(self, part: str, raw: str, places: tuple[str, ...]) -> None:
        """An element in a sheet before the first of the places that the sheet has; r: is declared for it."""

        def changed(text: str) -> str:
            place = min(text.index(each) for each in places if each in text)
            text = text[:place] + raw + text[place:]
            if "xmlns:r=" not in text[:2000]:
                text = text.replace("<worksheet ", f'<worksheet xmlns:r="{RELATIONSHIP[:-1]}" ', 1)
            return text

        self.edit(part, changed)
        if part in self.added:
            self.added[part] = self.package.parts[part]

    # --- drawings ---------------------------------------------------------------------------------------------------

    def draw(self, sheet: str, anchors: list[str], targets: dict[str, tuple[str, str]]) -> str:
        """A drawing on a sheet that has none; ``targets`` gives relation ids their kind and part."""
        part = self.part(sheet)
        number = len([name for name in self.package.parts if "/drawings/drawing" in name]) + 11
        drawing = self.add(f"xl/drawings/drawing{number}.xml",
                           f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
                           'spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
                           f'{"".join(anchors)}</xdr:wsDr>',
                           "application/vnd.openxmlformats-officedocument.drawing+xml")
        for id, (kind, target) in targets.items():
            assert self.package.relate(drawing, RELATIONSHIP + kind, target) == id
        id = self.package.relate(part, RELATIONSHIP + "drawing", drawing)
        self._element(part, f'<drawing r:id="{id}"/>', ("<legacyDrawing", "<tableParts", "<extLst", "</worksheet>"))
        return drawing

    def chart(self, values: str, categories: str) -> str:
        """A chart part over ranges, as Excel writes it."""
        number = len([name for name in self.package.parts if "/charts/chart" in name]) + 21
        return self.add(
            f"xl/charts/chart{number}.xml",
            f'{HEAD}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            f'xmlns:r="{RELATIONSHIP[:-1]}"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
            '<c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>'
            '<c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/><c:invertIfNegative val="0"/>'
            f'<c:cat><c:strRef><c:f>{escape(categories, quote=False)}</c:f></c:strRef></c:cat>'
            f'<c:val><c:numRef><c:f>{escape(values, quote=False)}</c:f></c:numRef></c:val></c:ser>'
            '<c:gapWidth val="150"/><c:axId val="111"/><c:axId val="112"/></c:barChart>'
            '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
            '<c:axPos val="b"/><c:crossAx val="112"/></c:catAx><c:valAx><c:axId val="112"/><c:scaling>'
            '<c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="111"/>'
            '</c:valAx></c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>',
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")

    def picture(self) -> str:
        return self.add("xl/media/image1.png", png(), "image/png")

    # --- a pivot table ----------------------------------------------------------------------------------------------

    def pivot(self, sheet: str, source: str, area: str) -> str:
        """A pivot table of row counts by the first column of an area, on a sheet of the reader's; its cache's part."""
        ours = self.package.parts
        cache = self.add(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONSHIP[:-1]}" r:id="rId1" refreshedBy="Ann" '
            'refreshedDate="45300" createdVersion="8" refreshedVersion="8" minRefreshableVersion="3" recordCount="1">'
            f'<cacheSource type="worksheet"><worksheetSource ref="{area}" sheet="{source}"/></cacheSource>'
            '<cacheFields count="1"><cacheField name="Statement" numFmtId="0"><sharedItems count="1"><s v="parameter"/>'
            "</sharedItems></cacheField></cacheFields></pivotCacheDefinition>", _SML + "pivotCacheDefinition+xml")
        self.add("xl/pivotCache/pivotCacheRecords1.xml",
                 f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="1"><r><x v="0"/></r></pivotCacheRecords>',
                 _SML + "pivotCacheRecords+xml")
        table = self.add(
            "xl/pivotTables/pivotTable1.xml",
            f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="PivotTable1" cacheId="1" dataCaption="Values" '
            'updatedVersion="8" minRefreshableVersion="3" createdVersion="8" outline="1" outlineData="1">'
            '<location ref="A3:A5" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="1">'
            '<pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/><item t="default"/></items>'
            '</pivotField></pivotFields><rowFields count="1"><field x="0"/></rowFields></pivotTableDefinition>',
            _SML + "pivotTable+xml")
        assert self.package.relate(cache, RELATIONSHIP + "pivotCacheRecords",
                                   "xl/pivotCache/pivotCacheRecords1.xml") == "rId1"
        self.package.relate(table, RELATIONSHIP + "pivotCacheDefinition", cache)
        self.package.relate(self.part(sheet), RELATIONSHIP + "pivotTable", table)
        id = self.package.relate("xl/workbook.xml", RELATIONSHIP + "pivotCacheDefinition", cache)
        raw = f'<pivotCaches><pivotCache cacheId="1" r:id="{id}"/></pivotCaches>'
        self.edit("xl/workbook.xml", lambda text: text.replace("</workbook>", raw + "</workbook>"))
        assert set(ours) >= {cache, table}
        return cache


def chart_anchor(row: int, column: int, id: str, name: str = "Chart 9") -> str:
    return _anchor(row, column, '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" '
                   f'name="{name}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/>'
                   '<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/'
                   'drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
                   f'xmlns:r="{RELATIONSHIP[:-1]}" r:id="{id}"/></a:graphicData></a:graphic></xdr:graphicFrame>')


def picture_anchor(row: int, column: int, id: str) -> str:
    return _anchor(row, column, '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Picture 1"/><xdr:cNvPicPr/>'
                   f'</xdr:nvPicPr><xdr:blipFill><a:blip xmlns:r="{RELATIONSHIP[:-1]}" r:embed="{id}"/><a:stretch>'
                   '<a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9525" '
                   'cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>')


def shape_anchor(row: int, column: int, linked: str) -> str:
    """A text box that shows a cell."""
    return _anchor(row, column, f'<xdr:sp macro="" textlink="{escape(linked)}"><xdr:nvSpPr><xdr:cNvPr id="4" '
                   'name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/>'
                   '<a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
                   '<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>0</a:t></a:r></a:p></xdr:txBody></xdr:sp>')


def _anchor(row: int, column: int, inner: str) -> str:
    """From a cell (counted from 1) over four columns and ten rows."""
    return (f"<xdr:twoCellAnchor><xdr:from><xdr:col>{column - 1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}"
            f"</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>{column + 3}</xdr:col><xdr:colOff>0"
            f"</xdr:colOff><xdr:row>{row + 9}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{inner}<xdr:clientData/>"
            "</xdr:twoCellAnchor>")


def png() -> bytes:
    """A picture of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b"")


def as_excel_saves(package: bytes) -> bytes:
    """The same workbook in the form in which Excel saves it: shared strings, spans, a calculation chain."""
    touched = Touched(package)
    strings: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        index = strings.setdefault(match[3], len(strings))
        return f'<c {match[1]} t="s"{match[2]}><v>{index}</v></c>'

    chain = []
    for number, (name, part) in enumerate(touched.package.sheets().items(), start=1):
        text = touched.package.text(part)
        text = re.sub(r'<c ([^>]*?) t="inlineStr"([^>]*)><is>(<t.*?)</is></c>', shared, text, flags=re.S)
        text = text.replace(' t="n"', "").replace(" />", "/>")
        text = re.sub(r'<row r="(\d+)"', r'<row r="\1" spans="1:28" x14ac:dyDescent="0.2"', text)
        text = re.sub(r"<worksheet xmlns=\"[^\"]*\"(?: xmlns:r=\"[^\"]*\")?>", _ROOT, text)
        chain += [f'<c r="{cell}" i="{number}"/>' for cell in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>', text)]
        touched.package.put(part, HEAD + text)
        assert name
    items = "".join(f"<si>{text}</si>" for text in strings)
    touched.package.put("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}" '
                        f'uniqueCount="{len(strings)}">{items}</sst>', _SML + "sharedStrings+xml")
    touched.package.relate("xl/workbook.xml", RELATIONSHIP + "sharedStrings", "xl/sharedStrings.xml")
    touched.package.put("xl/calcChain.xml", f'{HEAD}<calcChain xmlns="{MAIN}">{"".join(chain)}</calcChain>',
                        _SML + "calcChain+xml")
    touched.package.relate("xl/workbook.xml", RELATIONSHIP + "calcChain", "xl/calcChain.xml")
    touched.edit("xl/workbook.xml", lambda text: text.replace(' fullCalcOnLoad="1"', ""))
    return touched.saved()


def _style(cell: str) -> str:
    found = re.search(r'\ss="\d+"', cell)
    return found[0] if found else ""


def _guid(number: int) -> str:
    return f"{{AAAAAAAA-0000-4000-8000-{number:012d}}}"


def _box(number: int, cell: str) -> str:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    line = int(row) - 1
    return (f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59pt;'
            'margin-top:1.5pt;width:108pt;height:59pt;z-index:1;visibility:hidden" fillcolor="infoBackground [80]" '
            'strokecolor="none [81]" o:insetmode="auto"><v:fill color2="infoBackground [80]"/><v:shadow color="none '
            '[81]" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div '
            'style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
            f"<x:SizeWithCells/><x:Anchor>{column}, 15, {line}, 10, {column + 2}, 31, {line + 4}, 9</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{line}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData>"
            "</v:shape>")

"""Sheets, charts, notes and unknown parts where ours and the reader's stand side by side."""

from __future__ import annotations

import io
import re

import pytest

from generator.merge.merge import merge
from generator.pipeline import Result
from generator.xlsx.package import RELATIONSHIP
from tests.companies import FILING, MEMBERS, STATEMENTS, built
from tests.merge.test_merge import merged, parts, refused, seen
from tests.touched import Touched, chart_anchor, shape_anchor

EQUITY = """\
  - statement: equity
    heading: Equity
    period: 1H2023
    members: [capital, reserves, total]
    rows:
      profit: [nil, 50, 50]
"""


@pytest.fixture(scope="module")
def with_equity(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The first book with a sheet more."""
    return built(tmp_path_factory.mktemp("equity"), {"statements.yaml": STATEMENTS + MEMBERS,
                                                     "filings/2023-11-14.yaml": FILING + EQUITY}).package


# --- whole sheets ----------------------------------------------------------------------------------------------------


def test_a_sheet_of_ours_that_is_new_stands_in_its_place(first: bytes, with_equity: bytes) -> None:
    touched = Touched(first)
    touched.sheet("Mine", {"A1": "=1"}, after="Balance Sheet")
    touched.name("here", "Mine!$A$1", sheet="Mine")
    result = merged(touched, with_equity)
    book = seen(result.package)
    names = book.sheetnames
    assert names.index("Changes in Equity") == names.index("Balance Sheet") + 1
    assert names.index("Mine") == names.index("Changes in Equity") + 1
    assert book["Mine"].defined_names["here"].attr_text == "Mine!$A$1"
    assert book["Changes in Equity"].print_title_rows == "$2:$6"
    new = seen(with_equity)["Changes in Equity"]
    for row in new.iter_rows():
        for cell in row:
            other = book["Changes in Equity"][cell.coordinate]
            assert (other.value, other.number_format, other.font.b) == (cell.value, cell.number_format, cell.font.b)


def test_a_sheet_that_is_no_longer_made_goes_unless_something_hangs_on_it(first: bytes, with_equity: bytes) -> None:
    touched = Touched(with_equity)
    touched.sheet("Mine", {"A1": "=1"}, after="Changes in Equity")
    touched.name("here", "Mine!$A$1", sheet="Mine")
    book = seen(merged(touched, first).package)
    assert "Changes in Equity" not in book.sheetnames
    assert book["Mine"].defined_names["here"].attr_text == "Mine!$A$1"
    touched.sheet("More", {"A1": "='Changes in Equity'!Q9"})
    assert "More!A1: ='Changes in Equity'!Q9: 'Changes in Equity'!Q9 is no longer there" in \
        refused(touched.saved(), first)
    typed = Touched(with_equity)
    typed.type_in("Changes in Equity", "B40", "mine")
    assert "sheet Changes in Equity: is no longer made, and something of yours stands on it" in \
        refused(typed.saved(), first)


def test_a_sheet_of_ours_that_the_reader_removed_is_there_again(first: bytes, second: bytes) -> None:
    book, out = seen(first), io.BytesIO()
    del book["Filings"]
    book.save(out)
    result = merge(out.getvalue(), first)
    assert "Filings" in seen(result.package).sheetnames
    assert "the sheet Filings, which you removed, is there again" in result.report.notes


def test_a_reader_s_sheet_in_the_way_of_ours_is_refused(first: bytes, with_equity: bytes) -> None:
    touched = Touched(first)
    touched.sheet("Changes in Equity", {"A1": "=1"})
    assert "sheet Changes in Equity: is a sheet of ours now; give yours another name" in \
        refused(touched.saved(), with_equity)


def test_a_copy_of_a_sheet_of_ours_is_the_reader_s(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    source = touched.package.text(touched.part("Income Statement"))
    part = touched.sheet("Income Statement (2)", {"A1": "=1"})
    touched.package.put(part, source)
    text = parts(merged(touched, second).package)[part].decode()
    book = seen(merged(touched, second).package)
    # Its formulas stay on it, and the facts that they link to have not moved.
    assert book["Income Statement (2)"]["Q10"].value == "=SUM(Q8:Q9)"
    assert book["Income Statement (2)"]["Q9"].value.startswith("=Facts!H")
    assert re.sub(r"<v>[^<]*</v>", "", text) == re.sub(r"<v>[^<]*</v>", "", source)


# --- charts on Summary -----------------------------------------------------------------------------------------------


def charts(package: bytes) -> dict[str, list[str]]:
    """The references of every chart on Summary, by the chart's name."""
    touched = Touched(package)
    drawing = touched.package.related(touched.part("Summary"), "drawing")
    found = {}
    for anchor in re.findall(r"<(?:xdr:)?(?:one|two)CellAnchor.*?CellAnchor>", touched.package.text(drawing), re.S):
        name = re.search(r'cNvPr[^>]*\bname="([^"]*)"', anchor)
        id = re.search(r'r:id="(\w+)"', anchor)
        assert name
        assert id
        chart = touched.package.text(touched.package.target(drawing, id[1]))
        found[name[1]] = re.findall(r"<(?:c:)?f>(.*?)</(?:c:)?f>", chart)
    return found


TITLE = "Revenue and operating margin by quarter"


def test_our_charts_go_on_and_the_reader_s_stay(iij: Result, later: Result) -> None:
    assert "'Summary'!$C$78:$H$78" in charts(iij.package)["Chart 1"]
    touched = Touched(iij.package)
    drawing = touched.package.related(touched.part("Summary"), "drawing")
    mine = touched.chart("Summary!$C$78:$H$78", "Summary!$D$77:$F$77")
    id = touched.package.relate(drawing, RELATIONSHIP + "chart", mine)
    anchor = chart_anchor(70, 2, id, "Mine").replace("<xdr:twoCellAnchor>", (
        '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'))
    touched.edit(drawing, lambda text: text.replace("</xdr:wsDr>", anchor + "</xdr:wsDr>"))
    # One of ours in another colour, by the reader's hand.
    chart = next(name for name in touched.package.parts if name.endswith("charts/chart2.xml"))
    touched.edit(chart, lambda text: re.sub(r'srgbClr val="1F3864"', 'srgbClr val="FF0000"', text))
    result = merged(touched, later.package)
    found = charts(result.package)
    assert len(found) == 6
    sheet = seen(result.package)["Summary"]
    row = max(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == TITLE)
    assert f"'Summary'!$C${row + 1}:$J${row + 1}" in found["Chart 1"]  # the quarters up to 1Q2024 have come
    # Over all quarters that the block shows it stays over all of them, over some over the same.
    assert found["Mine"] == [f"Summary!$C${row}:$E${row}", f"Summary!$C${row + 1}:$J${row + 1}"]
    assert "FF0000" in parts(result.package)[chart].decode()
    assert "Summary: Chart 2 stays as you changed it, over the periods it has" in result.report.notes
    assert [sheet.cell(row, column).value for column in range(3, 11)] == [
        "2Q2022", "3Q2022", "4Q2022", "1Q2023", "2Q2023", "3Q2023", "4Q2023", "1Q2024"]


# --- notes beside ours -----------------------------------------------------------------------------------------------


def test_notes_beside_ours(iij: Result, later: Result) -> None:
    """Notes is the sheet on which we explain lost figures in notes of our own."""
    touched = Touched(iij.package)
    part = touched.part("Notes")
    comments = touched.package.related(part, "comments")
    boxes = touched.package.related(part, "vmlDrawing")
    touched.edit(comments, lambda text: text.replace("</authors>", "<author>Ann</author></authors>").replace(
        "</commentList>", '<comment ref="Y46" authorId="1" shapeId="0"><text><t>ask IR</t></text></comment>'
        "</commentList>"))
    shape = re.search(r"<ns1:shape .*?</ns1:shape>", touched.package.text(boxes), re.S)
    assert shape
    mine = re.sub(r"Row>\d+<", "Row>45<", re.sub(r"Column>\d+<", "Column>24<", shape[0]))
    touched.edit(boxes, lambda text: text.replace("</xml>", mine + "</xml>"))
    ours = {cell.coordinate: cell.comment.text for row in seen(later.package)["Notes"].iter_rows()
            for cell in row if cell.comment}
    assert ours
    result = merged(touched, later.package)
    found = {cell.coordinate: cell.comment.text for row in seen(result.package)["Notes"].iter_rows()
             for cell in row if cell.comment}
    assert found == {**ours, "Y46": "ask IR"}
    assert result.report.kept == ("Notes: 1 note of yours",)
    # Put back as it was, only ours are there: nothing of them was doubled.
    assert len(re.findall("<comment ", parts(result.package)[comments].decode())) == len(ours) + 1


# --- parts that nobody knows -----------------------------------------------------------------------------------------


def test_unknown_parts_and_extensions_stay_byte_for_byte(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    slicer = touched.add("xl/slicers/slicer1.xml", '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/'
                         '2009/9/main"><slicer name="Version" cache="Slicer_Version" rowHeight="241300"/></slicers>',
                         "application/vnd.ms-excel.slicer+xml")
    cache = touched.add("xl/slicerCaches/slicerCache1.xml", '<slicerCacheDefinition xmlns="http://schemas.microsoft.com/'
                        'office/spreadsheetml/2009/9/main" name="Slicer_Version" sourceName="Version"/>',
                        "application/vnd.ms-excel.slicerCache+xml")
    office = "http://schemas.microsoft.com/office/2007/relationships/"
    part = touched.part("Facts")
    id = touched.package.relate(part, office + "slicer", slicer)
    touched.package.relate("xl/workbook.xml", office + "slicerCache", cache)
    extension = ('<extLst><ext uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}" xmlns:x14="http://schemas.microsoft.com/'
                 'office/spreadsheetml/2009/9/main"><x14:slicerList><x14:slicer '
                 f'xmlns:r="{RELATIONSHIP[:-1]}" r:id="{id}"/></x14:slicerList></ext></extLst>')
    touched.before("Facts", "</worksheet>", extension)
    other = touched.add("customXml/item9.xml", "<mine/>", "application/xml")
    touched.package.relate("xl/workbook.xml", RELATIONSHIP + "customXml", other)
    touched.add("xl/unknown/thing.bin", b"\x00\x01\x02", "application/x-thing")
    result = merged(touched, second)
    out = parts(result.package)
    for name, content in touched.added.items():
        assert out[name] == content, name
    assert extension in out[part].decode()
    assert f'Id="{id}"' in out["xl/worksheets/_rels/" + part.rpartition("/")[2] + ".rels"].decode()


def test_sparklines_and_links_on_our_sheets_follow(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.before("Income Statement", "<pageMargins", (
        '<hyperlinks><hyperlink ref="Q9" location="\'Income Statement\'!Q10" display="x"/></hyperlinks>'))
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    touched.before("Income Statement", "</worksheet>", (
        f'<extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{x14}"><x14:sparklineGroups '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines>'
        "<x14:sparkline><xm:f>'Income Statement'!I9:Q9</xm:f><xm:sqref>W9</xm:sqref></x14:sparkline></x14:sparklines>"
        "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"))
    text = parts(merged(touched, second).package)[touched.part("Income Statement")].decode()
    assert "<xm:f>'Income Statement'!I10:Q10</xm:f><xm:sqref>AE10</xm:sqref>" in text
    assert 'ref="Q10" location="\'Income Statement\'!Q11"' in text


def test_a_damaged_or_protected_file_is_refused(first: bytes, second: bytes) -> None:
    assert "not an .xlsx file, damaged" in refused(first[: len(first) // 2], second)
    assert "not an .xlsx file" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, second)
    touched = Touched(first)
    touched.edit("xl/workbook.xml", lambda text: text.replace("<workbookPr ", '<workbookPr date1904="1" '))
    assert "counts its dates from 1904" in refused(touched.saved(), second)


def test_a_linked_shape_that_is_rewritten_stays_xml(first: bytes, second: bytes) -> None:
    """A quotation mark inside an attribute stays an entity; what does not move stays as it is written."""
    touched = Touched(first)
    touched.sheet("M", {"A1": "=1"})
    drawing = touched.draw("M", [
        shape_anchor(2, 2, "'Income Statement'!$Q$10&\"x\""), shape_anchor(9, 2, "'Income Statement'!$Q$8&\"x\"")], {})
    text = parts(merged(touched, second).package)[drawing].decode()
    assert 'textlink="\'Income Statement\'!$Q$11&amp;&quot;x&quot;"' in text
    assert 'textlink="&#x27;Income Statement&#x27;!$Q$8&amp;&quot;x&quot;"' in text

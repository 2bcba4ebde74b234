"""What a reader's programs keep in odd places of a workbook follows its figure there, or stops the build."""

from __future__ import annotations

import re

from generator.xlsx.package import RELATIONSHIP
from tests.merge.test_merge import merged, parts, refused
from tests.touched import MAIN, Touched, chart_anchor

# Costs stand in row 9 and profit in row 10 of the income statement; the next filing puts a row between revenue (8) and
# costs. Columns stay where they are.
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"


def moved(xml: str) -> str:
    """Text in which rows 9 and 10 of the income statement have become 10 and 11."""

    def row(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + 1}"

    return re.sub(r"(?<=\$)()(9|10)\b", row, xml)


def test_a_filtered_chart_follows_with_what_it_hides(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.sheet("Mine", {"A1": "=1"})
    chart = touched.chart("'Income Statement'!$I$9:$Q$9", "'Income Statement'!$I$5:$Q$5")
    hidden = (f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" xmlns:c15="{C15}"><c15:fullRef>'
              "<c15:sqref>'Income Statement'!$E$9:$Q$9</c15:sqref></c15:fullRef><c15:filteredBarSeries><c15:ser><c:tx>"
              "<c:strRef><c:extLst><c:ext><c15:formulaRef><c15:sqref>'Income Statement'!$B$10</c15:sqref>"
              "</c15:formulaRef></c:ext></c:extLst></c:strRef></c:tx></c15:ser></c15:filteredBarSeries>"
              "<c15:datalabelsRange><c15:f>'Income Statement'!$E$10:$Q$10</c15:f></c15:datalabelsRange></c:ext>"
              "</c:extLst>")
    touched.edit(chart, lambda text: text.replace('<c:axId val="111"/><c:axId val="112"/></c:barChart>',
                                                  f'<c:axId val="111"/><c:axId val="112"/>{hidden}</c:barChart>'))
    touched.draw("Mine", [chart_anchor(2, 2, "rId1")], {"rId1": ("chart", chart)})
    before = touched.package.text(chart)
    assert parts(merged(touched, second).package)[chart].decode() == moved(before) != before


BOUNDS = (
    '<conditionalFormatting sqref="A1:A3"><cfRule type="dataBar" priority="1"><dataBar><cfvo type="num" val="0"/><cfvo '
    "type=\"formula\" val=\"'Income Statement'!$Q$10\"/><color rgb=\"FF638EC6\"/></dataBar></cfRule><cfRule "
    'type="iconSet" priority="2"><iconSet><cfvo type="percent" val="0"/><cfvo type="num" '
    "val='&apos;Income Statement&apos;!$Q$9'/><cfvo type=\"num\" val=\"10\"/></iconSet></cfRule>"
    "</conditionalFormatting>")
BOUNDS_14 = (
    f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
    f'<x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule type="dataBar"><x14:dataBar><x14:cfvo type="autoMin"/>'
    "<x14:cfvo type=\"formula\"><xm:f>'Income Statement'!$Q$10</xm:f></x14:cfvo></x14:dataBar></x14:cfRule>"
    "<xm:sqref>A1:A3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>")
CONSOLIDATED = ('<dataConsolidate><dataRefs count="2"><dataRef ref="A8:Q10" sheet="Income Statement"/><dataRef '
                'ref="A8:Q10" sheet="Mine"/></dataRefs></dataConsolidate>')


def test_bounds_and_consolidations_on_a_sheet_of_the_reader_s_follow(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    part = touched.sheet("Mine", {"A1": "1"}, tail=CONSOLIDATED + BOUNDS + BOUNDS_14)
    before = touched.package.text(part)
    after = moved(before).replace('"A8:Q10" sheet="Income', '"A8:Q11" sheet="Income')
    assert parts(merged(touched, second).package)[part].decode() == after != before


VIEWS = ('<customSheetViews><customSheetView guid="{A0000000-0000-4000-8000-000000000001}" topLeftCell="E9"><pane '
         'ySplit="6" topLeftCell="A9" state="frozen"/><selection pane="bottomLeft" activeCell="Q10" sqref="Q10"/>'
         '<rowBreaks count="1" manualBreakCount="1"><brk id="9" max="16383" man="1"/></rowBreaks><autoFilter '
         'ref="A8:Q10"/></customSheetView></customSheetViews>')
OURS = {
    "</worksheet>": '<cellWatches><cellWatch r="Q10"/></cellWatches><ignoredErrors><ignoredError sqref="Q9:Q10" '
    'numberStoredAsText="1"/></ignoredErrors><webPublishItems count="1"><webPublishItem id="1" divId="a" '
    'sourceType="range" sourceRef="A9:Q10" destinationFile="a.htm"/></webPublishItems>',
    "<pageMargins": BOUNDS.replace("A1:A3", "Y9:Y10") + '<dataValidations count="1"><dataValidation type="list" '
    'sqref="Y9"><formula1>$Y$10</formula1></dataValidation></dataValidations>',
    "<conditionalFormatting": '<protectedRanges><protectedRange sqref="Q9:Q10 S8" name="mine"/></protectedRanges>'
    '<scenarios current="0" sqref="Q9"><scenario name="Bull" count="1"><inputCells r="Q9" val="1"/></scenario>'
    f"</scenarios>{VIEWS}"}


def test_what_stands_on_a_sheet_of_ours_moves_with_its_cells(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    sheet = "Income Statement"
    for marker, raw in OURS.items():
        touched.before(sheet, marker, raw)
    text = parts(merged(touched, second).package)[touched.part(sheet)].decode()
    for piece in ('<protectedRange sqref="Q10:Q11 S8"', '<scenarios current="0" sqref="Q10">', '<inputCells r="Q10"',
                  'sqref="AG10:AG11"><cfRule type="dataBar"', "val=\"'Income Statement'!$Q$11\"",
                  'sqref="AG10"><formula1>$AG$11<', '<cellWatch r="Q11"/>', '<ignoredError sqref="Q10:Q11"',
                  'sourceRef="A10:Q11"', 'topLeftCell="E10"', 'topLeftCell="A10"', 'activeCell="Q11" sqref="Q11"',
                  '<brk id="10"', '<autoFilter ref="A8:Q11"/></customSheetView>'):
        assert piece in text, piece


def test_a_scenario_for_a_cell_that_is_gone_is_refused_by_its_name(first: bytes, second: bytes) -> None:
    touched = Touched(second)
    touched.edit(touched.part("Income Statement"), lambda text: text.replace("</sheetData>", (
        '</sheetData><scenarios><scenario name="Bull" count="1"><inputCells r="Q9" val="1"/></scenario></scenarios>')))
    assert "Income Statement: scenario Bull: Q9: Q9 is no longer there" in refused(touched.saved(), first)


def test_controls_tables_and_views_that_hang_on_a_sheet_of_ours_move_with_it(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    package, part = touched.package, touched.part("Income Statement")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    hung = {
        "ctrlProp": ("xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml",
                     f'<formControlPr xmlns="{X14}" objectType="CheckBox" fmlaLink="$Q$10" fmlaRange="'
                     "'Income Statement'!$Q$9:$Q$10\"/>"),
        "vmlDrawing": ("xl/drawings/vmlDrawing77.vml", "application/vnd.openxmlformats-officedocument.vmlDrawing",
                       '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
                       '<v:shape id="b" href="#\'Income Statement\'!Q9"><x:ClientData ObjectType="Checkbox">'
                       "<x:FmlaLink>$Q$10</x:FmlaLink></x:ClientData></v:shape></xml>"),
        "namedSheetViews": ("xl/namedSheetViews/namedSheetView1.xml", "application/vnd.ms-excel.namedsheetviews+xml",
                            '<namedSheetViews xmlns="http://schemas.microsoft.com/office/spreadsheetml/2019/'
                            'namedsheetviews"><namedSheetView name="a" id="{B0000000-0000-4000-8000-000000000001}">'
                            '<nsvFilter filterId="{B0000000-0000-4000-8000-000000000002}" ref="A8:Q10"/>'
                            "</namedSheetView></namedSheetViews>"),
        "tableSingleCells": ("xl/tables/tableSingleCells1.xml",
                             "application/vnd.openxmlformats-officedocument.spreadsheetml.tableSingleCells+xml",
                             f'<singleXmlCells xmlns="{MAIN}"><singleXmlCell id="1" r="S10" connectionId="0"/>'
                             "</singleXmlCells>"),
        "table": ("xl/tables/table77.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
                  f'<table xmlns="{MAIN}" id="77" name="T" displayName="T" ref="Z8:AA10" totalsRowShown="0">'
                  '<autoFilter ref="Z8:AA10"><sortState ref="Z9:AA10"><sortCondition ref="Z9:Z10"/></sortState>'
                  '</autoFilter>'
                  '<tableColumns count="2"><tableColumn id="1" name="a"/><tableColumn id="2" name="b">'
                  "<calculatedColumnFormula>'Income Statement'!$Q$10</calculatedColumnFormula></tableColumn>"
                  "</tableColumns></table>")}
    for kind, (name, type, text) in hung.items():
        touched.add(name, head + text, type)
        package.relate(part, RELATIONSHIP + kind, name)
    for address, words in (("Z8", "a"), ("AA8", "b"), ("Z9", "1"), ("Z10", "2")):
        touched.type_in("Income Statement", address, words)
    found = {name: content.decode() for name, content in parts(merged(touched, second).package).items()
             if name in {name for name, _, _ in hung.values()}}
    text = "".join(found.values())
    assert len(found) == len(hung)
    for piece in ('fmlaLink="$Q$11"', "fmlaRange=\"'Income Statement'!$Q$10:$Q$11\"",
                  "href=\"#'Income Statement'!Q10\"",
                  "<x:FmlaLink>$Q$11</x:FmlaLink>", 'ref="A8:Q11"', 'r="S11"', 'ref="AH8:AI11" totals',
                  '<autoFilter ref="AH8:AI11"><sortState ref="AH10:AI11"><sortCondition ref="AH10:AH11"/>',
                  "'Income Statement'!$Q$11</calculatedColumnFormula>"):
        assert piece in text, piece


def test_controls_on_a_sheet_of_ours_are_kept_where_they_hang(first: bytes, second: bytes) -> None:
    """As Excel writes them: for itself, and for programs that do not know the extension nothing."""
    touched = Touched(first)
    raw = ('<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
           f'Requires="x14" xmlns:x14="{X14}" xmlns:r="{RELATIONSHIP[:-1]}"><controls>'
           '<mc:AlternateContent><mc:Choice Requires="x14"><control '
           'shapeId="1025" r:id="rId77" name="Box"><controlPr linkedCell="$Q$10" listFillRange="Q9:Q10"><anchor '
           'moveWithCells="1"><from><xdr:col xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
           'spreadsheetDrawing">2</xdr:col><xdr:row xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
           'spreadsheetDrawing">9</xdr:row></from></anchor></controlPr></control></mc:Choice></mc:AlternateContent>'
           "</controls></mc:Choice></mc:AlternateContent>")
    touched.before("Income Statement", "</worksheet>", raw)
    text = parts(merged(touched, second).package)[touched.part("Income Statement")].decode()
    assert raw.replace("$Q$10", "$Q$11").replace("Q9:Q10", "Q10:Q11").replace(">9</xdr:row>", ">10</xdr:row>") in text


# --- what means another cell wherever it is used ---------------------------------------------------------------------


def test_a_name_without_dollars_follows_for_the_cells_that_use_it(first: bytes, second: bytes) -> None:
    """As seen from A1; in C3 it means the cell two rows below and two columns to the right of what is written."""
    touched = Touched(first)
    touched.name("here", "'Income Statement'!O7")
    part = touched.sheet("Mine", {"C3": "=here"})  # costs
    result = merged(touched, second)
    assert "<definedName name=\"here\">'Income Statement'!O8</definedName>" in \
        parts(result.package)["xl/workbook.xml"].decode()
    assert "<f>here</f>" in parts(result.package)[part].decode()
    touched = Touched(first)
    touched.name("here", "'Income Statement'!O7")
    touched.sheet("Mine", {"C2": "=here", "C3": "=here"})  # revenue and costs: a row has come between them
    assert "name here: 'Income Statement'!O7: it means another cell wherever it is used" in \
        refused(touched.saved(), second)
    touched = Touched(first)
    touched.name("here", "'Income Statement'!O$9")
    touched.sheet("Mine", {"C2": "=here", "C3": "=here"})  # the same row in each
    assert "'Income Statement'!O$10</definedName>" in parts(merged(touched, second).package)["xl/workbook.xml"].decode()


def test_a_rule_for_several_cells_that_no_longer_move_alike_is_refused(first: bytes, second: bytes) -> None:
    rule = '<conditionalFormatting sqref="A{}:A{}"><cfRule type="expression" priority="1"><formula>' \
           "'Income Statement'!$Q{}&gt;0</formula></cfRule></conditionalFormatting>"
    touched = Touched(first)
    part = touched.sheet("Mine", {"A1": "1"}, tail=rule.format(1, 2, 9))
    assert "'Income Statement'!$Q10&gt;0" in parts(merged(touched, second).package)[part].decode()
    touched = Touched(first)
    touched.sheet("Mine", {"A1": "1"}, tail=rule.format(1, 3, 8))
    assert "Mine!A1:A3: 'Income Statement'!$Q8>0 means another cell in each of these" in \
        refused(touched.saved(), second)
    touched = Touched(first)
    touched.sheet("Mine", {"A1": "1"}, tail=rule.format(1, 3, 8).replace("$Q8", "$Q$8"))
    merged(touched, second)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_an_unknown_extension_that_names_a_sheet_that_moved_is_refused(first: bytes, second: bytes) -> None:
    tail = '<extLst><ext uri="{C0000000-0000-4000-8000-000000000001}" xmlns:n="urn:new"><n:watch>' \
           "'Income Statement'!Q9</n:watch></ext></extLst>"
    touched = Touched(first)
    touched.sheet("Mine", {"A1": "1"}, tail=tail)
    assert "Mine: n:watch holds \"'Income Statement'!Q9\", which cannot be followed" in refused(touched.saved(), second)
    merged(touched, first)  # where nothing has moved it stays


def test_tracked_changes_are_refused_where_cells_have_moved(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    log = touched.add("xl/revisions/revisionLog1.xml", f'<?xml version="1.0"?><revisions xmlns="{MAIN}"><rcc rId="1" '
                      'sId="3"><nc r="Q9"><v>1</v></nc></rcc></revisions>',
                      "application/vnd.openxmlformats-officedocument.spreadsheetml.revisionLog+xml")
    touched.package.relate("xl/workbook.xml", RELATIONSHIP + "revisionHeaders", log)
    assert "revisionLog1.xml: what nc says there of cells cannot be followed" in refused(touched.saved(), second)
    merged(touched, first)

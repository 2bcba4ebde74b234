"""What the analyst did survives regeneration: a small company whose next filing inserts a row and a year."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from generator.merge.log import NotMerged
from generator.merge.merge import Merged, merge
from tests.companies import COMPANY, FILING, built, changed
from tests.touched import Touched, as_excel_saves, chart_anchor, picture_anchor, shape_anchor


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


def seen(package: bytes, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(package), data_only=values)


def refused(old: bytes, new: bytes) -> str:
    with pytest.raises(NotMerged) as error:
        merge(old, new)
    return "\n".join(map(str, error.value.conflicts))


def merged(touched: Touched, new: bytes) -> Merged:
    """The merge, which is the same when it is done again, and when Excel has saved the file in between."""
    result = merge(touched.saved(), new)
    assert merge(result.package, new).package == result.package
    return result


def test_the_rows_and_columns_are_where_these_tests_expect_them(first: bytes, second: bytes) -> None:
    before, after = seen(first)["Income Statement"], seen(second)["Income Statement"]
    assert [before.cell(row, 1).value for row in (8, 9, 10)] == ["revenue", "costs", "profit"]
    assert [after.cell(row, 1).value for row in (8, 9, 10, 11)] == ["revenue", "other_income", "costs", "profit"]
    assert (before["I5"].value, before["Q5"].value, after["Y5"].value) == ("1H2022", "1H2023", "1H2024")


# --- no work of the reader's -----------------------------------------------------------------------------------------


def test_an_untouched_file_gives_exactly_the_new_one(first: bytes, second: bytes) -> None:
    assert merge(first, second).package == second
    assert merge(first, first).package == first
    assert merge(first, second).report.fresh


def test_a_file_saved_by_excel_without_changes_is_merged_without_conflicts(first: bytes, second: bytes) -> None:
    result = merge(as_excel_saves(first), second)
    report = result.report
    assert (report.kept, report.repointed, report.overrides, report.notes) == ((), (), (), ())
    assert "xl/calcChain.xml" not in parts(result.package)
    new, out = seen(second), seen(result.package)
    assert out.sheetnames == new.sheetnames
    for sheet in new:
        for row in sheet.iter_rows():
            for cell in row:
                other = out[sheet.title][cell.coordinate]
                assert (other.value, other.style, other.number_format, other.font.b, other.fill.fgColor.rgb) == \
                    (cell.value, cell.style, cell.number_format, cell.font.b, cell.fill.fgColor.rgb), cell
    assert merge(result.package, second).package == result.package


# --- a sheet of their own --------------------------------------------------------------------------------------------

FOLLOWED = {
    "A1": ("='Income Statement'!Q8", "='Income Statement'!Q8"),  # revenue, which does not move
    "A2": ("='Income Statement'!Q9", "='Income Statement'!Q10"),  # costs
    "A3": ("='Income Statement'!$Q$10*2+Q1", "='Income Statement'!$Q$11*2+Q1"),
    "A4": ("=SUM('Income Statement'!Q8:Q9)", "=SUM('Income Statement'!Q8:Q10)"),  # as Excel widens a range
    "A5": ("=SUM('Income Statement'!10:10)", "=SUM('Income Statement'!11:11)"),
    "A6": ("=COUNT('Income Statement'!$Q:$Q)", "=COUNT('Income Statement'!$Q:$Q)"),
    "A7": ("=SUM(Facts[Value])+scale", "=SUM(Facts[Value])+scale"),
    "A8": ('=IF(\'income statement\'!Q10>1,"Income Statement","no")',
           '=IF(\'income statement\'!Q11>1,"Income Statement","no")'),
    "A9": ('=INDIRECT("\'Income Statement\'!Q10")', '=INDIRECT("\'Income Statement\'!Q11")'),
    "B1": ("='Income Statement'!Q8:'Income Statement'!Q10", "='Income Statement'!Q8:Q11"),
    "B2": ("=INDEX('Income Statement'!A1:T10,MATCH(\"costs\",'Income Statement'!A1:A10,0),17)",
           "=INDEX('Income Statement'!A1:T11,MATCH(\"costs\",'Income Statement'!A1:A11,0),17)"),
    "B3": ("='Income Statement'!A20", "='Income Statement'!A21"),  # below ours: as far below as it was
    "B4": ("='Income Statement'!V8", "='Income Statement'!AD8"),  # right of ours: as far right as it was
    "B5": ("='My Model'!A2", "='My Model'!A2")}


def test_formulas_follow_the_same_fact(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    part = touched.sheet("My Model", {cell: old for cell, (old, _) in FOLLOWED.items()}, after="Summary")
    result = merged(touched, second)
    book, values = seen(result.package), seen(result.package, values=True)
    assert book.sheetnames[:4] == ["Cover", "Summary", "My Model", "Income Statement"]
    for cell, (_, new) in FOLLOWED.items():
        assert book["My Model"][cell].value == new, cell
    # Revenue of 1H2023 was restated from 120 to 121; the stored values are calculated anew.
    assert (values["My Model"]["A1"].value, values["My Model"]["A2"].value) == (121, -70)
    assert values["My Model"]["A4"].value == 51
    assert values["My Model"]["B2"].value == -70
    # Only the formulas that moved and the values that changed were written: the rest is as it was, byte for byte.
    before, after = touched.added[part].decode(), parts(result.package)[part].decode()
    frame = re.compile(r'<f>.*?</f>|<v/>|<v>.*?</v>|(?<="[A-Z]\d") t="\w+"')
    assert frame.sub("", before) == frame.sub("", after)
    assert "My Model!A2: ='Income Statement'!Q9 → ='Income Statement'!Q10" in result.report.repointed


def test_a_sheet_to_which_nothing_moved_keeps_its_bytes(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    part = touched.sheet("Notes of mine", {"A1": "=1+1"})
    touched.edit(part, lambda text: text.replace("<v/>", "<v>3</v>"))
    result = merged(touched, second)
    assert parts(result.package)[part] == touched.package.parts[part]


def test_shared_and_array_formulas_follow(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    shared = "'Income Statement'!Q8*2"
    touched.sheet("M", {"A1": f'<f t="shared" ref="A1:A3" si="0">{shared}</f><v>0</v>',
                        "A2": '<f t="shared" si="0"/><v>0</v>', "A3": '<f t="shared" si="0"/><v>0</v>',
                        "C1": "<f t=\"array\" ref=\"C1:C2\">'Income Statement'!Q9:Q10</f><v>0</v>"})
    text = parts(merged(touched, second).package)[touched.part("M")].decode()
    assert re.findall(r"<f>(.*?)</f>", text) == ["'Income Statement'!Q8*2", "'Income Statement'!Q10*2",
                                                "'Income Statement'!Q11*2"]
    assert "<f t=\"array\" ref=\"C1:C2\">'Income Statement'!Q10:Q11</f>" in text


def test_what_hangs_on_references_follows(first: bytes, second: bytes) -> None:
    """Names, validations, conditional formats, hyperlinks, a chart, a text box and a pivot table's source."""
    touched = Touched(first)
    look = touched.difference()
    touched.sheet("M", {"A1": "=costs_1h"}, tail=(
        f'<conditionalFormatting sqref="A1:A9"><cfRule type="expression" dxfId="{look}" priority="1"><formula>'
        "A1&gt;'Income Statement'!$Q$10</formula></cfRule></conditionalFormatting>"
        '<dataValidations count="1"><dataValidation type="list" sqref="C1"><formula1>\'Income Statement\'!$B$9:$B$10'
        "</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref=\"D1\" location=\"'Income "
        "Statement'!Q10\" display=\"profit\"/></hyperlinks>"))
    touched.name("costs_1h", "'Income Statement'!$Q$9")
    touched.name("here", "'Income Statement'!$Q$10", sheet="M")
    chart = touched.chart("'Income Statement'!$I$10:$Q$10", "'Income Statement'!$I$5:$Q$5")
    drawing = touched.draw("M", [chart_anchor(5, 2, "rId1"), picture_anchor(5, 9, "rId2"),
                             shape_anchor(5, 12, "'Income Statement'!$Q$10")],
                           {"rId1": ("chart", chart), "rId2": ("image", touched.picture())})
    last = seen(first)["Facts"].max_row
    touched.sheet("P", {})
    cache = touched.pivot("P", "Facts", f"A4:O{last}")
    result = merged(touched, second)
    out = parts(result.package)
    sheet, names = out[touched.part("M")].decode(), out["xl/workbook.xml"].decode()
    assert "A1&gt;'Income Statement'!$Q$11" in sheet
    assert "<formula1>'Income Statement'!$B$10:$B$11</formula1>" in sheet
    assert 'location="\'Income Statement\'!Q11"' in sheet
    assert "<definedName name=\"costs_1h\">'Income Statement'!$Q$10</definedName>" in names
    assert re.search(r"name=\"here\" localSheetId=\"(\d+)\">'Income Statement'!\$Q\$11<", names)
    assert "<c:f>'Income Statement'!$I$11:$Q$11</c:f>" in out[chart].decode()
    assert "<c:f>'Income Statement'!$I$5:$Q$5</c:f>" in out[chart].decode()
    assert b"textlink=\"'Income Statement'!$Q$11\"" in out[drawing]
    assert out["xl/media/image1.png"] == touched.added["xl/media/image1.png"]
    assert f'ref="A4:O{seen(second)["Facts"].max_row}"'.encode() in out[cache]
    assert b'refreshOnLoad="1"' in out[cache]
    for part in ("xl/pivotTables/pivotTable1.xml", "xl/pivotCache/pivotCacheRecords1.xml"):
        assert out[part] == touched.added[part]


# --- on our sheets ---------------------------------------------------------------------------------------------------


def test_notes_comments_and_drawings_stay_with_their_cells(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.notes("Income Statement", {"Q8": "check with IR", "Q9": "mostly wages"}, {"Q10": "Is this final?"})
    picture = touched.draw("Balance Sheet", [picture_anchor(9, 17, "rId1")], {"rId1": ("image", touched.picture())})
    shape = touched.draw("Income Statement", [shape_anchor(9, 22, "Facts!$H$5")], {})
    result = merged(touched, second)
    out, sheet = parts(result.package), seen(result.package)["Income Statement"]
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert notes["Q8"] == "check with IR"
    assert notes["Q10"] == "mostly wages"
    assert notes["Q11"].endswith("Is this final?")
    threads = next(text for name, text in out.items() if "threadedComment" in name and "rels" not in name).decode()
    assert 'ref="Q11"' in threads
    assert out["xl/persons/person.xml"] == touched.added["xl/persons/person.xml"]
    boxes = next(text for name, text in out.items() if name.endswith(".vml") and name in touched.added).decode()
    assert re.findall(r"<x:Row>(\d+)</x:Row>", boxes) == ["7", "9", "10"]
    assert "<x:Anchor>17, 15, 9, 10, 19, 31, 13, 9</x:Anchor>" in boxes
    # Right of our columns (V, the second free one) stays right of them (AD); a row that moves takes it along.
    drawing = out[shape].decode()
    assert re.findall(r"<xdr:(col|row)>(\d+)<", drawing) == [("col", "29"), ("row", "9"), ("col", "33"), ("row", "19")]
    assert out[picture] == touched.added[picture]


def test_cells_looks_formats_and_groups_on_our_sheets_are_kept(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    yellow, look = touched.fill("FFFFFF00"), touched.difference()
    touched.colour("Income Statement", "Q9", yellow)
    touched.colour("Income Statement", "Q30", yellow)
    touched.type_in("Income Statement", "B13", "my forecast")
    touched.type_in("Income Statement", "Q13", "=Q10*1.1")
    touched.type_in("Income Statement", "W8", "='Balance Sheet'!Q8+Q9")
    touched.type_in("Income Statement", "U9", "77")
    touched.edit(touched.part("Income Statement"), lambda text: re.sub(
        r'(<row r="9")', r'\1 hidden="1" outlineLevel="2"', re.sub(
            r'<col width="[\d.]+"( customWidth="1" min="2")', r'<col hidden="1" width="31"\1', text)))
    touched.before("Income Statement", "<pageMargins", (
        f'<conditionalFormatting sqref="Q9"><cfRule type="cellIs" dxfId="{look}" priority="9" operator="lessThan">'
        '<formula>$Q$8</formula></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation '
        'type="whole" sqref="Q13 W8"><formula1>Q10</formula1></dataValidation></dataValidations>'))
    result = merged(touched, second)
    sheet = seen(result.package)["Income Statement"]
    assert sheet["Q10"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet["Q9"].fill.fgColor.rgb != "FFFFFF00"
    assert sheet["Q31"].fill.fgColor.rgb == "FFFFFF00"
    assert (sheet["B14"].value, sheet["Q14"].value) == ("my forecast", "=Q11*1.1")
    assert sheet["AE8"].value == "='Balance Sheet'!Q8+Q10"
    assert sheet["AC10"].value == 77
    assert sheet.row_dimensions[10].hidden
    assert sheet.row_dimensions[10].outlineLevel == 2
    assert not sheet.row_dimensions[9].hidden
    assert (sheet.column_dimensions["B"].width, sheet.column_dimensions["B"].hidden) == (31, True)
    rules = {str(each.sqref): [rule.formula for rule in each.rules] for each in sheet.conditional_formatting}
    assert rules["Q10"] == [["$Q$8"]]
    assert any(area.startswith("E7:") for area in rules)
    validation = sheet.data_validations.dataValidation[0]
    assert (str(validation.sqref), validation.formula1) in (("Q14 AE8", "Q11"), ("AE8 Q14", "Q11"))
    values = seen(result.package, values=True)["Income Statement"]
    assert values["Q14"].value == pytest.approx(51 * 1.1)
    assert values["AE8"].value == 15 - 70


def test_a_typed_over_fact_is_kept_and_both_figures_shown(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    row = next(r for r in range(5, 200) if seen(first)["Facts"].cell(r, 2).value == "revenue"
               and seen(first)["Facts"].cell(r, 8).value == 120)
    touched.type_in("Facts", f"H{row}", "118")
    same = merged(touched, first)
    facts = seen(same.package)["Facts"]
    assert facts.cell(row, 8).value == 118
    assert facts.cell(row, 14).value == "typed over: filing says 120"
    assert seen(same.package, values=True)["Income Statement"]["Q8"].value == 118
    (override,) = same.report.overrides
    assert (override.typed, override.filed, override.newer) == ("118", "120", "")
    later = merged(touched, second)
    (override,) = later.report.overrides
    assert override.newer == "121"
    assert "revenue" in override.fact
    assert seen(later.package)["Facts"].cell(row, 8).value == 118
    assert seen(later.package, values=True)["Income Statement"]["Q8"].value == 121  # the newer filing is in force
    # Typed back, it is no longer typed over.
    back = Touched(same.package)
    back.type_in("Facts", f"H{row}", "120")
    again = merged(back, second)
    assert again.report.overrides == ()
    assert seen(again.package)["Facts"].cell(row, 14).value is None


def test_a_parameter_typed_where_there_was_none_is_kept(first: bytes, second: bytes, tmp_path: Path) -> None:
    row = next(r for r in range(5, 40) if seen(first)["Facts"].cell(r, 2).value == "share_price")
    touched = Touched(first)
    touched.sheet("Mine", {"B2": "2500"})
    touched.type_in("Facts", f"H{row}", "=Mine!B2")
    result = merged(touched, second)
    assert seen(result.package)["Facts"].cell(row, 8).value == "=Mine!B2"
    assert seen(result.package, values=True)["Facts"].cell(row, 8).value == 2500
    assert result.report.overrides == ()
    priced = built(tmp_path, {"company.yaml": COMPANY + "share_price: {value: 2400, date: 2023-11-14}\n"}).package
    (override,) = merged(touched, priced).report.overrides
    assert (override.typed, override.filed) == ("=Mine!B2", "2400")


def test_facts_of_their_own_below_and_beside_the_table_move_with_it(first: bytes, second: bytes) -> None:
    last, now = seen(first)["Facts"].max_row, seen(second)["Facts"].max_row
    assert now > last
    touched = Touched(first)
    touched.type_in("Facts", f"B{last + 3}", "mine")
    touched.type_in("Facts", "P4", "Mine")
    touched.type_in("Facts", "P20", "7")
    touched.edit("xl/tables/table1.xml", lambda text: text.replace(f'ref="A4:O{last}"', f'ref="A4:P{last}"').replace(
        'count="15"', 'count="16"').replace("</tableColumns>", '<tableColumn id="16" name="Mine" /></tableColumns>'))
    result = merged(touched, second)
    facts = seen(result.package)["Facts"]
    assert facts.tables["Facts"].ref == f"A4:P{now}"
    assert (facts["P4"].value, facts["P20"].value, facts[f"B{now + 3}"].value) == ("Mine", 7, "mine")


# --- refused ---------------------------------------------------------------------------------------------------------


def test_typing_over_a_formula_of_ours_is_refused(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.type_in("Income Statement", "Q9", "-75")
    touched.type_in("Income Statement", "Q10", "=Q8+Q9-1")
    message = refused(touched.saved(), second)
    assert "Income Statement!Q9 (costs 1H2023): =Facts!H" in message
    assert "was typed over: -75; put it on a sheet of your own, or start over with --fresh" in message
    assert "Income Statement!Q10 (profit 1H2023): =SUM(Q8:Q9) was typed over: =Q8+Q9-1" in message


def test_a_forecast_where_a_figure_stands_now_is_refused(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.type_in("Balance Sheet", "T8", "99")  # cash at the end of FY2023, reported by the next filing
    assert "Balance Sheet!T8 (cash FY2023): your 99 stands where Balance Sheet!T8 now has =" in \
        refused(touched.saved(), second)
    assert seen(merge(touched.saved(), first).package)["Balance Sheet"]["T8"].value == 99


def test_a_reference_to_a_row_that_vanished_is_refused(first: bytes, second: bytes) -> None:
    touched = Touched(second)
    touched.sheet("M", {"A1": "='Income Statement'!Q9+1", "A2": "=SUM('Income Statement'!Q8:Q9)", "A3": "=1"})
    touched.name("other", "'Income Statement'!$Q$9")
    message = refused(touched.saved(), first)
    assert "M!A1: ='Income Statement'!Q9+1: 'Income Statement'!Q9 is no longer there" in message
    assert "M!A2: =SUM('Income Statement'!Q8:Q9): 'Income Statement'!Q8:Q9: an end of it is no longer there" in message
    assert "name other: 'Income Statement'!$Q$9: 'Income Statement'!$Q$9 is no longer there" in message
    assert "A3" not in message


@pytest.mark.parametrize(("formula", "reason"), [
    ("=SUM('Income Statement:Balance Sheet'!Q9)", "runs through several sheets"),
    ("=INDIRECT(\"'Income Statement'!Q\"&ROW(A10))", "which is 'Income Statement'!Q11 now"),
    ("=INDIRECT(\"'Income Statement'!Q\"&RANDBETWEEN(1,9))", "is a part of a reference")])
def test_what_cannot_be_followed_is_refused(first: bytes, second: bytes, formula: str, reason: str) -> None:
    touched = Touched(first)
    touched.sheet("M", {"A1": formula})
    message = refused(touched.saved(), second)
    assert message.startswith("M!A1: ")
    assert reason in message


def test_inserted_rows_and_renamed_sheets_of_ours_are_refused(first: bytes, second: bytes) -> None:
    touched = Touched(first)

    def inserted(text: str) -> str:
        return re.sub(r'(r="[A-Z]*)(\d+)"', lambda m: f'{m[1]}{int(m[2]) + (int(m[2]) > 5)}"', text)

    touched.edit(touched.part("Facts"), inserted)
    assert "rows or columns of ours were inserted, deleted or sorted, the first at row 6" in \
        refused(touched.saved(), second)
    one_row = Touched(first)
    one_row.edit(one_row.part("Income Statement"), lambda text: re.sub(
        r'(r="[A-Z]*)(\d+)"', lambda m: f'{m[1]}{int(m[2]) + (int(m[2]) > 9)}"', text))
    assert refused(one_row.saved(), second) == (
        "sheet Income Statement: rows or columns of ours were inserted, deleted or sorted, the first at row 10: undo "
        "that and put your own on a sheet of yours, or start over with --fresh")
    renamed = Touched(first)
    renamed.edit("xl/workbook.xml", lambda text: text.replace('name="Income Statement"', 'name="PL"'))
    assert "sheet PL: was Income Statement and is ours: give it its name back" in refused(renamed.saved(), second)


def test_a_name_of_ours_given_another_meaning_is_refused(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.edit("xl/workbook.xml", lambda text: text.replace('<definedName name="scale">Facts!$H$5',
                                                              '<definedName name="scale">Facts!$H$6'))
    assert "name scale: is ours and was given another meaning" in refused(touched.saved(), second)


def test_a_foreign_file_is_refused(second: bytes) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.save(out)
    assert "is not a workbook that Quarterbook made" in refused(out.getvalue(), second)
    assert "not an .xlsx file" in refused(b"old", second)
    assert "not an .xlsx file" in refused(b"", second)


def test_a_file_whose_record_is_gone_is_still_understood(first: bytes, second: bytes) -> None:
    """openpyxl drops it. Built with the same inputs nothing is lost, and the record is there again."""
    book, out = seen(first), io.BytesIO()
    book.create_sheet("Mine")["A1"] = "='Income Statement'!Q9"
    book.save(out)
    result = merge(out.getvalue(), first)
    assert any("dropped Quarterbook's record" in note for note in result.report.notes)
    assert seen(merge(result.package, second).package)["Mine"]["A1"].value == "='Income Statement'!Q10"
    message = refused(out.getvalue(), second)
    assert message.startswith("the file that is there: the program that saved it dropped Quarterbook's record")
    assert "build it once more from the inputs it was made from" in message


def test_older_figures_that_move_every_column(first: bytes, tmp_path: Path) -> None:
    older = changed(changed(FILING, "columns: [1H2022, 1H2023]", "columns: [1H2020, 1H2021]"),
                    "columns: [2023-03-31, 2023-09-30]", "columns: [2021-03-31, 2021-09-30]")
    earlier = built(tmp_path, {"filings/2021-11-14.yaml": older.replace("2023-11-14", "2021-11-14")}).package
    touched = Touched(first)
    touched.sheet("M", {"A1": "='Income Statement'!$Q9", "A2": "=SUM('Income Statement'!I8:Q8)"})
    touched.type_in("Income Statement", "V9", "5")
    book = seen(merged(touched, earlier).package)
    sheet = book["Income Statement"]
    column = next(cell.column_letter for cell in sheet[5] if cell.value == "1H2023")
    start = next(cell.column_letter for cell in sheet[5] if cell.value == "1H2022")
    assert column != "Q"
    assert book["M"]["A1"].value == f"='Income Statement'!${column}9"
    assert book["M"]["A2"].value == f"=SUM('Income Statement'!{start}8:{column}8)"


def test_a_formula_that_cannot_be_calculated_keeps_its_stored_value(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    touched.sheet("M", {"A1": "<f>CUBEVALUE(&quot;x&quot;,'Income Statement'!Q9)</f><v>42</v>",
                        "A2": "<f>1+1</f><v>3</v>"})
    result = merged(touched, second)
    sheet = seen(result.package, values=True)["M"]
    assert (sheet["A1"].value, sheet["A2"].value) == (42, 3)  # costs of 1H2023 are what they were
    assert seen(result.package)["M"]["A1"].value == "=CUBEVALUE(\"x\",'Income Statement'!Q10)"
    assert not result.report.notes


def test_filters_print_settings_tabs_and_merges_are_kept(first: bytes, second: bytes) -> None:
    touched = Touched(first)
    last = seen(first)["Checks"].auto_filter.ref
    touched.edit(touched.part("Checks"), lambda text: text.replace(
        f'<autoFilter ref="{last}" />', f'<autoFilter ref="{last}"><filterColumn colId="9"><filters>'
        '<filter val="FAIL"/></filters></filterColumn></autoFilter>').replace('<row r="11"', '<row r="11" hidden="1"'))
    touched.edit(touched.part("Income Statement"), lambda text: re.sub(
        r'<pageSetup [^>]*/>', '<pageSetup orientation="portrait" paperSize="9" fitToHeight="0" fitToWidth="1"/>',
        text).replace("002E75B6", "FFFF0000"))
    touched.before("Income Statement", "<conditionalFormatting", '<mergeCells count="1"><mergeCell ref="B13:D14"/>'
                   "</mergeCells>")
    touched.edit("xl/workbook.xml", lambda text: re.sub(
        r"('Income Statement'!)\$E\$7:\$\w+\$\d+", r"\1$A$1:$Q$10", text))
    result = merged(touched, second)
    book, new = seen(result.package), seen(second)
    assert book["Checks"].auto_filter.filterColumn[0].filters.filter == ["FAIL"]
    assert book["Checks"].auto_filter.ref == new["Checks"].auto_filter.ref != last
    hidden = [row for row, shape in book["Checks"].row_dimensions.items() if shape.hidden]
    assert [book["Checks"].cell(row, 1).value for row in hidden] == [seen(first)["Checks"]["A11"].value]
    sheet = book["Income Statement"]
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.tabColor.rgb == "FFFF0000"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["B14:D15"]
    assert sheet.print_area == "'Income Statement'!$A$1:$Q$11"
    assert book["Balance Sheet"].page_setup.orientation == "landscape"
    assert book["Balance Sheet"].print_area == new["Balance Sheet"].print_area


def test_a_cell_style_that_was_changed_stays_changed_for_new_cells(first: bytes, second: bytes) -> None:
    """Excel writes a changed style into every format that uses it."""
    touched = Touched(first)
    touched.fill("FF00FF00")
    green = int(re.search(r'<fills count="(\d+)"', touched.package.text("xl/styles.xml"))[1]) - 1  # type: ignore[index]
    input_style = re.search(r'<cellStyle name="Input" xfId="(\d+)"', touched.package.text("xl/styles.xml"))
    assert input_style
    touched.edit("xl/styles.xml", lambda text: re.sub(
        rf'(<xf [^>]*fillId=")\d+("[^>]*xfId="{input_style[1]}")', rf"\g<1>{green}\2", text))
    facts = seen(merged(touched, second).package)["Facts"]
    assert facts.cell(facts.max_row - 1, 8).value == 125  # the last fact of the new filing, above its split basis
    assert facts.cell(facts.max_row - 1, 8).fill.fgColor.rgb == "FF00FF00"


def test_regenerating_many_times_does_not_grow_the_styles(first: bytes, second: bytes) -> None:
    touched = Touched(as_excel_saves(first))
    touched.colour("Income Statement", "Q9", touched.fill("FFFFFF00"))

    def forms(package: bytes) -> int:
        return int(re.search(rb'<cellXfs count="(\d+)"', parts(package)["xl/styles.xml"])[1])  # type: ignore[index]

    once = merge(touched.saved(), second).package
    new = forms(second) - forms(first)  # the next filing prints a dash, which has a format of its own
    assert forms(once) == forms(touched.saved()) + new == forms(first) + 1 + new
    again = Touched(once)
    again.type_in("Income Statement", "B20", "one more touch")
    assert parts(merge(again.saved(), second).package)["xl/styles.xml"] == parts(once)["xl/styles.xml"]

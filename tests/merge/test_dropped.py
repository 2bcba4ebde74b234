"""What a program that keeps no record dropped as a whole comes back; what a reader took away stays away."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest

from generator.merge.merge import Merged, merge
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Worksheet, read_sheets
from tests.merge.test_come_and_go import half, places, series, whole
from tests.merge.test_merge import seen
from tests.touched import Touched

__all__ = ("half", "whole")  # fixtures
DROPPED = ("sheetPr", "sheetViews", "conditionalFormatting", "printOptions", "pageSetup", "headerFooter", "rowBreaks",
           "drawing")


def without_record(package: bytes) -> Touched:
    touched = Touched(package)
    touched.sheet("Mine", {"A1": "='Income Statement'!Q9"})
    touched.edit(next(name for name in touched.package.parts if re.fullmatch(r"customXml/item\d+\.xml", name)),
                 lambda text: "<gone/>")
    return touched


def without(touched: Touched, sheet: str, *names: str) -> None:
    """Take parts of a worksheet out."""
    touched.edit(touched.part(sheet), lambda text: re.sub(
        rf"<({'|'.join(names)})\b(?:[^>]*/>|[^>]*[^/>]>.*?</\1>|>.*?</\1>)", "", text, flags=re.S))


def as_sheetjs_saves(package: bytes) -> Touched:
    """Cells, their number formats, widths and margins are there; nothing else is."""
    touched = without_record(package)
    for sheet in [name for name in touched.package.sheets() if name != "Mine"]:
        without(touched, sheet, *DROPPED)
    touched.edit("xl/styles.xml", lambda text: re.sub(
        r"<cellXfs.*?</cellXfs>", lambda found: re.sub(r'(fontId|fillId|borderId|xfId)="\d+"', r'\1="0"', found[0]),
        text, flags=re.S))
    return touched


def sheets(package: bytes) -> dict[str, Worksheet]:
    read = Package.read(package)
    return read_sheets(read, read.sheets())


def over(touched: Touched, first: bytes, second: bytes) -> Merged:
    """The merge, which is the same when it is done again."""
    result = merge(touched.saved(), second, lambda _: first)
    assert merge(result.package, second).package == result.package
    return result


def test_all_that_a_program_dropped_is_there_again_and_said_once(first: bytes, second: bytes) -> None:
    result = over(as_sheetjs_saves(first), first, second)
    assert [line for line in result.report.notes if "are there again" in line] == [
        "the program that saved it dropped all colours of tabs, conditional formats, headers and footers, looks of "
        "cells, page breaks and page setup of ours, which are there again"]
    assert result.report.kept == ("1 sheet of yours: Mine",)
    found, made = sheets(result.package), sheets(second)
    for name, sheet in made.items():
        for section in set(DROPPED) - {"conditionalFormatting"} | {"pageMargins"}:
            one, other = (re.sub(r' xmlns:r="[^"]*"| (?=/>)', "", each.section(section))
                          for each in (found[name], sheet))
            assert one == other, (name, section)
    book, wanted = seen(result.package), seen(second)
    for each in wanted:
        for cell in (cell for row in each.iter_rows() for cell in row if cell.value is not None):
            other = book[each.title][cell.coordinate]
            assert (other.value, other.style, other.number_format, other.font.b, other.fill.fgColor.rgb) == \
                (cell.value, cell.style, cell.number_format, cell.font.b, cell.fill.fgColor.rgb), cell
        rules = [{(str(area.sqref), *rule.formula) for area in side.conditional_formatting for rule in area.rules}
                 for side in (each, book[each.title])]
        assert rules[0] == rules[1]


def test_charts_that_a_program_dropped_are_drawn_again(half: bytes, whole: bytes) -> None:
    touched = without_record(half)
    without(touched, "Summary", "drawing")
    summary = touched.part("Summary")
    touched.package.unrelate(summary, touched.package.related(summary, "drawing"))
    result = over(touched, half, whole)
    assert (places(result.package), series(result.package)) == (places(whole), series(whole))
    assert "the program that saved it dropped all charts of ours, which are there again" in result.report.notes


def test_charts_that_the_reader_took_away_stay_away_where_the_record_is_there(half: bytes, whole: bytes) -> None:
    touched = Touched(half)
    touched.sheet("Mine", {"A1": "=1"})
    without(touched, "Summary", "drawing")
    summary = touched.part("Summary")
    touched.package.unrelate(summary, touched.package.related(summary, "drawing"))
    result = merge(touched.saved(), whole)
    assert "Summary: the charts that you removed stay removed" in result.report.notes
    assert not [line for line in result.report.notes if "are there again" in line]


def test_what_one_sheet_has_still_was_taken_from_the_others_by_the_reader(first: bytes, second: bytes) -> None:
    touched = without_record(first)
    for sheet in ("Income Statement", "Ratios"):
        without(touched, sheet, "headerFooter")
    result = over(touched, first, second)
    found = sheets(result.package)
    assert (found["Ratios"].section("headerFooter"), bool(found["Checks"].section("headerFooter"))) == ("", True)
    assert not [line for line in result.report.notes if "are there again" in line]
    assert "Ratios: your headerFooter" in result.report.kept


def test_a_look_of_the_reader_s_own_stays_where_all_others_are_gone(first: bytes, second: bytes) -> None:
    touched = as_sheetjs_saves(first)
    touched.colour("Income Statement", "Q9", touched.fill("FFFF0000"))
    book = seen(over(touched, first, second).package)
    assert book["Income Statement"]["Q10"].fill.fgColor.rgb == "FFFF0000"  # costs, a row further down
    assert book["Cover"]["A1"].style == "Title"


def test_the_errors_that_sheetjs_ignores_in_every_cell_are_no_work_of_the_reader_s(first: bytes, second: bytes) -> None:
    """Nor is a row of them that is gone a loss; those that the reader has Excel ignore stay."""
    touched = without_record(first)
    ignored = '<ignoredErrors><ignoredError numberStoredAsText="1" sqref="{}"/></ignoredErrors>'.format
    for sheet, area in (("Facts", ""), ("Ratios", "E9:E12")):
        extent = re.findall(r'<dimension ref="([^"]+)"', touched.package.text(touched.part(sheet)))[0]
        touched.edit(touched.part(sheet), partial(re.sub, r"(?=<drawing|<legacyDrawing|<tableParts|</worksheet>)",
                                                  ignored(area or extent), count=1))
    result = over(touched, first, second)
    found = sheets(result.package)
    assert found["Facts"].section("ignoredErrors") == ""
    assert 'numberStoredAsText="1"' in found["Ratios"].section("ignoredErrors")


def test_named_styles_that_exceljs_drops_are_there_again(first: bytes, second: bytes) -> None:
    touched = without_record(first)
    touched.edit("xl/styles.xml", lambda text: re.sub(r' xfId="\d+"', ' xfId="0"', re.sub(
        r"<(cellStyleXfs|cellStyles)\b[^>]*>(<\w+[^>]*?(?:/>|>.*?</xf>)).*?</\1>", r'<\1 count="1">\2</\1>', text,
        flags=re.S)))
    result = over(touched, first, second)
    assert "the program that saved it dropped all names of styles of ours, which are there again" in result.report.notes
    book, made = seen(result.package), seen(second)
    for each in made:
        for cell in (cell for row in each.iter_rows() for cell in row if cell.value is not None):
            other = book[each.title][cell.coordinate]
            assert (other.style, other.font.b) == (cell.style, cell.font.b), cell


def test_names_and_columns_as_exceljs_writes_them_are_no_work_of_the_reader_s(first: bytes, second: bytes) -> None:
    """$ lost in print areas, a filter's name for the whole workbook, each group collapsed, no width like the default"""
    touched = without_record(first)
    touched.edit("xl/workbook.xml", lambda text: re.sub(
        r'(_FilterDatabase") localSheetId="\d+" hidden="1"', r"\1", re.sub(
            r"(!\$[A-Z]+)\$(\d+:\$[A-Z]+)\$", r"\1\2", text)))
    touched.edit(touched.part("Ratios"), lambda text: re.sub(
        r'<col ((?:hidden="1" )?outlineLevel="\d")(?! collapsed)', r'<col \1 collapsed="1"', text))
    touched.edit(touched.part("Facts"), lambda text: re.sub(r'<col width="9" [^>]*/>', "", text))
    result = over(touched, first, second)
    assert (result.report.kept, result.report.repointed) == (
        ("1 sheet of yours: Mine",), ("Mine!A1: ='Income Statement'!Q9 → ='Income Statement'!Q10",))
    names, made = (Package.read(each).text("xl/workbook.xml") for each in (result.package, second))
    for name in ("Print_Area", "_FilterDatabase"):
        assert [re.findall(rf'_xlnm.{name}"[^>]*>([^<]*)<', text) for text in (names, made)].count([]) == 0
        assert sorted(re.findall(rf'_xlnm.{name}"[^>]*>([^<]*)<', names)) == \
            sorted(re.findall(rf'_xlnm.{name}"[^>]*>([^<]*)<', made))


@pytest.mark.parametrize("program", ["exceljs", "xlsx"])
def test_a_file_that_the_program_itself_has_saved(half: bytes, whole: bytes, program: str, tmp_path: Path) -> None:
    """Where node and the program are there."""
    if not shutil.which("node") or subprocess.run(["node", "-e", f"require('{program}')"], capture_output=True,
                                                  check=False).returncode:
        pytest.skip(f"node cannot load {program}")
    (tmp_path / "book.xlsx").write_bytes(half)
    script = {"exceljs": "const b=new (require('exceljs').Workbook)();b.xlsx.readFile('book.xlsx').then(()=>{"
                         "b.addWorksheet('Mine').getCell('A1').value=1;return b.xlsx.writeFile('book.xlsx')})",
              "xlsx": "const x=require('xlsx'),b=x.readFile('book.xlsx',{cellStyles:true});x.utils.book_append_sheet(b,"
                      "x.utils.aoa_to_sheet([[1]]),'Mine');x.writeFile(b,'book.xlsx')"}[program]
    subprocess.run(["node", "-e", script], cwd=tmp_path, check=True, timeout=120)
    result = merge((tmp_path / "book.xlsx").read_bytes(), whole, lambda _: half)
    notes, styles = (Package.read(result.package), Package.read(whole)), "xl/styles.xml"
    assert [each.text(styles).count('<cellStyle name="GrandTotal"') for each in notes] == [1, 1]
    assert not [note for note in result.report.notes if "no longer there" in note or "your note" in note]
    assert result.report.kept == ("1 sheet of yours: Mine",)
    assert (places(result.package), series(result.package)) == (places(whole), series(whole))

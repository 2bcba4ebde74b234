"""What we make and then make no longer is gone without a word; what the reader put there stays, or is refused."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest

from generator.merge.merge import merge
from generator.pipeline import build
from generator.xlsx.package import RELATIONSHIP, Package
from tests.companies import built, changed
from tests.conftest import IIJ
from tests.merge.test_merge import merged, refused, seen
from tests.touched import Touched, chart_anchor

LATER = """\
filing: {title: Report for FY2023, filed: 2024-05-14, assurance: audited}
tables:
  - statement: balance_sheet
    heading: Financial position
    columns: [2023-09-30, 2024-03-31]
    rows:
      cash: [15, 20]
      other_assets: [95, 100]
      total_assets: [110, 120]
"""
MISTYPED = changed(changed(LATER, "[15, 20]", "[16, 20]"), "[110, 120]", "[111, 120]")
OURS = '<formula1>"Latest,As first reported"</formula1>'
THEIRS = '<formula1>"a,b"</formula1>'


@pytest.fixture(scope="module")
def mistyped(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("mistyped"), {"filings/2024-05-14.yaml": MISTYPED}).package


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return built(tmp_path_factory.mktemp("mended"), {"filings/2024-05-14.yaml": LATER}).package


def mine(package: bytes) -> Touched:
    touched = Touched(package)
    touched.sheet("Mine", {"A1": "='Balance Sheet'!Y8"})
    return touched


def validations(package: bytes) -> list[tuple[str, str]]:
    return [(str(each.sqref), each.formula1) for each in seen(package)["Cover"].data_validations.dataValidation]


def as_libreoffice(text: str) -> str:
    """A list as LibreOffice writes it."""
    return re.sub(r"<dataValidation .*?</dataValidation>", (
        '<dataValidation allowBlank="false" errorStyle="stop" operator="between" showDropDown="false" '
        'showErrorMessage="true" showInputMessage="false" sqref="B4" type="list"><formula1>&quot;Latest,As first '
        "reported&quot;</formula1><formula2>0</formula2></dataValidation>"), text)


@pytest.mark.parametrize("is_rewritten", [False, True])
def test_the_choice_of_versions_goes_with_the_typing_error(mistyped: bytes, mended: bytes, is_rewritten: bool) -> None:
    assert validations(mistyped) == [("B4", '"Latest,As first reported"')]
    touched = mine(mistyped)
    if is_rewritten:
        touched.edit(touched.part("Cover"), as_libreoffice)
    result = merged(touched, mended)
    assert validations(result.package) == []
    assert "Restatements" not in seen(result.package).sheetnames
    assert result.report.kept == ("1 sheet of yours: Mine",)
    assert seen(result.package)["Mine"]["A1"].value == "='Balance Sheet'!Y8"


def test_the_choice_of_versions_comes_back_with_a_restatement(mistyped: bytes, mended: bytes) -> None:
    touched = mine(mended)
    touched.before("Cover", "<pageMargins", (
        '<dataValidations count="1"><dataValidation type="list" sqref="B20">'
        f"{THEIRS}</dataValidation></dataValidations>"))
    assert validations(merged(touched, mistyped).package) == [("B4", '"Latest,As first reported"'), ("B22", '"a,b"')]


def test_a_validation_of_the_reader_s_stands_beside_ours(mistyped: bytes) -> None:
    touched = mine(mistyped)
    touched.edit(touched.part("Cover"), lambda text: text.replace("</dataValidations>", (
        f'<dataValidation type="list" sqref="D2:D3">{THEIRS}</dataValidation></dataValidations>')))
    result = merged(touched, mistyped)
    assert validations(result.package) == [("B4", '"Latest,As first reported"'), ("D2:D3", '"a,b"')]
    assert "Cover: 1 data validation of yours" in result.report.kept


def test_ours_that_the_reader_changed_is_his_or_refused(mistyped: bytes, mended: bytes) -> None:
    touched = mine(mistyped)
    touched.edit(touched.part("Cover"), lambda text: text.replace(OURS, THEIRS))
    result = merged(touched, mistyped)
    assert validations(result.package) == [("B4", '"a,b"')]
    assert "Cover!B4: your data validation stands for ours" in result.report.notes
    assert "Cover!B4: your data validation stands where nothing is any longer" in refused(touched.saved(), mended)


@pytest.mark.parametrize("formula", ["=Restatements!A5", "=SUM(Restatements!E5:E9)", "=COUNTA(Restatements!A:A)",
                                     "=COUNTA(Restatements!5:5)", '=INDIRECT("Restatements!A5")'])
def test_a_reference_to_a_sheet_that_goes_is_refused_with_its_cell(mistyped: bytes, mended: bytes,
                                                                   formula: str) -> None:
    touched = mine(mistyped)
    touched.sheet("More", {"B2": formula})
    said = refused(touched.saved(), mended)
    assert said.startswith("More!B2: ")
    assert "\n" not in said


@pytest.mark.parametrize(("section", "xml", "what"), [
    ("<pageMargins", '<hyperlinks><hyperlink ref="B30" location="Cover!A1"/></hyperlinks>', "a hyperlink"),
    ("<pageMargins", '<dataValidations count="1"><dataValidation type="list" sqref="B30"><formula1>"a,b"</formula1>'
                     "</dataValidation></dataValidations>", "a data validation"),
    ("<pageMargins", '<conditionalFormatting sqref="B30"><cfRule type="expression" priority="9"><formula>TRUE</formula>'
                     "</cfRule></conditionalFormatting>", "a conditional format")])
def test_what_stands_on_a_sheet_that_goes_is_refused(mistyped: bytes, mended: bytes, section: str, xml: str,
                                                     what: str) -> None:
    touched = mine(mistyped)
    touched.before("Restatements", section, xml)
    assert f"something of yours stands on it ({what})" in refused(touched.saved(), mended)


def test_a_cell_typed_over_on_a_sheet_that_goes_is_refused(mistyped: bytes, mended: bytes) -> None:
    touched = mine(mistyped)
    touched.type_in("Restatements", "A1", "my restatements")
    assert "sheet Restatements: is no longer made, and something of yours stands on it (cell A1)" in \
        refused(touched.saved(), mended)


CONTROLS = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
    'Requires="x14" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><controls>'
    '<control shapeId="1025" r:id="{id}" name="Spinner"/></controls></mc:Choice></mc:AlternateContent>')


def test_controls_on_our_sheets_are_kept(mistyped: bytes, mended: bytes) -> None:
    touched = mine(mistyped)
    part = touched.part("Balance Sheet")
    control = touched.add("xl/ctrlProps/ctrlProp1.xml", '<formControlPr xmlns="http://schemas.microsoft.com/office/'
                          'spreadsheetml/2009/9/main" objectType="Spin" fmlaLink="Mine!$B$1"/>',
                          "application/vnd.ms-excel.controlproperties+xml")
    xml = CONTROLS.format(id=touched.package.relate(part, RELATIONSHIP + "ctrlProp", control))
    touched.edit(part, lambda text: text.replace("</worksheet>", xml + "</worksheet>").replace(
        "<worksheet ", f'<worksheet xmlns:r="{RELATIONSHIP[:-1]}" ', 1 if "xmlns:r=" not in text[:500] else 0))
    assert xml in Package.read(merged(touched, mended).package).text(part)


# --- charts ----------------------------------------------------------------------------------------------------------

def places(package: bytes) -> dict[str, tuple[int, int]]:
    """The charts of Summary by what they are said to show: row and column, from 0."""
    read = Package.read(package)
    text = read.text(read.related(read.sheets()["Summary"], "drawing"))
    found = {}
    for anchor in re.findall(r"<(?:xdr:)?(?:one|two)CellAnchor.*?CellAnchor>", text, re.S):
        row, column = (int(re.search(rf"<(?:xdr:)?{name}>(\d+)<", anchor)[1])  # type: ignore[index]
                       for name in ("row", "col"))
        found[re.search(r'descr="([^"]*)"', anchor)[1]] = row, column  # type: ignore[index]
    return found


def series(package: bytes) -> list[tuple[str, ...]]:
    """What the charts of Summary are drawn from, however it is written."""
    read = Package.read(package)
    drawing = read.related(read.sheets()["Summary"], "drawing")
    texts = [read.text(each.target) for each in read.relationships(drawing) if each.kind == "chart"]
    return sorted(tuple(found.replace("'", "").replace("$", "") for found in re.findall(r"<(?:c:)?f>(.*?)</", text))
                  for text in texts)


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Astellas of one filing, which gives no quarter of its own: two charts are left out."""
    folder = Path(shutil.copytree(IIJ.parent / "astellas", tmp_path_factory.mktemp("half") / "astellas"))
    next((folder / "filings").glob("*3q2022.yaml")).unlink()
    return build(folder).package


@pytest.fixture(scope="module")
def whole() -> bytes:
    return build(IIJ.parent / "astellas").package


def test_charts_that_come_and_go_stand_where_they_do_in_ours(half: bytes, whole: bytes) -> None:
    assert (len(places(half)), len(places(whole))) == (2, 4)
    for before, after in ((half, whole), (whole, half)):
        touched = Touched(before)
        touched.sheet("Mine", {"A1": "=1"})
        result = merged(touched, after).package
        assert (places(result), series(result)) == (places(after), series(after))


def test_a_chart_that_the_reader_moved_stays_there(half: bytes, whole: bytes) -> None:
    touched = Touched(half)
    drawing = touched.package.related(touched.part("Summary"), "drawing")
    touched.edit(drawing, lambda text: text.replace("<xdr:row>46<", "<xdr:row>10<", 1))
    moved = next(name for name, place in places(touched.saved()).items() if place[0] == 10)
    assert places(merged(touched, whole).package) == {**places(whole), moved: (10, 0)}


def test_a_chart_of_the_reader_s_under_a_new_one_is_told_of(half: bytes, whole: bytes) -> None:
    touched = Touched(half)
    drawing = touched.package.related(touched.part("Summary"), "drawing")
    id = touched.package.relate(drawing, RELATIONSHIP + "chart", touched.chart("Mine!$A$1", "Mine!$A$1"))
    anchor = chart_anchor(48, 1, id, "My chart").replace("<xdr:twoCellAnchor>", (
        '<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'))
    touched.edit(drawing, lambda text: text.replace("</xdr:wsDr>", anchor + "</xdr:wsDr>"))
    touched.sheet("Mine", {"A1": "=1"})
    assert "Summary: My chart lies under a new chart of ours" in merged(touched, whole).report.notes


def test_charts_and_formats_that_openpyxl_wrote_anew_go_on(half: bytes, whole: bytes) -> None:
    book = seen(half)
    book.create_sheet("Mine")["A1"] = "=1"
    saved = io.BytesIO()
    book.save(saved)
    result = merge(saved.getvalue(), whole, lambda _: half).package
    assert series(result) == series(whole)
    found, made = seen(result), seen(whole)
    for sheet in made:
        rules = [{(str(area.sqref), rule.type, *rule.formula) for area in each.conditional_formatting
                  for rule in area.rules} for each in (found[sheet.title], sheet)]
        assert rules[0] == rules[1], sheet.title

"""Units, number formats, colours, print set-up and charts of the IIJ workbook, as a reviewer would test them."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from generator.xlsx.styles import CHART_COLORS
from tests.workbook_view import FIRST_ROW, STATEMENTS, TIME_SERIES, View, view

UNITS = {"JPY million", "JPY", "JPY billion", "%", "pp", "x", "days", "years", "date", "shares", "persons",
         "contracts", "rights", "Gbps"}
_AMOUNT, _NIL = "#,##0;(#,##0);0", '#,##0;(#,##0);"–"'
_ONE, _TWO = "#,##0.0;(#,##0.0);0.0", "#,##0.00;(#,##0.00);0.00"
# Besides `_)`, which leaves room for the bracket of a negative.
FORMATS = {
    "JPY million": {_AMOUNT, _NIL, _ONE}, "shares": {_AMOUNT, _NIL}, "rights": {_AMOUNT, _NIL}, "contracts": {_AMOUNT},
    "persons": {_AMOUNT}, "JPY": {_TWO, "#,##0.000;(#,##0.000);0.000"}, "JPY billion": {_ONE}, "Gbps": {_ONE},
    "%": {_ONE, _TWO, "0.0%;(0.0%);0.0%"},  # a printed percentage keeps its decimals, a computed one is a fraction
    "pp": {"0.0;(0.0);0.0"}, "x": {'#,##0.00"x";(#,##0.00"x");0.00"x"', '#,##0.0"x";(#,##0.0"x");0.0"x"'},
    "days": {_ONE, "0"},  # whole days of a period, averages in tenths
    "years": {_ONE}, "date": {"yyyy-mm-dd"},
}
RED = re.compile(r"\[(red|color|black|blue|green)", re.IGNORECASE)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="session")
def seen(iij_path: Path) -> View:
    return view(iij_path)


def test_every_row_with_a_key_has_a_known_unit(seen: View) -> None:
    for name in TIME_SERIES:
        sheet = seen.book[name]
        for row in range(FIRST_ROW, sheet.max_row + 1):
            assert (sheet.cell(row, 3).value in UNITS) == bool(sheet.cell(row, 1).value), f"{name} row {row}"


def _format(cell: Any) -> str:
    return str(cell.number_format).replace("_)", "")


def test_number_formats_follow_the_unit(seen: View) -> None:
    wrong = {(unit, _format(cell)) for cell in seen.on_axis() if cell.data_type == "f"
             and _format(cell) not in FORMATS[unit := cell.parent.cell(cell.row, 3).value]}
    assert wrong == set()


def test_a_printed_dash_shows_a_dash_and_a_printed_zero_a_zero(seen: View) -> None:
    facts, wrong, printed = seen.book["Facts"], [], set()
    for cell, row in seen.fact_links():
        if facts.cell(row, 8).value == 0:
            text = str(facts.cell(row, 12).value)
            printed.add(text)
            if _format(cell).split(";")[2] != {"–": '"–"', "0": "0"}[text]:
                wrong.append(f"{cell.parent.title} {seen.key(cell)}: {text} shown by {cell.number_format}")
    assert printed == {"–", "0"}
    assert wrong == []


def test_negatives_stand_in_brackets_and_no_format_leans_on_colour(seen: View) -> None:
    formats = {cell.number_format for cell in seen.cells()}
    assert not [each for each in formats if RED.search(each)]
    on_axis = {_format(cell) for cell in seen.on_axis() if cell.data_type == "f"} - {"0", "yyyy-mm-dd"}
    assert all(re.fullmatch(r"\(.*\)", each.split(";")[1]) for each in on_axis)


def test_words_among_numbers_are_right_aligned(seen: View) -> None:
    wrong = [f"{cell.parent.title} {seen.key(cell)}" for cell in seen.on_axis()
             if isinstance(seen.value((cell.parent.title, cell.coordinate)), str)
             and cell.alignment.horizontal != "right"]
    assert wrong == []


def test_per_share_rows_say_on_which_side_of_the_split_they_stand(seen: View) -> None:
    sheet = seen.book["Per Share"]
    rows = [[str(sheet.cell(row, column).value or "") for column in (1, 2, 4)]
            for row in range(FIRST_ROW, sheet.max_row + 1) if sheet.cell(row, 3).value == "JPY"]
    assert len(rows) > 10
    assert [key for key, label, note in rows if "split" not in f"{label} {note}".lower()] == []


def _colour(font_or_fill: Any) -> str:
    return str(font_or_fill.rgb)[-6:] if font_or_fill is not None and font_or_fill.type == "rgb" else "000000"


def _fill(cell: Any) -> str:
    return _colour(cell.fill.fgColor) if cell.fill.fill_type == "solid" else "FFFFFF"


def test_font_colour_tells_what_a_cell_is(seen: View) -> None:
    """Blue is typed, green comes from another sheet, black is computed here.

    The header and the link to the master check have looks of their own; states, flags and notes of Checks
    are words in grey.
    """
    wrong = []
    for cell in seen.cells():
        where, style = (cell.parent.title, cell.coordinate), cell.style
        if where[0] == "Facts" and cell.column_letter == "O":
            continue  # how many checks prove the figure: a word about it, in grey
        if style in ("Header", "Jump") or (where[0] == "Checks" and style in ("Unit", "Note", "State")):
            continue
        if cell.data_type == "f":
            expected = "006100" if any(part.written_sheet for part in seen.parts(where)) else "000000"
        elif cell.data_type in "nb" and where[0] == "Facts":
            expected = "0000FF"
        else:
            continue
        if _colour(cell.font.color) != expected:
            wrong.append(f"{where[0]}!{where[1]} {style}")
    assert wrong == []


def test_what_is_typed_and_used_stands_in_blue_on_a_fill(seen: View) -> None:
    """Dates too: the split's effective date and the period ends drive the workbook as much as any number."""
    used = set().union(*seen.graph.values())
    typed = [cell for cell in seen.cells("Facts") if cell.data_type in "nd" and ("Facts", cell.coordinate) in used]
    assert len(typed) > 1000
    wrong = [cell.coordinate for cell in typed if _colour(cell.font.color) != "0000FF" or _fill(cell) == "FFFFFF"]
    assert wrong == []


def test_what_is_derived_from_other_periods_is_italic(seen: View) -> None:
    derived = [cell for cell in seen.on_axis(*STATEMENTS) if cell.data_type == "f" and all(
        part.sheet == cell.parent.title and re.fullmatch(rf"[A-Z]+{cell.row}", part.area)
        for part in seen.parts((cell.parent.title, cell.coordinate)))]
    assert len(derived) > 50
    assert [seen.key(cell) for cell in derived if not cell.font.italic] == []


def test_every_cell_has_a_named_style_of_at_most_twenty(seen: View) -> None:
    own = set(seen.book._named_styles.names) - {"Normal"}  # Normal is every workbook's own
    assert len(own) <= 20
    assert {cell.style for cell in seen.cells()} <= own


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour[:2]) + 0.7152 * linear(colour[2:4]) + 0.0722 * linear(colour[4:])


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)  # the guidelines' own near miss


def test_every_text_can_be_read_on_its_fill(seen: View) -> None:
    pairs = {(_colour(cell.font.color), _fill(cell)) for cell in seen.cells()}
    for sheet in seen.book.worksheets:
        for area in sheet.conditional_formatting:
            # All rules of the workbook are about words: on a number's fill they never show.
            fills = {_fill(sheet.cell(row, column)) for part in area.sqref.ranges for row, column in part.cells
                     if isinstance(seen.value((sheet.title, sheet.cell(row, column).coordinate)), str)}
            for rule in area.rules:
                own = rule.dxf.fill.bgColor if rule.dxf.fill else None
                pairs |= {(_colour(rule.dxf.font.color), _colour(own) if own else fill) for fill in fills}
    assert len(pairs) > 10
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


def test_every_sheet_prints_on_landscape_pages_that_can_be_read_with_its_header(seen: View) -> None:
    for sheet in seen.book.worksheets:
        header = int(re.sub("[A-Z]", "", sheet.freeze_panes)) - 1
        if sheet.title == "Summary":
            header = 3  # its charts have pages of their own, without the columns of the key figures above them
        first = {"Checks": 1, **dict.fromkeys(TIME_SERIES, 2)}.get(sheet.title, 1)
        if sheet.title == "Checks":
            header = 7  # what is listed below has titles of its own
        assert sheet.page_setup.orientation == "landscape", sheet.title
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == f"${first}:${header}"
        assert sheet.oddFooter.center.text == "Page &P of &N"
        assert "&A" in sheet.oddHeader.left.text
        assert sheet.print_area
    for name in TIME_SERIES:
        assert seen.book[name].print_title_cols == "$B:$C"
        assert seen.book[name].oddHeader.right.text == "JPY million"


def test_one_font_no_gridlines_and_a_zoom_that_can_be_read(seen: View) -> None:
    assert {cell.font.name for cell in seen.cells()} == {"Arial"}
    for sheet in seen.book.worksheets:
        assert sheet.sheet_view.showGridLines is False
        assert 85 <= sheet.sheet_view.zoomScale <= 100


def test_an_empty_cell_has_the_workbooks_font_too(seen: View) -> None:
    """What a reader types beside the figures, and Excel's row heights, follow the font of the first format."""
    assert seen.book._fonts[seen.book._cell_styles[0].fontId].name == "Arial"
    assert seen.book._fonts[0].name == "Arial"


def test_the_first_sheet_opens_at_its_first_cell(seen: View) -> None:
    assert seen.book.active.title == "Cover"
    for sheet in seen.book.worksheets:
        selection = sheet.sheet_view.selection[-1]
        assert (selection.activeCell, selection.sqref) == ("A1", "A1"), sheet.title
        assert sheet["A1"].value, sheet.title


def _parts(path: Path, pattern: str) -> list[ElementTree.Element]:
    with zipfile.ZipFile(path) as package:
        return [ElementTree.fromstring(package.read(name)) for name in package.namelist()
                if re.fullmatch(pattern, name)]


def test_every_chart_says_what_it_shows(seen: View) -> None:
    frames = [frame for drawing in _parts(seen.path, r"xl/drawings/drawing\d+\.xml")
              for frame in drawing.iter() if frame.tag.endswith("}cNvPr")]
    assert len(frames) == 5
    assert all(len(frame.get("descr", "")) > 40 for frame in frames)
    assert len({frame.get("descr") for frame in frames}) == 5


def test_every_chart_has_a_title_and_units_on_its_axes(seen: View) -> None:
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for chart in _parts(seen.path, r"xl/charts/chart\d+\.xml"):
        title = "".join(each.text or "" for each in next(chart.iter(f"{CHART}title")).iter(f"{drawing}t"))
        assert len(title) > 10
        axes = ["".join(each.text or "" for each in axis.iter(f"{drawing}t")) for axis in chart.iter(f"{CHART}valAx")]
        assert axes in (["JPY million"], ["JPY million", "%"]), title


def test_the_columns_of_a_chart_are_told_apart_in_grey() -> None:
    """Each colour is lighter than the one before it by more than half, and the last still has an edge."""
    columns = CHART_COLORS[:-1]
    assert all(contrast(one, other) > 1.4 for one, other in pairwise(columns))
    assert [_luminance(each) for each in columns] == sorted(map(_luminance, columns))


def test_charts_are_drawn_from_cells_that_hold_numbers(seen: View) -> None:
    charts = _parts(seen.path, r"xl/charts/chart\d+\.xml")
    assert len(charts) == 5
    for chart in charts:
        assert not list(chart.iter(f"{CHART}numLit")) and not list(chart.iter(f"{CHART}strLit"))
        series = list(chart.iter(f"{CHART}ser"))
        assert series
        for each in series:
            area = str(each.findtext(f"{CHART}val/{CHART}numRef/{CHART}f")).replace("'", "").replace("$", "")
            sheet, _, cells = area.partition("!")
            values = [seen.value((sheet, cell.coordinate)) for cell in seen.book[sheet][cells][0]]
            assert any(isinstance(value, int | float) for value in values), area
            # Excel draws a text as zero: a figure that is not there must be a gap.
            assert not [value for value in values if isinstance(value, str)], area

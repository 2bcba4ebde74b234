"""Cells become an .xlsx package: the only module that imports openpyxl for writing."""

from __future__ import annotations

import datetime
import io
import os
from copy import copy

# The two XML writers that openpyxl can use give different bytes; this one is always there.
os.environ.setdefault("OPENPYXL_LXML", "False")

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from generator.cells import Book, Chart, Formula, Sheet, at, letter
from generator.looks import FONT, LOOKS, SIZE, TABS, Look

_PAPER = {"A3": "8", "A4": "9"}
_AUTHOR = "Quarterbook"


def write(book: Book) -> bytes:
    """The package, its formulas still without values."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    normal = workbook._named_styles["Normal"]
    normal.font = Font(name=FONT, size=SIZE)
    for name, look in LOOKS.items():
        workbook.add_named_style(_named(name, look))
    styles: dict[tuple[str, str], StyleArray] = {}
    for sheet in book.sheets:
        _sheet(workbook.create_sheet(sheet.name), sheet, styles)
    for name, target in book.names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    properties = workbook.properties
    properties.title, properties.creator = book.title, _AUTHOR
    properties.created = datetime.datetime.combine(book.created, datetime.time())
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _named(name: str, look: Look) -> NamedStyle:
    side = {"thin": Side(style="thin", color="7F7F7F"), "double": Side(style="double", color="7F7F7F"), "": Side()}
    return NamedStyle(
        name=name,
        font=Font(name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.color,
                  underline="single" if look.underline else None),
        fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
        alignment=Alignment(horizontal=look.align or None, indent=look.indent, wrap_text=look.wrap or None,
                            vertical="center"),
        border=Border(top=side[look.top], bottom=side[look.bottom]))


def _sheet(target: Worksheet, sheet: Sheet, styles: dict[tuple[str, str], StyleArray]) -> None:
    for (row, column), cell in sheet.cells.items():
        written = target.cell(row, column)
        if cell.value is not None:
            written.value = cell.value  # type: ignore[assignment]
            if isinstance(cell.value, str) and not isinstance(cell.value, Formula):
                written.data_type = "s"  # a label that starts with = is text
        style = styles.get((cell.look, cell.format))
        if style is None:
            written.style = cell.look
            if cell.format != "General":
                written.number_format = cell.format
            styles[cell.look, cell.format] = copy(written._style)
        else:
            written._style = style
        if cell.target:
            written._hyperlink = Hyperlink(ref=written.coordinate, location=cell.target)
            target._hyperlinks.append(written._hyperlink)
        if cell.remark:
            written.comment = Comment(cell.remark, _AUTHOR, height=90, width=320)
    _view(target, sheet)
    _print_setup(target, sheet)
    _state_colours(target, sheet)
    for first, last in sheet.column_groups:
        target.column_dimensions.group(letter(first), letter(last), outline_level=1, hidden=False)
    if sheet.column_groups:
        target.sheet_format.outlineLevelCol = 1
    if sheet.table:
        name, area = sheet.table
        table = Table(displayName=name, ref=area)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        target.add_table(table)
    if sheet.filter:
        target.auto_filter.ref = sheet.filter
    for chart in sheet.charts:
        target.add_chart(_chart(target, chart), chart.anchor)


def _view(target: Worksheet, sheet: Sheet) -> None:
    target.sheet_view.showGridLines = False
    target.sheet_view.zoomScale = 85
    target.freeze_panes = sheet.freeze
    target.sheet_properties.tabColor = TABS[sheet.tab]
    for column, width in sheet.widths.items():
        target.column_dimensions[letter(column)].width = width
    target.row_dimensions[1].height = 21


def _print_setup(target: Worksheet, sheet: Sheet) -> None:
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = _PAPER[sheet.paper]
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = f"1:{sheet.header_rows}"
    if sheet.label_columns:
        target.print_title_cols = f"A:{letter(sheet.label_columns)}"
    target.print_area = f"A1:{at(sheet.last_row, sheet.last_column)}"
    target.page_margins.left = target.page_margins.right = 0.4
    target.page_margins.top = target.page_margins.bottom = 0.6
    target.oddHeader.left.text = "&A"
    target.oddHeader.right.text = sheet.unit_line
    target.oddFooter.left.text = _AUTHOR
    target.oddFooter.center.text = "Page &P of &N"
    target.oddFooter.right.text = "Master check: top of this page"


def _state_colours(target: Worksheet, sheet: Sheet) -> None:
    """Blue for what agrees, orange for what fails: told apart in greyscale too, and always with a word."""
    for area in sheet.state_ranges:
        first = area.partition(":")[0]
        for word, fill, color in (("FAIL", "F4B183", "7B2C00"), ("ROUND", "EDEDED", "404040"),
                                  ("EXACT", "DDEBF7", "1F3864"), ("OK", "DDEBF7", "1F3864")):
            target.conditional_formatting.add(area, FormulaRule(
                formula=[f'ISNUMBER(SEARCH("{word}",{first}))'], stopIfTrue=True,
                fill=PatternFill(bgColor=fill), font=Font(color=color, bold=True)))


def _chart(target: Worksheet, chart: Chart) -> BarChart:
    bars = BarChart()
    bars.type, bars.grouping = "col", "clustered"
    bars.title, bars.height, bars.width = chart.title, 7.8, 15.5
    bars.y_axis.title, bars.y_axis.number_format = chart.axis_title, chart.format
    bars.y_axis.delete = bars.x_axis.delete = False
    bars.legend.position = "b"
    bars.display_blanks = "gap"
    columns = {"min_col": chart.first_column, "max_col": chart.last_column}
    categories = Reference(target, min_row=chart.categories_row, **columns)
    line = LineChart()
    for index, (_, row, second) in enumerate(chart.series):
        values = Reference(target, min_row=row, **columns)
        series = Series(values, title_from_data=False)
        series.tx = Series(values, title=None).tx
        series.tx = _title(target, row)
        color = ("1F3864", "8FAADC", "BFBFBF", "C55A11")[3 if second else index % 3]
        series.graphicalProperties.line.solidFill = color
        if second:
            series.marker.symbol = "circle"
            line.series.append(series)
        else:
            series.graphicalProperties.solidFill = color
            bars.series.append(series)
    bars.set_categories(categories)
    if line.series:
        line.set_categories(categories)
        line.y_axis.axId = 200
        line.y_axis.title, line.y_axis.number_format = chart.second_axis_title, chart.second_format
        line.y_axis.crosses, line.y_axis.delete = "max", False
        bars += line
    return bars


def _title(target: Worksheet, row: int) -> object:
    from openpyxl.chart.data_source import StrRef
    from openpyxl.chart.series import SeriesLabel

    return SeriesLabel(strRef=StrRef(f"'{target.title}'!$A${row}"))


__all__ = ["DifferentialStyle", "write"]

"""Cells become an .xlsx package: the only module that imports openpyxl for writing."""

from __future__ import annotations

import datetime
import io
import math
from copy import copy
from zipfile import ZipFile

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.cell import Cell as OpenpyxlCell
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.comments import Comment
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.drawing.text import Font as DrawingFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from generator.xlsx.cells import Cell, Formula, RowChart, Sheet, Workbook, absolute, at, letter, quoted
from generator.xlsx.parser import escaped
from generator.xlsx.styles import CHART_COLORS, FONT, GREY, LETTERS, LINE, LOOKS, SIZE, STATES, TABS, Look

_PAPER = {"A3": "8", "A4": "9"}
_AUTHOR = "Quarterbook"
_LONGEST_TIP = 255


def write(book: Workbook) -> bytes:
    """The package, its formulas still without values."""
    workbook = OpenpyxlWorkbook()
    workbook.remove(workbook.worksheets[0])
    # Cells without a style of their own have the workbook's first font.
    workbook._fonts = IndexedList([Font(name=FONT, size=SIZE)])
    workbook._named_styles["Normal"].font = Font(name=FONT, size=SIZE)
    for name, look in LOOKS.items():
        workbook.add_named_style(_named(name, look))
    styles: dict[tuple[str, str], StyleArray] = {}
    for sheet in book.sheets:
        _sheet(workbook.create_sheet(sheet.name), sheet, book.footer, styles)
    for name, target in book.names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    properties = workbook.properties
    properties.title, properties.creator = book.title, _AUTHOR
    properties.created = datetime.datetime.combine(book.created, datetime.time())
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as package:  # compressed once, when the values are in
        ExcelWriter(workbook, package).save()
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


def _sheet(target: Worksheet, sheet: Sheet, footer: str, styles: dict[tuple[str, str], StyleArray]) -> None:
    for (row, column), cell in sheet.cells.items():
        _cell(target, row, column, cell, styles)
    _view(target, sheet)
    _print_setup(target, sheet, footer)
    _colours(target, sheet)
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
    for where, texts in sheet.choices.items():
        validation = DataValidation("list", formula1=f'"{",".join(texts)}"', allow_blank=False, showErrorMessage=True)
        validation.add(where)
        target.add_data_validation(validation)
    for chart in sheet.charts:
        target.add_chart(_chart(target, chart), chart.anchor)


def _cell(target: Worksheet, row: int, column: int, cell: Cell, styles: dict[tuple[str, str], StyleArray]) -> None:
    written = target._cells[row, column] = OpenpyxlCell(target, row=row, column=column)
    if isinstance(cell.value, str):
        # Not by the setter, which guesses: a label that starts with = is text, and only a Formula is one.
        is_formula = isinstance(cell.value, Formula)
        written._value, written.data_type = (cell.value, "f") if is_formula else (escaped(cell.value), "s")
    elif cell.value is not None:
        written.value = cell.value
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
    elif cell.link:
        address, fragment, tip = cell.link
        written._hyperlink = Hyperlink(ref=written.coordinate, target=address, location=fragment or None,
                                       tooltip=escaped(tip)[:_LONGEST_TIP] or None)
        target._hyperlinks.append(written._hyperlink)
    if cell.remark:
        written.comment = Comment(escaped(cell.remark), _AUTHOR, height=90, width=320)


def _view(target: Worksheet, sheet: Sheet) -> None:
    target.sheet_view.showGridLines = False
    target.sheet_view.zoomScale = 85
    target.freeze_panes = sheet.freeze
    target.sheet_properties.tabColor = TABS[sheet.tab]
    for column, width in sheet.widths.items():
        target.column_dimensions[letter(column)].width = width
    target.row_dimensions[1].height = 21
    for (row, column), cell in sheet.cells.items():
        room = sheet.widths.get(column, 9) * LETTERS
        if isinstance(cell.value, str) and len(cell.value) > room and LOOKS[cell.look].wrap:
            # Programs fit the height of a row to wrapped text in their own ways, or not at all.
            lines = math.ceil(len(cell.value) / room)
            target.row_dimensions[row].height = max(LINE * lines, target.row_dimensions[row].height or 0)


def _print_setup(target: Worksheet, sheet: Sheet, footer: str) -> None:
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = _PAPER[sheet.paper]
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 1 if sheet.one_page else 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = f"1:{sheet.header_rows}"
    if sheet.label_columns:
        target.print_title_cols = f"A:{letter(sheet.label_columns)}"
    target.print_area = f"A1:{at(sheet.last_row, sheet.last_column)}"
    target.page_margins.left = target.page_margins.right = 0.4
    target.page_margins.top = target.page_margins.bottom = 0.75
    target.page_margins.header = target.page_margins.footer = 0.35
    for row in sheet.breaks:
        target.row_breaks.append(Break(row))
    target.oddHeader.left.text = "&A"
    target.oddHeader.right.text = sheet.unit_line
    target.oddFooter.left.text = footer
    target.oddFooter.center.text = "Page &P of &N"
    target.oddFooter.right.text = "Master check: top of this page"


def _colours(target: Worksheet, sheet: Sheet) -> None:
    """Blue for what agrees, orange for what fails, told apart in greyscale too and always with a word."""
    for area in sheet.state_ranges:
        first = area.partition(":")[0]
        for word, (fill, color) in STATES.items():
            target.conditional_formatting.add(area, FormulaRule(
                formula=[f'ISNUMBER(FIND("{word}",{first}))'], stopIfTrue=True,
                fill=PatternFill(bgColor=fill), font=Font(color=color, bold=True)))
    if sheet.values_from:
        area = f"{sheet.values_from}:{sheet.values_to or at(sheet.last_row, sheet.last_column)}"
        target.conditional_formatting.add(area, FormulaRule(
            formula=[f"ISTEXT({sheet.values_from})"], font=Font(color=GREY)))


def _chart(target: Worksheet, chart: RowChart) -> BarChart:
    bars = BarChart()
    bars.type, bars.grouping, bars.gapWidth = "col", "clustered", 80
    bars.title, bars.height, bars.width = _words(chart.title, 1000, True), 5.75, 12.2
    bars.y_axis.title, bars.y_axis.number_format = _words(chart.axis_title, 800, False), chart.format
    bars.y_axis.delete = bars.x_axis.delete = False
    bars.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    bars.x_axis.tickLblPos = "low"
    bars.legend.position = "b"
    bars.legend.txPr = bars.x_axis.txPr = bars.y_axis.txPr = _small()
    bars.display_blanks = "gap"
    if chart.from_zero:
        bars.y_axis.scaling.min = 0
    line = LineChart()
    for index, (row, second) in enumerate(chart.series):
        series = _series(target, chart, row, CHART_COLORS[-1] if second else CHART_COLORS[index], second)
        (line if second else bars).series.append(series)
    categories = Reference(target, range_string=_range(target, chart, chart.categories_row))
    bars.set_categories(categories)
    if line.series:
        line.set_categories(categories)
        line.y_axis.axId = 200
        line.y_axis.title, line.y_axis.number_format = _words(chart.second_axis_title, 800, False), chart.second_format
        line.y_axis.crosses, line.y_axis.delete, line.y_axis.majorGridlines = "max", False, None
        line.y_axis.scaling.min, line.y_axis.txPr = 0, _small()
        bars += line
    return bars


def _series(target: Worksheet, chart: RowChart, row: int, color: str, line: bool) -> Series:
    series = Series(Reference(target, range_string=_range(target, chart, row)))
    series.tx = SeriesLabel(strRef=StrRef(f"{quoted(target.title)}!$A${row}"))
    series.graphicalProperties = GraphicalProperties(solidFill=None if line else color)
    series.graphicalProperties.line.solidFill = color
    if line:
        series.smooth = False
        series.marker = Marker(symbol="circle", size=7)
        series.marker.graphicalProperties = GraphicalProperties(solidFill=color)
    return series


def _range(target: Worksheet, chart: RowChart, row: int) -> str:
    return f"{quoted(target.title)}!{absolute(row, chart.first_column)}:{absolute(row, chart.last_column)}"


def _small() -> RichText:
    """The workbook's font at eight points, for axes and legends."""
    font = CharacterProperties(sz=800, latin=DrawingFont(typeface=FONT))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), endParaRPr=font)])


def _words(text: str, size: int, bold: bool) -> Title:
    """A title in the workbook's font; ``size`` in hundredths of a point."""
    font = CharacterProperties(sz=size, b=bold, latin=DrawingFont(typeface=FONT))
    run = RegularTextRun(rPr=font, t=text)
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), r=[run])])), overlay=False)

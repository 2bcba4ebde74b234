"""Cells become an .xlsx package: with ``charts`` the only module that imports openpyxl for writing.

openpyxl writes all but the rows, which are most of a package and quicker written as what they are.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping, Sequence
from copy import copy
from zipfile import ZipFile

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.cell import Cell as OpenpyxlCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from generator.xlsx.cells import Cell, Sheet, Workbook, at, letter
from generator.xlsx.charts import chart_of
from generator.xlsx.pages import BOTTOM, EDGE, PAPER, SCALE, SIDE, TOP, area_of, heights, pages, row_breaks
from generator.xlsx.parser import escaped
from generator.xlsx.sheet_rows import rows
from generator.xlsx.styles import FONT, GREY, LOOKS, ROW, SIZE, STATES, TABS, Look

_AUTHOR = "Quarterbook"
_ROWS = re.compile(rb'(<dimension ref=")[^"]*(".*?)<sheetData(?: />|>.*?</sheetData>)', re.S)
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
    high = [heights(sheet) for sheet in book.sheets]
    for sheet, of_rows in zip(book.sheets, high, strict=True):
        _sheet(workbook.create_sheet(sheet.name), sheet, book, of_rows, styles)
    for name, target in book.names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    properties = workbook.properties
    properties.title, properties.creator = book.title, _AUTHOR
    properties.created = datetime.datetime.combine(book.created, datetime.time())
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as package:  # compressed once, when the values are in
        _Writer(workbook, package, book.sheets, high, styles).save()
    return buffer.getvalue()


class _Writer(ExcelWriter):  # type: ignore[misc]
    """openpyxl's writer of packages, with our rows in its worksheets."""

    def __init__(self, workbook: OpenpyxlWorkbook, package: ZipFile, sheets: Sequence[Sheet],
                 high: Sequence[Mapping[int, float]], styles: Mapping[tuple[str, str], StyleArray]) -> None:
        super().__init__(workbook, package)
        self._sheets, self._high, self._styles = sheets, high, styles

    def write_worksheet(self, target: Worksheet) -> None:
        """A worksheet as openpyxl writes it, but for the extent of its cells and its rows."""
        numbers: dict[tuple[str, str], int] = {}
        sheet, high = self._sheets[target._id - 1], self._high[target._id - 1]

        def style(cell: Cell) -> int:
            key = cell.look, cell.format
            if key not in numbers:
                numbers[key] = self.workbook._cell_styles.add(self._styles[key])
            return numbers[key]

        target._drawing = SpreadsheetDrawing()
        target._drawing.charts = target._charts
        out = io.BytesIO()
        writer = WorksheetWriter(target, out)
        writer.write()
        target._rels = writer._rels
        self._archive.writestr(target.path[1:], _with_rows(out.getvalue(), sheet, rows(sheet, style, high)))
        self.manifest.append(target)


def _with_rows(content: bytes, sheet: Sheet, written: str) -> bytes:
    found = _ROWS.search(content)
    assert found
    first = at(min(row for row, _ in sheet.cells), min(column for _, column in sheet.cells))
    extent = f"{first}:{at(sheet.last_row, sheet.last_column)}"
    return b"".join((content[:found.start()], found[1], extent.encode(), found[2], written.encode("utf-8"),
                     content[found.end():]))


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


def _sheet(target: Worksheet, sheet: Sheet, book: Workbook, high: Mapping[int, float],
           styles: dict[tuple[str, str], StyleArray]) -> None:
    for (row, column), cell in sheet.cells.items():
        if (cell.look, cell.format) not in styles:
            styles[cell.look, cell.format] = _style(target, cell)
        if cell.target or cell.link or cell.remark:
            _attach(target, row, column, cell)
    _view(target, sheet)
    _print_setup(target, sheet, book, high)
    _colours(target, sheet)
    _groups(target, sheet)
    if sheet.row_groups:
        target.sheet_format.outlineLevelRow = 1
        target.sheet_properties.outlinePr.summaryBelow = False
    if sheet.table:
        name, area = sheet.table
        table = Table(displayName=name, ref=area)
        table._initialise_columns()
        for column in table.tableColumns:
            column.name = escaped(str(sheet.cells[range_boundaries(area)[1], column.id].value))
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        target.add_table(table)
    if sheet.filter:
        target.auto_filter.ref = sheet.filter
    for where, texts in sheet.choices.items():
        validation = DataValidation("list", formula1=f'"{",".join(texts)}"', allow_blank=False, showErrorMessage=True)
        validation.add(where)
        target.add_data_validation(validation)
    for chart in sheet.charts:
        target.add_chart(chart_of(target, chart), chart.anchor)


def _style(target: Worksheet, cell: Cell) -> StyleArray:
    """The look and the format of a cell as openpyxl keeps them."""
    example = OpenpyxlCell(target, row=1, column=1)
    example.style = cell.look
    if cell.format != "General":
        example.number_format = cell.format
    return copy(example._style)


def _attach(target: Worksheet, row: int, column: int, cell: Cell) -> None:
    """What hangs on a cell, which openpyxl writes apart from the rows."""
    hook = target._cells[row, column] = OpenpyxlCell(target, row=row, column=column, value="")
    if cell.target:
        hook._hyperlink = Hyperlink(ref=hook.coordinate, location=cell.target)
    elif cell.link:
        address, fragment, tip = cell.link
        hook._hyperlink = Hyperlink(ref=hook.coordinate, target=address, location=fragment or None,
                                    tooltip=escaped(tip)[:_LONGEST_TIP] or None)
    if cell.remark:
        hook.comment = Comment(escaped(cell.remark), _AUTHOR, height=90, width=320)


def _view(target: Worksheet, sheet: Sheet) -> None:
    target.sheet_view.showGridLines = False
    target.sheet_view.zoomScale = 100
    if not sheet.charts:  # which stand over rows of the height that programs give them
        # Said outright, or a program takes rows for as high as its own usual font would have them.
        target.sheet_format.defaultRowHeight, target.sheet_format.customHeight = ROW, True
    target.freeze_panes = sheet.freeze
    if sheet.first_shown:
        pane = target.sheet_view.pane
        pane.topLeftCell = at(int(pane.ySplit) + 1, sheet.first_shown)
    target.sheet_properties.tabColor = TABS[sheet.tab]
    for column, width in sheet.widths.items():
        _column(target, column).width = width


def _column(target: Worksheet, column: int) -> ColumnDimension:
    return target.column_dimensions[letter(column)]


def _groups(target: Worksheet, sheet: Sheet) -> None:
    """The outline over the columns: the column after a group that is folded says so."""
    for column, level in sheet.levels.items():
        _column(target, column).outlineLevel = level
        _column(target, column).hidden = column in sheet.folded
    for column in sheet.folded:
        if column + 1 not in sheet.folded:
            _column(target, column + 1).collapsed = True
    if sheet.levels:
        target.sheet_format.outlineLevelCol = max(sheet.levels.values())


def _print_setup(target: Worksheet, sheet: Sheet, book: Workbook, high: Mapping[int, float]) -> None:
    """Pages of a scale that can be read; where they end beside each other is known once the widths are (finish)."""
    found, setup = pages(sheet), target.page_setup
    setup.orientation, setup.scale, setup.paperSize = "landscape", SCALE, PAPER[sheet.paper][0]
    target.print_title_rows = "{}:{}".format(*found.title_rows)
    if found.title_columns:
        target.print_title_cols = ":".join(map(letter, found.title_columns))
    target.print_area = area_of(found)
    margins = target.page_margins
    margins.left = margins.right = SIDE
    margins.top, margins.bottom = TOP, BOTTOM
    margins.header = margins.footer = EDGE
    for row in row_breaks(sheet, high):
        target.row_breaks.append(Break(row))
    target.oddHeader.left.text = f"{book.owner.replace('&', '&&')} · &A"
    target.oddHeader.right.text = sheet.unit_line
    target.oddFooter.left.text = book.footer
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

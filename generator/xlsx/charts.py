"""Charts: rows of a sheet as openpyxl's columns and lines, in the looks of the workbook."""

from __future__ import annotations

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.drawing.text import Font as DrawingFont
from openpyxl.worksheet.worksheet import Worksheet

from generator.xlsx.cells import RowChart, absolute, quoted
from generator.xlsx.styles import CHART_COLORS, FONT


def chart_of(target: Worksheet, chart: RowChart) -> BarChart:
    """A chart of rows that stand below each other, its columns and, on an axis of its own, its line."""
    bars = BarChart()
    bars.type, bars.grouping, bars.gapWidth = "col", "clustered", 80
    bars.title, bars.height, bars.width = _words(chart.title, 1000, True), 5.75, 11.5
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
        line.y_axis.txPr = _small()
        if chart.second_from_zero:
            line.y_axis.scaling.min = 0
        bars += line
    return bars


def _series(target: Worksheet, chart: RowChart, row: int, color: str, line: bool) -> Series:
    series = Series(Reference(target, range_string=_range(target, chart, row)))
    series.tx = SeriesLabel(strRef=StrRef(f"{quoted(target.title)}!$A${row}"))
    series.graphicalProperties = GraphicalProperties(solidFill=None if line else color)
    series.graphicalProperties.line.solidFill = color if line else CHART_COLORS[0]  # a light column has an edge
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

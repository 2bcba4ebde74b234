"""Quarterbook: a company's reported figures become an Excel workbook of live formulas."""

__version__ = "0.1.0"

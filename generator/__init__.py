"""Quarterbook: a company's reported figures become an Excel workbook of live formulas."""

import os

__version__ = "0.1.0"

# The two XML writers that openpyxl can use give different bytes for the same workbook. This one is always
# there, and it is chosen here because openpyxl looks only once, when it is first imported.
os.environ.setdefault("OPENPYXL_LXML", "False")

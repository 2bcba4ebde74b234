"""The named styles: at most twenty, colour never the only cue."""

from __future__ import annotations

from dataclasses import dataclass

FONT, SIZE = "Arial", 9
ROW, LINE = 12.0, 1.25
"""The height of a row of one line in points, and that of each of several lines, as a multiple of the font's size."""
BLUE, GREEN, BLACK, GREY, WHITE, NAVY = "0000FF", "006100", "000000", "595959", "FFFFFF", "1F3864"
TABS = {"front": "1F3864", "statement": "2E75B6", "computed": "548235", "check": "C55A11", "input": "7F7F7F"}


@dataclass(frozen=True)
class Look:
    """One named style."""

    color: str = BLACK
    fill: str = ""
    bold: bool = False
    italic: bool = False
    size: int = SIZE
    align: str = ""
    indent: int = 0
    top: str = ""
    bottom: str = ""
    wrap: bool = False
    underline: bool = False


LOOKS = {
    "Title": Look(NAVY, bold=True, size=14),
    "Header": Look(WHITE, NAVY, bold=True, align="center", wrap=True),
    "Section": Look(NAVY, "DCE6F1", bold=True, wrap=True),
    "Label": Look(align="left", indent=1, wrap=True),
    "LabelTotal": Look(bold=True, wrap=True),
    "Unit": Look(GREY, align="center"),
    "Note": Look(GREY, size=8, wrap=True),
    "Input": Look(BLUE, "FFF9E1", align="right"),
    "Corrected": Look(BLUE, "FCE0C2", bold=True, align="right"),
    "Link": Look(GREEN, align="right"),
    "LinkTotal": Look(GREEN, bold=True, align="right", top="thin"),
    "Formula": Look(align="right"),
    "Total": Look(bold=True, align="right", top="thin"),
    "GrandTotal": Look(bold=True, align="right", top="thin", bottom="double"),
    "Derived": Look(italic=True, align="right"),
    "DerivedLink": Look(GREEN, italic=True, align="right"),
    "DerivedTotal": Look(bold=True, italic=True, align="right", top="thin"),
    "Estimate": Look(italic=True, fill="EDE7F6", align="right"),
    "NotAvailable": Look("595959", align="right"),
    "Jump": Look("0563C1", bold=True, underline=True),
}

STATES = {"FAIL": ("F4B183", "7B2C00"), "ROUND": ("EDEDED", "404040"), "EXACT": ("DDEBF7", "1F3864"),
          "OK": ("DDEBF7", "1F3864")}
CHART_COLORS = ("1F3864", "5B7FBF", "9DB4E0", "CDD9F0", "FFFFFF", "C55A11")
"""Of columns, each so much lighter than the one before that they are told apart in grey, and of the line."""

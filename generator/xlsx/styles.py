"""The named styles: at most twenty, colour never the only cue."""

from __future__ import annotations

from dataclasses import dataclass

FONT, SIZE = "Arial", 9
LINE, LETTERS = 12, 1.15  # the height of a line, and the letters that fit where one digit does
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
    "Header": Look(WHITE, NAVY, bold=True, align="center"),
    "Section": Look(NAVY, "DCE6F1", bold=True),
    "Label": Look(align="left", indent=1, wrap=True),
    "LabelTotal": Look(bold=True, wrap=True),
    "Unit": Look(GREY, align="center"),
    "Note": Look(GREY, size=8),
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
    "NotAvailable": Look("595959", size=8, align="right"),
    "Jump": Look("0563C1", bold=True, underline=True),
}

STATES = {"FAIL": ("F4B183", "7B2C00"), "ROUND": ("EDEDED", "404040"), "EXACT": ("DDEBF7", "1F3864"),
          "OK": ("DDEBF7", "1F3864")}
CHART_COLORS = ("1F3864", "8FAADC", "BFBFBF", "7F6000", "C55A11")

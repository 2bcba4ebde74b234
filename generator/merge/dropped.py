"""What a program that keeps no record of ours dropped as a whole is no wish of the reader's: it is made anew."""

from __future__ import annotations

from generator.merge.log import Log
from generator.merge.sides import SheetPart, Sides
from generator.xlsx.markup import elements
from generator.xlsx.package import CHART, DRAWING, Package
from generator.xlsx.worksheet import Worksheet

CHARTS, LOOKS, NAMES, NOTES = "charts", "looks of cells", "names of styles", "words of notes"
_SECTIONS = {
    "sheetPr": "colours of tabs", "cols": "widths of columns", "conditionalFormatting": "conditional formats",
    "dataValidations": "data validations", "printOptions": "print options", "pageMargins": "page margins",
    "pageSetup": "page setup", "headerFooter": "headers and footers", "rowBreaks": "page breaks",
    "colBreaks": "page breaks"}
"""The parts of a worksheet that programs drop, and what each holds, in the plural."""
_COUNTS = frozenset(("count", "manualBreakCount"))


def forget_dropped(packages: Sides[Package], sheets: Sides[dict[str, Worksheet]], log: Log) -> None:
    """Take out of base what no sheet of ours has any more in a file without the record, as though it were new now.

    Where one sheet has it still, its reader has taken it from the others.
    """
    names = sheets.base.keys() & sheets.theirs.keys()
    base, theirs = ([side[name] for name in names] for side in (sheets.base, sheets.theirs))
    for section, said in _SECTIONS.items():
        had = [sheet for sheet in base if _says(sheet.section(section))]
        if had and not any(_says(sheet.section(section)) for sheet in theirs):
            log.dropped.add(said)
            for sheet in had:
                sheet.parts = [(name, raw) for name, raw in sheet.parts if name != section]
    with_charts = [part for sheet in base if _has_charts(part := SheetPart(packages.base, sheet.part))]
    if with_charts and not any(_has_charts(SheetPart(packages.theirs, part))
                               for part in packages.theirs.sheets().values()):
        log.dropped.add(CHARTS)
        for package, sheet_part in with_charts:
            package.unrelate(sheet_part, package.related(sheet_part, DRAWING.relationship))


def _says(section: str) -> bool:
    """Whether a part of a worksheet is there, and not empty."""
    return any(each.inner.strip() or each.attributes.keys() - _COUNTS for each in elements(section, *_SECTIONS))


def _has_charts(sheet: SheetPart) -> bool:
    """Whether a drawing of a sheet's has a chart of any kind."""
    drawing = sheet.related(DRAWING)
    return bool(drawing) and any(each.kind.startswith(CHART.relationship)
                                 for each in sheet.package.relationships(drawing))

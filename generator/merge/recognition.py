"""Whether a file is a workbook of ours whose sheets, rows and columns are still where they were put."""

from __future__ import annotations

from collections.abc import Collection

from generator.merge.former import THE_FILE
from generator.merge.log import Log
from generator.merge.sides import Sides
from generator.merge.workbook import is_from_1904
from generator.sheets.contract import KEY
from generator.xlsx.markup import elements
from generator.xlsx.package import Package, relationship_id
from generator.xlsx.worksheet import Place, Worksheet, alike, read_sheets


def recognise(theirs: Package, sheets: Sides[dict[str, Worksheet]], log: Log) -> None:
    """Our sheets are there under their names, their rows and columns where they were put; else that is a conflict."""
    if is_from_1904(theirs):
        log.refuse(THE_FILE, "counts its dates from 1904; ours would be four years off in it")
    for name in _without_part(theirs, sheets.base):
        log.refuse(f"sheet {name}", "stands in the list of sheets, but its part is missing from the file")
    log.stop_at_conflicts()
    for name, sheet in sheets.base.items():
        if name not in sheets.theirs:
            _missing(theirs, sheet, sheets, log)
        else:
            _in_place(sheet, sheets.theirs[name], log)
    taken = {name.casefold(): name for name in theirs.sheets()}  # to Excel, names are the same whatever their case
    for name in sorted(sheets.ours.keys() - sheets.base.keys()):
        if name.casefold() in taken:
            log.refuse(f"sheet {taken[name.casefold()]}", "is a sheet of ours now; give yours another name")


def _without_part(theirs: Package, ours: Collection[str]) -> list[str]:
    """The sheets that a workbook names and does not hold, whose part another sheet would take; modules of macros name
    none."""
    parts = theirs.sheets()
    listed = (each.attributes for each in elements(theirs.text(theirs.workbook), "sheet"))
    return [each["name"] for each in listed
            if parts[each["name"]] not in theirs.parts and (relationship_id(each) or each["name"] in ours)]


def _missing(theirs: Package, base: Worksheet, sheets: Sides[dict[str, Worksheet]], log: Log) -> None:
    others = theirs.sheets().keys() - sheets.base.keys()
    for name, found in read_sheets(theirs, others).items():
        if alike(base, found) > 0.5:
            log.refuse(f"sheet {name}", f"was {base.name} and is ours: give it its name back")
            return
    if base.name in sheets.ours:
        log.notes.append(f"the sheet {base.name}, which you removed, is there again")


def _in_place(base: Worksheet, theirs: Worksheet, log: Log) -> None:
    """Every key and label that named a row or a column stands where it stood."""

    def names(place: Place, below: int = 0) -> bool:
        return place[1] == KEY or place[0] <= base.frozen_rows + below

    named = {place for place, content in base.contents.items() if content[0] != "f" and names(place)}
    wrong = {place for place in named if base.contents[place] != theirs.contents.get(place)}
    elsewhere = {(place[1] == KEY, content) for place, content in theirs.contents.items()
                 if names(place, below=1) and base.contents.get(place) != content}
    moved = [place for place in wrong if (place[1] == KEY, base.contents[place]) in elsewhere]
    if moved or len(wrong) > max(3, len(named) // 50):
        row = min(moved or wrong)[0]
        log.refuse(f"sheet {base.name}", "rows or columns of ours were inserted, deleted or sorted, the first at row "
                                         f"{row}: undo that and put your own on a sheet of yours, or start over with "
                                         "--fresh")

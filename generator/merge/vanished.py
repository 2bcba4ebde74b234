"""What the reader put on a sheet of ours that is no longer made."""

from __future__ import annotations

from collections.abc import Callable

from generator.merge.comments import Notes
from generator.merge.conditional_formats import rule_names
from generator.merge.drawings import Drawing
from generator.merge.links import links, targets_of
from generator.merge.sides import SheetPart
from generator.merge.validations import allowed
from generator.xlsx.cells import at
from generator.xlsx.worksheet import Worksheet, same_content

_PARTS = ("table", "pivotTable", "queryTable", "slicer", "oleObject", "ctrlProp", "control", "threadedComment")


def of_the_reader(base: Worksheet, theirs: Worksheet, then: SheetPart, now: SheetPart) -> str:
    """The first thing found that was not made, in words: "cell B7", "a note"; "" where there is nothing."""
    places = base.contents.keys() | theirs.contents.keys()
    typed = [place for place in places if not same_content(base.contents.get(place), theirs.contents.get(place))]
    if typed:
        return f"cell {at(*min(typed))}"
    parts = [[each.kind for each in side.package.relationships(side.part)] for side in (then, now)]
    found = {
        "a note": Notes.of(now).words.items() - Notes.of(then).words.items(),
        "a drawing": len(Drawing.of(now).anchors) > len(Drawing.of(then).anchors),
        "a data validation": _more(allowed, "dataValidations", base, theirs),
        "a hyperlink": (links(theirs.section("hyperlinks"), targets_of(now))
                        - links(base.section("hyperlinks"), targets_of(then))),
        "a conditional format": _more(rule_names, "conditionalFormatting", base, theirs),
        "a table or control": any(parts[1].count(kind) > parts[0].count(kind) for kind in _PARTS)}
    return next((what for what, is_there in found.items() if is_there), "")


def _more(meanings: Callable[[str], set[tuple[str, ...]]], section: str, base: Worksheet, theirs: Worksheet) -> bool:
    """Whether theirs has something in a section that base does not have."""
    return bool(meanings(theirs.section(section)) - meanings(base.section(section)))

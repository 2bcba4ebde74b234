"""The windows of a workbook: which sheet is in front, which are selected, which tab is shown first.

All of that is said by the numbers of tabs, which change as sheets of ours come and go; what is meant are the sheets.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.xlsx.located import walk
from generator.xlsx.markup import Edit, Element, appended, edited, elements, needed, whole, with_attributes
from generator.xlsx.package import OTHER_ENCODINGS, Package

_TRUE = ("1", "true")
_DATA = "sheetData"


@dataclass(frozen=True)
class Window:
    """A window by its sheets: the one in front, the first whose tab is shown, all that are selected."""

    in_front: str
    first: str
    selected: frozenset[str]


def windows(package: Package) -> list[Window]:
    """The windows of a workbook, at least one."""
    tabs, text = list(package.sheets()), package.text(package.workbook)
    selected = [(view.attributes.get("workbookViewId", "0"), name) for name, part in _parts(package).items()
                if _may_be_selected(package, part)
                for view in _views(package.text(part)) if view.attributes.get("tabSelected") in _TRUE]
    found = []
    for index, attributes in enumerate([view.attributes for view in elements(text, "workbookView")] or [{}]):
        numbers = (whole(attributes.get(name, "0")) for name in ("activeTab", "firstSheet"))
        front, first = (tabs[each] if 0 <= each < len(tabs) else tabs[0] for each in numbers)
        found.append(Window(front, first, frozenset(name for id, name in selected if id == str(index))))
    return found


def _parts(package: Package) -> dict[str, str]:
    """The sheets with a part; a module of macros has none."""
    return {name: part for name, part in package.sheets().items() if part in package.parts}


def windows_now(theirs: Package, result: Package) -> list[Window]:
    """The windows as they are to be: the same sheets, and for one that is gone the next that is still there.

    A group of sheets stays one where the reader had selected it; else the sheet in front is selected alone.
    """
    before, now = list(theirs.sheets()), result.sheets()
    hidden = {e.attributes["name"] for e in elements(theirs.text(theirs.workbook), "sheet")
              if e.attributes.get("state", "visible") != "visible"}

    def still(name: str) -> str:
        place = before.index(name)
        nearby = [*before[place + 1:], *reversed(before[:place])]
        return name if name in now else next((each for each in nearby if each in now and each not in hidden), name)

    found = []
    for window in windows(theirs):
        front = still(window.in_front)
        is_kept = front == window.in_front and (front in window.selected or not window.selected)
        selected = window.selected & now.keys() if is_kept else frozenset({front})
        found.append(Window(front, still(window.first), selected))
    return found


def select_tabs(result: Package, wanted: Sequence[Window], known: Collection[str]) -> None:
    """Exactly the sheets that are to be selected say so, in each window; one not yet ``known`` has a view for each."""
    for name, part in _parts(result).items():
        is_new = name not in known and len(wanted) > 1
        if not (is_new or _may_be_selected(result, part) or any(name in window.selected for window in wanted)):
            continue
        text = result.text(part)
        found = next(iter(walk(text, "sheetViews", before=_DATA)), None)
        if found is None:
            continue
        xml = found.raw
        if is_new:
            made = needed(xml, "sheetView").raw
            xml = appended(xml, "".join(with_attributes(made, {"workbookViewId": str(index)})
                                        for index in range(1, len(wanted))))
        edits: list[Edit] = []
        for view in elements(xml, "sheetView"):
            index = whole(view.attributes.get("workbookViewId", "0"))
            is_wanted = 0 <= index < len(wanted) and name in wanted[index].selected
            if is_wanted != (view.attributes.get("tabSelected") in _TRUE):
                edits.append((view.start, view.inside, with_attributes(view.tag, {
                    "tabSelected": "1" if is_wanted else None})))
        result.put(part, text[:found.start] + edited(xml, edits) + text[found.end:])


def _may_be_selected(package: Package, part: str) -> bool:
    """Whether a sheet can say that it is selected, by its bytes: a large one is not read for it."""
    content = package.parts[part]
    return b"tabSelected" in content or content.startswith(OTHER_ENCODINGS)


def _views(text: str) -> list[Element]:
    """The views of a sheet; they stand before its cells."""
    return walk(text, "sheetView", before=_DATA)

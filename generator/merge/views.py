"""How a sheet of ours is looked at: zoom, scrolling, panes and what is selected stay as the reader left them.

What he did not touch is as we make it now.
"""

from __future__ import annotations

import re

from generator.merge.sides import Kept, Piece, SheetSides
from generator.xlsx.cells import at
from generator.xlsx.markup import Edit, Element, edited, elements, number, with_attributes
from generator.xlsx.worksheet import Place, place_of

_AREA = re.compile(r"([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?")
_NOTHING = frozenset(("workbookViewId", "tabSelected"))
_LEFT_TO_RIGHT = {("rightToLeft", "0"), ("rightToLeft", "false")}
_SPLITS = ("ySplit", "xSplit")
"""The attributes that say how many rows and how many columns are frozen, in the order of a place."""


def views(piece: Piece) -> Kept:
    """Theirs, over the same cells as before, and where they are as they were made as ours are now; ours where a program
    has saved the sheet that keeps no views."""
    found = list(elements(piece.theirs, "sheetView"))
    if not any(view.inner.strip() or {name for name, _ in view.attributes.items() - _LEFT_TO_RIGHT} - _NOTHING
               for view in found):
        return Kept(piece.ours)
    made, now = (next(elements(xml, "sheetView"), None) for xml in (piece.base, piece.ours))
    if not piece.sheet.map.moved and (not made or not now or made.raw == now.raw):
        return Kept(piece.theirs)
    return Kept(edited(piece.theirs, [edit for view in found for edit in _followed(piece.sheet, view, made, now)]))


def _followed(sheet: SheetSides, view: Element, then: Element | None, ours: Element | None) -> list[Edit]:
    """The edits of one view; ``then`` and ``ours`` are those that we made then and make now."""
    made, now = (next(elements(each.inner, "pane"), None) if each else None for each in (then, ours))
    corner = view.attributes.get("topLeftCell", "A1")
    first = sheet.nearest(place_of(corner))
    edits: list[Edit] = []
    changes = _zoomed(view.attributes, then.attributes, ours.attributes) if then and ours else {}
    if "topLeftCell" in view.attributes:
        changes["topLeftCell"] = at(*first)
    if changes:
        edits.append((view.start, view.inside, with_attributes(view.tag, changes)))
    for pane in elements(view.inner, "pane"):
        frozen = _pane(sheet, pane, made, now, (place_of(corner), first))
        edits.append((view.inside + pane.start, view.inside + pane.inside, with_attributes(pane.tag, frozen)))
    for selection in elements(view.inner, "selection"):
        edits.append((view.inside + selection.start, view.inside + selection.inside,
                      with_attributes(selection.tag, _selection(sheet, selection))))
    return edits


def _zoomed(theirs: dict[str, str], then: dict[str, str], ours: dict[str, str]) -> dict[str, str | None]:
    """Our zoom of now, where the reader has not zoomed: programs note the usual one beside it."""
    zoom = ours.get("zoomScale")
    if zoom == then.get("zoomScale") or theirs.get("zoomScale", "100") != then.get("zoomScale", "100"):
        return {}
    return {"zoomScale": zoom, **({"zoomScaleNormal": zoom} if "zoomScaleNormal" in theirs else {})}


def _pane(sheet: SheetSides, pane: Element, made: Element | None, now: Element | None,
          corners: tuple[Place, Place]) -> dict[str, str | None]:
    """The rows and columns that are frozen: as many as ours where they are ours, else up to the same row and column.

    ``corners`` are the first cell that the view shows, then and now. What was not scrolled is not scrolled now.
    """
    then, shown = pane.attributes, place_of(pane.attributes.get("topLeftCell", "A1"))
    moved, changes = sheet.nearest(shown), dict[str, str | None]()
    if not then.get("state", "split").startswith("frozen"):
        return {"topLeftCell": at(*moved)} if "topLeftCell" in then else {}
    top = list(moved)
    for axis, name in enumerate(_SPLITS):
        count = int(number(then.get(name, "0")))
        is_ours = made and now and count == int(number(made.attributes.get(name, "0")))
        if made and now and is_ours:
            split = int(number(now.attributes.get(name, "0")))
        else:
            last = sheet.nearest(_with(corners[0], axis, corners[0][axis] + count - 1)) if count else corners[1]
            split = last[axis] - corners[1][axis] + 1 if count else 0
        if split != count:
            changes[name] = str(split)
        if made and now and is_ours and shown[axis] == _corner(made)[axis]:
            top[axis] = _corner(now)[axis]
        elif shown[axis] == corners[0][axis] + count:
            top[axis] = corners[1][axis] + split
    return changes | ({"topLeftCell": at(*top)} if "topLeftCell" in then else {})


def _corner(pane: Element) -> Place:
    return place_of(pane.attributes.get("topLeftCell", "A1"))


def _with(place: Place, axis: int, number: int) -> Place:
    return (number, place[1]) if axis == 0 else (place[0], number)


def _selection(sheet: SheetSides, selection: Element) -> dict[str, str | None]:
    """The cells that are selected, and the active one among them."""
    found = selection.attributes
    changes: dict[str, str | None] = {}
    if "activeCell" in found:
        changes["activeCell"] = at(*sheet.nearest(place_of(found["activeCell"])))
    if "sqref" in found:
        changes["sqref"] = _AREA.sub(
            lambda area: ":".join(at(*sheet.nearest(place_of(each))) for each in area.groups() if each), found["sqref"])
    return changes

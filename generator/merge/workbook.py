"""The workbook part: which of its pieces are not simply the reader's stands in one list, PIECES."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.merge.following import Following
from generator.merge.log import counted
from generator.merge.passages import Passage, followed
from generator.merge.relative import is_relative
from generator.merge.sides import Sides
from generator.merge.windows import Window
from generator.xlsx.located import walk
from generator.xlsx.markup import Element, Unreadable, edited, elements, encoded, needed, plain, whole, with_attributes
from generator.xlsx.package import WORKSHEET, Package
from generator.xlsx.prefixes import RELATIONSHIPS

Key = tuple[str, str]
"""A defined name in lower case, and the sheet it belongs to ("" for the whole workbook)."""
Names = Mapping[Key, Element]
_BUILT_IN = "_xlnm."
_FILTERED = "_xlnm._filterdatabase"
"""What a spreadsheet program calls the area of a sheet's filter."""


@dataclass(frozen=True)
class WorkbookSides:
    """The workbook of the result, whose sheets are as they will be, and what is needed to merge the rest of it."""

    result: Package
    names: Sides[Names]
    follow: Following
    windows: Sequence[Window]


Rule = Callable[[WorkbookSides, str], str]


def merge_workbook(book: WorkbookSides) -> None:
    """Put the pieces of the workbook together, and drop the chain of cells that a calculation no longer follows."""
    result = book.result
    text = result.text(result.workbook)
    before: list[str] = []
    for name, rule in PIECES:
        if rule is not theirs:
            found = next(elements(text, name), None)
            end = max((e.end for e in elements(text, *before)), default=0)
            start, end = (found.start, found.end) if found else (end, end)
            text = text[:start] + rule(book, text[start:end]) + text[end:]
        before.append(name)
    result.put(result.workbook, text)
    if chain := result.related(result.workbook, "calcChain"):
        result.unrelate(result.workbook, chain)
        result.remove(chain)


# --- rules -----------------------------------------------------------------------------------------------------------


def theirs(_: WorkbookSides, xml: str) -> str:
    """As the reader left it."""
    return xml


def theirs_followed(book: WorkbookSides, xml: str) -> str:
    """As the reader left it, with what it refers to followed."""
    root = walk(book.result.text(book.result.workbook))[0]
    return followed(Passage(xml, "the workbook", "", book.follow, root.scope)) if xml else xml


def same_views(book: WorkbookSides, xml: str) -> str:
    """The same sheets in front and first as the reader saw."""
    order, edits = list(book.result.sheets()), []
    for view, window in zip(elements(xml, "workbookView"), book.windows, strict=False):
        for_each = {"activeTab": order.index(window.in_front), "firstSheet": order.index(window.first)}
        changes: dict[str, str | None] = {name: str(index) for name, index in for_each.items()
                                          if index != whole(view.attributes.get(name, "0"))}
        if changes:
            edits.append((view.start, view.end, with_attributes(view.raw, changes)))
    return edited(xml, edits)


def same_custom_views(book: WorkbookSides, xml: str) -> str:
    """Custom views open a sheet that is there."""
    ids = {e.attributes["name"]: e.attributes["sheetId"]
           for e in elements(book.result.text(book.result.workbook), "sheet")}
    return edited(xml, [
        (view.start, view.inside, with_attributes(view.tag, {"activeSheetId": ids[book.windows[0].in_front]}))
        for view in elements(xml, "customWorkbookView") if view.attributes.get("activeSheetId") not in ids.values()])


def merged_names(book: WorkbookSides, xml: str) -> str:
    """The reader's names follow what they name, ours are as made now."""
    order, base = list(book.result.sheets()), book.names.base
    kept = {key: _followed(book, theirs, key[1], order) for key, theirs in book.names.theirs.items()
            if _is_kept(book, key, theirs, order)}
    own = [key[0] for key in kept if key not in base and key[0] != _FILTERED]
    if own:
        book.follow.log.kept.append(f"{counted(len(own), 'name')} of yours: {', '.join(own[:6])}")
    names = "".join([*kept.values(), *(_placed(ours, key[1], order) for key, ours in book.names.ours.items()
                                       if key not in kept)])
    found = next(elements(xml, "definedNames"), None) if xml else None
    if found and found.inner == names:
        return xml
    return f"<definedNames>{names}</definedNames>" if names else ""


def calculated_on_load(_: WorkbookSides, xml: str) -> str:
    """A program that opens the file is asked to calculate."""
    found = next(elements(xml, "calcPr"), None) if xml else None
    if found is None:
        return '<calcPr fullCalcOnLoad="1"/>'
    asked = found.attributes.get("fullCalcOnLoad") in ("1", "true")
    return xml if asked else with_attributes(xml, {"fullCalcOnLoad": "1"})


# --- every piece of a workbook part, in the order of the schema ------------------------------------------------------

PIECES: tuple[tuple[str, Rule], ...] = (
    ("fileVersion", theirs),
    ("fileSharing", theirs),
    ("workbookPr", theirs),
    ("workbookProtection", theirs),
    ("bookViews", same_views),
    ("sheets", theirs),  # with those of ours that came or went, by add_sheet and remove_sheet
    ("functionGroups", theirs),
    ("externalReferences", theirs),
    ("definedNames", merged_names),
    ("calcPr", calculated_on_load),
    ("oleSize", theirs),
    ("customWorkbookViews", same_custom_views),
    ("pivotCaches", theirs),
    ("smartTagPr", theirs),
    ("smartTagTypes", theirs),
    ("webPublishing", theirs),
    ("fileRecoveryPr", theirs),
    ("webPublishObjects", theirs),
    ("extLst", theirs_followed),
)


# --- defined names ---------------------------------------------------------------------------------------------------


def defined_names(package: Package, tabs: list[str]) -> Names:
    """The defined names of a workbook whose sheets are, or were, ``tabs``."""
    found: dict[Key, Element] = {}
    for element in elements(package.text(package.workbook), "definedName"):
        index, name = element.attributes.get("localSheetId"), element.attributes["name"]
        if index is not None and not 0 <= whole(index) < len(tabs):
            raise Unreadable(f"{package.workbook}: the name {name} belongs to a sheet that is not there")
        found[name.casefold(), tabs[whole(index)] if index is not None else ""] = element
    return found


def _is_kept(book: WorkbookSides, key: Key, theirs: Element, order: list[str]) -> bool:
    """Whether a name of theirs is the reader's work, which it is not where it is as it was made."""
    base, sheet = book.names.base.get(key), key[1]
    if key == (_FILTERED, ""):
        return False  # of a program that does not know that a filter belongs to a sheet
    where, log = f"name {theirs.attributes['name']}", book.follow.log
    if sheet and sheet not in order:
        if base is None:
            log.refuse(where, f"belongs to {sheet}, which is no longer made")
        return False
    if base is not None and _meaning(theirs) == _meaning(base):
        return False
    if base is not None and not sheet:
        log.refuse(where, f"is ours and was given another meaning, {plain(theirs.inner)}; choose another name for "
                          "yours, or start over with --fresh")
        return False
    if base is None and key in book.names.ours:
        log.refuse(where, "is a name of ours now; choose another for yours")
        return False
    return True


def _followed(book: WorkbookSides, element: Element, sheet: str, order: list[str]) -> str:
    formula, written = plain(element.inner), _placed(element, sheet, order)
    name = element.attributes["name"]
    if any(is_relative(formula, book.follow.follower)):
        moved = book.follow.name(formula, name, book.result)
    else:
        moved = book.follow.formula(formula, f"name {name}", sheet, mark="")
    if moved == formula:
        return written
    return edited(written, [needed(written, "definedName").edit(moved)])


def _placed(element: Element, sheet: str, order: list[str]) -> str:
    return with_attributes(element.raw, {"localSheetId": str(order.index(sheet))}) if sheet else element.raw


def _meaning(element: Element) -> frozenset[str]:
    """What a name stands for, however it is written and in whatever order its areas stand; for what is printed or
    filtered, $ or not, which programs lose, says nothing."""
    words = plain(element.inner).replace("'", "")
    return frozenset((words.replace("$", "") if element.attributes["name"].startswith(_BUILT_IN) else words).split(","))


# --- sheets ----------------------------------------------------------------------------------------------------------


def add_sheet(package: Package, name: str, text: str, order: list[str]) -> str:
    """A new worksheet after the nearest sheet that stands before it in ``order``. Returns its part."""
    added = package.add(package.workbook, WORKSHEET, text)
    book = package.text(package.workbook)
    found = list(elements(book, "sheet"))
    number = max((whole(e.attributes["sheetId"]) for e in found), default=0) + 1
    before = order[: order.index(name)]
    place = next((e.end for wanted in reversed(before) for e in found if e.attributes["name"] == wanted),
                 found[0].start)
    declared = "r" in needed(book, "sheets").scope  # some programs do so on each sheet
    space = "" if declared else f' xmlns:r="{RELATIONSHIPS}"'
    written = f'<sheet name="{encoded(name)}" sheetId="{number}"{space} r:id="{added.id}"/>'
    package.put(package.workbook, book[:place] + written + book[place:])
    return added.target


def remove_sheet(package: Package, name: str) -> None:
    """A worksheet of ours that is no longer made, with the parts that only it uses."""
    part = package.sheets()[name]
    book = package.text(package.workbook)
    gone = next(e for e in elements(book, "sheet") if e.attributes["name"] == name)
    reached = set(package.reached(part))
    package.put(package.workbook, edited(book, [(gone.start, gone.end, "")]))
    package.unrelate(package.workbook, part)
    for each in reached - set(package.reached(package.workbook)):
        package.remove(each)


def is_from_1904(package: Package) -> bool:
    """Whether a workbook counts its days from 1904, as old ones from a Mac do."""
    found = next(elements(package.text(package.workbook), "workbookPr"), None)
    return found is not None and found.attributes.get("date1904") in ("1", "true")

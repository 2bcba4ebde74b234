"""The workbook part: the order of the sheets, the defined names, and that everything is calculated on opening."""

from __future__ import annotations

from dataclasses import dataclass

from generator.merge.log import Log
from generator.merge.references import Follower, Unfollowable
from generator.xlsx.markup import Element, edited, elements, encoded, local, plain, with_attributes
from generator.xlsx.package import RELATION, Package

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
Key = tuple[str, str]


def add_sheet(package: Package, name: str, text: str, order: list[str]) -> str:
    """A new worksheet after the nearest sheet that stands before it in ``order``. Returns its part."""
    book = package.text(package.workbook)
    part = package.fresh("xl/worksheets/sheet{}.xml")
    package.put(part, text, _SHEET)
    id = package.relate(package.workbook, RELATION + "worksheet", part)
    found = list(elements(book, "sheet"))
    number = max((int(e.attributes["sheetId"]) for e in found), default=0) + 1
    before = order[: order.index(name)]
    place = next((e.end for wanted in reversed(before) for e in found if e.attributes["name"] == wanted),
                 found[0].start)
    prefix = next((key.partition(":")[0] for e in found for key in e.attributes if local(key) == "id" and ":" in key),
                  "r")
    raw = f'<sheet name="{encoded(name)}" sheetId="{number}" {prefix}:id="{id}"/>'
    package.put(package.workbook, book[:place] + raw + book[place:])
    return part


def remove_sheet(package: Package, name: str) -> None:
    """A worksheet of ours that is no longer made, with the parts that only it uses."""
    part = package.sheets()[name]
    book = package.text(package.workbook)
    gone = next(e for e in elements(book, "sheet") if e.attributes["name"] == name)
    mine = set(package.reached(part))
    package.put(package.workbook, edited(book, [(gone.start, gone.end, "")]))
    package.unrelate(package.workbook, part)
    for each in mine - set(package.reached(package.workbook)):
        package.remove(each)


@dataclass
class Names:
    """The defined names of a workbook, each with the sheet it belongs to ("" for the whole workbook)."""

    package: Package
    tabs: list[str]

    def read(self) -> dict[Key, Element]:
        found: dict[Key, Element] = {}
        for element in elements(self.package.text(self.package.workbook), "definedName"):
            index = element.attributes.get("localSheetId")
            sheet = self.tabs[int(index)] if index is not None else ""
            found[element.attributes["name"].casefold(), sheet] = element
        return found


def merge_names(result: Package, tabs: list[str], old: Names, new: Names, follower: Follower, log: Log) -> None:
    """The user's names follow what they name, ours are as made now. ``tabs`` were the sheets of the user's file."""
    order = list(result.sheets())
    mine, made, now = Names(result, tabs).read(), old.read(), new.read()
    written: dict[Key, str] = {}
    for key, element in mine.items():
        sheet = key[1]
        if sheet and sheet not in order:
            if key not in made:
                log.refuse(f"name {element.attributes['name']}", f"belongs to {sheet}, which is no longer made")
            continue
        is_ours = key in made
        if is_ours and _normal(element) == _normal(made[key]):
            continue
        if is_ours and not sheet:
            log.refuse(f"name {element.attributes['name']}", f"is ours and was given another meaning, "
                       f"{plain(element.inner)}; choose another name for yours, or start over with --fresh")
            continue
        if key in now and not is_ours:
            log.refuse(f"name {element.attributes['name']}", "is a name of ours now; choose another for yours")
            continue
        written[key] = _followed(element, sheet, order, follower, log)
    his = [key for key in written if key not in made]
    if his:
        log.carried.append(f"{len(his)} name{'s' * (len(his) != 1)} of yours: {', '.join(key[0] for key in his[:6])}")
    for key, element in now.items():
        written.setdefault(key, _placed(element, key[1], order))
    _write(result, "".join(written.values()))


def _followed(element: Element, sheet: str, order: list[str], follower: Follower, log: Log) -> str:
    formula = plain(element.inner)
    try:
        moved = follower.formula(formula, sheet)
    except Unfollowable as error:
        log.refuse(f"name {element.attributes['name']}", f"{formula}: {error}")
        moved = formula
    raw = _placed(element, sheet, order)
    if moved == formula:
        return raw
    log.repointed.append(f"name {element.attributes['name']}: {formula} → {moved}")
    return raw[: raw.index(">") + 1] + encoded(moved) + raw[raw.rindex("</"):]


def _placed(element: Element, sheet: str, order: list[str]) -> str:
    return with_attributes(element.raw, {"localSheetId": str(order.index(sheet))}) if sheet else element.raw


def _normal(element: Element) -> frozenset[str]:
    """What a name stands for, however it is written and in whatever order its areas stand."""
    return frozenset(plain(element.inner).replace("'", "").split(","))


def _write(result: Package, names: str) -> None:
    text = result.text(result.workbook)
    section = next(elements(text, "definedNames"), None)
    if section:
        inner = text[section.inside:section.close]
        if inner != names:
            text = edited(text, [(section.start, section.end, f"<definedNames>{names}</definedNames>")])
    elif names:
        end = max(e.end for e in elements(text, "externalReferences", "functionGroups", "sheets"))
        text = text[:end] + f"<definedNames>{names}</definedNames>" + text[end:]
    result.put(result.workbook, text)


def calculate_on_load(result: Package) -> None:
    """Ask for a calculation on opening, and drop the chain of cells that it no longer follows."""
    text = result.text(result.workbook)
    found = next(elements(text, "calcPr"), None)
    if found and found.attributes.get("fullCalcOnLoad") not in ("1", "true"):
        text = edited(text, [(found.start, found.end, with_attributes(found.raw, {"fullCalcOnLoad": "1"}))])
    elif found is None:
        end = max(e.end for e in elements(text, "externalReferences", "functionGroups", "sheets", "definedNames"))
        text = text[:end] + '<calcPr fullCalcOnLoad="1"/>' + text[end:]
    result.put(result.workbook, text)
    if chain := result.related(result.workbook, "calcChain"):
        result.unrelate(result.workbook, chain)
        result.remove(chain)


def is_from_1904(package: Package) -> bool:
    """Whether a workbook counts its days from 1904, as old ones from a Mac do."""
    found = next(elements(package.text(package.workbook), "workbookPr"), None)
    return found is not None and found.attributes.get("date1904") in ("1", "true")


def view_within(result: Package) -> None:
    """No tab shown first that is no longer there."""
    text, count = result.text(result.workbook), len(result.sheets())
    edits = []
    for view in elements(text, "workbookView"):
        changes: dict[str, str | None] = {name: "0" for name in ("activeTab", "firstSheet")
                                          if int(view.attributes.get(name, "0")) >= count}
        if changes:
            edits.append((view.start, view.end, with_attributes(view.raw, changes)))
    result.put(result.workbook, edited(text, edits))

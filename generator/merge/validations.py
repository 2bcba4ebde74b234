"""Data validations of one of our sheets: ours as made now, and the reader's at the cells where they stand."""

from __future__ import annotations

import re

from generator.merge.log import counted
from generator.merge.overrides import ELSEWHERE
from generator.merge.positions import Unfollowable
from generator.merge.sides import Kept, Piece, SheetSides, followed_xml
from generator.xlsx.formula import normal
from generator.xlsx.markup import Element, elements, needed, plain, with_attributes
from generator.xlsx.worksheet import Place, place_of

_COMPARING = ("whole", "decimal", "date", "time", "textLength")
_BETWEEN = ("between", "notBetween")
_AREA = re.compile(r"\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?")
Area = tuple[Place, Place]


def validations(piece: Piece) -> Kept:
    """One that was ours is as made now, or gone with what it stood on; where the reader's meets ours, it is his."""
    sheet = piece.sheet
    made = allowed(piece.base)
    own = [moved for each in elements(piece.theirs, "dataValidation") if _allowed(each) not in made
           for moved in _followed(sheet, each)]
    taken = [area for each in own for area in _areas(each)]
    ours = []
    for each in elements(piece.ours, "dataValidation"):
        if any(_meet(area, other) for area in _areas(each.raw) for other in taken):
            sheet.log.notes.append(f"{sheet.name}!{each.attributes['sqref']}: your data validation stands for ours")
        else:
            ours.append(each.raw)
    found = [*ours, *own]
    if not found:
        return Kept("")
    container = needed(piece.theirs if own else piece.ours, "dataValidations")
    return Kept(with_attributes(container.tag, {"count": str(len(found))}) + "".join(found) + f"</{container.name}>",
                f"{counted(len(own), 'data validation')} of yours" if own else "")


def allowed(xml: str) -> set[tuple[str, ...]]:
    """What the validations of a sheet say: where something may be chosen, and what."""
    return {_allowed(each) for each in elements(xml, "dataValidation")}


def _followed(sheet: SheetSides, validation: Element) -> list[str]:
    area = validation.attributes.get("sqref", "")
    try:
        sheet.follow.follower.area(area, sheet.name)
    except Unfollowable:
        sheet.log.refuse(f"{sheet.name}!{area}",
                         f"your data validation stands where nothing is any longer; {ELSEWHERE}")
        return []
    return [followed_xml(sheet, validation.raw)]


def _allowed(validation: Element) -> tuple[str, ...]:
    """Where something may be chosen, and what, however a program writes it."""
    found = validation.attributes
    kind = found.get("type", "none")
    is_between = kind in _COMPARING and found.get("operator", "between") in _BETWEEN
    bounds = ("formula1", "formula2") if is_between else ("formula1",)  # LibreOffice writes a second one always
    return (found.get("sqref", ""), kind, found.get("operator", "between") if kind in _COMPARING else "",
            *(normal(plain(each.inner)) for each in elements(validation.inner, *bounds)))


def _areas(validation: str) -> list[Area]:
    found = needed(validation, "dataValidation").attributes.get("sqref", "")
    corners = ([place_of(each) for each in area.split(":")] for area in found.split() if _AREA.fullmatch(area))
    return [(each[0], each[-1]) for each in corners]


def _meet(one: Area, other: Area) -> bool:
    """Whether two areas share a cell."""
    return all(one[0][axis] <= other[1][axis] and other[0][axis] <= one[1][axis] for axis in (0, 1))

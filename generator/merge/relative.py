"""Formulas that mean another cell wherever they are used: names without $, and rules that stand in several cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.merge.area import area_of
from generator.merge.positions import SheetMap, Unfollowable
from generator.merge.references import Follower
from generator.xlsx.formula import NotParsed, Reference, names, rewritten, shifted
from generator.xlsx.located import walk
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Place, place_of

_MOST = 3000
"""So many cells are looked at; below them our sheets have no rows."""


def is_relative(formula: str, follower: Follower, home: str = "") -> tuple[bool, bool]:
    """Whether a row that moves, and whether a column, is written without $ in a reference to another sheet of ours."""
    maps = {name.casefold(): found for name, found in follower.maps.items() if name != home}
    found = [False, False]

    def look(reference: Reference) -> str:
        if map := maps.get(reference.sheets[0].casefold() if reference.sheets else ""):
            rows = map.gone or any(row != target for row, target in map.rows.items())
            columns = map.gone or any(each != target for band in map.bands for each, target in band.columns.items())
            found[0] |= rows and any(corner.row and not corner.row_fixed for corner in reference.corners)
            found[1] |= columns and any(corner.column and not corner.column_fixed for corner in reference.corners)
        return reference.text

    try:
        rewritten(formula, look)
    except NotParsed:
        return False, False
    return found[0], found[1]


def parted(formula: str, filled: str, follower: Follower, home: str = "") -> str:
    """The range of ours that a formula fills the cells of ``filled`` from, one by one, where others stand between its
    rows or columns now; "" for none."""
    cells, found = area_of(filled, home), list[str]()
    if cells is None or cells.count == 1:
        return ""
    sizes = {cells.bottom - cells.top, cells.right - cells.left} - {0}
    maps = {name.casefold(): each for name, each in follower.maps.items()}

    def look(reference: Reference) -> str:
        area = area_of(reference.text, home)
        map = maps.get(area.sheet.casefold()) if area else None
        if area and map and ((area.bottom - area.top in sizes and _part(map, area.top, area.bottom))
                             or (area.right - area.left in sizes and _part(map, area.left, area.right, area.top))):
            found.append(reference.text)
        return reference.text

    try:
        rewritten(formula, look)
    except NotParsed:
        return ""
    return next(iter(found), "")


def _part(map: SheetMap, first: int, last: int, row: int = 0) -> bool:
    """Whether rows no longer stand side by side; with ``row``, the columns of that one."""
    ends = [map.column(each, row) if row else map.row(each) for each in (first, last)]
    return ends[0] is not None and ends[1] is not None and ends[1] - ends[0] != last - first


def followed_everywhere(formula: str, offsets: Iterable[Place], follower: Follower, home: str = "") -> set[str]:
    """What a formula would have to say so that it is followed at each distance from where it is written."""
    found = set()
    for down, right in offsets:
        moved = follower.quiet.formula(shifted(formula, down, right), home)
        found.add(shifted(moved, -down, -right))
    return found


def offsets(areas: str, by_row: bool, by_column: bool) -> Iterator[Place]:
    """The distances of the cells of some areas from their first cell, as far as they matter."""
    ends = [[place_of(end) for end in area.split(":")] for area in areas.replace("$", "").split()
            if all(end[-1:].isdecimal() and end[:1].isalpha() for end in area.replace("$", "").split(":"))]
    top, left = (min((end[0][axis] for end in ends), default=1) for axis in (0, 1))
    count = 0
    for first, *rest in ends:
        last = rest[0] if rest else first
        for row in range(first[0], last[0] + 1) if by_row else first[:1]:
            for column in range(first[1], last[1] + 1) if by_column else first[1:]:
                yield row - top, column - left
                count += 1
                if count >= _MOST:
                    return


def followed_name(name: str, formula: str, follower: Follower, package: Package) -> str:
    """A name without $, followed for the cells that use it. Raises Unfollowable where they no longer move alike."""
    cells, elsewhere = _uses(name, package, follower)
    found = followed_everywhere(formula, cells, follower) if cells else {formula}
    if elsewhere or len(found) > 1:
        raise Unfollowable("it means another cell wherever it is used, and these no longer move alike; write its "
                           "references with $")
    return found.pop()


def _uses(name: str, package: Package, follower: Follower) -> tuple[list[Place], bool]:
    """How far from A1 the reader's cells that use a name stand, and whether it is used anywhere else."""
    cells, elsewhere = list[Place](), False
    sheets = {part: sheet for sheet, part in package.sheets().items()}
    for part, content in package.parts.items():
        if content.lstrip(b"\xef\xbb\xbf")[:1] != b"<" or name.casefold() not in package.text(part).casefold():
            continue
        for element in walk(package.text(part), "f", "formula", "formula1", "formula2", "definedName", "sqref", "c"):
            if element.local == "c" or not _is_used(name, element.words):
                continue
            address = element.parent.attributes.get("r") if element.parent and element.parent.local == "c" else None
            is_his = part in sheets and sheets[part] not in follower.maps
            if address and is_his and element.attributes.get("t") != "shared":
                row, column = place_of(address)
                cells.append((row - 1, column - 1))
            else:
                elsewhere = True
    return cells, elsewhere


def _is_used(name: str, formula: str) -> bool:
    try:
        return name.casefold() in {each.rpartition("!")[2].casefold() for each in names(formula)}
    except NotParsed:
        return False

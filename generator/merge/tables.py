"""Our tables over the rows made now; those of the reader's on our sheets are followed like his other parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.merge.moments import NameKey
from generator.merge.passages import Passage, followed
from generator.merge.sides import SheetPart, SheetSides, Sides
from generator.xlsx.cells import absolute, letter, quoted
from generator.xlsx.located import Element, edited, walk
from generator.xlsx.markup import attributes, elements, needed, root, whole, with_attributes
from generator.xlsx.package import TABLE, Package
from generator.xlsx.worksheet import place_of

TableParts = Mapping[str, str]


def merge_tables(sheet: SheetSides, parts: Sides[SheetPart]) -> set[str]:
    """Our tables over the rows made now, with the columns that the reader added to them. Returns their parts."""
    base, theirs, ours = (_tables(*each) for each in (parts.base, parts.theirs, parts.ours))
    package = parts.theirs.package
    for name, table in ours.items():
        if name not in theirs:
            if name in base:
                sheet.log.notes.append(f"{sheet.name}: the table {name}, which was removed, is there again")
            _add(parts.theirs, parts.ours.package.text(table))
            continue
        after, found = _area(parts.ours.package, table), _area(package, theirs[name])
        text = package.text(theirs[name])
        package.put(theirs[name], followed(Passage(text, f"{sheet.name}: the table {name}", "", sheet.follow)))
        before = _area(parts.base.package, base[name]) if name in base else after
        _resize(package, theirs[name], found, _combined(before, after, found))
    for name in base.keys() & theirs.keys() - ours.keys():
        package.unrelate(parts.theirs.part, theirs[name])
        package.remove(theirs[name])
    return {theirs[name] for name in ours if name in theirs}


def moved_areas(base: Package, ours: Package) -> dict[tuple[str, str], str]:
    """The areas of our tables as they were made, by sheet and area, with the area that each has now."""
    found: dict[tuple[str, str], str] = {}
    for sheet, part in base.sheets().items():
        now = _tables(ours, ours.sheets().get(sheet, ""))
        found |= {(sheet, _area(base, table)): _area(ours, now[name])
                  for name, table in _tables(base, part).items() if name in now}
    return found


def table_meanings(package: Package, sheets: Iterable[str]) -> dict[NameKey, str]:
    """What the references to the tables of some sheets by their names (``Facts[Value]``) stand for."""
    found: dict[NameKey, str] = {}
    for sheet in sheets:
        for name, part in _tables(package, package.sheets().get(sheet, "")).items():
            table = _table(package, part)
            (top, left), (bottom, right) = (place_of(each) for each in table.attributes["ref"].split(":"))
            columns = [each.attributes.get("name", "") for each in elements(table.inner, "tableColumn")]
            spans = [("", left, right), *((each, at, at) for at, each in enumerate(columns, start=left))]
            for column, first, last in spans:
                for item, start, end in (("", top + 1, bottom), ("#Data", top + 1, bottom), ("#All", top, bottom),
                                         ("#Headers", top, top)):
                    written = f"[[{item}],[{column}]]" if item and column else f"[{item or column}]"
                    said = f"{name}{written * bool(item or column)}".casefold()
                    found[said, ""] = f"{quoted(sheet)}!{absolute(start, first)}:{absolute(end, last)}"
    return found


def _add(where: SheetPart, table: str) -> None:
    """A table of ours, under an id that no other has."""
    package = where.package
    ids = [whole(attributes(root(package.text(part))).get("id", "0")) for part in package.parts
           if part.startswith("xl/tables/")]
    raw = needed(table, "table").raw
    package.add(where.part, TABLE, with_attributes(raw, {"id": str(max(ids, default=0) + 1)}))


def _tables(package: Package, sheet: str) -> TableParts:
    """The tables of a sheet by their names."""
    found: dict[str, str] = {}
    for relationship in package.relationships(sheet) if sheet else []:
        if relationship.kind == TABLE.relationship:
            head = _table(package, relationship.target).attributes
            found[head.get("name", head.get("displayName", ""))] = relationship.target
    return found


def _table(package: Package, part: str) -> Element:
    return needed(package.text(part), "table")


def _area(package: Package, part: str) -> str:
    return _table(package, part).attributes["ref"]


def _combined(before: str, after: str, found: str) -> str:
    """The area as made now, and as much wider and longer as the reader has made it."""
    start = after.partition(":")[0]
    (was_row, was_column), (row, column), (has_row, has_column) = (
        place_of(area.partition(":")[2]) for area in (before, after, found))
    return f"{start}:{letter(column + has_column - was_column)}{row + has_row - was_row}"


def _resize(package: Package, part: str, found: str, area: str) -> None:
    if found != area:
        text = package.text(part)
        places = (each.values.get(("", "ref")) for each in walk(text, "table", "autoFilter", "location"))
        package.put(part, edited(text, [place.edit(area) for place in places if place and place.words == found]))

"""The three sides of a merge: base as it was made then, theirs as the reader left it, ours as it is made now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from generator.merge.following import Following
from generator.merge.log import Log
from generator.merge.passages import Passage, followed
from generator.merge.positions import SheetMap
from generator.merge.styles import Translation
from generator.sheets.contract import AXIS_TITLES, FACTS, FIRST, KEY, LABEL, LABEL_ROW
from generator.xlsx.cells import at
from generator.xlsx.markup import edited, encoded, needed, with_attributes
from generator.xlsx.package import Package, PartKind
from generator.xlsx.worksheet import Place, StoredCell, Worksheet

Side = TypeVar("Side")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Sides(Generic[Side]):
    """One thing on all three sides."""

    base: Side
    theirs: Side
    ours: Side

    def each(self, change: Callable[[Side], Other]) -> Sides[Other]:
        return Sides(change(self.base), change(self.theirs), change(self.ours))


class SheetPart(NamedTuple):
    """A worksheet's part in its package; "" where the package has no such sheet."""

    package: Package
    part: str

    def related(self, kind: PartKind) -> str:
        """The first part of a kind that hangs on the sheet; "" without one."""
        return self.package.related(self.part, kind.relationship) if self.part else ""


@dataclass(frozen=True)
class SheetSides(Sides[Worksheet]):
    """One of our sheets, with where its cells have gone and what the styles of ours are in theirs."""

    map: SheetMap
    styles: Translation
    follow: Following
    cells: Mapping[Place, str] = field(default_factory=dict)
    """The merged cells as XML, once they are merged."""
    targets: Sides[Mapping[str, str]] = field(default_factory=lambda: Sides({}, {}, {}))
    """The addresses outside of the workbook to which its hyperlinks lead, by the ids of their relationships."""

    @property
    def name(self) -> str:
        return self.ours.name

    @property
    def log(self) -> Log:
        return self.follow.log

    def nearest(self, place: Place) -> Place:
        """Where a cell stands now; for one that is gone, the next above and to the left that is still there."""
        row, column = place
        found = next((target for each in range(row, 0, -1) if (target := self.map.row(each))), 1)
        return found, next((target for each in range(column, 0, -1) if (target := self.map.column(each, row))), 1)

    def where(self, place: Place) -> str:
        """An address on base, with the row's key and the period where the sheet has them."""
        row, column = place
        address = f"{self.name}!{at(row, column)}"
        if self.name == FACTS:
            return address
        key = self.base.words(row, KEY) or self.base.words(row, LABEL)
        has_axis = self.base.words(LABEL_ROW, KEY) == AXIS_TITLES[0] and column >= FIRST
        named = " ".join(word for word in (key, self.base.words(LABEL_ROW, column) if has_axis else "") if word)
        return f"{address} ({named})" if named else address


class Kept(NamedTuple):
    """A part of a worksheet as it is merged, and what is said of it where something of the reader's is kept."""

    xml: str
    said: str = ""


@dataclass(frozen=True)
class Piece(Sides[str]):
    """A part of a worksheet's XML, such as its ``cols``, on the three sides of a sheet; "" where it has none."""

    name: str
    sheet: SheetSides


def followed_cell(sides: SheetSides, place: Place) -> StoredCell:
    """A cell of theirs whose formula, if it has one, follows what it refers to."""
    cell = sides.theirs.cells[place]
    if not (formula := cell.formula):
        return cell
    head, text = formula[0], formula[1] or sides.theirs.contents[place][1]  # of a shared one, as it reads here
    moved = sides.follow.formula(text, sides.where(place), sides.name, place=place)
    areas: dict[str, str | None] = {name: sides.follow.area(head[name], sides.where(place), sides.name, f"={text}: ")
                                    for name in ("ref", "r1", "r2") if name in head}
    if head.get("t") == "shared":
        written = f"<f>{encoded(moved)}</f>"
    elif moved == text and areas.items() <= head.items():
        return cell
    else:
        written = with_attributes("<f>", {**head, **areas}) + f"{encoded(moved)}</f>"
    element = needed(cell.body, "f")
    return cell._replace(body=edited(cell.body, [(element.start, element.end, written)]))


def followed_xml(sides: SheetSides, xml: str) -> str:
    """A piece of a sheet's XML whose formulas, areas and page breaks follow what they refer to."""
    if not xml or not sides.follow.follower.concerns_part(xml, sides.name):
        return xml
    return followed(Passage(xml, sides.name, sides.name, sides.follow, sides.theirs.scope, mark=""))

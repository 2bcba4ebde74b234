"""The reader's own parts: what stands in them that refers to our sheets follows; the list REFERENCES says where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape

from generator.merge.following import Following
from generator.merge.readers import FORMULA_MARKS
from generator.xlsx.cells import at
from generator.xlsx.formula import parsed, shifted
from generator.xlsx.markup import Edit, Element, edited, elements, encoded, plain, with_attributes
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Place, filled_cells

_FORMULAS = ("f", "formula", "formula1", "formula2", "oldFormula", "calculatedColumnFormula", "totalsRowFormula",
             "FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx")
_ATTRIBUTE = re.compile(r'\s(?:textlink|fmlaLink|fmlaRange|fmlaGroup|fmlaTxbx|cellRange|listFillRange|linkedCell)='
                        r'"([^"]*)"')
_WITHOUT = re.compile(r"(sharedStrings|styles|theme\d*|comments/?\w*|[tT]hreadedComment\w*|person\w*|calcChain|"
                      r"pivotCacheRecords\d+|metadata)\.xml$|^(docProps|customXml|\[)|\.rels$")
"""Parts in which no reference can stand."""

_LARGE = 1024 * 1024

Areas = Mapping[tuple[str, str], str]
"""The areas of our tables by sheet and area, as they were, with the area that each has now."""


@dataclass(frozen=True)
class UserPart:
    """The text of a part, the sheet from which it is reached ("" for none), and how what it refers to is followed."""

    name: str
    text: str
    owner: str
    follow: Following
    areas: Areas

    @property
    def is_sheet(self) -> bool:
        return any(mark in self.text[:2000] for mark in ("<worksheet", ":worksheet"))

    @property
    def where(self) -> str:
        """The part in a message."""
        owner = f"{self.owner}: " if self.owner else ""
        return self.owner if self.is_sheet else f"{owner}{self.name.rpartition('/')[2]}"


def follow_parts(package: Package, follow: Following, areas: Areas, done: Iterable[str]) -> None:
    """Every part of the reader's but those that are already as they should be."""
    left = {*done, package.workbook}
    owners = _owners(package)
    for name in sorted(package.parts):
        if name.endswith(".rels"):
            package.follow_places(name, partial(follow.location, where=name))
        elif is_silent(name, package.parts[name]):
            continue
        elif name not in left and not _WITHOUT.search(name) and name.endswith((".xml", ".vml")):
            part = UserPart(name, package.text(name), owners.get(name, ""), follow, areas)
            if follow.follower.concerns(part.text, part.owner if name.endswith(".vml") else ""):
                package.put(name, edited(part.text, [edit for find in REFERENCES for edit in find(part)]))


def is_silent(name: str, content: bytes) -> bool:
    """Whether a large sheet holds numbers and texts alone, which is seen without reading it as XML."""
    return name.startswith("xl/worksheets/") and len(content) > _LARGE and not any(
        mark in content for mark in (b"!", *FORMULA_MARKS, b"ormula", b"yperlink"))


def _owners(package: Package) -> dict[str, str]:
    """The sheet from which each part is reached."""
    found: dict[str, str] = {}
    for name, part in package.sheets().items():
        for each in package.reached(part):
            found.setdefault(each, name)
    return found


# --- where references stand ------------------------------------------------------------------------------------------


def cells(part: UserPart) -> Iterator[Edit]:
    """The formulas of a sheet's cells; a shared one whose cells no longer move alike is written out."""
    if not part.is_sheet:
        return
    shared: dict[str, list[tuple[Place, int, Element]]] = {}
    for place, cell in filled_cells(part.text):
        formula = next(elements(cell.inner, "f"), None)
        if formula is None:
            continue
        if formula.attributes.get("t") == "shared":
            shared.setdefault(formula.attributes["si"], []).append((place, cell.inside, formula))
        else:
            yield from _content(part, formula, f"{part.owner}!{at(*place)}", cell.inside)
    for group in shared.values():
        yield from _shared(part, group)


def _shared(part: UserPart, group: list[tuple[Place, int, Element]]) -> Iterator[Edit]:
    anchor = next((each for each in group if each[2].inner), None)
    if anchor is None or not part.follow.follower.concerns(plain(anchor[2].inner)):
        return
    (row, column), master = anchor[0], plain(anchor[2].inner)
    before = [shifted(master, place[0] - row, place[1] - column) for place, _, _ in group]
    after = [part.follow.formula(formula, f"{part.owner}!{at(*place)}")
             for (place, _, _), formula in zip(group, before, strict=True)]
    if before != after:
        for (_, start, element), formula in zip(group, after, strict=True):
            yield start + element.start, start + element.end, f"<f>{encoded(formula)}</f>"


def formulas(part: UserPart) -> Iterator[Edit]:
    """Elements that hold a formula, on a sheet those below its cells."""
    data = next(elements(part.text, "sheetData"), None) if part.is_sheet else None
    for element in elements(part.text, *_FORMULAS):
        if "<" not in element.inner and (data is None or element.start > data.end):
            yield from _content(part, element, part.where, 0)


def _content(part: UserPart, element: Element, where: str, start: int) -> Iterator[Edit]:
    formula = plain(element.inner)
    moved = part.follow.formula(formula, where)
    if moved != formula:
        yield start + element.inside, start + element.close, encoded(moved)


def hyperlinks(part: UserPart) -> Iterator[Edit]:
    """Hyperlinks to a place in the workbook."""
    for element in elements(part.text, "hyperlink"):
        if location := element.attributes.get("location", ""):
            moved = part.follow.location(location, f"{part.where}!{element.attributes.get('ref', '')}")
            if moved != location:
                yield element.start, element.end, with_attributes(element.raw, {"location": moved})


def pivot_sources(part: UserPart) -> Iterator[Edit]:
    """A pivot table's source; one over a whole table of ours stays over the whole table."""
    if "pivotCacheDefinition" not in part.text[:2000]:
        return
    for source in elements(part.text, "worksheetSource"):
        sheet, area = source.attributes.get("sheet", ""), source.attributes.get("ref", "")
        if not sheet or not area or parsed(f"'{sheet}'!{area}") is None:
            continue
        moved = part.areas.get((sheet, area)) or \
            part.follow.formula(f"'{sheet}'!{area}", f"{part.where} (its source)").rpartition("!")[2]
        if moved == area:
            continue
        part.follow.log.repointed.append(f"{part.where}: its source {sheet}!{area} → {sheet}!{moved}")
        yield source.start, source.end, with_attributes(source.raw, {"ref": moved})
        whole = next(elements(part.text, "pivotCacheDefinition"))
        yield whole.start, whole.inside, with_attributes(whole.tag, {"refreshOnLoad": "1"})


def linked_cells(part: UserPart) -> Iterator[Edit]:
    """Attributes of shapes and controls that name the cells they show or set."""
    for found in _ATTRIBUTE.finditer(part.text):
        reference = plain(found[1])
        moved = part.follow.formula(reference, part.where)
        if moved != reference:
            yield found.start(1), found.end(1), escape(moved, {'"': "&quot;"})


REFERENCES: tuple[Callable[[UserPart], Iterator[Edit]], ...] = (
    cells, formulas, hyperlinks, pivot_sources, linked_cells)
"""Where references stand in a part, in the order in which they are told of."""

"""The user's own parts: sheets, charts, pivot tables and controls whose references to our sheets follow their facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.merge.log import Log
from generator.merge.references import Follower, Unfollowable
from generator.xlsx.cells import at, column_number
from generator.xlsx.formula import parsed, shifted
from generator.xlsx.markup import Element, attributes, edited, elements, encoded, plain, with_attributes
from generator.xlsx.package import Package
from generator.xlsx.worksheet import Place

_FORMULAS = ("f", "formula", "formula1", "formula2", "oldFormula", "calculatedColumnFormula", "totalsRowFormula",
             "FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx")
_ATTRIBUTE = re.compile(r'(\s(?:textlink|fmlaLink|fmlaRange|fmlaGroup|fmlaTxbx|cellRange|listFillRange|linkedCell)=)'
                        r'"([^"]*)"')
_CELL = re.compile(r'<c\s[^>]*?\br="([A-Z]+)(\d+)"[^>]*(?<!/)>(.*?)</c>', re.S)
_NOT_FOLLOWED = re.compile(r"(sharedStrings|styles|theme\d*|comments/?\w*|[tT]hreadedComment\w*|person\w*|calcChain|"
                           r"pivotCacheRecords\d+|metadata)\.xml$|^(docProps|customXml|\[)|\.rels$")
Edit = tuple[int, int, str]


@dataclass
class Parts:
    """Follows every reference in the parts of the user's package that are not made anew."""

    package: Package
    follower: Follower
    log: Log
    tables: dict[tuple[str, str], str]
    """The areas of our tables by sheet and area, as they were, with the area that each has now."""

    def follow_all(self, done: Iterable[str]) -> None:
        """Everything but the parts that are already as they should be."""
        done = {*done, self.package.workbook}
        owners = self._owners()
        for part in sorted(self.package.parts):
            if part.endswith(".rels"):
                self._links(part)
            elif part not in done and not _NOT_FOLLOWED.search(part) and part.endswith((".xml", ".vml")):
                self._follow(part, owners.get(part, ""))

    def _owners(self) -> dict[str, str]:
        """The sheet from which each part is reached."""
        found: dict[str, str] = {}
        for name, part in self.package.sheets().items():
            for each in self.package.reached(part):
                found.setdefault(each, name)
        return found

    def _follow(self, part: str, owner: str) -> None:
        text = self.package.text(part)
        if not self.follower.concerns(text, owner if part.endswith(".vml") else ""):
            return
        is_sheet = "<worksheet" in text[:2000]
        edits = list(self._cells(text, owner)) if is_sheet else []
        start = text.index("</sheetData>") if "</sheetData>" in text else 0
        where = owner if is_sheet else f"{owner + ': ' if owner else ''}{part.rpartition('/')[2]}"
        for element in elements(text[start:], *_FORMULAS) if is_sheet else elements(text, *_FORMULAS):
            if "<" not in element.inner:
                edits += [(first + start, last + start, new) for first, last, new in self._element(element, where)]
        for element in elements(text, "hyperlink"):
            edits += self._hyperlink(element, where)
        if "pivotCacheDefinition" in text[:2000]:
            edits += self._pivot(text, where)
        text = edited(text, edits)
        self.package.put(part, _ATTRIBUTE.sub(lambda m: f'{m[1]}"{encoded(self._try(plain(m[2]), where))}"', text))

    def _try(self, formula: str, where: str, home: str = "") -> str:
        """A formula followed, or as it was with the reason among the findings."""
        try:
            moved = self.follower.formula(formula, home)
        except Unfollowable as error:
            self.log.refuse(where, f"={formula}: {error}")
            return formula
        if moved != formula:
            self.log.repointed.append(f"{where}: ={formula} → ={moved}")
        return moved

    def _element(self, element: Element, where: str) -> list[Edit]:
        formula = plain(element.inner)
        moved = self._try(formula, where)
        return [(element.inside, element.close, encoded(moved))] if moved != formula else []

    def _cells(self, text: str, sheet: str) -> Iterator[Edit]:
        """The formulas of a sheet's cells; a shared one whose cells no longer move alike is written out."""
        shared: dict[str, list[tuple[Place, int, Element]]] = {}
        for cell in _CELL.finditer(text):
            formula = next(elements(cell[3], "f"), None) if "<f" in cell[3] else None
            if formula is None:
                continue
            where = int(cell[2]), column_number(cell[1])
            if formula.attributes.get("t") == "shared":
                shared.setdefault(formula.attributes["si"], []).append((where, cell.start(3), formula))
                continue
            for first, last, new in self._element(formula, f"{sheet}!{at(*where)}"):
                yield first + cell.start(3), last + cell.start(3), new
        for group in shared.values():
            yield from self._shared(group, sheet)

    def _shared(self, group: list[tuple[Place, int, Element]], sheet: str) -> Iterator[Edit]:
        anchor = next((each for each in group if each[2].inner), None)
        if anchor is None or not self.follower.concerns(plain(anchor[2].inner)):
            return
        (row, column), master = anchor[0], plain(anchor[2].inner)
        before = [shifted(master, place[0] - row, place[1] - column) for place, _, _ in group]
        after = [self._try(formula, f"{sheet}!{at(*place)}")
                 for (place, _, _), formula in zip(group, before, strict=True)]
        if before != after:
            for (_, start, element), formula in zip(group, after, strict=True):
                yield start + element.start, start + element.end, f"<f>{encoded(formula)}</f>"

    def _hyperlink(self, element: Element, where: str) -> list[Edit]:
        location = element.attributes.get("location", "")
        moved = self._location(location, f"{where}!{element.attributes.get('ref', '')}") if location else ""
        return [(element.start, element.end, with_attributes(element.raw, {"location": moved}))] \
            if moved != location else []

    def _location(self, location: str, where: str) -> str:
        try:
            return self.follower.location(location)
        except Unfollowable as error:
            self.log.refuse(where, f"a hyperlink: {error}")
            return location

    def _links(self, part: str) -> None:
        """Relations that point inside the workbook, as those of linked shapes do."""
        text, edits = self.package.text(part), []
        for element in elements(text, "Relationship"):
            target = element.attributes["Target"]
            if target.startswith("#") and (moved := self._location(target, part)) != target:
                edits.append((element.start, element.end, with_attributes(element.raw, {"Target": moved})))
        self.package.put(part, edited(text, edits))

    def _pivot(self, text: str, where: str) -> Iterator[Edit]:
        """A pivot table's source; one over a whole table of ours stays over the whole table."""
        for source in elements(text, "worksheetSource"):
            sheet, area = source.attributes.get("sheet", ""), source.attributes.get("ref", "")
            reference = parsed(f"'{sheet}'!{area}") if sheet and area else None
            if reference is None:
                continue
            moved = self.tables.get((sheet, area)) or \
                self._try(f"'{sheet}'!{area}", f"{where} (its source)").rpartition("!")[2]
            if moved == area:
                continue
            self.log.repointed.append(f"{where}: its source {sheet}!{area} → {sheet}!{moved}")
            yield source.start, source.end, with_attributes(source.raw, {"ref": moved})
            root = next(elements(text, "pivotCacheDefinition"))
            yield root.start, root.inside, with_attributes(text[root.start:root.inside], {"refreshOnLoad": "1"})


def follow_on_ours(package: Package, sheet: str, part: str, follower: Follower, log: Log, ours: set[str]) -> None:
    """Tables and pivot tables that the user put on a sheet of ours move with their cells."""
    for relation in package.relations(part):
        if not relation.type.endswith(("/table", "/pivotTable")):
            continue
        text = package.text(relation.target)
        head = next(elements(text, "table", "pivotTableDefinition"))
        if head.attributes.get("name") in ours:
            continue
        area = re.search(r'\sref="([A-Z0-9:]+)"', text)
        if not area:
            continue
        try:
            moved = follower.area(area[1], sheet)
        except Unfollowable as error:
            log.refuse(f"{sheet}: {attributes(head.head).get('name', '')}", str(error))
            continue
        package.put(relation.target, text.replace(f'ref="{area[1]}"', f'ref="{moved}"'))


